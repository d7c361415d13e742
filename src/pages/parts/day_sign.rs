//! 休 and 班 beside a date: a word, a colour and a shape.

use maud::{Markup, html};

/// What a calendar says of a date besides the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySign {
    /// A day off; otherwise one on which people work though it is a weekend.
    pub off: bool,
    /// 休, 班 / Off, Work.
    pub short: &'static str,
    /// 国庆节放假: what is read aloud in its place.
    pub words: String,
}

/// The sign alone, where words stand beside it.
pub fn day_sign(off: bool, short: &str) -> Markup {
    html! { span class={ "sign " (if off { "off" } else { "work" }) } { (short) } }
}

/// The sign seen, and its words heard.
pub fn day_sign_said(sign: &DaySign) -> Markup {
    html! {
        span class={ "sign " (if sign.off { "off" } else { "work" }) } {
            span aria-hidden="true" { (sign.short) }
            span.hide { (sign.words) }
        }
    }
}
