//! Spans, days, clocks and hours.

use chrono::Duration;
use linli::base::time::{DaySpan, Minute, Span, Wall, Zone, merge};
use linli::domain::rooms::{Hours, RoomId, SpecialDay, WeeklySpan};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support;
use crate::{DAY, TUESDAY, day_span, is_sorted_and_apart, minutes};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn merging_keeps_the_minutes_and_leaves_gaps(spans in vec(day_span(5), 0..12)) {
        let merged = merge(spans.clone());
        prop_assert!(is_sorted_and_apart(&merged));
        prop_assert_eq!(minutes(merged), minutes(spans));
    }

    #[test]
    fn cutting_out_leaves_exactly_the_other_minutes(span in day_span(5), cuts in vec(day_span(5), 0..8)) {
        let left = span.without(&cuts);
        prop_assert!(is_sorted_and_apart(&left));
        let (wanted, cut) = (minutes([span]), minutes(cuts));
        let expected: Vec<bool> = wanted.iter().zip(cut).map(|(wanted, cut)| *wanted && !cut).collect();
        prop_assert_eq!(minutes(left), expected);
    }

    #[test]
    fn overlap_and_contains_agree_with_the_minutes(a in day_span(5), b in day_span(5)) {
        let (in_a, in_b) = (minutes([a]), minutes([b]));
        let both: Vec<bool> = in_a.iter().zip(&in_b).map(|(a, b)| *a && *b).collect();
        prop_assert_eq!(minutes(a.overlap(b)), both.clone());
        prop_assert_eq!(a.contains(b), both == in_b);
        let (a, b) = (Span::on(TUESDAY, a), Span::on(TUESDAY, b));
        prop_assert_eq!(a.overlaps(b), both.iter().any(|both| *both));
    }

    #[test]
    fn a_span_is_never_empty_nor_longer_than_its_day(from in -3000i64..3000, length in -100i64..3000) {
        let start = Wall::at(TUESDAY, Minute::MIDNIGHT).plus(Duration::minutes(from));
        let end = start.plus(Duration::minutes(length));
        let midnight = Wall::at(start.date(), Minute::DAY_END);
        match Span::new(start, end) {
            Ok(span) => {
                prop_assert!(length > 0 && end <= midnight);
                prop_assert_eq!(i64::from(span.minutes()), length);
                prop_assert_eq!(Span::on(span.date(), span.within_day()), span);
            }
            Err(_) => prop_assert!(length <= 0 || end > midnight),
        }
    }

    #[test]
    fn what_is_written_as_text_is_read_as_the_same(minute in 0i32..=DAY) {
        let minute = Minute::new(minute).unwrap();
        prop_assert_eq!(Minute::parse(&minute.iso()), Some(minute));
        let wall = Wall::at(TUESDAY, minute);
        prop_assert_eq!(Wall::parse(&wall.iso()), Some(wall));
    }

    /// The wall clock of a moment leads back to that moment, or, where the clock is put back, to the first
    /// moment it showed that time.
    #[test]
    fn wall_clock_and_moments_lead_to_each_other(hours in 0i64..24 * 366, zone in 0usize..4) {
        let zone = Zone::named(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"][zone]).unwrap();
        let at = support::fixture::moment("2026-01-01T00:00:00Z").plus(Duration::minutes(hours * 60 + 17));
        let back = zone.instant(zone.wall(at)).unwrap();
        prop_assert_eq!(zone.wall(back), zone.wall(at));
        prop_assert!(back <= at && at.since(back) <= Duration::hours(1));
    }

    #[test]
    fn open_hours_are_the_nearest_word_on_the_day(
        centre in vec((1i32..=7, day_span(30)), 0..10),
        own in vec((1i32..=7, day_span(30)), 0..4),
        special_centre in proptest::option::of(vec(day_span(30), 0..3)),
        special_room in proptest::option::of(vec(day_span(30), 0..3)),
    ) {
        let room = RoomId(1);
        let weekly = |room: Option<RoomId>, of: &[(i32, DaySpan)]| -> Vec<WeeklySpan> {
            of.iter().map(|&(weekday, span)| WeeklySpan { room, weekday, span }).collect()
        };
        let special = |room: Option<RoomId>, spans: &Option<Vec<DaySpan>>| {
            spans.clone().map(|spans| SpecialDay { room, date: TUESDAY, spans, reason: String::new(), reason_en: String::new() })
        };
        let hours = Hours {
            weekly: [weekly(None, &centre), weekly(Some(room), &own)].concat(),
            special: [special(None, &special_centre), special(Some(room), &special_room)].into_iter().flatten().collect(),
            ..Hours::default()
        };
        let on_tuesday = |of: &[(i32, DaySpan)]| of.iter().filter(|(day, _)| *day == 2).map(|(_, span)| *span).collect::<Vec<_>>();
        let expected = match (&special_room, &special_centre) {
            (Some(spans), _) | (None, Some(spans)) => spans.clone(),
            (None, None) if !own.is_empty() => on_tuesday(&own),
            (None, None) => on_tuesday(&centre),
        };
        let open = hours.open_on(room, TUESDAY);
        prop_assert!(is_sorted_and_apart(&open));
        prop_assert_eq!(minutes(open), minutes(expected));
    }
}
