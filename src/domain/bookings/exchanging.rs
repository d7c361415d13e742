//! A leader takes what the centre holds in place of what it took away, or says that none of it is needed; by the
//! link in the letter, from their own page, or through staff on the telephone.
//!
//! | act | from | to | checks | rows | letters |
//! |---|---|---|---|---|---|
//! | take | *displaced*, unanswered | as it was; a new booking, *approved* by those who displaced | held, not past, open, bookable; otherwise that of [`answering`] | booking and its occupancy in place of the hold; the other holds of the offer freed and passed on; history | exchanged to the leaders, with a calendar file; conflict notices to rivals |
//! | decline | *displaced*, unanswered | as it was, and no longer to be answered | none | the holds of the offer freed and passed on, history | to the leaders: noted |
//!
//! | | |
//! |---|---|
//! | locks | the agreements of both days by id, then the spaces of all rooms of the offer by id |

use chrono::NaiveDate;

use super::acting::{Acting, leaders};
use super::answering::{self, Answered};
use super::displacing::free_offer;
use super::rules::{Refusal, Verdict};
use super::store::{self, NewBooking, OfferedAlternative, facts_of_room};
use super::{Booked, Booking, BookingId, State, letters, losing, offering, series};
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::domain::agreements;
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::rooms::{self, RoomId};

/// What came of declining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declined {
    Done,
    /// Something was taken before.
    AlreadyTaken(Box<Booking>),
}

/// The booking made in place of one that was taken away: its answer, whatever became of that since.
pub fn answer_to(conn: &mut Conn, lost: BookingId) -> Result<Option<Booking>> {
    Ok(store::replacements(conn, &[lost])?.pop())
}

/// Takes an alternative that is held; one whose hold has ended is asked for like any other.
pub(super) fn take(conn: &mut Conn, acting: Acting, row: &OfferedAlternative) -> Result<Answered> {
    let span = Span::new(row.starts_at, row.ends_at).map_err(Error::fault)?;
    let lost = lock(conn, &acting, row.booking_id, Some((row.room_id, span.date())))?;
    if let Some(first) = answer_to(conn, lost.booking.id)? {
        return Ok(Answered::AlreadyOver(Some(first)));
    }
    if store::declined(conn, lost.booking.id)? {
        return Ok(Answered::AlreadyOver(None));
    }
    let row = store::alternative(conn, row.id)?;
    if lost.booking.state != State::Displaced {
        return Ok(Answered::AlreadyOver(None));
    }
    let key = format!("alternative-{}", row.id);
    if row.held_until.is_none_or(|until| until <= acting.now) {
        return answering::take_instead(conn, acting, row.booking_id, row.room_id, span, key, Some(row.id));
    }
    let room = rooms::store::room(conn, acting.centre.id, row.room_id)?;
    let mut facts = facts_of_room(conn, acting.centre, &room, lost.troupe.id, span, acting.now)?;
    // Only what makes the use itself impossible; the rest was judged when it was offered.
    if let Some(refusal @ (Refusal::Past | Refusal::NotOpen { .. } | Refusal::NotBookable)) =
        facts.refusal(&room, span, lost.booking.size)
    {
        return Ok(Answered::Gone { clashes: Vec::new(), refusal: Some(refusal), alternatives: Vec::new() });
    }
    facts.taken.clear();
    let gap = match facts.verdict(&room, span, lost.booking.size) {
        Verdict::Reviewed(gap) => gap,
        _ => None,
    };
    let by = acting.by()?;
    let on_behalf = lost.booking.on_behalf || !answering::is_theirs(conn, &acting, &lost.booking)?;
    let inserted = store::insert(
        conn,
        NewBooking {
            centre_id: acting.centre.id,
            room_id: room.id,
            troupe_id: lost.troupe.id,
            agreement_id: facts.agreement_on(span.date()).map(|one| one.id),
            starts_at: span.start(),
            ends_at: span.end(),
            turnaround_minutes: room.turnaround_minutes,
            purpose: lost.booking.purpose.clone(),
            size: lost.booking.size,
            state: State::Approved,
            exception: gap,
            requested_by: by,
            on_behalf,
            requested_at: acting.now,
            request_key: key,
            decided_at: Some(acting.now),
            replaces: Some(lost.booking.id),
            sequence: 0,
            version: 0,
        },
    );
    let booking = match inserted {
        Err(error) if is_duplicate(&error) => return Err(Error::Again),
        booking => booking?,
    };
    let (id, troupe) = (booking.id, lost.troupe.clone());
    let booked = Booked { booking, room, troupe };
    occupancy::free(conn, Taker::Alternative(row.id))?;
    store::mark_taken(conn, row.id, id)?;
    series::store::inherit(conn, lost.booking.id, id)?;
    let freed = free_offer(conn, &acting, lost.booking.id)?;
    let spaces = rooms::store::spaces(conn, booked.room.id)?;
    let (turnaround, taker) = (booked.booking.turnaround_minutes, Taker::Booking(id));
    if let Taking::InTheWay(_) = occupancy::take(conn, &spaces, span, turnaround, taker, None, acting.now)? {
        return Err(Error::fault("a slot was taken while it was held"));
    }
    acting.record(conn, "answered", &lost.booking, State::Displaced, None)?;
    acting.overtake_calls(conn, &lost.booking)?;
    let cause = acting.record(conn, "exchanged", &booked.booking, State::Approved, None)?;
    let people = leaders(conn, booked.troupe.id)?;
    letters::exchanged(conn, &acting, cause, &booked, &lost, &people, !freed.is_empty())?;
    losing::lose(conn, acting, std::slice::from_ref(&booked))?;
    offering::pass_on_alternatives(conn, acting, &freed)?;
    Ok(Answered::Done(booked.booking))
}

/// Says that nothing of what is held is needed.
pub fn decline(conn: &mut Conn, acting: Acting, lost: BookingId) -> Result<Declined> {
    let lost = lock(conn, &acting, lost, None)?;
    if let Some(first) = answer_to(conn, lost.booking.id)? {
        return Ok(Declined::AlreadyTaken(Box::new(first)));
    }
    // A second time there is nothing to free, and nothing to write.
    let freed = free_offer(conn, &acting, lost.booking.id)?;
    if lost.booking.state == State::Displaced && !store::declined(conn, lost.booking.id)? {
        let cause = acting.record(conn, "needs_none", &lost.booking, lost.booking.state, None)?;
        let people = leaders(conn, lost.troupe.id)?;
        letters::needs_none(conn, &acting, cause, &lost, &people)?;
    }
    offering::pass_on_alternatives(conn, acting, &freed)?;
    Ok(Declined::Done)
}

/// Takes the locks in the order of the house, and reads the lost booking under them.
fn lock(
    conn: &mut Conn,
    acting: &Acting,
    lost: BookingId,
    wanted: Option<(RoomId, NaiveDate)>,
) -> Result<Booked> {
    let seen = store::booked(conn, acting.centre.id, lost)?;
    let mut agreements: Vec<_> = seen.booking.agreement_id.into_iter().collect();
    if let Some((_, day)) = wanted {
        agreements.extend(agreements::store::valid_on(conn, seen.troupe.id, day)?.map(|one| one.id));
    }
    agreements.sort();
    agreements.dedup();
    for agreement in agreements {
        agreements::store::lock(conn, agreement)?;
    }
    let held = store::held_for(conn, &[lost], acting.now)?;
    let mut concerned: Vec<RoomId> = held.iter().map(|one| one.room_id).collect();
    concerned.extend(wanted.map(|(room, _)| room));
    concerned.push(seen.room.id);
    occupancy::lock_rooms(conn, &concerned)?;
    store::booked(conn, acting.centre.id, lost)
}
