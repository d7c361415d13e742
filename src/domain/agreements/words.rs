//! What agreements say, in words: for pages, letters and the paper.

use chrono::NaiveDate;

use super::{Agreement, Allowance, Standing, Window};
use crate::base::lang::{Lang, dates, week, words};
use crate::base::time::DaySpan;

impl Standing {
    /// 生效中 / Valid.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Valid => lang.pick("生效中", "Valid"),
            Self::Coming => lang.pick("将要生效", "To come"),
            Self::Suspended => lang.pick("暂停中", "Suspended"),
            Self::Draft => lang.pick("草稿", "Draft"),
            Self::Expired => lang.pick("已到期", "Expired"),
            Self::Ended => lang.pick("已终止", "Ended"),
        }
    }
}

/// 生效中，还有30天.
pub fn standing(lang: Lang, agreement: &Agreement, today: NaiveDate) -> String {
    let standing = agreement.standing(today);
    let name = standing.name(lang);
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
    match standing {
        Standing::Valid => {
            let left = days(today, agreement.ends_on);
            let words = words::count(left, "day", "days");
            match left {
                0 => lang.pick(format!("{name}，今天最后一天"), format!("{name}, today is its last day")),
                _ => lang.pick(format!("{name}，还有{left}天"), format!("{name}, {words} left")),
            }
        }
        Standing::Coming => {
            let left = days(today, agreement.starts_on);
            let words = words::count(left, "day", "days");
            lang.pick(format!("{left}天后生效"), format!("Begins in {words}"))
        }
        _ => name.to_owned(),
    }
}

/// 2026年1月10日到2026年12月31日.
pub fn period(lang: Lang, agreement: &Agreement) -> String {
    let (from, to) = (dates::date_long(lang, agreement.starts_on), dates::date_long(lang, agreement.ends_on));
    lang.pick(format!("{from}到{to}"), format!("{from} to {to}"))
}

/// 每周6小时，每月20小时，每周3次，一次最长3小时.
pub fn limits(lang: Lang, of: &Allowance) -> String {
    limit_pieces(lang, of).join(lang.pick("，", ", "))
}

/// [`limits`] one by one: 每周6小时, 每月20小时.
pub fn limit_pieces(lang: Lang, of: &Allowance) -> Vec<String> {
    let mut said = Vec::new();
    let hours = |minutes| words::hours(lang, minutes);
    said.extend(
        of.week_minutes.map(|m| lang.pick(format!("每周{}", hours(m)), format!("{} a week", hours(m)))),
    );
    said.extend(
        of.month_minutes.map(|m| lang.pick(format!("每月{}", hours(m)), format!("{} a month", hours(m)))),
    );
    said.extend(of.week_bookings.map(|n| {
        lang.pick(format!("每周{n}次"), format!("{} a week", words::count(n.into(), "booking", "bookings")))
    }));
    said.extend(of.longest_minutes.map(|m| {
        lang.pick(
            format!("一次最长{}", words::length(lang, m)),
            format!("at most {} at once", words::length(lang, m)),
        )
    }));
    if said.is_empty() {
        said.push(lang.pick("不限", "No limit").to_owned());
    }
    said
}

/// Weekly windows, equal days together, a line each: 周一到周五 8:30–12:00，14:00–17:30.
pub fn windows(lang: Lang, windows: &[Window]) -> Vec<String> {
    week::words(lang, &pattern(windows))
}

/// The windows as a week has them.
pub fn pattern(windows: &[Window]) -> Vec<(i32, DaySpan)> {
    windows.iter().map(|window| (window.weekday, window.span)).collect()
}

/// What a line of an agreement's history tells.
pub fn happened(lang: Lang, act: &str) -> &'static str {
    match act {
        "added" => lang.pick("拟好草稿", "Drawn up"),
        "activated" => lang.pick("生效", "Put into force"),
        "suspended" => lang.pick("暂停", "Suspended"),
        "resumed" => lang.pick("恢复", "Holds again"),
        "shortened" => lang.pick("定下提前结束", "To end early"),
        "ended" => lang.pick("终止", "Ended"),
        "discarded" => lang.pick("草稿作废", "Draft given up"),
        "reminded_30" | "reminded_7" => lang.pick("提醒快到期了", "Reminded that it ends soon"),
        "paper_added" => lang.pick("存入签好的协议", "Signed paper kept"),
        "paper_removed" => lang.pick("删去签好的协议", "Signed paper removed"),
        _ => lang.pick("更改", "Changed"),
    }
}

/// Why a day that is to come is no day of signing.
pub fn signed_later(lang: Lang) -> &'static str {
    lang.pick(
        "签字的日子还没到。请填今天或以前的日子。",
        "That day is still to come. Write today or an earlier one.",
    )
}
