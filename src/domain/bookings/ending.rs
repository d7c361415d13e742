//! A running booking ends before its time: by a leader, or by staff for the troupe.
//!
//! | | |
//! |---|---|
//! | from | *approved*, begun, its end not come |
//! | to | *approved*, ended now: what was used counts, the rest does not |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | rows | booking, its end cut at this minute; occupancy cut, the turnaround after it; history with the old end; the next in line has the rest |
//! | letters | ended early to the leaders, with a calendar file of the next SEQUENCE |

use chrono::{Duration, Timelike};
use diesel::prelude::*;

use super::acting::{Acting, leaders, lock};
use super::cancelling::Canceller;
use super::{Booked, BookingId, Decided, Slot, State, letters, offering, store};
use crate::base::db::Conn;
use crate::base::db::schema::booking;
use crate::base::error::{Error, Result};
use crate::base::time::{Span, Wall};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Done(Box<Booked>),
    /// It has not begun: it can be cancelled.
    NotBegun,
    /// Its end has come, or it is no approved booking any more.
    Over(Decided),
}

/// Ends a running booking now, rounded up to the minute.
pub fn end_early(conn: &mut Conn, acting: Acting, id: BookingId, by: Canceller) -> Result<Ended> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, acting.centre.id, id)?;
    let booking = &seen.booking;
    let zone = acting.centre.zone;
    let now = zone.wall(acting.now);
    if booking.state == State::Approved && booking.starts_at > now {
        return Ok(Ended::NotBegun);
    }
    let end = whole_minute(now).max(booking.starts_at.plus(Duration::minutes(1)));
    if booking.state != State::Approved || end >= booking.ends_at {
        return Ok(Ended::Over(store::decided(conn, booking)?));
    }
    let (old_end, taker) = (booking.ends_at, Taker::Booking(id));
    let used = Span::new(booking.starts_at, end).map_err(Error::fault)?;
    let rest = Span::new(end, old_end).map_err(Error::fault)?;
    let spaces = rooms::store::spaces(conn, seen.room.id)?;
    occupancy::free(conn, taker)?;
    match occupancy::take(conn, &spaces, used, booking.turnaround_minutes, taker, None, acting.now)? {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("the part of a booking that was used is taken")),
    }
    let planned = old_end.iso().replace('T', " ");
    let cause = acting.record(conn, "ended_early", booking, State::Approved, Some(&planned))?;
    let cut = diesel::update(
        booking::table.filter(booking::id.eq(id)).filter(booking::version.eq(booking.version)),
    )
    .set((booking::ends_at.eq(end), booking::version.eq(booking.version + 1)))
    .execute(conn)?;
    if cut != 1 {
        return Err(Error::Again);
    }
    let ended = store::booked(conn, acting.centre.id, id)?;
    let people = leaders(conn, booking.troupe_id)?;
    let urgency = if by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave };
    letters::ended_early(conn, &acting, cause, &ended, old_end, &people, urgency)?;
    offering::pass_on(conn, acting, &[Slot { span: rest, ..booking.slot()? }])?;
    Ok(Ended::Done(Box::new(ended)))
}

fn whole_minute(at: Wall) -> Wall {
    let seconds = i64::from(at.naive().second());
    let nanos = i64::from(at.naive().nanosecond());
    if seconds == 0 && nanos == 0 {
        at
    } else {
        at.plus(Duration::seconds(60 - seconds) - Duration::nanoseconds(nanos))
    }
}
