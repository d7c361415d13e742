//! What anybody may read, and what only some.

use linli::base::time::Span;
use linli::domain::activities::publishing::publish;
use linli::domain::activities::scheduling::{Scheduling, add};
use linli::domain::activities::{ActivityDetails, ActivityKind, Venue};
use linli::domain::people::Acting;
use serde_json::json;

use crate::calling::{get, post};
use crate::support::TestApp;
use crate::support::fixture::wall;

stories![
    anybody_reads_centres_and_rooms,
    anybody_reads_when_a_room_is_free_and_taken_and_no_name,
    a_day_out_of_reach_is_refused_at_its_field,
    anybody_reads_what_is_on_and_no_draft,
    a_room_is_found_for_a_need,
    a_room_is_found_for_a_troupe_by_who_may_act_for_it,
    a_leader_reads_their_troupes_and_staff_those_of_the_centre,
    bookings_are_read_by_their_troupe_and_its_centre_alone,
    the_list_of_bookings_holds_what_one_may_see,
    what_is_printed_is_read_by_whom_it_is_printed_for,
    a_waiting_booking_is_read_with_its_place_in_line,
    staff_read_letters_and_nobodys_link,
];

fn anybody_reads_centres_and_rooms(app: &TestApp) {
    let centres = get(app, "/centres").answer().is(200);
    assert_eq!(centres[0]["slug"], "hexi");
    let rooms = get(app, &format!("/centres/{}/rooms", centres[0]["id"])).answer().is(200);
    let studio = &rooms[0];
    assert_eq!((&studio["mode"], &studio["capacity"]), (&json!("instant"), &json!(30)));
    assert_eq!(studio["equipment"], json!(["sound", "mirror"]));
    get(app, "/centres/999/rooms").answer().is(404);
    get(app, "/centres/x/rooms").answer().is(404);
}

fn anybody_reads_when_a_room_is_free_and_taken_and_no_name(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let path = format!("/rooms/{}/spans?from=2026-11-24&to=2026-11-25", app.room("Hall").id);
    let spans = get(app, &path).answer().is(200);
    let day = &spans["days"][0];
    let stretch = |from: &str, to: &str| json!({ "starts_at": format!("2026-11-24T{from}"), "ends_at": format!("2026-11-24T{to}") });
    assert_eq!(day["taken"], json!([stretch("09:00", "11:15")]), "turnaround included");
    assert_eq!(
        day["free"][0],
        stretch("11:15", "12:00"),
        "a quarter of an hour before it is too short for any booking"
    );
    assert_eq!(day["open"][0], stretch("08:30", "12:00"));
    assert_eq!(spans["days"][1]["taken"], json!([]));
    assert!(!spans.to_string().contains("舞"), "{spans}");
    get(app, "/rooms/999/spans").answer().is(404);
}

fn what_is_printed_is_read_by_whom_it_is_printed_for(app: &TestApp) {
    let studio = app.room("Studio");
    let id = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let path = format!("/bookings/{id}/slip");
    let slip = get(app, &path).by(&app.leader()).answer().is(200);
    assert_eq!((&slip["booking"], &slip["status"]), (&json!(id.0), &json!("approved")));
    assert_eq!((&slip["date"], &slip["weekday"]), (&json!("2026年11月24日"), &json!("星期二")));
    assert_eq!((&slip["times"], &slip["people"]), (&json!("上午9:00–11:00"), &json!("12人")));
    assert_eq!(get(app, &path).by(&app.desk()).answer().is(200), slip);
    get(app, &path).by(&app.rival()).answer().is(404);

    let path = format!("/rooms/{}/week-sheet?week=2026-11-26", studio.id);
    let sheet = get(app, &path).by(&app.desk()).answer().is(200);
    let days = sheet["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[0]["date"], &days[0]["lines"]), (7, &json!("2026-11-23"), &json!([])));
    let line = &days[1]["lines"][0];
    assert_eq!(
        (&line["starts_at"], &line["ends_at"]),
        (&json!("2026-11-24T09:00"), &json!("2026-11-24T11:00"))
    );
    assert_eq!((&line["closed"], &line["name"]), (&json!(false), &json!(null)), "the dancers are not named");
    get(app, &path).by(&app.other_desk()).answer().is(404);
    get(app, &path).by(&app.leader()).answer().is(404);
    let wrong = get(app, &format!("/rooms/{}/week-sheet?week=9999-12-31", studio.id)).by(&app.desk());
    assert_eq!(wrong.answer().is(422)["errors"][0]["field"], "week");
}

fn a_day_out_of_reach_is_refused_at_its_field(app: &TestApp) {
    let studio = app.room("Studio").id;
    let field = |query: &str| {
        let body = get(app, &format!("/rooms/{studio}/spans?{query}")).answer().is(422);
        body["errors"][0]["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(field("from=2026-13-01"), "from");
    assert_eq!(field("from=2026-11-24&to=2026-11-23"), "to");
    assert_eq!(field("from=2026-11-24&to=2027-11-23"), "to");
    assert_eq!(field("from=%2B262142-12-31"), "from");
    assert_eq!(field("form=2026-11-24"), "form");
}

fn anybody_reads_what_is_on_and_no_draft(app: &TestApp) {
    let (centre, manager) = (app.centre("hexi"), app.manager());
    let enter = |title: &str, room: &str, published: bool| {
        let mut details = ActivityDetails::new(ActivityKind::Lecture, title);
        details.audience = "所有居民".into();
        let span = Span::new(wall("2026-11-24T09:00"), wall("2026-11-24T10:00")).unwrap();
        let venue = Venue::Room(app.room(room).id);
        let acting = Acting { centre: &centre, person: Some(manager.person.id), now: app.now() };
        let done = app.write(|conn| add(conn, acting, &details, &venue, span));
        let Scheduling::Done(id, _) = done else { panic!("{done:?}") };
        if published {
            app.write(|conn| publish(conn, acting, id));
        }
    };
    enter("元宵灯谜", "Hall", true);
    enter("草稿", "Studio", false);
    enter("个别咨询", "Counselling room", true);
    let path = format!("/sessions?centre={}", centre.id);
    let sessions = get(app, &path).answer().is(200);
    let titles: Vec<&str> =
        sessions.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["元宵灯谜"]);
    let one = &sessions[0];
    assert_eq!(
        (&one["cancelled"], &one["places"], &one["places_left"]),
        (&json!(false), &json!(null), &json!(null))
    );
    // Its state is read, not guessed: what is cancelled is said to be, here and in its activity.
    let activity = format!("/activities/{}", one["activity"]);
    let listed = get(app, &format!("/activities?centre={}", centre.id)).answer().is(200);
    assert!(listed[0].get("sessions").is_none(), "{listed}");
    assert_eq!(get(app, &format!("{path}&from=2026-11-25")).answer().is(200), json!([]));
    get(app, &format!("{path}&to=2026-11-20")).answer().is(422);
    get(app, "/sessions").answer().is(422);
    get(app, "/sessions?centre=999").answer().is(404);

    let centre = centre.id;
    let found = |query: &str| {
        let listed = get(app, &format!("/centres/{centre}/programme?{query}")).answer().is(200);
        listed
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found("q=%E7%81%AF%E8%B0%9C&kind=lecture&for=everyone&date=2026-11-24&free=true"),
        ["元宵灯谜"]
    );
    assert_eq!(found(""), ["元宵灯谜"]);
    assert_eq!(found("q=%E8%8D%89%E7%A8%BF"), [""; 0]);
    assert_eq!(found("kind=clinic"), [""; 0]);
    assert_eq!((found("q=%25"), found("q=_")), (Vec::new(), Vec::new()));
    get(app, &format!("/centres/{centre}/programme?for=dogs")).answer().is(422);
    get(app, "/centres/999/programme").answer().is(404);
    let listed = get(app, &format!("/centres/{centre}/programme")).answer().is(200);
    assert_eq!(listed[0]["next"]["starts_at"], "2026-11-24T09:00");
    assert_eq!(listed[0]["next"]["places_left"], json!(null), "one simply comes");
    let feed = get(app, &format!("/centres/{centre}/feeds/centre")).answer().is(200);
    assert_eq!(feed["items"].as_array().unwrap().len(), 1);
    let again = |tag: &str| {
        get(app, &format!("/centres/{centre}/feeds/centre")).header("if-none-match", tag).answer()
    };
    let tag = again("W/\"other\"").header("etag").to_owned();
    again(&tag).is(304);
    again("*").is(304);
    get(app, &format!("/centres/{centre}/feeds/room-999")).answer().is(404);
    post(app, &format!("{activity}/cancellation"), &json!({ "reason": "下雨" }))
        .by(&app.approver())
        .answer()
        .is(200);
    assert_eq!(get(app, &path).answer().is(200)[0]["cancelled"], true);
    let shown = get(app, &activity).answer().is(200);
    assert_eq!((&shown["state"], &shown["sessions"][0]["cancelled"]), (&json!("cancelled"), &json!(true)));
}

fn a_room_is_found_for_a_need(app: &TestApp) {
    let centre = app.centre("hexi").id;
    let found =
        get(app, &format!("/openings?centre={centre}&date=2026-11-24&minutes=90&size=20&equipment=mirror"))
            .answer()
            .is(200);
    assert_eq!(found["openings"][0]["room"], json!(app.room("Studio").id));
    assert_eq!(found["openings"][0]["starts_at"], "2026-11-24T08:30");
    assert_eq!(found["openings"][0]["needs_decision"], json!(null));
    assert!(found["unfit"].as_array().unwrap().iter().any(|room| room["reason"] == "too_small"));
    let weekly = get(app, &format!("/openings?centre={centre}&weekday=6&minutes=60")).answer().is(200);
    assert!(weekly["openings"][0]["starts_at"].as_str().unwrap().starts_with("2026-11-21"), "today");
    for (query, field) in [
        ("minutes=60", "date"),
        ("minutes=60&date=2026-11-24&weekday=2", "date"),
        ("minutes=60&weekday=8", "weekday"),
        ("minutes=0&weekday=1", "minutes"),
        ("weekday=1", "minutes"),
        ("minutes=60&weekday=1&size=0", "size"),
        ("minutes=60&weekday=1&equipment=harp", "equipment"),
    ] {
        let body = get(app, &format!("/openings?centre={centre}&{query}")).answer().is(422);
        assert_eq!(body["errors"][0]["field"], field, "{body}");
    }
}

fn a_room_is_found_for_a_troupe_by_who_may_act_for_it(app: &TestApp) {
    let (centre, leader) = (app.centre("hexi").id, app.leader());
    let troupe = get(app, "/troupes").by(&leader).answer().is(200)[0]["id"].clone();
    let path = format!("/openings?centre={centre}&date=2026-11-24&minutes=90&troupe={troupe}");
    let found = get(app, &path).by(&leader).answer().is(200);
    let studio = json!(app.room("Studio").id);
    let openings = found["openings"].as_array().unwrap();
    let at_once = openings.iter().find(|one| one["room"] == studio).unwrap();
    assert_eq!(at_once["needs_decision"], false);
    get(app, &path).by(&app.desk()).answer().is(200);
    get(app, &path).answer().is(401);
    get(app, &path).by(&app.rival()).answer().is(404);
    get(app, &path).by(&app.other_manager()).answer().is(404);
}

fn a_leader_reads_their_troupes_and_staff_those_of_the_centre(app: &TestApp) {
    let names = |who| {
        let troupes = get(app, "/troupes").by(&who).answer().is(200);
        let names = troupes.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(app.leader()), ["古文化舞蹈队"]);
    assert_eq!(names(app.desk()), ["古文化舞蹈队", "红歌合唱团", "太极队"]);
    assert_eq!(names(app.other_desk()), ["东湖戏迷协会"]);
    assert!(names(app.operator()).is_empty());
    get(app, "/troupes").answer().is(401);
}

fn bookings_are_read_by_their_troupe_and_its_centre_alone(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let path = format!("/bookings/{id}");
    for who in [app.leader(), app.desk(), app.approver(), app.manager()] {
        assert_eq!(get(app, &path).by(&who).answer().is(200)["status"], "approved");
    }
    for who in [app.rival(), app.operator(), app.other_leader(), app.other_desk(), app.other_manager()] {
        get(app, &path).by(&who).answer().is(404);
    }
    get(app, &path).answer().is(401);
}

fn the_list_of_bookings_holds_what_one_may_see(app: &TestApp) {
    let room = app.room("Meeting room");
    let first = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let second = app.rival().asks_for(&room, "2026-11-25T09:00", "2026-11-25T11:00").id();
    let ids = |who, query: &str| {
        let bookings = get(app, &format!("/bookings{query}")).by(&who).answer().is(200);
        let ids = bookings.as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(app.leader(), ""), [first.0]);
    assert_eq!(ids(app.desk(), ""), [first.0, second.0]);
    assert_eq!(ids(app.desk(), "?limit=1"), [first.0]);
    assert_eq!(ids(app.desk(), "?from=2026-11-25"), [second.0]);
    assert_eq!(ids(app.desk(), "?to=2026-11-24"), [first.0]);
    let rivals = app.booking(second).troupe_id;
    assert_eq!(ids(app.desk(), &format!("?troupe={rivals}")), [second.0]);
    assert_eq!(ids(app.other_manager(), ""), [0; 0]);
    get(app, &format!("/bookings?troupe={rivals}")).by(&app.leader()).answer().is(404);
    get(app, &format!("/bookings?centre={}", app.centre("hexi").id)).by(&app.other_desk()).answer().is(404);
    get(app, "/bookings?limit=501").by(&app.leader()).answer().is(422);
    get(app, "/bookings?from=9999-12-31&to=%2B262142-12-31").by(&app.leader()).answer().is(422);
    for field in ["date", "from"] {
        let path = format!("/centres/{}/programme?{field}=9999-12-31", app.centre("hexi").id);
        get(app, &path).answer().is(422);
    }
}

fn a_waiting_booking_is_read_with_its_place_in_line(app: &TestApp) {
    let studio = app.room("Studio");
    let (from, to) = ("2026-11-24T09:00", "2026-11-24T11:00");
    let has_it = app.leader().asks_for(&studio, from, to).id();
    let first = app.rival().waits_for(&studio, from, to).id();
    app.hours_pass(1);
    let troupe = app.booking(app.phoned().waits_for(&studio, from, to).id()).troupe_id;
    let listed = get(app, "/bookings").by(&app.desk()).answer().is(200);
    let places: Vec<_> = listed.as_array().unwrap().iter().map(|one| one["place_in_line"].clone()).collect();
    assert_eq!(places, [json!(null), json!(1), json!(2)]);
    let own = get(app, &format!("/bookings?troupe={troupe}")).by(&app.desk()).answer().is(200);
    assert_eq!(own[0]["place_in_line"], 2, "whoever is ahead is not in the list");
    let read = |id| get(app, &format!("/bookings/{id}")).by(&app.desk()).answer().is(200);
    assert_eq!(read(first)["place_in_line"], 1);
    assert_eq!(read(has_it)["place_in_line"], json!(null));
}

fn staff_read_letters_and_nobodys_link(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let loser = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(winner);
    let path = format!("/letters?booking={loser}");
    let letters = get(app, &path).by(&app.desk()).answer().is(200);
    let kinds: Vec<&str> =
        letters.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["received", "new_request", "new_request", "conflict"]);
    let text = letters.to_string();
    assert!(!text.contains("/a/") && !text.contains("[[link"), "{text}");
    get(app, &path).by(&app.rival()).answer().is(403);
    get(app, &path).by(&app.leader()).answer().is(404);
    get(app, &path).by(&app.other_manager()).answer().is(404);
    get(app, &path).answer().is(401);
    get(app, "/letters").by(&app.desk()).answer().is(422);
}
