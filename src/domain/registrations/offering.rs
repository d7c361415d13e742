//! Places that are free go to the first in line, by themselves.
//!
//! | | an offer's end | a free place | nothing to come |
//! |---|---|---|---|
//! | from | *offered*, its time over | first of those *waiting*, its whole party fits | *requested*, *waiting* |
//! | to | *lapsed* | *offered* until 24 h from now or 2 h before the start, whichever is earlier | *lapsed* |
//! | locks | the activity, taken by the caller | the same | the same |
//! | rows | registration, its places freed, history | registration, places, history | registration, history |
//! | letters | lapsed | offered | lapsed |
//!
//! Where the first in line needs more places than are free, nobody behind it overtakes, and it is told how many it
//! lacks, each time it is fewer than it was told before.

use diesel::prelude::*;

use super::acting::{Acting, move_to, record, wall};
use super::letters::{self, News};
use super::{Registration, RegistrationState as State, Target, rules, store, to_come};
use crate::base::db::Conn;
use crate::base::db::schema::registration;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::activities::{self, Activity, Scheduled};

/// Ends what time has ended about a target, and offers what is free. By every act, under the activity's lock, before
/// it looks and after it has freed something; and by a job. False when there was nothing to do.
pub fn pass_on(conn: &mut Conn, acting: Acting, target: Target) -> Result<bool> {
    let acting = Acting { person: None, ..acting };
    let mut done = false;
    for one in store::in_states(conn, target, &[State::Offered])? {
        if one.offered_until.is_none_or(|until| until <= acting.now) {
            lapse(conn, acting, &one, "offer_ended")?;
            done = true;
        }
    }
    let open = store::in_states(conn, target, &[State::Requested, State::Waiting])?;
    if open.is_empty() {
        return Ok(done);
    }
    let sessions = store::sessions(conn, target)?;
    let Some(start) = next_start(&acting, &sessions) else {
        for one in open {
            lapse(conn, acting, &one, "lapsed")?;
        }
        return Ok(true);
    };
    let activity = activities::store::activity(conn, acting.centre.id, target.activity)?;
    if !activity.is_published() {
        return Ok(done);
    }
    if let Some(until) = rules::offer_ends(start, acting.now) {
        while offer_first(conn, acting, target, &activity, until)? {
            done = true;
        }
    }
    Ok(done)
}

/// When the next of some sessions starts.
pub(super) fn next_start(acting: &Acting, sessions: &[Scheduled]) -> Option<Instant> {
    let next = to_come(sessions, wall(acting)).next()?;
    acting.centre.zone.instant(next.session.starts_at)
}

/// Offers the first in line what is free; false when there is nobody, or it is not enough.
fn offer_first(
    conn: &mut Conn,
    acting: Acting,
    target: Target,
    activity: &Activity,
    until: Instant,
) -> Result<bool> {
    let Some(first) = store::line(conn, target)?.into_iter().next() else { return Ok(false) };
    let places = store::places(conn, target, activity.places)?;
    if let Some(lacking) = rules::lacking(places, first.party) {
        tell_lacking(conn, acting, &first, places.free().unwrap_or(0), lacking)?;
        return Ok(false);
    }
    let seen = store::enrolled(conn, first.id)?;
    store::seat(conn, target, first.id, first.party)?;
    let cause = record(conn, &acting, "offered", &first, State::Offered, None)?;
    let offered = move_to(conn, &acting, &seen, State::Offered, None, (first.queued_at, Some(until)))?;
    letters::tell(conn, &acting, cause, &offered, News::Offered { until })?;
    Ok(true)
}

/// Some places are free, but too few: the first in line is told, so that it can be made smaller.
fn tell_lacking(
    conn: &mut Conn,
    acting: Acting,
    first: &Registration,
    free: i32,
    lacking: i32,
) -> Result<()> {
    if free == 0 || first.told_lacking.is_some_and(|told| lacking >= told) {
        return Ok(());
    }
    set_told_lacking(conn, first, lacking)?;
    let cause = record(conn, &acting, "told_lacking", first, State::Waiting, None)?;
    let seen = store::enrolled(conn, first.id)?;
    letters::tell(conn, &acting, cause, &seen, News::Lacking { free, lacking })
}

pub(super) fn set_told_lacking(conn: &mut Conn, of: &Registration, lacking: i32) -> Result<()> {
    let row = diesel::update(registration::table.find(of.id)).set(registration::told_lacking.eq(lacking));
    crate::query!(conn, row.execute(conn))?;
    Ok(())
}

fn lapse(conn: &mut Conn, acting: Acting, one: &Registration, act: &'static str) -> Result<()> {
    let seen = store::enrolled(conn, one.id)?;
    let cause = record(conn, &acting, act, one, State::Lapsed, None)?;
    let lapsed = move_to(conn, &acting, &seen, State::Lapsed, None, (one.queued_at, None))?;
    letters::tell(conn, &acting, cause, &lapsed, News::Lapsed { offer: act == "offer_ended" })
}
