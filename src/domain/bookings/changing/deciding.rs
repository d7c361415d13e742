//! What becomes of a change request: staff grant or refuse it, the troupe takes it back, or time ends it.
//!
//! | | grant | refuse | withdraw | lapse |
//! |---|---|---|---|---|
//! | from | *requested*, its booking *approved* and not begun | *requested* | *requested* | *requested*, the old or the new start come |
//! | to | *granted* | *refused* | *withdrawn* | *lapsed* |
//! | locks | the agreements of both days by id, then the spaces of both rooms by id | the booking's agreement and spaces | the same | the same |
//! | checks | an exception has a reason; not past, open, free but for the booking itself | there is a reason | | |
//! | rows | those of [`granting`](super::granting); the series becomes what was wished, where the change is part of a wish about one | change request, history | the same | the same |
//! | letters | those of granting | change refused, with the reason, to the leaders | none | change refused to the leaders: nobody decided |

use super::granting::{self, Swapped};
use super::{Change, ChangeId, ChangeRequest, ChangeState, lock, store, without};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::agreements::Gap;
use crate::domain::bookings::acting::{self, leaders};
use crate::domain::bookings::rules::Refusal;
use crate::domain::bookings::store::facts_of_room;
use crate::domain::bookings::{
    self, Acting, Booked, BookingId, Clash, Slot, State, letters, running_out, series,
};
use crate::domain::centres::Centre;
use crate::domain::rooms::{self, Room};

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeDecided {
    Done(Box<Booked>),
    /// Decided before, or gone with its booking.
    Already(ChangeRequest),
    /// The agreement does not cover it: that takes a reason.
    ReasonNeeded,
    Taken(Vec<Clash>),
    Refused(Refusal),
}

/// Staff grant a change.
pub fn grant(conn: &mut Conn, acting: Acting, id: ChangeId, reason: Option<&str>) -> Result<ChangeDecided> {
    let asked = store::find(conn, id)?;
    let seen = bookings::store::booked(conn, acting.centre.id, asked.booking_id)?;
    let wish = Change {
        room: asked.room_id,
        span: asked.span()?,
        size: asked.size,
        request_key: String::new(),
        on_behalf: asked.on_behalf,
    };
    lock(conn, &seen.booking, &wish)?;
    match fit(conn, acting, id, reason)? {
        Fit::Not(why) => Ok(why),
        Fit::Yes(seen, room, asked) => {
            let mut changed = granting::grant(conn, acting, &seen, &room, &asked, reason)?;
            if let Some(wish) = asked.series_change_id {
                let wish = series::store::wishes::wish(conn, acting.centre.id, wish)?;
                series::handing_over::take_over(conn, &acting, &wish)?;
                changed = bookings::store::booked(conn, acting.centre.id, changed.booking.id)?;
            }
            Ok(ChangeDecided::Done(Box::new(changed)))
        }
    }
}

/// Whether a change can be granted.
enum Fit {
    Yes(Box<Booked>, Box<Room>, Box<ChangeRequest>),
    Not(ChangeDecided),
}

/// What granting one change came to under the locks, before anybody is told.
pub(in crate::domain::bookings) enum Granted {
    Yes(Box<Swapped>),
    Not(ChangeDecided),
}

/// Grants a change under the locks of both its days and rooms; the caller tells people, and settles.
pub(in crate::domain::bookings) fn swap(
    conn: &mut Conn,
    acting: Acting,
    id: ChangeId,
    reason: Option<&str>,
) -> Result<Granted> {
    Ok(match fit(conn, acting, id, reason)? {
        Fit::Not(why) => Granted::Not(why),
        Fit::Yes(seen, room, asked) => {
            Granted::Yes(Box::new(granting::swap(conn, acting, &seen, &room, &asked, reason)?))
        }
    })
}

fn fit(conn: &mut Conn, acting: Acting, id: ChangeId, reason: Option<&str>) -> Result<Fit> {
    let not = |why| Ok(Fit::Not(why));
    let asked = store::find(conn, id)?;
    let seen = bookings::store::booked(conn, acting.centre.id, asked.booking_id)?;
    let begun = seen.booking.starts_at <= acting.centre.zone.wall(acting.now);
    if asked.state != ChangeState::Requested || seen.booking.state != State::Approved || begun {
        return not(ChangeDecided::Already(asked));
    }
    if asked.exception.is_some_and(Gap::is_exception) && reason.is_none() {
        return not(ChangeDecided::ReasonNeeded);
    }
    let room = rooms::store::room(conn, acting.centre.id, asked.room_id)?;
    let span = asked.span()?;
    running_out::catch_up(conn, acting, Slot::of(&room, span))?;
    let troupe = seen.booking.troupe_id;
    let mut facts = facts_of_room(conn, acting.centre, &room, troupe, span, acting.now)?;
    without(&mut facts, &seen.booking)?;
    if let Some(refusal) = facts.refusal(&room, span, asked.size).filter(Refusal::is_hard) {
        return not(ChangeDecided::Refused(refusal));
    }
    let there = facts.in_the_way(&room, span);
    if !there.is_empty() {
        return not(ChangeDecided::Taken(bookings::store::clashes(conn, &there)?));
    }
    Ok(Fit::Yes(Box::new(seen), Box::new(room), Box::new(asked)))
}

/// Staff refuse a change: the booking stays what it is.
pub fn refuse(conn: &mut Conn, acting: Acting, id: ChangeId, reason: &str) -> Result<ChangeDecided> {
    end(conn, acting, id, ChangeState::Refused, Some(reason))
}

/// The troupe takes its wish back.
pub fn withdraw(conn: &mut Conn, acting: Acting, id: ChangeId) -> Result<ChangeDecided> {
    end(conn, acting, id, ChangeState::Withdrawn, None)
}

/// One centre's change requests whose old or new start has come, or whose booking is no longer approved.
pub fn overdue(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<ChangeId>> {
    store::overdue(conn, centre.id, centre.zone.wall(now))
}

/// Time ends a change request; false when it was decided meanwhile.
pub fn lapse(conn: &mut Conn, centre: &Centre, id: ChangeId, now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let done = end(conn, acting, id, ChangeState::Lapsed, None)?;
    Ok(matches!(done, ChangeDecided::Done(_)))
}

fn end(
    conn: &mut Conn,
    acting: Acting,
    id: ChangeId,
    to: ChangeState,
    reason: Option<&str>,
) -> Result<ChangeDecided> {
    let asked = store::find(conn, id)?;
    let seen = bookings::store::booked(conn, acting.centre.id, asked.booking_id)?;
    acting::lock(conn, &seen.booking)?;
    let asked = store::find(conn, id)?;
    if asked.state != ChangeState::Requested {
        return Ok(ChangeDecided::Already(asked));
    }
    let seen = bookings::store::booked(conn, acting.centre.id, asked.booking_id)?;
    store::settle(conn, &acting, &asked, to, reason)?;
    let act = match to {
        ChangeState::Refused => "change_refused",
        ChangeState::Lapsed => "change_lapsed",
        _ => "change_withdrawn",
    };
    let cause = acting.record(conn, act, &seen.booking, seen.booking.state, reason)?;
    if to != ChangeState::Withdrawn {
        let room = rooms::store::room(conn, acting.centre.id, asked.room_id)?;
        let people = leaders(conn, seen.booking.troupe_id)?;
        letters::change_refused(conn, &acting, cause, &seen, &people, (&room, &asked), reason)?;
    }
    Ok(ChangeDecided::Done(Box::new(seen)))
}

/// Takes back what is wished of a booking that is over: there is nothing left to change.
pub(in crate::domain::bookings) fn withdraw_with(
    conn: &mut Conn,
    acting: &Acting,
    id: BookingId,
) -> Result<()> {
    match store::open_of(conn, id)? {
        Some(open) => store::settle(conn, acting, &open, ChangeState::Withdrawn, None),
        None => Ok(()),
    }
}
