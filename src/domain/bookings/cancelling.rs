//! A troupe gives a booking or a request up, or staff do it for the troupe (代办).
//!
//! | | |
//! |---|---|
//! | from | *requested* or *waiting* → *withdrawn*; *approved* or *offered* → *cancelled* |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | checks | not over; not begun |
//! | rows | booking; occupancy freed; history; the first in line for the slot is put before staff |
//! | letters | cancelled to the leaders, with a calendar file that takes it out; to staff when a request in line comes before them |

use super::acting::{Acting, deciders_of, leaders, lock};
use super::{Booked, BookingId, Decided, State, letters, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Span;
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

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
    let occupied = seen.booking.state.occupies();
    let to = if occupied { State::Cancelled } else { State::Withdrawn };
    let cause = acting.record(conn, "cancelled", &seen.booking, to, reason)?;
    let gone = acting.move_to(conn, &seen, to, reason)?;
    let people = leaders(conn, gone.booking.troupe_id)?;
    let urgency = if by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave };
    letters::cancelled(conn, &acting, cause, &gone, &people, urgency)?;
    if occupied {
        occupancy::free(conn, Taker::Booking(id))?;
        put_next_before_staff(conn, acting, &gone)?;
    }
    Ok(Cancelled::Done(Box::new(gone)))
}

/// The first in line whose slot is free again is put before staff; never a silent approval. Those behind it in
/// the same line go on waiting; those in another, for another part of the freed time, do not.
fn put_next_before_staff(conn: &mut Conn, acting: Acting, gone: &Booked) -> Result<()> {
    let booking = &gone.booking;
    let now = acting.centre.zone.wall(acting.now);
    let mut lines: Vec<Span> = Vec::new();
    for next in store::rivals(conn, booking.room_id, booking.span()?, booking.turnaround_minutes)? {
        let span = next.booking.span()?;
        let first = !lines.iter().any(|before| before.overlaps(span));
        if next.booking.state != State::Waiting || next.booking.starts_at <= now || !first {
            continue;
        }
        let spaces = rooms::store::spaces(conn, next.room.id)?;
        if !occupancy::clashing(conn, &spaces, span, next.booking.turnaround_minutes, acting.now)?.is_empty()
        {
            continue;
        }
        let cause = acting.record(conn, "freed", &next.booking, State::Requested, None)?;
        let next = acting.move_to(conn, &next, State::Requested, None)?;
        let deciders = deciders_of(conn, &acting, next.room.id)?;
        letters::new_request(conn, &acting, cause, &next, &deciders)?;
        lines.push(span);
    }
    Ok(())
}
