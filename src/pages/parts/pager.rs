//! From one day, week or month to the next, and a strip of the days of a week.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::button::Button;
use crate::base::lang::{Lang, dates, words};

/// `label` names the navigation (换一天); before and after are address and words (前一天, 10月).
pub fn pager(label: &str, before: Option<(&str, &str)>, after: Option<(&str, &str)>, more: Markup) -> Markup {
    html! {
        nav.row.pager aria-label=(label) {
            @if let Some((href, words)) = before { (Button::link(href, words).icon("left")) }
            @if let Some((href, words)) = after { (Button::link(href, words).icon_after("right")) }
            (more)
        }
    }
}

/// A page's heading with its pager at the other end of the line.
pub fn heading(title: Markup, under: &str, pager: Markup) -> Markup {
    html! {
        div.row.apart {
            div { h1 { (title) } @if !under.is_empty() { p.quiet { (under) } } }
            (pager)
        }
    }
}

/// A day of the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekDay {
    pub date: NaiveDate,
    pub href: String,
    /// How many things are on.
    pub count: usize,
}

/// Seven days with the number of things on each. `current` is the day shown.
pub fn week(lang: Lang, days: &[WeekDay], today: NaiveDate, current: Option<NaiveDate>) -> Markup {
    html! {
        ol.week {
            @for day in days {
                li {
                    a href=(day.href) aria-current=[(current == Some(day.date)).then_some("date")] {
                        span {
                            @if day.date == today { (lang.pick("今天", "Today")) }
                            @else { (dates::weekday_short(lang, day.date.weekday())) }
                        }
                        b { (day.date.day()) }
                        span { (counted(lang, day.count)) }
                    }
                }
            }
        }
    }
}

/// 3场, 没有 / 3, none: as short as a seventh of a phone.
pub(super) fn counted(lang: Lang, number: usize) -> Markup {
    match (lang, number) {
        (_, 0) => html! { (lang.pick("没有", "none")) },
        (Lang::Zh, _) => html! { (number) "场" },
        (Lang::En, _) => {
            html! { (number) span.hide { " " (words::count(number as i64, "event", "events").split(' ').nth(1).unwrap_or("")) } }
        }
    }
}
