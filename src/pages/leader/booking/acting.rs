//! What a leader does to a booking besides cancelling it: answers an offer, ends it early, takes a change back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::view::Over;
use super::{booked, page, too_late};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::Fields;
use crate::domain::bookings::accepting::{OfferAnswered, accept, decline};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::changing::deciding::{ChangeDecided, withdraw};
use crate::domain::bookings::changing::store::open_of;
use crate::domain::bookings::ending::{Ended, end_early};
use crate::domain::bookings::{Acting, BookingId, store};
use crate::pages::leader::{At, see_other};
use crate::pages::parts::door::Leader;

/// `POST …/acceptance`
pub async fn acceptance(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let version = version(&fields);
    let act = move |conn: &mut Conn, acting: Acting, id| accept(conn, acting, id, version, Canceller::Troupe);
    answer(&state, &leader, &id, act).await
}

/// `POST …/declining`
pub async fn declining(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let version = version(&fields);
    let act = move |conn: &mut Conn, acting: Acting, id| {
        decline(conn, acting, id, version, Canceller::Troupe, None)
    };
    answer(&state, &leader, &id, act).await
}

/// The version of the offer that the person saw.
fn version(fields: &Fields) -> Option<i32> {
    fields.get("version").parse().ok()
}

async fn answer(
    state: &State,
    leader: &Leader,
    id: &str,
    act: impl Fn(&mut Conn, Acting, BookingId) -> Result<OfferAnswered> + Send + 'static,
) -> Result<HttpResponse> {
    let (at, booking) = whose(state, leader, id).await?;
    let person = Some(leader.person.id);
    let answered = state
        .db
        .write_again(move |conn| act(conn, Acting { centre: &at.centre, person, now: at.now }, booking))
        .await?;
    state.outbox.notify_one();
    match answered {
        OfferAnswered::Done(_) => Ok(see_other(&format!("/my/bookings/{booking}"))),
        OfferAnswered::Over(decided) => too_late(state, leader, id, Over::Already(decided)).await,
    }
}

/// `POST …/ending`
pub async fn ending(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booking) = whose(&state, &leader, &id).await?;
    let person = Some(leader.person.id);
    let ended = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &at.centre, person, now: at.now };
            end_early(conn, acting, booking, Canceller::Troupe)
        })
        .await?;
    match ended {
        Ended::Done(_) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/bookings/{booking}")))
        }
        Ended::NotBegun => too_late(&state, &leader, &id, Over::NotBegun).await,
        Ended::Over(decided) => too_late(&state, &leader, &id, Over::Already(decided)).await,
    }
}

/// `POST …/change/withdrawal`
pub async fn change_withdrawal(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booking) = whose(&state, &leader, &id).await?;
    let person = Some(leader.person.id);
    let done = state
        .db
        .write_again(move |conn| match open_of(conn, booking)? {
            Some(open) => {
                let acting = Acting { centre: &at.centre, person, now: at.now };
                Ok(matches!(withdraw(conn, acting, open.id)?, ChangeDecided::Done(_)))
            }
            None => Ok(false),
        })
        .await?;
    match done {
        true => Ok(see_other(&format!("/my/bookings/{booking}"))),
        false => {
            let (at, seen) = booked(&state, &leader, &id).await?;
            let decided = seen.booking.clone();
            let decided = state.db.read(move |conn| store::decided(conn, &decided)).await?;
            page(&state, &leader, at, seen, Some(Over::Already(decided))).await
        }
    }
}

async fn whose(state: &State, leader: &Leader, id: &str) -> Result<(At, BookingId)> {
    let (at, seen) = booked(state, leader, id).await?;
    Ok((at, seen.booking.id))
}
