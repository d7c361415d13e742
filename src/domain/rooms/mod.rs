//! Rooms (功能室): what people book, and the spaces they are made of.
//!
//! A space is the physical unit that can be taken once at a time; a room is one or more spaces. 多功能厅 is
//! 东厅 + 西厅, so booking the hall takes both halves and booking a half blocks the hall.

mod catalogue;
mod details;
pub mod editing;
mod hours;
pub mod store;
pub(in crate::domain) mod writing;

pub use catalogue::Catalogue;
pub use hours::{Closed, Hours, SpecialDay, WeeklySpan};

use diesel::prelude::*;

use crate::base::db::schema::room;
use crate::base::lang::Lang;
use crate::domain::centres::CentreId;

crate::id! {
    /// A room people book.
    RoomId;
    /// A physical unit that can be taken once at a time.
    SpaceId;
}

crate::text_enum! {
    /// What a room is for; gives it its icon.
    pub enum RoomKind {
        Activity = "activity",
        Rehearsal = "rehearsal",
        Meeting = "meeting",
        Reading = "reading",
        Hall = "hall",
        Classroom = "classroom",
        Cinema = "cinema",
        Studio = "studio",
        Counselling = "counselling",
        Mediation = "mediation",
        Veterans = "veterans",
        Canteen = "canteen",
        Mobile = "mobile",
        Other = "other",
    }
}

crate::text_enum! {
    /// How one may use a room.
    pub enum Access {
        /// Booked by the hour.
        Bookable = "bookable",
        /// Open to all and counted, never booked.
        DropIn = "drop_in",
        /// Booked, and no calendar shows more than 占用.
        Private = "private",
    }
}

crate::text_enum! {
    /// Who decides about a request that its agreement covers.
    pub enum Mode {
        /// It is approved at once.
        Instant = "instant",
        /// Staff decide.
        Reviewed = "reviewed",
    }
}

crate::text_enum! {
    /// What its neighbours hear, or need.
    pub enum Noise {
        Quiet = "quiet",
        Normal = "normal",
        Loud = "loud",
    }
}

crate::text_enum! {
    /// What a room has.
    pub enum Equipment {
        Sound = "sound",
        Mirror = "mirror",
        Piano = "piano",
        Projector = "projector",
        Whiteboard = "whiteboard",
        Tables = "tables",
        Stage = "stage",
        Computers = "computers",
        Kitchen = "kitchen",
        Water = "water",
    }
}

/// Minutes that a room may be kept free after a use, at most.
pub const MOST_TURNAROUND: i32 = 240;

/// One room and its rules. Lengths are minutes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = room)]
pub struct Room {
    pub id: RoomId,
    pub centre_id: CentreId,
    pub position: i32,
    pub name: String,
    pub name_en: String,
    pub kind: RoomKind,
    pub access: Access,
    pub mode: Mode,
    /// The most people it takes.
    pub capacity: i32,
    pub area_m2: i32,
    pub floor: i32,
    pub noise: Noise,
    pub step_free: bool,
    /// Kept free after each use, at most [`MOST_TURNAROUND`]; fixed in a booking when it is made.
    pub turnaround_minutes: i32,
    pub shortest_minutes: i32,
    pub longest_minutes: i32,
    /// Starts and ends lie on multiples of this.
    pub grain_minutes: i32,
    /// How many days from today one may book.
    pub ahead_days: i32,
    /// Who runs it, where that is not the centre; empty otherwise.
    pub partner: String,
    pub note: String,
    pub note_en: String,
    /// False once it is no longer let; its bookings stay.
    pub active: bool,
}

impl Room {
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }

    pub fn note_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.note_en.is_empty() { &self.note_en } else { &self.note }
    }

    /// As it is for a series: that may go as far ahead as its agreement holds.
    pub fn however_far(self) -> Self {
        Self { ahead_days: i32::from(i16::MAX), ..self }
    }

    /// Open to bookings: drop-in rooms never are.
    pub fn is_bookable(&self) -> bool {
        self.active && self.access != Access::DropIn
    }
}

impl RoomKind {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Activity => lang.pick("活动室", "Activity room"),
            Self::Rehearsal => lang.pick("排练厅", "Rehearsal room"),
            Self::Meeting => lang.pick("会议室", "Meeting room"),
            Self::Reading => lang.pick("图书阅览室", "Reading room"),
            Self::Hall => lang.pick("多功能厅", "Hall"),
            Self::Classroom => lang.pick("教室", "Classroom"),
            Self::Cinema => lang.pick("影院", "Cinema"),
            Self::Studio => lang.pick("书画室", "Studio"),
            Self::Counselling => lang.pick("心理咨询室", "Counselling room"),
            Self::Mediation => lang.pick("调解室", "Mediation room"),
            Self::Veterans => lang.pick("退役军人之家", "Veterans’ room"),
            Self::Canteen => lang.pick("食堂", "Canteen"),
            Self::Mobile => lang.pick("流动办公桌", "Mobile desk"),
            Self::Other => lang.pick("其他", "Other"),
        }
    }
}

impl Access {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Bookable => lang.pick("可预约", "Can be booked"),
            Self::DropIn => lang.pick("随到随用", "Walk in"),
            Self::Private => lang.pick("可预约，不公开内容", "Can be booked, shown only as taken"),
        }
    }
}

impl Mode {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Instant => lang.pick("订了就定", "Confirmed at once"),
            Self::Reviewed => lang.pick("要审核", "Staff decide"),
        }
    }
}

impl Noise {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Quiet => lang.pick("安静", "Quiet"),
            Self::Normal => lang.pick("一般", "Ordinary"),
            Self::Loud => lang.pick("可以放音乐", "Music allowed"),
        }
    }
}

impl Equipment {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Sound => lang.pick("音响", "Sound system"),
            Self::Mirror => lang.pick("镜子", "Mirrors"),
            Self::Piano => lang.pick("钢琴", "Piano"),
            Self::Projector => lang.pick("投影", "Projector"),
            Self::Whiteboard => lang.pick("白板", "Whiteboard"),
            Self::Tables => lang.pick("桌椅", "Tables and chairs"),
            Self::Stage => lang.pick("舞台", "Stage"),
            Self::Computers => lang.pick("电脑", "Computers"),
            Self::Kitchen => lang.pick("厨房", "Kitchen"),
            Self::Water => lang.pick("饮水", "Drinking water"),
        }
    }
}
