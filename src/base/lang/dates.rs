//! Dates and times in words: 11月24日 星期二 上午9:00–11:00, Tuesday 24 November, 9:00–11:00 am.
//!
//! A year is said where it is not today's. Times carry the part of the day, because a bare 7:00 is
//! missed by people who live by the clock on the wall; only timetables write 19:00 ([`clock`]).

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use super::Lang;
use crate::base::time::{DaySpan, Minute, Span, Wall};

/// 11月24日 星期二 / Tuesday 24 November; with the year when it is not today's.
pub fn date(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    let plain = date_short(lang, date, today);
    let weekday = weekday(lang, date.weekday());
    match lang {
        Lang::Zh => [&*plain, " ", weekday].concat(),
        Lang::En => [weekday, " ", &*plain].concat(),
    }
}

/// 11月24日 / 24 November, without the weekday; with the year when it is not today's.
pub fn date_short(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    if date.year() != today.year() {
        return date_long(lang, date);
    }
    match lang {
        Lang::Zh => [month_name(lang, date), number(date.day()), "日"].concat(),
        Lang::En => [number(date.day()), " ", month_name(lang, date)].concat(),
    }
}

/// 2026年11月24日 / 24 November 2026: for papers and the ends of agreements.
pub fn date_long(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), month_name(lang, date), date.year()),
    }
}

/// 昨天, 今天, 明天, 后天 / yesterday, today, tomorrow, and nothing for other days.
pub fn day_name(lang: Lang, date: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    match (date - today).num_days() {
        -1 => Some(lang.pick("昨天", "yesterday")),
        0 => Some(lang.pick("今天", "today")),
        1 => Some(lang.pick("明天", "tomorrow")),
        2 => lang.pick(Some("后天"), None),
        _ => None,
    }
}

/// 今天, or else 11月27日 星期五: for lists where the date itself stands nearby.
pub fn day(lang: Lang, on: NaiveDate, today: NaiveDate) -> String {
    day_name(lang, on, today).map_or_else(|| date(lang, on, today), str::to_owned)
}

/// 明天, or else 11月27日 / 27 Nov: for buttons.
pub fn day_short(lang: Lang, on: NaiveDate, today: NaiveDate) -> String {
    let month = month_name(lang, on);
    match (day_name(lang, on, today), lang) {
        (Some(name), _) => capital(name),
        (None, Lang::Zh) => date_short(lang, on, today),
        (None, Lang::En) => format!("{} {}", on.day(), month.get(..3).unwrap_or(month)),
    }
}

/// 今天 11月24日 星期二 / Today, Tuesday 24 November: for headings.
pub fn day_and_date(lang: Lang, on: NaiveDate, today: NaiveDate) -> String {
    let date = date(lang, on, today);
    match (day_name(lang, on, today), lang) {
        (None, _) => date,
        (Some(name), Lang::Zh) => [name, " ", &*date].concat(),
        (Some(name), Lang::En) => [&*capital(name), ", ", &*date].concat(),
    }
}

/// 明天 11月24日 周二 / Tomorrow, Tue 24 Nov: for lists to pull down, which cut what is longer than the screen.
pub fn day_to_pick(lang: Lang, on: NaiveDate, today: NaiveDate) -> String {
    let weekday = weekday_short(lang, on.weekday());
    let date = match lang {
        Lang::Zh => [&*date_short(lang, on, today), " ", weekday].concat(),
        Lang::En => {
            let month = month_name(lang, on);
            let plain = format!("{weekday} {} {}", on.day(), month.get(..3).unwrap_or(month));
            if on.year() == today.year() { plain } else { format!("{plain} {}", on.year()) }
        }
    };
    match (day_name(lang, on, today), lang) {
        (None, _) => date,
        (Some(name), Lang::Zh) => [name, " ", &*date].concat(),
        (Some(name), Lang::En) => [&*capital(name), ", ", &*date].concat(),
    }
}

/// 星期二 / Tuesday.
pub fn weekday(lang: Lang, weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => lang.pick("星期一", "Monday"),
        Weekday::Tue => lang.pick("星期二", "Tuesday"),
        Weekday::Wed => lang.pick("星期三", "Wednesday"),
        Weekday::Thu => lang.pick("星期四", "Thursday"),
        Weekday::Fri => lang.pick("星期五", "Friday"),
        Weekday::Sat => lang.pick("星期六", "Saturday"),
        Weekday::Sun => lang.pick("星期日", "Sunday"),
    }
}

/// 周二 / Tue.
pub fn weekday_short(lang: Lang, weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => lang.pick("周一", "Mon"),
        Weekday::Tue => lang.pick("周二", "Tue"),
        Weekday::Wed => lang.pick("周三", "Wed"),
        Weekday::Thu => lang.pick("周四", "Thu"),
        Weekday::Fri => lang.pick("周五", "Fri"),
        Weekday::Sat => lang.pick("周六", "Sat"),
        Weekday::Sun => lang.pick("周日", "Sun"),
    }
}

/// 一 / Mon: for the head of a table in which 周 would stand seven times.
pub fn weekday_narrow(lang: Lang, weekday: Weekday) -> &'static str {
    weekday_short(lang, weekday).trim_start_matches('周')
}

/// The weekday numbered from 1 (Monday) to 7, as the database keeps it: 周二 / Tue.
pub fn weekday_number(lang: Lang, number: u8) -> &'static str {
    let monday = Weekday::Mon.num_days_from_monday() as u8;
    Weekday::try_from(number.saturating_sub(1).clamp(monday, 6)).map_or("", |day| weekday_short(lang, day))
}

/// 2026年11月 / November 2026: the heading of a month.
pub fn month(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月", date.year(), date.month()),
        Lang::En => format!("{} {}", month_name(lang, date), date.year()),
    }
}

/// 11月 / November.
pub fn month_name(lang: Lang, date: NaiveDate) -> &'static str {
    match date.month() {
        1 => lang.pick("1月", "January"),
        2 => lang.pick("2月", "February"),
        3 => lang.pick("3月", "March"),
        4 => lang.pick("4月", "April"),
        5 => lang.pick("5月", "May"),
        6 => lang.pick("6月", "June"),
        7 => lang.pick("7月", "July"),
        8 => lang.pick("8月", "August"),
        9 => lang.pick("9月", "September"),
        10 => lang.pick("10月", "October"),
        11 => lang.pick("11月", "November"),
        _ => lang.pick("12月", "December"),
    }
}

/// 11月23日–29日 / 23–29 November: the heading of a week; both ends count.
pub fn days(lang: Lang, first: NaiveDate, last: NaiveDate, today: NaiveDate) -> String {
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    match (lang, same_month) {
        (Lang::Zh, true) => format!("{}–{}日", date_short(lang, first, today), last.day()),
        (Lang::Zh, false) => format!("{}–{}", date_short(lang, first, today), date_short(lang, last, today)),
        (Lang::En, true) => format!("{}–{}", first.day(), date_short(lang, last, today)),
        (Lang::En, false) => {
            format!("{} – {}", date_short(lang, first, today), date_short(lang, last, today))
        }
    }
}

/// 上午9:00, 中午12:00, 晚上7:00, 夜里12:00 / 9:00 am, 12 noon, 7:00 pm, midnight.
pub fn time(lang: Lang, at: Minute) -> String {
    match lang {
        Lang::Zh if at == Minute::DAY_END => "夜里12:00".to_owned(),
        Lang::Zh => [part_of_day(at), &*twelve(at)].concat(),
        Lang::En => match word_for(at) {
            Some(word) => word.to_owned(),
            None => [&*twelve(at), " ", half(at)].concat(),
        },
    }
}

/// 上午9:00–11:00, 上午10:30–下午1:00 / 9:00–11:00 am, 10:30 am–1:00 pm.
pub fn times(lang: Lang, from: Minute, to: Minute) -> String {
    match lang {
        Lang::Zh if carries_on(from, to) => [&*time(lang, from), "–", &*twelve(to)].concat(),
        Lang::En if half(from) == half(to) && word_for(from).is_none() && word_for(to).is_none() => {
            [&*twelve(from), "–", &*time(lang, to)].concat()
        }
        _ => [&*time(lang, from), "–", &*time(lang, to)].concat(),
    }
}

/// Several [`times`] of one day: 上午8:30–12:00，下午2:00–5:30.
pub fn spans_of_day(lang: Lang, spans: &[DaySpan]) -> String {
    let times: Vec<String> = spans.iter().map(|span| times(lang, span.from(), span.to())).collect();
    times.join(lang.pick("，", ", "))
}

/// 9:00, 19:00, 24:00: the railway clock of timetables, where the column says the part of the day.
pub fn clock(at: Minute) -> String {
    hour_and_minute(at.get() / 60, at)
}

/// 9:00–11:00, 19:00–21:00.
pub fn clock_times(from: Minute, to: Minute) -> String {
    format!("{}–{}", clock(from), clock(to))
}

/// The times of a span alone: 上午9:00–11:00.
pub fn span_times(lang: Lang, span: Span) -> String {
    let part = span.within_day();
    times(lang, part.from(), part.to())
}

/// 11月24日 星期二 上午9:00–11:00 / Tuesday 24 November, 9:00–11:00 am.
pub fn span(lang: Lang, span: Span, today: NaiveDate) -> String {
    let (date, times) = (date(lang, span.date(), today), span_times(lang, span));
    match lang {
        Lang::Zh => format!("{date} {times}"),
        Lang::En => format!("{date}, {times}"),
    }
}

/// One moment by the centre's clock: 今天 上午8:10, 11月26日 星期四 上午8:10 / today, 8:10 am.
pub fn moment(lang: Lang, at: Wall, today: NaiveDate) -> String {
    said(lang, (at.date(), at.minute()), today)
}

/// A [`moment`] at which something ends: 0:00 is 夜里12:00 of the day before, the last on which there is time.
pub fn until(lang: Lang, end: Wall, today: NaiveDate) -> String {
    said(lang, last_minute(end), today)
}

fn said(lang: Lang, (on, at): (NaiveDate, Minute), today: NaiveDate) -> String {
    let (day, time) = (day(lang, on, today), time(lang, at));
    match lang {
        Lang::Zh => format!("{day} {time}"),
        Lang::En => format!("{day}, {time}"),
    }
}

/// [`until`] for letters, which are read on another day: 11月26日 星期四 上午8:10 / 8:10 am on Thursday 26 November.
pub fn until_dated(lang: Lang, end: Wall, today: NaiveDate) -> String {
    let (on, at) = last_minute(end);
    let (day, time) = (date(lang, on, today), time(lang, at));
    lang.pick(format!("{day} {time}"), format!("{time} on {day}"))
}

/// The day and the time of an end: midnight belongs to the day that it ends.
pub fn last_minute(end: Wall) -> (NaiveDate, Minute) {
    match (end.minute(), end.date().pred_opt()) {
        (Minute::MIDNIGHT, Some(day)) => (day, Minute::DAY_END),
        (minute, _) => (end.date(), minute),
    }
}

/// How long something has waited: 等了2天, 等了不到1小时 / waiting 2 days.
pub fn waited(lang: Lang, long: Duration) -> String {
    let (days, hours) = (long.num_days(), long.num_hours());
    match (days, hours) {
        (..=0, ..=0) => lang.pick("等了不到1小时", "waiting less than an hour").to_owned(),
        (..=0, _) => lang.pick(format!("等了{hours}小时"), format!("waiting {}", hour_word(hours))),
        _ => lang.pick(format!("等了{days}天"), format!("waiting {}", day_word(days))),
    }
}

/// How long ago: 刚刚, 5分钟前, 2小时前, 3天前 / just now, 5 minutes ago …
pub fn ago(lang: Lang, long: Duration) -> String {
    match (long.num_days(), long.num_hours(), long.num_minutes()) {
        (..=0, ..=0, ..=0) => lang.pick("刚刚", "just now").to_owned(),
        (..=0, ..=0, 1) => lang.pick("1分钟前", "1 minute ago").to_owned(),
        (..=0, ..=0, minutes) => lang.pick(format!("{minutes}分钟前"), format!("{minutes} minutes ago")),
        (..=0, hours, _) => lang.pick(format!("{hours}小时前"), format!("{} ago", hour_word(hours))),
        (days, ..) => lang.pick(format!("{days}天前"), format!("{} ago", day_word(days))),
    }
}

fn hour_word(hours: i64) -> String {
    if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") }
}

fn day_word(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Noon is a part of its own: 中午12:00 is not mistaken for midnight.
fn part_of_day(at: Minute) -> &'static str {
    match at.get() / 60 {
        0..6 => "凌晨",
        6..12 => "上午",
        12 => "中午",
        13..18 => "下午",
        _ => "晚上",
    }
}

/// Whether the end needs no part of the day of its own: 上午9:00–12:00, 下午4:30–6:30, 晚上10:00–12:00
/// would not do, so midnight is 夜里12:00.
fn carries_on(from: Minute, to: Minute) -> bool {
    let morning_to_noon = part_of_day(from) == "上午" && to == Minute::hm(12, 0);
    let afternoon_to_dusk = part_of_day(from) == "下午" && to <= Minute::hm(19, 0);
    to != Minute::DAY_END && (part_of_day(from) == part_of_day(to) || morning_to_noon || afternoon_to_dusk)
}

fn twelve(at: Minute) -> String {
    let hour = at.get() / 60;
    let shown = match hour {
        0 => 0,
        1..=12 => hour,
        _ => hour - 12,
    };
    hour_and_minute(shown, at)
}

fn hour_and_minute(hour: i32, at: Minute) -> String {
    [number(hour.unsigned_abs()), ":", two_digits(at.get().unsigned_abs() % 60)].concat()
}

/// A number below 60. Times and days stand on a page by the hundred, and to cut one out is far cheaper than to write it.
fn number(number: u32) -> &'static str {
    let digits = two_digits(number);
    digits.strip_prefix('0').unwrap_or(digits)
}

/// 00 to 59.
fn two_digits(number: u32) -> &'static str {
    const ALL: &str = "000102030405060708091011121314151617181920212223242526272829\
                       303132333435363738394041424344454647484950515253545556575859";
    let at = number as usize * 2;
    ALL.get(at..at + 2).unwrap_or_default()
}

fn half(at: Minute) -> &'static str {
    if at < Minute::hm(12, 0) { "am" } else { "pm" }
}

/// Only English has words for the two twelves, and needs one for 0:20 am (12:20 am is misread).
fn word_for(at: Minute) -> Option<&'static str> {
    match at.get() {
        0 | 1440 => Some("midnight"),
        720 => Some("12 noon"),
        _ => None,
    }
}

/// For the start of a sentence; words of ours begin with one ASCII letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
