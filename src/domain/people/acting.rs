//! Who acts, at which centre, when: what every act is told before anything else.

use super::PersonId;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, HistoryId};
use crate::base::time::Instant;
use crate::domain::centres::Centre;

/// Who acts, at which centre, when.
#[derive(Debug, Clone, Copy)]
pub struct Acting<'a> {
    pub centre: &'a Centre,
    /// `None` when time acts, or the command line.
    pub person: Option<PersonId>,
    pub now: Instant,
}

impl Acting<'_> {
    /// Writes down that something of the centre was added or changed.
    pub fn note(
        &self,
        conn: &mut Conn,
        subject: &'static str,
        subject_id: i64,
        act: &'static str,
        reason: Option<&str>,
    ) -> Result<HistoryId> {
        history::record(
            conn,
            &history::Entry {
                centre: Some(self.centre.id.0),
                subject,
                subject_id,
                act,
                from: None,
                to: None,
                person: self.person.map(|person| person.0),
                reason,
                at: self.now,
            },
        )
    }

    /// The person, where an act cannot happen by itself.
    pub fn by(&self) -> Result<PersonId> {
        self.person.ok_or(Error::SignInFirst)
    }
}
