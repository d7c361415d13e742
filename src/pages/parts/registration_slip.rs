//! A registration on paper, in large type (报名凭条).

use maud::{Markup, html};

use super::{places, say};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::time::Wall;
use crate::domain::centres::Centre;
use crate::domain::registrations::Enrolled;

/// Sessions that fit the sheet.
const NAMED: usize = 16;

/// What goes onto one sheet.
pub struct Slip<'a> {
    pub enrolled: &'a Enrolled,
    pub centre: &'a Centre,
    /// In line.
    pub place: Option<usize>,
    /// Six digits to come back with.
    pub code: &'a str,
    /// Where they are asked for.
    pub find: &'a str,
    pub now: Wall,
    /// Empty where nobody is named.
    pub name: &'a str,
}

pub fn slip(lang: Lang, of: &Slip) -> Markup {
    let (registration, today) = (&of.enrolled.registration, of.now.date());
    let to_come: Vec<_> = of.enrolled.to_come(of.now).collect();
    let rest = to_come.len().saturating_sub(NAMED);
    let digits = match of.code.split_at_checked(3) {
        Some((first, second)) => format!("{first}\u{a0}{second}"),
        None => of.code.to_owned(),
    };
    html! {
        h1 { (of.enrolled.activity.title_in(lang)) }
        div.big.flow {
            @if !of.name.is_empty() { p { (of.name) } }
            p { (places::standing(lang, registration, of.place, of.centre.zone, of.now)) " " (quantities::people(lang, registration.party.into())) }
            @for one in to_come.iter().take(NAMED) {
                p {
                    @if let Ok(span) = one.session.span() { strong { (dates::span(lang, span, today)) } }
                    (lang.pick("，", ", ")) (one.place_in(lang))
                }
            }
            @if rest > 0 { p { (lang.pick(format!("还有{rest}次"), format!("and {rest} more"))) } }
            @if registration.email.is_some() || registration.phone.is_some() {
                p { (lang.pick("号码：", "Number: ")) strong { (digits) } }
                p { (lang.pick("要查看、更改或取消：用手机号或邮箱和这个号码。", "To see, change or cancel it: use your phone number or e-mail address and this one.")) " " (of.find) }
            } @else {
                p { (lang.pick("要更改或取消：打电话，或者到中心来。", "To change or cancel it: phone us, or come by.")) }
            }
        }
        p.big {
            (of.centre.name_in(lang)) (lang.pick("，", ", ")) (of.centre.address_in(lang))
            @if !of.centre.phone.is_empty() { (lang.pick("。有事打 ", ". Phone ")) (say::phone(&of.centre.phone)) }
        }
    }
}
