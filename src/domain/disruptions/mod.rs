//! What hits bookings and sessions that stand already: changed hours, changed rooms.
//!
//! An act here takes the locks of every space concerned before it looks, so that nothing slips in beside it.
//! Where something would be hit it writes nothing and says what: the staff cancel or move that first.

pub mod agreements;
pub mod hours;
pub mod rooms;
mod store;

use crate::base::time::Span;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::RoomId;

/// Something to come that a change would hurt, for staff to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub what: Taker,
    /// The activity a session belongs to.
    pub activity: Option<i64>,
    pub room: RoomId,
    pub span: Span,
    /// The troupe's or the activity's name, in Chinese and English.
    pub name: String,
    pub name_en: String,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Done,
    /// These stand in the way, by time; nothing was written.
    Hits(Vec<Hit>),
}
