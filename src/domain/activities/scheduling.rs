//! Staff enter an activity, add dates, and move its sessions.
//!
//! | act | from → to | locks | checks | rows |
//! |---|---|---|---|---|
//! | plan | nothing → draft, with every date or none; or more dates of one that stands | the room's spaces by id | as add, for every date; its teacher and class are not in two places at once, unless staff say that they know | as add |
//! | add | nothing → draft | the room's spaces by id | open, free; the room's own rules do not bind the centre | activity, session, occupancy, history |
//! | move | planned → planned | the spaces of the old and the new room by id | as plan | the session keeps its number and counts up its sequence; occupancy, history |
//!
//! Each first passes on what is kept there no longer, to those in line for it. No letters of its own: who is registered
//! is told by whoever calls this. What cancels is in [`super::cancelling`].

use diesel::prelude::*;

pub use super::cancelling::{Cancelled, cancel_activity, cancel_session};
use super::doubles::{self, Double, Heed, Who};
use super::planning::{Crowded, problems};
use super::store::{self, NewSession};
use super::{Activity, ActivityId, ActivityState, Scheduled, SessionId, leaving, writing};
pub use super::{ActivityDetails, Venue};
use crate::base::db::Conn;
use crate::base::db::schema::session;
use crate::base::error::{Error, Result};
use crate::base::time::{DaySpan, Instant, Span};
use crate::domain::bookings::{Clash, Slot, running_out};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Room, RoomId};

/// What came of scheduling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheduling {
    Done(ActivityId, SessionId),
    Taken(Vec<Clash>),
    /// The room is open in these spans that day.
    NotOpen(Vec<DaySpan>),
    /// Clocks are put forward then.
    NoSuchTime,
    /// Somebody would be in two places at once.
    Doubled(Vec<Double>),
    /// Not all who registered would find room.
    Crowded(Crowded),
}

/// What came of planning several dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planning {
    Done(ActivityId, Vec<SessionId>),
    /// Nothing was written: these dates do not fit, each with why.
    NotAll(Vec<(Span, Scheduling)>),
    /// Nothing was written: somebody would be in two places at once.
    Doubled(Vec<Double>),
}

/// What several dates are planned for.
#[derive(Debug, Clone, Copy)]
pub enum Planned<'a> {
    New(&'a ActivityDetails),
    More(ActivityId),
}

/// Plans all dates, or none when one of them does not fit. The dates must not overlap.
pub fn plan(
    conn: &mut Conn,
    acting: Acting,
    what: Planned,
    venue: &Venue,
    spans: &[Span],
    heed: Heed,
) -> Result<Planning> {
    let room = room_of(conn, acting, venue)?;
    let standing = match what {
        Planned::New(_) => None,
        Planned::More(id) => Some(not_cancelled(store::activity(conn, acting.centre.id, id)?)?),
    };
    lock(conn, room.as_ref(), None)?;
    catch_up(conn, acting, room.as_ref(), spans)?;
    let in_the_way = problems(conn, acting, room.as_ref(), spans, None)?;
    if !in_the_way.is_empty() {
        return Ok(Planning::NotAll(in_the_way));
    }
    let who = match (what, &standing) {
        (Planned::New(details), _) => Who::of(details),
        (Planned::More(_), standing) => standing.as_ref().map(Who::at).unwrap_or_default(),
    };
    if heed == Heed::Warn {
        let found = doubles::find(conn, acting.centre.id, &who, spans, None, None)?;
        if !found.is_empty() {
            return Ok(Planning::Doubled(found));
        }
    }
    let (id, more) = match (what, standing) {
        (Planned::New(details), _) => (writing::insert(conn, acting, details)?, false),
        (Planned::More(id), _) => (id, true),
    };
    let mut sessions = Vec::with_capacity(spans.len());
    for span in spans {
        let session = place_session(conn, acting, id, venue, room.as_ref(), *span)?;
        if more {
            acting.note(conn, "session", session.0, "added", None)?;
        }
        sessions.push(session);
    }
    Ok(Planning::Done(id, sessions))
}

/// Enters an activity with its first session.
pub fn add(
    conn: &mut Conn,
    acting: Acting,
    details: &ActivityDetails,
    venue: &Venue,
    span: Span,
) -> Result<Scheduling> {
    one(plan(conn, acting, Planned::New(details), venue, &[span], Heed::Known)?)
}

/// Adds one more session to an activity.
pub fn add_session(
    conn: &mut Conn,
    acting: Acting,
    activity: &Activity,
    venue: &Venue,
    span: Span,
) -> Result<Scheduling> {
    one(plan(conn, acting, Planned::More(activity.id), venue, &[span], Heed::Known)?)
}

fn one(planning: Planning) -> Result<Scheduling> {
    match planning {
        Planning::Done(id, sessions) => {
            let session = sessions.first().ok_or_else(|| Error::fault("no date was planned"))?;
            Ok(Scheduling::Done(id, *session))
        }
        Planning::Doubled(found) => Ok(Scheduling::Doubled(found)),
        Planning::NotAll(dates) => {
            let problem = dates.into_iter().next().map(|(_, problem)| problem);
            problem.ok_or_else(|| Error::fault("a date does not fit for no reason"))
        }
    }
}

/// Moves a session to another room or time.
pub fn move_session(
    conn: &mut Conn,
    acting: Acting,
    seen: &Scheduled,
    venue: &Venue,
    span: Span,
    heed: Heed,
) -> Result<Scheduling> {
    let room = room_of(conn, acting, venue)?;
    let taker = Taker::Session(seen.session.id);
    lock(conn, room.as_ref(), seen.room.as_ref())?;
    catch_up(conn, acting, room.as_ref(), &[span])?;
    if let Some((_, problem)) = problems(conn, acting, room.as_ref(), &[span], Some(taker))?.pop() {
        return Ok(problem);
    }
    if seen.session.cancelled_at.is_some() {
        return Err(Error::NotFound);
    }
    if heed == Heed::Warn {
        let who = Who::at(&seen.activity);
        let found = doubles::find(conn, acting.centre.id, &who, &[span], None, Some(seen.session.id))?;
        if !found.is_empty() {
            return Ok(Scheduling::Doubled(found));
        }
    }
    occupancy::free(conn, taker)?;
    let turnaround = room.as_ref().map_or(0, |room| room.turnaround_minutes);
    let (place, place_en) = place_of(venue);
    let as_seen = session::table
        .filter(session::id.eq(seen.session.id).and(session::cancelled_at.is_null()))
        .filter(session::sequence.eq(seen.session.sequence));
    let changed = diesel::update(as_seen)
        .set((
            session::room_id.eq(room.as_ref().map(|room| room.id)),
            session::place.eq(place),
            session::place_en.eq(place_en),
            session::starts_at.eq(span.start()),
            session::ends_at.eq(span.end()),
            session::turnaround_minutes.eq(turnaround),
            session::changed_at.eq(acting.now),
            session::sequence.eq(session::sequence + 1),
        ))
        .execute(conn)?;
    if changed == 0 {
        // Somebody moved or cancelled it since it was read: look again.
        return Err(Error::Again);
    }
    if let Some(room) = &room {
        take(conn, room, span, seen.session.id, acting.now)?;
    }
    leaving::note(conn, &acting, seen, &Scheduled { room, ..seen.clone() })?;
    acting.note(conn, "session", seen.session.id.0, "moved", None)?;
    Ok(Scheduling::Done(seen.activity.id, seen.session.id))
}

fn room_of(conn: &mut Conn, acting: Acting, venue: &Venue) -> Result<Option<Room>> {
    match venue {
        Venue::Room(id) => rooms::store::room(conn, acting.centre.id, *id).map(Some),
        Venue::Place(..) => Ok(None),
    }
}

fn place_of(venue: &Venue) -> (&str, &str) {
    match venue {
        Venue::Room(_) => ("", ""),
        Venue::Place(zh, en) => (zh, en),
    }
}

/// Takes the locks of where it will be and of where it was.
fn lock(conn: &mut Conn, room: Option<&Room>, old: Option<&Room>) -> Result<()> {
    let both: Vec<RoomId> = room.into_iter().chain(old).map(|room| room.id).collect();
    occupancy::lock_rooms(conn, &both).map(drop)
}

/// An offer or a hold whose time is over goes to the first in line; the centre's own use does not jump it.
pub(in crate::domain) fn catch_up(
    conn: &mut Conn,
    acting: Acting,
    room: Option<&Room>,
    spans: &[Span],
) -> Result<()> {
    let Some(room) = room else { return Ok(()) };
    for span in spans {
        running_out::catch_up(conn, acting, Slot::of(room, *span))?;
    }
    Ok(())
}

fn not_cancelled(activity: Activity) -> Result<Activity> {
    if activity.state == ActivityState::Cancelled { Err(Error::NotFound) } else { Ok(activity) }
}

fn place_session(
    conn: &mut Conn,
    acting: Acting,
    activity: ActivityId,
    venue: &Venue,
    room: Option<&Room>,
    span: Span,
) -> Result<SessionId> {
    let (place, place_en) = place_of(venue);
    let id = store::insert_session(
        conn,
        NewSession {
            centre_id: acting.centre.id,
            activity_id: activity,
            room_id: room.map(|room| room.id),
            place,
            place_en,
            starts_at: span.start(),
            ends_at: span.end(),
            turnaround_minutes: room.map_or(0, |room| room.turnaround_minutes),
            changed_at: acting.now,
            sequence: 0,
        },
    )?;
    if let Some(room) = room {
        take(conn, room, span, id, acting.now)?;
    }
    Ok(id)
}

fn take(conn: &mut Conn, room: &Room, span: Span, id: SessionId, now: Instant) -> Result<()> {
    let spaces = rooms::store::spaces(conn, room.id)?;
    match occupancy::take(conn, &spaces, span, room.turnaround_minutes, Taker::Session(id), None, now)? {
        Taking::Taken => Ok(()),
        Taking::InTheWay(_) => Err(Error::fault("a slot was taken between the check and the insert")),
    }
}
