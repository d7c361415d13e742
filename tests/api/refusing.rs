//! What a program is told that calls wrongly: always a problem document, in its language.

use actix_web::http::Method;
use linli::domain::people::{api_token, sign_in};
use serde_json::json;

use crate::calling::{Answer, Call, get, post};
use crate::support::TestApp;

stories![
    an_unknown_address_is_a_problem_document,
    another_method_is_told_which_are_allowed,
    without_a_token_one_is_asked_for,
    a_bad_or_revoked_token_is_refused_even_where_none_is_needed,
    what_is_no_json_is_said_to_be_none,
    messages_are_in_the_language_asked_for,
    a_browser_of_another_site_cannot_post,
];

#[track_caller]
fn is_problem(answer: Answer, status: u16) -> serde_json::Value {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body = answer.is(status);
    assert_eq!(body["status"], status);
    assert!(body["type"].is_string() && body["title"].is_string() && body["detail"].is_string(), "{body}");
    body
}

fn an_unknown_address_is_a_problem_document(app: &TestApp) {
    for path in ["", "/", "/nothing", "/bookings/1/nothing", "/../v2"] {
        is_problem(get(app, path).answer(), 404);
    }
}

fn another_method_is_told_which_are_allowed(app: &TestApp) {
    let answer = Call::new(app, Method::DELETE, "/bookings").by(&app.leader()).answer();
    assert_eq!(answer.header("allow"), "GET, HEAD, POST");
    is_problem(answer, 405);
    let head = Call::new(app, Method::HEAD, "/centres").answer();
    assert_eq!(head.status, 200);
}

fn without_a_token_one_is_asked_for(app: &TestApp) {
    for answer in [get(app, "/troupes").answer(), post(app, "/bookings", &json!({})).answer()] {
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        is_problem(answer, 401);
    }
}

fn a_bad_or_revoked_token_is_refused_even_where_none_is_needed(app: &TestApp) {
    let bad = |path: &str| get(app, path).header("authorization", "Bearer linli_wrong").answer();
    is_problem(bad("/troupes"), 401);
    is_problem(bad("/bookings"), 401);
    let leader = app.leader();
    let token = app.write(|conn| api_token::create(conn, &app.tokens, leader.person.id, "", app.now()));
    let call = || get(app, "/troupes").header("authorization", &format!("bearer {token}")).answer();
    call().is(200);
    app.write(|conn| {
        use diesel::prelude::*;
        use linli::base::db::schema::api_token as table;
        diesel::update(table::table).set(table::revoked_at.eq(app.now())).execute(conn)?;
        Ok(())
    });
    is_problem(call(), 401);
}

fn what_is_no_json_is_said_to_be_none(app: &TestApp) {
    let send = |kind: &str, body: &str| {
        let call = Call::new(app, Method::POST, "/bookings").header("content-type", kind).text(body);
        call.by(&app.leader()).answer()
    };
    is_problem(send("application/json", "{"), 400);
    is_problem(send("application/json", "[]"), 400);
    is_problem(send("application/json", &"[".repeat(1000)), 400);
    is_problem(send("application/x-www-form-urlencoded", "room=1"), 415);
    is_problem(send("text/plain", "{}"), 415);
    is_problem(send("application/json; charset=utf-8", "{}"), 422);
    is_problem(send("application/json", &format!("{{\"purpose\":\"{}\"}}", "x".repeat(300_000))), 413);
}

fn messages_are_in_the_language_asked_for(app: &TestApp) {
    let detail = |language: &str| {
        let body =
            get(app, "/bookings/999").by(&app.rival()).header("accept-language", language).answer().is(404);
        body["detail"].as_str().unwrap().to_owned()
    };
    assert!(detail("zh-CN,zh;q=0.9").contains("没有"));
    assert!(detail("en-GB").contains("no such thing"));
}

fn a_browser_of_another_site_cannot_post(app: &TestApp) {
    let leader = app.leader();
    let secret = app.write(|conn| sign_in::open(conn, &app.tokens, leader.person.id, app.now()));
    let id = leader.asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let cancel = |site: &str| {
        post(app, &format!("/bookings/{id}/cancellation"), &json!({}))
            .header("cookie", &format!("__Host-linli={secret}"))
            .header("sec-fetch-site", site)
    };
    is_problem(cancel("cross-site").answer(), 403);
    assert_eq!(cancel("same-origin").answer().is(200)["status"], "cancelled");
}
