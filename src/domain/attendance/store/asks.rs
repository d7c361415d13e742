//! Who was asked how many came, and what staff have to do because nobody answered or two numbers differ.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{between, held_between};
use crate::base::db::schema::{attendance_ask, attendance_report, booking, history, no_show, room, session};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::time::{Instant, Wall};
use crate::domain::activities::SessionId;
use crate::domain::attendance::{AskId, Held, Of, Report, Source, no_shows};
use crate::domain::bookings::BookingId;
use crate::domain::centres::CentreId;

/// The round in which it becomes a task of staff.
pub const STAFF_ROUND: i32 = 3;

/// That somebody was asked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = attendance_ask)]
pub struct Ask {
    pub id: AskId,
    pub booking_id: Option<BookingId>,
    pub session_id: Option<SessionId>,
    /// 1 and 2 are letters, 3 is a task of staff.
    pub round: i32,
    pub asked_at: Instant,
}

impl Ask {
    pub fn of(&self) -> Option<Of> {
        self.booking_id.map(Of::Booking).or(self.session_id.map(Of::Session))
    }
}

/// One asking.
pub fn ask(conn: &mut Conn, id: AskId) -> Result<Ask> {
    Ok(crate::query!(
        conn,
        attendance_ask::table.filter(attendance_ask::id.eq(id)).select(Ask::as_select()).first(conn)
    )?)
}

/// The centre of what somebody was asked about.
pub fn centre_of(conn: &mut Conn, of: Of) -> Result<CentreId> {
    Ok(match of {
        Of::Booking(id) => {
            crate::query!(conn, booking::table.find(id).select(booking::centre_id).first(conn))
        }
        Of::Session(id) => {
            crate::query!(conn, session::table.find(id).select(session::centre_id).first(conn))
        }
        Of::Hour(id, _) => crate::query!(conn, room::table.find(id).select(room::centre_id).first(conn)),
    }?)
}

/// The last asking about each of these, where there was one.
pub fn last_asks(conn: &mut Conn, of: &[Of]) -> Result<HashMap<Of, Ask>> {
    Ok(asks_about(conn, of)?.into_iter().filter_map(|ask| Some((ask.of()?, ask))).collect())
}

/// About which of these somebody was written to twice.
pub fn asked_twice(conn: &mut Conn, of: &[Of]) -> Result<HashSet<Of>> {
    let asks = asks_about(conn, of)?;
    Ok(asks.iter().filter(|ask| ask.round == STAFF_ROUND - 1).filter_map(Ask::of).collect())
}

/// Every asking about these, round by round.
fn asks_about(conn: &mut Conn, of: &[Of]) -> Result<Vec<Ask>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let bookings: Vec<BookingId> =
        of.iter().filter_map(|of| if let Of::Booking(id) = of { Some(*id) } else { None }).collect();
    let sessions: Vec<SessionId> =
        of.iter().filter_map(|of| if let Of::Session(id) = of { Some(*id) } else { None }).collect();
    Ok(crate::query!(
        conn,
        attendance_ask::table
            .filter(
                attendance_ask::booking_id.eq_any(bookings).or(attendance_ask::session_id.eq_any(sessions))
            )
            .order(attendance_ask::round)
            .select(Ask::as_select())
            .load(conn)
    )?)
}

/// Writes down that somebody is asked. [`Error::Again`] when another process asks at this moment.
///
/// [`Error::Again`]: crate::base::error::Error::Again
pub(in crate::domain::attendance) fn insert_ask(
    conn: &mut Conn,
    of: Of,
    round: i32,
    cause: HistoryId,
    now: Instant,
) -> Result<AskId> {
    let (booking, session) = match of {
        Of::Booking(id) => (Some(id), None),
        Of::Session(id) => (None, Some(id)),
        Of::Hour(..) => (None, None),
    };
    crate::query!(
        conn,
        diesel::insert_into(attendance_ask::table)
            .values((
                attendance_ask::booking_id.eq(booking),
                attendance_ask::session_id.eq(session),
                attendance_ask::round.eq(round),
                attendance_ask::history_id.eq(cause),
                attendance_ask::asked_at.eq(now),
            ))
            .returning(attendance_ask::id)
            .get_result(conn)
    )
    .map_err(again)
}

/// What began and ended from one time to another and of which nobody has said anything.
pub(in crate::domain::attendance) fn unreported(
    conn: &mut Conn,
    centre: CentreId,
    from: Wall,
    to: Wall,
) -> Result<Vec<Held>> {
    let said: HashSet<Of> = between(conn, centre, from, to)?.iter().filter_map(Report::of).collect();
    let mut held = held_between(conn, centre, from, to)?;
    held.retain(|one| one.ends_at <= to && !said.contains(&one.of));
    let bookings: Vec<BookingId> =
        held.iter().filter_map(|one| if let Of::Booking(id) = one.of { Some(id) } else { None }).collect();
    let absent: HashSet<BookingId> =
        no_shows::of_bookings(conn, &bookings)?.into_iter().filter_map(|one| one.booking_id).collect();
    held.retain(|one| !matches!(one.of, Of::Booking(id) if absent.contains(&id)));
    Ok(held)
}

/// What nobody reported though they were asked, with its day: tasks of staff, the oldest first.
pub fn asked_in_vain(conn: &mut Conn, centre: CentreId) -> Result<Vec<(Of, NaiveDate)>> {
    use {attendance_ask as a, attendance_report as r, no_show as n};
    type Row = (Option<BookingId>, Option<SessionId>, Option<Wall>, Option<Wall>);
    let rows: Vec<Row> = crate::query!(
        conn,
        a::table
            .inner_join(history::table)
            .left_join(booking::table)
            .left_join(session::table)
            .filter(a::round.eq(STAFF_ROUND).and(history::centre_id.eq(centre.0)))
            .filter(session::cancelled_at.is_null())
            .filter(not(exists(r::table.filter(r::booking_id.eq(a::booking_id)))))
            .filter(not(exists(r::table.filter(r::session_id.eq(a::session_id)))))
            .filter(not(exists(
                n::table.filter(n::booking_id.eq(a::booking_id).and(n::withdrawn_at.is_null()))
            )))
            .order(a::id)
            .select((
                a::booking_id,
                a::session_id,
                booking::starts_at.nullable(),
                session::starts_at.nullable(),
            ))
            .load(conn)
    )?;
    let task = |(booking, session, booked, met): Row| {
        let of = booking.map(Of::Booking).or(session.map(Of::Session))?;
        Some((of, booked.or(met)?.date()))
    };
    Ok(rows.into_iter().filter_map(task).collect())
}

/// Reports that differ from what counts and wait for staff to choose, the oldest first.
pub fn contradicted(conn: &mut Conn, centre: CentreId) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table
            .filter(r::centre_id.eq(centre))
            .filter(r::confirmed_at.is_null().and(r::superseded_at.is_null()))
            .order(r::id)
            .select(Report::as_select())
            .load(conn)
    )?)
}

/// Counts of the door that stand for a report and that nobody confirmed, the oldest first.
pub fn from_the_door(conn: &mut Conn, centre: CentreId) -> Result<Vec<Report>> {
    use attendance_report as r;
    Ok(crate::query!(
        conn,
        r::table
            .filter(r::centre_id.eq(centre).and(r::source.eq(Source::Door)))
            .filter(r::confirmed_by.is_null().and(r::superseded_at.is_null()))
            .order(r::id)
            .select(Report::as_select())
            .load(conn)
    )?)
}

/// How many tasks of any kind there are.
pub fn tasks(conn: &mut Conn, centre: CentreId) -> Result<i64> {
    let number = contradicted(conn, centre)?.len()
        + asked_in_vain(conn, centre)?.len()
        + from_the_door(conn, centre)?.len();
    Ok(i64::try_from(number).unwrap_or(i64::MAX))
}
