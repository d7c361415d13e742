//! Reports in the database. No decisions.

mod asks;
mod doors;
mod held;

pub use asks::{
    Ask, STAFF_ROUND, ask, asked_in_vain, asked_twice, centre_of, contradicted, from_the_door, last_asks,
    tasks,
};
pub(super) use asks::{insert_ask, unreported};
pub(super) use doors::{NewCheckIn, coming, insert_check_in, registered};
pub use doors::{arrivals, counted, counted_of_all, is_known};
pub(super) use held::of_hour;
pub use held::{held, held_between, held_bookings_of};

use diesel::prelude::*;

use super::{Of, Report, ReportId, Source};
use crate::base::db::schema::attendance_report;
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::activities::SessionId;
use crate::domain::bookings::BookingId;
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::rooms::RoomId;

/// A row to be.
#[derive(Insertable)]
#[diesel(table_name = attendance_report)]
pub(super) struct NewReport<'a> {
    pub centre_id: CentreId,
    pub booking_id: Option<BookingId>,
    pub session_id: Option<SessionId>,
    pub room_id: Option<RoomId>,
    pub starts_at: Wall,
    pub visits: i32,
    pub source: Source,
    pub note: &'a str,
    pub reported_by: Option<PersonId>,
    pub reported_at: Instant,
    pub confirmed_at: Option<Instant>,
    pub confirmed_by: Option<PersonId>,
    pub superseded_at: Option<Instant>,
}

/// Writes a report. [`Error::Again`] when another one of the same thing came to count at this moment.
///
/// [`Error::Again`]: crate::base::error::Error::Again
pub(super) fn insert(conn: &mut Conn, new: NewReport) -> Result<Report> {
    crate::query!(
        conn,
        diesel::insert_into(attendance_report::table)
            .values(&new)
            .returning(Report::as_returning())
            .get_result(conn)
    )
    .map_err(again)
}

/// All that was reported about one thing, oldest first.
pub fn of(conn: &mut Conn, of: Of) -> Result<Vec<Report>> {
    use attendance_report as r;
    /// The rows that some columns pick.
    macro_rules! picked {
        ($filter:expr) => {
            crate::query!(conn, r::table.filter($filter).order(r::id).select(Report::as_select()).load(conn))
        };
    }
    Ok(match of {
        Of::Booking(id) => picked!(r::booking_id.eq(id)),
        Of::Session(id) => picked!(r::session_id.eq(id)),
        Of::Hour(room, at) => picked!(r::room_id.eq(room).and(r::starts_at.eq(at))),
    }?)
}

/// One report of a centre.
pub fn report(conn: &mut Conn, centre: CentreId, id: ReportId) -> Result<Report> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table.filter(r::id.eq(id).and(r::centre_id.eq(centre))).select(Report::as_select()).first(conn)
    )?)
}

/// All reports about what began from one time to another, oldest first.
pub fn between(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table
            .filter(r::centre_id.eq(centre).and(r::starts_at.ge(from)).and(r::starts_at.lt(to)))
            .order(r::id)
            .select(Report::as_select())
            .load(conn)
    )?)
}

/// The reports that count, about what began from one time to another: what totals are made of.
pub fn counting_between(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table
            .filter(r::centre_id.eq(centre).and(r::starts_at.ge(from)).and(r::starts_at.lt(to)))
            .filter(r::confirmed_at.is_not_null().and(r::superseded_at.is_null()))
            .order((r::starts_at, r::id))
            .select(Report::as_select())
            .load(conn)
    )?)
}

/// All reports about some bookings, oldest first.
pub fn of_bookings(conn: &mut Conn, bookings: &[BookingId]) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table.filter(r::booking_id.eq_any(bookings)).order(r::id).select(Report::as_select()).load(conn)
    )?)
}

/// All reports about some sessions, oldest first.
pub fn of_sessions(conn: &mut Conn, sessions: &[SessionId]) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table.filter(r::session_id.eq_any(sessions)).order(r::id).select(Report::as_select()).load(conn)
    )?)
}

/// Marks a report as superseded; false when it was before.
pub(super) fn supersede(conn: &mut Conn, id: ReportId, now: Instant) -> Result<bool> {
    use attendance_report as r;
    let changed = crate::query!(
        conn,
        diesel::update(r::table.filter(r::id.eq(id).and(r::superseded_at.is_null())))
            .set(r::superseded_at.eq(now))
            .execute(conn)
    )?;
    Ok(changed == 1)
}

/// Makes a report the one that counts, by a person; false when it is superseded.
pub(super) fn confirm(conn: &mut Conn, id: ReportId, by: PersonId, now: Instant) -> Result<bool> {
    use attendance_report as r;
    let changed = crate::query!(
        conn,
        diesel::update(r::table.filter(r::id.eq(id).and(r::superseded_at.is_null())))
            .set((r::confirmed_at.eq(now), r::confirmed_by.eq(by)))
            .execute(conn)
    )
    .map_err(again)?;
    Ok(changed == 1)
}
