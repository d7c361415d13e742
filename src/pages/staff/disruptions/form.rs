//! From what was typed to what is planned. The same fields make the form, the preview's address and its act.

use chrono::{Duration, NaiveDate};

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Span, Wall};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::{ActivityId, ActivityKind, SessionId};
use crate::domain::agreements::AgreementId;
use crate::domain::disruptions::{Cause, Halt, HoursChange, Planned, Use, What};
use crate::domain::rooms::{RoomId, SpecialDay};
use crate::pages::staff::activities::form as activities;
use crate::pages::staff::here::Here;
use crate::pages::staff::manage::week;

/// Characters a reason may have.
const LONGEST_REASON: usize = 300;
/// No closure lasts longer.
const LONGEST_DAYS: i64 = 400;

/// What a form without a word of its own begins with.
pub fn begin(fields: &mut Fields, here: &Here, cause: Cause) {
    let now = here.centre.zone.wall(here.now);
    let today = now.date().to_string();
    let mut first = |name: &str, value: String| {
        if !fields.has(name) {
            fields.set(name, value);
        }
    };
    match cause {
        Cause::Closure | Cause::Fault => {
            first("from_date", today.clone());
            // What broke is broken now.
            let from = if cause == Cause::Fault { now.minute() } else { Minute::MIDNIGHT };
            first("from_time", from.iso());
            first("until_date", today);
            first("until_time", Minute::DAY_END.iso());
        }
        Cause::OwnUse => {
            first("date", today);
            first("kind", ActivityKind::Other.word().to_owned());
        }
        Cause::Hours | Cause::Agreement => {}
    }
}

/// Reads all of it; complaints stand at their fields.
pub fn read(fields: &Fields, here: &Here, cause: Cause) -> Result<Planned, Errors> {
    let mut reader = Reader::new(fields, here.lang());
    let what = match cause {
        Cause::Closure | Cause::Fault => closing(&mut reader, fields, here, cause == Cause::Fault),
        Cause::OwnUse => own_use(&mut reader, fields, here),
        Cause::Hours => hours(&mut reader, fields, here).map(What::Hours),
        Cause::Agreement => agreement(&mut reader, fields, here),
    };
    let ask = here.lang().pick("请写原因，队伍会看到。", "Write why: the troupes read it.");
    let reason = reader.text("reason", LONGEST_REASON, ask);
    let reason_en = reader.optional("reason_en", LONGEST_REASON);
    reader.finish()?;
    match (what, reason, reason_en) {
        (Some(what), Some(reason), Some(reason_en)) => Ok(Planned { what, reason, reason_en }),
        _ => Err(Errors::default()),
    }
}

fn room(fields: &Fields) -> Option<RoomId> {
    fields.get("room").parse().ok().map(RoomId)
}

fn closing(reader: &mut Reader, fields: &Fields, here: &Here, fault: bool) -> Option<What> {
    let (lang, today) = (here.lang(), here.today());
    let now = here.centre.zone.wall(here.now);
    if fields.get("room").is_empty() {
        reader
            .errors
            .add("room", lang.pick("请选停用哪间，或全中心。", "Choose the room, or the whole centre."));
    }
    let from = moment(reader, today, "from_date", "from_time");
    let to = moment(reader, today, "until_date", "until_time");
    let (from, to) = (from?, to?);
    // From now on: what is past is past.
    let from = from.max(Wall::at(now.date(), now.minute()));
    if to <= from {
        let ask = lang.pick("结束要在开始和现在以后。", "The end comes after the start, and after now.");
        return reader.complain("until_date", ask);
    }
    if (to.date() - from.date()).num_days() > LONGEST_DAYS {
        let ask = lang.pick("太久了：一次最多停用一年。", "Too long: a year at a time is the most.");
        return reader.complain("until_date", ask);
    }
    Some(What::Close { room: room(fields), from, to, fault })
}

fn moment(reader: &mut Reader, today: NaiveDate, date: &str, time: &str) -> Option<Wall> {
    let day = reader.date_typed(date, today);
    let minute = reader.minute(time);
    Some(Wall::at(day?, minute?))
}

fn own_use(reader: &mut Reader, fields: &Fields, here: &Here) -> Option<What> {
    let lang = here.lang();
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room.")).map(RoomId);
    let of = use_of(reader, fields, lang, here.today());
    let spans = spans(reader, fields, here);
    Some(What::OwnUse { of: of?, room: room?, spans: spans? })
}

fn use_of(reader: &mut Reader, fields: &Fields, lang: Lang, today: NaiveDate) -> Option<Use> {
    if let Ok(id) = fields.get("session").parse() {
        return Some(Use::Move(SessionId(id)));
    }
    if let Ok(id) = fields.get("activity").parse() {
        return Some(Use::More(ActivityId(id)));
    }
    if fields.get("title").is_empty() {
        return reader
            .complain("title", lang.pick("请写中心用来做什么。", "Write what the centre needs it for."));
    }
    let details = activities::details(reader, fields, lang, today)?;
    Some(Use::New { details: Box::new(details), publish: fields.get("publish") == "1" })
}

/// One slot by its fields, or several by `slot` as `2026-11-24T09:00/11:00`.
fn spans(reader: &mut Reader, fields: &Fields, here: &Here) -> Option<Vec<Span>> {
    let mut spans: Vec<Span> = fields.all("slot").filter_map(slot).collect();
    if !spans.is_empty() {
        spans.sort();
        spans.dedup();
        return Some(spans);
    }
    let lang = here.lang();
    let date = reader.date_typed("date", here.today());
    let (from, to) = (reader.minute("from"), reader.minute("to"));
    let part = DaySpan::new(from?, to?).or_else(|| {
        reader.complain(
            "to",
            lang.pick("结束要晚于开始，请改时间。", "The end comes after the start: change the times."),
        )
    });
    Some(vec![Span::on(date?, part?)])
}

/// Reads what [`write_slot`] writes.
pub fn slot(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('/')?;
    let start = Wall::parse(start)?;
    let part = DaySpan::new(start.minute(), Minute::parse(end)?)?;
    Some(Span::on(start.date(), part))
}

/// Writes a slot as [`spans`] reads it.
pub fn write_slot(span: Span) -> String {
    format!("{}/{}", span.start().iso(), span.within_day().to().iso())
}

fn hours(reader: &mut Reader, fields: &Fields, here: &Here) -> Option<HoursChange> {
    let (lang, whose) = (here.lang(), room(fields));
    match fields.get("change") {
        "week" if fields.has("follow") => Some(HoursChange::Week { whose, week: Vec::new() }),
        "week" => Some(HoursChange::Week { whose, week: week::read(reader, fields, lang) }),
        "no_day" => Some(HoursChange::NoDay { whose, date: reader.date_typed("date", here.today())? }),
        _ => {
            let date = reader.date_typed("date", here.today());
            let spans = week::day(reader, fields, "spans", lang);
            let (reason, reason_en) = (fields.get("reason").to_owned(), fields.get("reason_en").to_owned());
            Some(HoursChange::Day(SpecialDay { room: whose, date: date?, spans, reason, reason_en }))
        }
    }
}

fn agreement(reader: &mut Reader, fields: &Fields, here: &Here) -> Option<What> {
    let id = reader
        .id("agreement", here.lang().pick("请从协议页面进来。", "Come here from the agreement’s page."));
    let halt = match fields.get("last_day") {
        "" => Halt::Suspend,
        _ => Halt::End { last_day: reader.date_typed("last_day", here.today())? },
    };
    Some(What::Agreement { id: AgreementId(id?), halt })
}

/// How many days a closure lasts, begun ones counted.
pub fn closed_days(from: Wall, to: Wall) -> i64 {
    let last = to.plus(-Duration::minutes(1)).date();
    (last - from.date()).num_days() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_written_as_it_is_read() {
        for text in ["2026-11-24T09:00/11:00", "2026-11-24T22:00/24:00"] {
            assert_eq!(slot(text).map(write_slot).as_deref(), Some(text));
        }
        for odd in ["", "2026-11-24T09:00", "2026-11-24T09:00/08:00", "x/y"] {
            assert_eq!(slot(odd), None, "{odd}");
        }
    }

    #[test]
    fn three_days_are_three_however_they_end() {
        let at = |text: &str| Wall::parse(text).unwrap();
        assert_eq!(closed_days(at("2026-11-23T12:00"), at("2026-11-26T00:00")), 3);
        assert_eq!(closed_days(at("2026-11-23T12:00"), at("2026-11-23T14:00")), 1);
    }
}
