//! Changes of series as they were wished, and what of them staff have to decide.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{change_request, series, series_change};
use crate::base::error::Result;
use crate::domain::agreements;
use crate::domain::bookings::changing::store::open_among;
use crate::domain::bookings::changing::{ChangeRequest, ChangeState};
use crate::domain::bookings::series::changing::Change;
use crate::domain::bookings::series::{ChangeAsked, Dated, SeriesChange, SeriesChangeId, SeriesId};
use crate::domain::bookings::store as bookings;
use crate::domain::centres::CentreId;
use crate::domain::days::weekdays;
use crate::domain::people::PersonId;
use crate::domain::rooms;

/// Writes a wish, without the change requests of its dates.
pub(in crate::domain::bookings::series) fn insert(
    conn: &mut Conn,
    by: PersonId,
    id: SeriesId,
    first_on: NaiveDate,
    change: &Change,
    handed_over: bool,
) -> Result<SeriesChangeId> {
    let days = change.weekdays.as_ref().map(|days| {
        let words: Vec<&str> = days.iter().map(|day| weekdays::word(*day)).collect();
        words.join(",")
    });
    Ok(diesel::insert_into(series_change::table)
        .values((
            (series_change::series_id.eq(id), series_change::first_on.eq(first_on)),
            series_change::room_id.eq(change.room),
            (
                series_change::from_minute.eq(change.part.from()),
                series_change::to_minute.eq(change.part.to()),
            ),
            (series_change::weekdays.eq(days), series_change::size.eq(change.size)),
            series_change::purpose.eq(&change.purpose),
            (series_change::requested_by.eq(by), series_change::request_key.eq(&change.request_key)),
            series_change::handed_over.eq(handed_over),
        ))
        .returning(series_change::id)
        .get_result(conn)?)
}

/// What a person wished with this key before.
pub(in crate::domain::bookings::series) fn by_request_key(
    conn: &mut Conn,
    by: PersonId,
    key: &str,
) -> Result<Option<SeriesChange>> {
    Ok(series_change::table
        .filter(series_change::requested_by.eq(by).and(series_change::request_key.eq(key)))
        .select(SeriesChange::as_select())
        .first(conn)
        .optional()?)
}

/// One wish about a series of a centre.
pub fn wish(conn: &mut Conn, centre: CentreId, id: SeriesChangeId) -> Result<SeriesChange> {
    Ok(series_change::table
        .inner_join(series::table)
        .filter(series_change::id.eq(id).and(series::centre_id.eq(centre)))
        .select(SeriesChange::as_select())
        .first(conn)?)
}

/// The series that has the dates of a wish now says what was wished; false when it did before.
pub(in crate::domain::bookings::series) fn handed_over(
    conn: &mut Conn,
    id: SeriesChangeId,
    to: SeriesId,
) -> Result<bool> {
    let open =
        series_change::table.filter(series_change::id.eq(id).and(series_change::handed_over.eq(false)));
    let changed = diesel::update(open)
        .set((series_change::series_id.eq(to), series_change::handed_over.eq(true)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The wishes that some change requests belong to, in the order of the first of them.
pub fn asked(conn: &mut Conn, centre: CentreId, open: &[ChangeRequest]) -> Result<Vec<ChangeAsked>> {
    let mut grouped: BTreeMap<SeriesChangeId, Vec<ChangeRequest>> = BTreeMap::new();
    for one in open {
        if let Some(id) = one.series_change_id {
            grouped.entry(id).or_default().push(one.clone());
        }
    }
    let mut all = Vec::with_capacity(grouped.len());
    // A wish is rare, and each is a page of its own: one by one.
    for (id, requests) in grouped {
        let wish = wish(conn, centre, id)?;
        let series = super::series(conn, centre, wish.series_id)?;
        let ids: Vec<_> = requests.iter().map(|one| one.booking_id).collect();
        let mut booked = bookings::booked_all(conn, centre, &ids)?;
        booked.sort_by_key(|one| one.booking.starts_at);
        let dates = booked.into_iter().filter_map(|one| {
            let asked = requests.iter().find(|asked| asked.booking_id == one.booking.id)?;
            Some((one, asked.clone()))
        });
        all.push(ChangeAsked {
            dates: dates.collect(),
            rooms: (
                rooms::store::room(conn, centre, series.room_id)?,
                rooms::store::room(conn, centre, wish.room_id)?,
            ),
            troupe: agreements::store::troupe(conn, centre, series.troupe_id)?,
            series,
            wish,
        });
    }
    Ok(all)
}

/// What is still to be decided about some dates of a series, other than by themselves.
pub fn of_dates(conn: &mut Conn, centre: CentreId, dates: &[Dated]) -> Result<Vec<ChangeAsked>> {
    let ids: Vec<_> =
        dates.iter().filter_map(|date| date.booked.as_ref()).map(|one| one.booking.id).collect();
    let open = open_among(conn, &ids)?;
    asked(conn, centre, &open)
}

/// Of what was to be decided of a wish, what was decided last.
pub fn decided_last(conn: &mut Conn, id: SeriesChangeId) -> Result<Option<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::series_change_id.eq(id))
        .filter(change_request::decided_at.is_not_null())
        .order((change_request::decided_at.desc(), change_request::id.desc()))
        .select(ChangeRequest::as_select())
        .first(conn)
        .optional()?)
}

/// What is still to be decided of a wish, by booking.
pub(in crate::domain::bookings::series) fn open(
    conn: &mut Conn,
    id: SeriesChangeId,
) -> Result<Vec<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::series_change_id.eq(id))
        .filter(change_request::state.eq(ChangeState::Requested))
        .order(change_request::starts_at)
        .select(ChangeRequest::as_select())
        .load(conn)?)
}
