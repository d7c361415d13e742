//! At most three letters an hour to an address that nobody has proved to be theirs: what more is written waits, so
//! that nobody can flood a stranger's mailbox.

use chrono::Duration;
use diesel::prelude::*;

use super::{Channel, State};
use crate::base::db::{Conn, schema};
use crate::base::error::Result;
use crate::base::time::Instant;

/// Letters to one address within [`WINDOW`].
pub const MOST: usize = 3;
pub const WINDOW: Duration = Duration::hours(1);

/// When the next letter to an address may go.
pub fn due(conn: &mut Conn, address: &str, now: Instant) -> Result<Instant> {
    use schema::letter::dsl as l;
    let latest: Vec<Instant> = crate::query!(
        conn,
        l::letter
            .filter(l::address.eq(address).and(l::registration_id.is_not_null()))
            .filter(l::channel.eq(Channel::Email).and(l::due_at.gt(now.plus(-WINDOW))))
            .order(l::due_at.desc())
            .limit(MOST as i64)
            .select(l::due_at)
            .load(conn)
    )?;
    Ok(after(&latest, now))
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

/// The newest first: an hour after the third before it, and not before any of them.
fn after(latest: &[Instant], now: Instant) -> Instant {
    let newest = latest.first().copied().unwrap_or(now);
    let third = latest.get(MOST - 1).map_or(now, |third| third.plus(WINDOW));
    now.max(newest).max(third)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Clock;

    fn at(minutes: i64) -> Instant {
        Clock::standing_at(chrono::DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()).now()
    }

    #[test]
    fn no_hour_has_more_than_three_letters_however_many_are_written() {
        let mut sent: Vec<Instant> = Vec::new();
        for minute in 0..40 {
            let newest: Vec<_> =
                sent.iter().rev().filter(|due| **due > at(minute - 60)).take(MOST).copied().collect();
            sent.push(after(&newest, at(minute)));
        }
        assert_eq!(sent[..4], [at(0), at(1), at(2), at(60)]);
        for four in sent.windows(4) {
            assert!(four[3].since(four[0]) >= WINDOW);
        }
    }
}
