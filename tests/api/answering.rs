//! A program answers for its troupe what was offered in place of what it lost or was refused.

use linli::domain::bookings::{BookingId, State};
use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::TestApp;

stories![
    a_refused_request_is_read_with_what_would_work_and_answered,
    a_lost_slot_is_answered_by_staff_for_who_calls,
    what_is_kept_is_declined,
    what_was_offered_to_others_is_nobodys_business,
];

fn refused(app: &TestApp) -> BookingId {
    let id = app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let path = format!("/bookings/{id}/refusal");
    post(app, &path, &json!({ "reason": "普查" })).by(&app.approver()).answer().is(200);
    app.new_letters();
    id
}

fn offered(app: &TestApp, id: BookingId) -> Vec<Value> {
    let list = get(app, &format!("/bookings/{id}/alternatives")).by(&app.desk()).answer().is(200);
    list.as_array().unwrap().clone()
}

fn a_refused_request_is_read_with_what_would_work_and_answered(app: &TestApp) {
    let (id, rival) = (refused(app), app.rival());
    let list = offered(app, id);
    assert_eq!(list.len(), 3);
    assert_eq!((&list[0]["held_until"], &list[0]["taken_as"]), (&json!(null), &json!(null)));
    let path = format!("/bookings/{id}/alternatives/{}", list[0]["id"]);
    let new = post(app, &path, &json!({})).by(&rival).answer().is(200);
    assert_eq!((&new["replaces"], &new["on_behalf"]), (&json!(id), &json!(false)));
    assert_eq!(new["starts_at"], list[0]["starts_at"]);
    assert_eq!(offered(app, id)[0]["taken_as"], new["id"]);
    let second = format!("/bookings/{id}/alternatives/{}", list[1]["id"]);
    let again = post(app, &second, &json!({ "answer": "take" })).by(&rival).answer().is(200);
    assert_eq!(again["id"], new["id"], "one answer");
}

fn a_lost_slot_is_answered_by_staff_for_who_calls(app: &TestApp) {
    let room = app.room("Meeting room");
    let loses = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let wins = app.leader().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(wins).is(State::Approved);
    let path = format!("/bookings/{loses}/alternatives/{}", offered(app, loses)[0]["id"]);
    let new = post(app, &path, &json!({})).by(&app.desk()).answer().is(200);
    assert_eq!((&new["on_behalf"], &new["requested_by"]), (&json!(true), &json!(app.desk().person.id)));
    assert_eq!(app.state(loses), State::Withdrawn);
    let other = format!("/bookings/{loses}/alternatives/{}", offered(app, loses)[1]["id"]);
    post(app, &other, &json!({})).by(&app.rival()).answer().is(409);
}

fn what_is_kept_is_declined(app: &TestApp) {
    let id = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    let mut closing = json!({
        "cause": "fault", "room": 1, "starts_at": "2026-11-24T00:00", "ends_at": "2026-11-24T24:00",
        "reason": "跳闸停电", "dry_run": true,
    });
    let act = |body: &Value| post(app, "/centres/1/disruptions", body).by(&app.approver()).answer();
    closing["seen"] = act(&closing).is(200)["seen"].clone();
    closing["dry_run"] = json!(false);
    act(&closing).is(201);
    let list = offered(app, id);
    assert!(list.iter().all(|one| one["held_until"].is_string()), "{list:?}");
    let path = format!("/bookings/{id}/alternatives/{}", list[0]["id"]);
    let lost = post(app, &path, &json!({ "answer": "decline" })).by(&app.leader()).answer().is(200);
    assert_eq!((&lost["id"], &lost["status"]), (&json!(id), &json!("displaced")));
    assert!(offered(app, id).iter().all(|one| one["held_until"].is_null()));
    post(app, &path, &json!({})).by(&app.leader()).answer().is(409);
}

fn what_was_offered_to_others_is_nobodys_business(app: &TestApp) {
    let id = refused(app);
    let path = format!("/bookings/{id}/alternatives");
    let one = format!("{path}/{}", offered(app, id)[0]["id"]);
    for who in [app.leader(), app.operator(), app.other_leader(), app.other_desk()] {
        get(app, &path).by(&who).answer().is(404);
        post(app, &one, &json!({})).by(&who).answer().is(404);
    }
    get(app, &path).answer().is(401);
    let elsewhere = app.leader().asks_for(&app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00").id();
    let wrong = format!("/bookings/{elsewhere}/alternatives/{}", offered(app, id)[0]["id"]);
    post(app, &wrong, &json!({})).by(&app.leader()).answer().is(404);
}
