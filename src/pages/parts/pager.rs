//! From one day, week or month to the next, and a strip of the days of a week.

use chrono::{Datelike, Duration, NaiveDate};
use maud::{Markup, html};

use super::button::Button;
use super::field::Field;
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

/// From a day to its neighbours, back to today, and to any of the next five weeks; `earliest` is the first
/// day one may look at. `page` is the address without its date.
pub fn days(lang: Lang, page: &str, date: NaiveDate, today: NaiveDate, earliest: NaiveDate) -> Markup {
    let href = |date: NaiveDate| format!("{page}?date={date}");
    let named = |date: NaiveDate| (href(date), dates::day_short(lang, date, today));
    let before = date.pred_opt().filter(|before| *before >= earliest).map(named);
    let after = date.succ_opt().map(named);
    let (first, last) = (earliest.max(today - Duration::days(7)), today + Duration::days(35));
    let more = html! {
        form.row.any method="get" action=(page) {
            (Field::new("date", lang.pick("哪天", "Which day")).label_hidden().value(&date.to_string()).day(lang, first, last, today))
            (Button::submit(lang.pick("看这天", "Show")))
        }
    };
    let words = |one: &Option<(String, String)>| one.clone().unwrap_or_default();
    let ((back, before_words), (on, after_words)) = (words(&before), words(&after));
    pager(
        lang.pick("换一天", "Another day"),
        before.is_some().then_some((back.as_str(), before_words.as_str())),
        after.is_some().then_some((on.as_str(), after_words.as_str())),
        more,
    )
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
                    a.over[day.date < today] href=(day.href) aria-current=[(current == Some(day.date)).then_some("date")] {
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

/// 3场, 没有 / 3, –: as short as a seventh of a phone.
pub(super) fn counted(lang: Lang, number: usize) -> Markup {
    match (lang, number) {
        (Lang::Zh, 0) => html! { "没有" },
        (Lang::En, 0) => html! { span aria-hidden="true" { "–" } span.hide { "none" } },
        (Lang::Zh, _) => html! { (number) "场" },
        (Lang::En, _) => {
            html! { (number) span.hide { " " (words::count(number as i64, "event", "events").split(' ').nth(1).unwrap_or("")) } }
        }
    }
}
