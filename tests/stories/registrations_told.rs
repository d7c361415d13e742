//! What people who registered are told is so, and stays so.

use diesel::prelude::*;
use linli::base::mail::store;
use linli::domain::activities::doubles::Heed;
use linli::domain::activities::editing;
use linli::domain::activities::{ActivityDetails, ActivityId, ActivityKind, SessionId};
use linli::domain::people::Acting;
use linli::domain::registrations::{RegistrationId, RegistrationState as State};

use crate::registering::{Plan, TAIJI, db_offered, joins, registers, state_of};
use crate::support::TestApp;

stories![
    a_call_whose_words_are_no_longer_true_is_not_made,
    a_call_about_a_booking_goes_with_what_it_says,
    one_contact_registers_once_for_a_session,
    a_press_asks_before_it_cancels_or_erases,
    the_desk_registers_somebody_with_a_name_alone,
    who_waits_for_a_course_of_one_date_is_told_that_it_moves,
    who_waits_for_a_course_is_told_once_its_dates_have_all_moved_one_by_one,
    who_comes_to_a_course_is_told_of_its_new_dates_by_one_letter,
    a_session_moves_into_a_room_too_small_for_those_registered_only_knowingly,
    a_letter_that_has_not_gone_is_not_said_to_have_gone,
    who_declines_on_the_telephone_is_not_called_again,
    who_accepts_on_the_telephone_is_not_called_again,
    the_text_to_share_says_from_when_one_can_register,
    what_leaves_a_calendar_is_cancelled_in_it,
];

type Of = (ActivityId, Vec<SessionId>);

/// Somebody with a telephone alone; the private link.
fn calls_in(app: &TestApp, of: &Of, party: &str) -> String {
    let session = of.1[0].to_string();
    let fields = [
        ("session", session.as_str()),
        ("name", "赵德福"),
        ("phone", "13900000077"),
        ("party", party),
        ("key", "by-phone"),
    ];
    let page = app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go();
    assert_eq!(page.status, 303, "{}", page.text());
    page.location.unwrap().replace("?new=1", "")
}

fn calls(app: &TestApp) -> Vec<String> {
    let all = app.read(|conn| store::calls(conn, 1));
    all.into_iter().map(|one| one.summary.kind).collect()
}

/// Somebody without e-mail is offered places, and is to be called about it.
fn to_call_about_an_offer(app: &TestApp) -> RegistrationId {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    calls_in(app, &of, "3");
    app.post(&format!("{first}/cancellation"), &[]).go();
    assert_eq!(calls(app), ["registration_offered"]);
    app.new_letters();
    app.read(|conn| {
        use linli::base::db::schema::registration as r;
        Ok(r::table.filter(r::phone.eq("+8613900000077")).select(r::id).first(conn)?)
    })
}

/// Staff write down what is said to them on the telephone.
fn who_declines_on_the_telephone_is_not_called_again(app: &TestApp) {
    let path = format!("/staff/hexi/registrations/{}/declining", to_call_about_an_offer(app));
    assert_eq!(app.post(&path, &[]).by(&app.desk()).go().status, 303);
    assert_eq!(calls(app), [""; 0], "they said so a moment ago");
    let slip = app.new_letters().into_iter().find(|one| one.kind == "registration_declined").unwrap();
    assert!(slip.text.contains("按您说的") && !slip.text.contains("取消"), "{}", slip.text);
}

fn who_accepts_on_the_telephone_is_not_called_again(app: &TestApp) {
    let path = format!("/staff/hexi/registrations/{}/acceptance", to_call_about_an_offer(app));
    assert_eq!(app.post(&path, &[]).by(&app.desk()).go().status, 303);
    assert_eq!(calls(app), [""; 0], "they said so a moment ago");
    let slip = app.new_letters().into_iter().find(|one| one.kind == "registration_confirmed").unwrap();
    assert!(slip.text.contains("报上名了"), "{}", slip.text);
}

fn a_call_whose_words_are_no_longer_true_is_not_made(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let waits = calls_in(app, &of, "3");
    app.post(&format!("{first}/cancellation"), &[]).go();
    assert_eq!(calls(app), ["registration_offered"]);
    let page = app.get("/staff/hexi/calls").by(&app.desk()).go();
    assert!(page.text().contains("3个名额替您留到"), "{}", page.text());
    // They take it by themselves before anybody calls.
    app.post(&format!("{waits}/acceptance"), &[]).go();
    assert_eq!(calls(app), [""; 0]);
    let page = app.get("/staff/hexi/calls").by(&app.desk()).go();
    assert!(!page.text().contains("替您留到"), "{}", page.text());
    let page = app.get("/staff/hexi/letters?state=overtaken").by(&app.desk()).go();
    assert!(page.text().contains("不用打了"), "{}", page.text());
    // What is said of a cancelled activity is the one call left.
    let path = format!("/staff/hexi/activities/{}", of.0);
    let moved = [
        ("room", "place"),
        ("place", "小区西门"),
        ("date", "2026-11-25"),
        ("from", "10:00"),
        ("to", "11:30"),
    ];
    app.post(&format!("{path}/sessions/{}", of.1[0]), &moved).by(&app.approver()).go();
    assert_eq!(calls(app), ["registration_session_moved"]);
    app.post(&format!("{path}/cancellation"), &[("reason", "停电")]).by(&app.approver()).go();
    assert_eq!(calls(app), ["registration_activity_cancelled"]);
}

fn a_call_about_a_booking_goes_with_what_it_says(app: &TestApp) {
    let room = app.room("Meeting room");
    let phoned = app.phoned().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    let given = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(given);
    let before = calls(app);
    assert!(!before.is_empty(), "somebody with a telephone alone is called");
    app.phoned().cancels(phoned);
    assert_eq!(calls(app), [""; 0], "{before:?}");
}

fn one_contact_registers_once_for_a_session(app: &TestApp) {
    let of = db_offered(app, Plan { places: Some(20), ..TAIJI });
    joins(app, &of, "chen", 3);
    let session = of.1[0].to_string();
    let again = |key: &str, email: &str| {
        let fields = [
            ("session", session.as_str()),
            ("name", "又一个"),
            ("email", email),
            ("party", "3"),
            ("key", key),
        ];
        app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go()
    };
    let page = again("second", "Chen@Example.org");
    assert!(page.status == 409 && page.text().contains("已经报过名了"), "{}", page.text());
    assert!(page.body.contains("/c/hexi/registration\""), "it leads back to the first");
    assert_eq!(again("other", "other@example.org").status, 303);
    // Once the first is over there may be another.
    let link = again("third", "third@example.org").location.unwrap().replace("?new=1", "");
    app.post(&format!("{link}/cancellation"), &[]).go();
    assert_eq!(again("fourth", "third@example.org").status, 303);
}

fn a_press_asks_before_it_cancels_or_erases(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let link = joins(app, &of, "chen", 1);
    let page = app.get(&link).go();
    for (path, question, press) in [
        ("cancellation", "要取消这次报名吗", "是的，取消这次报名"),
        ("erasure", "要删除您的资料吗", "是的，删除我的资料"),
    ] {
        assert!(page.body.contains(&format!("href=\"{link}/{path}\"")), "{}", page.body);
        assert!(!page.body.contains(&format!("action=\"{link}/{path}\"")), "{}", page.body);
        let asked = app.get(&format!("{link}/{path}")).go();
        assert!(asked.status == 200 && asked.text().contains(question), "{}", asked.text());
        assert!(
            asked.text().contains(press) && asked.text().contains("不，回到我的报名"),
            "{}",
            asked.text()
        );
        assert!(!asked.text().contains("居民chen"), "a token page names nobody");
    }
    assert_eq!(state_of(app, "chen"), State::Confirmed, "to look is to do nothing");
}

fn the_desk_registers_somebody_with_a_name_alone(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let session = of.1[0].to_string();
    let fields = [("session", session.as_str()), ("name", "马奶奶"), ("party", "1"), ("key", "alone")];
    let page = app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go();
    assert!(page.status == 422 && page.text().contains("请写手机号或邮箱"), "{}", page.text());
    let path = format!("/staff/hexi/activities/{}/registrations", of.0);
    let page = app.post(&path, &fields).by(&app.desk()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let page = app.get(page.location.as_deref().unwrap()).by(&app.desk()).go();
    assert!(page.status == 200 && page.text().contains("马奶奶"), "{}", page.text());
    app.wrote(&[]);
}

fn who_waits_for_a_course_of_one_date_is_told_that_it_moves(app: &TestApp) {
    let of = db_offered(app, Plan { mode: "course", ..TAIJI });
    joins(app, &of, "chen", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    let path = format!("/staff/hexi/activities/{}/sessions/{}", of.0, of.1[0]);
    let fields = [
        ("room", "place"),
        ("place", "小区西门"),
        ("date", "2026-11-25"),
        ("from", "10:00"),
        ("to", "11:30"),
    ];
    assert_eq!(app.post(&path, &fields).by(&app.approver()).go().status, 303);
    app.wrote(&["chen: registration_session_moved", "waits: registration_session_moved"]);
    // Nothing is left to wait for.
    let page = app.post(&format!("{path}/cancellation"), &[("reason", "停电")]).by(&app.approver()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    app.wrote(&["chen: registration_session_cancelled", "waits: registration_session_cancelled"]);
    assert_eq!(state_of(app, "waits"), State::Cancelled);
}

fn who_waits_for_a_course_is_told_once_its_dates_have_all_moved_one_by_one(app: &TestApp) {
    let starts = &["2026-11-24T09:00", "2026-12-01T09:00", "2026-12-08T09:00"];
    let of = db_offered(app, Plan { mode: "course", starts, ..TAIJI });
    joins(app, &of, "chen", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    app.hours_pass(1);
    let moves = |at: usize, date: &str, from: &str, to: &str| {
        let path = format!("/staff/hexi/activities/{}/sessions/{}", of.0, of.1[at]);
        let fields = [("room", "place"), ("place", "小区东门"), ("date", date), ("from", from), ("to", to)];
        assert_eq!(app.post(&path, &fields).by(&app.approver()).go().status, 303);
        app.hours_pass(1);
    };
    let chen = "chen: registration_session_moved";
    moves(0, "2026-11-25", "09:00", "10:30");
    app.wrote(&[chen]);
    moves(1, "2026-12-02", "09:00", "10:30");
    app.wrote(&[chen]);
    moves(2, "2026-12-09", "09:00", "10:30");
    let letters = app.wrote(&[chen, "waits: registration_course_moved"]);
    let text = &letters[1].text;
    for date in ["11月25日 星期三", "12月2日 星期三", "12月9日 星期三"] {
        assert!(text.contains(date), "{date}: {text}");
    }
    // From then on they know these dates: again nothing, until none of them is left.
    moves(0, "2026-11-26", "09:00", "10:30");
    moves(1, "2026-12-03", "09:00", "10:30");
    app.wrote(&[chen, chen]);
    moves(2, "2026-12-10", "09:00", "10:30");
    app.wrote(&[chen, "waits: registration_course_moved"]);
    assert_eq!(state_of(app, "waits"), State::Waiting);
}

fn who_comes_to_a_course_is_told_of_its_new_dates_by_one_letter(app: &TestApp) {
    let of = db_offered(app, Plan { mode: "course", ..TAIJI });
    joins(app, &of, "chen", 3);
    calls_in(app, &of, "1");
    joins(app, &of, "waits", 1);
    app.new_letters();
    let path = format!("/staff/hexi/activities/{}/sessions", of.0);
    let once = |date: &str| {
        let fields = [("room", "place"), ("place", "小区东门"), ("repeat", "0"), ("date", date)];
        let fields: Vec<_> = fields.into_iter().chain([("from", "09:00"), ("to", "10:30")]).collect();
        let page = app.post(&path, &fields).by(&app.approver()).go();
        assert_eq!(page.status, 303, "{}", page.text());
    };
    once("2026-12-01");
    let letters =
        app.wrote(&["+8613900000077: registration_sessions_added", "chen: registration_sessions_added"]);
    let told = &letters[1];
    assert!(
        told.subject.contains("加了一次") && told.text.contains("12月1日 星期二 上午9:00–10:30"),
        "{}",
        told.text
    );
    assert!(!told.text.contains("11月24日"), "of what is new alone: {}", told.text);
    assert!(told.calendar.as_ref().is_some_and(|file| file.contains("METHOD:REQUEST")));
    let several = serde_json::json!({ "dates": {
        "place": "小区东门", "from": "09:00", "to": "10:30", "days": ["2026-12-08", "2026-12-15"],
    } });
    let api = app.visit("POST", &format!("/api/v1/activities/{}/sessions", of.0)).json(&several);
    let answer = api.by_program_of(&app.approver()).go();
    assert_eq!(answer.status, 201, "{}", answer.body);
    let letters =
        app.wrote(&["+8613900000077: registration_sessions_added", "chen: registration_sessions_added"]);
    assert!(letters[1].subject.contains("加了2次"), "one letter for both: {}", letters[1].subject);
    // Where each session is registered for by itself, a new one concerns nobody yet.
    let single = db_offered(app, TAIJI);
    joins(app, &single, "wang", 1);
    app.new_letters();
    let fields = [("room", "place"), ("place", "小区东门"), ("repeat", "0"), ("date", "2026-12-01")];
    let fields: Vec<_> = fields.into_iter().chain([("from", "14:00"), ("to", "15:30")]).collect();
    let page = app.post(&format!("/staff/hexi/activities/{}/sessions", single.0), &fields);
    assert_eq!(page.by(&app.approver()).go().status, 303);
    app.wrote(&[]);
}

fn a_session_moves_into_a_room_too_small_for_those_registered_only_knowingly(app: &TestApp) {
    // The meeting room holds twelve.
    let of = db_offered(app, Plan { places: Some(20), ..TAIJI });
    for (who, party) in [("chen", 5), ("wang", 5), ("li", 3)] {
        joins(app, &of, who, party);
    }
    app.new_letters();
    let small = app.room("Meeting room").id.to_string();
    let path = format!("/staff/hexi/activities/{}/sessions/{}", of.0, of.1[0]);
    let moves = |known: &str| {
        let fields = [("room", small.as_str()), ("place", ""), ("date", "2026-11-24"), ("known", known)];
        let fields: Vec<_> = fields.into_iter().chain([("from", "09:00"), ("to", "10:30")]).collect();
        app.post(&path, &fields).by(&app.approver()).go()
    };
    let asked = moves("");
    assert_eq!(asked.status, 409);
    assert!(asked.text().contains("已经有13人报上名，这间只坐得下12人。"), "{}", asked.text());
    assert!(asked.body.contains("name=\"known\""), "{}", asked.body);
    let body = serde_json::json!({
        "room": app.room("Meeting room").id, "starts_at": "2026-11-24T09:00", "ends_at": "2026-11-24T10:30",
    });
    let api = app.visit("POST", &format!("/api/v1/sessions/{}/moving", of.1[0])).json(&body);
    let answer = api.by_program_of(&app.approver()).go();
    assert!(answer.status == 409 && answer.body.contains("已经有13人报上名"), "{}", answer.body);
    app.wrote(&[]);
    assert_eq!(moves("1").status, 303);
    let told = ["chen", "li", "wang"].map(|who| format!("{who}: registration_session_moved"));
    app.wrote(&told.each_ref().map(String::as_str));
    // Within the room it is in, only the time is new.
    let later =
        [("room", small.as_str()), ("place", ""), ("date", "2026-11-24"), ("from", "10:00"), ("to", "11:30")];
    assert_eq!(app.post(&path, &later).by(&app.approver()).go().status, 303);
}

fn a_letter_that_has_not_gone_is_not_said_to_have_gone(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let page = registers(app, &of, "chen", 1);
    let page = app.get(page.location.as_deref().unwrap()).go();
    assert!(!page.text().contains("信已经发到"), "{}", page.text());
    assert!(page.text().contains("请记下这个号码"), "{}", page.text());
    // The words of a letter to oneself: nobody may have waited for the place.
    app.new_letters();
    app.post(&format!("{}/cancellation", page_link(&page.body)), &[]).go();
    let letters = app.wrote(&["chen: registration_cancelled"]);
    assert!(letters[0].text.contains("空出来的名额可以给别人"), "{}", letters[0].text);
}

fn page_link(body: &str) -> String {
    let from = body.find("href=\"/r/").unwrap() + 6;
    let rest = &body[from..];
    let path = &rest[..rest.find('"').unwrap()];
    path.rsplit_once('/').unwrap().0.to_owned()
}

fn the_text_to_share_says_from_when_one_can_register(app: &TestApp) {
    let of = db_offered(app, Plan { opens: Some("2026-11-23T08:00"), ..TAIJI });
    let page = app.get(&format!("/c/hexi/activities/{}", of.0)).go();
    let share = page.body.split("id=\"share\"").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(share.contains("开始报名") && !share.contains("个名额"), "{share}");
}

fn what_leaves_a_calendar_is_cancelled_in_it(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let feed = |name: &str| app.get(&format!("/c/hexi/feeds/{name}.ics")).go().body;
    let said = |name: &str| {
        let body = feed(name);
        (body.matches("BEGIN:VEVENT").count(), body.matches("STATUS:CANCELLED").count())
    };
    let (studio, east) = (app.room("Studio"), app.room("East hall"));
    let moved = |room: String, date: &str| {
        let fields =
            [("room", room.as_str()), ("place", ""), ("date", date), ("from", "10:00"), ("to", "11:30")];
        let path = format!("/staff/hexi/activities/{}/sessions/{}", of.0, of.1[0]);
        let page = app.post(&path, &fields).by(&app.approver()).go();
        assert_eq!(page.status, 303, "{}", page.text());
    };
    moved(studio.id.to_string(), "2026-11-25");
    let (old, new) = (format!("room-{}", studio.id), format!("room-{}", east.id));
    assert_eq!((said(&old), said(&new)), ((1, 0), (0, 0)));
    moved(east.id.to_string(), "2026-11-26");
    assert_eq!((said(&old), said(&new), said("centre")), ((1, 1), (1, 0), (1, 0)));
    let gone = feed(&old);
    assert!(gone.contains("20261125T100000") && gone.contains("SEQUENCE:2"), "{gone}");
    // Back again, it is there as if it had never left.
    moved(studio.id.to_string(), "2026-11-25");
    assert_eq!((said(&old), said(&new)), ((1, 0), (1, 1)));

    let show = ActivityDetails::new(ActivityKind::Show, "太极拳表演");
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| editing::change(conn, acting, of.0, &show, Heed::Known));
    assert_eq!((said("kind-course"), said("kind-show")), ((1, 1), (1, 0)));
    assert!(feed("kind-course").contains("SEQUENCE:4"), "more than when it was moved the last time");
    app.hours_pass(24 * 91);
    assert_eq!(said("kind-course"), (0, 0), "not for ever");
}
