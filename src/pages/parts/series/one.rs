//! One series as both doors show it: what it is, its dates, what can be done about them.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::change::scope_words;
use super::dates::List;
use super::plan::word;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::time::read_date;
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields};
use crate::domain::bookings::State;
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::{Choice, Dated, Series, words};
use crate::domain::rooms::Room;
use crate::pages::parts::{Button, Field, Tone, empty, facts, hidden, mark, notice, remark};

/// 每周二 上午9:00–11:00 排练厅.
pub fn title(lang: Lang, series: &Series, room: &Room) -> String {
    dates::capital(&words::short(lang, series, room))
}

/// What was done a moment ago.
pub fn done(lang: Lang, what: &str) -> Markup {
    let words = match what {
        "asked" => lang.pick(
            "交上去了。每一次的情况看下面，也写信告诉您了。",
            "Sent. How each date stands is below and in your letter.",
        ),
        "cancelled" => lang.pick("取消好了，其余的不变。", "Cancelled. All other dates stay."),
        "back" => lang.pick("加回来了。", "Added back."),
        "changed" => {
            lang.pick("改好了。没能改的看下面。", "Changed. What could not be changed stays as it was.")
        }
        "change_asked" => lang.pick(
            "更改申请记下了，等工作人员决定；决定之前原来的照样有效。",
            "The change is asked for. Staff will decide; until then the dates stand as they are.",
        ),
        "withdrawn" => lang.pick("更改申请撤回了，原来的不变。", "Taken back. The dates stay as they are."),
        "decided" => lang.pick("办好了，队长会收到信。", "Done; the leaders are told."),
        _ => return html! {},
    };
    remark(Tone::Jade, words)
}

/// An act had nothing to act on.
pub fn nothing(lang: Lang) -> Markup {
    notice(
        Tone::Amber,
        lang.pick("没有可以办的了", "There was nothing to do"),
        html! { p { (lang.pick("这几次已经过了、取消了，或者刚刚有人办过。下面是现在的情况。", "These dates are past or cancelled, or somebody was faster. Below is how it stands now.")) } },
    )
}

/// What the series is, and its dates.
pub fn body(list: &List) -> Markup {
    let lang = list.lang;
    let (coming, past) = list.parted();
    let live = coming.iter().filter(|date| date.is_to_come(list.now)).count();
    let first =
        coming.iter().filter(|date| date.is_to_come(list.now)).map(|date| date.day(list.series)).min();
    let today = list.now.date();
    html! {
        (counts(list))
        (facts(&[
            (lang.pick("哪些天", "Which days"), html! { (words::rule(lang, list.series, today)) }),
            (lang.pick("时间", "When"), html! { (dates::times(lang, list.series.from_minute, list.series.to_minute)) }),
            (lang.pick("场地", "Room"), html! { (list.room.name_in(lang)) }),
            (lang.pick("来做什么", "What for"), html! { (list.series.purpose) }),
            (lang.pick("多少人", "People"), html! { (quantities::people(lang, list.series.size.into())) }),
        ]))
        @if let Some(old) = list.series.predecessor_id {
            @let parent = list.here.rsplit_once('/').map_or(list.here, |(parent, _)| parent);
            p { (Button::link(&format!("{parent}/{old}"), lang.pick("看改之前的系列", "See the series before the change")).plain()) }
        }
        @if live > 0 {
            @let of = scope_words(lang, first, live, today);
            p.row {
                @if list.may_change { (Button::link(&format!("{}/change", list.here), &lang.pick(format!("改{of}…"), format!("Change {of}…")))) }
                (Button::link(&format!("{}/cancellation", list.here), &lang.pick(format!("取消{of}…"), format!("Cancel {of}…"))))
            }
        }
        h2 { (lang.pick("还没到的", "To come")) }
        @if coming.is_empty() {
            (empty("calendar", lang.pick("没有了", "None"), html! { p { (lang.pick("这个系列已经结束。", "The series has ended.")) } }))
        } @else { (list.render(&coming)) }
        @if !past.is_empty() {
            details { summary { (lang.pick(format!("已经过去的{}次", past.len()), format!("{} past", past.len()))) } (list.render(&past)) }
        }
    }
}

fn counts(list: &List) -> Markup {
    let lang = list.lang;
    let coming: Vec<&Dated> = list.dates.iter().filter(|date| date.is_to_come(list.now)).collect();
    let of = |states: &[State]| {
        coming.iter().filter(|date| date.state().is_some_and(|state| states.contains(&state))).count()
    };
    let (stand, asked, line) =
        (of(&[State::Approved]), of(&[State::Requested]), of(&[State::Waiting, State::Offered]));
    let say = |count: usize, zh: &str, en: &str| lang.pick(format!("{count}次{zh}"), format!("{count} {en}"));
    html! {
        p.row {
            @if stand > 0 { (mark("ok", &say(stand, "已批准", "approved"))) }
            @if asked > 0 { (mark("wait", &say(asked, "待审核", "to be decided"))) }
            @if line > 0 { (mark("queue", &say(line, "候补", "in line"))) }
        }
    }
}

/// Which dates are to be cancelled: a button for each scope, which names the dates.
pub fn cancelling(list: &List, fields: &Fields, errors: &Errors, by: Canceller) -> Markup {
    let (lang, today) = (list.lang, list.now.date());
    let live: Vec<&Dated> = list.dates.iter().filter(|date| date.is_to_come(list.now)).collect();
    let from: Option<NaiveDate> = ["from", "date"].iter().find_map(|name| read_date(fields.get(name)));
    let from = live.iter().copied().find(|date| Some(date.original) == from);
    let after: Vec<&Dated> =
        live.iter().copied().filter(|date| from.is_some_and(|from| date.original >= from.original)).collect();
    let sentence = match by {
        Canceller::Troupe => Field::new("reason", lang.pick("为什么？（可以不填）", "Why? (optional)")),
        Canceller::Staff => {
            Field::new("reason", lang.pick("谁让取消的、为什么？", "Who wants it cancelled, and why?"))
                .required()
        }
    };
    if live.is_empty() {
        return nothing(lang);
    }
    let button = |scope: &str, dates: &[&Dated], words: String, date: Option<NaiveDate>| {
        html! {
            @let mut days: Vec<NaiveDate> = dates.iter().map(|date| date.day(list.series)).collect();
            @let () = days.sort();
            form.card.flow method="post" action={ (list.here) "/cancellation" } {
                h2 { (words) }
                p { (words::some_dates(lang, &days, today)) }
                (hidden("scope", scope))
                @if let Some(date) = date { (hidden("date", &date.to_string())) }
                (sentence.id(&format!("reason-{scope}")).value(fields.get("reason")).error(errors.of("reason")).text())
                p { (Button::submit(&words).full()) }
            }
        }
    };
    html! {
        @if let Some(from) = from {
            @let day = dates::date_short(lang, from.day(list.series), today);
            @let named = Some(from.original);
            (button("one", &[from], lang.pick(format!("只取消{day}这1次"), format!("Cancel only {day}")), named))
            @if after.len() > 1 && after.len() < live.len() {
                @let count = after.len();
                (button("following", &after, lang.pick(format!("取消{day}和以后的，共{count}次"), format!("Cancel {day} and all after it: {count} dates")), named))
            }
        }
        @if from.is_none() || live.len() > 1 {
            @let count = live.len();
            (button("all", &live, lang.pick(format!("取消还没到的全部{count}次"), format!("Cancel all {count} dates to come")), None))
        }
        p.quiet { (lang.pick("已经过去的不变。提前不到一天取消的，小时照算。", "Past dates stay. What is cancelled less than a day before still counts.")) }
        p { (Button::link(list.here, lang.pick("返回，都不取消", "Back, cancel nothing")).plain()) }
    }
}

/// A date that could not be added back, and what could be had instead.
pub fn not_back(
    lang: Lang,
    why: &str,
    series: &Series,
    date: NaiveDate,
    alternatives: &[Alternative],
    may_wait: bool,
    today: NaiveDate,
) -> Markup {
    let form = |how: String, words: String| {
        html! {
            form method="post" {
                (hidden("date", &date.to_string())) (hidden("how", &how)) (hidden("request_key", &random_token()))
                (Button::submit(&words).full())
            }
        }
    };
    let other_room = |one: &Alternative| one.room != series.room_id;
    notice(
        Tone::Brick,
        lang.pick("没加回来", "Not added back"),
        html! {
            p { (why) }
            @for one in alternatives {
                @let when = dates::span(lang, one.span, today);
                @let when = if other_room(one) { lang.pick(format!("{when}，换一间"), format!("{when}, another room")) } else { when };
                @let words = if one.needs_decision { lang.pick(format!("申请{when}"), format!("Ask for {when}")) } else { lang.pick(format!("换到{when}"), format!("Take {when}")) };
                (form(word(Choice::Alternative { room: one.room, span: one.span }), words))
            }
            @if may_wait { (form("wait".to_owned(), lang.pick("候补：空出来先问我们", "Wait in line: ask us if it frees up").to_owned())) }
        },
    )
}
