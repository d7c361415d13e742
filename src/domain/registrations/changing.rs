//! Somebody changes their registration, or staff do it for them: how many come, how to reach them, the note.
//!
//! | | |
//! |---|---|
//! | from | *requested*, *waiting*, *offered* or *confirmed*; it stays what it is |
//! | locks | the activity |
//! | checks | not over; something is to come; the party is within its limit, and larger only where there are places for it (confirmed) or it has none yet (requested, waiting) |
//! | rows | registration, another version where the address changed: links sent to the old one are dead; places; history; smaller: the first in line has its turn |
//! | letters | changed; with calendar files where the address is new |

use diesel::prelude::*;

use super::acting::{Acting, locked, overtake_calls, record, wall};
use super::letters::{self, News};
use super::{Enrolled, RegistrationId, RegistrationState as State, offering, store};
use crate::base::db::Conn;
use crate::base::db::schema::registration;
use crate::base::error::Result;

/// What is to be otherwise; `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    pub party: Option<i32>,
    pub name: Option<String>,
    /// In one spelling.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub guardian: Option<String>,
    pub note: Option<String>,
    pub reminded: Option<bool>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Changed {
    Done(Box<Enrolled>),
    /// It is as it was wanted.
    Already(Box<Enrolled>),
    /// It is over, or all it is for has begun.
    Over(Box<Enrolled>),
    /// More people than one registration may be for.
    TooMany(i32),
    /// There are only so many places more.
    NoPlaces(i32),
    /// What is kept for an offer cannot grow: answer it first.
    AnswerFirst,
}

/// Changes a registration.
pub fn change(conn: &mut Conn, acting: Acting, id: RegistrationId, wanted: &Change) -> Result<Changed> {
    let seen = locked(conn, acting, id)?;
    let before = &seen.registration;
    if before.state.is_over() || seen.to_come(wall(&acting)).next().is_none() {
        return Ok(Changed::Over(Box::new(seen)));
    }
    let party = wanted.party.unwrap_or(before.party);
    if let Some(refused) = grows(conn, &acting, &seen, party)? {
        return Ok(refused);
    }
    let mut after = before.clone();
    after.party = party;
    after.name = wanted.name.clone().unwrap_or(after.name);
    after.email = wanted.email.clone().or(after.email);
    after.phone = wanted.phone.clone().or(after.phone);
    after.guardian = wanted.guardian.clone().unwrap_or(after.guardian);
    after.note = wanted.note.clone().unwrap_or(after.note);
    after.reminded = wanted.reminded.unwrap_or(after.reminded);
    if after == *before {
        return Ok(Changed::Already(Box::new(seen)));
    }
    let moved_house = (&after.email, &after.phone) != (&before.email, &before.phone);
    after.version += i32::from(moved_house);
    let row = diesel::update(registration::table.find(id)).set((
        registration::party.eq(after.party),
        registration::name.eq(&after.name),
        registration::email.eq(&after.email),
        registration::phone.eq(&after.phone),
        registration::guardian.eq(&after.guardian),
        registration::note.eq(&after.note),
        registration::reminded.eq(after.reminded),
        registration::version.eq(after.version),
        registration::changed_at.eq(acting.now),
    ));
    crate::query!(conn, row.execute(conn))?;
    if before.state.is_seated() {
        store::unseat(conn, id, party)?;
        store::seat(conn, before.target(), id, party - before.party.min(party))?;
    }
    overtake_calls(conn, &acting, before, before.state)?;
    let cause = record(conn, &acting, "changed", before, before.state, None)?;
    let changed = store::enrolled(conn, id)?;
    letters::tell(conn, &acting, cause, &changed, News::Changed { address: moved_house })?;
    if party < before.party {
        offering::pass_on(conn, acting, before.target())?;
    }
    Ok(Changed::Done(Box::new(store::enrolled(conn, id)?)))
}

/// Why a party cannot become so large.
fn grows(conn: &mut Conn, acting: &Acting, seen: &Enrolled, party: i32) -> Result<Option<Changed>> {
    let before = &seen.registration;
    let more = party - before.party;
    if more <= 0 {
        return Ok(None);
    }
    if party > seen.activity.party_limit && acting.person.is_none() {
        return Ok(Some(Changed::TooMany(seen.activity.party_limit)));
    }
    if let Some(limit) = seen.activity.places.filter(|limit| party > *limit) {
        return Ok(Some(Changed::TooMany(limit)));
    }
    match before.state {
        State::Offered => Ok(Some(Changed::AnswerFirst)),
        State::Confirmed => {
            let places = store::places(conn, before.target(), seen.activity.places)?;
            Ok((!places.hold(more)).then(|| Changed::NoPlaces(places.left().unwrap_or(0))))
        }
        _ => Ok(None),
    }
}
