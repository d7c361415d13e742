//! What the centre takes away and offers instead.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{OfferedAlternative, to_booked};
use crate::base::db::Conn;
use crate::base::db::schema::{alternative, booking, disruption, history, room};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::displacing::Cause;
use crate::domain::bookings::sharing_out::Offer;
use crate::domain::bookings::{AlternativeId, Booked, Booking, BookingId, Slot, State};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{self, RoomId};

/// A centre's bookings that take a room (approved, offered, or kept for staff to decide) and that end after a time and begin before another, by start.
pub fn standing(conn: &mut Conn, centre: CentreId, after: Wall, before: Wall) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::centre_id.eq(centre))
            // The index is on the start; nothing lasts longer than its day.
            .filter(booking::starts_at.ge(Wall::at(after.date(), Minute::MIDNIGHT)))
            .filter(booking::starts_at.lt(before).and(booking::ends_at.gt(after)))
            .filter(booking::state.eq_any([State::Approved, State::Offered, State::Requested]))
            .order((booking::starts_at, booking::id))
            .load(conn)
    )?;
    // Of the requests those that came from the line, and whose slot waits for the staff's decision.
    let takes = |one: &Booked| one.booking.state.occupies() || one.booking.offered_until.is_some();
    Ok(rows.into_iter().map(to_booked).filter(takes).collect())
}

/// Some bookings of a centre, by start.
pub fn booked_among(conn: &mut Conn, centre: CentreId, ids: &[BookingId]) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::centre_id.eq(centre).and(booking::id.eq_any(ids)))
            .order((booking::starts_at, booking::id))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// What an act of the centre took away or cut, by start.
pub fn hit_by(conn: &mut Conn, centre: CentreId, disruption: i64) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::centre_id.eq(centre).and(booking::disruption_id.eq(disruption)))
            .order((booking::starts_at, booking::id))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// The act of the centre that took a booking away or cut it.
pub fn disruption_of(conn: &mut Conn, id: BookingId) -> Result<Option<i64>> {
    Ok(booking::table.filter(booking::id.eq(id)).select(booking::disruption_id).first(conn)?)
}

/// How often each troupe's bookings were taken away for the centre's sake, of those that would have begun since a
/// time. What a troupe lost with its own agreement is not among them.
pub fn displaced_since(conn: &mut Conn, troupes: &[TroupeId], since: Wall) -> Result<HashMap<TroupeId, i64>> {
    let rows: Vec<(TroupeId, i64)> = booking::table
        .inner_join(disruption::table.on(disruption::id.nullable().eq(booking::disruption_id)))
        .filter(booking::troupe_id.eq_any(troupes))
        .filter(booking::state.eq(State::Displaced).and(booking::starts_at.ge(since)))
        .filter(disruption::cause.ne(Cause::Agreement))
        .group_by(booking::troupe_id)
        .select((booking::troupe_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What is held at a moment for some bookings that were taken away, by number.
pub fn held_for(conn: &mut Conn, bookings: &[BookingId], now: Instant) -> Result<Vec<OfferedAlternative>> {
    Ok(alternative::table
        .filter(alternative::booking_id.eq_any(bookings))
        .filter(alternative::held_until.gt(now).and(alternative::taken_as.is_null()))
        .order(alternative::id)
        .select(OfferedAlternative::as_select())
        .load(conn)?)
}

/// Some alternatives, by number.
pub fn alternatives_among(conn: &mut Conn, ids: &[AlternativeId]) -> Result<Vec<OfferedAlternative>> {
    Ok(alternative::table
        .filter(alternative::id.eq_any(ids))
        .order(alternative::id)
        .select(OfferedAlternative::as_select())
        .load(conn)?)
}

/// The bookings made instead of some others, the latest first.
pub fn replacements(conn: &mut Conn, of: &[BookingId]) -> Result<Vec<Booking>> {
    Ok(booking::table
        .filter(booking::replaces.eq_any(of.iter().copied().map(Some)))
        .order(booking::id.desc())
        .select(Booking::as_select())
        .load(conn)?)
}

pub(in crate::domain::bookings) fn insert_held(
    conn: &mut Conn,
    lost: BookingId,
    offer: &Offer,
    disruption: i64,
    now: Instant,
) -> Result<AlternativeId> {
    let new = &offer.alternative;
    Ok(diesel::insert_into(alternative::table)
        .values((
            alternative::booking_id.eq(lost),
            alternative::room_id.eq(new.room),
            alternative::starts_at.eq(new.span.start()),
            alternative::ends_at.eq(new.span.end()),
            alternative::created_at.eq(now),
            alternative::held_until.eq(offer.until),
            alternative::disruption_id.eq(disruption),
        ))
        .returning(alternative::id)
        .get_result(conn)?)
}

/// From now on it is not held; the caller passes on what is free by it.
pub(in crate::domain::bookings) fn end_hold(conn: &mut Conn, id: AlternativeId, now: Instant) -> Result<()> {
    diesel::update(alternative::table.filter(alternative::id.eq(id)))
        .set((alternative::held_until.eq(now), alternative::passed_on_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Notes that what was held until its time was over is passed on now; false when it was before, or was taken.
pub(in crate::domain::bookings) fn pass_on_hold(
    conn: &mut Conn,
    id: AlternativeId,
    now: Instant,
) -> Result<bool> {
    let over = alternative::table
        .filter(alternative::id.eq(id))
        .filter(alternative::held_until.le(now))
        .filter(alternative::taken_as.is_null().and(alternative::passed_on_at.is_null()));
    Ok(diesel::update(over).set(alternative::passed_on_at.eq(now)).execute(conn)? == 1)
}

/// Alternatives of a centre that are held no longer, and that nobody had the turn for yet; by number.
pub fn holds_over(conn: &mut Conn, centre: CentreId, now: Instant) -> Result<Vec<AlternativeId>> {
    Ok(crate::query!(
        conn,
        alternative::table
            .inner_join(room::table)
            .filter(room::centre_id.eq(centre))
            .filter(alternative::held_until.le(now))
            .filter(alternative::taken_as.is_null().and(alternative::passed_on_at.is_null()))
            .order(alternative::id)
            .select(alternative::id)
            .load(conn)
    )?)
}

/// Of those the ones that share a space with a slot's room and overlap it, turnaround included.
pub(in crate::domain::bookings) fn holds_over_at(
    conn: &mut Conn,
    slot: Slot,
    now: Instant,
) -> Result<Vec<AlternativeId>> {
    let Slot { room, span, turnaround_minutes } = slot;
    let over = crate::query!(
        conn,
        alternative::table
            .inner_join(room::table)
            .filter(alternative::held_until.le(now))
            .filter(alternative::taken_as.is_null().and(alternative::passed_on_at.is_null()))
            .filter(alternative::starts_at.ge(Wall::at(span.date(), Minute::MIDNIGHT)))
            .filter(alternative::starts_at.lt(span.end_with(turnaround_minutes)))
            .order(alternative::id)
            .select((alternative::id, room::id, alternative::ends_at, room::turnaround_minutes))
            .load::<(AlternativeId, RoomId, Wall, i32)>(conn)
    )?;
    if over.is_empty() {
        return Ok(Vec::new());
    }
    let spaces = rooms::store::spaces(conn, room)?;
    let mut there = Vec::new();
    for (id, other, ends_at, turnaround) in over {
        let lasts = ends_at.plus(chrono::Duration::minutes(turnaround.into())) > span.start();
        if lasts && rooms::store::spaces(conn, other)?.iter().any(|space| spaces.contains(space)) {
            there.push(id);
        }
    }
    Ok(there)
}

pub(in crate::domain::bookings) fn set_disruption(
    conn: &mut Conn,
    id: BookingId,
    disruption: i64,
) -> Result<()> {
    diesel::update(booking::table.filter(booking::id.eq(id)))
        .set(booking::disruption_id.eq(disruption))
        .execute(conn)?;
    Ok(())
}

pub(in crate::domain::bookings) fn set_end(conn: &mut Conn, id: BookingId, end: Wall) -> Result<()> {
    diesel::update(booking::table.filter(booking::id.eq(id))).set(booking::ends_at.eq(end)).execute(conn)?;
    Ok(())
}

/// What was kept in place of lost bookings and ended between two moments: by which act, and for which troupe.
pub(in crate::domain::bookings) fn kept_until_lately(
    conn: &mut Conn,
    centre: CentreId,
    after: Instant,
    until: Instant,
) -> Result<Vec<(i64, TroupeId)>> {
    let ended = alternative::table
        .inner_join(booking::table.on(booking::id.eq(alternative::booking_id)))
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Displaced)))
        .filter(alternative::held_until.gt(after).and(alternative::held_until.le(until)))
        .filter(alternative::taken_as.is_null());
    Ok(ended.select((alternative::disruption_id.assume_not_null(), booking::troupe_id)).load(conn)?)
}

/// All that one act kept for a troupe, whatever became of it.
pub(in crate::domain::bookings) fn kept_by(
    conn: &mut Conn,
    disruption: i64,
    troupe: TroupeId,
) -> Result<Vec<OfferedAlternative>> {
    let kept = alternative::table
        .inner_join(booking::table.on(booking::id.eq(alternative::booking_id)))
        .filter(alternative::disruption_id.eq(disruption).and(alternative::held_until.is_not_null()))
        .filter(booking::troupe_id.eq(troupe));
    Ok(kept.order(alternative::id).select(OfferedAlternative::as_select()).load(conn)?)
}

/// When the leaders of some lost bookings last said, or were told, what became of what was kept for them.
pub(in crate::domain::bookings) fn last_known(
    conn: &mut Conn,
    ids: &[BookingId],
) -> Result<HashMap<BookingId, Instant>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, Instant)> = history::table
        .filter(history::subject.eq("booking").and(history::subject_id.eq_any(ids)))
        .filter(history::act.eq_any(["needs_none", "offer_gone", "unanswered"]))
        .order(history::id)
        .select((history::subject_id, history::at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, at)| (BookingId(id), at)).collect())
}
