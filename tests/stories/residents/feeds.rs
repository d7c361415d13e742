//! What other programs subscribe to.

use super::*;

stories![a_feed_tells_what_is_public_and_keeps_what_was_cancelled, news_readers_get_atom_and_json,];

fn a_feed_tells_what_is_public_and_keeps_what_was_cancelled(app: &TestApp) {
    let spans = [("2026-11-24T14:00", "2026-11-24T15:00"), ("2026-12-02T14:00", "2026-12-02T15:00")];
    let id = on(app, &called(ActivityKind::Course, "剪纸课"), Some("Studio"), &spans);
    let (leader, rival, studio) = (app.leader(), app.rival(), app.room("Studio"));
    rival.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    let given = rival.asks_for(&studio, "2026-11-25T09:00", "2026-11-25T10:00").is(State::Approved);
    leader.asks_for(&studio, "2026-11-26T09:00", "2026-11-26T10:00").is(State::Approved);
    let troupe_of = |who: linli::domain::people::PersonId| {
        app.read(|conn| linli::domain::agreements::store::led_by(conn, who)).remove(0)
    };
    let (dancers, singers) = (troupe_of(leader.person.id), troupe_of(rival.person.id));
    rival.cancels(given).is(State::Cancelled);
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    let second = app.read(|conn| activities::store::sessions_of(conn, id))[1].session.id;
    app.write(|conn| cancel_session(conn, acting, SessionId(second.0), None));

    let feed = |name: &str| app.get(&format!("/c/hexi/feeds/{name}")).go();
    let room = feed(&format!("room-{}.ics", studio.id));
    assert_eq!(room.kind, "text/calendar; charset=utf-8");
    let all = events(&room.body);
    let said: Vec<(&str, bool)> =
        all.iter().map(|(summary, cancelled)| (summary.as_str(), *cancelled)).collect();
    let name = singers.name.as_str();
    assert_eq!(said, [(name, false), ("剪纸课", false), (name, true), ("剪纸课", true)], "not the dancers'");
    assert!(!room.body.contains("METHOD") && !room.body.contains("排练\r"), "{}", room.body);
    assert_eq!(events(&feed("centre.ics").body).len(), 2, "activities alone");
    assert_eq!(events(&feed("kind-course.ics").body).len(), 2);
    assert_eq!(events(&feed("kind-show.ics").body).len(), 0);
    assert_eq!(events(&feed(&format!("troupe-{}.ics", singers.id)).body).len(), 2);
    assert_eq!(feed(&format!("troupe-{}.ics", dancers.id)).status, 404, "they did not choose to be named");
    for wrong in ["centre", "centre.pdf", "room-999.ics", "x.ics"] {
        assert_eq!(feed(wrong).status, 404, "{wrong}");
    }

    // The same bytes a day later, and 304 for whoever holds them; a session that is over stays for 90 days.
    let first = feed("centre.ics");
    app.hours_pass(24 * 5);
    assert_eq!(feed("centre.ics").body, first.body);
    app.hours_pass(24 * 80);
    assert_eq!(events(&feed("centre.ics").body).len(), 2);
    app.hours_pass(24 * 14);
    assert_eq!(events(&feed("centre.ics").body).len(), 1, "the first is more than 90 days back");
}

/// Summary and whether it is cancelled, as another program reads them.
fn events(ics: &str) -> Vec<(String, bool)> {
    use icalendar::{Component, EventLike};
    let calendar: icalendar::Calendar = ics.parse().unwrap_or_else(|error| panic!("{error}: {ics}"));
    let events = calendar.components.iter().filter_map(|one| one.as_event());
    events
        .map(|event| {
            assert!(event.get_uid().is_some_and(|uid| uid.contains("@linli-")));
            assert!(
                event.get_timestamp().is_some() && event.get_start().is_some() && event.get_end().is_some()
            );
            let cancelled = event.get_status() == Some(icalendar::EventStatus::Cancelled);
            let _ = event.get_location();
            (event.get_summary().unwrap().to_owned(), cancelled)
        })
        .collect()
}

fn news_readers_get_atom_and_json(app: &TestApp) {
    let details = ActivityDetails {
        intro: "带<剪刀> & \u{8}胶水".into(),
        ..called(ActivityKind::Course, "剪纸课")
    };
    let id = on(app, &details, Some("Studio"), &[("2026-11-24T14:00", "2026-11-24T15:00")]);
    let page = app.get("/c/hexi/feeds/centre.atom").go();
    assert_eq!(page.kind, "application/atom+xml; charset=utf-8");
    let feed =
        page.body.parse::<atom_syndication::Feed>().unwrap_or_else(|error| panic!("{error}: {}", page.body));
    assert_eq!(feed.title().as_str(), "河西社区党群服务中心活动");
    assert_eq!(feed.links()[0].rel(), "self");
    let entry = &feed.entries()[0];
    assert_eq!(entry.title().as_str(), "剪纸课，11月24日 星期二 下午2:00–3:00");
    assert_eq!(entry.links()[0].href(), format!("https://linli.example.org/c/hexi/activities/{id}"));
    assert_eq!(entry.content().unwrap().value(), Some("排练厅\n带<剪刀> & 胶水"));
    let json = app.get("/c/hexi/feeds/centre.json?lang=en").go();
    assert_eq!(json.kind, "application/feed+json; charset=utf-8");
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][0]["_linli"]["starts_at"], "2026-11-24T14:00");
    assert_eq!(json["items"][0]["_linli"]["place"], "Studio");
    let host = json["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(host.starts_with("session-") && host.contains("@linli-"), "{host}");
}
