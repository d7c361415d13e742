//! Staff cancel a session, or an activity with all its sessions to come. Whoever is registered is told by whoever
//! calls this: the history entry is the cause of those letters.
//!
//! | act | from → to | locks | checks | rows |
//! |---|---|---|---|---|
//! | cancel a session | planned → cancelled | the room's spaces by id | not cancelled before | session, occupancy freed, history |
//! | cancel an activity | draft or published → cancelled; its sessions to come → cancelled | the spaces of all their rooms by id | not cancelled before | activity, sessions, occupancies freed, history of each |

use diesel::prelude::*;

use super::{ActivityId, ActivityState, SessionId, store};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, session};
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::Acting;
use crate::domain::rooms::RoomId;

/// What an activity lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancelled {
    /// That the activity was cancelled.
    pub cause: HistoryId,
    /// The sessions that were still to come, by start.
    pub sessions: Vec<SessionId>,
}

/// Cancels one session; `None` when it was cancelled before.
pub fn cancel_session(
    conn: &mut Conn,
    acting: Acting,
    id: SessionId,
    reason: Option<&str>,
) -> Result<Option<HistoryId>> {
    let seen = store::session(conn, acting.centre.id, id)?;
    if let Some(room) = &seen.room {
        occupancy::lock_rooms(conn, &[room.id])?;
    }
    cancel_locked(conn, acting, id, reason)
}

/// Cancels an activity with all its sessions that have not begun; `None` when it was cancelled before.
pub fn cancel_activity(
    conn: &mut Conn,
    acting: Acting,
    id: ActivityId,
    reason: Option<&str>,
) -> Result<Option<Cancelled>> {
    store::activity(conn, acting.centre.id, id)?;
    let now = acting.centre.zone.wall(acting.now);
    let mut to_come = store::sessions_of(conn, id)?;
    to_come.retain(|one| one.session.cancelled_at.is_none() && one.session.starts_at > now);
    let mut rooms: Vec<RoomId> = to_come.iter().filter_map(|one| one.session.room_id).collect();
    rooms.sort();
    rooms.dedup();
    occupancy::lock_rooms(conn, &rooms)?;
    let standing =
        activity::table.filter(activity::id.eq(id).and(activity::state.ne(ActivityState::Cancelled)));
    let changed = crate::query!(
        conn,
        diesel::update(standing).set(activity::state.eq(ActivityState::Cancelled)).execute(conn)
    )?;
    if changed == 0 {
        return Ok(None);
    }
    let cause = acting.note(conn, "activity", id.0, "cancelled", reason)?;
    let mut sessions = Vec::with_capacity(to_come.len());
    for one in to_come {
        if cancel_locked(conn, acting, one.session.id, reason)?.is_some() {
            sessions.push(one.session.id);
        }
    }
    Ok(Some(Cancelled { cause, sessions }))
}

fn cancel_locked(
    conn: &mut Conn,
    acting: Acting,
    id: SessionId,
    reason: Option<&str>,
) -> Result<Option<HistoryId>> {
    let changed =
        diesel::update(session::table.filter(session::id.eq(id).and(session::cancelled_at.is_null())))
            .set((
                session::cancelled_at.eq(acting.now),
                session::changed_at.eq(acting.now),
                session::sequence.eq(session::sequence + 1),
            ))
            .execute(conn)?;
    if changed == 0 {
        return Ok(None);
    }
    occupancy::free(conn, Taker::Session(id))?;
    acting.note(conn, "session", id.0, "cancelled", reason).map(Some)
}
