//! Staff register others and decide; sessions and activities that are cancelled or moved, and who is told.

use diesel::prelude::*;
use linli::base::db::schema::registration;
use linli::domain::registrations::RegistrationState as State;

use crate::registering::{Plan, TAIJI, db_offered, joins, registers, seats, state_of};
use crate::support::TestApp;

stories![
    the_desk_registers_somebody_who_calls,
    a_family_without_places_is_in_line_and_not_registered,
    a_class_is_registered_at_the_desk_and_not_by_itself,
    staff_look_first_where_the_activity_says_so,
    staff_refuse_with_a_reason,
    staff_move_somebody_up_with_a_reason,
    the_desk_answers_an_offer_on_the_telephone,
    the_list_shows_names_to_staff_and_prints_them,
    a_cancelled_session_of_a_course_is_told_to_everyone_who_comes,
    a_cancelled_session_ends_the_registrations_for_it,
    a_moved_session_is_told_with_the_new_time,
    a_cancelled_activity_is_told_by_one_letter_each,
    a_closed_room_tells_everyone_by_one_letter_each,
];

/// The newest registration's number.
fn last(app: &TestApp) -> i64 {
    app.read(|conn| {
        Ok(registration::table.order(registration::id.desc()).select(registration::id).first(conn)?)
    })
}

fn the_desk_registers_somebody_who_calls(app: &TestApp) {
    let of = db_offered(app, Plan { opens: Some("2026-11-23T08:00"), ..TAIJI });
    let base = format!("/staff/hexi/activities/{}/registrations", of.0);
    let session = of.1[0].to_string();
    let fields = [
        ("session", session.as_str()),
        ("name", "赵德福"),
        ("phone", "13900000077"),
        ("party", "2"),
        ("key", "desk"),
    ];
    let page = app.post(&base, &fields).by(&app.desk()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let page = app.get(page.location.as_deref().unwrap()).by(&app.desk()).go();
    assert!(page.text().contains("登记好了") && page.text().contains("赵德福"), "{}", page.text());
    let slip = app.get(&format!("/staff/hexi/registrations/{}/slip", last(app))).by(&app.desk()).go();
    assert!(slip.text().contains("赵德福") && slip.text().contains("号码"), "{}", slip.text());
    assert_eq!(seats(app), 2);
    assert_eq!(app.new_letters()[0].channel.word(), "slip");
    // What is changed for them is said to them.
    let path = format!("/staff/hexi/registrations/{}", last(app));
    let page = app.post(&path, &[("settings", "1"), ("party", "1")]).by(&app.desk()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(app.new_letters()[0].channel.word(), "phone");
    let calls = app.get("/staff/hexi/calls").by(&app.desk()).go();
    assert!(calls.text().contains("赵德福，您好") && calls.text().contains("看这次报名"), "{}", calls.text());
}

fn a_family_without_places_is_in_line_and_not_registered(app: &TestApp) {
    let of = db_offered(app, Plan { places: Some(5), ..TAIJI });
    joins(app, &of, "one", 4);
    let base = format!("/staff/hexi/activities/{}/registrations", of.0);
    let session = of.1[0].to_string();
    let fields = [("session", session.as_str()), ("name", "赵家"), ("party", "4"), ("key", "family")];
    let page = app.post(&base, &fields).by(&app.desk()).go();
    let page = app.get(page.location.as_deref().unwrap()).by(&app.desk()).go().text();
    assert!(page.contains("名额已满，排在候补第1位，还没有报上。") && !page.contains("登记好了"), "{page}");
    let list = app.get(&base).by(&app.desk()).go().text();
    assert!(list.contains("5个名额，已占4个，候补1份（4人）"), "{list}");
}

/// Five may come together; a class of seven asks at the desk.
fn a_class_is_registered_at_the_desk_and_not_by_itself(app: &TestApp) {
    let of = db_offered(app, Plan { places: Some(20), ..TAIJI });
    assert_eq!(registers(app, &of, "class", 7).status, 422);
    let path = format!("/staff/hexi/activities/{}/registrations", of.0);
    let session = of.1[0].to_string();
    let fields = [("session", session.as_str()), ("name", "三年级"), ("party", "7"), ("key", "class")];
    let page = app.post(&path, &fields).by(&app.desk()).go();
    assert_eq!((page.status, seats(app)), (303, 7), "{}", page.text());
}

fn staff_look_first_where_the_activity_says_so(app: &TestApp) {
    let of = db_offered(app, Plan { reviewed: true, ..TAIJI });
    let one = joins(app, &of, "one", 4);
    app.wrote(&["one: registration_received"]);
    assert_eq!((state_of(app, "one"), seats(app)), (State::Requested, 0));
    assert!(app.get(&one).go().text().contains("待审核"));
    let path = format!("/staff/hexi/registrations/{}/confirmation", last(app));
    assert_eq!(app.post(&path, &[]).by(&app.desk()).go().status, 403);
    assert_eq!(app.post(&path, &[]).by(&app.approver()).go().status, 303);
    app.wrote(&["one: registration_confirmed"]);
    assert_eq!(seats(app), 4);
    assert_eq!(app.post(&path, &[]).by(&app.approver()).go().status, 409);
    // Where there are no places it goes into the line.
    joins(app, &of, "two", 1);
    app.post(&format!("/staff/hexi/registrations/{}/confirmation", last(app)), &[]).by(&app.approver()).go();
    app.wrote(&["two: registration_received", "two: registration_waiting"]);
    assert_eq!(state_of(app, "two"), State::Waiting);
}

fn staff_refuse_with_a_reason(app: &TestApp) {
    let of = db_offered(app, Plan { reviewed: true, ..TAIJI });
    let link = joins(app, &of, "one", 1);
    app.new_letters();
    let path = format!("/staff/hexi/registrations/{}/refusal", last(app));
    let page = app.post(&path, &[]).by(&app.approver()).go();
    assert!(page.status == 422 && page.text().contains("请写为什么"), "{}", page.text());
    app.post(&path, &[("reason", "这次只收新学员")]).by(&app.approver()).go();
    let letters = app.wrote(&["one: registration_refused"]);
    assert!(letters[0].text.contains("这次只收新学员"), "{}", letters[0].text);
    assert!(app.get(&link).go().text().contains("这次只收新学员"));
}

fn staff_move_somebody_up_with_a_reason(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    joins(app, &of, "large", 4);
    joins(app, &of, "urgent", 2);
    let path = format!("/staff/hexi/registrations/{}/moving-up", last(app));
    assert_eq!(app.post(&path, &[("reason", "残疾人优先")]).by(&app.approver()).go().status, 303);
    app.new_letters();
    app.post(&first, &[("settings", "1"), ("party", "2")]).go();
    app.wrote(&["first: registration_changed", "urgent: registration_offered"]);
    assert_eq!((state_of(app, "large"), seats(app)), (State::Waiting, 4));
    let page = app.get(&format!("/staff/hexi/registrations/{}", last(app))).by(&app.desk()).go();
    assert!(page.text().contains("残疾人优先"), "{}", page.text());
}

fn the_desk_answers_an_offer_on_the_telephone(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let base = format!("/staff/hexi/activities/{}/registrations", of.0);
    let session = of.1[0].to_string();
    let fields = [
        ("session", session.as_str()),
        ("name", "赵德福"),
        ("phone", "13900000077"),
        ("party", "1"),
        ("key", "desk"),
    ];
    app.post(&base, &fields).by(&app.desk()).go();
    let id = last(app);
    app.new_letters();
    app.post(&format!("{first}/cancellation"), &[]).go();
    let letters = app.new_letters();
    let call = letters.iter().find(|one| one.kind == "registration_offered").unwrap();
    assert_eq!(call.channel.word(), "phone");
    assert!(call.text.contains("现在说一声") && !call.text.contains("/r/"), "{}", call.text);
    let page = app.post(&format!("/staff/hexi/registrations/{id}/acceptance"), &[]).by(&app.desk()).go();
    assert_eq!((page.status, seats(app)), (303, 1));
}

fn the_list_shows_names_to_staff_and_prints_them(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "chen", 2);
    joins(app, &of, "wang", 3);
    let base = format!("/staff/hexi/activities/{}/registrations", of.0);
    let page = app.get(&base).by(&app.desk()).go();
    for words in ["居民chen", "居民wang", "chen@example.org", "候补第1位"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let names = app.get(&format!("{base}/names")).by(&app.desk()).go();
    assert!(names.text().contains("居民chen") && !names.text().contains("居民wang"), "{}", names.text());
}

const COURSE: Plan =
    Plan { mode: "course", starts: &["2026-11-24T09:00", "2026-12-01T09:00", "2026-12-08T09:00"], ..TAIJI };

fn a_cancelled_session_of_a_course_is_told_to_everyone_who_comes(app: &TestApp) {
    let of = db_offered(app, COURSE);
    joins(app, &of, "chen", 4);
    joins(app, &of, "waits", 1);
    let letters = app.new_letters();
    assert_eq!(letters[0].calendar.as_deref().unwrap().matches("BEGIN:VCALENDAR").count(), 3);
    let path = format!("/staff/hexi/activities/{}/sessions/{}/cancellation", of.0, of.1[1]);
    let page = app.post(&path, &[("reason", "老师生病")]).by(&app.approver()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let letters = app.wrote(&["chen: registration_session_cancelled"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:CANCEL") && file.contains(&format!("-{}@", of.1[1])), "{file}");
    assert_eq!(file.matches("BEGIN:VCALENDAR").count(), 1);
    assert!(letters[0].text.contains("老师生病") && letters[0].text.contains("照常"), "{}", letters[0].text);
    assert_eq!((state_of(app, "chen"), seats(app)), (State::Confirmed, 4));
}

fn a_cancelled_session_ends_the_registrations_for_it(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "chen", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    let path = format!("/staff/hexi/activities/{}/sessions/{}/cancellation", of.0, of.1[0]);
    app.post(&path, &[("reason", "下雨")]).by(&app.approver()).go();
    app.wrote(&["chen: registration_session_cancelled", "waits: registration_session_cancelled"]);
    assert_eq!(
        (state_of(app, "chen"), state_of(app, "waits"), seats(app)),
        (State::Cancelled, State::Cancelled, 0)
    );
}

fn a_moved_session_is_told_with_the_new_time(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "chen", 1);
    app.new_letters();
    let path = format!("/staff/hexi/activities/{}/sessions/{}", of.0, of.1[0]);
    let fields = [
        ("room", "place"),
        ("place", "小区西门"),
        ("date", "2026-11-25"),
        ("from", "10:00"),
        ("to", "11:30"),
    ];
    let page = app.post(&path, &fields).by(&app.approver()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let letters = app.wrote(&["chen: registration_session_moved"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:REQUEST") && file.contains("SEQUENCE:1"), "{file}");
    assert!(file.contains("20261125T100000"), "{file}");
    for words in ["小区东门", "小区西门", "11月24日", "11月25日"] {
        assert!(letters[0].text.contains(words), "{words}: {}", letters[0].text);
    }
}

fn a_cancelled_activity_is_told_by_one_letter_each(app: &TestApp) {
    let of = db_offered(app, COURSE);
    joins(app, &of, "chen", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    let path = format!("/staff/hexi/activities/{}/cancellation", of.0);
    assert!(app.get(&path).by(&app.approver()).go().text().contains("报名的2家"));
    let page = app.post(&path, &[("reason", "中心搬家")]).by(&app.approver()).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let letters =
        app.wrote(&["chen: registration_activity_cancelled", "waits: registration_activity_cancelled"]);
    assert_eq!(letters[0].calendar.as_deref().unwrap().matches("METHOD:CANCEL").count(), 3);
    assert!(letters[1].calendar.is_none(), "who only waited has nothing to take out");
    assert_eq!((state_of(app, "chen"), seats(app)), (State::Cancelled, 0));
}

fn a_closed_room_tells_everyone_by_one_letter_each(app: &TestApp) {
    use linli::domain::registrations::meetings;
    let of = db_offered(app, COURSE);
    joins(app, &of, "chen", 1);
    app.new_letters();
    // What a closure does with the sessions that it hits.
    let (centre, by) = (app.centre("hexi"), app.manager().person.id);
    let acting = linli::domain::people::Acting { centre: &centre, person: Some(by), now: app.now() };
    let number = app.write(|conn| meetings::cancel_sessions(conn, acting, &of.1[..2], Some("停电")));
    assert_eq!(number, 2);
    let letters = app.wrote(&["chen: registration_session_cancelled"]);
    assert_eq!(letters[0].calendar.as_deref().unwrap().matches("METHOD:CANCEL").count(), 2);
    assert!(letters[0].subject.contains("取消2次"), "{}", letters[0].subject);
}
