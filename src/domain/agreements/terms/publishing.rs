//! A manager writes a new version of the house terms.
//!
//! | | |
//! |---|---|
//! | locks | the centre's row: versions are written one after the other |
//! | checks | it is valid from today at the earliest, and not before an older version begins |
//! | rows | the version, history |
//! | letters | none: the leaders see it when they next look, and nothing waits for them |

use chrono::NaiveDate;

use super::{TermsId, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::people::{self, Acting};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    Done(TermsId),
    /// It can be valid from this day on at the earliest.
    TooEarly {
        earliest: NaiveDate,
    },
}

/// Writes a version in Chinese and English, the second perhaps empty.
pub fn publish(
    conn: &mut Conn,
    acting: &Acting,
    text: &str,
    text_en: &str,
    valid_from: NaiveDate,
) -> Result<Published> {
    let by = acting.by()?;
    let centre = acting.centre.id;
    people::store::lock_centre(conn, centre)?;
    let versions = store::versions(conn, centre)?;
    let last = versions.iter().map(|one| one.valid_from).max();
    let today = acting.centre.zone.today(acting.now);
    // The first one may state since when it has been so.
    let earliest = last.map(|last| last.max(today));
    if let Some(earliest) = earliest.filter(|earliest| valid_from < *earliest) {
        return Ok(Published::TooEarly { earliest });
    }
    let version = versions.first().map_or(0, |newest| newest.version) + 1;
    let id = store::insert(conn, centre, version, (text, text_en), valid_from, by, acting.now)?;
    acting.note(conn, "house_terms", id.0, "added", None)?;
    Ok(Published::Done(id))
}
