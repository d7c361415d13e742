//! Two numbers differ, and staff choose the one that counts.
//!
//! | | |
//! |---|---|
//! | from | one that counts, others that wait |
//! | to | the chosen one counts, confirmed by the person; the others are superseded |
//! | locks | none: as in [`reporting`] |
//! | checks | the chosen one is not superseded |
//! | rows | `confirmed_*` of the chosen, `superseded_at` of the others, history |
//!
//! [`reporting`]: super::reporting

use super::reporting::note;
use super::{Report, ReportId, Reported, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::Acting;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    Done(Box<Report>),
    /// Somebody decided otherwise before; this is how it stands.
    Over(Reported),
}

/// Makes one of the reports the one that counts.
pub fn choose(conn: &mut Conn, acting: Acting, id: ReportId) -> Result<Chosen> {
    let by = acting.by()?;
    let chosen = store::report(conn, acting.centre.id, id)?;
    let of = chosen.of().ok_or(Error::NotFound)?;
    let reported = Reported(store::of(conn, of)?);
    if chosen.superseded_at.is_some() {
        return Ok(Chosen::Over(reported));
    }
    for old in reported.0.iter().filter(|old| old.id != id && (old.counts() || old.waits())) {
        if !store::supersede(conn, old.id, acting.now)? {
            return Err(Error::Again);
        }
    }
    if !store::confirm(conn, id, by, acting.now)? {
        return Err(Error::Again);
    }
    note(&acting, conn, of, "attendance_chosen", &chosen.visits.to_string())?;
    Ok(Chosen::Done(Box::new(store::report(conn, acting.centre.id, id)?)))
}
