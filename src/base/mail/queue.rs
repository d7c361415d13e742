//! The worker's side of the outbox: claiming letters with a lease, and marking what became of them.
//!
//! A claim counts as a try, and a mark names the try it is about: a worker that lost its lease to another
//! (it slept, or the machine did) can no longer change the letter.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamp};

use super::readers::name;
use super::{Body, LetterId, Method, State, pace};
use crate::base::db::{Conn, schema};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::Instant;

/// How long a claimed letter is nobody else's; longer than sending one may take.
pub const LEASE: Duration = Duration::seconds(120);

/// A letter to be sent now.
#[derive(Debug, Clone, Queryable)]
pub struct Claimed {
    pub id: LetterId,
    /// Tries so far, this one included.
    pub tries: i32,
    pub kind: String,
    pub name: String,
    pub address: String,
    pub lang: Lang,
    pub subject: String,
    pub body: Body,
    pub method: Option<Method>,
    pub calendar: Option<String>,
    pub created_at: Instant,
    pub resent_at: Option<Instant>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

// A letter waits while an older one of the same booking and person, or of the same registration, is not settled: a
// CANCEL must not overtake its REQUEST. One about a whole series is about many bookings, and keeps its place among
// all that have a calendar file or follow it. Numbers follow the order of writing, because whoever writes holds the
// booking's locks.
//
// An address without an account is sent one letter at a time, in the order of writing, and none while [`pace::MOST`]
// went within [`pace::WINDOW`] ($3 is when that began). Each check is a probe of an index; of letters that the pace
// holds back, [`pace::went`] has moved the due time past it.
macro_rules! claim {
    ($leased:literal, $lock:literal) => {
        concat!(
            "UPDATE letter SET leased_until = $1, attempts = attempts + 1 WHERE id IN (
               SELECT l.id FROM letter AS l
               WHERE l.state = 'waiting' AND l.due_at <= $2 AND l.leased_until ",
            $leased,
            "
                 AND NOT EXISTS (
                   SELECT 1 FROM letter AS older
                   WHERE older.booking_id = l.booking_id AND older.person_id = l.person_id
                     AND older.state = 'waiting' AND older.id < l.id)
                 AND NOT EXISTS (
                   SELECT 1 FROM letter AS older
                   WHERE older.registration_id = l.registration_id
                     AND older.state = 'waiting' AND older.id < l.id)
                 AND (l.registration_id IS NULL OR (
                   NOT EXISTS (
                     SELECT 1 FROM letter AS other
                     WHERE other.address = l.address AND other.registration_id IS NOT NULL
                       AND other.state = 'waiting'
                       AND (other.id < l.id OR (other.id > l.id AND other.leased_until > $2)))
                   AND (
                     SELECT count(*) FROM letter_sent AS gone
                     WHERE gone.address = l.address AND gone.sent_at > $3) < $4))
                 AND NOT EXISTS (
                   SELECT 1 FROM letter AS older
                   WHERE older.person_id = l.person_id AND older.state = 'waiting' AND older.id < l.id
                     AND (older.kind LIKE 'series_%' OR (l.kind LIKE 'series_%' AND older.calendar IS NOT NULL)))
               ORDER BY l.due_at, l.id LIMIT $5 ",
            $lock,
            ") RETURNING id"
        )
    };
}

/// Claims at most so many letters that are due, oldest first, until [`LEASE`] is over.
///
/// One whose last try was broken off comes first and alone: should it be what ends the worker, the letters beside
/// it would be given up with it.
pub fn claim(conn: &mut Conn, at_most: i64, now: Instant) -> Result<Vec<Claimed>> {
    macro_rules! claimed {
        ($leased:literal, $at_most:expr) => {
            match conn {
                Conn::Sqlite(sqlite) => run!(sqlite, claim!($leased, ""), $at_most),
                #[cfg(feature = "postgres")]
                Conn::Postgres(postgres) => {
                    run!(postgres, claim!($leased, "FOR UPDATE OF l SKIP LOCKED"), $at_most)
                }
            }
        };
    }
    macro_rules! run {
        ($conn:ident, $statement:expr, $at_most:expr) => {
            diesel::sql_query($statement)
                .bind::<Timestamp, _>(now.plus(LEASE))
                .bind::<Timestamp, _>(now)
                .bind::<Timestamp, _>(now.plus(-pace::WINDOW))
                .bind::<BigInt, _>(pace::MOST as i64)
                .bind::<BigInt, _>($at_most)
                .load::<Id>($conn)?
        };
    }
    let mut ids = claimed!("<= $2", 1);
    if ids.is_empty() {
        ids = claimed!("IS NULL", at_most);
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    use schema::{letter as l, person as p, registration as r};
    Ok(l::table
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::id.eq_any(ids.iter().map(|row| row.id)))
        .order((l::due_at, l::id))
        .select((
            l::id,
            l::attempts,
            l::kind,
            name(p::name.nullable(), r::name.nullable()),
            l::address,
            l::lang,
            l::subject,
            l::body,
            l::calendar_method,
            l::calendar,
            l::created_at,
            l::resent_at,
        ))
        .load(conn)?)
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Sent,
    /// To be tried again then.
    Later {
        due: Instant,
        answer: String,
    },
    /// Given up.
    Failed {
        answer: String,
    },
}

/// Marks a claimed letter. False when the lease was lost and the mark is void.
pub fn settle(conn: &mut Conn, id: LetterId, tries: i32, fate: &Fate, now: Instant) -> Result<bool> {
    use schema::letter::dsl as l;
    let mine = l::letter.filter(l::id.eq(id).and(l::attempts.eq(tries)).and(l::state.eq(State::Waiting)));
    let free = l::leased_until.eq(None::<Instant>);
    let changed = match fate {
        Fate::Sent => diesel::update(mine)
            .set((free, l::state.eq(State::Sent), l::settled_at.eq(now), l::last_answer.eq(None::<String>)))
            .execute(conn)?,
        Fate::Later { due, answer } => {
            diesel::update(mine).set((free, l::due_at.eq(due), l::last_answer.eq(answer))).execute(conn)?
        }
        Fate::Failed { answer } => diesel::update(mine)
            .set((free, l::state.eq(State::Failed), l::settled_at.eq(now), l::last_answer.eq(answer)))
            .execute(conn)?,
    };
    if changed == 1 && matches!(fate, Fate::Sent) {
        let paced = l::letter.filter(l::id.eq(id).and(l::registration_id.is_not_null()));
        if let Some(address) = paced.select(l::address).first::<String>(conn).optional()? {
            pace::went(conn, id, &address, now)?;
        }
    }
    Ok(changed == 1)
}
