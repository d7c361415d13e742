//! Signing in by a link: asked for with an e-mail address; the link shows a button, the button signs in.
//! (Programs that look through mail open links; only people press buttons.)

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::{answer, page, refused, retry_after, view, welcome};
use crate::base::error::{Error, Result};
use crate::base::web::cross_site::{self, From};
use crate::base::web::form::{Errors, Fields};
use crate::base::web::{State, peer};
use crate::domain::people::signing_in::{self, Caller, Outcome};
use crate::domain::people::{Login, SignInKeyId, sign_in_key};
use crate::pages::everyone::see_other;
use crate::pages::parts::Tabs;
use crate::pages::parts::door::{Visitor, only_centre};

/// Set by the page with the button and asked for by the post, where the browser does not say that the post
/// comes from that page: nobody can make a stranger's browser sign in with a link of their own.
const SEEN: &str = "link-seen";

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/sign-in/link", web::get().to(sent))
        .route("/sign-in/link", web::post().to(ask))
        .route("/sign-in/link/{token}", web::get().to(show))
        .route("/sign-in/link/{token}", web::post().to(sign_in));
}

/// Sends the link. The answer is the same whether somebody has the address or not.
async fn ask(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse> {
    let lang = visitor.lang();
    let email = fields.get("email").to_owned();
    let mut errors = Errors::default();
    if !state.mailing {
        errors.add(
            "",
            lang.pick(
                "这里还不能发邮件。请到前台拿登录码。",
                "No mail leaves here yet. Please ask at the desk for a sign-in code.",
            ),
        );
    } else if Login::email(&email).is_none() {
        errors.add(
            "email",
            lang.pick(
                "请输入邮箱，例如 name@example.org。",
                "Type an e-mail address such as name@example.org.",
            ),
        );
    }
    if !errors.is_empty() {
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, page(&state, &visitor, &fields, errors).await?));
    }
    let (tokens, address, now) =
        (state.tokens.clone(), peer::address(&request, &state.trusted_proxies), state.now());
    let outcome = state
        .db
        .write(move |conn| signing_in::ask_for_link(conn, Caller { tokens: &tokens, address, now }, &email))
        .await?;
    match outcome {
        Outcome::Done(written) => {
            if written {
                state.outbox.notify_one();
            }
            Ok(see_other("/sign-in/link"))
        }
        outcome => {
            let (status, errors) = refused(&outcome, lang, ("email", ""));
            let mut response = answer(status, page(&state, &visitor, &fields, errors).await?);
            retry_after(&mut response, &outcome);
            Ok(response)
        }
    }
}

async fn sent(state: Data<State>, visitor: Visitor) -> Result<HttpResponse> {
    let centre = only_centre(&state).await?;
    Ok(answer(StatusCode::OK, view::sent(&visitor.frame(centre.as_ref(), Tabs::None))))
}

/// The page behind the link. It names nobody, whoever opens it.
async fn show(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let Some(id) = verified(&state, &token) else { return used_up(&state, &visitor).await };
    let now = state.now();
    let opens = state.db.read(move |conn| Ok(sign_in_key::link_holder(conn, id, now)?.is_some())).await?;
    if !opens {
        return used_up(&state, &visitor).await;
    }
    let centre = only_centre(&state).await?;
    let frame = nobody(&visitor).frame(centre.as_ref(), Tabs::None);
    let mut response = answer(StatusCode::OK, view::link(&frame));
    let seen = Cookie::build(SEEN, "1").path("/sign-in/link").http_only(true).same_site(SameSite::Strict);
    let _ = response.add_cookie(&seen.secure(state.secure()).finish());
    Ok(response)
}

async fn sign_in(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
) -> Result<HttpResponse> {
    let from_here = cross_site::origin(request.headers(), &state.public_url) == From::Here;
    if !from_here && request.cookie(SEEN).is_none() {
        return Err(Error::CrossSite);
    }
    let Some(id) = verified(&state, &token) else { return used_up(&state, &visitor).await };
    let (tokens, now) = (state.tokens.clone(), state.now());
    let signed_in = state
        .db
        .write(move |conn| signing_in::with_link(conn, Caller { tokens: &tokens, address: None, now }, id))
        .await?;
    match signed_in {
        Some(signed_in) => welcome(&state, &visitor, signed_in, "").await,
        None => used_up(&state, &visitor).await,
    }
}

fn verified(state: &State, token: &str) -> Option<SignInKeyId> {
    state.tokens.verify(sign_in_key::LINK_PURPOSE, token).map(|(id, _)| SignInKeyId(id))
}

async fn used_up(state: &State, visitor: &Visitor) -> Result<HttpResponse> {
    let centre = only_centre(state).await?;
    let frame = nobody(visitor).frame(centre.as_ref(), Tabs::None);
    Ok(answer(StatusCode::GONE, view::used_up(&frame)))
}

/// Pages with a token in their address name nobody, and no switch on them sends the token anywhere.
fn nobody(visitor: &Visitor) -> Visitor {
    Visitor { person: None, path: "/sign-in".to_owned(), ..visitor.clone() }
}
