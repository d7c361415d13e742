//! Centres are added by operators and described by their managers.
//!
//! | | |
//! |---|---|
//! | locks | none; the word in addresses is unique in the database |
//! | checks | the word is free; the time zone stays once there are bookings or sessions, whose times are the centre's wall clock |
//! | rows | centre, history |
//! | letters | none |

use super::{CentreDetails, CentreId, store};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::history::{self, Entry};
use crate::base::time::Instant;

/// What came of adding or changing a centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CentreChange {
    Done(CentreId),
    /// Another centre has this word in its addresses.
    SlugTaken,
    /// There are bookings: their times would mean other moments.
    ZoneFixed,
}

/// Adds a centre. `person` is who did it; `None` for the command line.
pub fn add_centre(
    conn: &mut Conn,
    person: Option<i64>,
    details: &CentreDetails,
    now: Instant,
) -> Result<CentreChange> {
    if store::by_slug(conn, &details.slug)?.is_some() {
        return Ok(CentreChange::SlugTaken);
    }
    let id = store::insert(conn, details, now).map_err(again)?;
    note(conn, id, "added", person, now)?;
    Ok(CentreChange::Done(id))
}

/// Changes what is said of a centre.
pub fn change_centre(
    conn: &mut Conn,
    person: Option<i64>,
    id: CentreId,
    details: &CentreDetails,
    now: Instant,
) -> Result<CentreChange> {
    let before = store::by_id(conn, id)?;
    if details.slug != before.slug && store::by_slug(conn, &details.slug)?.is_some() {
        return Ok(CentreChange::SlugTaken);
    }
    if details.zone != before.zone && store::has_uses(conn, id)? {
        return Ok(CentreChange::ZoneFixed);
    }
    store::update(conn, id, details).map_err(again)?;
    note(conn, id, "changed", person, now)?;
    Ok(CentreChange::Done(id))
}

fn note(conn: &mut Conn, id: CentreId, act: &'static str, person: Option<i64>, at: Instant) -> Result<()> {
    let entry = Entry {
        centre: Some(id.0),
        subject: "centre",
        subject_id: id.0,
        act,
        from: None,
        to: None,
        person,
        reason: None,
        at,
    };
    history::record(conn, &entry).map(drop)
}
