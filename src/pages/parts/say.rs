//! Dates, times and phone numbers as markup: none of them breaks across lines.

use chrono::NaiveDate;
use maud::{Markup, Render, html};

use super::icon;
use crate::base::lang::{Lang, dates, week, words};
use crate::base::time::{DaySpan, Minute, Span, Wall};

/// Text that stays on one line.
pub fn nb(text: impl Render) -> Markup {
    html! { span.nb { (text) } }
}

/// 11月24日 星期二 / Tuesday 24 November.
pub fn date(lang: Lang, on: NaiveDate, today: NaiveDate) -> Markup {
    nb(dates::date(lang, on, today))
}

/// 今天, or the date.
pub fn day(lang: Lang, on: NaiveDate, today: NaiveDate) -> Markup {
    nb(dates::day(lang, on, today))
}

/// 今天 11月24日 星期二: for headings, may break after 今天.
pub fn day_and_date(lang: Lang, on: NaiveDate, today: NaiveDate) -> Markup {
    html! {
        @if let Some(name) = dates::day_name(lang, on, today) { (dates::capital(name)) (lang.pick(" ", ", ")) }
        (date(lang, on, today))
    }
}

/// 上午9:00–11:00.
pub fn times(lang: Lang, from: Minute, to: Minute) -> Markup {
    nb(dates::times(lang, from, to))
}

/// Pieces of a sentence, which breaks only after the mark between them: `mark`, in English a comma.
pub fn pieces(lang: Lang, mark: &str, pieces: impl IntoIterator<Item = String>) -> Markup {
    let mut pieces = pieces.into_iter().peekable();
    html! {
        @while let Some(piece) = pieces.next() {
            @if pieces.peek().is_none() { (nb(piece)) }
            @else { (nb(piece + lang.pick(mark, ","))) (lang.pick("", " ")) wbr; }
        }
    }
}

/// A week's spans, a line for equal days: 周一到周五 上午8:30–12:00，下午2:00–5:30, which breaks between spans.
pub fn week(lang: Lang, pattern: &[(i32, DaySpan)]) -> Markup {
    html! {
        @for (days, spans) in week::lines(lang, pattern) {
            p {
                (days) " "
                (pieces(lang, "，", spans.iter().map(|span| dates::times(lang, span.from(), span.to()))))
            }
        }
    }
}

/// 11月24日 星期二 上午9:00–11:00, which may break between the date and the times.
pub fn span(lang: Lang, span: Span, today: NaiveDate) -> Markup {
    let date = format!("{}{}", dates::date(lang, span.date(), today), lang.pick("", ","));
    html! { (nb(date)) " " (nb(dates::span_times(lang, span))) }
}

/// 今天 上午8:10, which may break between the day and the time.
pub fn moment(lang: Lang, at: Wall, today: NaiveDate) -> Markup {
    said(lang, (at.date(), at.minute()), today)
}

/// A [`moment`] at which something ends: 今天 夜里12:00.
pub fn until(lang: Lang, end: Wall, today: NaiveDate) -> Markup {
    said(lang, dates::last_minute(end), today)
}

fn said(lang: Lang, (on, at): (NaiveDate, Minute), today: NaiveDate) -> Markup {
    let day = format!("{}{}", dates::day(lang, on, today), lang.pick("", ","));
    html! { (nb(day)) " " (nb(dates::time(lang, at))) }
}

/// A phone number that can be pressed.
pub fn phone(number: &str) -> Markup {
    html! { a href={ "tel:" (words::tel(number)) } { (words::phone(number)) } }
}

/// An e-mail address, which breaks after its @ and its dots and nowhere else.
pub fn email(address: &str) -> Markup {
    html! {
        @for (place, part) in address.split_inclusive(['@', '.']).enumerate() { @if place > 0 { wbr; } (part) }
    }
}

/// A phone number as a button.
pub fn phone_button(number: &str) -> Markup {
    html! { a.btn href={ "tel:" (words::tel(number)) } { (icon("phone")) (words::phone(number)) } }
}

/// 二楼 / 2nd floor.
pub fn floor(lang: Lang, floor: i32) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let number = usize::try_from(floor - 1).ok().and_then(|place| NUMBERS.get(place));
    match (lang, number) {
        (Lang::Zh, Some(number)) => format!("{number}楼"),
        (Lang::Zh, None) if floor < 0 => format!("地下{}层", -floor),
        (Lang::Zh, None) => format!("{floor}楼"),
        (Lang::En, _) if floor < 0 => format!("basement {}", -floor),
        (Lang::En, _) => format!("floor {floor}"),
    }
}
