//! Whether one can still come, in a list: places left, full, or nothing to do but come.

use maud::{Markup, html};

use super::mark;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, words};
use crate::domain::activities::{Activity, ActivityId, Announced, RegistrationMode, SessionId};
use crate::domain::registrations::Target;
use crate::domain::registrations::store::{PlacesLeft, places_left};

/// How one gets into a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// One simply comes.
    Open,
    /// One registers, and there is no limit.
    Register,
    /// One registers, and so many places are left.
    Left(i32),
    /// One may wait in line.
    Full,
}

/// The places of some sessions.
#[derive(Debug, Clone, Default)]
pub struct Places(pub PlacesLeft);

impl Places {
    /// One query, and none where nobody has to register.
    pub fn read(conn: &mut Conn, sessions: &[Announced]) -> Result<Self> {
        let registers = |one: &&Announced| one.activity.registration != RegistrationMode::None;
        let mut ids: Vec<ActivityId> = sessions.iter().filter(registers).map(|one| one.activity.id).collect();
        ids.sort();
        ids.dedup();
        Ok(Self(places_left(conn, &ids)?))
    }

    pub fn of_activity(conn: &mut Conn, activity: &Activity) -> Result<Self> {
        let registers = activity.registration != RegistrationMode::None;
        let ids: &[ActivityId] = if registers { &[activity.id] } else { &[] };
        Ok(Self(places_left(conn, ids)?))
    }

    pub fn of(&self, one: &Announced) -> Entry {
        let activity = &one.activity;
        self.entry(activity.id, activity.registration, one.session.id, activity.places)
    }

    pub fn of_session(&self, activity: &Activity, session: SessionId) -> Entry {
        self.entry(activity.id, activity.registration, session, activity.places)
    }

    fn entry(
        &self,
        activity: ActivityId,
        mode: RegistrationMode,
        session: SessionId,
        limit: Option<i32>,
    ) -> Entry {
        let session = match mode {
            RegistrationMode::None => return Entry::Open,
            RegistrationMode::Course => None,
            RegistrationMode::Session => Some(session),
        };
        match self.0.of_target(Target { activity, session }, limit).left() {
            None => Entry::Register,
            Some(0) => Entry::Full,
            Some(left) => Entry::Left(left),
        }
    }
}

impl Entry {
    /// Somebody who wants to come now can.
    pub fn is_free(self) -> bool {
        self != Self::Full
    }

    /// How many places are left; `None` where nobody needs one or all get one.
    pub fn left(self) -> Option<i32> {
        match self {
            Self::Open | Self::Register => None,
            Self::Left(left) => Some(left),
            Self::Full => Some(0),
        }
    }

    /// 直接来, 还有6个名额, 名额满了，可以候补.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Open => lang.pick("直接来", "Just come").to_owned(),
            Self::Register => lang.pick("可以报名", "Please register").to_owned(),
            Self::Left(number) => lang.pick(
                format!("还有{number}个名额"),
                format!("{} left", words::count(number.into(), "place", "places")),
            ),
            Self::Full => lang.pick("名额满了，可以候补", "Full: you can wait in line").to_owned(),
        }
    }

    pub fn badge(self, lang: Lang) -> Markup {
        html! { (mark(if self == Self::Full { "queue" } else { "free" }, &self.words(lang))) }
    }
}
