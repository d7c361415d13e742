//! A manager suspends an agreement or ends it early while nothing is booked under it that this would hit.
//!
//! | | |
//! |---|---|
//! | from, to | as [`suspending`] and [`ending`] |
//! | locks | the troupe's row, then all its agreements by id: an ask under one of them waits |
//! | checks | no approved or offered booking to come under it, after the last day where it ends |
//! | rows | as [`suspending`] and [`ending`] |
//! | letters | to the leaders, what happened and why |
//!
//! Open requests stay: approving one takes a reason from then on.

use chrono::{Days, NaiveDate};

use super::{Hit, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Minute, Wall, first_of_month, monday_of};
use crate::domain::agreements::ending::{self, Ended};
use crate::domain::agreements::{
    self, Agreement, AgreementId, AgreementState, Coverage, Moved, Usage, letters, suspending, writing,
};
use crate::domain::bookings;
use crate::domain::people::Acting;

/// What came of suspending or ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halted<T> {
    Done(T),
    /// These are booked under it, by time; nothing was written.
    Hits(Vec<Hit>),
}

/// What suspending an agreement now would hit.
pub fn hit_by_suspending(conn: &mut Conn, acting: &Acting, id: AgreementId) -> Result<Vec<Hit>> {
    store::coming_under(conn, id, acting.centre.zone.wall(acting.now))
}

/// What ending an agreement after a day would hit.
pub fn hit_by_ending(
    conn: &mut Conn,
    acting: &Acting,
    id: AgreementId,
    last_day: NaiveDate,
) -> Result<Vec<Hit>> {
    let now = acting.centre.zone.wall(acting.now);
    let after = Wall::at(last_day.checked_add_days(Days::new(1)).unwrap_or(last_day), Minute::MIDNIGHT);
    store::coming_under(conn, id, after.max(now))
}

/// What stands under an agreement, is covered as it is, and would not be as it is to be: it stays booked all the same.
/// What was used before counts first.
pub fn no_longer_covered(
    conn: &mut Conn,
    acting: &Acting,
    before: &Agreement,
    after: &Agreement,
) -> Result<Vec<Hit>> {
    let zone = acting.centre.zone;
    let stays = bookings::store::stays(conn, before.id)?;
    let used = |hit: &Hit| {
        let (day, mut usage) = (hit.span.date(), Usage::default());
        for stay in stays.iter().filter(|one| one.counts(zone) && one.span.start() < hit.span.start()) {
            if monday_of(stay.span.date()) == monday_of(day) {
                usage.week_minutes += stay.span.minutes();
                usage.week_bookings += 1;
            }
            if first_of_month(stay.span.date()) == first_of_month(day) {
                usage.month_minutes += stay.span.minutes();
            }
        }
        usage
    };
    let covers = |one: &Agreement, hit: &Hit| {
        // What it covers is asked, not whether it holds just now.
        let held = Agreement { state: AgreementState::Active, ..one.clone() };
        held.covers(hit.room, hit.span, used(hit)) == Coverage::Covered
    };
    let coming = store::coming_under(conn, before.id, zone.wall(acting.now))?;
    Ok(coming.into_iter().filter(|hit| covers(before, hit) && !covers(after, hit)).collect())
}

/// Suspends an agreement under which nothing is booked.
pub fn suspend(conn: &mut Conn, acting: &Acting, id: AgreementId, reason: &str) -> Result<Halted<Moved>> {
    lock(conn, acting, id)?;
    let hits = hit_by_suspending(conn, acting, id)?;
    let stands = agreements::store::agreement(conn, acting.centre.id, id)?;
    if !hits.is_empty() && stands.state == agreements::AgreementState::Active {
        return Ok(Halted::Hits(hits));
    }
    let moved = suspending::suspend(conn, acting, id, reason)?;
    if let Moved::Done(agreement, cause) = &moved {
        letters::suspended(conn, acting, *cause, agreement, reason)?;
    }
    Ok(Halted::Done(moved))
}

/// Ends an agreement after a day after which nothing is booked under it.
pub fn end(
    conn: &mut Conn,
    acting: &Acting,
    id: AgreementId,
    last_day: NaiveDate,
    reason: &str,
) -> Result<Halted<Ended>> {
    lock(conn, acting, id)?;
    let stands = agreements::store::agreement(conn, acting.centre.id, id)?;
    let hits = hit_by_ending(conn, acting, id, last_day)?;
    if !hits.is_empty() && stands.state.stands() {
        return Ok(Halted::Hits(hits));
    }
    let ended = ending::end(conn, acting, id, last_day, reason)?;
    if let Ended::Moved(Moved::Done(agreement, cause)) = &ended {
        letters::ended(conn, acting, *cause, agreement, last_day, reason)?;
    }
    Ok(Halted::Done(ended))
}

fn lock(conn: &mut Conn, acting: &Acting, id: AgreementId) -> Result<()> {
    let seen = agreements::store::agreement(conn, acting.centre.id, id)?;
    writing::lock_troupe(conn, seen.troupe_id)
}
