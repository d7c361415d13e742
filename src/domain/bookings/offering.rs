//! A slot that is free again goes to the first in line, by itself.
//!
//! What a request in line becomes, by its room and what its agreement covers that day:
//!
//! | | state | what people read | held |
//! |---|---|---|---|
//! | instant room, covered | *offered* | 请在…前确认 | until 24 h from now or 2 h before the start |
//! | reviewed room, or no agreement | *requested* | 待审核 | for it, at most two working days, never past 2 h before the start |
//! | an exception | *requested* | 待审核 | not: a request within an agreement may win |
//! | not yet its turn | *waiting* | 候补第 N 位 | not |
//!
//! So `offered_until` says until when the slot is kept: of an *offered* booking for the troupe's answer, of a
//! *requested* one for the staff's. What came from the line and is approved by staff becomes *offered*: whoever
//! waited is asked before they are expected.
//!
//! A slot is free when what took it is given up or taken away, and when an offer, or an alternative that the centre
//! kept for somebody it displaced, was not taken in time.
//!
//! | | |
//! |---|---|
//! | from | *waiting*, its slot free |
//! | to | *offered*, or *requested* with a hold, or *requested* |
//! | locks | those of the act that frees the slot; then, without waiting for them, the agreement of each request whose turn may be and the spaces of its room |
//! | checks | free, open, more than 2 h to the start; no earlier undecided request within its agreement |
//! | rows | booking, occupancy with its end, history |
//! | letters | offered to the leaders; or new request to those who decide, and to the leaders that it is before staff |

use chrono::Days;

use super::acting::{Acting, deciders_of, leaders};
use super::rules::Verdict;
use super::store::{self, OfferedAlternative, facts_of_room};
use super::turns::{Turn, in_two_working_days, latest, offer_ends, turn};
use super::{AlternativeId, Booked, Booking, BookingId, State, letters};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Span, Wall};
use crate::domain::agreements::Gap;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::rooms::{self, RoomId, SpaceId};
use crate::domain::{agreements, days};

/// Passes a span of a room that is free again on to those in line for it, in their order.
///
/// To be called once what took it has been freed, under the locks of the room's spaces. [`Error::Again`] when
/// somebody else has a lock that this needs: run the whole act anew.
pub fn pass_on(
    conn: &mut Conn,
    acting: Acting,
    room: RoomId,
    span: Span,
    turnaround_minutes: i32,
) -> Result<()> {
    let line = store::rivals(conn, room, span, turnaround_minutes)?;
    // Who is before the one looked at, and is still to be decided within their agreement.
    let mut undecided: Vec<(Vec<SpaceId>, Booking)> = Vec::new();
    for one in line {
        let spaces = rooms::store::spaces(conn, one.room.id)?;
        if one.booking.state == State::Waiting {
            let before = undecided.iter().any(|(there, other)| {
                spaces.iter().any(|space| there.contains(space)) && overlap(other, &one.booking)
            });
            give(conn, acting, one.booking.id, &spaces, before)?;
        } else if !one.booking.exception.is_some_and(Gap::is_exception) {
            undecided.push((spaces, one.booking));
        }
    }
    Ok(())
}

/// Ends what should have ended by now in a span of a room, before anything is decided about it: whether an offer
/// still stands is told by the clock and not by whether a job has run.
pub(in crate::domain) fn catch_up(
    conn: &mut Conn,
    acting: Acting,
    room: RoomId,
    span: Span,
    turnaround_minutes: i32,
) -> Result<()> {
    line(conn, acting, room, span, turnaround_minutes).map(drop)
}

/// [`catch_up`], and who asks or waits for the span then, or has it offered; in the order of the line.
pub(super) fn line(
    conn: &mut Conn,
    acting: Acting,
    room: RoomId,
    span: Span,
    turnaround_minutes: i32,
) -> Result<Vec<Booked>> {
    let open = [State::Requested, State::Waiting, State::Offered];
    let line = store::wanting(conn, room, span, turnaround_minutes, &open)?;
    let over = |one: &Booked| one.booking.offered_until.is_some_and(|until| until <= acting.now);
    let mut kept: Vec<BookingId> = line.iter().filter(|one| over(one)).map(|one| one.booking.id).collect();
    kept.sort();
    let by_itself = Acting { person: None, ..acting };
    for id in &kept {
        let seen = store::booked(conn, acting.centre.id, *id)?;
        let spaces = rooms::store::spaces(conn, seen.room.id)?;
        must_lock(conn, &seen.booking, &spaces)?;
        run_out(conn, by_itself, *id)?;
    }
    let held = store::holds_over_at(conn, room, span, turnaround_minutes, acting.now)?;
    for id in &held {
        let there = store::alternative(conn, *id)?;
        let spaces = rooms::store::spaces(conn, there.room_id)?;
        if !occupancy::try_lock(conn, &spaces)? {
            return Err(Error::Again);
        }
        let_go(conn, by_itself, *id)?;
    }
    if kept.is_empty() && held.is_empty() {
        return Ok(line);
    }
    store::wanting(conn, room, span, turnaround_minutes, &open)
}

/// One centre's alternatives that were kept for somebody until their time was over.
pub fn overdue(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<AlternativeId>> {
    store::holds_over(conn, centre.id, now)
}

/// Lets those in line have what was kept as an alternative for somebody who did not take it in time; false when
/// they had their turn before. A transaction of its own for each.
pub fn lapse(conn: &mut Conn, centre: &Centre, id: AlternativeId, now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let room = store::alternative(conn, id)?.room_id;
    occupancy::lock_rooms(conn, &[room])?;
    let_go(conn, acting, id)
}

/// What the end of an alternative's hold does, under the locks of its room.
fn let_go(conn: &mut Conn, acting: Acting, id: AlternativeId) -> Result<bool> {
    let held = store::alternative(conn, id)?;
    if !store::pass_on_hold(conn, id, acting.now)? {
        return Ok(false);
    }
    occupancy::free(conn, Taker::Alternative(id))?;
    pass_on_freed(conn, acting, &[held])?;
    Ok(true)
}

/// What was kept as alternatives and is free again goes to those in line for it.
pub(in crate::domain) fn pass_on_freed(
    conn: &mut Conn,
    acting: Acting,
    freed: &[OfferedAlternative],
) -> Result<()> {
    for one in freed {
        let span = Span::new(one.starts_at, one.ends_at).map_err(Error::fault)?;
        let room = rooms::store::room(conn, acting.centre.id, one.room_id)?;
        pass_on(conn, acting, one.room_id, span, room.turnaround_minutes)?;
    }
    Ok(())
}

/// What a hold's end does, under the locks of the booking: an offer lapses, a request is no longer kept a slot;
/// either way the next in line has it. False when the hold has not ended.
pub(super) fn run_out(conn: &mut Conn, acting: Acting, id: BookingId) -> Result<bool> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    let booking = &seen.booking;
    if booking.offered_until.is_none_or(|until| until > acting.now) {
        return Ok(false);
    }
    occupancy::free(conn, Taker::Booking(id))?;
    match booking.state {
        State::Offered => {
            let cause = acting.record(conn, "offer_ended", booking, State::Lapsed, None)?;
            let lapsed = acting.move_to(conn, &seen, State::Lapsed, None)?;
            let people = leaders(conn, booking.troupe_id)?;
            letters::offer_expired(conn, &acting, cause, &lapsed, &people)?;
        }
        _ => {
            acting.record(conn, "hold_ended", booking, booking.state, None)?;
            store::keep_until(conn, id, None)?;
        }
    }
    pass_on(conn, acting, booking.room_id, booking.span()?, booking.turnaround_minutes)?;
    Ok(true)
}

/// Gives one that waits its turn, if it is.
fn give(
    conn: &mut Conn,
    acting: Acting,
    id: BookingId,
    spaces: &[SpaceId],
    undecided_before: bool,
) -> Result<()> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    let span = seen.booking.span()?;
    if offer_until(&acting, span).is_none() {
        return Ok(());
    }
    // A look first: most of a long line cannot have what is free, and need not be locked.
    let turnaround = seen.booking.turnaround_minutes;
    if !occupancy::clashing(conn, spaces, span, turnaround, acting.now)?.is_empty() {
        return Ok(());
    }
    must_lock(conn, &seen.booking, spaces)?;
    let seen = store::booked(conn, acting.centre.id, id)?;
    if seen.booking.state != State::Waiting {
        return Ok(());
    }
    let facts = facts_of_room(conn, acting.centre, &seen.room, seen.troupe.id, span, acting.now)?;
    // How far ahead and how long was judged when it was asked; what was allowed then is not refused now.
    let verdict = match facts.verdict(&seen.room, span, seen.booking.size) {
        Verdict::Refused(refusal) if !refusal.is_hard() => Verdict::Reviewed(seen.booking.exception),
        verdict => verdict,
    };
    let until = offer_until(&acting, span);
    let agreement = facts.agreement_on(span.date()).map(|one| one.id);
    match turn(&verdict, until, staff_until(conn, &acting, span)?, undecided_before) {
        Turn::NotYet => Ok(()),
        Turn::Offer(until) => {
            store::set_terms(conn, id, agreement, None)?;
            let seen = store::booked(conn, acting.centre.id, id)?;
            offer(conn, acting, &seen, spaces, "offered", until, None).map(drop)
        }
        Turn::Staff { gap, until } => {
            store::set_terms(conn, id, agreement, gap)?;
            let seen = store::booked(conn, acting.centre.id, id)?;
            before_staff(conn, acting, &seen, Some((spaces, until)))
        }
        Turn::Exception(gap) => {
            store::set_terms(conn, id, agreement, Some(gap))?;
            let seen = store::booked(conn, acting.centre.id, id)?;
            before_staff(conn, acting, &seen, None)
        }
    }
}

/// Offers a booking its slot under the locks of both: holds it, tells the leaders.
pub(super) fn offer(
    conn: &mut Conn,
    acting: Acting,
    seen: &Booked,
    spaces: &[SpaceId],
    act: &'static str,
    until: Instant,
    reason: Option<&str>,
) -> Result<Booked> {
    hold(conn, acting, seen, spaces, until)?;
    let cause = acting.record(conn, act, &seen.booking, State::Offered, reason)?;
    let mut offered = acting.move_to(conn, seen, State::Offered, reason)?;
    store::keep_until(conn, offered.booking.id, Some(until))?;
    offered.booking.offered_until = Some(until);
    let people = leaders(conn, offered.booking.troupe_id)?;
    letters::offered(conn, &acting, cause, &offered, &people)?;
    Ok(offered)
}

fn before_staff(
    conn: &mut Conn,
    acting: Acting,
    seen: &Booked,
    held: Option<(&[SpaceId], Instant)>,
) -> Result<()> {
    let cause = acting.record(conn, "freed", &seen.booking, State::Requested, None)?;
    let mut next = acting.move_to(conn, seen, State::Requested, None)?;
    if let Some((spaces, until)) = held {
        hold(conn, acting, seen, spaces, until)?;
        store::keep_until(conn, next.booking.id, Some(until))?;
        next.booking.offered_until = Some(until);
    }
    let people = leaders(conn, next.booking.troupe_id)?;
    letters::before_staff(conn, &acting, cause, &next, &people)?;
    let deciders = deciders_of(conn, &acting, next.room.id)?;
    letters::first_in_line(conn, &acting, cause, &next, &deciders)
}

fn hold(conn: &mut Conn, acting: Acting, seen: &Booked, spaces: &[SpaceId], until: Instant) -> Result<()> {
    let booking = &seen.booking;
    let taker = Taker::Booking(booking.id);
    let (span, turnaround) = (booking.span()?, booking.turnaround_minutes);
    match occupancy::take(conn, spaces, span, turnaround, taker, Some(until), acting.now)? {
        Taking::Taken => Ok(()),
        Taking::InTheWay(_) => Err(Error::fault("a slot was taken between the check and the hold")),
    }
}

/// When an offer of a span made now ends; `None` when it is too late for one.
pub(super) fn offer_until(acting: &Acting, span: Span) -> Option<Instant> {
    offer_ends(acting.centre.zone.instant(span.start())?, acting.now)
}

fn staff_until(conn: &mut Conn, acting: &Acting, span: Span) -> Result<Instant> {
    let zone = acting.centre.zone;
    let now = zone.wall(acting.now);
    let far = now.date().checked_add_days(Days::new(60)).unwrap_or(now.date());
    let facts = days::store::facts(conn, acting.centre.id, now.date(), far)?;
    let ends: Wall = in_two_working_days(now, |day| facts.is_working(day));
    let start = zone.instant(span.start()).unwrap_or(acting.now);
    Ok(zone.instant(ends).unwrap_or(acting.now).min(latest(start)))
}

/// Takes the locks that an act on a booking takes, but does not wait for them: those of the act that is under way
/// may come later in the order of the house.
fn must_lock(conn: &mut Conn, booking: &Booking, spaces: &[SpaceId]) -> Result<()> {
    let valid = agreements::store::valid_on(conn, booking.troupe_id, booking.starts_at.date())?;
    let mut agreements: Vec<_> = booking.agreement_id.into_iter().chain(valid.map(|one| one.id)).collect();
    agreements.sort();
    agreements.dedup();
    if agreements::store::try_lock(conn, &agreements)? && occupancy::try_lock(conn, spaces)? {
        Ok(())
    } else {
        Err(Error::Again)
    }
}

/// Two bookings of rooms that share a space cannot both be had, turnaround included.
fn overlap(one: &Booking, other: &Booking) -> bool {
    let ends = |booking: &Booking| {
        booking.ends_at.plus(chrono::Duration::minutes(booking.turnaround_minutes.into()))
    };
    one.starts_at < ends(other) && other.starts_at < ends(one)
}
