//! What the centre keeps for a troupe, pressed for by many at once: nothing is had twice, and nothing stays held of
//! an offer that was answered.

use std::sync::Barrier;
use std::thread;

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::schema::{booking, occupancy};
use linli::domain::bookings::store::{self, OfferedAlternative};
use linli::domain::bookings::{BookingId, State};
use linli::domain::disruptions::{Outcome, Planned, What, disrupting, planning};
use linli::domain::rooms::Room;

use crate::support::fixture::wall;
use crate::support::{Kind, Reply, TestApp};

const ROUNDS: usize = 12;

/// The dancers lose the studio; what is held for them.
fn a_loss(app: &TestApp) -> (BookingId, Vec<OfferedAlternative>) {
    let lost = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    let planned = Planned {
        what: What::Close {
            room: Some(app.room("Studio").id),
            from: wall("2026-11-24T00:00"),
            to: wall("2026-11-25T00:00"),
            fault: true,
        },
        reason: "跳闸".into(),
        reason_en: String::new(),
    };
    let who = app.approver();
    let seen = app.read(|conn| planning::plan(conn, &who.acting(), &planned)).fingerprint();
    let done = app.write(|conn| disrupting::disrupt(conn, &who.acting(), &planned, &seen, "key"));
    assert!(matches!(done, Outcome::Done(_)), "{done:?}");
    let held = app.read(|conn| store::held_for(conn, &[lost], app.now()));
    assert!(held.len() > 1);
    (lost, held)
}

fn link(app: &TestApp, one: &OfferedAlternative) -> String {
    format!("/a/{}", app.tokens.sign("alternative", one.id.0, 0))
}

fn room_of(app: &TestApp, one: &OfferedAlternative) -> Room {
    app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, one.room_id))
}

/// Everybody at once.
fn at_once<T: Send>(acts: Vec<Box<dyn FnOnce() -> T + Send + '_>>) -> Vec<T> {
    let start = Barrier::new(acts.len());
    thread::scope(|scope| {
        let runs: Vec<_> = acts
            .into_iter()
            .map(|act| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    act()
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

fn approved_between(app: &TestApp, one: &OfferedAlternative) -> i64 {
    app.read(|conn| {
        Ok(booking::table
            .filter(booking::state.eq(State::Approved).and(booking::room_id.eq(one.room_id)))
            .filter(booking::starts_at.lt(one.ends_at).and(booking::ends_at.gt(one.starts_at)))
            .count()
            .get_result(conn)?)
    })
}

fn one_answer_whichever_links_are_pressed_at_once(kind: Kind) {
    for _ in 0..ROUNDS {
        let app = TestApp::on(kind);
        let (lost, held) = a_loss(&app);
        let links: Vec<String> = held.iter().map(|one| link(&app, one)).collect();
        let acts = (0..6)
            .map(|number| {
                let (app, link) = (&app, &links[number % links.len()]);
                Box::new(move || app.presses(link)) as Box<dyn FnOnce() -> Reply + Send>
            })
            .collect();
        let replies = at_once(acts);
        let done: Vec<BookingId> = replies.iter().map(Reply::id).collect();
        assert!(done.iter().all(|id| *id == done[0]), "{replies:?}");
        let instead = app.read(|conn| store::replacements(conn, &[lost]));
        assert_eq!(instead.len(), 1);
        let holds: i64 = app.read(|conn| {
            Ok(occupancy::table.filter(occupancy::alternative_id.is_not_null()).count().get_result(conn)?)
        });
        assert_eq!(holds, 0, "nothing stays held of an offer that was answered");
    }
}

/// `late` seconds after the hold ends: the link and somebody else's wish meet.
fn meet(kind: Kind, late: i64) -> (usize, usize) {
    let (mut link_won, mut other_won) = (0, 0);
    for _ in 0..ROUNDS {
        let app = TestApp::on(kind);
        let (_, held) = a_loss(&app);
        // An instant room, so that whoever is first has it.
        let one = held.iter().find(|one| room_of(&app, one).name_en == "Studio").expect("the studio itself");
        app.clock.advance(one.held_until.unwrap().since(app.now()) + Duration::seconds(late));
        let (room, pressed) = (room_of(&app, one), link(&app, one));
        let (from, to) = (one.starts_at.iso(), one.ends_at.iso());
        let rival = app.rival();
        let replies = at_once(vec![
            Box::new(|| app.presses(&pressed)) as Box<dyn FnOnce() -> Reply + Send>,
            Box::new(|| rival.asks_for(&room, &from, &to)),
        ]);
        let has = |reply: &Reply| matches!(reply, Reply::Done(_, State::Approved));
        link_won += usize::from(has(&replies[0]));
        other_won += usize::from(has(&replies[1]));
        assert_eq!(approved_between(&app, one), 1, "{replies:?}");
        assert!(matches!(replies[1], Reply::Done(_, State::Approved) | Reply::Taken(..)), "{replies:?}");
    }
    (link_won, other_won)
}

fn while_it_is_held_only_the_link_can_have_it(kind: Kind) {
    assert_eq!(meet(kind, -1), (ROUNDS, 0));
}

fn once_the_hold_has_ended_the_first_has_it(kind: Kind) {
    let (link, other) = meet(kind, 0);
    assert_eq!(link + other, ROUNDS);
}

macro_rules! races {
    ($($name:ident),*) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(crate::support::Kind::Sqlite) })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[test] #[ignore = "needs PostgreSQL"] fn $name() { super::$name(crate::support::Kind::Postgres) })*
        }
    };
}
races![
    one_answer_whichever_links_are_pressed_at_once,
    while_it_is_held_only_the_link_can_have_it,
    once_the_hold_has_ended_the_first_has_it
];
