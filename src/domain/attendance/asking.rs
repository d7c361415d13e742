//! Something ended and nobody has said how many came: the people who were there are asked.
//!
//! | | |
//! |---|---|
//! | from, to | 未上报, and stays so |
//! | when | at once, two days later again, two days later a task of staff; at once a task where nobody can be asked |
//! | checks | held, ended, no report, no no-show; this round was not asked before; the first round only within 14 days |
//! | rows | the asking, one a round; history; with the task, what was counted at the door as a report that nobody confirmed |
//! | letters | the first two rounds: to the troupe's leaders, or to the partner; of the centre's own, and where these cannot be reached, to who entered it, else to the desk; a link or a call |
//!
//! What the program slept through is asked when it wakes, once. What ended long before is not asked about.

use chrono::Duration;

use super::reporting::Word;
use super::store::STAFF_ROUND;
use super::{Held, Of, Source, letters, reporting, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::centres::{Centre, CentreId};
use crate::domain::people::contact::{self, Contact};
use crate::domain::people::{Acting, Role};
use crate::domain::{activities, agreements};

/// Older than this nobody is asked for the first time.
pub const REACH: Duration = Duration::days(14);
/// Between one round and the next.
pub const AGAIN_AFTER: Duration = Duration::days(2);

/// An asking that is due: about what, and for the how-manieth time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub of: Of,
    pub round: i32,
}

/// What of a centre is to be asked about now.
pub fn due(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<Due>> {
    let wall = centre.zone.wall(now);
    let from = wall.plus(-(REACH + AGAIN_AFTER * 4));
    due_between(conn, centre, Wall::at(from.date(), Minute::MIDNIGHT), wall, now)
}

/// [`due`], of what began and ended between two times.
fn due_between(conn: &mut Conn, centre: &Centre, from: Wall, to: Wall, now: Instant) -> Result<Vec<Due>> {
    let open = store::unreported(conn, centre.id, from, to)?;
    let of: Vec<Of> = open.iter().map(|one| one.of).collect();
    let asks = store::last_asks(conn, &of)?;
    let due = open.iter().filter_map(|held| {
        let last = asks.get(&held.of).map(|ask| (ask.round, ask.asked_at));
        let round = round_due(last, centre.zone.instant(held.ends_at)?, now)?;
        Some(Due { of: held.of, round })
    });
    Ok(due.collect())
}

/// The round that is due, if any.
fn round_due(last: Option<(i32, Instant)>, ended: Instant, now: Instant) -> Option<i32> {
    match last {
        Some((STAFF_ROUND.., _)) => None,
        Some((round, asked)) => (now.since(asked) >= AGAIN_AFTER).then_some(round + 1),
        None if now.since(ended) > REACH => None,
        None => Some(1),
    }
}

/// Asks; false when there is no need any more. [`Error::Again`] when another process asks at this moment.
///
/// [`Error::Again`]: crate::base::error::Error::Again
pub fn ask(conn: &mut Conn, centre: &Centre, which: Due, now: Instant) -> Result<bool> {
    let held = match store::held(conn, centre.id, which.of) {
        // Cancelled meanwhile.
        Err(Error::NotFound) => return Ok(false),
        held => held?,
    };
    let to = held.ends_at.min(centre.zone.wall(now));
    if !due_between(conn, centre, held.starts_at, to, now)?.contains(&which) {
        return Ok(false);
    }
    let acting = Acting { centre, person: None, now };
    let people = if which.round < STAFF_ROUND { asked(conn, centre.id, &held, now)? } else { Vec::new() };
    // Where there is nobody to ask it is staff's at once.
    let round = if people.is_empty() { STAFF_ROUND } else { which.round };
    let act = if round == STAFF_ROUND { "attendance_missing" } else { "attendance_asked" };
    let cause = reporting::note(&acting, conn, which.of, act, "")?;
    let ask = store::insert_ask(conn, which.of, round, cause, now)?;
    for person in people {
        letters::ask(conn, &acting, cause, ask, round, &held, &person)?;
    }
    let counted = store::counted(conn, which.of)?.people();
    if round == STAFF_ROUND && counted > 0 {
        let word =
            Word { of: which.of, visits: counted, source: Source::Door, note: String::new(), seen: None };
        reporting::report(conn, acting, &word)?;
    }
    Ok(true)
}

/// Who can say how many came: the troupe's leaders, or the partner; of the centre's own who entered it, or else the desk.
fn asked(conn: &mut Conn, centre: CentreId, held: &Held, now: Instant) -> Result<Vec<Contact>> {
    let organisers = match (held.troupe, &held.partner) {
        (Some(troupe), _) => agreements::store::leader_contacts(conn, troupe)?,
        (None, Some(partner)) => vec![contact::reached_by(conn, &partner.reached, &partner.name, now)?],
        (None, None) => Vec::new(),
    };
    if !organisers.is_empty() {
        return Ok(organisers);
    }
    if let Some((activity, _)) = held.activity {
        let by = activities::store::activity(conn, centre, activity)?.created_by;
        let staff = contact::working_at(conn, centre, &[by])?;
        if !staff.is_empty() {
            return Ok(staff);
        }
    }
    contact::in_role(conn, centre, Role::Desk)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Instant {
        Instant::new(chrono::DateTime::UNIX_EPOCH).plus(Duration::hours(hours))
    }

    #[test]
    fn they_are_asked_at_once_again_after_two_days_and_then_staff() {
        assert_eq!(round_due(None, at(0), at(0)), Some(1));
        assert_eq!(round_due(Some((1, at(0))), at(0), at(47)), None);
        assert_eq!(round_due(Some((1, at(0))), at(0), at(48)), Some(2));
        assert_eq!(round_due(Some((2, at(48))), at(0), at(96)), Some(3));
        assert_eq!(round_due(Some((3, at(96))), at(0), at(960)), None);
    }

    #[test]
    fn what_ended_long_ago_is_not_asked_about() {
        assert_eq!(round_due(None, at(0), at(14 * 24)), Some(1));
        assert_eq!(round_due(None, at(0), at(14 * 24 + 1)), None);
    }
}
