//! What left the public calendar of a room without being cancelled: the booking went to another room, or its troupe
//! does not want to be named any more. A program that does not find an event any more would keep it for ever or drop
//! it in silence; so the calendar it was in says for a while that it was cancelled there.
//!
//! Written by the acts that change it ([`changing`](super::changing), [`series`](super::series),
//! [`naming`](super::naming)), in their transaction.

use chrono::Duration;
use diesel::prelude::*;

use super::store::Whose;
use super::{Booked, Booking, BookingId, State};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, booking_left as left, room, troupe};
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::agreements::Troupe;
use crate::domain::centres::CentreId;
use crate::domain::people::Acting;
use crate::domain::rooms::{Access, Room, RoomId};

/// Days that public calendars go back: programs that look in once a season still learn what was cancelled.
pub const BACK_DAYS: i64 = 90;
/// And ahead.
pub const AHEAD_DAYS: i64 = 180;

#[derive(Insertable)]
#[diesel(table_name = left)]
struct New {
    booking_id: BookingId,
    room_id: RoomId,
    starts_at: Wall,
    ends_at: Wall,
    left_at: Instant,
}

/// The room whose calendar tells of a booking.
fn told_in(one: &Booked) -> Option<RoomId> {
    let is_told =
        one.booking.state == State::Approved && one.troupe.named && one.room.access != Access::Private;
    is_told.then_some(one.room.id)
}

/// Remembers that a booking is not in its room's calendar any more; false when it is, or never was.
pub(super) fn note(conn: &mut Conn, acting: &Acting, before: &Booked, after: &Booked) -> Result<bool> {
    let Some(room) = told_in(before).filter(|room| told_in(after) != Some(*room)) else { return Ok(false) };
    let id = before.booking.id;
    let earlier = left::table.filter(left::booking_id.eq(id).and(left::room_id.eq(room)));
    crate::query!(conn, diesel::delete(earlier).execute(conn))?;
    let new = New {
        booking_id: id,
        room_id: room,
        starts_at: before.booking.starts_at,
        ends_at: before.booking.ends_at,
        left_at: acting.now,
    };
    crate::query!(conn, diesel::insert_into(left::table).values(new).execute(conn))?;
    Ok(true)
}

/// What left a calendar within [`BACK_DAYS`], cancelled in the room and at the time at which it stood there, the last
/// first. Some of it may be back.
pub fn of_feed(conn: &mut Conn, centre: CentreId, whose: Whose, now: Instant) -> Result<Vec<Booked>> {
    let since = now.plus(-Duration::days(BACK_DAYS));
    /// Of one troupe, or out of one room.
    macro_rules! these {
        ($one:expr) => {
            left::table
                .inner_join(booking::table.inner_join(troupe::table))
                .inner_join(room::table.on(left::room_id.eq(room::id)))
                .filter(booking::centre_id.eq(centre).and(left::left_at.gt(since)))
                .filter(room::access.ne(Access::Private))
                .filter($one)
                .order((left::left_at.desc(), left::id.desc()))
                .select((
                    (left::starts_at, left::ends_at, left::left_at),
                    Booking::as_select(),
                    Room::as_select(),
                    Troupe::as_select(),
                ))
        };
    }
    type Row = ((Wall, Wall, Instant), Booking, Room, Troupe);
    let rows: Vec<Row> = match whose {
        Whose::Troupe(id) => crate::query!(conn, these!(booking::troupe_id.eq(id)).load(conn)),
        Whose::Room(id) => crate::query!(conn, these!(left::room_id.eq(id)).load(conn)),
    }?;
    let gone = rows.into_iter().map(|((starts_at, ends_at, left_at), mut booking, room, troupe)| {
        booking.starts_at = starts_at;
        booking.ends_at = ends_at;
        booking.state = State::Cancelled;
        booking.decided_at = Some(left_at);
        Booked { booking, room, troupe }
    });
    Ok(gone.collect())
}
