//! Whoever registered is reminded the day before.
//!
//! | | |
//! |---|---|
//! | from | *confirmed* |
//! | locks | the activity |
//! | checks | the session takes place tomorrow, or today and has not begun; not reminded of it before; nothing was written to them since it fell due; they did not say no |
//! | rows | that they were reminded, history |
//! | letters | reminder; a call where there is no e-mail |

use chrono::{Days, NaiveTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::acting::{Acting, record};
use super::letters::{self, News};
use super::{RegistrationId, RegistrationState as State, store};
use crate::base::db::schema::{activity, registration, registration_reminder as reminder, session};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::activities::{ActivityState, SessionId};
use crate::domain::centres::Centre;

/// From this hour of the day before.
const HOUR: u32 = 10;

/// Whom to remind of which session now.
pub fn due(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<(RegistrationId, SessionId)>> {
    let wall = centre.zone.wall(now);
    let horizon = wall.date() + Days::new(2);
    let told = reminder::table
        .filter(reminder::registration_id.eq(registration::id).and(reminder::session_id.eq(session::id)));
    let rows: Vec<(RegistrationId, SessionId, Wall, Instant)> = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .inner_join(registration::table.on(registration::activity_id.eq(session::activity_id)))
            .filter(session::centre_id.eq(centre.id).and(session::cancelled_at.is_null()))
            .filter(session::starts_at.gt(wall))
            .filter(session::starts_at.lt(Wall::new(horizon.and_time(NaiveTime::MIN))))
            .filter(activity::state.eq(ActivityState::Published))
            .filter(
                registration::session_id.is_null().or(registration::session_id.eq(session::id.nullable()))
            )
            .filter(registration::state.eq(State::Confirmed).and(registration::reminded))
            .filter(registration::email.is_not_null().or(registration::phone.is_not_null()))
            .filter(not(exists(told)))
            .order((session::starts_at, registration::id))
            .select((registration::id, session::id, session::starts_at, registration::changed_at))
            .load(conn)
    )?;
    let is_due = |starts: Wall, changed: Instant| {
        let from = starts.date().pred_opt().and_then(|day| day.and_hms_opt(HOUR, 0, 0)).map(Wall::new);
        from.is_some_and(|from| from <= wall && centre.zone.wall(changed) < from)
    };
    Ok(rows
        .into_iter()
        .filter(|(_, _, starts, changed)| is_due(*starts, *changed))
        .map(|(id, session, ..)| (id, session))
        .collect())
}

/// Reminds one; false when there is no reason any more.
pub fn remind(
    conn: &mut Conn,
    centre: &Centre,
    (id, of): (RegistrationId, SessionId),
    now: Instant,
) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let activity = store::find(conn, id)?.activity_id;
    store::lock(conn, activity)?;
    if !due(conn, centre, now)?.contains(&(id, of)) {
        return Ok(false);
    }
    let seen = store::enrolled(conn, id)?;
    let cause = record(conn, &acting, "reminded", &seen.registration, seen.registration.state, None)?;
    let row = diesel::insert_into(reminder::table).values((
        reminder::registration_id.eq(id),
        reminder::session_id.eq(of),
        reminder::history_id.eq(cause.0),
    ));
    crate::query!(conn, row.execute(conn)).map_err(again)?;
    if let Some(session) = seen.sessions.iter().find(|one| one.session.id == of) {
        letters::tell(conn, &acting, cause, &seen, News::Reminder { session })?;
    }
    Ok(true)
}
