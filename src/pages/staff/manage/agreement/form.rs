//! The form of an agreement: from what is known to fields, and back.

use chrono::{Datelike, NaiveDate};

use super::super::week;
use crate::base::lang::{Lang, dates};
use crate::base::time::DaySpan;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::editing::{AgreementChange, AgreementDetails};
use crate::domain::agreements::{Agreement, AgreementId, Allowance, TroupeId, Window};
use crate::domain::rooms::RoomId;

/// A new agreement: from today, for a year.
pub fn blank(troupe: &str, today: NaiveDate) -> Fields {
    let year_on = today.with_year(today.year() + 1).and_then(|day| day.pred_opt()).unwrap_or(today);
    let (from, to) = (today.to_string(), year_on.to_string());
    Fields::of([
        ("troupe", troupe),
        ("signed_on", from.as_str()),
        ("starts_on", from.as_str()),
        ("ends_on", to.as_str()),
        ("week_hours", "6"),
        ("month_hours", "20"),
        ("longest", "3"),
        ("active", "1"),
    ])
}

/// An agreement as it stands.
pub fn of(agreement: &Agreement, lang: Lang) -> Fields {
    let hours = |minutes: Option<i32>| minutes.map(hours_typed).unwrap_or_default();
    let allowance = &agreement.allowance;
    let mut fields = Fields::of([
        ("troupe", agreement.troupe_id.to_string().as_str()),
        ("number", agreement.number.as_str()),
        ("signed_on", agreement.signed_on.to_string().as_str()),
        ("starts_on", agreement.starts_on.to_string().as_str()),
        ("ends_on", agreement.ends_on.to_string().as_str()),
        ("week_hours", hours(allowance.week_minutes).as_str()),
        ("month_hours", hours(allowance.month_minutes).as_str()),
        ("longest", hours(allowance.longest_minutes).as_str()),
        ("week_bookings", allowance.week_bookings.map(|n| n.to_string()).unwrap_or_default().as_str()),
    ]);
    if agreement.active {
        fields.set("active", "1");
    }
    agreement.rooms.iter().for_each(|room| fields.add("rooms", room.to_string()));
    week::fill(&mut fields, lang, &pattern(agreement));
    fields
}

/// Its windows as a week.
pub fn pattern(agreement: &Agreement) -> Vec<(i32, DaySpan)> {
    agreement.windows.iter().map(|window| (window.weekday, window.span)).collect()
}

/// Reads the form; an agreement that exists keeps its `troupe`.
pub fn read(fields: &Fields, lang: Lang, troupe: Option<TroupeId>) -> Result<AgreementDetails, Errors> {
    let mut reader = Reader::new(fields, lang);
    let troupe = match troupe {
        Some(troupe) => Some(troupe),
        None => reader.id("troupe", lang.pick("请选队伍。", "Choose the troupe.")).map(TroupeId),
    };
    let ask = lang.pick("请写编号，例如 2026-03。", "Write the number, such as 2026-03.");
    let number = reader.text("number", 60, ask);
    let signed_on = reader.date("signed_on");
    let starts_on = reader.date("starts_on");
    let ends_on = reader.date("ends_on");
    if let (Some(from), Some(to)) = (starts_on, ends_on)
        && to < from
    {
        let words = lang.pick("最后一天不能比第一天早。", "The last day cannot be before the first.");
        reader.errors.add("ends_on", words);
    }
    let rooms: Vec<RoomId> = fields.all("rooms").filter_map(|id| id.parse().ok()).map(RoomId).collect();
    if rooms.is_empty() {
        let words = lang.pick("请至少勾一间功能室。", "Tick at least one room.");
        reader.errors.add("rooms", words);
    }
    let windows: Vec<Window> = week::read(&mut reader, fields, lang)
        .into_iter()
        .map(|(weekday, span)| Window { weekday, span })
        .collect();
    let typed = (1..=7).any(|day| !fields.get(&format!("d{day}")).is_empty());
    if windows.is_empty() && !typed {
        let words = lang.pick("请写至少一天可以用的时间。", "Write the times of at least one day.");
        reader.errors.add("d1", words);
    }
    let week_minutes = hours(&mut reader, fields, "week_hours", 168, lang);
    let month_minutes = hours(&mut reader, fields, "month_hours", 744, lang);
    let week_bookings = reader.number_or_none("week_bookings", 1, 100);
    let longest_minutes = hours(&mut reader, fields, "longest", 24, lang);
    reader.finish()?;
    let read = (|| {
        Some(AgreementDetails {
            troupe: troupe?,
            number: number?,
            signed_on: signed_on?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            active: fields.has("active"),
            allowance: Allowance {
                week_minutes: week_minutes?,
                month_minutes: month_minutes?,
                week_bookings: week_bookings?,
                longest_minutes: longest_minutes?,
            },
            rooms,
            windows,
        })
    })();
    // Every `None` above came with a complaint.
    read.ok_or_else(Errors::default)
}

/// What a change came to: the agreement, or why not, at the field.
pub fn refusal(lang: Lang, change: AgreementChange) -> Result<AgreementId, Errors> {
    let mut errors = Errors::default();
    match change {
        AgreementChange::Done(id) => return Ok(id),
        AgreementChange::NumberTaken => {
            errors.add("number", lang.pick("另一份协议用了这个编号。", "Another agreement has this number."))
        }
        AgreementChange::Overlaps { number, starts_on, ends_on, .. } => {
            let (from, to) = (dates::date_long(lang, starts_on), dates::date_long(lang, ends_on));
            errors.add(
                "starts_on",
                lang.pick(
                    format!("这支队已有协议 {number}，从{from}到{to}。同一天只能有一份有效，请改日期或停用其中一份。"),
                    format!("The troupe has agreement {number} from {from} to {to}. Only one may hold on a day: change the dates or make one of them inactive."),
                ),
            );
        }
    }
    Err(errors)
}

/// Hours as typed, `1.5` among them, as minutes; `Some(None)` when nothing was typed.
fn hours(reader: &mut Reader, fields: &Fields, name: &str, most: i32, lang: Lang) -> Option<Option<i32>> {
    let typed = fields.get(name);
    if typed.is_empty() {
        return Some(None);
    }
    match hours_read(typed).filter(|minutes| (1..=most * 60).contains(minutes)) {
        Some(minutes) => Some(Some(minutes)),
        None => reader.complain(
            name,
            lang.pick(
                format!("请填小时数，例如 6 或 1.5，最多{most}。不填就是不限。"),
                format!("Write hours such as 6 or 1.5, at most {most}. Leave it empty for no limit."),
            ),
        ),
    }
}

fn hours_read(typed: &str) -> Option<i32> {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect();
    let plain = plain.trim_end_matches("小时").trim();
    if let Some((hours, minutes)) = plain.split_once(':') {
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        return ((0..1000).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes);
    }
    let hours: f64 = plain.parse().ok()?;
    (0.0..1000.0).contains(&hours).then(|| (hours * 60.0).round() as i32)
}

/// So that it is read again: 6, 1.5, 1:20.
fn hours_typed(minutes: i32) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        30 => format!("{}.5", minutes / 60),
        rest => format!("{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them_and_written_so_that_they_are_read() {
        for (typed, minutes) in [("6", 360), ("１.５", 90), ("20小时", 1200), ("1:20", 80)] {
            assert_eq!(hours_read(typed), Some(minutes), "{typed}");
        }
        for typed in ["", "six", "-1", "1:75", "1e9", "NaN"] {
            assert_eq!(hours_read(typed), None, "{typed}");
        }
        for minutes in [60, 90, 80, 1200] {
            assert_eq!(hours_read(&hours_typed(minutes)), Some(minutes));
        }
    }
}
