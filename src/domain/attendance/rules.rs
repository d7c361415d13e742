//! Which report counts.

use super::{Report, Source};
use crate::domain::people::PersonId;

/// What somebody says, as far as the rule asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub visits: i32,
    pub source: Source,
    pub by: Option<PersonId>,
}

/// What a new report does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is the number from now on; whatever counted or waited is superseded.
    Decides,
    /// It is the first, or the same person's better number: it counts by rule.
    Counts,
    /// It says what counts already.
    Agrees,
    /// It differs from what counts: staff will choose.
    Waits,
}

/// What a new report does to the one that counts.
pub fn effect(new: Said, counting: Option<&Report>) -> Effect {
    let of_staff = match new.source {
        Source::Sheet | Source::NameList => true,
        // Staff took it over.
        Source::Door => new.by.is_some(),
        Source::Link | Source::Page | Source::Counter => false,
    };
    let Some(counting) = counting else {
        return if of_staff { Effect::Decides } else { Effect::Counts };
    };
    let own = new.by.is_some() && counting.reported_by == new.by && counting.confirmed_by.is_none();
    if counting.is_unconfirmed_count() && !of_staff {
        return Effect::Counts;
    }
    match counting.visits == new.visits {
        _ if of_staff => Effect::Decides,
        true => Effect::Agrees,
        false if own => Effect::Counts,
        false => Effect::Waits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::{Instant, Wall};
    use crate::domain::attendance::ReportId;
    use crate::domain::bookings::BookingId;
    use crate::domain::centres::CentreId;

    fn said(visits: i32, source: Source, by: i64) -> Said {
        Said { visits, source, by: Some(PersonId(by)) }
    }

    fn counting(visits: i32, by: i64, confirmed_by: Option<i64>) -> Report {
        let now = Instant::new(chrono::DateTime::UNIX_EPOCH);
        Report {
            id: ReportId(1),
            centre_id: CentreId(1),
            booking_id: Some(BookingId(1)),
            session_id: None,
            room_id: None,
            starts_at: Wall::new(chrono::DateTime::UNIX_EPOCH.naive_utc()),
            visits,
            source: Source::Link,
            note: String::new(),
            reported_by: Some(PersonId(by)),
            reported_at: now,
            confirmed_at: Some(now),
            confirmed_by: confirmed_by.map(PersonId),
            superseded_at: None,
        }
    }

    #[test]
    fn a_first_report_counts_whoever_makes_it_and_zero_is_a_number() {
        assert_eq!(effect(said(0, Source::Link, 1), None), Effect::Counts);
        assert_eq!(effect(said(18, Source::Counter, 1), None), Effect::Counts);
        assert_eq!(effect(said(18, Source::Sheet, 1), None), Effect::Decides);
    }

    #[test]
    fn what_differs_waits_unless_staff_say_it_or_its_author_corrects_it() {
        let by_rule = counting(18, 1, None);
        assert_eq!(effect(said(20, Source::Page, 2), Some(&by_rule)), Effect::Waits);
        assert_eq!(effect(said(20, Source::Page, 1), Some(&by_rule)), Effect::Counts);
        assert_eq!(effect(said(20, Source::Sheet, 3), Some(&by_rule)), Effect::Decides);
        assert_eq!(effect(said(18, Source::Page, 2), Some(&by_rule)), Effect::Agrees);
    }

    #[test]
    fn anybodys_word_is_better_than_the_doors_count_and_staff_may_take_it() {
        let door = Report { source: Source::Door, reported_by: None, ..counting(10, 1, None) };
        assert_eq!(effect(Said { by: None, ..said(10, Source::Door, 1) }, None), Effect::Counts);
        assert_eq!(effect(said(12, Source::Link, 1), Some(&door)), Effect::Counts);
        assert_eq!(effect(said(10, Source::Page, 1), Some(&door)), Effect::Counts);
        assert_eq!(effect(said(10, Source::Door, 9), Some(&door)), Effect::Decides);
    }

    #[test]
    fn what_staff_confirmed_is_not_changed_by_its_author_alone() {
        let confirmed = counting(18, 1, Some(9));
        assert_eq!(effect(said(20, Source::Page, 1), Some(&confirmed)), Effect::Waits);
        assert_eq!(effect(said(0, Source::Counter, 2), Some(&confirmed)), Effect::Waits);
    }
}
