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

/// The operation of a link: `get` shows the booking behind it, `post` does what the link is for.
macro_rules! link {
    ($(#[$($doc:tt)*])* get $path:tt, $id:tt, $press:ident => $handler:ident) => {
        $(#[$($doc)*])*
        #[utoipa::path(
            get, path = $path, operation_id = $id, tag = "public",
            params(("token" = String, Path)),
            responses((status = OK, body = Pressed), (status = NOT_FOUND, body = Problem)),
            security(()),
        )]
        pub async fn $handler(
            state: web::Data<State>,
            _: Caller,
            token: web::Path<String>,
        ) -> Result<HttpResponse> {
            show(&state, Press::$press, &token).await
        }
    };
    ($(#[$($doc:tt)*])* post $path:tt, $id:tt, $press:ident => $handler:ident, or $dead:tt) => {
        $(#[$($doc)*])*
        #[utoipa::path(
            post, path = $path, operation_id = $id, tag = "public",
            params(("token" = String, Path)),
            responses(
                (status = OK, body = Pressed),
                (status = NOT_FOUND, body = Problem),
                (status = CONFLICT, description = $dead, body = Conflict),
            ),
            security(()),
        )]
        pub async fn $handler(
            state: web::Data<State>,
            caller: Caller,
            token: web::Path<String>,
        ) -> Result<HttpResponse> {
            act(&state, &caller, Press::$press, &token).await
        }
    };
}

link! {
    /// The offer that a letter's link takes.
    get "/offers/{token}", "show_offer", Accept => offer
}
link! {
    /// Takes the offer.
    post "/offers/{token}", "take_offer", Accept => taking, or "It has ended, or was answered before"
}
link! {
    /// Declines an offer, by the link for that; it goes to the next in line.
    post "/offers/{token}/declining", "decline_offer_by_link", Decline => declining, or "It has ended, or was answered before"
}
link! {
    /// The booking that a letter's link gives up.
    get "/given-up/{token}", "show_giving_up", GiveUp => given_up
}
link! {
    /// Gives the booking up.
    post "/given-up/{token}", "give_up", GiveUp => giving_up, or "It is over, has begun, or changed since the letter"
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
