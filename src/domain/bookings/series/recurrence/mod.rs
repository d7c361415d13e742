//! Recurrence: which dates a rule names, from when until when, and what a public holiday and a make-up day do to
//! them.
//!
//! - A public holiday is skipped or kept, as the series says; skipped dates stay in the list, marked.
//! - A make-up day (补班) for which staff entered the weekday it follows is that weekday to every weekly rule, and
//!   not its own: the Friday class meets on it, the Saturday class does not. In which week it counts says its own
//!   date. Other rules take it as it falls.
//! - A count counts the dates that are left, not the skipped ones.

mod rule;
mod words;

pub use rule::{MOST_WEEKS, Nth, Rule};

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::days::{DayFacts, LegalDay};

/// The most occasions a recurrence has, skipped ones included.
pub const MOST_OCCASIONS: usize = 400;

/// A rule with its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    pub rule: Rule,
    /// Nothing lies before it; weeks of "every N weeks" are counted from its week.
    pub starts_on: NaiveDate,
    pub end: End,
    pub holidays: Holidays,
}

/// When a recurrence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With this date, included.
    Until(NaiveDate),
    /// After so many dates that were not skipped.
    Count(u16),
}

crate::text_enum! {
    /// What a public holiday does.
    pub enum Holidays {
        Skip = "skip",
        Keep = "keep",
    }
}

/// A date that the rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Where the rule put it: what exceptions are kept by.
    pub date: NaiveDate,
    pub note: Option<DayNote>,
    /// It does not take place, for the reason noted, unless somebody adds it back.
    pub skipped: bool,
}

/// What people should know about an occasion's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayNote {
    /// A public holiday: 国庆节.
    Holiday(LegalDay),
    /// A make-up day that stands for this weekday of the rule.
    StandsFor(Weekday),
    /// A make-up day that follows this weekday, which is none of the rule.
    Follows(Weekday),
}

impl Recurrence {
    /// The dates up to `last`, in order, at most [`MOST_OCCASIONS`]. `days` must reach from the start to `last`.
    pub fn occasions(&self, days: &DayFacts, last: NaiveDate) -> Vec<Occasion> {
        let last = match self.end {
            End::Until(until) => last.min(until),
            End::Count(_) => last,
        };
        let wanted = match self.end {
            End::Until(_) => usize::MAX,
            End::Count(count) => usize::from(count),
        };
        let mut left = wanted;
        let mut occasions = Vec::new();
        for date in self.rule.dates(self.starts_on, last, days) {
            if left == 0 || occasions.len() == MOST_OCCASIONS {
                break;
            }
            let occasion = self.occasion(date, days);
            left = left.saturating_sub(usize::from(!occasion.skipped));
            occasions.push(occasion);
        }
        occasions
    }

    fn occasion(&self, date: NaiveDate, days: &DayFacts) -> Occasion {
        if let Some(holiday) = days.holiday(date) {
            let note = Some(DayNote::Holiday(holiday.clone()));
            return Occasion { date, note, skipped: self.holidays == Holidays::Skip };
        }
        let followed = days.follows(date).filter(|followed| *followed != date.weekday());
        let (Rule::Weekly { weekdays, .. }, Some(followed)) = (&self.rule, followed) else {
            return Occasion { date, note: None, skipped: false };
        };
        if weekdays.contains(&followed) {
            Occasion { date, note: Some(DayNote::StandsFor(followed)), skipped: false }
        } else {
            Occasion { date, note: Some(DayNote::Follows(followed)), skipped: true }
        }
    }

    /// School days are asked for, and no term is entered that has any of the dates.
    pub fn lacks_terms(&self, days: &DayFacts, last: NaiveDate) -> bool {
        let meets = |term: &crate::domain::days::Term| {
            term.kind == crate::domain::days::TermKind::Term
                && term.starts_on <= last
                && term.ends_on >= self.starts_on
        };
        self.rule == Rule::SchoolDays && !days.terms().iter().any(meets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::LegalKind;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn every(weekdays: &[Weekday], end: End, holidays: Holidays) -> Recurrence {
        let rule = Rule::Weekly { every: 1, weekdays: weekdays.to_vec() };
        Recurrence { rule, starts_on: on("2026-09-14"), end, holidays }
    }

    fn days() -> DayFacts {
        DayFacts::published(on("2026-01-01"), on("2026-12-31"))
    }

    fn held(occasions: &[Occasion]) -> Vec<String> {
        occasions.iter().filter(|one| !one.skipped).map(|one| one.date.to_string()).collect()
    }

    #[test]
    fn a_public_holiday_is_skipped_or_kept_and_named_either_way() {
        let until = End::Until(on("2026-10-10"));
        for (holidays, skipped) in [(Holidays::Skip, true), (Holidays::Keep, false)] {
            let occasions = every(&[Weekday::Fri], until, holidays).occasions(&days(), on("2027-01-01"));
            let dates: Vec<String> = occasions.iter().map(|one| one.date.to_string()).collect();
            assert_eq!(dates, ["2026-09-18", "2026-09-25", "2026-10-02", "2026-10-09"]);
            let october = &occasions[2];
            assert_eq!(october.skipped, skipped);
            let Some(DayNote::Holiday(day)) = &october.note else { panic!("{october:?}") };
            assert_eq!((day.kind, day.name.as_str()), (LegalKind::Holiday, "国庆节"));
        }
    }

    #[test]
    fn a_make_up_day_is_the_weekday_that_staff_entered_and_not_its_own() {
        let mut days = days();
        let until = End::Until(on("2026-10-11"));
        let saturdays = every(&[Weekday::Sat], until, Holidays::Skip);
        let fridays = every(&[Weekday::Fri], until, Holidays::Skip);
        let last = on("2026-12-31");
        // Nobody has said what 10 October follows: it is a Saturday.
        assert_eq!(held(&saturdays.occasions(&days, last)), ["2026-09-19", "2026-10-10"]);
        days.set_followed(on("2026-10-10"), Weekday::Fri);
        assert_eq!(held(&saturdays.occasions(&days, last)), ["2026-09-19"]);
        let of_fridays = fridays.occasions(&days, last);
        assert_eq!(held(&of_fridays), ["2026-09-18", "2026-10-09", "2026-10-10"]);
        assert_eq!(of_fridays.last().unwrap().note, Some(DayNote::StandsFor(Weekday::Fri)));
    }

    #[test]
    fn a_count_counts_what_is_left() {
        let fridays = every(&[Weekday::Fri], End::Count(3), Holidays::Skip);
        let occasions = fridays.occasions(&days(), on("2026-12-31"));
        assert_eq!(held(&occasions), ["2026-09-18", "2026-10-09", "2026-10-16"]);
        assert_eq!(occasions.len(), 5);
    }

    #[test]
    fn nothing_lies_past_the_last_date_that_may_be() {
        let fridays = every(&[Weekday::Fri], End::Count(300), Holidays::Keep);
        assert_eq!(fridays.occasions(&days(), on("2026-09-25")).len(), 2);
        let daily = Recurrence { rule: Rule::Daily, ..fridays };
        let daily = Recurrence { end: End::Until(on("2999-12-31")), ..daily };
        assert_eq!(daily.occasions(&days(), on("2999-12-31")).len(), MOST_OCCASIONS);
    }
}
