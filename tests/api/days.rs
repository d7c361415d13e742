//! What dates are, for programs.

use serde_json::json;

use crate::calling::{get, post};
use crate::support::TestApp;

stories![
    anybody_reads_what_the_days_are,
    managers_enter_a_year_and_others_do_not,
    what_cannot_be_entered_is_named_day_by_day,
    managers_enter_school_terms,
];

fn anybody_reads_what_the_days_are(app: &TestApp) {
    let centre = app.centre("hexi").id;
    let path = format!("/centres/{centre}/days?from=2026-10-07&to=2026-10-11");
    let body = get(app, &path).answer().is(200);
    let kinds: Vec<&str> =
        body["days"].as_array().unwrap().iter().map(|day| day["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["holiday", "working", "working", "make_up", "rest"]);
    assert_eq!(body["days"][3]["name"], "国庆节");
    assert_eq!(body["days"][1]["name"], json!(null));
    assert_eq!(body["days"][0]["lunar"], "八月廿七");
    assert_eq!((&body["terms"], &body["unknown_years"]), (&json!([]), &json!([])));
    let later = get(app, &format!("/centres/{centre}/days?from=2026-12-31&to=2027-01-02")).answer().is(200);
    assert_eq!(later["unknown_years"], json!([2027]));
    let long = get(app, &format!("/centres/{centre}/days?from=2026-01-01&to=2027-01-03")).answer().is(422);
    assert_eq!(long["errors"][0]["field"], "to");
    get(app, "/centres/999/days").answer().is(404);
}

fn managers_enter_a_year_and_others_do_not(app: &TestApp) {
    let path = format!("/centres/{}/days", app.centre("hexi").id);
    let year = |dry_run: bool| {
        json!({
            "year": 2027,
            "dry_run": dry_run,
            "days": [
                { "date": "2026-12-31", "kind": "holiday", "name": "元旦" },
                { "date": "2027-01-01", "kind": "holiday", "name": "元旦" },
                { "date": "2027-01-10", "kind": "make_up", "name": "元旦", "follows": "thu" },
            ],
        })
    };
    let range = format!("{path}?from=2026-12-31&to=2027-01-10");
    let dry = post(app, &path, &year(true)).by(&app.manager()).answer().is(200);
    assert_eq!(
        (&dry["holidays"], &dry["make_up_days"], &dry["written"]),
        (&json!(2), &json!(1), &json!(false))
    );
    assert_eq!(dry["whole_year"], false);
    assert!(dry["detail"].as_str().unwrap().contains("不够一整年"), "{dry}");
    assert_eq!(get(app, &range).answer().is(200)["days"][0]["kind"], "working");
    post(app, &path, &year(false)).by(&app.manager()).answer().is(200);
    let days = get(app, &range).answer().is(200);
    assert_eq!(
        (&days["days"][0]["kind"], &days["days"][0]["name_en"]),
        (&json!("holiday"), &json!("New Year"))
    );
    assert_eq!(days["days"][10]["follows"], "thu");
    post(app, &path, &year(false)).answer().is(401);
    for who in [app.desk(), app.approver()] {
        post(app, &path, &year(false)).by(&who).answer().is(403);
    }
    for who in [app.leader(), app.other_manager()] {
        post(app, &path, &year(false)).by(&who).answer().is(404);
    }
}

fn what_cannot_be_entered_is_named_day_by_day(app: &TestApp) {
    let path = format!("/centres/{}/days", app.centre("hexi").id);
    let fields = |body: &serde_json::Value| {
        let answer = post(app, &path, body).by(&app.manager()).answer().is(422);
        let errors = answer["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(fields(&json!({ "year": 2027, "days": [] })), ["days"]);
    let day = |date: &str, kind: &str| json!({ "date": date, "kind": kind, "name": "元旦" });
    let body = json!({
        "year": 2027,
        "days": [
            day("2027-01-01", "holiday"),
            day("2027-01-01", "holiday"),
            day("2027-01-05", "make_up"),
            day("2028-01-01", "holiday"),
            { "date": "2027-01-02", "kind": "holiday", "name": "元旦", "follows": "mon" },
        ],
    });
    assert_eq!(fields(&body), ["days[1].date", "days[2].date", "days[3].date", "days[4].follows"]);
    let nameless =
        json!({ "year": 2027, "days": [{ "date": "2027-01-01", "kind": "holiday", "name": " " }] });
    assert_eq!(fields(&nameless), ["days[0].name"]);
}

fn managers_enter_school_terms(app: &TestApp) {
    let centre = app.centre("hexi").id;
    let path = format!("/centres/{centre}/school-terms");
    let term = |ends_on: &str| json!({ "kind": "term", "name": "2026年秋季学期", "starts_on": "2026-09-01", "ends_on": ends_on });
    let school = || {
        let day = get(app, &format!("/centres/{centre}/days?from=2026-11-24&to=2026-11-24")).answer().is(200);
        (day["days"][0]["school"].clone(), day["terms"].as_array().unwrap().len())
    };
    assert_eq!(school(), (json!(false), 0));
    let entered = post(app, &path, &term("2027-01-15")).by(&app.manager()).answer().is(201);
    assert_eq!((&entered["kind"], &entered["ends_on"]), (&json!("term"), &json!("2027-01-15")));
    assert_eq!(school(), (json!(true), 1));
    let one = format!("{path}/{}", entered["id"]);
    post(app, &one, &term("2026-11-20")).by(&app.manager()).answer().is(200);
    assert_eq!(school(), (json!(false), 0));
    post(app, &format!("{one}/removal"), &json!({})).by(&app.manager()).answer().is(200);
    post(app, &format!("{one}/removal"), &json!({})).by(&app.manager()).answer().is(404);
    for (body, field) in [
        (term("2026-08-31"), "ends_on"),
        (term("2027-09-02"), "ends_on"),
        (json!({ "kind": "term", "name": " ", "starts_on": "2026-09-01", "ends_on": "2026-09-02" }), "name"),
    ] {
        let problem = post(app, &path, &body).by(&app.manager()).answer().is(422);
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    for (who, status) in [(app.approver(), 403), (app.leader(), 404), (app.other_manager(), 404)] {
        post(app, &path, &term("2027-01-15")).by(&who).answer().is(status);
    }
}
