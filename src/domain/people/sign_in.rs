//! A signed-in browser. Its cookie holds a secret of 256 random bits; the database only a digest of it.
//! Each visit prolongs it; it ends when nobody came for a while, when it is revoked, or with the account.

use chrono::Duration;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Person, PersonId, SignInId};
use crate::base::db::Conn;
use crate::base::db::schema::{membership, person, sign_in, troupe, troupe_leader};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::base::tokens::{Tokens, random_token};

const PURPOSE: &str = "sign-in cookie";
/// Days without a visit after which staff sign in again.
const STAFF_DAYS: i64 = 30;
/// And leaders, whose own phone it usually is.
const LEADER_DAYS: i64 = 90;
/// A visit is only written down when the last one was longer ago than this.
const NOTED_EVERY: Duration = Duration::hours(12);

/// Who a cookie belongs to.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub id: SignInId,
    pub person: Person,
    /// They work at a centre or look after the installation, and lead no troupe.
    pub at_work: bool,
    /// The visit is worth [`touch`]ing.
    pub stale: bool,
}

/// A signed-in browser, for its person's list.
#[derive(Debug, Clone, Queryable)]
pub struct SignIn {
    pub id: SignInId,
    pub created_at: Instant,
    pub seen_at: Instant,
}

/// Signs a person in and returns the cookie's secret.
pub fn open(conn: &mut Conn, tokens: &Tokens, who: PersonId, now: Instant) -> Result<String> {
    let secret = random_token();
    let expires = now.plus(lasts(conn, who)?);
    crate::query!(
        conn,
        diesel::insert_into(sign_in::table)
            .values((
                sign_in::person_id.eq(who),
                sign_in::digest.eq(tokens.digest(PURPOSE, &secret)),
                sign_in::created_at.eq(now),
                sign_in::seen_at.eq(now),
                sign_in::expires_at.eq(expires),
            ))
            .execute(conn)
    )?;
    Ok(secret)
}

/// The person whose cookie this is, if it still counts.
pub fn who(conn: &mut Conn, tokens: &Tokens, secret: &str, now: Instant) -> Result<Option<SignedIn>> {
    let works = exists(membership::table.filter(membership::person_id.eq(person::id)));
    let leads = exists(
        troupe_leader::table
            .inner_join(troupe::table)
            .filter(troupe_leader::person_id.eq(person::id).and(troupe::active.eq(true))),
    );
    let row: Option<(SignInId, Instant, Person, bool, bool)> = crate::query!(
        conn,
        sign_in::table
            .inner_join(person::table)
            .filter(sign_in::digest.eq(tokens.digest(PURPOSE, secret)))
            .filter(sign_in::revoked_at.is_null())
            .filter(sign_in::expires_at.gt(now))
            .filter(person::active.eq(true))
            .select((sign_in::id, sign_in::seen_at, Person::as_select(), works, leads))
            .first(conn)
    )
    .optional()?;
    Ok(row.map(|(id, seen_at, person, works, leads)| SignedIn {
        id,
        at_work: (works || person.operator) && !leads,
        person,
        stale: now.since(seen_at) > NOTED_EVERY,
    }))
}

/// Notes a visit and prolongs the sign-in.
pub fn touch(conn: &mut Conn, signed_in: &SignedIn, now: Instant) -> Result<()> {
    let expires = now.plus(lasts(conn, signed_in.person.id)?);
    crate::query!(
        conn,
        diesel::update(sign_in::table.find(signed_in.id))
            .set((sign_in::seen_at.eq(now), sign_in::expires_at.eq(expires)))
            .execute(conn)
    )?;
    Ok(())
}

/// Where a person is signed in, latest visit first.
pub fn list(conn: &mut Conn, who: PersonId, now: Instant) -> Result<Vec<SignIn>> {
    Ok(crate::query!(
        conn,
        sign_in::table
            .filter(sign_in::person_id.eq(who))
            .filter(sign_in::revoked_at.is_null())
            .filter(sign_in::expires_at.gt(now))
            .order((sign_in::seen_at.desc(), sign_in::id.desc()))
            .select((sign_in::id, sign_in::created_at, sign_in::seen_at))
            .load(conn)
    )?)
}

/// Ends one sign-in of a person; false when it is none of theirs or has ended.
pub fn revoke(conn: &mut Conn, who: PersonId, id: SignInId, now: Instant) -> Result<bool> {
    let ended = crate::query!(
        conn,
        diesel::update(sign_in::table.find(id))
            .filter(sign_in::person_id.eq(who))
            .filter(sign_in::revoked_at.is_null())
            .set(sign_in::revoked_at.eq(now))
            .execute(conn)
    )?;
    Ok(ended == 1)
}

/// Ends all sign-ins of a person but one (after a new password) or all (someone leaves).
pub fn revoke_all(conn: &mut Conn, who: PersonId, but: Option<SignInId>, now: Instant) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(sign_in::table)
            .filter(sign_in::person_id.eq(who))
            .filter(sign_in::revoked_at.is_null())
            .filter(sign_in::id.ne(but.map_or(-1, |id| id.0)))
            .set(sign_in::revoked_at.eq(now))
            .execute(conn)
    )?;
    Ok(())
}

fn lasts(conn: &mut Conn, who: PersonId) -> Result<Duration> {
    let roles: i64 = crate::query!(
        conn,
        membership::table.filter(membership::person_id.eq(who)).count().get_result(conn)
    )?;
    let operator: bool = crate::query!(conn, person::table.find(who).select(person::operator).first(conn))?;
    Ok(Duration::days(if operator || roles > 0 { STAFF_DAYS } else { LEADER_DAYS }))
}
