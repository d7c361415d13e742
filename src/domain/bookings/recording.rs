//! Staff record a use that nobody booked (补录), so that it counts. Nobody is written to.
//!
//! | | |
//! |---|---|
//! | from | nothing |
//! | to | *approved* |
//! | locks | the agreement valid on the day of the use, then the room's spaces by id |
//! | checks | the key was not used before; it is over, for no longer than a year; nobody else was there |
//! | rows | booking with its occupancy, history |
//! | letters | none |

use chrono::Duration;

use super::acting::Acting;
use super::asking::Ask;
use super::store::{self, NewBooking};
use super::{Booking, Clash, State};
use crate::base::db::{Conn, again};
use crate::base::error::{Error, Result};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::{agreements, rooms};

/// What is longer ago is not recorded any more: its reports are out.
pub const REACH_DAYS: i64 = 366;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    Done(Booking),
    /// This very use was recorded before.
    Repeated(Booking),
    /// Somebody else is known to have been there.
    Taken(Vec<Clash>),
    /// It is not over: it can be booked.
    NotOver,
    TooLongAgo,
}

/// Records what was not asked for. [`Error::Again`] when the same key was used at the same moment, or the agreement
/// was changed meanwhile: run it anew.
pub fn record(conn: &mut Conn, acting: Acting, past: &Ask) -> Result<Recorded> {
    let by = acting.by()?;
    let wall = acting.centre.zone.wall(acting.now);
    let day = past.span.date();
    if past.span.end() > wall {
        return Ok(Recorded::NotOver);
    }
    if day < wall.date() - Duration::days(REACH_DAYS) {
        return Ok(Recorded::TooLongAgo);
    }
    let troupe = agreements::store::troupe(conn, acting.centre.id, past.troupe)?;
    let locked = agreements::store::lock_valid_on(conn, troupe.id, day)?;
    let spaces = occupancy::lock_rooms(conn, &[past.room])?;
    if let Some(first) = store::by_request_key(conn, by, &past.request_key)? {
        return Ok(Recorded::Repeated(first));
    }
    let room = rooms::store::room(conn, acting.centre.id, past.room)?;
    // Whoever came next came when they did, however long tidying takes.
    let turnaround = 0;
    let there = occupancy::clashing(conn, &spaces, past.span, turnaround, acting.now)?;
    if !there.is_empty() {
        return Ok(Recorded::Taken(store::clashes_for_staff(conn, &there)?));
    }
    let agreement = agreements::store::valid_on(conn, troupe.id, day)?.map(|one| one.id);
    if !locked.holds(agreement) {
        return Err(Error::Again);
    }
    let new = NewBooking {
        state: State::Approved,
        turnaround_minutes: turnaround,
        decided_at: Some(acting.now),
        ..NewBooking::of(&acting, by, past, &room, agreement)
    };
    let booking = store::insert(conn, new).map_err(again)?;
    let taker = Taker::Booking(booking.id);
    match occupancy::take(conn, &spaces, past.span, turnaround, taker, None, acting.now)? {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("a slot was taken between the check and the insert")),
    }
    acting.record(conn, "recorded", &booking, State::Approved, None)?;
    Ok(Recorded::Done(booking))
}
