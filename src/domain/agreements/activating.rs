//! A manager puts a signed agreement into force.
//!
//! | | |
//! |---|---|
//! | from | *draft* |
//! | to | *active* |
//! | locks | the troupe's row, then all its agreements by id |
//! | checks | it was signed by today; its period is not over; no other agreement of the troupe is active or suspended on one of its days |
//! | rows | the state and the day it was signed, history |
//! | letters | none: the troupe has signed it |

use chrono::NaiveDate;

use super::editing::{Overlap, overlap};
use super::moving::{locked, move_to, not_now};
use super::{AgreementId, AgreementState, Moved, writing};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activated {
    Moved(Moved),
    /// Another agreement of the troupe stands on some of its days.
    Overlaps(Overlap),
    /// The day on which it is said to be signed is still to come.
    SignedLater,
    /// Its last day is past.
    PeriodOver {
        ends_on: NaiveDate,
    },
}

/// Puts a draft into force, signed on a day.
pub fn activate(
    conn: &mut Conn,
    acting: &Acting,
    id: AgreementId,
    signed_on: NaiveDate,
) -> Result<Activated> {
    let seen = locked(conn, acting, id)?;
    if seen.state != AgreementState::Draft {
        return Ok(Activated::Moved(not_now(conn, &seen)?));
    }
    let today = acting.centre.zone.today(acting.now);
    if signed_on > today {
        return Ok(Activated::SignedLater);
    }
    if seen.ends_on < today {
        return Ok(Activated::PeriodOver { ends_on: seen.ends_on });
    }
    if let Some(other) = overlap(conn, seen.troupe_id, seen.starts_on, seen.ends_on, id)? {
        return Ok(Activated::Overlaps(other));
    }
    writing::set_signed_on(conn, id, signed_on)?;
    move_to(conn, acting, "activated", &seen, AgreementState::Active, None).map(Activated::Moved)
}
