//! A change is granted: at once, or by staff.
//!
//! | | |
//! |---|---|
//! | from | *approved*, the locks of both the old and the new held, the new found free |
//! | to | *approved*, elsewhere, at another time or of another size |
//! | rows | change request; booking; its occupancy swapped; the calendar it left; history; rivals for the new slot become *waiting*; the next in line has the old one |
//! | letters | changed to the leaders, with a calendar file of the same UID and the next SEQUENCE; conflict notices to rivals |

use diesel::prelude::*;

use super::{ChangeRequest, ChangeState, store};
use crate::base::db::Conn;
use crate::base::db::schema::booking;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::domain::agreements;
use crate::domain::bookings::acting::leaders;
use crate::domain::bookings::{self, Acting, Booked, Slot, State, leaving, letters, losing, offering};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms::{self, Room};

/// A booking that was changed, before anybody is told.
pub(in crate::domain::bookings) struct Swapped {
    pub before: Booked,
    pub now: Booked,
    pub asked: ChangeRequest,
    pub cause: HistoryId,
}

pub(super) fn grant(
    conn: &mut Conn,
    acting: Acting,
    seen: &Booked,
    room: &Room,
    asked: &ChangeRequest,
    reason: Option<&str>,
) -> Result<Booked> {
    let swapped = swap(conn, acting, seen, room, asked, reason)?;
    tell(conn, acting, &swapped)?;
    settle(conn, acting, std::slice::from_ref(&swapped))?;
    Ok(swapped.now)
}

/// The booking becomes what was wished.
pub(super) fn swap(
    conn: &mut Conn,
    acting: Acting,
    seen: &Booked,
    room: &Room,
    asked: &ChangeRequest,
    reason: Option<&str>,
) -> Result<Swapped> {
    let (old, span) = (&seen.booking, asked.span()?);
    let taker = Taker::Booking(old.id);
    let spaces = rooms::store::spaces(conn, room.id)?;
    occupancy::free(conn, taker)?;
    match occupancy::take(conn, &spaces, span, room.turnaround_minutes, taker, None, acting.now)? {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("a slot was taken between the check and the swap")),
    }
    store::settle(conn, &acting, asked, ChangeState::Granted, reason)?;
    let cause = acting.record(conn, "changed", old, State::Approved, reason)?;
    let agreement = agreements::store::valid_on(conn, old.troupe_id, span.date())?.map(|one| one.id);
    let moved = diesel::update(
        booking::table.filter(booking::id.eq(old.id)).filter(booking::version.eq(old.version)),
    )
    .set((
        (booking::room_id.eq(room.id), booking::agreement_id.eq(agreement)),
        (booking::starts_at.eq(span.start()), booking::ends_at.eq(span.end())),
        booking::turnaround_minutes.eq(room.turnaround_minutes),
        (booking::size.eq(asked.size), booking::exception.eq(asked.exception)),
        (booking::decided_by.eq(acting.person), booking::decided_at.eq(acting.now)),
        (booking::reason.eq(reason), booking::version.eq(old.version + 1)),
    ))
    .execute(conn)?;
    if moved != 1 {
        return Err(Error::Again);
    }
    let now = bookings::store::booked(conn, acting.centre.id, old.id)?;
    leaving::note(conn, &acting, seen, &now)?;
    Ok(Swapped { before: seen.clone(), now, asked: asked.clone(), cause })
}

fn tell(conn: &mut Conn, acting: Acting, one: &Swapped) -> Result<()> {
    let people = leaders(conn, one.before.booking.troupe_id)?;
    // Whoever wished it and has it at once knows already.
    let urgency = match acting.person == Some(one.asked.requested_by) && !one.asked.on_behalf {
        true => Urgency::GoodToHave,
        false => Urgency::MustKnow,
    };
    letters::changed(conn, &acting, one.cause, &one.now, &one.before, &people, urgency)
}

/// Rivals for the new slots lose; the next in line have the old ones.
pub(in crate::domain::bookings) fn settle(conn: &mut Conn, acting: Acting, all: &[Swapped]) -> Result<()> {
    let now: Vec<Booked> = all.iter().map(|one| one.now.clone()).collect();
    losing::lose(conn, acting, &now)?;
    let old: Vec<Slot> = all.iter().map(|one| one.before.booking.slot()).collect::<Result<_>>()?;
    offering::pass_on(conn, acting, &old)
}
