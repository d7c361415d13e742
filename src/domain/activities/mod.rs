//! Activities (活动): what residents may come to, and their sessions (场次).
//!
//! A session takes place in a room, which it occupies as a booking does, or at a place outside. Draft activities
//! are seen by staff alone, until one is published; a cancelled activity keeps its sessions, cancelled with it.

pub mod cancelling;
mod details;
pub mod doubles;
pub mod editing;
pub mod feeds;
mod leaving;
pub mod listing;
pub mod many;
pub mod pictures;
pub mod planning;
pub mod publishing;
pub mod scheduling;
pub mod search;
pub mod store;
pub mod tags;
pub mod telling;
mod writing;

pub use crate::domain::occupancy::{ActivityState, SessionId};
pub use details::{ActivityDetails, Admission, Organiser, Venue};
pub use tags::{Tag, TagId};

use std::sync::Arc;

use diesel::prelude::*;

use crate::base::db::schema::{activity, room, session};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Span, Wall};
use crate::domain::agreements::TroupeId;
use crate::domain::centres::{CentreId, either};
use crate::domain::people::PersonId;
use crate::domain::rooms::{Access, Room, RoomId};

crate::id! {
    /// An activity.
    ActivityId;
}

crate::text_enum! {
    /// What kind of activity it is; gives it its icon and colour.
    pub enum ActivityKind {
        Lecture = "lecture",
        Course = "course",
        AfterSchool = "after_school",
        Camp = "camp",
        Festival = "festival",
        Show = "show",
        Clinic = "clinic",
        JobFair = "job_fair",
        Volunteering = "volunteering",
        MobileDesk = "mobile_desk",
        Meeting = "meeting",
        Other = "other",
    }
}

impl ActivityKind {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Lecture => lang.pick("微课堂、讲座", "Talk"),
            Self::Course => lang.pick("老年大学课程", "Seniors’ college"),
            Self::AfterSchool => lang.pick("四点半课堂", "After-school class"),
            Self::Camp => lang.pick("成长营", "Camp"),
            Self::Festival => lang.pick("节日活动", "Festival"),
            Self::Show => lang.pick("文艺演出", "Show"),
            Self::Clinic => lang.pick("义诊", "Free clinic"),
            Self::JobFair => lang.pick("招聘会", "Job fair"),
            Self::Volunteering => lang.pick("志愿服务", "Volunteering"),
            Self::MobileDesk => lang.pick("流动办公桌", "Mobile desk"),
            Self::Meeting => lang.pick("议事接待", "Public meeting"),
            Self::Other => lang.pick("其他", "Other"),
        }
    }
}

impl ActivityState {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.pick("草稿，居民看不到", "Draft, hidden from residents"),
            Self::Published => lang.pick("已发布", "Published"),
            Self::Cancelled => lang.pick("已取消", "Cancelled"),
        }
    }
}

crate::text_enum! {
    /// How one gets a place.
    pub enum RegistrationMode {
        /// One simply comes.
        None = "none",
        /// One registration for all sessions.
        Course = "course",
        /// A registration for each session.
        Session = "session",
    }
}

impl RegistrationMode {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::None => lang.pick("不用报名，来就行", "No registration: just come"),
            Self::Course => lang.pick("整期报一次名", "Once for the whole course"),
            Self::Session => lang.pick("每一场分开报名", "For each date"),
        }
    }
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = activity)]
pub struct Activity {
    pub id: ActivityId,
    pub centre_id: CentreId,
    pub title: String,
    pub title_en: String,
    pub kind: ActivityKind,
    /// For whom it is, in words.
    pub audience: String,
    pub audience_en: String,
    pub intro: String,
    pub intro_en: String,
    pub created_by: PersonId,
    pub created_at: Instant,
    pub state: ActivityState,
    /// The troupe that holds it.
    pub troupe_id: Option<TroupeId>,
    /// The partner that holds it; the centre does where neither is named.
    pub partner: String,
    /// Who speaks or teaches.
    pub teacher: String,
    /// The class that comes to it as one.
    pub class: String,
    /// Whole years, both included.
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    /// A guardian has to agree.
    pub guardian: bool,
    pub registration: RegistrationMode,
    /// Places of the course or of each session; without a limit where `None`.
    pub places: Option<i32>,
    /// People that one registration may be for.
    pub party_limit: i32,
    /// As soon as it is published where `None`.
    pub registration_opens: Option<Wall>,
    /// At the start of the session, or of the course's first, where `None`.
    pub registration_closes: Option<Wall>,
    /// Staff look at each registration before it counts.
    pub reviewed: bool,
    /// Of the partner, in one spelling; empty where there is none.
    pub partner_email: String,
    pub partner_phone: String,
}

impl Activity {
    pub fn is_published(&self) -> bool {
        self.state == ActivityState::Published
    }

    pub fn title_in(&self, lang: Lang) -> &str {
        either(lang, &self.title, &self.title_en)
    }

    pub fn audience_in(&self, lang: Lang) -> &str {
        either(lang, &self.audience, &self.audience_en)
    }

    pub fn intro_in(&self, lang: Lang) -> &str {
        either(lang, &self.intro, &self.intro_en)
    }

    pub fn organiser(&self) -> Organiser {
        match self.troupe_id {
            Some(troupe) => Organiser::Troupe(troupe),
            None if self.partner.is_empty() => Organiser::Centre,
            None => Organiser::Partner(self.partner.clone()),
        }
    }
}

/// One meeting of an activity.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = session)]
pub struct Session {
    pub id: SessionId,
    pub centre_id: CentreId,
    pub activity_id: ActivityId,
    pub room_id: Option<RoomId>,
    /// Where it is, when in no room: 小区东门.
    pub place: String,
    pub place_en: String,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub turnaround_minutes: i32,
    pub cancelled_at: Option<Instant>,
    /// For calendar files (RFC 5545 §3.8.7.2).
    pub changed_at: Instant,
    pub sequence: i32,
}

impl Session {
    pub fn span(&self) -> Result<Span> {
        Span::new(self.starts_at, self.ends_at)
            .map_err(|error| Error::fault(format_args!("session {}: {error}", self.id)))
    }
}

/// A session as lists of what is on tell it: no more is read than they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    pub session: Meeting,
    /// Shared by all its sessions.
    pub activity: Arc<Title>,
    pub room: Option<Arc<Whereabouts>>,
}

/// When a session is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = session)]
pub struct Meeting {
    pub id: SessionId,
    pub centre_id: CentreId,
    pub room_id: Option<RoomId>,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub cancelled_at: Option<Instant>,
    pub place: String,
    pub place_en: String,
}

/// What an activity is called, and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = activity)]
pub struct Title {
    pub id: ActivityId,
    pub title: String,
    pub title_en: String,
    pub kind: ActivityKind,
    pub audience: String,
    pub audience_en: String,
    pub troupe_id: Option<TroupeId>,
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    pub registration: RegistrationMode,
    /// Of the course or of each session; without a limit where `None`.
    pub places: Option<i32>,
    pub registration_opens: Option<Wall>,
    pub registration_closes: Option<Wall>,
}

/// Where a room is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = room)]
pub struct Whereabouts {
    pub name: String,
    pub name_en: String,
    pub floor: i32,
}

impl Announced {
    pub fn title_in(&self, lang: Lang) -> &str {
        either(lang, &self.activity.title, &self.activity.title_en)
    }

    pub fn audience_in(&self, lang: Lang) -> &str {
        either(lang, &self.activity.audience, &self.activity.audience_en)
    }

    /// The room's name, or the place's.
    pub fn place_in(&self, lang: Lang) -> &str {
        match &self.room {
            Some(room) => either(lang, &room.name, &room.name_en),
            None => either(lang, &self.session.place, &self.session.place_en),
        }
    }

    /// The room's floor.
    pub fn floor(&self) -> Option<i32> {
        self.room.as_ref().map(|room| room.floor)
    }
}

/// A session with its activity and room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    pub session: Session,
    pub activity: Activity,
    pub room: Option<Room>,
}

impl Scheduled {
    /// Residents are told of it: it is published, and not in a room of which no calendar shows more than 占用.
    pub fn is_told(&self) -> bool {
        self.activity.is_published() && !self.is_private()
    }

    /// In a room of which no calendar shows more than 占用.
    pub fn is_private(&self) -> bool {
        self.room.as_ref().is_some_and(|room| room.access == Access::Private)
    }

    /// The room's name, or the place's.
    pub fn place_in(&self, lang: Lang) -> &str {
        match &self.room {
            Some(room) => room.name_in(lang),
            None => either(lang, &self.session.place, &self.session.place_en),
        }
    }
}
