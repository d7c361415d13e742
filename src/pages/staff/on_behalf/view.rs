//! The form, and what would work instead.

use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::{Choices, Why};
use crate::base::lang::{Lang, words};
use crate::base::time::Minute;
use crate::base::web::form::{Errors, Fields};
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::alternatives::{Alternative, Change};
use crate::domain::bookings::words as rules;
use crate::pages::parts::{
    Button, Choice, Field, Pick, Tone, crumbs, empty, error_summary, hidden, notice, picks, say,
};
use crate::pages::staff::here::Here;

pub(super) fn form(here: &Here, choices: &Choices, fields: &Fields, errors: &Errors, why: &Why) -> Markup {
    let lang = here.lang();
    let title = lang.pick("替队伍预约", "Book for a troupe");
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do"))], title))
        (error_summary(lang, lang.pick("还没约上", "Not booked yet"), &problems))
        h1 { (title) }
        (instead(here, choices, fields, why))
        @if choices.troupes.is_empty() {
            (empty("people", lang.pick("还没有文艺队伍", "No troupes yet"), html! {
                p { (Button::link(&here.href("/troupes"), lang.pick("先登记一个队伍", "Add one first"))) }
            }))
        } @else { (inputs(here, choices, fields, errors, why)) }
    }
}

fn inputs(here: &Here, choices: &Choices, fields: &Fields, errors: &Errors, why: &Why) -> Markup {
    let lang = here.lang();
    let none = || Choice::new("", lang.pick("请选", "Choose"));
    let troupes: Vec<Choice> = std::iter::once(none())
        .chain(choices.troupes.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang))))
        .collect();
    let rooms: Vec<Choice> = std::iter::once(none())
        .chain(choices.catalogue.rooms.iter().filter(|room| room.is_bookable()).map(|room| {
            let size = words::people(lang, room.capacity.into());
            let name = room.name_in(lang);
            let words = lang.pick(format!("{name}（{size}）"), format!("{name} ({size})"));
            Choice::new(room.id.to_string(), words)
        }))
        .collect();
    let today = here.today();
    let (first, last, step) = day(choices);
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(fields.get(name)).error(errors.of(name)).required()
    };
    html! {
        form.card.flow method="post" action=(here.href("/bookings")) {
            div.pair {
                (field("troupe", lang.pick("哪个队伍？", "Which troupe?")).select(&troupes))
                (field("room", lang.pick("哪间？", "Which room?")).select(&rooms))
            }
            (field("date", lang.pick("哪天？", "Which day?")).day(lang, today, last_day(choices, today), today))
            div.pair {
                (field("from", lang.pick("几点开始？", "From?")).time(lang, first, last, step))
                (field("to", lang.pick("几点结束？", "Until?")).time(lang, first, last, step))
            }
            (Field::new("size", lang.pick("多少人？", "How many people?")).value(fields.get("size")).error(errors.of("size"))
                .help(lang.pick("不填就按队伍登记的人数。", "Left empty: the troupe’s own size.")).stepper(lang, 1, MOST_PEOPLE.into()))
            (field("purpose", lang.pick("来做什么？", "What for?")).help(lang.pick("例如：排练", "For example: rehearsal")).text())
            p.quiet { (lang.pick("协议之内、订了就定的房间会马上批准；别的交审批人决定。队长会收到通知，没有邮箱的可以打印凭条。", "What the agreement covers in a room that is confirmed at once is approved now; the rest goes to an approver. The leader is told, or gets a printed slip.")) }
            (hidden("key", fields.get("key")))
            p.row {
                (Button::submit(lang.pick("替他们预约", "Book for them")).main())
                button.btn type="submit" name="check" value="1" formmethod="get" formaction=(here.href("/bookings/new")) formnovalidate {
                    (lang.pick("先看看行不行", "First see whether it fits"))
                }
                @if matches!(why, Why::Taken(..)) {
                    (Button::submit(lang.pick("替他们排队等这个时间", "Put them in line for this time")).value("wait", "1"))
                }
            }
        }
        p { (Button::link(&here.href("/bookings/past"), lang.pick("已经用过、当时没预约的，补录下来", "Record a use that is over and was not booked")).plain()) }
    }
}

/// As far ahead as any room can be booked.
fn last_day(choices: &Choices, today: NaiveDate) -> NaiveDate {
    let ahead = choices.catalogue.rooms.iter().map(|room| room.ahead_days).max().unwrap_or(60);
    today + Duration::days(i64::from(ahead).clamp(1, 120))
}

/// From the first opening to the last closing of any room, and the finest grain.
fn day(choices: &Choices) -> (Minute, Minute, i32) {
    let weekly = || choices.catalogue.hours.weekly.iter().map(|one| one.span);
    let first = weekly().map(|span| span.from()).min().unwrap_or(Minute::hm(8, 0));
    let last = weekly().map(|span| span.to()).max().unwrap_or(Minute::hm(22, 0));
    let grain = choices.catalogue.rooms.iter().map(|room| room.grain_minutes).filter(|grain| *grain > 0);
    (first, last, grain.min().unwrap_or(30).clamp(15, 60))
}

fn instead(here: &Here, choices: &Choices, fields: &Fields, why: &Why) -> Markup {
    let (lang, today, looked) = (here.lang(), here.today(), fields.has("check"));
    let (tone, title, said, alternatives) = match why {
        Why::New | Why::Wrong => return html! {},
        Why::Open(open) => return open.view(here),
        Why::Taken(clashes, alternatives) => (
            Tone::Brick,
            match looked {
                true => lang.pick("约不了：这个时间已经有人", "Not to be had: the time is taken"),
                false => lang.pick("没约上：这个时间已经有人", "Not booked: the time is taken"),
            },
            html! { @for clash in clashes { p { (rules::clash(lang, clash)) } } },
            alternatives,
        ),
        Why::TooLateToWait => (
            Tone::Brick,
            lang.pick("没有排上：来不及了", "Not in line: too late"),
            html! { p { (rules::too_late_to_wait(lang)) } },
            &Vec::new(),
        ),
        Why::Refused(refusal, alternatives) => (
            Tone::Brick,
            if looked {
                lang.pick("约不了", "Not to be had")
            } else {
                lang.pick("没约上", "Not booked")
            },
            html! { p { (rules::refusal(lang, refusal, today)) } },
            alternatives,
        ),
    };
    let cards: Vec<Pick> = alternatives
        .iter()
        .enumerate()
        .filter_map(|(place, one)| pick(here, choices, fields, place, one))
        .collect();
    html! {
        (notice(tone, title, said))
        @if cards.is_empty() {
            p { (lang.pick("两周之内没有找到别的时间，请改下面的内容再试。", "Nothing else was found within two weeks: change the form below and try again.")) }
        } @else {
            h2 { (lang.pick("这些现在能约", "These can be had now")) }
            (picks(&cards))
            h2 { (lang.pick("或者改一改", "Or change it")) }
        }
    }
}

fn pick(here: &Here, choices: &Choices, fields: &Fields, place: usize, one: &Alternative) -> Option<Pick> {
    let (lang, today) = (here.lang(), here.today());
    let room = choices.catalogue.room(one.room)?;
    let part = one.span.within_day();
    let act = match one.needs_decision {
        true => lang.pick("申请这个", "Ask for this"),
        false => lang.pick("就要这个", "Take this"),
    };
    let of = format!("{}{}", lang.pick("：", ": "), room.name_in(lang));
    let key = format!("{}-{place}", fields.get("key"));
    let sent = html! {
        (hidden("key", &key))
        (hidden("troupe", fields.get("troupe"))) (hidden("size", fields.get("size")))
        (hidden("purpose", fields.get("purpose"))) (hidden("room", &one.room.to_string()))
        (hidden("date", &one.span.date().to_string()))
        (hidden("from", &part.from().iso())) (hidden("to", &part.to().iso()))
    };
    Some(Pick {
        why: change(lang, one.change).to_owned(),
        when: say::span(lang, one.span, today),
        title: room.name_in(lang).to_owned(),
        about: words::people(lang, room.capacity.into()),
        state: None,
        act: html! { (Button::submit(act).of(&of)) },
        post: Some((here.href("/bookings"), sent)),
    })
}

fn change(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Time => lang.pick("同一间，换个时间", "Same room, another time"),
        Change::Room => lang.pick("同一时间，换一间", "Same time, another room"),
        Change::Day => lang.pick("同一间，换一天", "Same room, another day"),
        Change::RoomAndTime => lang.pick("同一天，换间换时间", "Same day, another room and time"),
        Change::DayAndTime => lang.pick("同一间，换一天换时间", "Same room, another day and time"),
    }
}
