//! Series in the database. No decisions.

pub mod wishes;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::changing::Change;
use super::recurrence::{End, Recurrence};
use super::{Asked, Dated, Exception, Series, SeriesId, Wanted};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, room, series, series_exception, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::agreements::{AgreementId, Troupe, TroupeId};
use crate::domain::bookings::store::joined_in_series;
use crate::domain::bookings::{Acting, Booked, BookingId, State};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::rooms::Room;

/// Writes a series, without its dates.
pub(super) fn insert(
    conn: &mut Conn,
    acting: &Acting,
    by: PersonId,
    agreement: AgreementId,
    wanted: &Wanted,
) -> QueryResult<SeriesId> {
    let (until, count) = match wanted.recurrence.end {
        End::Until(until) => (Some(until), None),
        End::Count(count) => (None, Some(i32::from(count))),
    };
    diesel::insert_into(series::table)
        .values((
            (series::centre_id.eq(acting.centre.id), series::troupe_id.eq(wanted.troupe)),
            (series::room_id.eq(wanted.room), series::agreement_id.eq(agreement)),
            (
                series::rule.eq(wanted.recurrence.rule.stored()),
                series::holidays.eq(wanted.recurrence.holidays),
            ),
            (
                series::starts_on.eq(wanted.recurrence.starts_on),
                series::until_on.eq(until),
                series::count.eq(count),
            ),
            (series::from_minute.eq(wanted.part.from()), series::to_minute.eq(wanted.part.to())),
            (series::size.eq(wanted.size), series::purpose.eq(&wanted.purpose)),
            (series::requested_by.eq(by), series::on_behalf.eq(wanted.on_behalf)),
            (series::requested_at.eq(acting.now), series::request_key.eq(&wanted.request_key)),
            (series::predecessor_id.eq(wanted.extends.map(|(old, _)| old)), series::version.eq(0)),
        ))
        .returning(series::id)
        .get_result(conn)
}

/// Says why a date has no booking; what was said of it before is replaced.
pub(super) fn except(conn: &mut Conn, id: SeriesId, exception: &Exception) -> Result<()> {
    unexcept(conn, id, exception.original_date)?;
    diesel::insert_into(series_exception::table)
        .values((
            series_exception::series_id.eq(id),
            series_exception::original_date.eq(exception.original_date),
            series_exception::kind.eq(exception.kind),
            series_exception::reason.eq(&exception.reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// A date is no exception any more.
pub(super) fn unexcept(conn: &mut Conn, id: SeriesId, original: NaiveDate) -> Result<()> {
    diesel::delete(
        series_exception::table
            .filter(series_exception::series_id.eq(id).and(series_exception::original_date.eq(original))),
    )
    .execute(conn)?;
    Ok(())
}

/// Makes a booking stand for a date of a series.
pub(in crate::domain::bookings) fn put(
    conn: &mut Conn,
    booking: BookingId,
    series: SeriesId,
    original: NaiveDate,
) -> Result<()> {
    diesel::update(booking::table.filter(booking::id.eq(booking)))
        .set((booking::series_id.eq(series), booking::original_date.eq(original)))
        .execute(conn)?;
    Ok(())
}

/// What comes instead of a date of a series stands for that date.
pub(in crate::domain::bookings) fn inherit(conn: &mut Conn, old: BookingId, new: BookingId) -> Result<()> {
    match of_booking(conn, old)? {
        Some((series, original)) => put(conn, new, series, original),
        None => Ok(()),
    }
}

/// The series and the date of it that a booking stands for.
pub fn of_booking(conn: &mut Conn, id: BookingId) -> Result<Option<(SeriesId, NaiveDate)>> {
    Ok(of_bookings(conn, &[id])?.remove(&id))
}

/// [`of_booking`] for many.
pub fn of_bookings(
    conn: &mut Conn,
    bookings: &[BookingId],
) -> Result<HashMap<BookingId, (SeriesId, NaiveDate)>> {
    let rows = booking::table
        .filter(booking::id.eq_any(bookings).and(booking::series_id.is_not_null()))
        .select((booking::id, booking::series_id.assume_not_null(), booking::original_date.assume_not_null()))
        .load::<(BookingId, SeriesId, NaiveDate)>(conn)?;
    Ok(rows.into_iter().map(|(id, series, date)| (id, (series, date))).collect())
}

/// One series of a centre.
pub fn series(conn: &mut Conn, centre: CentreId, id: SeriesId) -> Result<Series> {
    Ok(series::table
        .filter(series::centre_id.eq(centre).and(series::id.eq(id)))
        .select(Series::as_select())
        .first(conn)?)
}

/// One series, whatever its centre.
pub fn find(conn: &mut Conn, id: SeriesId) -> Result<Series> {
    Ok(series::table.find(id).select(Series::as_select()).first(conn)?)
}

/// One series, for a person who leads one of these troupes.
pub fn series_of_troupes(conn: &mut Conn, troupes: &[TroupeId], id: SeriesId) -> Result<Series> {
    Ok(series::table
        .filter(series::id.eq(id).and(series::troupe_id.eq_any(troupes)))
        .select(Series::as_select())
        .first(conn)?)
}

/// What a person wanted with this key before.
pub fn by_request_key(conn: &mut Conn, person: PersonId, key: &str) -> Result<Option<Series>> {
    Ok(series::table
        .filter(series::requested_by.eq(person).and(series::request_key.eq(key)))
        .select(Series::as_select())
        .first(conn)
        .optional()?)
}

/// A troupe's series that have not ended, or all of them; the newest first.
pub fn listed(
    conn: &mut Conn,
    centre: Option<CentreId>,
    troupes: Option<&[TroupeId]>,
    standing: bool,
) -> Result<Vec<Series>> {
    let mut query = series::table.select(Series::as_select()).into_boxed();
    if let Some(centre) = centre {
        query = query.filter(series::centre_id.eq(centre));
    }
    if let Some(troupes) = troupes {
        query = query.filter(series::troupe_id.eq_any(troupes.to_vec()));
    }
    if standing {
        query = query.filter(series::ended_at.is_null());
    }
    Ok(query.order(series::id.desc()).limit(200).load(conn)?)
}

/// The standing series of an agreement, by id.
pub fn of_agreement(conn: &mut Conn, agreement: AgreementId) -> Result<Vec<Series>> {
    Ok(series::table
        .filter(series::agreement_id.eq(agreement).and(series::ended_at.is_null()))
        .order(series::id)
        .select(Series::as_select())
        .load(conn)?)
}

/// Those that go on from any of some series, by which one they go on from.
pub fn successors(conn: &mut Conn, of: &[SeriesId]) -> Result<HashMap<SeriesId, Series>> {
    let of: Vec<Option<SeriesId>> = of.iter().copied().map(Some).collect();
    let rows = series::table
        .filter(series::predecessor_id.eq_any(of))
        .order(series::id)
        .select(Series::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|row| Some((row.predecessor_id?, row))).collect())
}

/// The dates of a series in order, each with the latest booking that stands for it.
pub fn dates(conn: &mut Conn, id: SeriesId) -> Result<Vec<Dated>> {
    let mut dates: BTreeMap<NaiveDate, Dated> = BTreeMap::new();
    let blank = |original| Dated { original, exception: None, booked: None };
    let exceptions = series_exception::table
        .filter(series_exception::series_id.eq(id))
        .select(Exception::as_select())
        .load(conn)?;
    for one in exceptions {
        let original = one.original_date;
        dates.entry(original).or_insert_with(|| blank(original)).exception = Some(one);
    }
    for (original, booked) in joined_in_series(conn, id)? {
        dates.entry(original).or_insert_with(|| blank(original)).booked = Some(booked);
    }
    Ok(dates.into_values().collect())
}

/// How many dates of each series are to come and stand, wait for staff, or stand in line; and the next of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub approved: usize,
    pub requested: usize,
    pub waiting: usize,
    pub next: Option<Wall>,
}

/// [`Counts`] of some series after a moment of their wall clock.
pub fn counts(conn: &mut Conn, of: &[SeriesId], after: Wall) -> Result<HashMap<SeriesId, Counts>> {
    let of: Vec<Option<SeriesId>> = of.iter().copied().map(Some).collect();
    let rows = booking::table
        .filter(booking::series_id.eq_any(of))
        .filter(booking::starts_at.gt(after))
        .select((booking::series_id.assume_not_null(), booking::state, booking::starts_at))
        .load::<(SeriesId, State, Wall)>(conn)?;
    let mut counts: HashMap<SeriesId, Counts> = HashMap::new();
    for (id, state, starts) in rows.into_iter().filter(|(_, state, _)| !state.is_over()) {
        let count = counts.entry(id).or_default();
        match state {
            State::Requested => count.requested += 1,
            State::Waiting => count.waiting += 1,
            _ => count.approved += 1,
        }
        count.next = Some(count.next.map_or(starts, |next| next.min(starts)));
    }
    Ok(counts)
}

/// Nothing of a series is to come any more.
pub(super) fn end(conn: &mut Conn, id: SeriesId, now: Instant) -> Result<()> {
    diesel::update(series::table.filter(series::id.eq(id)))
        .set((series::ended_at.eq(now), series::version.eq(series::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// It has dates to come again.
pub(super) fn reopen(conn: &mut Conn, id: SeriesId) -> Result<()> {
    diesel::update(series::table.filter(series::id.eq(id)))
        .set((series::ended_at.eq(None::<Instant>), series::version.eq(series::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Lets a series end with a date, where it was split.
pub(super) fn shorten(conn: &mut Conn, id: SeriesId, until: NaiveDate) -> Result<()> {
    diesel::update(series::table.filter(series::id.eq(id)))
        .set((
            series::until_on.eq(until),
            series::count.eq(None::<i32>),
            series::version.eq(series::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives a whole series another room, time, rule, size or purpose.
pub(super) fn set_terms(
    conn: &mut Conn,
    id: SeriesId,
    change: &Change,
    recurrence: &Recurrence,
    until: Option<NaiveDate>,
) -> Result<()> {
    let (from, to) = (change.part.from(), change.part.to());
    diesel::update(series::table.filter(series::id.eq(id)))
        .set((
            (series::room_id.eq(change.room), series::from_minute.eq(from), series::to_minute.eq(to)),
            (series::size.eq(change.size), series::purpose.eq(&change.purpose)),
            (series::rule.eq(recurrence.rule.stored()), series::starts_on.eq(recurrence.starts_on)),
            (series::until_on.eq(until), series::version.eq(series::version + 1)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says by which rule its dates are known.
pub(super) fn name(conn: &mut Conn, id: SeriesId, named_by: Option<&str>) -> Result<()> {
    diesel::update(series::table.filter(series::id.eq(id)))
        .set(series::named_by.eq(named_by))
        .execute(conn)?;
    Ok(())
}

/// Moves the dates from one on, bookings and exceptions, to another series.
pub(super) fn hand_over(conn: &mut Conn, from: SeriesId, to: SeriesId, first: NaiveDate) -> Result<()> {
    diesel::update(
        series_exception::table
            .filter(series_exception::series_id.eq(from).and(series_exception::original_date.ge(first))),
    )
    .set(series_exception::series_id.eq(to))
    .execute(conn)?;
    diesel::update(booking::table.filter(booking::series_id.eq(from).and(booking::original_date.ge(first))))
        .set(booking::series_id.eq(to))
        .execute(conn)?;
    Ok(())
}

/// Gives a booking another room, time, size, purpose and what its agreement does not cover of it.
pub(super) fn rebook(conn: &mut Conn, booked: &Booked) -> Result<()> {
    let one = &booked.booking;
    diesel::update(booking::table.filter(booking::id.eq(one.id)))
        .set((
            (
                booking::room_id.eq(one.room_id),
                booking::starts_at.eq(one.starts_at),
                booking::ends_at.eq(one.ends_at),
            ),
            (booking::turnaround_minutes.eq(one.turnaround_minutes), booking::size.eq(one.size)),
            (booking::purpose.eq(&one.purpose), booking::exception.eq(one.exception)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The series that some requests belong to, in the order of their first request.
pub fn asked(
    conn: &mut Conn,
    centre: CentreId,
    open: &[Booked],
    belongs: &HashMap<BookingId, (SeriesId, NaiveDate)>,
) -> Result<Vec<Asked>> {
    let mut order: Vec<(SeriesId, usize)> = Vec::new();
    for one in open {
        let Some((id, _)) = belongs.get(&one.booking.id) else { continue };
        match order.iter_mut().find(|(known, _)| known == id) {
            Some((_, count)) => *count += 1,
            None => order.push((*id, 1)),
        }
    }
    if order.is_empty() {
        return Ok(Vec::new());
    }
    let rows = series::table
        .inner_join(room::table)
        .inner_join(troupe::table)
        .filter(series::centre_id.eq(centre))
        .filter(series::id.eq_any(order.iter().map(|(id, _)| *id).collect::<Vec<_>>()))
        .select((Series::as_select(), Room::as_select(), Troupe::as_select()))
        .load::<(Series, Room, Troupe)>(conn)?;
    let find = |(id, dates): (SeriesId, usize)| {
        let (series, room, troupe) = rows.iter().find(|(series, ..)| series.id == id)?.clone();
        Some(Asked { series, room, troupe, dates })
    };
    Ok(order.into_iter().filter_map(find).collect())
}
