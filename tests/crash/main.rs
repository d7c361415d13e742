//! `kill -9` at random moments under load. Afterwards no acknowledged booking is lost, every fact has exactly
//! its letters and no letter is without its fact, occupancies match states, and a real mail server has got
//! every letter at least once, with the same Message-ID when it got it again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/server.rs"]
mod server;
#[path = "../support/smtp.rs"]
#[allow(dead_code)]
mod smtp;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use linli::base::db::schema::{booking, history, letter, occupancy, room_space};
use linli::base::mail::{Channel, State as Post};
use linli::domain::bookings::State;
use serde_json::json;
use server::{Caller, Program, Server, Stage};
use smtp::Smtp;
use support::Kind;

const ROUNDS: u64 = 5;
const CLIENTS: usize = 6;

/// A small generator, so that a failure can be had again: xorshift64.
struct Chance(u64);

impl Chance {
    fn up_to(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.up_to(of.len() as u64) as usize]
    }
}

/// What servers said yes to, by booking. A second entry means that it was asked to change after that, and the
/// answer was not heard: either may be true.
type Acknowledged = Mutex<BTreeMap<i64, Vec<State>>>;

struct Load<'a> {
    server: &'a Server,
    stage: &'a Stage,
    callers: &'a [Caller],
    approver: &'a Caller,
    acknowledged: &'a Acknowledged,
    over: &'a AtomicBool,
}

impl Load<'_> {
    /// One client: asks, and sometimes cancels or, for staff, approves, until the server is gone.
    fn client(&self, number: usize, round: u64, seed: u64) {
        let mut chance = Chance(seed * 1_000_003 + round * 101 + number as u64 + 1);
        let (leader, staff) =
            (Program::new(self.server, &self.callers[number]), Program::new(self.server, self.approver));
        let rooms =
            ["Studio", "Hall", "East hall", "West hall", "Meeting room"].map(|name| self.stage.room(name));
        let slots = [
            ("08:30", "10:00"),
            ("09:30", "11:00"),
            ("10:30", "12:00"),
            ("14:00", "15:30"),
            ("15:00", "17:00"),
        ];
        for turn in 0.. {
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            let day = self.stage.day + chrono::Days::new(chance.up_to(40));
            let (room, (from, to)) = (chance.pick(&rooms), chance.pick(&slots));
            let asked = leader.asks_for(room, day, from, to, &format!("{round}-{number}-{turn}"));
            let id = match asked.status {
                201 => asked.id(),
                // Somebody else has it, or this troupe waits for an answer about it already.
                200 | 409 => continue,
                0 => return,
                _ => panic!("{asked:?}"),
            };
            let state = State::from_word(asked.json["status"].as_str().unwrap()).unwrap();
            self.acknowledge(id, vec![state]);
            let (path, to, who) = match (state, chance.up_to(3)) {
                (State::Approved, 0) => ("cancellation", State::Cancelled, &leader),
                (State::Requested, 0 | 1) => ("approval", State::Approved, &staff),
                _ => continue,
            };
            self.acknowledge(id, vec![state, to]);
            let answer = who.post(&format!("/bookings/{id}/{path}"), &json!({}));
            match answer.status {
                200 => self.acknowledge(id, vec![to]),
                // Another request for the slot was approved meanwhile.
                409 => self.acknowledge(id, vec![state]),
                0 => return,
                _ => panic!("{answer:?}"),
            }
        }
    }

    fn acknowledge(&self, id: i64, states: Vec<State>) {
        self.acknowledged.lock().unwrap().insert(id, states);
    }
}

fn nothing_is_lost(kind: Kind, seed: u64) {
    let (stage, smtp) = (Stage::set(kind), Smtp::start());
    let callers = stage.db_callers(CLIENTS);
    let approver = stage.db_caller("approver@example.org");
    let acknowledged = Acknowledged::default();
    let mut chance = Chance(seed);
    for round in 0..ROUNDS {
        let server = Server::start(&stage.database, Some(&smtp.url()));
        let over = AtomicBool::new(false);
        let load = Load {
            server: &server,
            stage: &stage,
            callers: &callers,
            approver: &approver,
            acknowledged: &acknowledged,
            over: &over,
        };
        thread::scope(|scope| {
            for number in 0..CLIENTS {
                let load = &load;
                scope.spawn(move || load.client(number, round, seed));
            }
            thread::sleep(Duration::from_millis(150 + chance.up_to(450)));
            load.server.kill_now();
            over.store(true, Ordering::SeqCst);
        });
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > 20, "only {} bookings: no load at all", acknowledged.len());

    // What a dead server had in hand is claimed again once its lease is over.
    stage
        .db
        .write_now(|conn| {
            diesel::update(letter::table)
                .set(letter::leased_until.eq(None::<linli::base::time::Instant>))
                .execute(conn)?;
            Ok(())
        })
        .unwrap();
    let server = Server::start(&stage.database, Some(&smtp.url()));
    // How long all of them take is the disk's affair; that they go on going is the worker's.
    let (mut left, mut moved) = (waiting(&stage), Instant::now());
    while left > 0 {
        thread::sleep(Duration::from_millis(20));
        let now_left = waiting(&stage);
        if now_left < left {
            (left, moved) = (now_left, Instant::now());
        }
        assert!(moved.elapsed() < Duration::from_secs(30), "{left} letters still wait, and none went");
    }
    assert!(server.terminate() < Duration::from_secs(10));

    let requests = facts_match(&stage, &acknowledged);
    let letters = letters_match_facts(&stage);
    letters_arrived(&stage, &smtp);
    println!("{requests} bookings, {} acknowledged, {letters} letters", acknowledged.len());
}

fn waiting(stage: &Stage) -> i64 {
    let waiting = letter::table.filter(letter::state.eq(Post::Waiting)).count();
    stage.db.read_now(|conn| Ok(waiting.get_result(conn)?)).unwrap()
}

/// Every acknowledged booking is there as it was acknowledged, and exactly the approved ones occupy.
fn facts_match(stage: &Stage, acknowledged: &BTreeMap<i64, Vec<State>>) -> usize {
    type Row = (i64, i64, State);
    let (rows, spaces, taken) = stage
        .db
        .read_now(|conn| {
            let rows: Vec<Row> =
                booking::table.select((booking::id, booking::room_id, booking::state)).load(conn)?;
            let spaces: Vec<(i64, i64)> =
                room_space::table.select((room_space::room_id, room_space::space_id)).load(conn)?;
            let taken: Vec<(Option<i64>, i64)> =
                occupancy::table.select((occupancy::booking_id, occupancy::space_id)).load(conn)?;
            Ok((rows, spaces, taken))
        })
        .unwrap();
    let states: HashMap<i64, State> = rows.iter().map(|(id, _, state)| (*id, *state)).collect();
    for (id, possible) in acknowledged {
        let now = states.get(id).unwrap_or_else(|| panic!("booking {id} was acknowledged and is lost"));
        // A request that was not decided may have lost its slot to another.
        let outrun = *now == State::Waiting && possible.contains(&State::Requested);
        assert!(possible.contains(now) || outrun, "booking {id} is {now:?}, acknowledged as {possible:?}");
    }
    let occupying = rows.iter().filter(|(_, _, state)| state.occupies());
    let expected: BTreeSet<(i64, i64)> = occupying
        .flat_map(|(id, room, _)| {
            spaces.iter().filter(move |(of, _)| of == room).map(|(_, space)| (*id, *space))
        })
        .collect();
    let there: BTreeSet<(i64, i64)> = taken.iter().map(|(id, space)| (id.unwrap(), *space)).collect();
    assert_eq!(there.len(), taken.len());
    assert_eq!(there, expected);
    rows.len()
}

/// Each line of history has the letters that belong to it, no more and no fewer.
fn letters_match_facts(stage: &Stage) -> usize {
    type Line = (i64, i64, String, Option<String>);
    let (lines, letters, states) = stage
        .db
        .read_now(|conn| {
            let lines: Vec<Line> = history::table
                .filter(history::subject.eq("booking"))
                .order(history::id)
                .select((history::id, history::subject_id, history::act, history::to_state))
                .load(conn)?;
            let letters: Vec<(i64, i64, String)> = letter::table
                .select((letter::history_id, letter::person_id.assume_not_null(), letter::kind))
                .load(conn)?;
            let states: Vec<(i64, State, i64)> =
                booking::table.select((booking::id, booking::state, booking::requested_by)).load(conn)?;
            Ok((lines, letters, states))
        })
        .unwrap();
    let mut of_line: HashMap<i64, Vec<&str>> = HashMap::new();
    for (line, _, kind) in &letters {
        of_line.entry(*line).or_default().push(kind);
    }
    let mut last: HashMap<i64, String> = HashMap::new();
    let mut outrun: BTreeSet<i64> = BTreeSet::new();
    let leader_of: HashMap<i64, i64> = states.iter().map(|(id, _, leader)| (*id, *leader)).collect();
    for (line, id, act, to) in &lines {
        let mut there = of_line.remove(line).unwrap_or_default();
        there.sort();
        let expected: &[&str] = match (act.as_str(), to.as_deref()) {
            ("asked" | "approved", Some("approved")) => &["approved"],
            ("asked", Some("requested")) => &["new_request", "new_request", "received"],
            ("cancelled", _) => &["cancelled"],
            ("freed", _) => &["new_request", "new_request"],
            ("outrun", _) => {
                // One notice tells a leader of all requests that one approval hit.
                outrun.insert(leader_of[id]);
                assert!(there.is_empty() || there == ["conflict"], "line {line}: {there:?}");
                last.insert(*id, to.clone().unwrap());
                continue;
            }
            other => panic!("unexpected {other:?}"),
        };
        assert_eq!(there, expected, "line {line}: booking {id} {act}");
        last.insert(*id, to.clone().unwrap());
    }
    assert!(of_line.is_empty(), "letters about nothing: {of_line:?}");
    let told: BTreeSet<i64> =
        letters.iter().filter(|(_, _, kind)| kind == "conflict").map(|(_, person, _)| *person).collect();
    assert_eq!(told, outrun, "who lost a slot and who was told");
    // A booking's state is what its history says last.
    assert_eq!(last.len(), states.len());
    for (id, state, _) in &states {
        assert_eq!(last[id], state.word(), "booking {id}");
    }
    letters.len()
}

/// The mail server has every letter; what came twice is the same letter under the same Message-ID.
fn letters_arrived(stage: &Stage, smtp: &Smtp) {
    let letters: Vec<(String, String, Post)> = stage
        .db
        .read_now(|conn| {
            Ok(letter::table
                .filter(letter::channel.eq(Channel::Email))
                .select((letter::address, letter::subject, letter::state))
                .load(conn)?)
        })
        .unwrap();
    assert!(letters.iter().all(|(_, _, state)| *state == Post::Sent));
    let mut arrived: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut calendars: HashMap<String, Vec<&str>> = HashMap::new();
    for message in smtp.received() {
        let id = message.header("Message-ID").expect("a Message-ID");
        let content = (message.to.join(","), message.header("Subject").unwrap());
        if let Some(before) = arrived.get(&id) {
            assert_eq!(before, &content, "two letters under {id}");
            continue;
        }
        arrived.insert(id, content);
        if let Some(file) = message.part("text/calendar") {
            let uid = file.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
            let method = if file.contains("METHOD:CANCEL") { "CANCEL" } else { "REQUEST" };
            calendars.entry(uid).or_default().push(method);
        }
    }
    let mut expected: Vec<(String, String)> =
        letters.into_iter().map(|(address, subject, _)| (address, subject)).collect();
    let mut there: Vec<(String, String)> = arrived.into_values().collect();
    expected.sort();
    there.sort();
    assert_eq!(there.len(), expected.len(), "letters that arrived");
    assert_eq!(there, expected);
    for (uid, methods) in calendars {
        assert!(methods == ["REQUEST"] || methods == ["REQUEST", "CANCEL"], "{uid}: {methods:?}");
    }
}

fn seed() -> u64 {
    std::env::var("LINLI_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_121)
}

#[test]
fn nothing_is_lost_on_sqlite() {
    nothing_is_lost(Kind::Sqlite, seed());
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn nothing_is_lost_on_postgres() {
    nothing_is_lost(Kind::Postgres, seed() + 1);
}

/// SIGTERM ends it in time, and what was asked before is there.
#[test]
fn a_server_told_to_end_drains() {
    let stage = Stage::set(Kind::Sqlite);
    let callers = stage.db_callers(1);
    let server = Server::start(&stage.database, None);
    let program = Program::new(&server, &callers[0]);
    let asked = program.asks_for(stage.room("Studio"), stage.day, "09:00", "10:00", "k");
    assert_eq!(asked.status, 201, "{asked:?}");
    assert!(server.terminate() < Duration::from_secs(10));
    facts_match(&stage, &BTreeMap::from([(asked.id(), vec![State::Approved])]));
}
