//! A few lines about an activity to paste into a chat.

use maud::{Markup, html};

use super::super::here::Here;
use super::super::said::{self, end_minute};
use super::{ActivityPage, joining};
use crate::base::lang::dates;
use crate::domain::registrations::rules::Joining;
use crate::pages::parts::{icon, places};

/// Title, time, place, for whom, how to join, address: a line each.
pub fn text(here: &Here, page: &ActivityPage, url: &str) -> String {
    let (lang, told) = (here.lang(), &page.told);
    let mut lines = vec![told.activity.title_in(lang).to_owned()];
    if let Some(next) = told.next() {
        let (from, to) = (next.session.starts_at, next.session.ends_at);
        let date = dates::date(lang, from.date(), here.today());
        let times = dates::times(lang, from.minute(), end_minute(from, to));
        let cancelled = next.session.cancelled_at.is_some();
        let off = if cancelled { lang.pick("（已取消）", " (cancelled)") } else { "" };
        lines.push(format!("{date}{}{times}{off}", lang.pick(" ", ", ")));
        let place = said::place_of(lang, next);
        let centre = here.centre.name_in(lang);
        lines.push(lang.pick(format!("{centre}，{place}"), format!("{place}, {centre}")));
        if !cancelled {
            let entry = match joining(here, page, next) {
                // Whoever reads it before the day must not come to a closed door.
                one @ (Joining::NotYet(_) | Joining::Closed(_)) => {
                    places::left_words(lang, one, here.today()).map(|(_, words)| words)
                }
                _ => None,
            };
            let entry = entry.unwrap_or_else(|| page.entry(next).words(lang));
            lines.push(lang.pick("免费，", "Free of charge. ").to_owned() + &entry);
        }
    }
    let audience = told.for_whom(lang);
    if !audience.is_empty() {
        lines.push(said::for_whom(lang, &audience));
    }
    lines.push(url.to_owned());
    lines.join("\n")
}

/// The lines, which a press selects, and a button that copies them where scripts run.
pub fn share(here: &Here, text: &str) -> Markup {
    let lang = here.lang();
    html! {
        details {
            summary { (lang.pick("告诉别人", "Tell others")) }
            div.card.flow {
                p.share #share { @for (place, line) in text.lines().enumerate() { @if place > 0 { br; } (line) } }
                p.row {
                    button.btn type="button" data-copy="share" data-copied=(lang.pick("已复制，去聊天里粘贴", "Copied: paste it into a chat")) hidden {
                        (icon("paper")) (lang.pick("复制这段话", "Copy this text"))
                    }
                }
            }
        }
    }
}
