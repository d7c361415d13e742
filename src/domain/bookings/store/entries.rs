//! What a board shows, from what takes the spaces: bookings, sessions, and what is held.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{activity, alternative, booking, occupancy, room, session, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Span, Wall};
use crate::domain::bookings::board::Entry;
use crate::domain::bookings::{BookingId, State};
use crate::domain::centres::CentreId;
use crate::domain::occupancy::store::overlapping;
use crate::domain::occupancy::{ActivityState, AlternativeId, SessionId, Taker};
use crate::domain::rooms::{Access, Catalogue, RoomId};

/// What takes a centre's rooms between two times, in no order.
pub(in crate::domain::bookings) fn entries(
    conn: &mut Conn,
    centre: CentreId,
    catalogue: &Catalogue,
    from: Wall,
    to: Wall,
    now: Instant,
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    // A hall is taken in each of its halves.
    let mut seen: HashSet<Taker> = HashSet::new();
    let mut held = false;
    for ((booking, session, alternative), by_troupe, by_activity) in takers(conn, centre, from, to, now)? {
        held |= alternative.is_some();
        if let (Some(id), Some((state, row))) = (booking, by_troupe) {
            let taker = Taker::Booking(id);
            if seen.insert(taker) {
                entries.push(entry(catalogue, taker, row, state != State::Approved, None)?);
            }
        } else if let (
            Some(id),
            Some((activity, room, starts_at, ends_at, turnaround, public, title, title_en)),
        ) = (session, by_activity)
        {
            let (taker, Some(room)) = (Taker::Session(id), room) else { continue };
            if seen.insert(taker) {
                let row = (room, starts_at, ends_at, turnaround, public, title, title_en);
                entries.push(entry(catalogue, taker, row, false, Some(activity))?);
            }
        }
    }
    // Few are, and rarely any.
    if held {
        for (id, row) in holds(conn, centre, from, to, now)? {
            entries.push(entry(catalogue, Taker::Alternative(id), row, true, None)?);
        }
    }
    Ok(entries)
}

/// Room, from, to, turnaround, whether it may be named, its two names.
type Row = (RoomId, Wall, Wall, i32, bool, String, String);
type SessionRow = (i64, Option<RoomId>, Wall, Wall, i32, bool, String, String);
type Takers =
    ((Option<BookingId>, Option<SessionId>, Option<AlternativeId>), Option<(State, Row)>, Option<SessionRow>);

/// A row for each space that is taken, with what takes it: one statement, which looks through the occupancies once.
fn takers(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall, now: Instant) -> Result<Vec<Takers>> {
    Ok(crate::query!(
        conn,
        overlapping(centre, from, to, now)
            .left_join(booking::table)
            .left_join(troupe::table.on(troupe::id.nullable().eq(booking::troupe_id.nullable())))
            .left_join(session::table.on(session::id.nullable().eq(occupancy::session_id)))
            .left_join(activity::table.on(activity::id.nullable().eq(session::activity_id.nullable())))
            .select((
                (occupancy::booking_id, occupancy::session_id, occupancy::alternative_id),
                (
                    booking::state,
                    (
                        booking::room_id,
                        booking::starts_at,
                        booking::ends_at,
                        booking::turnaround_minutes,
                        troupe::named,
                        troupe::name,
                        troupe::name_en,
                    ),
                )
                    .nullable(),
                (
                    activity::id,
                    session::room_id,
                    session::starts_at,
                    session::ends_at,
                    session::turnaround_minutes,
                    activity::state.eq(ActivityState::Published),
                    activity::title,
                    activity::title_en,
                )
                    .nullable(),
            ))
            .load::<Takers>(conn)
    )?)
}

/// What is held for troupes that may take it instead of what they lost.
fn holds(
    conn: &mut Conn,
    centre: CentreId,
    from: Wall,
    to: Wall,
    now: Instant,
) -> Result<Vec<(AlternativeId, Row)>> {
    let taking = overlapping(centre, from, to, now)
        // Their index is smaller than that of the time.
        .filter(occupancy::alternative_id.is_not_null())
        .select(occupancy::alternative_id.assume_not_null());
    Ok(crate::query!(
        conn,
        alternative::table
            .inner_join(room::table)
            .inner_join(booking::table.on(booking::id.eq(alternative::booking_id)))
            .inner_join(troupe::table.on(troupe::id.eq(booking::troupe_id)))
            .filter(alternative::id.eq_any(taking))
            .select((
                alternative::id,
                (
                    room::id,
                    alternative::starts_at,
                    alternative::ends_at,
                    room::turnaround_minutes,
                    troupe::named,
                    troupe::name,
                    troupe::name_en,
                ),
            ))
            .load::<(AlternativeId, Row)>(conn)
    )?)
}

fn entry(catalogue: &Catalogue, taker: Taker, row: Row, held: bool, activity: Option<i64>) -> Result<Entry> {
    let (room, starts_at, ends_at, turnaround_minutes, named, name, name_en) = row;
    let span = Span::new(starts_at, ends_at).map_err(crate::base::error::Error::fault)?;
    let public = named && catalogue.room(room).is_some_and(|room| room.access != Access::Private);
    let draft = activity.is_some() && !named;
    Ok(Entry { taker, room, span, turnaround_minutes, name, name_en, public, held, activity, draft })
}
