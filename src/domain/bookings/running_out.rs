//! What is kept for somebody until a moment ends by the clock: an offer, the hold for a request that staff did not
//! decide, an alternative for somebody displaced. Whether a job has run does not matter.
//!
//! Whoever wants a slot therefore first ends what should have ended there. Those who wait for it may wait for the end
//! of something beyond it, in another room or an hour later, and would be passed over; so what has ended in *their*
//! slots ends too, and so on, and all that is free then is passed on at once, in the order of one line.
//!
//! | | an offer | a hold for a request | an alternative |
//! |---|---|---|---|
//! | from | *offered* | *requested*, kept a slot | held |
//! | to | *lapsed* | *requested*, kept none | passed on |
//! | locks | those of the act; then, without waiting for them, its agreement and its room's spaces | the same | its room's spaces |
//! | rows | booking, history; what was held is freed, and the next in line has its turn | the same | the same |
//! | letters | offer expired to the leaders; those of [`offering`] | those of [`offering`] | the same |

use super::acting::{Acting, leaders};
use super::{AlternativeId, Booked, Booking, BookingId, Slot, State, letters, offering, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Taker};
use crate::domain::rooms;

/// Those who may wait for the end of something, and those it is kept for.
const LINE: [State; 3] = [State::Requested, State::Waiting, State::Offered];

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
    let Some(freed) = let_go(conn, acting, id)? else { return Ok(false) };
    offering::pass_on(conn, acting, &[freed])?;
    Ok(true)
}

/// Ends what has ended about a booking, under its locks; false when nothing has.
pub(super) fn run_out(conn: &mut Conn, acting: Acting, id: BookingId) -> Result<bool> {
    let seen = store::booked(conn, acting.centre.id, id)?;
    if !is_over(&seen.booking, acting.now) {
        return Ok(false);
    }
    catch_up(conn, acting, seen.booking.slot()?)?;
    Ok(true)
}

/// Ends what should have ended by now in a slot, before anything is decided about it.
pub(in crate::domain) fn catch_up(conn: &mut Conn, acting: Acting, slot: Slot) -> Result<()> {
    line(conn, acting, slot).map(drop)
}

/// [`catch_up`], and who asks or waits for the slot then, or has it offered; in the order of the line.
pub(super) fn line(conn: &mut Conn, acting: Acting, slot: Slot) -> Result<Vec<Booked>> {
    let mut line = store::wanting(conn, slot, &LINE)?;
    let asked = line.len();
    let reach = reach(conn, slot, &mut line)?;
    let by_itself = Acting { person: None, ..acting };
    let mut freed = end_bookings(conn, by_itself, &line)?;
    freed.extend(let_go_alternatives(conn, by_itself, &reach)?);
    if freed.is_empty() {
        line.truncate(asked);
        return Ok(line);
    }
    offering::pass_on(conn, by_itself, &freed)?;
    store::wanting(conn, slot, &LINE)
}

/// The slot and those that are waited for by whoever waits for it, and so on; who has or wants those joins `line`.
fn reach(conn: &mut Conn, slot: Slot, line: &mut Vec<Booked>) -> Result<Vec<Slot>> {
    let mut reach = vec![slot];
    let mut place = 0;
    while let Some(one) = line.get(place) {
        place += 1;
        let wanted = one.booking.slot()?;
        if one.booking.state != State::Waiting || reach.contains(&wanted) {
            continue;
        }
        reach.push(wanted);
        for other in store::wanting(conn, wanted, &LINE)? {
            if line.iter().all(|one| one.booking.id != other.booking.id) {
                line.push(other);
            }
        }
    }
    Ok(reach)
}

fn is_over(booking: &Booking, now: Instant) -> bool {
    booking.offered_until.is_some_and(|until| until <= now)
}

fn end_bookings(conn: &mut Conn, acting: Acting, line: &[Booked]) -> Result<Vec<Slot>> {
    let mut over: Vec<&Booking> = line.iter().map(|one| &one.booking).collect();
    over.retain(|one| is_over(one, acting.now));
    over.sort_by_key(|one| one.id);
    let mut freed = Vec::with_capacity(over.len());
    for one in over {
        let spaces = rooms::store::spaces(conn, one.room_id)?;
        offering::must_lock(conn, one, &spaces)?;
        let seen = store::booked(conn, acting.centre.id, one.id)?;
        if is_over(&seen.booking, acting.now) {
            freed.push(end(conn, acting, &seen)?);
        }
    }
    Ok(freed)
}

/// An offer lapses, a request is no longer kept a slot.
fn end(conn: &mut Conn, acting: Acting, seen: &Booked) -> Result<Slot> {
    let booking = &seen.booking;
    occupancy::free(conn, Taker::Booking(booking.id))?;
    if booking.state == State::Offered {
        let cause = acting.record(conn, "offer_ended", booking, State::Lapsed, None)?;
        let lapsed = acting.move_to(conn, seen, State::Lapsed, None)?;
        let people = leaders(conn, booking.troupe_id)?;
        letters::offer_expired(conn, &acting, cause, &lapsed, &people)?;
    } else {
        acting.record(conn, "hold_ended", booking, booking.state, None)?;
        store::keep_until(conn, booking.id, None)?;
    }
    booking.slot()
}

fn let_go_alternatives(conn: &mut Conn, acting: Acting, reach: &[Slot]) -> Result<Vec<Slot>> {
    let mut over = Vec::new();
    for slot in reach {
        over.extend(store::holds_over_at(conn, *slot, acting.now)?);
    }
    over.sort();
    over.dedup();
    let mut freed = Vec::with_capacity(over.len());
    for id in over {
        let room = store::alternative(conn, id)?.room_id;
        let spaces = rooms::store::spaces(conn, room)?;
        if !occupancy::try_lock(conn, &spaces)? {
            return Err(Error::Again);
        }
        freed.extend(let_go(conn, acting, id)?);
    }
    Ok(freed)
}

/// What the end of an alternative's hold frees, under the locks of its room; `None` when it was freed before.
fn let_go(conn: &mut Conn, acting: Acting, id: AlternativeId) -> Result<Option<Slot>> {
    let held = store::alternative(conn, id)?;
    if !store::pass_on_hold(conn, id, acting.now)? {
        return Ok(None);
    }
    occupancy::free(conn, Taker::Alternative(id))?;
    Ok(offering::slots(conn, acting.centre, &[held])?.pop())
}
