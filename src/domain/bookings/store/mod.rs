//! Bookings in the database. No decisions.

/// Bookings with their rooms and troupes. A function would have to name its type, and so one connection's.
macro_rules! joined {
    () => {
        $crate::base::db::schema::booking::table
            .inner_join($crate::base::db::schema::room::table)
            .inner_join($crate::base::db::schema::troupe::table)
            .select((
                $crate::domain::bookings::Booking::as_select(),
                $crate::domain::rooms::Room::as_select(),
                $crate::domain::agreements::Troupe::as_select(),
            ))
    };
}

mod clashes;
mod displacing;
mod entries;
mod facts;
mod line;
mod public;

pub use clashes::{
    OfferedAlternative, alternative, alternatives_of, alternatives_told, clashes, clashes_and_own,
    clashes_for_staff,
};
pub(super) use clashes::{insert_alternative, mark_taken};
pub use displacing::{
    alternatives_among, booked_among, displaced_since, disruption_of, held_for, hit_by, holds_over,
    replacements, standing,
};
pub(super) use displacing::{
    end_hold, holds_over_at, insert_held, kept_by, kept_until_lately, last_known, pass_on_hold,
    set_disruption, set_end,
};
pub(super) use entries::entries;
pub use facts::{by_space, facts_of_centre, facts_of_room, facts_of_spaces, facts_under, stays, uses};
pub use line::{came_from_the_line, declined, overdue, rivals, waiting};
pub(super) use line::{keep_until, set_terms, wanting};
pub use public::{Whose, named};

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::asking::Ask;
use super::{Booked, Booking, BookingId, Decided, State};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, person};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements::{AgreementId, Gap, Troupe, TroupeId};
use crate::domain::centres::CentreId;
use crate::domain::people::{Acting, PersonId};
use crate::domain::rooms::{Room, RoomId};

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

impl NewBooking {
    /// As it was asked for, to be decided.
    pub fn of(acting: &Acting, by: PersonId, ask: &Ask, room: &Room, agreement: Option<AgreementId>) -> Self {
        Self {
            centre_id: acting.centre.id,
            room_id: room.id,
            troupe_id: ask.troupe,
            agreement_id: agreement,
            starts_at: ask.span.start(),
            ends_at: ask.span.end(),
            turnaround_minutes: room.turnaround_minutes,
            purpose: ask.purpose.clone(),
            size: ask.size,
            state: State::Requested,
            exception: None,
            requested_by: by,
            on_behalf: ask.on_behalf,
            requested_at: acting.now,
            request_key: ask.request_key.clone(),
            decided_at: None,
            replaces: ask.replaces,
            sequence: 0,
            version: 0,
        }
    }
}

pub(super) fn insert(conn: &mut Conn, new: NewBooking) -> QueryResult<Booking> {
    crate::query!(
        conn,
        diesel::insert_into(booking::table).values(&new).returning(Booking::as_returning()).get_result(conn)
    )
}

/// Moves a booking to another state if it is still as it was seen; false when it is not. Whatever was kept for it
/// is kept no more.
pub(super) fn change_state(
    conn: &mut Conn,
    seen: &Booking,
    to: State,
    by: Option<PersonId>,
    reason: Option<&str>,
    now: Instant,
) -> Result<bool> {
    let changed = crate::query!(
        conn,
        diesel::update(
            booking::table
                .filter(booking::id.eq(seen.id))
                .filter(booking::version.eq(seen.version).and(booking::state.eq(seen.state))),
        )
        .set((
            booking::state.eq(to),
            booking::decided_by.eq(by),
            booking::decided_at.eq(now),
            booking::reason.eq(reason),
            booking::offered_until.eq(None::<Instant>),
            booking::version.eq(seen.version + 1),
        ))
        .execute(conn)
    )?;
    Ok(changed == 1)
}

/// Counts one calendar object sent for a booking, which carried the number that it had.
pub(super) fn count_calendar(conn: &mut Conn, sent: &Booking) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(booking::table.filter(booking::id.eq(sent.id)))
            .set(booking::sequence.eq(sent.sequence + 1))
            .execute(conn)
    )?;
    Ok(())
}

/// One booking, whatever its centre.
pub fn find(conn: &mut Conn, id: BookingId) -> Result<Booking> {
    Ok(crate::query!(
        conn,
        booking::table.filter(booking::id.eq(id)).select(Booking::as_select()).first(conn)
    )?)
}

/// One booking of a centre with its room and troupe.
pub fn booked(conn: &mut Conn, centre: CentreId, id: BookingId) -> Result<Booked> {
    let row = crate::query!(
        conn,
        joined!().filter(booking::id.eq(id).and(booking::centre_id.eq(centre))).first(conn)
    )?;
    Ok(to_booked(row))
}

/// Several bookings of a centre with their rooms and troupes.
pub fn booked_all(conn: &mut Conn, centre: CentreId, ids: &[BookingId]) -> Result<Vec<Booked>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = crate::query!(
        conn,
        joined!().filter(booking::id.eq_any(ids).and(booking::centre_id.eq(centre))).load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// Says what a booking is for.
pub(super) fn set_purpose(conn: &mut Conn, id: BookingId, purpose: &str) -> Result<()> {
    diesel::update(booking::table.filter(booking::id.eq(id)))
        .set(booking::purpose.eq(purpose))
        .execute(conn)?;
    Ok(())
}

/// One booking with its room and troupe, for a person who leads one of these troupes.
pub fn booked_of_troupes(conn: &mut Conn, troupes: &[TroupeId], id: BookingId) -> Result<Booked> {
    let row = crate::query!(
        conn,
        joined!().filter(booking::id.eq(id).and(booking::troupe_id.eq_any(troupes))).first(conn)
    )?;
    Ok(to_booked(row))
}

/// How many people a troupe comes with: as many as its latest booking was for, or else all of them.
pub fn usual_size(conn: &mut Conn, troupe: &Troupe) -> Result<i32> {
    let latest = crate::query!(
        conn,
        booking::table
            .filter(booking::troupe_id.eq(troupe.id))
            .order(booking::starts_at.desc())
            .select(booking::size)
            .first(conn)
            .optional()
    )?;
    Ok(latest.unwrap_or(troupe.size))
}

/// What a person asked for with this key before.
pub fn by_request_key(conn: &mut Conn, person: PersonId, key: &str) -> Result<Option<Booking>> {
    Ok(crate::query!(
        conn,
        booking::table
            .filter(booking::requested_by.eq(person).and(booking::request_key.eq(key)))
            .select(Booking::as_select())
            .first(conn)
    )
    .optional()?)
}

/// A troupe's bookings that end after a time, by start.
pub fn of_troupe_after(conn: &mut Conn, troupe: TroupeId, after: Wall, limit: i64) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::troupe_id.eq(troupe).and(booking::ends_at.gt(after)))
            .filter(booking::starts_at.gt(a_day_before(after)))
            .order((booking::starts_at, booking::id))
            .limit(limit)
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// A troupe's bookings that ended before a time, the latest first.
pub fn of_troupe_before(conn: &mut Conn, troupe: TroupeId, before: Wall, limit: i64) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::troupe_id.eq(troupe).and(booking::ends_at.le(before)))
            .order((booking::starts_at.desc(), booking::id.desc()))
            .limit(limit)
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// The staff's queue: what waits for a decision, oldest first.
pub fn queue(conn: &mut Conn, centre: CentreId) -> Result<Vec<Booked>> {
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
            .order((booking::requested_at, booking::id))
            .limit(200)
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// What waits for a decision and is for a day from `from` to `to`, both included; the oldest request first.
pub fn requested_between(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Booked>> {
    between(conn, centre, State::Requested, from, to)
}

/// As [`requested_between`], of those who wait in line.
pub fn waiting_between(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Booked>> {
    between(conn, centre, State::Waiting, from, to)
}

fn between(
    conn: &mut Conn,
    centre: CentreId,
    state: State,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Booked>> {
    let end = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let rows = crate::query!(
        conn,
        joined!()
            .filter(booking::centre_id.eq(centre).and(booking::state.eq(state)))
            .filter(booking::starts_at.ge(Wall::at(from, Minute::MIDNIGHT)))
            .filter(booking::starts_at.lt(Wall::at(end, Minute::MIDNIGHT)))
            .order((booking::requested_at, booking::id))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(to_booked).collect())
}

/// How much waits for a decision; a series counts as one thing.
pub fn queue_length(conn: &mut Conn, centre: CentreId) -> Result<i64> {
    let single: i64 = crate::query!(
        conn,
        booking::table
            .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
            .filter(booking::series_id.is_null())
            .count()
            .get_result(conn)
    )?;
    let series: Vec<super::series::SeriesId> = crate::query!(
        conn,
        booking::table
            .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Requested)))
            .filter(booking::series_id.is_not_null())
            .select(booking::series_id.assume_not_null())
            .distinct()
            .load(conn)
    )?;
    Ok(single + i64::try_from(series.len()).unwrap_or(i64::MAX))
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
        .filter(booking::starts_at.gt(a_day_before(from)))
        .filter(booking::starts_at.lt(to).and(booking::ends_at.gt(from)))
        .order((booking::starts_at, booking::id))
        .limit(limit)
        .load(conn)?)
}

/// The bookings of a series, with the dates they stand for, by id.
pub(super) fn joined_in_series(
    conn: &mut Conn,
    series: super::series::SeriesId,
) -> Result<Vec<(NaiveDate, Booked)>> {
    let dates: HashMap<BookingId, NaiveDate> = booking::table
        .filter(booking::series_id.eq(series))
        .select((booking::id, booking::original_date.assume_not_null()))
        .load::<(BookingId, NaiveDate)>(conn)?
        .into_iter()
        .collect();
    let rows =
        crate::query!(conn, joined!().filter(booking::series_id.eq(series)).order(booking::id).load(conn))?;
    let dated = |booked: Booked| Some((*dates.get(&booked.booking.id)?, booked));
    Ok(rows.into_iter().map(to_booked).filter_map(dated).collect())
}

/// What happened to a decided booking, by whom.
pub fn decided(conn: &mut Conn, booking: &Booking) -> Result<Decided> {
    let by = match booking.decided_by {
        // What moved a request that is still open was an act on another troupe's booking.
        _ if booking.state.is_open() => None,
        Some(id) => {
            crate::query!(conn, person::table.filter(person::id.eq(id)).select(person::name).first(conn))
                .optional()?
        }
        None => None,
    };
    Ok(Decided { state: booking.state, by, at: booking.decided_at })
}

/// No booking is longer than a day: with this bound the index on the start need not read what is long past.
fn a_day_before(end: Wall) -> Wall {
    end.plus(chrono::Duration::days(-1))
}

fn to_booked((booking, room, troupe): (Booking, Room, Troupe)) -> Booked {
    Booked { booking, room, troupe }
}
