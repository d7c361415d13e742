//! Somebody says how many came: a leader from a letter or their page, staff on the sheet, a counter that is closed.
//!
//! | | |
//! |---|---|
//! | from, to | whatever is known → it counts, agrees, or waits for staff ([`rules::effect`]) |
//! | locks | none: one unique index holds that one report counts, and who comes second looks again |
//! | checks | it is held, and has begun; an hour is one of those on its day's sheet; what staff saw on their sheet is still the newest, or says the same |
//! | rows | the report; `superseded_at` of those it replaces; history |
//! | letters | none: contradictions are tasks of staff |
//!
//! [`rules::effect`]: super::effect

use super::sheet;
use super::store::{self, NewReport};
use super::{Effect, Held, Of, Report, ReportId, Reported, Said, Source, effect};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::domain::people::Acting;

/// The most that anybody may report.
pub const MOST: i32 = 99_999;

/// What somebody says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub of: Of,
    pub visits: i32,
    pub source: Source,
    pub note: String,
    /// The newest report that they saw, where they were shown what was known.
    pub seen: Option<Option<ReportId>>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    Done(Box<Report>, Effect),
    /// It has not begun.
    NotYet(Box<Held>),
    /// The room is not open in an hour that begins then.
    NoSuchHour,
    /// Somebody else said another number since; nothing was written.
    Meanwhile(Reported),
}

/// What stands in the way of a report, if anything does; nothing is written.
pub fn look(conn: &mut Conn, acting: Acting, word: &Word) -> Result<Option<Filed>> {
    Ok(stands(conn, &acting, word)?.err())
}

/// Files a report.
pub fn report(conn: &mut Conn, acting: Acting, word: &Word) -> Result<Filed> {
    let (held, reported) = match stands(conn, &acting, word)? {
        Ok(known) => known,
        Err(in_the_way) => return Ok(in_the_way),
    };
    let said = Said { visits: word.visits, source: word.source, by: acting.person };
    let effect = effect(said, reported.counting());
    for old in replaced(&reported, said, effect) {
        if !store::supersede(conn, old, acting.now)? {
            return Err(Error::Again);
        }
    }
    let (booking_id, session_id, room_id) = match word.of {
        Of::Booking(id) => (Some(id), None, None),
        Of::Session(id) => (None, Some(id), None),
        Of::Hour(id, _) => (None, None, Some(id)),
    };
    let counts = matches!(effect, Effect::Decides | Effect::Counts);
    let new = NewReport {
        centre_id: acting.centre.id,
        booking_id,
        session_id,
        room_id,
        starts_at: held.starts_at,
        visits: word.visits,
        source: word.source,
        note: &word.note,
        reported_by: acting.person,
        reported_at: acting.now,
        confirmed_at: counts.then_some(acting.now),
        confirmed_by: acting.person.filter(|_| effect == Effect::Decides),
        superseded_at: (effect == Effect::Agrees).then_some(acting.now),
    };
    let report = store::insert(conn, new)?;
    note(&acting, conn, word.of, "attendance", &word.visits.to_string())?;
    Ok(Filed::Done(Box::new(report), effect))
}

/// What it is about and what is known of it, or why it cannot be reported so.
fn stands(conn: &mut Conn, acting: &Acting, word: &Word) -> Result<Result<(Held, Reported), Filed>> {
    let held = store::held(conn, acting.centre.id, word.of)?;
    if held.starts_at > acting.centre.zone.wall(acting.now) {
        return Ok(Err(Filed::NotYet(Box::new(held))));
    }
    let reported = Reported(store::of(conn, word.of)?);
    if let Of::Hour(room, at) = word.of
        && reported.0.is_empty()
        && !sheet::has_hour(conn, acting.centre.id, room, at)?
    {
        return Ok(Err(Filed::NoSuchHour));
    }
    let unseen = word.seen.is_some_and(|seen| seen != reported.newest());
    if unseen && (reported.visits() != Some(word.visits) || reported.waiting().next().is_some()) {
        return Ok(Err(Filed::Meanwhile(reported)));
    }
    Ok(Ok((held, reported)))
}

/// The reports that a new one puts an end to.
fn replaced(reported: &Reported, new: Said, effect: Effect) -> Vec<ReportId> {
    let ends = |old: &&Report| match effect {
        Effect::Decides => old.counts() || old.waits(),
        // What waited and says the same is answered by it.
        Effect::Counts => old.counts() || (old.waits() && (old.visits == new.visits || is_own(old, new))),
        Effect::Agrees | Effect::Waits => old.waits() && is_own(old, new),
    };
    reported.0.iter().filter(ends).map(|old| old.id).collect()
}

fn is_own(old: &Report, new: Said) -> bool {
    new.by.is_some() && old.reported_by == new.by
}

/// Writes what happened into the history of what it is about.
pub(super) fn note(
    acting: &Acting,
    conn: &mut Conn,
    of: Of,
    act: &'static str,
    reason: &str,
) -> Result<HistoryId> {
    let (subject, id) = match of {
        Of::Booking(id) => ("booking", id.0),
        Of::Session(id) => ("session", id.0),
        Of::Hour(room, _) => ("room", room.0),
    };
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    acting.note(conn, subject, id, act, reason)
}
