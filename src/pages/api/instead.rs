//! `/bookings/{id}/alternatives`: what was offered in place of a request that lost its slot or was refused, or of a
//! booking that the centre took away; answered by its leader, or by staff for one who calls (代办).

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::alternatives::{AlternativeAnswer, answer_with, refused};
use super::bookings::Booking;
use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::bookings::answering::Answered;
use crate::domain::bookings::store;
use crate::domain::bookings::{AlternativeId, BookingId};
use crate::domain::rooms::RoomId;

/// A room and a time offered instead.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookingAlternative {
    pub id: AlternativeId,
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// Until when it is held; null where it is not: first come, first served.
    pub held_until: Option<DateTime<Utc>>,
    /// The booking it was taken as.
    pub taken_as: Option<BookingId>,
}

impl BookingAlternative {
    fn of(one: &store::OfferedAlternative, now: Instant) -> Self {
        Self {
            id: one.id,
            room: one.room_id,
            starts_at: WallTime(one.starts_at),
            ends_at: WallTime(one.ends_at),
            held_until: one.held_until.filter(|until| *until > now).map(Instant::utc),
            taken_as: one.taken_as,
        }
    }
}

/// What was offered instead of a booking. Each was checked when it was offered.
#[utoipa::path(
    get, path = "/bookings/{id}/alternatives", operation_id = "list_alternatives", tag = "bookings",
    params(("id" = BookingId, Path)),
    responses((status = OK, body = Vec<BookingAlternative>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
) -> Result<web::Json<Vec<BookingAlternative>>> {
    let (id, now) = (id.into_inner(), state.now());
    let found = state
        .db
        .read(move |conn| {
            known.may_see(conn, id)?;
            let offered = store::alternatives_of(conn, &[id])?;
            Ok(offered.iter().map(|one| BookingAlternative::of(one, now)).collect())
        })
        .await?;
    Ok(web::Json(found))
}

/// Takes one, or declines all that is held. A second answer returns what the first did.
#[utoipa::path(
    post, path = "/bookings/{id}/alternatives/{alternative}", operation_id = "answer_alternative_of_booking",
    tag = "bookings",
    params(("id" = BookingId, Path), ("alternative" = AlternativeId, Path)),
    request_body(content = Option<AlternativeAnswer>, description = "Left out: take it"),
    responses(
        (status = OK, description = "The booking that was taken; where all was declined, the one that was lost", body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has gone, or there is nothing left to answer", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn answer(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(BookingId, AlternativeId)>,
    Body(body): Body<AlternativeAnswer>,
) -> Result<HttpResponse> {
    let ((id, alternative), now, lang) = (path.into_inner(), state.now(), known.lang);
    let (answered, lost, today) = state
        .db
        .write_again(move |conn| {
            let (centre, lost) = known.may_see(conn, id)?;
            if store::alternative(conn, alternative)?.booking_id != id {
                return Err(Error::NotFound);
            }
            let answered = answer_with(conn, known.acting(&centre, now), alternative, body.answer)?;
            Ok((answered, lost, centre.zone.today(now)))
        })
        .await?;
    state.outbox.notify_one();
    Ok(match answered {
        Answered::Done(new) | Answered::AlreadyOver(Some(new)) => {
            HttpResponse::Ok().json(Booking::from(&new))
        }
        Answered::AlreadyOver(None) if body.answer.declines() => {
            HttpResponse::Ok().json(Booking::from(&lost.booking))
        }
        other => refused(lang, &other, today),
    })
}
