//! One booking or session as markup.

use std::collections::HashMap;

use maud::{Markup, html};

use super::sheet_view::{booking_href, source, two_numbers};
use crate::base::lang::Lang;
use crate::base::time::Span;
use crate::domain::attendance::{Held, NoShow, Of, Report, Reported};
use crate::domain::people::PersonId;
use crate::pages::parts::attendance::visits;
use crate::pages::parts::{
    Button, Field, Happened, Tone, crumbs, hidden, history, mark, notice, remark, say,
};
use crate::pages::staff::here::Here;

/// All that the page shows.
pub(super) struct One {
    pub held: Held,
    pub reported: Reported,
    pub authors: HashMap<PersonId, String>,
    pub no_show: Option<NoShow>,
    /// At the door so far.
    pub counted: i32,
}

pub(super) fn one(here: &Here, one: &One, just: &str) -> Markup {
    let lang = here.lang();
    let key = one.held.of.key();
    let sheet = format!("{}?date={}", here.href("/attendance"), one.held.starts_at.date());
    let begun = one.held.starts_at <= here.centre.zone.wall(here.now);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&sheet, lang.pick("报到场人数", "How many came"))], one.held.name_in(lang)))
        h1 { (one.held.name_in(lang)) }
        (done(lang, just))
        p { (when(here, &one.held)) " " (one.held.place_in(lang)) }
        p {
            @if one.reported.visits().is_some() || one.no_show.is_none() { (visits(lang, one.reported.visits())) }
            @if one.no_show.is_some() { " " (mark("no", lang.pick("约了没来", "No-show"))) }
        }
        (choice(here, &one.reported, &one.authors, "page"))
        @if begun { p { (Button::link(&sheet, lang.pick("到那天的表里填数", "Enter it on that day’s sheet")).main()) } }
        section.flow {
            h2 { (lang.pick("在门口数", "At the door")) }
            @if one.counted > 0 { p { (lang.pick(format!("门口数到{}位。", one.counted), format!("{} counted at the door.", one.counted))) } }
            p.row {
                (Button::link(&here.href(&format!("/attendance/{key}/counter")), lang.pick("＋1 门口计数", "+1 at the door")))
                @if matches!(one.held.of, Of::Session(_)) {
                    (Button::link(&here.href(&format!("/attendance/{key}/names")), lang.pick("按名单登记", "List of names")))
                }
            }
            @if let Some((activity, _)) = one.held.activity {
                p { a href=(here.href(&format!("/activities/{activity}/results"))) { (lang.pick("别的结果：单位数、岗位数、线上观看……", "Further results: employers, posts, viewers…")) } }
            }
        }
        @if let Some(href) = booking_href(here, one.held.of) { (absence(here, one, begun, &href)) }
        section.flow {
            h2 { (lang.pick("谁报过什么", "Who reported what")) }
            @if one.reported.0.is_empty() { p.quiet { (lang.pick("还没有人报。未上报不等于没人来。", "Nobody yet. Not reported is not nobody.")) } }
            @else { (history(&told(here, one))) }
        }
    }
}

fn when(here: &Here, held: &Held) -> Markup {
    match Span::new(held.starts_at, held.ends_at) {
        Ok(span) => say::span(here.lang(), span, here.today()),
        Err(_) => html! {},
    }
}

fn done(lang: Lang, just: &str) -> Markup {
    match just {
        "chosen" => remark(Tone::Jade, lang.pick("选好了，以它为准。", "Chosen: that number counts.")),
        "saved" => remark(Tone::Jade, lang.pick("记下了。", "Noted.")),
        "over" => notice(
            Tone::Amber,
            lang.pick("别人已经选过了", "Somebody chose before you"),
            html! { p { (lang.pick("现在的情况是这样；不对的话，到那天的表里填一个数。", "This is how it stands; if it is wrong, enter a number on that day’s sheet.")) } },
        ),
        "early" => notice(
            Tone::Amber,
            lang.pick("还没开始", "It has not begun"),
            html! { p { (lang.pick("开始以后才能记“没来”。", "That nobody came can be noted once it has begun.")) } },
        ),
        _ => html! {},
    }
}

/// Two numbers differ: which one counts?
pub(super) fn choice(
    here: &Here,
    reported: &Reported,
    authors: &HashMap<PersonId, String>,
    from: &str,
) -> Markup {
    let lang = here.lang();
    let Some(other) = reported.waiting().next() else { return html! {} };
    let options: Vec<&Report> = reported.counting().into_iter().chain(reported.waiting()).collect();
    notice(
        Tone::Amber,
        two_numbers(lang, reported.visits(), other.visits),
        html! {
            p { (lang.pick("以哪个为准？", "Which one counts?")) }
            @for report in options {
                form method="post" action=(here.href("/attendance/choices")) {
                    (hidden("report", &report.id.to_string())) (hidden("from", from))
                    p { (Button::submit(&crate::domain::attendance::words::visits(lang, Some(report.visits)))) }
                    p.quiet { (source(here, authors, report)) }
                }
            }
        },
    )
}

fn absence(here: &Here, one: &One, begun: bool, booking: &str) -> Markup {
    let lang = here.lang();
    let action = here.href(&format!("/attendance/{}/no-show", one.held.of.key()));
    html! {
        section.flow {
            h2 { (lang.pick("约了没来", "No-show")) }
            @match &one.no_show {
                Some(noted) => {
                    p { (lang.pick("工作人员记过：约了没来。", "Staff noted that nobody came."))
                        " " span.quiet { (say::moment(lang, here.centre.zone.wall(noted.confirmed_at), here.today())) } }
                    @if !noted.note.is_empty() { p.quiet { (noted.note) } }
                    form method="post" action=(action) {
                        (hidden("back", "1"))
                        (Button::submit(lang.pick("不是这样，撤回", "Not so: take it back")))
                    }
                },
                None if begun => form.flow method="post" action=(action) {
                    p.quiet { (lang.pick("不会自动记。确实没来又没说，才记。随时可以撤回。", "Never by itself. Note it only where nobody came and nobody called. It can be taken back.")) }
                    (Field::new("note", lang.pick("备注（可以不填）", "Note (may stay empty)")).text())
                    p { (Button::submit(lang.pick("记：约了没来", "Note: nobody came"))) }
                },
                None => p.quiet { (lang.pick("开始以后才能记。", "Once it has begun.")) },
            }
            p { a href=(booking) { (lang.pick("看这次预约", "The booking")) } }
        }
    }
}

/// Every report, the newest first.
fn told(here: &Here, one: &One) -> Vec<Happened> {
    let lang = here.lang();
    let line = |report: &Report| {
        let became = match (report.counts(), report.waits(), report.confirmed_at.is_some()) {
            (true, ..) => lang.pick("以它为准", "counts"),
            (_, true, _) => lang.pick("等工作人员选", "waits for staff"),
            (_, _, true) => lang.pick("后来改了", "replaced later"),
            _ => lang.pick("没有采用", "not used"),
        };
        Happened {
            when: say::moment(lang, here.centre.zone.wall(report.reported_at), here.today()),
            what: html! {
                strong { (crate::domain::attendance::words::visits(lang, Some(report.visits))) }
                (lang.pick("，", ", ")) (became) br; span.quiet { (source(here, &one.authors, report)) }
            },
            reason: report.note.clone(),
        }
    };
    one.reported.0.iter().rev().map(line).collect()
}
