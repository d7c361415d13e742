//! Time comes near the end of an agreement: 30 days before, and 7.
//!
//! | | |
//! |---|---|
//! | from, to | *active*, and stays so |
//! | locks | the troupe's row, then all its agreements by id |
//! | checks | so near its end; no successor is in force; not told before about this end |
//! | rows | history, the reminder |
//! | letters | ends soon to the leaders and to the managers |
//!
//! What the program slept through is told when it wakes, once. Whoever was told within the 30 days that the end is
//! brought forward is told again only 7 days before. A draft of a successor changes nothing: it may never be signed.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::moving::{locked, record};
use super::{Agreement, AgreementId, AgreementState, letters, store};
use crate::base::db::schema::{agreement, agreement_reminder};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::history;
use crate::base::time::Instant;
use crate::domain::centres::{self, Centre};
use crate::domain::people::Acting;

/// So many days before the end, and the word in the history.
const BEFORE: [(i32, &str); 2] = [(30, "reminded_30"), (7, "reminded_7")];

/// A centre's agreements whose end is near and not told yet, perhaps.
pub fn due(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<AgreementId>> {
    let today = centre.zone.today(now);
    let near: Vec<AgreementId> = agreement::table
        .filter(agreement::centre_id.eq(centre.id).and(agreement::state.eq(AgreementState::Active)))
        .filter(agreement::ends_on.ge(today).and(agreement::ends_on.le(today + Days::new(30))))
        .order(agreement::id)
        .select(agreement::id)
        .load(conn)?;
    let mut due = Vec::new();
    for id in near {
        let seen = store::agreement(conn, centre.id, id)?;
        if reminder(conn, &seen, today)?.is_some() {
            due.push(id);
        }
    }
    Ok(due)
}

/// Tells that an agreement ends soon; false when there is no need any more. [`Error::Again`] when another
/// process tells it at this moment: run it anew.
///
/// [`Error::Again`]: crate::base::error::Error::Again
pub fn remind(conn: &mut Conn, centre: &Centre, id: AgreementId, now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let seen = locked(conn, &acting, id)?;
    let Some((days, act)) = reminder(conn, &seen, centre.zone.today(now))? else { return Ok(false) };
    let cause = record(conn, &acting, act, &seen, seen.state, None)?;
    diesel::insert_into(agreement_reminder::table)
        .values((
            agreement_reminder::agreement_id.eq(id),
            agreement_reminder::ends_on.eq(seen.ends_on),
            agreement_reminder::days.eq(days),
            agreement_reminder::history_id.eq(cause),
        ))
        .execute(conn)
        .map_err(again)?;
    letters::ends_soon(conn, &acting, cause, &seen)?;
    Ok(true)
}

/// The reminder that is due today, if any.
fn reminder(conn: &mut Conn, seen: &Agreement, today: NaiveDate) -> Result<Option<(i32, &'static str)>> {
    let left = (seen.ends_on - today).num_days();
    // The nearest that applies: who is told that it ends in 7 days need not be told of the 30.
    let Some(&(days, act)) = BEFORE.iter().rev().find(|(days, _)| (0..=i64::from(*days)).contains(&left))
    else {
        return Ok(None);
    };
    if seen.state != AgreementState::Active || (days > 7 && shortened_within(conn, seen, days)?) {
        return Ok(None);
    }
    let renewed = store::successors(conn, seen.id)?;
    if renewed.iter().any(|new| new.state == AgreementState::Active) {
        return Ok(None);
    }
    let told: i64 = agreement_reminder::table
        .filter(agreement_reminder::agreement_id.eq(seen.id))
        .filter(agreement_reminder::ends_on.eq(seen.ends_on).and(agreement_reminder::days.eq(days)))
        .count()
        .get_result(conn)?;
    Ok((told == 0).then_some((days, act)))
}

/// Its end was brought forward, and told, no more than so many days before it.
fn shortened_within(conn: &mut Conn, seen: &Agreement, days: i32) -> Result<bool> {
    if seen.paper_ends_on.is_none() {
        return Ok(false);
    }
    let centre = centres::store::by_id(conn, seen.centre_id)?;
    let lines = history::of(conn, "agreement", seen.id.0)?;
    let told =
        lines.iter().filter(|line| line.act == "shortened").map(|line| centre.zone.today(line.at)).max();
    Ok(told.is_none_or(|told| (seen.ends_on - told).num_days() <= i64::from(days)))
}
