//! A small invented centre: rooms that share spaces, hours, what is taken, perhaps an agreement.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use linli::base::time::{Minute, Span, Wall, Zone};
use linli::domain::agreements::{
    Agreement, AgreementId, AgreementState, Allowance, PaperWords, TroupeId, Window,
};
use linli::domain::bookings::{BookingId, Facts, Use};
use linli::domain::centres::CentreId;
use linli::domain::occupancy::{Occupancy, Taker};
use linli::domain::rooms::{
    Access, Catalogue, Hours, Mode, Noise, Room, RoomId, RoomKind, SpaceId, WeeklySpan,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{DAY, TUESDAY, day_span, minutes};

/// Three rooms, two of them halves of the third; hours, occupancies, perhaps an agreement.
#[derive(Debug, Clone)]
pub struct World {
    pub facts: Facts,
}

pub fn room(id: i64, capacity: i32, mode: Mode, turnaround: i32) -> Room {
    Room {
        id: RoomId(id),
        centre_id: CentreId(1),
        position: id as i32,
        name: String::new(),
        name_en: String::new(),
        kind: RoomKind::Activity,
        access: Access::Bookable,
        mode,
        capacity,
        area_m2: 50,
        floor: 1,
        noise: Noise::Normal,
        step_free: true,
        turnaround_minutes: turnaround,
        shortest_minutes: 30,
        longest_minutes: 240,
        grain_minutes: 30,
        ahead_days: 30,
        partner: String::new(),
        note: String::new(),
        note_en: String::new(),
        active: true,
    }
}

prop_compose! {
    pub fn a_world()(
        open in vec((1i32..=7, day_span(30)), 1..14),
        taken in vec((1i64..=3, 0i64..20, day_span(15)), 0..40),
        windows in proptest::option::of(vec((1i32..=7, day_span(30)), 1..14)),
        limits in (proptest::option::of(60i32..900), proptest::option::of(1i32..4), proptest::option::of(30i32..240)),
        turnaround in prop_oneof![Just(0), Just(15), Just(30)],
        now in 0i32..DAY,
        used in vec((0i64..20, day_span(30)), 0..6),
    ) -> World {
        let rooms = vec![
            room(1, 60, Mode::Instant, turnaround),
            room(2, 60, Mode::Reviewed, turnaround),
            room(3, 120, Mode::Reviewed, turnaround),
            Room { access: Access::DropIn, ..room(4, 200, Mode::Instant, 0) },
        ];
        let spaces = HashMap::from([
            (RoomId(1), vec![SpaceId(1)]),
            (RoomId(2), vec![SpaceId(2)]),
            (RoomId(3), vec![SpaceId(1), SpaceId(2)]),
            (RoomId(4), vec![SpaceId(4)]),
        ]);
        let weekly = open.into_iter().map(|(weekday, span)| WeeklySpan { room: None, weekday, span }).collect();
        let mut by_space: HashMap<SpaceId, Vec<Occupancy>> = HashMap::new();
        for (index, (space, day, part)) in taken.into_iter().enumerate() {
            let span = Span::on(TUESDAY + Duration::days(day - 5), part);
            let one = Occupancy {
                space: SpaceId(space),
                starts_at: span.start(),
                ends_at: span.end_with(turnaround),
                taker: Taker::Booking(BookingId(index as i64)),
            };
            let there = by_space.entry(one.space).or_default();
            if !there.iter().any(|other| other.starts_at < one.ends_at && one.starts_at < other.ends_at) {
                there.push(one);
            }
        }
        let agreements: Vec<Agreement> = windows
            .map(|windows| Agreement {
                id: AgreementId(1),
                centre_id: CentreId(1),
                troupe_id: TroupeId(1),
                number: String::new(),
                signed_on: TUESDAY,
                starts_on: TUESDAY - Duration::days(10),
                ends_on: TUESDAY + Duration::days(9),
                state: AgreementState::Active,
                paper_ends_on: None,
                words: PaperWords::default(),
                predecessor: None,
                allowance: Allowance {
                    week_minutes: limits.0, month_minutes: None, week_bookings: limits.1, longest_minutes: limits.2,
                },
                rooms: vec![RoomId(1), RoomId(3)],
                windows: windows.into_iter().map(|(weekday, span)| Window { weekday, span }).collect(),
            })
            .into_iter()
            .collect();
        let uses = used
            .into_iter()
            .map(|(day, part)| Use { agreement: AgreementId(1), span: Span::on(TUESDAY + Duration::days(day - 5), part), open: false })
            .collect();
        let hours = Hours { weekly, ..Hours::default() };
        World {
            facts: Facts {
                catalogue: Catalogue { rooms, spaces, hours, ..Catalogue::default() },
                taken: by_space,
                agreements,
                uses,
                now: Wall::at(TUESDAY, Minute::new(now).unwrap()),
                zone: Zone::named("Asia/Shanghai").unwrap(),
            },
        }
    }
}

impl World {
    /// Whether each minute of a day may lie within a booking of a room, counted one by one.
    pub fn usable(&self, room: &Room, date: NaiveDate) -> Vec<bool> {
        let facts = &self.facts;
        let midnight = Wall::at(date, Minute::MIDNIGHT);
        let mut usable = minutes(facts.catalogue.hours.open_on(room.id, date));
        if let Some(agreement) = facts.agreement_on(date) {
            let windows = minutes(agreement.windows_on(date));
            usable.iter_mut().zip(windows).for_each(|(usable, window)| *usable &= window);
        }
        for (minute, usable) in usable.iter_mut().enumerate() {
            let at = midnight.plus(Duration::minutes(minute as i64));
            // A booking that covers this minute ends after it, and its turnaround after that.
            let until = at.plus(Duration::minutes(i64::from(room.turnaround_minutes) + 1));
            let taken = facts.catalogue.spaces_of(room.id).iter().any(|space| {
                let there = facts.taken.get(space).map_or(&[][..], Vec::as_slice);
                there.iter().any(|one| one.starts_at < until && at < one.ends_at)
            });
            // A minute that has begun is past.
            *usable &= !taken && at > facts.now;
        }
        usable
    }

    pub fn is_free(&self, room: RoomId, span: Span) -> bool {
        let room = self.facts.catalogue.room(room).unwrap();
        self.facts.catalogue.spaces_of(room.id).iter().all(|space| {
            let there = self.facts.taken.get(space).map_or(&[][..], Vec::as_slice);
            there.iter().all(|one| {
                one.ends_at <= span.start() || span.end_with(room.turnaround_minutes) <= one.starts_at
            })
        })
    }
}
