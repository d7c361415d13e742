//! What became of a wish, an offer, a change, and a use.

use linli::domain::bookings::BookingId;

use super::Scene;
use crate::support::TestApp;

pub const SCENES: &[Scene] = &[
    ("approved_at_once", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("received", |app| {
        asked(app);
    }),
    ("received_by_slip", |app| {
        app.phoned().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("an_exception", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    }),
    ("approved", |app| {
        let id = asked(app);
        app.new_letters();
        app.approver().approves(id).id();
    }),
    ("approved_with_a_reason", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.new_letters();
        app.approver().approves_because(id, Some("演出前加排")).id();
    }),
    ("approved_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.approver().approves(id).id();
    }),
    ("attendance_ask", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.rival().asks_for(&app.room("East hall"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(4);
        assert_eq!(app.asks_how_many_came(), 2);
    }),
    ("attendance_ask_again", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.rival().asks_for(&app.room("East hall"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.hours_pass(4);
        app.asks_how_many_came();
        app.new_letters();
        app.hours_pass(48);
        assert_eq!(app.asks_how_many_came(), 2);
    }),
    ("attendance_ask_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.approver().approves_because(id, Some("第一次来")).id();
        app.new_letters();
        app.hours_pass(4);
        assert_eq!(app.asks_how_many_came(), 1);
    }),
    ("refused", |app| {
        let id = asked(app);
        app.new_letters();
        app.approver().refuses(id, "那天要开居民代表大会").id();
    }),
    ("refused_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.approver().refuses(id, "那天要开居民代表大会").id();
    }),
    ("conflict", |app| {
        let id = asked(app);
        let winner =
            app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.new_letters();
        app.approver().approves(winner).id();
        assert_eq!(app.state(id).word(), "waiting");
    }),
    ("conflict_by_phone", |app| {
        let room = app.room("Meeting room");
        app.phoned().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
        let winner = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.new_letters();
        app.approver().approves(winner).id();
    }),
    ("conflict_without_alternatives", |app| {
        // A hundred people fit nowhere else, and the hall is full for weeks.
        let hall = app.room("Hall");
        let asked = app.leader().asks(&hall, "2026-11-24T09:00", "2026-11-24T11:00", 100, "hall").id();
        for day in 21..=30 {
            fill(app, &format!("2026-11-{day:02}"), asked);
        }
        for day in 2..=8 {
            fill(app, &format!("2026-12-{day:02}"), asked);
        }
        let winner = app.rival().asks(&hall, "2026-11-24T09:00", "2026-11-24T12:00", 100, "winner").id();
        app.new_letters();
        app.approver().approves(winner).id();
    }),
    ("cancelled_by_the_troupe", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("taken_back", |app| {
        let id = asked(app);
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("cancelled_by_staff", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.desk().cancels_for_the_troupe(id, "队长来电，临时有事").id();
    }),
    ("cancelled_by_staff_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.desk().cancels_for_the_troupe(id, "队长来电，临时有事").id();
    }),
    ("put_before_staff_again", |app| {
        let id = asked(app);
        app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("in_line", |app| {
        app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("in_line_by_slip", |app| {
        app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.phoned().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("offered", |app| {
        let there = app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.rival().cancels(there).id();
    }),
    ("before_staff_an_exception", |app| {
        let there = app.rival().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.leader().waits_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.new_letters();
        app.rival().cancels(there).id();
    }),
    ("offered_by_phone", |app| {
        let id = offered_by_phone(app);
        app.new_letters();
        app.approver().approves_because(id, None).id();
    }),
    ("accepted", |app| {
        let id = offered(app);
        app.new_letters();
        app.leader().accepts(id).id();
    }),
    ("declined", |app| {
        let id = offered(app);
        app.new_letters();
        app.leader().declines(id).id();
    }),
    ("declined_by_slip", |app| {
        let id = offered_by_phone(app);
        app.approver().approves(id).id();
        app.new_letters();
        app.phoned().declines(id).id();
    }),
    ("offer_expired", |app| {
        offered(app);
        app.new_letters();
        app.hours_pass(24);
        app.requests_lapse();
    }),
    ("offer_expired_by_phone", |app| {
        let id = offered_by_phone(app);
        app.approver().approves(id).id();
        app.new_letters();
        app.hours_pass(24);
        app.requests_lapse();
    }),
    ("change_received", |app| {
        change_asked(app);
    }),
    ("change_beyond_the_agreement", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().changes(id, &app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00", 20);
    }),
    ("changed_at_once", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().changes(id, &app.room("East hall"), "2026-11-25T14:00", "2026-11-25T15:30", 30);
    }),
    ("change_granted", |app| {
        let id = change_asked(app);
        app.new_letters();
        app.approver().grants_change(id, None);
    }),
    ("change_granted_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.phoned().changes(id, &app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00", 8);
        app.new_letters();
        app.approver().grants_change(id, None);
    }),
    ("change_refused", |app| {
        let id = change_asked(app);
        app.new_letters();
        app.approver().refuses_change(id, "会议室那天要开居民代表大会");
    }),
    ("change_refused_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.phoned().changes(id, &app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00", 8);
        app.new_letters();
        app.approver().refuses_change(id, "那天要开居民代表大会");
    }),
    ("change_lapsed", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.leader().changes(id, &app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00", 10);
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
    ("ended_early", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.leader().ends_early(id);
    }),
    ("ended_early_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.hours_pass(2);
        app.desk().ends_early_for_the_troupe(id);
    }),
    ("lapsed", |app| {
        app.leader().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
    ("lapsed_by_phone", |app| {
        app.phoned().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
];

/// The dancers are offered the east hall that the choir gave up.
fn offered(app: &TestApp) -> BookingId {
    let there = app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let id = app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.rival().cancels(there).id();
    id
}

/// The taiji group's turn has come for the meeting room, and staff are to agree.
fn offered_by_phone(app: &TestApp) -> BookingId {
    let room = app.room("Meeting room");
    let there = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(there).id();
    let id = app.phoned().waits_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(there).id();
    id
}

/// The dancers would rather have the meeting room.
fn change_asked(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.leader().changes(id, &app.room("Meeting room"), "2026-11-25T09:00", "2026-11-25T11:00", 10);
    id
}

fn asked(app: &TestApp) -> BookingId {
    app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id()
}

/// The east hall is taken all day, so that the whole hall is; but for the slot that was asked for.
fn fill(app: &TestApp, day: &str, asked: BookingId) {
    let own = app.booking(asked).starts_at.date().to_string() == day;
    for (from, to) in [("08:30", "12:00"), ("14:00", "17:30"), ("19:00", "21:00")] {
        if !(own && from == "08:30") {
            let (from, to) = (format!("{day}T{from}"), format!("{day}T{to}"));
            app.rival().asks_for(&app.room("East hall"), &from, &to);
        }
    }
}
