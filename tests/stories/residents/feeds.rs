//! What other programs subscribe to.

use super::*;

use linli::domain::bookings::changing::Changed;

stories![
    a_feed_tells_what_is_public_and_keeps_what_was_cancelled,
    a_booking_that_goes_to_another_room_is_cancelled_where_it_was,
    a_troupe_that_is_named_no_more_is_cancelled_and_not_named,
    news_readers_get_atom_and_json,
];

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

fn a_booking_that_goes_to_another_room_is_cancelled_where_it_was(app: &TestApp) {
    let (singers, studio, hall) = (app.rival(), app.room("Studio"), app.room("East hall"));
    let stays = singers.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    let id = singers.asks_for(&studio, "2026-11-25T09:00", "2026-11-25T10:00").is(State::Approved);
    let troupe = app.booking(id).troupe_id;
    let feed = |of: String| told(&app.get(&format!("/c/hexi/feeds/{of}.ics")).go().body);
    let (old, new) = (format!("room-{}", studio.id), format!("room-{}", hall.id));
    let (stays, goes) = (format!("booking-{stays}"), format!("booking-{id}"));
    let first = feed(old.clone());
    assert_eq!(first.iter().map(|one| one.uid.as_str()).collect::<Vec<_>>(), [&stays, &goes]);

    // To another time in the same room it takes its event along.
    let Changed::Granted(_) = singers.changes(id, &studio, "2026-11-25T10:00", "2026-11-25T11:00", 12) else {
        panic!("not moved")
    };
    let moved = feed(old.clone());
    assert_eq!((moved.len(), moved[1].cancelled), (2, false));
    let Changed::Granted(_) = singers.changes(id, &hall, "2026-11-26T09:00", "2026-11-26T10:00", 12) else {
        panic!("not moved")
    };
    let left = feed(old.clone());
    assert_eq!((left.len(), left[0].cancelled), (2, false), "the other one stays");
    assert_eq!((&left[1].uid, left[1].cancelled), (&goes, true));
    assert!(left[1].sequence > moved[1].sequence && moved[1].sequence > first[1].sequence);
    assert_eq!(left[1].start, moved[1].start, "where it stood");
    let there = feed(new.clone());
    assert_eq!((there.len(), &there[0].uid, there[0].cancelled), (1, &goes, false));
    let own = feed(format!("troupe-{troupe}"));
    assert_eq!(own.iter().map(|one| one.cancelled).collect::<Vec<_>>(), [false, false], "told of once");

    // Back again, the old room has it once; cancelled there, it says so; and in the other room as well.
    let Changed::Granted(_) = singers.changes(id, &studio, "2026-11-25T09:00", "2026-11-25T10:00", 12) else {
        panic!("not moved")
    };
    assert_eq!(feed(old.clone()).iter().map(|one| one.cancelled).collect::<Vec<_>>(), [false, false]);
    singers.cancels(id).is(State::Cancelled);
    assert!(feed(old.clone())[1].cancelled && feed(new.clone())[0].cancelled);
    app.hours_pass(24 * 91);
    assert!(feed(new).is_empty(), "whoever looks in once a season has learnt it");
}

fn a_troupe_that_is_named_no_more_is_cancelled_and_not_named(app: &TestApp) {
    let (singers, studio) = (app.rival(), app.room("Studio"));
    let id = singers.asks_for(&studio, "2026-11-25T09:00", "2026-11-25T10:00").is(State::Approved);
    let troupe = app.booking(id).troupe_id;
    let feed = || told(&app.get(&format!("/c/hexi/feeds/room-{}.ics", studio.id)).go().body);
    let names = |named: &str| {
        let mut fields =
            vec![("troupe_name", "红歌合唱团"), ("troupe_name_en", "Red Song Choir"), ("kind", "choir")];
        fields.extend([("size", "40"), ("active", "1")]);
        fields.extend((!named.is_empty()).then_some(("named", named)));
        let page = app.post(&format!("/staff/hexi/troupes/{troupe}"), &fields).by(&app.manager()).go();
        assert_eq!(page.status, 303, "{}", page.body);
    };
    let before = feed();
    assert_eq!((before[0].summary.as_str(), before[0].cancelled), ("红歌合唱团", false));
    names("");
    let after = feed();
    assert_eq!((after.len(), &after[0].uid), (1, &before[0].uid));
    assert_eq!((after[0].summary.as_str(), after[0].cancelled), ("已占用", true));
    assert!(after[0].sequence > before[0].sequence);
    assert_eq!(app.get(&format!("/c/hexi/feeds/troupe-{troupe}.ics")).go().status, 404);
    names("1");
    let again = feed();
    assert_eq!((again[0].summary.as_str(), again[0].cancelled, again.len()), ("红歌合唱团", false, 1));
    assert!(again[0].sequence >= after[0].sequence);
}

/// An event as another program reads it.
struct Event {
    /// Without the installation.
    uid: String,
    summary: String,
    start: String,
    sequence: i32,
    cancelled: bool,
}

fn told(ics: &str) -> Vec<Event> {
    use icalendar::{Component, EventLike};
    let calendar: icalendar::Calendar = ics.parse().unwrap_or_else(|error| panic!("{error}: {ics}"));
    let read = |event: &icalendar::Event| {
        let (uid, _) = event.get_uid().and_then(|uid| uid.split_once("@linli-")).unwrap();
        assert!(event.get_timestamp().is_some() && event.get_start().is_some() && event.get_end().is_some());
        let _ = event.get_location();
        Event {
            uid: uid.to_owned(),
            summary: event.get_summary().unwrap().to_owned(),
            start: event.property_value("DTSTART").unwrap().to_owned(),
            sequence: event.property_value("SEQUENCE").unwrap().parse().unwrap(),
            cancelled: event.get_status() == Some(icalendar::EventStatus::Cancelled),
        }
    };
    calendar.components.iter().filter_map(|one| one.as_event()).map(read).collect()
}

/// Summary and whether it is cancelled.
fn events(ics: &str) -> Vec<(String, bool)> {
    told(ics).into_iter().map(|one| (one.summary, one.cancelled)).collect()
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
