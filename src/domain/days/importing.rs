//! A manager enters a year of public holidays and make-up days at once.
//!
//! | | |
//! |---|---|
//! | locks | none; two managers at once: [`Error::Again`](crate::base::error::Error::Again), the later one stands |
//! | checks | done by [`sheet::read`](super::sheet::read) |
//! | rows | all days of the year and the weekdays they follow, in place of those before; what came with the program and is not among them becomes ordinary; history |
//! | letters | none: what is booked stays booked |

use super::sheet::YearSheet;
use super::store::{new_year, years_end};
use super::{LegalDay, LegalKind, published, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::Acting;

/// Writes the year: afterwards it is what the sheet says and nothing else.
pub fn import_year(conn: &mut Conn, acting: &Acting, sheet: &YearSheet) -> Result<()> {
    let centre = acting.centre.id;
    let (Some(first), Some(last)) = (new_year(sheet.year), years_end(sheet.year)) else {
        return Err(Error::BadRequest("there is no such year".into()));
    };
    writing::delete_days(conn, centre, first, last)?;
    writing::delete_followed(conn, centre, first, last)?;
    for (date, day) in published::year(sheet.year) {
        if !sheet.entries.iter().any(|entry| entry.date == date) {
            let ordinary = LegalDay { kind: LegalKind::Ordinary, ..day };
            writing::replace_day(conn, centre, date, &ordinary)?;
        }
    }
    for entry in &sheet.entries {
        writing::replace_day(conn, centre, entry.date, &entry.day)?;
        writing::replace_followed(conn, centre, entry.date, entry.follows)?;
    }
    acting.note(conn, "centre", centre.0, "days_imported", Some(&sheet.year.to_string())).map(drop)
}
