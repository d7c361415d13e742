//! Who stands behind an agreement, for programs.

use linli::domain::agreements::terms::publishing::publish;
use linli::domain::people::Acting;
use serde_json::json;

use crate::calling::{get, post};
use crate::support::TestApp;
use crate::support::fixture::db_leader;

stories![an_agreement_names_its_leader_and_deputies, staff_read_who_accepted_which_house_terms_and_when];

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
