//! Free-use agreements (场地免费使用协议): which troupe may use which rooms, in which weekly windows, for how
//! many hours, from when to when.
//!
//! An agreement goes from *draft* to *active* to *ended*, with *suspended* on the way, and is renewed by a
//! successor that points back. At most one that is active or suspended per troupe and day. At the end of its
//! period it is over by itself: that follows from the dates and no column says it.

pub mod activating;
mod details;
pub mod difference;
pub mod editing;
pub mod ending;
pub mod letters;
mod moving;
pub mod papers;
pub mod reminding;
mod rules;
mod state;
pub mod store;
pub mod suspending;
pub mod terms;
pub mod words;
pub mod writing;

pub use moving::{Decided, Moved};
pub use rules::{Coverage, Gap, Usage};
pub use state::{AgreementState, Standing};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::db::schema::{agreement, troupe};
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Instant};
use crate::domain::centres::{CentreId, either};
use crate::domain::rooms::RoomId;

crate::id! {
    /// An arts troupe.
    TroupeId;
    /// A signed agreement.
    AgreementId;
}

crate::text_enum! {
    /// What a troupe does; gives it its icon.
    pub enum TroupeKind {
        Dance = "dance",
        Choir = "choir",
        Opera = "opera",
        Calligraphy = "calligraphy",
        Taiji = "taiji",
        Rock = "rock",
        Other = "other",
    }
}

impl TroupeKind {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Dance => lang.pick("舞蹈", "Dance"),
            Self::Choir => lang.pick("合唱", "Choir"),
            Self::Opera => lang.pick("戏曲", "Opera"),
            Self::Calligraphy => lang.pick("书画", "Calligraphy"),
            Self::Taiji => lang.pick("太极", "Taiji"),
            Self::Rock => lang.pick("摇滚乐", "Rock band"),
            Self::Other => lang.pick("其他", "Other"),
        }
    }
}

/// A troupe (文艺队伍).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = troupe)]
pub struct Troupe {
    pub id: TroupeId,
    pub centre_id: CentreId,
    pub name: String,
    pub name_en: String,
    pub kind: TroupeKind,
    /// How many people it declares.
    pub size: i32,
    /// It chose to be named where others would read 已占用.
    pub named: bool,
    pub active: bool,
    pub created_at: Instant,
}

impl Troupe {
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }
}

/// The limits in an agreement; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allowance {
    pub week_minutes: Option<i32>,
    pub month_minutes: Option<i32>,
    pub week_bookings: Option<i32>,
    pub longest_minutes: Option<i32>,
}

/// One weekly window (1 Monday to 7 Sunday) in which a troupe may use its rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    pub weekday: i32,
    pub span: DaySpan,
}

/// An agreement with its rooms and windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub id: AgreementId,
    pub centre_id: CentreId,
    pub troupe_id: TroupeId,
    pub number: String,
    /// While it is a draft: when it was drawn up.
    pub signed_on: NaiveDate,
    pub starts_on: NaiveDate,
    /// The last day it holds.
    pub ends_on: NaiveDate,
    /// The last day on the paper, where it was made to end before it.
    pub paper_ends_on: Option<NaiveDate>,
    pub state: AgreementState,
    pub allowance: Allowance,
    pub words: PaperWords,
    /// The one it renews.
    pub predecessor: Option<AgreementId>,
    pub rooms: Vec<RoomId>,
    pub windows: Vec<Window>,
}

/// What the paper says in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperWords {
    /// What the troupe does in return: 公益演出 and the like. May be empty.
    pub duties: String,
    pub duties_en: String,
    /// Who signs for the centre, and who for the troupe.
    pub signer_centre: String,
    pub signer_troupe: String,
}

impl PaperWords {
    pub fn duties_in(&self, lang: Lang) -> &str {
        either(lang, &self.duties, &self.duties_en)
    }
}

/// The row behind an [`Agreement`].
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = agreement)]
pub(crate) struct AgreementRow {
    pub id: AgreementId,
    pub centre_id: CentreId,
    pub troupe_id: TroupeId,
    pub number: String,
    pub signed_on: NaiveDate,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub week_minutes: Option<i32>,
    pub month_minutes: Option<i32>,
    pub week_bookings: Option<i32>,
    pub longest_minutes: Option<i32>,
    pub state: AgreementState,
    pub duties: String,
    pub duties_en: String,
    pub signer_centre: String,
    pub signer_troupe: String,
    pub paper_ends_on: Option<NaiveDate>,
    pub predecessor_id: Option<AgreementId>,
}
