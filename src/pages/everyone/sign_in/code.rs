//! Signing in by a code of eight digits that staff printed, for people without e-mail.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use maud::Markup;

use super::view::CodePage;
use super::{answer, ask_login, home, refused, retry_after, way_back, welcome};
use crate::base::error::Result;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::base::web::{State, peer};
use crate::domain::people::signing_in::{self, Caller, Outcome};
use crate::pages::everyone::see_other;
use crate::pages::parts::Tabs;
use crate::pages::parts::door::{Visitor, only_centre};

pub fn routes(config: &mut ServiceConfig) {
    config.route("/sign-in/code", web::get().to(show)).route("/sign-in/code", web::post().to(sign_in));
}

async fn show(state: Data<State>, visitor: Visitor, query: Query) -> Result<HttpResponse> {
    if let Some(person) = &visitor.person {
        return Ok(see_other(&home(&state, person, &way_back(&query.0)).await?));
    }
    Ok(answer(StatusCode::OK, page(&state, &visitor, &query.0, Errors::default()).await?))
}

async fn sign_in(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse> {
    let lang = visitor.lang();
    let mut reader = Reader::new(&fields, lang);
    let login = reader.text("login", 254, ask_login(lang));
    let code = reader.text(
        "code",
        40,
        lang.pick("请输入登录码上的8位数字。", "Type the eight digits of your code."),
    );
    let (Some(login), Some(code)) = (login, code) else {
        let page = page(&state, &visitor, &fields, reader.errors).await?;
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let (tokens, address, now) =
        (state.tokens.clone(), peer::address(&request, &state.trusted_proxies), state.now());
    let outcome = state
        .db
        .write(move |conn| {
            signing_in::with_code(conn, Caller { tokens: &tokens, address, now }, &login, &code)
        })
        .await?;
    match outcome {
        Outcome::Done(signed_in) => welcome(&state, &visitor, signed_in, &way_back(&fields)).await,
        outcome => {
            let wrong = lang.pick(
                "号码或登录码不对。登录码7天内有效，只能用一次；请到前台再拿一张。",
                "The number or the code is not right. A code works once, within 7 days; the desk prints a new one.",
            );
            let (status, errors) = refused(&outcome, lang, ("code", wrong));
            let mut response = answer(status, page(&state, &visitor, &fields, errors).await?);
            retry_after(&mut response, &outcome);
            Ok(response)
        }
    }
}

async fn page(state: &State, visitor: &Visitor, fields: &Fields, errors: Errors) -> Result<Markup> {
    let centre = only_centre(state).await?;
    let frame = visitor.frame(centre.as_ref(), Tabs::None);
    let page =
        CodePage { frame: &frame, login: fields.get("login"), back: &way_back(fields), errors: &errors };
    Ok(page.render())
}
