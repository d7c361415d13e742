//! A session is cancelled, moved or added, or a whole activity is cancelled: everyone registered is told, by one letter
//! each.
//!
//! | | session cancelled | session moved | activity cancelled | sessions added |
//! |---|---|---|---|---|
//! | from | for the session: any open state; for the course: *confirmed* or *offered*, and any open state where no other date is to come | the same; any open state too where no date is any more where they knew it | any open state | for the course: *confirmed* or *offered* |
//! | to | for the session: *cancelled*; for the course: unchanged, and *cancelled* who waits for a course without a date | unchanged; reminded anew | *cancelled* | unchanged |
//! | locks | the rooms' spaces, taken by the act on the session; then the activity | the same | the same | the same |
//! | checks | those of the act on the session | the same; another room holds all who registered, unless staff say that they know | those of the act | the same |
//! | rows | registrations, places freed, history | history | registrations, places freed, history | history |
//! | letters | session cancelled, with a file that takes it out | session moved, with a file that changes it; course moved to who waits, once all its dates have | activity cancelled, with a file for each session that goes | sessions added, with a file for each |

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::acting::{Acting, move_to, record, wall};
use super::letters::{self, News};
use super::{Enrolled, Registration, RegistrationState as State, store};
use crate::base::db::Conn;
use crate::base::db::schema::registration_reminder as reminder;
use crate::base::error::Result;
use crate::base::time::{Instant, Span};
use crate::domain::activities::cancelling;
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::planning::Crowded;
use crate::domain::activities::scheduling::{self, Planned, Planning, Scheduling, Venue};
use crate::domain::activities::{self as planned};
use crate::domain::activities::{ActivityId, Scheduled, SessionId};
use crate::domain::rooms;

/// Cancels a session and tells everyone registered; false when it was cancelled before.
pub fn cancel_session(conn: &mut Conn, acting: Acting, id: SessionId, reason: Option<&str>) -> Result<bool> {
    Ok(cancel_sessions(conn, acting, &[id], reason)? > 0)
}

/// Cancels several sessions, and tells everyone registered by one letter, however many of theirs are hit. Returns how
/// many were not cancelled before.
pub fn cancel_sessions(
    conn: &mut Conn,
    acting: Acting,
    ids: &[SessionId],
    reason: Option<&str>,
) -> Result<usize> {
    let mut gone: BTreeMap<ActivityId, Vec<Scheduled>> = BTreeMap::new();
    let mut number = 0;
    for id in ids {
        if cancelling::cancel_session(conn, acting, *id, reason)?.is_some() {
            let session = planned::store::session(conn, acting.centre.id, *id)?;
            gone.entry(session.activity.id).or_default().push(session);
            number += 1;
        }
    }
    for (activity, sessions) in gone {
        store::lock(conn, activity)?;
        let no_other = others_to_come(conn, &acting, activity, None)?.is_empty();
        for one in store::of_activity(conn, activity)? {
            let theirs: Vec<&Scheduled> =
                sessions.iter().filter(|gone| concerns(&one, gone.session.id, no_other)).collect();
            if theirs.is_empty() {
                continue;
            }
            let seen = store::enrolled(conn, one.id)?;
            let ends = one.session_id.is_some() || !one.state.is_seated();
            let to = if ends { State::Cancelled } else { one.state };
            let cause = record(conn, &acting, "session_cancelled", &one, to, reason)?;
            let now = match to == one.state {
                true => seen,
                false => move_to(conn, &acting, &seen, to, reason, (None, None))?,
            };
            letters::tell(conn, &acting, cause, &now, News::SessionsCancelled { sessions: &theirs, reason })?;
        }
    }
    Ok(number)
}

/// Moves a session and tells everyone registered. Told is who comes to it; nobody where it stays where it was.
pub fn move_session(
    conn: &mut Conn,
    acting: Acting,
    seen: &Scheduled,
    venue: &Venue,
    (span, heed): (Span, Heed),
) -> Result<Scheduling> {
    if heed == Heed::Warn
        && let Some(crowded) = crowded(conn, &acting, seen, venue)?
    {
        return Ok(Scheduling::Crowded(crowded));
    }
    let outcome = scheduling::move_session(conn, acting, seen, venue, span, heed)?;
    if let Scheduling::Done(..) = outcome {
        tell_moved(conn, acting, seen)?;
    }
    Ok(outcome)
}

/// Whether another room is too small for those who registered.
fn crowded(conn: &mut Conn, acting: &Acting, seen: &Scheduled, venue: &Venue) -> Result<Option<Crowded>> {
    let Venue::Room(id) = venue else { return Ok(None) };
    if seen.session.room_id == Some(*id) {
        return Ok(None);
    }
    let room = rooms::store::room(conn, acting.centre.id, *id)?;
    let places = store::places_left(conn, &[seen.activity.id])?.of(&seen.activity, seen.session.id);
    Ok(places.and_then(|places| Crowded::registered(places.taken, &room)))
}

/// Tells everyone registered that a session is not where or when it was; `before`: as it was.
pub fn tell_moved(conn: &mut Conn, acting: Acting, before: &Scheduled) -> Result<()> {
    let (id, activity) = (before.session.id, before.activity.id);
    let after = planned::store::session(conn, acting.centre.id, id)?;
    let same_place =
        (after.session.room_id, &after.session.place) == (before.session.room_id, &before.session.place);
    if same_place && after.session.span()? == before.session.span()? {
        return Ok(());
    }
    store::lock(conn, activity)?;
    if after.session.starts_at != before.session.starts_at {
        let told = reminder::table.filter(reminder::session_id.eq(id));
        crate::query!(conn, diesel::delete(told).execute(conn))?;
    }
    let others = others_to_come(conn, &acting, activity, Some(id))?;
    let told = store::told_of_moves(conn, activity)?;
    for one in store::of_activity(conn, activity)? {
        let (act, news) = if concerns(&one, id, others.is_empty()) {
            ("session_moved", News::SessionMoved { before, after: &after })
        } else if is_all_new(&one, &others, told.get(&one.id)) {
            ("course_moved", News::CourseMoved)
        } else {
            continue;
        };
        let cause = record(conn, &acting, act, &one, one.state, None)?;
        let seen = store::enrolled(conn, one.id)?;
        letters::tell(conn, &acting, cause, &seen, news)?;
    }
    Ok(())
}

/// Who waits for a course is told when the last of its dates has gone from where it was when they were told, or
/// registered: moved one by one they are as much another course as moved at once.
fn is_all_new(one: &Registration, others: &[Scheduled], told: Option<&Instant>) -> bool {
    let known = told.copied().unwrap_or(one.created_at);
    let waits = one.session_id.is_none() && !one.state.is_over();
    waits && others.iter().all(|other| other.session.changed_at > known)
}

/// Plans dates, and tells everyone registered for a course of those that it has more of.
pub fn plan(
    conn: &mut Conn,
    acting: Acting,
    what: Planned,
    venue: &Venue,
    spans: &[Span],
    heed: Heed,
) -> Result<Planning> {
    let outcome = scheduling::plan(conn, acting, what, venue, spans, heed)?;
    if let (Planned::More(id), Planning::Done(_, sessions)) = (what, &outcome) {
        tell_added(conn, acting, id, sessions)?;
    }
    Ok(outcome)
}

fn tell_added(conn: &mut Conn, acting: Acting, activity: ActivityId, added: &[SessionId]) -> Result<()> {
    store::lock(conn, activity)?;
    let mut new = planned::store::sessions_of(conn, activity)?;
    new.retain(|one| added.contains(&one.session.id));
    let new: Vec<&Scheduled> = new.iter().collect();
    let course = store::of_activity(conn, activity)?.into_iter().filter(|one| one.session_id.is_none());
    for one in course.filter(|one| one.state.is_seated()) {
        let cause = record(conn, &acting, "sessions_added", &one, one.state, None)?;
        let seen = store::enrolled(conn, one.id)?;
        letters::tell(conn, &acting, cause, &seen, News::SessionsAdded { sessions: &new })?;
    }
    Ok(())
}

/// Cancels an activity with its sessions to come and their registrations, and tells everyone; false when it was
/// cancelled before.
pub fn cancel_activity(
    conn: &mut Conn,
    acting: Acting,
    id: ActivityId,
    reason: Option<&str>,
) -> Result<bool> {
    let Some(cancelled) = cancelling::cancel_activity(conn, acting, id, reason)? else { return Ok(false) };
    store::lock(conn, id)?;
    let mut gone = planned::store::sessions_of(conn, id)?;
    gone.retain(|one| cancelled.sessions.contains(&one.session.id));
    for one in store::of_activity(conn, id)?.into_iter().filter(|one| !one.state.is_over()) {
        let seen = store::enrolled(conn, one.id)?;
        let theirs: Vec<&Scheduled> = gone.iter().filter(|gone| covers(&seen, gone.session.id)).collect();
        if theirs.is_empty() {
            continue;
        }
        let cause = record(conn, &acting, "activity_cancelled", &one, State::Cancelled, reason)?;
        let now = move_to(conn, &acting, &seen, State::Cancelled, reason, (None, None))?;
        letters::tell(conn, &acting, cause, &now, News::ActivityCancelled { sessions: &theirs, reason })?;
    }
    Ok(true)
}

/// Who is to be told of a session: registered for it, or coming to its course; who waits for a course too, where it
/// has no other date to come.
fn concerns(one: &Registration, id: SessionId, no_other: bool) -> bool {
    match one.session_id {
        Some(session) => session == id && !one.state.is_over(),
        None => one.state.is_seated() || (no_other && !one.state.is_over()),
    }
}

/// Dates of an activity that are still to come, but for one.
fn others_to_come(
    conn: &mut Conn,
    acting: &Acting,
    activity: ActivityId,
    but: Option<SessionId>,
) -> Result<Vec<Scheduled>> {
    let now = wall(acting);
    let mut all = planned::store::sessions_of(conn, activity)?;
    all.retain(|one| one.session.cancelled_at.is_none() && one.session.starts_at > now);
    all.retain(|one| Some(one.session.id) != but);
    Ok(all)
}

fn covers(seen: &Enrolled, id: SessionId) -> bool {
    seen.sessions.iter().any(|one| one.session.id == id)
}
