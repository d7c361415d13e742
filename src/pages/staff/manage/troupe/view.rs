//! The pages of troupes.

use maud::{Markup, html};

use super::Known;
use crate::base::lang::words;
use crate::base::web::form::Fields;
use crate::domain::agreements::words::standing;
use crate::domain::agreements::{Troupe, TroupeId, TroupeKind};
use crate::domain::people::{LedTroupe, Person, Role};
use crate::pages::parts::agreement::period;
use crate::pages::parts::done;
use crate::pages::parts::person_form;
use crate::pages::parts::sheet::{Sheet, choices};
use crate::pages::parts::{
    Button, Choice, Column, Frame, Width, crumbs, empty, facts, mark, nb, plain_list, say, table,
};
use crate::pages::staff::disruptions::displaced_before;
use crate::pages::staff::here::Here;

pub fn list(
    frame: &Frame,
    here: &Here,
    troupes: &[Troupe],
    led: &[(Person, LedTroupe)],
    valid: &[TroupeId],
) -> Markup {
    let lang = here.lang();
    let title = lang.pick("文艺队伍", "Troupes");
    let columns = [
        Column::text(lang.pick("队伍", "Troupe")),
        Column::text(lang.pick("种类", "Kind")),
        Column::number(lang.pick("人数", "Size")),
        Column::text(lang.pick("队长", "Leader")),
        Column::text(lang.pick("协议", "Agreement")),
    ];
    let rows: Vec<Vec<Markup>> = troupes
        .iter()
        .map(|troupe| {
            let leaders: Vec<&str> = (led.iter())
                .filter(|(_, of)| of.id == troupe.id.0)
                .map(|(person, _)| person.name.as_str())
                .collect();
            vec![
                html! {
                    a href=(here.href(&format!("/troupes/{}", troupe.id))) { (troupe.name_in(lang)) }
                    @if !troupe.active { " " (mark("off", lang.pick("已停用", "Not active"))) }
                },
                html! { (troupe.kind.name(lang)) },
                html! { (nb(words::people(lang, troupe.size.into()))) },
                html! {
                    @if leaders.is_empty() { (lang.pick("还没有", "None yet")) } @else { (words::list(lang, &leaders)) }
                },
                html! {
                    @if valid.contains(&troupe.id) { (mark("ok", lang.pick("生效中", "Valid"))) }
                    @else { (lang.pick("没有", "None")) }
                },
            ]
        })
        .collect();
    let main = html! {
        div.row.apart {
            h1 { (title) }
            @if here.role >= Role::Manager {
                p { (Button::link(&here.href("/troupes/new"), lang.pick("添加队伍", "Add a troupe")).main().icon("plus")) }
            }
        }
        @if rows.is_empty() {
            (empty("dance", lang.pick("还没有队伍", "No troupes yet"), html! {
                p { (lang.pick("先添加队伍，再和它签协议。", "Add a troupe first, then its agreement.")) }
            }))
        } @else {
            (table(title, true, &columns, &rows))
        }
    };
    frame.page(title, Width::Wide, main)
}

fn way(here: &Here, title: &str) -> Markup {
    let lang = here.lang();
    crumbs(
        lang.pick("位置", "Where this is"),
        &[(&here.href("/troupes"), lang.pick("文艺队伍", "Troupes"))],
        title,
    )
}

fn details(sheet: &Sheet) -> Markup {
    let lang = sheet.lang;
    let kinds = choices(TroupeKind::ALL, TroupeKind::word, |kind| kind.name(lang));
    html! {
        (sheet.both("troupe_name", "troupe_name_en", lang.pick("队名", "Troupe’s name"), false))
        (sheet.field("kind", lang.pick("种类", "Kind")).select(&kinds))
        (sheet.field("size", lang.pick("多少人", "How many people")).number())
        (sheet.tick("named", lang.pick("别人能看到队名（不勾就只显示“已占用”）", "Others may see the name (not ticked: “Taken”)")))
        (sheet.tick("active", lang.pick("还在活动", "Still active")))
    }
}

/// Adding a troupe, with its first leader.
pub fn new(frame: &Frame, here: &Here, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let title = lang.pick("添加队伍", "Add a troupe");
    let main = html! {
        (way(here, title))
        (sheet.summary())
        h1 { (title) }
        form.flow method="post" action=(here.href("/troupes")) {
            div.card.flow { (details(sheet)) }
            section.card.flow {
                h2 { (lang.pick("队长", "Leader")) }
                p.quiet { (lang.pick("可以以后再填。", "This may wait.")) }
                (person_form::fields(sheet))
            }
            p { (Button::submit(lang.pick("保存队伍", "Save the troupe")).main()) }
        }
    };
    frame.page(title, Width::Tight, main)
}

pub struct TroupePage<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub known: &'a Known,
    pub details: Sheet<'a>,
    pub leader: Sheet<'a>,
    pub query: &'a Fields,
}

impl TroupePage<'_> {
    pub fn render(&self, writes: bool) -> Markup {
        let lang = self.here.lang();
        let troupe = &self.known.troupe;
        let title = troupe.name_in(lang);
        let main = html! {
            (way(self.here, title))
            (self.details.summary())
            (self.leader.summary())
            (done(lang, self.query))
            h1 { (title) }
            @if self.known.displaced > 0 { p { (displaced_before(lang, self.known.displaced)) } }
            @if writes {
                form.card.flow method="post" action=(self.here.href(&format!("/troupes/{}", troupe.id))) {
                    (details(&self.details))
                    p { (Button::submit(lang.pick("保存队伍", "Save the troupe")).main()) }
                }
            } @else { (self.facts()) }
            section.flow #leaders {
                h2 { (lang.pick("谁带队", "Who leads it")) }
                (self.leaders(writes))
                @if writes { (self.adding()) }
            }
            section.flow {
                h2 { (lang.pick("队员名单", "Members")) }
                p { a href=(self.here.href(&format!("/troupes/{}/members", troupe.id))) { (lang.pick("看名单，加队员", "The list of members")) } }
            }
            section.flow {
                h2 { (lang.pick("协议", "Agreements")) }
                (self.agreements(writes))
            }
        };
        self.frame.page(title, Width::Tight, main)
    }

    fn facts(&self) -> Markup {
        let lang = self.here.lang();
        let troupe = &self.known.troupe;
        let named = if troupe.named {
            lang.pick("别人能看到", "Seen by others")
        } else {
            lang.pick("只显示“已占用”", "Shown as “Taken”")
        };
        facts(&[
            (lang.pick("种类", "Kind"), html! { (troupe.kind.name(lang)) }),
            (lang.pick("人数", "Size"), html! { (words::people(lang, troupe.size.into())) }),
            (lang.pick("队名", "Name"), html! { (named) }),
        ])
    }

    fn leaders(&self, writes: bool) -> Markup {
        let lang = self.here.lang();
        if self.known.leaders.is_empty() {
            return html! { p.quiet { (lang.pick("还没有人。没有队长就没人能订场地。", "Nobody yet. Without a leader nobody can ask for rooms.")) } };
        }
        let lines: Vec<Markup> = self
            .known
            .leaders
            .iter()
            .map(|(person, deputy)| {
                let role = if *deputy { lang.pick("副队长", "Deputy") } else { lang.pick("队长", "Leader") };
                html! {
                    div.row.apart {
                        div {
                            p { a href=(self.here.href(&format!("/people/{}", person.id))) { (person.name) } " " span.quiet { (role) } }
                            p.quiet { (reach(person)) }
                        }
                        @if writes { (self.moving(person, *deputy)) }
                    }
                }
            })
            .collect();
        plain_list(&lines)
    }

    fn moving(&self, person: &Person, deputy: bool) -> Markup {
        let lang = self.here.lang();
        let action = self.here.href(&format!("/troupes/{}/leaders/{}", self.known.troupe.id, person.id));
        let (word, other) = if deputy {
            ("leader", lang.pick("改为队长", "Make leader"))
        } else {
            ("deputy", lang.pick("改为副队长", "Make deputy"))
        };
        html! {
            form.row method="post" action=(action) {
                (Button::submit(other).value("role", word).of(&person.name))
                (Button::submit(lang.pick("不再带队", "Leads no more")).value("role", "none").of(&person.name))
            }
        }
    }

    fn adding(&self) -> Markup {
        let lang = self.here.lang();
        let sheet = &self.leader;
        let mut people = vec![Choice::new("", lang.pick("下面填新的人", "Somebody new, written below"))];
        people.extend(self.known.others.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str())));
        let roles = [
            Choice::new("leader", lang.pick("队长", "Leader")),
            Choice::new("deputy", lang.pick("副队长", "Deputy")),
        ];
        html! {
            details open[!sheet.errors.is_empty() || self.known.leaders.is_empty()] {
                summary { (lang.pick("加一位", "Add somebody")) }
                form.card.flow method="post" action=(self.here.href(&format!("/troupes/{}/leaders", self.known.troupe.id))) {
                    (sheet.field("role", lang.pick("做什么", "As")).radios(&roles))
                    @if people.len() > 1 { (sheet.field("person", lang.pick("谁", "Who")).select(&people)) }
                    (person_form::fields(sheet))
                    p { (Button::submit(lang.pick("加上", "Add"))) }
                }
            }
        }
    }

    fn agreements(&self, writes: bool) -> Markup {
        let lang = self.here.lang();
        let lines: Vec<Markup> = self
            .known
            .agreements
            .iter()
            .map(|one| {
                html! {
                    a href=(self.here.href(&format!("/agreements/{}", one.id))) { (one.number) }
                    p.quiet {
                        (period(lang, one)) (lang.pick("，", ". ")) (standing(lang, one, self.here.today()))
                    }
                }
            })
            .collect();
        let new = self.here.href(&format!("/agreements/new?troupe={}", self.known.troupe.id));
        html! {
            @if lines.is_empty() { p.quiet { (lang.pick("还没有协议：只能单次申请，都要审核。", "None yet: single requests only, each decided by staff.")) } }
            @else { (plain_list(&lines)) }
            @if writes { p { (Button::link(&new, lang.pick("拟新协议", "New agreement")).icon("plus")) } }
        }
    }
}

/// Phone and e-mail of a person.
pub fn reach(person: &Person) -> Markup {
    html! {
        @if let Some(phone) = &person.phone { (say::phone(phone)) }
        @if person.phone.is_some() && person.email.is_some() { br; }
        @if let Some(email) = &person.email { (say::email(email)) }
    }
}
