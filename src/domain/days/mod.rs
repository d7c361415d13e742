//! What a date is besides a date (day kind): a public holiday (休), a make-up workday (补班), a school day, a lunar
//! date with its festival.
//!
//! Public holidays and make-up days are published by the State Council, a year at a time. The years known when
//! the program was built come with it; a centre's own rows say otherwise or say more, so that a later year needs
//! no new program. Of a year without either, the days that the law itself fixes are holidays all the same
//! ([`certain`]). Which weekday a make-up day follows, and when school is on, only staff know.

mod certain;
pub mod editing;
pub mod importing;
mod lunar;
mod published;
pub mod sheet;
pub mod store;
pub mod weekdays;
pub mod words;
mod writing;

pub use lunar::{Festival, festival, label, lunar_date, lunar_words, short_label};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use crate::base::lang::Lang;
use crate::domain::centres::either;

crate::id! {
    /// A school term or a school holiday.
    TermId;
}

crate::text_enum! {
    /// What the calendar of public holidays says of a date.
    pub enum LegalKind {
        /// 休: a public holiday, weekends within it included.
        Holiday = "holiday",
        /// 班: a day of the weekend on which people work (补班).
        Workday = "workday",
        /// A day like any other, where the data that came with the program says otherwise.
        Ordinary = "ordinary",
    }
}

crate::text_enum! {
    /// What a range of school dates is.
    pub enum TermKind {
        Term = "term",
        /// 寒假, 暑假, or days off within a term.
        Holiday = "holiday",
    }
}

/// What the calendar of public holidays says of one date. An English name may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalDay {
    pub kind: LegalKind,
    /// The holiday, or the one that a make-up day makes up for: 国庆节.
    pub name: String,
    pub name_en: String,
}

impl LegalDay {
    /// Without an English name, that of a well-known holiday.
    pub fn named(kind: LegalKind, name: &str, name_en: &str) -> Self {
        let name_en = if name_en.is_empty() { published::english(name) } else { name_en };
        Self { kind, name: name.to_owned(), name_en: name_en.to_owned() }
    }

    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }
}

/// A school term or holiday, both dates included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub id: TermId,
    pub kind: TermKind,
    pub name: String,
    pub name_en: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Term {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.starts_on..=self.ends_on).contains(&date)
    }
}

/// The four kinds of date as people who work see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// 休: a public holiday.
    Holiday,
    /// 班: a day of the weekend on which people work.
    MakeUp,
    /// 工作日
    Working,
    /// 休息日: an ordinary Saturday or Sunday.
    Rest,
}

/// A holiday from its first day to its last, or one make-up day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub day: LegalDay,
}

impl Stretch {
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }
}

/// What is known of the dates from one to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayFacts {
    /// Holidays and make-up days; what a centre calls ordinary is not among them.
    legal: BTreeMap<NaiveDate, LegalDay>,
    followed: BTreeMap<NaiveDate, Weekday>,
    terms: Vec<Term>,
    /// Years whose holidays are known.
    years: BTreeSet<i32>,
}

impl DayFacts {
    /// What came with the program; of years that are not in it, what is certain.
    pub fn published(from: NaiveDate, to: NaiveDate) -> Self {
        let mut facts = Self::default();
        for year in from.year()..=to.year() {
            let mut days = published::year(year);
            if days.is_empty() {
                days = certain::year(year);
            } else {
                facts.years.insert(year);
            }
            facts.legal.extend(days.into_iter().filter(|(date, _)| (from..=to).contains(date)));
        }
        facts
    }

    /// Somebody has entered the holidays of a year: what they enter takes the place of what is certain.
    pub fn set_known(&mut self, year: i32) {
        if self.years.insert(year) {
            self.legal.retain(|date, _| date.year() != year);
        }
    }

    /// Says something of a date, in place of what was said before.
    pub fn set_legal(&mut self, date: NaiveDate, day: LegalDay) {
        if day.kind == LegalKind::Ordinary {
            self.legal.remove(&date);
        } else {
            self.legal.insert(date, day);
        }
    }

    /// Says which weekday a make-up day follows.
    pub fn set_followed(&mut self, date: NaiveDate, weekday: Weekday) {
        self.followed.insert(date, weekday);
    }

    pub fn add_term(&mut self, term: Term) {
        self.terms.push(term);
    }

    /// The public holiday or make-up day on a date.
    pub fn legal(&self, date: NaiveDate) -> Option<&LegalDay> {
        self.legal.get(&date)
    }

    /// All public holidays and make-up days, by date.
    pub fn legal_days(&self) -> impl Iterator<Item = (NaiveDate, &LegalDay)> {
        self.legal.iter().map(|(date, day)| (*date, day))
    }

    /// The same as stretches: a holiday of several days is one, every make-up day is its own.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (date, day) in self.legal_days() {
            match stretches.last_mut() {
                Some(last)
                    if day.kind == LegalKind::Holiday
                        && last.day == *day
                        && last.last.succ_opt() == Some(date) =>
                {
                    last.last = date;
                }
                _ => stretches.push(Stretch { first: date, last: date, day: day.clone() }),
            }
        }
        stretches
    }

    pub fn kind(&self, date: NaiveDate) -> DayKind {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        match self.legal(date).map(|day| day.kind) {
            Some(LegalKind::Holiday) => DayKind::Holiday,
            Some(LegalKind::Workday) => DayKind::MakeUp,
            _ if weekend => DayKind::Rest,
            _ => DayKind::Working,
        }
    }

    /// The holiday on a date.
    pub fn holiday(&self, date: NaiveDate) -> Option<&LegalDay> {
        self.legal(date).filter(|day| day.kind == LegalKind::Holiday)
    }

    /// The weekday that a make-up day follows, where staff said so.
    pub fn follows(&self, date: NaiveDate) -> Option<Weekday> {
        let makes_up = self.kind(date) == DayKind::MakeUp;
        self.followed.get(&date).copied().filter(|_| makes_up)
    }

    /// Make-up days and the weekday each follows, by date.
    pub fn following(&self) -> impl Iterator<Item = (NaiveDate, Weekday)> {
        self.followed.keys().filter_map(|date| Some((*date, self.follows(*date)?)))
    }

    /// People work: Monday to Friday but for holidays, and make-up days.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        matches!(self.kind(date), DayKind::Working | DayKind::MakeUp)
    }

    /// School is on: a working day within a term and within no school holiday.
    pub fn is_school(&self, date: NaiveDate) -> bool {
        let within = |kind| self.terms.iter().any(|term| term.kind == kind && term.contains(date));
        self.is_working(date) && within(TermKind::Term) && !within(TermKind::Holiday)
    }

    /// School terms and holidays, by their first date.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Of the years from one date to another, those whose holidays nobody has entered.
    pub fn unknown_years(&self, from: NaiveDate, to: NaiveDate) -> Vec<i32> {
        (from.year()..=to.year()).filter(|year| !self.years.contains(year)).collect()
    }
}

/// A year has at least so many holidays and make-up days: a date entered by hand does not make it known.
const A_YEARS_DAYS: usize = 11;

/// The year whose holidays somebody should enter: this one, or from November on the next.
pub fn year_to_enter(today: NaiveDate) -> [Option<i32>; 2] {
    let next = (today.month() >= 11).then_some(today.year() + 1);
    [Some(today.year()), next]
}
