//! A running booking ends before its time.

use chrono::Duration;
use linli::domain::bookings::State;
use linli::domain::bookings::ending::Ended;

use crate::support::TestApp;

stories![
    what_is_ended_early_is_free_from_that_minute,
    only_what_was_used_counts,
    what_has_not_begun_is_not_ended,
    what_is_over_is_not_ended,
    the_rest_goes_to_the_next_in_line,
    staff_end_it_for_the_troupe_which_is_told,
    a_leader_ends_it_by_a_press,
];

fn what_is_ended_early_is_free_from_that_minute(app: &TestApp) {
    let studio = app.room("Studio");
    let id = app.leader().asks_for(&studio, "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.new_letters();
    app.clock.advance(Duration::seconds(5400 + 20));
    assert!(matches!(app.leader().ends_early(id), Ended::Done(_)));
    assert_eq!(app.taken("2026-11-21"), ["09:00–09:31"]);
    let letters = app.wrote(&["leader: ended_early"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("SEQUENCE:1") && file.contains("20261121T093100"), "{file}");
    assert!(letters[0].text.contains("原定到上午11:00"), "{}", letters[0].text);
    app.rival().asks_for(&studio, "2026-11-21T10:00", "2026-11-21T11:00").is(State::Approved);
}

fn only_what_was_used_counts(app: &TestApp) {
    let studio = app.room("Studio");
    // Saturday's week: three hours, of which one is used; then nine more of ten.
    let id = app.leader().asks_for(&studio, "2026-11-21T09:00", "2026-11-21T12:00").id();
    app.hours_pass(2);
    assert!(matches!(app.leader().ends_early(id), Ended::Done(_)));
    for (from, to) in [
        ("2026-11-21T14:00", "2026-11-21T17:00"),
        ("2026-11-22T09:00", "2026-11-22T12:00"),
        ("2026-11-22T14:00", "2026-11-22T17:00"),
    ] {
        app.leader().asks_for(&studio, from, to).is(State::Approved);
    }
}

fn what_has_not_begun_is_not_ended(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    assert_eq!(app.leader().ends_early(id), Ended::NotBegun);
}

fn what_is_over_is_not_ended(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(3);
    assert!(matches!(app.leader().ends_early(id), Ended::Over(_)));
}

fn the_rest_goes_to_the_next_in_line(app: &TestApp) {
    let studio = app.room("Studio");
    let id = app.rival().asks_for(&studio, "2026-11-21T08:30", "2026-11-21T12:00").id();
    let waits = app.leader().waits_for(&studio, "2026-11-21T11:00", "2026-11-21T12:00").id();
    app.clock.advance(Duration::minutes(40));
    app.rival().ends_early(id);
    assert_eq!(app.state(waits), State::Offered);
    assert_eq!(app.taken("2026-11-21"), ["08:30–08:40", "11:00–12:00"]);
}

fn staff_end_it_for_the_troupe_which_is_told(app: &TestApp) {
    let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.approver().approves(id).is(State::Approved);
    app.new_letters();
    app.hours_pass(2);
    let page = app.post(&format!("/staff/hexi/bookings/{id}/ending"), &[]).by(&app.desk()).go();
    assert_eq!(page.status, 303);
    let letters = app.wrote(&["+8613900000007: ended_early"]);
    assert_eq!(letters[0].channel, linli::base::mail::Channel::Phone);
}

fn a_leader_ends_it_by_a_press(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(2);
    let page = app.get(&format!("/my/bookings/{id}")).by(&app.leader()).go();
    assert!(page.text().contains("现在结束"), "{}", page.text());
    let page = app.post(&format!("/my/bookings/{id}/ending"), &[]).by(&app.leader()).go();
    assert_eq!(page.status, 303);
    assert_eq!(app.taken("2026-11-21"), ["09:00–10:00"]);
    let page = app.post(&format!("/my/bookings/{id}/ending"), &[]).by(&app.leader()).go();
    assert_eq!(page.status, 409);
}
