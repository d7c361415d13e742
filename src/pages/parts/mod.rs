//! The parts every page is built from, one file each. They take plain data and a language and give
//! markup: no query, no permission, no clock, no word of the domain but the names of states.
//!
//! Lengths and colours come from classes and SVG attributes, because the content security policy
//! forbids inline styles.

pub mod agreement;
pub mod allowance;
pub mod attendance;
pub mod booking_slip;
pub mod button;
pub mod card;
pub mod centre_form;
pub mod contract;
pub mod counting;
pub mod day_sign;
pub mod door;
pub mod empty;
pub mod entry;
pub mod error_page;
pub mod error_summary;
pub mod events;
pub mod feed;
pub mod field;
pub mod frame;
pub mod head;
pub mod icons;
pub mod lists;
pub mod look;
pub mod members;
pub mod month;
pub mod noise;
pub mod notice;
pub mod pager;
pub mod person_form;
pub mod places;
pub mod qr;
pub mod registration_form;
pub mod registration_slip;
pub mod report;
pub mod say;
pub mod series;
pub mod sheet;
pub mod signed_paper;
pub mod state;
pub mod table;
pub mod tabs;
pub mod tile;
pub mod timetable;
pub mod week_sheet;

pub use allowance::{Allowance, allowance};
pub use button::Button;
pub use card::{Pick, card, picks};
pub use day_sign::{DaySign, day_sign, day_sign_said};
pub use empty::{empty, empty_page};
pub use error_page::error_page;
pub use error_summary::error_summary;
pub use events::{Event, events};
pub use field::{Choice, Field, hidden, tick};
pub use frame::{Brand, Frame, Look, Theme, Width};
pub use head::Preview;
pub use icons::icon;
pub use lists::{Happened, crumbs, facts, history, plain_list};
pub use notice::{notice, notice_first, remark};
pub use say::nb;
pub use sheet::{Sheet, done};
pub use state::{StateBadge, mark, state, state_with};
pub use table::{Column, table};
pub use tabs::{StaffTab, Tab, Tabs};
pub use tile::{hero, tile, tile_line, tile_near};

/// The four colours of meaning, and none. A part that takes one also says it in words or shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Taken, refused; the centre's own.
    Brick,
    /// Free, granted, done; activities.
    Jade,
    /// Waiting for a decision, please answer.
    Amber,
    /// Information; mine, a troupe's.
    Indigo,
    #[default]
    Plain,
}

/// Several classes, some of them perhaps empty; `None` when all are.
pub(crate) fn classes(words: &[&str]) -> Option<String> {
    let said: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// A class on a condition.
pub(crate) fn when(condition: bool, class: &'static str) -> &'static str {
    if condition { class } else { "" }
}

impl Tone {
    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Brick => "brick",
            Self::Jade => "jade",
            Self::Amber => "amber",
            Self::Indigo => "indigo",
            Self::Plain => "",
        }
    }
}
