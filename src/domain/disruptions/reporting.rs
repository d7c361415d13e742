//! Anybody of the staff reports a fault, such as a tripped fuse; those who may close rooms are told at once and
//! turn it into a closure.
//!
//! | | |
//! |---|---|
//! | from, to | the room is as it was |
//! | locks | none: nothing is taken away yet |
//! | rows | history of the room |
//! | letters | the fault to those who may close rooms, with the page that closes this one |
//!
//! It is settled as soon as the room, or the whole centre, is closed for a time that the fault lasts.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::store::{self, Closure};
use super::{DisruptionId, letters};
use crate::base::db::Conn;
use crate::base::db::schema::{history, person};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::people::Acting;
use crate::domain::people::contact::deciders;
use crate::domain::rooms::{self, RoomId};

/// Days a fault is shown after it was reported.
pub const SHOWN_DAYS: u64 = 7;

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
    /// The act that closed the room because of it, or anyhow for a time that it lasts.
    pub settled_by: Option<DisruptionId>,
}

impl Reported {
    /// True when a closure that was made at a moment answers it.
    fn is_settled_by(&self, closure: &Closure, made_at: Instant, seen: Wall) -> bool {
        let there = closure.room.is_none_or(|room| room == self.room);
        let then = closure.ends_at > seen && self.until.is_none_or(|until| closure.starts_at < until);
        there && then && made_at >= self.at
    }
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
    let zone = acting.centre.zone;
    let since = zone.instant(Wall::at(since, Minute::MIDNIGHT)).unwrap_or(acting.now);
    let rows: Vec<(i64, Option<String>, String, Instant)> = history::table
        .inner_join(person::table.on(history::person_id.eq(person::id.nullable())))
        .filter(history::centre_id.eq(acting.centre.id.0).and(history::act.eq("fault_reported")))
        .filter(history::at.ge(since))
        .order(history::id.desc())
        .select((history::subject_id, history::reason, person::name, history::at))
        .load(conn)?;
    let closures = store::closures_made(conn, acting.centre.id, since)?;
    let read = |(room, words, by, at): (i64, Option<String>, String, Instant)| {
        let words = words.unwrap_or_default();
        let (until, what) = match words.split_once(' ') {
            Some((until, what)) => (Wall::parse(until), what.to_owned()),
            None => (None, words),
        };
        let mut fault = Reported { room: RoomId(room), what, until, by, at, settled_by: None };
        let answer = closures.iter().find(|(one, made_at)| fault.is_settled_by(one, *made_at, zone.wall(at)));
        fault.settled_by = answer.map(|(closure, _)| closure.disruption);
        fault
    };
    Ok(rows.into_iter().map(read).collect())
}
