//! Staff clear a number on their sheet, such as one that was entered in the wrong row.
//!
//! | | |
//! |---|---|
//! | from, to | one that counts → 未上报, which is not 无人到场 |
//! | locks | none: as in [`reporting`] |
//! | checks | what staff saw on their sheet is still the newest |
//! | rows | `superseded_at` of the one that counted; history |
//! | letters | none; whoever was there may be asked as if nothing had been said |
//!
//! [`reporting`]: super::reporting

use super::reporting::note;
use super::{Of, ReportId, Reported, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::Acting;

/// A number to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    pub of: Of,
    /// The newest report that they saw.
    pub seen: Option<ReportId>,
}

/// What somebody else reported since; nothing is written.
pub fn look(conn: &mut Conn, wanted: Withdrawal) -> Result<Option<Reported>> {
    let reported = Reported(store::of(conn, wanted.of)?);
    let unseen = reported.newest() != wanted.seen && reported.counting().is_some();
    Ok(unseen.then_some(reported))
}

/// Takes the number back that counts, if one does.
pub fn withdraw(conn: &mut Conn, acting: Acting, of: Of) -> Result<()> {
    acting.by()?;
    store::held(conn, acting.centre.id, of)?;
    let reported = Reported(store::of(conn, of)?);
    let Some(counting) = reported.counting() else { return Ok(()) };
    if !store::supersede(conn, counting.id, acting.now)? {
        return Err(Error::Again);
    }
    note(&acting, conn, of, "attendance_withdrawn", &counting.visits.to_string())?;
    Ok(())
}
