//! The staff's side of the outbox: what waits, what went, what failed, who is to be called.

use diesel::prelude::*;

use super::readers::{either, name};
use super::{Body, Channel, LetterId, Method, State};
use crate::base::db::{Conn, schema};
use crate::base::error::{Error, Result};
use crate::base::history::{self, Entry};
use crate::base::lang::Lang;
use crate::base::time::Instant;

/// Letters on one page of the list.
pub const PER_PAGE: i64 = 50;

/// A letter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Summary {
    pub id: LetterId,
    pub booking: Option<i64>,
    pub person: Option<i64>,
    pub registration: Option<i64>,
    pub name: String,
    pub kind: String,
    pub channel: Channel,
    pub address: String,
    pub subject: String,
    pub state: State,
    pub tries: i32,
    pub due_at: Instant,
    /// The mail server's last words, or ours.
    pub last_answer: Option<String>,
    pub created_at: Instant,
    pub settled_at: Option<Instant>,
}

/// A letter in full; show its text through [`super::links::veil`] only.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Stored {
    pub summary: Summary,
    pub lang: Lang,
    pub body: Body,
    pub method: Option<Method>,
    pub calendar: Option<String>,
    pub resent_at: Option<Instant>,
    /// Who said that the call was made.
    pub settled_by: Option<i64>,
}

/// A call to make: a letter for someone without e-mail, or one whose e-mail failed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Call {
    pub summary: Summary,
    /// The person's phone number, if we have one.
    pub phone: Option<String>,
    pub lang: Lang,
    /// What to say; show it through [`super::links::veil`] only.
    pub body: Body,
}

/// How many letters of a centre are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub sent: i64,
    pub failed: i64,
    pub to_phone: i64,
    pub phoned: i64,
    pub overtaken: i64,
    pub slip: i64,
}

impl Counts {
    /// Calls to make.
    pub fn calls(self) -> i64 {
        self.to_phone + self.failed
    }
}

/// What came of "send again".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resending {
    /// It will be sent at once.
    Waiting,
    /// It was waiting already, or never was e-mail.
    Refused(State),
}

/// What came of "the call was made".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phoning {
    Done,
    /// It is not a call to make, or someone was quicker.
    Refused(State),
}

macro_rules! summary {
    ($l:ident, $p:ident, $r:ident) => {
        (
            $l::id,
            $l::booking_id,
            $l::person_id,
            $l::registration_id,
            name($p::name.nullable(), $r::name.nullable()),
            $l::kind,
            $l::channel,
            $l::address,
            $l::subject,
            $l::state,
            $l::attempts,
            $l::due_at,
            $l::last_answer,
            $l::created_at,
            $l::settled_at,
        )
    };
}

/// A centre's letters, newest first; `page` counts from 0.
pub fn list(conn: &mut Conn, centre: i64, state: Option<State>, page: i64) -> Result<Vec<Summary>> {
    use schema::{letter as l, person as p, registration as r};
    let mut query = l::table
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::centre_id.eq(centre))
        .order((l::created_at.desc(), l::id.desc()))
        .limit(PER_PAGE)
        .offset(page.max(0).saturating_mul(PER_PAGE))
        .select(summary!(l, p, r))
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(l::state.eq(state));
    }
    Ok(query.load(conn)?)
}

/// The letters about one booking, alone or among others, oldest first.
pub fn of_booking(conn: &mut Conn, centre: i64, booking: i64) -> Result<Vec<Summary>> {
    use schema::{letter as l, letter_about as a, person as p, registration as r};
    let among_others = a::table.filter(a::booking_id.eq(booking)).select(a::letter_id);
    Ok(l::table
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::centre_id.eq(centre))
        .filter(l::booking_id.eq(booking).or(l::id.eq_any(among_others)))
        .order(l::id)
        .select(summary!(l, p, r))
        .load(conn)?)
}

/// The last e-mail about a registration: where it is on its way, and when it is due.
pub fn last_of_registration(conn: &mut Conn, registration: i64) -> Result<Option<(State, Instant)>> {
    use schema::letter::dsl as l;
    let of = l::letter.filter(l::registration_id.eq(registration)).filter(l::channel.eq(Channel::Email));
    Ok(of.order(l::id.desc()).select((l::state, l::due_at)).first(conn).optional()?)
}

/// One letter of a centre; [`Error::NotFound`] when it is another centre's. Letters that belong to no centre
/// (a link to sign in) are shown to nobody.
pub fn show(conn: &mut Conn, centre: i64, id: LetterId) -> Result<Stored> {
    use schema::{letter as l, person as p, registration as r};
    Ok(l::table
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::centre_id.eq(centre).and(l::id.eq(id)))
        .select((
            summary!(l, p, r),
            l::lang,
            l::body,
            l::calendar_method,
            l::calendar,
            l::resent_at,
            l::settled_by,
        ))
        .get_result(conn)?)
}

pub fn counts(conn: &mut Conn, centre: i64) -> Result<Counts> {
    use diesel::dsl::count_star;
    use schema::letter::dsl as l;
    let rows: Vec<(State, i64)> = l::letter
        .filter(l::centre_id.eq(centre))
        .group_by(l::state)
        .select((l::state, count_star()))
        .load(conn)?;
    let mut counts = Counts::default();
    for (state, count) in rows {
        match state {
            State::Waiting => counts.waiting = count,
            State::Sent => counts.sent = count,
            State::Failed => counts.failed = count,
            State::ToPhone => counts.to_phone = count,
            State::Phoned => counts.phoned = count,
            State::Overtaken => counts.overtaken = count,
            State::Slip => counts.slip = count,
        }
    }
    Ok(counts)
}

/// The calls to make, oldest first: people without e-mail, and people whose e-mail failed.
pub fn calls(conn: &mut Conn, centre: i64) -> Result<Vec<Call>> {
    use schema::{letter as l, person as p, registration as r};
    Ok(l::table
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::centre_id.eq(centre).and(l::state.eq_any([State::ToPhone, State::Failed])))
        .order((l::created_at, l::id))
        .select((summary!(l, p, r), either(p::phone.nullable(), r::phone.nullable()), l::lang, l::body))
        .load(conn)?)
}

/// How many calls there are to make.
pub fn calls_waiting(conn: &mut Conn, centre: i64) -> Result<i64> {
    use schema::letter::dsl as l;
    Ok(l::letter
        .filter(l::centre_id.eq(centre).and(l::state.eq_any([State::ToPhone, State::Failed])))
        .count()
        .get_result(conn)?)
}

/// Sends a failed or sent letter again, to the address its recipient has now, with a Message-ID of its own: mail servers drop a second message
/// with one they know.
pub fn resend(conn: &mut Conn, centre: i64, id: LetterId, by: i64, now: Instant) -> Result<Resending> {
    use schema::letter::dsl as l;
    use schema::{person as p, registration as r};
    // Staff send again when they have asked for a new address.
    let address: Option<String> = l::letter
        .left_join(p::table.on(l::person_id.eq(p::id.nullable())))
        .left_join(r::table.on(l::registration_id.eq(r::id.nullable())))
        .filter(l::id.eq(id).and(l::centre_id.eq(centre)))
        .select(either(p::email.nullable(), r::email.nullable()))
        .first(conn)?;
    let changed = diesel::update(l::letter)
        .filter(l::id.eq(id).and(l::centre_id.eq(centre)))
        .filter(l::state.eq_any([State::Sent, State::Failed]))
        .set((
            address.map(|address| l::address.eq(address)),
            l::state.eq(State::Waiting),
            l::attempts.eq(0),
            l::due_at.eq(now),
            l::resent_at.eq(now),
            l::settled_at.eq(None::<Instant>),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Ok(Resending::Refused(state_of(conn, centre, id)?));
    }
    note(conn, centre, id, "resent", State::Waiting, by, now)?;
    Ok(Resending::Waiting)
}

/// Ticks off a call.
pub fn mark_phoned(conn: &mut Conn, centre: i64, id: LetterId, by: i64, now: Instant) -> Result<Phoning> {
    use schema::letter::dsl as l;
    let changed = diesel::update(l::letter)
        .filter(l::id.eq(id).and(l::centre_id.eq(centre)))
        .filter(l::state.eq_any([State::ToPhone, State::Failed]))
        .set((l::state.eq(State::Phoned), l::settled_at.eq(now), l::settled_by.eq(by)))
        .execute(conn)?;
    if changed == 0 {
        return Ok(Phoning::Refused(state_of(conn, centre, id)?));
    }
    note(conn, centre, id, "phoned", State::Phoned, by, now)?;
    Ok(Phoning::Done)
}

fn state_of(conn: &mut Conn, centre: i64, id: LetterId) -> Result<State> {
    use schema::letter::dsl as l;
    let state = l::letter.filter(l::id.eq(id).and(l::centre_id.eq(centre))).select(l::state);
    state.get_result(conn).optional()?.ok_or(Error::NotFound)
}

fn note(
    conn: &mut Conn,
    centre: i64,
    id: LetterId,
    act: &'static str,
    to: State,
    by: i64,
    at: Instant,
) -> Result<()> {
    let entry = Entry {
        centre: Some(centre),
        subject: "letter",
        subject_id: id.0,
        act,
        from: None,
        to: Some(to.word()),
        person: Some(by),
        reason: None,
        at,
    };
    history::record(conn, &entry).map(drop)
}

/// Forgets what letters say of somebody without an account: those still to go are withdrawn, those that went keep
/// their row and lose address and words.
pub fn forget(conn: &mut Conn, registration: i64) -> Result<()> {
    use schema::letter::dsl as l;
    use schema::letter_sent as sent;
    let theirs = l::letter.filter(l::registration_id.eq(registration));
    let sendings = sent::table.filter(sent::letter_id.eq_any(theirs.select(l::id)));
    crate::query!(conn, diesel::delete(sendings).execute(conn))?;
    let to_go = theirs.filter(l::state.eq_any([State::Waiting, State::Failed, State::ToPhone]));
    crate::query!(conn, diesel::delete(to_go).execute(conn))?;
    let gone = diesel::update(theirs).set((
        l::address.eq(""),
        l::body.eq(Body::default().stored()?),
        l::calendar.eq(None::<String>),
    ));
    crate::query!(conn, gone.execute(conn))?;
    Ok(())
}
