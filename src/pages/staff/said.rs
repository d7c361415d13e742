//! What is said about requests on several of the staff's pages.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::history;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Zone;
use crate::domain::bookings::cases::Case;
use crate::domain::bookings::words as said;
use crate::domain::bookings::{Booked, Decided, State, asking};
use crate::domain::people::contact::Contact;
use crate::pages::parts::agreement::before_and_after;
use crate::pages::parts::{Happened, say};

/// What is used of the agreement in that week and month, before this request and with it.
pub fn allowance(lang: Lang, case: &Case, today: NaiveDate) -> Markup {
    let Some(agreement) = &case.agreement else {
        let none = "那天没有有效的协议，按单次申请审核";
        return html! { p.quiet { (lang.pick(none, "No agreement that day: decided as a single request")) } };
    };
    let used = case.used.week_bookings;
    let bookings = agreement.allowance.week_bookings.map(|limit| {
        let last = used >= limit;
        match lang {
            Lang::Zh => format!("那一周已约{used}次，共{limit}次{}", if last { "，不够了" } else { "" }),
            Lang::En => {
                format!("That week: {used} of {limit} bookings{}", if last { ", none left" } else { "" })
            }
        }
    });
    html! {
        (before_and_after(lang, agreement, &case.loads, today))
        @if let Some(bookings) = bookings { p.quiet { (bookings) } }
    }
}

/// What the agreement does not cover about it, if it is an exception: approving takes a reason.
pub fn exception(lang: Lang, case: &Case) -> Option<String> {
    let booking = &case.booked.booking;
    let gap = asking::reason_for(booking, case.agreement.as_ref().map(|one| one.id))?;
    Some(said::gap(lang, gap, case.agreement.as_ref(), booking.starts_at.date()))
}

/// Who will be told, and how: 批准后发邮件给王秀兰; without a mail server (`mailing`), that somebody has to phone.
pub fn told_after_approval(lang: Lang, case: &Case, mailing: bool) -> String {
    let parts: Vec<String> =
        telling(lang, &case.leaders, mailing).into_iter().chain(losing(lang, &case.rivals)).collect();
    match lang {
        Lang::Zh if parts.is_empty() => "批准后没有人要通知：这个队伍没有登记队长。".into(),
        Lang::En if parts.is_empty() => "Nobody is told: the troupe has no leader on record.".into(),
        Lang::Zh => format!("批准后{}。", parts.join("；")),
        Lang::En => format!("After approval: {}.", parts.join("; ")),
    }
}

fn telling(lang: Lang, leaders: &[Contact], mailing: bool) -> Vec<String> {
    let (mailed, called): (Vec<&Contact>, Vec<&Contact>) =
        leaders.iter().partition(|one| one.email.is_some());
    let names = |people: &[&Contact]| {
        words::list(lang, &people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>())
    };
    let mut parts = Vec::new();
    if !mailed.is_empty() {
        let names = names(&mailed);
        parts.push(match (mailing, lang) {
            (true, Lang::Zh) => format!("发邮件给{names}"),
            (true, Lang::En) => format!("an e-mail goes to {names}"),
            (false, Lang::Zh) => format!("给{names}的邮件发不出去（没有设置邮件服务器），要打电话"),
            (false, Lang::En) => format!("call {names}, as no mail server is set up for e-mail"),
        });
    }
    if !called.is_empty() {
        let names = names(&called);
        parts.push(lang.pick(format!("要给没有邮箱的{names}打电话"), format!("call {names} (no e-mail)")));
    }
    parts
}

fn losing(lang: Lang, rivals: &[Booked]) -> Option<String> {
    let mut names: Vec<&str> = rivals.iter().map(|one| one.troupe.name_in(lang)).collect();
    names.dedup();
    let names = words::list(lang, &names);
    (!rivals.is_empty()).then(|| {
        lang.pick(
            format!("{names}转为候补，会收到通知和备选方案"),
            format!("{names} will wait in line and be told, with alternatives"),
        )
    })
}

/// 已批准，由李晓梅于今天 上午8:10.
pub fn decided(lang: Lang, decided: &Decided, zone: Zone, today: NaiveDate) -> String {
    let state = decided.state.name(lang);
    let at = decided.at.map(|at| dates::moment(lang, zone.wall(at), today)).unwrap_or_default();
    match (&decided.by, lang) {
        (Some(by), Lang::Zh) => format!("现在是“{state}”，{by}，{at}。"),
        (Some(by), Lang::En) => format!("It is now “{state}”, by {by}, {at}."),
        (None, Lang::Zh) => format!("现在是“{state}”，{at}。"),
        (None, Lang::En) => format!("It is now “{state}”, {at}."),
    }
}

/// The history of a booking for the list of what happened.
pub fn happened(lang: Lang, lines: Vec<history::Line>, zone: Zone, today: NaiveDate) -> Vec<Happened> {
    lines
        .into_iter()
        .map(|line| {
            let by = line.person.clone().unwrap_or_else(|| lang.pick("系统", "By itself").to_owned());
            let act = match (line.act.as_str(), line.to.as_deref().and_then(State::from_word)) {
                ("asked", Some(State::Approved)) => lang
                    .pick("提出申请；协议之内，自动批准", "asked; within the agreement, so approved at once"),
                (act, _) => said::act(lang, act),
            };
            let count = said::count(&line.act, line.reason.as_deref()).map(str::to_owned);
            let reason = line.reason.filter(|_| count.is_none());
            Happened {
                when: say::moment(lang, zone.wall(line.at), today),
                what: html! {
                    (by) (lang.pick("：", ": ")) (act)
                    @if let Some(count) = count { " " (count) }
                },
                reason: reason.unwrap_or_default(),
            }
        })
        .collect()
}

/// A letter's plain text with its paragraphs and lines.
pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.trim().split("\n\n") {
            p { @for (place, line) in paragraph.lines().filter(|line| *line != "-- ").enumerate() { @if place > 0 { br; } (line) } }
        }
    }
}
