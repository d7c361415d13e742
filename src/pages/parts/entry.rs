//! Whether one can still come, in a list: places left, full, not open yet, closed, or nothing to do but come.

use std::collections::HashMap;

use maud::Markup;

use super::{mark, places};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::Wall;
use crate::domain::activities::{self, Activity, ActivityId, Announced, RegistrationMode, Session};
use crate::domain::registrations::Target;
use crate::domain::registrations::rules::{Joining, Terms, joining};
use crate::domain::registrations::store::{PlacesLeft, places_left};

/// How one gets into a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub joining: Joining,
    /// How many places are left; `None` where nobody needs one or all get one.
    pub left: Option<i32>,
    now: Wall,
}

/// The places of some sessions.
#[derive(Debug, Clone)]
pub struct Places {
    pub left: PlacesLeft,
    /// When courses begin, with whose first session registration ends.
    begins: HashMap<ActivityId, Wall>,
    now: Wall,
}

impl Places {
    /// At most two queries, and none where nobody has to register.
    pub fn read(conn: &mut Conn, sessions: &[Announced], now: Wall) -> Result<Self> {
        let mut register: Vec<ActivityId> = Vec::new();
        let mut courses: Vec<ActivityId> = Vec::new();
        for one in sessions.iter().map(|one| &one.activity) {
            if one.registration != RegistrationMode::None {
                register.push(one.id);
            }
            if one.registration == RegistrationMode::Course && one.registration_closes.is_none() {
                courses.push(one.id);
            }
        }
        for ids in [&mut register, &mut courses] {
            ids.sort();
            ids.dedup();
        }
        let begins = activities::store::first_starts(conn, &courses)?;
        Ok(Self { left: places_left(conn, &register)?, begins, now })
    }

    /// Of the sessions of one activity, which are at hand.
    pub fn of_activity(conn: &mut Conn, activity: &Activity, first: Option<Wall>, now: Wall) -> Result<Self> {
        let registers = activity.registration != RegistrationMode::None;
        let ids: &[ActivityId] = if registers { &[activity.id] } else { &[] };
        let begins = first.map(|first| (activity.id, first)).into_iter().collect();
        Ok(Self { left: places_left(conn, ids)?, begins, now })
    }

    pub fn of(&self, one: &Announced) -> Entry {
        let (activity, session) = (&*one.activity, &one.session);
        let terms = Terms::from(activity);
        let of_session = (terms.mode == RegistrationMode::Session).then_some(session.id);
        let target = Target { activity: activity.id, session: of_session };
        self.entry(target, terms, session.starts_at, activity.places)
    }

    pub fn of_session(&self, activity: &Activity, one: &Session) -> Entry {
        self.entry(Target::of(activity, one.id), Terms::from(activity), one.starts_at, activity.places)
    }

    fn entry(&self, target: Target, terms: Terms, starts: Wall, limit: Option<i32>) -> Entry {
        let starts = match target.session {
            Some(_) => starts,
            None => self.begins.get(&target.activity).copied().unwrap_or(starts),
        };
        let places = self.left.of_target(target, limit);
        let joining = joining(terms, Some(starts), places, self.now);
        let left = if joining == Joining::NotNeeded { None } else { places.left() };
        Entry { joining, left, now: self.now }
    }
}

impl Entry {
    /// Somebody who wants to come can, now or as soon as registration opens.
    pub fn is_free(self) -> bool {
        !matches!(self.joining, Joining::Closed(_) | Joining::Line(_))
    }

    /// The class of a mark and its words: 直接来, 还有6个名额, 名额满了，可以候补, 11月24日 星期二 上午9:00开始报名, 报名已截止.
    fn marked(self, lang: Lang) -> (&'static str, String) {
        let simply = || ("free", lang.pick("直接来", "Just come").to_owned());
        match self.joining {
            // Who waits is the activity's page's to say.
            Joining::Line(_) => {
                ("queue", lang.pick("名额满了，可以候补", "Full: you can wait in line").to_owned())
            }
            other => places::left_words(lang, other, self.now.date()).unwrap_or_else(simply),
        }
    }

    pub fn words(self, lang: Lang) -> String {
        self.marked(lang).1
    }

    pub fn badge(self, lang: Lang) -> Markup {
        let (class, words) = self.marked(lang);
        mark(class, &words)
    }
}
