//! Staff enter an activity, change it, and cancel its sessions.
//!
//! | act | from → to | locks | checks | rows |
//! |---|---|---|---|---|
//! | plan | nothing → draft or published, with every date of a weekly course or none | the room's spaces by id | as add, for every date | as add |
//! | add | nothing → draft or published | the room's spaces by id | open, free, room's own rules do not bind the centre | activity, session, occupancy, history |
//! | change | as it was → as wanted | the spaces of the old and the new room by id | the same | the same; the session keeps its number and counts up its sequence |
//! | cancel | planned → cancelled | the room's spaces by id | not cancelled before | session, occupancy freed, history |
//!
//! No letters yet: nobody is registered.

use diesel::prelude::*;

use super::store::{self, NewSession};
use super::{Activity, ActivityId, ActivityKind, ActivityState, Scheduled, SessionId};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, session};
use crate::base::error::{Error, Result};
use crate::base::time::{DaySpan, Instant, Span};
use crate::domain::bookings::{self, Clash};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Room, RoomId};

/// What staff say of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityDetails {
    pub title: String,
    pub title_en: String,
    pub kind: ActivityKind,
    pub audience: String,
    pub audience_en: String,
    pub intro: String,
    pub intro_en: String,
    pub published: bool,
}

impl ActivityDetails {
    fn state(&self) -> ActivityState {
        if self.published { ActivityState::Published } else { ActivityState::Draft }
    }
}

/// Where a session takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Venue {
    Room(RoomId),
    /// Somewhere outside, in Chinese and English.
    Place(String, String),
}

/// What came of scheduling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheduling {
    Done(ActivityId, SessionId),
    Taken(Vec<Clash>),
    /// The room is open in these spans that day.
    NotOpen(Vec<DaySpan>),
    /// Clocks are put forward then.
    NoSuchTime,
}

/// What came of planning several dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planning {
    Done(ActivityId),
    /// Nothing was written: these dates do not fit, each with why.
    NotAll(Vec<(Span, Scheduling)>),
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
) -> Result<Planning> {
    let room = room_of(conn, acting, venue)?;
    let mut in_the_way = Vec::new();
    for span in spans {
        if let Some(problem) = lock_and_check(conn, acting, room.as_ref(), *span, None)? {
            in_the_way.push((*span, problem));
        }
    }
    if !in_the_way.is_empty() {
        return Ok(Planning::NotAll(in_the_way));
    }
    let id = match what {
        Planned::New(details) => {
            let id = insert_activity(conn, acting, details)?;
            acting.note(conn, "activity", id.0, "added", None)?;
            id
        }
        Planned::More(id) => store::activity(conn, acting.centre.id, id)?.id,
    };
    for span in spans {
        let session = place_session(conn, acting, id, venue, room.as_ref(), *span)?;
        acting.note(conn, "session", session.0, "added", None)?;
    }
    Ok(Planning::Done(id))
}

/// Enters an activity with its first session.
pub fn add(
    conn: &mut Conn,
    acting: Acting,
    details: &ActivityDetails,
    venue: &Venue,
    span: Span,
) -> Result<Scheduling> {
    let room = room_of(conn, acting, venue)?;
    if let Some(problem) = lock_and_check(conn, acting, room.as_ref(), span, None)? {
        return Ok(problem);
    }
    let id = insert_activity(conn, acting, details)?;
    let session = place_session(conn, acting, id, venue, room.as_ref(), span)?;
    acting.note(conn, "activity", id.0, "added", None)?;
    Ok(Scheduling::Done(id, session))
}

/// Adds one more session to an activity.
pub fn add_session(
    conn: &mut Conn,
    acting: Acting,
    activity: &Activity,
    venue: &Venue,
    span: Span,
) -> Result<Scheduling> {
    let room = room_of(conn, acting, venue)?;
    if let Some(problem) = lock_and_check(conn, acting, room.as_ref(), span, None)? {
        return Ok(problem);
    }
    let session = place_session(conn, acting, activity.id, venue, room.as_ref(), span)?;
    acting.note(conn, "session", session.0, "added", None)?;
    Ok(Scheduling::Done(activity.id, session))
}

/// Changes what is said of an activity.
pub fn change(conn: &mut Conn, acting: Acting, id: ActivityId, details: &ActivityDetails) -> Result<()> {
    let changed = diesel::update(
        activity::table.filter(activity::id.eq(id).and(activity::centre_id.eq(acting.centre.id))),
    )
    .set((
        activity::title.eq(&details.title),
        activity::title_en.eq(&details.title_en),
        activity::kind.eq(details.kind),
        activity::audience.eq(&details.audience),
        activity::audience_en.eq(&details.audience_en),
        activity::intro.eq(&details.intro),
        activity::intro_en.eq(&details.intro_en),
        activity::state.eq(details.state()),
    ))
    .execute(conn)?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    acting.note(conn, "activity", id.0, "changed", None).map(drop)
}

/// Moves a session to another room or time.
pub fn move_session(
    conn: &mut Conn,
    acting: Acting,
    seen: &Scheduled,
    venue: &Venue,
    span: Span,
) -> Result<Scheduling> {
    let room = room_of(conn, acting, venue)?;
    let taker = Taker::Session(seen.session.id);
    if let Some(problem) = lock_and_check(conn, acting, room.as_ref(), span, Some(seen))? {
        return Ok(problem);
    }
    if seen.session.cancelled_at.is_some() {
        return Err(Error::NotFound);
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
    acting.note(conn, "session", seen.session.id.0, "moved", None)?;
    Ok(Scheduling::Done(seen.activity.id, seen.session.id))
}

/// Cancels one session; false when it was cancelled before.
pub fn cancel_session(conn: &mut Conn, acting: Acting, id: SessionId, reason: Option<&str>) -> Result<bool> {
    let seen = store::session(conn, acting.centre.id, id)?;
    if let Some(room) = &seen.room {
        occupancy::lock_rooms(conn, &[room.id])?;
    }
    let changed =
        diesel::update(session::table.filter(session::id.eq(id).and(session::cancelled_at.is_null())))
            .set((
                session::cancelled_at.eq(acting.now),
                session::changed_at.eq(acting.now),
                session::sequence.eq(session::sequence + 1),
            ))
            .execute(conn)?;
    if changed == 0 {
        return Ok(false);
    }
    occupancy::free(conn, Taker::Session(id))?;
    acting.note(conn, "session", id.0, "cancelled", reason)?;
    Ok(true)
}

fn insert_activity(conn: &mut Conn, acting: Acting, details: &ActivityDetails) -> Result<ActivityId> {
    Ok(diesel::insert_into(activity::table)
        .values((
            activity::centre_id.eq(acting.centre.id),
            activity::title.eq(&details.title),
            activity::title_en.eq(&details.title_en),
            activity::kind.eq(details.kind),
            activity::audience.eq(&details.audience),
            activity::audience_en.eq(&details.audience_en),
            activity::intro.eq(&details.intro),
            activity::intro_en.eq(&details.intro_en),
            activity::state.eq(details.state()),
            activity::created_by.eq(acting.by()?),
            activity::created_at.eq(acting.now),
        ))
        .returning(activity::id)
        .get_result(conn)?)
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

/// Takes the locks and looks; what the session itself holds is not in its own way.
fn lock_and_check(
    conn: &mut Conn,
    acting: Acting,
    room: Option<&Room>,
    span: Span,
    moving: Option<&Scheduled>,
) -> Result<Option<Scheduling>> {
    if !acting.centre.zone.shows(span) {
        return Ok(Some(Scheduling::NoSuchTime));
    }
    let old = moving.and_then(|moving| moving.room.as_ref());
    let both: Vec<RoomId> = room.into_iter().chain(old).map(|room| room.id).collect();
    occupancy::lock_rooms(conn, &both)?;
    let Some(room) = room else { return Ok(None) };
    let spaces = rooms::store::spaces(conn, room.id)?;
    let open =
        rooms::store::hours(conn, acting.centre.id, span.date(), span.date())?.open_on(room.id, span.date());
    if !open.iter().any(|open| open.contains(span.within_day())) {
        return Ok(Some(Scheduling::NotOpen(open)));
    }
    let own = moving.map(|moving| Taker::Session(moving.session.id));
    let in_the_way: Vec<_> = occupancy::clashing(conn, &spaces, span, room.turnaround_minutes, acting.now)?
        .into_iter()
        .filter(|taken| Some(taken.taker) != own)
        .collect();
    if in_the_way.is_empty() {
        Ok(None)
    } else {
        Ok(Some(Scheduling::Taken(bookings::store::clashes(conn, &in_the_way)?)))
    }
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
