//! The troupe's view of its agreement.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::At;
use super::Known;
use crate::base::lang::{Lang, dates};
use crate::domain::agreements::{Standing, words};
use crate::pages::parts::agreement::{period, standing_class, terms, used};
use crate::pages::parts::signed_paper::papers;
use crate::pages::parts::{
    Button, Frame, Tone, Width, crumbs, facts, mark, nb, notice, plain_list, remark, say,
};

pub fn page(frame: &Frame, at: &At, known: &Known, today: NaiveDate) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("场地免费使用协议", "Free-use agreement");
    let agreement = &known.agreement;
    let (mine, own) = (format!("/my?troupe={}", at.troupe.id), format!("/my/agreements/{}", agreement.id));
    let standing = agreement.standing(today);
    let print = format!("{own}/print");
    frame.page(
        title,
        Width::Normal,
        html! {
            (crumbs(lang.pick("位置", "Way"), &[(&mine, at.troupe.name_in(lang))], title))
            div.row.apart { h1 { (title) } (mark(standing_class(standing), &words::standing(lang, agreement, today))) }
            p.quiet { (at.troupe.name_in(lang)) (lang.pick("，编号 ", ", number ")) (nb(&agreement.number)) }
            (news(lang, at, known, today))
            div.split {
                div.flow {
                    (facts(&terms(lang, agreement, &known.rooms)))
                    p { (Button::link(&print, lang.pick("打印协议", "Print the agreement")).icon("print")) }
                    (house_terms(lang, at, known))
                    @if known.papers.iter().any(|paper| paper.removed.is_none()) {
                        h2 { (lang.pick("签好的协议", "The signed paper")) }
                        (papers(lang, &known.papers, &own, at.centre.zone, false))
                    }
                }
                div.flow {
                    h2 { (lang.pick("用了多少", "What is used")) }
                    (used(lang, agreement, &known.used, today))
                    @if !known.others.is_empty() { (others(lang, known, today)) }
                }
            }
        },
    )
}

/// What the troupe must know first: suspended, ended, or soon to end.
fn news(lang: Lang, at: &At, known: &Known, today: NaiveDate) -> Markup {
    let agreement = &known.agreement;
    let left = (agreement.ends_on - today).num_days();
    let renewed = known.others.iter().any(|one| one.predecessor == Some(agreement.id));
    let call = html! {
        @if !at.centre.phone.is_empty() { p { (lang.pick("有事请打 ", "Phone ")) (say::phone(&at.centre.phone)) } }
    };
    let reason = known.decided.as_ref().and_then(|decided| decided.reason.as_deref()).unwrap_or_default();
    match agreement.standing(today) {
        Standing::Suspended => notice(
            Tone::Amber,
            lang.pick("协议暂停中，现在只能单次申请", "Suspended: only single requests for now"),
            html! { @if !reason.is_empty() { p { (lang.pick("原因：", "Reason: ")) (reason) } } (call) },
        ),
        Standing::Ended => notice(
            Tone::Amber,
            lang.pick("协议已终止", "The agreement has ended"),
            html! { @if !reason.is_empty() { p { (lang.pick("原因：", "Reason: ")) (reason) } } (call) },
        ),
        Standing::Expired if !renewed => notice(
            Tone::Amber,
            lang.pick("协议已到期，续签请找工作人员", "It has expired: see the staff to renew it"),
            call,
        ),
        Standing::Valid if left <= 30 && !renewed => {
            let day = dates::date_long(lang, agreement.ends_on);
            notice(
                Tone::Amber,
                lang.pick(
                    format!("协议到{day}为止，要接着用请早点续签"),
                    format!("It ends on {day}: renew it in good time"),
                ),
                call,
            )
        }
        _ => html! {},
    }
}

fn house_terms(lang: Lang, at: &At, known: &Known) -> Markup {
    let Some(terms) = &known.terms else { return html! {} };
    let href = format!("/my/terms?troupe={}", at.troupe.id);
    let current = known.accepted.as_ref().is_some_and(|one| one.version >= terms.version);
    html! {
        h2 { (lang.pick("使用须知", "House terms")) }
        @if current {
            (remark(Tone::Jade, lang.pick("您接受了现在的版本。", "You accepted the present version.")))
            p { a href=(href) { (lang.pick("看使用须知", "Read the house terms")) } }
        } @else {
            p { (Button::link(&href, lang.pick("请看新的使用须知", "Please read the new house terms"))) }
        }
    }
}

fn others(lang: Lang, known: &Known, today: NaiveDate) -> Markup {
    let lines: Vec<Markup> = (known.others.iter())
        .map(|one| {
            html! {
                a href=(format!("/my/agreements/{}", one.id)) { (one.number) } " "
                span.quiet { (period(lang, one)) (lang.pick("，", ". ")) (words::standing(lang, one, today)) }
            }
        })
        .collect();
    html! { h2 { (lang.pick("别的协议", "Other agreements")) } (plain_list(&lines)) }
}
