//! A line for a slot while sixty-four programs give up, answer and ask: each offer is answered once, and what is taken
//! fits together.

use std::sync::Barrier;
use std::thread;

use linli::base::time::Instant;
use linli::domain::bookings::accepting::{OfferAnswered, accept};
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::{Acting, State, lapsing, store};
use linli::domain::centres;
use linli::domain::occupancy::BookingId;
use serde_json::json;

use crate::Race;
use crate::server::{Answer, Program};

/// Somebody has the slot, another troupe waits for it and is offered it. Gives the offered booking.
fn an_offer(race: &Race, room: i64, from: &str, to: &str, key: &str) -> i64 {
    let (first, second) = (&race.callers[0], &race.callers[1]);
    let server = &race.servers[0];
    let there = Program::new(server, first).asks_for(room, race.stage.day, from, to, &format!("{key}-has"));
    let waits =
        Program::new(server, second).waits_for(room, race.stage.day, from, to, &format!("{key}-waits"));
    assert_eq!(waits.json["status"], "waiting", "{waits:?}");
    let gone =
        Program::new(server, first).post(&format!("/bookings/{}/cancellation", there.id()), &json!({}));
    assert_eq!(gone.status, 200, "{gone:?}");
    waits.id()
}

/// An offer taken and declined sixty-four times at once: it is answered once.
fn answers_to_one_offer(race: &Race) {
    let offered = an_offer(race, race.stage.room("Studio"), "10:00", "11:00", "offer");
    let answers = race.run(|_, number| {
        let server = &race.servers[number % race.servers.len()];
        let what = if number % 4 == 3 { "declining" } else { "acceptance" };
        Program::new(server, &race.callers[1]).post(&format!("/bookings/{offered}/{what}"), &json!({}))
    });
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 409)), "{answers:?}");
    let taken = usize::from(won[0].json["status"] == "approved");
    assert_eq!(race.check_rows(), taken);
}

/// Troupes that have slots give them up while those in line answer and others ask: what is taken fits together, and
/// nothing answers with a fault.
fn giving_up_along_a_line(race: &Race) {
    let [hall, east, studio] = ["Hall", "East hall", "Studio"].map(|name| race.stage.room(name));
    let day = race.stage.day;
    let mut had = Vec::new();
    for (number, (room, from, to)) in [
        (east, "08:30", "10:00"),
        (east, "10:30", "12:00"),
        (studio, "08:30", "10:00"),
        (studio, "10:00", "12:00"),
    ]
    .into_iter()
    .enumerate()
    {
        let first = Program::new(&race.servers[0], &race.callers[number]);
        had.push((number, first.asks_for(room, day, from, to, "has").id()));
        for waiting in 4..10 {
            let program = Program::new(&race.servers[0], &race.callers[waiting]);
            let room = if waiting == 9 && room == east { hall } else { room };
            let answer = program.waits_for(room, day, from, to, &format!("waits-{number}"));
            assert!(matches!(answer.status, 200 | 201), "{answer:?}");
        }
    }
    let answers = race.run(|program, number| {
        let server = &race.servers[number % race.servers.len()];
        match (number / 4 % 4, had[number % had.len()]) {
            (0, (who, id)) => Program::new(server, &race.callers[who])
                .post(&format!("/bookings/{id}/cancellation"), &json!({})),
            (1, _) => program.asks_for(studio, day, "09:00", "11:00", &format!("asks-{number}")),
            (2, _) => program.asks_for(hall, day, "09:00", "11:00", &format!("asks-{number}")),
            (_, (_, id)) => Program::new(server, &race.callers[4])
                .post(&format!("/bookings/{}/acceptance", id + 1), &json!({})),
        }
    });
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 201 | 404 | 409), "{answer:?}");
    }
    race.check_rows();
}

/// The answer and the offer's end at the same moment: one of them, and what is taken says which.
fn an_acceptance_and_the_offers_end(race: &Race) {
    let db = &race.stage.db;
    for round in 0..12 {
        let times = [("08:30", "09:30"), ("10:00", "11:00"), ("14:00", "15:00")][round % 3];
        let id =
            BookingId(an_offer(race, race.stage.room("Studio"), times.0, times.1, &format!("end-{round}")));
        let booking = db.read_now(|conn| store::find(conn, id)).unwrap();
        let centre = db.read_now(|conn| centres::store::by_id(conn, booking.centre_id)).unwrap();
        let until = booking.offered_until.unwrap();
        let before = Instant::new(until.utc() - chrono::Duration::milliseconds(1));
        let start = Barrier::new(2);
        let (accepted, lapsed) = thread::scope(|scope| {
            let accepting = scope.spawn(|| {
                start.wait();
                let acting = Acting { centre: &centre, person: Some(booking.requested_by), now: before };
                db.write_again_now(|conn| accept(conn, acting, id, None, Canceller::Troupe)).unwrap()
            });
            let lapsing = scope.spawn(|| {
                start.wait();
                db.write_again_now(|conn| lapsing::lapse(conn, &centre, id, until)).unwrap()
            });
            (matches!(accepting.join().unwrap(), OfferAnswered::Done(_)), lapsing.join().unwrap())
        });
        assert_ne!(accepted, lapsed, "one of the two");
        let state = db.read_now(|conn| store::find(conn, id)).unwrap().state;
        assert_eq!(state, if accepted { State::Approved } else { State::Lapsed });
        if accepted {
            let gone = Program::new(&race.servers[0], &race.callers[1]);
            gone.post(&format!("/bookings/{id}/cancellation"), &json!({}));
        }
        assert_eq!(race.check_rows(), 0);
    }
}

races![answers_to_one_offer, giving_up_along_a_line, an_acceptance_and_the_offers_end,];
