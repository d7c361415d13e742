//! People are counted at the door: by presses of a counter, by name, by the code of their registration.
//!
//! | act | from → to | checks | rows |
//! |---|---|---|---|
//! | press | so many → one more, or one fewer | held, not long before its start; the key is new | the press under its key |
//! | arrive | a registration, so many of its party there → so many | registered for that session | the difference, under a key that two cannot have |
//! | close | counted → reported | more than nobody was counted | a report of source counter or name list, as in [`reporting`] |
//!
//! A press is delivered as often as it takes and counted once. One that is taken back is a press of its own, and counts
//! nothing where nobody was pressed ([`Count`]).
//!
//! [`reporting`]: super::reporting

use chrono::Duration;

use super::reporting::{Filed, Word, report};
use super::store::{self, NewCheckIn};
use super::{Arrival, Count, Of, Source};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::domain::activities::{self, ActivityId, Scheduled, SessionId};
use crate::domain::bookings::BookingId;
use crate::domain::centres::{Centre, CentreId};
use crate::domain::people::Acting;
use crate::domain::registrations::RegistrationId;

/// So long before the start the door may open.
const BEFORE: Duration = Duration::hours(3);
/// Presses that one delivery may hold.
pub const MOST_PRESSES: usize = 500;

/// One press of the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Made where it was pressed; it is counted once under it.
    pub key: String,
    /// 1, or -1 where it takes one back.
    pub people: i32,
    pub at: Instant,
}

impl Press {
    /// Whether it can be one of ours.
    pub fn is_sound(&self) -> bool {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        (16..=64).contains(&self.key.len()) && self.key.chars().all(word) && matches!(self.people, -1 | 1)
    }
}

/// A registration for a session, at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub registration: RegistrationId,
    /// Empty once it is erased.
    pub name: String,
    pub party: i32,
    /// So many of them are here.
    pub here: i32,
}

/// Who is registered for a session of a centre.
pub fn expected(conn: &mut Conn, centre: CentreId, session: SessionId) -> Result<Vec<Expected>> {
    let activity = activities::store::session(conn, centre, session)?.activity.id;
    let arrivals = store::arrivals(conn, session)?;
    let there =
        |id: &RegistrationId| arrivals.get(id).map_or(0, |ticks| ticks.iter().map(|tick| tick.people).sum());
    let one =
        |(registration, name, party)| Expected { here: there(&registration), registration, name, party };
    Ok(store::registered(conn, activity, session)?.into_iter().map(one).collect())
}

/// A registration, as its code tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    pub registration: RegistrationId,
    pub centre: CentreId,
    pub activity: ActivityId,
    /// For the whole course where `None`.
    pub session: Option<SessionId>,
    pub name: String,
    pub party: i32,
    /// It has a place.
    pub confirmed: bool,
    pub version: i32,
}

/// One registration, whatever its centre.
pub fn coming(conn: &mut Conn, registration: RegistrationId) -> Result<Coming> {
    store::coming(conn, registration)
}

/// Its sessions of the day, each with how many of its party are there.
pub fn today_of(
    conn: &mut Conn,
    centre: &Centre,
    of: &Coming,
    now: Instant,
) -> Result<Vec<(Scheduled, i32)>> {
    let today = centre.zone.today(now);
    let mut sessions = Vec::new();
    for one in activities::store::sessions_of(conn, of.activity)? {
        let meant = of.session.is_none_or(|id| id == one.session.id);
        if !meant || one.session.cancelled_at.is_some() || one.session.starts_at.date() != today {
            continue;
        }
        let ticks = store::arrivals(conn, one.session.id)?.remove(&of.registration).unwrap_or_default();
        sessions.push((one, ticks.iter().map(|tick| tick.people).sum()));
    }
    Ok(sessions)
}

/// What came of presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// How many are counted now.
    Counted(Count),
    /// The door is not open yet.
    NotYet,
}

/// Counts presses, each once however often it is delivered.
pub fn press(conn: &mut Conn, acting: Acting, of: Of, presses: &[Press]) -> Result<Pressed> {
    if presses.len() > MOST_PRESSES || !presses.iter().all(Press::is_sound) {
        return Err(Error::BadRequest("these are no presses".into()));
    }
    if !door_is_open(conn, &acting, of)? {
        return Ok(Pressed::NotYet);
    }
    let (booking_id, session_id) = subject(of)?;
    for press in presses {
        let new = NewCheckIn {
            booking_id,
            session_id,
            registration_id: None,
            press_key: &press.key,
            people: press.people,
            source: Arrival::Counter,
            // A device's clock may be ahead.
            pressed_at: press.at.min(acting.now),
            received_at: acting.now,
            received_by: acting.person,
        };
        store::insert_check_in(conn, &new)?;
    }
    store::counted(conn, of).map(Pressed::Counted)
}

/// So many of a registration's party are here; 0 takes its tick back. The caller made sure that it is registered for
/// this session.
pub fn arrive(
    conn: &mut Conn,
    acting: Acting,
    session: SessionId,
    registration: RegistrationId,
    people: i32,
    how: Arrival,
) -> Result<Pressed> {
    let of = Of::Session(session);
    if !door_is_open(conn, &acting, of)? {
        return Ok(Pressed::NotYet);
    }
    let ticked = store::arrivals(conn, session)?.remove(&registration).unwrap_or_default();
    let there: i32 = ticked.iter().map(|tick| tick.people).sum();
    if there != people {
        let key = format!("registration-{registration}-{session}-{}", ticked.len());
        let new = NewCheckIn {
            booking_id: None,
            session_id: Some(session),
            registration_id: Some(registration),
            press_key: &key,
            people: people - there,
            source: how,
            pressed_at: acting.now,
            received_at: acting.now,
            received_by: acting.person,
        };
        if !store::insert_check_in(conn, &new)? {
            return Err(Error::Again);
        }
    }
    store::counted(conn, of).map(Pressed::Counted)
}

/// Makes a report of what was counted; `None` where nobody was.
pub fn close(conn: &mut Conn, acting: Acting, of: Of) -> Result<Option<Filed>> {
    let count = store::counted(conn, of)?;
    let visits = count.people();
    if visits <= 0 {
        return Ok(None);
    }
    let source = if count.by_hand == 0 { Source::NameList } else { Source::Counter };
    let word = Word { of, visits, source, note: String::new(), seen: None };
    report(conn, acting, &word).map(Some)
}

fn door_is_open(conn: &mut Conn, acting: &Acting, of: Of) -> Result<bool> {
    let held = store::held(conn, acting.centre.id, of)?;
    Ok(held.starts_at.plus(-BEFORE) <= acting.centre.zone.wall(acting.now))
}

fn subject(of: Of) -> Result<(Option<BookingId>, Option<SessionId>)> {
    match of {
        Of::Booking(id) => Ok((Some(id), None)),
        Of::Session(id) => Ok((None, Some(id))),
        Of::Hour(..) => Err(Error::NotFound),
    }
}
