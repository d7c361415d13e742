//! Signing in by password, by a link from a letter, or by a code that staff printed; and signing out.

mod code;
mod link;
mod view;

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use maud::Markup;

use self::view::SignInPage;
use super::see_other;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::base::web::{State, cookie, local, peer};
use crate::domain::people::signing_in::{self, Caller, Outcome, SignedIn};
use crate::domain::people::{Person, PersonId, SignInId, password, sign_in, store};
use crate::pages::parts::Tabs;
use crate::pages::parts::door::{Visitor, only_centre};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/sign-in", web::get().to(show))
        .route("/sign-in", web::post().to(with_password))
        .configure(link::routes)
        .configure(code::routes)
        .route("/sign-out", web::post().to(sign_out));
}

async fn show(state: Data<State>, visitor: Visitor, query: Query) -> Result<HttpResponse> {
    let back = way_back(&query.0);
    if let Some(person) = &visitor.person {
        return Ok(see_other(&home(&state, person, &back).await?));
    }
    let page = page(&state, &visitor, &query.0, Errors::default()).await?;
    Ok(answer(StatusCode::OK, page))
}

async fn with_password(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse> {
    let lang = visitor.lang();
    let mut reader = Reader::new(&fields, lang);
    let login = reader.text("login", 254, ask_login(lang));
    if fields.raw("password").is_empty() {
        reader.errors.add("password", lang.pick("请输入密码。", "Type your password."));
    }
    let (Some(login), true) = (login, reader.errors.is_empty()) else {
        let page = page(&state, &visitor, &fields, reader.errors).await?;
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let outcome = try_password(&request, &state, login, fields.raw("password").to_owned()).await?;
    match outcome {
        Outcome::Done(signed_in) => welcome(&state, &visitor, signed_in, &way_back(&fields)).await,
        outcome => {
            let wrong = lang.pick(
                "手机号、邮箱或密码不对。再试一次，或用下面的办法登录。",
                "The phone number, e-mail address or password is not right. Try again, or sign in another way below.",
            );
            let (status, errors) = refused(&outcome, lang, ("password", wrong));
            let mut response = answer(status, page(&state, &visitor, &fields, errors).await?);
            retry_after(&mut response, &outcome);
            Ok(response)
        }
    }
}

async fn try_password(
    request: &HttpRequest,
    state: &State,
    login: String,
    typed: String,
) -> Result<Outcome<SignedIn>> {
    let (tokens, address, now) =
        (state.tokens.clone(), peer::address(request, &state.trusted_proxies), state.now());
    let begun = state
        .db
        .write(move |conn| signing_in::begin(conn, Caller { tokens: &tokens, address, now }, &login))
        .await?;
    let begun = match begun {
        Outcome::Done(begun) => begun,
        Outcome::Wrong => return Ok(Outcome::Wrong),
        Outcome::Wait(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let hash = begun.hash.clone();
    let fits = state.heavy(move || password::matches(&typed, hash.as_deref())).await?;
    let tokens = state.tokens.clone();
    state
        .db
        .write(move |conn| {
            signing_in::with_password(conn, Caller { tokens: &tokens, address, now }, begun, fits)
        })
        .await
}

async fn sign_out(state: Data<State>, visitor: Visitor) -> Result<HttpResponse> {
    if let (Some(person), Some(id)) = (&visitor.person, visitor.sign_in) {
        revoke(&state, person.id, id).await?;
    }
    let mut response = see_other("/");
    let _ = response.add_cookie(&cookie::no_sign_in(state.secure()));
    Ok(response)
}

/// Sets the cookie and leads on. Whoever was signed in by this browser before no longer is.
async fn welcome(state: &State, visitor: &Visitor, signed_in: SignedIn, back: &str) -> Result<HttpResponse> {
    if let (Some(person), Some(id)) = (&visitor.person, visitor.sign_in) {
        revoke(state, person.id, id).await?;
    }
    let mut response = see_other(&home(state, &signed_in.person, back).await?);
    let _ = response.add_cookie(&cookie::sign_in(signed_in.secret, state.secure()));
    Ok(response)
}

async fn revoke(state: &State, person: PersonId, id: SignInId) -> Result<bool> {
    let now = state.now();
    state.db.write(move |conn| sign_in::revoke(conn, person, id, now)).await
}

/// The page asked for, else where someone's work is.
async fn home(state: &State, person: &Person, back: &str) -> Result<String> {
    if !back.is_empty() {
        return Ok(back.to_owned());
    }
    let (id, operator) = (person.id, person.operator);
    let work = state.db.read(move |conn| {
        if !store::memberships(conn, id)?.is_empty() {
            return Ok("/staff");
        }
        if operator {
            return Ok("/operator/centres");
        }
        Ok(if store::led_troupes(conn, id)?.is_empty() { "/my/account" } else { "/my" })
    });
    Ok(work.await?.to_owned())
}

/// The page to go back to; empty when none was asked for, and never the sign-in page itself.
fn way_back(fields: &Fields) -> String {
    let back = local::path(Some(fields.get("back"))).unwrap_or_default();
    let sign_in = back == "/sign-in" || back.starts_with("/sign-in/") || back.starts_with("/sign-in?");
    if sign_in { String::new() } else { back.to_owned() }
}

async fn page(state: &State, visitor: &Visitor, fields: &Fields, errors: Errors) -> Result<Markup> {
    let centre = only_centre(state).await?;
    let frame = visitor.frame(centre.as_ref(), Tabs::None);
    let page = SignInPage {
        frame: &frame,
        login: fields.get("login"),
        email: fields.get("email"),
        back: &way_back(fields),
        mailing: state.mailing,
        errors: &errors,
    };
    Ok(page.render())
}

fn ask_login(lang: Lang) -> &'static str {
    lang.pick("请输入手机号或邮箱。", "Type your phone number or e-mail address.")
}

/// Status and complaint for a try that did not succeed.
fn refused<T>(outcome: &Outcome<T>, lang: Lang, wrong: (&str, &str)) -> (StatusCode, Errors) {
    let mut errors = Errors::default();
    match outcome {
        Outcome::Wait(seconds) => {
            errors.add("", too_many(lang, *seconds));
            (StatusCode::TOO_MANY_REQUESTS, errors)
        }
        _ => {
            errors.add(wrong.0, wrong.1);
            (StatusCode::UNPROCESSABLE_ENTITY, errors)
        }
    }
}

pub(super) fn too_many(lang: Lang, seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    if seconds <= 90 {
        lang.pick(
            format!("试的次数太多了，请等{seconds}秒再试。账号没有被锁。"),
            format!("Too many tries. Wait {seconds} seconds and try again. The account is not locked."),
        )
    } else {
        lang.pick(
            format!("这个网络试的次数太多了，请等{minutes}分钟再试。账号没有被锁。"),
            format!("Too many tries from this network. Wait {minutes} minutes and try again. The account is not locked."),
        )
    }
}

fn retry_after<T>(response: &mut HttpResponse, outcome: &Outcome<T>) {
    if let Outcome::Wait(seconds) = outcome {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(*seconds));
    }
}

fn answer(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string())
}
