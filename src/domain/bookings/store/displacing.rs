//! What the centre takes away and offers instead.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{OfferedAlternative, to_booked};
use crate::base::db::Conn;
use crate::base::db::schema::{alternative, booking};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::sharing_out::Offer;
use crate::domain::bookings::{AlternativeId, Booked, Booking, BookingId, State};
use crate::domain::centres::CentreId;

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

/// How often each troupe's bookings were taken away by the centre, of those that would have begun since a time.
pub fn displaced_since(conn: &mut Conn, troupes: &[TroupeId], since: Wall) -> Result<HashMap<TroupeId, i64>> {
    let rows: Vec<(TroupeId, i64)> = booking::table
        .filter(booking::troupe_id.eq_any(troupes))
        .filter(booking::state.eq(State::Displaced).and(booking::starts_at.ge(since)))
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

/// From now on it is not held.
pub(in crate::domain::bookings) fn end_hold(conn: &mut Conn, id: AlternativeId, now: Instant) -> Result<()> {
    diesel::update(alternative::table.filter(alternative::id.eq(id)))
        .set(alternative::held_until.eq(now))
        .execute(conn)?;
    Ok(())
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
