//! What several of the leader's pages show alike.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use crate::base::lang::{Lang, dates, words};
use crate::base::time::{Span, monday_of};
use crate::domain::agreements::{Agreement, Gap};
use crate::domain::bookings::alternatives::{Alternative, Change};
use crate::domain::bookings::{self, Booking, Facts, Verdict};
use crate::domain::days;
use crate::domain::people::LedTroupe;
use crate::domain::rooms::{Catalogue, Room};
use crate::pages::parts::agreement::week_name;
use crate::pages::parts::button::Weight;
pub use crate::pages::parts::say::floor;
use crate::pages::parts::{
    Allowance, Button, Frame, Pick, Tone, Width, allowance, hero, mark, nb, notice, plain_list, remark, say,
    tile,
};

/// 您带几支队: each a big line that leads on with the troupe chosen.
pub fn choose(frame: &Frame, path: &str, troupes: &[LedTroupe]) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("为哪支队伍？", "For which troupe?");
    let lines: Vec<Markup> = troupes
        .iter()
        .map(|troupe| html! { a href={ (path) "?troupe=" (troupe.id) } { (troupe.name_in(lang)) } })
        .collect();
    frame.page(title, Width::Tight, html! { h1 { (title) } (plain_list(&lines)) })
}

/// 二楼，坐60人，音响、镜子.
pub fn about(lang: Lang, room: &Room, catalogue: &Catalogue) -> String {
    format!("{}{}{}", floor(lang, room.floor), lang.pick("，", ", "), inside(lang, room, catalogue))
}

/// 坐60人，音响、镜子: where the floor is said already.
pub fn inside(lang: Lang, room: &Room, catalogue: &Catalogue) -> String {
    let equipment: Vec<&str> = catalogue.equipment_of(room.id).iter().map(|one| one.name(lang)).collect();
    let seats = match lang {
        Lang::Zh => format!("最多{}人", room.capacity),
        Lang::En => format!("for {}", room.capacity),
    };
    match (equipment.is_empty(), lang) {
        (true, _) => seats,
        (false, Lang::Zh) => format!("{seats}，{}", equipment.join("、")),
        (false, Lang::En) => format!("{seats}, {}", words::list(lang, &equipment).to_lowercase()),
    }
}

/// A leaf and the words that belong to it: times, room, and what else is to be said.
pub fn slot(lang: Lang, span: Span, room: &Room, today: NaiveDate, more: Markup) -> Markup {
    let leaf = tile(lang, span.date(), today, &beneath(lang, span.date()));
    hero(
        leaf,
        html! {
            p.when {
                @if let Some(name) = dates::day_name(lang, span.date(), today) {
                    (nb(dates::capital(name))) " "
                }
                (nb(dates::span_times(lang, span)))
            }
            p { strong { (room.name_in(lang)) } (lang.pick("，", ", ")) (floor(lang, room.floor)) }
            (more)
        },
    )
}

/// What stands beneath a date on its leaf: the lunar day means nothing to most who read English.
pub fn beneath(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => days::label(lang, date),
        Lang::En => days::festival(date).map_or("", |festival| festival.en).to_owned(),
    }
}

/// Date and times for a narrow column: English says weekday and month short there.
pub fn short(lang: Lang, span: Span, today: NaiveDate) -> Markup {
    if lang == Lang::Zh {
        return say::span(lang, span, today);
    }
    let date = span.date();
    let month = dates::month_name(lang, date);
    let mut text = dates::weekday_short(lang, date.weekday()).to_owned();
    text.push_str(&format!(" {} {}", date.day(), month.get(..3).unwrap_or(month)));
    if date.year() != today.year() {
        text.push_str(&format!(" {}", date.year()));
    }
    html! { (nb(text)) " " (nb(dates::span_times(lang, span))) }
}

/// A heading that breaks between its clauses, as long as they are short.
pub fn clauses(text: &str) -> Markup {
    html! {
        @for clause in text.split_inclusive('，') {
            @if clause.chars().count() <= 8 && !clause.is_ascii() { (nb(clause)) } @else { (clause) }
        }
    }
}

/// What is left of an allowance in the week and the month of a day.
#[derive(Debug, Clone, Default)]
pub struct Left {
    pub bars: Vec<Allowance>,
    pub agreement: Option<Agreement>,
}

/// What the troupe has used and asked for in the week and month of a day, and what `this` would add.
pub fn left(facts: &Facts, lang: Lang, day: NaiveDate, this: i32) -> Left {
    let Some(agreement) = facts.agreement_on(day).cloned() else { return Left::default() };
    let (today, monday) = (facts.now.date(), monday_of(day));
    let (usage, asked) = (facts.usage(agreement.id, day), facts.asked(agreement.id, day));
    let week = week_name(lang, monday, today);
    let bar = |name, limit: Option<i32>, total: i32, asked: i32| {
        limit.map(|limit| Allowance { name, limit, used: total - asked, asked, this })
    };
    let bars = [
        bar(week, agreement.allowance.week_minutes, usage.week_minutes, asked.week_minutes),
        bar(
            dates::month_name(lang, day).to_owned(),
            agreement.allowance.month_minutes,
            usage.month_minutes,
            asked.month_minutes,
        ),
    ];
    Left { bars: bars.into_iter().flatten().collect(), agreement: Some(agreement) }
}

/// The bars in a card, with the agreement they come from.
pub fn bars(lang: Lang, left: &Left, today: NaiveDate) -> Markup {
    html! {
        div.card.flow {
            @for bar in &left.bars { (allowance(lang, bar)) }
            @match &left.agreement {
                Some(agreement) => p.quiet {
                    @if left.bars.is_empty() { (lang.pick("协议没有限时数。", "The agreement sets no limit of hours. ")) }
                    (lang.pick("按免费使用协议算，协议到", "By your agreement, which ends on "))
                    (nb(dates::date_short(lang, agreement.ends_on, today))) (lang.pick("。", "."))
                },
                None => p {
                    (lang.pick(
                        "现在没有有效的场地免费使用协议。可以按次申请，都要工作人员审核。",
                        "There is no agreement in force. You can ask for single dates; staff decide each one.",
                    ))
                },
            }
        }
    }
}

/// What would come of a wish for a day, by its verdict; with what is to be said about rivals.
pub fn verdict(lang: Lang, verdict: &Verdict, left: &Left, day: NaiveDate, rivals: usize) -> Markup {
    let (title, body) = match verdict {
        Verdict::Granted => {
            let words = lang.pick("订了就定，不用等审核。", "Confirmed at once; nobody has to decide.");
            return remark(Tone::Jade, words);
        }
        Verdict::Refused(_) | Verdict::Taken(_) => return html! {},
        Verdict::Reviewed(None) => (
            lang.pick("这间要工作人员审核", "Staff decide about this room"),
            lang.pick(
                "提交以后请等通知，批准之前还不能算定下来。",
                "You will be told; until then it is not yours for sure.",
            )
            .to_owned(),
        ),
        Verdict::Reviewed(Some(Gap::NoAgreement)) => (
            lang.pick("那天没有有效的协议", "No agreement is in force that day"),
            lang.pick("可以按次申请，由工作人员审核。", "You can ask for this date alone; staff decide.")
                .to_owned(),
        ),
        Verdict::Reviewed(Some(gap)) => {
            let gap = bookings::words::gap(lang, *gap, left.agreement.as_ref(), day);
            let body = lang.pick(
                format!("{gap}。可以申请，由工作人员决定；等的时候，协议之内的申请可能先得到这个时段。"),
                format!(
                    "{}. You can ask, and staff decide; meanwhile a request within an agreement may win the slot.",
                    dates::capital(&gap)
                ),
            );
            (
                lang.pick("超出协议：要工作人员破例", "Beyond the agreement: staff must make an exception"),
                body,
            )
        }
    };
    notice(
        Tone::Amber,
        title,
        html! { p { (body) } @if rivals > 0 { p { (bookings::words::rivals(lang, rivals)) } } },
    )
}

/// What an alternative asks of the people: the line above it.
pub fn change(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Time => lang.pick("同一天，换个时间", "Same day, another time"),
        Change::Room => lang.pick("同一时间，换个地方", "Same time, another room"),
        Change::Day => lang.pick("还是这个钟点，换一天", "Same time of day, another day"),
        Change::RoomAndTime => lang.pick("同一天，换个地方和时间", "Same day, another room and time"),
        Change::DayAndTime => lang.pick("还是这间，换个日子和时间", "Same room, another day and time"),
    }
}

/// The word for whether a wish is settled at once.
pub fn verdict_mark(lang: Lang, needs_decision: bool) -> Markup {
    if needs_decision {
        mark("wait", lang.pick("要审核", "Staff decide"))
    } else {
        mark("ok", lang.pick("订了就定", "Confirmed at once"))
    }
}

/// What a press on an alternative does.
pub enum Way {
    /// Sends a form to an address with hidden fields.
    Post(String, Markup),
    /// Leads to a page.
    Link(String),
}

/// Alternatives as cards with one button each; the first is the one most likely meant, unless the page has
/// another main button.
pub fn alternatives(
    lang: Lang,
    facts: &Facts,
    list: &[Alternative],
    first_is_main: bool,
    way: impl Fn(&Alternative) -> Way,
) -> Vec<Pick> {
    let today = facts.now.date();
    let pick = |(place, one): (usize, &Alternative)| {
        let room = facts.catalogue.room(one.room)?;
        let name = room.name_in(lang);
        let of = format!("{}{name} {}", lang.pick("：", ": "), dates::span(lang, one.span, today));
        let words = if one.needs_decision {
            lang.pick("申请这个", "Ask for this")
        } else {
            lang.pick("就要这个", "Take this")
        };
        let weight = if first_is_main && place == 0 { Weight::Main } else { Weight::Normal };
        let (act, post) = match way(one) {
            Way::Post(action, hidden) => {
                let button = Button::submit(words).full().of(&of).weight(weight);
                (html! { (button) }, Some((action, hidden)))
            }
            Way::Link(href) => (html! { (Button::link(&href, words).full().of(&of).weight(weight)) }, None),
        };
        Some(Pick {
            why: change(lang, one.change).to_owned(),
            when: say::span(lang, one.span, today),
            title: name.to_owned(),
            about: about(lang, room, &facts.catalogue),
            state: Some(verdict_mark(lang, one.needs_decision)),
            act,
            post,
        })
    };
    list.iter().enumerate().filter_map(pick).collect()
}

/// How a room and time differ from what was wanted.
pub fn change_from(wanted: &Booking, room: &Room, span: Span) -> Change {
    let same_room = wanted.room_id == room.id;
    let same_day = wanted.starts_at.date() == span.date();
    let same_time = wanted.starts_at.minute() == span.start().minute();
    match (same_room, same_day, same_time) {
        (true, true, _) => Change::Time,
        (false, true, true) => Change::Room,
        (false, true, false) => Change::RoomAndTime,
        (_, false, true) => Change::Day,
        (_, false, false) => Change::DayAndTime,
    }
}
