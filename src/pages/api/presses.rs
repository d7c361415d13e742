//! `/offers/{token}`, `/offers/{token}/declining`, `/given-up/{token}`: the links of letters as JSON. GET shows, POST
//! acts; the token is the permission, and nobody is named.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::problem::{Conflict, Problem};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::bookings::pressing::{self, Press};
use crate::domain::bookings::{BookingId, State as BookingState, store};
use crate::domain::centres;
use crate::domain::rooms::RoomId;

/// The booking behind a link.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pressed {
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    #[schema(inline)]
    pub status: BookingState,
    /// Until when an offer is kept.
    pub offered_until: Option<DateTime<Utc>>,
    /// The link can still do what it is for.
    pub lives: bool,
}

/// The offer that a letter's link takes.
#[utoipa::path(
    get, path = "/offers/{token}", operation_id = "show_offer", tag = "public",
    params(("token" = String, Path)),
    responses((status = OK, body = Pressed), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn show_offer(
    state: web::Data<State>,
    _: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    show(&state, Press::Accept, &token).await
}

/// Takes the offer.
#[utoipa::path(
    post, path = "/offers/{token}", operation_id = "take_offer", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = Pressed),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has ended, or was answered before", body = Conflict),
    ),
    security(()),
)]
pub async fn take_offer(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    act(&state, &caller, Press::Accept, &token).await
}

/// Declines an offer, by the link for that; it goes to the next in line.
#[utoipa::path(
    post, path = "/offers/{token}/declining", operation_id = "decline_offer_by_link", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = Pressed),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has ended, or was answered before", body = Conflict),
    ),
    security(()),
)]
pub async fn decline_offer(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    act(&state, &caller, Press::Decline, &token).await
}

/// The booking that a letter's link gives up.
#[utoipa::path(
    get, path = "/given-up/{token}", operation_id = "show_giving_up", tag = "public",
    params(("token" = String, Path)),
    responses((status = OK, body = Pressed), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn show_giving_up(
    state: web::Data<State>,
    _: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    show(&state, Press::GiveUp, &token).await
}

/// Gives the booking up.
#[utoipa::path(
    post, path = "/given-up/{token}", operation_id = "give_up", tag = "public",
    params(("token" = String, Path)),
    responses(
        (status = OK, body = Pressed),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is over, has begun, or changed since the letter", body = Conflict),
    ),
    security(()),
)]
pub async fn give_up(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    act(&state, &caller, Press::GiveUp, &token).await
}

async fn act(state: &State, caller: &Caller, press: Press, token: &str) -> Result<HttpResponse> {
    let ((id, version), now) = (verified(state, press, token)?, state.now());
    let done = state.db.write_again(move |conn| pressing::press(conn, press, id, version, now)).await?;
    state.outbox.notify_one();
    if done {
        return show(state, press, token).await;
    }
    Ok(Conflict::because(caller.lang.pick(
        "这个链接已经用过或者过期了，什么都没有改。",
        "This link was used before or has ended; nothing was changed.",
    )))
}

async fn show(state: &State, press: Press, token: &str) -> Result<HttpResponse> {
    let ((id, version), now) = (verified(state, press, token)?, state.now());
    let shown = state
        .db
        .read(move |conn| {
            let booking = store::find(conn, id)?;
            let centre = centres::store::by_id(conn, booking.centre_id)?;
            Ok(Pressed {
                room: booking.room_id,
                starts_at: WallTime(booking.starts_at),
                ends_at: WallTime(booking.ends_at),
                status: booking.state,
                offered_until: booking.offered_until.map(|at| at.utc()),
                lives: press.lives(&booking, version, &centre, now),
            })
        })
        .await?;
    // Nobody keeps what a link shows.
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Referrer-Policy", "no-referrer"))
        .json(shown))
}

fn verified(state: &State, press: Press, token: &str) -> Result<(BookingId, i32)> {
    let (id, version) = state.tokens.verify(press.purpose(), token).ok_or(Error::NotFound)?;
    Ok((BookingId(id), i32::try_from(version).map_err(|_| Error::NotFound)?))
}
