//! 门上的周表: what everybody may know of a room's week, day by day; for paper and for programs.

use chrono::{Days, NaiveDate};

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, monday_of};
use crate::domain::bookings::board::{Board, What};
use crate::domain::centres::either;
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
            .filter_map(|piece| line(lang, piece.span, piece.what))
            .collect(),
    };
    monday.iter_days().take(7).map(day).collect()
}

fn line(lang: Lang, part: DaySpan, what: What) -> Option<SheetLine> {
    let (closed, name) = match what {
        What::Taken(entry) => (false, entry.public_name(lang).unwrap_or_default()),
        What::Closed(zh, en) => (true, either(lang, zh, en)),
        What::Free | What::Gone | What::Between => return None,
    };
    Some(SheetLine { part, closed, name: name.to_owned() })
}
