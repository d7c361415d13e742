//! A manager changes what is said about a troupe. One that was named and is not any more leaves the public calendars
//! with all its bookings.
//!
//! | | |
//! |---|---|
//! | from → to | named, or not → the same or the other |
//! | locks | none |
//! | checks | those of `agreements::editing::change_troupe` |
//! | rows | troupe; history; the calendars that its bookings left, and their numbers there |
//! | letters | none |

use chrono::Duration;

use super::leaving::{self, AHEAD_DAYS, BACK_DAYS};
use super::store::{self, Whose};
use super::{Booked, State};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Minute, Wall};
use crate::domain::agreements::editing::{self, TroupeDetails};
use crate::domain::agreements::{self, TroupeId};
use crate::domain::people::Acting;

/// Changes what is said about a troupe.
pub fn change_troupe(conn: &mut Conn, acting: &Acting, id: TroupeId, details: &TroupeDetails) -> Result<()> {
    let told = told_of(conn, acting, id)?;
    editing::change_troupe(conn, acting, id, details)?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, id)?;
    for before in told {
        let after = Booked { troupe: troupe.clone(), ..before.clone() };
        if leaving::note(conn, acting, &before, &after)? {
            store::count_calendar(conn, &before.booking)?;
        }
    }
    Ok(())
}

/// Its bookings that calendars tell of.
fn told_of(conn: &mut Conn, acting: &Acting, id: TroupeId) -> Result<Vec<Booked>> {
    let today = acting.centre.zone.today(acting.now);
    let at = |days: i64| Wall::at(today + Duration::days(days), Minute::MIDNIGHT);
    let mut told = store::named(conn, acting.centre.id, Whose::Troupe(id), at(-BACK_DAYS), at(AHEAD_DAYS))?;
    told.retain(|one| one.booking.state == State::Approved);
    Ok(told)
}
