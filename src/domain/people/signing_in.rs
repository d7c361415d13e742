//! Signing in and what leads to it: by password, by a link from a letter, by a printed code.
//!
//! | act | checks | rows | letters |
//! |---|---|---|---|
//! | [`begin`] | tries of account and address | a failure each | |
//! | [`with_password`] after [`begin`] | the caller compared the hash | sign-in; failures of the account go | |
//! | [`with_code`] | tries; code unused, not expired | sign-in; code used; failures go | |
//! | [`ask_for_link`] | tries of the address; at most 5 an hour | history, key | the link, by e-mail |
//! | [`with_link`] | link unused, not expired | sign-in; link used | |
//! | [`change_password`] | the caller compared the old one | history; other sign-ins end | |
//!
//! No answer tells whether there is an account of some name.

use std::net::IpAddr;

use chrono::Duration;

use super::throttle::{self, Admission, Try};
use super::{Login, Person, PersonId, SignInId, SignInKeyId, letters, sign_in, sign_in_key, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::{self, Entry, HistoryId};
use crate::base::mail::{self, Channel, Reader, Recipient};
use crate::base::time::Instant;
use crate::base::tokens::Tokens;

const LINKS_AN_HOUR: i64 = 5;

/// A try with a password that may go ahead.
#[derive(Debug)]
pub struct Begun {
    tried: Try,
    /// The active person of that name, if there is one.
    person: Option<Person>,
    /// What the password is compared with, by [`super::password::matches`].
    pub hash: Option<String>,
}

/// What became of a try.
#[derive(Debug)]
pub enum Outcome<T> {
    Done(T),
    /// No such account, wrong password, a code that does not open: all the same to whoever asks.
    Wrong,
    /// Too many tries: seconds to wait.
    Wait(u32),
}

/// Someone is signed in.
#[derive(Debug)]
pub struct SignedIn {
    pub person: Person,
    /// For the cookie.
    pub secret: String,
}

/// Where a try comes from.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    pub tokens: &'a Tokens,
    pub address: Option<IpAddr>,
    pub now: Instant,
}

/// Begins a try with a password.
pub fn begin(conn: &mut Conn, caller: Caller, typed: &str) -> Result<Outcome<Begun>> {
    let (tried, person) = match admit(conn, caller, typed)? {
        Ok(admitted) => admitted,
        Err(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let hash = match &person {
        Some(person) => store::password_hash(conn, person.id)?,
        None => None,
    };
    Ok(Outcome::Done(Begun { tried, person, hash }))
}

/// Ends a try with a password; `fits` says whether it was the right one.
pub fn with_password(conn: &mut Conn, caller: Caller, begun: Begun, fits: bool) -> Result<Outcome<SignedIn>> {
    match begun.person {
        Some(person) if fits => let_in(conn, caller, &begun.tried, person),
        _ => Ok(Outcome::Wrong),
    }
}

/// Strikes a try off that showed the right password without signing in: to change it.
pub fn forgive(conn: &mut Conn, begun: &Begun) -> Result<()> {
    throttle::succeeded(conn, &begun.tried)
}

/// Signs someone in by a code that staff printed.
pub fn with_code(conn: &mut Conn, caller: Caller, typed: &str, code: &str) -> Result<Outcome<SignedIn>> {
    let (tried, person) = match admit(conn, caller, typed)? {
        Ok(admitted) => admitted,
        Err(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let Some(person) = person else { return Ok(Outcome::Wrong) };
    if !sign_in_key::use_code(conn, caller.tokens, person.id, &digits(code), caller.now)? {
        return Ok(Outcome::Wrong);
    }
    let_in(conn, caller, &tried, person)
}

/// Sends a link to whoever has this e-mail address, if anybody has. True when a letter was written.
pub fn ask_for_link(conn: &mut Conn, caller: Caller, typed: &str) -> Result<Outcome<bool>> {
    // The address that asks is slowed; the account is not, so that nobody can keep someone from a link.
    if let Admission::Wait(seconds) = throttle::admit(conn, caller.tokens, None, caller.address, caller.now)?
    {
        return Ok(Outcome::Wait(seconds));
    }
    let Some(login) = Login::email(typed) else { return Ok(Outcome::Done(false)) };
    let Some(person) = store::by_login(conn, &login)?.filter(|person| person.active) else {
        return Ok(Outcome::Done(false));
    };
    let hour_ago = caller.now.plus(-Duration::hours(1));
    if sign_in_key::links_since(conn, person.id, hour_ago)? >= LINKS_AN_HOUR {
        return Ok(Outcome::Done(false));
    }
    let cause = remember(conn, person.id, "asked_for_link", None, caller.now)?;
    let key = sign_in_key::insert_link(conn, person.id, caller.now)?;
    let to = Recipient {
        reader: Reader::Person(person.id.0),
        lang: person.lang,
        channel: Channel::Email,
        address: login.as_str().to_owned(),
    };
    mail::enqueue(conn, cause, None, None, &to, &letters::sign_in_link(&person, key), caller.now)?;
    Ok(Outcome::Done(true))
}

/// Signs someone in by the link of a letter; `id` is what its token was verified to mean.
pub fn with_link(conn: &mut Conn, caller: Caller, id: SignInKeyId) -> Result<Option<SignedIn>> {
    let Some(person) = sign_in_key::link_holder(conn, id, caller.now)? else { return Ok(None) };
    if !sign_in_key::use_link(conn, id, caller.now)? {
        return Ok(None);
    }
    let secret = sign_in::open(conn, caller.tokens, person.id, caller.now)?;
    Ok(Some(SignedIn { person, secret }))
}

/// Keeps a new password and signs the person out everywhere else. `by` is who set it; `None` for the command
/// line.
pub fn change_password(
    conn: &mut Conn,
    who: PersonId,
    hash: &str,
    by: Option<PersonId>,
    stays: Option<SignInId>,
    now: Instant,
) -> Result<()> {
    store::set_password_hash(conn, who, hash)?;
    sign_in::revoke_all(conn, who, stays, now)?;
    remember(conn, who, "password_changed", by, now).map(drop)
}

/// A try that may go ahead and whom it is about, or the seconds to wait.
fn admit(conn: &mut Conn, caller: Caller, typed: &str) -> Result<Result<(Try, Option<Person>), u32>> {
    let login = Login::parse(typed);
    let account =
        login.as_ref().map_or_else(|| typed.trim().to_lowercase(), |login| login.as_str().to_owned());
    let tried = match throttle::admit(conn, caller.tokens, Some(&account), caller.address, caller.now)? {
        Admission::Go(tried) => tried,
        Admission::Wait(seconds) => return Ok(Err(seconds)),
    };
    let person = match login {
        Some(login) => store::by_login(conn, &login)?.filter(|person| person.active),
        None => None,
    };
    Ok(Ok((tried, person)))
}

fn let_in(conn: &mut Conn, caller: Caller, tried: &Try, person: Person) -> Result<Outcome<SignedIn>> {
    throttle::succeeded(conn, tried)?;
    let secret = sign_in::open(conn, caller.tokens, person.id, caller.now)?;
    Ok(Outcome::Done(SignedIn { person, secret }))
}

fn remember(
    conn: &mut Conn,
    about: PersonId,
    act: &'static str,
    by: Option<PersonId>,
    at: Instant,
) -> Result<HistoryId> {
    let entry = Entry {
        centre: None,
        subject: "person",
        subject_id: about.0,
        act,
        from: None,
        to: None,
        person: by.map(|by| by.0),
        reason: None,
        at,
    };
    history::record(conn, &entry)
}

/// A code as people type it: with spaces, or with the digits of a Chinese keyboard.
fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_may_be_typed_with_spaces() {
        assert_eq!(super::digits(" 1234 5678 "), "12345678");
        assert_eq!(super::digits("１２３４-5678"), "12345678");
    }
}
