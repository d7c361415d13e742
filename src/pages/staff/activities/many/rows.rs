//! From a table to rows; and from lines that were copied out of a spreadsheet to a table.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, Span};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::many::Row;
use crate::domain::activities::{ActivityDetails, ActivityKind, TagId, Venue};
use crate::domain::days::weekdays;
use crate::domain::rooms::{Room, RoomId};
use crate::pages::staff::activities::form;

/// Lines of the table.
pub(super) const LINES: usize = 12;
/// What a line has, in the order of the columns and of what is pasted.
pub(super) const COLUMNS: [&str; 9] =
    ["title", "teacher", "room", "weekday", "from", "to", "first", "count", "places"];
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
    let alike = alike(&mut reader, fields, lang, today);
    let mut rows = Vec::new();
    for line in 1..=LINES {
        if fields.get(&name("title", line)).is_empty() {
            continue;
        }
        let row = row(&mut reader, fields, lang, today, common, line);
        if let (Some(row), Some(kind), Some(alike)) = (row, kind, &alike) {
            let mut details =
                ActivityDetails { kind, title: row.title, teacher: row.teacher, ..alike.clone() };
            details.admission.places = row.places.or(alike.admission.places);
            let heed = if fields.get(&name("known", line)) == "1" { Heed::Known } else { Heed::Warn };
            let skips = fields.get(&name("skip", line)) == "1";
            let row = Row { details, venue: Venue::Room(row.room), spans: row.spans, heed, skips };
            // A box that is not ticked is not sent; before the list was seen there was none.
            let chosen = !fields.has("save") || skips || fields.get(&name("use", line)) == "1";
            rows.push(Read { line, row, chosen });
        }
    }
    if rows.is_empty() && reader.errors.is_empty() {
        reader.errors.add(&name("title", 1), lang.pick("请至少填一行。", "Fill in one line at least."));
    }
    reader.finish()?;
    Ok(rows)
}

/// What is the same about all of them.
fn alike(reader: &mut Reader, fields: &Fields, lang: Lang, today: NaiveDate) -> Option<ActivityDetails> {
    let (audience, audience_en) = (reader.optional("audience", 60), reader.optional("audience_en", 100));
    let ages = form::ages(reader, lang);
    let admission = form::admission(reader, fields, lang, today);
    let (age_from, age_to) = ages?;
    Some(ActivityDetails {
        audience: audience?,
        audience_en: audience_en?,
        age_from,
        age_to,
        guardian: fields.get("guardian") == "1",
        admission: admission?,
        tags: fields.all("tag").filter_map(|tag| tag.parse().ok().map(TagId)).collect(),
        ..ActivityDetails::new(ActivityKind::Course, "")
    })
}

struct Line {
    title: String,
    teacher: String,
    room: RoomId,
    spans: Vec<Span>,
    places: Option<i32>,
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
    let places = reader.number_or_none(&of("places"), 1, 5000);
    let spans = weekly(first?.max(today), weekday?, part?, count?);
    let teacher = teacher?.trim().to_owned();
    Some(Line { title: title?, teacher, room: RoomId(room?), spans, places: places? })
}

/// The same weekday of so many weeks, the first not before a day.
fn weekly(first: NaiveDate, weekday: Weekday, part: DaySpan, count: i32) -> Vec<Span> {
    let start = first.iter_days().take(7).find(|day| day.weekday() == weekday).unwrap_or(first);
    (0..count.unsigned_abs())
        .filter_map(|week| start.checked_add_days(Days::new(7 * u64::from(week))))
        .map(|day| Span::on(day, part))
        .collect()
}

/// The table filled from lines whose cells a tab or a comma parts; what is not understood is to be chosen, and said at
/// its field.
pub(super) fn pasted(mut fields: Fields, rooms: &[Room], lang: Lang) -> (Fields, Errors) {
    let mut unread = Errors::default();
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
        let mut cells = text.split(parts).map(str::trim);
        for (column, cell) in COLUMNS.into_iter().zip(cells.by_ref()) {
            let read = understood(column, cell, rooms, lang);
            if read.is_empty() && !cell.is_empty() {
                unread.add(&name(column, line), not_read(lang, cell));
            }
            fields.set(&name(column, line), read);
        }
        let more: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        if !more.is_empty() {
            unread.add(&name("title", line), not_read(lang, &more.join(lang.pick("、", ", "))));
        }
    }
    fields.set("paste", rest.join("\n"));
    (fields, unread)
}

fn not_read(lang: Lang, cell: &str) -> String {
    lang.pick(
        format!("“{cell}”没看懂，请在这里选或填。"),
        format!("“{cell}” was not understood: please choose or write it here."),
    )
}

/// 下午2:00, 14：00, 上午9点半, 2:30 pm; `None` for what is no time.
fn time_of(cell: &str) -> Option<Minute> {
    let narrow: String = cell.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let halves = [("上午", 0), ("早上", 0), ("中午", 12), ("下午", 12), ("晚上", 12), ("am", 0), ("pm", 12)];
    let half = halves.into_iter().find(|(word, _)| narrow.contains(word));
    let bare = half.map_or(narrow.clone(), |(word, _)| narrow.replace(word, ""));
    let clock = bare.replace("点半", ":30").replace(['点', '时', '：'], ":").replace('分', "");
    let clock = if clock.ends_with(':') { format!("{clock}00") } else { clock };
    let minute = Minute::parse(&clock)?;
    match half {
        Some((_, hours)) if minute < Minute::hm(12, 0) && hours == 12 => Some(minute.plus(12 * 60)),
        // 上午12:30 is past midnight, and no time for a course.
        Some((_, 0)) if minute >= Minute::hm(12, 0) => None,
        _ => Some(minute),
    }
}

fn understood(column: &str, cell: &str, rooms: &[Room], lang: Lang) -> String {
    match column {
        "from" | "to" => time_of(cell).map(Minute::iso).unwrap_or_default(),
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
        let (mut filled, unread) = pasted(fields, &[], Lang::Zh);
        let named: Vec<&str> = unread.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(named, ["room_1"], "no such room");
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
    fn times_are_read_as_people_write_them_and_what_is_none_is_kept_and_said() {
        for (cell, minute) in [
            ("下午2:00", "14:00"),
            ("上午9点半", "09:30"),
            ("晚上7点", "19:00"),
            ("14：30", "14:30"),
            ("2:30 PM", "14:30"),
            ("中午12:00", "12:00"),
        ] {
            assert_eq!(time_of(cell).map(Minute::iso).as_deref(), Some(minute), "{cell}");
        }
        for cell in ["下午", "两点", "25:00", "上午13:00"] {
            assert_eq!(time_of(cell), None, "{cell}");
        }
        let mut fields = begin();
        fields.set("paste", "声乐\t王老师\t\t周三\t午后\t下午3:30\t\t4\t20\t多余的");
        let (filled, unread) = pasted(fields, &[], Lang::Zh);
        assert_eq!((filled.get("to_1"), filled.get("places_1")), ("15:30", "20"));
        assert!(unread.of("from_1").unwrap().contains("“午后”没看懂"));
        assert!(unread.of("title_1").unwrap().contains("多余的"));
    }

    #[test]
    fn an_empty_table_is_asked_for_one_line() {
        let errors = read(&begin(), Lang::En, TODAY).unwrap_err();
        assert_eq!(errors.iter().next().unwrap().field, "title_1");
    }
}
