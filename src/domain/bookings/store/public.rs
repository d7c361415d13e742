//! What of a troupe's bookings everybody may see: when and where, of troupes that chose to be named, and neither
//! purpose nor size.

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{booking, room, troupe};
use crate::base::error::Result;
use crate::base::time::Wall;
use crate::domain::agreements::{Troupe, TroupeId};
use crate::domain::bookings::{Booked, Booking, State};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{Access, Room, RoomId};

/// Whose bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Troupe(TroupeId),
    /// Of all named troupes, in this room.
    Room(RoomId),
}

/// Bookings of named troupes in rooms that are not private, by start: approved ones, and those that were approved
/// and then cancelled or given up.
pub fn named(conn: &mut Conn, centre: CentreId, whose: Whose, from: Wall, to: Wall) -> Result<Vec<Booked>> {
    /// Of one troupe, or in one room.
    macro_rules! these {
        ($one:expr) => {
            joined!()
                .filter(booking::centre_id.eq(centre))
                .filter(booking::starts_at.ge(from).and(booking::starts_at.lt(to)))
                .filter(troupe::named.and(room::access.ne(Access::Private)))
                .filter($one)
                .filter(
                    // An invitation was sent: it was approved once.
                    booking::state.eq(State::Approved).or(booking::sequence
                        .gt(0)
                        .and(booking::state.eq_any([State::Cancelled, State::Displaced]))),
                )
                .order((booking::starts_at, booking::id))
        };
    }
    let rows: Vec<(Booking, Room, Troupe)> = match whose {
        Whose::Troupe(id) => crate::query!(conn, these!(booking::troupe_id.eq(id)).load(conn)),
        Whose::Room(id) => crate::query!(conn, these!(booking::room_id.eq(id)).load(conn)),
    }?;
    Ok(rows.into_iter().map(|(booking, room, troupe)| Booked { booking, room, troupe }).collect())
}
