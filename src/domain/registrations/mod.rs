//! Registrations (报名): a resident's places in a course or in one session, without an account.
//!
//! Places are numbered rows, so the database itself refuses to give one twice. *Confirmed* and *offered* take places;
//! who waits stands in one line, and nobody overtakes its first, however large their party: a smaller one behind it
//! waits until the first has been offered, declines, is made smaller or staff decide otherwise.
//!
//! Lock order: agreement, spaces by id, then the activity's row ([`store::lock`]).

pub mod acting;
pub mod answering;
pub mod cancelling;
pub mod changing;
pub mod codes;
pub mod deciding;
pub mod editing;
pub mod erasing;
pub mod lapsing;
pub mod letters;
pub mod looking_up;
pub mod meetings;
pub mod offering;
pub mod registering;
pub mod reminding;
pub mod rules;
pub mod store;

use diesel::prelude::*;

use crate::base::db::schema::registration;
use crate::base::lang::Lang;
use crate::base::time::{Instant, Wall};
use crate::domain::activities::{Activity, ActivityId, RegistrationMode, Scheduled, SessionId};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

crate::id! {
    /// A registration.
    RegistrationId;
}

crate::text_enum! {
    /// Where a registration is on its way.
    pub enum RegistrationState {
        /// Staff are to look at it; it takes no place.
        Requested = "requested",
        Confirmed = "confirmed",
        /// Places are kept until a stated moment.
        Offered = "offered",
        /// In line.
        Waiting = "waiting",
        Refused = "refused",
        /// By whoever registered, by staff for them, or with the session.
        Cancelled = "cancelled",
        /// An offer that nobody took, or open when everything was over.
        Lapsed = "lapsed",
    }
}

impl RegistrationState {
    /// It takes places.
    pub fn is_seated(self) -> bool {
        matches!(self, Self::Confirmed | Self::Offered)
    }

    pub fn is_over(self) -> bool {
        matches!(self, Self::Refused | Self::Cancelled | Self::Lapsed)
    }
}

/// A registration as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = registration)]
pub struct Registration {
    pub id: RegistrationId,
    pub centre_id: CentreId,
    pub activity_id: ActivityId,
    /// For the whole course where `None`.
    pub session_id: Option<SessionId>,
    /// Empty once it is erased.
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
    /// How many people, the one who registers among them.
    pub party: i32,
    pub state: RegistrationState,
    /// Who agreed for a child.
    pub guardian: String,
    pub note: String,
    /// Its place in line.
    pub queued_at: Option<Instant>,
    pub offered_until: Option<Instant>,
    /// Staff who registered them.
    pub entered_by: Option<PersonId>,
    pub created_at: Instant,
    pub changed_at: Instant,
    pub reason: Option<String>,
    /// Calendar objects sent so far (RFC 5545 §3.8.7.4).
    pub sequence: i32,
    /// Of whoever may use its link: another once the address has changed.
    pub version: i32,
    pub erased_at: Option<Instant>,
    /// Wants to be reminded the day before.
    pub reminded: bool,
    /// How many places it was last told that it lacks, first in line.
    pub told_lacking: Option<i32>,
}

/// What one registers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    pub activity: ActivityId,
    /// The whole course where `None`.
    pub session: Option<SessionId>,
}

impl Target {
    /// What one registers for to come to this session.
    pub fn of(activity: &Activity, session: SessionId) -> Self {
        let session = (activity.registration == RegistrationMode::Session).then_some(session);
        Self { activity: activity.id, session }
    }
}

impl Registration {
    pub fn target(&self) -> Target {
        Target { activity: self.activity_id, session: self.session_id }
    }
}

/// How the places of a target stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Places {
    /// Without a limit where `None`.
    pub limit: Option<i32>,
    /// Given, or kept for an offer.
    pub taken: i32,
    /// Registrations in line.
    pub line: i32,
}

impl Places {
    /// Places nobody has, whoever they are meant for.
    pub fn free(self) -> Option<i32> {
        self.limit.map(|limit| (limit - self.taken).max(0))
    }

    /// Places that somebody who comes now can have: none while others wait in line.
    pub fn left(self) -> Option<i32> {
        if self.line > 0 { Some(0) } else { self.free() }
    }

    /// Somebody who comes now finds places for so many.
    pub fn hold(self, party: i32) -> bool {
        self.left().is_none_or(|left| party <= left)
    }
}

/// A registration with what it is for.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub registration: Registration,
    pub activity: Activity,
    /// The sessions it covers, by start, cancelled ones among them.
    pub sessions: Vec<Scheduled>,
}

impl Enrolled {
    pub fn id(&self) -> RegistrationId {
        self.registration.id
    }

    /// The sessions that take place and have not begun.
    pub fn to_come(&self, now: Wall) -> impl Iterator<Item = &Scheduled> {
        to_come(&self.sessions, now)
    }
}

/// Those of some sessions that take place and have not begun.
pub fn to_come(sessions: &[Scheduled], now: Wall) -> impl Iterator<Item = &Scheduled> {
    sessions.iter().filter(move |one| one.session.cancelled_at.is_none() && one.session.starts_at > now)
}
