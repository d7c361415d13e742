//! What came of an act of the centre: who took which alternative, who has not answered, who must be called.

use diesel::prelude::*;

use super::DisruptionId;
use crate::base::db::Conn;
use crate::base::db::schema::{history, letter, person};
use crate::base::error::Result;
use crate::base::mail::{LetterId, State as LetterState};
use crate::base::time::Instant;
use crate::domain::bookings::store::{self as bookings, OfferedAlternative};
use crate::domain::bookings::{Booked, Booking, BookingId, State};
use crate::domain::people::Acting;

/// What became of all that one act hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// By start.
    pub hits: Vec<Hit>,
    /// People who must be called about it.
    pub calls: Vec<Call>,
}

/// A booking that was hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub booked: Booked,
    pub answer: Answer,
    /// What is held for it.
    pub offered: Vec<OfferedAlternative>,
}

/// What its troupe made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Taken(Box<Booking>),
    /// Something is held until then, the latest of several.
    Open {
        until: Instant,
    },
    /// Nothing of it is needed.
    Declined,
    /// Nobody answered, and nothing is held any longer.
    Expired,
    NothingOffered,
    /// It was running, and ended early.
    Cut,
}

/// Somebody who must be called.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Call {
    pub id: LetterId,
    pub name: String,
    pub state: LetterState,
}

/// Reads it as it is now, in as many queries whatever was hit.
pub fn of(conn: &mut Conn, acting: &Acting, id: DisruptionId) -> Result<Outcome> {
    let booked = bookings::hit_by(conn, acting.centre.id, id.0)?;
    let ids: Vec<BookingId> = booked.iter().map(|one| one.booking.id).collect();
    let offered = bookings::alternatives_of(conn, &ids)?;
    let replaced = bookings::replacements(conn, &ids)?;
    let declined = declined(conn, &ids)?;
    let hits = booked
        .into_iter()
        .map(|booked| {
            let of = booked.booking.id;
            let theirs: Vec<&OfferedAlternative> =
                offered.iter().filter(|one| one.booking_id == of).collect();
            let is_held = |one: &&OfferedAlternative| {
                one.taken_as.is_none() && one.held_until.is_some_and(|at| at > acting.now)
            };
            let held: Vec<OfferedAlternative> = theirs.iter().copied().filter(is_held).cloned().collect();
            let taken = replaced.iter().rev().find(|new| new.replaces == Some(of));
            let latest = held.iter().filter_map(|one| one.held_until).max();
            let answer = match (taken, latest) {
                (Some(new), _) => Answer::Taken(Box::new(new.clone())),
                _ if booked.booking.state != State::Displaced => Answer::Cut,
                (None, Some(until)) => Answer::Open { until },
                (None, None) if theirs.is_empty() => Answer::NothingOffered,
                (None, None) if declined.contains(&of) => Answer::Declined,
                (None, None) => Answer::Expired,
            };
            Hit { booked, answer, offered: held }
        })
        .collect();
    Ok(Outcome { hits, calls: calls(conn, acting, id)? })
}

fn declined(conn: &mut Conn, ids: &[BookingId]) -> Result<Vec<BookingId>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<i64> = history::table
        .filter(history::subject.eq("booking").and(history::subject_id.eq_any(ids)))
        .filter(history::act.eq("needs_none"))
        .select(history::subject_id)
        .load(conn)?;
    Ok(rows.into_iter().map(BookingId).collect())
}

fn calls(conn: &mut Conn, acting: &Acting, id: DisruptionId) -> Result<Vec<Call>> {
    let causes = history::table
        .filter(history::subject.eq("disruption").and(history::subject_id.eq(id.0)))
        .select(history::id);
    Ok(letter::table
        .inner_join(person::table.on(letter::person_id.eq(person::id.nullable())))
        .filter(letter::centre_id.eq(acting.centre.id.0))
        .filter(letter::history_id.eq_any(causes))
        .filter(letter::state.eq_any([LetterState::ToPhone, LetterState::Failed]))
        .order(letter::id)
        .select((letter::id, person::name, letter::state))
        .load(conn)?)
}
