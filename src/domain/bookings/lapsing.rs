//! A request that nobody decided before its start lapses.
//!
//! | | |
//! |---|---|
//! | from | *requested*, *waiting* or *offered*, its start come |
//! | to | *lapsed* |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | rows | booking, history; what an offer held is freed |
//! | letters | lapsed to the leaders |

use super::acting::{Acting, leaders, lock};
use super::{BookingId, State, letters, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker};

/// One centre's requests that are to lapse by now.
pub fn overdue(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<BookingId>> {
    store::overdue(conn, centre.id, centre.zone.wall(now))
}

/// Lets one overdue request lapse; false when it was decided meanwhile. Each has a transaction of its own: the
/// locks of several would not be taken in the order of the house.
pub fn lapse(conn: &mut Conn, centre: &Centre, id: BookingId, now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let seen = store::booked(conn, centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, centre.id, id)?;
    if seen.booking.state.is_over()
        || seen.booking.state == State::Approved
        || seen.booking.starts_at > centre.zone.wall(now)
    {
        return Ok(false);
    }
    let cause = acting.record(conn, "lapsed", &seen.booking, State::Lapsed, None)?;
    let lapsed = acting.move_to(conn, &seen, State::Lapsed, None)?;
    occupancy::free(conn, Taker::Booking(lapsed.booking.id))?;
    let people = leaders(conn, lapsed.booking.troupe_id)?;
    letters::tell(conn, &acting, cause, &lapsed, &people, letters::News::Lapsed)?;
    Ok(true)
}
