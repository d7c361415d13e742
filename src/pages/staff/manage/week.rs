//! A week of spans as seven fields, one for each weekday: `d1` Monday to `d7` Sunday.

use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::DaySpan;
use crate::base::time::typed::{Unread, read_spans, write_spans};
use crate::base::web::form::{Fields, Reader};
use crate::pages::parts::Sheet;

const NAMES: [&str; 7] = ["d1", "d2", "d3", "d4", "d5", "d6", "d7"];

/// The seven fields.
pub fn fields(sheet: &Sheet) -> Markup {
    html! {
        div.weekdays {
            @for (number, name) in (1u8..).zip(NAMES) {
                (sheet.field(name, dates::weekday_number(sheet.lang, number)).text())
            }
        }
    }
}

/// What to type, above the fields; `empty` says what a day means on which nothing is written.
pub fn help(lang: Lang, empty: &str) -> String {
    let several = lang.pick(
        "一天可以写几段，用逗号隔开：8:30–12:00，14:00–17:30。",
        "Several spans a day, with commas: 8:30–12:00, 14:00–17:30. ",
    );
    format!("{several}{empty}")
}

/// Fills the fields.
pub fn fill(into: &mut Fields, lang: Lang, week: &[(i32, DaySpan)]) {
    for (number, name) in (1..).zip(NAMES) {
        let spans: Vec<DaySpan> =
            week.iter().filter(|(weekday, _)| *weekday == number).map(|(_, span)| *span).collect();
        into.set(name, write_spans(&spans, lang.pick("，", ", ")));
    }
}

/// Reads the fields.
pub fn read(reader: &mut Reader, fields: &Fields, lang: Lang) -> Vec<(i32, DaySpan)> {
    let mut week = Vec::new();
    for (number, name) in (1..).zip(NAMES) {
        week.extend(day(reader, fields, name, lang).into_iter().map(|span| (number, span)));
    }
    week
}

/// Reads one field of spans.
pub fn day(reader: &mut Reader, fields: &Fields, name: &str, lang: Lang) -> Vec<DaySpan> {
    match read_spans(fields.get(name)) {
        Ok(spans) => spans,
        Err(unread) => {
            reader.errors.add(name, complaint(lang, &unread));
            Vec::new()
        }
    }
}

fn complaint(lang: Lang, unread: &Unread) -> String {
    match unread {
        Unread::NoSpan(part) => lang.pick(
            format!("“{part}”看不懂，请写成 8:30–12:00。"),
            format!("“{part}” is not understood: write it as 8:30–12:00."),
        ),
        Unread::Backwards(part) => lang.pick(
            format!("“{part}”结束比开始早，请改过来。"),
            format!("“{part}” ends before it begins: turn it round."),
        ),
        Unread::Overlap => {
            lang.pick("有两段重叠了，请合成一段。", "Two spans overlap: make them one.").to_owned()
        }
    }
}
