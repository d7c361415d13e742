//! Which dates a rule names, against a model that asks every day by itself whether the rule's words fit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod almanac;
mod lunar;

use std::collections::HashMap;
use std::sync::LazyLock;

use almanac::almanac;
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use linli::base::lang::Lang;
use linli::domain::bookings::series::recurrence::{
    End, Holidays, MOST_OCCASIONS, Nth, Occasion, Recurrence, Rule,
};
use linli::domain::days::{DayFacts, LegalDay, LegalKind, Term, TermId, TermKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// What is known of the dates, as plain lists.
#[derive(Debug, Clone)]
struct Known {
    legal: HashMap<NaiveDate, LegalKind>,
    followed: HashMap<NaiveDate, Weekday>,
    terms: Vec<(TermKind, NaiveDate, NaiveDate)>,
}

impl Known {
    fn facts(&self) -> DayFacts {
        let mut facts = DayFacts::default();
        for (date, kind) in &self.legal {
            let day = LegalDay { kind: *kind, name: "节".into(), name_en: "Feast".into() };
            facts.set_legal(*date, day);
        }
        for (date, weekday) in &self.followed {
            facts.set_followed(*date, *weekday);
        }
        for (number, (kind, starts_on, ends_on)) in self.terms.iter().copied().enumerate() {
            let (id, name, name_en) = (TermId(number as i64), String::new(), String::new());
            facts.add_term(Term { id, kind, name, name_en, starts_on, ends_on });
        }
        facts
    }

    fn is(&self, date: NaiveDate, kind: LegalKind) -> bool {
        self.legal.get(&date) == Some(&kind)
    }

    fn people_work(&self, date: NaiveDate) -> bool {
        let weekend = date.weekday() == Weekday::Sat || date.weekday() == Weekday::Sun;
        self.is(date, LegalKind::Workday) || (!weekend && !self.is(date, LegalKind::Holiday))
    }

    fn within(&self, date: NaiveDate, kind: TermKind) -> bool {
        self.terms.iter().any(|(of, first, last)| *of == kind && *first <= date && date <= *last)
    }

    /// The weekday that a make-up day has for those whose weeks are counted in weekdays.
    fn lived(&self, date: NaiveDate) -> Weekday {
        let made_up = self.followed.get(&date).filter(|_| self.is(date, LegalKind::Workday));
        made_up.copied().unwrap_or(date.weekday())
    }
}

/// Month, whether it is a leap one, day, and days of the month.
static LUNAR: LazyLock<HashMap<NaiveDate, (u8, bool, i64, i64)>> = LazyLock::new(|| {
    let mut days = HashMap::new();
    for month in almanac() {
        for day in 0..month.days {
            let date = month.first + Duration::days(day);
            days.insert(date, (month.number, month.leap, day + 1, month.days));
        }
    }
    days
});

/// The same, a day at a time, from the words of the rule: the date and whether it is skipped.
fn model(recurrence: &Recurrence, known: &Known, last: NaiveDate) -> Vec<(NaiveDate, bool)> {
    let mut found = Vec::new();
    let (mut date, mut week, mut held) = (recurrence.starts_on, 0, 0);
    loop {
        let over = match recurrence.end {
            End::Until(until) => date > until,
            End::Count(count) => held == count,
        };
        if over || date > last || found.len() == MOST_OCCASIONS {
            return found;
        }
        let lived = known.lived(date);
        let (named, moved_away) = match &recurrence.rule {
            Rule::Daily => (true, false),
            Rule::WorkingDays => (known.people_work(date), false),
            Rule::SchoolDays => {
                let on = known.within(date, TermKind::Term) && !known.within(date, TermKind::Holiday);
                (on && known.people_work(date), false)
            }
            Rule::Weekly { every, weekdays } => {
                let turn = week % *every == 0;
                let (own, lived) = (weekdays.contains(&date.weekday()), weekdays.contains(&lived));
                (turn && (own || lived), !lived)
            }
            Rule::MonthlyByDate { day } => (date.day() == u32::from(*day), false),
            Rule::MonthlyByWeekday { nth, weekday } => {
                let place = (date.day() - 1) / 7;
                let fits = match nth {
                    Nth::First => place == 0,
                    Nth::Second => place == 1,
                    Nth::Third => place == 2,
                    Nth::Fourth => place == 3,
                    Nth::Last => (date + Duration::days(7)).month() != date.month(),
                };
                (fits && date.weekday() == *weekday, false)
            }
            Rule::LunarYearly { month, day } => {
                let (of_month, leap, of_day, days) = LUNAR[&date];
                let fits = of_day == i64::from(*day) || (*day == 30 && of_day == days);
                (!leap && of_month == *month && fits, false)
            }
        };
        if named {
            let holiday = known.is(date, LegalKind::Holiday);
            let skipped = moved_away || (holiday && recurrence.holidays == Holidays::Skip);
            held += u16::from(!skipped);
            found.push((date, skipped));
        }
        date += Duration::days(1);
        if date.weekday() == Weekday::Mon {
            week += 1;
        }
    }
}

fn date(days: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Duration::days(days)
}

fn any_weekday() -> impl Strategy<Value = Weekday> {
    (0..7usize).prop_map(|at| WEEK[at])
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let weekdays = subsequence(WEEK.to_vec(), 1..=7);
    prop_oneof![
        1 => Just(Rule::Daily),
        2 => Just(Rule::SchoolDays),
        2 => Just(Rule::WorkingDays),
        6 => (1..=6u16, weekdays).prop_map(|(every, weekdays)| Rule::Weekly { every, weekdays }),
        3 => (1..=31u8).prop_map(|day| Rule::MonthlyByDate { day }),
        3 => ((0..5usize), any_weekday())
            .prop_map(|(nth, weekday)| Rule::MonthlyByWeekday { nth: Nth::ALL[nth], weekday }),
        3 => (1..=12u8, 1..=30u8).prop_map(|(month, day)| Rule::LunarYearly { month, day }),
    ]
}

fn any_recurrence() -> impl Strategy<Value = Recurrence> {
    let end = prop_oneof![
        (-20..1500i64).prop_map(|days| End::Until(date(days))),
        (0..60u16).prop_map(End::Count),
        Just(End::Count(1000)),
    ];
    let holidays = prop_oneof![Just(Holidays::Skip), Just(Holidays::Keep)];
    (any_rule(), 0..1000i64, end, holidays).prop_map(|(rule, start, end, holidays)| Recurrence {
        rule,
        starts_on: date(start),
        end,
        holidays,
    })
}

fn any_known() -> impl Strategy<Value = Known> {
    let days = 0..2500i64;
    let holidays = vec(days.clone(), 0..120);
    let made_up = vec((days.clone(), proptest::option::of(any_weekday())), 0..60);
    let terms = vec((any::<bool>(), days, 1..200i64), 0..12);
    (holidays, made_up, terms).prop_map(|(holidays, made_up, terms)| {
        let mut known = Known { legal: HashMap::new(), followed: HashMap::new(), terms: Vec::new() };
        for day in holidays {
            known.legal.insert(date(day), LegalKind::Holiday);
        }
        for (day, followed) in made_up {
            known.legal.entry(date(day)).or_insert(LegalKind::Workday);
            known.followed.extend(followed.map(|weekday| (date(day), weekday)));
        }
        let kind = |is_term| if is_term { TermKind::Term } else { TermKind::Holiday };
        known.terms = terms
            .into_iter()
            .map(|(is_term, from, days)| (kind(is_term), date(from), date(from + days)))
            .collect();
        known
    })
}

fn said(occasions: Vec<Occasion>) -> Vec<(NaiveDate, bool)> {
    occasions.into_iter().map(|one| (one.date, one.skipped)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6000) })]

    #[test]
    fn a_rule_names_exactly_the_days_that_its_words_fit(
        recurrence in any_recurrence(),
        known in any_known(),
        last in -10..2400i64,
    ) {
        let found = said(recurrence.occasions(&known.facts(), date(last)));
        prop_assert_eq!(found, model(&recurrence, &known, date(last)));
    }

    #[test]
    fn what_is_stored_is_read_again_and_has_words(rule in any_rule()) {
        prop_assert_eq!(Rule::from_stored(&rule.stored()), Some(rule.clone()));
        for lang in [Lang::Zh, Lang::En] {
            prop_assert!(!rule.words(lang).is_empty());
        }
    }
}

#[test]
fn what_was_never_stored_is_no_rule() {
    for text in [
        "",
        "weekly 1 ",
        "weekly 0 mon",
        "weekly 1 tue,mon",
        "weekly 1 mon,mon",
        "weekly 1 mon extra",
        "weekly 99 mon",
        "monthly_date 0",
        "monthly_date 32",
        "monthly_weekday 5 mon",
        "lunar 13 1",
        "lunar 1 31",
        "lunar 1",
        "hourly",
    ] {
        assert_eq!(Rule::from_stored(text), None, "{text}");
    }
}

#[test]
fn a_rule_that_no_calendar_can_follow_names_nothing() {
    for rule in [
        Rule::Weekly { every: 0, weekdays: vec![Weekday::Mon] },
        Rule::Weekly { every: 1, weekdays: vec![] },
        Rule::MonthlyByDate { day: 0 },
        Rule::LunarYearly { month: 13, day: 1 },
    ] {
        let end = End::Count(5);
        let recurrence = Recurrence { rule, starts_on: date(0), end, holidays: Holidays::Keep };
        assert!(recurrence.occasions(&DayFacts::default(), date(3000)).is_empty());
    }
}

#[test]
fn rules_are_said_as_people_say_them() {
    let weekly = |every, weekdays: &[Weekday]| Rule::Weekly { every, weekdays: weekdays.to_vec() };
    for (rule, zh, en) in [
        (Rule::Daily, "每天", "every day"),
        (Rule::SchoolDays, "每个上学日", "every school day"),
        (Rule::WorkingDays, "每个工作日", "every working day"),
        (weekly(1, &[Weekday::Tue, Weekday::Thu]), "每周二、四", "every Tuesday and Thursday"),
        (weekly(2, &[Weekday::Fri]), "每两周的周五", "every 2 weeks on Friday"),
        (weekly(3, &[Weekday::Sat, Weekday::Sun]), "每3周的周六、日", "every 3 weeks on Saturday and Sunday"),
        (Rule::MonthlyByDate { day: 5 }, "每月5日", "on the 5th of every month"),
        (
            Rule::MonthlyByDate { day: 31 },
            "每月31日（没有31日的月份跳过）",
            "on the 31st of every month that has one",
        ),
        (
            Rule::MonthlyByWeekday { nth: Nth::Second, weekday: Weekday::Tue },
            "每月第二个周二",
            "on the second Tuesday of every month",
        ),
        (
            Rule::LunarYearly { month: 5, day: 5 },
            "每年农历五月初五（端午）",
            "every year on day 5 of lunar month 5 (Dragon Boat Festival)",
        ),
        (
            Rule::LunarYearly { month: 12, day: 30 },
            "每年农历十二月的最后一天（除夕）",
            "every year on the last day of lunar month 12 (New Year’s Eve)",
        ),
        (
            Rule::LunarYearly { month: 2, day: 21 },
            "每年农历二月廿一",
            "every year on day 21 of lunar month 2",
        ),
    ] {
        assert_eq!((rule.words(Lang::Zh).as_str(), rule.words(Lang::En).as_str()), (zh, en));
    }
}
