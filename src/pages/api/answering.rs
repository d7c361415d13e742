//! `/bookings/{id}/acceptance`, `/declining`, `/ending`: what a troupe does besides asking and cancelling, itself or
//! by staff.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bookings::Booking;
use super::caller::Known;
use super::deciding::done;
use super::input::Body;
use super::problem::{Conflict, Problem};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::domain::bookings::accepting::{OfferAnswered, accept, decline};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::ending::{Ended, end_early};
use crate::domain::bookings::{Acting, Booked, BookingId};

/// An answer to an offer.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferAnswer {
    /// The version of the offer that was seen; left out, whatever stands now.
    pub version: Option<i32>,
}

/// Takes what is offered: it is approved at once.
#[utoipa::path(
    post, path = "/bookings/{id}/acceptance", operation_id = "accept_offer", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body(content = Option<OfferAnswer>, description = "May be left out"),
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = super::problem::Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn acceptance(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<OfferAnswer>,
) -> Result<HttpResponse> {
    answer(state, known, id.into_inner(), move |conn, acting, id, by| {
        accept(conn, acting, id, body.version, by)
    })
    .await
}

/// Declines what is offered: the next in line has it, and nothing is counted.
#[utoipa::path(
    post, path = "/bookings/{id}/declining", operation_id = "decline_offer", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body(content = Option<OfferAnswer>, description = "May be left out"),
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There is no such offer any more", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = super::problem::Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn declining(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<OfferAnswer>,
) -> Result<HttpResponse> {
    answer(state, known, id.into_inner(), move |conn, acting, id, by| {
        decline(conn, acting, id, body.version, by, None)
    })
    .await
}

async fn answer(
    state: web::Data<State>,
    known: Known,
    id: BookingId,
    act: impl Fn(&mut Conn, Acting, BookingId, Canceller) -> Result<OfferAnswered> + Send + 'static,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let answered = state
        .db
        .write_again(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            let acting = known.acting(&centre, now);
            act(conn, acting, id, by(&known, &booked))
        })
        .await?;
    // An offer that is found to have ended is passed on.
    state.outbox.notify_one();
    Ok(match answered {
        OfferAnswered::Done(booked) => done(&state, &booked),
        OfferAnswered::Over(decided) => Conflict::decided(lang, decided),
    })
}

/// Ends a running booking now: what was used counts, the rest is free.
#[utoipa::path(
    post, path = "/bookings/{id}/ending", operation_id = "end_booking_early", tag = "bookings",
    params(("id" = BookingId, Path)),
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has not begun, or is over", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn ending(state: web::Data<State>, known: Known, id: web::Path<BookingId>) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let ended = state
        .db
        .write_again(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            let acting = known.acting(&centre, now);
            end_early(conn, acting, id, by(&known, &booked))
        })
        .await?;
    Ok(match ended {
        Ended::Done(booked) => done(&state, &booked),
        Ended::NotBegun => {
            Conflict::because(lang.pick("还没有开始，可以取消。", "It has not begun: it can be cancelled."))
        }
        Ended::Over(decided) => Conflict::decided(lang, decided),
    })
}

/// As the troupe's leader, or as staff for it.
pub(super) fn by(known: &Known, booked: &Booked) -> Canceller {
    if known.leads(booked.booking.troupe_id) { Canceller::Troupe } else { Canceller::Staff }
}
