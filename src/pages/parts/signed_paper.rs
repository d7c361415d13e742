//! The signed paper of an agreement on its page: pictures as pictures, PDFs to keep.

use maud::{Markup, html};

use super::{Button, nb};
use crate::base::lang::{Lang, dates};
use crate::base::time::Zone;
use crate::domain::agreements::papers::{Media, Paper};

/// The files there are, under the agreement's own address; with the way to take them away for whoever may.
pub fn papers(lang: Lang, papers: &[Paper], href: &str, zone: Zone, may_remove: bool) -> Markup {
    let there = papers.iter().filter(|paper| paper.removed.is_none());
    html! {
        ul.cards {
            @for (place, paper) in (1..).zip(there) {
                @let address = format!("{href}/papers/{}", paper.id);
                @let name = lang.pick(format!("第{place}份"), format!("No. {place}"));
                li { div.card.flow {
                    @if paper.media == Media::Jpeg {
                        a href=(address) { img.scan src=(address) alt=(format!("{name}{}{}", lang.pick("：", ": "), paper.name)) loading="lazy"; }
                    }
                    p {
                        a href=(address) { (if paper.name.is_empty() { name.as_str() } else { paper.name.as_str() }) }
                        span.under { (paper.media.name(lang)) (lang.pick("，", ", ")) (nb(size(paper.size))) (lang.pick("，", ", ")) (nb(dates::date_long(lang, zone.wall(paper.added_at).date()))) (lang.pick(" ", ", ")) (paper.added_by) }
                    }
                    @if may_remove {
                        p { (Button::link(&format!("{address}/removal"), lang.pick("删去…", "Remove…")).of(&paper.name)) }
                    }
                } }
            }
        }
    }
}

/// 1.2 MB, 340 KB.
fn size(bytes: i32) -> String {
    match bytes {
        ..1_000_000 => format!("{} KB", (bytes + 999) / 1000),
        _ => format!("{:.1} MB", f64::from(bytes) / 1e6),
    }
}
