//! A change of a series that is sent again: what it did, as far as it is still to come.

use super::moves::{Becomes, Changing, Move};
use super::{Scope, Series, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::bookings::Acting;
use crate::domain::people::PersonId;
use crate::domain::rooms;

/// The series that an act with this key changed before, and what became of its dates that are to come: those where
/// it put them have moved, those still to be decided are asked for, the others stayed.
pub(super) fn done_before(
    conn: &mut Conn,
    acting: &Acting,
    by: PersonId,
    scope: Scope,
    key: &str,
) -> Result<Option<(Series, Changing)>> {
    let Some(wish) = store::wishes::by_request_key(conn, by, key)? else { return Ok(None) };
    let series = store::series(conn, acting.centre.id, wish.series_id)?;
    let room = rooms::store::room(conn, acting.centre.id, wish.room_id)?;
    let open = store::wishes::open(conn, wish.id)?;
    let now = acting.centre.zone.wall(acting.now);
    let mut done = Changing { room, moves: Vec::new(), untouched: 0 };
    for date in store::dates(conn, series.id)? {
        if !scope.contains(date.original) || date.begins(&series) <= now {
            continue;
        }
        let Some(booked) = date.booked.clone().filter(|_| date.is_to_come(now)) else {
            done.untouched += 1;
            continue;
        };
        let span = booked.booking.span()?;
        let (span, becomes) = match open.iter().find(|one| one.booking_id == booked.booking.id) {
            Some(asked) => (asked.span()?, Becomes::Asked(asked.exception)),
            None if wish.is_met_by(booked.booking.room_id, span) => {
                (span, Becomes::Moved(booked.booking.state, booked.booking.exception))
            }
            None => {
                done.untouched += 1;
                continue;
            }
        };
        done.moves.push(Move { original: date.original, booked, span, becomes, in_the_way: Vec::new() });
    }
    Ok(Some((series, done)))
}
