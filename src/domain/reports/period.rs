//! The days a report is about, and how people choose them.

use chrono::{Datelike, Duration, Months, NaiveDate};

use super::Contract;
use crate::base::time::{Minute, Wall, first_of_month, next_month};
use crate::domain::agreements::AgreementId;

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The longest: beyond, a report says less than two.
const LONGEST_DAYS: i64 = 366 * 5;

impl Period {
    /// `None` when it would run backwards or last for more than five years.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to && (to - from).num_days() < LONGEST_DAYS).then_some(Self { from, to })
    }

    pub fn month_of(day: NaiveDate) -> Self {
        Self { from: first_of_month(day), to: next_month(day) - Duration::days(1) }
    }

    pub fn year_of(day: NaiveDate) -> Self {
        let on = |month, date| NaiveDate::from_ymd_opt(day.year(), month, date).unwrap_or(day);
        Self { from: on(1, 1), to: on(12, 31) }
    }

    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    pub fn overlaps(self, from: NaiveDate, to: NaiveDate) -> bool {
        from <= self.to && self.from <= to
    }

    /// When its first day begins and its last one ends.
    pub fn ends(self) -> (Wall, Wall) {
        (Wall::at(self.from, Minute::MIDNIGHT), Wall::at(self.to, Minute::DAY_END))
    }

    /// The first days of its months.
    pub fn months(self) -> Vec<NaiveDate> {
        let months = std::iter::successors(Some(first_of_month(self.from)), |month| Some(next_month(*month)));
        months.take_while(|month| *month <= self.to).collect()
    }
}

/// What people choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    ThisMonth,
    LastMonth,
    ThisYear,
    LastYear,
    /// An agreement's year, counted from 1.
    Year(AgreementId, u32),
    Own(Period),
}

impl Choice {
    /// Those that need nothing else said.
    pub const PLAIN: [Self; 4] = [Self::ThisMonth, Self::LastMonth, Self::ThisYear, Self::LastYear];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::ThisMonth => "month",
            Self::LastMonth => "last-month",
            Self::ThisYear => "year",
            Self::LastYear => "last-year",
            Self::Year(..) => "agreement",
            Self::Own(_) => "own",
        }
    }

    /// Its days; `None` for a year that the agreement does not have.
    pub fn period(self, today: NaiveDate, contracts: &[Contract]) -> Option<Period> {
        match self {
            Self::ThisMonth => Some(Period::month_of(today)),
            Self::LastMonth => Some(Period::month_of(first_of_month(today) - Duration::days(1))),
            Self::ThisYear => Some(Period::year_of(today)),
            Self::LastYear => Some(Period::year_of(Period::year_of(today).from - Duration::days(1))),
            Self::Own(period) => Some(period),
            Self::Year(id, year) => {
                let contract = contracts.iter().find(|one| one.id == id)?;
                agreement_years(contract).into_iter().find(|one| one.year == year).map(|one| one.period)
            }
        }
    }
}

/// One year of an agreement, from its first day or an anniversary of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementYear {
    /// Counted from 1.
    pub year: u32,
    pub period: Period,
}

/// An agreement's years; the last one ends with it.
pub fn agreement_years(contract: &Contract) -> Vec<AgreementYear> {
    let start = |year: u32| contract.starts_on.checked_add_months(Months::new(12 * year));
    (0..100)
        .map_while(|year| {
            let from = start(year).filter(|from| *from <= contract.ends_on)?;
            let to = (start(year + 1)? - Duration::days(1)).min(contract.ends_on);
            Some(AgreementYear { year: year + 1, period: Period { from, to } })
        })
        .collect()
}

/// The year of an agreement in which a day lies.
pub(super) fn year_on(contract: &Contract, day: NaiveDate) -> Option<u32> {
    agreement_years(contract).into_iter().find(|one| one.period.contains(day)).map(|one| one.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agreements::TroupeId;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(on(from), on(to)).unwrap()
    }

    fn contract(from: &str, to: &str) -> Contract {
        let (starts_on, ends_on) = (on(from), on(to));
        Contract { id: AgreementId(1), troupe: TroupeId(1), number: "1".into(), starts_on, ends_on }
    }

    #[test]
    fn months_and_years_are_those_of_the_calendar() {
        let today = on("2026-01-15");
        let days = |choice: Choice| choice.period(today, &[]).unwrap();
        assert_eq!(days(Choice::ThisMonth), period("2026-01-01", "2026-01-31"));
        assert_eq!(days(Choice::LastMonth), period("2025-12-01", "2025-12-31"));
        assert_eq!(days(Choice::ThisYear), period("2026-01-01", "2026-12-31"));
        assert_eq!(days(Choice::LastYear), period("2025-01-01", "2025-12-31"));
        assert_eq!(period("2025-11-20", "2026-02-01").months().len(), 4);
    }

    #[test]
    fn an_agreements_years_begin_on_its_day_and_the_last_ends_with_it() {
        let years = agreement_years(&contract("2025-03-10", "2027-06-30"));
        let days: Vec<Period> = years.iter().map(|one| one.period).collect();
        let expected = [
            period("2025-03-10", "2026-03-09"),
            period("2026-03-10", "2027-03-09"),
            period("2027-03-10", "2027-06-30"),
        ];
        assert_eq!(days, expected);
        assert_eq!(year_on(&contract("2025-03-10", "2027-06-30"), on("2026-03-10")), Some(2));
        assert_eq!(Choice::Year(AgreementId(1), 9).period(on("2026-01-01"), &[]), None);
    }

    #[test]
    fn a_year_from_the_29th_of_february_ends_on_the_day_before_the_next_one() {
        let years = agreement_years(&contract("2024-02-29", "2026-02-28"));
        let days: Vec<Period> = years.iter().map(|one| one.period).collect();
        let expected = [
            period("2024-02-29", "2025-02-27"),
            period("2025-02-28", "2026-02-27"),
            period("2026-02-28", "2026-02-28"),
        ];
        assert_eq!(days, expected);
    }
}
