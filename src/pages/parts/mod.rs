//! The parts every page is built from, one file each. They take plain data and a language and give
//! markup: no query, no permission, no clock, no word of the domain but the names of states.
//!
//! Lengths and colours come from classes and SVG attributes, because the content security policy
//! forbids inline styles.

pub mod button;
pub mod door;
pub mod frame;
pub mod icons;
pub mod look;
pub mod say;

pub use frame::{Brand, Frame, Look, StaffTab, Tab, Tabs, Theme, Width};
pub use icons::icon;
pub use say::nb;

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
