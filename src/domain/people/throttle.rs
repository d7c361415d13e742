//! Tries to sign in are slowed, and no account is ever locked.
//!
//! A try counts as failed from its beginning and is struck off when it succeeds, so that many at once are
//! counted too; those about one account or address take turns. After 5 failures an account's next try waits 2, 4, 8 … 60 s after the last one; after 30
//! from one address within 15 minutes that address waits until the first of them is 15 minutes old.
//! Accounts and addresses are kept as digests for a day.

use std::net::IpAddr;

use chrono::Duration;
use diesel::prelude::*;

use crate::base::db::schema::sign_in_failure as failure;
use crate::base::db::{Conn, take_turn};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::base::tokens::Tokens;

const FREE_TRIES: usize = 5;
const LONGEST_WAIT: i64 = 60;
const ADDRESS_TRIES: usize = 30;
const ADDRESS_WINDOW: Duration = Duration::minutes(15);
const KEPT: Duration = Duration::days(1);

/// Whether a try may go ahead.
#[derive(Debug)]
pub enum Admission {
    Go(Try),
    /// Seconds to wait.
    Wait(u32),
}

/// A try that was let in, and counts as failed until it [`succeeded`].
#[derive(Debug)]
pub struct Try {
    account: Option<String>,
    address: Option<i64>,
}

/// Lets a try in, or says how long to wait. `account` is the login as read (or typed, if it could not be);
/// without one only the address is slowed.
pub fn admit(
    conn: &mut Conn,
    tokens: &Tokens,
    account: Option<&str>,
    address: Option<IpAddr>,
    now: Instant,
) -> Result<Admission> {
    diesel::delete(failure::table.filter(failure::at.lt(now.plus(-KEPT)))).execute(conn)?;
    let account = account.map(|account| subject(tokens, "account", account));
    let address = address.map(|address| subject(tokens, "address", &network(address)));
    let mut turns: Vec<&String> = account.iter().chain(&address).collect();
    // In one order always, so that two who share both do not wait for each other.
    turns.sort();
    for turn in turns {
        take_turn(conn, turn)?;
    }
    let of_account = times(conn, account.as_deref(), now.plus(-KEPT))?;
    let of_address = times(conn, address.as_deref(), now.plus(-ADDRESS_WINDOW))?;
    if let Some(seconds) = wait(&of_account, &of_address, now) {
        return Ok(Admission::Wait(seconds));
    }
    if let Some(account) = &account {
        note(conn, account, now)?;
    }
    let address = address.map(|address| note(conn, &address, now)).transpose()?;
    Ok(Admission::Go(Try { account, address }))
}

/// Lets something in that is no try to sign in, such as a registration, so many times from one network within
/// [`ADDRESS_WINDOW`]; or says how many seconds to wait.
pub fn pace(
    conn: &mut Conn,
    tokens: &Tokens,
    what: &str,
    address: Option<IpAddr>,
    most: usize,
    now: Instant,
) -> Result<Option<u32>> {
    let Some(address) = address else { return Ok(None) };
    let whose = subject(tokens, what, &network(address));
    take_turn(conn, &whose)?;
    let earlier = times(conn, Some(&whose), now.plus(-ADDRESS_WINDOW))?;
    let first = earlier.len().checked_sub(most).and_then(|first| earlier.get(first));
    if let Some(first) = first {
        let seconds = first.plus(ADDRESS_WINDOW).since(now).num_seconds();
        return Ok(Some(u32::try_from(seconds).unwrap_or(1).max(1)));
    }
    note(conn, &whose, now)?;
    Ok(None)
}

/// Strikes off the try and all failures of its account.
pub fn succeeded(conn: &mut Conn, tried: &Try) -> Result<()> {
    if let Some(account) = &tried.account {
        diesel::delete(failure::table.filter(failure::subject.eq(account))).execute(conn)?;
    }
    if let Some(address) = tried.address {
        diesel::delete(failure::table.find(address)).execute(conn)?;
    }
    Ok(())
}

/// Seconds to wait, given the times of earlier failures, oldest first.
fn wait(account: &[Instant], address: &[Instant], now: Instant) -> Option<u32> {
    let after_last = account.last().filter(|_| account.len() >= FREE_TRIES).map(|last| {
        let doublings = u32::try_from(account.len() - FREE_TRIES + 1).unwrap_or(u32::MAX).min(6);
        last.plus(Duration::seconds(2_i64.pow(doublings).min(LONGEST_WAIT)))
    });
    let room_again = address
        .len()
        .checked_sub(ADDRESS_TRIES)
        .and_then(|first| address.get(first))
        .map(|first| first.plus(ADDRESS_WINDOW));
    let until = after_last.max(room_again)?;
    let seconds = until.since(now).num_seconds();
    u32::try_from(seconds).ok().filter(|seconds| *seconds > 0)
}

fn times(conn: &mut Conn, subject: Option<&str>, since: Instant) -> Result<Vec<Instant>> {
    let Some(subject) = subject else { return Ok(Vec::new()) };
    Ok(failure::table
        .filter(failure::subject.eq(subject))
        .filter(failure::at.gt(since))
        .order((failure::at, failure::id))
        .select(failure::at)
        .load(conn)?)
}

fn note(conn: &mut Conn, subject: &str, now: Instant) -> Result<i64> {
    Ok(diesel::insert_into(failure::table)
        .values((failure::subject.eq(subject), failure::at.eq(now)))
        .returning(failure::id)
        .get_result(conn)?)
}

fn subject(tokens: &Tokens, kind: &str, of: &str) -> String {
    let digest = tokens.digest("sign-in failure", &format!("{kind} {of}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// One household has one IPv4 address, but 2⁶⁴ of IPv6.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x}", address.to_bits() >> 64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Clock;

    fn at(seconds: i64) -> Instant {
        Clock::standing_at(chrono::DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()).now()
    }

    #[test]
    fn five_failures_are_free_and_then_each_wait_is_longer() {
        let failures = |count: i64| (0..count).map(at).collect::<Vec<_>>();
        assert_eq!(wait(&failures(4), &[], at(3)), None);
        for (count, seconds) in [(5, 2), (6, 4), (7, 8), (8, 16), (9, 32), (10, 60), (500, 60)] {
            assert_eq!(wait(&failures(count), &[], at(count - 1)), Some(seconds), "{count} failures");
        }
    }

    #[test]
    fn a_wait_ends() {
        let failures: Vec<_> = (0..5).map(at).collect();
        assert_eq!(wait(&failures, &[], at(5)), Some(1));
        assert_eq!(wait(&failures, &[], at(6)), None);
    }

    #[test]
    fn an_address_waits_until_its_first_try_is_a_quarter_of_an_hour_old() {
        let tries: Vec<_> = (0..30).map(|n| at(n * 10)).collect();
        assert_eq!(wait(&[], &tries[..29], at(290)), None);
        assert_eq!(wait(&[], &tries, at(290)), Some(610));
        assert_eq!(wait(&[], &tries, at(900)), None);
    }

    #[test]
    fn neighbours_in_one_network_count_as_one() {
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff:2".parse().unwrap()));
        assert_ne!(network("192.0.2.1".parse().unwrap()), network("192.0.2.2".parse().unwrap()));
    }
}
