//! A manager changes opening hours: the week of the centre or of a room, or what holds on one date.
//!
//! | | |
//! |---|---|
//! | locks | the spaces of the room, or of all the centre's rooms, by id |
//! | checks | no booking or session to come that lies within the hours now would lie outside: that is [`disrupting`](super::disrupting) |
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
pub const LOOKED_AHEAD_DAYS: u64 = 3 * 366;

/// How the hours change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoursChange {
    /// Another weekly pattern for the centre, or for one room. Weekdays run from 1 (Monday) to 7. A room whose
    /// pattern is empty follows the centre's.
    Week { whose: Option<RoomId>, week: Vec<(i32, DaySpan)> },
    /// A date differs: its spans replace the weekly ones, without spans it is shut. Replaces what was said about
    /// that date for the same centre or room.
    Day(SpecialDay),
    /// What was said about a date is taken back.
    NoDay { whose: Option<RoomId>, date: NaiveDate },
}

impl HoursChange {
    /// The room it is about; `None` is the centre.
    pub fn whose(&self) -> Option<RoomId> {
        match self {
            Self::Week { whose, .. } | Self::NoDay { whose, .. } => *whose,
            Self::Day(day) => day.room,
        }
    }

    /// The date it is about; `None` is every week.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Week { .. } => None,
            Self::Day(day) => Some(day.date),
            Self::NoDay { date, .. } => Some(*date),
        }
    }

    /// The hours as they will be.
    pub fn after(&self, before: &Hours) -> Hours {
        let mut after = before.clone();
        match self {
            Self::Week { whose, week } => {
                after.weekly.retain(|span| span.room != *whose);
                let new = week.iter().map(|&(weekday, span)| WeeklySpan { room: *whose, weekday, span });
                after.weekly.extend(new);
            }
            Self::Day(day) => {
                after.special.retain(|other| (other.room, other.date) != (day.room, day.date));
                after.special.push(day.clone());
            }
            Self::NoDay { whose, date } => {
                after.special.retain(|other| (other.room, other.date) != (*whose, *date));
            }
        }
        after
    }
}

/// Changes the hours if that hits nothing. [`Error::NotFound`] when nothing was said about a date of which that is
/// taken back.
pub fn change(conn: &mut Conn, acting: &Acting, change: &HoursChange) -> Result<Change> {
    let (before, coming) = look(conn, acting, change.whose())?;
    let hits = left_outside(&before, &change.after(&before), coming);
    if !hits.is_empty() {
        return Ok(Change::Hits(hits));
    }
    write(conn, acting, change)?;
    Ok(Change::Done)
}

/// [`change`] of a weekly pattern.
pub fn set_week(
    conn: &mut Conn,
    acting: &Acting,
    whose: Option<RoomId>,
    week: &[(i32, DaySpan)],
) -> Result<Change> {
    change(conn, acting, &HoursChange::Week { whose, week: week.to_vec() })
}

/// [`change`] of one date.
pub fn set_day(conn: &mut Conn, acting: &Acting, day: &SpecialDay) -> Result<Change> {
    change(conn, acting, &HoursChange::Day(day.clone()))
}

/// Takes back what was said about a date.
pub fn remove_day(
    conn: &mut Conn,
    acting: &Acting,
    whose: Option<RoomId>,
    date: NaiveDate,
) -> Result<Change> {
    change(conn, acting, &HoursChange::NoDay { whose, date })
}

/// Writes a change; the caller has looked at what it hits.
pub(super) fn write(conn: &mut Conn, acting: &Acting, change: &HoursChange) -> Result<()> {
    let centre = acting.centre.id;
    let what = match change {
        HoursChange::Week { whose, week } => {
            writing::replace_week(conn, centre, *whose, week)?;
            "week"
        }
        HoursChange::Day(day) => {
            writing::delete_day(conn, centre, day.room, day.date)?;
            writing::insert_day(conn, centre, day)?;
            "day"
        }
        HoursChange::NoDay { whose, date } => {
            if !writing::delete_day(conn, centre, *whose, *date)? {
                return Err(Error::NotFound);
            }
            "day"
        }
    };
    let (subject, id) = change.whose().map_or(("centre", centre.0), |room| ("room", room.0));
    acting.note(conn, subject, id, "hours_changed", Some(what)).map(drop)
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

/// Of what is to come, what lies within the hours before and not after.
fn left_outside(before: &Hours, after: &Hours, coming: Vec<Hit>) -> Vec<Hit> {
    let leaves = |hit: &Hit| {
        let part = hit.span.within_day();
        within(before, hit.room, hit.span.date(), part) && !within(after, hit.room, hit.span.date(), part)
    };
    coming.into_iter().filter(leaves).collect()
}

/// The part of the day lies within one of the room's open spans.
pub(super) fn within(hours: &Hours, room: RoomId, date: NaiveDate, part: DaySpan) -> bool {
    hours.open_on(room, date).iter().any(|open| open.contains(part))
}
