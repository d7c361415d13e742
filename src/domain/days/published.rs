//! Public holidays and make-up days as the State Council published them, for the years that came with the
//! program.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use tyme4rs::tyme::holiday::{LEGAL_HOLIDAY_DATA, LEGAL_HOLIDAY_NAMES};

use super::{LegalDay, LegalKind};

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
        if let Some((date, day)) = read(entry) {
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

/// The holidays and make-up days of a year, by date; none when the year is not known.
pub fn year(year: i32) -> Vec<(NaiveDate, LegalDay)> {
    DAYS.get(&year).cloned().unwrap_or_default()
}
