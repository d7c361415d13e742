//! What time ends about registrations, where nobody has come by who wants the places: by a job, each minute.
//!
//! The acts and their letters are those of [`offering`]; this only finds where there is something to do.

use diesel::prelude::*;

use super::acting::Acting;
use super::{RegistrationState as State, Target, offering, store};
use crate::base::db::Conn;
use crate::base::db::schema::registration;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::centres::Centre;

/// A centre's targets with somebody who waits, is to be looked at, or was offered something.
pub fn open(conn: &mut Conn, centre: &Centre) -> Result<Vec<Target>> {
    let rows: Vec<(_, _)> = crate::query!(
        conn,
        registration::table
            .filter(registration::centre_id.eq(centre.id))
            .filter(registration::state.eq_any([State::Requested, State::Waiting, State::Offered]))
            .select((registration::activity_id, registration::session_id))
            .distinct()
            .load(conn)
    )?;
    let mut targets: Vec<Target> =
        rows.into_iter().map(|(activity, session)| Target { activity, session }).collect();
    targets.sort();
    Ok(targets)
}

/// Does what is to be done about one; false when that was nothing. Each has a transaction of its own.
pub fn tidy(conn: &mut Conn, centre: &Centre, target: Target, now: Instant) -> Result<bool> {
    store::lock(conn, target.activity)?;
    offering::pass_on(conn, Acting { centre, person: None, now }, target)
}
