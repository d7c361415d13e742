//! A troupe asks for a room.
//!
//! | | |
//! |---|---|
//! | from | nothing |
//! | to | *approved* where the room is instant and the agreement covers it, *requested* otherwise |
//! | locks | the agreement valid on the day of the session, then the room's spaces by id |
//! | checks | the key was not used before, and the troupe waits for no answer about the very same; what is kept there past its end is passed on first ([`running_out`]); [`Facts::verdict`](super::Facts::verdict) |
//! | rows | booking; its occupancy if approved; history; rivals become *waiting* if approved |
//! | letters | received or approved to the leaders; new request to those who decide; conflict notices to rivals |

use super::acting::{Acting, deciders_of, leaders};
use super::alternatives::{Alternative, REACH_DAYS, Wish, alternatives_where};
use super::rules::{Refusal, Verdict};
use super::series::Series;
use super::series::recurrence::Holidays;
use super::store::{NewBooking, facts_of_centre, facts_of_spaces};
use super::{Booked, Booking, BookingId, Clash, Slot, State, letters, losing, running_out, series, store};
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::domain::agreements::{self, AgreementId, Gap, TroupeId};
use crate::domain::days;
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms::{self, Room, RoomId, SpaceId};
use chrono::Duration;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub troupe: TroupeId,
    pub room: RoomId,
    pub span: Span,
    pub purpose: String,
    pub size: i32,
    /// Chosen by the form or program; a second ask with the same key returns the first result.
    pub request_key: String,
    /// Staff ask for the troupe (代办).
    pub on_behalf: bool,
    pub replaces: Option<BookingId>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Approved(Booking),
    /// Staff will decide.
    Received(Booking),
    /// This very ask was made before, or the troupe waits for an answer about the very same already.
    Repeated(Booking),
    Taken {
        clashes: Vec<Clash>,
        alternatives: Vec<Alternative>,
    },
    Refused {
        refusal: Refusal,
        alternatives: Vec<Alternative>,
    },
}

/// Asks for a room. [`Error::Again`] when the same key was used at the same moment, or the room or agreement
/// was changed meanwhile: run it anew.
pub fn ask(conn: &mut Conn, acting: Acting, ask: &Ask) -> Result<Asked> {
    ask_as(conn, acting, ask, None)
}

/// As [`ask()`]; a date of a series may be as far ahead as its agreement holds, and what is offered instead lies under
/// that agreement and on no public holiday that the series leaves out.
pub(super) fn ask_as(conn: &mut Conn, acting: Acting, ask: &Ask, date_of: Option<&Series>) -> Result<Asked> {
    let by = acting.person.ok_or(Error::SignInFirst)?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, ask.troupe)?;
    if !troupe.active {
        return Err(Error::NotFound);
    }
    let locked = agreements::store::lock_valid_on(conn, ask.troupe, ask.span.date())?;
    let spaces = occupancy::lock_rooms(conn, &[ask.room])?;
    // Read under the locks: a manager may have changed the room while this waited.
    let room = rooms::store::room(conn, acting.centre.id, ask.room)?;
    let room = if date_of.is_some() { room.however_far() } else { room };
    if let Some(first) = store::by_request_key(conn, by, &ask.request_key)? {
        return Ok(Asked::Repeated(first));
    }
    let line = running_out::line(conn, acting, Slot::of(&room, ask.span))?;
    let facts = facts_of_spaces(conn, acting.centre, (&room, &spaces), ask.troupe, ask.span, acting.now)?;
    let agreement = facts.agreement_on(ask.span.date()).map(|one| one.id);
    if !locked.holds(agreement) {
        return Err(Error::Again);
    }
    let gap = match facts.verdict(&room, ask.span, ask.size) {
        Verdict::Refused(refusal) => {
            return Ok(Asked::Refused {
                refusal,
                alternatives: instead(conn, &acting, ask, &room, date_of)?,
            });
        }
        Verdict::Taken(in_the_way) => {
            // Whoever asks for a troupe at the desk reads names anyway.
            let clashes = match ask.on_behalf {
                true => store::clashes_for_staff(conn, &in_the_way)?,
                false => store::clashes(conn, &in_the_way)?,
            };
            return Ok(Asked::Taken { clashes, alternatives: instead(conn, &acting, ask, &room, date_of)? });
        }
        Verdict::Granted => None,
        Verdict::Reviewed(gap) => Some(gap),
    };
    // In an instant room its own booking would be in the way; here one troupe would stand twice in one line.
    if gap.is_some()
        && date_of.is_none()
        && let Some(first) = line.iter().find(|one| is_the_same(&one.booking, ask))
    {
        return Ok(Asked::Repeated(first.booking.clone()));
    }
    let state = if gap.is_some() { State::Requested } else { State::Approved };
    let new = NewBooking {
        state,
        exception: gap.flatten(),
        decided_at: (state == State::Approved).then_some(acting.now),
        ..NewBooking::of(&acting, by, ask, &room, agreement)
    };
    let booking = match store::insert(conn, new) {
        Err(error) if is_duplicate(&error) => return Err(Error::Again),
        booking => booking?,
    };
    let booked = Booked { booking, room, troupe };
    if let Some(old) = ask.replaces {
        series::store::inherit(conn, old, booked.booking.id)?;
    }
    if state == State::Approved {
        approved_at_once(conn, acting, &booked, &spaces)?;
        if line.iter().any(losing::loses) {
            losing::lose(conn, acting, std::slice::from_ref(&booked))?;
        }
        Ok(Asked::Approved(booked.booking))
    } else {
        received(conn, acting, &booked)?;
        Ok(Asked::Received(booked.booking))
    }
}

/// A troupe's own open request for the very same, but for the one that the new one takes the place of.
fn is_the_same(one: &Booking, ask: &Ask) -> bool {
    (one.troupe_id, one.room_id) == (ask.troupe, ask.room)
        && (one.starts_at, one.ends_at) == (ask.span.start(), ask.span.end())
        && Some(one.id) != ask.replaces
}

fn approved_at_once(conn: &mut Conn, acting: Acting, booked: &Booked, spaces: &[SpaceId]) -> Result<()> {
    let booking = &booked.booking;
    let taker = Taker::Booking(booking.id);
    match occupancy::take(conn, spaces, booking.span()?, booking.turnaround_minutes, taker, None, acting.now)?
    {
        Taking::Taken => {}
        Taking::InTheWay(_) => return Err(Error::fault("a slot was taken between the check and the insert")),
    }
    let cause = acting.record(conn, "asked", booking, State::Approved, None)?;
    let people = leaders(conn, booking.troupe_id)?;
    letters::approved(conn, &acting, cause, booked, &people, Urgency::GoodToHave)
}

fn received(conn: &mut Conn, acting: Acting, booked: &Booked) -> Result<()> {
    let cause = acting.record(conn, "asked", &booked.booking, State::Requested, None)?;
    let people = leaders(conn, booked.booking.troupe_id)?;
    letters::tell(conn, &acting, cause, booked, &people, letters::News::Received)?;
    let deciders = deciders_of(conn, &acting, booked.room.id)?;
    letters::new_request(conn, &acting, cause, booked, &deciders)
}

fn instead(
    conn: &mut Conn,
    acting: &Acting,
    ask: &Ask,
    room: &Room,
    date_of: Option<&Series>,
) -> Result<Vec<Alternative>> {
    let today = acting.centre.zone.today(acting.now);
    let (day, reach) = (ask.span.date(), Duration::days(REACH_DAYS));
    let too_far = day > today + reach + Duration::days(room.ahead_days.into());
    if day < today - reach || too_far {
        return Ok(Vec::new());
    }
    let (from, to) = ((day - reach).max(today), (day + reach).max(today));
    let mut facts = facts_of_centre(conn, acting.centre, Some(ask.troupe), from, to, acting.now)?;
    let mut left_out = None;
    if let Some(series) = date_of {
        facts.catalogue = facts.catalogue.however_far();
        if series.holidays == Holidays::Skip {
            left_out = Some(days::store::facts(conn, acting.centre.id, from, to)?);
        }
    }
    let may = |_: &Room, span: Span| {
        let works = left_out.as_ref().is_none_or(|days| days.holiday(span.date()).is_none());
        let holds = |series: &Series| {
            facts.agreement_on(span.date()).is_some_and(|held| held.id == series.agreement_id)
        };
        works && date_of.is_none_or(holds)
    };
    Ok(alternatives_where(&facts, Wish { room, span: ask.span, size: ask.size }, &may))
}

/// Why approving a request takes a reason, if it does: what it is to be excepted from, or that the agreement it
/// was asked under no longer holds on its day. `holds` is the one that does.
pub fn reason_for(booking: &Booking, holds: Option<AgreementId>) -> Option<Gap> {
    let lost = booking.agreement_id.is_some() && booking.agreement_id != holds;
    exception_of(booking).or(lost.then_some(Gap::NoAgreement))
}

/// What a request that needs staff is asked to be excepted from, if anything.
pub fn exception_of(booking: &Booking) -> Option<Gap> {
    booking.exception.filter(|gap| gap.is_exception())
}
