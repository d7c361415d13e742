//! What time ends: a request that nobody decided before its start, an offer that nobody took, the hold for a request
//! that staff did not decide.
//!
//! | | open at its start | an offer's end | a hold's end |
//! |---|---|---|---|
//! | from | *requested*, *waiting* or *offered* | *offered* | *requested*, kept a slot |
//! | to | *lapsed* | *lapsed* | *requested*, kept none |
//! | locks | the booking's agreement, then its room's spaces by id | the same | the same |
//! | rows | booking, history; what was held is freed | and the next in line has its turn | the same |
//! | letters | lapsed to the leaders | offer expired to the leaders | those of [`offering`] |

use super::acting::{Acting, leaders, lock};
use super::{BookingId, State, letters, running_out, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker};

/// One centre's bookings that time has ended something about.
pub fn overdue(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<BookingId>> {
    store::overdue(conn, centre.id, centre.zone.wall(now), now)
}

/// Ends what is to end about one booking; false when it was decided meanwhile. Each has a transaction of its own: the
/// locks of several would not be taken in the order of the house.
pub fn lapse(conn: &mut Conn, centre: &Centre, id: BookingId, now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let seen = store::booked(conn, centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, centre.id, id)?;
    if seen.booking.state.is_over() || seen.booking.state == State::Approved {
        return Ok(false);
    }
    if seen.booking.starts_at > centre.zone.wall(now) {
        return running_out::run_out(conn, acting, id);
    }
    let cause = acting.record(conn, "lapsed", &seen.booking, State::Lapsed, None)?;
    let lapsed = acting.move_to(conn, &seen, State::Lapsed, None)?;
    occupancy::free(conn, Taker::Booking(lapsed.booking.id))?;
    let people = leaders(conn, lapsed.booking.troupe_id)?;
    letters::tell(conn, &acting, cause, &lapsed, &people, letters::News::Lapsed)?;
    Ok(true)
}
