//! A program counts the hours of a drop-in room, notes who is here, and keeps a troupe's list of members.

use linli::domain::agreements;
use linli::domain::registrations::codes::CHECK_IN;
use serde_json::json;

use crate::calling::{get, post};
use crate::registering::{db_offered, joins};
use crate::support::TestApp;

stories![
    hours_of_a_room_are_counted,
    who_is_here_is_noted_by_name_and_code,
    a_troupe_keeps_its_list_of_members
];

fn hours_of_a_room_are_counted(app: &TestApp) {
    app.hours_pass(4);
    let path = format!("/rooms/{}/attendance", app.room("Reading room").id);
    let hour = json!({ "starts_at": "2026-11-21T08:30", "visits": 9 });
    post(app, &path, &hour).answer().is(401);
    post(app, &path, &hour).by(&app.leader()).answer().is(404);
    post(app, &path, &hour).by(&app.other_desk()).answer().is(404);
    let said = post(app, &path, &hour).by(&app.desk()).answer().is(201);
    assert_eq!((&said["visits"], &said["starts_at"]), (&json!(9), &json!("2026-11-21T08:30")));
    let day = get(app, "/centres/1/attendance?date=2026-11-21").by(&app.desk()).answer().is(200);
    assert!(day.as_array().unwrap().iter().any(|row| row["visits"] == 9), "{day}");
    post(app, &path, &json!({ "starts_at": "2026-11-21T08:30", "visits": -1 }))
        .by(&app.desk())
        .answer()
        .is(422);
    for odd in ["2026-11-21T09:07", "2026-11-21T03:00", "2026-11-20T12:30", "2020-11-21T08:31"] {
        let refused = post(app, &path, &json!({ "starts_at": odd, "visits": 9 })).by(&app.desk());
        assert_eq!(refused.answer().is(422)["errors"][0]["field"], "starts_at", "{odd}");
    }
    let studio = format!("/rooms/{}/attendance", app.room("Studio").id);
    post(app, &studio, &hour).by(&app.desk()).answer().is(404);
}

fn who_is_here_is_noted_by_name_and_code(app: &TestApp) {
    let of = db_offered(app, false);
    joins(app, of, "chen", 3);
    joins(app, of, "wang", 1);
    let path = format!("/sessions/{}/arrivals", of.1);
    get(app, &path).by(&app.leader()).answer().is(404);
    let list = || get(app, &path).by(&app.desk()).answer().is(200);
    let (chen, wang) = (list()[0]["registration"].clone(), list()[1]["registration"].clone());
    assert_eq!((&list()[0]["name"], &list()[0]["here"]), (&json!("居民chen"), &json!(0)));
    let early = json!({ "registration": chen });
    post(app, &path, &early).by(&app.desk()).answer().is(409);
    app.clock.advance(
        chrono::DateTime::parse_from_rfc3339("2026-11-24T01:00:00Z").unwrap().to_utc() - app.now().utc(),
    );
    let two = json!({ "registration": chen, "people": 2 });
    post(app, &path, &two).by(&app.other_desk()).answer().is(404);
    assert_eq!(post(app, &path, &two).by(&app.desk()).answer().is(200)["counted"], 2);
    post(app, &path, &json!({ "registration": chen, "people": 4 })).by(&app.desk()).answer().is(422);
    post(app, &path, &json!({})).by(&app.desk()).answer().is(422);
    // What the camera reads on their telephone.
    let code = format!("https://linli.example/e/{}", app.tokens.sign(CHECK_IN, wang.as_i64().unwrap(), 0));
    assert_eq!(post(app, &path, &json!({ "code": code })).by(&app.desk()).answer().is(200)["counted"], 3);
    post(app, &path, &json!({ "code": "wrong" })).by(&app.desk()).answer().is(404);
    let there: Vec<_> = list().as_array().unwrap().iter().map(|one| one["here"].clone()).collect();
    assert_eq!(there, [json!(2), json!(1)]);
}

fn a_troupe_keeps_its_list_of_members(app: &TestApp) {
    let leader = app.leader();
    let troupe = app.read(|conn| agreements::store::led_by(conn, leader.person.id)).remove(0).id;
    let path = format!("/troupes/{troupe}/members");
    let names = json!({ "names": ["王秀兰", " 李素琴 "], "from": "2026-11-01" });
    post(app, &path, &names).by(&app.rival()).answer().is(404);
    post(app, &path, &names).by(&app.other_desk()).answer().is(404);
    let all = post(app, &path, &names).by(&leader).answer().is(200);
    assert_eq!((&all[1]["name"], &all[1]["joined_on"]), (&json!("李素琴"), &json!("2026-11-01")));
    post(app, &path, &json!({ "names": [""] })).by(&leader).answer().is(422);
    let leaving = format!("{path}/{}/leaving", all[0]["id"]);
    let gone = post(app, &leaving, &json!({ "last_day": "2026-11-20" })).by(&app.desk()).answer().is(200);
    assert_eq!(gone[0]["left_on"], "2026-11-20");
    post(app, &leaving, &json!({})).by(&leader).answer().is(409);
    assert_eq!(get(app, &path).by(&leader).answer().is(200).as_array().unwrap().len(), 2);
}
