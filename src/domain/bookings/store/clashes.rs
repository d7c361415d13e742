//! What stands in the way of a wish, and what was offered instead.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::base::db::schema::{activity, alternative, booking, room, session, troupe, troupe_leader};
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::{AlternativeId, BookingId, Clash, State};
use crate::domain::centres::CentreId;
use crate::domain::occupancy::{ActivityState, Occupancy, SessionId, Taker};
use crate::domain::people::PersonId;
use crate::domain::rooms::{Access, RoomId};

/// What stands in the way, in words that anybody may read: a troupe only if it chose to be named, an activity
/// only if it is published, and of a private room nothing.
pub fn clashes(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    Ok(found(conn, in_the_way)?.into_iter().map(Found::for_anybody).collect())
}

/// [`clashes`], and which of the bookings among them are a troupe's own.
pub fn clashes_and_own(
    conn: &mut Conn,
    in_the_way: &[Occupancy],
    troupe: TroupeId,
) -> Result<(Vec<Clash>, HashSet<BookingId>)> {
    let found = found(conn, in_the_way)?;
    let own = found.iter().filter_map(|one| one.booking).filter(|(_, of)| *of == troupe);
    let own = own.map(|(id, _)| id).collect();
    Ok((found.into_iter().map(Found::for_anybody).collect(), own))
}

/// The same for staff of the centre: every troupe and activity by its name, drafts marked as such.
pub fn clashes_for_staff(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    let drafts = drafts(conn, in_the_way)?;
    let named = |found: Found| {
        let (name, name_en) = found.names;
        let named = match drafts.contains(&(found.clash.room, found.clash.starts_at)) {
            true => marked_as_draft(&name, &name_en),
            false => (name, name_en),
        };
        Clash { name: (!named.0.is_empty()).then_some(named), ..found.clash }
    };
    Ok(found(conn, in_the_way)?.into_iter().map(named).collect())
}

/// 太极拳（草稿） / Taiji (draft).
fn marked_as_draft(name: &str, name_en: &str) -> (String, String) {
    let english = if name_en.is_empty() { name } else { name_en };
    (format!("{name}（草稿）"), format!("{english} (draft)"))
}

/// Where and when sessions of drafts are among what stands in the way.
fn drafts(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<(RoomId, Wall)>> {
    let sessions = in_the_way.iter().filter_map(|one| match one.taker {
        Taker::Session(id) => Some(id.0),
        Taker::Booking(_) | Taker::Alternative(_) => None,
    });
    let sessions: Vec<i64> = sessions.collect();
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    Ok(crate::query!(
        conn,
        session::table
            .inner_join(room::table)
            .inner_join(activity::table)
            .filter(among(session::id, sessions).and(activity::state.eq("draft")))
            .select((room::id, session::starts_at))
            .load(conn)
    )?)
}

/// What stands in the way, before anybody is told its name.
struct Found {
    clash: Clash,
    booking: Option<(BookingId, TroupeId)>,
    access: Access,
    /// It may be named to anybody.
    public: bool,
    names: (String, String),
}

impl Found {
    fn for_anybody(self) -> Clash {
        let name = (self.public && self.access != Access::Private).then_some(self.names);
        Clash { name, ..self.clash }
    }
}

/// All that stands in the way, by start.
fn found(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Found>> {
    let (mut bookings, mut sessions, mut holds) = (Vec::new(), Vec::new(), Vec::new());
    let mut ready: HashMap<Taker, Wall> = HashMap::new();
    for taken in in_the_way {
        let last = ready.entry(taken.taker).or_insert(taken.ends_at);
        *last = taken.ends_at.max(*last);
        match taken.taker {
            Taker::Booking(id) => bookings.push(id.0),
            Taker::Session(id) => sessions.push(id.0),
            Taker::Alternative(id) => holds.push(id.0),
        }
    }
    let told = |taker, room, (starts_at, ends_at): (Wall, Wall), access, (public, zh, en): Named| {
        let ready_at = ready.get(&taker).copied().unwrap_or(ends_at);
        let clash = Clash { room, starts_at, ends_at, ready_at, name: None, session: None };
        Found { clash, booking: None, access, public, names: (zh, en) }
    };
    type Named = (bool, String, String);
    type Row<Id> = (Id, RoomId, (Wall, Wall), Access, Named);
    let booked = crate::query!(
        conn,
        booking::table
            .inner_join(room::table)
            .inner_join(troupe::table)
            .filter(among(booking::id, bookings))
            .select((
                (booking::id, troupe::id),
                room::id,
                (booking::starts_at, booking::ends_at),
                room::access,
                (troupe::named, troupe::name, troupe::name_en),
            ))
            .load::<Row<(BookingId, TroupeId)>>(conn)
    )?;
    let mut all: Vec<Found> = booked
        .into_iter()
        .map(|(booking, room, span, access, named)| Found {
            booking: Some(booking),
            ..told(Taker::Booking(booking.0), room, span, access, named)
        })
        .collect();
    if !sessions.is_empty() {
        let met = crate::query!(
            conn,
            session::table
                .inner_join(room::table)
                .inner_join(activity::table)
                .filter(among(session::id, sessions))
                .select((
                    (session::activity_id, session::id),
                    room::id,
                    (session::starts_at, session::ends_at),
                    room::access,
                    (activity::state.eq(ActivityState::Published), activity::title, activity::title_en),
                ))
                .load::<Row<(i64, SessionId)>>(conn)
        )?;
        all.extend(met.into_iter().map(|((activity, id), room, span, access, named)| {
            let mut found = told(Taker::Session(id), room, span, access, named);
            found.clash.session = Some((activity, id));
            found
        }));
    }
    if !holds.is_empty() {
        let held = crate::query!(
            conn,
            alternative::table
                .inner_join(room::table)
                .filter(among(alternative::id, holds))
                .select((
                    alternative::id,
                    room::id,
                    (alternative::starts_at, alternative::ends_at),
                    room::access
                ))
                .load::<(AlternativeId, RoomId, (Wall, Wall), Access)>(conn)
        )?;
        // For whom is nobody's business.
        let nobody = || (false, String::new(), String::new());
        all.extend(
            held.into_iter()
                .map(|(id, room, span, access)| told(Taker::Alternative(id), room, span, access, nobody())),
        );
    }
    all.sort_by_key(|found| found.clash.starts_at);
    Ok(all)
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

/// The alternatives that the newest notice about each of some bookings offered, by number.
pub fn alternatives_of(conn: &mut Conn, bookings: &[BookingId]) -> Result<Vec<OfferedAlternative>> {
    let offered: Vec<(Instant, OfferedAlternative)> = crate::query!(
        conn,
        alternative::table
            .filter(alternative::booking_id.eq_any(bookings))
            .order(alternative::id.desc())
            .select((alternative::created_at, OfferedAlternative::as_select()))
            .load(conn)
    )?;
    let slot = |one: &OfferedAlternative| (one.room_id, one.starts_at, one.ends_at);
    let mut newest: Vec<(Instant, OfferedAlternative)> = Vec::new();
    for (at, one) in offered {
        let known = |(told, other): &(Instant, OfferedAlternative)| {
            other.booking_id == one.booking_id && (*told != at || slot(other) == slot(&one))
        };
        if !newest.iter().any(known) {
            newest.push((at, one));
        }
    }
    Ok(newest.into_iter().rev().map(|(_, one)| one).collect())
}

/// What was offered to some people at some moments and can still be taken, by number, with whom it was offered to
/// and when.
pub fn alternatives_told(
    conn: &mut Conn,
    centre: CentreId,
    people: &[PersonId],
    at: &[Instant],
    now: Instant,
) -> Result<Vec<(PersonId, Instant, OfferedAlternative)>> {
    let open = booking::state.eq_any(State::REPLACEABLE);
    Ok(crate::query!(
        conn,
        alternative::table
            .inner_join(booking::table.on(booking::id.eq(alternative::booking_id)))
            .inner_join(troupe_leader::table.on(troupe_leader::troupe_id.eq(booking::troupe_id)))
            .filter(booking::centre_id.eq(centre).and(open))
            .filter(troupe_leader::person_id.eq_any(people).and(alternative::created_at.eq_any(at)))
            .filter(alternative::held_until.is_null().or(alternative::held_until.assume_not_null().gt(now)))
            .filter(alternative::taken_as.is_null())
            .order(alternative::id)
            .select((troupe_leader::person_id, alternative::created_at, OfferedAlternative::as_select()))
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
