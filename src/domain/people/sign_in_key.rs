//! One-time ways in: a link by e-mail (30 minutes), or a code of eight digits that staff print (7 days).
//! Each opens once. A link's token is made from the row when the letter is sent; of a code only a digest is kept.

use chrono::Duration;
use diesel::prelude::*;

use super::{Person, PersonId, SignInKeyId};
use crate::base::db::Conn;
use crate::base::db::schema::{person, sign_in_key as key};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::base::tokens::{Tokens, random_digits};

/// What a link's token is made for.
pub const LINK_PURPOSE: &str = "sign-in";
/// How long a link opens.
pub const LINK_MINUTES: i64 = 30;
/// How long a printed code opens.
pub const CODE_DAYS: i64 = 7;
const CODE_DIGITS: usize = 8;
const CODE_PURPOSE: &str = "sign-in code";

crate::text_enum! {
    /// How a key reaches its person.
    pub enum Kind {
        Link = "link",
        Code = "code",
    }
}

/// Makes a link's row.
pub fn insert_link(conn: &mut Conn, who: PersonId, now: Instant) -> Result<SignInKeyId> {
    Ok(diesel::insert_into(key::table)
        .values((
            key::person_id.eq(who),
            key::kind.eq(Kind::Link),
            key::created_at.eq(now),
            key::expires_at.eq(now.plus(Duration::minutes(LINK_MINUTES))),
        ))
        .returning(key::id)
        .get_result(conn)?)
}

/// How many links a person was sent since a moment.
pub fn links_since(conn: &mut Conn, who: PersonId, since: Instant) -> Result<i64> {
    Ok(key::table
        .filter(key::person_id.eq(who))
        .filter(key::kind.eq(Kind::Link))
        .filter(key::created_at.gt(since))
        .count()
        .get_result(conn)?)
}

/// Makes a code and returns it; codes printed for this person before open no more.
pub fn insert_code(
    conn: &mut Conn,
    tokens: &Tokens,
    who: PersonId,
    issued_by: PersonId,
    now: Instant,
) -> Result<String> {
    diesel::update(key::table)
        .filter(key::person_id.eq(who))
        .filter(key::kind.eq(Kind::Code))
        .filter(key::expires_at.gt(now))
        .set(key::expires_at.eq(now))
        .execute(conn)?;
    let code = random_digits(CODE_DIGITS);
    diesel::insert_into(key::table)
        .values((
            key::person_id.eq(who),
            key::kind.eq(Kind::Code),
            key::digest.eq(digest(tokens, who, &code)),
            key::issued_by.eq(issued_by),
            key::created_at.eq(now),
            key::expires_at.eq(now.plus(Duration::days(CODE_DAYS))),
        ))
        .execute(conn)?;
    Ok(code)
}

/// Whom a link lets in, while it opens.
pub fn link_holder(conn: &mut Conn, id: SignInKeyId, now: Instant) -> Result<Option<Person>> {
    Ok(key::table
        .inner_join(person::table.on(person::id.eq(key::person_id)))
        .filter(key::id.eq(id))
        .filter(key::kind.eq(Kind::Link))
        .filter(key::used_at.is_null())
        .filter(key::expires_at.gt(now))
        .filter(person::active.eq(true))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// Uses a link up; false when another was faster or it opens no more.
pub fn use_link(conn: &mut Conn, id: SignInKeyId, now: Instant) -> Result<bool> {
    let used = diesel::update(key::table.find(id))
        .filter(key::kind.eq(Kind::Link))
        .filter(key::used_at.is_null())
        .filter(key::expires_at.gt(now))
        .set(key::used_at.eq(now))
        .execute(conn)?;
    Ok(used == 1)
}

/// Uses a person's code up; false when it is another's, was used, or opens no more.
pub fn use_code(conn: &mut Conn, tokens: &Tokens, who: PersonId, code: &str, now: Instant) -> Result<bool> {
    let used = diesel::update(key::table)
        .filter(key::person_id.eq(who))
        .filter(key::kind.eq(Kind::Code))
        .filter(key::digest.eq(digest(tokens, who, code)))
        .filter(key::used_at.is_null())
        .filter(key::expires_at.gt(now))
        .set(key::used_at.eq(now))
        .execute(conn)?;
    Ok(used == 1)
}

/// The digest depends on the person: equal codes of two people are not seen to be equal.
fn digest(tokens: &Tokens, who: PersonId, code: &str) -> Vec<u8> {
    tokens.digest(CODE_PURPOSE, &format!("{who} {code}"))
}
