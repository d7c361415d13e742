//! Sixty-four programs want the same rooms at the same time, through HTTP, from real server processes: exactly
//! the possible number is granted, and nothing answers with a fault of ours.
//!
//! On SQLite, on PostgreSQL, and with two server processes on one PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

macro_rules! races {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(&$crate::Race::on($crate::support::Kind::Sqlite, 1)) })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[test] #[ignore = "needs PostgreSQL"] fn $name() {
                super::$name(&$crate::Race::on($crate::support::Kind::Postgres, 1))
            })*
        }
        #[cfg(feature = "postgres")]
        mod on_one_postgres_with_two_servers {
            $(#[test] #[ignore = "needs PostgreSQL"] fn $name() {
                super::$name(&$crate::Race::on($crate::support::Kind::Postgres, 2))
            })*
        }
    };
}

mod held;
mod offers;
mod places;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/mod.rs"]
mod support;
mod tries;

use std::collections::HashMap;
use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::Duration;

use diesel::prelude::*;
use linli::base::db::schema::{booking, occupancy, room_space};
use linli::base::time::{Clock, Wall};
use linli::domain::bookings::State;
use linli::domain::centres;
use linli::domain::disruptions::Change;
use linli::domain::disruptions::rooms::change_room;
use linli::domain::occupancy::BookingId;
use linli::domain::people::Acting;
use linli::domain::rooms::editing::RoomDetails;
use linli::domain::rooms::{self, Mode, RoomId};
use serde_json::json;
use server::{Answer, Caller, Program, Server, Stage};
use support::Kind;

const CLIENTS: usize = 64;

/// A room, its spaces, from and to as `09:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wish {
    room: i64,
    from: &'static str,
    to: &'static str,
}

struct Race {
    stage: Stage,
    servers: Vec<Server>,
    callers: Vec<Caller>,
}

impl Race {
    fn on(kind: Kind, processes: usize) -> Self {
        let stage = Stage::set(kind);
        let callers = stage.db_callers(16);
        let servers = (0..processes).map(|_| Server::start(&stage.database, None)).collect();
        Self { stage, servers, callers }
    }

    /// All clients at once, each with a program, its number, and a troupe that it may share with others.
    fn run<T: Send>(&self, act: impl Fn(&Program, usize) -> T + Sync) -> Vec<T> {
        let start = Barrier::new(CLIENTS);
        thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|number| {
                    let program = Program::new(
                        &self.servers[number % self.servers.len()],
                        &self.callers[number % self.callers.len()],
                    );
                    let (act, start) = (&act, &start);
                    scope.spawn(move || {
                        start.wait();
                        act(&program, number)
                    })
                })
                .collect();
            clients.into_iter().map(|client| client.join().unwrap()).collect()
        })
    }

    /// Every client wants everything, each in an order of its own.
    fn everybody_wants(&self, wishes: &[Wish], what: &str) -> Vec<(Wish, Answer)> {
        let answers = self.run(|program, number| {
            let mut order: Vec<Wish> = wishes.to_vec();
            let length = order.len();
            order.rotate_left(number % length);
            if number % 2 == 1 {
                order.reverse();
            }
            order
                .into_iter()
                .enumerate()
                .map(|(index, wish)| {
                    let key = format!("{what}-{number}-{index}");
                    (wish, program.asks_for(wish.room, self.stage.day, wish.from, wish.to, &key))
                })
                .collect::<Vec<_>>()
        });
        let answers: Vec<(Wish, Answer)> = answers.into_iter().flatten().collect();
        for (wish, answer) in &answers {
            assert!(matches!(answer.status, 201 | 409), "{wish:?}: {answer:?}");
        }
        answers
    }

    /// The rows agree with themselves: approved and offered bookings occupy their room's spaces, nothing else does, and no
    /// two overlap.
    fn check_rows(&self) -> usize {
        type Taken = (i64, Wall, Wall, Option<i64>);
        let (approved, spaces, taken) = self
            .stage
            .db
            .read_now(|conn| {
                let approved: Vec<(i64, i64)> = booking::table
                    .filter(booking::state.eq_any([State::Approved, State::Offered]))
                    .select((booking::id, booking::room_id))
                    .load(conn)?;
                let spaces: Vec<(i64, i64)> =
                    room_space::table.select((room_space::room_id, room_space::space_id)).load(conn)?;
                let taken: Vec<Taken> = occupancy::table
                    .order((occupancy::space_id, occupancy::starts_at))
                    .select((
                        occupancy::space_id,
                        occupancy::starts_at,
                        occupancy::ends_at,
                        occupancy::booking_id,
                    ))
                    .load(conn)?;
                Ok((approved, spaces, taken))
            })
            .unwrap();
        for pair in taken.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "overlap: {pair:?}");
        }
        let mut expected: Vec<(i64, i64)> = Vec::new();
        for (id, room) in &approved {
            expected.extend(spaces.iter().filter(|(of, _)| of == room).map(|(_, space)| (*id, *space)));
        }
        let mut there: Vec<(i64, i64)> =
            taken.iter().map(|(space, _, _, id)| (id.expect("a booking"), *space)).collect();
        expected.sort();
        there.sort();
        assert_eq!(there, expected);
        approved.len()
    }
}

fn granted(answers: &[(Wish, Answer)]) -> Vec<Wish> {
    let granted = answers.iter().filter(|(_, answer)| answer.status == 201);
    granted
        .map(|(wish, answer)| {
            assert_eq!(answer.json["status"], "approved", "{answer:?}");
            *wish
        })
        .collect()
}

/// Slots that do not touch one another: each is granted once, whoever comes first.
fn the_same_slots(race: &Race) {
    let mut wishes = Vec::new();
    for name in ["Studio", "East hall", "West hall"] {
        let room = race.stage.room(name);
        for (from, to) in [("08:30", "09:30"), ("10:00", "11:00"), ("14:00", "15:30"), ("19:00", "20:00")] {
            wishes.push(Wish { room, from, to });
        }
    }
    let answers = race.everybody_wants(&wishes, "same");
    let mut winners: HashMap<(i64, &str), usize> = HashMap::new();
    for wish in granted(&answers) {
        *winners.entry((wish.room, wish.from)).or_default() += 1;
    }
    assert_eq!(winners.len(), wishes.len(), "every slot found somebody");
    assert!(winners.values().all(|count| *count == 1), "{winners:?}");
    assert_eq!(race.check_rows(), wishes.len());
}

/// Slots that overlap, in rooms that share spaces: what was granted fits together, and whatever was refused
/// had something in its way.
fn overlapping_slots(race: &Race) {
    let [hall, east, west] = ["Hall", "East hall", "West hall"].map(|name| race.stage.room(name));
    let studio = race.stage.room("Studio");
    let mut wishes = Vec::new();
    for room in [hall, east, west, studio] {
        for (from, to) in [
            ("08:30", "10:00"),
            ("09:30", "11:00"),
            ("10:30", "12:00"),
            ("14:00", "15:00"),
            ("14:30", "17:30"),
        ] {
            wishes.push(Wish { room, from, to });
        }
    }
    let answers = race.everybody_wants(&wishes, "overlap");
    let spaces = |room: i64| match room {
        _ if room == hall => vec![east, west],
        other => vec![other],
    };
    let minute = |time: &str| {
        let (hour, minute) = time.split_once(':').unwrap();
        hour.parse::<i32>().unwrap() * 60 + minute.parse::<i32>().unwrap()
    };
    let turnaround = |room: i64| if room == studio { 0 } else { 15 };
    let clash = |a: Wish, b: Wish| {
        spaces(a.room).iter().any(|space| spaces(b.room).contains(space))
            && minute(a.from) < minute(b.to) + turnaround(b.room)
            && minute(b.from) < minute(a.to) + turnaround(a.room)
    };
    let granted = granted(&answers);
    for (index, one) in granted.iter().enumerate() {
        assert!(granted[..index].iter().all(|other| !clash(*one, *other)), "{one:?} among {granted:?}");
    }
    for wish in &wishes {
        assert!(granted.iter().any(|won| clash(*won, *wish)), "{wish:?} was refused with nothing in its way");
    }
    assert_eq!(race.check_rows(), granted.len());
}

/// A double click, sixty-four times over: one booking, and everybody hears of it.
fn the_same_request_key(race: &Race) {
    let studio = race.stage.room("Studio");
    let answers = race.run(|_, number| {
        let server = &race.servers[number % race.servers.len()];
        let same = Program::new(server, &race.callers[0]);
        same.asks_for(studio, race.stage.day, "10:00", "11:00", "double-click")
    });
    let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(made.len(), 1, "{answers:?}");
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 201), "{answer:?}");
        assert_eq!(answer.id(), made[0].id());
    }
    assert_eq!(race.check_rows(), 1);
}

/// Several requests for one slot, many approvals at once: one wins, the others wait, and each approver who
/// came late is told what happened.
fn approvals_of_rivals(race: &Race) {
    let room = race.stage.room("Meeting room");
    let requests: Vec<i64> = (0..8)
        .map(|number| {
            let program = Program::new(&race.servers[0], &race.callers[number]);
            let times = [("09:00", "11:00"), ("10:00", "12:00")][number % 2];
            let answer = program.asks_for(room, race.stage.day, times.0, times.1, "rival");
            assert_eq!((answer.status, &answer.json["status"]), (201, &json!("requested")), "{answer:?}");
            answer.id()
        })
        .collect();
    let staff = ["approver@example.org", "manager@example.org"].map(|email| race.stage.db_caller(email));
    let answers = race.run(|_, number| {
        let server = &race.servers[number % race.servers.len()];
        let id = requests[number % requests.len()];
        Program::new(server, &staff[number % 2]).post(&format!("/bookings/{id}/approval"), &json!({}))
    });
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 409), "{answer:?}");
    }
    let states: Vec<(i64, State)> = race
        .stage
        .db
        .read_now(|conn| Ok(booking::table.select((booking::id, booking::state)).load(conn)?))
        .unwrap();
    for (id, state) in states {
        let expected = if id == won[0].id() { State::Approved } else { State::Waiting };
        assert_eq!(state, expected, "booking {}", BookingId(id));
    }
    assert_eq!(race.check_rows(), 1);
}

/// While everybody waits for the hall, it becomes another room: the eastern half alone. Nobody is given what it
/// was made of when they began to ask.
fn a_room_that_is_made_of_other_spaces_meanwhile(race: &Race) {
    let [hall, east, west] = ["Hall", "East hall", "West hall"].map(|name| race.stage.room(name));
    let half = |room: i64| race.stage.db.read_now(|conn| rooms::store::spaces(conn, RoomId(room))).unwrap();
    let smaller = RoomDetails {
        mode: Mode::Instant,
        capacity: 80,
        spaces: half(east),
        own_space: false,
        ..RoomDetails::named("Hall", "Hall")
    };
    let at = |room| Wish { room, from: "09:00", to: "11:00" };
    let (begun, changed) = mpsc::channel();
    let answers = thread::scope(|scope| {
        let (race, smaller) = (&race, &smaller);
        let manager = scope.spawn(move || {
            race.stage.db.write_now(|conn| {
                let centre = centres::store::by_slug(conn, "hexi")?.expect("the centre");
                let acting = Acting { centre: &centre, person: None, now: Clock::system().now() };
                let change = change_room(conn, &acting, RoomId(hall), smaller)?;
                assert!(matches!(change, Change::Done), "{change:?}");
                begun.send(()).unwrap();
                // Until all of them stand before its locks.
                thread::sleep(Duration::from_millis(700));
                Ok(())
            })
        });
        changed.recv().unwrap();
        let answers = race.everybody_wants(&[at(hall), at(west)], "meanwhile");
        manager.join().unwrap().unwrap();
        answers
    });
    let mut granted: Vec<i64> = granted(&answers).into_iter().map(|wish| wish.room).collect();
    granted.sort();
    assert_eq!(granted, [hall, west], "the western half is no longer the hall's");
    assert_eq!(race.check_rows(), 2);
}

races![
    the_same_slots,
    overlapping_slots,
    the_same_request_key,
    approvals_of_rivals,
    a_room_that_is_made_of_other_spaces_meanwhile,
];
