//! A troupe answers an offer: takes the slot that is kept for it, or lets the next in line have it.
//!
//! | | accept | decline |
//! |---|---|---|
//! | from | *offered*, its end not come | *offered* |
//! | to | *approved* | *withdrawn*: nothing is counted |
//! | locks | the booking's agreement, then its room's spaces by id | the same |
//! | checks | the offer stands by the clock; it is the version the link was made for | the same |
//! | rows | booking; the occupancy ends no more by itself; history; rivals become *waiting* | booking; occupancy freed; history; the next in line has its turn |
//! | letters | approved to the leaders, with a calendar file; conflict notices to rivals | declined to the leaders |

use super::acting::{Acting, leaders, lock};
use super::cancelling::Canceller;
use super::{Booked, BookingId, Decided, State, letters, losing, offering, running_out, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// What came of an answer to an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferAnswered {
    Done(Box<Booked>),
    /// There is no such offer any more: answered, or its end has come.
    Over(Decided),
}

/// Takes what is offered. `version`: that of the offer which is answered; `None` for whatever stands.
pub fn accept(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    version: Option<i32>,
    by: Canceller,
) -> Result<OfferAnswered> {
    let seen = match standing(conn, acting, id, version)? {
        Ok(seen) => seen,
        Err(over) => return Ok(OfferAnswered::Over(over)),
    };
    let booking = &seen.booking;
    let taker = Taker::Booking(id);
    let spaces = rooms::store::spaces(conn, seen.room.id)?;
    occupancy::free(conn, taker)?;
    let (span, turnaround) = (booking.span()?, booking.turnaround_minutes);
    match occupancy::take(conn, &spaces, span, turnaround, taker, None, acting.now)? {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("what was held for an offer is taken")),
    }
    let cause = acting.record(conn, "accepted", booking, State::Approved, None)?;
    let approved = acting.move_to(conn, &seen, State::Approved, None)?;
    let people = leaders(conn, booking.troupe_id)?;
    letters::approved(conn, &acting, cause, &approved, &people, urgency(by))?;
    losing::lose(conn, acting, std::slice::from_ref(&approved))?;
    Ok(OfferAnswered::Done(Box::new(approved)))
}

/// Lets the next in line have what is offered.
pub fn decline(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    version: Option<i32>,
    by: Canceller,
    reason: Option<&str>,
) -> Result<OfferAnswered> {
    let seen = match standing(conn, acting, id, version)? {
        Ok(seen) => seen,
        Err(over) => return Ok(OfferAnswered::Over(over)),
    };
    give_back(conn, acting, &seen, by, reason).map(|gone| OfferAnswered::Done(Box::new(gone)))
}

/// [`decline`] under the locks.
pub(super) fn give_back(
    conn: &mut Conn,
    acting: Acting,
    seen: &Booked,
    by: Canceller,
    reason: Option<&str>,
) -> Result<Booked> {
    let booking = &seen.booking;
    let cause = acting.record(conn, "declined", booking, State::Withdrawn, reason)?;
    let gone = acting.move_to(conn, seen, State::Withdrawn, reason)?;
    occupancy::free(conn, Taker::Booking(booking.id))?;
    let people = leaders(conn, booking.troupe_id)?;
    letters::declined(conn, &acting, cause, &gone, &people, urgency(by))?;
    offering::pass_on(conn, acting, &[booking.slot()?])?;
    Ok(gone)
}

fn urgency(by: Canceller) -> Urgency {
    if by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave }
}

/// The offer as it stands under its locks, or what became of it. One whose end has come ends now.
fn standing(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    version: Option<i32>,
) -> Result<Result<Booked, Decided>> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let by_itself = Acting { person: None, ..acting };
    let seen = store::booked(conn, acting.centre.id, id)?;
    let other = seen.booking.state != State::Offered
        || version.is_some_and(|version| version != seen.booking.version);
    if other || running_out::run_out(conn, by_itself, id)? {
        let now = store::find(conn, id)?;
        return Ok(Err(store::decided(conn, &now)?));
    }
    Ok(Ok(seen))
}
