//! The pages of people.

use maud::{Markup, html};

use super::super::troupe::reach;
use super::Known;
use crate::base::lang::{Lang, words};
use crate::base::web::form::{Errors, Fields};
use crate::domain::people::{LedTroupe, Person, Role};
use crate::pages::parts::done;
use crate::pages::parts::person_form as form;
use crate::pages::parts::sheet::{Sheet, choices};
use crate::pages::parts::{Button, Choice, Column, Frame, Tone, Width, crumbs, facts, mark, remark, table};
use crate::pages::staff::here::Here;

pub fn list(
    frame: &Frame,
    here: &Here,
    staff: &[(Person, Role)],
    led: &[(Person, LedTroupe)],
    query: &Fields,
) -> Markup {
    let lang = here.lang();
    let title = lang.pick("人员", "People");
    let columns = [
        Column::text(lang.pick("姓名", "Name")),
        Column::text(lang.pick("做什么", "Role")),
        Column::text(lang.pick("电话和邮箱", "Phone and e-mail")),
    ];
    let staff: Vec<Vec<Markup>> = staff
        .iter()
        .map(|(person, role)| vec![named(here, person), html! { (role.name(lang)) }, reach(person)])
        .collect();
    let mut leaders: Vec<&Person> = led.iter().map(|(person, _)| person).collect();
    leaders.dedup_by_key(|person| person.id);
    let leaders: Vec<Vec<Markup>> = leaders
        .into_iter()
        .map(|person| vec![named(here, person), html! { (leads(lang, person, led)) }, reach(person)])
        .collect();
    let main = html! {
        (done(lang, query))
        div.row.apart {
            h1 { (title) }
            @if here.role >= Role::Manager {
                p { (Button::link(&here.href("/people/new"), lang.pick("添加工作人员", "Add staff")).main().icon("plus")) }
            }
        }
        h2 { (lang.pick("工作人员", "Staff")) }
        (table(lang.pick("工作人员", "Staff"), true, &columns, &staff))
        h2 { (lang.pick("队长和副队长", "Leaders and deputies")) }
        @if leaders.is_empty() {
            p.quiet { (lang.pick("还没有。在队伍的页面里添加。", "None yet: add them on a troupe’s page.")) }
        } @else {
            (table(lang.pick("队长和副队长", "Leaders and deputies"), true, &columns, &leaders))
        }
    };
    frame.page(title, Width::Wide, main)
}

fn named(here: &Here, person: &Person) -> Markup {
    let lang = here.lang();
    html! {
        a href=(here.href(&format!("/people/{}", person.id))) { (person.name) }
        @if !person.active { " " (mark("off", lang.pick("已停用", "Shut out"))) }
    }
}

fn leads(lang: Lang, person: &Person, led: &[(Person, LedTroupe)]) -> String {
    let led: Vec<LedTroupe> =
        led.iter().filter(|(one, _)| one.id == person.id).map(|(_, led)| led.clone()).collect();
    leading(lang, &led)
}

/// 美丽组合艺术团（副队长）、…
fn leading(lang: Lang, led: &[LedTroupe]) -> String {
    let names: Vec<String> = led
        .iter()
        .map(|troupe| match (troupe.deputy, lang) {
            (false, _) => troupe.name_in(lang).to_owned(),
            (true, Lang::Zh) => format!("{}（副）", troupe.name_in(lang)),
            (true, Lang::En) => format!("{} (deputy)", troupe.name_in(lang)),
        })
        .collect();
    words::list(lang, &names)
}

fn way(here: &Here, title: &str) -> Markup {
    let lang = here.lang();
    crumbs(lang.pick("位置", "Where this is"), &[(&here.href("/people"), lang.pick("人员", "People"))], title)
}

fn roles(lang: Lang) -> Vec<Choice> {
    choices(Role::ALL, Role::word, |role| match role {
        Role::Desk => lang.pick("前台：看全部，替人预约", "Front desk: sees everything, books for others"),
        Role::Approver => {
            lang.pick("审批人：还决定申请、发布活动", "Approver: also decides requests, publishes activities")
        }
        Role::Manager => lang.pick(
            "管理员：还管协议、房间、时间和人员",
            "Manager: also keeps agreements, rooms, hours and people",
        ),
    })
}

pub fn new(frame: &Frame, here: &Here, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let title = lang.pick("添加工作人员", "Add staff");
    let main = html! {
        (way(here, title))
        (sheet.summary())
        h1 { (title) }
        form.card.flow method="post" action=(here.href("/people")) {
            (form::fields(sheet))
            (sheet.field("role", lang.pick("做什么", "Role")).radios_down(&roles(lang)))
            p { (Button::submit(lang.pick("添加", "Add")).main()) }
        }
        p.quiet { (lang.pick("有邮箱的人用登录链接进来，没有邮箱的人在下一页打印登录码。",
            "Who has e-mail signs in by a link; for others the next page prints a code.")) }
    };
    frame.page(title, Width::Tight, main)
}

pub struct PersonPage<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub known: &'a Known,
    /// What was typed into one of the forms.
    pub sheet: Sheet<'a>,
    /// What is kept.
    pub first: &'a Fields,
    pub query: &'a Fields,
}

impl PersonPage<'_> {
    pub fn render(&self, writes: bool) -> Markup {
        let lang = self.here.lang();
        let person = &self.known.person;
        let main = html! {
            (way(self.here, &person.name))
            (self.sheet.summary())
            (done(lang, self.query))
            div.row.apart {
                h1 { (person.name) }
                @if !person.active { (mark("off", lang.pick("已停用", "Shut out"))) }
            }
            (self.facts())
            @if !writes && self.known.own && self.known.role.is_none() && person.active {
                section.card.flow { (self.code()) }
            }
            @if writes {
                (self.role())
                @if self.known.own { (self.signing_in()) (self.details()) } @else {
                    (remark(Tone::Indigo, lang.pick(
                        "这个人也属于别的中心或管理整个系统，这里只能改在本中心做什么。",
                        "This person also belongs to another centre or runs the installation: only the role here can be changed.")))
                }
            }
        };
        self.frame.page(&person.name, Width::Tight, main)
    }

    fn facts(&self) -> Markup {
        let lang = self.here.lang();
        let known = self.known;
        let mut lines = vec![(lang.pick("电话和邮箱", "Phone and e-mail"), reach(&known.person))];
        if let Some(role) = known.role {
            lines.push((lang.pick("做什么", "Role"), html! { (role.name(lang)) }));
        }
        if !known.led.is_empty() {
            lines.push((lang.pick("带队", "Leads"), html! { (leading(lang, &known.led)) }));
        }
        lines.push((lang.pick("语言", "Language"), html! { (known.person.lang.name()) }));
        facts(&lines)
    }

    fn role(&self) -> Markup {
        let lang = self.here.lang();
        let mut choices = roles(lang);
        choices.push(Choice::new("none", lang.pick("不在本中心工作", "Does not work here")));
        let sheet = Sheet { fields: self.first, ..self.sheet };
        html! {
            form.card.flow method="post" action=(self.here.href(&format!("/people/{}/role", self.known.person.id))) {
                (sheet.field("role", lang.pick("在本中心做什么", "Role at this centre")).radios_down(&choices))
                p { (Button::submit(lang.pick("保存职责", "Save the role"))) }
            }
        }
    }

    fn code(&self) -> Markup {
        let lang = self.here.lang();
        let code = self.here.href(&format!("/people/{}/code", self.known.person.id));
        html! {
            form method="post" action=(code) {
                p.quiet { (lang.pick("没有邮箱的人用登录码进来，七天内有效，只能用一次。", "A code lets somebody in who has no e-mail. It opens once, within seven days.")) }
                p { (Button::submit(lang.pick("打印登录码", "Print a code")).icon("print")) }
            }
        }
    }

    fn signing_in(&self) -> Markup {
        let lang = self.here.lang();
        let person = &self.known.person;
        let access = self.here.href(&format!("/people/{}/access", person.id));
        html! {
            section.card.flow {
                h2 { (lang.pick("登录", "Signing in")) }
                @if person.active {
                    (self.code())
                    form.row method="post" action=(access) {
                        (Button::submit(lang.pick("在所有设备上退出登录", "Sign out everywhere")).value("act", "sign-out"))
                        (Button::submit(lang.pick("停用这个账号", "Shut this account")).value("act", "out"))
                    }
                } @else {
                    form method="post" action=(access) {
                        p { (lang.pick("这个账号已停用，登不进来。", "This account is shut: nobody can sign in with it.")) }
                        p { (Button::submit(lang.pick("重新启用", "Open it again")).value("act", "in")) }
                    }
                }
            }
        }
    }

    fn details(&self) -> Markup {
        let lang = self.here.lang();
        let kept = Errors::default();
        // Errors of the other forms belong to fields of theirs.
        let sheet = if self.sheet.fields.has("phone") && self.sheet.errors.of("role").is_none() {
            self.sheet
        } else {
            Sheet { lang, fields: self.first, errors: &kept }
        };
        html! {
            form.card.flow method="post" action=(self.here.href(&format!("/people/{}", self.known.person.id))) {
                h2 { (lang.pick("姓名和联系方式", "Name and contact")) }
                (form::fields(&sheet))
                p { (Button::submit(lang.pick("保存联系方式", "Save name and contact"))) }
            }
        }
    }
}
