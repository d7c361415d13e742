//! `/activities/{id}/registrations` and `/registrations/{token}`: a resident registers without an account; the token
//! that comes back is the permission to see, change, answer and cancel. Staff list; what else they do is in [`registration_acts`](super::registration_acts).

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::caller::{Caller, Known};
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use super::registration_conflict::{begun, late, not_changed, refused};
use super::registration_input::{NewRegistration, RegistrationChange, changes, wanted};
use super::registration_wire::{ListedRegistration, OwnRegistration};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::{State, peer};
use crate::domain::activities::{self, ActivityId};
use crate::domain::centres;
use crate::domain::people::throttle;
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::answering::{self, Answered};
use crate::domain::registrations::cancelling::{self, Cancelled};
use crate::domain::registrations::changing::{self, Changed};
use crate::domain::registrations::registering::{self, Registered};
use crate::domain::registrations::{Enrolled, RegistrationId, codes, store};

/// Registers somebody: at once, in line where all places are taken, or to be looked at by staff.
#[utoipa::path(
    post, path = "/activities/{id}/registrations", operation_id = "register", tag = "public",
    params(("id" = ActivityId, Path)),
    request_body = NewRegistration,
    responses(
        (status = OK, body = OwnRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not open, registered before, or the key belongs to another", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
        (status = TOO_MANY_REQUESTS, description = "Too many from this network", body = Problem),
    ),
    security((), ("bearer" = [])),
)]
pub async fn create(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<ActivityId>,
    Body(body): Body<NewRegistration>,
) -> Result<HttpResponse> {
    let (id, lang, now) = (id.into_inner(), caller.lang, state.now());
    let wanted = match wanted(lang, id, body) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let address = peer::address(&request, &state.trusted_proxies);
    let (tokens, person) = (state.tokens.clone(), caller.person.clone());
    let done = state
        .db
        .write_again(move |conn| {
            // Whoever has a token is known; only strangers are slowed.
            let address = address.filter(|_| person.is_none());
            let most = registering::MOST_FROM_ONE_NETWORK;
            if let Some(retry_after) = throttle::pace(conn, &tokens, "registration", address, most, now)? {
                return Ok(Err(retry_after));
            }
            let centre = activities::store::centre_of(conn, id)?;
            let centre = centres::store::by_id(conn, centre)?;
            // Staff who are signed in do it at the desk.
            let staff = match &person {
                Some(person) => {
                    let known = Known::load(conn, person.clone(), lang)?;
                    known.role_in(centre.id).map(|_| person.id)
                }
                None => None,
            };
            let acting = Acting { centre: &centre, person: staff, now };
            registering::register(conn, acting, &wanted).map(Ok)
        })
        .await?;
    match done {
        Err(retry_after) => Err(Error::TooMany { retry_after }),
        Ok(Registered::Done(one) | Registered::Repeated(one)) => own(&state, one.id()).await,
        Ok(Registered::Refused(why)) => Ok(refused(lang, why)),
    }
}

/// What the token is for.
#[utoipa::path(
    get, path = "/registrations/{token}", operation_id = "show_registration", tag = "public",
    params(("token" = String, Path)),
    responses((status = OK, body = OwnRegistration), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn show(state: web::Data<State>, _: Caller, token: web::Path<String>) -> Result<HttpResponse> {
    let id = act(&state, &token, |_, _, id| Ok(id)).await?;
    own(&state, id).await
}

/// Changes it. Another address makes another token: the answer has it.
#[utoipa::path(
    post, path = "/registrations/{token}", operation_id = "change_registration", tag = "public",
    params(("token" = String, Path)),
    request_body = RegistrationChange,
    responses(
        (status = OK, body = OwnRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is over, or there are not so many places", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn change(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
    Body(body): Body<RegistrationChange>,
) -> Result<HttpResponse> {
    let lang = caller.lang;
    let wanted = match changes(lang, body) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let done =
        act(&state, &token, move |conn, acting, id| changing::change(conn, acting, id, &wanted)).await?;
    match done {
        Changed::Done(one) | Changed::Already(one) => own(&state, one.id()).await,
        other => Ok(not_changed(lang, &other)),
    }
}

/// Takes what is offered.
#[utoipa::path(
    post, path = "/registrations/{token}/acceptance", operation_id = "accept_place", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = OwnRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
    ),
    security(()),
)]
pub async fn acceptance(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    match act(&state, &token, answering::accept).await? {
        Answered::Done(one) => own(&state, one.id()).await,
        Answered::Over(one) => Ok(late(caller.lang, &one)),
    }
}

/// Lets the next in line have what is offered.
#[utoipa::path(
    post, path = "/registrations/{token}/declining", operation_id = "decline_place", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = OwnRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
    ),
    security(()),
)]
pub async fn declining(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    match act(&state, &token, answering::decline).await? {
        Answered::Done(one) => own(&state, one.id()).await,
        Answered::Over(one) => Ok(late(caller.lang, &one)),
    }
}

/// Gives it up: the next in line has the place.
#[utoipa::path(
    post, path = "/registrations/{token}/cancellation", operation_id = "cancel_registration", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = OwnRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is over or has begun", body = Conflict),
    ),
    security(()),
)]
pub async fn cancellation(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    let done = act(&state, &token, |conn, acting, id| cancelling::cancel(conn, acting, id, None)).await?;
    match done {
        Cancelled::Done(one) => own(&state, one.id()).await,
        Cancelled::AlreadyOver(one) => Ok(late(caller.lang, &one)),
        Cancelled::Begun => Ok(begun(caller.lang)),
    }
}

/// Everybody who registered, the oldest first, with names and addresses: for staff of the centre.
#[utoipa::path(
    get, path = "/activities/{id}/registrations", operation_id = "list_registrations", tag = "staff",
    params(("id" = ActivityId, Path)),
    responses(
        (status = OK, body = Vec<ListedRegistration>),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<ActivityId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let listed = state
        .db
        .read(move |conn| {
            let centre = activities::store::centre_of(conn, id)?;
            known.role_in(centre).ok_or(Error::NotFound)?;
            let all = store::of_activity(conn, id)?;
            Ok(all.into_iter().map(ListedRegistration::from).collect::<Vec<_>>())
        })
        .await?;
    Ok(HttpResponse::Ok().json(listed))
}

/// Runs an act for whoever holds the token.
async fn act<T: Send + 'static>(
    state: &State,
    token: &str,
    run: impl Fn(&mut Conn, Acting, RegistrationId) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (id, version) = codes::verify(&state.tokens, token).ok_or(Error::NotFound)?;
    let now = state.now();
    let done = state
        .db
        .write_again(move |conn| {
            let seen = store::find(conn, id)?;
            if i64::from(seen.version) != version {
                return Err(Error::NotFound);
            }
            let centre = centres::store::by_id(conn, seen.centre_id)?;
            run(conn, Acting { centre: &centre, person: None, now }, id)
        })
        .await?;
    state.outbox.notify_one();
    Ok(done)
}

/// What its holder sees of it. Nobody keeps what a link shows.
async fn own(state: &State, id: RegistrationId) -> Result<HttpResponse> {
    state.outbox.notify_one();
    let (enrolled, place) = state
        .db
        .read(move |conn| {
            let enrolled: Enrolled = store::enrolled(conn, id)?;
            let line = store::line(conn, enrolled.registration.target())?;
            let place = line.iter().position(|one| one.id == id).map(|ahead| ahead + 1);
            Ok((enrolled, place))
        })
        .await?;
    let registration = &enrolled.registration;
    let token = codes::token(&state.tokens, registration);
    let code = codes::code(&state.tokens, registration);
    let mut response = HttpResponse::build(StatusCode::OK);
    response.insert_header(("Cache-Control", "no-store")).insert_header(("Referrer-Policy", "no-referrer"));
    Ok(response.json(OwnRegistration::of(&enrolled, place, token, code)))
}
