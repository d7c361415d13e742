//! `/bookings/{id}/approval`, `/refusal`, `/cancellation`: a verb is a resource.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bookings::Booking;
use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, FieldProblem, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::bookings::approving::{self, Approved, Shown, approve};
use crate::domain::bookings::cancelling::{Cancelled, Canceller, cancel};
use crate::domain::bookings::refusing::{RefusedBooking, refuse};
use crate::domain::bookings::{self, Acting, Booked, BookingId, words};
use crate::domain::centres::Centre;

const LONGEST_REASON: usize = 500;

/// Why a request is granted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The version that was seen; left out, whatever it is now.
    pub version: Option<i32>,
    /// The requests that were seen to lose by it (409 when there are others by now); left out, whoever loses.
    pub losers: Option<Vec<BookingId>>,
    /// Needed where the agreement does not cover it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Why a request is not granted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    pub version: Option<i32>,
    /// The troupe reads it.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Why a booking is given up.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Approves a request. The requests that lose by it wait, and are told.
#[utoipa::path(
    post, path = "/bookings/{id}/approval", operation_id = "approve_booking", tag = "staff",
    params(("id" = BookingId, Path)),
    request_body(content = Option<Approval>, description = "May be left out"),
    responses(
        (status = OK, body = Booking),
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
    id: web::Path<BookingId>,
    Body(body): Body<Approval>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let reason = match reason(lang, body.reason.as_deref()) {
        Ok(reason) => reason,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let (outcome, today) = state
        .db
        .write_again(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            let acting = known.acting(&centre, now);
            must_decide(conn, &known, &acting, &booked)?;
            let shown = Shown { version: body.version, losers: body.losers.clone() };
            let outcome = approve(conn, acting, id, &shown, reason.as_deref())?;
            Ok((outcome, centre.zone.today(now)))
        })
        .await?;
    Ok(match outcome {
        Approved::Done(booked) => done(&state, &booked),
        Approved::AlreadyDecided(decided) => Conflict::decided(lang, decided),
        Approved::ReasonNeeded => Invalid::response(vec![reason_needed(lang)], Vec::new()),
        Approved::MoreWouldLose => Conflict::because(words::more_would_lose(lang)),
        Approved::Taken(clashes) => Conflict::taken(lang, &clashes),
        Approved::Refused(refusal) => Conflict::because(&words::refusal(lang, &refusal, today)),
        Approved::TooLateToOffer => Conflict::because(words::too_late_to_offer(lang)),
    })
}

/// Refuses a request; the reason is told.
#[utoipa::path(
    post, path = "/bookings/{id}/refusal", operation_id = "refuse_booking", tag = "staff",
    params(("id" = BookingId, Path)),
    request_body = Refusal,
    responses(
        (status = OK, body = Booking),
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
    id: web::Path<BookingId>,
    Body(body): Body<Refusal>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let reason = match reason(lang, Some(&body.reason)) {
        Ok(Some(reason)) => reason,
        Ok(None) => return Ok(Invalid::response(vec![reason_needed(lang)], Vec::new())),
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            let acting = known.acting(&centre, now);
            must_decide(conn, &known, &acting, &booked)?;
            refuse(conn, acting, id, body.version, &reason)
        })
        .await?;
    Ok(match outcome {
        RefusedBooking::Done(booked) => done(&state, &booked),
        RefusedBooking::AlreadyDecided(decided) => Conflict::decided(lang, decided),
    })
}

/// Cancels a booking or takes a request back: as its leader, or as staff for the troupe, which is told and reads
/// the reason that staff must give.
#[utoipa::path(
    post, path = "/bookings/{id}/cancellation", operation_id = "cancel_booking", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body(content = Option<Cancellation>, description = "May be left out by a leader; staff give a reason"),
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Over before, or begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn cancellation(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<Cancellation>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let reason = match reason(lang, body.reason.as_deref()) {
        Ok(reason) => reason,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let (centre, booked): (Centre, Booked) = known.may_see(conn, id)?;
            let leads = known.leads(booked.booking.troupe_id);
            let by = if leads { Canceller::Troupe } else { Canceller::Staff };
            if by == Canceller::Staff && reason.is_none() {
                return Ok(None);
            }
            let acting = known.acting(&centre, now);
            cancel(conn, acting, id, by, reason.as_deref()).map(Some)
        })
        .await?;
    let Some(outcome) = outcome else {
        return Ok(Invalid::response(vec![reason_needed(lang)], Vec::new()));
    };
    Ok(match outcome {
        Cancelled::Done(booked) => done(&state, &booked),
        Cancelled::AlreadyOver(decided) => Conflict::decided(lang, decided),
        Cancelled::Begun => Conflict::because(
            lang.pick("已经开始，不能再取消。", "It has begun and cannot be cancelled any more."),
        ),
    })
}

/// 403 for whoever may see a booking and not decide about it.
pub(super) fn must_decide(
    conn: &mut Conn,
    known: &Known,
    acting: &Acting,
    booked: &bookings::Booked,
) -> Result<()> {
    let role = known.role_in(acting.centre.id).ok_or(Error::Forbidden)?;
    if approving::may_decide(conn, acting, booked, role)? { Ok(()) } else { Err(Error::Forbidden) }
}

/// The reason without the space around it; none if nothing is left.
pub(super) fn reason(lang: Lang, reason: Option<&str>) -> Result<Option<String>, FieldProblem> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else { return Ok(None) };
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if reason.chars().count() > LONGEST_REASON {
        Err(FieldProblem::new("reason", lang.pick("最多500个字。", "At most 500 characters.")))
    } else if reason.chars().any(odd) {
        let message = lang.pick("这里有看不见的字符。", "There are invisible characters here.");
        Err(FieldProblem::new("reason", message))
    } else {
        Ok(Some(reason.to_owned()))
    }
}

pub(super) fn reason_needed(lang: Lang) -> FieldProblem {
    FieldProblem::new("reason", lang.pick("请写理由。", "Give a reason."))
}

pub(super) fn done(state: &State, booked: &Booked) -> HttpResponse {
    state.outbox.notify_one();
    HttpResponse::Ok().json(Booking::from(&booked.booking))
}
