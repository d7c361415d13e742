//! Rules: which dates each names, and how it is stored.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use rrule::{Frequency, NWeekday, RRule, Tz};

use super::MOST_OCCASIONS;
use crate::domain::days::{self, DayFacts, weekdays};

/// Which dates recur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    Daily,
    /// Days on which school is on; needs terms.
    SchoolDays,
    /// Days on which people work, make-up days included.
    WorkingDays,
    Weekly {
        /// Every so many weeks, at least 1.
        every: u16,
        /// From Monday on, each once, at least one.
        weekdays: Vec<Weekday>,
    },
    /// A month without this day is skipped.
    MonthlyByDate {
        day: u8,
    },
    MonthlyByWeekday {
        nth: Nth,
        weekday: Weekday,
    },
    /// Once a lunar year; day 30 means the last of its month, leap months are not counted.
    LunarYearly {
        month: u8,
        day: u8,
    },
}

crate::text_enum! {
    /// Which one of a month's equal weekdays.
    pub enum Nth {
        First = "1",
        Second = "2",
        Third = "3",
        Fourth = "4",
        Last = "last",
    }
}

/// The longest pause between the weeks of a rule.
pub const MOST_WEEKS: u16 = 52;

impl Rule {
    /// False for what no calendar can follow: no weekday, month 13, every 0 weeks.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Daily | Self::SchoolDays | Self::WorkingDays | Self::MonthlyByWeekday { .. } => true,
            Self::Weekly { every, weekdays } => {
                let number = |day: &Weekday| day.num_days_from_monday();
                let rising = weekdays.iter().zip(weekdays.iter().skip(1)).all(|(a, b)| number(a) < number(b));
                (1..=MOST_WEEKS).contains(every) && !weekdays.is_empty() && rising
            }
            Self::MonthlyByDate { day } => (1..=31).contains(day),
            Self::LunarYearly { month, day } => (1..=12).contains(month) && (1..=30).contains(day),
        }
    }

    /// The dates it names from `first` to `last`, both included, in order; the first [`MOST_OCCASIONS`] of them.
    pub(super) fn dates(&self, first: NaiveDate, last: NaiveDate, facts: &DayFacts) -> Vec<NaiveDate> {
        if !self.is_sound() || last < first {
            return Vec::new();
        }
        let every = first.iter_days().take_while(|date| *date <= last);
        match self {
            Self::Daily => every.take(MOST_OCCASIONS).collect(),
            Self::SchoolDays => every.filter(|date| facts.is_school(*date)).take(MOST_OCCASIONS).collect(),
            Self::WorkingDays => every.filter(|date| facts.is_working(*date)).take(MOST_OCCASIONS).collect(),
            Self::Weekly { every, weekdays } => {
                let of_rule = weekdays.iter().map(|day| NWeekday::Every(*day)).collect();
                let rule = RRule::new(Frequency::Weekly).interval(*every).by_weekday(of_rule);
                let mut dates = expanded(rule.week_start(Weekday::Mon), first, last);
                dates.extend(stand_ins(facts, first, last, *every, weekdays));
                dates.sort();
                dates.dedup();
                dates
            }
            Self::MonthlyByDate { day } => {
                let day = i8::try_from(*day).unwrap_or(i8::MAX);
                expanded(RRule::new(Frequency::Monthly).by_month_day(vec![day]), first, last)
            }
            Self::MonthlyByWeekday { nth, weekday } => {
                let nth = NWeekday::Nth(nth.number(), *weekday);
                expanded(RRule::new(Frequency::Monthly).by_weekday(vec![nth]), first, last)
            }
            Self::LunarYearly { month, day } => {
                // A lunar year reaches into the next one of the common calendar.
                let years = first.year().saturating_sub(1)..=last.year();
                let dates = years.filter_map(|year| days::lunar_date(year, *month, *day));
                dates.filter(|date| (first..=last).contains(date)).take(MOST_OCCASIONS).collect()
            }
        }
    }

    /// As the database keeps it: `weekly 2 tue,thu`.
    pub fn stored(&self) -> String {
        match self {
            Self::Daily => "daily".to_owned(),
            Self::SchoolDays => "school_days".to_owned(),
            Self::WorkingDays => "working_days".to_owned(),
            Self::Weekly { every, weekdays } => {
                let days: Vec<&str> = weekdays.iter().map(|day| weekdays::word(*day)).collect();
                format!("weekly {every} {}", days.join(","))
            }
            Self::MonthlyByDate { day } => format!("monthly_date {day}"),
            Self::MonthlyByWeekday { nth, weekday } => {
                format!("monthly_weekday {} {}", nth.word(), weekdays::word(*weekday))
            }
            Self::LunarYearly { month, day } => format!("lunar {month} {day}"),
        }
    }

    /// What [`Rule::stored`] wrote; `None` for anything else.
    pub fn from_stored(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let rule = match words.as_slice() {
            ["daily"] => Self::Daily,
            ["school_days"] => Self::SchoolDays,
            ["working_days"] => Self::WorkingDays,
            ["weekly", every, weekdays] => {
                let weekdays = weekdays.split(',').map(weekdays::of_word).collect::<Option<_>>()?;
                Self::Weekly { every: every.parse().ok()?, weekdays }
            }
            ["monthly_date", day] => Self::MonthlyByDate { day: day.parse().ok()? },
            ["monthly_weekday", nth, weekday] => {
                Self::MonthlyByWeekday { nth: Nth::from_word(nth)?, weekday: weekdays::of_word(weekday)? }
            }
            ["lunar", month, day] => Self::LunarYearly { month: month.parse().ok()?, day: day.parse().ok()? },
            _ => return None,
        };
        rule.is_sound().then_some(rule)
    }
}

impl Nth {
    /// As RFC 5545 §3.3.10 counts: the last is -1.
    fn number(self) -> i16 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }
}

/// The dates of a rule of RFC 5545.
fn expanded(rule: RRule<rrule::Unvalidated>, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    // No hour of a date matters, so none is skipped or doubled.
    let at = |date: NaiveDate| Tz::UTC.from_utc_datetime(&date.and_time(NaiveTime::MIN));
    let Ok(set) = rule.until(at(last)).build(at(first)) else { return Vec::new() };
    set.into_iter().map(|at| at.date_naive()).take(MOST_OCCASIONS).collect()
}

/// Make-up days that follow a weekday of the rule, in weeks of the rule.
fn stand_ins(
    facts: &DayFacts,
    first: NaiveDate,
    last: NaiveDate,
    every: u16,
    weekdays: &[Weekday],
) -> Vec<NaiveDate> {
    let in_week = |date: NaiveDate| {
        let weeks = (monday(date) - monday(first)).num_days() / 7;
        weeks % i64::from(every) == 0
    };
    let named = facts.following().filter(|(_, followed)| weekdays.contains(followed));
    let dates = named.map(|(date, _)| date);
    dates.filter(|date| (first..=last).contains(date) && in_week(*date)).collect()
}

fn monday(date: NaiveDate) -> NaiveDate {
    let since = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(since)).unwrap_or(date)
}
