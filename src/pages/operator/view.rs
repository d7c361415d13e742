//! The operator's pages.

use maud::{Markup, html};

use crate::base::lang::{Lang, words};
use crate::base::web::form::Fields;
use crate::domain::centres::Centre;
use crate::domain::people::{Person, Role};
use crate::pages::parts::door::Operator;
use crate::pages::parts::{Button, Column, Tabs, Width, crumbs, empty, facts, plain_list, table};
use crate::pages::parts::{Sheet, centre_form, done, person_form};

pub fn list(operator: &Operator, centres: &[(Centre, Vec<(Person, Role)>)]) -> Markup {
    let lang = operator.visitor.lang();
    let title = lang.pick("中心", "Centres");
    let columns = [
        Column::text(lang.pick("名称", "Name")),
        Column::text(lang.pick("网址里的词", "Word in addresses")),
        Column::text(lang.pick("管理员", "Managers")),
        Column::text(lang.pick("时区", "Time zone")),
    ];
    let rows: Vec<Vec<Markup>> = centres
        .iter()
        .map(|(centre, staff)| {
            let names = managers(staff);
            vec![
                html! { a href={ "/operator/centres/" (centre.id) } { (centre.name_in(lang)) } },
                html! { (centre.slug) },
                html! { @if names.is_empty() { (lang.pick("还没有", "None yet")) } @else { (words::list(lang, &names)) } },
                html! { (centre.zone.name()) },
            ]
        })
        .collect();
    let main = html! {
        div.row.apart {
            h1 { (title) }
            p { (Button::link("/operator/centres/new", lang.pick("添加中心", "Add a centre")).main().icon("plus")) }
        }
        @if rows.is_empty() {
            (empty("hall", lang.pick("还没有中心", "No centres yet"), html! {
                p { (lang.pick("添加第一个，再为它指定管理员。", "Add the first one, then appoint its manager.")) }
            }))
        } @else {
            (table(title, true, &columns, &rows))
            p { (Button::link("/operator/reports", lang.pick("各中心的统计", "Figures by centre")).icon("bars")) }
        }
    };
    operator.visitor.frame(None, Tabs::None).page(title, Width::Wide, main)
}

fn managers(staff: &[(Person, Role)]) -> Vec<&str> {
    let managers = staff.iter().filter(|(person, role)| *role == Role::Manager && person.active);
    managers.map(|(person, _)| person.name.as_str()).collect()
}

fn way(lang: Lang, title: &str) -> Markup {
    crumbs(lang.pick("位置", "Where this is"), &[("/operator/centres", lang.pick("中心", "Centres"))], title)
}

fn fields(sheet: &Sheet, zone_fixed: bool) -> Markup {
    let lang = sheet.lang;
    let help = lang.pick(
        "小写字母、数字和连字符，例如 donggang。改了以后旧网址就打不开了。",
        "Small letters, digits and hyphens, such as donggang. Old addresses end when it changes.",
    );
    html! {
        (centre_form::fields(sheet))
        (sheet.field("slug", lang.pick("网址里的词", "Word in addresses")).help(help).text())
        @if zone_fixed {
            (facts(&[(lang.pick("时区", "Time zone"), html! {
                (sheet.fields.get("zone"))
                p.quiet { (lang.pick("已经有预约，它们的时间都按这个时区写，所以不能改。",
                    "There are bookings, and their times are written by it: it stays.")) }
            })]))
        } @else {
            (sheet.field("zone", lang.pick("时区", "Time zone")).help(lang.pick("例如 Asia/Shanghai。", "For example Asia/Shanghai.")).text())
        }
    }
}

pub fn new(operator: &Operator, sheet: &Sheet) -> Markup {
    let lang = operator.visitor.lang();
    let title = lang.pick("添加中心", "Add a centre");
    let main = html! {
        (way(lang, title))
        (sheet.summary())
        h1 { (title) }
        form.card.flow method="post" action="/operator/centres" {
            (fields(sheet, false))
            p { (Button::submit(lang.pick("添加", "Add")).main()) }
        }
    };
    operator.visitor.frame(None, Tabs::None).page(title, Width::Tight, main)
}

pub struct CentrePage<'a> {
    pub operator: &'a Operator,
    pub centre: &'a Centre,
    pub staff: &'a [(Person, Role)],
    pub zone_fixed: bool,
    pub details: Sheet<'a>,
    pub manager: Sheet<'a>,
    pub query: &'a Fields,
}

impl CentrePage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.operator.visitor.lang();
        let title = self.centre.name_in(lang);
        let main = html! {
            (way(lang, title))
            (self.details.summary())
            (self.manager.summary())
            (done(lang, self.query))
            h1 { (title) }
            (self.managers(lang))
            form.card.flow method="post" action={ "/operator/centres/" (self.centre.id) } {
                h2 { (lang.pick("这个中心", "This centre")) }
                (fields(&self.details, self.zone_fixed))
                p { (Button::submit(lang.pick("保存中心", "Save the centre")).main()) }
            }
        };
        self.operator.visitor.frame(None, Tabs::None).page(title, Width::Tight, main)
    }

    fn managers(&self, lang: Lang) -> Markup {
        let names: Vec<Markup> = managers(self.staff).into_iter().map(|name| html! { (name) }).collect();
        let sheet = &self.manager;
        html! {
            section.flow {
                h2 { (lang.pick("管理员", "Managers")) }
                @if names.is_empty() {
                    p { (lang.pick("还没有管理员。指定一位，其余的人由他来加。", "None yet. Appoint one, who then adds the others.")) }
                } @else { (plain_list(&names)) }
                details open[names.is_empty() || !sheet.errors.is_empty()] {
                    summary { (lang.pick("指定管理员", "Appoint a manager")) }
                    form.card.flow method="post" action={ "/operator/centres/" (self.centre.id) "/manager" } {
                        (person_form::fields(sheet))
                        p { (Button::submit(lang.pick("指定", "Appoint"))) }
                    }
                }
            }
        }
    }
}
