//! Rules in words.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{DayNote, End, Holidays, Nth, Recurrence, Rule};
use crate::base::lang::{Lang, dates, words};
use crate::base::time::monday_of;
use crate::domain::days;

impl Rule {
    /// 每周二、四 / every Tuesday and Thursday.
    pub fn words(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Daily, _) => lang.pick("每天", "every day").to_owned(),
            (Self::SchoolDays, _) => lang.pick("每个上学日", "every school day").to_owned(),
            (Self::WorkingDays, _) => lang.pick("每个工作日", "every working day").to_owned(),
            (Self::Weekly { every, weekdays }, Lang::Zh) => {
                let every = match every {
                    1 => "每".to_owned(),
                    2 => "每两周的".to_owned(),
                    more => format!("每{more}周的"),
                };
                format!("{every}{}", short_days(weekdays))
            }
            (Self::Weekly { every, weekdays }, Lang::En) => {
                let days: Vec<&str> = weekdays.iter().map(|day| dates::weekday(lang, *day)).collect();
                let days = words::list(lang, &days);
                if *every == 1 { format!("every {days}") } else { format!("every {every} weeks on {days}") }
            }
            (Self::MonthlyByDate { day }, Lang::Zh) if *day > 28 => {
                format!("每月{day}日（没有{day}日的月份跳过）")
            }
            (Self::MonthlyByDate { day }, Lang::Zh) => format!("每月{day}日"),
            (Self::MonthlyByDate { day }, Lang::En) if *day > 28 => {
                format!("on the {} of every month that has one", ordinal(*day))
            }
            (Self::MonthlyByDate { day }, Lang::En) => format!("on the {} of every month", ordinal(*day)),
            (Self::MonthlyByWeekday { nth, weekday }, Lang::Zh) => {
                format!("每月{}{}", nth.name(lang), dates::weekday_short(lang, *weekday))
            }
            (Self::MonthlyByWeekday { nth, weekday }, Lang::En) => {
                format!("on the {} {} of every month", nth.name(lang), dates::weekday(lang, *weekday))
            }
            (Self::LunarYearly { month, day }, _) => {
                let date = days::lunar_words(lang, *month, *day);
                lang.pick(format!("每年农历{date}"), format!("every year on {date}"))
            }
        }
    }
}

impl Nth {
    /// 第二个 / second.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::First => lang.pick("第一个", "first"),
            Self::Second => lang.pick("第二个", "second"),
            Self::Third => lang.pick("第三个", "third"),
            Self::Fourth => lang.pick("第四个", "fourth"),
            Self::Last => lang.pick("最后一个", "last"),
        }
    }
}

impl Holidays {
    /// 公共假日停 / not on public holidays.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Skip => lang.pick("法定节假日不来", "not on public holidays"),
            Self::Keep => lang.pick("法定节假日照常", "on public holidays too"),
        }
    }
}

impl Recurrence {
    /// The first date that the rule may name: where its weekdays are known, the first of them from its start on.
    fn first(&self) -> NaiveDate {
        let Rule::Weekly { every, weekdays } = &self.rule else { return self.starts_on };
        let next_week = monday_of(self.starts_on) + Days::new(7 * u64::from(*every));
        let first_week =
            self.starts_on.iter_days().take_while(|day| monday_of(*day) == monday_of(self.starts_on));
        let mut days = first_week.chain(next_week.iter_days().take(7));
        days.find(|day| weekdays.contains(&day.weekday())).unwrap_or(self.starts_on)
    }

    /// 每周二、四，自2026年12月1日起，到2027年6月30日为止，法定节假日不来.
    pub fn words(&self, lang: Lang, today: NaiveDate) -> String {
        let date = |date| dates::date_short(lang, date, today);
        let (rule, first, holidays) = (self.rule.words(lang), date(self.first()), self.holidays.words(lang));
        let end = match self.end {
            End::Until(last) => {
                let last = date(last);
                lang.pick(format!("到{last}为止"), format!("until {last}"))
            }
            End::Count(count) => lang.pick(format!("共{count}次"), times(count)),
        };
        lang.pick(
            format!("{rule}，自{first}起，{end}，{holidays}"),
            format!("{rule}, from {first}, {end}, {holidays}"),
        )
    }
}

impl DayNote {
    /// What a person reads beside the date. `skipped` says that the date does not take place.
    pub fn words(&self, lang: Lang, skipped: bool) -> String {
        match self {
            Self::Holiday(day) => {
                let name = day.name_in(lang);
                if skipped {
                    lang.pick(format!("{name}放假，跳过"), format!("{name}: public holiday, skipped"))
                } else {
                    lang.pick(format!("{name}放假，照常"), format!("{name}: public holiday, kept"))
                }
            }
            Self::StandsFor(weekday) => {
                let day = dates::weekday(lang, *weekday);
                lang.pick(format!("补班，按{day}"), format!("make-up day, as a {day}"))
            }
            Self::Follows(weekday) => {
                let day = dates::weekday(lang, *weekday);
                lang.pick(format!("补班，按{day}，跳过"), format!("make-up day, as a {day}: skipped"))
            }
        }
    }
}

/// 周二、四
fn short_days(weekdays: &[Weekday]) -> String {
    let names: Vec<&str> =
        weekdays.iter().map(|day| dates::weekday_short(Lang::Zh, *day).trim_start_matches('周')).collect();
    format!("周{}", names.join("、"))
}

fn times(count: u16) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

/// 1st, 2nd, 3rd, 4th, 11th, 21st.
fn ordinal(number: u8) -> String {
    let end = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}
