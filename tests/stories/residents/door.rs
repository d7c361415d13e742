//! The screen at a door.

use super::*;

stories![
    a_door_says_what_is_on_what_comes_and_until_when_it_is_free,
    a_private_rooms_door_says_no_more_than_that_it_is_taken,
];

fn a_door_says_what_is_on_what_comes_and_until_when_it_is_free(app: &TestApp) {
    let (studio, meeting) = (app.room("Studio"), app.room("Meeting room"));
    app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    on(
        app,
        &called(ActivityKind::Course, "太极拳兴趣班"),
        Some("Studio"),
        &[("2026-11-24T10:00", "2026-11-24T11:00")],
    );
    let door = |time: &str, room: i64| {
        let now = linli::base::time::Zone::named("Asia/Shanghai").unwrap().instant(at(time)).unwrap();
        app.clock.advance(now.since(app.now()));
        app.get(&format!("/c/hexi/rooms/{room}/door")).go().text()
    };
    let early = door("2026-11-24T08:40", studio.id.0);
    assert!(early.contains("现在空闲") && early.contains("到上午9:00"), "{early}");
    let taken = door("2026-11-24T09:30", studio.id.0);
    assert!(taken.contains("现在：占用") && taken.contains("到上午10:00，然后还有人用"), "{taken}");
    assert!(taken.contains("太极拳兴趣班"), "what comes next is said");
    assert!(
        !taken.contains("古文化舞蹈队") && !taken.contains("排练\n"),
        "neither who nor what for: {taken}"
    );
    let class = door("2026-11-24T10:30", studio.id.0);
    assert!(
        class.contains("现在：太极拳兴趣班") && class.contains("到上午11:00，然后空闲到中午12:00"),
        "{class}"
    );
    let noon = door("2026-11-24T12:30", meeting.id.0);
    assert!(noon.contains("现在不开放") && noon.contains("开门时间：下午2:00"), "{noon}");
    let page = app.get(&format!("/c/hexi/rooms/{}/door", studio.id)).go();
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>"));
    assert_eq!(app.get("/c/hexi/rooms/999/door").go().status, 404);
}

fn a_private_rooms_door_says_no_more_than_that_it_is_taken(app: &TestApp) {
    let room = app.room("Counselling room");
    on(
        app,
        &called(ActivityKind::Other, "个别谈心"),
        Some("Counselling room"),
        &[("2026-11-24T09:00", "2026-11-24T10:00")],
    );
    let zone = linli::base::time::Zone::named("Asia/Shanghai").unwrap();
    app.clock.advance(zone.instant(at("2026-11-24T09:30")).unwrap().since(app.now()));
    let text = app.get(&format!("/c/hexi/rooms/{}/door", room.id)).go().text();
    assert!(text.contains("现在：占用") && !text.contains("个别谈心"), "{text}");
    assert_eq!(app.get(&format!("/c/hexi/feeds/room-{}.ics", room.id)).go().status, 404);
    assert!(!app.get("/c/hexi/feeds/centre.ics").go().body.contains("个别谈心"));
}
