//! `/activities/{activity}/registrations/{id}/…`: what staff do with a registration for somebody who calls or stands at
//! the desk. Whoever registered does the same by their token.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, FieldProblem, Invalid, Problem};
use super::registration_conflict::{begun, late, not_changed};
use super::registration_input::{RegistrationChange, changes};
use super::registration_wire::ListedRegistration;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::activities::ActivityId;
use crate::domain::centres;
use crate::domain::people::Role;
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::answering::{self, Answered};
use crate::domain::registrations::cancelling::{self, Cancelled};
use crate::domain::registrations::changing::{self, Changed};
use crate::domain::registrations::deciding::{self, Decided};
use crate::domain::registrations::{Enrolled, RegistrationId, erasing, store};

type Ids = web::Path<(ActivityId, RegistrationId)>;

const LONGEST_REASON: usize = 200;

/// Why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationReason {
    #[schema(min_length = 1, max_length = 200)]
    pub reason: String,
}

/// Why, where there is something to say.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationEnd {
    /// Whoever registered is told.
    #[schema(max_length = 200)]
    pub reason: Option<String>,
}

/// Lets somebody in who was to be looked at; in line where there are no places.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/confirmation", operation_id = "confirm_registration",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    responses(
        (status = OK, body = ListedRegistration),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn confirmation(state: web::Data<State>, known: Known, ids: Ids) -> Result<HttpResponse> {
    let lang = known.lang;
    Ok(decided(lang, act(&state, known, ids.into_inner(), Role::Approver, deciding::confirm).await?))
}

/// Refuses somebody; the reason is told.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/refusal", operation_id = "refuse_registration",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    request_body = RegistrationReason,
    responses(
        (status = OK, body = ListedRegistration),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "It takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn refusal(
    state: web::Data<State>,
    known: Known,
    ids: Ids,
    Body(body): Body<RegistrationReason>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let reason = match reason(lang, &body.reason) {
        Ok(reason) => reason,
        Err(wrong) => return Ok(Invalid::response(vec![wrong], Vec::new())),
    };
    let refuse = move |conn: &mut Conn, acting: Acting, id| deciding::refuse(conn, acting, id, &reason);
    Ok(decided(lang, act(&state, known, ids.into_inner(), Role::Approver, refuse).await?))
}

/// Changes it for somebody.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}", operation_id = "change_registration_for",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    request_body = RegistrationChange,
    responses(
        (status = OK, body = ListedRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is over, or there are not so many places", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn change(
    state: web::Data<State>,
    known: Known,
    ids: Ids,
    Body(body): Body<RegistrationChange>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let wanted = match changes(lang, body) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let run = move |conn: &mut Conn, acting: Acting, id| changing::change(conn, acting, id, &wanted);
    Ok(match act(&state, known, ids.into_inner(), Role::Desk, run).await? {
        Changed::Done(one) | Changed::Already(one) => listed(*one),
        other => not_changed(lang, &other),
    })
}

/// Takes what is offered, for somebody.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/acceptance", operation_id = "accept_place_for",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    responses(
        (status = OK, body = ListedRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn acceptance(state: web::Data<State>, known: Known, ids: Ids) -> Result<HttpResponse> {
    let lang = known.lang;
    let done = act(&state, known, ids.into_inner(), Role::Desk, answering::accept).await?;
    Ok(answered(lang, done))
}

/// Lets the next in line have what is offered, for somebody.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/declining", operation_id = "decline_place_for",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    responses(
        (status = OK, body = ListedRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn declining(state: web::Data<State>, known: Known, ids: Ids) -> Result<HttpResponse> {
    let lang = known.lang;
    let done = act(&state, known, ids.into_inner(), Role::Desk, answering::decline).await?;
    Ok(answered(lang, done))
}

/// Cancels it for somebody, who is told.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/cancellation", operation_id = "cancel_registration_for",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    request_body = RegistrationEnd,
    responses(
        (status = OK, body = ListedRegistration),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is over or has begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn cancellation(
    state: web::Data<State>,
    known: Known,
    ids: Ids,
    Body(body): Body<RegistrationEnd>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let why = match body.reason.filter(|typed| !typed.trim().is_empty()) {
        None => None,
        Some(typed) => match reason(lang, &typed) {
            Ok(reason) => Some(reason),
            Err(wrong) => return Ok(Invalid::response(vec![wrong], Vec::new())),
        },
    };
    let run = move |conn: &mut Conn, acting: Acting, id| cancelling::cancel(conn, acting, id, why.as_deref());
    Ok(match act(&state, known, ids.into_inner(), Role::Desk, run).await? {
        Cancelled::Done(one) => listed(*one),
        Cancelled::AlreadyOver(one) => late(lang, &one),
        Cancelled::Begun => begun(lang),
    })
}

/// Puts somebody first in line, for a reason that is kept.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/moving-up", operation_id = "move_registration_up",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    request_body = RegistrationReason,
    responses(
        (status = OK, body = ListedRegistration),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It does not wait", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "It takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn moving_up(
    state: web::Data<State>,
    known: Known,
    ids: Ids,
    Body(body): Body<RegistrationReason>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let why = match reason(lang, &body.reason) {
        Ok(reason) => reason,
        Err(wrong) => return Ok(Invalid::response(vec![wrong], Vec::new())),
    };
    let run = move |conn: &mut Conn, acting: Acting, id| deciding::move_up(conn, acting, id, &why);
    Ok(decided(lang, act(&state, known, ids.into_inner(), Role::Approver, run).await?))
}

/// Erases what is known of somebody; the registration ends with it.
#[utoipa::path(
    post, path = "/activities/{activity}/registrations/{id}/erasure", operation_id = "erase_registration",
    tag = "staff",
    params(("activity" = ActivityId, Path), ("id" = RegistrationId, Path)),
    responses((status = OK, body = ListedRegistration), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn erasure(state: web::Data<State>, known: Known, ids: Ids) -> Result<HttpResponse> {
    let run = |conn: &mut Conn, acting: Acting, id| {
        erasing::erase(conn, acting, id)?;
        store::enrolled(conn, id)
    };
    act(&state, known, ids.into_inner(), Role::Desk, run).await.map(listed)
}

fn listed(one: Enrolled) -> HttpResponse {
    HttpResponse::Ok().json(ListedRegistration::from(one.registration))
}

fn decided(lang: Lang, done: Decided) -> HttpResponse {
    match done {
        Decided::Done(one) => listed(*one),
        Decided::Late(one) => late(lang, &one),
    }
}

fn answered(lang: Lang, done: Answered) -> HttpResponse {
    match done {
        Answered::Done(one) => listed(*one),
        Answered::Over(one) => late(lang, &one),
    }
}

/// Runs an act for staff of the centre, of this role at least.
pub(super) async fn act<T: Send + 'static>(
    state: &State,
    known: Known,
    (activity, id): (ActivityId, RegistrationId),
    least: Role,
    run: impl Fn(&mut Conn, Acting, RegistrationId) -> Result<T> + Send + 'static,
) -> Result<T> {
    let now = state.now();
    let done = state
        .db
        .write_again(move |conn| {
            let seen = store::find(conn, id)?;
            let role = known.role_in(seen.centre_id).ok_or(Error::NotFound)?;
            if seen.activity_id != activity {
                return Err(Error::NotFound);
            }
            if role < least {
                return Err(Error::Forbidden);
            }
            let centre = centres::store::by_id(conn, seen.centre_id)?;
            run(conn, known.acting(&centre, now), id)
        })
        .await?;
    state.outbox.notify_one();
    Ok(done)
}

/// A reason as it is kept, or what is wrong with it.
fn reason(lang: Lang, typed: &str) -> Result<String, FieldProblem> {
    let reason = typed.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let words = lang.pick("请写为什么，最多200字。", "Write why, in at most 200 characters.");
        return Err(FieldProblem::new("reason", words));
    }
    Ok(reason.to_owned())
}
