//! `/my/account`: one's language, password, and where one is signed in.

mod view;

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use self::view::{AccountPage, Place};
use super::see_other;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Zone;
use crate::base::web::form::{Errors, Fields, Query};
use crate::base::web::{State, cookie, peer};
use crate::domain::centres;
use crate::domain::people::signing_in::{self, Caller, Outcome};
use crate::domain::people::{Login, Person, SignInId, password, sign_in, store};
use crate::pages::parts::door::Member;
use crate::pages::parts::{Tab, Tabs, look};

const HERE: &str = "/my/account";

pub fn routes(config: &mut ServiceConfig) {
    config
        .route(HERE, web::get().to(show))
        .route("/my/account/language", web::post().to(change_language))
        .route("/my/account/password", web::post().to(change_password))
        .route("/my/account/sign-ins/{id}/revocation", web::post().to(revoke));
}

async fn show(state: Data<State>, member: Member, query: Query) -> Result<HttpResponse> {
    page(&state, &member, query.0.get("saved"), StatusCode::OK, &Errors::default()).await
}

async fn change_language(
    request: HttpRequest,
    state: Data<State>,
    member: Member,
    fields: Fields,
) -> Result<HttpResponse> {
    let lang =
        Lang::from_word(fields.get("lang")).ok_or_else(|| Error::BadRequest("no such language".into()))?;
    let id = member.person.id;
    state.db.write(move |conn| store::set_lang(conn, id, lang)).await?;
    let mut kept = request.cookie(cookie::LOOK).map(|cookie| look::read(cookie.value())).unwrap_or_default();
    kept.lang = Some(lang);
    let mut response = see_other("/my/account?saved=language");
    let _ = response.add_cookie(&cookie::look(look::words(kept), state.secure()));
    Ok(response)
}

async fn change_password(
    request: HttpRequest,
    state: Data<State>,
    member: Member,
    fields: Fields,
) -> Result<HttpResponse> {
    let lang = member.visitor.lang();
    let mut errors = Errors::default();
    if let Some(complaint) = password::complaint(fields.raw("new"), lang) {
        errors.add("new", complaint);
    }
    if !errors.is_empty() {
        return page(&state, &member, "", StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    match try_change(&request, &state, &member, &fields).await? {
        Outcome::Done(()) => Ok(see_other("/my/account?saved=password")),
        Outcome::Wrong => {
            errors.add("old", lang.pick("现在的密码不对。", "The present password is not right."));
            page(&state, &member, "", StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Outcome::Wait(seconds) => {
            errors.add("old", super::sign_in::too_many(lang, seconds));
            let mut response = page(&state, &member, "", StatusCode::TOO_MANY_REQUESTS, &errors).await?;
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
            Ok(response)
        }
    }
}

/// A password is asked for before it is changed, and guessing it here is as slow as at the door.
async fn try_change(
    request: &HttpRequest,
    state: &State,
    member: &Member,
    fields: &Fields,
) -> Result<Outcome<()>> {
    let (tokens, address, now) =
        (state.tokens.clone(), peer::address(request, &state.trusted_proxies), state.now());
    let login = login_of(&member.person);
    let begun = state
        .db
        .write(move |conn| signing_in::begin(conn, Caller { tokens: &tokens, address, now }, &login))
        .await?;
    let begun = match begun {
        Outcome::Done(begun) => begun,
        Outcome::Wrong => return Ok(Outcome::Wrong),
        Outcome::Wait(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let (kept, old, new) = (begun.hash.clone(), fields.raw("old").to_owned(), fields.raw("new").to_owned());
    let hash = state
        .heavy(move || {
            // Whoever came in by a link or a code and never had a password sets the first one.
            let fits = kept.is_none() || password::matches(&old, kept.as_deref());
            fits.then(|| password::hash(&new)).transpose()
        })
        .await??;
    let Some(hash) = hash else { return Ok(Outcome::Wrong) };
    let (id, stays) = (member.person.id, member.visitor.sign_in);
    state
        .db
        .write(move |conn| {
            signing_in::forgive(conn, &begun)?;
            signing_in::change_password(conn, id, &hash, Some(id), stays, now)
        })
        .await?;
    Ok(Outcome::Done(()))
}

async fn revoke(state: Data<State>, member: Member, id: Path<i64>) -> Result<HttpResponse> {
    let (person, id, now) = (member.person.id, SignInId(*id), state.now());
    if state.db.write(move |conn| sign_in::revoke(conn, person, id, now)).await? {
        Ok(see_other("/my/account?saved=revoked"))
    } else {
        Err(Error::NotFound)
    }
}

async fn page(
    state: &State,
    member: &Member,
    saved: &str,
    status: StatusCode,
    errors: &Errors,
) -> Result<HttpResponse> {
    let (person, now) = (member.person.clone(), state.now());
    let id = person.id;
    let (centre, staff, sign_ins, has_password) = state
        .db
        .read(move |conn| {
            let works_at = store::memberships(conn, id)?.first().map(|membership| membership.centre);
            let leads_at = store::led_troupes(conn, id)?.first().map(|troupe| troupe.centre_id);
            let centre = match works_at.or(leads_at) {
                Some(centre) => Some(centres::store::by_id(conn, centre)?),
                None => centres::store::only(conn)?,
            };
            let has_password = store::password_hash(conn, id)?.is_some();
            Ok((centre, works_at.is_some(), sign_in::list(conn, id, now)?, has_password))
        })
        .await?;
    let zone = centre.as_ref().map(|centre| centre.zone).or_else(|| Zone::named("UTC"));
    let zone = zone.ok_or_else(|| Error::fault("there is no UTC"))?;
    let tabs = match &centre {
        Some(centre) if !staff => Tabs::Public { base: centre.href(), current: Some(Tab::Mine) },
        _ => Tabs::None,
    };
    let mut frame = member.visitor.frame(centre.as_ref(), tabs);
    if status != StatusCode::OK {
        frame.path = HERE.to_owned();
    }
    let place = |entry: &sign_in::SignIn| Place {
        id: entry.id.0,
        since: zone.wall(entry.created_at),
        seen: zone.wall(entry.seen_at),
        here: Some(entry.id) == member.visitor.sign_in,
    };
    let mut places: Vec<_> = sign_ins.iter().map(place).collect();
    places.sort_by_key(|place| !place.here);
    let page = AccountPage {
        frame: &frame,
        name: &member.person.name,
        login: &login_of(&member.person),
        lang: member.person.lang,
        today: zone.today(now),
        staff,
        has_password,
        places,
        saved,
        errors,
    };
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.render().into_string()))
}

/// What a person signs in with: the phone number if there is one, for that is what people remember.
fn login_of(person: &Person) -> String {
    let login = person.phone.as_deref().or(person.email.as_deref()).unwrap_or_default();
    Login::parse(login).map_or_else(String::new, |login| login.as_str().to_owned())
}
