//! Occupancy (占用): a span in which a space is taken. The only thing that makes a space taken.
//!
//! A space is held by at most one occupancy at any moment: `[start, end + turnaround)`, half open. The
//! database itself refuses the second one ([`crate::base::db::install_guard`]); that refusal is a backstop and
//! never the control flow: an act locks the spaces by id, looks, and then calls [`take`], which alone inserts.

pub mod store;
pub mod stretches;

pub use store::{clashing, free, lock, lock_rooms, take, try_lock};

use crate::base::time::{Span, Wall};
use crate::domain::rooms::SpaceId;

crate::id! {
    /// A troupe's use of a room for one span.
    BookingId;
    /// One meeting of an activity.
    SessionId;
    /// A span offered in place of one that could not be had.
    AlternativeId;
}

crate::text_enum! {
    /// Where an activity is on its way: bookings, too, say what they may of its sessions.
    pub enum ActivityState {
        /// Seen by staff alone.
        Draft = "draft",
        Published = "published",
        /// With all its sessions to come.
        Cancelled = "cancelled",
    }
}

/// What takes a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Taker {
    Booking(BookingId),
    Session(SessionId),
    /// A hold (保留) that keeps an offered alternative good.
    Alternative(AlternativeId),
}

/// One stretch in which a space is taken, turnaround included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupancy {
    pub space: SpaceId,
    pub starts_at: Wall,
    /// The end of use and the turnaround after it.
    pub ends_at: Wall,
    pub taker: Taker,
}

impl Occupancy {
    /// True when it stands in the way of `span` with that turnaround after it.
    pub fn is_in_the_way_of(&self, span: Span, turnaround_minutes: i32) -> bool {
        self.starts_at < span.end_with(turnaround_minutes) && span.start() < self.ends_at
    }
}

/// Whether a space could be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taking {
    Taken,
    /// These were there first; nothing was written.
    InTheWay(Vec<Occupancy>),
}
