//! The one table that makes a space taken.

use chrono::Duration;
use diesel::prelude::*;

use super::{AlternativeId, BookingId, Occupancy, SessionId, Taker, Taking};
use crate::base::db::Conn;
use crate::base::db::schema::{occupancy, space};
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Span, Wall};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{self, RoomId, SpaceId};

/// Nothing occupies a space longer: a booking lies within one day, and so does a session.
pub(super) const LONGEST: Duration = Duration::minutes(24 * 60 + rooms::MOST_TURNAROUND as i64);

/// Locks spaces by id until the transaction ends. SQLite's transactions already write one at a time.
pub fn lock(conn: &mut Conn, spaces: &[SpaceId]) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            space::table
                .filter(space::id.eq_any(spaces))
                .order(space::id)
                .select(space::id)
                .for_update()
                .load::<SpaceId>(postgres)?;
        }
    }
    #[cfg(not(feature = "postgres"))]
    let _ = (spaces, space::id);
    Ok(())
}

/// [`lock`] without waiting: false when somebody else has one of them. For an act that has locks already which come
/// later in the order of the house.
pub fn try_lock(conn: &mut Conn, spaces: &[SpaceId]) -> Result<bool> {
    #[cfg(not(feature = "postgres"))]
    let _ = spaces;
    match conn {
        Conn::Sqlite(_) => Ok(true),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let locked = space::table
                .filter(space::id.eq_any(spaces))
                .select(space::id)
                .for_update()
                .skip_locked()
                .load::<SpaceId>(postgres)?;
            Ok(locked.len() == spaces.len())
        }
    }
}

/// Locks all spaces that some rooms are made of, by id, and returns them. [`Error::Again`] when a room was made
/// of others while this waited: run the act anew.
pub fn lock_rooms(conn: &mut Conn, rooms: &[RoomId]) -> Result<Vec<SpaceId>> {
    let spaces = made_of(conn, rooms)?;
    lock(conn, &spaces)?;
    if !matches!(conn, Conn::Sqlite(_)) && made_of(conn, rooms)? != spaces {
        return Err(Error::Again);
    }
    Ok(spaces)
}

fn made_of(conn: &mut Conn, rooms: &[RoomId]) -> Result<Vec<SpaceId>> {
    let mut spaces = Vec::new();
    for room in rooms {
        spaces.extend(rooms::store::spaces(conn, *room)?);
    }
    spaces.sort();
    spaces.dedup();
    Ok(spaces)
}

/// Takes the spaces for `[start, end + turnaround)`, after removing holds that have expired; only until a moment
/// where one is given, which makes it a hold.
///
/// The caller holds their locks. Whatever is in the way is returned and nothing is written.
pub fn take(
    conn: &mut Conn,
    spaces: &[SpaceId],
    span: Span,
    turnaround_minutes: i32,
    taker: Taker,
    until: Option<Instant>,
    now: Instant,
) -> Result<Taking> {
    if spaces.is_empty() {
        return Err(Error::fault("a room without spaces cannot be taken"));
    }
    let there = there(conn, spaces, span, turnaround_minutes)?;
    let (over, in_the_way): (Vec<_>, Vec<_>) =
        there.into_iter().partition(|(_, until)| until.is_some_and(|until| until <= now));
    if !in_the_way.is_empty() {
        return Ok(Taking::InTheWay(in_the_way.into_iter().map(|(one, _)| one).collect()));
    }
    for (hold, _) in over {
        free(conn, hold.taker)?;
    }
    let (booking, session, alternative) = match taker {
        Taker::Booking(id) => (Some(id), None, None),
        Taker::Session(id) => (None, Some(id), None),
        Taker::Alternative(id) => (None, None, Some(id)),
    };
    for space in spaces {
        crate::query!(
            conn,
            diesel::insert_into(occupancy::table)
                .values((
                    occupancy::space_id.eq(space),
                    occupancy::starts_at.eq(span.start()),
                    occupancy::ends_at.eq(span.end_with(turnaround_minutes)),
                    occupancy::booking_id.eq(booking),
                    occupancy::session_id.eq(session),
                    occupancy::alternative_id.eq(alternative),
                    occupancy::held_until.eq(until),
                ))
                .execute(conn)
        )?;
    }
    Ok(Taking::Taken)
}

/// Frees what a booking, a session or a hold takes.
pub fn free(conn: &mut Conn, taker: Taker) -> Result<()> {
    match taker {
        Taker::Booking(id) => crate::query!(
            conn,
            diesel::delete(occupancy::table.filter(occupancy::booking_id.eq(id))).execute(conn)
        )?,
        Taker::Session(id) => crate::query!(
            conn,
            diesel::delete(occupancy::table.filter(occupancy::session_id.eq(id))).execute(conn)
        )?,
        Taker::Alternative(id) => crate::query!(
            conn,
            diesel::delete(occupancy::table.filter(occupancy::alternative_id.eq(id))).execute(conn)
        )?,
    };
    Ok(())
}

/// What stands in the way of a span with its turnaround; a hold that has expired does not.
pub fn clashing(
    conn: &mut Conn,
    spaces: &[SpaceId],
    span: Span,
    turnaround_minutes: i32,
    now: Instant,
) -> Result<Vec<Occupancy>> {
    let there = there(conn, spaces, span, turnaround_minutes)?;
    Ok(there
        .into_iter()
        .filter(|(_, until)| until.is_none_or(|until| until > now))
        .map(|(one, _)| one)
        .collect())
}

/// What overlaps a span with its turnaround, and until when it is held if it is.
fn there(
    conn: &mut Conn,
    spaces: &[SpaceId],
    span: Span,
    turnaround_minutes: i32,
) -> Result<Vec<(Occupancy, Option<Instant>)>> {
    let (from, to) = (span.start(), span.end_with(turnaround_minutes));
    let mut found = Vec::new();
    // A room has one or two spaces: asked for one by one, the statement is prepared once for all.
    for space in spaces {
        let rows = crate::query!(
            conn,
            occupancy::table
                .filter(occupancy::space_id.eq(space))
                .filter(occupancy::ends_at.gt(from).and(occupancy::ends_at.lt(to.plus(LONGEST))))
                .filter(occupancy::starts_at.lt(to))
                .order(occupancy::ends_at)
                .select((COLUMNS, occupancy::held_until))
                .load::<(Row, Option<Instant>)>(conn)
        )?;
        found.extend(rows);
    }
    found.into_iter().map(|(row, until)| Ok((to_occupancy(row)?, until))).collect()
}

/// All that overlaps `[from, to)` in a centre, by space and start, but holds that have expired.
pub fn in_centre(
    conn: &mut Conn,
    centre: CentreId,
    from: Wall,
    to: Wall,
    now: Instant,
) -> Result<Vec<Occupancy>> {
    let rows = crate::query!(
        conn,
        overlapping(centre, from, to, now)
            .order((occupancy::space_id, occupancy::ends_at))
            .select(COLUMNS)
            .load::<Row>(conn)
    )?;
    rows.into_iter().map(to_occupancy).collect()
}

pub(super) type Row = (SpaceId, Wall, Wall, Option<BookingId>, Option<SessionId>, Option<AlternativeId>);
type Columns = (
    occupancy::space_id,
    occupancy::starts_at,
    occupancy::ends_at,
    occupancy::booking_id,
    occupancy::session_id,
    occupancy::alternative_id,
);
const COLUMNS: Columns = (
    occupancy::space_id,
    occupancy::starts_at,
    occupancy::ends_at,
    occupancy::booking_id,
    occupancy::session_id,
    occupancy::alternative_id,
);

/// The rows of [`in_centre`], for queries about what takes the spaces.
///
/// Occupancies of a space never overlap, so their ends are in the same order as their starts: with an upper
/// bound on the end the index on (space, end) reads what is wanted and a good day more, however much the
/// future holds.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn overlapping(centre: CentreId, from: Wall, to: Wall, now: Instant) -> _ {
    let latest: Wall = to.plus(LONGEST);
    let spaces = space::table.filter(space::centre_id.eq(centre)).select(space::id);
    occupancy::table
        .filter(occupancy::space_id.eq_any(spaces))
        .filter(occupancy::ends_at.gt(from))
        .filter(occupancy::ends_at.lt(latest))
        .filter(occupancy::starts_at.lt(to))
        .filter(occupancy::held_until.is_null().or(occupancy::held_until.gt(now)))
}

pub(super) fn to_occupancy(
    (space, starts_at, ends_at, booking, session, alternative): Row,
) -> Result<Occupancy> {
    let taker = match (booking, session, alternative) {
        (Some(id), ..) => Taker::Booking(id),
        (None, Some(id), _) => Taker::Session(id),
        (None, None, Some(id)) => Taker::Alternative(id),
        (None, None, None) => return Err(Error::fault("an occupancy of nothing")),
    };
    Ok(Occupancy { space, starts_at, ends_at, taker })
}
