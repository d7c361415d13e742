//! Who stands behind an agreement, for programs.

use linli::domain::agreements::terms::publishing::publish;
use linli::domain::people::Acting;
use serde_json::json;

use crate::calling::{get, post};
use crate::support::TestApp;
use crate::support::fixture::db_leader;

stories![
    an_agreement_names_its_leader_and_deputies,
    staff_read_who_accepted_which_house_terms_and_when,
    an_agreement_is_not_signed_on_a_day_to_come,
    nobody_renews_the_agreement_of_another_troupe,
];

fn an_agreement_names_its_leader_and_deputies(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::troupe_leader;
    app.write(|conn| {
        let deputy = db_leader(conn, "李副队", "deputy@example.org");
        diesel::insert_into(troupe_leader::table)
            .values((
                troupe_leader::troupe_id.eq(1),
                troupe_leader::person_id.eq(deputy),
                troupe_leader::deputy.eq(true),
            ))
            .execute(conn)?;
        Ok(())
    });
    let leaders = get(app, "/agreements/1/leaders").by(&app.leader()).answer().is(200);
    let named: Vec<_> = leaders
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["deputy"].as_bool().unwrap()))
        .collect();
    assert_eq!(named, [("陈秀兰", false), ("李副队", true)]);
    assert_eq!(leaders[0]["person"], json!(app.leader().person.id));
    assert_eq!(get(app, "/agreements/1/leaders").by(&app.desk()).answer().is(200), leaders);
    for who in [app.rival(), app.other_manager()] {
        get(app, "/agreements/1/leaders").by(&who).answer().is(404);
    }
}

fn staff_read_who_accepted_which_house_terms_and_when(app: &TestApp) {
    let (centre, manager) = (app.centre("hexi"), app.manager());
    let acting = Acting { centre: &centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| publish(conn, &acting, "随手关灯。", "", "2026-11-21".parse().unwrap()));
    let terms = format!("/centres/{}/terms/1", centre.id);
    post(app, &format!("{terms}/acceptance"), &json!({})).by(&app.leader()).answer().is(200);
    app.hours_pass(1);
    let on_paper = json!({ "person": app.rival().person.id });
    post(app, &format!("{terms}/acceptance"), &on_paper).by(&app.desk()).answer().is(200);
    let path = format!("{terms}/acceptances");
    let accepted = get(app, &path).by(&app.desk()).answer().is(200);
    assert_eq!(
        accepted,
        json!([
            {
                "person": app.leader().person.id, "name": app.leader().person.name,
                "accepted_at": "2026-11-21T00:00:00Z", "recorded_by": null,
            },
            {
                "person": app.rival().person.id, "name": app.rival().person.name,
                "accepted_at": "2026-11-21T01:00:00Z", "recorded_by": app.desk().person.name,
            },
        ])
    );
    for who in [app.leader(), app.other_manager()] {
        get(app, &path).by(&who).answer().is(404);
    }
    get(app, &format!("/centres/{}/terms/9/acceptances", centre.id)).by(&app.desk()).answer().is(404);
}

/// A draft for the dancers for the year after theirs.
fn draft(app: &TestApp, predecessor: i64) -> crate::calling::Answer {
    let body = json!({
        "troupe": 1, "number": "2027-01", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "rooms": [1],
        "windows": [{ "weekday": 2, "from": "09:00", "to": "11:00" }], "predecessor": predecessor,
    });
    post(app, "/agreements", &body).by(&app.manager()).answer()
}

fn an_agreement_is_not_signed_on_a_day_to_come(app: &TestApp) {
    let id = draft(app, 1).is(201)["id"].as_i64().unwrap();
    let sign = |day: &str| {
        let path = format!("/agreements/{id}/activation");
        post(app, &path, &json!({ "signed_on": day })).by(&app.manager()).answer()
    };
    let problem = sign("2099-01-01").is(422);
    assert_eq!(
        problem["errors"],
        json!([{ "field": "signed_on", "message": "签字的日子还没到。请填今天或以前的日子。" }])
    );
    assert_eq!(sign("2026-11-21").is(200)["state"], "active");
}

fn nobody_renews_the_agreement_of_another_troupe(app: &TestApp) {
    for other in [2, 999] {
        let problem = draft(app, other).is(422);
        assert_eq!(
            problem["errors"],
            json!([{ "field": "predecessor", "message": "这支队没有这份协议，不能续签。" }])
        );
    }
}
