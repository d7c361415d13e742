//! Nobody answered what the centre kept in place of what it took away: its leaders are told that it is kept no longer.
//!
//! The clock decides when something is kept no longer, and [`offering`](super::offering) passes it on; this only
//! tells of it, once nothing at all is kept for a troupe by the act that hit it.
//!
//! | | |
//! |---|---|
//! | from, to | *displaced*, as it was |
//! | locks | the agreements of the lost bookings by id, then the spaces of their rooms by id |
//! | checks | nothing is kept for the troupe by that act any longer; not answered, not told before |
//! | rows | history of each lost booking |
//! | letters | one to each leader, about all that the act took away and nobody answered |

use chrono::Duration;

use super::acting::{Acting, leaders};
use super::{Booked, BookingId, State, letters, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::time::Instant;
use crate::domain::agreements::{self, TroupeId};
use crate::domain::centres::Centre;
use crate::domain::occupancy;

/// How long after the end of a hold it is still told of, by a program that was not running meanwhile.
const TOLD_WITHIN: Duration = Duration::days(3);

/// The acts of one centre for whose alternatives a troupe's time is over, by number; each with the troupe.
pub fn due(conn: &mut Conn, centre: &Centre, now: Instant) -> Result<Vec<(i64, TroupeId)>> {
    let mut due = store::kept_until_lately(conn, centre.id, now.plus(-TOLD_WITHIN), now)?;
    due.sort();
    due.dedup();
    let mut silent = Vec::with_capacity(due.len());
    for one in due {
        if !unanswered(conn, centre, one, now)?.is_empty() {
            silent.push(one);
        }
    }
    Ok(silent)
}

/// Tells the leaders of one troupe about one act; false when there is nothing to tell by now.
pub fn tell(conn: &mut Conn, centre: &Centre, of: (i64, TroupeId), now: Instant) -> Result<bool> {
    let acting = Acting { centre, person: None, now };
    let seen = unanswered(conn, centre, of, now)?;
    let mut agreements: Vec<_> = seen.iter().filter_map(|one| one.booking.agreement_id).collect();
    agreements.sort();
    agreements.dedup();
    for agreement in agreements {
        agreements::store::lock(conn, agreement)?;
    }
    let rooms: Vec<_> = seen.iter().map(|one| one.room.id).collect();
    occupancy::lock_rooms(conn, &rooms)?;
    let lost = unanswered(conn, centre, of, now)?;
    let mut cause: Option<HistoryId> = None;
    for one in &lost {
        let noted = acting.record(conn, "unanswered", &one.booking, State::Displaced, None)?;
        cause.get_or_insert(noted);
    }
    let Some(cause) = cause else { return Ok(false) };
    for leader in leaders(conn, of.1)? {
        letters::unanswered(conn, &acting, cause, &leader, &lost)?;
    }
    Ok(true)
}

/// What an act took from a troupe and nobody answered, by start; nothing while anything is kept for it.
fn unanswered(
    conn: &mut Conn,
    centre: &Centre,
    (disruption, troupe): (i64, TroupeId),
    now: Instant,
) -> Result<Vec<Booked>> {
    let kept = store::kept_by(conn, disruption, troupe)?;
    if kept.iter().any(|one| one.taken_as.is_none() && one.held_until > Some(now)) {
        return Ok(Vec::new());
    }
    let ids: Vec<BookingId> = kept.iter().map(|one| one.booking_id).collect();
    let answered = store::replacements(conn, &ids)?;
    let mut lost = store::booked_among(conn, centre.id, &ids)?;
    lost.retain(|one| one.booking.state == State::Displaced);
    lost.retain(|one| !answered.iter().any(|new| new.replaces == Some(one.booking.id)));
    let known = store::last_known(conn, &ids)?;
    lost.retain(|one| {
        let id = one.booking.id;
        let ended = kept.iter().filter(|kept| kept.booking_id == id).filter_map(|kept| kept.held_until).max();
        ended.is_some() && known.get(&id).copied() < ended
    });
    Ok(lost)
}
