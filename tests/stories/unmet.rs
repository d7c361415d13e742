//! What could not be had is counted, so that a centre sees where it has too little room.

use linli::domain::bookings::State;
use linli::domain::bookings::unmet::{tally, wishes};

use crate::support::TestApp;

stories![refused_waiting_and_lapsed_wishes_are_counted, who_let_an_offer_pass_was_not_wanting_a_room];

fn refused_waiting_and_lapsed_wishes_are_counted(app: &TestApp) {
    let (meeting, east) = (app.room("Meeting room"), app.room("East hall"));
    let refused = app.leader().asks_for(&meeting, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().refuses(refused, "no").id();
    app.leader().asks_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.rival().waits_for(&east, "2026-11-24T10:00", "2026-11-24T12:00").is(State::Waiting);
    app.rival().asks_for(&meeting, "2026-11-21T10:00", "2026-11-21T11:00").id();
    app.hours_pass(2);
    app.requests_lapse();
    let centre = app.centre("hexi").id;
    let unmet = tally(&app.read(|conn| wishes(conn, centre, app.now())));
    assert_eq!((unmet.refused, unmet.waiting, unmet.lapsed), (1, 1, 1));
    assert_eq!(unmet.rooms[&east.id][1][9..12], [0, 1, 1]);
    assert_eq!(unmet.rooms[&meeting.id][5][10], 1, "Saturday");
    let page = app.get("/staff/hexi/unmet").by(&app.desk()).go();
    assert!(page.text().contains("一共3次：没有批准1次，还在候补1次，已过期1次。"), "{}", page.text());
}

fn who_let_an_offer_pass_was_not_wanting_a_room(app: &TestApp) {
    let east = app.room("East hall");
    let there = app.leader().asks_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let waits = app.rival().waits_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(there).id();
    app.hours_pass(24);
    app.requests_lapse();
    assert_eq!(app.state(waits), State::Lapsed);
    let centre = app.centre("hexi").id;
    assert_eq!(tally(&app.read(|conn| wishes(conn, centre, app.now()))).all(), 0);
}
