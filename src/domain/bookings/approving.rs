//! Staff approve a request.
//!
//! | | |
//! |---|---|
//! | from | *requested*, in the version that the approver saw |
//! | to | *approved* |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | checks | undecided; an exception has a reason; not past, open, free |
//! | rows | booking, occupancy, history; rivals become *waiting* |
//! | letters | approved to the leaders; conflict notices to rivals |

use super::acting::{Acting, leaders, lock};
use super::rules::Refusal;
use super::store::{self, facts_of_room};
use super::{Booked, BookingId, Clash, Decided, State, asking, letters, losing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// What came of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approved {
    Done(Box<Booked>),
    /// Somebody decided before, or the request changed since it was seen.
    AlreadyDecided(Decided),
    /// The agreement does not cover it: that takes a reason.
    ReasonNeeded,
    Taken(Vec<Clash>),
    /// The rules forbid it by now: it is past, or the room is shut then.
    Refused(Refusal),
}

/// Approves a request as it stood in `version`; `None` for whatever version it has.
pub fn approve(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    version: Option<i32>,
    reason: Option<&str>,
) -> Result<Approved> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let seen = store::booked(conn, acting.centre.id, id)?;
    let booking = &seen.booking;
    if booking.state != State::Requested || version.is_some_and(|version| version != booking.version) {
        return Ok(Approved::AlreadyDecided(store::decided(conn, booking)?));
    }
    if asking::exception_of(booking).is_some() && reason.is_none() {
        return Ok(Approved::ReasonNeeded);
    }
    let span = booking.span()?;
    let facts = facts_of_room(conn, acting.centre, &seen.room, booking.troupe_id, span, acting.now)?;
    // Only what makes the use itself impossible; how far ahead and how long was judged when it was asked.
    if let Some(refusal @ (Refusal::Past | Refusal::NotOpen { .. } | Refusal::NotBookable)) =
        facts.refusal(&seen.room, span, booking.size)
    {
        return Ok(Approved::Refused(refusal));
    }
    let spaces = rooms::store::spaces(conn, seen.room.id)?;
    let taker = Taker::Booking(booking.id);
    if let Taking::InTheWay(there) =
        occupancy::take(conn, &spaces, span, booking.turnaround_minutes, taker, None, acting.now)?
    {
        return Ok(Approved::Taken(store::clashes(conn, &there)?));
    }
    let cause = acting.record(conn, "approved", booking, State::Approved, reason)?;
    let approved = acting.move_to(conn, &seen, State::Approved, reason)?;
    let people = leaders(conn, booking.troupe_id)?;
    letters::approved(conn, &acting, cause, &approved, &people, Urgency::MustKnow)?;
    losing::lose(conn, acting, &approved)?;
    Ok(Approved::Done(Box::new(approved)))
}

/// The requests that approving this one would make wait: named to staff before they confirm.
pub fn losers(conn: &mut Conn, booked: &Booked) -> Result<Vec<Booked>> {
    losing::losers(conn, booked)
}

/// True when a person of this centre may decide about a room: where a partner runs it, only its approvers.
pub fn may_decide(conn: &mut Conn, acting: &Acting, booked: &Booked, is_manager: bool) -> Result<bool> {
    let person = acting.person.ok_or(Error::SignInFirst)?;
    let own = rooms::store::approvers(conn, booked.room.id)?;
    Ok(own.is_empty() || is_manager || own.contains(&person))
}
