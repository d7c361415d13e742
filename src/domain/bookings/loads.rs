//! What some bookings would add to the weeks and months of an agreement: before a decision, and after it. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Use;
use crate::base::time::{Span, first_of_month, monday_of};
use crate::domain::agreements::AgreementId;

/// One week or month. All lengths in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Approved, what is decided about not counted.
    pub used: i32,
    /// Still to be decided or answered, what is decided about not counted.
    pub asked: i32,
    /// What the decision adds.
    pub this: i32,
}

/// By the Mondays of the weeks and the firsts of the months that have any of the bookings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loads {
    pub weeks: BTreeMap<NaiveDate, Load>,
    pub months: BTreeMap<NaiveDate, Load>,
}

/// The loads of an agreement beside `wanted`. What is decided about may count by now, as it stands: `now` says where,
/// and is left out.
pub fn loads(uses: &[Use], agreement: AgreementId, wanted: &[Span], now: &[Span]) -> Loads {
    let mut loads = Loads::default();
    for span in wanted {
        let date = span.date();
        loads.weeks.entry(monday_of(date)).or_default().this += span.minutes();
        loads.months.entry(first_of_month(date)).or_default().this += span.minutes();
    }
    let mut now = now.to_vec();
    for used in uses.iter().filter(|used| used.agreement == agreement) {
        if let Some(place) = now.iter().position(|span| *span == used.span) {
            now.swap_remove(place);
            continue;
        }
        let date = used.span.date();
        let week = loads.weeks.get_mut(&monday_of(date));
        let month = loads.months.get_mut(&first_of_month(date));
        for load in [week, month].into_iter().flatten() {
            if used.open { load.asked += used.span.minutes() } else { load.used += used.span.minutes() }
        }
    }
    loads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Wall;

    fn span(date: &str, from: &str, to: &str) -> Span {
        let at = |time: &str| Wall::parse(&format!("{date}T{time}")).unwrap();
        Span::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn what_is_decided_about_counts_once_and_others_by_how_they_stand() {
        let agreement = AgreementId(1);
        let mine = span("2026-11-24", "09:00", "11:00");
        let uses = [
            Use { agreement, span: mine, open: true },
            Use { agreement, span: span("2026-11-26", "09:00", "10:00"), open: false },
            Use { agreement, span: span("2026-11-27", "09:00", "09:30"), open: true },
            Use { agreement, span: span("2026-11-30", "09:00", "10:00"), open: false },
            Use { agreement: AgreementId(2), span: span("2026-11-25", "09:00", "12:00"), open: false },
        ];
        let of = loads(&uses, agreement, &[mine], &[mine]);
        let week = of.weeks.values().copied().collect::<Vec<_>>();
        let month = of.months.values().copied().collect::<Vec<_>>();
        assert_eq!(week, [Load { used: 60, asked: 30, this: 120 }]);
        assert_eq!(month, [Load { used: 120, asked: 30, this: 120 }]);
    }

    #[test]
    fn a_move_gives_back_what_it_leaves() {
        let agreement = AgreementId(1);
        let (old, new) = (span("2026-11-24", "09:00", "11:00"), span("2026-12-01", "09:00", "12:00"));
        let uses = [Use { agreement, span: old, open: false }];
        let of = loads(&uses, agreement, &[new], &[old]);
        assert_eq!(of.weeks.values().next(), Some(&Load { used: 0, asked: 0, this: 180 }));
        assert_eq!(of.weeks.len(), 1);
    }
}
