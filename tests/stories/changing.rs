//! An approved booking becomes another; what it was stays until that is granted.

use linli::domain::bookings::changing::deciding::ChangeDecided;
use linli::domain::bookings::changing::{ChangeState, Changed};
use linli::domain::bookings::{BookingId, State};

use crate::support::{Reply, TestApp};

stories![
    what_is_covered_is_changed_at_once,
    calendars_move_it_with_the_next_sequence,
    it_may_overlap_what_it_was,
    its_own_hours_are_not_counted_twice,
    the_old_slot_stays_until_staff_agree,
    the_old_slot_stays_when_staff_refuse,
    a_taken_slot_is_not_granted,
    one_change_at_a_time,
    an_exception_takes_a_reason,
    the_freed_slot_goes_to_the_next_in_line,
    cancelling_withdraws_the_change,
    a_change_that_nobody_decides_lapses,
    what_is_not_approved_or_has_begun_is_not_changed,
    a_decided_change_is_not_decided_again,
    staff_move_a_booking_for_its_troupe,
    a_leader_changes_by_forms,
    programs_change_and_decide,
    old_links_are_dead_after_a_change,
];

const FROM: &str = "2026-11-24T09:00";
const TO: &str = "2026-11-24T11:00";

fn studio(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), FROM, TO).is(State::Approved);
    app.new_letters();
    id
}

fn open(app: &TestApp, id: BookingId) -> Option<ChangeState> {
    let all = app.read(|conn| linli::domain::bookings::changing::store::of_booking(conn, id));
    all.last().map(|one| one.state)
}

fn what_is_covered_is_changed_at_once(app: &TestApp) {
    let id = studio(app);
    let east = app.room("East hall");
    let changed = app.leader().changes(id, &east, "2026-11-25T14:00", "2026-11-25T15:30", 30);
    assert!(matches!(changed, Changed::Granted(_)), "{changed:?}");
    let booking = app.booking(id);
    assert_eq!((booking.room_id, booking.size, booking.turnaround_minutes), (east.id, 30, 15));
    assert!(app.taken("2026-11-24").is_empty());
    assert_eq!(app.taken("2026-11-25"), ["14:00–15:45"]);
    assert_eq!(open(app, id), Some(ChangeState::Granted));
}

fn calendars_move_it_with_the_next_sequence(app: &TestApp) {
    let id = studio(app);
    app.leader().changes(id, &app.room("Studio"), "2026-11-25T14:00", "2026-11-25T15:30", 12);
    let letters = app.wrote(&["leader: changed"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:REQUEST") && file.contains("SEQUENCE:1"), "{file}");
    assert!(file.contains(&format!("UID:booking-{id}@")) && file.contains("20261125T140000"), "{file}");
    app.leader().cancels(id).is(State::Cancelled);
    let letters = app.wrote(&["leader: cancelled"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:CANCEL") && file.contains("SEQUENCE:2"), "{file}");
}

fn it_may_overlap_what_it_was(app: &TestApp) {
    let id = studio(app);
    let changed = app.leader().changes(id, &app.room("Studio"), "2026-11-24T10:00", "2026-11-24T12:00", 12);
    assert!(matches!(changed, Changed::Granted(_)), "{changed:?}");
    assert_eq!(app.taken("2026-11-24"), ["10:00–12:00"]);
}

fn its_own_hours_are_not_counted_twice(app: &TestApp) {
    let id = studio(app);
    for day in [25, 26] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T12:00"));
        app.leader().asks_for(&app.room("Studio"), &from, &to).is(State::Approved);
    }
    app.leader().asks_for(&app.room("Studio"), "2026-11-27T09:00", "2026-11-27T11:00").is(State::Approved);
    // Ten hours of ten.
    let changed = app.leader().changes(id, &app.room("Studio"), "2026-11-24T14:00", "2026-11-24T16:00", 12);
    assert!(matches!(changed, Changed::Granted(_)), "{changed:?}");
    let changed = app.leader().changes(id, &app.room("Studio"), "2026-11-24T14:00", "2026-11-24T16:30", 12);
    assert!(matches!(changed, Changed::Received(_)), "half an hour too many: {changed:?}");
}

fn asked(app: &TestApp) -> BookingId {
    let id = studio(app);
    let changed = app.leader().changes(id, &app.room("Meeting room"), FROM, TO, 10);
    assert!(matches!(changed, Changed::Received(_)), "{changed:?}");
    id
}

fn the_old_slot_stays_until_staff_agree(app: &TestApp) {
    let id = asked(app);
    app.wrote(&["approver: change_asked", "leader: change_received", "manager: change_asked"]);
    app.rival().asks_for(&app.room("Studio"), FROM, TO).taken(&["上午9:00–11:00 已占用"]);
    assert_eq!(app.booking(id).room_id, app.room("Studio").id);
    assert!(matches!(app.approver().grants_change(id, None), ChangeDecided::Done(_)));
    assert_eq!(app.booking(id).room_id, app.room("Meeting room").id);
    app.wrote(&["leader: changed"]);
    app.rival().asks_for(&app.room("Studio"), FROM, TO).is(State::Approved);
}

fn the_old_slot_stays_when_staff_refuse(app: &TestApp) {
    let id = asked(app);
    app.new_letters();
    assert!(matches!(app.approver().refuses_change(id, "那天开会"), ChangeDecided::Done(_)));
    let letters = app.wrote(&["leader: change_refused"]);
    assert!(
        letters[0].text.contains("那天开会") && letters[0].text.contains("排练厅"),
        "{}",
        letters[0].text
    );
    assert_eq!((app.state(id), open(app, id)), (State::Approved, Some(ChangeState::Refused)));
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:00"]);
}

fn a_taken_slot_is_not_granted(app: &TestApp) {
    let id = asked(app);
    let winner = app.rival().asks_for(&app.room("Meeting room"), FROM, TO).id();
    app.approver().approves(winner).is(State::Approved);
    assert!(matches!(app.approver().grants_change(id, None), ChangeDecided::Taken(_)));
    assert_eq!(open(app, id), Some(ChangeState::Requested));
    let other = app.leader().asks_for(&app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00").id();
    let taken = app.leader().changes(other, &app.room("Meeting room"), FROM, TO, 10);
    assert!(matches!(taken, Changed::Taken { .. }), "{taken:?}");
}

fn one_change_at_a_time(app: &TestApp) {
    let id = asked(app);
    let second = app.leader().changes(id, &app.room("Studio"), "2026-11-24T14:00", "2026-11-24T16:00", 12);
    assert!(matches!(second, Changed::Pending(_)), "{second:?}");
}

fn an_exception_takes_a_reason(app: &TestApp) {
    let id = studio(app);
    let evening = app.leader().changes(id, &app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00", 12);
    assert!(matches!(evening, Changed::Received(_)), "{evening:?}");
    assert_eq!(app.approver().grants_change(id, None), ChangeDecided::ReasonNeeded);
    assert!(matches!(app.approver().grants_change(id, Some("演出")), ChangeDecided::Done(_)));
    assert!(app.booking(id).exception.is_some());
}

fn the_freed_slot_goes_to_the_next_in_line(app: &TestApp) {
    let id = studio(app);
    let waits = app.rival().waits_for(&app.room("Studio"), FROM, TO).id();
    app.leader().changes(id, &app.room("Studio"), "2026-11-24T14:00", "2026-11-24T16:00", 12);
    assert_eq!(app.state(waits), State::Offered);
}

fn cancelling_withdraws_the_change(app: &TestApp) {
    let id = asked(app);
    app.leader().cancels(id).is(State::Cancelled);
    assert_eq!(open(app, id), Some(ChangeState::Withdrawn));
}

fn a_change_that_nobody_decides_lapses(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T14:00", "2026-11-21T16:00").id();
    let changed =
        app.leader().changes(id, &app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00", 12);
    assert!(matches!(changed, Changed::Received(_)), "{changed:?}");
    app.new_letters();
    app.hours_pass(1);
    assert_eq!(app.requests_lapse(), 0);
    app.hours_pass(1);
    assert_eq!(app.requests_lapse(), 1);
    app.wrote(&["leader: change_refused"]);
    assert_eq!((app.state(id), open(app, id)), (State::Approved, Some(ChangeState::Lapsed)));
}

fn what_is_not_approved_or_has_begun_is_not_changed(app: &TestApp) {
    let meeting = app.room("Meeting room");
    let id = app.leader().asks_for(&meeting, FROM, TO).is(State::Requested);
    let changed = app.leader().changes(id, &meeting, "2026-11-24T10:00", TO, 12);
    assert!(matches!(changed, Changed::Over(_)), "{changed:?}");
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(1);
    let changed = app.leader().changes(id, &app.room("Studio"), FROM, TO, 12);
    assert_eq!(changed, Changed::Begun);
}

fn a_decided_change_is_not_decided_again(app: &TestApp) {
    let id = asked(app);
    let wish = app.read(|conn| linli::domain::bookings::changing::store::open_of(conn, id)).unwrap().id;
    app.approver().refuses_change(id, "no");
    let page = app
        .post(&format!("/staff/hexi/bookings/{id}/change/approval"), &[("change", &wish.to_string())])
        .by(&app.manager())
        .go();
    assert!(page.status == 409 && page.text().contains("没有同意"), "{} {}", page.status, page.text());
}

fn staff_move_a_booking_for_its_troupe(app: &TestApp) {
    let id = studio(app);
    let form = [
        ("room", app.room("East hall").id.to_string()),
        ("date", "2026-11-24".into()),
        ("from", "14:00".into()),
        ("to", "16:00".into()),
        ("size", "20".into()),
        ("key", "k".into()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = app.post(&format!("/staff/hexi/bookings/{id}/changes"), &form).by(&app.desk()).go();
    assert_eq!(page.status, 303);
    assert_eq!(app.booking(id).room_id, app.room("East hall").id);
    app.wrote(&["leader: changed"]);
}

fn a_leader_changes_by_forms(app: &TestApp) {
    let id = studio(app);
    let page = app.get(&format!("/my/bookings/{id}/change")).by(&app.leader()).go();
    assert_eq!(page.status, 200);
    let form = |from, to| {
        vec![
            ("room", "1"),
            ("date", "2026-11-24"),
            ("from", from),
            ("to", to),
            ("size", "12"),
            ("request_key", "k"),
        ]
    };
    let path = format!("/my/bookings/{id}/changes");
    let page = app.post(&path, &form("11:00", "10:00")).by(&app.leader()).go();
    assert_eq!(page.status, 422);
    let page = app.post(&path, &form("12:00", "13:00")).by(&app.leader()).go();
    assert!(page.status == 409 && page.text().contains("开放"), "{} {}", page.status, page.text());
    let page = app.post(&path, &form("10:00", "12:00")).by(&app.leader()).go();
    assert_eq!(page.status, 303);
    assert_eq!(app.taken("2026-11-24"), ["10:00–12:00"]);
    let again = app.post(&path, &form("10:00", "12:00")).by(&app.leader()).go();
    assert_eq!((again.status, again.location), (page.status, page.location), "a double click");
}

fn programs_change_and_decide(app: &TestApp) {
    let id = studio(app);
    let path = format!("/api/v1/bookings/{id}/changes");
    let wish = serde_json::json!({
        "room": app.room("Meeting room").id, "starts_at": FROM, "ends_at": TO, "size": 10,
    });
    let answer = app.visit("POST", &path).json(&wish).by_program_of(&app.leader()).go();
    assert_eq!(answer.status, 201, "{}", answer.body);
    let change: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(change["status"], "requested");
    let approval = format!("/api/v1/changes/{}/approval", change["id"]);
    let nothing = serde_json::json!({});
    let answer = app.visit("POST", &approval).json(&nothing).by_program_of(&app.leader()).go();
    assert_eq!(answer.status, 403);
    let answer = app.visit("POST", &approval).json(&nothing).by_program_of(&app.approver()).go();
    assert!(answer.status == 200 && answer.body.contains("\"granted\""), "{}", answer.body);
    let answer = app.visit("POST", &approval).json(&nothing).by_program_of(&app.manager()).go();
    assert_eq!(answer.status, 409);
}

fn old_links_are_dead_after_a_change(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), FROM, TO).id();
    let letter = app.wrote(&["leader: approved"]).remove(0);
    let link = letter.press_link("/x/");
    app.leader().changes(id, &app.room("Studio"), "2026-11-24T10:00", "2026-11-24T12:00", 12);
    let page = app.post(&link, &[]).go();
    assert_eq!((page.status, app.state(id)), (409, State::Approved));
    let letter = app.wrote(&["leader: changed"]).remove(0);
    let page = app.post(&letter.press_link("/x/"), &[]).go();
    assert_eq!((page.status, app.state(id)), (303, State::Cancelled));
    assert_eq!(app.leader().cancels(id), Reply::Over(State::Cancelled));
}
