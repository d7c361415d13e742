//! Staff refuse a request.
//!
//! | | |
//! |---|---|
//! | from | *requested* or *waiting*, in the version that the approver saw |
//! | to | *refused* |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | checks | undecided; there is a reason |
//! | rows | booking, history; what was held for it is freed, and the next in line has its turn; up to three alternatives |
//! | letters | refused, with the reason and what would work, to the leaders |

use super::acting::{Acting, leaders, lock};
use super::{Booked, BookingId, Decided, State, letters, losing, offering, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::occupancy::{self, Taker};

/// What came of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedBooking {
    Done(Box<Booked>),
    AlreadyDecided(Decided),
}

/// Refuses a request as it stood in `version`; `None` for whatever version it has.
pub fn refuse(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    version: Option<i32>,
    reason: &str,
) -> Result<RefusedBooking> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, acting.centre.id, id)?;
    let stale = version.is_some_and(|version| version != seen.booking.version);
    if !seen.booking.state.is_open() || stale {
        return Ok(RefusedBooking::AlreadyDecided(store::decided(conn, &seen.booking)?));
    }
    let cause = acting.record(conn, "refused", &seen.booking, State::Refused, Some(reason))?;
    let refused = acting.move_to(conn, &seen, State::Refused, Some(reason))?;
    occupancy::free(conn, Taker::Booking(id))?;
    let booking = &refused.booking;
    offering::pass_on(conn, acting, &[booking.slot()?])?;
    // Afterwards, so that nothing is offered that the next in line has just got.
    let offered = losing::offer_instead(conn, &acting, &refused)?;
    let people = leaders(conn, refused.booking.troupe_id)?;
    letters::refused(conn, &acting, cause, &refused, &people, &offered)?;
    Ok(RefusedBooking::Done(Box::new(refused)))
}
