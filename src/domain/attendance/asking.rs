//! Something ended and nobody has said how many came: the people who were there are asked.
//!
//! | | |
//! |---|---|
//! | from, to | 未上报, and stays so |
//! | when | a troupe's, or a partner's that can be reached: at once, two days later again, two days later a task of staff; any other: a task two days after it ended |
//! | checks | held, ended, no report, no no-show; this round was not asked before; the first round only within 14 days |
//! | rows | the asking, one a round; history |
//! | letters | the first two rounds: to the troupe's leaders, or to the partner; a link or a call |
//!
//! What the program slept through is asked when it wakes, once. What ended long before is not asked about.

use chrono::Duration;

use super::store::STAFF_ROUND;
use super::{Held, Of, letters, reporting, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements;
use crate::domain::centres::Centre;
use crate::domain::people::{Acting, contact};

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
    let open = store::unreported(conn, centre.id, Wall::at(from.date(), Minute::MIDNIGHT), wall)?;
    let of: Vec<Of> = open.iter().map(|one| one.of).collect();
    let asks = store::last_asks(conn, &of)?;
    let due = open.iter().filter_map(|held| {
        let last = asks.get(&held.of).map(|ask| (ask.round, ask.asked_at));
        let round = round_due(held, last, centre.zone.instant(held.ends_at)?, now)?;
        Some(Due { of: held.of, round })
    });
    Ok(due.collect())
}

/// The round that is due, if any.
fn round_due(held: &Held, last: Option<(i32, Instant)>, ended: Instant, now: Instant) -> Option<i32> {
    match last {
        Some((STAFF_ROUND.., _)) => None,
        Some((round, asked)) => (now.since(asked) >= AGAIN_AFTER).then_some(round + 1),
        None if now.since(ended) > REACH => None,
        None if held.troupe.is_some() || held.partner.is_some() => Some(1),
        // Nobody but staff was there: they see it on their sheet at once.
        None => (now.since(ended) >= AGAIN_AFTER).then_some(STAFF_ROUND),
    }
}

/// Asks; false when there is no need any more. [`Error::Again`] when another process asks at this moment.
///
/// [`Error::Again`]: crate::base::error::Error::Again
pub fn ask(conn: &mut Conn, centre: &Centre, which: Due, now: Instant) -> Result<bool> {
    if !due(conn, centre, now)?.contains(&which) {
        return Ok(false);
    }
    let acting = Acting { centre, person: None, now };
    let held = store::held(conn, centre.id, which.of)?;
    let act = if which.round == STAFF_ROUND { "attendance_missing" } else { "attendance_asked" };
    let cause = reporting::note(&acting, conn, which.of, act, "")?;
    let ask = store::insert_ask(conn, which.of, which.round, cause, now)?;
    if which.round == STAFF_ROUND {
        return Ok(true);
    }
    let asked = match (held.troupe, &held.partner) {
        (Some(troupe), _) => agreements::store::leader_contacts(conn, troupe)?,
        (None, Some(partner)) => vec![contact::reached_by(conn, &partner.reached, &partner.name, now)?],
        (None, None) => Vec::new(),
    };
    for person in asked {
        letters::ask(conn, &acting, cause, ask, which.round, &held, &person)?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::SessionId;
    use crate::domain::agreements::TroupeId;
    use crate::domain::attendance::Partner;
    use crate::domain::people::Login;

    fn at(hours: i64) -> Instant {
        Instant::new(chrono::DateTime::UNIX_EPOCH).plus(Duration::hours(hours))
    }

    fn held(troupe: Option<i64>) -> Held {
        let start = Wall::new(chrono::DateTime::UNIX_EPOCH.naive_utc());
        Held {
            of: Of::Session(SessionId(1)),
            starts_at: start,
            ends_at: start,
            name: String::new(),
            name_en: String::new(),
            place: String::new(),
            place_en: String::new(),
            troupe: troupe.map(TroupeId),
            activity: None,
            partner: None,
        }
    }

    #[test]
    fn a_troupe_is_asked_at_once_again_after_two_days_and_then_staff() {
        let troupe = held(Some(1));
        assert_eq!(round_due(&troupe, None, at(0), at(0)), Some(1));
        assert_eq!(round_due(&troupe, Some((1, at(0))), at(0), at(47)), None);
        assert_eq!(round_due(&troupe, Some((1, at(0))), at(0), at(48)), Some(2));
        assert_eq!(round_due(&troupe, Some((2, at(48))), at(0), at(96)), Some(3));
        assert_eq!(round_due(&troupe, Some((3, at(96))), at(0), at(960)), None);
    }

    #[test]
    fn of_what_the_centre_holds_staff_alone_are_reminded() {
        assert_eq!(round_due(&held(None), None, at(0), at(47)), None);
        assert_eq!(round_due(&held(None), None, at(0), at(48)), Some(3));
    }

    #[test]
    fn a_partner_that_can_be_reached_is_asked_as_a_troupe_is() {
        let reached = Login::email("partner@example.org").unwrap();
        let partner = Some(Partner { name: "区医院".into(), reached });
        let of = Held { partner, ..held(None) };
        assert_eq!(round_due(&of, None, at(0), at(0)), Some(1));
        assert_eq!(round_due(&of, Some((2, at(48))), at(0), at(96)), Some(STAFF_ROUND));
    }

    #[test]
    fn what_ended_long_ago_is_not_asked_about() {
        assert_eq!(round_due(&held(Some(1)), None, at(0), at(14 * 24)), Some(1));
        assert_eq!(round_due(&held(Some(1)), None, at(0), at(14 * 24 + 1)), None);
    }
}
