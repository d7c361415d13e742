//! What several bookings are offered at once.

use std::collections::HashMap;

use chrono::Duration;
use linli::base::time::Span;
use linli::domain::agreements::{Troupe, TroupeId, TroupeKind};
use linli::domain::bookings::sharing_out::{Lost, Terms, share_out};
use linli::domain::bookings::{Booked, Booking, BookingId, State};
use linli::domain::centres::CentreId;
use linli::domain::rooms::RoomId;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{World, a_world};
use crate::{TUESDAY, day_span};

/// A booking of a troupe that the centre takes away.
fn lost(world: &World, id: i64, troupe: i64, which: usize, span: Span, size: i32) -> Booked {
    let room = world.facts.catalogue.rooms[which].clone();
    let made_at = world.facts.zone.instant(world.facts.now).unwrap();
    Booked {
        booking: Booking {
            id: BookingId(id),
            centre_id: CentreId(1),
            room_id: room.id,
            troupe_id: TroupeId(troupe),
            agreement_id: None,
            starts_at: span.start(),
            ends_at: span.end(),
            turnaround_minutes: room.turnaround_minutes,
            purpose: String::new(),
            size,
            state: State::Approved,
            exception: None,
            requested_by: linli::domain::people::PersonId(1),
            on_behalf: false,
            requested_at: made_at,
            request_key: String::new(),
            decided_by: None,
            decided_at: None,
            reason: None,
            replaces: None,
            sequence: 0,
            version: 0,
            offered_until: None,
        },
        room,
        troupe: Troupe {
            id: TroupeId(troupe),
            centre_id: CentreId(1),
            name: String::new(),
            name_en: String::new(),
            kind: TroupeKind::Other,
            size,
            named: false,
            active: true,
            created_at: made_at,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// Whatever is taken away: every offer would be granted, all of them can be kept at once, no space is promised
    /// twice, and at most half of what a room is open on a day is held.
    #[test]
    fn what_is_shared_out_can_all_be_kept(
        world in a_world(),
        hits in vec((1i64..4, 0i64..9, day_span(60), 0usize..3, 1i32..130, 0i64..5), 1..12),
        hours in 3i64..60,
    ) {
        let facts = &world.facts;
        let booked: Vec<(Booked, i64)> = hits
            .iter()
            .enumerate()
            .map(|(id, (troupe, day, part, which, size, before))| {
                let span = Span::on(TUESDAY + Duration::days(*day), *part);
                (lost(&world, id as i64, *troupe, *which, span, *size), *before)
            })
            .collect();
        let all: Vec<Lost> =
            booked.iter().map(|(booked, displaced_before)| Lost { booked, displaced_before: *displaced_before }).collect();
        let agreements = HashMap::from([(TroupeId(1), facts.agreements.clone())]);
        let now = facts.zone.instant(facts.now).unwrap();
        let terms = Terms { now, until: now.plus(Duration::hours(hours)), zone: facts.zone, left_out: &[], held: true };
        let shared = share_out(facts.clone(), &agreements, &all, terms);
        prop_assert_eq!(shared.len(), all.len());
        let mut given: Vec<(i64, RoomId, Span)> = Vec::new();
        for ((booked, _), offers) in booked.iter().zip(&shared) {
            prop_assert!(offers.len() <= 3);
            let mut own = facts.clone();
            own.agreements = agreements.get(&booked.troupe.id).cloned().unwrap_or_default();
            for (place, offer) in offers.iter().enumerate() {
                let one = &offer.alternative;
                let room = facts.catalogue.room(one.room).unwrap();
                prop_assert!(own.verdict(room, one.span, booked.booking.size).fits());
                prop_assert!(world.is_free(one.room, one.span));
                prop_assert!(!offers[..place].iter().any(|other| other.alternative.change == one.change));
                let until = facts.zone.wall(offer.until.unwrap());
                prop_assert!(until > facts.now && until <= one.span.start().plus(-Duration::hours(2)));
                prop_assert!(offer.until.unwrap() <= terms.until);
                given.push((booked.booking.id.0, one.room, one.span));
            }
        }
        for (place, (of, room, span)) in given.iter().enumerate() {
            for (other_of, other_room, other) in &given[..place] {
                let end = |room: RoomId, span: Span| span.end_with(facts.catalogue.room(room).unwrap().turnaround_minutes);
                let meet = span.start() < end(*other_room, *other) && other.start() < end(*room, *span);
                let spaces = facts.catalogue.spaces_of(*room);
                let share = facts.catalogue.spaces_of(*other_room).iter().any(|space| spaces.contains(space));
                prop_assert!(!(meet && share), "{of} and {other_of}");
            }
        }
        for room in &facts.catalogue.rooms {
            for day in 0..30 {
                let date = TUESDAY + Duration::days(day);
                let spaces = facts.catalogue.spaces_of(room.id);
                let held: i32 = given
                    .iter()
                    .filter(|(_, other, span)| {
                        span.date() == date && facts.catalogue.spaces_of(*other).iter().any(|space| spaces.contains(space))
                    })
                    .map(|(_, _, span)| span.minutes())
                    .sum();
                let open: i32 = facts.catalogue.open_on(room.id, date).iter().map(|span| span.minutes()).sum();
                prop_assert!(2 * held <= open, "room {} on {date}: {held} of {open}", room.id);
            }
        }
    }
}
