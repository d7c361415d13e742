//! What a change of a series would do, date by date.

use chrono::{NaiveDate, Weekday};
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, read_date};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::State;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{Becomes, Change, Changing, why_stays};
use crate::domain::bookings::series::{Scope, Series};
use crate::domain::days::weekdays::{of_word as weekday_of, word as weekday_word};
use crate::domain::rooms::{Catalogue, RoomId};
use crate::pages::parts::series::form::{WEEK, hours, part};
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
    if !fields.has("preview") && !fields.has("weekday") {
        for day in series.weekdays().unwrap_or_default() {
            fields.add("weekday", weekday_word(day));
        }
    }
    fields
}

/// The wish, or what is to be changed.
pub fn read(fields: &Fields, lang: Lang, series: &Series, by: Canceller) -> Result<Change, Errors> {
    let mut reader = Reader::new(fields, lang);
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let part: Option<DaySpan> = part(&mut reader, lang);
    let size = reader.number("size", 1, MOST_PEOPLE);
    let purpose = reader.text("purpose", 200, lang.pick("请写来做什么。", "Please say what for."));
    let reason = reader.optional("reason", 500).map(|reason| reason.trim().to_owned());
    let weekdays = weekdays(&mut reader, fields, lang, series);
    reader.finish()?;
    let (Some(room), Some(part), Some(size), Some(purpose)) = (room, part, size, purpose) else {
        return Err(Errors::default());
    };
    let reason = reason.filter(|reason| !reason.is_empty());
    let request_key = fields.get("request_key").chars().take(100).collect();
    Ok(Change { room: RoomId(room), part, weekdays, size, purpose, by, reason, request_key })
}

/// The weekdays chosen, where they are others than the series has.
fn weekdays(reader: &mut Reader, fields: &Fields, lang: Lang, series: &Series) -> Option<Vec<Weekday>> {
    let own = series.weekdays()?;
    if !fields.has("weekday") && !fields.has("preview") {
        return None;
    }
    let chosen: Vec<Weekday> = WEEK
        .into_iter()
        .filter(|day| fields.all("weekday").any(|word| weekday_of(word) == Some(*day)))
        .collect();
    if chosen.len() == own.len() {
        return (chosen != own).then_some(chosen);
    }
    let count = own.len();
    let ask = match lang {
        Lang::Zh => format!("这个系列一周{count}天，请正好选{count}天。"),
        Lang::En if count == 1 => "The series meets on one weekday: choose just one.".to_owned(),
        Lang::En => format!("The series meets on {count} weekdays: choose just {count}."),
    };
    reader.complain("weekday", &ask)
}

/// The scope that a form or link names: `from` a date on, or all.
pub fn scope(fields: &Fields) -> Scope {
    match (fields.get("scope"), read_date(fields.get("date"))) {
        ("one", Some(date)) => Scope::One(date),
        ("following", Some(date)) => Scope::Following(date),
        _ => Scope::All,
    }
}

/// What the page of the series says after a change was sent.
pub fn done(plan: &Changing) -> &'static str {
    match !plan.moves_for_good() && plan.asked().next().is_some() {
        true => "change_asked",
        false => "changed",
    }
}

/// The fields.
pub fn inputs(
    lang: Lang,
    fields: &Fields,
    errors: &Errors,
    catalogue: &Catalogue,
    series: &Series,
    by: Canceller,
) -> Markup {
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
        @if let Some(own) = series.weekdays() { (which_weekdays(lang, fields, errors, own.len())) }
        (field("room", lang.pick("哪间？", "Which room?")).select(&rooms))
        div.pair {
            (field("from", lang.pick("几点开始？", "From?")).time(lang, first, last, step))
            (field("to", lang.pick("几点结束？", "Until?")).time(lang, first, last, step))
        }
        (field("size", lang.pick("多少人？", "How many people?")).stepper(lang, 1, MOST_PEOPLE.into()))
        (field("purpose", lang.pick("来做什么？", "What for?")).required().text())
        @if by == Canceller::Staff {
            (field("reason", lang.pick("为什么改？", "Why?"))
                .help(lang.pick("队伍会看到。超出协议的，一定要写。", "The troupe reads it. Needed where it goes beyond the agreement.")).text())
        }
        (hidden("request_key", fields.get("request_key")))
        (hidden("scope", "following"))
    }
}

/// One day from a list, or as many ticks as the series has days.
fn which_weekdays(lang: Lang, fields: &Fields, errors: &Errors, count: usize) -> Markup {
    let label = lang.pick("星期几？", "On which weekday?");
    let on = |day: Weekday| fields.all("weekday").any(|word| weekday_of(word) == Some(day));
    let choices: Vec<Choice> = WEEK
        .into_iter()
        .map(|day| Choice::new(weekday_word(day), dates::weekday_short(lang, day)).on(on(day)))
        .collect();
    if count == 1 {
        let one = WEEK.into_iter().find(|day| on(*day)).map(weekday_word).unwrap_or_default();
        return Field::new("weekday", label).value(one).error(errors.of("weekday")).radios(&choices);
    }
    let help = lang.pick(format!("选{count}天。"), format!("Choose {count}."));
    Field::new("weekday", label).help(&help).error(errors.of("weekday")).checks(&choices)
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
                            Becomes::Moved(State::Approved, _) => (mark("ok", lang.pick("能改，改了就定", "Changes at once"))),
                            Becomes::Moved(..) => (mark("wait", lang.pick("能改，要审核", "Changes; staff decide"))),
                            Becomes::Asked(_) => (mark("wait", lang.pick("申请改，原来的先留着", "Asked for; kept until decided"))),
                            Becomes::Stays(_) => (mark("taken", lang.pick("改不了，不变", "Stays as it is"))),
                        }
                    }
                    @if one.span.date() != one.booked.booking.starts_at.date() {
                        p.quiet { (lang.pick("原来是", "Now on ")) (dates::date(lang, one.booked.booking.starts_at.date(), today)) }
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
