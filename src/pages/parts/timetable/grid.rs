//! Where the blocks of a timetable stand: columns and lines, as pure arithmetic.

use super::{Cell, Kind, Lane};
use crate::base::time::Minute;

/// From the first opening to the last closing of any room; `None` when nothing opens at all.
pub(super) fn day_of(rooms: &[Lane]) -> Option<(Minute, Minute)> {
    let open = || rooms.iter().flat_map(|room| &room.spans).filter(|cell| cell.kind != Kind::Shut);
    Some((open().map(|cell| cell.from).min()?, open().map(|cell| cell.to).max()?))
}

/// Minutes a column stands for: as coarse as every edge allows, and never finer than five.
pub(super) fn unit(rooms: &[Lane], day: (Minute, Minute)) -> i32 {
    let edges = || {
        rooms.iter().flat_map(|room| &room.spans).flat_map(|cell| [cell.from, cell.to]).chain([day.0, day.1])
    };
    [30, 15, 10].into_iter().find(|unit| edges().all(|edge| edge.get() % unit == 0)).unwrap_or(5)
}

/// The classes that make a block as wide as its time: `n3 d1` is 13 columns.
pub(super) fn columns(from: Minute, to: Minute, unit: i32) -> String {
    let rounded = |minute: Minute| (minute.get() + unit / 2) / unit;
    let columns = (rounded(to) - rounded(from)).max(1);
    match (columns / 10, columns % 10) {
        (0, ones) => format!("n{ones}"),
        (tens, 0) => format!("d{tens}"),
        (tens, ones) => format!("d{tens} n{ones}"),
    }
}

/// The day cut at its full hours.
pub(super) fn hours(day: (Minute, Minute)) -> Vec<(Minute, Minute)> {
    let mut hours = Vec::new();
    let mut from = day.0;
    while from < day.1 {
        let to = Minute::hm(from.get() / 60 + 1, 0).min(day.1);
        hours.push((from, to));
        from = to;
    }
    hours
}

/// A block: what it covers, and its cell. Without a cell it only keeps the place.
pub(super) type Block<'a> = (Minute, Minute, Option<&'a Cell>);

/// A room's blocks in lines without overlaps, each running from opening to closing. Gaps of the first
/// line are not open.
pub(super) fn lines(room: &Lane, day: (Minute, Minute)) -> Vec<Vec<Block<'_>>> {
    let mut cells: Vec<&Cell> =
        room.spans.iter().filter(|cell| cell.from < day.1 && cell.to > day.0).collect();
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
    lines.into_iter().enumerate().map(|(place, line)| filled(line, day, place == 0)).collect()
}

fn filled<'a>(mut line: Vec<&'a Cell>, day: (Minute, Minute), first: bool) -> Vec<Block<'a>> {
    static SHUT: Cell = Cell {
        from: Minute::MIDNIGHT,
        to: Minute::DAY_END,
        kind: Kind::Shut,
        title: String::new(),
        href: None,
    };
    line.sort_by_key(|cell| cell.from);
    let gap = first.then_some(&SHUT);
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut at = day.0;
    for cell in line {
        if at < cell.from {
            blocks.push((at, cell.from, gap));
        }
        at = cell.to.min(day.1);
        blocks.push((cell.from.max(day.0), at, Some(cell)));
    }
    if at < day.1 {
        blocks.push((at, day.1, gap));
    }
    blocks
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

    fn widths(line: &[Block], unit: i32) -> i32 {
        line.iter()
            .flat_map(|(from, to, _)| {
                columns(*from, *to, unit).split(' ').map(str::to_owned).collect::<Vec<_>>()
            })
            .map(|class| class[1..].parse::<i32>().unwrap() * if class.starts_with('d') { 10 } else { 1 })
            .sum()
    }

    #[test]
    fn every_line_is_as_wide_as_the_day() {
        let rooms = [
            room(vec![cell((9, 0), (10, 30), Kind::Session), cell((14, 0), (16, 0), Kind::Open)]),
            room(vec![cell((8, 30), (12, 0), Kind::Open), cell((19, 0), (21, 0), Kind::Taken)]),
            room(vec![]),
        ];
        let day = day_of(&rooms).unwrap();
        assert_eq!(day, (Minute::hm(8, 30), Minute::hm(21, 0)));
        for room in &rooms {
            for line in lines(room, day) {
                assert_eq!(widths(&line, 30), 25);
            }
        }
        assert_eq!(widths(&hours(day).iter().map(|(a, b)| (*a, *b, None)).collect::<Vec<_>>(), 30), 25);
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
    fn odd_minutes_make_finer_columns() {
        let odd = |from, to| [room(vec![cell(from, to, Kind::Open)])];
        let unit_of = |rooms: &[Lane]| unit(rooms, day_of(rooms).unwrap());
        assert_eq!(unit_of(&odd((9, 0), (10, 30))), 30);
        assert_eq!(unit_of(&odd((9, 15), (10, 30))), 15);
        assert_eq!(unit_of(&odd((9, 10), (10, 30))), 10);
        assert_eq!(unit_of(&odd((9, 7), (10, 30))), 5);
    }
}
