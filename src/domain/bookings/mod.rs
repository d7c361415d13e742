//! Bookings (预约): a troupe's use of a room for one span.
//!
//! A booking is asked for, decided, and kept or given up. Only *approved* and *offered* ones occupy; several
//! open requests may want the same slot, and when one is approved the others become *waiting* and are told.
//! Every act is one function in a file of its own, whose doc is its table: from which state, which locks,
//! which checks, which rows, which letters. Pages, links in letters, JSON and staff all call the same one.

pub mod accepting;
pub mod acting;
pub mod alternatives;
pub mod answering;
pub mod approving;
pub mod asking;
pub mod board;
pub mod cancelling;
pub mod cases;
pub mod changing;
pub mod displacing;
pub mod ending;
pub mod exchanging;
pub mod finding;
pub mod foreseeing;
pub mod lapsing;
pub mod leaving;
pub mod letters;
pub mod loads;
mod losing;
pub mod naming;
pub mod offering;
pub mod pressing;
pub mod recording;
pub mod refusing;
mod rules;
pub mod running_out;
pub mod series;
pub mod sharing_out;
pub mod store;
pub mod turns;
pub mod unanswered;
pub mod unmet;
pub mod using;
pub mod waiting;
pub mod words;

use crate::domain::occupancy::SessionId;
pub use crate::domain::occupancy::{AlternativeId, BookingId};
pub use crate::domain::people::Acting;
pub use rules::{Facts, Refusal, Use, Verdict, place_in_line};

use diesel::prelude::*;

use crate::base::db::schema::booking;
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Span, Wall};
use crate::domain::agreements::{AgreementId, Gap, Troupe, TroupeId};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::rooms::{Room, RoomId};

/// The most people that a booking may be for.
pub const MOST_PEOPLE: i32 = 10_000;

crate::text_enum! {
    /// Where a booking stands.
    pub enum State {
        /// 待审核: staff will decide.
        Requested = "requested",
        /// 候补: somebody else has the slot; the request stays in line.
        Waiting = "waiting",
        /// 请在…前确认: kept for the troupe until a stated moment.
        Offered = "offered",
        /// 已批准
        Approved = "approved",
        /// 未批准
        Refused = "refused",
        /// 已撤回: taken back before it was decided.
        Withdrawn = "withdrawn",
        /// 已过期: nobody decided before its start.
        Lapsed = "lapsed",
        /// 已取消: given up by or for the troupe.
        Cancelled = "cancelled",
        /// 已让出: taken away by the centre.
        Displaced = "displaced",
    }
}

impl State {
    /// Still to be decided.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Waiting)
    }

    /// Staff or the troupe itself moved it there, or time did. What is open or offered may have been moved by an act on
    /// another troupe's booking.
    pub fn is_decided(self) -> bool {
        !self.is_open() && self != Self::Offered
    }

    /// Takes the room's spaces.
    pub fn occupies(self) -> bool {
        matches!(self, Self::Approved | Self::Offered)
    }

    /// Those in whose place another room or time may be taken by one press: the slot was lost, or staff refused it.
    pub const REPLACEABLE: [Self; 3] = [Self::Waiting, Self::Refused, Self::Displaced];

    pub fn may_be_replaced(self) -> bool {
        Self::REPLACEABLE.contains(&self)
    }

    /// Nothing more can happen to it.
    pub fn is_over(self) -> bool {
        !self.is_open() && !self.occupies()
    }
}

/// One booking. Lengths are minutes; times of its use are the centre's wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = booking)]
pub struct Booking {
    pub id: BookingId,
    pub centre_id: CentreId,
    pub room_id: RoomId,
    pub troupe_id: TroupeId,
    /// The agreement that held on its day, whether it covers the booking or not.
    pub agreement_id: Option<AgreementId>,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub turnaround_minutes: i32,
    pub purpose: String,
    pub size: i32,
    pub state: State,
    /// What the agreement does not cover about it.
    pub exception: Option<Gap>,
    pub requested_by: PersonId,
    /// Staff asked for the troupe (代办).
    pub on_behalf: bool,
    pub requested_at: Instant,
    pub request_key: String,
    /// Who moved it to its present state, when, and the words given.
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    /// The booking it was taken instead of.
    pub replaces: Option<BookingId>,
    /// The number of the next calendar object sent for it (RFC 5545 §3.8.7.4).
    pub sequence: i32,
    /// Rises with every change; a decision states the one it saw.
    pub version: i32,
    /// Until when the slot is kept: for the troupe's answer where it is *offered*, for the staff's where it is
    /// *requested*.
    pub offered_until: Option<Instant>,
}

/// A time in a room, with the minutes that are kept free after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub room: RoomId,
    pub span: Span,
    pub turnaround_minutes: i32,
}

impl Slot {
    pub fn of(room: &Room, span: Span) -> Self {
        Self { room: room.id, span, turnaround_minutes: room.turnaround_minutes }
    }
}

impl Booking {
    pub fn slot(&self) -> Result<Slot> {
        let turnaround_minutes = self.turnaround_minutes;
        Ok(Slot { room: self.room_id, span: self.span()?, turnaround_minutes })
    }

    /// Where it stands among those who want the same: the longest wait comes first.
    pub fn turn(&self) -> (Instant, BookingId) {
        (self.requested_at, self.id)
    }

    pub fn span(&self) -> Result<Span> {
        Span::new(self.starts_at, self.ends_at)
            .map_err(|error| Error::fault(format_args!("booking {}: {error}", self.id)))
    }
}

/// A booking with the two things it joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    pub booking: Booking,
    pub room: Room,
    pub troupe: Troupe,
}

/// Something that stands in the way of a wish, as far as the one who wishes may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub room: RoomId,
    pub starts_at: Wall,
    pub ends_at: Wall,
    /// When the room is ready for others, after its turnaround.
    pub ready_at: Wall,
    /// The troupe that chose to be named or the published activity, in Chinese and English; for staff any of them.
    pub name: Option<(String, String)>,
    /// It is the centre's own: the activity's number and the session. Nobody can be asked to give way.
    pub session: Option<(i64, SessionId)>,
}

/// What a person is told who comes to decide what is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub state: State,
    /// The name of who did it.
    pub by: Option<String>,
    pub at: Option<Instant>,
}
