//! A troupe's list of members, as its leader and the centre's staff keep it.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Button, Sheet, Tone, empty, hidden, notice, plain_list, remark};
use crate::base::lang::{Lang, dates, words};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::attendance::Member;
use crate::domain::attendance::members::LONGEST_NAME;

/// Names that may be added at once.
const MOST: usize = 200;

/// The list, and the form that adds to it.
pub struct MembersPage<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    /// Where it is posted to; one who leaves: `{base}/{id}/leaving`.
    pub base: &'a str,
    pub troupe: i64,
    pub members: &'a [Member],
    pub fields: &'a Fields,
    pub errors: &'a Errors,
    pub just: &'a str,
}

impl MembersPage<'_> {
    pub fn title(&self) -> &'static str {
        self.lang.pick("队员名单", "Members")
    }

    pub fn render(&self) -> Markup {
        let lang = self.lang;
        let (there, gone): (Vec<&Member>, Vec<&Member>) =
            self.members.iter().partition(|member| member.left_on.is_none());
        let sheet = Sheet { lang, fields: self.fields, errors: self.errors };
        let said = match self.just {
            "added" => lang.pick("加好了。", "Added."),
            "known" => lang
                .pick("加好了；名单上已有的没有重复加。", "Added; names already there were not added again."),
            _ => "",
        };
        let left = self.just.strip_prefix("left-").and_then(|id| id.parse().ok());
        let left = left.and_then(|id: i64| gone.iter().find(|member| member.id.0 == id));
        html! {
            (sheet.summary())
            h1 { (self.title()) }
            p.quiet { (lang.pick("可以不建名单。建了，年底的“人数”就按它数；名字只有队长和中心工作人员看得到。", "A list is optional. With one, the year’s number of people is counted from it; names are seen by the leader and the centre’s staff alone.")) }
            @if !said.is_empty() { (remark(Tone::Jade, said)) }
            @if let Some(member) = left { (self.just_left(member)) }
            form.card.flow method="post" action=(self.base) {
                h2 { (lang.pick("加队员", "Add members")) }
                (hidden("troupe", &self.troupe.to_string()))
                (sheet.field("names", lang.pick("名字，一行一个", "Names, one a line")).textarea())
                p { (Button::submit(lang.pick("加上", "Add")).main()) }
            }
            @if there.is_empty() {
                (empty("people", lang.pick("还没有名单", "No list yet"), html! { p { (lang.pick("统计时用登记的队伍人数，并写明。", "Reports use the troupe’s stated size, and say so.")) } }))
            } @else {
                h2 { (lang.pick(format!("现在{}位", there.len()), words::count(there.len() as i64, "member", "members"))) }
                ul.card.plainlist.halves { @for member in &there { li { (self.line(member)) } } }
            }
            @if !gone.is_empty() {
                details {
                    summary { (lang.pick(format!("以前的队员，{}位", gone.len()), format!("Former members: {}", gone.len()))) }
                    (plain_list(&gone.iter().map(|member| self.former(member)).collect::<Vec<_>>()))
                }
            }
        }
    }

    /// Who left by a press, which may have been a slip: another puts them back.
    fn just_left(&self, member: &Member) -> Markup {
        let name = &member.name;
        let title = self.lang.pick(format!("{name}不再是队员了"), format!("{name} is no longer a member"));
        notice(
            Tone::Jade,
            &title,
            html! {
                form method="post" action=(self.base) {
                    (hidden("troupe", &self.troupe.to_string()))
                    (hidden("names", name))
                    p { (Button::submit(self.lang.pick("按错了，放回去", "That was a slip: put them back"))) }
                }
            },
        )
    }

    fn line(&self, member: &Member) -> Markup {
        let of = format!("{}{}", self.lang.pick("：", ": "), member.name);
        html! {
            form.row.apart method="post" action={ (self.base) "/" (member.id) "/leaving" } {
                (hidden("troupe", &self.troupe.to_string()))
                span { (member.name) }
                (Button::submit(self.lang.pick("移出名单", "Take off the list")).plain().of(&of))
            }
        }
    }

    fn former(&self, member: &Member) -> Markup {
        let until = member.left_on.map(|day| dates::date(self.lang, day, self.today)).unwrap_or_default();
        html! { (member.name) " " span.quiet { (self.lang.pick(format!("到{until}"), format!("until {until}"))) } }
    }
}

/// The names that were typed, one a line.
pub fn names(reader: &mut Reader, lang: Lang) -> Option<Vec<String>> {
    let text = reader.optional("names", MOST * (LONGEST_NAME + 1))?;
    let names: Vec<String> = text
        .split(['\n', '、', '，', ','])
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let message = if names.is_empty() {
        lang.pick("请写名字，一行一个。", "Write names, one a line.").to_owned()
    } else if names.len() > MOST {
        lang.pick(format!("一次最多{MOST}个。"), format!("At most {MOST} at once."))
    } else if let Some(long) = names.iter().find(|name| name.chars().count() > LONGEST_NAME) {
        lang.pick(
            format!("“{long}”太长，最多{LONGEST_NAME}个字。"),
            format!("“{long}” is too long: at most {LONGEST_NAME} letters."),
        )
    } else {
        return Some(names);
    };
    reader.errors.add("names", message);
    None
}
