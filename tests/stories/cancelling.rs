//! What is given up goes to the next in line, through staff.

use linli::domain::bookings::State;

use crate::support::{Reply, TestApp};

stories![
    a_cancelled_booking_frees_the_room_and_leaves_calendars,
    a_request_taken_back_was_never_in_a_calendar,
    staff_who_cancel_for_a_troupe_tell_it,
    the_next_in_line_is_put_before_staff,
    the_next_in_line_waits_while_something_else_is_in_the_way,
    only_the_first_in_line_is_put_before_staff,
    two_in_line_for_different_parts_are_both_put_before_staff,
    a_leaders_own_reason_is_not_said_to_be_the_staffs,
    what_is_over_cannot_be_cancelled_again,
    what_has_begun_cannot_be_cancelled,
    a_freed_slot_can_be_booked_at_once,
];

fn a_cancelled_booking_frees_the_room_and_leaves_calendars(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let sent = app.wrote(&["leader: approved"]).remove(0).calendar.unwrap();
    app.leader().cancels(id).is(State::Cancelled);
    assert!(app.taken("2026-11-24").is_empty());
    let taken_back = app.wrote(&["leader: cancelled"]).remove(0).calendar.unwrap();
    let uid = |file: &str| file.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    assert_eq!(uid(&sent), uid(&taken_back));
    assert!(sent.contains("METHOD:REQUEST") && sent.contains("SEQUENCE:0"));
    assert!(taken_back.contains("METHOD:CANCEL") && taken_back.contains("SEQUENCE:1"));
}

fn a_request_taken_back_was_never_in_a_calendar(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.leader().cancels(id).is(State::Withdrawn);
    let letters = app.wrote(&["leader: cancelled"]);
    assert_eq!(letters[0].calendar, None);
}

fn staff_who_cancel_for_a_troupe_tell_it(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.desk().cancels_for_the_troupe(id, "队长来电，临时有事").is(State::Cancelled);
    let letters = app.wrote(&["leader: cancelled"]);
    assert!(letters[0].text.contains("工作人员的话：队长来电，临时有事"), "{}", letters[0].text);
    assert_eq!(app.booking(id).decided_by, Some(app.desk().person.id));
}

fn the_next_in_line_is_put_before_staff(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let next = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(winner).is(State::Approved);
    app.new_letters();
    app.leader().cancels(winner).is(State::Cancelled);
    assert_eq!(app.state(next), State::Requested, "never a silent approval");
    assert_eq!(app.taken("2026-11-24"), ["10:00–12:00"], "held while staff decide");
    app.wrote(&["approver: new_request", "leader: cancelled", "manager: new_request", "rival: before_staff"]);
}

fn the_next_in_line_waits_while_something_else_is_in_the_way(app: &TestApp) {
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let east = app.leader().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    assert_eq!(app.state(hall), State::Waiting);
    let west = app.leader().asks_for(&app.room("West hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(west).is(State::Approved);
    app.leader().cancels(east).is(State::Cancelled);
    assert_eq!(app.state(hall), State::Waiting);
    app.leader().cancels(west).is(State::Cancelled);
    assert_eq!(app.state(hall), State::Requested);
}

fn only_the_first_in_line_is_put_before_staff(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.hours_pass(1);
    let first = app.phoned().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.hours_pass(1);
    let second = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(winner).is(State::Approved);
    app.leader().cancels(winner).is(State::Cancelled);
    assert_eq!((app.state(first), app.state(second)), (State::Requested, State::Waiting));
}

fn two_in_line_for_different_parts_are_both_put_before_staff(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T12:00").id();
    let early = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T10:00").id();
    let late = app.phoned().asks_for(&room, "2026-11-24T11:00", "2026-11-24T12:00").id();
    app.approver().approves(winner).is(State::Approved);
    app.leader().cancels(winner).is(State::Cancelled);
    assert_eq!((app.state(early), app.state(late)), (State::Requested, State::Requested));
}

fn a_leaders_own_reason_is_not_said_to_be_the_staffs(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    let page =
        app.post(&format!("/my/bookings/{id}/cancellation"), &[("reason", "下雪")]).by(&app.leader()).go();
    assert_eq!(page.status, 303);
    let text = app.wrote(&["leader: cancelled"]).remove(0).text;
    assert!(text.contains("写下的原因：下雪") && !text.contains("工作人员的话"), "{text}");
}

fn what_is_over_cannot_be_cancelled_again(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(id).is(State::Cancelled);
    app.new_letters();
    assert_eq!(app.leader().cancels(id), Reply::Over(State::Cancelled));
    app.wrote(&[]);
}

fn what_has_begun_cannot_be_cancelled(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(1);
    app.leader().cancels(id).refused("begun");
    assert_eq!(app.state(id), State::Approved);
}

fn a_freed_slot_can_be_booked_at_once(app: &TestApp) {
    let studio = app.room("Studio");
    let id = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(id).is(State::Cancelled);
    app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
}
