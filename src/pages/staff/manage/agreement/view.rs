//! The page of one agreement.

use maud::{Markup, html};

use super::super::troupe::reach;
use super::{Known, acts_view as acts};
use crate::base::history::Line;
use crate::base::lang::{Lang, dates};
use crate::base::web::form::Fields;
use crate::domain::agreements::terms::{Acceptance, HouseTerms};
use crate::domain::agreements::{Agreement, AgreementId, AgreementState, Decided, Standing, words};
use crate::domain::people::{Person, Role};
use crate::pages::parts::agreement::{standing_class_at, terms, used};
use crate::pages::parts::signed_paper::papers;
use crate::pages::parts::{
    Button, Frame, Happened, Sheet, Tone, Width, crumbs, done, facts, hidden, history, mark, notice, say,
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

/// [`way`] of a page about one agreement, which leads back to it.
pub fn way_of(here: &Here, agreement: &Agreement, title: &str) -> Markup {
    let lang = here.lang();
    let one = here.href(&format!("/agreements/{}", agreement.id));
    let up = here.href("/agreements");
    crumbs(
        lang.pick("位置", "Where this is"),
        &[(&up, lang.pick("协议", "Agreements")), (&one, &agreement.number)],
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
    let print = here.href(&format!("/agreements/{}/print", agreement.id));
    let number = &known.agreement.number;
    let main = html! {
        (way(here, title))
        (done(lang, query))
        (sheet.summary())
        @if let Some(conflict) = conflict { (conflict) }
        div.row.apart { h1 { (title) } (mark(standing_class_at(agreement, today), &words::standing(lang, agreement, today))) }
        p.quiet { (lang.pick(format!("场地免费使用协议 {number}"), format!("Free-use agreement {number}"))) }
        div.split {
            div.flow {
                @if let Some(decided) = &known.decided { (stands(here, agreement, decided)) }
                (said(here, known))
                p.row {
                    (Button::link(&print, lang.pick("打印协议", "Print the agreement")).icon("print"))
                    (extending(here, known))
                }
                @if here.role >= Role::Manager { (acts::buttons(here, agreement, sheet)) }
                (accepted(here, known))
                (kept(here, known, sheet))
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

/// To the series that could go on under an agreement that renews another.
fn extending(here: &Here, known: &Known) -> Markup {
    let lang = here.lang();
    let href = |id: AgreementId| here.href(&format!("/series/extending?agreement={id}"));
    let own = known.predecessor.is_some() && known.agreement.state != AgreementState::Ended;
    html! {
        @if own {
            (Button::link(&href(known.agreement.id), lang.pick("旧协议的系列预约，接着约…", "Go on with the old agreement’s series…")).icon("calendar"))
        }
        @for new in known.successors.iter().filter(|new| new.state != AgreementState::Ended) {
            @let number = &new.number;
            (Button::link(&href(new.id), &lang.pick(format!("系列预约按{number}接着约…"), format!("Go on with the series under {number}…"))).icon("calendar"))
        }
    }
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

/// Which house terms the leaders accepted; staff record what was signed on paper.
fn accepted(here: &Here, known: &Known) -> Markup {
    let lang = here.lang();
    let Some(terms) = &known.terms else { return html! {} };
    let back = format!("/agreements/{}", known.agreement.id);
    html! {
        h2 { (lang.pick("使用须知", "House terms")) }
        div.card.flow {
            @for (person, _) in &known.leaders {
                (acceptance(here, terms, &known.accepted, person, &back))
            }
            @if known.leaders.is_empty() { p { (lang.pick("还没有队长。", "No leader yet.")) } }
            p { a href=(here.href("/terms")) { (lang.pick(format!("看使用须知第{}版", terms.version), format!("Read version {}", terms.version))) } }
        }
    }
}

/// What one leader accepted, and the button to record it.
pub fn acceptance(
    here: &Here,
    terms: &HouseTerms,
    all: &[Acceptance],
    person: &Person,
    back: &str,
) -> Markup {
    let lang = here.lang();
    let latest = all.iter().find(|one| one.person == person.id);
    let words = latest.map(|one| {
        let day = dates::date_long(lang, here.centre.zone.wall(one.accepted_at).date());
        let version = one.version;
        match (&one.recorded_by, lang) {
            (None, Lang::Zh) => format!("{day}接受第{version}版"),
            (Some(by), Lang::Zh) => format!("{day}接受第{version}版（纸上签字，{by}代办）"),
            (None, Lang::En) => format!("accepted version {version} on {day}"),
            (Some(by), Lang::En) => format!("accepted version {version} on {day} on paper, recorded by {by}"),
        }
    });
    let current = latest.is_some_and(|one| one.version >= terms.version);
    html! {
        div.row.apart {
            div {
                strong { (person.name) } " "
                @if current { (mark("ok", lang.pick("已接受", "Accepted"))) } @else { (mark("wait", lang.pick("还没接受", "Not accepted yet"))) }
                @if let Some(words) = words { p.quiet { (words) } }
            }
            @if !current {
                form method="post" action=(here.href(&format!("/terms/{}/acceptances", terms.id))) {
                    (hidden("person", &person.id.to_string()))
                    (hidden("back", back))
                    (Button::submit(lang.pick("纸上签过了，代办", "Signed on paper: record it")).of(&person.name))
                }
            }
        }
    }
}

/// The signed paper.
fn kept(here: &Here, known: &Known, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/agreements/{}", known.agreement.id));
    let writes = here.role >= Role::Manager;
    let some = known.papers.iter().any(|paper| paper.removed.is_none());
    let help = lang.pick(
        "PDF或照片（JPEG、PNG），每个最多10 MB，一次可以选几个。照片里的拍摄地点不会留下。",
        "A PDF or photographs (JPEG, PNG), at most 10 MB each, several at once. Where a photograph was taken is not kept.",
    );
    html! {
        h2 #papers { (lang.pick("签好的协议", "The signed paper")) }
        @if some { (papers(lang, &known.papers, &href, here.centre.zone, writes)) }
        @else { p.quiet { (lang.pick("还没有存。", "None is kept yet.")) } }
        @if writes {
            form.card.flow method="post" action=(format!("{href}/papers")) enctype="multipart/form-data" {
                (sheet.field("files", lang.pick("存入签好的协议", "Keep the signed paper")).help(help).files(".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"))
                p { (Button::submit(lang.pick("存入", "Keep"))) }
            }
        }
    }
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
