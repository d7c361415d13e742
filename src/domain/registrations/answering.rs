//! Somebody answers an offer: takes the places that are kept for them, or lets the next in line have them.
//!
//! | | accept | decline |
//! |---|---|---|
//! | from | *offered*, its end not come | the same |
//! | to | *confirmed* | *cancelled* |
//! | locks | the activity | the same |
//! | checks | the offer stands by the clock | the same |
//! | rows | registration, history | registration, places freed, history; the next in line has its turn |
//! | letters | confirmed, with calendar files | declined |

use super::acting::{Acting, locked, move_to, record};
use super::letters::{self, News};
use super::{Enrolled, RegistrationId, RegistrationState as State, offering};
use crate::base::db::Conn;
use crate::base::error::Result;

/// What came of an answer.
#[derive(Debug, Clone)]
pub enum Answered {
    Done(Box<Enrolled>),
    /// There is no such offer any more; as it stands now.
    Over(Box<Enrolled>),
}

/// Takes what is offered.
pub fn accept(conn: &mut Conn, acting: Acting, id: RegistrationId) -> Result<Answered> {
    let seen = locked(conn, acting, id)?;
    if seen.registration.state != State::Offered {
        return Ok(Answered::Over(Box::new(seen)));
    }
    let cause = record(conn, &acting, "accepted", &seen.registration, State::Confirmed, None)?;
    let confirmed = move_to(conn, &acting, &seen, State::Confirmed, None, (None, None))?;
    letters::tell(conn, &acting, cause, &confirmed, News::Accepted)?;
    Ok(Answered::Done(Box::new(confirmed)))
}

/// Lets the next in line have what is offered.
pub fn decline(conn: &mut Conn, acting: Acting, id: RegistrationId) -> Result<Answered> {
    let seen = locked(conn, acting, id)?;
    if seen.registration.state != State::Offered {
        return Ok(Answered::Over(Box::new(seen)));
    }
    let cause = record(conn, &acting, "declined", &seen.registration, State::Cancelled, None)?;
    let gone = move_to(conn, &acting, &seen, State::Cancelled, None, (None, None))?;
    letters::tell(conn, &acting, cause, &gone, News::Declined)?;
    offering::pass_on(conn, acting, gone.registration.target())?;
    Ok(Answered::Done(Box::new(gone)))
}
