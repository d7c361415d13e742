//! The lunar day of a date, and the festival that falls on it.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use tyme4rs::tyme::lunar::{LunarDay, LunarMonth};
use tyme4rs::tyme::solar::SolarDay;
use tyme4rs::tyme::{Culture, Tyme};

use crate::base::lang::Lang;
use crate::base::remembered::Remembered;

/// A festival, as centres name it: two or three characters that fit a calendar's cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Festival {
    pub zh: &'static str,
    pub en: &'static str,
}

/// Festivals of the lunar calendar by month and day; 除夕 and 清明, 冬至 follow other rules.
const LUNAR: &[(usize, usize, Festival)] = &[
    (1, 1, Festival { zh: "春节", en: "Spring Festival" }),
    (1, 15, Festival { zh: "元宵", en: "Lantern Festival" }),
    (5, 5, Festival { zh: "端午", en: "Dragon Boat Festival" }),
    (7, 7, Festival { zh: "七夕", en: "Qixi" }),
    (7, 15, Festival { zh: "中元", en: "Zhongyuan" }),
    (8, 15, Festival { zh: "中秋", en: "Mid-Autumn" }),
    (9, 9, Festival { zh: "重阳", en: "Double Ninth" }),
    (10, 15, Festival { zh: "下元", en: "Xiayuan" }),
    (12, 8, Festival { zh: "腊八", en: "Laba" }),
];

/// Festivals of the common calendar.
const SOLAR: &[(u32, u32, Festival)] = &[
    (1, 1, Festival { zh: "元旦", en: "New Year" }),
    (3, 8, Festival { zh: "妇女节", en: "Women’s Day" }),
    (5, 1, Festival { zh: "劳动节", en: "Labour Day" }),
    (5, 4, Festival { zh: "青年节", en: "Youth Day" }),
    (6, 1, Festival { zh: "儿童节", en: "Children’s Day" }),
    (7, 1, Festival { zh: "建党节", en: "Party Day" }),
    (8, 1, Festival { zh: "建军节", en: "Army Day" }),
    (9, 10, Festival { zh: "教师节", en: "Teachers’ Day" }),
    (10, 1, Festival { zh: "国庆节", en: "National Day" }),
];

const NEW_YEARS_EVE: Festival = Festival { zh: "除夕", en: "New Year’s Eve" };
const TERMS: &[(&str, Festival)] = &[
    ("清明", Festival { zh: "清明", en: "Qingming" }),
    ("冬至", Festival { zh: "冬至", en: "Winter solstice" }),
];

/// What the lunar calendar says about a date.
#[derive(Debug, Clone)]
struct Lunar {
    festival: Option<Festival>,
    month: usize,
    /// 闰六月.
    month_name: String,
    day: usize,
    /// 十六.
    day_name: String,
}

/// Where the sun and the moon stood is reckoned anew by the library each time, at a tenth of a millisecond and
/// more a date, which is longer than the rest of a page takes. It is the same every time, so some years of dates
/// are remembered: about 100 bytes each.
static DAYS: LazyLock<Remembered<NaiveDate, Lunar>> = LazyLock::new(|| Remembered::up_to(1500));

fn lunar(date: NaiveDate) -> Lunar {
    DAYS.get(date, |date| reckon(*date))
}

fn reckon(date: NaiveDate) -> Lunar {
    let day = solar(date).get_lunar_day();
    let month = day.get_lunar_month();
    Lunar {
        festival: reckon_festival(date),
        month: month.get_month(),
        month_name: month.get_name(),
        day: day.get_day(),
        day_name: day.get_name(),
    }
}

/// The festival on a date, a lunar one before one of the common calendar.
pub fn festival(date: NaiveDate) -> Option<Festival> {
    lunar(date).festival
}

fn reckon_festival(date: NaiveDate) -> Option<Festival> {
    let solar = solar(date);
    let lunar = solar.get_lunar_day();
    let month = lunar.get_lunar_month();
    let in_lunar = |(at, day, _): &&(usize, usize, Festival)| {
        !month.is_leap() && month.get_month() == *at && lunar.get_day() == *day
    };
    let is_eve = || {
        let tomorrow = solar.next(1).get_lunar_day();
        tomorrow.get_day() == 1
            && !tomorrow.get_lunar_month().is_leap()
            && tomorrow.get_lunar_month().get_month() == 1
    };
    if let Some((_, _, festival)) = LUNAR.iter().find(in_lunar) {
        return Some(*festival);
    }
    if is_eve() {
        return Some(NEW_YEARS_EVE);
    }
    let term = solar.get_term_day();
    if term.get_day_index() == 0 {
        let name = term.get_solar_term().get_name();
        if let Some((_, festival)) = TERMS.iter().find(|(term, _)| *term == name) {
            return Some(*festival);
        }
    }
    SOLAR
        .iter()
        .find(|(at, day, _)| date.month() == *at && date.day() == *day)
        .map(|(_, _, festival)| *festival)
}

/// What stands beneath a date: the festival, or else 十月十六 / lunar 10-16.
pub fn label(lang: Lang, date: NaiveDate) -> String {
    let lunar = lunar(date);
    match (lunar.festival, lang) {
        (Some(festival), lang) => lang.pick(festival.zh, festival.en).to_owned(),
        (None, Lang::Zh) => format!("{}{}", lunar.month_name, lunar.day_name),
        (None, Lang::En) => format!("lunar {}\u{2011}{}", lunar.month, lunar.day),
    }
}

/// As [`label`], but short enough for a cell of a month: 十六, on the first day of a lunar month its name;
/// in English that day and festivals alone, since a second number beside the date only confuses.
pub fn short_label(lang: Lang, date: NaiveDate) -> String {
    let lunar = lunar(date);
    match (lunar.festival, lang) {
        (Some(festival), lang) => lang.pick(festival.zh, festival.en).to_owned(),
        (None, Lang::Zh) if lunar.day == 1 => lunar.month_name,
        (None, Lang::Zh) => lunar.day_name,
        (None, Lang::En) if lunar.day == 1 => format!("{}\u{2011}1", lunar.month),
        (None, Lang::En) => String::new(),
    }
}

/// The day of the common calendar on which a lunar date falls in the lunar year that begins in `year`; day 30 is
/// the last of its month, leap months are not counted. `None` for a date that no calendar has.
pub fn lunar_date(year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    let month = isize::from(month);
    let (year, day) = (isize::try_from(year).ok()?, usize::from(day));
    // The library's last lunar year ends after its last day.
    if !(1..9999).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let days = LunarMonth::new(year, month).ok()?.get_day_count();
    let solar = LunarDay::new(year, month, day.min(days)).ok()?.get_solar_day();
    let (month, day) = (u32::try_from(solar.get_month()).ok()?, u32::try_from(solar.get_day()).ok()?);
    NaiveDate::from_ymd_opt(i32::try_from(solar.get_year()).ok()?, month, day)
}

/// A lunar date in words, with its festival: 五月初五（端午） / the 5th lunar month, day 5 (Dragon Boat Festival).
/// Day 30 is the last of its month.
pub fn lunar_words(lang: Lang, month: u8, day: u8) -> String {
    let (at_month, at_day) = (usize::from(month), usize::from(day));
    let festival = LUNAR.iter().find(|(month, day, _)| (*month, *day) == (at_month, at_day));
    let festival = match (festival, month, day) {
        (Some((_, _, festival)), _, _) => Some(*festival),
        (None, 12, 30) => Some(NEW_YEARS_EVE),
        _ => None,
    };
    let month_zh = month_name(at_month);
    let date = match (day, lang) {
        (30, Lang::Zh) => format!("{month_zh}的最后一天"),
        (_, Lang::Zh) => format!("{month_zh}{}", day_name(at_day)),
        (30, Lang::En) => format!("the last day of lunar month {month}"),
        (_, Lang::En) => format!("day {day} of lunar month {month}"),
    };
    match festival {
        Some(festival) => {
            lang.pick(format!("{date}（{}）", festival.zh), format!("{date} ({})", festival.en))
        }
        None => date,
    }
}

/// 正月, 十二月; empty where there is none.
fn month_name(month: usize) -> &'static str {
    const NAMES: [&str; 12] =
        ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];
    month.checked_sub(1).and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
}

/// 初五, 十五, 廿一, 三十.
fn day_name(day: usize) -> String {
    const DIGITS: [&str; 11] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digit = |at: usize| DIGITS.get(at).copied().unwrap_or_default();
    match day {
        0..=10 => format!("初{}", digit(day)),
        20 => "二十".to_owned(),
        30 => "三十".to_owned(),
        _ => format!("{}{}", if day < 20 { "十" } else { "廿" }, digit(day % 10)),
    }
}

/// The lunar library reaches from the year 1 to 9999; dates beyond are shown as those of its edge.
fn solar(date: NaiveDate) -> SolarDay {
    let year = date.year().clamp(1, 9999);
    SolarDay::from_ymd(year as isize, date.month() as usize, date.day() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_has_its_lunar_day_or_its_festival_beneath_it() {
        for (date, zh) in [
            ("2026-11-25", "十月十七"),
            ("2026-11-23", "下元"),
            ("2026-06-19", "端午"),
            ("2026-02-17", "春节"),
            ("2026-02-16", "除夕"),
            ("2026-12-22", "冬至"),
            ("2026-10-01", "国庆节"),
            ("2025-07-25", "闰六月初一"),
        ] {
            assert_eq!(label(Lang::Zh, on(date)), zh, "{date}");
        }
    }

    #[test]
    fn a_leap_month_has_no_second_festival() {
        // 2025 had a sixth month twice, 2033 has an eleventh one.
        assert_eq!(festival(on("2025-08-29")).map(|festival| festival.zh), Some("七夕"));
    }
}
