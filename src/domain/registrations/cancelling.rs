//! Somebody gives their registration up, or staff do it for them.
//!
//! | | |
//! |---|---|
//! | from | *requested*, *waiting*, *offered* or *confirmed* → *cancelled* |
//! | locks | the activity |
//! | checks | not over; the session, or the last one of a course, has not begun |
//! | rows | registration, places freed, history; the next in line has its turn |
//! | letters | cancelled, with calendar files that take out what the reader has |

use super::acting::{Acting, locked, move_to, record, wall};
use super::letters::{self, News};
use super::{Enrolled, RegistrationId, RegistrationState as State, offering};
use crate::base::db::Conn;
use crate::base::error::Result;

/// Who gives it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Whoever registered: knows it already.
    Themselves,
    /// Staff, for them: they must be told.
    Staff,
}

impl By {
    pub(super) fn of(acting: &Acting) -> Self {
        if acting.person.is_some() { Self::Staff } else { Self::Themselves }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Cancelled {
    Done(Box<Enrolled>),
    /// It was over before.
    AlreadyOver(Box<Enrolled>),
    /// Everything it is for has begun.
    Begun,
}

/// Cancels a registration.
pub fn cancel(
    conn: &mut Conn,
    acting: Acting,
    id: RegistrationId,
    reason: Option<&str>,
) -> Result<Cancelled> {
    let seen = locked(conn, acting, id)?;
    if seen.registration.state.is_over() {
        return Ok(Cancelled::AlreadyOver(Box::new(seen)));
    }
    if seen.to_come(wall(&acting)).next().is_none() {
        return Ok(Cancelled::Begun);
    }
    let cause = record(conn, &acting, "cancelled", &seen.registration, State::Cancelled, reason)?;
    let gone = move_to(conn, &acting, &seen, State::Cancelled, reason, (None, None))?;
    letters::tell(conn, &acting, cause, &gone, News::Cancelled { by: By::of(&acting) })?;
    offering::pass_on(conn, acting, gone.registration.target())?;
    Ok(Cancelled::Done(Box::new(gone)))
}
