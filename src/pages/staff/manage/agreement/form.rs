//! The form of an agreement: from what is known to fields, and back.

use chrono::{Datelike, Days, NaiveDate};

use super::super::week;
use crate::base::lang::{Lang, dates};
use crate::base::time::DaySpan;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::editing::{AgreementChange, AgreementDetails, Overlap};
use crate::domain::agreements::{
    Agreement, AgreementId, AgreementState, Allowance, PaperWords, TroupeId, Window, words as agreement_words,
};
use crate::domain::rooms::RoomId;

/// Characters of the duties.
const LONGEST_WORDS: usize = 2000;

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
        ("duties", agreement.words.duties.as_str()),
        ("duties_en", agreement.words.duties_en.as_str()),
        ("signer_centre", agreement.words.signer_centre.as_str()),
        ("signer_troupe", agreement.words.signer_troupe.as_str()),
    ]);
    agreement.rooms.iter().for_each(|room| fields.add("rooms", room.to_string()));
    week::fill(&mut fields, lang, &pattern(agreement));
    fields
}

/// The one that follows an agreement: the same words, and a period as long that begins when it ends.
pub fn successor(old: &Agreement, lang: Lang, today: NaiveDate) -> Fields {
    let mut fields = of(old, lang);
    let next = old.ends_on.checked_add_days(Days::new(1)).unwrap_or(old.ends_on);
    let starts_on = next.max(today);
    let paper_ends_on = old.paper_ends_on.unwrap_or(old.ends_on);
    let ends_on = starts_on + (paper_ends_on - old.starts_on);
    fields.set("number", "");
    fields.set("starts_on", starts_on.to_string());
    fields
        .set("ends_on", whole_years(old.starts_on, paper_ends_on, starts_on).unwrap_or(ends_on).to_string());
    fields
}

/// Where a period is whole years, so is the next one, whatever leap days lie in it.
fn whole_years(starts_on: NaiveDate, ends_on: NaiveDate, next: NaiveDate) -> Option<NaiveDate> {
    let years = ends_on.succ_opt()?.year() - starts_on.year();
    let same_day = starts_on.with_year(starts_on.year() + years)?.pred_opt()? == ends_on;
    let end = next.with_year(next.year() + years)?.pred_opt()?;
    (same_day && years > 0).then_some(end)
}

/// Its windows as a week.
pub fn pattern(agreement: &Agreement) -> Vec<(i32, DaySpan)> {
    agreement.windows.iter().map(|window| (window.weekday, window.span)).collect()
}

/// Reads the form; an agreement that exists keeps its troupe, and is signed when it is put into force.
pub fn read(
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
    own: Option<&Agreement>,
) -> Result<AgreementDetails, Errors> {
    let mut reader = Reader::new(fields, lang);
    let troupe = match own {
        Some(own) => Some(own.troupe_id),
        None => reader.id("troupe", lang.pick("请选队伍。", "Choose the troupe.")).map(TroupeId),
    };
    let ask = lang.pick("请写编号，例如 2026-03。", "Write the number, such as 2026-03.");
    let number = reader.text("number", 60, ask);
    let starts_on = reader.date_typed("starts_on", today);
    let signed_on = match own {
        Some(own) if own.state != AgreementState::Draft => reader.date_typed("signed_on", today),
        _ => starts_on,
    };
    let ends_on = reader.date_typed("ends_on", today);
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
    let words = PaperWords {
        duties: reader.optional("duties", LONGEST_WORDS).unwrap_or_default(),
        duties_en: reader.optional("duties_en", LONGEST_WORDS).unwrap_or_default(),
        signer_centre: reader.optional("signer_centre", 60).unwrap_or_default(),
        signer_troupe: reader.optional("signer_troupe", 60).unwrap_or_default(),
    };
    reader.finish()?;
    let read = (|| {
        Some(AgreementDetails {
            troupe: troupe?,
            number: number?,
            signed_on: signed_on?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            allowance: Allowance {
                week_minutes: week_minutes?,
                month_minutes: month_minutes?,
                week_bookings: week_bookings?,
                longest_minutes: longest_minutes?,
            },
            words,
            predecessor: None,
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
        // What is renewed is no field: it is the agreement from whose page the form was opened.
        AgreementChange::NoSuchPredecessor => errors.add(
            "troupe",
            lang.pick("续签的协议不是这支队的。", "The agreement to renew is another troupe’s."),
        ),
        AgreementChange::Overlaps(other) => errors.add("starts_on", overlaps(lang, &other)),
        AgreementChange::EndsEarlier { ends_on } => {
            let day = dates::date_long(lang, ends_on);
            errors.add(
                "ends_on",
                lang.pick(
                    format!("协议到{day}为止。要早点结束，请用“提前结束”，它会照顾已有的预约。"),
                    format!("It holds until {day}. To end it before that use “End it early”, which sees to what is booked."),
                ),
            );
        }
        AgreementChange::SignedLater => errors.add("signed_on", agreement_words::signed_later(lang)),
        AgreementChange::Over(_) => errors
            .add("", lang.pick("协议已终止，不能再改。", "The agreement has ended and cannot be changed.")),
    }
    Err(errors)
}

/// Another agreement stands on some of the days.
pub fn overlaps(lang: Lang, other: &Overlap) -> String {
    let (number, from, to) =
        (&other.number, dates::date_long(lang, other.starts_on), dates::date_long(lang, other.ends_on));
    lang.pick(
        format!("这支队已有协议 {number}，从{from}到{to}。同一天只能有一份，请改日期，或先提前结束那一份。"),
        format!("The troupe has agreement {number} from {from} to {to}. Only one may stand on a day: change the dates, or end that one early first."),
    )
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
