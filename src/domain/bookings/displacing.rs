//! The centre takes a booking away, wholly or from a moment on, and holds what it offers instead.
//!
//! Part of an act of [`crate::domain::disruptions`], which takes the locks, decides what is hit and tells people.
//!
//! | act | from | to | rows |
//! |---|---|---|---|
//! | displace | *approved* or *offered* | *displaced* | booking, occupancy freed, history |
//! | cut | *approved*, running | *approved*, ending then | booking, occupancy as long as that, history |
//! | offer | *displaced* | as it was | alternatives; a hold for each that is held |
//! | keep no longer | *requested*, held for staff | as it was | occupancy freed, history |
//! | take back an offer | *displaced* | as it was | holds freed, history |
//!
//! | | |
//! |---|---|
//! | locks | the caller's: the booking's agreement, all the centre's spaces by id |
//! | letters | the caller's: one to each leader, about all that one act hit |

use super::acting::Acting;
use super::sharing_out::Offer;
use super::store::{self, OfferedAlternative, insert_held};
use super::{AlternativeId, Booked, BookingId, State};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Span, Wall};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::rooms;

crate::text_enum! {
    /// Why the centre takes something away.
    pub enum Cause {
        /// It needs the room itself.
        OwnUse = "own_use",
        /// A room, or the whole centre, is closed for a while.
        Closure = "closure",
        /// Something broke, such as a fuse.
        Fault = "fault",
        /// The opening hours change.
        Hours = "hours",
        /// The troupe's agreement is suspended or ends early.
        Agreement = "agreement",
    }
}

impl Cause {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::OwnUse => lang.pick("中心要用", "The centre needs the room"),
            Self::Closure => lang.pick("停用、闭馆", "Closed"),
            Self::Fault => lang.pick("故障停用", "Out of order"),
            Self::Hours => lang.pick("开放时间变了", "Other opening hours"),
            Self::Agreement => lang.pick("协议暂停或终止", "Agreement suspended or ended"),
        }
    }
}

/// The act of the centre that does it, by its number and the words given for it.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    pub disruption: i64,
    pub reason: &'a str,
}

/// Takes a booking away.
pub(in crate::domain) fn displace(conn: &mut Conn, acting: &Acting, seen: &Booked, by: By) -> Result<Booked> {
    acting.record(conn, "displaced", &seen.booking, State::Displaced, Some(by.reason))?;
    let lost = acting.move_to(conn, seen, State::Displaced, Some(by.reason))?;
    store::set_disruption(conn, lost.booking.id, by.disruption)?;
    occupancy::free(conn, Taker::Booking(lost.booking.id))?;
    Ok(lost)
}

/// Ends a running booking at a moment.
pub(in crate::domain) fn cut(
    conn: &mut Conn,
    acting: &Acting,
    seen: &Booked,
    at: Wall,
    by: By,
) -> Result<Booked> {
    acting.record(conn, "cut", &seen.booking, seen.booking.state, Some(by.reason))?;
    let mut cut = acting.move_to(conn, seen, seen.booking.state, seen.booking.reason.as_deref())?;
    store::set_disruption(conn, cut.booking.id, by.disruption)?;
    store::set_end(conn, cut.booking.id, at)?;
    cut.booking.ends_at = at;
    let span = Span::new(cut.booking.starts_at, at).map_err(Error::fault)?;
    let taker = Taker::Booking(cut.booking.id);
    occupancy::free(conn, taker)?;
    let spaces = rooms::store::spaces(conn, cut.room.id)?;
    // What it kept free afterwards stays the centre's business.
    match occupancy::take(conn, &spaces, span, 0, taker, None, acting.now)? {
        Taking::Taken => Ok(cut),
        Taking::InTheWay(_) => Err(Error::fault("a slot was taken while its booking was made shorter")),
    }
}

/// Writes down what a booking that was taken away is offered, and holds it.
pub(in crate::domain) fn offer(
    conn: &mut Conn,
    acting: &Acting,
    lost: BookingId,
    offers: &[Offer],
    disruption: i64,
) -> Result<Vec<(AlternativeId, Offer)>> {
    let mut written = Vec::with_capacity(offers.len());
    for offer in offers {
        let id = insert_held(conn, lost, offer, disruption, acting.now)?;
        if let Some(until) = offer.until {
            let room = rooms::store::room(conn, acting.centre.id, offer.alternative.room)?;
            let spaces = rooms::store::spaces(conn, room.id)?;
            let (taker, span) = (Taker::Alternative(id), offer.alternative.span);
            let turnaround = room.turnaround_minutes;
            if let Taking::InTheWay(_) =
                occupancy::take(conn, &spaces, span, turnaround, taker, Some(until), acting.now)?
            {
                return Err(Error::fault("an alternative was taken between the plan and its hold"));
            }
        }
        written.push((id, offer.clone()));
    }
    Ok(written)
}

/// What was offered for a booking that was taken away cannot be had either; returns what was held.
pub(in crate::domain) fn take_back(
    conn: &mut Conn,
    acting: &Acting,
    lost: &Booked,
    by: By,
) -> Result<Vec<OfferedAlternative>> {
    acting.record(conn, "offer_gone", &lost.booking, lost.booking.state, Some(by.reason))?;
    free_offer(conn, acting, lost.booking.id)
}

/// Frees all that is held for a booking that was taken away, and returns it.
pub(super) fn free_offer(
    conn: &mut Conn,
    acting: &Acting,
    lost: BookingId,
) -> Result<Vec<OfferedAlternative>> {
    let held = store::held_for(conn, &[lost], acting.now)?;
    for one in &held {
        occupancy::free(conn, Taker::Alternative(one.id))?;
        store::end_hold(conn, one.id, acting.now)?;
    }
    Ok(held)
}

/// Keeps a slot no longer for a request that is before staff.
pub(in crate::domain) fn keep_no_longer(
    conn: &mut Conn,
    acting: &Acting,
    seen: &Booked,
    by: By,
) -> Result<Booked> {
    let mut seen = seen.clone();
    acting.record(conn, "hold_ended", &seen.booking, seen.booking.state, Some(by.reason))?;
    occupancy::free(conn, Taker::Booking(seen.booking.id))?;
    store::keep_until(conn, seen.booking.id, None)?;
    seen.booking.offered_until = None;
    Ok(seen)
}
