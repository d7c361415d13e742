//! Random sequences of asking, waiting, answering, deciding and time passing, held against what is counted minute by
//! minute: no space is held twice, no hold outlives its moment once the slot is wanted, nobody jumps the line.

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::schema::{booking, occupancy};
use linli::base::time::{Instant, Wall, Zone};
use linli::domain::agreements::Gap;
use linli::domain::bookings::{Booking, BookingId, State};
use linli::domain::rooms::{self, Mode, Room, SpaceId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use crate::support::people::Someone;
use crate::support::{Kind, TestApp};

/// Somebody does something; numbers are taken modulo what there is.
#[derive(Debug, Clone, Copy)]
enum Act {
    Ask {
        who: usize,
        room: usize,
        from: i64,
        length: i64,
    },
    Wait {
        who: usize,
        room: usize,
        from: i64,
        length: i64,
    },
    Cancel(usize),
    Accept(usize),
    Decline(usize),
    Approve(usize),
    Refuse(usize),
    Hours(i64),
    /// The job runs.
    Lapse,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let span = || (0..3_usize, 0..3_usize, 0..5_i64, 1..4_i64);
    let one = prop_oneof![
        3 => span().prop_map(|(who, room, from, length)| Act::Ask { who, room, from, length }),
        5 => span().prop_map(|(who, room, from, length)| Act::Wait { who, room, from, length }),
        3 => any::<usize>().prop_map(Act::Cancel),
        2 => any::<usize>().prop_map(Act::Accept),
        2 => any::<usize>().prop_map(Act::Decline),
        2 => any::<usize>().prop_map(Act::Approve),
        1 => any::<usize>().prop_map(Act::Refuse),
        3 => (1..30_i64).prop_map(Act::Hours),
        1 => Just(Act::Lapse),
    ];
    vec(one, 1..40)
}

/// The halls, and what they are made of: the east one is given at once, the others by staff.
struct Halls {
    rooms: Vec<(Room, Vec<SpaceId>)>,
}

impl Halls {
    fn of(app: &TestApp) -> Self {
        let rooms = ["East hall", "West hall", "Hall"].map(|name| {
            let room = app.room(name);
            let spaces = app.read(|conn| rooms::store::spaces(conn, room.id));
            (room, spaces)
        });
        Self { rooms: rooms.into() }
    }

    fn spaces(&self, one: &Booking) -> &[SpaceId] {
        &self.rooms.iter().find(|(room, _)| room.id == one.room_id).unwrap().1
    }

    fn share(&self, one: &Booking, other: &Booking) -> bool {
        let (mine, theirs) = (self.spaces(one), self.spaces(other));
        mine.iter().any(|space| theirs.contains(space))
            && one.starts_at < end(other)
            && other.starts_at < end(one)
    }

    fn instant(&self, one: &Booking) -> bool {
        self.rooms.iter().any(|(room, _)| room.id == one.room_id && room.mode == Mode::Instant)
    }
}

fn end(one: &Booking) -> Wall {
    one.ends_at.plus(Duration::minutes(one.turnaround_minutes.into()))
}

/// Two hours before it begins.
fn latest(zone: Zone, one: &Booking) -> Instant {
    zone.instant(one.starts_at).unwrap().plus(-Duration::hours(2))
}

/// It has its slot now.
fn holds(one: &Booking, now: Instant) -> bool {
    match one.state {
        State::Approved => true,
        State::Offered | State::Requested => one.offered_until.is_some_and(|until| until > now),
        _ => false,
    }
}

fn all(app: &TestApp) -> Vec<Booking> {
    app.read(|conn| Ok(booking::table.order(booking::id).select(Booking::as_select()).load(conn)?))
}

/// The act, and the booking that it is exempt about: staff may approve past the line, which they are shown.
fn run(app: &TestApp, halls: &Halls, people: &[Someone; 3], act: Act) -> Option<BookingId> {
    let there = all(app);
    let pick = |number: usize, states: &[State]| {
        let fitting: Vec<&Booking> = there.iter().filter(|one| states.contains(&one.state)).collect();
        fitting.get(number.checked_rem(fitting.len()).unwrap_or(0)).map(|one| (*one).clone())
    };
    let whose = |one: &Booking| &people[usize::try_from(one.troupe_id.0 - 1).unwrap()];
    let times = |from: i64, length: i64| {
        let at = |half: i64| format!("2026-11-25T{:02}:{:02}", 9 + half / 2, half % 2 * 30);
        (at(from), at((from + length).min(6)))
    };
    match act {
        Act::Ask { who, room, from, length } => {
            let (from, to) = times(from, length);
            people[who].asks_for(&halls.rooms[room].0, &from, &to);
        }
        Act::Wait { who, room, from, length } => {
            let (from, to) = times(from, length);
            people[who].waits_for(&halls.rooms[room].0, &from, &to);
        }
        Act::Cancel(number) => {
            let open = [State::Requested, State::Waiting, State::Offered, State::Approved];
            if let Some(one) = pick(number, &open) {
                whose(&one).cancels(one.id);
            }
        }
        Act::Accept(number) => {
            if let Some(one) = pick(number, &[State::Offered]) {
                whose(&one).accepts(one.id);
            }
        }
        Act::Decline(number) => {
            if let Some(one) = pick(number, &[State::Offered]) {
                whose(&one).declines(one.id);
            }
        }
        Act::Approve(number) => {
            if let Some(one) = pick(number, &[State::Requested]) {
                app.approver().approves_because(one.id, Some("因为"));
                return Some(one.id);
            }
        }
        Act::Refuse(number) => {
            if let Some(one) = pick(number, &[State::Requested, State::Waiting]) {
                app.approver().refuses(one.id, "因为");
            }
        }
        Act::Hours(hours) => app.hours_pass(hours),
        Act::Lapse => {
            app.requests_lapse();
        }
    }
    None
}

fn check(
    app: &TestApp,
    halls: &Halls,
    before: &[Booking],
    act: Act,
    exempt: Option<BookingId>,
) -> Result<(), String> {
    let (now, after) = (app.now(), all(app));
    let zone = app.centre("hexi").zone;
    let held: Vec<&Booking> = after.iter().filter(|one| holds(one, now)).collect();
    for (place, one) in held.iter().enumerate() {
        if let Some(other) = held[place + 1..].iter().find(|other| halls.share(one, other)) {
            return Err(format!("{} and {} have the same space", one.id, other.id));
        }
        if one.state != State::Approved && one.offered_until.unwrap() > latest(zone, one) {
            return Err(format!("{} is kept too close to its start", one.id));
        }
    }
    occupancies_are_what_is_held(app, halls, &held, now)?;
    let wanted = matches!(act, Act::Ask { .. } | Act::Wait { .. });
    let newest =
        after.iter().max_by_key(|one| one.id).filter(|one| before.iter().all(|old| old.id != one.id));
    if let Some(new) = newest.filter(|_| wanted) {
        let stale =
            |one: &&Booking| one.offered_until.is_some_and(|until| until <= now) && halls.share(one, new);
        if let Some(one) = after.iter().find(stale) {
            return Err(format!("{} outlived its moment though {} wanted the slot", one.id, new.id));
        }
    }
    // Nobody whose turn it was is passed over by who newly has a slot.
    let has_since = |one: &&&Booking| {
        let was = before.iter().find(|old| old.id == one.id);
        exempt != Some(one.id)
            && was
                .is_none_or(|was| !matches!(was.state, State::Offered | State::Approved) && !holds(was, now))
    };
    for new in held.iter().filter(has_since) {
        // Who asks meets the line as it was: whom staff had not answered stood before those behind, and lost only then.
        let asked_now = before.iter().all(|old| old.id != new.id);
        let line = if asked_now { before } else { &after };
        let in_a_day = now.plus(Duration::hours(24));
        if new.state == State::Offered && new.offered_until != Some(in_a_day.min(latest(zone, new))) {
            return Err(format!("{} is offered until {:?}", new.id, new.offered_until));
        }
        if !asked_now && !could_have_it(halls, line, new, now, zone) {
            return Err(format!("{} was given what others wanted before it", new.id));
        }
        for waits in after.iter().filter(|one| one.state == State::Waiting && halls.share(one, new)) {
            // Who waits only since this act was a rival that lost to it.
            let waited = before.iter().any(|old| old.id == waits.id && old.state == State::Waiting);
            let earlier = (waits.requested_at, waits.id) < (new.requested_at, new.id);
            let free_but_for_it = !held.iter().any(|other| other.id != new.id && halls.share(other, waits));
            if waited && earlier && free_but_for_it && could_have_it(halls, line, waits, now, zone) {
                return Err(format!("{} jumped the line before {}", new.id, waits.id));
            }
        }
    }
    Ok(())
}

/// It is not too late, and no earlier request within its agreement is undecided.
fn could_have_it(halls: &Halls, line: &[Booking], waits: &Booking, now: Instant, zone: Zone) -> bool {
    let undecided = |one: &&Booking| {
        one.state == State::Requested
            && !one.exception.is_some_and(Gap::is_exception)
            && (one.requested_at, one.id) < (waits.requested_at, waits.id)
            && halls.share(one, waits)
    };
    // Who has no agreement is decided by staff wherever it is; the taiji group is the third troupe.
    let at_once = halls.instant(waits) && waits.troupe_id.0 != 3;
    now < latest(zone, waits) && (at_once || line.iter().find(undecided).is_none())
}

fn occupancies_are_what_is_held(
    app: &TestApp,
    halls: &Halls,
    held: &[&Booking],
    now: Instant,
) -> Result<(), String> {
    let live = occupancy::held_until.is_null().or(occupancy::held_until.gt(now));
    type Row = (SpaceId, Wall, Wall, Option<BookingId>);
    let mut found: Vec<Row> = app.read(|conn| {
        Ok(occupancy::table
            .filter(live)
            .select((occupancy::space_id, occupancy::starts_at, occupancy::ends_at, occupancy::booking_id))
            .load(conn)?)
    });
    let mut expected: Vec<Row> = held
        .iter()
        .flat_map(|one| halls.spaces(one).iter().map(|space| (*space, one.starts_at, end(one), Some(one.id))))
        .collect();
    found.sort();
    expected.sort();
    if found == expected { Ok(()) } else { Err(format!("taken is {found:?} and should be {expected:?}")) }
}

fn the_line_holds(kind: Kind, cases: u32) {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let outcome = TestRunner::new(config).run(&acts(), |acts| {
        let app = TestApp::on(kind);
        let halls = Halls::of(&app);
        let people = [app.leader(), app.rival(), app.phoned()];
        for (place, act) in acts.into_iter().enumerate() {
            let before = all(&app);
            let exempt = run(&app, &halls, &people, act);
            check(&app, &halls, &before, act, exempt)
                .map_err(|why| TestCaseError::fail(format!("after act {place}, {act:?}: {why}")))?;
        }
        // Once the job has run, nobody waits for what is free.
        let before = all(&app);
        app.requests_lapse();
        check(&app, &halls, &before, Act::Lapse, None).map_err(TestCaseError::fail)?;
        let (after, zone) = (all(&app), app.centre("hexi").zone);
        for waits in after.iter().filter(|one| one.state == State::Waiting) {
            let free = !after.iter().any(|other| holds(other, app.now()) && halls.share(other, waits));
            prop_assert!(
                !(free && could_have_it(&halls, &after, waits, app.now(), zone)),
                "{} waits for what is free",
                waits.id
            );
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn the_line_holds_on_sqlite() {
    the_line_holds(Kind::Sqlite, 150);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn the_line_holds_on_postgres() {
    the_line_holds(Kind::Postgres, 24);
}
