//! The list of agreements.

use maud::{Markup, html};

use crate::domain::agreements::{Agreement, Standing, Troupe, words};
use crate::domain::people::Role;
use crate::pages::parts::agreement::{period, standing_class_at};
use crate::pages::parts::{Button, Column, Frame, Width, empty, mark, nb, say, table};
use crate::pages::staff::here::Here;

/// In this order.
const GROUPS: [Standing; 6] = [
    Standing::Valid,
    Standing::Suspended,
    Standing::Draft,
    Standing::Coming,
    Standing::Expired,
    Standing::Ended,
];

pub fn list(frame: &Frame, here: &Here, agreements: &[Agreement], troupes: &[Troupe]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let title = lang.pick("协议", "Agreements");
    let groups: Vec<(Standing, Vec<&Agreement>)> = GROUPS
        .iter()
        .map(|&standing| {
            (standing, agreements.iter().filter(|one| one.standing(today) == standing).collect())
        })
        .collect();
    let main = html! {
        div.row.apart {
            h1 { (title) }
            @if here.role < Role::Manager { p { (Button::link(&here.href("/terms"), lang.pick("使用须知", "House terms"))) } }
            @else {
                p.row { (Button::link(&here.href("/terms"), lang.pick("使用须知", "House terms"))) (Button::link(&here.href("/agreements/new"), lang.pick("拟新协议", "New agreement")).main().icon("plus")) }
            }
        }
        @if agreements.is_empty() {
            (empty("paper", lang.pick("还没有协议", "No agreements yet"), html! {
                p { (lang.pick("没有协议的队伍只能单次申请，每次都要审核。", "Troupes without one ask for single dates, each decided by staff.")) }
            }))
        }
        @for (standing, group) in &groups {
            @let name = standing.name(lang);
            @if !group.is_empty() { h2 { (name) } (group_table(here, name, group, troupes)) }
        }
    };
    frame.page(title, Width::Wide, main)
}

fn group_table(here: &Here, name: &str, group: &[&Agreement], troupes: &[Troupe]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let columns = [
        Column::text(lang.pick("队伍", "Troupe")),
        Column::text(lang.pick("有效", "Period")),
        Column::text(lang.pick("额度", "Allowance")),
        Column::text(lang.pick("状态", "State")),
    ];
    let rows: Vec<Vec<Markup>> = group
        .iter()
        .map(|one| {
            let troupe = troupes.iter().find(|troupe| troupe.id == one.troupe_id);

            vec![
                html! {
                    a href=(here.href(&format!("/agreements/{}", one.id))) { (troupe.map_or("", |troupe| troupe.name_in(lang))) }
                    span.under { (nb(&one.number)) }
                },
                period(lang, one),
                say::pieces(lang, "，", words::limit_pieces(lang, &one.allowance)),
                mark(standing_class_at(one, today), &words::standing(lang, one, today)),
            ]
        })
        .collect();
    table(name, true, &columns, &rows)
}
