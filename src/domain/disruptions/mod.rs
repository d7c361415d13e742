//! What the centre does to bookings and sessions that stand already, and what it offers instead: one path for all
//! causes.
//!
//! Staff say what happens ([`Planned`]): the centre needs a room itself, a room or the whole centre is closed, a
//! fault is reported, the hours change, an agreement is suspended or ends. [`planning::plan`] tells exactly which
//! bookings and sessions are hit and what each would be offered, as if it had happened already.
//! [`disrupting::disrupt`] does that, in one transaction under the locks of every space concerned, and only what
//! was shown: if it differs by then, the new plan is shown instead.
//!
//! An act that changes rooms or hours and would hit something without a plan writes nothing and says what.

pub mod agreements;
mod bites;
pub mod disrupting;
pub mod hours;
pub mod letters;
pub mod lifting;
pub mod outcome;
pub mod planning;
pub mod reporting;
pub mod rooms;
pub mod store;
pub mod words;

pub use crate::domain::bookings::displacing::Cause;
pub use disrupting::Outcome;
pub use hours::HoursChange;
pub use planning::{Fate, HitBooking, Plan};

use chrono::NaiveDate;

use crate::base::time::{Span, Wall};
use crate::domain::activities::{ActivityDetails, ActivityId, SessionId};
use crate::domain::agreements::AgreementId;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::RoomId;

crate::id! {
    /// One act by which the centre takes away what stood.
    DisruptionId;
    /// A span in which a room or the centre is not open.
    ClosureId;
}

/// What staff want to happen, and why, in the words people are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub what: What,
    pub reason: String,
    pub reason_en: String,
}

/// What is to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A session of the centre takes a room.
    OwnUse { of: Use, room: RoomId, spans: Vec<Span> },
    /// A room, or the whole centre, is shut from one time to another; because something broke, or not.
    Close { room: Option<RoomId>, from: Wall, to: Wall, fault: bool },
    /// The hours become others.
    Hours(HoursChange),
    /// A troupe may not book under its agreement for now, or after a day.
    Agreement { id: AgreementId, halt: Halt },
}

const SUSPENDED: &str = "agreement_suspended";
const ENDED: &str = "agreement_ended";

/// How an agreement stops to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// From now until somebody lets it hold again.
    Suspend,
    /// For good, after this day; yesterday means at once.
    End { last_day: NaiveDate },
}

/// What the centre needs a room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// A new activity, for residents to see or a draft.
    New {
        details: Box<ActivityDetails>,
        publish: bool,
    },
    More(ActivityId),
    /// A session that stands already comes here.
    Move(SessionId),
}

impl What {
    pub fn cause(&self) -> Cause {
        match self {
            Self::OwnUse { .. } => Cause::OwnUse,
            Self::Close { fault: true, .. } => Cause::Fault,
            Self::Close { fault: false, .. } => Cause::Closure,
            Self::Hours(_) => Cause::Hours,
            Self::Agreement { .. } => Cause::Agreement,
        }
    }

    /// What it is called in the act's history: its cause, and of an agreement how it stops.
    pub(in crate::domain::disruptions) fn act(&self) -> &'static str {
        match self {
            Self::Agreement { halt: Halt::Suspend, .. } => SUSPENDED,
            Self::Agreement { halt: Halt::End { .. }, .. } => ENDED,
            other => other.cause().word(),
        }
    }

    /// The one room it is about, if it is about one.
    pub fn room(&self) -> Option<RoomId> {
        match self {
            Self::OwnUse { room, .. } => Some(*room),
            Self::Close { room, .. } => *room,
            Self::Hours(change) => change.whose(),
            Self::Agreement { .. } => None,
        }
    }
}

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
