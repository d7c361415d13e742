//! At most three letters an hour to an address that nobody has proved to be theirs: what more is written waits, so
//! that nobody can flood a stranger's mailbox.
//!
//! [`queue::claim`](super::queue::claim) keeps the pace when letters go, however long they had waited for a server:
//! one of an address at a time, and none while three went within the hour. Here it is reckoned when one will go, so
//! that people can be told.

use chrono::Duration;
use diesel::prelude::*;

use super::{LetterId, State};
use crate::base::db::{Conn, schema};
use crate::base::error::Result;
use crate::base::time::Instant;

/// Letters to one address within [`WINDOW`].
pub const MOST: usize = 3;
pub const WINDOW: Duration = Duration::hours(1);
/// So many waiting letters are reckoned with; behind more of them nobody is told a time.
const RECKONED: i64 = 1000;

/// When the next letter to an address may go: behind all that wait for it.
pub fn due(conn: &mut Conn, address: &str, now: Instant) -> Result<Instant> {
    use schema::letter::dsl as l;
    let ahead: i64 = crate::query!(
        conn,
        l::letter
            .filter(l::address.eq(address).and(l::registration_id.is_not_null()))
            .filter(l::state.eq(State::Waiting))
            .count()
            .get_result(conn)
    )?;
    Ok(after(lately(conn, address, now)?, ahead, now))
}

/// How many letters wait for their turn to an address.
pub fn waiting(conn: &mut Conn, address: &str, now: Instant) -> Result<i64> {
    use schema::letter::dsl as l;
    Ok(crate::query!(
        conn,
        l::letter
            .filter(l::address.eq(address).and(l::registration_id.is_not_null()))
            .filter(l::state.eq(State::Waiting).and(l::due_at.gt(now)))
            .count()
            .get_result(conn)
    )?)
}

/// A letter went, for the first time or again: it is counted, and those that wait for the same address are due when
/// the pace lets them, so that a claim need not look at each of them until then.
pub(super) fn went(conn: &mut Conn, id: LetterId, address: &str, now: Instant) -> Result<()> {
    use schema::letter_sent as sent;
    let past = sent::table.filter(sent::address.eq(address).and(sent::sent_at.le(now.plus(-WINDOW))));
    crate::query!(conn, diesel::delete(past).execute(conn))?;
    let row = (sent::letter_id.eq(id), sent::address.eq(address), sent::sent_at.eq(now));
    crate::query!(conn, diesel::insert_into(sent::table).values(row).execute(conn))?;
    put_off(conn, address, now)
}

fn put_off(conn: &mut Conn, address: &str, now: Instant) -> Result<()> {
    use schema::letter::dsl as l;
    let next = after(lately(conn, address, now)?, 0, now);
    if next <= now {
        return Ok(());
    }
    let early = l::letter
        .filter(l::address.eq(address).and(l::registration_id.is_not_null()))
        .filter(l::state.eq(State::Waiting).and(l::due_at.lt(next)));
    crate::query!(conn, diesel::update(early).set(l::due_at.eq(next)).execute(conn))?;
    Ok(())
}

/// When the last few letters within the window went, the oldest first.
fn lately(conn: &mut Conn, address: &str, now: Instant) -> Result<Vec<Instant>> {
    use schema::letter_sent as sent;
    let mut latest: Vec<Instant> = crate::query!(
        conn,
        sent::table
            .filter(sent::address.eq(address).and(sent::sent_at.gt(now.plus(-WINDOW))))
            .order(sent::sent_at.desc())
            .limit(MOST as i64)
            .select(sent::sent_at)
            .load(conn)
    )?;
    latest.reverse();
    Ok(latest)
}

/// When the one behind so many goes, if those before it go as soon as they may.
fn after(mut went: Vec<Instant>, waiting: i64, now: Instant) -> Instant {
    let mut next = now;
    for _ in 0..=waiting.min(RECKONED) {
        let third = went.len().checked_sub(MOST).and_then(|at| went.get(at));
        next = third.map_or(now, |third| now.max(third.plus(WINDOW)));
        went.push(next);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Clock;

    fn at(minutes: i64) -> Instant {
        Clock::standing_at(chrono::DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()).now()
    }

    #[test]
    fn no_hour_has_more_than_three_letters_however_many_wait() {
        let went: Vec<_> = (0..40).map(|waiting| after(vec![at(-50)], waiting, at(0))).collect();
        assert_eq!(went[..6], [at(0), at(0), at(10), at(60), at(60), at(70)]);
        for four in went.windows(4) {
            assert!(four[3].since(four[0]) >= WINDOW);
        }
    }
}
