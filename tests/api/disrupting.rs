//! A program closes rooms, looks first, and answers for a troupe by the link of its letter.

use linli::domain::bookings::State;
use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::TestApp;

stories![
    a_preview_writes_nothing_and_the_act_does_what_it_showed,
    an_act_that_was_not_previewed_is_not_done,
    a_link_is_taken_or_declined,
    a_closure_is_listed_and_lifted,
    what_has_changed_since_is_answered_with_what_would_happen_now,
    the_desk_reports_a_fault_that_a_closure_settles,
    a_closure_that_cannot_be_says_why,
];

fn closing(more: Value) -> Value {
    let mut body = json!({
        "cause": "fault", "room": 1, "starts_at": "2026-11-24T00:00", "ends_at": "2026-11-24T24:00",
        "reason": "跳闸停电", "reason_en": "A fuse has blown",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn booked(app: &TestApp) -> linli::domain::bookings::BookingId {
    let id = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    app.new_letters();
    id
}

fn preview(app: &TestApp) -> Value {
    let call = post(app, "/centres/1/disruptions", &closing(json!({ "dry_run": true })));
    call.by(&app.approver()).answer().is(200)
}

fn act(app: &TestApp) -> Value {
    let seen = preview(app)["seen"].clone();
    let body = closing(json!({ "seen": seen, "request_key": "a-key" }));
    post(app, "/centres/1/disruptions", &body).by(&app.approver()).answer().is(201)
}

fn a_preview_writes_nothing_and_the_act_does_what_it_showed(app: &TestApp) {
    let id = booked(app);
    let shown = preview(app);
    assert_eq!((&shown["hits"][0]["booking"], &shown["told"]), (&json!(id), &json!(1)));
    assert_eq!(shown["hits"][0]["offers"].as_array().unwrap().len(), 3);
    assert_eq!(app.state(id), State::Approved);
    app.wrote(&[]);
    let done = act(app);
    assert_eq!(act_again(app), done);
    assert_eq!(app.state(id), State::Displaced);
    app.wrote(&["leader: displaced"]);
}

fn act_again(app: &TestApp) -> Value {
    let body = closing(json!({ "seen": "whatever", "request_key": "a-key" }));
    post(app, "/centres/1/disruptions", &body).by(&app.approver()).answer().is(201)
}

fn an_act_that_was_not_previewed_is_not_done(app: &TestApp) {
    let id = booked(app);
    let blind = post(app, "/centres/1/disruptions", &closing(json!({})));
    blind.by(&app.approver()).answer().is(422);
    let other = post(app, "/centres/1/disruptions", &closing(json!({ "seen": "something else" })));
    other.by(&app.approver()).answer().is(409);
    assert_eq!(app.state(id), State::Approved);
}

fn a_link_is_taken_or_declined(app: &TestApp) {
    booked(app);
    act(app);
    let letter = app.wrote(&["leader: displaced"]).remove(0);
    let token = |place: usize| letter.action_links()[place].rsplit('/').next().unwrap().to_owned();
    let shown = get(app, &format!("/alternatives/{}", token(0))).answer().is(200);
    assert!(shown["held_until"].is_string() && shown["taken_as"].is_null());
    let taken =
        post(app, &format!("/alternatives/{}", token(0)), &json!({ "answer": "take" })).answer().is(200);
    assert_eq!(taken["taken_as"], json!("approved"));
    let late =
        post(app, &format!("/alternatives/{}", token(1)), &json!({ "answer": "decline" })).answer().is(200);
    assert_eq!(late, taken, "the first answer stands");
    get(app, "/alternatives/nonsense").answer().is(404);
}

fn a_closure_is_listed_and_lifted(app: &TestApp) {
    let closure = act(app)["closure"].clone();
    let listed = get(app, "/centres/1/closures").answer().is(200);
    assert_eq!((&listed[0]["id"], &listed[0]["reason"]), (&closure, &json!("跳闸停电")));
    let lift = || post(app, &format!("/closures/{closure}/lifting"), &json!({})).by(&app.approver()).answer();
    lift().is(200);
    lift().is(409);
    assert_eq!(get(app, "/centres/1/closures").answer().is(200), json!([]));
}

fn what_has_changed_since_is_answered_with_what_would_happen_now(app: &TestApp) {
    let seen = preview(app)["seen"].clone();
    let id = booked(app);
    let late = closing(json!({ "seen": seen }));
    let changed = post(app, "/centres/1/disruptions", &late).by(&app.approver()).answer().is(409);
    assert_eq!(changed["preview"]["hits"][0]["booking"], json!(id));
    assert_eq!(app.state(id), State::Approved);
    let now = closing(json!({ "seen": changed["preview"]["seen"] }));
    post(app, "/centres/1/disruptions", &now).by(&app.approver()).answer().is(201);
    assert_eq!(app.state(id), State::Displaced);
}

fn the_desk_reports_a_fault_that_a_closure_settles(app: &TestApp) {
    let fault = json!({ "room": 1, "what": "跳闸，没有电", "until": "2026-11-24T24:00" });
    let reported = post(app, "/centres/1/faults", &fault).by(&app.desk()).answer().is(201);
    assert_eq!(
        reported,
        json!([{
            "room": 1, "what": "跳闸，没有电", "until": "2026-11-25T00:00",
            "reported_by": app.desk().person.name, "reported_at": "2026-11-21T00:00:00Z", "settled_by": null,
        }])
    );
    app.wrote(&["approver: fault", "manager: fault"]);
    for (field, value) in [("what", json!(" ")), ("room", json!(999)), ("until", json!("soon"))] {
        let mut wrong = fault.clone();
        wrong[field] = value;
        let problem = post(app, "/centres/1/faults", &wrong).by(&app.desk()).answer().is(422);
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let closed = act(app)["id"].clone();
    let listed = get(app, "/centres/1/faults").by(&app.desk()).answer().is(200);
    assert_eq!(listed[0]["settled_by"], closed);
    for who in [app.leader(), app.other_desk()] {
        get(app, "/centres/1/faults").by(&who).answer().is(404);
        post(app, "/centres/1/faults", &fault).by(&who).answer().is(404);
    }
}

fn a_closure_that_cannot_be_says_why(app: &TestApp) {
    let past = closing(json!({
        "dry_run": true, "starts_at": "2026-11-02T00:00", "ends_at": "2026-11-02T24:00",
    }));
    let shown = post(app, "/centres/1/disruptions", &past).by(&app.approver()).answer().is(200);
    assert_eq!(shown["impossible"], true);
    assert_eq!(shown["problem"], "做不了：已经过了。请选现在以后的时间。");
    assert_eq!(preview(app)["problem"], json!(null));
}
