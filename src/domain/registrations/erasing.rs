//! Personal data goes: on request, or by itself some time after everything is over.
//!
//! | | |
//! |---|---|
//! | from | any state; who has not come yet gives their place up with it |
//! | to | *cancelled* where something was still to come; else unchanged |
//! | locks | the activity |
//! | checks | not erased before |
//! | rows | name, addresses, guardian and note go, from the letters too, and letters still to be sent; the row and its counts stay; another version, so that links are dead; history |
//! | letters | none: nobody is left to write to |

use chrono::Duration;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::acting::{Acting, locked, move_to, record, wall};
use super::{RegistrationId, RegistrationState as State, offering};
use crate::base::db::Conn;
use crate::base::db::schema::{registration, session};
use crate::base::error::Result;
use crate::base::mail::store::forget;
use crate::base::time::Instant;
use crate::domain::centres::Centre;

/// Those of a centre whose last session was more than so many days ago.
pub fn due(conn: &mut Conn, centre: &Centre, days: u32, now: Instant) -> Result<Vec<RegistrationId>> {
    let before = now.plus(-Duration::days(days.into()));
    let wall = centre.zone.wall(before);
    let later = session::table
        .filter(session::activity_id.eq(registration::activity_id))
        .filter(registration::session_id.is_null().or(registration::session_id.eq(session::id.nullable())))
        .filter(session::ends_at.gt(wall));
    Ok(crate::query!(
        conn,
        registration::table
            .filter(registration::centre_id.eq(centre.id).and(registration::created_at.lt(before)))
            .filter(registration::erased_at.is_null())
            .filter(not(exists(later)))
            .order(registration::id)
            .select(registration::id)
            .load(conn)
    )?)
}

/// Erases what is known of somebody; false when that was done before.
pub fn erase(conn: &mut Conn, acting: Acting, id: RegistrationId) -> Result<bool> {
    let mut seen = locked(conn, acting, id)?;
    if seen.registration.erased_at.is_some() {
        return Ok(false);
    }
    let target = seen.registration.target();
    if !seen.registration.state.is_over() && seen.to_come(wall(&acting)).next().is_some() {
        record(conn, &acting, "cancelled", &seen.registration, State::Cancelled, None)?;
        seen = move_to(conn, &acting, &seen, State::Cancelled, None, (None, None))?;
    }
    record(conn, &acting, "erased", &seen.registration, seen.registration.state, None)?;
    let row = diesel::update(registration::table.find(id)).set((
        registration::name.eq(""),
        registration::email.eq(None::<String>),
        registration::phone.eq(None::<String>),
        registration::guardian.eq(""),
        registration::note.eq(""),
        registration::version.eq(registration::version + 1),
        registration::erased_at.eq(acting.now),
    ));
    crate::query!(conn, row.execute(conn))?;
    forget(conn, id.0)?;
    offering::pass_on(conn, acting, target)?;
    Ok(true)
}
