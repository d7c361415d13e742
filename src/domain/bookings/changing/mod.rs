//! A troupe asks to change an approved booking's room, time or size, or staff do it for the troupe (代办).
//!
//! The booking stays what it is until the wish is granted; the wish is checked as if the booking were not there,
//! in what is taken and in what is used of the allowance.
//!
//! | | |
//! |---|---|
//! | from | *approved*, not begun, no other change asked for |
//! | to | granted at once where the room is instant and the agreement covers it, to be decided otherwise |
//! | locks | the agreements of both days by id, then the spaces of both rooms by id |
//! | checks | the key was not used before; what is kept past its end is passed on; [`Facts::verdict`] without the booking itself |
//! | rows | change request, history; what granting does ([`granting`]) |
//! | letters | granted; or change received to the leaders, change asked to those who decide |

pub mod deciding;
pub(super) mod granting;
pub mod store;

use chrono::Duration;
use diesel::prelude::*;

use super::acting::{deciders_of, leaders};
use super::alternatives::{Alternative, REACH_DAYS, Wish, alternatives};
use super::rules::{Facts, Refusal, Use, Verdict};
use super::series::SeriesChangeId;
use super::store::{facts_of_centre, facts_of_room};
use super::{Acting, Booked, Booking, BookingId, Clash, Decided, Slot, State, letters, running_out};
use crate::base::db::schema::change_request;
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Span, Wall};
use crate::domain::agreements::{AgreementId, Gap};
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::PersonId;
use crate::domain::rooms::{self, Room, RoomId};
use crate::domain::{agreements, bookings};

crate::id! {
    /// A wish to change a booking.
    ChangeId;
}

crate::text_enum! {
    /// Where a change request stands.
    pub enum ChangeState {
        /// 待审核
        Requested = "requested",
        /// 已同意: the booking is what was wished.
        Granted = "granted",
        /// 没有同意
        Refused = "refused",
        /// 已撤回: by the troupe, or with the booking.
        Withdrawn = "withdrawn",
        /// 已过期: nobody decided before the old or the new start.
        Lapsed = "lapsed",
    }
}

/// One change request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = change_request)]
pub struct ChangeRequest {
    pub id: ChangeId,
    pub booking_id: BookingId,
    pub room_id: RoomId,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub size: i32,
    pub state: ChangeState,
    pub exception: Option<Gap>,
    pub requested_by: PersonId,
    pub on_behalf: bool,
    pub requested_at: Instant,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    /// The wish to change a series that it is part of.
    pub series_change_id: Option<SeriesChangeId>,
}

impl ChangeRequest {
    pub fn span(&self) -> Result<Span> {
        Span::new(self.starts_at, self.ends_at)
            .map_err(|error| Error::fault(format_args!("change request {}: {error}", self.id)))
    }
}

/// What became of a change request, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub state: ChangeState,
    pub by: Option<String>,
    pub at: Option<Instant>,
}

/// What a booking should become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub room: RoomId,
    pub span: Span,
    pub size: i32,
    /// Chosen by the form or program; a second ask with the same key returns the first result.
    pub request_key: String,
    /// Staff ask for the troupe.
    pub on_behalf: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It is so now.
    Granted(Box<Booked>),
    /// Staff will decide; until then the booking is as it was.
    Received(ChangeRequest),
    /// This very wish was sent before.
    Repeated(ChangeRequest),
    /// Another change of it waits for a decision.
    Pending(ChangeRequest),
    /// It would be as it is.
    Nothing,
    /// It is not an approved booking any more.
    Over(Decided),
    /// It has begun: it can be ended early, not changed.
    Begun,
    Taken {
        clashes: Vec<Clash>,
        alternatives: Vec<Alternative>,
    },
    Refused {
        refusal: Refusal,
        alternatives: Vec<Alternative>,
    },
}

/// Asks to change a booking. [`Error::Again`] when something was written at the same moment: run it anew.
pub fn change(conn: &mut Conn, acting: Acting, id: BookingId, wish: &Change) -> Result<Changed> {
    let by = acting.by()?;
    let seen = bookings::store::booked(conn, acting.centre.id, id)?;
    let agreement = lock(conn, &seen.booking, wish)?;
    let seen = bookings::store::booked(conn, acting.centre.id, id)?;
    if let Some(first) = store::by_request_key(conn, by, &wish.request_key)? {
        return Ok(Changed::Repeated(first));
    }
    if seen.booking.state != State::Approved {
        return Ok(Changed::Over(bookings::store::decided(conn, &seen.booking)?));
    }
    if seen.booking.starts_at <= acting.centre.zone.wall(acting.now) {
        return Ok(Changed::Begun);
    }
    if let Some(open) = store::open_of(conn, id)? {
        return Ok(Changed::Pending(open));
    }
    let (booking, room) = (&seen.booking, rooms::store::room(conn, acting.centre.id, wish.room)?);
    if (booking.room_id, booking.span()?, booking.size) == (wish.room, wish.span, wish.size) {
        return Ok(Changed::Nothing);
    }
    let gap = match verdict(conn, &acting, booking, &room, wish, agreement)? {
        Verdict::Refused(refusal) => {
            return Ok(Changed::Refused {
                refusal,
                alternatives: instead(conn, &acting, booking, &room, wish)?,
            });
        }
        Verdict::Taken(there) => {
            let clashes = bookings::store::clashes(conn, &there)?;
            return Ok(Changed::Taken {
                clashes,
                alternatives: instead(conn, &acting, booking, &room, wish)?,
            });
        }
        Verdict::Granted => None,
        Verdict::Reviewed(gap) => Some(gap),
    };
    let state = if gap.is_some() { ChangeState::Requested } else { ChangeState::Granted };
    let asked = match store::insert(conn, &acting, by, id, wish, state, gap.flatten()) {
        Err(error) if is_duplicate(&error) => return Err(Error::Again),
        asked => store::find(conn, asked?)?,
    };
    if state == ChangeState::Granted {
        let changed = granting::grant(conn, acting, &seen, &room, &asked, None)?;
        return Ok(Changed::Granted(Box::new(changed)));
    }
    let cause = acting.record(conn, "change_asked", booking, State::Approved, None)?;
    let people = leaders(conn, booking.troupe_id)?;
    letters::change_received(conn, &acting, cause, &seen, &people, (&room, &asked))?;
    let deciders = deciders_of(conn, &acting, room.id)?;
    letters::change_asked(conn, &acting, cause, &seen, &deciders, (&room, &asked))?;
    Ok(Changed::Received(asked))
}

/// The verdict on a wish as if the booking were not there.
fn verdict(
    conn: &mut Conn,
    acting: &Acting,
    booking: &Booking,
    room: &Room,
    wish: &Change,
    agreement: Option<AgreementId>,
) -> Result<Verdict> {
    running_out::catch_up(conn, *acting, Slot::of(room, wish.span))?;
    let mut facts = facts_of_room(conn, acting.centre, room, booking.troupe_id, wish.span, acting.now)?;
    if facts.agreement_on(wish.span.date()).map(|one| one.id) != agreement {
        // It began or ended while this waited: the one that counts now is not locked.
        return Err(Error::Again);
    }
    without(&mut facts, booking)?;
    let last_day = acting.centre.zone.today(acting.now) + Duration::days(room.ahead_days.into());
    // A date of a series may be further ahead than the room lets others book.
    let room = if booking.starts_at.date() > last_day { room.clone().however_far() } else { room.clone() };
    Ok(facts.verdict(&room, wish.span, wish.size))
}

/// Takes a booking out of the facts: out of what is taken, and out of what is used.
pub fn without(facts: &mut Facts, booking: &Booking) -> Result<()> {
    for taken in facts.taken.values_mut() {
        taken.retain(|there| there.taker != Taker::Booking(booking.id));
    }
    let span = booking.span()?;
    let own = |used: &Use| Some(used.agreement) == booking.agreement_id && used.span == span;
    if let Some(place) = facts.uses.iter().position(own) {
        facts.uses.remove(place);
    }
    Ok(())
}

/// The locks of both the old and the new, in the order of the house; gives the agreement of the new day.
fn lock(conn: &mut Conn, booking: &Booking, wish: &Change) -> Result<Option<AgreementId>> {
    let new = agreements::store::valid_on(conn, booking.troupe_id, wish.span.date())?.map(|one| one.id);
    let mut agreements: Vec<_> = booking.agreement_id.into_iter().chain(new).collect();
    agreements.sort();
    agreements.dedup();
    for agreement in agreements {
        agreements::store::lock(conn, agreement)?;
    }
    occupancy::lock_rooms(conn, &[booking.room_id, wish.room])?;
    Ok(new)
}

fn instead(
    conn: &mut Conn,
    acting: &Acting,
    booking: &Booking,
    room: &Room,
    wish: &Change,
) -> Result<Vec<Alternative>> {
    let today = acting.centre.zone.today(acting.now);
    let (day, reach) = (wish.span.date(), chrono::Duration::days(REACH_DAYS));
    if day > today + chrono::Duration::days(i64::from(room.ahead_days) + REACH_DAYS) || day < today - reach {
        return Ok(Vec::new());
    }
    let (first, last) = ((day - reach).max(today), (day + reach).max(today));
    let troupe = Some(booking.troupe_id);
    let mut facts = facts_of_centre(conn, acting.centre, troupe, first, last, acting.now)?;
    without(&mut facts, booking)?;
    let mut found = alternatives(&facts, Wish { room, span: wish.span, size: wish.size });
    let own = booking.span()?;
    found.retain(|one| (one.room, one.span) != (booking.room_id, own));
    Ok(found)
}
