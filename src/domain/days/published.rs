//! Public holidays and make-up days as the State Council published them, for the years that came with the
//! program: 2014 to 2026. Of earlier years the library lacks some make-up days.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use tyme4rs::tyme::holiday::{LEGAL_HOLIDAY_DATA, LEGAL_HOLIDAY_NAMES};

use super::{LegalDay, LegalKind};

const FIRST_YEAR: i32 = 2014;

/// English for the library's names, in their order.
const NAMES_EN: [&str; 9] = [
    "New Year",
    "Spring Festival",
    "Qingming",
    "Labour Day",
    "Dragon Boat Festival",
    "Mid-Autumn",
    "National Day",
    "National Day and Mid-Autumn",
    "Victory Day",
];

/// By year. The library looks a date up by compiling a pattern and searching all its text, a tenth of a
/// millisecond and more; the text is read once instead.
static DAYS: LazyLock<HashMap<i32, Vec<(NaiveDate, LegalDay)>>> = LazyLock::new(|| {
    let mut years: HashMap<i32, Vec<(NaiveDate, LegalDay)>> = HashMap::new();
    for entry in LEGAL_HOLIDAY_DATA.as_bytes().chunks(ENTRY) {
        if let Some((date, day)) = read(entry).filter(|(date, _)| date.year() >= FIRST_YEAR) {
            years.entry(date.year()).or_default().push((date, day));
        }
    }
    years
});

/// Bytes of one entry: eight of the date, `0` for work or `1` for rest, the place of the name, a sign and two
/// digits for how far the holiday itself is away.
const ENTRY: usize = 13;

fn read(entry: &[u8]) -> Option<(NaiveDate, LegalDay)> {
    let text = str::from_utf8(entry).ok()?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)?;
    let kind = if number(8, 9)? == 0 { LegalKind::Workday } else { LegalKind::Holiday };
    let name = usize::try_from(number(9, 10)?).ok()?;
    let (zh, en) = (LEGAL_HOLIDAY_NAMES.get(name)?, NAMES_EN.get(name)?);
    Some((date, LegalDay { kind, name: (*zh).to_owned(), name_en: (*en).to_owned() }))
}

/// English for a holiday's name; empty for one that is not known.
pub fn english(name: &str) -> &'static str {
    let names = LEGAL_HOLIDAY_NAMES.iter().zip(NAMES_EN);
    names.into_iter().find(|(zh, _)| **zh == name).map_or("", |(_, en)| en)
}

/// The holidays and make-up days of a year, by date; none when the year is not known.
pub fn year(year: i32) -> Vec<(NaiveDate, LegalDay)> {
    DAYS.get(&year).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tyme4rs::tyme::Culture;
    use tyme4rs::tyme::holiday::LegalHoliday;

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025.
    #[test]
    fn the_year_2026_is_as_the_state_council_gave_notice() {
        let mut notice = Vec::new();
        for (name, from, to, made_up) in [
            ("元旦", "2026-01-01", "2026-01-03", &["2026-01-04"][..]),
            ("春节", "2026-02-15", "2026-02-23", &["2026-02-14", "2026-02-28"]),
            ("清明节", "2026-04-04", "2026-04-06", &[]),
            ("劳动节", "2026-05-01", "2026-05-05", &["2026-05-09"]),
            ("端午节", "2026-06-19", "2026-06-21", &[]),
            ("中秋节", "2026-09-25", "2026-09-27", &[]),
            ("国庆节", "2026-10-01", "2026-10-07", &["2026-09-20", "2026-10-10"]),
        ] {
            let rest = on(from).iter_days().take_while(|date| *date <= on(to));
            notice.extend(rest.map(|date| (date, LegalKind::Holiday, name.to_owned())));
            notice.extend(made_up.iter().map(|date| (on(date), LegalKind::Workday, name.to_owned())));
        }
        notice.sort_by_key(|(date, _, _)| *date);
        let said: Vec<_> = year(2026).into_iter().map(|(date, day)| (date, day.kind, day.name)).collect();
        assert_eq!(said, notice);
    }

    #[test]
    fn what_is_read_is_what_the_library_says_of_each_date() {
        let known: HashMap<NaiveDate, LegalDay> = year(2025).into_iter().collect();
        for date in on("2025-01-01").iter_days().take_while(|date| date.year() == 2025) {
            let (month, day) = (date.month() as usize, date.day() as usize);
            let said = LegalHoliday::from_ymd(2025, month, day);
            let said = said.map(|said| (said.is_work(), said.get_name()));
            let read = known.get(&date).map(|day| (day.kind == LegalKind::Workday, day.name.clone()));
            assert_eq!(read, said, "{date}");
        }
    }

    #[test]
    fn a_make_up_day_lies_on_a_weekend_in_every_known_year() {
        let mut known: Vec<i32> = DAYS.keys().copied().collect();
        known.sort();
        assert_eq!(known, (FIRST_YEAR..=2026).collect::<Vec<_>>());
        for (date, day) in known.into_iter().flat_map(year) {
            let weekend = date.weekday().num_days_from_monday() >= 5;
            assert!(weekend || day.kind == LegalKind::Holiday, "{date} is a working day anyhow");
        }
        assert!(year(2027).is_empty());
    }
}
