//! House terms and their acceptance in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Acceptance, HouseTerms, TermsId, valid_on};
use crate::base::db::schema::{house_terms, person, terms_acceptance};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::agreements::{Agreement, AgreementState};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

/// A centre's versions, the newest first.
pub fn versions(conn: &mut Conn, centre: CentreId) -> Result<Vec<HouseTerms>> {
    Ok(house_terms::table
        .filter(house_terms::centre_id.eq(centre))
        .order(house_terms::version.desc())
        .select(HouseTerms::as_select())
        .load(conn)?)
}

/// The version that holds on a day; `None` where a centre has none.
pub fn on(conn: &mut Conn, centre: CentreId, day: NaiveDate) -> Result<Option<HouseTerms>> {
    Ok(valid_on(&versions(conn, centre)?, day).cloned())
}

/// The version that is part of an agreement: the one that held when it was signed, or else when it begins. A draft is
/// still to be signed.
pub fn of_paper(conn: &mut Conn, agreement: &Agreement, today: NaiveDate) -> Result<Option<HouseTerms>> {
    let versions = versions(conn, agreement.centre_id)?;
    let signed = match agreement.state {
        AgreementState::Draft => agreement.starts_on.max(today),
        _ => agreement.signed_on,
    };
    let found = valid_on(&versions, signed).or_else(|| valid_on(&versions, agreement.starts_on));
    Ok(found.cloned())
}

/// One version of a centre.
pub fn one(conn: &mut Conn, centre: CentreId, id: TermsId) -> Result<HouseTerms> {
    Ok(house_terms::table
        .filter(house_terms::centre_id.eq(centre).and(house_terms::id.eq(id)))
        .select(HouseTerms::as_select())
        .first(conn)?)
}

type Row = (TermsId, i32, PersonId, Instant, Option<PersonId>);

macro_rules! row {
    () => {
        (
            house_terms::id,
            house_terms::version,
            terms_acceptance::person_id,
            terms_acceptance::accepted_at,
            terms_acceptance::recorded_by,
        )
    };
}

/// What these people accepted at a centre, the latest version first.
pub fn accepted_by(conn: &mut Conn, centre: CentreId, people: &[PersonId]) -> Result<Vec<Acceptance>> {
    let rows: Vec<Row> = terms_acceptance::table
        .inner_join(house_terms::table)
        .filter(house_terms::centre_id.eq(centre))
        .filter(terms_acceptance::person_id.eq_any(people))
        .order((house_terms::version.desc(), terms_acceptance::person_id))
        .select(row!())
        .load(conn)?;
    with_recorders(conn, rows)
}

/// Who accepted a version, by name, the earliest first.
pub fn acceptances(conn: &mut Conn, terms: TermsId) -> Result<Vec<(String, Acceptance)>> {
    let rows: Vec<(String, Row)> = terms_acceptance::table
        .inner_join(house_terms::table)
        .inner_join(person::table.on(person::id.eq(terms_acceptance::person_id)))
        .filter(house_terms::id.eq(terms))
        .order((terms_acceptance::accepted_at, terms_acceptance::person_id))
        .select((person::name, row!()))
        .load(conn)?;
    let (names, rows): (Vec<String>, Vec<Row>) = rows.into_iter().unzip();
    Ok(names.into_iter().zip(with_recorders(conn, rows)?).collect())
}

fn with_recorders(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Acceptance>> {
    let recorders: Vec<PersonId> = rows.iter().filter_map(|row| row.4).collect();
    let names: Vec<(PersonId, String)> =
        person::table.filter(person::id.eq_any(recorders)).select((person::id, person::name)).load(conn)?;
    let name = |id: PersonId| names.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone());
    Ok(rows
        .into_iter()
        .map(|(terms, version, person, accepted_at, by)| Acceptance {
            terms,
            version,
            person,
            accepted_at,
            recorded_by: by.and_then(name),
        })
        .collect())
}

/// True when a person accepted this version.
pub fn has_accepted(conn: &mut Conn, terms: TermsId, person: PersonId) -> Result<bool> {
    let found: i64 = terms_acceptance::table
        .filter(terms_acceptance::terms_id.eq(terms).and(terms_acceptance::person_id.eq(person)))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

pub(super) fn insert(
    conn: &mut Conn,
    centre: CentreId,
    version: i32,
    texts: (&str, &str),
    valid_from: NaiveDate,
    by: PersonId,
    now: Instant,
) -> Result<TermsId> {
    diesel::insert_into(house_terms::table)
        .values((
            house_terms::centre_id.eq(centre),
            house_terms::version.eq(version),
            house_terms::text.eq(texts.0),
            house_terms::text_en.eq(texts.1),
            house_terms::valid_from.eq(valid_from),
            house_terms::written_by.eq(by),
            house_terms::written_at.eq(now),
        ))
        .returning(house_terms::id)
        .get_result(conn)
        .map_err(again)
}

pub(super) fn insert_acceptance(
    conn: &mut Conn,
    terms: TermsId,
    person: PersonId,
    recorded_by: Option<PersonId>,
    now: Instant,
) -> Result<()> {
    diesel::insert_into(terms_acceptance::table)
        .values((
            terms_acceptance::terms_id.eq(terms),
            terms_acceptance::person_id.eq(person),
            terms_acceptance::accepted_at.eq(now),
            terms_acceptance::recorded_by.eq(recorded_by),
        ))
        .execute(conn)
        .map_err(again)?;
    Ok(())
}
