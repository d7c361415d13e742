//! `/bookings/{id}/changes` and `/changes/{id}/…`: another room, time or size for an approved booking.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asking::{checked_key, wrong_span};
use super::caller::Known;
use super::deciding::{Approval, Refusal, must_decide, reason, reason_needed};
use super::input::Body;
use super::problem::{Conflict, FieldProblem, Invalid, Problem, Taken};
use super::wire::{Alternative, WallTime};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{Instant, Span};
use crate::base::web::State;
use crate::domain::agreements::Gap;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::changing::deciding::{ChangeDecided, grant, refuse, withdraw};
use crate::domain::bookings::changing::{self, ChangeId, ChangeState, Changed, Settled, change, store};
use crate::domain::bookings::{Acting, Booked, BookingId, words};
use crate::domain::centres::{Centre, CentreId};
use crate::domain::rooms::{self, RoomId};

/// A wish to change an approved booking, which stays what it is until the wish is granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeRequest {
    pub id: ChangeId,
    pub booking: BookingId,
    #[schema(inline)]
    pub status: ChangeState,
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// How many people.
    pub size: i32,
    /// What the agreement does not cover about it.
    #[schema(inline)]
    pub exception: Option<Gap>,
    pub on_behalf: bool,
    pub requested_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
}

impl From<&changing::ChangeRequest> for ChangeRequest {
    fn from(one: &changing::ChangeRequest) -> Self {
        Self {
            id: one.id,
            booking: one.booking_id,
            status: one.state,
            room: one.room_id,
            starts_at: WallTime(one.starts_at),
            ends_at: WallTime(one.ends_at),
            size: one.size,
            exception: one.exception,
            on_behalf: one.on_behalf,
            requested_at: one.requested_at.utc(),
            decided_at: one.decided_at.map(Instant::utc),
            reason: one.reason.clone(),
        }
    }
}

/// What a booking should become.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChange {
    pub room: RoomId,
    pub starts_at: WallTime,
    /// On the same day.
    pub ends_at: WallTime,
    /// How many people.
    #[schema(minimum = 1, maximum = 10000)]
    pub size: i32,
    /// Chosen by the program, new for every wish: a retry with it creates nothing.
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
}

impl NewChange {
    fn checked(self, lang: Lang) -> Result<changing::Change, FieldProblem> {
        if !(1..=MOST_PEOPLE).contains(&self.size) {
            let words = lang.pick("请填1到10000。", "Write a number from 1 to 10000.");
            return Err(FieldProblem::new("size", words));
        }
        let span = Span::new(self.starts_at.0, self.ends_at.0)
            .map_err(|error| FieldProblem::new("ends_at", wrong_span(lang, error)))?;
        let request_key = checked_key(lang, self.request_key)?;
        Ok(changing::Change { room: self.room, span, size: self.size, request_key, on_behalf: false })
    }
}

/// All that was ever wished of a booking, oldest first.
#[utoipa::path(
    get, path = "/bookings/{id}/changes", operation_id = "list_changes", tag = "bookings",
    params(("id" = BookingId, Path)),
    responses((status = OK, body = Vec<ChangeRequest>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
) -> Result<web::Json<Vec<ChangeRequest>>> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            known.may_see(conn, id)?;
            Ok(store::of_booking(conn, id)?.iter().map(ChangeRequest::from).collect())
        })
        .await?;
    Ok(web::Json(found))
}

/// Asks to change an approved booking: as its leader, or as staff for the troupe.
///
/// Where the room is instant and the agreement covers it, it is changed at once; otherwise staff decide, and until
/// then the booking stands. It is checked as if the booking itself were not there.
#[utoipa::path(
    post, path = "/bookings/{id}/changes", operation_id = "ask_for_change", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body = NewChange,
    responses(
        (status = CREATED, description = "Granted, or to be decided: see its status", body = ChangeRequest),
        (status = OK, description = "This key was used before", body = ChangeRequest),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Taken; or not an approved booking to come, or another change of it waits", body = Taken),
        (status = UNPROCESSABLE_ENTITY, description = "A field is wrong, or a rule forbids it", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(new): Body<NewChange>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let wish = match new.checked(lang) {
        Ok(wish) => wish,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let (changed, latest, today) = state
        .db
        .write_again(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            if rooms::store::room(conn, centre.id, wish.room).is_err() {
                return Ok((None, None, centre.zone.today(now)));
            }
            let acting = known.acting(&centre, now);
            let on_behalf = !known.leads(booked.booking.troupe_id);
            let wish = changing::Change { on_behalf, ..wish.clone() };
            let changed = change(conn, acting, id, &wish)?;
            let latest = store::of_booking(conn, id)?.pop();
            Ok((Some(changed), latest, centre.zone.today(now)))
        })
        .await?;
    let Some(changed) = changed else {
        let words = lang.pick("这个中心没有这间。", "This centre has no such room.");
        return Ok(Invalid::field("room", words));
    };
    let conflict = |words: &str| Taken::because(words);
    Ok(match changed {
        Changed::Granted(_) | Changed::Received(_) => {
            state.outbox.notify_one();
            HttpResponse::Created().json(latest.as_ref().map(ChangeRequest::from))
        }
        Changed::Repeated(one) => HttpResponse::Ok().json(ChangeRequest::from(&one)),
        Changed::Nothing => {
            Invalid::field("starts_at", lang.pick("和现在一样，没有要改的。", "It is so already."))
        }
        Changed::Pending(_) => {
            conflict(lang.pick("已经有一个更改申请在审核。", "Another change of it is being decided."))
        }
        Changed::Begun => conflict(lang.pick("已经开始，不能再改。", "It has begun and cannot be changed.")),
        Changed::Over(decided) => {
            let state = decided.state.name(lang);
            conflict(&lang.pick(
                format!("只能改已批准的预约，现在是“{state}”。"),
                format!("Only approved bookings can be changed. It is: {state}."),
            ))
        }
        Changed::Taken { clashes, alternatives } => {
            Taken::response(lang, &clashes, Alternative::all(&alternatives))
        }
        Changed::Refused { refusal, alternatives } => {
            Invalid::refused(lang, &refusal, today, Alternative::all(&alternatives))
        }
    })
}

/// Grants a change: the booking becomes what was wished.
#[utoipa::path(
    post, path = "/changes/{id}/approval", operation_id = "approve_change", tag = "staff",
    params(("id" = ChangeId, Path)),
    request_body(content = Option<Approval>, description = "May be left out"),
    responses(
        (status = OK, body = ChangeRequest),
        (status = FORBIDDEN, description = "Not one who decides about this room", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before, or taken or shut by now", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "An exception takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn approval(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ChangeId>,
    Body(body): Body<Approval>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let why = match reason(lang, body.reason.as_deref()) {
        Ok(why) => why,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    decide(state, known, id.into_inner(), true, move |conn, acting, id| {
        grant(conn, acting, id, why.as_deref())
    })
    .await
}

/// Refuses a change; the reason is told, the booking stays what it is.
#[utoipa::path(
    post, path = "/changes/{id}/refusal", operation_id = "refuse_change", tag = "staff",
    params(("id" = ChangeId, Path)),
    request_body = Refusal,
    responses(
        (status = OK, body = ChangeRequest),
        (status = FORBIDDEN, description = "Not one who decides about this room", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "It takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn refusal(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ChangeId>,
    Body(body): Body<Refusal>,
) -> Result<HttpResponse> {
    let lang = known.lang;
    let why = match reason(lang, Some(&body.reason)) {
        Ok(Some(why)) => why,
        Ok(None) => return Ok(Invalid::response(vec![reason_needed(lang)], Vec::new())),
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    decide(state, known, id.into_inner(), true, move |conn, acting, id| refuse(conn, acting, id, &why)).await
}

/// Takes a change back: as the troupe's leader, or as staff for it.
#[utoipa::path(
    post, path = "/changes/{id}/withdrawal", operation_id = "withdraw_change", tag = "bookings",
    params(("id" = ChangeId, Path)),
    responses(
        (status = OK, body = ChangeRequest),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn withdrawal(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ChangeId>,
) -> Result<HttpResponse> {
    decide(state, known, id.into_inner(), false, withdraw).await
}

async fn decide(
    state: web::Data<State>,
    known: Known,
    id: ChangeId,
    by_deciders: bool,
    act: impl Fn(&mut Conn, Acting, ChangeId) -> Result<ChangeDecided> + Send + 'static,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let (decided, asked, settled, today) = state
        .db
        .write_again(move |conn| {
            let asked = store::find(conn, id)?;
            let (centre, booked): (Centre, Booked) = known.may_see(conn, asked.booking_id)?;
            let acting = known.acting(&centre, now);
            if by_deciders {
                let room = rooms::store::room(conn, centre.id, asked.room_id)?;
                must_decide(conn, &known, &acting, &Booked { room, ..booked })?;
            }
            let decided = act(conn, acting, id)?;
            let asked = store::find(conn, id)?;
            let settled = for_reader(&known, centre.id, store::settled(conn, &asked)?);
            Ok((decided, asked, settled, centre.zone.today(now)))
        })
        .await?;
    Ok(match decided {
        ChangeDecided::Done(_) => {
            state.outbox.notify_one();
            HttpResponse::Ok().json(ChangeRequest::from(&asked))
        }
        ChangeDecided::Already(_) => Conflict::settled(lang, settled),
        ChangeDecided::ReasonNeeded => Invalid::response(vec![reason_needed(lang)], Vec::new()),
        ChangeDecided::Taken(clashes) => Conflict::taken(lang, &clashes),
        ChangeDecided::Refused(refusal) => Conflict::because(&words::refusal(lang, &refusal, today)),
    })
}

/// Who settled a change is told to staff alone.
pub(super) fn for_reader(known: &Known, centre: CentreId, settled: Settled) -> Settled {
    Settled { by: settled.by.filter(|_| known.role_in(centre).is_some()), ..settled }
}
