//! Cards: one thing each, or something to choose with one button at its foot.

use maud::{Markup, html};

/// One thing, its children spaced.
pub fn card(inside: Markup) -> Markup {
    html! { div.card.flow { (inside) } }
}

/// A room and a time to choose.
#[derive(Debug, Clone)]
pub struct Pick {
    /// How it differs from what was wanted: 同一天，换个时间. May be empty.
    pub why: String,
    pub when: Markup,
    /// The room: an `h3`.
    pub title: String,
    /// 二楼，坐60人，音响、镜子.
    pub about: String,
    pub state: Option<Markup>,
    /// The button; in a form if [`Pick::post`] says where to.
    pub act: Markup,
    /// Address and hidden fields of the form around it.
    pub post: Option<(String, Markup)>,
}

/// Equal cards beside each other at a desk.
pub fn picks(picks: &[Pick]) -> Markup {
    html! {
        ul.cards {
            @for pick in picks {
                li {
                    @match &pick.post {
                        Some((action, hidden)) => form.card.pick method="post" action=(action) { (hidden) (inside(pick)) },
                        None => div.card.pick { (inside(pick)) },
                    }
                }
            }
        }
    }
}

fn inside(pick: &Pick) -> Markup {
    html! {
        @if !pick.why.is_empty() { p.quiet { (pick.why) } }
        p.when { (pick.when) }
        h3 { (pick.title) }
        @if !pick.about.is_empty() { p.quiet { (pick.about) } }
        @if let Some(state) = &pick.state { p { (state) } }
        p { (pick.act) }
    }
}
