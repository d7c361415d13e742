//! A repeated submit (a double click, a retry) returns the first result and creates nothing.

use linli::domain::bookings::State;

use crate::support::{Reply, TestApp};

stories![
    the_same_key_returns_the_first_booking,
    the_same_key_of_another_person_is_another_request,
    a_refused_ask_does_not_use_up_its_key,
];

fn the_same_key_returns_the_first_booking(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let first = leader.asks(&studio, "2026-11-24T09:00", "2026-11-24T11:00", 12, "once").is(State::Approved);
    app.wrote(&["leader: approved"]);
    let again = leader.asks(&studio, "2026-11-24T09:00", "2026-11-24T11:00", 12, "once");
    assert_eq!(again, Reply::Repeated(first));
    app.wrote(&[]);
    assert_eq!(app.bookings(), 1);
}

fn the_same_key_of_another_person_is_another_request(app: &TestApp) {
    let room = app.room("Meeting room");
    app.leader().asks(&room, "2026-11-24T09:00", "2026-11-24T11:00", 8, "once").is(State::Requested);
    app.rival().asks(&room, "2026-11-24T09:00", "2026-11-24T11:00", 8, "once").is(State::Requested);
    assert_eq!(app.bookings(), 2);
}

fn a_refused_ask_does_not_use_up_its_key(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    leader.asks(&studio, "2026-11-24T09:10", "2026-11-24T11:00", 12, "once").refused("整数倍");
    leader.asks(&studio, "2026-11-24T09:00", "2026-11-24T11:00", 12, "once").is(State::Approved);
}
