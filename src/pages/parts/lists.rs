//! Facts in pairs, who did what when, short lists, and the words that lead back.

use maud::{Markup, html};

/// 场地: 排练厅 …; two columns in a card.
pub fn facts(facts: &[(&str, Markup)]) -> Markup {
    html! { dl.card.facts { @for (name, value) in facts { div { dt { (name) } dd { (value) } } } } }
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Happened {
    /// In words: 今天 上午8:10.
    pub when: Markup,
    pub what: Markup,
    /// The reason somebody gave, in their words; may be empty.
    pub reason: String,
}

/// What happened, in the order given.
pub fn history(lines: &[Happened]) -> Markup {
    html! {
        ol.history {
            @for line in lines {
                li {
                    span.ago { (line.when) }
                    (line.what)
                    @if !line.reason.is_empty() { p.quiet { "“" (line.reason) "”" } }
                }
            }
        }
    }
}

/// Lines in a card, divided by hairs; a link fills its line.
pub fn plain_list(lines: &[Markup]) -> Markup {
    html! { ul.card.plainlist { @for line in lines { li { (line) } } } }
}

/// Where this page lies: each a link and its words, the last one this page.
pub fn crumbs(label: &str, way: &[(&str, &str)], here: &str) -> Markup {
    html! {
        nav.way aria-label=(label) {
            ol.crumbs { @for (href, words) in way { li { a href=(href) { (words) } } } li { (here) } }
        }
    }
}
