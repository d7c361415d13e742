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
use super::{Booked, Booking, Slot, State, letters};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Span, Wall};
use crate::domain::agreements::Gap;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::rooms::{self, SpaceId};
use crate::domain::{agreements, days};

/// Passes slots that are free again on to those in line for them, in their order, whichever of the slots they wait for.
///
/// To be called once what took them has been freed, under the locks of the rooms' spaces. [`Error::Again`] when
/// somebody else has a lock that this needs: run the whole act anew.
pub fn pass_on(conn: &mut Conn, acting: Acting, freed: &[Slot]) -> Result<()> {
    let mut line = Vec::new();
    for slot in freed {
        line.extend(store::wanting(conn, *slot, &[State::Waiting])?);
    }
    line.sort_by_key(|one| one.booking.turn());
    line.dedup_by_key(|one| one.booking.id);
    line.iter().try_for_each(|one| give(conn, acting, &one.booking))
}

/// What was kept as alternatives and is free again goes to those in line for it.
pub(super) fn pass_on_alternatives(
    conn: &mut Conn,
    acting: Acting,
    freed: &[OfferedAlternative],
) -> Result<()> {
    let slots = slots(conn, acting.centre, freed)?;
    pass_on(conn, acting, &slots)
}

/// What alternatives were kept of the centre's rooms.
pub(in crate::domain) fn slots(
    conn: &mut Conn,
    centre: &Centre,
    kept: &[OfferedAlternative],
) -> Result<Vec<Slot>> {
    let mut slots = Vec::with_capacity(kept.len());
    for one in kept {
        let room = rooms::store::room(conn, centre.id, one.room_id)?;
        slots.push(Slot::of(&room, Span::new(one.starts_at, one.ends_at).map_err(Error::fault)?));
    }
    Ok(slots)
}

/// Gives one that waits its turn, if it is.
fn give(conn: &mut Conn, acting: Acting, waits: &Booking) -> Result<()> {
    let slot = waits.slot()?;
    if offer_until(&acting, slot.span).is_none() {
        return Ok(());
    }
    // A look first: most of a long line cannot have what is free, and need not be locked.
    let spaces = &rooms::store::spaces(conn, waits.room_id)?;
    let Slot { span, turnaround_minutes, .. } = slot;
    if !occupancy::clashing(conn, spaces, span, turnaround_minutes, acting.now)?.is_empty() {
        return Ok(());
    }
    must_lock(conn, waits, spaces)?;
    let id = waits.id;
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
    let undecided_before = is_behind_undecided(conn, &seen.booking)?;
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

/// Somebody who was before it wants some of its slot, within their agreement, and is still to be decided.
fn is_behind_undecided(conn: &mut Conn, waits: &Booking) -> Result<bool> {
    let asked = store::wanting(conn, waits.slot()?, &[State::Requested])?;
    let within = |one: &Booking| !one.exception.is_some_and(Gap::is_exception);
    Ok(asked.iter().any(|one| one.booking.turn() < waits.turn() && within(&one.booking)))
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
pub(super) fn must_lock(conn: &mut Conn, booking: &Booking, spaces: &[SpaceId]) -> Result<()> {
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
