//! Where there is nothing: a drawing, a sentence, a way on.

use maud::{Markup, html};

use super::icon;

/// Inside a page, under its `h1`.
pub fn empty(drawing: &str, title: &str, way_on: Markup) -> Markup {
    html! { div.empty.card.flow { (icon(drawing)) h2 { (title) } (way_on) } }
}

/// The whole page is about the nothing.
pub fn empty_page(drawing: &str, title: &str, way_on: Markup) -> Markup {
    html! { div.empty.flow { (icon(drawing)) h1 { (title) } (way_on) } }
}
