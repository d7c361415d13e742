//! Where the blocks of a timetable stand: columns and lines, as pure arithmetic.

use super::{Cell, Kind, Lane};
use crate::base::time::{DaySpan, Minute};

/// A break in which no room is open is drawn so wide, in minutes, however long it lasts: at noon and in the
/// evening nothing is to be read.
const BREAK: i32 = 30;

/// An hour at a desk of 1280 px, and the least the shortest stretch is given, in hundredths of the letters’
/// size: the style knows the second, too.
const DESK: i32 = 4500;
const LEAST: i32 = 340;

/// The hours across the top, and how much of the width each minute gets.
pub(super) struct Axis {
    /// From the first opening to the last closing of any room.
    pub day: (Minute, Minute),
    /// When nothing is open anywhere.
    breaks: Vec<(Minute, Minute)>,
    /// Minutes a column stands for: as coarse as every edge allows, and never finer than five.
    unit: i32,
    /// The shortest stretch that somebody has, in minutes: it must have room for its words. Free time says no
    /// more than that it is free, so it does not count; nor does a moment.
    shortest: i32,
}

impl Axis {
    /// `None` when nothing opens at all.
    pub fn of(rooms: &[Lane]) -> Option<Self> {
        let cells = || rooms.iter().flat_map(|room| &room.spans);
        let open = || cells().filter(|cell| cell.kind != Kind::Shut);
        let day = (open().map(|cell| cell.from).min()?, open().map(|cell| cell.to).max()?);
        let edges = || cells().flat_map(|cell| [cell.from, cell.to]).chain([day.0, day.1]);
        let unit = [30, 15, 10].into_iter().find(|unit| edges().all(|edge| edge.get() % unit == 0));
        let taken = open().filter(|cell| cell.kind != Kind::Open);
        let shortest = taken.map(|cell| cell.to.get() - cell.from.get()).min().unwrap_or(60);
        let mut said: Vec<_> =
            cells().filter(|cell| !is_gap(cell)).map(|cell| (cell.from, cell.to)).collect();
        said.sort();
        let (mut breaks, mut at) = (Vec::new(), day.0);
        for (from, to) in said {
            if from.get() - at.get() > BREAK {
                breaks.push((at, from));
            }
            at = at.max(to);
        }
        Some(Self { day, breaks, unit: unit.unwrap_or(5), shortest: shortest.clamp(30, 60) })
    }

    /// Where a minute stands, in minutes of width.
    fn place(&self, at: Minute) -> i32 {
        let skipped = self.breaks.iter().filter(|(from, _)| *from < at);
        let skipped: i32 = skipped.map(|(from, to)| (at.min(*to).get() - from.get() - BREAK).max(0)).sum();
        at.get() - skipped
    }

    fn width(&self, from: Minute, to: Minute) -> i32 {
        self.place(to) - self.place(from)
    }

    /// The classes that make a block as wide as its time: `n3 d1` is 13 columns.
    pub fn columns(&self, from: Minute, to: Minute) -> String {
        let rounded = |minute: Minute| (self.place(minute) + self.unit / 2) / self.unit;
        let columns = (rounded(to) - rounded(from)).max(1);
        match (columns / 10, columns % 10) {
            (0, ones) => format!("n{ones}"),
            (tens, 0) => format!("d{tens}"),
            (tens, ones) => format!("d{tens} n{ones}"),
        }
    }

    /// The whole day’s columns, and `k2` for the two columns of its shortest stretch: from these the style
    /// knows how wide the day has to be at least.
    pub fn whole(&self) -> String {
        format!("{} k{}", self.columns(self.day.0, self.day.1), (self.shortest / self.unit).clamp(1, 10))
    }

    /// The day cut at its full hours; a break is one piece.
    pub fn hours(&self) -> Vec<(Minute, Minute)> {
        let mut hours = Vec::new();
        let mut from = self.day.0;
        while from < self.day.1 {
            let next = Minute::hm(from.get() / 60 + 1, 0).min(self.day.1);
            let started = self.breaks.iter().find(|(start, _)| from <= *start && *start < next);
            let to = match started {
                Some((start, to)) if *start == from => *to,
                Some((start, _)) => *start,
                None => next,
            };
            hours.push((from, to));
            from = to;
        }
        hours
    }

    pub fn is_break(&self, from: Minute) -> bool {
        self.breaks.iter().any(|(start, _)| *start == from)
    }

    /// The class of a block whose words would not fit in full: `tiny` has room for one word, upright; `small`
    /// for the beginning and the title.
    pub fn room_for_words(&self, from: Minute, to: Minute) -> &'static str {
        let (width, all) = (self.width(from, to), self.width(self.day.0, self.day.1).max(1));
        let hundredths = (DESK * width / all).max(LEAST * width / self.shortest);
        match hundredths {
            ..250 => "tiny",
            250..620 => "small",
            _ => "",
        }
    }
}

/// Whether a cell says no more than that it is not open.
fn is_gap(cell: &Cell) -> bool {
    cell.kind == Kind::Shut && cell.title.is_empty()
}

/// A block: what it covers, and its cell. Without a cell it only keeps the place.
pub(super) type Block<'a> = (Minute, Minute, Option<&'a Cell>);

/// A room's blocks in lines without overlaps, each running from opening to closing. Gaps of the first line are not
/// open, unless another line says what is there.
pub(super) fn lines(room: &Lane, day: (Minute, Minute)) -> Vec<Vec<Block<'_>>> {
    let mut cells: Vec<&Cell> =
        room.spans.iter().filter(|cell| cell.from < day.1 && cell.to > day.0 && !is_gap(cell)).collect();
    // What is surely so comes first, so that requests stand beneath it.
    cells.sort_by_key(|cell| (matches!(cell.kind, Kind::Waiting), cell.from, cell.to));
    let mut lines: Vec<Vec<&Cell>> = vec![Vec::new()];
    for cell in cells {
        match lines
            .iter_mut()
            .find(|line| line.iter().all(|other| other.to <= cell.from || cell.to <= other.from))
        {
            Some(line) => line.push(cell),
            None => lines.push(vec![cell]),
        }
    }
    let first = lines.first().map_or(0, Vec::len);
    let beneath: Vec<DaySpan> =
        lines.iter().flatten().skip(first).filter_map(|cell| DaySpan::new(cell.from, cell.to)).collect();
    let whole: Vec<DaySpan> = DaySpan::new(day.0, day.1).into_iter().collect();
    let said_elsewhere = |place: usize| if place == 0 { &beneath } else { &whole };
    lines.into_iter().enumerate().map(|(place, line)| filled(line, day, said_elsewhere(place))).collect()
}

fn filled<'a>(mut line: Vec<&'a Cell>, day: (Minute, Minute), said_elsewhere: &[DaySpan]) -> Vec<Block<'a>> {
    line.sort_by_key(|cell| cell.from);
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut at = day.0;
    for cell in line {
        blocks.extend(gap(at, cell.from, said_elsewhere));
        at = cell.to.min(day.1);
        blocks.push((cell.from.max(day.0), at, Some(cell)));
    }
    blocks.extend(gap(at, day.1, said_elsewhere));
    blocks
}

/// What no cell of a line covers is not open, but for what another line says: there it only keeps the place.
fn gap<'a>(from: Minute, to: Minute, said_elsewhere: &[DaySpan]) -> Vec<Block<'a>> {
    static SHUT: Cell = Cell {
        from: Minute::MIDNIGHT,
        to: Minute::DAY_END,
        kind: Kind::Shut,
        title: String::new(),
        href: None,
    };
    let Some(gap) = DaySpan::new(from, to) else { return Vec::new() };
    let shut = gap.without(said_elsewhere);
    let kept = gap.without(&shut).into_iter().map(|span| (span.from(), span.to(), None));
    let shut = shut.into_iter().map(|span| (span.from(), span.to(), Some(&SHUT)));
    let mut pieces: Vec<Block<'a>> = kept.chain(shut).collect();
    pieces.sort_by_key(|(from, ..)| *from);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(from: (i32, i32), to: (i32, i32), kind: Kind) -> Cell {
        Cell {
            from: Minute::hm(from.0, from.1),
            to: Minute::hm(to.0, to.1),
            kind,
            title: String::new(),
            href: None,
        }
    }

    fn room(spans: Vec<Cell>) -> Lane {
        Lane { name: "排练厅".into(), about: String::new(), href: None, spans }
    }

    fn axis(rooms: &[Lane]) -> Axis {
        Axis::of(rooms).unwrap()
    }

    fn widths(line: &[(Minute, Minute)], axis: &Axis) -> i32 {
        line.iter()
            .flat_map(|(from, to)| axis.columns(*from, *to).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .map(|class| class[1..].parse::<i32>().unwrap() * if class.starts_with('d') { 10 } else { 1 })
            .sum()
    }

    #[test]
    fn every_line_is_as_wide_as_the_day_and_a_break_half_an_hour() {
        let rooms = [
            room(vec![cell((9, 0), (10, 30), Kind::Session), cell((14, 0), (16, 0), Kind::Open)]),
            room(vec![cell((8, 30), (12, 0), Kind::Open), cell((19, 0), (21, 0), Kind::Taken)]),
            room(vec![]),
        ];
        let axis = axis(&rooms);
        assert_eq!(axis.day, (Minute::hm(8, 30), Minute::hm(21, 0)));
        // 3½ h, a break, 2 h, a break, 2 h.
        for room in &rooms {
            for line in lines(room, axis.day) {
                let line: Vec<_> = line.iter().map(|(from, to, _)| (*from, *to)).collect();
                assert_eq!(widths(&line, &axis), 7 + 1 + 4 + 1 + 4);
            }
        }
        assert_eq!(widths(&axis.hours(), &axis), 17);
        assert_eq!(axis.whole(), "d1 n7 k2");
        let hours: Vec<i32> = axis.hours().iter().map(|(from, _)| from.get() / 30).collect();
        assert_eq!(hours, [17, 18, 20, 22, 24, 28, 30, 32, 38, 40]);
        assert!(axis.is_break(Minute::hm(12, 0)) && axis.is_break(Minute::hm(16, 0)));
    }

    #[test]
    fn a_break_is_one_for_all_rooms() {
        let late = cell((12, 0), (12, 30), Kind::Open);
        let rooms = [
            room(vec![cell((9, 0), (12, 0), Kind::Open), cell((14, 0), (16, 0), Kind::Open)]),
            room(vec![late, cell((9, 0), (11, 0), Kind::Open)]),
        ];
        let axis = axis(&rooms);
        assert_eq!(axis.columns(Minute::hm(9, 0), Minute::hm(16, 0)), "d1 n2");
        assert_eq!(axis.columns(Minute::hm(12, 0), Minute::hm(14, 0)), "n2");
        assert!(!axis.is_break(Minute::hm(12, 0)) && axis.is_break(Minute::hm(12, 30)));
    }

    #[test]
    fn two_requests_for_one_slot_stand_beneath_each_other() {
        let room = room(vec![
            cell((9, 0), (11, 0), Kind::Waiting),
            cell((9, 0), (12, 0), Kind::Open),
            cell((10, 0), (12, 0), Kind::Waiting),
        ]);
        let lines = lines(&room, (Minute::hm(8, 30), Minute::hm(12, 0)));
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0][1].2.unwrap().kind, Kind::Open);
        assert!(lines[1][0].2.is_none());
    }

    #[test]
    fn what_stands_in_a_second_line_is_not_said_to_be_shut() {
        let halves = [cell((9, 0), (10, 30), Kind::Session), cell((9, 0), (11, 0), Kind::Troupe)];
        let hall = room(halves.to_vec());
        let lines = lines(&hall, (Minute::hm(9, 0), Minute::hm(12, 0)));
        let said: Vec<_> =
            lines[0].iter().map(|(from, _, cell)| (from.get(), cell.map(|cell| cell.kind))).collect();
        let (half_past_ten, eleven) = (10 * 60 + 30, 11 * 60);
        assert_eq!(said, [(9 * 60, Some(Kind::Session)), (half_past_ten, None), (eleven, Some(Kind::Shut))]);
        assert!(lines[1].iter().all(|(.., cell)| cell.is_none_or(|cell| cell.kind == Kind::Troupe)));
    }

    #[test]
    fn a_short_booking_makes_room_for_its_words_and_free_time_does_not() {
        let with = |kind| {
            let long = cell((10, 0), (20, 0), Kind::Troupe);
            axis(&[room(vec![cell((9, 0), (9, 30), kind), long])])
        };
        let (nine, ten) = (Minute::hm(9, 0), Minute::hm(10, 0));
        let class = |kind, to: Minute| with(kind).room_for_words(nine, to);
        assert_eq!(class(Kind::Open, Minute::hm(9, 30)), "tiny");
        assert_eq!(class(Kind::Session, Minute::hm(9, 30)), "small");
        assert_eq!((class(Kind::Open, ten), class(Kind::Session, ten)), ("small", ""));
        assert_eq!(class(Kind::Open, Minute::hm(12, 0)), "");
        assert!(with(Kind::Session).whole().ends_with(" k1"));
    }

    #[test]
    fn odd_minutes_make_finer_columns() {
        let unit = |from, to| axis(&[room(vec![cell(from, to, Kind::Open)])]).unit;
        assert_eq!(unit((9, 0), (10, 30)), 30);
        assert_eq!(unit((9, 15), (10, 30)), 15);
        assert_eq!(unit((9, 10), (10, 30)), 10);
        assert_eq!(unit((9, 7), (10, 30)), 5);
    }
}
