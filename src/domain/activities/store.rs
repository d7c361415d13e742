//! Activities and sessions in the database.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Activity, ActivityId, ActivityState, Announced, Meeting, Scheduled, Session, SessionId, Title, Whereabouts};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, history, room, session};
use crate::base::error::Result;
use crate::base::time::Wall;
use crate::domain::centres::CentreId;
use crate::domain::rooms::{Access, Room, RoomId};

/// What residents may see between two times, by start: published and not cancelled.
pub fn on(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall) -> Result<Vec<Scheduled>> {
    let rows = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::centre_id.eq(centre))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .filter(activity::state.eq(ActivityState::Published).and(session::cancelled_at.is_null()))
            .order((session::starts_at, session::id))
            .select((Session::as_select(), Activity::as_select(), Option::<Room>::as_select()))
            .load::<(Session, Activity, Option<Room>)>(conn)
    )?;
    Ok(rows.into_iter().map(to_scheduled).filter(Scheduled::is_told).collect())
}

/// Published, or published and then cancelled: nobody is to come in vain.
macro_rules! ever_told {
    () => {
        activity::state.eq(ActivityState::Published).or(activity::state.eq(ActivityState::Cancelled).and(exists(
            history::table
                .filter(history::subject.eq("activity").and(history::act.eq("published")))
                .filter(history::subject_id.eq(activity::id)),
        )))
    };
}
pub(super) use ever_told;

/// What residents are told of between two times, by start: the sessions of published activities, cancelled ones
/// among them so that nobody comes in vain. Without a centre: of all of them.
pub fn announced(conn: &mut Conn, centre: Option<CentreId>, from: Wall, to: Wall) -> Result<Vec<Announced>> {
    /// The query, for all centres; for one it says which.
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
                .select((Meeting::as_select(), Title::as_select(), Option::<Whereabouts>::as_select()))
        };
    }
    let rows: Vec<(Meeting, Title, Option<Whereabouts>)> = match centre {
        Some(centre) => crate::query!(conn, told!(centre).load(conn)),
        None => crate::query!(conn, told!().load(conn)),
    }?;
    Ok(rows.into_iter().map(|(session, activity, room)| Announced { session, activity, room }).collect())
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
