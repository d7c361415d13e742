//! What stands in the way of a wish, and what was offered instead.

use std::collections::HashMap;

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
    in_words_for(conn, in_the_way, Reader::Anybody)
}

/// The same for staff of the centre: every troupe and activity by its name, drafts marked as such.
pub fn clashes_for_staff(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    in_words_for(conn, in_the_way, Reader::Staff)
}

/// Who is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Anybody,
    Staff,
}

impl Reader {
    fn may_know(self, access: Access, public: bool) -> bool {
        self == Self::Staff || (public && access != Access::Private)
    }
}

fn in_words_for(conn: &mut Conn, in_the_way: &[Occupancy], reader: Reader) -> Result<Vec<Clash>> {
    let mut bookings: Vec<BookingId> = Vec::new();
    let mut sessions: Vec<SessionId> = Vec::new();
    let mut holds: Vec<AlternativeId> = Vec::new();
    let mut ready: HashMap<Taker, Wall> = HashMap::new();
    for taken in in_the_way {
        let last = ready.entry(taken.taker).or_insert(taken.ends_at);
        *last = taken.ends_at.max(*last);
        match taken.taker {
            Taker::Booking(id) => bookings.push(id),
            Taker::Session(id) => sessions.push(id),
            Taker::Alternative(id) => holds.push(id),
        }
    }
    type Row<Id> = (Id, RoomId, Wall, Wall, Access, bool, String, String);
    let booked = crate::query!(
        conn,
        booking::table
            .inner_join(room::table)
            .inner_join(troupe::table)
            .filter(booking::id.eq_any(bookings))
            .select((
                booking::id,
                room::id,
                booking::starts_at,
                booking::ends_at,
                room::access,
                troupe::named,
                troupe::name,
                troupe::name_en,
            ))
            .load::<Row<BookingId>>(conn)
    )?;
    let told = |taker, room, (starts_at, ends_at): (Wall, Wall), name| {
        let ready_at = ready.get(&taker).copied().unwrap_or(ends_at);
        Clash { room, starts_at, ends_at, ready_at, name }
    };
    let mut clashes: Vec<Clash> = booked
        .into_iter()
        .map(|(id, room, from, to, access, public, zh, en)| {
            told(Taker::Booking(id), room, (from, to), reader.may_know(access, public).then_some((zh, en)))
        })
        .collect();
    if !sessions.is_empty() {
        let met = crate::query!(
            conn,
            session::table
                .inner_join(room::table)
                .inner_join(activity::table)
                .filter(session::id.eq_any(sessions))
                .select((
                    (
                        session::id,
                        room::id,
                        session::starts_at,
                        session::ends_at,
                        room::access,
                        activity::state.eq("published"),
                        activity::title,
                        activity::title_en,
                    ),
                    activity::state.eq("draft"),
                ))
                .load::<(Row<SessionId>, bool)>(conn)
        )?;
        clashes.extend(met.into_iter().map(|((id, room, from, to, access, public, zh, en), draft)| {
            let name = if draft { marked_as_draft(&zh, &en) } else { (zh, en) };
            told(Taker::Session(id), room, (from, to), reader.may_know(access, public).then_some(name))
        }));
    }
    if !holds.is_empty() {
        let held = crate::query!(
            conn,
            alternative::table
                .inner_join(room::table)
                .filter(alternative::id.eq_any(holds))
                .select((alternative::id, room::id, alternative::starts_at, alternative::ends_at))
                .load::<(AlternativeId, RoomId, Wall, Wall)>(conn)
        )?;
        // For whom is nobody's business.
        clashes.extend(
            held.into_iter().map(|(id, room, from, to)| told(Taker::Alternative(id), room, (from, to), None)),
        );
    }
    clashes.sort_by_key(|clash| clash.starts_at);
    Ok(clashes)
}

/// 太极拳（草稿） / Taiji (draft).
fn marked_as_draft(name: &str, name_en: &str) -> (String, String) {
    let english = if name_en.is_empty() { name } else { name_en };
    (format!("{name}（草稿）"), format!("{english} (draft)"))
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
