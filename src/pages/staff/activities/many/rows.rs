//! From a table to rows; and from lines that were copied out of a spreadsheet to a table.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Span};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::many::Row;
use crate::domain::activities::{ActivityDetails, ActivityKind, Venue};
use crate::domain::days::weekdays;
use crate::domain::rooms::{Room, RoomId};

/// Lines of the table.
pub(super) const LINES: usize = 12;
/// What a line has, in the order of the columns and of what is pasted.
pub(super) const COLUMNS: [&str; 8] = ["title", "teacher", "room", "weekday", "from", "to", "first", "count"];
const MOST_WEEKS: i32 = 60;

/// A line that was read.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// Where it stands in the table, from 1.
    pub line: usize,
    pub row: Row,
    /// Not left out.
    pub chosen: bool,
}

/// `title_3`
pub(super) fn name(column: &str, line: usize) -> String {
    format!("{column}_{line}")
}

pub(super) fn begin() -> Fields {
    Fields::of([("kind", ActivityKind::Course.word()), ("count", "16")])
}

/// The lines that have a title; what the line leaves empty, the common fields say.
pub(super) fn read(fields: &Fields, lang: Lang, today: NaiveDate) -> Result<Vec<Read>, Errors> {
    let mut reader = Reader::new(fields, lang);
    let kind =
        reader.one_of("kind", ActivityKind::from_word, lang.pick("请选是哪一类。", "Choose the kind."));
    let first = match fields.get("first") {
        "" => Some(today),
        _ => reader.date_typed("first", today),
    };
    let common = (first, reader.number("count", 1, MOST_WEEKS));
    let mut rows = Vec::new();
    for line in 1..=LINES {
        if fields.get(&name("title", line)).is_empty() {
            continue;
        }
        if let (Some(row), Some(kind)) = (row(&mut reader, fields, lang, today, common, line), kind) {
            let mut details = ActivityDetails::new(kind, &row.title);
            details.teacher = row.teacher;
            let heed = if fields.get(&name("known", line)) == "1" { Heed::Known } else { Heed::Warn };
            let row = Row { details, venue: Venue::Room(row.room), spans: row.spans, heed };
            // A box that is not ticked is not sent; before the list was seen there was none.
            let chosen = !fields.has("save") || fields.get(&name("use", line)) == "1";
            rows.push(Read { line, row, chosen });
        }
    }
    if rows.is_empty() && reader.errors.is_empty() {
        reader.errors.add(&name("title", 1), lang.pick("请至少填一行。", "Fill in one line at least."));
    }
    reader.finish()?;
    Ok(rows)
}

struct Line {
    title: String,
    teacher: String,
    room: RoomId,
    spans: Vec<Span>,
}

fn row(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
    common: (Option<NaiveDate>, Option<i32>),
    line: usize,
) -> Option<Line> {
    let of = |column: &str| name(column, line);
    let title = reader.text(&of("title"), 60, lang.pick("请写名称。", "Write the title."));
    let teacher = reader.optional(&of("teacher"), 60);
    let room = reader.id(&of("room"), lang.pick("请选哪间。", "Choose the room."));
    let ask = lang.pick("请选星期几。", "Choose the weekday.");
    let weekday = reader.one_of(&of("weekday"), weekdays::of_word, ask);
    let (from, to) = (reader.minute(&of("from")), reader.minute(&of("to")));
    let part = from.zip(to).and_then(|(from, to)| {
        DaySpan::new(from, to).or_else(|| {
            reader.complain(&of("to"), lang.pick("结束要晚于开始。", "The end comes after the start."))
        })
    });
    let first = match fields.get(&of("first")) {
        "" => common.0,
        _ => reader.date_typed(&of("first"), today),
    };
    let count = match fields.get(&of("count")) {
        "" => common.1,
        _ => reader.number(&of("count"), 1, MOST_WEEKS),
    };
    let spans = weekly(first?.max(today), weekday?, part?, count?);
    Some(Line { title: title?, teacher: teacher?.trim().to_owned(), room: RoomId(room?), spans })
}

/// The same weekday of so many weeks, the first not before a day.
fn weekly(first: NaiveDate, weekday: Weekday, part: DaySpan, count: i32) -> Vec<Span> {
    let start = first.iter_days().take(7).find(|day| day.weekday() == weekday).unwrap_or(first);
    (0..count.unsigned_abs())
        .filter_map(|week| start.checked_add_days(Days::new(7 * u64::from(week))))
        .map(|day| Span::on(day, part))
        .collect()
}

/// The table filled from lines whose cells a tab or a comma parts; what is not understood stays to be chosen.
pub(super) fn pasted(mut fields: Fields, rooms: &[Room], lang: Lang) -> Fields {
    let lines: Vec<String> =
        fields.get("paste").lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    let taken = |fields: &Fields, line: usize| !fields.get(&name("title", line)).is_empty();
    let mut next = (1..=LINES).filter(|line| !taken(&fields, *line)).collect::<Vec<_>>().into_iter();
    let mut rest = Vec::new();
    for text in lines {
        let Some(line) = next.next() else {
            rest.push(text);
            continue;
        };
        // A title may have a comma where tabs part the cells.
        let parts: &[char] = if text.contains('\t') { &['\t'] } else { &[',', '，'] };
        let cells = text.split(parts).map(str::trim);
        for (column, cell) in COLUMNS.into_iter().zip(cells) {
            fields.set(&name(column, line), understood(column, cell, rooms, lang));
        }
    }
    fields.set("paste", rest.join("\n"));
    fields
}

fn understood(column: &str, cell: &str, rooms: &[Room], lang: Lang) -> String {
    match column {
        "room" => {
            let named = |room: &&Room| room.name == cell || room.name_en.eq_ignore_ascii_case(cell);
            rooms.iter().find(named).map(|room| room.id.to_string()).unwrap_or_default()
        }
        "weekday" => {
            let is = |day: &Weekday| {
                [lang, Lang::Zh, Lang::En].into_iter().any(|lang| {
                    cell.eq_ignore_ascii_case(dates::weekday(lang, *day))
                        || cell.eq_ignore_ascii_case(dates::weekday_short(lang, *day))
                }) || cell == weekdays::word(*day)
            };
            weekdays::all().find(is).map(|day| weekdays::word(day).to_owned()).unwrap_or_default()
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

    #[test]
    fn lines_of_a_spreadsheet_fill_the_table_and_are_read_as_weekly_courses() {
        let mut fields = begin();
        fields.set("paste", "声乐\t王老师\t3\t周三\t9:00\t10:30\t12月1日\t4\n剪纸，，，星期一，14:00，15:30");
        fields.set("first", "2026-12-01");
        let mut filled = pasted(fields, &[], Lang::Zh);
        assert_eq!(filled.get("weekday_1"), "wed");
        assert_eq!((filled.get("title_2"), filled.get("weekday_2")), ("剪纸", "mon"));
        let errors = read(&filled, Lang::Zh, TODAY).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["room_1", "room_2"], "no such rooms: to be chosen");
        for line in 1..=2 {
            filled.set(&name("room", line), "3");
        }
        let rows = read(&filled, Lang::Zh, TODAY).ok().unwrap();
        let days = |row: &Read| row.row.spans.iter().map(|span| span.date().to_string()).collect::<Vec<_>>();
        assert_eq!(days(&rows[0]), ["2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23"]);
        assert_eq!((days(&rows[1]).len(), days(&rows[1])[0].as_str()), (16, "2026-12-07"));
    }

    #[test]
    fn an_empty_table_is_asked_for_one_line() {
        let errors = read(&begin(), Lang::En, TODAY).unwrap_err();
        assert_eq!(errors.iter().next().unwrap().field, "title_1");
    }
}
