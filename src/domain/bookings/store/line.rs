//! Who is in line, and what is kept for whom until when.

use diesel::prelude::*;

use super::to_booked;
use crate::base::db::Conn;
use crate::base::db::schema::{booking, history, room_space};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements::{AgreementId, Gap};
use crate::domain::bookings::{Booked, Booking, BookingId, Slot, State};
use crate::domain::centres::CentreId;

/// Open requests that want a space of a slot's room at a time that overlaps, turnaround included; oldest first.
pub fn rivals(conn: &mut Conn, slot: Slot) -> Result<Vec<Booked>> {
    wanting(conn, slot, &[State::Requested, State::Waiting])
}

/// Bookings in some states that want or have a space of a slot's room at a time that overlaps, in the order of the
/// line.
pub(in crate::domain::bookings) fn wanting(
    conn: &mut Conn,
    slot: Slot,
    states: &[State],
) -> Result<Vec<Booked>> {
    let Slot { room, span, turnaround_minutes } = slot;
    let own_space = diesel::alias!(room_space as own_space);
    let own = own_space
        .filter(own_space.field(room_space::room_id).eq(room))
        .select(own_space.field(room_space::space_id));
    let sharing = room_space::table.filter(room_space::space_id.eq_any(own)).select(room_space::room_id);
    let day = span.date();
    // A list of any length would be a statement of its own each time; one of four is one, whatever it repeats.
    let nth = |place: usize| *states.get(place).or(states.first()).unwrap_or(&State::Requested);
    let among = booking::state
        .eq(nth(0))
        .or(booking::state.eq(nth(1)))
        .or(booking::state.eq(nth(2)))
        .or(booking::state.eq(nth(3)));
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::room_id.eq_any(sharing))
            .filter(among)
            .filter(booking::starts_at.ge(Wall::at(day, Minute::MIDNIGHT)))
            .filter(booking::starts_at.lt(span.end_with(turnaround_minutes)))
            .order((booking::requested_at, booking::id))
            .load(conn)
    )?;
    Ok(rows
        .into_iter()
        .map(to_booked)
        .filter(|one| {
            one.booking
                .span()
                .is_ok_and(|other| other.end_with(one.booking.turnaround_minutes) > span.start())
        })
        .collect())
}

/// Bookings of a centre whose offer or hold has ended, and open ones whose start has come.
pub fn overdue(conn: &mut Conn, centre: CentreId, at: Wall, now: Instant) -> Result<Vec<BookingId>> {
    let open = booking::state.eq_any([State::Requested, State::Waiting, State::Offered]);
    Ok(crate::query!(
        conn,
        booking::table
            .filter(booking::centre_id.eq(centre).and(open))
            .filter(booking::starts_at.le(at).or(booking::offered_until.assume_not_null().le(now)))
            .order(booking::id)
            .select(booking::id)
            .load(conn)
    )?)
}

/// Says until when the slot is kept for a booking; the occupancy says the same.
pub(in crate::domain::bookings) fn keep_until(
    conn: &mut Conn,
    id: BookingId,
    until: Option<Instant>,
) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(booking::table.filter(booking::id.eq(id)))
            .set(booking::offered_until.eq(until))
            .execute(conn)
    )?;
    Ok(())
}

/// Says under which agreement a booking is by now, and what that does not cover about it.
pub(in crate::domain::bookings) fn set_terms(
    conn: &mut Conn,
    id: BookingId,
    agreement: Option<AgreementId>,
    exception: Option<Gap>,
) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(booking::table.filter(booking::id.eq(id)))
            .set((booking::agreement_id.eq(agreement), booking::exception.eq(exception)))
            .execute(conn)
    )?;
    Ok(())
}

/// True for a request that waited and came before staff when its slot was free again.
pub fn came_from_the_line(conn: &mut Conn, id: BookingId) -> Result<bool> {
    let freed: i64 = crate::query!(
        conn,
        history::table
            .filter(history::subject.eq("booking").and(history::subject_id.eq(id.0)))
            .filter(history::act.eq("freed"))
            .count()
            .get_result(conn)
    )?;
    Ok(freed > 0)
}

/// Of something that was taken away: its leaders said that they need none of what was kept instead.
pub fn declined(conn: &mut Conn, lost: BookingId) -> Result<bool> {
    let said: i64 = crate::query!(
        conn,
        history::table
            .filter(history::subject.eq("booking").and(history::subject_id.eq(lost.0)))
            .filter(history::act.eq("needs_none"))
            .count()
            .get_result(conn)
    )?;
    Ok(said > 0)
}

/// A centre's waiting requests that end after a time, in the order in which they were made.
pub fn waiting(conn: &mut Conn, centre: CentreId, after: Wall) -> Result<Vec<Booking>> {
    Ok(crate::query!(
        conn,
        booking::table
            .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Waiting)))
            .filter(booking::ends_at.gt(after))
            .order((booking::requested_at, booking::id))
            .select(Booking::as_select())
            .load(conn)
    )?)
}
