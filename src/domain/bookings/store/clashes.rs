//! What stands in the way of a wish, and what was offered instead.

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{activity, alternative, booking, room, session, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::{AlternativeId, BookingId, Clash};
use crate::domain::occupancy::{Occupancy, SessionId, Taker};
use crate::domain::rooms::{Access, RoomId};

/// What stands in the way, in words that anybody may read: a troupe only if it chose to be named, an activity
/// only if it is published, and of a private room nothing.
pub fn clashes(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    let rows = rows(conn, in_the_way)?.into_iter();
    Ok(rows
        .map(|(room, starts_at, ends_at, access, public, name, name_en)| Clash {
            room,
            starts_at,
            ends_at,
            name: (public && access != Access::Private).then_some((name, name_en)),
        })
        .collect())
}

/// The same for staff of the centre: every troupe and activity by its name, drafts marked as such.
pub fn clashes_for_staff(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    let drafts = drafts(conn, in_the_way)?;
    let rows = rows(conn, in_the_way)?.into_iter();
    Ok(rows
        .map(|(room, starts_at, ends_at, _, _, mut name, mut name_en)| {
            if drafts.contains(&(room, starts_at)) {
                (name, name_en) = marked_as_draft(&name, &name_en);
            }
            let name = (!name.is_empty()).then_some((name, name_en));
            Clash { room, starts_at, ends_at, name }
        })
        .collect())
}

/// 太极拳（草稿） / Taiji (draft).
fn marked_as_draft(name: &str, name_en: &str) -> (String, String) {
    let english = if name_en.is_empty() { name } else { name_en };
    (format!("{name}（草稿）"), format!("{english} (draft)"))
}

/// Where and when sessions of drafts are among what stands in the way.
fn drafts(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<(RoomId, Wall)>> {
    let sessions = in_the_way.iter().filter_map(|one| match one.taker {
        Taker::Session(id) => Some(id),
        Taker::Booking(_) | Taker::Alternative(_) => None,
    });
    let sessions: Vec<SessionId> = sessions.collect();
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    Ok(crate::query!(
        conn,
        session::table
            .inner_join(room::table)
            .inner_join(activity::table)
            .filter(session::id.eq_any(sessions).and(activity::state.eq("draft")))
            .select((room::id, session::starts_at))
            .load(conn)
    )?)
}

type Row = (RoomId, Wall, Wall, Access, bool, String, String);

/// Room, from, to, who may come in, whether it may be named, its two names; by start.
fn rows(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Row>> {
    let mut bookings: Vec<BookingId> = Vec::new();
    let mut sessions: Vec<SessionId> = Vec::new();
    let mut holds: Vec<AlternativeId> = Vec::new();
    for taken in in_the_way {
        match taken.taker {
            Taker::Booking(id) => bookings.push(id),
            Taker::Session(id) => sessions.push(id),
            Taker::Alternative(id) => holds.push(id),
        }
    }
    let mut rows = crate::query!(
        conn,
        booking::table
            .inner_join(room::table)
            .inner_join(troupe::table)
            .filter(booking::id.eq_any(bookings))
            .select((
                room::id,
                booking::starts_at,
                booking::ends_at,
                room::access,
                troupe::named,
                troupe::name,
                troupe::name_en,
            ))
            .load::<Row>(conn)
    )?;
    if !sessions.is_empty() {
        rows.extend(crate::query!(
            conn,
            session::table
                .inner_join(room::table)
                .inner_join(activity::table)
                .filter(session::id.eq_any(sessions))
                .select((
                    room::id,
                    session::starts_at,
                    session::ends_at,
                    room::access,
                    activity::state.eq("published"),
                    activity::title,
                    activity::title_en,
                ))
                .load::<Row>(conn)
        )?);
    }
    if !holds.is_empty() {
        let held = crate::query!(
            conn,
            alternative::table
                .inner_join(room::table)
                .filter(alternative::id.eq_any(holds))
                .select((room::id, alternative::starts_at, alternative::ends_at, room::access))
                .load::<(RoomId, Wall, Wall, Access)>(conn)
        )?;
        // For whom is nobody's business.
        rows.extend(held.into_iter().map(|(room, starts_at, ends_at, access)| {
            (room, starts_at, ends_at, access, false, String::new(), String::new())
        }));
    }
    rows.sort_by_key(|row| row.1);
    Ok(rows)
}

/// An alternative as it was offered.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = alternative)]
pub struct OfferedAlternative {
    pub id: AlternativeId,
    pub booking_id: BookingId,
    pub room_id: RoomId,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub taken_as: Option<BookingId>,
    /// Until when it is held, or was, by the act that took the booking away.
    pub held_until: Option<Instant>,
    pub disruption_id: Option<i64>,
}

pub(in crate::domain::bookings) fn insert_alternative(
    conn: &mut Conn,
    booking: BookingId,
    new: &Alternative,
    now: Instant,
) -> Result<AlternativeId> {
    Ok(crate::query!(
        conn,
        diesel::insert_into(alternative::table)
            .values((
                alternative::booking_id.eq(booking),
                alternative::room_id.eq(new.room),
                alternative::starts_at.eq(new.span.start()),
                alternative::ends_at.eq(new.span.end()),
                alternative::created_at.eq(now),
            ))
            .returning(alternative::id)
            .get_result(conn)
    )?)
}

/// One alternative.
pub fn alternative(conn: &mut Conn, id: AlternativeId) -> Result<OfferedAlternative> {
    Ok(crate::query!(
        conn,
        alternative::table.filter(alternative::id.eq(id)).select(OfferedAlternative::as_select()).first(conn)
    )?)
}

/// The alternatives offered for some bookings.
pub fn alternatives_of(conn: &mut Conn, bookings: &[BookingId]) -> Result<Vec<OfferedAlternative>> {
    Ok(crate::query!(
        conn,
        alternative::table
            .filter(alternative::booking_id.eq_any(bookings))
            .order(alternative::id)
            .select(OfferedAlternative::as_select())
            .load(conn)
    )?)
}

pub(in crate::domain::bookings) fn mark_taken(
    conn: &mut Conn,
    id: AlternativeId,
    taken_as: BookingId,
) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(alternative::table.filter(alternative::id.eq(id)))
            .set(alternative::taken_as.eq(taken_as))
            .execute(conn)
    )?;
    Ok(())
}
