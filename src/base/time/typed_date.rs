//! A date as people type it: `2026-11-24`, `11月24日`, `24 Nov`, `24/11`, 明天, 下周二, `Tuesday`.
//!
//! Full-width digits, slashes and dots, `24th` and the weekday beside the date are all read; without a year
//! the date is the first that lies less than three months back. What can mean two days is not guessed at.

use chrono::{Datelike, Days, Duration, NaiveDate, Weekday};

use super::{YEARS, monday_of};

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadDate {
    /// Nothing that names a day.
    NoDate,
    /// 31 November: its month has no such day.
    NoSuchDay,
    /// `3/12` alone: 12 March for some, 3 December for others.
    TwoWays { month_first: NaiveDate, day_first: NaiveDate },
    /// “Tuesday 25 November”, and that day is another weekday.
    OtherWeekday(NaiveDate),
}

/// Reads the date; `today` says what 明天 and a missing year mean.
pub fn read_typed_date(typed: &str, today: NaiveDate) -> Result<NaiveDate, UnreadDate> {
    let text = plain(typed);
    if let Some((_, days)) = NEAR.iter().find(|(word, _)| *word == text) {
        return today.checked_add_signed(Duration::days(*days)).ok_or(UnreadDate::NoDate);
    }
    let (text, weeks_on, weekday) = take_weekday(&text);
    let date = match (parts(&text)?, weekday) {
        (Parts { year: None, month: None, day: None, loose, .. }, Some(weekday)) if loose.is_empty() => {
            return Ok(coming(weekday, weeks_on, today));
        }
        (parts, _) => dated(parts, today)?,
    };
    match weekday {
        Some(weekday) if weekday != date.weekday() => Err(UnreadDate::OtherWeekday(date)),
        _ => Ok(date),
    }
}

const NEAR: [(&str, i64); 10] = [
    ("前天", -2),
    ("昨天", -1),
    ("yesterday", -1),
    ("今天", 0),
    ("今日", 0),
    ("today", 0),
    ("明天", 1),
    ("tomorrow", 1),
    ("后天", 2),
    ("大后天", 3),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, char, Weekday); 8] = [
    ("monday", '一', Weekday::Mon),
    ("tuesday", '二', Weekday::Tue),
    ("wednesday", '三', Weekday::Wed),
    ("thursday", '四', Weekday::Thu),
    ("friday", '五', Weekday::Fri),
    ("saturday", '六', Weekday::Sat),
    ("sunday", '日', Weekday::Sun),
    ("sunday", '天', Weekday::Sun),
];

/// Numbers with the place their sign or length gives them; `loose` ones have none.
#[derive(Debug, Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    loose: Vec<u32>,
    /// 2026-11-24 cannot be misread; 3/12/2026 can.
    year_first: bool,
}

/// Half-width, small letters, one space.
fn plain(typed: &str) -> String {
    let narrow = typed.chars().map(|c| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '號' => '号',
        c => c,
    });
    let text: String = narrow.flat_map(char::to_lowercase).collect();
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '、' | '(' | ')'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How 周二 is written, and of which week it then is; the longer come first.
const WEEKS: [(&str, Option<u64>); 10] = [
    ("下个星期", Some(1)),
    ("下星期", Some(1)),
    ("下礼拜", Some(1)),
    ("下周", Some(1)),
    ("这星期", Some(0)),
    ("这周", Some(0)),
    ("本周", Some(0)),
    ("星期", None),
    ("礼拜", None),
    ("周", None),
];

/// The text without its weekday, of which week that is where it is said, and the weekday.
fn take_weekday(text: &str) -> (String, Option<u64>, Option<Weekday>) {
    for (before, weeks_on) in WEEKS {
        for (_, sign, weekday) in WEEKDAYS {
            let named = format!("{before}{sign}");
            if text.contains(&named) {
                return (text.replace(&named, " "), weeks_on, Some(weekday));
            }
        }
    }
    let mut found = None;
    let others: Vec<&str> = text
        .split(' ')
        .filter(|word| {
            let named = WEEKDAYS.iter().find(|(name, ..)| means(word, name));
            found = found.or(named.map(|(.., weekday)| *weekday));
            named.is_none()
        })
        .collect();
    (others.join(" "), None, found)
}

/// A name, or its first three letters and more, with or without a full stop.
fn means(word: &str, name: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.len() >= 3 && name.starts_with(word)
}

/// That weekday of this week or the next, which begin on Monday; else the next such day, today counted.
fn coming(weekday: Weekday, weeks_on: Option<u64>, today: NaiveDate) -> NaiveDate {
    let from = weeks_on.map_or(today, |weeks| monday_of(today) + Days::new(7 * weeks));
    from.iter_days().find(|day| day.weekday() == weekday).unwrap_or(from)
}

fn parts(text: &str) -> Result<Parts, UnreadDate> {
    let mut parts = Parts::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = |part: fn(char) -> bool| rest.find(|c| !part(c)).unwrap_or(rest.len());
        if first.is_ascii_digit() {
            let (digits, after) = rest.split_at(length(|c| c.is_ascii_digit()));
            rest = parts.number(digits, after.trim_start())?;
        } else if first.is_ascii_alphabetic() {
            let (word, after) = rest.split_at(length(|c| c.is_ascii_alphabetic()));
            parts.word(word)?;
            rest = after;
        } else if matches!(first, ' ' | '-' | '/' | '.' | '–') {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        } else {
            return Err(UnreadDate::NoDate);
        }
    }
    Ok(parts)
}

impl Parts {
    /// Puts a number where the sign behind it says; gives what follows the sign.
    fn number<'a>(&mut self, digits: &str, after: &'a str) -> Result<&'a str, UnreadDate> {
        let number: u32 = digits.parse().map_err(|_| UnreadDate::NoDate)?;
        let year = || i32::try_from(if digits.len() == 2 { 2000 + number } else { number }).ok();
        if let Some(after) = after.strip_prefix('年') {
            self.year = year();
            return Ok(after);
        }
        if let Some(after) = after.strip_prefix('月') {
            self.month = Some(number);
            return Ok(after);
        }
        match (digits.len(), after.strip_prefix(['日', '号'])) {
            (_, Some(after)) => {
                self.day = Some(number);
                return Ok(after);
            }
            (8, None) => {
                self.year_first = true;
                self.year = i32::try_from(number / 10_000).ok();
                self.loose.extend([number / 100 % 100, number % 100]);
            }
            (4, None) if self.year.is_none() => {
                self.year_first = self.loose.is_empty();
                self.year = year();
            }
            (1 | 2, None) => self.loose.push(number),
            _ => return Err(UnreadDate::NoDate),
        }
        let endings = ["st", "nd", "rd", "th"];
        Ok(endings.iter().find_map(|ending| after.strip_prefix(ending)).unwrap_or(after))
    }

    fn word(&mut self, word: &str) -> Result<(), UnreadDate> {
        if matches!(word, "of" | "the" | "on") {
            return Ok(());
        }
        let place = MONTHS.iter().position(|name| means(word, name));
        match (place, self.month) {
            (Some(place), None) => self.month = u32::try_from(place + 1).ok(),
            _ => return Err(UnreadDate::NoDate),
        }
        Ok(())
    }
}

fn dated(parts: Parts, today: NaiveDate) -> Result<NaiveDate, UnreadDate> {
    let Parts { year, month, day, loose, year_first } = parts;
    match (month, day, loose.as_slice()) {
        (Some(month), Some(day), []) | (Some(month), None, &[day]) => on(year, month, day, today),
        (None, None, &[month, day]) if year_first => on(year, month, day, today),
        (None, None, &[one, other]) => either(year, one, other, today),
        _ => Err(UnreadDate::NoDate),
    }
}

/// Two numbers without a word: the larger than twelve is the day.
fn either(year: Option<i32>, one: u32, other: u32, today: NaiveDate) -> Result<NaiveDate, UnreadDate> {
    let month_first = on(year, one, other, today);
    match (month_first, on(year, other, one, today)) {
        (Ok(month_first), Ok(day_first)) if month_first != day_first => {
            Err(UnreadDate::TwoWays { month_first, day_first })
        }
        (Ok(date), _) | (_, Ok(date)) => Ok(date),
        (wrong, _) => wrong,
    }
}

/// How long ago a date without a year may lie.
const BACK: Days = Days::new(90);

fn on(year: Option<i32>, month: u32, day: u32, today: NaiveDate) -> Result<NaiveDate, UnreadDate> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(UnreadDate::NoDate);
    }
    let found = match year {
        Some(year) if !YEARS.contains(&year) => return Err(UnreadDate::NoDate),
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => (today.year() - 1..=today.year() + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| Some(*date) >= today.checked_sub_days(BACK)),
    };
    found.ok_or(UnreadDate::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// A Saturday.
    fn today() -> NaiveDate {
        on(2026, 11, 21)
    }

    fn read(typed: &str) -> Result<NaiveDate, UnreadDate> {
        read_typed_date(typed, today())
    }

    #[test]
    fn a_date_is_read_however_it_is_typed() {
        for typed in [
            "2026-11-24",
            "2026/11/24",
            "2026.11.24",
            "20261124",
            "２０２６－１１－２４",
            "2026年11月24日",
            "2026 年 11 月 24 日",
            "26年11月24号",
            "11月24日",
            "11月24",
            "11月24日 星期二",
            "11月24日（周二）",
            "11-24",
            "11.24",
            "24/11",
            "24/11/2026",
            "24 Nov",
            "24 November 2026",
            "Nov 24, 2026",
            "November 24th",
            "the 24th of November",
            "Tue. 24 nov.",
            "Tuesday 24 November",
            "下周二",
            "下星期二",
            "周二",
            "tuesday",
        ] {
            assert_eq!(read(typed), Ok(on(2026, 11, 24)), "{typed}");
        }
    }

    #[test]
    fn near_days_have_names() {
        assert_eq!(read("今天"), Ok(today()));
        assert_eq!(read("明天"), Ok(on(2026, 11, 22)));
        assert_eq!(read("昨天"), Ok(on(2026, 11, 20)));
        assert_eq!(read("Tomorrow"), Ok(on(2026, 11, 22)));
        assert_eq!(read("星期六"), Ok(today()));
        assert_eq!(read("本周一"), Ok(on(2026, 11, 16)));
        assert_eq!(read("下周日"), Ok(on(2026, 11, 29)));
    }

    #[test]
    fn without_a_year_it_is_the_date_to_come_unless_it_is_just_over() {
        assert_eq!(read("1月5日"), Ok(on(2027, 1, 5)));
        assert_eq!(read("30 June"), Ok(on(2027, 6, 30)));
        assert_eq!(read("10月31日"), Ok(on(2026, 10, 31)));
        assert_eq!(read_typed_date("12月30日", on(2027, 1, 3)), Ok(on(2026, 12, 30)));
    }

    #[test]
    fn what_can_mean_two_days_is_not_guessed() {
        let both =
            |year: i32| Err(UnreadDate::TwoWays { month_first: on(year, 3, 12), day_first: on(2026, 12, 3) });
        assert_eq!(read("3/12"), both(2027));
        assert_eq!(read("3.12.2026"), both(2026));
        assert_eq!(read("2026-3-12"), Ok(on(2026, 3, 12)));
        assert_eq!(read("12/12"), Ok(on(2026, 12, 12)));
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read("11月31日"), Err(UnreadDate::NoSuchDay));
        assert_eq!(read("29 Feb"), Err(UnreadDate::NoSuchDay));
        assert_eq!(read("Monday 24 November"), Err(UnreadDate::OtherWeekday(on(2026, 11, 24))));
        for typed in [
            "",
            "-",
            "soon",
            "十一月",
            "24",
            "13月1日",
            "2026-13-01",
            "0/0",
            "11月",
            "99999999999",
            "🙂",
            "1 2 3",
        ] {
            assert_eq!(read(typed), Err(UnreadDate::NoDate), "{typed}");
        }
        assert_eq!(read("3026-01-01"), Err(UnreadDate::NoDate));
    }
}
