//! Attendance (到场): how many came to a booking, to a session, or in an hour to a drop-in room.
//!
//! Every report is a row that says who said how many, whence and when, and that is never rewritten. Exactly one of a
//! booking, session or hour counts: it is confirmed and not superseded. Staff's own word counts at once; a leader's
//! or a counter's first does by rule, and one that differs from what counts waits for staff to choose. Unknown
//! (未上报) is not zero (无人到场): where nothing counts there is no number.

pub mod asking;
pub mod checking_in;
pub mod choosing;
mod counting;
pub mod letters;
pub mod members;
pub mod no_shows;
pub mod recording;
pub mod reporting;
pub mod results;
mod rules;
pub mod sheet;
pub mod store;
pub mod withdrawing;
pub mod words;

pub use counting::{Came, Count};
pub use rules::{Effect, Said, effect};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::db::schema::{activity_result, attendance_report, check_in, no_show, troupe_member};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Wall};
use crate::domain::activities::{ActivityId, ActivityKind, SessionId};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::BookingId;
use crate::domain::centres::{CentreId, either};
use crate::domain::people::{Login, PersonId};
use crate::domain::registrations::RegistrationId;
use crate::domain::rooms::RoomId;

crate::id! {
    /// One report of how many came.
    ReportId;
    /// One asking of the people who were there.
    AskId;
    /// One press, tick or code at the door.
    CheckInId;
    /// That nobody came, as staff confirmed.
    NoShowId;
    /// One further figure of an activity.
    ResultId;
    /// A name on a troupe's list.
    MemberId;
}

crate::text_enum! {
    /// Whence a report is.
    pub enum Source {
        /// The link in a letter.
        Link = "link",
        /// The troupe's own page, or a program of theirs.
        Page = "page",
        /// What staff entered.
        Sheet = "sheet",
        /// The names ticked at the door.
        NameList = "name_list",
        /// The +1 counter.
        Counter = "counter",
        /// What was counted at the door and nobody reported: taken over by staff, or for want of any other number.
        Door = "door",
    }
}

crate::text_enum! {
    /// How somebody was counted at the door.
    pub enum Arrival {
        /// The code of their registration.
        Code = "code",
        /// A tick on the list of names.
        NameList = "name_list",
        /// A press of the counter.
        Counter = "counter",
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    Booking(BookingId),
    Session(SessionId),
    /// The hour of a drop-in room that begins then.
    Hour(RoomId, Wall),
}

impl Of {
    /// `b12`, `s7`, `h3-2026-11-24T09:00`: its name in forms and addresses.
    pub fn key(self) -> String {
        match self {
            Self::Booking(id) => format!("b{id}"),
            Self::Session(id) => format!("s{id}"),
            Self::Hour(room, at) => format!("h{room}-{}", at.iso()),
        }
    }

    /// Reads what [`Of::key`] writes.
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some(id) = key.strip_prefix('b') {
            return id.parse().ok().map(|id| Self::Booking(BookingId(id)));
        }
        if let Some(id) = key.strip_prefix('s') {
            return id.parse().ok().map(|id| Self::Session(SessionId(id)));
        }
        let (room, at) = key.strip_prefix('h')?.split_once('-')?;
        Some(Self::Hour(RoomId(room.parse().ok()?), Wall::parse(at)?))
    }
}

/// How many came, as somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = attendance_report)]
pub struct Report {
    pub id: ReportId,
    pub centre_id: CentreId,
    pub booking_id: Option<BookingId>,
    pub session_id: Option<SessionId>,
    pub room_id: Option<RoomId>,
    /// When what is reported on began.
    pub starts_at: Wall,
    /// 人次: how many came; 0 is nobody.
    pub visits: i32,
    pub source: Source,
    pub note: String,
    /// Who said so.
    pub reported_by: Option<PersonId>,
    pub reported_at: Instant,
    pub confirmed_at: Option<Instant>,
    /// `None` where the rule confirmed it.
    pub confirmed_by: Option<PersonId>,
    pub superseded_at: Option<Instant>,
}

impl Report {
    /// It is the number.
    pub fn counts(&self) -> bool {
        self.confirmed_at.is_some() && self.superseded_at.is_none()
    }

    /// It contradicts the number, and staff have not chosen yet.
    pub fn waits(&self) -> bool {
        self.confirmed_at.is_none() && self.superseded_at.is_none()
    }

    /// It counts for want of any other number, and nobody has looked at it.
    pub fn is_unconfirmed_count(&self) -> bool {
        self.source == Source::Door && self.confirmed_by.is_none()
    }

    pub fn of(&self) -> Option<Of> {
        match (self.booking_id, self.session_id, self.room_id) {
            (Some(id), _, _) => Some(Of::Booking(id)),
            (_, Some(id), _) => Some(Of::Session(id)),
            (_, _, Some(room)) => Some(Of::Hour(room, self.starts_at)),
            _ => None,
        }
    }
}

/// All that was reported about one thing, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported(pub Vec<Report>);

impl Reported {
    /// The one that counts; none is 未上报, which is not zero.
    pub fn counting(&self) -> Option<&Report> {
        self.0.iter().find(|report| report.counts())
    }

    /// How many came; `None` where nobody said.
    pub fn visits(&self) -> Option<i32> {
        self.counting().map(|report| report.visits)
    }

    /// What differs from it and waits for staff to choose.
    pub fn waiting(&self) -> impl Iterator<Item = &Report> {
        self.0.iter().filter(|report| report.waits())
    }

    /// The newest report, whatever became of it; what somebody saw is named by it.
    pub fn newest(&self) -> Option<ReportId> {
        self.0.last().map(|report| report.id)
    }
}

/// What took place, or is to: an approved booking, a session of a published activity, an hour of a drop-in room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub of: Of,
    pub starts_at: Wall,
    pub ends_at: Wall,
    /// The troupe's or the activity's name; the room's where it is drop-in.
    pub name: String,
    pub name_en: String,
    /// The room, or the place outside.
    pub place: String,
    pub place_en: String,
    /// The troupe that came, or that holds the activity.
    pub troupe: Option<TroupeId>,
    /// Of a session.
    pub activity: Option<(ActivityId, ActivityKind)>,
    /// The partner that holds it, where it can be reached.
    pub partner: Option<Partner>,
}

/// A partner that holds an activity, and how it is reached: by e-mail, or else by telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    pub name: String,
    pub reached: Login,
}

impl Held {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }

    pub fn place_in(&self, lang: Lang) -> &str {
        either(lang, &self.place, &self.place_en)
    }
}

/// Somebody came in, or a press was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = check_in)]
pub struct CheckIn {
    pub id: CheckInId,
    pub registration_id: Option<RegistrationId>,
    /// Below zero where it takes back.
    pub people: i32,
    pub source: Arrival,
    pub pressed_at: Instant,
}

/// That nobody came, as staff confirmed; taken back it keeps its row.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = no_show)]
pub struct NoShow {
    pub id: NoShowId,
    pub booking_id: Option<BookingId>,
    pub registration_id: Option<RegistrationId>,
    pub session_id: Option<SessionId>,
    pub note: String,
    pub confirmed_by: PersonId,
    pub confirmed_at: Instant,
    pub withdrawn_by: Option<PersonId>,
    pub withdrawn_at: Option<Instant>,
}

/// A further figure, such as 单位数 25; the newest of a name counts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = activity_result)]
pub struct Figure {
    pub id: ResultId,
    pub activity_id: ActivityId,
    pub name: String,
    pub value: i64,
    pub reported_by: PersonId,
    pub reported_at: Instant,
    pub superseded_at: Option<Instant>,
}

/// A name on a troupe's own list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = troupe_member)]
pub struct Member {
    pub id: MemberId,
    pub troupe_id: TroupeId,
    pub name: String,
    pub joined_on: NaiveDate,
    /// The last day; still among them where `None`.
    pub left_on: Option<NaiveDate>,
    pub added_by: PersonId,
    pub added_at: Instant,
}
