//! Activities for programs: entered, shown before they are written, published, moved, cancelled; and tags.

use serde_json::{Value, json};

use crate::calling::{get, post};
use crate::support::TestApp;

stories![
    approvers_enter_an_activity_and_anybody_reads_it_once_published,
    a_rule_is_shown_and_written_as_it_was_seen,
    what_cannot_be_is_named_field_by_field,
    a_session_moves_and_everything_may_be_cancelled_once,
    a_month_of_courses_is_entered_at_once_or_not_at_all,
    a_picture_is_taken_away,
    managers_keep_the_tags,
];

fn taiji(app: &TestApp, room: &str, dates: Value) -> Value {
    let mut all = json!({ "room": app.room(room).id, "from": "09:00", "to": "10:00" });
    all.as_object_mut().unwrap().extend(dates.as_object().unwrap().clone());
    json!({
        "centre": app.centre("hexi").id,
        "activity": {
            "title": "太极拳", "title_en": "Taiji", "kind": "course", "teacher": "王秀英", "class": "太极班",
            "age_from": 60, "registration": "course", "places": 20,
            "registration_opens": "2026-11-22T08:00",
        },
        "dates": all,
    })
}

fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn approvers_enter_an_activity_and_anybody_reads_it_once_published(app: &TestApp) {
    let body = taiji(app, "Studio", json!({ "days": ["2026-11-24", "2026-11-26"] }));
    post(app, "/activities", &body).answer().is(401);
    post(app, "/activities", &body).by(&app.desk()).answer().is(403);
    post(app, "/activities", &body).by(&app.other_approver()).answer().is(404);
    let entered = post(app, "/activities", &body).by(&app.approver()).answer().is(201);
    assert_eq!((&entered["state"], &entered["places"]), (&json!("draft"), &json!(20)));
    assert_eq!(entered["registration_opens"], "2026-11-22T08:00");
    assert_eq!(entered["sessions"].as_array().unwrap().len(), 2);
    let path = format!("/activities/{}", entered["id"]);
    let list = format!("/activities?centre={}", entered["centre"]);
    get(app, &path).answer().is(404);
    get(app, &path).by(&app.other_desk()).answer().is(404);
    get(app, &path).by(&app.desk()).answer().is(200);
    assert_eq!(get(app, &list).answer().is(200), json!([]));
    assert_eq!(get(app, &list).by(&app.desk()).answer().is(200)[0]["title"], "太极拳");
    let again = post(app, "/activities", &body).by(&app.approver()).answer().is(409);
    assert_eq!(again["clashes"].as_array().unwrap().len(), 1, "all or none");
    post(app, &format!("{path}/publication"), &json!({})).by(&app.desk()).answer().is(403);
    for _ in 0..2 {
        let published = post(app, &format!("{path}/publication"), &json!({})).by(&app.approver()).answer();
        assert_eq!(published.is(200)["state"], "published");
    }
    assert_eq!(get(app, &path).answer().is(200)["teacher"], "王秀英");
    assert_eq!(get(app, &list).answer().is(200).as_array().unwrap().len(), 1);
    assert_eq!(get(app, &format!("{list}&state=cancelled")).answer().is(200), json!([]));
    let change = json!({ "activity": { "title": "剪纸", "kind": "lecture", "partner": "街道" } });
    let changed = post(app, &path, &change).by(&app.approver()).answer().is(200);
    assert_eq!((&changed["title"], &changed["teacher"]), (&json!("剪纸"), &json!("")));
    assert_eq!((&changed["places"], &changed["state"]), (&json!(null), &json!("published")));
}

fn a_rule_is_shown_and_written_as_it_was_seen(app: &TestApp) {
    let rule =
        json!({ "rule": { "kind": "weekly", "weekdays": ["tue"] }, "starts_on": "2026-11-24", "count": 4 });
    let body = taiji(app, "Studio", with(rule, json!({ "skip": ["2026-12-08"] })));
    let dry = with(body.clone(), json!({ "dry_run": true }));
    let shown = post(app, "/activities", &dry).by(&app.approver()).answer().is(200);
    let of = |name: &str| {
        shown["dates"].as_array().unwrap().iter().map(|one| one[name].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("fits"), [json!(true), json!(false), json!(true), json!(true)]);
    assert_eq!(of("held"), [json!(true), json!(false), json!(false), json!(true)]);
    assert_eq!(shown["doubles"], json!([]));
    post(app, "/activities", &body).by(&app.approver()).answer().is(409);
    let mut seen = with(body.clone(), json!({ "publish": true }));
    seen["dates"]["seen"] = shown["fingerprint"].clone();
    let entered = post(app, "/activities", &seen).by(&app.approver()).answer().is(201);
    assert_eq!(entered["state"], "published");
    assert_eq!(entered["sessions"].as_array().unwrap().len(), 2);
    // The same teacher elsewhere: shown in words, refused, and done when it is known.
    let more = format!("/activities/{}/sessions", entered["id"]);
    let dates = json!({ "place": "东门", "from": "09:30", "to": "10:30", "days": ["2026-11-24"] });
    let dry = json!({ "dates": dates, "dry_run": true });
    let shown = post(app, &more, &dry).by(&app.approver()).answer().is(200);
    assert!(shown["doubles"][0].as_str().unwrap().contains("王秀英"), "{shown}");
    let refused = post(app, &more, &json!({ "dates": dates })).by(&app.approver()).answer().is(409);
    assert!(refused["detail"].as_str().unwrap().contains("known"), "{refused}");
    let known = json!({ "dates": with(dates, json!({ "known": true })) });
    let added = post(app, &more, &known).by(&app.approver()).answer().is(201);
    assert_eq!(added["sessions"].as_array().unwrap().len(), 3);
}

fn what_cannot_be_is_named_field_by_field(app: &TestApp) {
    let fields = |body: &Value| {
        let answer = post(app, "/activities", body).by(&app.approver()).answer().is(422);
        let errors = answer["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut body = taiji(app, "Studio", json!({ "days": ["2026-11-20"], "to": "08:00" }));
    body["activity"]["title"] = json!(" ");
    body["activity"]["age_to"] = json!(6);
    assert_eq!(fields(&body), ["activity.title", "activity.age_to", "dates.to", "dates.days"]);
    assert_eq!(fields(&taiji(app, "Studio", json!({}))), ["dates.days"]);
    let closed = taiji(app, "Studio", json!({ "days": ["2026-12-01"] }));
    post(app, "/activities", &closed).by(&app.approver()).answer().is(409);
    let mut foreign = taiji(app, "Studio", json!({ "days": ["2026-11-24"] }));
    foreign["activity"]["tags"] = json!([999]);
    post(app, "/activities", &foreign).by(&app.approver()).answer().is(404);
}

fn a_session_moves_and_everything_may_be_cancelled_once(app: &TestApp) {
    let body = taiji(app, "Studio", json!({ "days": ["2026-11-24", "2026-11-26"] }));
    let entered = post(app, "/activities", &body).by(&app.approver()).answer().is(201);
    let session = entered["sessions"][0]["id"].clone();
    let hall = app.room("East hall").id;
    let to = json!({ "room": hall, "starts_at": "2026-11-25T09:00", "ends_at": "2026-11-25T10:00" });
    let path = format!("/sessions/{session}");
    post(app, &format!("{path}/moving"), &to).by(&app.other_approver()).answer().is(404);
    let moved = post(app, &format!("{path}/moving"), &to).by(&app.approver()).answer().is(200);
    assert_eq!(moved["sessions"][0]["starts_at"], "2026-11-25T09:00");
    let past = with(to, json!({ "starts_at": "2026-11-20T09:00", "ends_at": "2026-11-20T10:00" }));
    post(app, &format!("{path}/moving"), &past).by(&app.approver()).answer().is(422);
    let why = json!({ "reason": "老师生病" });
    post(app, &format!("{path}/cancellation"), &json!({ "reason": "" })).by(&app.approver()).answer().is(422);
    let gone = post(app, &format!("{path}/cancellation"), &why).by(&app.approver()).answer().is(200);
    assert_eq!(gone["sessions"][0]["cancelled"], true);
    post(app, &format!("{path}/cancellation"), &why).by(&app.approver()).answer().is(409);
    let all = format!("/activities/{}/cancellation", entered["id"]);
    post(app, &all, &why).by(&app.desk()).answer().is(403);
    let gone = post(app, &all, &why).by(&app.approver()).answer().is(200);
    assert_eq!((&gone["state"], &gone["sessions"][1]["cancelled"]), (&json!("cancelled"), &json!(true)));
    post(app, &all, &why).by(&app.approver()).answer().is(409);
    let publication = format!("/activities/{}/publication", entered["id"]);
    post(app, &publication, &json!({})).by(&app.approver()).answer().is(409);
}

fn a_month_of_courses_is_entered_at_once_or_not_at_all(app: &TestApp) {
    let course = |title: &str, teacher: &str, from: &str, days: &[&str]| {
        json!({
            "activity": { "title": title, "kind": "course", "teacher": teacher },
            "dates": { "room": app.room("Studio").id, "from": from, "to": "11:00", "days": days },
        })
    };
    let body =
        |courses: Value| json!({ "centre": app.centre("hexi").id, "courses": courses, "publish": true });
    let dance = course("古典舞", "王秀英", "09:00", &["2026-11-24", "2026-12-02"]);
    let paper = course("剪纸", "孙玉梅", "10:00", &["2026-11-24", "2026-11-25"]);
    let both = body(json!([dance, paper]));
    post(app, "/courses", &both).by(&app.desk()).answer().is(403);
    post(app, "/courses", &both).by(&app.other_approver()).answer().is(404);

    // Each is shown beside the others before anything is written.
    let dry = with(both.clone(), json!({ "dry_run": true }));
    let shown = post(app, "/courses", &dry).by(&app.approver()).answer().is(200);
    let fits = |at: usize| shown["courses"][at]["fits"].as_bool();
    assert_eq!((fits(0), fits(1)), (Some(true), Some(false)));
    let dates = &shown["courses"][1]["dates"];
    assert_eq!((&dates[0]["fits"], &dates[1]["fits"]), (&json!(false), &json!(true)));
    assert_eq!(dates[0]["message"], "《古典舞》那时也要用这间。");
    let refused = post(app, "/courses", &both).by(&app.approver()).answer().is(409);
    assert!(refused["detail"].as_str().unwrap().contains("剪纸排不上"), "{refused}");
    let list = format!("/activities?centre={}", app.centre("hexi").id);
    assert_eq!(get(app, &list).by(&app.desk()).answer().is(200), json!([]), "none was written");

    // Without the day that does not fit, all are.
    let paper = with(paper, json!({ "skip_unfit": true }));
    let written = post(app, "/courses", &body(json!([dance, paper]))).by(&app.approver()).answer().is(201);
    let days = |at: usize| written[at]["sessions"].as_array().unwrap().len();
    assert_eq!((days(0), days(1), &written[1]["state"]), (2, 1, &json!("published")));

    // A teacher in two places is said, and written once it is known.
    let twice = with(
        course("书法", "王秀英", "09:00", &["2026-12-02"]),
        json!({ "dates": { "place": "小区东门", "from": "09:30", "to": "10:30", "days": ["2026-12-02"] } }),
    );
    let shown = with(body(json!([twice])), json!({ "dry_run": true }));
    let shown = post(app, "/courses", &shown).by(&app.approver()).answer().is(200);
    assert!(shown["courses"][0]["doubts"][0].as_str().unwrap().contains("王秀英"), "{shown}");
    post(app, "/courses", &body(json!([twice]))).by(&app.approver()).answer().is(409);
    let mut known = twice;
    known["dates"]["known"] = json!(true);
    post(app, "/courses", &body(json!([known]))).by(&app.approver()).answer().is(201);

    // What cannot be is named, course by course.
    let rule = json!({
        "activity": { "title": "", "kind": "course" },
        "dates": {
            "place": "小区东门", "from": "09:30", "to": "10:30",
            "rule": { "kind": "weekly", "weekdays": ["tue"] }, "starts_on": "2026-11-24", "count": 4,
        },
    });
    let wrong = post(app, "/courses", &body(json!([known, rule]))).by(&app.approver()).answer().is(422);
    let named: Vec<&str> =
        wrong["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["courses.1.activity.title", "courses.1.dates.rule"]);
    let none = post(app, "/courses", &body(json!([]))).by(&app.approver()).answer().is(422);
    assert_eq!(none["errors"][0]["field"], "courses");
}

fn a_picture_is_taken_away(app: &TestApp) {
    use linli::domain::activities::ActivityId;
    use linli::domain::activities::pictures::keeping::{Drawn, keep};
    let body = taiji(app, "Studio", json!({ "days": ["2026-11-24"] }));
    let entered = post(app, "/activities", &body).by(&app.approver()).answer().is(201);
    let id = ActivityId(entered["id"].as_i64().unwrap());
    let by = app.approver();
    let drawn = Drawn { content: vec![0xff, 0xd8], width: 4, height: 3, digest: "00ff".into() };
    app.write(|conn| keep(conn, by.acting(), id, &drawn, "老人打太极拳"));
    let path = format!("/activities/{id}");
    let shown = || get(app, &path).by(&app.desk()).answer().is(200);
    assert_eq!(shown()["picture"]["alt"], "老人打太极拳");
    let removal = format!("{path}/picture/removal");
    post(app, &removal, &json!({})).by(&app.desk()).answer().is(403);
    post(app, &removal, &json!({})).by(&app.other_approver()).answer().is(404);
    assert_eq!(shown()["picture"]["width"], 4, "nothing has happened yet");
    for _ in 0..2 {
        let without = post(app, &removal, &json!({})).by(&app.approver()).answer().is(200);
        assert_eq!(without["picture"], json!(null));
    }
    assert_eq!(shown()["picture"], json!(null));
}

fn managers_keep_the_tags(app: &TestApp) {
    let path = format!("/centres/{}/tags", app.centre("hexi").id);
    let named = json!({ "name": "微课堂", "name_en": "Small class" });
    post(app, &path, &named).by(&app.approver()).answer().is(403);
    post(app, &path, &named).by(&app.other_manager()).answer().is(404);
    let tag = post(app, &path, &named).by(&app.manager()).answer().is(201);
    post(app, &path, &named).by(&app.manager()).answer().is(422);
    let empty = post(app, &path, &json!({ "name": "  " })).by(&app.manager()).answer().is(422);
    assert_eq!(empty["errors"][0]["message"], "请写标签的名称。");
    let one = format!("/tags/{}", tag["id"]);
    let retired = json!({ "name": "微课", "active": false });
    assert_eq!(post(app, &one, &retired).by(&app.manager()).answer().is(200)["active"], false);
    assert_eq!(get(app, &path).answer().is(200)[0]["name"], "微课");
    post(app, &one, &retired).by(&app.other_manager()).answer().is(404);
}
