//! The page of one agreement.

use maud::{Markup, html};

use super::super::troupe::reach;
use super::{Known, acts_view as acts};
use crate::base::history::Line;
use crate::base::web::form::Fields;
use crate::domain::agreements::{Agreement, AgreementId, Decided, Standing, words};
use crate::domain::people::Role;
use crate::pages::parts::agreement::{standing_class, terms, used};
use crate::pages::parts::{
    Frame, Happened, Sheet, Tone, Width, crumbs, done, facts, history, mark, notice, say,
};
use crate::pages::staff::here::Here;

/// Why it does not hold, where somebody decided that.
fn stands(here: &Here, agreement: &Agreement, decided: &Decided) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (by, reason) =
        (decided.by.as_deref().unwrap_or_default(), decided.reason.as_deref().unwrap_or_default());
    let title = match agreement.standing(today) {
        Standing::Suspended => {
            lang.pick("协议暂停中，队伍不能按它约场地。", "Suspended: the troupe cannot book under it.")
        }
        Standing::Ended => lang.pick("协议已终止。", "The agreement has ended."),
        _ => return html! {},
    };
    let comma = lang.pick("，", ", ");
    let who = html! {
        @if let Some(at) = decided.at { (say::moment(lang, here.centre.zone.wall(at), today)) }
        @if !by.is_empty() { (comma) (by) }
    };
    notice(Tone::Amber, title, html! { p { (who) } @if !reason.is_empty() { p { (reason) } } })
}

pub fn way(here: &Here, title: &str) -> Markup {
    let lang = here.lang();
    crumbs(
        lang.pick("位置", "Where this is"),
        &[(&here.href("/agreements"), lang.pick("协议", "Agreements"))],
        title,
    )
}

/// One agreement: what it says, and what is used of it.
pub fn one(
    frame: &Frame,
    here: &Here,
    known: &Known,
    query: &Fields,
    sheet: &Sheet,
    conflict: Option<&Markup>,
) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let title = known.troupe.name_in(lang);
    let agreement = &known.agreement;
    let number = &known.agreement.number;
    let main = html! {
        (way(here, title))
        (done(lang, query))
        (sheet.summary())
        @if let Some(conflict) = conflict { (conflict) }
        div.row.apart { h1 { (title) } (mark(standing_class(agreement.standing(today)), &words::standing(lang, agreement, today))) }
        p.quiet { (lang.pick(format!("场地免费使用协议 {number}"), format!("Free-use agreement {number}"))) }
        div.split {
            div.flow {
                @if let Some(decided) = &known.decided { (stands(here, agreement, decided)) }
                (said(here, known))
                @if here.role >= Role::Manager { (acts::buttons(here, agreement, sheet)) }
            }
            div.flow {
                h2 { (lang.pick("用了多少", "What is used")) }
                (used(lang, agreement, &known.used, today))
                h2 { (lang.pick("经过", "What happened")) }
                (history(&happened(here, &known.history)))
            }
        }
    };
    frame.page(title, Width::Wide, main)
}

fn said(here: &Here, known: &Known) -> Markup {
    let lang = here.lang();
    let troupe = here.href(&format!("/troupes/{}", known.troupe.id));
    let mut lines =
        vec![(lang.pick("队伍", "Troupe"), html! { a href=(troupe) { (known.troupe.name_in(lang)) } })];
    lines.extend(terms(lang, &known.agreement, &known.rooms));
    for (person, led) in &known.leaders {
        let role = if led.deputy { lang.pick("副队长", "Deputy") } else { lang.pick("队长", "Leader") };
        lines.push((role, html! { (person.name) " " (reach(person)) }));
    }
    let other = |id: AgreementId, number: &str| html! { a href=(here.href(&format!("/agreements/{id}"))) { (number) } };
    if let Some(old) = &known.predecessor {
        lines.push((lang.pick("接着", "Renews"), other(old.id, &old.number)));
    }
    for new in &known.successors {
        lines.push((lang.pick("续签为", "Renewed as"), other(new.id, &new.number)));
    }
    facts(&lines)
}

fn happened(here: &Here, lines: &[Line]) -> Vec<Happened> {
    let (lang, today) = (here.lang(), here.today());
    lines
        .iter()
        .rev()
        .map(|line| {
            let what = words::happened(lang, &line.act);
            let by = line.person.as_deref().unwrap_or_default();
            Happened {
                when: say::moment(lang, here.centre.zone.wall(line.at), today),
                what: html! { (what) @if !by.is_empty() { (lang.pick("，", ", ")) (by) } },
                reason: line.reason.clone().unwrap_or_default(),
            }
        })
        .collect()
}
