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
use super::{Booked, State, letters, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker};

/// Lets one centre's overdue requests lapse; returns how many did. Run as often as you like.
pub fn lapse(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<usize> {
    let acting = Acting { centre, person: None, now };
    let overdue = store::overdue(conn, centre.id, centre.zone.wall(now))?;
    for seen in &overdue {
        lapse_one(conn, acting, seen)?;
    }
    Ok(overdue.len())
}

fn lapse_one(conn: &mut Conn, acting: Acting, seen: &Booked) -> Result<()> {
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, acting.centre.id, seen.booking.id)?;
    if seen.booking.state.is_over() || seen.booking.state == State::Approved {
        return Ok(());
    }
    let cause = acting.record(conn, "lapsed", &seen.booking, State::Lapsed, None)?;
    let lapsed = acting.move_to(conn, &seen, State::Lapsed, None)?;
    occupancy::free(conn, Taker::Booking(lapsed.booking.id))?;
    let people = leaders(conn, lapsed.booking.troupe_id)?;
    letters::lapsed(conn, &acting, cause, &lapsed, &people)
}
