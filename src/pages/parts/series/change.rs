//! What a change of a series would do, date by date.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::DaySpan;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::bookings::State;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{Becomes, Change, Changing, why_stays};
use crate::domain::bookings::series::{Scope, Series};
use crate::domain::rooms::{Catalogue, RoomId};
use crate::pages::parts::series::form::{hours, part};
use crate::pages::parts::{Choice, Field, hidden, mark, tile_line};

/// Fills in what the series says now.
pub fn settled(mut fields: Fields, series: &Series, key: String) -> Fields {
    let mut unless = |name: &str, value: String| {
        if fields.get(name).is_empty() {
            fields.set(name, value);
        }
    };
    unless("room", series.room_id.to_string());
    unless("from", series.from_minute.iso());
    unless("to", series.to_minute.iso());
    unless("size", series.size.to_string());
    unless("purpose", series.purpose.clone());
    unless("request_key", key);
    fields
}

/// The wish, or what is to be changed.
pub fn read(fields: &Fields, lang: Lang, by: Canceller) -> Result<Change, Errors> {
    let mut reader = Reader::new(fields, lang);
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let part: Option<DaySpan> = part(&mut reader, lang);
    let size = reader.number("size", 1, 5000);
    let purpose = reader.text("purpose", 200, lang.pick("请写来做什么。", "Please say what for."));
    let reason = reader.optional("reason", 500).map(|reason| reason.trim().to_owned());
    reader.finish()?;
    let (Some(room), Some(part), Some(size), Some(purpose)) = (room, part, size, purpose) else {
        return Err(Errors::default());
    };
    let reason = reason.filter(|reason| !reason.is_empty());
    let request_key = fields.get("request_key").chars().take(100).collect();
    Ok(Change { room: RoomId(room), part, size, purpose, by, reason, request_key })
}

/// The scope that a form or link names: `from` a date on, or all.
pub fn scope(fields: &Fields) -> Scope {
    match (fields.get("scope"), fields.get("date").parse()) {
        ("one", Ok(date)) => Scope::One(date),
        ("following", Ok(date)) => Scope::Following(date),
        _ => Scope::All,
    }
}

/// The fields.
pub fn inputs(lang: Lang, fields: &Fields, errors: &Errors, catalogue: &Catalogue, by: Canceller) -> Markup {
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(fields.get(name)).error(errors.of(name))
    };
    let rooms: Vec<Choice> = catalogue
        .rooms
        .iter()
        .filter(|room| room.is_bookable() || room.id.to_string() == fields.get("room"))
        .map(|room| Choice::new(room.id.to_string(), room.name_in(lang)))
        .collect();
    let (first, last, step) = hours(catalogue);
    html! {
        (field("room", lang.pick("哪间？", "Which room?")).select(&rooms))
        div.pair {
            (field("from", lang.pick("几点开始？", "From?")).time(lang, first, last, step))
            (field("to", lang.pick("几点结束？", "Until?")).time(lang, first, last, step))
        }
        (field("size", lang.pick("多少人？", "How many people?")).stepper(lang, 1, 5000))
        (field("purpose", lang.pick("来做什么？", "What for?")).required().text())
        @if by == Canceller::Staff {
            (field("reason", lang.pick("为什么改？", "Why?"))
                .help(lang.pick("队伍会看到。超出协议的，一定要写。", "The troupe reads it. Needed where it goes beyond the agreement.")).text())
        }
        (hidden("request_key", fields.get("request_key")))
        (hidden("scope", "following"))
    }
}

/// Each date with what becomes of it.
pub fn list(lang: Lang, plan: &Changing, today: NaiveDate) -> Markup {
    html! {
        ol.card.plainlist {
            @for one in &plan.moves {
                li.flow {
                    div.row.apart {
                        (tile_line(lang, one.span.date(), today, ""))
                        @match &one.becomes {
                            Becomes::Moved(State::Approved, _) => (mark("ok", lang.pick("能改，当时就定", "Changes at once"))),
                            Becomes::Moved(..) => (mark("wait", lang.pick("能改，要审核", "Changes; staff decide"))),
                            Becomes::Stays(_) => (mark("taken", lang.pick("改不了，不变", "Stays as it is"))),
                        }
                    }
                    @if let Becomes::Stays(why) = &one.becomes { p { (why_stays(lang, why, today)) } }
                }
            }
        }
        @if plan.untouched > 0 {
            p.quiet { (lang.pick(
                format!("另有{}次单独改过、跳过或取消了，不变。", plan.untouched),
                format!("{} more were moved, left out or cancelled by themselves and stay so.", plan.untouched),
            )) }
        }
    }
}

/// 11月24日起的14次, for buttons.
pub fn scope_words(lang: Lang, first: Option<NaiveDate>, count: usize, today: NaiveDate) -> String {
    let first = first.map(|day| dates::date_short(lang, day, today)).unwrap_or_default();
    match (lang, count) {
        (Lang::Zh, 1) => format!("{first}这1次"),
        (Lang::Zh, count) => format!("{first}起的{count}次"),
        (Lang::En, 1) => format!("the one on {first}"),
        (Lang::En, count) => format!("the {count} from {first} on"),
    }
}
