//! Words that several resources share, as they stand in JSON.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Span, Wall, read_date};
use crate::domain::bookings::{self, alternatives, words};
use crate::domain::centres::either;
use crate::domain::rooms::RoomId;

/// A time on the centre's wall, without a zone: `2026-11-24T09:00`. Midnight at a day's end may be written
/// `2026-11-24T24:00` and is answered as `2026-11-25T00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, example = "2026-11-24T09:00", pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]
pub struct WallTime(pub Wall);

impl Serialize for WallTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iso())
    }
}

impl<'de> Deserialize<'de> for WallTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        wall(&text).map(Self).ok_or_else(|| de::Error::custom(amiss(&text)))
    }
}

/// Why a text is no time on the wall, in words that [`input`](super::input) knows.
fn amiss(text: &str) -> &'static str {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match text.split_once('T') {
        Some((day, _)) if shape == "0000-00-00T00:00" && day.parse::<NaiveDate>().is_err() => {
            "the day is out of range"
        }
        Some((day, _)) if shape == "0000-00-00T00:00" && read_date(day).is_none() => {
            "the day is out of reach"
        }
        _ => "write it like 2026-11-24T09:00",
    }
}

fn wall(text: &str) -> Option<Wall> {
    if text.len() != "2026-11-24T09:00".len() || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match text.strip_suffix("T24:00") {
        Some(day) => Some(Wall::at(read_date(day)?, Minute::DAY_END)),
        None => Wall::parse(text),
    }
}

/// From and to, by the centre's wall clock; half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stretch {
    pub starts_at: WallTime,
    pub ends_at: WallTime,
}

impl Stretch {
    pub fn of(date: NaiveDate, part: DaySpan) -> Self {
        Self::from(Span::on(date, part))
    }
}

impl From<Span> for Stretch {
    fn from(span: Span) -> Self {
        Self { starts_at: WallTime(span.start()), ends_at: WallTime(span.end()) }
    }
}

/// Something that has the room.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Clash {
    /// The room it uses, which may share a space with the one that was asked for.
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// When the room is ready for others, after its turnaround.
    pub ready_at: WallTime,
    /// A troupe that chose to be named, or a published activity.
    pub name: Option<String>,
    pub message: String,
}

impl Clash {
    pub fn all(lang: Lang, clashes: &[bookings::Clash]) -> Vec<Self> {
        let one = |clash: &bookings::Clash| Self {
            room: clash.room,
            starts_at: WallTime(clash.starts_at),
            ends_at: WallTime(clash.ends_at),
            ready_at: WallTime(clash.ready_at),
            name: clash.name.as_ref().map(|(zh, en)| either(lang, zh, en).to_owned()),
            message: words::clash(lang, clash),
        };
        clashes.iter().map(one).collect()
    }
}

/// A room and a time that would be granted now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Alternative {
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    #[schema(inline)]
    pub change: Change,
    /// Staff would decide; otherwise it is approved at once.
    pub needs_decision: bool,
}

/// What differs from the wish.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Time,
    Room,
    Day,
    RoomAndTime,
    DayAndTime,
}

impl Alternative {
    pub fn all(found: &[alternatives::Alternative]) -> Vec<Self> {
        let one = |found: &alternatives::Alternative| Self {
            room: found.room,
            starts_at: WallTime(found.span.start()),
            ends_at: WallTime(found.span.end()),
            change: match found.change {
                alternatives::Change::Time => Change::Time,
                alternatives::Change::Room => Change::Room,
                alternatives::Change::Day => Change::Day,
                alternatives::Change::RoomAndTime => Change::RoomAndTime,
                alternatives::Change::DayAndTime => Change::DayAndTime,
            },
            needs_decision: found.needs_decision,
        };
        found.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::wall;

    #[test]
    fn a_wall_time_has_four_digits_of_year_and_no_zone() {
        assert_eq!(wall("2026-11-24T09:00").unwrap().iso(), "2026-11-24T09:00");
        assert_eq!(wall("2026-11-24T24:00").unwrap().iso(), "2026-11-25T00:00");
        for bad in
            ["2026-11-24", "2026-11-24T09:00Z", "2026-11-24T09:00:30", "+2026-11-24T9:00", "2026-11-31T09:00"]
        {
            assert!(wall(bad).is_none(), "{bad}");
        }
    }
}
