//! A troupe leaves a request waiting for a slot that is taken.
//!
//! | | |
//! |---|---|
//! | from | nothing |
//! | to | *waiting*; what [`asking`](super::asking) makes of it where the slot is free |
//! | locks | those of asking |
//! | checks | those of asking but for what is in the way; more than 2 h to the start; the troupe has or wants nothing else there at that time |
//! | rows | booking, history |
//! | letters | in line, with the place, to the leaders |

use std::collections::HashMap;

use super::acting::{Acting, leaders};
use super::asking::{Ask, Asked, ask_as};
use super::rules::{Verdict, place_in_line};
use super::series::{Dated, Series};
use super::store::{self, NewBooking, facts_of_room};
use super::{Booked, Booking, BookingId, Slot, State, letters, offering};
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::domain::agreements;
use crate::domain::rooms;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waited {
    /// In line, at this place.
    InLine(Booking, usize),
    /// The slot is free: it was asked for; or it cannot be had at all.
    Asked(Asked),
    /// The troupe has or wants the slot already, by this one.
    Already(Booking),
    /// It begins so soon that it would not be offered any more.
    TooLate,
}

/// Joins the line for a slot. [`Error::Again`] as in asking.
pub fn wait(conn: &mut Conn, acting: Acting, wish: &Ask) -> Result<Waited> {
    wait_as(conn, acting, wish, None)
}

/// As [`wait`], also for a date of a series: see [`ask_as`].
pub(super) fn wait_as(
    conn: &mut Conn,
    acting: Acting,
    wish: &Ask,
    date_of: Option<&Series>,
) -> Result<Waited> {
    let asked = ask_as(conn, acting, wish, date_of)?;
    if !matches!(asked, Asked::Taken { .. }) {
        return Ok(Waited::Asked(asked));
    }
    let by = acting.by()?;
    let room = rooms::store::room(conn, acting.centre.id, wish.room)?;
    let room = if date_of.is_some() { room.however_far() } else { room };
    let troupe = agreements::store::troupe(conn, acting.centre.id, wish.troupe)?;
    let all = [State::Requested, State::Waiting, State::Offered, State::Approved];
    let own = store::wanting(conn, Slot::of(&room, wish.span), &all)?;
    if let Some(own) = own.into_iter().find(|one| one.troupe.id == troupe.id) {
        return Ok(Waited::Already(own.booking));
    }
    if offering::offer_until(&acting, wish.span).is_none() {
        return Ok(Waited::TooLate);
    }
    let mut facts = facts_of_room(conn, acting.centre, &room, troupe.id, wish.span, acting.now)?;
    facts.taken.clear();
    let exception = match facts.verdict(&room, wish.span, wish.size) {
        Verdict::Reviewed(gap) => gap,
        Verdict::Granted => None,
        Verdict::Refused(_) | Verdict::Taken(_) => return Ok(Waited::Asked(asked)),
    };
    let agreement = facts.agreement_on(wish.span.date()).map(|one| one.id);
    let new = NewBooking {
        state: State::Waiting,
        exception,
        ..NewBooking::of(&acting, by, wish, &room, agreement)
    };
    let booking = match store::insert(conn, new) {
        Err(error) if is_duplicate(&error) => return Err(Error::Again),
        booking => booking?,
    };
    let booked = Booked { booking, room, troupe };
    let place = place(conn, &acting, &booked.booking)?;
    let cause = acting.record(conn, "waited", &booked.booking, State::Waiting, None)?;
    let people = leaders(conn, booked.troupe.id)?;
    letters::in_line(conn, &acting, cause, &booked, &people, place)?;
    Ok(Waited::InLine(booked.booking, place))
}

/// The place in line, from 1, of those of some bookings that wait.
pub fn places<'a>(
    conn: &mut Conn,
    acting: &Acting,
    among: impl IntoIterator<Item = &'a Booking>,
) -> Result<HashMap<BookingId, usize>> {
    let waiting: Vec<&Booking> = among.into_iter().filter(|one| one.state == State::Waiting).collect();
    let days = || waiting.iter().map(|one| one.starts_at.date());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(HashMap::new()) };
    let catalogue = rooms::store::catalogue(conn, acting.centre.id, first, last)?;
    let line = store::waiting(conn, acting.centre.id, acting.centre.zone.wall(acting.now))?;
    Ok(waiting.into_iter().map(|one| (one.id, place_in_line(&catalogue, &line, one))).collect())
}

/// [`places`] of the dates of a series.
pub fn places_of_dates(
    conn: &mut Conn,
    acting: &Acting,
    dates: &[Dated],
) -> Result<HashMap<BookingId, usize>> {
    places(conn, acting, dates.iter().filter_map(|date| date.booked.as_ref()).map(|one| &one.booking))
}

/// A waiting request's place in line, from 1.
pub fn place(conn: &mut Conn, acting: &Acting, booking: &Booking) -> Result<usize> {
    let (zone, day) = (acting.centre.zone, booking.starts_at.date());
    let catalogue = rooms::store::catalogue(conn, acting.centre.id, day, day)?;
    let line = store::waiting(conn, acting.centre.id, zone.wall(acting.now))?;
    Ok(place_in_line(&catalogue, &line, booking))
}
