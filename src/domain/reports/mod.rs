//! Reports (统计): how often, how many, how long, and how full, over a period.
//!
//! A use of a room or a meeting place is *held* when it was approved (a booking) or not cancelled (a session), has
//! ended, and staff did not note that nobody came. 人次 (visits) are the sum of the reports that count; what nobody
//! reported is unknown and never zero, so every sum says of how many uses it is. 人数 (people) are counted where
//! there are names, declared where a troupe said its size, and otherwise unknown; sums over troupes say that a
//! person may be in two of them.

mod people;
mod period;
mod public;
mod rules;
pub mod store;
mod usage;
pub mod words;

pub use people::{Basis, People, Place};
pub use period::{AgreementYear, Choice, Period, agreement_years};
pub use public::{Public, rounded};
pub use rules::{By, DropIn, Figures, Key, Report, Row};
pub use usage::{Cell, Heat, Share};

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::base::lang::Lang;
use crate::base::time::{Span, Wall};
use crate::domain::activities::{ActivityId, ActivityKind, RegistrationMode, Tag, TagId};
use crate::domain::agreements::{AgreementId, Troupe, TroupeId};
use crate::domain::centres::either;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{Catalogue, RoomId};

/// What of a centre is looked at; `None` is everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    pub troupe: Option<TroupeId>,
    pub agreement: Option<AgreementId>,
    pub room: Option<RoomId>,
    pub kind: Option<Kind>,
    pub tag: Option<TagId>,
}

impl Filter {
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Only the room is asked for, if anything: then a drop-in room's counts belong to it too.
    fn is_about_rooms(&self) -> bool {
        Self { room: None, ..*self }.is_all()
    }
}

/// What kind of use it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A troupe's booking.
    Rehearsal,
    Activity(ActivityKind),
}

impl Kind {
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Rehearsal).chain(ActivityKind::ALL.iter().map(|kind| Self::Activity(*kind)))
    }

    /// The word in addresses and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rehearsal => "rehearsal",
            Self::Activity(kind) => kind.word(),
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|kind| kind.word() == word)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Rehearsal => lang.pick("队伍排练", "Rehearsals"),
            Self::Activity(kind) => kind.name(lang),
        }
    }
}

/// What became of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Held,
    /// Nobody came, as staff confirmed.
    NoShow,
    /// The centre took it back.
    Displaced,
}

/// A booking or a session whose time is over, or a booking that the centre took back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    pub what: Taker,
    pub span: Span,
    /// `None` outdoors.
    pub room: Option<RoomId>,
    pub troupe: Option<TroupeId>,
    /// Under which it was; of a troupe's session the one that held on its day.
    pub agreement: Option<AgreementId>,
    pub activity: Option<ActivityId>,
    pub kind: Kind,
    pub fate: Fate,
    /// As the report that counts says; `None` where nobody reported.
    pub visits: Option<i32>,
    /// The number is the door's count, which nobody confirmed.
    pub unconfirmed: bool,
}

/// How many were in a drop-in room in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub room: RoomId,
    pub at: Wall,
    pub visits: i32,
}

/// An agreement that was signed and held on some day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub id: AgreementId,
    pub troupe: TroupeId,
    pub number: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// What an activity is called, and how one gets a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    pub title_en: String,
    pub registration: RegistrationMode,
    pub tags: Vec<TagId>,
    /// Further figures by name: 单位数 25.
    pub results: BTreeMap<String, i64>,
}

impl About {
    pub fn title_in(&self, lang: Lang) -> &str {
        either(lang, &self.title, &self.title_en)
    }
}

/// All that a centre's reports over one period are made of.
#[derive(Debug, Clone)]
pub struct Facts {
    pub period: Period,
    /// What ends later has not been held yet.
    pub now: Wall,
    pub catalogue: Catalogue,
    pub troupes: Vec<Troupe>,
    pub contracts: Vec<Contract>,
    pub tags: Vec<Tag>,
    pub activities: HashMap<ActivityId, About>,
    pub uses: Vec<Use>,
    pub counts: Vec<Count>,
    /// How many were on a troupe's list at some time of the period; troupes without a list are missing.
    pub members: HashMap<TroupeId, u32>,
    /// Places given in activities.
    pub places: Vec<Place>,
}

impl Facts {
    pub fn troupe(&self, id: TroupeId) -> Option<&Troupe> {
        self.troupes.iter().find(|one| one.id == id)
    }

    pub fn contract(&self, id: AgreementId) -> Option<&Contract> {
        self.contracts.iter().find(|one| one.id == id)
    }

    /// Whether what a filter names is the centre's.
    pub fn knows(&self, filter: Filter) -> bool {
        filter.troupe.is_none_or(|id| self.troupe(id).is_some())
            && filter.agreement.is_none_or(|id| self.contract(id).is_some())
            && filter.room.is_none_or(|id| self.catalogue.room(id).is_some())
            && filter.tag.is_none_or(|id| self.tags.iter().any(|tag| tag.id == id))
    }

    /// Those uses that a filter is about.
    pub fn uses_of(&self, filter: Filter) -> Vec<&Use> {
        self.uses.iter().filter(|one| self.fits(one, filter)).collect()
    }

    fn fits(&self, one: &Use, filter: Filter) -> bool {
        filter.room.is_none_or(|room| one.room == Some(room)) && self.is_by(one, filter)
    }

    /// It is what the filter asks for, whatever the room.
    fn is_by(&self, one: &Use, filter: Filter) -> bool {
        filter.troupe.is_none_or(|troupe| one.troupe == Some(troupe))
            && filter.agreement.is_none_or(|agreement| one.agreement == Some(agreement))
            && filter.kind.is_none_or(|kind| one.kind == kind)
            && filter.tag.is_none_or(|tag| self.tags_of(one).contains(&tag))
    }

    fn tags_of(&self, one: &Use) -> &[TagId] {
        let about = one.activity.and_then(|id| self.activities.get(&id));
        about.map_or(&[], |about| about.tags.as_slice())
    }
}
