//! A program makes a series, sees all that is to be known before, and takes part in what is decided about it.

use chrono::NaiveDate;
use diesel::prelude::*;
use linli::base::db::schema::agreement;
use linli::domain::bookings::State;
use linli::domain::bookings::series::{SeriesId, store};
use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    a_preview_names_the_holiday_it_leaves_out_and_the_year_nobody_entered,
    a_preview_of_a_year_that_is_entered_warns_of_nothing,
    a_series_that_its_agreement_cuts_off_says_that_it_can_go_on,
    a_date_comes_back_at_another_time,
    a_wish_to_change_a_series_is_granted_as_one,
    a_wish_to_change_a_series_is_refused_with_a_reason,
    a_troupe_takes_its_wish_back,
    a_series_sent_again_with_its_choices_is_the_first_one,
    a_change_sent_again_answers_what_the_first_did,
    what_is_wrong_with_a_rule_is_told_at_its_part,
    a_key_too_long_is_not_replaced_in_silence,
    no_alternative_of_a_series_without_holidays_is_on_one,
];

fn weekly(weekday: &str, until: &str, dry_run: bool) -> Value {
    json!({
        "troupe": 1, "room": 1, "rule": { "kind": "weekly", "weekdays": [weekday] }, "starts_on": "2026-12-02",
        "until": until, "from": "09:00", "to": "11:00", "purpose": "排练", "size": 12, "dry_run": dry_run,
    })
}

fn preview(app: &TestApp, weekday: &str, until: &str) -> Value {
    post(app, "/series", &weekly(weekday, until, true)).by(&app.leader()).answer().is(200)
}

/// The dancers' agreement holds until the middle of the next year.
fn agreed_until_june(app: &TestApp) {
    let last: NaiveDate = "2027-06-30".parse().unwrap();
    app.write(|conn| {
        let theirs = agreement::table.filter(agreement::id.eq(1));
        diesel::update(theirs).set(agreement::ends_on.eq(last)).execute(conn)?;
        Ok(())
    });
}

fn a_preview_names_the_holiday_it_leaves_out_and_the_year_nobody_entered(app: &TestApp) {
    agreed_until_june(app);
    let shown = preview(app, "fri", "2027-01-08");
    let warning = shown["warnings"][0].as_str().unwrap();
    assert!(warning.contains("2027年的放假安排还没有"), "{shown}");
    let new_year = shown["dates"].as_array().unwrap().iter().find(|one| one["date"] == "2027-01-01").unwrap();
    assert_eq!((&new_year["choice"], &new_year["message"]), (&json!("skip"), &json!("元旦放假。")));
    let before = &shown["dates"][0];
    assert_eq!((&before["choice"], &before["message"]), (&json!("take"), &json!(null)));
}

fn a_preview_of_a_year_that_is_entered_warns_of_nothing(app: &TestApp) {
    agreed_until_june(app);
    let shown = preview(app, "fri", "2026-12-25");
    assert_eq!((&shown["warnings"], &shown["cut"]), (&json!([]), &json!(null)));
    // However long the agreement goes on.
    let mut counted = weekly("fri", "2026-12-25", true);
    counted.as_object_mut().unwrap().remove("until");
    counted["count"] = json!(3);
    let shown = post(app, "/series", &counted).by(&app.leader()).answer().is(200);
    assert_eq!((shown["dates"].as_array().unwrap().len(), &shown["warnings"]), (3, &json!([])));
}

fn a_series_that_its_agreement_cuts_off_says_that_it_can_go_on(app: &TestApp) {
    let shown = preview(app, "wed", "2027-03-31");
    let cut = shown["cut"].as_str().unwrap();
    assert!(cut.contains("12月31日") && cut.contains("续签以后可以接着约"), "{cut}");
}

/// Three Wednesdays in the studio, made by a program.
fn made(app: &TestApp, leader: &Someone) -> i64 {
    let seen = preview(app, "wed", "2026-12-16")["fingerprint"].clone();
    let mut wish = weekly("wed", "2026-12-16", false);
    wish["seen"] = seen;
    let series = post(app, "/series", &wish).by(leader).answer().is(201);
    app.new_letters();
    series["id"].as_i64().unwrap()
}

fn a_date_comes_back_at_another_time(app: &TestApp) {
    let leader = app.leader();
    let id = made(app, &leader);
    let cancel = json!({ "scope": "one", "original_date": "2026-12-09" });
    post(app, &format!("/series/{id}/cancellation"), &cancel).by(&leader).answer().is(200);
    app.rival().asks_for(&app.room("Studio"), "2026-12-09T09:00", "2026-12-09T11:00").is(State::Approved);
    let path = format!("/series/{id}/dates");
    let back = |more: Value| {
        let mut body = json!({ "original_date": "2026-12-09" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post(app, &path, &body).by(&leader).answer()
    };
    let taken = back(json!({})).is(409);
    let first = taken["alternatives"][0].clone();
    let nameless = back(json!({ "choice": "alternative" })).is(422);
    assert_eq!(nameless["errors"][0]["field"], "starts_at");
    let other = json!({
        "choice": "alternative", "room": first["room"], "starts_at": first["starts_at"], "ends_at": first["ends_at"],
    });
    let booking = back(other).is(200);
    assert_eq!((&booking["room"], &booking["starts_at"]), (&first["room"], &first["starts_at"]));
    let series = get(app, &format!("/series/{id}")).by(&leader).answer().is(200);
    let date = &series["dates"][1];
    assert_eq!((&date["original_date"], &date["booking"]), (&json!("2026-12-09"), &booking["id"]));
}

/// The series wished into the meeting room, about which staff decide: its number and the wish.
fn wished(app: &TestApp) -> (i64, Value) {
    let leader = app.leader();
    let id = made(app, &leader);
    let path = format!("/series/{id}/changes");
    let mut body = json!({ "scope": "all", "room": app.room("Meeting room").id, "dry_run": true });
    let shown = post(app, &path, &body).by(&leader).answer().is(200);
    body["dry_run"] = json!(false);
    body["seen"] = shown["seen"].clone();
    post(app, &path, &body).by(&leader).answer().is(200);
    app.new_letters();
    let wishes = get(app, &path).by(&app.approver()).answer().is(200);
    assert_eq!(wishes.as_array().unwrap().len(), 1);
    (id, wishes[0].clone())
}

fn rooms(app: &TestApp, id: i64) -> Vec<String> {
    let dates = app.read(|conn| store::dates(conn, SeriesId(id)));
    dates.iter().map(|date| date.booked.as_ref().unwrap().room.name_en.clone()).collect()
}

fn a_wish_to_change_a_series_is_granted_as_one(app: &TestApp) {
    let (id, wish) = wished(app);
    assert_eq!((&wish["room"], &wish["series"]), (&json!(app.room("Meeting room").id), &json!(id)));
    assert_eq!(wish["dates"].as_array().unwrap().len(), 3);
    assert_eq!(wish["dates"][0]["starts_at"], "2026-12-02T09:00");
    let path = format!("/series/{id}/changes/{}/approval", wish["id"]);
    for who in [app.leader(), app.desk()] {
        post(app, &path, &json!({})).by(&who).answer().is(403);
    }
    post(app, &path, &json!({})).by(&app.other_approver()).answer().is(404);
    let decided = post(app, &path, &json!({})).by(&app.approver()).answer().is(200);
    assert_eq!((decided["done"].as_array().unwrap().len(), &decided["left"]), (3, &json!([])));
    let now = decided["series"].as_i64().unwrap();
    assert_eq!(rooms(app, now), ["Meeting room"; 3]);
    app.wrote(&["leader: series_changed"]);
    let path = format!("/series/{now}/changes/{}/approval", wish["id"]);
    let again = post(app, &path, &json!({})).by(&app.approver()).answer().is(409);
    let name = app.approver().person.name.clone();
    assert_eq!((&again["decided"]["status"], &again["decided"]["by"]), (&json!("granted"), &json!(name)));
}

fn a_wish_to_change_a_series_is_refused_with_a_reason(app: &TestApp) {
    let (id, wish) = wished(app);
    let path = format!("/series/{id}/changes/{}/refusal", wish["id"]);
    let blank = post(app, &path, &json!({ "reason": " " })).by(&app.approver()).answer().is(422);
    assert_eq!(blank["errors"][0]["field"], "reason");
    let reason = json!({ "reason": "年终盘点" });
    let decided = post(app, &path, &reason).by(&app.approver()).answer().is(200);
    assert_eq!(decided["done"].as_array().unwrap().len(), 3);
    assert_eq!(rooms(app, id), ["Studio"; 3]);
    app.wrote(&["leader: series_change_refused"]);
    assert_eq!(get(app, &format!("/series/{id}/changes")).by(&app.leader()).answer().is(200), json!([]));
}

fn a_troupe_takes_its_wish_back(app: &TestApp) {
    let (id, wish) = wished(app);
    let path = format!("/series/{id}/changes/{}/withdrawal", wish["id"]);
    let back = || post(app, &path, &json!({})).by(&app.leader()).answer();
    post(app, &path, &json!({})).by(&app.rival()).answer().is(404);
    back().is(200);
    back().is(409);
    assert_eq!(rooms(app, id), ["Studio"; 3]);
    app.wrote(&[]);
}

fn a_series_sent_again_with_its_choices_is_the_first_one(app: &TestApp) {
    let leader = app.leader();
    app.rival().asks_for(&app.room("Studio"), "2026-12-09T09:00", "2026-12-09T11:00").is(State::Approved);
    let shown = preview(app, "wed", "2026-12-16");
    let mut wish = weekly("wed", "2026-12-16", false);
    wish["seen"] = shown["fingerprint"].clone();
    wish["choices"] = json!([{ "date": "2026-12-09", "choice": "alternative" }]);
    wish["request_key"] = json!("once");
    let first = post(app, "/series", &wish).by(&leader).answer().is(201);
    let bookings = app.bookings();
    assert_eq!(post(app, "/series", &wish).by(&leader).answer().is(200), first);
    assert_eq!(app.bookings(), bookings);
}

fn a_change_sent_again_answers_what_the_first_did(app: &TestApp) {
    let leader = app.leader();
    let id = made(app, &leader);
    let path = format!("/series/{id}/changes");
    for (scope, room, key) in
        [("one", "Studio", "one"), ("following", "Studio", "following"), ("all", "Meeting room", "all")]
    {
        let mut body = json!({
            "scope": scope, "original_date": "2026-12-02", "room": app.room(room).id, "request_key": key,
            "from": if scope == "one" { "09:30" } else { "10:00" }, "to": "11:30", "dry_run": true,
        });
        body["seen"] = post(app, &path, &body).by(&leader).answer().is(200)["seen"].clone();
        body["dry_run"] = json!(false);
        let first = post(app, &path, &body).by(&leader).answer().is(200);
        assert!(!first["moves"].as_array().unwrap().is_empty());
        app.new_letters();
        assert_eq!(post(app, &path, &body).by(&leader).answer().is(200), first, "{scope}");
        app.wrote(&[]);
    }
}

fn what_is_wrong_with_a_rule_is_told_at_its_part(app: &TestApp) {
    let leader = app.leader();
    let wrong = |field: &str, value: Value| {
        let mut wish = weekly("wed", "2026-12-16", true);
        wish[field] = value;
        let problem = post(app, "/series", &wish).by(&leader).answer().is(422);
        let error = &problem["errors"][0];
        (error["field"].as_str().unwrap().to_owned(), error["message"].as_str().unwrap().to_owned())
    };
    let rule =
        |every: u16, weekdays: &[&str]| json!({ "kind": "weekly", "every": every, "weekdays": weekdays });
    let told = |field: &str, message: &str| (field.to_owned(), message.to_owned());
    assert_eq!(wrong("until", json!("2026-12-01")), told("until", "最后一天不能比第一天早。"));
    assert_eq!(wrong("count", json!(3)), told("count", "until 和 count 只能给一个。"));
    assert_eq!(wrong("rule", rule(0, &["wed"])), told("rule.every", "请填1到52。"));
    assert_eq!(wrong("rule", rule(1, &[])), told("rule.weekdays", "请至少给一天。"));
    assert_eq!(wrong("rule", rule(1, &["wedn"])), told("rule.weekdays", "星期请写 mon 到 sun。"));
    let mut counted = weekly("wed", "2026-12-16", true);
    counted.as_object_mut().unwrap().remove("until");
    for count in [0, 401] {
        counted["count"] = json!(count);
        let problem = post(app, "/series", &counted).by(&leader).answer().is(422);
        assert_eq!(problem["errors"], json!([{ "field": "count", "message": "请填1到400。" }]));
    }
}

fn a_key_too_long_is_not_replaced_in_silence(app: &TestApp) {
    let leader = app.leader();
    let id = made(app, &leader);
    let key = "k".repeat(101);
    let back = json!({ "original_date": "2026-12-09", "request_key": key });
    let change =
        json!({ "scope": "all", "from": "10:00", "to": "12:00", "dry_run": true, "request_key": key });
    for (path, body) in [("dates", back), ("changes", change)] {
        let problem = post(app, &format!("/series/{id}/{path}"), &body).by(&leader).answer().is(422);
        assert_eq!(problem["errors"][0]["field"], "request_key", "{path}");
    }
}

fn no_alternative_of_a_series_without_holidays_is_on_one(app: &TestApp) {
    agreed_until_june(app);
    app.rival().asks_for(&app.room("Studio"), "2026-12-25T09:00", "2026-12-25T11:00").is(State::Approved);
    let days = |holidays: &str| {
        let mut wish = weekly("fri", "2026-12-25", true);
        wish["holidays"] = json!(holidays);
        let shown = post(app, "/series", &wish).by(&app.leader()).answer().is(200);
        let last = shown["dates"].as_array().unwrap().last().unwrap().clone();
        let starts = last["alternatives"].as_array().unwrap().iter().map(|one| one["starts_at"].clone());
        starts.map(|start| start.as_str().unwrap()[..10].to_owned()).collect::<Vec<_>>()
    };
    assert!(days("keep").contains(&"2027-01-01".to_owned()), "{:?}", days("keep"));
    assert!(!days("skip").contains(&"2027-01-01".to_owned()), "{:?}", days("skip"));
}
