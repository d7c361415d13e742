//! A leaf of a tear-off calendar: month, day, weekday, and the lunar day or festival beneath.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};

/// A leaf; `lunar` (十月十六, 元旦) may be empty. The weekday stays even when the day is today.
pub fn tile(lang: Lang, date: NaiveDate, today: NaiveDate, lunar: &str) -> Markup {
    leaf(lang, date, today, dates::weekday(lang, date.weekday()), lunar, false)
}

/// A leaf that says 今天, 明天 or 后天 in place of the weekday.
pub fn tile_near(lang: Lang, date: NaiveDate, today: NaiveDate, lunar: &str) -> Markup {
    leaf(lang, date, today, &near(lang, date, today), lunar, false)
}

/// A leaf lying flat, for lists.
pub fn tile_line(lang: Lang, date: NaiveDate, today: NaiveDate, lunar: &str) -> Markup {
    leaf(lang, date, today, &near(lang, date, today), lunar, true)
}

/// A leaf with the words that belong to it.
pub fn hero(tile: Markup, words: Markup) -> Markup {
    html! { div.hero { (tile) div { (words) } } }
}

fn near(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    match dates::day_name(lang, date, today) {
        Some(name) => dates::capital(name),
        None => dates::weekday(lang, date.weekday()).to_owned(),
    }
}

fn leaf(lang: Lang, date: NaiveDate, today: NaiveDate, weekday: &str, lunar: &str, line: bool) -> Markup {
    let name = dates::month_name(lang, date);
    let short = lang.pick(name, name.get(..3).unwrap_or(name));
    let year = date.year();
    let month = match year == today.year() {
        true => short.to_owned(),
        false => lang.pick(format!("{year}年{short}"), format!("{short} {year}")),
    };
    html! {
        time.tile.line[line] datetime=(date) {
            span { (month) } " " b { (date.day()) } " " span { (weekday) }
            @if !lunar.is_empty() { " " span.lunar { (lunar) } }
        }
    }
}
