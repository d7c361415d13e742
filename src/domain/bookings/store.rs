//! Bookings in the database. No decisions.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::alternatives::Alternative;
use super::rules::{Facts, Use};
use super::{AlternativeId, Booked, Booking, BookingId, Clash, Decided, State};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, alternative, booking, person, room, room_space, session, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Span, Wall, Zone, first_of_month, monday_of, next_month};
use crate::domain::agreements::{self, AgreementId, Gap, Troupe, TroupeId};
use crate::domain::centres::{Centre, CentreId};
use crate::domain::occupancy::{self, Occupancy, SessionId, Taker};
use crate::domain::people::PersonId;
use crate::domain::rooms::{self, Access, Catalogue, Room, RoomId, SpaceId};

/// A row to be.
#[derive(Insertable)]
#[diesel(table_name = booking)]
pub(super) struct NewBooking {
    pub centre_id: CentreId,
    pub room_id: RoomId,
    pub troupe_id: TroupeId,
    pub agreement_id: Option<AgreementId>,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub turnaround_minutes: i32,
    pub purpose: String,
    pub size: i32,
    pub state: State,
    pub exception: Option<Gap>,
    pub requested_by: PersonId,
    pub on_behalf: bool,
    pub requested_at: Instant,
    pub request_key: String,
    pub decided_at: Option<Instant>,
    pub replaces: Option<BookingId>,
    pub sequence: i32,
    pub version: i32,
}

pub(super) fn insert(conn: &mut Conn, new: NewBooking) -> QueryResult<BookingId> {
    diesel::insert_into(booking::table).values(new).returning(booking::id).get_result(conn)
}

/// Moves a booking to another state if it is still as it was seen; false when it is not.
pub(super) fn change_state(
    conn: &mut Conn,
    seen: &Booking,
    to: State,
    by: Option<PersonId>,
    reason: Option<&str>,
    now: Instant,
) -> Result<bool> {
    let changed = diesel::update(
        booking::table
            .filter(booking::id.eq(seen.id))
            .filter(booking::version.eq(seen.version).and(booking::state.eq(seen.state))),
    )
    .set((
        booking::state.eq(to),
        booking::decided_by.eq(by),
        booking::decided_at.eq(now),
        booking::reason.eq(reason),
        booking::version.eq(seen.version + 1),
    ))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Counts one calendar object sent for a booking.
pub(super) fn count_calendar(conn: &mut Conn, id: BookingId) -> Result<()> {
    diesel::update(booking::table.filter(booking::id.eq(id)))
        .set(booking::sequence.eq(booking::sequence + 1))
        .execute(conn)?;
    Ok(())
}

/// One booking, whatever its centre.
pub fn find(conn: &mut Conn, id: BookingId) -> Result<Booking> {
    Ok(booking::table.filter(booking::id.eq(id)).select(Booking::as_select()).first(conn)?)
}

/// One booking of a centre with its room and troupe.
pub fn booked(conn: &mut Conn, centre: CentreId, id: BookingId) -> Result<Booked> {
    let row = joined().filter(booking::id.eq(id).and(booking::centre_id.eq(centre))).first(conn)?;
    Ok(to_booked(row))
}

/// One booking with its room and troupe, for a person who leads one of these troupes.
pub fn booked_of_troupes(conn: &mut Conn, troupes: &[TroupeId], id: BookingId) -> Result<Booked> {
    let row = joined().filter(booking::id.eq(id).and(booking::troupe_id.eq_any(troupes))).first(conn)?;
    Ok(to_booked(row))
}

/// What a person asked for with this key before.
pub fn by_request_key(conn: &mut Conn, person: PersonId, key: &str) -> Result<Option<Booking>> {
    Ok(booking::table
        .filter(booking::requested_by.eq(person).and(booking::request_key.eq(key)))
        .select(Booking::as_select())
        .first(conn)
        .optional()?)
}

/// A troupe's bookings that end after a time, by start.
pub fn of_troupe_after(conn: &mut Conn, troupe: TroupeId, after: Wall, limit: i64) -> Result<Vec<Booked>> {
    let rows = joined()
        .filter(booking::troupe_id.eq(troupe).and(booking::ends_at.gt(after)))
        .order((booking::starts_at, booking::id))
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// A troupe's bookings that ended before a time, the latest first.
pub fn of_troupe_before(conn: &mut Conn, troupe: TroupeId, before: Wall, limit: i64) -> Result<Vec<Booked>> {
    let rows = joined()
        .filter(booking::troupe_id.eq(troupe).and(booking::ends_at.le(before)))
        .order((booking::starts_at.desc(), booking::id.desc()))
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// The staff's queue: what waits for a decision, oldest first.
pub fn queue(conn: &mut Conn, centre: CentreId) -> Result<Vec<Booked>> {
    let rows = joined()
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
        .order((booking::requested_at, booking::id))
        .limit(200)
        .load(conn)?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// What waits for a decision and is for a day from `from` to `to`, both included; the oldest request first.
pub fn requested_between(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Booked>> {
    let end = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let rows = joined()
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
        .filter(booking::starts_at.ge(Wall::at(from, Minute::MIDNIGHT)))
        .filter(booking::starts_at.lt(Wall::at(end, Minute::MIDNIGHT)))
        .order((booking::requested_at, booking::id))
        .load(conn)?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// How much waits for a decision.
pub fn queue_length(conn: &mut Conn, centre: CentreId) -> Result<i64> {
    Ok(booking::table
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
        .count()
        .get_result(conn)?)
}

/// Bookings of a centre for the JSON interface: of some troupes or all, from a date on, by start.
pub fn listed(
    conn: &mut Conn,
    centre: Option<CentreId>,
    troupes: Option<&[TroupeId]>,
    from: Wall,
    to: Wall,
    limit: i64,
) -> Result<Vec<Booking>> {
    let mut query = booking::table.select(Booking::as_select()).into_boxed();
    if let Some(centre) = centre {
        query = query.filter(booking::centre_id.eq(centre));
    }
    if let Some(troupes) = troupes {
        query = query.filter(booking::troupe_id.eq_any(troupes.to_vec()));
    }
    Ok(query
        .filter(booking::starts_at.lt(to).and(booking::ends_at.gt(from)))
        .order((booking::starts_at, booking::id))
        .limit(limit)
        .load(conn)?)
}

/// Open requests that want a space of `room` at a time that overlaps, turnaround included; oldest first.
pub fn rivals(conn: &mut Conn, room: RoomId, span: Span, turnaround_minutes: i32) -> Result<Vec<Booked>> {
    let own_space = diesel::alias!(room_space as own_space);
    let own = own_space
        .filter(own_space.field(room_space::room_id).eq(room))
        .select(own_space.field(room_space::space_id));
    let sharing = room_space::table.filter(room_space::space_id.eq_any(own)).select(room_space::room_id);
    let day = span.date();
    let rows = joined()
        .filter(booking::room_id.eq_any(sharing))
        .filter(booking::state.eq_any([State::Requested, State::Waiting]))
        .filter(booking::starts_at.ge(Wall::at(day, Minute::MIDNIGHT)))
        .filter(booking::starts_at.lt(span.end_with(turnaround_minutes)))
        .order((booking::requested_at, booking::id))
        .load(conn)?;
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

/// Open requests of a centre whose start has come.
pub fn overdue(conn: &mut Conn, centre: CentreId, now: Wall) -> Result<Vec<Booked>> {
    let rows = joined()
        .filter(booking::centre_id.eq(centre).and(booking::starts_at.le(now)))
        .filter(booking::state.eq_any([State::Requested, State::Waiting, State::Offered]))
        .order(booking::id)
        .load(conn)?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// What happened to a decided booking, by whom.
pub fn decided(conn: &mut Conn, booking: &Booking) -> Result<Decided> {
    let by = match booking.decided_by {
        Some(id) => person::table.filter(person::id.eq(id)).select(person::name).first(conn).optional()?,
        None => None,
    };
    Ok(Decided { state: booking.state, by, at: booking.decided_at })
}

/// Facts for wishes about one room on one day: as few queries as deciding needs.
pub fn facts_of_room(
    conn: &mut Conn,
    centre: &Centre,
    room: &Room,
    troupe: TroupeId,
    span: Span,
    now: Instant,
) -> Result<Facts> {
    let day = span.date();
    let spaces = rooms::store::spaces(conn, room.id)?;
    let hours = rooms::store::hours(conn, centre.id, day, day)?;
    let taken = occupancy::clashing(conn, &spaces, span, room.turnaround_minutes)?;
    let agreement = agreements::store::valid_on(conn, troupe, day)?;
    let uses = match &agreement {
        Some(agreement) => uses(conn, &[agreement.id], day, day, centre.zone)?,
        None => Vec::new(),
    };
    let catalogue = Catalogue {
        rooms: vec![room.clone()],
        spaces: HashMap::from([(room.id, spaces)]),
        hours,
        ..Catalogue::default()
    };
    Ok(Facts {
        catalogue,
        taken: by_space(taken),
        agreements: agreement.into_iter().collect(),
        uses,
        now: centre.zone.wall(now),
    })
}

/// Facts for wishes about any room of a centre within some days, both included. Without a troupe: what is free
/// for anybody.
pub fn facts_of_centre(
    conn: &mut Conn,
    centre: &Centre,
    troupe: Option<TroupeId>,
    from: NaiveDate,
    to: NaiveDate,
    now: Instant,
) -> Result<Facts> {
    let catalogue = rooms::store::catalogue(conn, centre.id, from, to)?;
    let spaces: Vec<SpaceId> = {
        let mut all: Vec<SpaceId> = catalogue.spaces.values().flatten().copied().collect();
        all.sort();
        all.dedup();
        all
    };
    let end = to.checked_add_days(Days::new(2)).unwrap_or(to);
    let taken = occupancy::store::within(
        conn,
        &spaces,
        Wall::at(from, Minute::MIDNIGHT),
        Wall::at(end, Minute::MIDNIGHT),
    )?;
    let agreements = match troupe {
        Some(troupe) => agreements::store::valid_between(conn, troupe, from, to)?,
        None => Vec::new(),
    };
    let ids: Vec<AgreementId> = agreements.iter().map(|agreement| agreement.id).collect();
    let uses = uses(conn, &ids, from, to, centre.zone)?;
    Ok(Facts { catalogue, taken: by_space(taken), agreements, uses, now: centre.zone.wall(now) })
}

/// The bookings that count against agreements in the weeks and months that some days lie in.
///
/// Approved, requested and offered ones count; one cancelled less than 24 h before its start does too.
pub fn uses(
    conn: &mut Conn,
    agreements: &[AgreementId],
    from: NaiveDate,
    to: NaiveDate,
    zone: Zone,
) -> Result<Vec<Use>> {
    if agreements.is_empty() {
        return Ok(Vec::new());
    }
    let first = monday_of(from).min(first_of_month(from));
    let last = next_month(to).max(monday_of(to) + Days::new(7));
    type Row = (AgreementId, Wall, Wall, State, Option<Instant>);
    let rows = booking::table
        .filter(booking::agreement_id.eq_any(agreements.iter().copied().map(Some)))
        .filter(booking::starts_at.ge(Wall::at(first, Minute::MIDNIGHT)))
        .filter(booking::starts_at.lt(Wall::at(last, Minute::MIDNIGHT)))
        .filter(booking::state.eq_any([State::Approved, State::Requested, State::Offered, State::Cancelled]))
        .select((
            booking::agreement_id.assume_not_null(),
            booking::starts_at,
            booking::ends_at,
            booking::state,
            booking::decided_at,
        ))
        .load::<Row>(conn)?;
    let late = |starts: Wall, cancelled: Option<Instant>| {
        let day_before = starts.plus(-chrono::Duration::hours(24));
        cancelled.is_some_and(|at| zone.wall(at) > day_before)
    };
    Ok(rows
        .into_iter()
        .filter(|(_, starts, _, state, at)| *state != State::Cancelled || late(*starts, *at))
        .filter_map(|(agreement, starts, ends, _, _)| {
            Some(Use { agreement, span: Span::new(starts, ends).ok()? })
        })
        .collect())
}

/// What stands in the way, in words that anybody may read: a troupe only if it chose to be named, an activity
/// only if it is published, and of a private room nothing.
pub fn clashes(conn: &mut Conn, in_the_way: &[Occupancy]) -> Result<Vec<Clash>> {
    let mut bookings: Vec<BookingId> = Vec::new();
    let mut sessions: Vec<SessionId> = Vec::new();
    for taken in in_the_way {
        match taken.taker {
            Taker::Booking(id) => bookings.push(id),
            Taker::Session(id) => sessions.push(id),
        }
    }
    type Row = (RoomId, Wall, Wall, Access, bool, String, String);
    let mut rows = booking::table
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
        .load::<Row>(conn)?;
    if !sessions.is_empty() {
        rows.extend(
            session::table
                .inner_join(room::table)
                .inner_join(activity::table)
                .filter(session::id.eq_any(sessions))
                .select((
                    room::id,
                    session::starts_at,
                    session::ends_at,
                    room::access,
                    activity::published,
                    activity::title,
                    activity::title_en,
                ))
                .load::<Row>(conn)?,
        );
    }
    rows.sort_by_key(|row| row.1);
    Ok(rows
        .into_iter()
        .map(|(room, starts_at, ends_at, access, public, name, name_en)| Clash {
            room,
            starts_at,
            ends_at,
            name: (public && access != Access::Private).then_some((name, name_en)),
        })
        .collect())
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
}

pub(super) fn insert_alternative(
    conn: &mut Conn,
    booking: BookingId,
    new: &Alternative,
    now: Instant,
) -> Result<AlternativeId> {
    Ok(diesel::insert_into(alternative::table)
        .values((
            alternative::booking_id.eq(booking),
            alternative::room_id.eq(new.room),
            alternative::starts_at.eq(new.span.start()),
            alternative::ends_at.eq(new.span.end()),
            alternative::created_at.eq(now),
        ))
        .returning(alternative::id)
        .get_result(conn)?)
}

/// One alternative.
pub fn alternative(conn: &mut Conn, id: AlternativeId) -> Result<OfferedAlternative> {
    Ok(alternative::table
        .filter(alternative::id.eq(id))
        .select(OfferedAlternative::as_select())
        .first(conn)?)
}

/// The alternatives offered for a booking.
pub fn alternatives_of(conn: &mut Conn, booking: BookingId) -> Result<Vec<OfferedAlternative>> {
    Ok(alternative::table
        .filter(alternative::booking_id.eq(booking))
        .order(alternative::id)
        .select(OfferedAlternative::as_select())
        .load(conn)?)
}

pub(super) fn mark_taken(conn: &mut Conn, id: AlternativeId, taken_as: BookingId) -> Result<()> {
    diesel::update(alternative::table.filter(alternative::id.eq(id)))
        .set(alternative::taken_as.eq(taken_as))
        .execute(conn)?;
    Ok(())
}

/// A waiting request's place in line among those that overlap it, from 1.
pub fn place_in_line(conn: &mut Conn, waiting: &Booking) -> Result<usize> {
    let rivals = rivals(conn, waiting.room_id, waiting.span()?, waiting.turnaround_minutes)?;
    let before = rivals.iter().filter(|one| one.booking.state == State::Waiting);
    Ok(1 + before.take_while(|one| one.booking.id != waiting.id).count())
}

fn by_space(taken: Vec<Occupancy>) -> HashMap<SpaceId, Vec<Occupancy>> {
    let mut spaces: HashMap<SpaceId, Vec<Occupancy>> = HashMap::new();
    for one in taken {
        spaces.entry(one.space).or_default().push(one);
    }
    spaces
}

#[diesel::dsl::auto_type(no_type_alias)]
fn joined() -> _ {
    let columns: diesel::dsl::AsSelect<Booking, crate::base::db::Backend> = Booking::as_select();
    let room: diesel::dsl::AsSelect<Room, crate::base::db::Backend> = Room::as_select();
    let troupe: diesel::dsl::AsSelect<Troupe, crate::base::db::Backend> = Troupe::as_select();
    booking::table.inner_join(room::table).inner_join(troupe::table).select((columns, room, troupe))
}

fn to_booked((booking, room, troupe): (Booking, Room, Troupe)) -> Booked {
    Booked { booking, room, troupe }
}
