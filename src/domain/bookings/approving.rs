//! Staff approve a request.
//!
//! | | |
//! |---|---|
//! | from | *requested*, in the version that the approver saw, with no more losers than they were shown |
//! | to | *approved*; *offered* where it waited in line before: whoever waited is asked before they are expected |
//! | locks | the booking's agreement, then its room's spaces by id |
//! | checks | undecided; an exception has a reason, and so has what an agreement covered that no longer holds; not past, open, free; one from the line more than 2 h before its start |
//! | rows | booking, occupancy, history; rivals become *waiting* once it is approved |
//! | letters | approved or offered to the leaders; conflict notices to rivals |

use super::acting::{Acting, leaders, lock};
use super::rules::{self, Refusal};
use super::store::{self, facts_of_room};
use super::{Booked, BookingId, Clash, Decided, State, asking, letters, losing, offering, running_out};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::Role;
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// What came of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approved {
    Done(Box<Booked>),
    /// Somebody decided before, or the request changed since it was seen.
    AlreadyDecided(Decided),
    /// A request that the approver was not shown would lose by it.
    MoreWouldLose,
    /// The agreement does not cover it, or no longer holds: that takes a reason.
    ReasonNeeded,
    Taken(Vec<Clash>),
    /// The rules forbid it by now: it is past, or the room is shut then.
    Refused(Refusal),
    /// It waited in line and would have to be offered, but begins too soon for an answer.
    TooLateToOffer,
}

/// What the approver was shown; `None` for whatever there is now.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The request's version.
    pub version: Option<i32>,
    /// The requests that would lose.
    pub losers: Option<Vec<BookingId>>,
}

/// Approves a request as it was shown.
pub fn approve(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    shown: &Shown,
    reason: Option<&str>,
) -> Result<Approved> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    lock(conn, &seen.booking)?;
    let (approved, cause) = match grant(conn, acting, id, shown, reason)? {
        Granted::Approved(approved, cause) => (approved, cause),
        Granted::Otherwise(outcome) => return Ok(outcome),
    };
    let people = leaders(conn, approved.booking.troupe_id)?;
    letters::approved(conn, &acting, cause, &approved, &people, Urgency::MustKnow)?;
    losing::lose(conn, acting, std::slice::from_ref(&approved))?;
    Ok(Approved::Done(approved))
}

/// What the approval of one request came to, before anybody is told of it.
pub(super) enum Granted {
    /// Approved by this entry of its history: its leaders are still to be told, and who loses by it.
    Approved(Box<Booked>, HistoryId),
    /// All done, or nothing.
    Otherwise(Approved),
}

/// Approves a request under the locks of its agreement and its room.
pub(super) fn grant(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    shown: &Shown,
    reason: Option<&str>,
) -> Result<Granted> {
    let otherwise = |outcome| Ok(Granted::Otherwise(outcome));
    let seen = store::booked(conn, acting.centre.id, id)?;
    let booking = &seen.booking;
    if booking.state != State::Requested || shown.version.is_some_and(|version| version != booking.version) {
        return otherwise(Approved::AlreadyDecided(store::decided(conn, booking)?));
    }
    if let Some(shown) = &shown.losers
        && losing::losers(conn, &seen)?.iter().any(|one| !shown.contains(&one.booking.id))
    {
        return otherwise(Approved::MoreWouldLose);
    }
    let span = booking.span()?;
    let facts = facts_of_room(conn, acting.centre, &seen.room, booking.troupe_id, span, acting.now)?;
    let holds = facts.agreement_on(span.date()).map(|one| one.id);
    if asking::reason_for(booking, holds).is_some() && reason.is_none() {
        return otherwise(Approved::ReasonNeeded);
    }
    if let Some(refusal) = facts.refusal(&seen.room, span, booking.size).filter(Refusal::is_hard) {
        return otherwise(Approved::Refused(refusal));
    }
    running_out::catch_up(conn, acting, booking.slot()?)?;
    let spaces = rooms::store::spaces(conn, seen.room.id)?;
    let taker = Taker::Booking(booking.id);
    let mut there = occupancy::clashing(conn, &spaces, span, booking.turnaround_minutes, acting.now)?;
    there.retain(|there| there.taker != taker);
    if !there.is_empty() {
        return otherwise(Approved::Taken(store::clashes(conn, &there)?));
    }
    let offered_until = match store::came_from_the_line(conn, id)? {
        true => match offering::offer_until(&acting, span) {
            None => return otherwise(Approved::TooLateToOffer),
            until => until,
        },
        false => None,
    };
    // What was held for it while staff decided.
    occupancy::free(conn, taker)?;
    if let Some(until) = offered_until {
        let offered = offering::offer(conn, acting, &seen, &spaces, "agreed", until, reason)?;
        return otherwise(Approved::Done(Box::new(offered)));
    }
    match occupancy::take(conn, &spaces, span, booking.turnaround_minutes, taker, None, acting.now)? {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("a slot was taken between the check and the insert")),
    }
    let cause = acting.record(conn, "approved", booking, State::Approved, reason)?;
    let approved = acting.move_to(conn, &seen, State::Approved, reason)?;
    Ok(Granted::Approved(Box::new(approved), cause))
}

/// True when a person of this centre may decide about a room.
pub fn may_decide(conn: &mut Conn, acting: &Acting, booked: &Booked, role: Role) -> Result<bool> {
    let person = acting.person.ok_or(Error::SignInFirst)?;
    Ok(rules::decides(role, person, &rooms::store::approvers(conn, booked.room.id)?))
}
