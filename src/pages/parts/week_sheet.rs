//! 门上的周表: what everybody may know of a room's week, day by day; for paper and for programs.

use chrono::{Days, NaiveDate};

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, monday_of};
use crate::domain::bookings::board::{Board, What};
use crate::domain::centres::either;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::Room;

/// One day of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDay {
    pub date: NaiveDate,
    /// The room opens at all.
    pub open: bool,
    pub lines: Vec<SheetLine>,
}

/// A time when the room cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    pub part: DaySpan,
    /// It is shut then, though usually open; else it is taken.
    pub closed: bool,
    /// Who or what, or why; empty where that is nobody's business or unknown.
    pub name: String,
    /// The other room of the same space that it was made for, in few words; empty where it is this one.
    pub of: String,
    /// Kept for somebody who has not answered yet.
    pub kept: bool,
}

/// Monday and Sunday of the week in which a day lies.
pub fn week_of(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = monday_of(date);
    (monday, monday.checked_add_days(Days::new(6)).unwrap_or(monday))
}

/// The seven days from a Monday on.
pub fn week_sheet(lang: Lang, board: &Board, room: &Room, monday: NaiveDate) -> Vec<SheetDay> {
    let day = |date| SheetDay {
        date,
        open: !board.catalogue.open_on(room.id, date).is_empty(),
        lines: board
            .day_of(room, date)
            .into_iter()
            .filter_map(|piece| line(lang, board, room, piece.span, piece.what))
            .collect(),
    };
    monday.iter_days().take(7).map(day).collect()
}

fn line(lang: Lang, board: &Board, room: &Room, part: DaySpan, what: What) -> Option<SheetLine> {
    match what {
        What::Taken(entry) => {
            let other = board.catalogue.room(entry.room).filter(|other| other.id != room.id);
            Some(SheetLine {
                part,
                closed: false,
                name: entry.public_name(lang).unwrap_or_default().to_owned(),
                of: other.map(|other| beside(lang, room, other).to_owned()).unwrap_or_default(),
                kept: entry.held || matches!(entry.taker, Taker::Alternative(_)),
            })
        }
        What::Closed(zh, en) => {
            let name = either(lang, zh, en).to_owned();
            Some(SheetLine { part, closed: true, name, of: String::new(), kept: false })
        }
        What::Free | What::Gone | What::Between => None,
    }
}

/// What another room is called beside this one: 多功能厅西厅 is 西厅 beside 多功能厅.
pub fn beside<'a>(lang: Lang, room: &Room, other: &'a Room) -> &'a str {
    let name = other.name_in(lang);
    name.strip_prefix(room.name_in(lang)).unwrap_or(name).trim_matches([',', ' '])
}
