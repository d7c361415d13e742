//! A leader answers a letter that carries alternatives: takes one by its link, without signing in; or on their own
//! page, or staff take it for a leader who calls (代办).
//!
//! | | |
//! |---|---|
//! | from | *waiting*, and the alternative not taken; *refused* or *displaced*, and unanswered: what is held then is taken by [`exchanging`](super::exchanging) |
//! | to | *withdrawn*, or *refused* or *displaced* as it was; a new booking by [`asking`](super::asking) that says what it replaces |
//! | locks | the agreements of both days by id, then the spaces of both rooms by id |
//! | checks | those of asking |
//! | rows | as asking; the alternative remembers what it was taken as |
//! | letters | as asking; a cancellation is not sent: the letter about the new booking says what it replaces |

use super::acting::{Acting, leaders};
use super::alternatives::Alternative;
use super::asking::{Ask, Asked, ask};
use super::displacing::free_offer;
use super::{AlternativeId, Booked, Booking, Clash, Refusal, State, exchanging, offering, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::domain::rooms::{self, Room, RoomId};
use crate::domain::{agreements, occupancy};

/// An offered alternative with what it is offered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub hit: Booked,
    pub room: Room,
    pub span: Span,
    pub taken_as: Option<Booking>,
}

/// What came of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// The new booking, approved or requested.
    Done(Booking),
    /// The request is no longer open: answered before, withdrawn or decided.
    AlreadyOver(Option<Booking>),
    /// The slot has gone meanwhile; these are the next ones.
    Gone { clashes: Vec<Clash>, refusal: Option<Refusal>, alternatives: Vec<Alternative> },
}

/// An alternative as its link shows it.
pub fn offered(conn: &mut Conn, id: AlternativeId) -> Result<Offered> {
    let row = store::alternative(conn, id)?;
    let booking = store::find(conn, row.booking_id)?;
    let hit = store::booked(conn, booking.centre_id, row.booking_id)?;
    let room = rooms::store::room(conn, booking.centre_id, row.room_id)?;
    let span = Span::new(row.starts_at, row.ends_at).map_err(Error::fault)?;
    let taken_as = row.taken_as.map(|id| store::find(conn, id)).transpose()?;
    Ok(Offered { hit, room, span, taken_as })
}

/// Takes an alternative. Where a link is the permission, the act is that of whoever asked for the lost slot.
pub fn take(conn: &mut Conn, acting: Acting, id: AlternativeId) -> Result<Answered> {
    let row = store::alternative(conn, id)?;
    if row.disruption_id.is_some() {
        return exchanging::take(conn, acting, &row);
    }
    let span = Span::new(row.starts_at, row.ends_at).map_err(Error::fault)?;
    let request_key = format!("alternative-{id}");
    take_instead(conn, acting, row.booking_id, row.room_id, span, request_key, Some(id))
}

/// Takes a room and time instead of what a waiting request wants, or of what was refused or taken away: an
/// alternative, or one found since.
pub fn take_instead(
    conn: &mut Conn,
    acting: Acting,
    waiting: super::BookingId,
    room: RoomId,
    span: Span,
    request_key: String,
    alternative: Option<AlternativeId>,
) -> Result<Answered> {
    let seen = store::booked(conn, acting.centre.id, waiting)?;
    lock(conn, &seen.booking, room, span)?;
    let seen = store::booked(conn, acting.centre.id, waiting)?;
    if !seen.booking.state.may_be_replaced() {
        let taken_as = match alternative {
            Some(id) => offered(conn, id)?.taken_as,
            None => exchanging::answer_to(conn, waiting)?,
        };
        return Ok(Answered::AlreadyOver(taken_as));
    }
    if let Some(first) = exchanging::answer_to(conn, waiting)? {
        return Ok(Answered::AlreadyOver(Some(first)));
    }
    if store::declined(conn, waiting)? {
        return Ok(Answered::AlreadyOver(None));
    }
    let wish = Ask {
        troupe: seen.booking.troupe_id,
        room,
        span,
        purpose: seen.booking.purpose.clone(),
        size: seen.booking.size,
        request_key,
        on_behalf: seen.booking.on_behalf || !is_theirs(conn, &acting, &seen.booking)?,
        replaces: Some(waiting),
    };
    let new = match ask(conn, acting, &wish)? {
        Asked::Approved(new) | Asked::Received(new) => new,
        Asked::Repeated(new) => return Ok(Answered::AlreadyOver(Some(new))),
        Asked::Taken { clashes, alternatives } => {
            return Ok(Answered::Gone { clashes, refusal: None, alternatives });
        }
        Asked::Refused { refusal, alternatives } => {
            return Ok(Answered::Gone { clashes: Vec::new(), refusal: Some(refusal), alternatives });
        }
    };
    if seen.booking.state == State::Waiting {
        acting.record(conn, "answered", &seen.booking, State::Withdrawn, None)?;
        acting.move_to(conn, &seen, State::Withdrawn, None)?;
    } else {
        acting.record(conn, "answered", &seen.booking, seen.booking.state, None)?;
        acting.overtake_calls(conn, &seen.booking)?;
        let freed = free_offer(conn, &acting, waiting)?;
        offering::pass_on_alternatives(conn, acting, &freed)?;
    }
    if let Some(id) = alternative {
        store::mark_taken(conn, id, new.id)?;
    }
    Ok(Answered::Done(new))
}

/// True for whoever asked for the lost slot, and for the troupe's leaders; others answer on its behalf.
pub(super) fn is_theirs(conn: &mut Conn, acting: &Acting, lost: &Booking) -> Result<bool> {
    if acting.person == Some(lost.requested_by) {
        return Ok(true);
    }
    Ok(leaders(conn, lost.troupe_id)?.iter().any(|one| Some(one.id) == acting.person))
}

/// Takes the locks of both acts at once, in the order of the house: agreements by id, then spaces by id.
fn lock(conn: &mut Conn, waiting: &Booking, room: RoomId, span: Span) -> Result<()> {
    let new = agreements::store::valid_on(conn, waiting.troupe_id, span.date())?;
    let mut agreements: Vec<_> = waiting.agreement_id.into_iter().chain(new.map(|new| new.id)).collect();
    agreements.sort();
    agreements.dedup();
    for agreement in agreements {
        agreements::store::lock(conn, agreement)?;
    }
    occupancy::lock_rooms(conn, &[waiting.room_id, room]).map(drop)
}
