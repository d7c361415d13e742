//! Anybody of the staff reports a fault, such as a tripped fuse; those who may close rooms are told at once and
//! turn it into a closure.
//!
//! | | |
//! |---|---|
//! | from, to | the room is as it was |
//! | locks | none: nothing is taken away yet |
//! | rows | history of the room |
//! | letters | the fault to those who may close rooms, with the page that closes this one |

use chrono::NaiveDate;
use diesel::prelude::*;

use super::letters;
use crate::base::db::Conn;
use crate::base::db::schema::{history, person};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::people::Acting;
use crate::domain::people::contact::deciders;
use crate::domain::rooms::{self, RoomId};

/// What somebody saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub room: RoomId,
    pub what: String,
    /// Until when at least it cannot be used.
    pub until: Wall,
}

/// A fault as it was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    pub room: RoomId,
    /// What broke, in the reporter's words.
    pub what: String,
    pub until: Option<Wall>,
    pub by: String,
    pub at: Instant,
}

/// Writes down a fault and tells those who may close the room.
pub fn report(conn: &mut Conn, acting: &Acting, fault: &Fault) -> Result<()> {
    let room = rooms::store::room(conn, acting.centre.id, fault.room)?;
    let words = format!("{} {}", fault.until.iso(), fault.what);
    let cause = acting.note(conn, "room", room.id.0, "fault_reported", Some(&words))?;
    let people: Vec<_> =
        deciders(conn, acting.centre.id)?.into_iter().filter(|one| Some(one.id) != acting.person).collect();
    letters::fault(conn, acting, cause, &room, fault, &people)
}

/// What was reported since a day, the newest first.
pub fn reported(conn: &mut Conn, acting: &Acting, since: NaiveDate) -> Result<Vec<Reported>> {
    let since = acting.centre.zone.instant(Wall::at(since, crate::base::time::Minute::MIDNIGHT));
    let rows: Vec<(i64, Option<String>, String, Instant)> = history::table
        .inner_join(person::table.on(history::person_id.eq(person::id.nullable())))
        .filter(history::centre_id.eq(acting.centre.id.0).and(history::act.eq("fault_reported")))
        .filter(history::at.ge(since.unwrap_or(acting.now)))
        .order(history::id.desc())
        .select((history::subject_id, history::reason, person::name, history::at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(room, words, by, at)| {
            let words = words.unwrap_or_default();
            let (until, what) = match words.split_once(' ') {
                Some((until, what)) => (Wall::parse(until), what.to_owned()),
                None => (None, words),
            };
            Reported { room: RoomId(room), what, until, by, at }
        })
        .collect())
}
