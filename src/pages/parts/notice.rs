//! What happened and what to do, in a box: the heading first, then why, then the way on.

use maud::{Markup, Render, html};

use super::{Tone, icon};

/// Under a page's `h1`.
pub fn notice(tone: Tone, title: impl Render, body: Markup) -> Markup {
    html! { section.note.(tone.class()) { h2 { (icon(sign(tone))) (title) } (body) } }
}

/// Where the news is the page's heading.
pub fn notice_first(tone: Tone, title: impl Render, body: Markup) -> Markup {
    html! { section.note.(tone.class()) { h1 { (icon(sign(tone))) (title) } (body) } }
}

/// One sentence, without a heading.
pub fn remark(tone: Tone, body: impl Render) -> Markup {
    html! { div.note.(tone.class()) { p { (icon(sign(tone))) (body) } } }
}

fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Brick => "no",
        Tone::Jade => "ok",
        Tone::Amber => "warn",
        Tone::Indigo | Tone::Plain => "info",
    }
}
