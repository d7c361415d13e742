//! Bearer tokens for the JSON interface; a person's own rights, nothing more. Only a digest is kept.

use diesel::prelude::*;

use super::{ApiTokenId, Person, PersonId};
use crate::base::db::Conn;
use crate::base::db::schema::{api_token, person};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::base::tokens::{Tokens, random_token};

const PURPOSE: &str = "api token";

/// Makes a token and returns it; it cannot be read again.
pub fn create(conn: &mut Conn, tokens: &Tokens, who: PersonId, label: &str, now: Instant) -> Result<String> {
    let token = format!("linli_{}", random_token());
    crate::query!(
        conn,
        diesel::insert_into(api_token::table)
            .values((
                api_token::person_id.eq(who),
                api_token::digest.eq(tokens.digest(PURPOSE, &token)),
                api_token::label.eq(label),
                api_token::created_at.eq(now),
            ))
            .execute(conn)
    )?;
    Ok(token)
}

/// The active person whose token this is.
pub fn who(conn: &mut Conn, tokens: &Tokens, token: &str) -> Result<Option<Person>> {
    Ok(crate::query!(
        conn,
        api_token::table
            .inner_join(person::table)
            .filter(api_token::digest.eq(tokens.digest(PURPOSE, token)))
            .filter(api_token::revoked_at.is_null())
            .filter(person::active.eq(true))
            .select(Person::as_select())
            .first(conn)
    )
    .optional()?)
}

/// Ends a token; false when it is none of theirs or has ended.
pub fn revoke(conn: &mut Conn, who: PersonId, id: ApiTokenId, now: Instant) -> Result<bool> {
    let ended = crate::query!(
        conn,
        diesel::update(api_token::table.find(id))
            .filter(api_token::person_id.eq(who))
            .filter(api_token::revoked_at.is_null())
            .set(api_token::revoked_at.eq(now))
            .execute(conn)
    )?;
    Ok(ended == 1)
}
