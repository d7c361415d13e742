//! Whether one can still come: places left, full, or nothing to do but come.

use maud::{Markup, html};

use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, words};
use crate::domain::activities::{Activity, Announced, RegistrationMode, SessionId};
use crate::pages::parts::mark;

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

/// The entries of some sessions.
#[derive(Debug, Clone, Default)]
pub struct Places;

impl Places {
    /// One query, and none where nobody has to register.
    pub fn read(_conn: &mut Conn, _sessions: &[Announced]) -> Result<Self> {
        Ok(Self)
    }

    pub fn of_activity(_conn: &mut Conn, _activity: &Activity) -> Result<Self> {
        Ok(Self)
    }

    pub fn of_session(&self, activity: &Activity, _session: SessionId) -> Entry {
        match activity.registration {
            RegistrationMode::None => Entry::Open,
            _ => Entry::Register,
        }
    }

    pub fn of(&self, one: &Announced) -> Entry {
        match one.activity.registration {
            RegistrationMode::None => Entry::Open,
            _ => Entry::Register,
        }
    }
}

impl Entry {
    /// Somebody who wants to come now can.
    pub fn is_free(self) -> bool {
        self != Self::Full
    }

    /// 直接来, 还有6个名额, 已满，可候补.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Open => lang.pick("直接来", "Just come").to_owned(),
            Self::Register => lang.pick("可以报名", "Please register").to_owned(),
            Self::Left(number) => lang.pick(
                format!("还有{number}个名额"),
                format!("{} left", words::count(number.into(), "place", "places")),
            ),
            Self::Full => lang.pick("已满，可以候补", "Full; you may wait in line").to_owned(),
        }
    }

    pub fn badge(self, lang: Lang) -> Markup {
        html! { (mark(if self == Self::Full { "queue" } else { "free" }, &self.words(lang))) }
    }
}
