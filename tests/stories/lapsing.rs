//! A request that nobody decided before its start lapses, and its troupe is told.

use linli::domain::bookings::State;

use crate::support::TestApp;

stories![
    an_undecided_request_lapses_at_its_start,
    a_waiting_request_lapses_too_and_an_approved_one_never,
    what_lapsed_is_not_decided_any_more,
];

fn an_undecided_request_lapses_at_its_start(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
    app.new_letters();
    app.hours_pass(1);
    assert_eq!(app.requests_lapse(), 0);
    app.hours_pass(1);
    assert_eq!(app.requests_lapse(), 1);
    assert_eq!(app.state(id), State::Lapsed);
    assert_eq!(app.booking(id).decided_by, None);
    app.wrote(&["leader: lapsed"]);
    assert_eq!(app.requests_lapse(), 0);
    app.wrote(&[]);
}

fn a_waiting_request_lapses_too_and_an_approved_one_never(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-21T10:00", "2026-11-21T11:00").id();
    let loser = app.rival().asks_for(&room, "2026-11-21T10:00", "2026-11-21T11:00").id();
    app.approver().approves(winner).is(State::Approved);
    app.hours_pass(3);
    assert_eq!(app.requests_lapse(), 1);
    assert_eq!((app.state(winner), app.state(loser)), (State::Approved, State::Lapsed));
}

fn what_lapsed_is_not_decided_any_more(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
    app.hours_pass(2);
    app.requests_lapse();
    assert_eq!(app.approver().approves(id), crate::support::Reply::Over(State::Lapsed));
}
