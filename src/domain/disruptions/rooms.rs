//! A manager changes a room.
//!
//! | | |
//! |---|---|
//! | locks | the spaces it is and would be made of, by id |
//! | checks | while bookings or sessions are to come it stays made of the same spaces: what they hold is theirs |
//! | rows | room, its links, history |
//! | letters | none |

use super::{Change, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::occupancy;
use crate::domain::people::Acting;
use crate::domain::rooms::editing::{RoomDetails, rewrite_room};
use crate::domain::rooms::{self, RoomId};

/// Writes a room anew. [`Error::Again`] when somebody else changed what it is made of: run it anew.
pub fn change_room(conn: &mut Conn, acting: &Acting, id: RoomId, details: &RoomDetails) -> Result<Change> {
    rooms::store::room(conn, acting.centre.id, id)?;
    let mut wanted = details.spaces.clone();
    wanted.sort();
    wanted.dedup();
    let now_made_of = rooms::store::spaces(conn, id)?;
    let mut concerned = [now_made_of.clone(), wanted.clone()].concat();
    concerned.sort();
    concerned.dedup();
    occupancy::lock(conn, &concerned)?;
    if rooms::store::spaces(conn, id)? != now_made_of {
        return Err(Error::Again);
    }
    if details.own_space || now_made_of != wanted {
        let coming = store::coming(conn, &[id], acting.centre.zone.wall(acting.now))?;
        if !coming.is_empty() {
            return Ok(Change::Hits(coming));
        }
    }
    rewrite_room(conn, acting, id, details)?;
    Ok(Change::Done)
}
