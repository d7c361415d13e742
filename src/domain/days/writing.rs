//! Holidays, make-up days and terms: the rows that managers write.

use chrono::{NaiveDate, Weekday};
use diesel::prelude::*;

use super::editing::TermDetails;
use super::{LegalDay, TermId, weekdays};
use crate::base::db::Conn;
use crate::base::db::schema::{followed_weekday, legal_day, term};
use crate::base::error::Result;
use crate::domain::centres::CentreId;

/// Says something of a date, in place of what the centre said before.
pub fn replace_day(conn: &mut Conn, centre: CentreId, date: NaiveDate, day: &LegalDay) -> Result<()> {
    delete_days(conn, centre, date, date)?;
    diesel::insert_into(legal_day::table)
        .values((
            legal_day::centre_id.eq(centre),
            legal_day::date.eq(date),
            legal_day::kind.eq(day.kind),
            legal_day::name.eq(&day.name),
            legal_day::name_en.eq(&day.name_en),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes back what the centre said of the dates from one to another.
pub fn delete_days(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<()> {
    let of_centre = legal_day::table.filter(legal_day::centre_id.eq(centre));
    diesel::delete(of_centre.filter(legal_day::date.between(from, to))).execute(conn)?;
    Ok(())
}

/// Says which weekday a make-up day follows; `None` takes it back.
pub fn replace_followed(
    conn: &mut Conn,
    centre: CentreId,
    date: NaiveDate,
    weekday: Option<Weekday>,
) -> Result<()> {
    delete_followed(conn, centre, date, date)?;
    if let Some(weekday) = weekday {
        diesel::insert_into(followed_weekday::table)
            .values((
                followed_weekday::centre_id.eq(centre),
                followed_weekday::date.eq(date),
                followed_weekday::weekday.eq(weekdays::number(weekday)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes back which weekdays the make-up days from one date to another follow.
pub fn delete_followed(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<()> {
    let of_centre = followed_weekday::table.filter(followed_weekday::centre_id.eq(centre));
    diesel::delete(of_centre.filter(followed_weekday::date.between(from, to))).execute(conn)?;
    Ok(())
}

pub fn insert_term(conn: &mut Conn, centre: CentreId, details: &TermDetails) -> Result<TermId> {
    Ok(diesel::insert_into(term::table)
        .values((
            term::centre_id.eq(centre),
            term::kind.eq(details.kind),
            term::name.eq(&details.name),
            term::name_en.eq(&details.name_en),
            term::starts_on.eq(details.starts_on),
            term::ends_on.eq(details.ends_on),
        ))
        .returning(term::id)
        .get_result(conn)?)
}

pub fn update_term(conn: &mut Conn, id: TermId, details: &TermDetails) -> Result<()> {
    diesel::update(term::table.filter(term::id.eq(id)))
        .set((
            term::kind.eq(details.kind),
            term::name.eq(&details.name),
            term::name_en.eq(&details.name_en),
            term::starts_on.eq(details.starts_on),
            term::ends_on.eq(details.ends_on),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn delete_term(conn: &mut Conn, id: TermId) -> Result<()> {
    diesel::delete(term::table.filter(term::id.eq(id))).execute(conn)?;
    Ok(())
}
