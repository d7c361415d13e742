//! Activities and sessions in the database.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::dsl::{exists, min};
use diesel::prelude::*;

use super::{
    Activity, ActivityId, ActivityState, Announced, Meeting, Scheduled, Session, SessionId, Title,
    Whereabouts,
};
use crate::base::db::schema::{activity, history, room, session};
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::base::time::{Span, Wall};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{Access, Room, RoomId};

/// Published, or published and then cancelled: nobody is to come in vain.
macro_rules! ever_told {
    () => {
        activity::state.eq(ActivityState::Published).or(activity::state.eq(ActivityState::Cancelled).and(
            exists(
                history::table
                    .filter(history::subject.eq("activity").and(history::act.eq("published")))
                    .filter(history::subject_id.eq(activity::id)),
            ),
        ))
    };
}
pub(super) use ever_told;

/// What residents are told of between two times, by start: the sessions of published activities, cancelled ones
/// among them so that nobody comes in vain. Without a centre: of all of them.
pub fn announced(conn: &mut Conn, centre: Option<CentreId>, from: Wall, to: Wall) -> Result<Vec<Announced>> {
    /// The query, for all centres; for one it says which. An activity and a room come many times, so they are read
    /// by themselves.
    macro_rules! told {
        ($($of:expr)?) => {
            session::table
                .inner_join(activity::table)
                .left_join(room::table)
                .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
                .filter(ever_told!())
                .filter(room::id.is_null().or(room::access.ne(Access::Private)))
                $(.filter(session::centre_id.eq($of)))?
                .order((session::starts_at, session::id))
                .select((Meeting::as_select(), session::activity_id))
        };
    }
    let rows: Vec<(Meeting, ActivityId)> = match centre {
        Some(centre) => crate::query!(conn, told!(centre).load(conn)),
        None => crate::query!(conn, told!().load(conn)),
    }?;
    let activities: BTreeSet<i64> = rows.iter().map(|(_, activity)| activity.0).collect();
    let rooms: BTreeSet<i64> = rows.iter().filter_map(|(session, _)| Some(session.room_id?.0)).collect();
    let (titles, rooms) = (titles(conn, activities)?, whereabouts(conn, rooms)?);
    let told = rows.into_iter().filter_map(|(session, activity)| {
        let room = session.room_id.and_then(|room| rooms.get(&room).cloned());
        // No activity is ever deleted.
        Some(Announced { activity: titles.get(&activity)?.clone(), room, session })
    });
    Ok(told.collect())
}

fn titles(conn: &mut Conn, ids: BTreeSet<i64>) -> Result<HashMap<ActivityId, Arc<Title>>> {
    let rows = crate::query!(
        conn,
        activity::table.filter(among(activity::id, ids)).select(Title::as_select()).load::<Title>(conn)
    )?;
    Ok(rows.into_iter().map(|one| (one.id, Arc::new(one))).collect())
}

fn whereabouts(conn: &mut Conn, ids: BTreeSet<i64>) -> Result<HashMap<RoomId, Arc<Whereabouts>>> {
    let rows = crate::query!(
        conn,
        room::table
            .filter(among(room::id, ids))
            .select((room::id, Whereabouts::as_select()))
            .load::<(RoomId, Whereabouts)>(conn)
    )?;
    Ok(rows.into_iter().map(|(id, one)| (id, Arc::new(one))).collect())
}

/// The sessions of one activity by start, cancelled ones among them.
pub fn sessions_of(conn: &mut Conn, id: ActivityId) -> Result<Vec<Scheduled>> {
    let rows = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::activity_id.eq(id))
            .order((session::starts_at, session::id))
            .select((Session::as_select(), Activity::as_select(), Option::<Room>::as_select()))
            .load::<(Session, Activity, Option<Room>)>(conn)
    )?;
    Ok(rows.into_iter().map(to_scheduled).collect())
}

/// One session of a centre.
pub fn session(conn: &mut Conn, centre: CentreId, id: SessionId) -> Result<Scheduled> {
    let row = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::id.eq(id).and(session::centre_id.eq(centre)))
            .select((Session::as_select(), Activity::as_select(), Option::<Room>::as_select()))
            .first::<(Session, Activity, Option<Room>)>(conn)
    )?;
    Ok(to_scheduled(row))
}

/// One activity of a centre.
pub fn activity(conn: &mut Conn, centre: CentreId, id: ActivityId) -> Result<Activity> {
    Ok(crate::query!(
        conn,
        activity::table
            .filter(activity::centre_id.eq(centre).and(activity::id.eq(id)))
            .select(Activity::as_select())
            .first(conn)
    )?)
}

/// The centre of an activity.
pub fn centre_of(conn: &mut Conn, id: ActivityId) -> Result<CentreId> {
    Ok(crate::query!(
        conn,
        activity::table.filter(activity::id.eq(id)).select(activity::centre_id).first(conn)
    )?)
}

/// The centre of a session.
pub fn centre_of_session(conn: &mut Conn, id: SessionId) -> Result<CentreId> {
    Ok(crate::query!(conn, session::table.filter(session::id.eq(id)).select(session::centre_id).first(conn))?)
}

/// The times of an activity's sessions that stand and have not begun.
pub fn spans_to_come(conn: &mut Conn, id: ActivityId, now: Wall) -> Result<Vec<Span>> {
    let rows: Vec<(Wall, Wall)> = crate::query!(
        conn,
        session::table
            .filter(session::activity_id.eq(id).and(session::cancelled_at.is_null()))
            .filter(session::starts_at.gt(now))
            .order(session::starts_at)
            .select((session::starts_at, session::ends_at))
            .load(conn)
    )?;
    Ok(rows.into_iter().filter_map(|(from, to)| Span::new(from, to).ok()).collect())
}

/// When the first session of each of some activities begins that takes place.
pub fn first_starts(conn: &mut Conn, of: &[ActivityId]) -> Result<HashMap<ActivityId, Wall>> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(ActivityId, Option<Wall>)> = crate::query!(
        conn,
        session::table
            .filter(
                among(session::activity_id, of.iter().map(|id| id.0)).and(session::cancelled_at.is_null())
            )
            .group_by(session::activity_id)
            .select((session::activity_id, min(session::starts_at)))
            .load(conn)
    )?;
    Ok(rows.into_iter().filter_map(|(id, starts)| Some((id, starts?))).collect())
}

/// The days on which an activity takes or took place, in order; cancelled sessions are none.
pub fn days_of(conn: &mut Conn, id: ActivityId) -> Result<Vec<NaiveDate>> {
    let starts: Vec<Wall> = crate::query!(
        conn,
        session::table
            .filter(session::activity_id.eq(id).and(session::cancelled_at.is_null()))
            .order(session::starts_at)
            .select(session::starts_at)
            .load(conn)
    )?;
    Ok(starts.into_iter().map(|at| at.date()).collect())
}

/// The activities of a centre, the newest first, drafts and cancelled ones among them, before an id.
pub fn of_centre(
    conn: &mut Conn,
    centre: CentreId,
    states: &[ActivityState],
    before: Option<ActivityId>,
    limit: i64,
) -> Result<Vec<Activity>> {
    let before = before.unwrap_or(ActivityId(i64::MAX));
    Ok(crate::query!(
        conn,
        activity::table
            .filter(activity::centre_id.eq(centre).and(activity::id.lt(before)))
            .filter(activity::state.eq_any(states))
            .order(activity::id.desc())
            .limit(limit)
            .select(Activity::as_select())
            .load(conn)
    )?)
}

/// The staff's list: activities with their sessions that end after a time, drafts among them; by start.
pub fn coming(conn: &mut Conn, centre: CentreId, after: Wall, limit: i64) -> Result<Vec<Scheduled>> {
    let rows = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::centre_id.eq(centre).and(session::ends_at.gt(after)))
            .order((session::starts_at, session::id))
            .limit(limit)
            .select((Session::as_select(), Activity::as_select(), Option::<Room>::as_select()))
            .load::<(Session, Activity, Option<Room>)>(conn)
    )?;
    Ok(rows.into_iter().map(to_scheduled).collect())
}

/// A row to be.
#[derive(Insertable)]
#[diesel(table_name = session)]
pub(super) struct NewSession<'a> {
    pub centre_id: CentreId,
    pub activity_id: ActivityId,
    pub room_id: Option<RoomId>,
    pub place: &'a str,
    pub place_en: &'a str,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub turnaround_minutes: i32,
    pub changed_at: crate::base::time::Instant,
    pub sequence: i32,
}

pub(super) fn insert_session(conn: &mut Conn, new: NewSession) -> Result<SessionId> {
    Ok(crate::query!(
        conn,
        diesel::insert_into(session::table).values(new).returning(session::id).get_result(conn)
    )?)
}

fn to_scheduled((session, activity, room): (Session, Activity, Option<Room>)) -> Scheduled {
    Scheduled { session, activity, room }
}
