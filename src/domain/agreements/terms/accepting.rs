//! A leader accepts a version of the house terms; or staff record that the leader did so on paper (代办).
//!
//! | | |
//! |---|---|
//! | locks | none: a person accepts a version once, by the table's key |
//! | checks | the person leads a troupe of the centre; the version holds today or is to hold |
//! | rows | the acceptance, history |
//! | letters | none |

use super::{TermsId, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::{self, Acting, PersonId};

/// Accepts a version for a person: themselves, or somebody for whom staff record it. A second press changes
/// nothing. [`Error::Again`] when it is pressed twice at the same moment: run it anew.
pub fn accept(conn: &mut Conn, acting: &Acting, terms: TermsId, person: PersonId) -> Result<()> {
    let by = acting.by()?;
    let version = store::one(conn, acting.centre.id, terms)?;
    let today = acting.centre.zone.today(acting.now);
    let current = store::on(conn, acting.centre.id, today)?;
    let is_old = current.is_some_and(|current| version.version < current.version);
    let leads = people::store::leaders_of(conn, acting.centre.id)?.iter().any(|(one, _)| one.id == person);
    if is_old || !leads {
        return Err(Error::NotFound);
    }
    if store::has_accepted(conn, terms, person)? {
        return Ok(());
    }
    let recorded_by = (by != person).then_some(by);
    store::insert_acceptance(conn, terms, person, recorded_by, acting.now)?;
    acting.note(conn, "house_terms", terms.0, "accepted", Some(&person.to_string())).map(drop)
}
