//! A troupe gives a booking or a request up, or staff do it for the troupe (代办).
//!
//! | | |
//! |---|---|
//! | from | *requested* or *waiting* → *withdrawn*; *approved* → *cancelled*; an *offered* one is declined ([`accepting`]) |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | checks | not over; not begun |
//! | rows | booking; occupancy freed; history; the next in line has its turn ([`offering`]) |
//! | letters | cancelled to the leaders, with a calendar file that takes it out |

use super::acting::{Acting, leaders, lock};
use super::{Booked, BookingId, Decided, State, accepting, letters, offering, running_out, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::contact::Urgency;

/// Who gives it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canceller {
    /// A leader of the troupe: knows it already.
    Troupe,
    /// Staff, for the troupe: which must be told.
    Staff,
}

/// What came of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancelled {
    Done(Box<Booked>),
    /// It was over before.
    AlreadyOver(Decided),
    /// It has begun: what has been used cannot be given back.
    Begun,
}

/// Cancels a booking or takes back a request.
pub fn cancel(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    by: Canceller,
    reason: Option<&str>,
) -> Result<Cancelled> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, acting.centre.id, id)?;
    if seen.booking.state.is_over() {
        return Ok(Cancelled::AlreadyOver(store::decided(conn, &seen.booking)?));
    }
    if seen.booking.starts_at <= acting.centre.zone.wall(acting.now) {
        return Ok(Cancelled::Begun);
    }
    if seen.booking.state == State::Offered {
        let by_itself = Acting { person: None, ..acting };
        if running_out::run_out(conn, by_itself, id)? {
            let now = store::find(conn, id)?;
            return Ok(Cancelled::AlreadyOver(store::decided(conn, &now)?));
        }
        let gone = accepting::give_back(conn, acting, &seen, by, reason)?;
        return Ok(Cancelled::Done(Box::new(gone)));
    }
    let to = if seen.booking.state == State::Approved { State::Cancelled } else { State::Withdrawn };
    let cause = acting.record(conn, "cancelled", &seen.booking, to, reason)?;
    let gone = acting.move_to(conn, &seen, to, reason)?;
    let people = leaders(conn, gone.booking.troupe_id)?;
    let urgency = if by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave };
    letters::cancelled(conn, &acting, cause, &gone, &people, urgency)?;
    occupancy::free(conn, Taker::Booking(id))?;
    let booking = &gone.booking;
    if seen.booking.state != State::Waiting {
        offering::pass_on(conn, acting, &[booking.slot()?])?;
    }
    Ok(Cancelled::Done(Box::new(gone)))
}
