//! The page of one agreement.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::troupe::reach;
use super::{Known, acts_view as acts};
use crate::base::history::Line;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::web::form::Fields;
use crate::domain::agreements::{Agreement, AgreementId, AgreementState, Decided, Standing, words};
use crate::domain::people::Role;
use crate::pages::parts::{
    Allowance, Frame, Happened, Sheet, Tone, Width, allowance, crumbs, done, facts, history, mark, nb,
    notice, say,
};
use crate::pages::staff::here::Here;

/// The class of the mark that says where an agreement stands.
pub fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "ok",
        Standing::Coming | Standing::Draft => "wait",
        Standing::Suspended => "no",
        Standing::Expired | Standing::Ended => "off",
    }
}

pub fn period(lang: Lang, one: &Agreement) -> Markup {
    html! {
        (nb(dates::date_long(lang, one.starts_on))) (lang.pick("到", " to ")) (nb(dates::date_long(lang, one.ends_on)))
    }
}

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
        div.row.apart { h1 { (title) } (mark(class(agreement.standing(today)), &words::standing(lang, agreement, today))) }
        p.quiet { (lang.pick(format!("场地免费使用协议 {number}"), format!("Free-use agreement {number}"))) }
        div.split {
            div.flow {
                @if let Some(decided) = &known.decided { (stands(here, agreement, decided)) }
                (said(here, known))
                @if here.role >= Role::Manager { (acts::buttons(here, agreement, sheet)) }
            }
            div.flow {
                h2 { (lang.pick("用了多少", "What is used")) }
                (used(lang, known, today))
                h2 { (lang.pick("经过", "What happened")) }
                (history(&happened(here, &known.history)))
            }
        }
    };
    frame.page(title, Width::Wide, main)
}

fn said(here: &Here, known: &Known) -> Markup {
    let lang = here.lang();
    let agreement = &known.agreement;
    let rooms: Vec<&str> = (known.rooms.iter())
        .filter(|room| agreement.rooms.contains(&room.id))
        .map(|room| room.name_in(lang))
        .collect();
    let troupe = here.href(&format!("/troupes/{}", known.troupe.id));
    let mut lines = vec![
        (lang.pick("队伍", "Troupe"), html! { a href=(troupe) { (known.troupe.name_in(lang)) } }),
        (lang.pick("有效", "Period"), period(lang, agreement)),
        (lang.pick("场地", "Rooms"), html! { (quantities::list(lang, &rooms)) }),
        (
            lang.pick("时间", "Times"),
            html! { @for line in words::windows(lang, &agreement.windows) { p { (line) } } },
        ),
        (lang.pick("额度", "Allowance"), html! { (words::limits(lang, &agreement.allowance)) }),
    ];
    for (person, led) in &known.leaders {
        let role = if led.deputy { lang.pick("副队长", "Deputy") } else { lang.pick("队长", "Leader") };
        lines.push((role, html! { (person.name) " " (reach(person)) }));
    }
    let duties = agreement.words.duties_in(lang);
    if !duties.is_empty() {
        lines.push((
            lang.pick("队伍要做的", "Duties"),
            html! { @for line in duties.lines() { p { (line) } } },
        ));
    }
    if agreement.state != AgreementState::Draft {
        lines
            .push((lang.pick("签字", "Signed"), html! { (nb(dates::date_long(lang, agreement.signed_on))) }));
    }
    for (what, signer) in [
        (lang.pick("甲方签字人", "Signs for the centre"), &agreement.words.signer_centre),
        (lang.pick("乙方签字人", "Signs for the troupe"), &agreement.words.signer_troupe),
    ] {
        if !signer.is_empty() {
            lines.push((what, html! { (signer) }));
        }
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

/// The bars of this week and month; without a limit the bare number.
fn used(lang: Lang, known: &Known, today: NaiveDate) -> Markup {
    let of = &known.agreement.allowance;
    let month = dates::month_name(lang, today);
    let bars = [
        (lang.pick("本周", "This week"), of.week_minutes, known.usage.week_minutes),
        (month, of.month_minutes, known.usage.month_minutes),
    ];
    html! {
        div.card.flow {
            @for (name, limit, used) in bars {
                @match limit {
                    Some(limit) => (allowance(lang, &Allowance { name: name.to_owned(), limit, used, asked: 0, this: 0 })),
                    None => p.row.apart { strong { (name) } span { (quantities::hours(lang, used)) } },
                }
            }
            @if let Some(limit) = of.week_bookings {
                p.row.apart { strong { (lang.pick("本周次数", "Bookings this week")) } span { (known.usage.week_bookings) " / " (limit) } }
            }
            p.quiet { (lang.pick("已批准和待审核的都算。", "Approved ones and those still to be decided count.")) }
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
