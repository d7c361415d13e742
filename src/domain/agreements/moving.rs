//! What every act that moves an agreement from state to state does: the locks, the history, and what is said to
//! whoever comes too late.

use chrono::NaiveDate;

use super::{Agreement, AgreementId, AgreementState, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, HistoryId};
use crate::base::time::Instant;
use crate::domain::people::Acting;

/// What a person is told who comes to decide what is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub state: AgreementState,
    pub ends_on: NaiveDate,
    /// The name of who did it.
    pub by: Option<String>,
    pub at: Option<Instant>,
    pub reason: Option<String>,
}

/// What came of moving an agreement on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// The agreement as it is now, and the line of history.
    Done(Box<Agreement>, HistoryId),
    /// It is not in a state from which this can happen: somebody was first, or its period is over.
    NotNow(Decided),
}

/// Locks an agreement and reads it as it stands under the lock.
pub(super) fn locked(conn: &mut Conn, acting: &Acting, id: AgreementId) -> Result<Agreement> {
    let seen = store::agreement(conn, acting.centre.id, id)?;
    writing::lock_troupe(conn, seen.troupe_id)?;
    store::agreement(conn, acting.centre.id, id)
}

/// The answer to whoever comes too late.
pub(super) fn not_now(conn: &mut Conn, seen: &Agreement) -> Result<Moved> {
    Ok(Moved::NotNow(store::decided(conn, seen)?))
}

/// Moves an agreement on and writes the history.
pub(super) fn move_to(
    conn: &mut Conn,
    acting: &Acting,
    act: &'static str,
    seen: &Agreement,
    to: AgreementState,
    reason: Option<&str>,
) -> Result<Moved> {
    if !writing::set_state(conn, seen, to)? {
        return Err(Error::Again);
    }
    let cause = record(conn, acting, act, seen, to, reason)?;
    Ok(Moved::Done(Box::new(store::agreement(conn, acting.centre.id, seen.id)?), cause))
}

/// Writes what happened to an agreement.
pub(super) fn record(
    conn: &mut Conn,
    acting: &Acting,
    act: &'static str,
    seen: &Agreement,
    to: AgreementState,
    reason: Option<&str>,
) -> Result<HistoryId> {
    history::record(
        conn,
        &history::Entry {
            centre: Some(acting.centre.id.0),
            subject: "agreement",
            subject_id: seen.id.0,
            act,
            from: Some(seen.state.word()),
            to: Some(to.word()),
            person: acting.person.map(|person| person.0),
            reason,
            at: acting.now,
        },
    )
}
