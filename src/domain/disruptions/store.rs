//! What is to come in some rooms.

use diesel::prelude::*;

use super::Hit;
use crate::base::db::Conn;
use crate::base::db::schema::{activity, booking, session, troupe};
use crate::base::error::Result;
use crate::base::time::{Minute, Span, Wall};
use crate::domain::agreements::AgreementId;
use crate::domain::bookings::State;
use crate::domain::occupancy::{BookingId, SessionId, Taker};
use crate::domain::rooms::RoomId;

/// Approved and offered bookings and sessions in these rooms that have not ended, by start.
pub(super) fn coming(conn: &mut Conn, rooms: &[RoomId], now: Wall) -> Result<Vec<Hit>> {
    // The index is on the start; nothing lasts longer than its day.
    let today = Wall::at(now.date(), Minute::MIDNIGHT);
    let booked: Vec<(BookingId, RoomId, Wall, Wall, String, String)> = booking::table
        .inner_join(troupe::table)
        .filter(booking::room_id.eq_any(rooms))
        .filter(booking::starts_at.ge(today).and(booking::ends_at.gt(now)))
        .filter(booking::state.eq_any([State::Approved, State::Offered]))
        .select((
            booking::id,
            booking::room_id,
            booking::starts_at,
            booking::ends_at,
            troupe::name,
            troupe::name_en,
        ))
        .load(conn)?;
    type Held = (SessionId, i64, Option<RoomId>, Wall, Wall, String, String);
    let held: Vec<Held> = session::table
        .inner_join(activity::table)
        .filter(session::room_id.eq_any(rooms.iter().copied().map(Some)))
        .filter(session::starts_at.ge(today).and(session::ends_at.gt(now)))
        .filter(session::cancelled_at.is_null())
        .select((
            session::id,
            session::activity_id,
            session::room_id,
            session::starts_at,
            session::ends_at,
            activity::title,
            activity::title_en,
        ))
        .load(conn)?;
    let mut hits = Vec::with_capacity(booked.len() + held.len());
    for (id, room, starts, ends, name, name_en) in booked {
        let Ok(span) = Span::new(starts, ends) else { continue };
        hits.push(Hit { what: Taker::Booking(id), activity: None, room, span, name, name_en });
    }
    for (id, activity, room, starts, ends, name, name_en) in held {
        let (Some(room), Ok(span)) = (room, Span::new(starts, ends)) else { continue };
        hits.push(Hit { what: Taker::Session(id), activity: Some(activity), room, span, name, name_en });
    }
    hits.sort_by_key(|hit| (hit.span, hit.room));
    Ok(hits)
}

/// Approved and offered bookings under an agreement that end after a time, by start.
pub(super) fn coming_under(conn: &mut Conn, agreement: AgreementId, after: Wall) -> Result<Vec<Hit>> {
    // The index is on the start; nothing lasts longer than its day.
    let day = Wall::at(after.date(), Minute::MIDNIGHT);
    let booked: Vec<(BookingId, RoomId, Wall, Wall, String, String)> = booking::table
        .inner_join(troupe::table)
        .filter(booking::agreement_id.eq(agreement))
        .filter(booking::starts_at.ge(day).and(booking::ends_at.gt(after)))
        .filter(booking::state.eq_any([State::Approved, State::Offered]))
        .order((booking::starts_at, booking::id))
        .select((
            booking::id,
            booking::room_id,
            booking::starts_at,
            booking::ends_at,
            troupe::name,
            troupe::name_en,
        ))
        .load(conn)?;
    let hit = |(id, room, starts, ends, name, name_en)| {
        let span = Span::new(starts, ends).ok()?;
        Some(Hit { what: Taker::Booking(id), activity: None, room, span, name, name_en })
    };
    Ok(booked.into_iter().filter_map(hit).collect())
}
