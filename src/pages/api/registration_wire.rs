//! A registration as programs see it: to the holder of its token without a name or number, to staff with them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::WallTime;
use crate::domain::activities::{ActivityId, SessionId};
use crate::domain::registrations::{Enrolled, Registration, RegistrationId, RegistrationState};

/// What the holder of the token sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnRegistration {
    /// Whoever has it may see, change, answer and cancel this registration.
    pub token: String,
    /// Six digits to come back with, together with the phone number or e-mail address.
    pub code: String,
    pub activity: ActivityId,
    pub title: String,
    /// Null: for the whole course.
    pub session: Option<SessionId>,
    #[schema(inline)]
    pub status: RegistrationState,
    pub party: i32,
    /// From 1, in line.
    pub place: Option<usize>,
    pub offered_until: Option<DateTime<Utc>>,
    /// What staff gave as the reason.
    pub reason: Option<String>,
    /// The sessions it covers, cancelled ones among them.
    pub sessions: Vec<CoveredSession>,
}

/// A session that a registration covers.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoveredSession {
    pub id: SessionId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    pub place: String,
    pub cancelled: bool,
}

impl OwnRegistration {
    pub fn of(enrolled: &Enrolled, place: Option<usize>, token: String, code: String) -> Self {
        let Registration { lang, state, party, offered_until, reason, session_id, .. } =
            &enrolled.registration;
        let sessions = enrolled.sessions.iter().map(|one| CoveredSession {
            id: one.session.id,
            starts_at: WallTime(one.session.starts_at),
            ends_at: WallTime(one.session.ends_at),
            place: one.place_in(*lang).to_owned(),
            cancelled: one.session.cancelled_at.is_some(),
        });
        Self {
            token,
            code,
            activity: enrolled.activity.id,
            title: enrolled.activity.title_in(*lang).to_owned(),
            session: *session_id,
            status: *state,
            party: *party,
            place,
            offered_until: offered_until.map(|at| at.utc()),
            reason: reason.clone(),
            sessions: sessions.collect(),
        }
    }
}

/// What staff see.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedRegistration {
    pub id: RegistrationId,
    /// Null: for the whole course.
    pub session: Option<SessionId>,
    /// Empty once erased.
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub party: i32,
    #[schema(inline)]
    pub status: RegistrationState,
    pub guardian: String,
    pub note: String,
    /// Its place in line follows from this.
    pub queued_at: Option<DateTime<Utc>>,
    pub offered_until: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub erased_at: Option<DateTime<Utc>>,
}

impl From<Registration> for ListedRegistration {
    fn from(of: Registration) -> Self {
        Self {
            id: of.id,
            session: of.session_id,
            name: of.name,
            email: of.email,
            phone: of.phone,
            party: of.party,
            status: of.state,
            guardian: of.guardian,
            note: of.note,
            queued_at: of.queued_at.map(|at| at.utc()),
            offered_until: of.offered_until.map(|at| at.utc()),
            reason: of.reason,
            created_at: of.created_at.utc(),
            erased_at: of.erased_at.map(|at| at.utc()),
        }
    }
}
