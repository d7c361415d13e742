//! Lunar dates against the almanac, 1990 to 2100: the first and the last day of every month, and through them every
//! day.
use chrono::{Duration, NaiveDate};
use linli::base::lang::Lang;
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::days::{self, DayFacts};

use super::almanac::almanac;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_table_has_no_hole() {
    let months = almanac();
    assert_eq!(months.iter().filter(|month| !month.leap).count(), 111 * 12);
    assert_eq!(months.iter().filter(|month| month.leap).count(), 41);
    for pair in months.windows(2) {
        assert_eq!(pair[0].first + Duration::days(pair[0].days), pair[1].first);
    }
    // The leap eleventh month of 2033, at which many calendars failed.
    assert!(months.iter().any(|month| month.leap && month.number == 11 && month.first == on("2033-12-22")));
}

#[test]
fn every_month_begins_and_ends_as_the_almanac_says() {
    let mut doubtful = Vec::new();
    for month in almanac().iter().filter(|month| !month.leap) {
        let said = |day| days::lunar_date(month.year, month.number, day).unwrap();
        for (said, of_almanac) in [(said(1), month.first), (said(30), month.last())] {
            if said != of_almanac {
                doubtful.push((of_almanac.to_string(), said.to_string()));
            }
        }
    }
    // One of the three new moons of which the Observatory itself is in doubt: it ends a month and begins one.
    let doubt = [("2057-09-27", "2057-09-28"), ("2057-09-28", "2057-09-29")];
    assert_eq!(doubtful, doubt.map(|(almanac, said)| (almanac.to_owned(), said.to_owned())));
}

#[test]
fn every_day_has_the_words_of_its_lunar_date() {
    for month in almanac().iter().filter(|month| (2024..2032).contains(&month.year)) {
        for day in 0..month.days {
            let date = month.first + Duration::days(day);
            let label = days::label(Lang::En, date);
            if label.starts_with("lunar") {
                assert_eq!(label, format!("lunar {}\u{2011}{}", month.number, day + 1), "{date}");
            }
        }
    }
}

#[test]
fn festivals_fall_on_the_days_that_people_know() {
    for (year, spring, dragon_boat, moon) in [
        (1990, "01-27", "05-28", "10-03"),
        (2000, "02-05", "06-06", "09-12"),
        (2013, "02-10", "06-12", "09-19"),
        (2020, "01-25", "06-25", "10-01"),
        (2023, "01-22", "06-22", "09-29"),
        (2024, "02-10", "06-10", "09-17"),
        (2025, "01-29", "05-31", "10-06"),
        (2026, "02-17", "06-19", "09-25"),
        (2027, "02-06", "06-09", "09-15"),
        (2030, "02-03", "06-05", "09-12"),
        (2033, "01-31", "06-01", "09-08"),
        (2050, "01-23", "06-23", "09-30"),
        (2100, "02-09", "06-12", "09-18"),
    ] {
        for ((month, day), date) in [((1, 1), spring), ((5, 5), dragon_boat), ((8, 15), moon)] {
            let expected = on(&format!("{year}-{date}"));
            assert_eq!(days::lunar_date(year, month, day), Some(expected), "{year} {month}-{day}");
        }
    }
}

#[test]
fn a_rule_by_lunar_date_names_its_day_of_every_year() {
    let months = almanac();
    let facts = DayFacts::default();
    for (number, day) in [(1, 1), (1, 15), (5, 5), (6, 30), (8, 15), (9, 9), (12, 8), (12, 30)] {
        let recurrence = Recurrence {
            rule: Rule::LunarYearly { month: number, day },
            starts_on: on("1990-01-27"),
            end: End::Until(on("2056-12-31")),
            holidays: Holidays::Keep,
        };
        let named: Vec<NaiveDate> =
            recurrence.occasions(&facts, on("2100-12-31")).iter().map(|one| one.date).collect();
        let of_rule = months.iter().filter(|month| month.number == number && !month.leap);
        let expected: Vec<NaiveDate> = of_rule
            .map(|month| month.first + Duration::days(i64::from(day).min(month.days) - 1))
            .filter(|date| *date <= on("2056-12-31"))
            .collect();
        assert_eq!(named, expected, "{number}-{day}");
    }
}
