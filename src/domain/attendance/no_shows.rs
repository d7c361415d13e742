//! Nobody came though it was booked or registered: a state that staff confirm, and may take back.
//!
//! | act | from → to | checks | rows |
//! |---|---|---|---|
//! | confirm | nothing known → no-show | begun; approved, or registered for that session; not confirmed already | the no-show, history |
//! | withdraw | no-show → nothing known | not withdrawn before | its `withdrawn_*`, history |
//!
//! It never happens by itself, and is no report: a booking to which nobody came is not counted as 0 by it.

use diesel::prelude::*;

use super::reporting::note;
use super::{NoShow, Of, store};
use crate::base::db::schema::{booking, no_show, session};
use crate::base::db::{Conn, again};
use crate::base::error::{Error, Result};
use crate::base::time::Wall;
use crate::domain::activities::SessionId;
use crate::domain::bookings::BookingId;
use crate::domain::centres::CentreId;
use crate::domain::people::Acting;
use crate::domain::registrations::RegistrationId;

/// What it is confirmed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    Booking(BookingId),
    /// A registration, at one session.
    Registration(RegistrationId, SessionId),
}

impl Absent {
    fn of(self) -> Of {
        match self {
            Self::Booking(id) => Of::Booking(id),
            Self::Registration(_, session) => Of::Session(session),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    Done,
    /// It was so before.
    Already,
    /// It has not begun.
    NotYet,
}

/// Staff confirm that nobody came.
pub fn confirm(conn: &mut Conn, acting: Acting, absent: Absent, words: &str) -> Result<Noted> {
    let held = store::held(conn, acting.centre.id, absent.of())?;
    if held.starts_at > acting.centre.zone.wall(acting.now) {
        return Ok(Noted::NotYet);
    }
    if standing(conn, absent)?.is_some() {
        return Ok(Noted::Already);
    }
    let (booking, registration, session) = match absent {
        Absent::Booking(id) => (Some(id), None, None),
        Absent::Registration(id, session) => (None, Some(id), Some(session)),
    };
    crate::query!(
        conn,
        diesel::insert_into(no_show::table)
            .values((
                no_show::booking_id.eq(booking),
                no_show::registration_id.eq(registration),
                no_show::session_id.eq(session),
                no_show::note.eq(words),
                no_show::confirmed_by.eq(acting.by()?),
                no_show::confirmed_at.eq(acting.now),
            ))
            .execute(conn)
    )
    .map_err(again)?;
    note(&acting, conn, absent.of(), "no_show", words)?;
    Ok(Noted::Done)
}

/// Staff take it back.
pub fn withdraw(conn: &mut Conn, acting: Acting, absent: Absent) -> Result<Noted> {
    store::held(conn, acting.centre.id, absent.of())?;
    let Some(standing) = standing(conn, absent)? else { return Ok(Noted::Already) };
    let changed = crate::query!(
        conn,
        diesel::update(
            no_show::table.filter(no_show::id.eq(standing.id).and(no_show::withdrawn_at.is_null()))
        )
        .set((no_show::withdrawn_by.eq(acting.by()?), no_show::withdrawn_at.eq(acting.now)))
        .execute(conn)
    )?;
    if changed != 1 {
        return Err(Error::Again);
    }
    note(&acting, conn, absent.of(), "no_show_withdrawn", "")?;
    Ok(Noted::Done)
}

/// The no-show that stands, if one does.
pub fn standing(conn: &mut Conn, absent: Absent) -> Result<Option<NoShow>> {
    let row = match absent {
        Absent::Booking(id) => crate::query!(
            conn,
            no_show::table
                .filter(no_show::booking_id.eq(id).and(no_show::withdrawn_at.is_null()))
                .select(NoShow::as_select())
                .first(conn)
        ),
        Absent::Registration(id, session) => crate::query!(
            conn,
            no_show::table
                .filter(no_show::registration_id.eq(id).and(no_show::session_id.eq(session)))
                .filter(no_show::withdrawn_at.is_null())
                .select(NoShow::as_select())
                .first(conn)
        ),
    };
    Ok(row.optional()?)
}

/// Those of some bookings that stand.
pub fn of_bookings(conn: &mut Conn, bookings: &[BookingId]) -> Result<Vec<NoShow>> {
    Ok(crate::query!(
        conn,
        no_show::table
            .filter(no_show::booking_id.eq_any(bookings).and(no_show::withdrawn_at.is_null()))
            .order(no_show::id)
            .select(NoShow::as_select())
            .load(conn)
    )?)
}

/// Those of the registrations of a session that stand.
pub fn of_session(conn: &mut Conn, session: SessionId) -> Result<Vec<NoShow>> {
    Ok(crate::query!(
        conn,
        no_show::table
            .filter(no_show::session_id.eq(session).and(no_show::withdrawn_at.is_null()))
            .order(no_show::id)
            .select(NoShow::as_select())
            .load(conn)
    )?)
}

/// All of a centre that stand: those of what began from one time to another.
pub fn between(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall) -> Result<Vec<NoShow>> {
    let mut found: Vec<NoShow> = crate::query!(
        conn,
        no_show::table
            .inner_join(booking::table)
            .filter(booking::centre_id.eq(centre).and(no_show::withdrawn_at.is_null()))
            .filter(booking::starts_at.ge(from).and(booking::starts_at.lt(to)))
            .order(no_show::id)
            .select(NoShow::as_select())
            .load(conn)
    )?;
    let registered: Vec<NoShow> = crate::query!(
        conn,
        no_show::table
            .inner_join(session::table)
            .filter(session::centre_id.eq(centre).and(no_show::withdrawn_at.is_null()))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .order(no_show::id)
            .select(NoShow::as_select())
            .load(conn)
    )?;
    found.extend(registered);
    Ok(found)
}
