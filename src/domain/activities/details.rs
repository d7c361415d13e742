//! What staff say of an activity, and where its sessions are.

use super::tags::TagId;
use super::{Activity, ActivityKind, RegistrationMode};
use crate::base::time::Wall;
use crate::domain::agreements::TroupeId;
use crate::domain::rooms::RoomId;

/// What staff say of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityDetails {
    pub title: String,
    pub title_en: String,
    pub kind: ActivityKind,
    /// For whom it is, in words.
    pub audience: String,
    pub audience_en: String,
    pub intro: String,
    pub intro_en: String,
    pub organiser: Organiser,
    /// Who speaks or teaches; empty where nobody is named.
    pub teacher: String,
    /// The class that comes to it as one; empty where there is none.
    pub class: String,
    /// Whole years, both included.
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    /// A guardian has to agree.
    pub guardian: bool,
    pub admission: Admission,
    pub tags: Vec<TagId>,
    /// How the partner that holds it is reached, in one spelling; empty where it is not. For staff alone.
    pub partner_email: String,
    pub partner_phone: String,
}

/// Who holds an activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Organiser {
    #[default]
    Centre,
    Troupe(TroupeId),
    /// By its name.
    Partner(String),
}

/// How one gets a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    pub mode: RegistrationMode,
    /// Places of the course or of each session; without a limit where `None`.
    pub places: Option<i32>,
    /// People that one registration may be for.
    pub party_limit: i32,
    /// As soon as it is published where `None`.
    pub opens: Option<Wall>,
    /// At the start of the session, or of the course's first, where `None`.
    pub closes: Option<Wall>,
    /// Staff look at each registration before it counts.
    pub reviewed: bool,
}

/// Where a session takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Venue {
    Room(RoomId),
    /// Somewhere outside, in Chinese and English.
    Place(String, String),
}

impl Admission {
    /// One simply comes.
    pub const OPEN: Self = Self {
        mode: RegistrationMode::None,
        places: None,
        party_limit: 5,
        opens: None,
        closes: None,
        reviewed: false,
    };
}

impl ActivityDetails {
    /// Of the centre, for everybody who comes: what else there is to say is set by name.
    pub fn new(kind: ActivityKind, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            title_en: String::new(),
            kind,
            audience: String::new(),
            audience_en: String::new(),
            intro: String::new(),
            intro_en: String::new(),
            organiser: Organiser::Centre,
            teacher: String::new(),
            class: String::new(),
            age_from: None,
            age_to: None,
            guardian: false,
            admission: Admission::OPEN,
            tags: Vec::new(),
            partner_email: String::new(),
            partner_phone: String::new(),
        }
    }

    /// The troupe that holds it.
    pub fn troupe(&self) -> Option<TroupeId> {
        match self.organiser {
            Organiser::Troupe(id) => Some(id),
            Organiser::Centre | Organiser::Partner(_) => None,
        }
    }

    /// As an activity stands.
    pub fn of(activity: &Activity, tags: Vec<TagId>) -> Self {
        Self {
            title: activity.title.clone(),
            title_en: activity.title_en.clone(),
            kind: activity.kind,
            audience: activity.audience.clone(),
            audience_en: activity.audience_en.clone(),
            intro: activity.intro.clone(),
            intro_en: activity.intro_en.clone(),
            organiser: activity.organiser(),
            teacher: activity.teacher.clone(),
            class: activity.class.clone(),
            age_from: activity.age_from,
            age_to: activity.age_to,
            guardian: activity.guardian,
            admission: Admission {
                mode: activity.registration,
                places: activity.places,
                party_limit: activity.party_limit,
                opens: activity.registration_opens,
                closes: activity.registration_closes,
                reviewed: activity.reviewed,
            },
            tags,
            partner_email: activity.partner_email.clone(),
            partner_phone: activity.partner_phone.clone(),
        }
    }
}
