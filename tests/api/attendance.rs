//! A program reports how many came, delivers presses, notes what else came of it.

use linli::domain::bookings::BookingId;
use serde_json::json;

use crate::calling::{get, post};
use crate::support::TestApp;

stories![
    a_leader_and_staff_report,
    a_contradiction_is_chosen,
    presses_count_once_each,
    a_no_show_is_staffs_word,
    figures_are_corrected_and_kept,
    staff_record_a_use_that_nobody_booked,
];

fn staff_record_a_use_that_nobody_booked(app: &TestApp) {
    let use_at = |from: &str, to: &str, key: &str| {
        json!({
            "room": app.room("Studio").id, "troupe": 1, "starts_at": from, "ends_at": to, "purpose": "排练", "came": 18,
            "request_key": key,
        })
    };
    let past = use_at("2026-11-19T09:00", "2026-11-19T11:00", "a");
    let record = |body: &serde_json::Value| post(app, "/bookings/past", body);
    let made = record(&past).by(&app.desk()).answer().is(201);
    assert_eq!(record(&past).by(&app.desk()).answer().is(200)["id"], made["id"]);
    let day = get(app, "/centres/1/attendance?date=2026-11-19").by(&app.desk()).answer().is(200);
    assert_eq!((&day[0]["booking"], &day[0]["visits"]), (&made["id"], &json!(18)), "{day}");
    record(&past).by(&app.leader()).answer().is(404);
    record(&use_at("2026-11-19T10:00", "2026-11-19T12:00", "b")).by(&app.desk()).answer().is(409);
    let coming =
        record(&use_at("2026-11-24T09:00", "2026-11-24T11:00", "c")).by(&app.desk()).answer().is(422);
    assert_eq!(coming["errors"][0]["field"], json!("starts_at"));
    app.wrote(&[]);
}

fn rehearsed(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(4);
    id
}

fn a_leader_and_staff_report(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/bookings/{id}/attendance");
    let day = || get(app, "/centres/1/attendance?date=2026-11-21").by(&app.desk()).answer().is(200);
    assert_eq!(day()[0]["visits"], json!(null), "unknown is not zero");
    let report = post(app, &path, &json!({ "visits": 0 })).by(&app.leader()).answer().is(201);
    assert_eq!((&report["visits"], &report["reports"][0]["source"]), (&json!(0), &json!("page")));
    post(app, &path, &json!({ "visits": 12, "note": "后来的" })).by(&app.desk()).answer().is(201);
    assert_eq!(day()[0]["visits"], json!(12));
    post(app, &path, &json!({ "visits": 100_000 })).by(&app.desk()).answer().is(422);
    post(app, &path, &json!({ "visits": 1 })).by(&app.rival()).answer().is(404);
    post(app, &path, &json!({ "visits": 1 })).by(&app.other_desk()).answer().is(404);
    get(app, "/centres/1/attendance").by(&app.other_manager()).answer().is(404);
    let coming = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let early = post(app, &format!("/bookings/{coming}/attendance"), &json!({ "visits": 1 }));
    early.by(&app.leader()).answer().is(409);
}

fn a_contradiction_is_chosen(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/bookings/{id}/attendance");
    post(app, &path, &json!({ "visits": 12 })).by(&app.desk()).answer().is(201);
    let answer = post(app, &path, &json!({ "visits": 15 })).by(&app.leader()).answer().is(201);
    assert_eq!((&answer["visits"], &answer["reports"][1]["waits"]), (&json!(12), &json!(true)));
    let choice = format!("/attendance/{}/choice", answer["reports"][1]["id"]);
    post(app, &choice, &json!({})).by(&app.other_desk()).answer().is(404);
    post(app, &choice, &json!({})).by(&app.leader()).answer().is(404);
    assert_eq!(post(app, &choice, &json!({})).by(&app.desk()).answer().is(200)["visits"], json!(15));
    let other = format!("/attendance/{}/choice", answer["reports"][0]["id"]);
    post(app, &other, &json!({})).by(&app.desk()).answer().is(409);
}

fn presses_count_once_each(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/bookings/{id}/presses");
    let one = |key: &str, people: i32| json!({ "key": key, "people": people, "at": "2026-11-21T02:00:00Z" });
    let (first, second) = (one("0123456789abcdef", 1), one("0123456789abcdeg", 1));
    let all = json!({ "presses": [first.clone(), second.clone(), first] });
    for _ in 0..2 {
        assert_eq!(post(app, &path, &all).by(&app.leader()).answer().is(200)["counted"], json!(2));
    }
    let back = json!({ "presses": [one("0123456789abcdeh", -1), second] });
    assert_eq!(post(app, &path, &back).by(&app.desk()).answer().is(200)["counted"], json!(1));
    let odd = json!({ "presses": [one("short", 1), one("0123456789abcdef", 7)] });
    let problem = post(app, &path, &odd).by(&app.desk()).answer().is(422);
    assert_eq!(problem["errors"][1]["field"], json!("presses[1]"));
}

fn a_no_show_is_staffs_word(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/bookings/{id}/no-show");
    post(app, &path, &json!({})).by(&app.leader()).answer().is(404);
    let said = post(app, &path, &json!({ "note": "没有人接电话" })).by(&app.desk()).answer().is(200);
    assert_eq!(said["no_show"], json!(true));
    let day = get(app, "/centres/1/attendance?date=2026-11-21").by(&app.desk()).answer().is(200);
    assert_eq!((&day[0]["no_show"], &day[0]["visits"]), (&json!(true), &json!(null)));
    let back = post(app, &format!("{path}/withdrawal"), &json!({})).by(&app.desk()).answer().is(200);
    assert_eq!(back["no_show"], json!(false));
}

fn figures_are_corrected_and_kept(app: &TestApp) {
    app.db_activity("招聘会", "2026-11-21T09:00", "2026-11-21T11:00");
    let path = "/activities/1/results";
    post(app, path, &json!({ "name": "岗位数", "value": 700 })).by(&app.desk()).answer().is(409);
    app.hours_pass(2);
    let beyond = json!({ "name": "岗位数", "value": i64::MAX });
    assert_eq!(post(app, path, &beyond).by(&app.desk()).answer().is(422)["errors"][0]["field"], "value");
    for value in [700, 767] {
        post(app, path, &json!({ "name": "岗位数", "value": value })).by(&app.desk()).answer().is(201);
    }
    let all = get(app, path).by(&app.manager()).answer().is(200);
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert!(all[0]["superseded_at"].is_string() && all[1]["superseded_at"].is_null());
    post(app, path, &json!({ "name": " ", "value": 1 })).by(&app.desk()).answer().is(422);
    post(app, path, &json!({ "name": "x", "value": 1 })).by(&app.other_desk()).answer().is(404);
}
