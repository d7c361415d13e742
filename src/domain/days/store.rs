//! Holidays, make-up days and terms in the database.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::{A_YEARS_DAYS, DayFacts, LegalDay, LegalKind, Term, TermId, TermKind, weekdays};
use crate::base::db::Conn;
use crate::base::db::schema::{self, followed_weekday, legal_day};
use crate::base::error::Result;
use crate::domain::centres::CentreId;

/// All that is known of the dates from one to another, both included, at a centre: three queries.
pub fn facts(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<DayFacts> {
    let mut facts = legal(conn, centre, from, to)?;
    let followed: Vec<(NaiveDate, i32)> = crate::query!(
        conn,
        followed_weekday::table
            .filter(followed_weekday::centre_id.eq(centre))
            .filter(followed_weekday::date.between(from, to))
            .select((followed_weekday::date, followed_weekday::weekday))
            .load(conn)
    )?;
    for (date, number) in followed {
        if let Some(weekday) = weekdays::of_number(number) {
            facts.set_followed(date, weekday);
        }
    }
    for term in terms(conn, centre, from, to)? {
        facts.add_term(term);
    }
    Ok(facts)
}

/// Public holidays and make-up days alone: one query.
pub fn legal(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<DayFacts> {
    let mut facts = DayFacts::published(from, to);
    // Whole years, because a year is known when anything is known of it.
    let (first, last) = (new_year(from.year()).unwrap_or(from), years_end(to.year()).unwrap_or(to));
    let own = own_days(conn, centre, first, last)?;
    for year in from.year()..=to.year() {
        if own.iter().filter(|(date, _)| date.year() == year).count() >= A_YEARS_DAYS {
            facts.set_known(year);
        }
    }
    for (date, day) in own.into_iter().filter(|(date, _)| (from..=to).contains(date)) {
        facts.set_legal(date, day);
    }
    Ok(facts)
}

/// The first year whose holidays nobody has entered though it is time: this one, or in November and December the
/// next.
pub fn missing_year(conn: &mut Conn, centre: CentreId, today: NaiveDate) -> Result<Option<i32>> {
    let next = (today.month() >= 11).then_some(today.year() + 1);
    let last = next.unwrap_or(today.year());
    let (Some(first), Some(last)) = (new_year(today.year()), new_year(last)) else { return Ok(None) };
    let facts = legal(conn, centre, first, last)?;
    Ok(facts.unknown_years(first, last).into_iter().next())
}

/// What the centre itself says of dates, ordinary ones included, by date.
pub fn own_days(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, LegalDay)>> {
    let rows: Vec<(NaiveDate, LegalKind, String, String)> = crate::query!(
        conn,
        legal_day::table
            .filter(legal_day::centre_id.eq(centre))
            .filter(legal_day::date.between(from, to))
            .order(legal_day::date)
            .select((legal_day::date, legal_day::kind, legal_day::name, legal_day::name_en))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(|(date, kind, name, name_en)| (date, LegalDay { kind, name, name_en })).collect())
}

type TermRow = (TermId, TermKind, String, String, NaiveDate, NaiveDate);

fn of_row((id, kind, name, name_en, starts_on, ends_on): TermRow) -> Term {
    Term { id, kind, name, name_en, starts_on, ends_on }
}

/// Terms and school holidays that touch some of the dates, by their first.
pub fn terms(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Term>> {
    use schema::term::dsl as t;
    let rows: Vec<TermRow> = crate::query!(
        conn,
        t::term
            .filter(t::centre_id.eq(centre))
            .filter(t::starts_on.le(to).and(t::ends_on.ge(from)))
            .order((t::starts_on, t::id))
            .select((t::id, t::kind, t::name, t::name_en, t::starts_on, t::ends_on))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// A term or school holiday of the centre.
pub fn term(conn: &mut Conn, centre: CentreId, id: TermId) -> Result<Term> {
    use schema::term::dsl as t;
    let row: TermRow = t::term
        .filter(t::centre_id.eq(centre).and(t::id.eq(id)))
        .select((t::id, t::kind, t::name, t::name_en, t::starts_on, t::ends_on))
        .first(conn)?;
    Ok(of_row(row))
}

pub(super) fn new_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
}

pub(super) fn years_end(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}
