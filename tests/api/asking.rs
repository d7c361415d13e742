//! A program asks for a room.

use linli::domain::bookings::{BookingId, State};
use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    an_instant_room_is_approved_at_once,
    a_reviewed_room_is_put_before_staff,
    a_repeated_request_answers_with_the_first_result,
    a_key_that_was_used_for_another_wish_is_no_repeat,
    all_that_is_wrong_is_told_at_once_in_our_own_words,
    a_taken_slot_answers_with_the_clash_and_alternatives_that_work,
    a_rule_is_told_at_its_field_with_what_would_work,
    fields_that_cannot_be_are_named,
    nobody_asks_for_a_troupe_that_is_not_theirs,
    staff_ask_on_behalf_of_a_troupe,
    midnight_may_be_written_as_the_end_of_the_day,
    a_day_that_there_is_not_and_one_too_far_off_are_told_apart,
    a_leader_is_not_told_who_took_their_slot,
    what_is_offered_instead_is_what_the_newest_notice_says,
];

fn wish(app: &TestApp, who: &Someone, room: &str, from: &str, to: &str) -> Value {
    let troupe = get(app, "/troupes").by(who).answer().is(200)[0]["id"].clone();
    let room = app.room(room).id;
    json!({
        "room": room, "troupe": troupe, "starts_at": format!("2026-11-{from}"),
        "ends_at": format!("2026-11-{to}"), "purpose": "排练", "size": 12,
    })
}

fn with(mut wish: Value, field: &str, value: impl Into<Value>) -> Value {
    wish[field] = value.into();
    wish
}

fn an_instant_room_is_approved_at_once(app: &TestApp) {
    let leader = app.leader();
    let wish = wish(app, &leader, "Studio", "24T09:00", "24T11:00");
    let answer = post(app, "/bookings", &wish).by(&leader).answer();
    let place = answer.header("location").to_owned();
    let booking = answer.is(201);
    assert_eq!(booking["status"], "approved");
    assert_eq!(place, format!("/api/v1/bookings/{}", booking["id"]));
    assert_eq!(booking["requested_at"], "2026-11-21T00:00:00Z");
    assert_eq!(booking["starts_at"], "2026-11-24T09:00");
    app.wrote(&["leader: approved"]);
}

fn a_reviewed_room_is_put_before_staff(app: &TestApp) {
    let leader = app.leader();
    let wish = wish(app, &leader, "Meeting room", "24T09:00", "24T11:00");
    let booking = post(app, "/bookings", &wish).by(&leader).answer().is(201);
    assert_eq!(booking["status"], "requested");
    app.wrote(&["approver: new_request", "leader: received", "manager: new_request"]);
}

fn a_repeated_request_answers_with_the_first_result(app: &TestApp) {
    let leader = app.leader();
    let wish = with(wish(app, &leader, "Studio", "24T09:00", "24T11:00"), "request_key", "once");
    let first = post(app, "/bookings", &wish).by(&leader).answer().is(201);
    let again = post(app, "/bookings", &wish).by(&leader).answer().is(200);
    assert_eq!(first, again);
    assert_eq!(app.bookings(), 1);
}

fn a_key_that_was_used_for_another_wish_is_no_repeat(app: &TestApp) {
    let leader = app.leader();
    let wish = with(wish(app, &leader, "Studio", "24T09:00", "24T10:00"), "request_key", "once");
    post(app, "/bookings", &wish).by(&leader).answer().is(201);
    let other = with(with(wish, "starts_at", "2026-11-24T10:30"), "ends_at", "2026-11-24T11:30");
    let problem = post(app, "/bookings", &other).by(&leader).answer().is(422);
    assert_eq!(problem["errors"][0]["field"], "request_key");
    assert_eq!(app.bookings(), 1);
}

fn all_that_is_wrong_is_told_at_once_in_our_own_words(app: &TestApp) {
    let leader = app.leader();
    let wish = json!({ "room": "Studio", "troupe": 1, "starts_at": "tomorrow", "colour": "red" });
    let problem = post(app, "/bookings", &wish).by(&leader).answer().is(422);
    let errors = problem["errors"].as_array().unwrap();
    let of = |field: &str| errors.iter().find(|one| one["field"] == field).map(|one| one["message"].clone());
    for field in ["ends_at", "purpose", "size"] {
        assert_eq!(of(field), Some(json!("这一项要填。")), "{problem}");
    }
    assert_eq!(of("room"), Some(json!("要一个整数。")));
    assert_eq!(of("starts_at"), Some(json!("请这样写：2026-11-24T09:00。")));
    assert_eq!(of("colour"), Some(json!("没有这一项。")));
    assert_eq!(of("troupe"), None);
}

fn a_taken_slot_answers_with_the_clash_and_alternatives_that_work(app: &TestApp) {
    let (leader, rival) = (app.leader(), app.rival());
    let wanted = wish(app, &leader, "Studio", "24T09:00", "24T11:00");
    post(app, "/bookings", &wanted).by(&leader).answer().is(201);
    let wish = wish(app, &rival, "Studio", "24T10:00", "24T11:30");
    let problem = post(app, "/bookings", &wish).by(&rival).english().answer().is(409);
    assert_eq!(problem["clashes"][0]["starts_at"], "2026-11-24T09:00");
    assert_eq!(problem["clashes"][0]["name"], json!(null), "the dancers did not choose to be named");
    assert_eq!(problem["alternatives"].as_array().unwrap().len(), 3);
    let mut second = wish.clone();
    for part in ["room", "starts_at", "ends_at"] {
        second[part] = problem["alternatives"][0][part].clone();
    }
    post(app, "/bookings", &second).by(&rival).answer().is(201);
}

fn a_rule_is_told_at_its_field_with_what_would_work(app: &TestApp) {
    let leader = app.leader();
    for (from, to, field) in [
        ("24T11:00", "24T15:00", "starts_at"),
        ("20T09:00", "20T11:00", "starts_at"),
        ("24T09:10", "24T11:00", "starts_at"),
        ("24T08:30", "24T17:30", "ends_at"),
    ] {
        let wish = wish(app, &leader, "Studio", from, to);
        let problem = post(app, "/bookings", &wish).by(&leader).answer().is(422);
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    let crowd = with(wish(app, &leader, "Studio", "24T09:00", "24T11:00"), "size", 50);
    let problem = post(app, "/bookings", &crowd).by(&leader).answer().is(422);
    assert_eq!(problem["errors"][0]["field"], "size");
    assert_ne!(problem["alternatives"][0]["room"], crowd["room"], "a bigger room");
    let shut = with(wish(app, &leader, "Studio", "24T09:00", "24T11:00"), "starts_at", "2026-12-01T09:00");
    let shut = with(shut, "ends_at", "2026-12-01T11:00");
    let problem = post(app, "/bookings", &shut).by(&leader).english().answer().is(422);
    assert!(problem["errors"][0]["message"].as_str().unwrap().contains("Power works"), "{problem}");
    assert_eq!(app.bookings(), 0);
}

fn fields_that_cannot_be_are_named(app: &TestApp) {
    let leader = app.leader();
    let wish = wish(app, &leader, "Studio", "24T09:00", "24T11:00");
    for (field, value) in [
        ("room", json!("Studio")),
        ("room", json!(999)),
        ("room", json!(null)),
        ("troupe", json!(1.5)),
        ("starts_at", json!("2026-11-24T09:00+08:00")),
        ("starts_at", json!("tomorrow")),
        ("ends_at", json!("2026-11-24T08:00")),
        ("ends_at", json!("2026-11-25T11:00")),
        ("purpose", json!("  ")),
        ("purpose", json!("a\u{0}b")),
        ("purpose", json!("长".repeat(201))),
        ("size", json!(0)),
        ("size", json!(-1)),
        ("size", json!(9_999_999_999_i64)),
        ("request_key", json!("")),
        ("colour", json!("red")),
    ] {
        let problem = post(app, "/bookings", &with(wish.clone(), field, value.clone()))
            .by(&leader)
            .english()
            .answer()
            .is(422);
        assert_eq!(problem["errors"][0]["field"], field, "{value} {problem}");
    }
    let mut none = wish.clone();
    none.as_object_mut().unwrap().remove("purpose");
    let problem = post(app, "/bookings", &none).by(&leader).answer().is(422);
    assert_eq!(problem["errors"], json!([{ "field": "purpose", "message": "这一项要填。" }]));
    post(app, "/bookings", &json!({})).by(&leader).answer().is(422);
    assert_eq!(app.bookings(), 0);
}

fn nobody_asks_for_a_troupe_that_is_not_theirs(app: &TestApp) {
    let wish = wish(app, &app.leader(), "Studio", "24T09:00", "24T11:00");
    for who in [app.rival(), app.operator(), app.other_leader(), app.other_manager()] {
        post(app, "/bookings", &wish).by(&who).answer().is(404);
    }
    post(app, "/bookings", &wish).answer().is(401);
    let elsewhere = with(wish, "room", app.room_of("donghu", "Activity room").id.0);
    let problem = post(app, "/bookings", &elsewhere).by(&app.leader()).answer().is(422);
    assert_eq!(problem["errors"][0]["field"], "room");
    assert_eq!(app.bookings(), 0);
}

fn staff_ask_on_behalf_of_a_troupe(app: &TestApp) {
    let (leader, desk) = (app.leader(), app.desk());
    let wish = wish(app, &leader, "Studio", "24T09:00", "24T11:00");
    let booking = post(app, "/bookings", &wish).by(&desk).answer().is(201);
    assert_eq!(booking["on_behalf"], true);
    assert_eq!(booking["requested_by"], json!(desk.person.id));
}

fn midnight_may_be_written_as_the_end_of_the_day(app: &TestApp) {
    let leader = app.leader();
    let wish = wish(app, &leader, "Studio", "24T23:00", "24T24:00");
    let problem = post(app, "/bookings", &wish).by(&leader).answer().is(422);
    assert!(problem["detail"].as_str().unwrap().contains("开放"), "closed then, not malformed: {problem}");
}

fn a_day_that_there_is_not_and_one_too_far_off_are_told_apart(app: &TestApp) {
    let leader = app.leader();
    let wish = wish(app, &leader, "Studio", "24T09:00", "24T11:00");
    for (day, words) in
        [("2027-02-31", "没有这一天。"), ("9999-01-01", "太远了，请用2000年到2999年之间的日期。")]
    {
        let wish =
            with(with(wish.clone(), "starts_at", format!("{day}T09:00")), "ends_at", format!("{day}T11:00"));
        let problem = post(app, "/bookings", &wish).by(&leader).answer().is(422);
        assert_eq!(problem["errors"][0], json!({ "field": "ends_at", "message": words }), "{problem}");
    }
}

/// The leader's request for the meeting room, which another troupe was given.
fn lost(app: &TestApp) -> BookingId {
    let (room, from, to) = (app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00");
    let lost = app.leader().asks_for(&room, from, to).is(State::Requested);
    let won = app.rival().asks_for(&room, from, to).is(State::Requested);
    app.approver().approves(won).is(State::Approved);
    app.rival().cancels(won).id();
    lost
}

fn a_leader_is_not_told_who_took_their_slot(app: &TestApp) {
    let id = lost(app);
    let moved_by = app.booking(id).decided_by;
    assert_eq!(moved_by, Some(app.rival().person.id), "the rival gave it up, and the turn came");
    let booking = get(app, &format!("/bookings/{id}")).by(&app.leader()).answer().is(200);
    assert_eq!(booking["decided_by"], json!(null));
    let listed = get(app, "/bookings").by(&app.leader()).answer().is(200);
    assert_eq!(listed[0]["decided_by"], json!(null));
}

fn what_is_offered_instead_is_what_the_newest_notice_says(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::alternative;
    let id = lost(app);
    let path = format!("/bookings/{id}/alternatives");
    let offered = |app: &TestApp| get(app, &path).by(&app.leader()).answer().is(200);
    let first = offered(app);
    let slot = |one: &Value| (one["room"].clone(), one["starts_at"].clone());
    let before: Vec<_> = first.as_array().unwrap().iter().map(slot).collect();
    assert_eq!(before.len(), 3);
    // Lost again an hour later: two of the slots are still free.
    app.hours_pass(1);
    app.write(|conn| {
        let old: Vec<(i64, i64, _, _)> = alternative::table
            .order(alternative::id)
            .limit(2)
            .select((
                alternative::booking_id,
                alternative::room_id,
                alternative::starts_at,
                alternative::ends_at,
            ))
            .load::<(i64, i64, chrono::NaiveDateTime, chrono::NaiveDateTime)>(conn)?;
        for (booking, room, starts, ends) in old {
            let slot = (
                alternative::booking_id.eq(booking),
                alternative::room_id.eq(room),
                alternative::starts_at.eq(starts),
                alternative::ends_at.eq(ends),
                alternative::created_at.eq(app.now()),
            );
            diesel::insert_into(alternative::table).values(slot).execute(conn)?;
        }
        Ok(())
    });
    let now = offered(app);
    assert_eq!(now.as_array().unwrap().iter().map(slot).collect::<Vec<_>>(), before[..2]);
    assert_ne!(now[0]["id"], first[0]["id"]);
}
