//! What is said to fit does, and what is offered would be granted.

use chrono::Duration;
use linli::base::time::{DaySpan, Minute, Span};
use linli::domain::bookings::Verdict;
use linli::domain::bookings::alternatives::{Wish, alternatives};
use linli::domain::bookings::finding::{Need, find};
use linli::domain::rooms::Mode;
use proptest::prelude::*;

use crate::world::a_world;
use crate::{DAY, TUESDAY, day_span, is_sorted_and_apart, minutes};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn stretches_are_the_usable_minutes(world in a_world(), day in 0i64..9) {
        let date = TUESDAY + Duration::days(day);
        for room in &world.facts.catalogue.rooms[..3] {
            let stretches = world.facts.stretches(room, date);
            prop_assert!(is_sorted_and_apart(&stretches) || world.facts.agreement_on(date).is_some());
            prop_assert_eq!(minutes(stretches), world.usable(room, date), "room {}", room.id);
        }
    }

    #[test]
    fn a_verdict_agrees_with_the_minutes(world in a_world(), day in 0i64..9, part in day_span(30), which in 0usize..3) {
        let span = Span::on(TUESDAY + Duration::days(day), part);
        let room = &world.facts.catalogue.rooms[which];
        let verdict = world.facts.verdict(room, span, 10);
        let open = minutes(world.facts.catalogue.hours.open_on(room.id, span.date()));
        let covered = (part.from().get()..part.to().get()).all(|minute| open[minute as usize]);
        match verdict {
            Verdict::Refused(_) => prop_assert!(
                !covered || span.start() < world.facts.now || span.minutes() > 240 || span.minutes() < 30
            ),
            Verdict::Taken(clashes) => prop_assert!(!world.is_free(room.id, span) && !clashes.is_empty()),
            Verdict::Granted => {
                prop_assert!(covered && world.is_free(room.id, span));
                prop_assert!(room.mode == Mode::Instant && world.facts.agreement_on(span.date()).is_some());
            }
            Verdict::Reviewed(_) => prop_assert!(covered && world.is_free(room.id, span)),
        }
    }

    #[test]
    fn every_alternative_would_be_granted_and_differs_from_the_wish(
        world in a_world(), day in 0i64..9, part in day_span(30), which in 0usize..3, size in 1i32..130,
    ) {
        let span = Span::on(TUESDAY + Duration::days(day), part);
        let room = &world.facts.catalogue.rooms[which];
        let found = alternatives(&world.facts, Wish { room, span, size });
        prop_assert!(found.len() <= 3);
        for (index, one) in found.iter().enumerate() {
            let offered = world.facts.catalogue.room(one.room).unwrap();
            let verdict = world.facts.verdict(offered, one.span, size);
            prop_assert!(verdict.fits(), "{:?}: {:?}", one, verdict);
            prop_assert_eq!(one.needs_decision, verdict != Verdict::Granted);
            prop_assert!(world.is_free(one.room, one.span));
            prop_assert_eq!(one.span.minutes(), span.minutes());
            prop_assert!((one.room, one.span) != (room.id, span));
            prop_assert!(!found[..index].iter().any(|other| other.change == one.change));
            prop_assert!(!found[..index].iter().any(|other| (other.room, other.span) == (one.room, one.span)));
        }
    }

    #[test]
    fn every_opening_would_be_granted_and_nothing_fitting_is_missed(
        world in a_world(), length in 1i32..=8, size in 1i32..130, day in 0i64..9,
    ) {
        let (date, length) = (TUESDAY + Duration::days(day), length * 30);
        let need = Need { days: vec![date], minutes: length, size, equipment: Vec::new(), step_free: false, part: None };
        let found = find(&world.facts, &need);
        for one in &found.openings {
            let offered = world.facts.catalogue.room(one.room).unwrap();
            prop_assert_eq!(&world.facts.verdict(offered, one.span, size), &one.verdict);
            prop_assert!(one.verdict.fits() && world.is_free(one.room, one.span));
            prop_assert_eq!(one.span.minutes(), length);
        }
        prop_assert!(found.openings.windows(2).all(|pair| pair[0].span.start() <= pair[1].span.start()));
        // Brute force: a room of which some start would be granted is among the openings.
        for room in &world.facts.catalogue.rooms[..3] {
            let some = (0..=(DAY - length) / 30).any(|start| {
                let from = Minute::new(start * 30).unwrap();
                let part = DaySpan::new(from, from.plus(length)).unwrap();
                world.facts.verdict(room, Span::on(date, part), size).fits()
            });
            let offered = found.openings.iter().any(|one| one.room == room.id);
            prop_assert_eq!(some, offered, "room {}", room.id);
        }
    }
}
