//! The days off that the law itself fixes, for years of which the State Council has not given notice yet.
//!
//! 全国年节及纪念日放假办法 (as of 1 January 2025), article 2: 元旦 1 day; 春节 from New Year's Eve to the third, 4 days;
//! 清明节, 端午节, 中秋节 the day itself; 劳动节 1 and 2 May; 国庆节 1 to 3 October. What the notice adds is not certain:
//! which weekends are joined to them, and the make-up days.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};

use super::lunar::{festival, lunar_date};
use super::{LegalDay, LegalKind};
use crate::base::remembered::Remembered;

/// The days of one year, by date.
type Year = Vec<(NaiveDate, LegalDay)>;

/// To find a lunar date takes the library longer than the rest of a plan takes, and every plan of the next year asks.
static YEARS: LazyLock<Remembered<i32, Year>> = LazyLock::new(|| Remembered::up_to(50));

/// The certain holidays of a year, by date.
pub fn year(year: i32) -> Year {
    YEARS.get(year, |year| reckon(*year))
}

fn reckon(year: i32) -> Year {
    let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let first = lunar_date(year, 1, 1);
    let from_new_year = |later: i64| {
        first.and_then(|first| match later {
            -1 => first.checked_sub_days(Days::new(1)),
            _ => first.checked_add_days(Days::new(later.unsigned_abs())),
        })
    };
    let qingming =
        (4..=6).filter_map(|day| on(4, day)).find(|day| festival(*day).is_some_and(|it| it.zh == "清明"));
    let all = [
        (on(1, 1), "元旦"),
        (from_new_year(-1), "春节"),
        (from_new_year(0), "春节"),
        (from_new_year(1), "春节"),
        (from_new_year(2), "春节"),
        (qingming, "清明节"),
        (on(5, 1), "劳动节"),
        (on(5, 2), "劳动节"),
        (lunar_date(year, 5, 5), "端午节"),
        (lunar_date(year, 8, 15), "中秋节"),
        (on(10, 1), "国庆节"),
        (on(10, 2), "国庆节"),
        (on(10, 3), "国庆节"),
    ];
    let day = |name| LegalDay::named(LegalKind::Holiday, name, "");
    all.into_iter().filter_map(|(date, name)| Some((date?, day(name)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::published;
    use super::*;

    #[test]
    fn what_is_certain_is_in_every_notice_since_the_law_has_it_so() {
        for of in [2025, 2026] {
            let notice = published::year(of);
            for (date, day) in year(of) {
                let said = notice.iter().find(|(on, _)| *on == date);
                assert_eq!(said.map(|(_, said)| said.kind), Some(LegalKind::Holiday), "{date} {}", day.name);
            }
        }
    }

    #[test]
    fn the_certain_days_of_2027() {
        let days: Vec<String> = year(2027).iter().map(|(date, _)| date.format("%m-%d").to_string()).collect();
        let expected = [
            "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15",
            "10-01", "10-02", "10-03",
        ];
        assert_eq!(days, expected);
    }
}
