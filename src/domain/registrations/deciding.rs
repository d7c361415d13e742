//! Staff decide about registrations.
//!
//! | | confirm | refuse | move up |
//! |---|---|---|---|
//! | from | *requested* | *requested* or *waiting* | *waiting* |
//! | to | *confirmed*, or *waiting* where there are no places or others wait | *refused* | *waiting*, first in line; *offered* at once where it fits |
//! | locks | the activity | the same | the same |
//! | checks | in such a state; something is to come | the same | the same; a reason is given |
//! | rows | registration, places, history | registration, history; the next in line has its turn | registration, history; the first in line has its turn |
//! | letters | confirmed or waiting | refused | those of [`offering`] |

use chrono::Duration;

use super::acting::{Acting, locked, move_to, record, wall};
use super::letters::{self, News};
use super::{Enrolled, RegistrationId, RegistrationState as State, offering, registering, store};
use crate::base::db::Conn;
use crate::base::error::Result;

/// What came of a decision.
#[derive(Debug, Clone)]
pub enum Decided {
    Done(Box<Enrolled>),
    /// It is in another state by now.
    Late(Box<Enrolled>),
}

/// Lets somebody in who was to be looked at.
pub fn confirm(conn: &mut Conn, acting: Acting, id: RegistrationId) -> Result<Decided> {
    let seen = locked(conn, acting, id)?;
    if seen.registration.state != State::Requested || seen.to_come(wall(&acting)).next().is_none() {
        return Ok(Decided::Late(Box::new(seen)));
    }
    let registration = &seen.registration;
    let target = registration.target();
    let places = store::places(conn, target, seen.activity.places)?;
    if places.hold(registration.party) {
        store::seat(conn, target, id, registration.party)?;
        let cause = record(conn, &acting, "confirmed", registration, State::Confirmed, None)?;
        let confirmed = move_to(conn, &acting, &seen, State::Confirmed, None, (None, None))?;
        letters::tell(conn, &acting, cause, &confirmed, News::Confirmed)?;
        return Ok(Decided::Done(Box::new(confirmed)));
    }
    // In line by when it was asked for, not by when somebody found the time to look.
    let since = registration.created_at;
    let cause = record(conn, &acting, "confirmed", registration, State::Waiting, None)?;
    let waiting = move_to(conn, &acting, &seen, State::Waiting, None, (Some(since), None))?;
    let news = registering::waits(conn, &waiting)?;
    letters::tell(conn, &acting, cause, &waiting, news)?;
    offering::pass_on(conn, acting, target)?;
    Ok(Decided::Done(Box::new(store::enrolled(conn, id)?)))
}

/// Refuses somebody, with a reason they are told.
pub fn refuse(conn: &mut Conn, acting: Acting, id: RegistrationId, reason: &str) -> Result<Decided> {
    let seen = locked(conn, acting, id)?;
    if !matches!(seen.registration.state, State::Requested | State::Waiting) {
        return Ok(Decided::Late(Box::new(seen)));
    }
    let cause = record(conn, &acting, "refused", &seen.registration, State::Refused, Some(reason))?;
    let refused = move_to(conn, &acting, &seen, State::Refused, Some(reason), (None, None))?;
    letters::tell(conn, &acting, cause, &refused, News::Refused)?;
    offering::pass_on(conn, acting, refused.registration.target())?;
    Ok(Decided::Done(Box::new(refused)))
}

/// Puts somebody before all others in line, for a reason that is kept.
pub fn move_up(conn: &mut Conn, acting: Acting, id: RegistrationId, reason: &str) -> Result<Decided> {
    let seen = locked(conn, acting, id)?;
    let registration = &seen.registration;
    if registration.state != State::Waiting {
        return Ok(Decided::Late(Box::new(seen)));
    }
    let line = store::line(conn, registration.target())?;
    let first = line.first().and_then(|one| one.queued_at).unwrap_or(acting.now);
    record(conn, &acting, "moved_up", registration, State::Waiting, Some(reason))?;
    let before_all = first.plus(-Duration::seconds(1));
    let moved = move_to(conn, &acting, &seen, State::Waiting, None, (Some(before_all), None))?;
    offering::pass_on(conn, acting, moved.registration.target())?;
    Ok(Decided::Done(Box::new(store::enrolled(conn, id)?)))
}
