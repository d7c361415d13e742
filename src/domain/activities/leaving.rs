//! What left a calendar that is subscribed to, without being cancelled: the session went to another room, or its
//! activity to another kind or troupe. A program that does not find an event any more would keep it for ever or drop
//! it in silence; so the calendar it was in says for a while that it was cancelled there.
//!
//! Written by the acts that change it ([`scheduling`](super::scheduling), [`editing`](super::editing)), in their
//! transaction.

use chrono::Duration;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::feeds::{BACK_DAYS, Feed};
use super::store::ever_told;
use super::{Activity, ActivityState, Scheduled, Session, SessionId};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, history, room, session, session_left as left};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::centres::CentreId;
use crate::domain::people::Acting;
use crate::domain::rooms::{Access, Room};

#[derive(Insertable)]
#[diesel(table_name = left)]
struct New {
    centre_id: CentreId,
    session_id: SessionId,
    feed: String,
    starts_at: Wall,
    ends_at: Wall,
    left_at: Instant,
}

/// The calendars that tell of a session.
fn feeds_of(one: &Scheduled) -> Vec<Feed> {
    if one.room.as_ref().is_some_and(|room| room.access == Access::Private) {
        return Vec::new();
    }
    let mut feeds = vec![Feed::Centre, Feed::Kind(one.activity.kind)];
    feeds.extend(one.room.as_ref().map(|room| Feed::Room(room.id)));
    feeds.extend(one.activity.troupe_id.map(Feed::Troupe));
    feeds
}

/// Remembers which calendars a session is not in any more; false when it is in all that it was in. Nothing of a
/// draft, which no calendar tells of.
pub(super) fn note(conn: &mut Conn, acting: &Acting, before: &Scheduled, after: &Scheduled) -> Result<bool> {
    if !before.activity.is_published() {
        return Ok(false);
    }
    let stays = feeds_of(after);
    let left: Vec<Feed> = feeds_of(before).into_iter().filter(|feed| !stays.contains(feed)).collect();
    for feed in &left {
        let (id, feed) = (before.session.id, feed.word());
        let earlier = left::table.filter(left::session_id.eq(id).and(left::feed.eq(&feed)));
        crate::query!(conn, diesel::delete(earlier).execute(conn))?;
        let new = New {
            centre_id: acting.centre.id,
            session_id: id,
            feed,
            starts_at: before.session.starts_at,
            ends_at: before.session.ends_at,
            left_at: acting.now,
        };
        crate::query!(conn, diesel::insert_into(left::table).values(new).execute(conn))?;
    }
    Ok(!left.is_empty())
}

/// What left a calendar within [`BACK_DAYS`], cancelled at the time at which it stood there. Some of it may be back.
pub(super) fn of_feed(conn: &mut Conn, centre: CentreId, feed: Feed, now: Instant) -> Result<Vec<Scheduled>> {
    let since = now.plus(-Duration::days(BACK_DAYS));
    let rows = crate::query!(
        conn,
        left::table
            .inner_join(session::table)
            .inner_join(activity::table.on(activity::id.eq(session::activity_id)))
            .left_join(room::table.on(session::room_id.eq(room::id.nullable())))
            .filter(left::centre_id.eq(centre).and(left::feed.eq(feed.word())))
            .filter(left::left_at.gt(since))
            .filter(ever_told!())
            .order((left::starts_at, left::session_id))
            .select((
                (left::starts_at, left::ends_at, left::left_at),
                Session::as_select(),
                Activity::as_select(),
                Option::<Room>::as_select(),
            ))
            .load::<((Wall, Wall, Instant), Session, Activity, Option<Room>)>(conn)
    )?;
    let gone = rows.into_iter().map(|((starts_at, ends_at, left_at), mut session, activity, room)| {
        session.starts_at = starts_at;
        session.ends_at = ends_at;
        session.changed_at = left_at;
        session.cancelled_at = Some(left_at);
        Scheduled { session, activity, room }
    });
    Ok(gone.collect())
}
