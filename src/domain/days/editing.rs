//! A manager says what a date is, which weekday a make-up day follows, and when school is on.
//!
//! | | |
//! |---|---|
//! | locks | none; two managers at the same date: [`Error::Again`](crate::base::error::Error::Again), the later one stands |
//! | checks | a make-up day lies on a weekend and alone follows a weekday; a term ends after it begins |
//! | rows | the day, the weekday, the term; history |
//! | letters | none: what is booked stays booked, and series look at days only when they are made or changed |

use chrono::{Datelike, NaiveDate, Weekday};

use super::{DayKind, LegalDay, LegalKind, TermId, TermKind, store, writing};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// What makes a term or a school holiday. The English name may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermDetails {
    pub kind: TermKind,
    pub name: String,
    pub name_en: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayChange {
    Done,
    /// A working day needs no make-up day: it was asked for a date from Monday to Friday.
    NoWeekend,
    /// Only a make-up day follows a weekday.
    NoMakeUpDay,
}

/// Says what a date is, for whatever the data that came with the program says.
pub fn set_day(conn: &mut Conn, acting: &Acting, date: NaiveDate, day: &LegalDay) -> Result<DayChange> {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    if day.kind == LegalKind::Workday && !weekend {
        return Ok(DayChange::NoWeekend);
    }
    let centre = acting.centre.id;
    writing::replace_day(conn, centre, date, day)?;
    if day.kind != LegalKind::Workday {
        writing::replace_followed(conn, centre, date, None)?;
    }
    note(conn, acting, "day_changed", date)?;
    Ok(DayChange::Done)
}

/// Says which weekday a make-up day follows; `None` takes it back.
pub fn follow(
    conn: &mut Conn,
    acting: &Acting,
    date: NaiveDate,
    weekday: Option<Weekday>,
) -> Result<DayChange> {
    let centre = acting.centre.id;
    if store::legal(conn, centre, date, date)?.kind(date) != DayKind::MakeUp {
        return Ok(DayChange::NoMakeUpDay);
    }
    writing::replace_followed(conn, centre, date, weekday)?;
    note(conn, acting, "weekday_followed", date)?;
    Ok(DayChange::Done)
}

/// Adds a term or a school holiday.
pub fn add_term(conn: &mut Conn, acting: &Acting, details: &TermDetails) -> Result<TermId> {
    let id = writing::insert_term(conn, acting.centre.id, details)?;
    acting.note(conn, "term", id.0, "added", Some(&details.name))?;
    Ok(id)
}

/// Changes a term or a school holiday of the centre.
pub fn change_term(conn: &mut Conn, acting: &Acting, id: TermId, details: &TermDetails) -> Result<()> {
    store::term(conn, acting.centre.id, id)?;
    writing::update_term(conn, id, details)?;
    acting.note(conn, "term", id.0, "changed", Some(&details.name)).map(drop)
}

/// Takes a term or a school holiday of the centre away.
pub fn remove_term(conn: &mut Conn, acting: &Acting, id: TermId) -> Result<()> {
    let before = store::term(conn, acting.centre.id, id)?;
    writing::delete_term(conn, id)?;
    acting.note(conn, "term", id.0, "removed", Some(&before.name)).map(drop)
}

fn note(conn: &mut Conn, acting: &Acting, act: &'static str, date: NaiveDate) -> Result<()> {
    acting.note(conn, "centre", acting.centre.id.0, act, Some(&date.to_string())).map(drop)
}
