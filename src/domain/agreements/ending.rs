//! A manager ends an agreement before its time, or gives up a draft.
//!
//! | | |
//! |---|---|
//! | from | *active* or *suspended*, its period not over; *draft* to give up |
//! | to | *ended* when its last day is past already; otherwise what it was, with an earlier last day: the date does the rest |
//! | locks | the troupe's row, then all its agreements by id |
//! | checks | the last day is before the present one and not before yesterday; a reason. What is booked after it is looked at by `disruptions::agreements`, which calls this |
//! | rows | the last day, the state, history |
//! | letters | they belong to what it hits, or to `disruptions::agreements` |

use chrono::{Days, NaiveDate};

use super::moving::{locked, move_to, not_now, record};
use super::{Agreement, AgreementId, AgreementState, Moved, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::Acting;

/// What came of ending an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Moved(Moved),
    /// The last day must lie between these, both included.
    NoSuchEnd {
        earliest: NaiveDate,
        latest: NaiveDate,
    },
}

/// The first and the last day that can be an agreement's last one when it ends early; yesterday means at once.
pub fn possible_ends(agreement: &Agreement, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let yesterday = today - Days::new(1);
    (yesterday, (agreement.ends_on - Days::new(1)).max(yesterday))
}

/// Ends an agreement whatever is booked under it: the caller has seen to that in the same transaction.
pub fn end(
    conn: &mut Conn,
    acting: &Acting,
    id: AgreementId,
    last_day: NaiveDate,
    reason: &str,
) -> Result<Ended> {
    let seen = locked(conn, acting, id)?;
    let today = acting.centre.zone.today(acting.now);
    if !seen.state.stands() || seen.ends_on < today {
        return Ok(Ended::Moved(not_now(conn, &seen)?));
    }
    let (earliest, latest) = possible_ends(&seen, today);
    if !(earliest..=latest).contains(&last_day) {
        return Ok(Ended::NoSuchEnd { earliest, latest });
    }
    if last_day < today {
        // One that never began keeps its dates.
        if last_day >= seen.starts_on && !writing::set_end(conn, &seen, last_day)? {
            return Err(Error::Again);
        }
        let moved = move_to(conn, acting, "ended", &seen, AgreementState::Ended, Some(reason))?;
        return Ok(Ended::Moved(moved));
    }
    if last_day < seen.starts_on {
        // It would end before it begins: that is at once.
        let moved = move_to(conn, acting, "ended", &seen, AgreementState::Ended, Some(reason))?;
        return Ok(Ended::Moved(moved));
    }
    if !writing::set_end(conn, &seen, last_day)? {
        return Err(Error::Again);
    }
    let cause = record(conn, acting, "shortened", &seen, seen.state, Some(reason))?;
    let now = store::agreement(conn, acting.centre.id, id)?;
    Ok(Ended::Moved(Moved::Done(Box::new(now), cause)))
}

/// Gives up a draft; its number stays its own.
pub fn discard(conn: &mut Conn, acting: &Acting, id: AgreementId, reason: Option<&str>) -> Result<Moved> {
    let seen = locked(conn, acting, id)?;
    if seen.state != AgreementState::Draft {
        return not_now(conn, &seen);
    }
    move_to(conn, acting, "discarded", &seen, AgreementState::Ended, reason)
}
