//! Holidays, make-up days and terms in the database.

use chrono::{Datelike, NaiveDate, Weekday};
use diesel::prelude::*;

use super::{DayFacts, LegalDay, LegalKind, Term, TermId, TermKind};
use crate::base::db::Conn;
use crate::base::db::schema::{followed_weekday, legal_day, term};
use crate::base::error::Result;
use crate::domain::centres::CentreId;

/// All that is known of the dates from one to another, both included, at a centre: three queries.
pub fn facts(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<DayFacts> {
    let mut facts = DayFacts::published(from, to);
    // Whole years, because a year is known when anything is known of it.
    let (first, last) = (new_year(from).unwrap_or(from), years_end(to).unwrap_or(to));
    for (date, day) in own_days(conn, centre, first, last)? {
        facts.set_known(date.year());
        if (from..=to).contains(&date) {
            facts.set_legal(date, day);
        }
    }
    let followed: Vec<(NaiveDate, i32)> = followed_weekday::table
        .filter(followed_weekday::centre_id.eq(centre))
        .filter(followed_weekday::date.between(from, to))
        .select((followed_weekday::date, followed_weekday::weekday))
        .load(conn)?;
    for (date, number) in followed {
        if let Some(weekday) = weekday(number) {
            facts.set_followed(date, weekday);
        }
    }
    for term in terms(conn, centre, from, to)? {
        facts.add_term(term);
    }
    Ok(facts)
}

/// What the centre itself says of dates, ordinary ones included, by date.
pub fn own_days(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, LegalDay)>> {
    let rows: Vec<(NaiveDate, LegalKind, String, String)> = legal_day::table
        .filter(legal_day::centre_id.eq(centre))
        .filter(legal_day::date.between(from, to))
        .order(legal_day::date)
        .select((legal_day::date, legal_day::kind, legal_day::name, legal_day::name_en))
        .load(conn)?;
    Ok(rows.into_iter().map(|(date, kind, name, name_en)| (date, LegalDay { kind, name, name_en })).collect())
}

/// Terms and school holidays that touch some of the dates, by their first.
pub fn terms(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Term>> {
    type Row = (TermId, TermKind, String, String, NaiveDate, NaiveDate);
    let rows: Vec<Row> = term::table
        .filter(term::centre_id.eq(centre))
        .filter(term::starts_on.le(to).and(term::ends_on.ge(from)))
        .order((term::starts_on, term::id))
        .select((term::id, term::kind, term::name, term::name_en, term::starts_on, term::ends_on))
        .load(conn)?;
    let term =
        |(id, kind, name, name_en, starts_on, ends_on)| Term { id, kind, name, name_en, starts_on, ends_on };
    Ok(rows.into_iter().map(term).collect())
}

fn new_year(date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), 1, 1)
}

fn years_end(date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), 12, 31)
}

/// 1 is Monday, as in every table.
fn weekday(number: i32) -> Option<Weekday> {
    u8::try_from(number - 1).ok().and_then(|number| Weekday::try_from(number).ok())
}
