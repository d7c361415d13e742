//! What happened and what to do, in a box: the heading first, then why, then the way on.

use maud::{Markup, Render, html};

use super::{Tone, classes, icon};

/// Under a page's `h1`.
pub fn notice(tone: Tone, title: impl Render, body: Markup) -> Markup {
    html! { section class=[note(tone)] { h2 { (icon(sign(tone))) (title) } (body) } }
}

/// Where the news is the page's heading.
pub fn notice_first(tone: Tone, title: impl Render, body: Markup) -> Markup {
    html! { section class=[note(tone)] { h1 { (icon(sign(tone))) (title) } (body) } }
}

/// One sentence, without a heading.
pub fn remark(tone: Tone, body: impl Render) -> Markup {
    html! { div class=[note(tone)] { p { (icon(sign(tone))) (body) } } }
}

fn note(tone: Tone) -> Option<String> {
    classes(&["note", tone.class()])
}

fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Brick => "no",
        Tone::Jade => "ok",
        Tone::Amber => "warn",
        Tone::Indigo | Tone::Plain => "info",
    }
}
