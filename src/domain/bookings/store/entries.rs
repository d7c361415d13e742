//! What a board shows, from what takes the spaces: bookings, sessions, and what is held.

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{activity, alternative, booking, occupancy, room, session, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Span, Wall};
use crate::domain::bookings::board::Entry;
use crate::domain::bookings::{BookingId, State};
use crate::domain::centres::CentreId;
use crate::domain::occupancy::store::overlapping;
use crate::domain::occupancy::{AlternativeId, SessionId, Taker};
use crate::domain::rooms::{Access, RoomId};

/// What takes rooms between two times, in no order.
pub(in crate::domain::bookings) fn entries(
    conn: &mut Conn,
    centre: CentreId,
    from: Wall,
    to: Wall,
    now: Instant,
) -> Result<Vec<Entry>> {
    let mut entries = bookings(conn, centre, from, to, now)?;
    entries.extend(sessions(conn, centre, from, to, now)?);
    entries.extend(holds(conn, centre, from, to, now)?);
    Ok(entries)
}

type Row = (RoomId, Wall, Wall, i32, Access, bool, String, String);

fn bookings(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall, now: Instant) -> Result<Vec<Entry>> {
    let taking = overlapping(centre, from, to, now).select(occupancy::booking_id.assume_not_null());
    let rows = crate::query!(
        conn,
        booking::table
            .inner_join(room::table)
            .inner_join(troupe::table)
            .filter(booking::id.eq_any(taking))
            .select((
                (booking::id, booking::state),
                (
                    room::id,
                    booking::starts_at,
                    booking::ends_at,
                    booking::turnaround_minutes,
                    room::access,
                    troupe::named,
                    troupe::name,
                    troupe::name_en,
                ),
            ))
            .load::<((BookingId, State), Row)>(conn)
    )?;
    rows.into_iter()
        .map(|((id, state), row)| entry(Taker::Booking(id), row, state != State::Approved, None))
        .collect()
}

fn sessions(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall, now: Instant) -> Result<Vec<Entry>> {
    let taking = overlapping(centre, from, to, now).select(occupancy::session_id.assume_not_null());
    let rows = crate::query!(
        conn,
        session::table
            .inner_join(room::table)
            .inner_join(activity::table)
            .filter(session::id.eq_any(taking))
            .select((
                (session::id, activity::id),
                (
                    room::id,
                    session::starts_at,
                    session::ends_at,
                    session::turnaround_minutes,
                    room::access,
                    activity::state.eq("published"),
                    activity::title,
                    activity::title_en,
                ),
            ))
            .load::<((SessionId, i64), Row)>(conn)
    )?;
    rows.into_iter()
        .map(|((id, activity), row)| entry(Taker::Session(id), row, false, Some(activity)))
        .collect()
}

/// What is held for troupes that may take it instead of what they lost.
fn holds(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall, now: Instant) -> Result<Vec<Entry>> {
    let taking = overlapping(centre, from, to, now)
        // Few are: their index is smaller than that of the time.
        .filter(occupancy::alternative_id.is_not_null())
        .select(occupancy::alternative_id.assume_not_null());
    let rows = crate::query!(
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
                    room::access,
                    troupe::named,
                    troupe::name,
                    troupe::name_en,
                ),
            ))
            .load::<(AlternativeId, Row)>(conn)
    )?;
    rows.into_iter().map(|(id, row)| entry(Taker::Alternative(id), row, true, None)).collect()
}

fn entry(taker: Taker, row: Row, held: bool, activity: Option<i64>) -> Result<Entry> {
    let (room, starts_at, ends_at, turnaround_minutes, access, named, name, name_en) = row;
    let span = Span::new(starts_at, ends_at).map_err(crate::base::error::Error::fault)?;
    let public = named && access != Access::Private;
    Ok(Entry { taker, room, span, turnaround_minutes, name, name_en, public, held, activity })
}
