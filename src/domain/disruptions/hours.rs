//! A manager changes opening hours: the week of the centre or of a room, or what holds on one date.
//!
//! | | |
//! |---|---|
//! | locks | the spaces of the room, or of all the centre's rooms, by id |
//! | checks | no booking or session to come that lies within the hours now would lie outside |
//! | rows | opening hours or special day, history |
//! | letters | none |

use chrono::{Days, NaiveDate};

use super::{Change, Hit, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::DaySpan;
use crate::domain::occupancy;
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Hours, RoomId, SpecialDay, WeeklySpan, writing};

/// How far ahead a date may lie whose hours are looked at; nothing is booked further.
const LOOKED_AHEAD_DAYS: u64 = 3 * 366;

/// Sets the weekly pattern of the centre, or of one room. Weekdays run from 1 (Monday) to 7. A room whose
/// pattern is empty follows the centre's.
pub fn set_week(
    conn: &mut Conn,
    acting: &Acting,
    whose: Option<RoomId>,
    week: &[(i32, DaySpan)],
) -> Result<Change> {
    let (before, coming) = look(conn, acting, whose)?;
    let mut after = before.clone();
    after.weekly.retain(|span| span.room != whose);
    after.weekly.extend(week.iter().map(|&(weekday, span)| WeeklySpan { room: whose, weekday, span }));
    let hits = left_outside(&before, &after, coming);
    if !hits.is_empty() {
        return Ok(Change::Hits(hits));
    }
    writing::replace_week(conn, acting.centre.id, whose, week)?;
    note(conn, acting, whose, "week")
}

/// Says that a date differs: its spans replace the weekly ones, without spans it is shut. Replaces what was
/// said about that date for the same centre or room.
pub fn set_day(conn: &mut Conn, acting: &Acting, day: &SpecialDay) -> Result<Change> {
    let (before, coming) = look(conn, acting, day.room)?;
    let mut after = before.clone();
    after.special.retain(|other| (other.room, other.date) != (day.room, day.date));
    after.special.push(day.clone());
    let hits = left_outside(&before, &after, coming);
    if !hits.is_empty() {
        return Ok(Change::Hits(hits));
    }
    writing::delete_day(conn, acting.centre.id, day.room, day.date)?;
    writing::insert_day(conn, acting.centre.id, day)?;
    note(conn, acting, day.room, "day")
}

/// Takes back what was said about a date. [`Error::NotFound`] when nothing was.
pub fn remove_day(
    conn: &mut Conn,
    acting: &Acting,
    whose: Option<RoomId>,
    date: NaiveDate,
) -> Result<Change> {
    let (before, coming) = look(conn, acting, whose)?;
    let mut after = before.clone();
    after.special.retain(|other| (other.room, other.date) != (whose, date));
    let hits = left_outside(&before, &after, coming);
    if !hits.is_empty() {
        return Ok(Change::Hits(hits));
    }
    if !writing::delete_day(conn, acting.centre.id, whose, date)? {
        return Err(Error::NotFound);
    }
    note(conn, acting, whose, "day")
}

/// Takes the locks, and looks at the hours and what is to come.
fn look(conn: &mut Conn, acting: &Acting, whose: Option<RoomId>) -> Result<(Hours, Vec<Hit>)> {
    let rooms = match whose {
        Some(room) => vec![rooms::store::room(conn, acting.centre.id, room)?.id],
        None => rooms::store::ids(conn, acting.centre.id)?,
    };
    occupancy::lock_rooms(conn, &rooms)?;
    let now = acting.centre.zone.wall(acting.now);
    let last = now.date().checked_add_days(Days::new(LOOKED_AHEAD_DAYS)).unwrap_or(now.date());
    let hours = rooms::store::hours(conn, acting.centre.id, now.date(), last)?;
    Ok((hours, store::coming(conn, &rooms, now)?))
}

fn note(conn: &mut Conn, acting: &Acting, whose: Option<RoomId>, what: &'static str) -> Result<Change> {
    let (subject, id) = whose.map_or(("centre", acting.centre.id.0), |room| ("room", room.0));
    acting.note(conn, subject, id, "hours_changed", Some(what))?;
    Ok(Change::Done)
}

/// Of what is to come, what lies within the hours before and not after.
fn left_outside(before: &Hours, after: &Hours, coming: Vec<Hit>) -> Vec<Hit> {
    let within = |hours: &Hours, hit: &Hit| {
        let open = hours.open_on(hit.room, hit.span.date());
        open.iter().any(|open| open.contains(hit.span.within_day()))
    };
    coming.into_iter().filter(|hit| within(before, hit) && !within(after, hit)).collect()
}
