//! Somebody comes back to their registration by telephone number or e-mail address, and code.
//!
//! | | |
//! |---|---|
//! | locks | none |
//! | checks | tries are slowed by number or address and by network, as those to sign in are ([`throttle`]) |
//! | rows | the try, struck off when it succeeds |

use std::net::IpAddr;

use diesel::prelude::*;

use super::{Registration, codes};
use crate::base::db::Conn;
use crate::base::db::schema::registration;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::base::tokens::Tokens;
use crate::domain::centres::CentreId;
use crate::domain::people::throttle::{self, Admission};

/// What came of a try.
#[derive(Debug, Clone)]
pub enum Found {
    One(Box<Registration>),
    Nothing,
    /// Seconds to wait.
    Slow(u32),
}

/// Looks a registration up. `contact`: a number or an address, in one spelling.
pub fn look_up(
    conn: &mut Conn,
    tokens: &Tokens,
    centre: CentreId,
    (contact, code): (&str, &str),
    address: Option<IpAddr>,
    now: Instant,
) -> Result<Found> {
    let account = format!("registration {contact}");
    let tried = match throttle::admit(conn, tokens, Some(&account), address, now)? {
        Admission::Go(tried) => tried,
        Admission::Wait(seconds) => return Ok(Found::Slow(seconds)),
    };
    let all: Vec<Registration> = crate::query!(
        conn,
        registration::table
            .filter(registration::centre_id.eq(centre))
            .filter(registration::phone.eq(contact).or(registration::email.eq(contact)))
            .order(registration::id.desc())
            .select(Registration::as_select())
            .load(conn)
    )?;
    let Some(found) = all.into_iter().find(|one| codes::has_code(tokens, one, code)) else {
        return Ok(Found::Nothing);
    };
    throttle::succeeded(conn, &tried)?;
    Ok(Found::One(Box::new(found)))
}
