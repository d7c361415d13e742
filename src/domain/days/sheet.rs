//! A year of public holidays and make-up days as people hand it over: lines of a table, or the State Council's
//! notice pasted as it stands.
//!
//! Lines: `2027-01-01, 休, 元旦` · `2027-01-01至2027-01-03，放假，元旦` · `2027-01-04, 补班, 元旦, 周五, New Year`; a
//! date without a year lies in the year chosen. Of a notice (`一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月4日
//! （周一）上班。`) the sentences that say 放假 or 上班 are read and the rest is passed over.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{A_YEARS_DAYS, LegalDay, LegalKind, published, weekdays};

/// The longest holiday that is believed.
const LONGEST_DAYS: i64 = 16;

/// One date read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub date: NaiveDate,
    pub day: LegalDay,
    /// The weekday a make-up day follows, where it was given.
    pub follows: Option<Weekday>,
}

/// A year read without complaint: in order, no date twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearSheet {
    pub year: i32,
    pub entries: Vec<Entry>,
}

impl YearSheet {
    /// With these days entered the year counts as known.
    pub fn is_a_year(&self) -> bool {
        let of_the_year = self.entries.iter().filter(|entry| entry.date.year() == self.year).count();
        of_the_year >= A_YEARS_DAYS || !published::year(self.year).is_empty()
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// From 1; 0 where it is about the whole.
    pub line: usize,
    /// The line as typed.
    pub text: String,
    pub what: Trouble,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing was handed over.
    Nothing,
    NoDate,
    /// Neither 休 nor 班.
    NoKind,
    NoName,
    NoWeekday,
    /// Only a make-up day follows a weekday.
    FollowsNothing,
    /// A make-up day from Monday to Friday, which is a working day anyhow.
    NoWeekend(NaiveDate),
    Backwards,
    TooLong,
    Twice(NaiveDate),
    /// Another year than the one chosen; the days before its New Year may belong to it.
    OtherYear(NaiveDate),
}

/// Reads what was handed over for a year.
pub fn read(text: &str, year: i32) -> Result<YearSheet, Vec<Wrong>> {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let is_notice = |line: &str| fields(line).len() < 3 && says_days(line);
    let notice = lines.iter().any(|(_, line)| is_notice(line));
    let (mut entries, mut wrong): (Vec<(usize, Entry)>, Vec<Wrong>) = (Vec::new(), Vec::new());
    for (at, line) in lines {
        let found = match notice {
            true if !is_notice(line) => continue,
            true => read_notice(line, year),
            // A heading: date, kind, name.
            false if entries.is_empty() && wrong.is_empty() && !line.contains(|c: char| c.is_numeric()) => {
                continue;
            }
            false => read_line(line, year),
        };
        match found {
            Ok(found) => entries.extend(found.into_iter().map(|entry| (at, entry))),
            Err(what) => wrong.push(Wrong { line: at, text: line.to_owned(), what }),
        }
    }
    let dates: Vec<Entry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
    let line_of = |place: usize| entries.get(place).map_or(0, |(at, _)| *at);
    wrong.extend(check(&dates, year).into_iter().map(|(place, what)| {
        let line = line_of(place);
        Wrong {
            line,
            text: text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().to_owned(),
            what,
        }
    }));
    if entries.is_empty() && wrong.is_empty() {
        wrong.push(Wrong { line: 0, text: String::new(), what: Trouble::Nothing });
    }
    if !wrong.is_empty() {
        wrong.sort_by_key(|one| one.line);
        return Err(wrong);
    }
    Ok(sorted(dates, year))
}

/// A year of dates that came one by one, or what is wrong with which.
pub fn of_entries(entries: Vec<Entry>, year: i32) -> Result<YearSheet, Vec<(usize, Trouble)>> {
    let wrong = check(&entries, year);
    if wrong.is_empty() { Ok(sorted(entries, year)) } else { Err(wrong) }
}

fn sorted(mut entries: Vec<Entry>, year: i32) -> YearSheet {
    entries.sort_by_key(|entry| entry.date);
    YearSheet { year, entries }
}

/// What is wrong with dates that were read, by their place.
fn check(entries: &[Entry], year: i32) -> Vec<(usize, Trouble)> {
    let mut wrong = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let date = entry.date;
        let before_new_year = date.year() == year - 1 && date.month() == 12;
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if date.year() != year && !before_new_year {
            wrong.push((place, Trouble::OtherYear(date)));
        } else if entries.iter().take(place).any(|earlier| earlier.date == date) {
            wrong.push((place, Trouble::Twice(date)));
        } else if entry.day.kind == LegalKind::Workday && !weekend {
            wrong.push((place, Trouble::NoWeekend(date)));
        } else if entry.day.kind != LegalKind::Workday && entry.follows.is_some() {
            wrong.push((place, Trouble::FollowsNothing));
        }
    }
    wrong
}

fn read_line(line: &str, year: i32) -> Result<Vec<Entry>, Trouble> {
    let fields = fields(line);
    let mut fields = fields.iter().map(String::as_str);
    let dates = range(fields.next().unwrap_or_default(), year)?;
    let kind = kind(fields.next().unwrap_or_default()).ok_or(Trouble::NoKind)?;
    let name = fields.next().filter(|name| !name.is_empty()).ok_or(Trouble::NoName)?;
    let follows = match fields.next().unwrap_or_default() {
        "" => None,
        _ if kind == LegalKind::Holiday => return Err(Trouble::FollowsNothing),
        text => Some(weekdays::read(text).ok_or(Trouble::NoWeekday)?),
    };
    let name_en = fields.next().unwrap_or_default();
    Ok(dates
        .into_iter()
        .map(|date| Entry { date, day: LegalDay::named(kind, name, name_en), follows })
        .collect())
}

/// `一、元旦：…放假…。…上班。`
fn read_notice(line: &str, year: i32) -> Result<Vec<Entry>, Trouble> {
    let line = without_brackets(line);
    let (name, rest) = line.split_once(['：', ':']).ok_or(Trouble::NoName)?;
    let name = name.rsplit(['、', '.', ' ']).next().unwrap_or(name).trim();
    if name.is_empty() {
        return Err(Trouble::NoName);
    }
    let mut entries = Vec::new();
    for sentence in rest.split(['。', '；', ';']) {
        let kind = match (sentence.contains("上班"), sentence.contains("放假")) {
            (true, _) => LegalKind::Workday,
            (false, true) => LegalKind::Holiday,
            (false, false) => continue,
        };
        let said = sentence.split("放假").next().unwrap_or(sentence);
        let mut month = None;
        for part in said.split(['、', '，', ',', '和']) {
            if !part.contains('日') {
                continue;
            }
            let part = match (part.contains('月'), month) {
                (false, Some(month)) => format!("{month}月{part}"),
                _ => part.to_owned(),
            };
            let dates = range(&part, year)?;
            month = dates.last().map(|date| date.month());
            entries.extend(dates.into_iter().map(|date| Entry {
                date,
                day: LegalDay::named(kind, name, ""),
                follows: None,
            }));
        }
    }
    if entries.is_empty() { Err(Trouble::NoDate) } else { Ok(entries) }
}

/// 月 and 日 beside 放假 or 上班.
fn says_days(line: &str) -> bool {
    let dated = line.split_once('月').is_some_and(|(before, after)| {
        before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())
    });
    dated && (line.contains("放假") || line.contains("上班"))
}

/// What stands between commas (of both kinds), tabs or semicolons, without quotation marks.
fn fields(line: &str) -> Vec<String> {
    let plain = |field: &str| field.trim().trim_matches('"').trim().to_owned();
    line.split([',', '，', '\t', ';', '；']).map(plain).collect()
}

fn kind(word: &str) -> Option<LegalKind> {
    match word.to_lowercase().as_str() {
        "休" | "放假" | "假" | "节假日" | "holiday" | "off" => Some(LegalKind::Holiday),
        "班" | "补班" | "上班" | "调休上班" | "workday" | "work" => Some(LegalKind::Workday),
        _ => None,
    }
}

/// One date, or all from one to another.
fn range(text: &str, year: i32) -> Result<Vec<NaiveDate>, Trouble> {
    let mut ends = text.split(['至', '到', '~', '～', '–', '—']);
    let first = ends.next().and_then(|text| date(&numbers(text), year, None)).ok_or(Trouble::NoDate)?;
    let last = match ends.next() {
        None => first,
        Some(text) => date(&numbers(text), first.year(), Some(first.month())).ok_or(Trouble::NoDate)?,
    };
    // 12月30日至1月1日 runs into the next year.
    let last = match last < first && text.matches("年").count() < 2 && last.month() < first.month() {
        true => last.with_year(last.year() + 1).ok_or(Trouble::NoDate)?,
        false => last,
    };
    if last < first {
        return Err(Trouble::Backwards);
    }
    if (last - first).num_days() >= LONGEST_DAYS {
        return Err(Trouble::TooLong);
    }
    Ok(first.iter_days().take_while(|date| *date <= last).collect())
}

/// Year, month and day, or what is left of them when the rest is known.
fn date(numbers: &[u32], year: i32, month: Option<u32>) -> Option<NaiveDate> {
    match (numbers, month) {
        ([whole], _) if *whole > 9_999_999 => {
            let (year, rest) = (whole / 10_000, whole % 10_000);
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, rest / 100, rest % 100)
        }
        ([year, month, day], _) => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        ([month, day], _) => NaiveDate::from_ymd_opt(year, *month, *day),
        ([day], Some(month)) => NaiveDate::from_ymd_opt(year, month, *day),
        _ => None,
    }
}

/// All numbers of a text; full-width digits too.
fn numbers(text: &str) -> Vec<u32> {
    let narrow: String = without_brackets(text)
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect();
    let parts = narrow.split(|c: char| !c.is_ascii_digit());
    parts.filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect()
}

/// （周五） says nothing new.
fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = (depth - 1).max(0),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::published;
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(text: &str, year: i32) -> Vec<String> {
        let entries = read(text, year).unwrap().entries;
        let follows = |entry: &Entry| entry.follows.map(|day| format!(" {day}")).unwrap_or_default();
        entries
            .iter()
            .map(|entry| {
                let LegalDay { kind, name, name_en } = &entry.day;
                format!("{} {} {name} {name_en}{}", entry.date, kind.word(), follows(entry))
            })
            .collect()
    }

    fn troubles(text: &str) -> Vec<(usize, Trouble)> {
        read(text, 2027).unwrap_err().into_iter().map(|wrong| (wrong.line, wrong.what)).collect()
    }

    #[test]
    fn lines_of_a_table_are_read_as_people_type_them() {
        let expected = [
            "2027-01-01 holiday 元旦 New Year",
            "2027-01-02 holiday 元旦 New Year",
            "2027-01-10 workday 元旦 New Year Fri",
        ];
        for text in [
            "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n2027-01-10,workday,元旦,Fri\n",
            "2027年1月1日至2日，放假，元旦\n\n1月10日（周日），补班，元旦，星期五",
            "20270110;班;元旦;五;New Year\n2027/1/1\t休\t元旦\n２０２７－０１－０２,\"休\",\"元旦\"",
        ] {
            assert_eq!(told(text, 2027), expected, "{text}");
        }
    }

    #[test]
    fn the_notice_is_read_as_it_stands() {
        let text = "国务院办公厅关于2026年\n部分节假日安排的通知\n国办发明电〔2025〕7号\n各省、自治区、直辖市人民政府：\n\
            经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。\n\
            一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
            二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
            三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
            四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。\n\
            五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n\
            六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n\
            七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n\
            节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。\n国务院办公厅\n2025年11月4日\n";
        let read = read(text, 2026).unwrap();
        let read: Vec<_> = read.entries.into_iter().map(|entry| (entry.date, entry.day)).collect();
        assert_eq!(read, published::year(2026));
    }

    #[test]
    fn days_before_new_year_belong_to_it() {
        let text = "元旦：2026年12月31日至1月2日放假，共3天。2026年12月26日上班。";
        assert_eq!(told(text, 2027).len(), 4);
    }

    #[test]
    fn every_line_that_cannot_be_taken_is_named_with_what_is_wrong() {
        let text = "2027-01-01,休,元旦\n2027-02-30,休,春节\n2027-02-06,假期,春节\n2027-02-07,休\n\
            2027-02-13,班,春节,某天\n2027-02-08,休,春节,周五\n2027-05-04,班,劳动节\n2027-01-01,休,元旦\n\
            2028-01-01,休,元旦\n2027-10-07至2027-10-01,休,国庆节\n2027-07-01至2027-08-31,休,暑假\n随便写";
        assert_eq!(
            troubles(text),
            [
                (2, Trouble::NoDate),
                (3, Trouble::NoKind),
                (4, Trouble::NoName),
                (5, Trouble::NoWeekday),
                (6, Trouble::FollowsNothing),
                (7, Trouble::NoWeekend(on("2027-05-04"))),
                (8, Trouble::Twice(on("2027-01-01"))),
                (9, Trouble::OtherYear(on("2028-01-01"))),
                (10, Trouble::Backwards),
                (11, Trouble::TooLong),
                (12, Trouble::NoDate),
            ]
        );
        assert_eq!(troubles(" \n"), [(0, Trouble::Nothing)]);
        assert_eq!(troubles("日期,类别,名称\n"), [(0, Trouble::Nothing)]);
    }
}
