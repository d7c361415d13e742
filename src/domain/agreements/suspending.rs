//! A manager suspends an agreement, and lets it hold again.
//!
//! | | |
//! |---|---|
//! | from | *active* to suspend, *suspended* to resume; its period not over |
//! | to | *suspended*, *active* |
//! | locks | the troupe's row, then all its agreements by id |
//! | checks | a reason to suspend. What is booked under it is looked at by `disruptions::agreements`, which calls this |
//! | rows | the state, history |
//! | letters | resumed to the leaders; those of suspending belong to what it hits, or to `disruptions::agreements` |

use super::moving::{locked, move_to, not_now};
use super::{AgreementId, AgreementState, Moved, letters};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// Suspends an agreement whatever is booked under it: the caller has seen to that in the same transaction.
pub fn suspend(conn: &mut Conn, acting: &Acting, id: AgreementId, reason: &str) -> Result<Moved> {
    let seen = locked(conn, acting, id)?;
    let today = acting.centre.zone.today(acting.now);
    if seen.state != AgreementState::Active || seen.ends_on < today {
        return not_now(conn, &seen);
    }
    move_to(conn, acting, "suspended", &seen, AgreementState::Suspended, Some(reason))
}

/// Lets a suspended agreement hold again.
pub fn resume(conn: &mut Conn, acting: &Acting, id: AgreementId, reason: Option<&str>) -> Result<Moved> {
    let seen = locked(conn, acting, id)?;
    let today = acting.centre.zone.today(acting.now);
    if seen.state != AgreementState::Suspended || seen.ends_on < today {
        return not_now(conn, &seen);
    }
    let moved = move_to(conn, acting, "resumed", &seen, AgreementState::Active, reason)?;
    if let Moved::Done(agreement, cause) = &moved {
        letters::resumed(conn, acting, *cause, agreement, reason)?;
    }
    Ok(moved)
}
