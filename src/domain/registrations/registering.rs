//! A resident registers, or staff do it for them at the desk.
//!
//! | | |
//! |---|---|
//! | from | nothing |
//! | to | *confirmed* where there are places and nobody waits; *waiting* behind the others where not; *requested* where staff look at each first |
//! | locks | the activity |
//! | checks | the key was not used before; offers whose time is over are passed on; open by the clock (staff: until it is over); the party is not too large; a guardian is named where one is needed; nobody with the same address or number has an open registration for it (staff may); few letters wait for the address |
//! | rows | registration; its places if confirmed; history |
//! | letters | received, confirmed or waiting |

use super::acting::{Acting, record, wall};
use super::letters::{self, News};
use super::rules::Joining;
use super::store::NewRegistration;
use super::{Enrolled, Registration, RegistrationState as State, Target, offering, rules, store, to_come};
use crate::base::db::{Conn, again};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::mail::pace;
use crate::domain::activities::{self, Activity, RegistrationMode as Mode, Scheduled};

/// Letters that may wait for one address before nobody can register with it for a while.
pub const MOST_WAITING_LETTERS: i64 = 6;
/// Registrations of strangers from one network within a quarter of an hour: a whole street may share one.
pub const MOST_FROM_ONE_NETWORK: usize = 60;

/// What somebody asks for. Addresses are in one spelling; there is at least one, unless staff do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub target: Target,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
    pub party: i32,
    pub guardian: String,
    pub note: String,
    pub reminded: bool,
    /// A second one with the same key returns the first result.
    pub request_key: String,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Registered {
    Done(Box<Enrolled>),
    /// This very registration was made before.
    Repeated(Box<Enrolled>),
    Refused(Why),
}

/// Why it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    NotOpen(Joining),
    /// One registers for each session, and none is named.
    WhichSession,
    /// One registers for the whole course, and a session is named.
    WholeCourse,
    /// More people than one registration may be for.
    TooMany(i32),
    /// More people than there are places altogether.
    NeverFits(i32),
    NoGuardian,
    /// Neither an address nor a number; only staff may do that, for somebody who stands before them.
    NoContact,
    /// Somebody with this address or number has registered for it: more people are a change of that.
    Already,
    /// Too many letters wait for the address.
    Flooded,
    /// The key belongs to another registration.
    KeyUsed,
}

/// Registers somebody. [`Error::NotFound`] for what nobody is told of, or no such session.
pub fn register(conn: &mut Conn, acting: Acting, wanted: &Wanted) -> Result<Registered> {
    let target = wanted.target;
    let by_staff = acting.person.is_some();
    activities::store::activity(conn, acting.centre.id, target.activity)?;
    store::lock(conn, target.activity)?;
    if let Some(first) = store::by_request_key(conn, &wanted.request_key)? {
        return match is_same(&first, wanted) {
            true => Ok(Registered::Repeated(Box::new(store::enrolled(conn, first.id)?))),
            false => Ok(Registered::Refused(Why::KeyUsed)),
        };
    }
    offering::pass_on(conn, acting, target)?;
    let activity = activities::store::activity(conn, acting.centre.id, target.activity)?;
    let sessions = store::sessions(conn, target)?;
    if !activity.is_published() || !sessions.iter().any(Scheduled::is_told) {
        return Err(Error::NotFound);
    }
    match (activity.registration, target.session) {
        (Mode::Course, None) | (Mode::Session, Some(_)) => {}
        (Mode::Course, Some(_)) => return Ok(Registered::Refused(Why::WholeCourse)),
        (Mode::Session, None) => return Ok(Registered::Refused(Why::WhichSession)),
        (Mode::None, _) => return Err(Error::NotFound),
    }
    let places = store::places(conn, target, activity.places)?;
    if let Some(why) = refusal(conn, &acting, &activity, &sessions, wanted)? {
        return Ok(Registered::Refused(why));
    }
    let state = rules::admission(&activity, places, wanted.party, by_staff);
    let new = NewRegistration {
        centre_id: acting.centre.id,
        activity_id: target.activity,
        session_id: target.session,
        name: &wanted.name,
        email: wanted.email.as_deref(),
        phone: wanted.phone.as_deref(),
        lang: wanted.lang,
        party: wanted.party,
        state,
        guardian: &wanted.guardian,
        note: &wanted.note,
        queued_at: (state == State::Waiting).then_some(acting.now),
        entered_by: acting.person,
        request_key: &wanted.request_key,
        created_at: acting.now,
        changed_at: acting.now,
        sequence: 0,
        version: 0,
        reminded: wanted.reminded,
    };
    let id = store::insert(conn, new).map_err(again)?;
    if state == State::Confirmed {
        store::seat(conn, target, id, wanted.party)?;
    }
    let enrolled = store::enrolled(conn, id)?;
    let cause = record(conn, &acting, "registered", &enrolled.registration, state, None)?;
    let news = match state {
        State::Requested => News::Received,
        State::Waiting => waits(conn, &enrolled)?,
        _ => News::Confirmed,
    };
    letters::tell(conn, &acting, cause, &enrolled, news)?;
    Ok(Registered::Done(Box::new(enrolled)))
}

/// What somebody who now stands in line is told; the first of it, how many places it lacks.
pub(super) fn waits(conn: &mut Conn, of: &Enrolled) -> Result<News<'static>> {
    let registration = &of.registration;
    let line = store::line(conn, registration.target())?;
    let ahead = line.iter().take_while(|one| one.id != registration.id).count();
    let places = store::places(conn, registration.target(), of.activity.places)?;
    let free = places.free().unwrap_or(0);
    let lacking = rules::lacking(places, registration.party).filter(|_| ahead == 0 && free > 0);
    if let Some(lacking) = lacking {
        offering::set_told_lacking(conn, registration, lacking)?;
    }
    Ok(News::Waiting { place: ahead + 1, lacking })
}

fn refusal(
    conn: &mut Conn,
    acting: &Acting,
    activity: &Activity,
    sessions: &[Scheduled],
    wanted: &Wanted,
) -> Result<Option<Why>> {
    let (now, by_staff) = (wall(acting), acting.person.is_some());
    let places = store::places(conn, wanted.target, activity.places)?;
    let joining = match by_staff {
        // Whoever stands at the desk may come in late, and before it opens to all.
        true if sessions
            .iter()
            .any(|one| one.session.cancelled_at.is_none() && one.session.ends_at > now) =>
        {
            Joining::Open(places.left())
        }
        true => Joining::Closed(None),
        false => rules::joining(activity, first_start(activity, sessions, acting), places, now),
    };
    let why = if !joining.is_open() {
        Some(Why::NotOpen(joining))
    } else if wanted.party > activity.party_limit && !by_staff {
        Some(Why::TooMany(activity.party_limit))
    } else if let Some(limit) = activity.places.filter(|limit| wanted.party > *limit) {
        Some(Why::NeverFits(limit))
    } else if activity.guardian && wanted.guardian.trim().is_empty() {
        Some(Why::NoGuardian)
    } else {
        None
    };
    let nobody_to_tell = wanted.email.is_none() && wanted.phone.is_none();
    let why = why.or_else(|| (nobody_to_tell && !by_staff).then_some(Why::NoContact));
    if why.is_some() || by_staff {
        return Ok(why);
    }
    if store::has_of_contact(conn, wanted.target, wanted.email.as_deref(), wanted.phone.as_deref())? {
        return Ok(Some(Why::Already));
    }
    let Some(address) = &wanted.email else { return Ok(None) };
    let waiting = pace::waiting(conn, address, acting.now)?;
    Ok((waiting >= MOST_WAITING_LETTERS).then_some(Why::Flooded))
}

/// When registration ends by itself: at the start of the session, or of the course's first one; of a course that
/// stays open longer, its next.
pub fn first_start(
    activity: &Activity,
    sessions: &[Scheduled],
    acting: &Acting,
) -> Option<crate::base::time::Wall> {
    if activity.registration_closes.is_some() {
        return to_come(sessions, wall(acting)).next().map(|one| one.session.starts_at);
    }
    sessions.iter().find(|one| one.session.cancelled_at.is_none()).map(|one| one.session.starts_at)
}

fn is_same(first: &Registration, wanted: &Wanted) -> bool {
    first.target() == wanted.target
        && first.name == wanted.name
        && first.email == wanted.email
        && first.phone == wanted.phone
}
