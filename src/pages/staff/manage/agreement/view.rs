//! The pages of agreements.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::troupe::reach;
use super::super::week;
use super::{Known, form};
use crate::base::history::Line;
use crate::base::lang::{Lang, dates, words};
use crate::base::web::form::Fields;
use crate::domain::agreements::{Agreement, Troupe};
use crate::domain::people::Role;
use crate::domain::rooms::Room;
use crate::pages::parts::Sheet;
use crate::pages::parts::done;
use crate::pages::parts::{
    Allowance, Button, Choice, Column, Frame, Happened, Width, allowance, crumbs, empty, facts, history,
    mark, nb, say, table,
};
use crate::pages::staff::here::Here;

/// Where an agreement stands on a day.
fn standing(lang: Lang, agreement: &Agreement, today: NaiveDate) -> (&'static str, String) {
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
    if !agreement.active {
        ("off", lang.pick("停用", "Not active").to_owned())
    } else if agreement.ends_on < today {
        ("off", lang.pick("已到期", "Ended").to_owned())
    } else if agreement.starts_on > today {
        let left = days(today, agreement.starts_on);
        let words = words::count(left, "day", "days");
        ("wait", lang.pick(format!("{left}天后生效"), format!("Begins in {words}")))
    } else {
        let left = days(today, agreement.ends_on) + 1;
        let words = words::count(left, "day", "days");
        ("ok", lang.pick(format!("生效中，还有{left}天"), format!("Valid, {words} left")))
    }
}

pub fn list(frame: &Frame, here: &Here, agreements: &[Agreement], troupes: &[Troupe]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let title = lang.pick("协议", "Agreements");
    let (over, rest): (Vec<_>, Vec<_>) =
        agreements.iter().partition(|one| !one.active || one.ends_on < today);
    let (coming, valid): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| one.starts_on > today);
    let groups = [
        (lang.pick("生效中", "Valid"), valid),
        (lang.pick("将要生效", "To come"), coming),
        (lang.pick("已到期或停用", "Ended or not active"), over),
    ];
    let main = html! {
        div.row.apart {
            h1 { (title) }
            @if here.role >= Role::Manager {
                p { (Button::link(&here.href("/agreements/new"), lang.pick("签新协议", "New agreement")).main().icon("plus")) }
            }
        }
        @if agreements.is_empty() {
            (empty("paper", lang.pick("还没有协议", "No agreements yet"), html! {
                p { (lang.pick("没有协议的队伍只能单次申请，每次都要审核。", "Troupes without one ask for single dates, each decided by staff.")) }
            }))
        }
        @for (name, group) in &groups {
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
            let (class, state) = standing(lang, one, today);
            vec![
                html! {
                    a href=(here.href(&format!("/agreements/{}", one.id))) { (troupe.map_or("", |troupe| troupe.name_in(lang))) }
                    span.under { (nb(&one.number)) }
                },
                period(lang, one),
                html! { (limits(lang, one)) },
                mark(class, &state),
            ]
        })
        .collect();
    table(name, true, &columns, &rows)
}

fn period(lang: Lang, one: &Agreement) -> Markup {
    html! {
        (nb(dates::date_long(lang, one.starts_on))) (lang.pick("到", " to ")) (nb(dates::date_long(lang, one.ends_on)))
    }
}

/// 每周6小时，每月20小时，每周3次，一次最长3小时.
fn limits(lang: Lang, agreement: &Agreement) -> String {
    let of = &agreement.allowance;
    let mut said = Vec::new();
    let hours = |minutes| words::hours(lang, minutes);
    said.extend(
        of.week_minutes.map(|m| lang.pick(format!("每周{}", hours(m)), format!("{} a week", hours(m)))),
    );
    said.extend(
        of.month_minutes.map(|m| lang.pick(format!("每月{}", hours(m)), format!("{} a month", hours(m)))),
    );
    said.extend(of.week_bookings.map(|n| {
        lang.pick(format!("每周{n}次"), format!("{} a week", words::count(n.into(), "booking", "bookings")))
    }));
    said.extend(of.longest_minutes.map(|m| {
        lang.pick(
            format!("一次最长{}", words::length(lang, m)),
            format!("at most {} at once", words::length(lang, m)),
        )
    }));
    if said.is_empty() {
        return lang.pick("不限", "No limit").to_owned();
    }
    said.join(lang.pick("，", ", "))
}

fn way(here: &Here, title: &str) -> Markup {
    let lang = here.lang();
    crumbs(
        lang.pick("位置", "Where this is"),
        &[(&here.href("/agreements"), lang.pick("协议", "Agreements"))],
        title,
    )
}

/// One agreement: what it says, and what is used of it.
pub fn one(frame: &Frame, here: &Here, known: &Known, query: &Fields) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let title = known.troupe.name_in(lang);
    let (class, state) = standing(lang, &known.agreement, today);
    let number = &known.agreement.number;
    let main = html! {
        (way(here, title))
        (done(lang, query))
        div.row.apart { h1 { (title) } (mark(class, &state)) }
        p.quiet { (lang.pick(format!("场地免费使用协议 {number}"), format!("Free-use agreement {number}"))) }
        div.split {
            div.flow {
                (said(here, known))
                @if here.role >= Role::Manager {
                    p { (Button::link(&here.href(&format!("/agreements/{}/edit", known.agreement.id)), lang.pick("改协议", "Change the agreement")).main()) }
                }
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
        (lang.pick("场地", "Rooms"), html! { (words::list(lang, &rooms)) }),
        (
            lang.pick("时间", "Times"),
            html! { @for line in week::words(lang, &form::pattern(agreement)) { p { (line) } } },
        ),
        (lang.pick("额度", "Allowance"), html! { (limits(lang, agreement)) }),
    ];
    for (person, led) in &known.leaders {
        let role = if led.deputy { lang.pick("副队长", "Deputy") } else { lang.pick("队长", "Leader") };
        lines.push((role, html! { (person.name) " " (reach(person)) }));
    }
    lines.push((lang.pick("签字", "Signed"), html! { (nb(dates::date_long(lang, agreement.signed_on))) }));
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
                    None => p.row.apart { strong { (name) } span { (words::hours(lang, used)) } },
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
            let what = match line.act.as_str() {
                "added" => lang.pick("登记", "Entered"),
                _ => lang.pick("更改", "Changed"),
            };
            let by = line.person.as_deref().unwrap_or_default();
            Happened {
                when: say::moment(lang, here.centre.zone.wall(line.at), today),
                what: html! { (what) @if !by.is_empty() { (lang.pick("，", ", ")) (by) } },
                reason: String::new(),
            }
        })
        .collect()
}

/// Adding or changing an agreement.
pub struct Form<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub agreement: Option<&'a Agreement>,
    pub troupes: &'a [Troupe],
    pub rooms: &'a [Room],
    pub sheet: Sheet<'a>,
}

impl Form<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let title = match self.agreement {
            Some(_) => lang.pick("改协议", "Change an agreement"),
            None => lang.pick("签新协议", "New agreement"),
        };
        let action = match self.agreement {
            Some(agreement) => self.here.href(&format!("/agreements/{}", agreement.id)),
            None => self.here.href("/agreements"),
        };
        let main = html! {
            (way(self.here, title))
            (self.sheet.summary())
            h1 { (title) }
            @if self.troupes.is_empty() {
                p { (lang.pick("先要有队伍。", "There has to be a troupe first.")) }
                p { (Button::link(&self.here.href("/troupes/new"), lang.pick("添加队伍", "Add a troupe")).main()) }
            } @else {
                form.flow method="post" action=(action) {
                    (self.paper())
                    (self.rooms_and_times())
                    (self.limits())
                    p { (Button::submit(lang.pick("保存协议", "Save the agreement")).main()) }
                }
            }
        };
        self.frame.page(title, Width::Tight, main)
    }

    fn paper(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        let mut troupes = vec![Choice::new("", lang.pick("请选", "Choose"))];
        troupes.extend(
            (self.troupes.iter())
                .filter(|troupe| troupe.active)
                .map(|troupe| Choice::new(troupe.id.to_string(), troupe.name_in(lang))),
        );
        let own = self.agreement.and_then(|one| self.troupes.iter().find(|t| t.id == one.troupe_id));
        html! {
            section.card.flow {
                @match own {
                    Some(troupe) => p { (lang.pick("队伍：", "Troupe: ")) strong { (troupe.name_in(lang)) } },
                    None => (sheet.field("troupe", lang.pick("队伍", "Troupe")).select(&troupes)),
                }
                (sheet.field("number", lang.pick("协议编号", "Agreement’s number")).text())
                (sheet.field("signed_on", lang.pick("签字的日子", "Signed on")).date())
                (sheet.field("starts_on", lang.pick("从哪天起", "First day")).date())
                (sheet.field("ends_on", lang.pick("到哪天止（这天还算）", "Last day (it still counts)")).date())
                (sheet.tick("active", lang.pick("有效：队伍可以按它来订", "Active: the troupe may book under it")))
            }
        }
    }

    fn rooms_and_times(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        let ticked = |room: &&Room| {
            room.is_bookable() || self.agreement.is_some_and(|one| one.rooms.contains(&room.id))
        };
        let rooms = self.rooms.iter().filter(ticked);
        let rooms = rooms.map(|room| (room.id.to_string(), room.name_in(lang).to_owned())).collect();
        html! {
            section.card.flow {
                h2 { (lang.pick("哪些场地，什么时候", "Which rooms, and when")) }
                (sheet.checks("rooms", lang.pick("功能室", "Rooms"), rooms))
                p.quiet { (week::help(lang)) }
                (week::fields(sheet))
            }
        }
    }

    fn limits(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        html! {
            section.card.flow {
                h2 { (lang.pick("额度", "Allowance")) }
                p.quiet { (lang.pick("不填就是不限。", "Leave a field empty for no limit.")) }
                (sheet.field("week_hours", lang.pick("每周多少小时", "Hours a week")).text())
                (sheet.field("month_hours", lang.pick("每月多少小时", "Hours a month")).text())
                (sheet.field("week_bookings", lang.pick("每周多少次", "Bookings a week")).number())
                (sheet.field("longest", lang.pick("一次最长多少小时", "Longest booking, in hours")).text())
            }
        }
    }
}
