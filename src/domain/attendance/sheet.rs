//! A day as staff report it: every booking and session with what is known of it, and the hours of drop-in rooms.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, Duration, NaiveDate};

use super::asking::REACH;
use super::{Held, Of, Report, Reported, no_shows, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Span, Wall};
use crate::domain::bookings::BookingId;
use crate::domain::centres::{Centre, CentreId};
use crate::domain::people::{self, PersonId};
use crate::domain::rooms::{self, Access, Room, RoomId};

const HOUR: Duration = Duration::hours(1);

/// One line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub held: Held,
    pub reported: Reported,
    /// Staff confirmed that nobody came though it was booked.
    pub no_show: bool,
    /// At the door so far.
    pub counted: i32,
}

/// A day's bookings and sessions, by start.
pub fn day(conn: &mut Conn, centre: CentreId, date: NaiveDate) -> Result<Vec<Row>> {
    let (from, to) = whole(date);
    let held = store::held_between(conn, centre, from, to)?;
    rows(conn, centre, held, from, to)
}

/// Some things of a centre that began from one time to another, with what is known of them.
pub fn rows(conn: &mut Conn, centre: CentreId, held: Vec<Held>, from: Wall, to: Wall) -> Result<Vec<Row>> {
    let mut reports = by_subject(store::between(conn, centre, from, to)?);
    let bookings: Vec<BookingId> = held.iter().filter_map(booking_of).collect();
    let absent: HashSet<BookingId> =
        no_shows::of_bookings(conn, &bookings)?.into_iter().filter_map(|one| one.booking_id).collect();
    let of: Vec<Of> = held.iter().map(|held| held.of).collect();
    let counted = store::counted_of_all(conn, &of)?;
    let row = |held: Held| Row {
        counted: counted.get(&held.of).copied().unwrap_or(0),
        reported: Reported(reports.remove(&held.of).unwrap_or_default()),
        no_show: booking_of(&held).is_some_and(|id| absent.contains(&id)),
        held,
    };
    Ok(held.into_iter().map(row).collect())
}

/// A drop-in room's open hours of a day, each with what is known of it. The last may be shorter. An hour that was
/// reported stays on the sheet, whatever became of the opening hours since: it is in the totals.
pub fn hours(conn: &mut Conn, centre: CentreId, date: NaiveDate) -> Result<Vec<(Room, Vec<Row>)>> {
    let (from, to) = whole(date);
    let open = rooms::store::hours(conn, centre, date, date)?;
    let mut reports = by_subject(store::between(conn, centre, from, to)?);
    let mut sheets = Vec::new();
    let rooms = rooms::store::rooms(conn, centre)?;
    for room in rooms.into_iter().filter(|room| room.access == Access::DropIn && room.active) {
        let mut rows = Vec::new();
        for part in open.open_on(room.id, date) {
            for (starts_at, ends_at) in hours_of(Span::on(date, part)) {
                let held = store::of_hour(&room, starts_at, ends_at);
                let reported = Reported(reports.remove(&held.of).unwrap_or_default());
                rows.push(Row { held, reported, no_show: false, counted: 0 });
            }
        }
        let closed = reports.extract_if(|of, _| matches!(of, Of::Hour(id, _) if *id == room.id));
        for (of, reported) in closed {
            if let Of::Hour(_, at) = of {
                let held = store::of_hour(&room, at, at.plus(HOUR));
                rows.push(Row { held, reported: Reported(reported), no_show: false, counted: 0 });
            }
        }
        rows.sort_by_key(|row| row.held.starts_at);
        sheets.push((room, rows));
    }
    Ok(sheets)
}

/// Whether an hour that begins then is one of a room's open hours of that day.
pub fn has_hour(conn: &mut Conn, centre: CentreId, room: RoomId, at: Wall) -> Result<bool> {
    let date = at.date();
    let open = rooms::store::hours_on(conn, centre, date)?.open_on(room, date);
    Ok(open.into_iter().any(|part| hours_of(Span::on(date, part)).iter().any(|(start, _)| *start == at)))
}

/// The days of which something that ended is not reported, the latest first: of the last two weeks whatever it is, of
/// those before what somebody was asked about in vain, as the page of tasks has it.
pub fn missing_days(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<(NaiveDate, usize)>> {
    let wall = centre.zone.wall(now);
    let from = Wall::at(wall.plus(-REACH).date(), Minute::MIDNIGHT);
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for held in store::unreported(conn, centre.id, from, wall)? {
        *days.entry(held.starts_at.date()).or_default() += 1;
    }
    for (_, day) in store::asked_in_vain(conn, centre.id)? {
        if day < from.date() {
            *days.entry(day).or_default() += 1;
        }
    }
    Ok(days.into_iter().rev().collect())
}

/// Who reported, by number.
pub fn authors<'a>(
    conn: &mut Conn,
    reported: impl Iterator<Item = &'a Reported>,
) -> Result<HashMap<PersonId, String>> {
    let mut ids: Vec<PersonId> =
        reported.flat_map(|one| one.0.iter().filter_map(|report| report.reported_by)).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::contact::contacts(conn, &ids)?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// From its start on, hour by hour.
fn hours_of(open: Span) -> Vec<(Wall, Wall)> {
    let mut hours = Vec::new();
    let mut start = open.start();
    while start < open.end() {
        let end = start.plus(HOUR).min(open.end());
        hours.push((start, end));
        start = end;
    }
    hours
}

fn whole(date: NaiveDate) -> (Wall, Wall) {
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    (Wall::at(date, Minute::MIDNIGHT), Wall::at(next, Minute::MIDNIGHT))
}

fn booking_of(held: &Held) -> Option<BookingId> {
    if let Of::Booking(id) = held.of { Some(id) } else { None }
}

fn by_subject(reports: Vec<Report>) -> HashMap<Of, Vec<Report>> {
    let mut found: HashMap<Of, Vec<Report>> = HashMap::new();
    for report in reports {
        if let Some(of) = report.of() {
            found.entry(of).or_default().push(report);
        }
    }
    found
}
