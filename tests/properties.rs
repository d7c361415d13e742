//! Properties that hold for whatever comes: spans, hours, stretches, overlap and taking, each against a model
//! that counts minutes one by one; and what is offered would be granted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use linli::base::db::schema::{activity, occupancy, session};
use linli::base::time::{DaySpan, Minute, Span, Wall, Zone, merge};
use linli::domain::agreements::{
    Agreement, AgreementId, AgreementState, Allowance, PaperWords, Troupe, TroupeId, TroupeKind, Window,
};
use linli::domain::bookings::alternatives::{Wish, alternatives};
use linli::domain::bookings::finding::{Need, find};
use linli::domain::bookings::sharing_out::{Lost, Terms, share_out};
use linli::domain::bookings::{Booked, Booking, BookingId, Facts, State, Use, Verdict};
use linli::domain::centres::CentreId;
use linli::domain::occupancy::{self as taking, Occupancy, SessionId, Taker, Taking};
use linli::domain::rooms::{
    Access, Catalogue, Hours, Mode, Noise, Room, RoomId, RoomKind, SpaceId, SpecialDay, WeeklySpan,
};
use proptest::collection::vec;
use proptest::prelude::*;
use support::Kind;
use support::database::TestDatabase;

const DAY: i32 = 24 * 60;
/// A Tuesday.
const TUESDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn minutes(of: impl IntoIterator<Item = DaySpan>) -> Vec<bool> {
    let mut minutes = vec![false; DAY as usize];
    for span in of {
        minutes[span.from().get() as usize..span.to().get() as usize].fill(true);
    }
    minutes
}

/// Any span of a day, on multiples of `grain`.
fn day_span(grain: i32) -> impl Strategy<Value = DaySpan> {
    let last = DAY / grain;
    (0..last).prop_flat_map(move |from| (Just(from), from + 1..=last)).prop_map(move |(from, to)| {
        DaySpan::new(Minute::new(from * grain).unwrap(), Minute::new(to * grain).unwrap()).unwrap()
    })
}

fn is_sorted_and_apart(spans: &[DaySpan]) -> bool {
    spans.windows(2).all(|pair| pair[0].to() < pair[1].from())
}

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

/// Three rooms, two of them halves of the third; hours, occupancies, perhaps an agreement.
#[derive(Debug, Clone)]
struct World {
    facts: Facts,
}

fn room(id: i64, capacity: i32, mode: Mode, turnaround: i32) -> Room {
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
    fn a_world()(
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
    fn usable(&self, room: &Room, date: NaiveDate) -> Vec<bool> {
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

    fn is_free(&self, room: RoomId, span: Span) -> bool {
        let room = self.facts.catalogue.room(room).unwrap();
        self.facts.catalogue.spaces_of(room.id).iter().all(|space| {
            let there = self.facts.taken.get(space).map_or(&[][..], Vec::as_slice);
            there.iter().all(|one| {
                one.ends_at <= span.start() || span.end_with(room.turnaround_minutes) <= one.starts_at
            })
        })
    }
}

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

/// `occupancy::take` against a table of minutes, over three spaces and two days.
fn taking_agrees_with_the_minutes(kind: Kind, cases: u32) {
    type Wanted = (usize, i64, DaySpan, i32, bool);
    let database = TestDatabase::furnished(kind);
    let db = database.open(1);
    let rooms: [&[SpaceId]; 4] =
        [&[SpaceId(1)], &[SpaceId(2)], &[SpaceId(1), SpaceId(2)], &[SpaceId(1), SpaceId(2), SpaceId(3)]];
    let wanted = vec(
        (0usize..4, 0i64..2, day_span(15), prop_oneof![Just(0), Just(15), Just(120)], any::<bool>()),
        1..25,
    );
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    let outcome = runner.run(&wanted, |wishes: Vec<Wanted>| {
        let mut model: HashMap<(SpaceId, i64), SessionId> = HashMap::new();
        let done = db.write_now(|conn| {
            diesel::delete(occupancy::table).execute(conn)?;
            for (room, day, part, turnaround, leave) in wishes {
                let span = Span::on(TUESDAY + Duration::days(day), part);
                let id = new_session(conn, span)?;
                let now = support::fixture::made_at();
                let spaces = rooms[room];
                let answer = taking::take(conn, spaces, span, turnaround, Taker::Session(id), None, now)?;
                let from = day * i64::from(DAY) + i64::from(part.from().get());
                let to = day * i64::from(DAY) + i64::from(part.to().get() + turnaround);
                let minutes = || spaces.iter().flat_map(|space| (from..to).map(|minute| (*space, minute)));
                let free = minutes().all(|minute| !model.contains_key(&minute));
                assert_eq!(answer == Taking::Taken, free, "{span:?} in {spaces:?}");
                match answer {
                    Taking::Taken => model.extend(minutes().map(|minute| (minute, id))),
                    Taking::InTheWay(there) => {
                        let mut named: Vec<Taker> = there.iter().map(|one| one.taker).collect();
                        let mut expected: Vec<Taker> = minutes()
                            .filter_map(|minute| model.get(&minute))
                            .map(|id| Taker::Session(*id))
                            .collect();
                        named.sort_by_key(|taker| format!("{taker:?}"));
                        expected.sort_by_key(|taker| format!("{taker:?}"));
                        named.dedup();
                        expected.dedup();
                        assert_eq!(named, expected);
                    }
                }
                if leave {
                    taking::free(conn, Taker::Session(id))?;
                    model.retain(|_, holder| *holder != id);
                }
            }
            Ok(())
        });
        done.map_err(|error| TestCaseError::fail(error.to_string()))
    });
    outcome.unwrap();
}

fn new_session(conn: &mut linli::base::db::Conn, span: Span) -> linli::base::error::Result<SessionId> {
    let now = support::fixture::made_at();
    let activities: i64 = activity::table.count().get_result(conn)?;
    if activities == 0 {
        diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(1), activity::title.eq(""), activity::title_en.eq("")),
                (activity::kind.eq("other"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(1), activity::created_at.eq(now)),
            ))
            .execute(conn)?;
    }
    let of: i64 = activity::table.select(activity::id).first(conn)?;
    Ok(diesel::insert_into(session::table)
        .values((
            (session::centre_id.eq(1), session::activity_id.eq(of)),
            (session::place.eq(""), session::place_en.eq("")),
            (session::starts_at.eq(span.start()), session::ends_at.eq(span.end())),
            (session::turnaround_minutes.eq(0), session::changed_at.eq(now), session::sequence.eq(0)),
        ))
        .returning(session::id)
        .get_result(conn)?)
}

#[test]
fn taking_agrees_with_the_minutes_on_sqlite() {
    taking_agrees_with_the_minutes(Kind::Sqlite, 64);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn taking_agrees_with_the_minutes_on_postgres() {
    taking_agrees_with_the_minutes(Kind::Postgres, 24);
}

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
