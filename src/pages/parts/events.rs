//! What is on: one row an activity or booking, and the whole row is its link.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Tone, icons, tile};
use crate::base::lang::Lang;

/// A row. Its title is an `h3`, so an `h2` stands above the list.
#[derive(Debug, Clone)]
pub struct Event {
    /// Icon and tone, from [`icons::activity`] or [`icons::room`].
    pub icon: &'static str,
    pub tone: Tone,
    /// Times, with the day where the list does not say it; empty in a list of other things.
    pub when: Markup,
    pub title: String,
    pub href: Option<String>,
    /// Room or place, or what it is for; may be empty.
    pub place: String,
    /// A badge.
    pub state: Option<Markup>,
    /// A small button.
    pub act: Option<Markup>,
}

/// The rows in a frame.
pub fn events(rows: &[Event]) -> Markup {
    html! { ul.events { @for row in rows { (event(row)) } } }
}

fn event(row: &Event) -> Markup {
    html! {
        @let timed = !row.when.0.is_empty();
        li class=[(!timed).then_some("flat")] {
            (icons::kind(row.icon, row.tone))
            @if timed { p.when { (row.when) } }
            h3 {
                @match &row.href {
                    Some(href) => a href=(href) { (row.title) },
                    None => (row.title),
                }
            }
            @if !row.place.is_empty() {
                // A sentence begins on a line of its own before it breaks.
                p.where.quiet {
                    @for part in row.place.split_inclusive('。').flat_map(|part| part.split_inclusive(". ")) {
                        span.part { (part.trim_end()) }
                        @if part.ends_with(' ') { " " }
                    }
                }
            }
            @if row.state.is_some() || row.act.is_some() {
                p.row {
                    @if let Some(state) = &row.state { (state) }
                    @if let Some(act) = &row.act { (act) }
                }
            }
        }
    }
}

/// A day of a calendar: its leaf as the heading, its rows beside it. Anchors lead to `#d2026-11-24`.
pub fn day(lang: Lang, date: NaiveDate, today: NaiveDate, lunar: &str, rows: &[Event]) -> Markup {
    html! {
        section.day.leaf #{ "d" (date) } {
            h2 { (tile::tile_near(lang, date, today, lunar)) }
            (events(rows))
        }
    }
}
