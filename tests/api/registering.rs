//! Residents' programs register, change, answer and cancel by a token; staff's list and decide.

use diesel::prelude::*;
use linli::base::db::schema::{activity, session};
use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::{TestApp, fixture};

stories![
    a_program_registers_changes_and_cancels,
    what_is_full_makes_a_line_whose_first_answers,
    mistakes_are_told_field_by_field,
    staff_list_confirm_and_refuse,
    staff_do_for_others_what_the_desk_does,
];

/// A published activity with one session on Tuesday and four places.
pub fn db_offered(app: &TestApp, reviewed: bool) -> (i64, i64) {
    let (by, now) = (app.manager().person.id, fixture::made_at());
    app.write(|conn| {
        let id: i64 = diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(1), activity::title.eq("太极拳"), activity::title_en.eq("Taiji")),
                (activity::kind.eq("course"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(by), activity::created_at.eq(now)),
                (
                    activity::registration.eq("session"),
                    activity::places.eq(Some(4)),
                    activity::reviewed.eq(reviewed),
                ),
            ))
            .returning(activity::id)
            .get_result(conn)?;
        let (from, to) = (fixture::wall("2026-11-24T09:00"), fixture::wall("2026-11-24T10:30"));
        let session: i64 = diesel::insert_into(session::table)
            .values((
                (session::centre_id.eq(1), session::activity_id.eq(id)),
                (session::place.eq("小区东门"), session::place_en.eq("East gate")),
                (session::starts_at.eq(from), session::ends_at.eq(to)),
                (session::turnaround_minutes.eq(0), session::sequence.eq(0), session::changed_at.eq(now)),
            ))
            .returning(session::id)
            .get_result(conn)?;
        Ok((id, session))
    })
}

fn wish(session: i64, who: &str, party: i32) -> Value {
    json!({
        "session": session, "name": format!("居民{who}"), "email": format!("{who}@example.org"),
        "party": party, "request_key": format!("program-{who}"),
    })
}

pub fn joins(app: &TestApp, of: (i64, i64), who: &str, party: i32) -> Value {
    post(app, &format!("/activities/{}/registrations", of.0), &wish(of.1, who, party)).answer().is(200)
}

fn a_program_registers_changes_and_cancels(app: &TestApp) {
    let of = db_offered(app, false);
    let one = joins(app, of, "chen", 2);
    assert_eq!((one["status"].as_str(), one["party"].as_i64()), (Some("confirmed"), Some(2)));
    assert!(one["code"].is_string() && one.get("name").is_none(), "{one}");
    assert_eq!(joins(app, of, "chen", 2)["token"], one["token"]);
    let path = format!("/registrations/{}", one["token"].as_str().unwrap());
    let answer = get(app, &path).answer();
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.is(200)["sessions"][0]["place"], "小区东门");
    assert_eq!(post(app, &path, &json!({ "party": 3 })).answer().is(200)["party"], 3);
    let more = post(app, &path, &json!({ "party": 5 })).answer().is(422);
    assert_eq!(more["errors"][0]["field"], "party");
    let moved = post(app, &path, &json!({ "phone": "13900000077" })).answer().is(200);
    get(app, &path).answer().is(404);
    let path = format!("/registrations/{}", moved["token"].as_str().unwrap());
    assert_eq!(
        post(app, &format!("{path}/cancellation"), &json!({})).answer().is(200)["status"],
        "cancelled"
    );
    let again = post(app, &format!("{path}/cancellation"), &json!({})).answer().is(409);
    assert_eq!(
        (&again["decided"]["status"], &again["detail"]),
        (&json!("cancelled"), &json!("这次报名已经取消了。"))
    );
    get(app, "/registrations/wrong").answer().is(404);
}

fn what_is_full_makes_a_line_whose_first_answers(app: &TestApp) {
    let of = db_offered(app, false);
    let first = joins(app, of, "first", 4);
    let second = joins(app, of, "second", 2);
    assert_eq!((second["status"].as_str(), second["place"].as_i64()), (Some("waiting"), Some(1)));
    let token = |one: &Value| format!("/registrations/{}", one["token"].as_str().unwrap());
    post(app, &format!("{}/acceptance", token(&second)), &json!({})).answer().is(409);
    post(app, &format!("{}/cancellation", token(&first)), &json!({})).answer().is(200);
    let offered = get(app, &token(&second)).answer().is(200);
    assert_eq!(offered["status"], "offered");
    assert!(offered["offered_until"].is_string());
    let taken = post(app, &format!("{}/acceptance", token(&second)), &json!({})).answer().is(200);
    assert_eq!(taken["status"], "confirmed");
    post(app, &format!("{}/declining", token(&second)), &json!({})).answer().is(409);
}

fn mistakes_are_told_field_by_field(app: &TestApp) {
    let of = db_offered(app, false);
    let path = format!("/activities/{}/registrations", of.0);
    let body = json!({ "session": of.1, "name": "", "email": "x", "party": 0, "request_key": "k" });
    let answer = post(app, &path, &body).answer().is(422);
    let fields: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "email", "party", "request_key"]);
    let many = post(app, &path, &wish(of.1, "many", 9)).answer().is(422);
    assert_eq!(many["errors"][0]["field"], "party");
    let mut any = wish(of.1, "any", 1);
    any.as_object_mut().unwrap().remove("session");
    assert_eq!(post(app, &path, &any).answer().is(422)["errors"][0]["field"], "session");
    post(app, "/activities/9999/registrations", &wish(of.1, "chen", 1)).answer().is(404);
}

fn staff_do_for_others_what_the_desk_does(app: &TestApp) {
    let of = db_offered(app, false);
    let all = format!("/activities/{}/registrations", of.0);
    joins(app, of, "chen", 4);
    joins(app, of, "waits", 1);
    // At the desk a name is enough; nobody else may leave out how to be told.
    let alone = json!({ "session": of.1, "name": "马奶奶", "request_key": "at-the-desk" });
    post(app, &all, &alone).answer().is(422);
    post(app, &all, &alone).by(&app.leader()).answer().is(422);
    let waits = post(app, &all, &alone).by(&app.desk()).answer().is(200);
    assert_eq!((waits["status"].as_str(), waits["code"].as_str().map(str::len)), (Some("waiting"), Some(6)));
    // The same number or address has one registration.
    let mut again = wish(of.1, "chen", 1);
    again["request_key"] = json!("another-key");
    post(app, &all, &again).answer().is(409);

    let listed = get(app, &all).by(&app.desk()).answer().is(200);
    let id = |at: usize| listed[at]["id"].as_i64().unwrap();
    let (first, second, third) = (id(0), id(1), id(2));
    let act = |id: i64, what: &str, body: Value| post(app, &format!("{all}/{id}{what}"), &body);
    act(third, "/moving-up", json!({ "reason": "八十岁" })).by(&app.desk()).answer().is(403);
    act(third, "/moving-up", json!({ "reason": "" })).by(&app.approver()).answer().is(422);
    act(third, "/moving-up", json!({ "reason": "八十岁" })).by(&app.approver()).answer().is(200);
    act(first, "/moving-up", json!({ "reason": "八十岁" })).by(&app.approver()).answer().is(409);
    act(first, "", json!({ "party": 3 })).answer().is(401);
    act(first, "", json!({ "party": 3 })).by(&app.other_desk()).answer().is(404);
    let smaller = act(first, "", json!({ "party": 3 })).by(&app.desk()).answer().is(200);
    assert_eq!(smaller["party"], 3);
    act(second, "/acceptance", json!({})).by(&app.desk()).answer().is(409);
    let taken = act(third, "/acceptance", json!({})).by(&app.desk()).answer().is(200);
    assert_eq!((&taken["status"], &taken["name"]), (&json!("confirmed"), &json!("马奶奶")));
    let gone =
        act(first, "/cancellation", json!({ "reason": "来电话说的" })).by(&app.desk()).answer().is(200);
    assert_eq!((&gone["status"], &gone["reason"]), (&json!("cancelled"), &json!("来电话说的")));
    act(first, "/cancellation", json!({})).by(&app.desk()).answer().is(409);
    let passed = act(second, "/declining", json!({})).by(&app.desk()).answer().is(200);
    assert_eq!(passed["status"], "cancelled");
    let erased = act(third, "/erasure", json!({})).by(&app.desk()).answer().is(200);
    assert_eq!((&erased["name"], erased["erased_at"].is_string()), (&json!(""), true));
}

fn staff_list_confirm_and_refuse(app: &TestApp) {
    let of = db_offered(app, true);
    joins(app, of, "chen", 1);
    joins(app, of, "wang", 1);
    let path = format!("/activities/{}/registrations", of.0);
    get(app, &path).answer().is(401);
    get(app, &path).by(&app.leader()).answer().is(404);
    get(app, &path).by(&app.other_desk()).answer().is(404);
    let listed = get(app, &path).by(&app.desk()).answer().is(200);
    assert_eq!(
        (listed[0]["name"].as_str(), listed[0]["status"].as_str()),
        (Some("居民chen"), Some("requested"))
    );
    let (one, two) = (listed[0]["id"].as_i64().unwrap(), listed[1]["id"].as_i64().unwrap());
    let confirm = format!("{path}/{one}/confirmation");
    post(app, &confirm, &json!({})).by(&app.desk()).answer().is(403);
    assert_eq!(post(app, &confirm, &json!({})).by(&app.approver()).answer().is(200)["status"], "confirmed");
    post(app, &confirm, &json!({})).by(&app.approver()).answer().is(409);
    let refuse = format!("{path}/{two}/refusal");
    post(app, &refuse, &json!({ "reason": " " })).by(&app.approver()).answer().is(422);
    let refused = post(app, &refuse, &json!({ "reason": "人太多" })).by(&app.approver()).answer().is(200);
    assert_eq!((refused["status"].as_str(), refused["reason"].as_str()), (Some("refused"), Some("人太多")));
}
