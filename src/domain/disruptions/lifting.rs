//! The centre lifts a closure: the room opens again before it was to.
//!
//! | | |
//! |---|---|
//! | from | a closure that stands, not over |
//! | to | lifted |
//! | locks | the spaces of the room, or all the centre's, by id |
//! | checks | not lifted before, not over |
//! | rows | closure, history; what was taken away stays away: its troupe has been offered something else |
//! | letters | those of passing freed slots on to who waits for them |

use super::store::{self, Closure};
use super::{ClosureId, DisruptionId};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::bookings::{self, Booking, Slot};
use crate::domain::occupancy;
use crate::domain::people::Acting;
use crate::domain::rooms::{self, RoomId};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifted {
    Done(DisruptionId),
    /// It was lifted before, or is over.
    Over(Closure),
}

/// Lifts a closure.
pub fn lift(conn: &mut Conn, acting: &Acting, id: ClosureId) -> Result<Lifted> {
    let by = acting.by()?;
    let seen = store::closure(conn, acting.centre.id, id)?;
    let concerned = match seen.room {
        Some(room) => {
            let pairs = rooms::store::sharing_a_space(conn, &[room])?;
            pairs.into_iter().map(|(_, other)| other).collect()
        }
        None => rooms::store::ids(conn, acting.centre.id)?,
    };
    occupancy::lock_rooms(conn, &concerned)?;
    let over = seen.ends_at <= acting.centre.zone.wall(acting.now);
    if over || !store::set_lifted(conn, id, by, acting.now)? {
        return Ok(Lifted::Over(store::closure(conn, acting.centre.id, id)?));
    }
    acting.note(conn, "closure", id.0, "lifted", None)?;
    pass_on(conn, acting, &seen, &concerned)?;
    Ok(Lifted::Done(seen.disruption))
}

/// Who waits for a time that is open again has their turn.
fn pass_on(conn: &mut Conn, acting: &Acting, closure: &Closure, concerned: &[RoomId]) -> Result<()> {
    let now = acting.centre.zone.wall(acting.now);
    let mut wanted = bookings::store::waiting(conn, acting.centre.id, closure.starts_at.max(now))?;
    wanted.retain(|one| {
        let inside = one.starts_at < closure.ends_at && closure.starts_at < one.ends_at;
        inside && concerned.contains(&one.room_id)
    });
    let opened: Vec<Slot> = wanted.iter().map(Booking::slot).collect::<Result<_>>()?;
    bookings::offering::pass_on(conn, *acting, &opened)
}
