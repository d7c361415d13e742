//! What every act on a booking knows and does: who acts where and when, history, and who gets the letter.

use super::changing::deciding::withdraw_with;
use super::{Booked, Booking, State, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, HistoryId};
use crate::base::mail::{self, About};
use crate::domain::agreements::{self, TroupeId};
use crate::domain::people::contact::{Contact, deciders, working_at};
use crate::domain::rooms::{self, RoomId};
use crate::domain::{agreements as agreed, occupancy};

pub use crate::domain::people::Acting;

impl Acting<'_> {
    /// Writes what happened to a booking.
    pub(super) fn record(
        &self,
        conn: &mut Conn,
        act: &'static str,
        booking: &Booking,
        to: State,
        reason: Option<&str>,
    ) -> Result<HistoryId> {
        let from = (!matches!(act, "asked" | "waited" | "recorded")).then(|| booking.state.word());
        history::record(
            conn,
            &history::Entry {
                centre: Some(self.centre.id.0),
                subject: "booking",
                subject_id: booking.id.0,
                act,
                from,
                to: Some(to.word()),
                person: self.person.map(|person| person.0),
                reason,
                at: self.now,
            },
        )
    }

    /// Calls about how a booking stood need not be made any more.
    pub(super) fn overtake_calls(&self, conn: &mut Conn, booking: &Booking) -> Result<()> {
        mail::overtake(conn, About::Booking(booking.id.0), None, self.now)
    }

    /// Moves a booking on from the state in which it was seen under the locks, and returns it as it is now. When it
    /// is over, a change that was asked for is withdrawn. What was to be said of how it stood need not be said.
    pub(super) fn move_to(
        &self,
        conn: &mut Conn,
        seen: &Booked,
        to: State,
        reason: Option<&str>,
    ) -> Result<Booked> {
        if !store::change_state(conn, &seen.booking, to, self.person, reason, self.now)? {
            return Err(Error::Again);
        }
        if to.is_over() {
            withdraw_with(conn, self, seen.booking.id)?;
        }
        self.overtake_calls(conn, &seen.booking)?;
        let mut moved = seen.clone();
        moved.booking.state = to;
        moved.booking.version += 1;
        moved.booking.decided_by = self.person;
        moved.booking.decided_at = Some(self.now);
        moved.booking.reason = reason.map(str::to_owned);
        moved.booking.offered_until = None;
        Ok(moved)
    }
}

/// Takes the locks of one booking in the order of the house: its agreement, then its room's spaces by id. What
/// was read before is stale afterwards.
pub(super) fn lock(conn: &mut Conn, booking: &Booking) -> Result<()> {
    if let Some(agreement) = booking.agreement_id {
        agreed::store::lock(conn, agreement)?;
    }
    occupancy::lock_rooms(conn, &[booking.room_id]).map(drop)
}

/// The troupe's leader and deputies.
pub(super) fn leaders(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<Contact>> {
    agreements::store::leader_contacts(conn, troupe)
}

/// Who decides about a room: its own approvers where a partner runs it, or else the centre's.
pub(super) fn deciders_of(conn: &mut Conn, acting: &Acting, room: RoomId) -> Result<Vec<Contact>> {
    let own = rooms::store::approvers(conn, room)?;
    // Of the room's own, only those who still work here; the centre's when all of them have left.
    let own = working_at(conn, acting.centre.id, &own)?;
    if own.is_empty() { deciders(conn, acting.centre.id) } else { Ok(own) }
}
