//! How many came: asked, reported, contradicted, counted at the door.

use diesel::prelude::*;
use linli::base::db::schema::{activity, attendance_report, registration, session};
use linli::domain::activities::SessionId;
use linli::domain::attendance::checking_in::{Press, press};
use linli::domain::attendance::{Of, Report, Reported, Source, members, no_shows, results, store};
use linli::domain::bookings::BookingId;
use linli::domain::people::Acting;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::people::Someone;
use crate::web::Page;

stories![
    a_leader_is_asked_and_enters_one_number,
    the_link_shows_first_and_corrects_for_an_hour,
    nobody_came_is_a_number_and_unknown_is_none,
    they_are_asked_again_after_two_days_and_then_staff_have_a_task,
    a_leader_without_email_is_called,
    what_is_reported_or_long_past_is_not_asked_about,
    of_the_centres_own_activity_who_entered_it_is_asked,
    where_nobody_can_be_asked_it_is_a_task_at_once,
    what_differs_waits_and_staff_choose,
    a_leader_corrects_their_own_number,
    staff_enter_a_day_at_once,
    a_wrong_number_loses_nothing_of_the_sheet,
    somebody_else_reports_while_staff_type,
    a_leader_reports_on_their_own_page,
    a_press_counts_once_however_often_it_is_delivered,
    a_counter_is_closed_into_a_report,
    what_was_counted_at_the_door_is_taken_with_one_press,
    what_nobody_reported_stands_as_the_door_counted_it,
    a_counter_needs_no_script,
    drop_in_rooms_are_counted_by_the_hour,
    a_no_show_is_confirmed_and_taken_back_and_is_no_zero,
    figures_keep_their_history,
    a_troupe_keeps_its_list,
    a_code_lets_in_for_staff_alone,
    names_are_ticked_with_their_party,
    programs_report_and_read_the_day,
    presses_are_lost_repeated_and_reordered_and_each_counts_once,
];

/// The dancers rehearsed from 9 to 11; it is noon.
fn rehearsed(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(4);
    app.new_letters();
    id
}

/// A talk of the centre's own, from 9 to 11.
fn talk(app: &TestApp) -> SessionId {
    app.db_activity("健康讲座", "2026-11-21T09:00", "2026-11-21T11:00");
    app.read(|conn| Ok(session::table.select(session::id).order(session::id.desc()).first(conn)?))
}

fn of(app: &TestApp, of: impl Into<Option<Of>>) -> Reported {
    let of = of.into().unwrap();
    Reported(app.read(|conn| store::of(conn, of)))
}

fn visits(app: &TestApp, id: BookingId) -> Option<i32> {
    of(app, Of::Booking(id)).visits()
}

fn link(app: &TestApp) -> String {
    assert_eq!(app.asks_how_many_came(), 1);
    let letter = app.new_letters().into_iter().find(|one| one.kind == "attendance_ask").unwrap();
    letter.press_link("/n/")
}

fn says(who: &Someone, path: &str, fields: &[(&str, &str)]) -> Page {
    who.app.post(path, fields).by(who).go()
}

fn a_leader_is_asked_and_enters_one_number(app: &TestApp) {
    let id = rehearsed(app);
    let link = link(app);
    let page = app.post(&link, &[("visits", "18")]).go();
    assert_eq!((page.status, visits(app, id)), (303, Some(18)));
    let report = of(app, Of::Booking(id)).counting().cloned().unwrap();
    assert_eq!((report.source, report.reported_by), (Source::Link, Some(app.leader().person.id)));
    assert_eq!(report.confirmed_by, None, "the rule confirmed it");
}

fn the_link_shows_first_and_corrects_for_an_hour(app: &TestApp) {
    let id = rehearsed(app);
    let link = link(app);
    let page = app.get(&link).go();
    assert_eq!((page.status, visits(app, id)), (200, None));
    assert!(!page.body.contains("陈秀兰") && !page.body.contains("古文化舞蹈队"), "{}", page.body);
    assert!(page.text().contains("[text visits=]"), "nothing is filled in: {}", page.text());
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let page = app.post(&link, &[("visits", "很多")]).go();
    assert!(page.status == 422 && page.body.contains("很多"), "{}", page.body);
    app.post(&link, &[("visits", "18")]).go();
    let page = app.get(&link).go().text();
    assert!(page.contains("记下了") && page.contains("18人次") && page.contains("一小时内"), "{page}");
    app.post(&link, &[("visits", "16")]).go();
    assert!(visits(app, id) == Some(16) && app.get(&link).go().text().contains("16人次"));
    app.hours_pass(1);
    let page = app.post(&link, &[("visits", "30")]).go();
    assert_eq!((page.status, visits(app, id)), (409, Some(16)));
    assert!(!app.get(&link).go().text().contains("[text visits"), "it asks no more");
    assert_eq!(app.post(&link.replace("/n/", "/x/"), &[]).go().status, 404);
}

fn nobody_came_is_a_number_and_unknown_is_none(app: &TestApp) {
    let id = rehearsed(app);
    let sheet = || app.get("/staff/hexi/attendance?date=2026-11-21").by(&app.desk()).go().text();
    assert!(visits(app, id).is_none() && sheet().contains("未上报") && !sheet().contains("无人到场"));
    app.post(&link(app), &[("visits", "0")]).go();
    assert!(visits(app, id) == Some(0) && sheet().contains("无人到场"), "{}", sheet());
}

fn they_are_asked_again_after_two_days_and_then_staff_have_a_task(app: &TestApp) {
    rehearsed(app);
    assert_eq!(app.asks_how_many_came(), 1);
    app.wrote(&["leader: attendance_ask"]);
    assert_eq!(app.asks_how_many_came(), 0, "one ask a round");
    app.hours_pass(47);
    assert_eq!(app.asks_how_many_came(), 0);
    app.hours_pass(1);
    assert_eq!(app.asks_how_many_came(), 1);
    assert!(app.wrote(&["leader: attendance_ask"])[0].subject.contains("再问一次"));
    let queue = || app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(!queue().contains("通知过两次"));
    app.hours_pass(48);
    assert_eq!(app.asks_how_many_came(), 1);
    app.wrote(&[]);
    assert!(queue().contains("通知过两次") && queue().contains("有1件待办"), "{}", queue());
    app.hours_pass(24 * 60);
    assert_eq!(app.asks_how_many_came(), 0);
    assert!(queue().contains("通知过两次"), "a task does not go away by itself");
}

fn a_leader_without_email_is_called(app: &TestApp) {
    let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T14:00", "2026-11-21T15:00").id();
    app.approver().approves_because(id, Some("第一次")).id();
    app.new_letters();
    app.hours_pass(8);
    app.asks_how_many_came();
    let letter = app.wrote(&["+8613900000007: attendance_ask"]).remove(0);
    assert_eq!(letter.channel, linli::base::mail::Channel::Phone);
    assert!(letter.text.contains("来了几位") && !letter.text.contains("/n/"), "{}", letter.text);
}

fn what_is_reported_or_long_past_is_not_asked_about(app: &TestApp) {
    let id = rehearsed(app);
    says(&app.desk(), "/staff/hexi/attendance", &[("date", "2026-11-21"), (&format!("n-b{id}"), "12")]);
    assert_eq!((visits(app, id), app.asks_how_many_came()), (Some(12), 0));
    app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.hours_pass(24 * 20);
    assert_eq!(app.asks_how_many_came(), 0, "it ended more than 14 days ago");
}

fn of_the_centres_own_activity_who_entered_it_is_asked(app: &TestApp) {
    talk(app);
    app.hours_pass(4);
    let link = link(app);
    let sheet = app.get("/staff/hexi/attendance").by(&app.desk()).go().text();
    assert!(sheet.contains("健康讲座") && sheet.contains("未上报"), "{sheet}");
    let queue = || app.get("/staff/hexi").by(&app.desk()).go().text();
    for round in 2..=3 {
        assert!(!queue().contains("通知过两次"), "before round {round}");
        app.hours_pass(48);
        assert_eq!(app.asks_how_many_came(), 1);
    }
    let letters = app.new_letters();
    assert_eq!(letters.iter().filter(|one| one.kind == "attendance_ask").count(), 1, "the second letter");
    assert!(queue().contains("通知过两次") && queue().contains("11月21日 星期六，1场"), "{}", queue());
    app.post(&link, &[("visits", "31")]).go();
    assert!(!queue().contains("通知过两次"), "{}", queue());
}

fn where_nobody_can_be_asked_it_is_a_task_at_once(app: &TestApp) {
    talk(app);
    app.write(|conn| {
        use linli::base::db::schema::person;
        Ok(diesel::update(person::table).set(person::active.eq(false)).execute(conn)?)
    });
    app.hours_pass(4);
    assert_eq!(app.asks_how_many_came(), 1);
    app.wrote(&[]);
    app.write(|conn| {
        use linli::base::db::schema::person;
        Ok(diesel::update(person::table).set(person::active.eq(true)).execute(conn)?)
    });
    let queue = app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(queue.contains("到今天还没有人报") && !queue.contains("通知过两次"), "{queue}");
}

/// The leader said 18 by the link, the counter 20.
fn contradiction(app: &TestApp) -> (BookingId, Vec<Report>) {
    let id = rehearsed(app);
    app.post(&link(app), &[("visits", "18")]).go();
    let answer = app
        .visit("POST", &format!("/api/v1/bookings/{id}/attendance"))
        .json(&json!({ "visits": 18 }))
        .by_program_of(&app.leader())
        .go();
    assert_eq!(answer.status, 201);
    let presses: Vec<Press> = (0..20).map(|n| one_press(app, n, 1)).collect();
    let (desk, now) = (app.desk(), app.now());
    app.write(|conn| {
        let acting = Acting { centre: &desk.centre, person: Some(desk.person.id), now };
        press(conn, acting, Of::Booking(id), &presses)
    });
    let page = says(&app.desk(), &format!("/staff/hexi/attendance/b{id}/closing"), &[]);
    assert!(page.location.unwrap().ends_with("just=differs"));
    (id, of(app, Of::Booking(id)).waiting().cloned().collect())
}

fn what_differs_waits_and_staff_choose(app: &TestApp) {
    let (id, waiting) = contradiction(app);
    assert_eq!((visits(app, id), waiting.len(), waiting[0].visits), (Some(18), 1, 20));
    let queue = app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(queue.contains("两个数不一样：18人次，20人次") && queue.contains("有1件待办"), "{queue}");
    let chosen = waiting[0].id.to_string();
    let page = says(&app.desk(), "/staff/hexi/attendance/choices", &[("report", &chosen)]);
    assert_eq!((page.status, visits(app, id)), (303, Some(20)));
    let all = of(app, Of::Booking(id)).0;
    assert_eq!(all.iter().filter(|one| one.counts()).count(), 1);
    assert!(all.iter().all(|one| !one.waits()) && all.len() == 3, "nothing is deleted");
    let old = all[0].id.to_string();
    let page = says(&app.desk(), "/staff/hexi/attendance/choices", &[("report", &old)]);
    assert_eq!((page.status, visits(app, id)), (409, Some(20)));
    assert_eq!(says(&app.other_desk(), "/staff/donghu/attendance/choices", &[("report", &old)]).status, 404);
}

fn a_leader_corrects_their_own_number(app: &TestApp) {
    let id = rehearsed(app);
    let key = format!("b{id}");
    says(&app.leader(), "/my/attendance", &[("of", &key), ("visits", "18")]);
    says(&app.leader(), "/my/attendance", &[("of", &key), ("visits", "21")]);
    assert_eq!((visits(app, id), of(app, Of::Booking(id)).0.len()), (Some(21), 2));
    // What staff confirmed is theirs: the leader's next word waits.
    let (row, seen) = (format!("n-{key}"), format!("seen-{key}"));
    let newest = of(app, Of::Booking(id)).newest().unwrap().to_string();
    let fields = [("date", "2026-11-21"), (&*row, "20"), (&*seen, &*newest)];
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance", &fields).status, 303);
    let page = says(&app.leader(), "/my/attendance", &[("of", &key), ("visits", "22")]);
    assert!(page.location.unwrap().ends_with("just=differs"));
    assert_eq!((visits(app, id), of(app, Of::Booking(id)).waiting().count()), (Some(20), 1));
}

fn staff_enter_a_day_at_once(app: &TestApp) {
    let (id, met) = (rehearsed(app), talk(app));
    let page = app.get("/staff/hexi/attendance").by(&app.desk()).go();
    assert!(page.text().contains("已开始2场，报了0场"), "{}", page.text());
    let fields = [
        ("date", "2026-11-21".to_owned()),
        ("n-b", "7".to_owned()),
        (&*format!("n-b{id}"), "２６".to_owned()),
        (&*format!("n-s{met}"), " 0 ".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = says(&app.desk(), "/staff/hexi/attendance", &fields);
    assert_eq!(page.location.as_deref(), Some("/staff/hexi/attendance?date=2026-11-21&saved=2"));
    assert_eq!((visits(app, id), of(app, Of::Session(met)).visits()), (Some(26), Some(0)));
    let report = of(app, Of::Booking(id)).counting().cloned().unwrap();
    assert_eq!((report.source, report.confirmed_by), (Source::Sheet, Some(app.desk().person.id)));
    let page = app.get("/staff/hexi/attendance").by(&app.desk()).go().text();
    assert!(page.contains("26人次") && page.contains("钱前台") && page.contains("报了2场"), "{page}");
}

fn a_wrong_number_loses_nothing_of_the_sheet(app: &TestApp) {
    let (id, met) = (rehearsed(app), talk(app));
    let (one, other) = (format!("n-b{id}"), format!("n-s{met}"));
    let fields = [("date", "2026-11-21"), (&*one, "二十"), (&*other, "7")];
    let page = says(&app.desk(), "/staff/hexi/attendance", &fields);
    assert_eq!(page.status, 422);
    assert!(page.body.contains("value=\"二十\"") && page.body.contains("value=\"7\""), "{}", page.body);
    assert_eq!((visits(app, id), of(app, Of::Session(met)).visits()), (None, None), "all or nothing");
    let early = talk_later(app);
    let fields = [("date", "2026-11-21"), (&*format!("n-s{early}"), "7")].map(|(a, b)| (a.to_owned(), b));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), *b)).collect();
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance", &fields).status, 422);
}

fn talk_later(app: &TestApp) -> SessionId {
    app.db_activity("晚上的讲座", "2026-11-21T19:00", "2026-11-21T20:00");
    app.read(|conn| Ok(session::table.select(session::id).order(session::id.desc()).first(conn)?))
}

fn somebody_else_reports_while_staff_type(app: &TestApp) {
    let (id, met) = (rehearsed(app), talk(app));
    says(&app.leader(), "/my/attendance", &[("of", &format!("b{id}")), ("visits", "18")]);
    let (one, other, seen) = (format!("n-b{id}"), format!("n-s{met}"), format!("seen-b{id}"));
    let fields = [("date", "2026-11-21"), (&*one, "20"), (&*seen, ""), (&*other, "7")];
    let page = says(&app.desk(), "/staff/hexi/attendance", &fields);
    assert_eq!(page.status, 409);
    assert!(page.text().contains("刚有人报了18人次，您填的是20。"), "{}", page.text());
    assert_eq!((visits(app, id), of(app, Of::Session(met)).visits()), (Some(18), None), "all or nothing");
    // Sent as it was shown again, it is meant.
    let newest = of(app, Of::Booking(id)).newest().unwrap().to_string();
    assert!(page.body.contains(&format!("name=\"{seen}\" value=\"{newest}\"")), "{}", page.body);
    let fields = [("date", "2026-11-21"), (&*one, "20"), (&*seen, &*newest), (&*other, "7")];
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance", &fields).status, 303);
    assert_eq!((visits(app, id), of(app, Of::Session(met)).visits()), (Some(20), Some(7)));
}

fn a_leader_reports_on_their_own_page(app: &TestApp) {
    let id = rehearsed(app);
    assert!(app.get("/my").by(&app.leader()).go().text().contains("有1次没有报来了几位"));
    let page = app.get("/my/attendance").by(&app.leader()).go().text();
    assert!(page.contains("还有1次没有报") && page.contains("未上报"), "{page}");
    let key = format!("b{id}");
    let page = says(&app.leader(), "/my/attendance", &[("of", &key), ("visits", "-3")]);
    assert!(page.status == 422 && page.body.contains("value=\"-3\""), "{}", page.body);
    assert_eq!(says(&app.leader(), "/my/attendance", &[("of", &key), ("visits", "0")]).status, 303);
    assert_eq!(visits(app, id), Some(0));
    assert!(app.get("/my/attendance").by(&app.leader()).go().text().contains("无人到场"));
    assert_eq!(says(&app.rival(), "/my/attendance", &[("of", &key), ("visits", "5")]).status, 404);
    let coming = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let page = says(&app.leader(), "/my/attendance", &[("of", &format!("b{coming}")), ("visits", "5")]);
    assert_eq!(page.status, 409);
}

fn one_press(app: &TestApp, number: usize, people: i32) -> Press {
    Press { key: format!("press-key-{number:08}"), people, at: app.now() }
}

fn a_press_counts_once_however_often_it_is_delivered(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/staff/hexi/attendance/b{id}/presses");
    let deliver = |presses: &[&str]| {
        let mut fields = vec![("script", "1")];
        fields.extend(presses.iter().map(|press| ("press", *press)));
        let page = says(&app.desk(), &path, &fields);
        serde_json::from_str::<Value>(&page.body).unwrap()["counted"].as_i64().unwrap()
    };
    let (one, two) = ("aaaaaaaaaaaaaaaa 1 1795200000", "bbbbbbbbbbbbbbbb 1 1795200001");
    assert_eq!(deliver(&[one]), 1);
    assert_eq!(deliver(&[two, one, two]), 2);
    assert_eq!(deliver(&["cccccccccccccccc -1 1795200002"]), 1);
    assert_eq!(visits(app, id), None, "counted is not yet reported");
    for odd in ["short 1 1", "aaaaaaaaaaaaaaaaa 5 1", "aaaaaaaaaaaaaaaaa 1", "aaaaaaaaaaaaaaaa! 1 1"] {
        assert_eq!(says(&app.desk(), &path, &[("script", "1"), ("press", odd)]).status, 400, "{odd}");
    }
}

fn a_counter_is_closed_into_a_report(app: &TestApp) {
    let id = rehearsed(app);
    let base = format!("/my/bookings/{id}");
    let page = says(&app.leader(), &format!("{base}/closing"), &[]);
    assert!(page.location.unwrap().ends_with("just=nobody") && visits(app, id).is_none());
    for key in ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbb"] {
        says(&app.leader(), &format!("{base}/presses"), &[("key", key), ("people", "1")]);
    }
    says(&app.leader(), &format!("{base}/closing"), &[]);
    let report = of(app, Of::Booking(id)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (2, Source::Counter));
    assert_eq!(says(&app.rival(), &format!("{base}/presses"), &[]).status, 404);
}

/// A talk of the centre's own to which two came, as the door counted.
fn counted_talk(app: &TestApp) -> SessionId {
    let met = talk(app);
    app.hours_pass(2);
    for key in ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"] {
        says(
            &app.desk(),
            &format!("/staff/hexi/attendance/s{met}/presses"),
            &[("key", key), ("people", "1")],
        );
    }
    met
}

fn what_was_counted_at_the_door_is_taken_with_one_press(app: &TestApp) {
    let met = counted_talk(app);
    let sheet = || app.get("/staff/hexi/attendance?date=2026-11-21").by(&app.desk()).go().text();
    assert!(sheet().contains("门口数到2位") && sheet().contains("就用2人次"), "{}", sheet());
    let (number, door) = (format!("n-s{met}"), format!("door-s{met}"));
    let both = [("date", "2026-11-21"), (number.as_str(), ""), (door.as_str(), "2")];
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance", &both).status, 303);
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (2, Source::Door));
    assert_eq!(report.confirmed_by, Some(app.desk().person.id));
    assert!(!sheet().contains("就用2人次") && sheet().contains("门口数到的"), "{}", sheet());
    let day =
        app.visit("GET", "/api/v1/centres/1/attendance?date=2026-11-21").by_program_of(&app.desk()).go();
    let day: Value = serde_json::from_str(&day.body).unwrap();
    assert!(day.to_string().contains("\"counted_at_door\":2"), "{day}");
}

fn what_nobody_reported_stands_as_the_door_counted_it(app: &TestApp) {
    let met = counted_talk(app);
    app.hours_pass(2);
    for wait in [0, 48, 48] {
        app.hours_pass(wait);
        assert!(of(app, Of::Session(met)).visits().is_none());
        assert_eq!(app.asks_how_many_came(), 1);
    }
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source, report.confirmed_by), (2, Source::Door, None));
    let queue = || app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(
        queue().contains("门口数到2位，没有人报别的数") && !queue().contains("通知过两次"),
        "{}",
        queue()
    );
    let reports = || app.get("/staff/hexi/reports").by(&app.desk()).go().text();
    assert!(reports().contains("其中1场是门口数的，没有人确认"), "{}", reports());
    let took = [("report", report.id.to_string()), ("from", "queue".to_owned())];
    let took: Vec<(&str, &str)> = took.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance/choices", &took).status, 303);
    assert!(!queue().contains("门口数到2位") && !reports().contains("没有人确认"), "{}", queue());
}

fn a_counter_needs_no_script(app: &TestApp) {
    let met = talk_later(app);
    let path = format!("/staff/hexi/attendance/s{met}");
    let presses = format!("{path}/presses");
    let early = says(&app.desk(), &presses, &[("key", "aaaaaaaaaaaaaaaa"), ("people", "1")]);
    assert!(early.status == 409 && early.text().contains("开始前3小时"), "{}", early.text());
    app.hours_pass(9);
    let page = app.get(&format!("{path}/counter")).by(&app.desk()).go();
    assert!(page.text().contains(&format!("(post {presses})")), "{}", page.text());
    let page = says(&app.desk(), &presses, &[("key", "aaaaaaaaaaaaaaaa"), ("people", "1")]);
    assert_eq!(page.location, Some(format!("{path}/counter")));
    let page = app.get(&format!("{path}/counter")).by(&app.desk()).go();
    assert!(page.text().contains("现在 1 位") && page.body.contains("<span data-total>1</span>"));
}

fn drop_in_rooms_are_counted_by_the_hour(app: &TestApp) {
    app.hours_pass(4);
    let page = app.get("/staff/hexi/attendance/hours").by(&app.desk()).go().text();
    assert!(
        page.contains("图书阅览室") && page.contains("上午8:30–9:30") && page.contains("上午11:30–12:00"),
        "{page}"
    );
    let room = app.room("Reading room").id;
    let name = format!("n-h{room}-2026-11-21T08:30");
    let page = says(&app.desk(), "/staff/hexi/attendance/hours", &[("date", "2026-11-21"), (&name, "9")]);
    assert_eq!(page.status, 303);
    let reports: Vec<(i32, Option<i64>)> = app.read(|conn| {
        Ok(attendance_report::table
            .select((attendance_report::visits, attendance_report::room_id))
            .load(conn)?)
    });
    assert_eq!(reports, [(9, Some(room.0))]);
    let studio = format!("n-h{}-2026-11-21T08:30", app.room("Studio").id);
    let page = says(&app.desk(), "/staff/hexi/attendance/hours", &[("date", "2026-11-21"), (&studio, "9")]);
    assert_eq!(page.status, 404);
}

fn a_no_show_is_confirmed_and_taken_back_and_is_no_zero(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/staff/hexi/attendance/b{id}/no-show");
    assert_eq!(says(&app.desk(), &path, &[("note", "电话也没人接")]).status, 303);
    let standing = || app.read(|conn| no_shows::of_bookings(conn, &[id]));
    assert_eq!((standing().len(), visits(app, id)), (1, None));
    assert_eq!(app.asks_how_many_came(), 0, "who did not come is not asked");
    assert_eq!(says(&app.desk(), &path, &[]).status, 303);
    assert_eq!(standing().len(), 1, "twice is once");
    assert_eq!(says(&app.desk(), &path, &[("back", "1")]).status, 303);
    assert!(standing().is_empty());
    let coming = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let page = says(&app.desk(), &format!("/staff/hexi/attendance/b{coming}/no-show"), &[]);
    assert_eq!(page.status, 409);
}

fn figures_keep_their_history(app: &TestApp) {
    talk(app);
    let id = app.read(|conn| Ok(activity::table.select(activity::id).first(conn)?));
    let path = format!("/staff/hexi/activities/{id}/results");
    for (name, value) in [("单位数", "25"), ("岗位数", "700"), ("岗位数", "767"), ("岗位数", "767")]
    {
        assert_eq!(says(&app.desk(), &path, &[("name", name), ("value", value)]).status, 303);
    }
    let id = linli::domain::activities::ActivityId(id);
    let counting = app.read(|conn| results::counting(conn, id));
    let counting: Vec<(&str, i64)> = counting.iter().map(|one| (one.name.as_str(), one.value)).collect();
    assert_eq!(counting, [("单位数", 25), ("岗位数", 767)]);
    assert_eq!(app.read(|conn| results::of(conn, id)).len(), 3);
    assert_eq!(says(&app.desk(), &path, &[("name", ""), ("value", "x")]).status, 422);
}

fn a_troupe_keeps_its_list(app: &TestApp) {
    assert_eq!(says(&app.leader(), "/my/members", &[("names", "张三\n李四、王五\n张三")]).status, 303);
    let (leader, centre) = (app.leader(), app.centre("hexi").id);
    let troupe = app.read(|conn| linli::domain::agreements::store::led_by(conn, leader.person.id))[0].id;
    let list = || app.read(|conn| members::list(conn, troupe));
    assert_eq!(list().len(), 3);
    let gone = format!("/my/members/{}/leaving", list()[0].id);
    assert_eq!(says(&app.rival(), &gone, &[]).status, 404);
    assert_eq!(says(&app.leader(), &gone, &[]).status, 303);
    let page = app.get(&format!("/staff/hexi/troupes/{troupe}/members")).by(&app.desk()).go().text();
    assert!(page.contains("现在2位") && page.contains("以前的队员，1位"), "{page}");
    app.hours_pass(24);
    let day = |text: &str| text.parse().unwrap();
    let counted = |from, to| app.read(|conn| members::counted(conn, centre, day(from), day(to)));
    assert_eq!(counted("2026-11-21", "2026-11-21").get(&troupe), Some(&3));
    assert_eq!(counted("2026-11-22", "2026-12-31").get(&troupe), Some(&2));
    assert_eq!(says(&app.leader(), "/my/members", &[("names", " ")]).status, 422);
}

/// 马阿姨 registered three for the talk.
fn registered(app: &TestApp, met: SessionId) -> i64 {
    let now = app.now();
    app.write(|conn| {
        let activity: i64 = session::table.find(met).select(session::activity_id).first(conn)?;
        Ok(diesel::insert_into(registration::table)
            .values((
                (registration::centre_id.eq(1), registration::activity_id.eq(activity)),
                (
                    registration::session_id.eq(met),
                    registration::name.eq("马阿姨"),
                    registration::lang.eq("zh"),
                ),
                (
                    registration::party.eq(3),
                    registration::state.eq("confirmed"),
                    registration::guardian.eq(""),
                ),
                (
                    registration::note.eq(""),
                    registration::request_key.eq("key"),
                    registration::sequence.eq(0),
                ),
                (
                    registration::created_at.eq(now),
                    registration::changed_at.eq(now),
                    registration::version.eq(0),
                ),
            ))
            .returning(registration::id)
            .get_result(conn)?)
    })
}

fn a_code_lets_in_for_staff_alone(app: &TestApp) {
    let met = talk(app);
    let registration = registered(app, met);
    let code = format!("/e/{}", app.tokens.sign("check_in", registration, 0));
    for page in [app.get(&code).go(), app.get(&code).by(&app.other_desk()).go()] {
        assert_eq!(page.status, 200);
        assert!(page.text().contains("到场码") && !page.body.contains("马阿姨"), "{}", page.text());
    }
    let fields = [("session", met.to_string()), ("people", "3".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(app.post(&code, &fields).by(&app.other_desk()).go().status, 404);
    let page = app.get(&code).by(&app.desk()).go().text();
    assert!(page.contains("马阿姨 · 3人") && page.contains("3人 · 登记到场"), "{page}");
    for _ in 0..2 {
        assert_eq!(app.post(&code, &fields).by(&app.desk()).go().status, 303);
        assert_eq!(app.read(|conn| store::counted(conn, Of::Session(met))), 3);
    }
    assert!(app.get(&code).by(&app.desk()).go().text().contains("到了3位"));
    app.hours_pass(24);
    assert!(app.get(&code).by(&app.desk()).go().text().contains("今天没有"));
    assert_eq!(app.post(&code, &fields).by(&app.desk()).go().status, 409);
    let other = format!("/e/{}", app.tokens.sign("check_in", registration, 1));
    assert_eq!(app.get(&other).go().status, 404, "a code of an older registration is dead");
}

fn names_are_ticked_with_their_party(app: &TestApp) {
    let met = talk(app);
    let registration = registered(app, met).to_string();
    let path = format!("/staff/hexi/attendance/s{met}");
    let arrive = |people: &str| {
        let fields = [("registration", registration.as_str()), ("people", people)];
        says(&app.desk(), &format!("{path}/arrivals"), &fields).status
    };
    let counted = || app.read(|conn| store::counted(conn, Of::Session(met)));
    assert_eq!((arrive("2"), counted()), (303, 2));
    assert_eq!((arrive("3"), counted()), (303, 3));
    assert_eq!((arrive("0"), counted()), (303, 0));
    assert_eq!((arrive("4"), counted()), (422, 0));
    assert_eq!((arrive("3"), counted()), (303, 3));
    app.hours_pass(2);
    says(&app.desk(), &format!("{path}/closing"), &[]);
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (3, Source::NameList));
    let absent = [("registration", registration.as_str())];
    assert_eq!(says(&app.desk(), &format!("{path}/no-show"), &absent).status, 303);
    assert_eq!(app.read(|conn| no_shows::of_session(conn, met)).len(), 1);
}

fn programs_report_and_read_the_day(app: &TestApp) {
    let id = rehearsed(app);
    let call = |who: &Someone, method: &str, path: &str, body: Value| {
        let page = app.visit(method, &format!("/api/v1{path}")).json(&body).by_program_of(who).go();
        (page.status, serde_json::from_str::<Value>(&page.body).unwrap_or_default())
    };
    let path = format!("/bookings/{id}/attendance");
    let (status, _) = call(&app.leader(), "POST", &path, json!({ "visits": 18 }));
    assert_eq!(status, 201);
    let (status, answer) = call(&app.desk(), "POST", &path, json!({ "visits": 0, "note": "下雨" }));
    assert_eq!((status, &answer["visits"]), (201, &json!(0)));
    assert_eq!(answer["reports"].as_array().unwrap().len(), 2);
    assert_eq!(call(&app.rival(), "POST", &path, json!({ "visits": 1 })).0, 404);
    assert_eq!(call(&app.desk(), "POST", &path, json!({ "visits": -1 })).0, 422);
    let (status, day) = call(&app.desk(), "GET", "/centres/1/attendance?date=2026-11-21", json!({}));
    assert_eq!((status, &day[0]["visits"], &day[1]["visits"]), (200, &json!(0), &Value::Null));
    assert_eq!(call(&app.leader(), "GET", "/centres/1/attendance", json!({})).0, 404);
    let press =
        json!({ "presses": [{ "key": "0123456789abcdef", "people": 1, "at": "2026-11-21T04:00:00Z" }] });
    for _ in 0..2 {
        let (status, answer) = call(&app.leader(), "POST", &format!("/bookings/{id}/presses"), press.clone());
        assert_eq!((status, &answer["counted"]), (200, &json!(1)));
    }
    let no_show = format!("/bookings/{id}/no-show");
    assert_eq!(call(&app.leader(), "POST", &no_show, json!({})).0, 404);
    assert_eq!(call(&app.desk(), "POST", &no_show, json!({})).1["no_show"], json!(true));
    assert_eq!(
        call(&app.desk(), "POST", &format!("{no_show}/withdrawal"), json!({})).1["no_show"],
        json!(false)
    );
}

/// A device presses and takes back; the network loses answers, repeats deliveries and turns their order round.
fn presses_are_lost_repeated_and_reordered_and_each_counts_once(app: &TestApp) {
    let id = rehearsed(app);
    let desk = app.desk();
    let case = proptest::collection::vec((any::<bool>(), 0_u8..4, any::<u32>()), 0..30);
    let mut round = 0;
    let mut before = 0;
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let cell = std::cell::RefCell::new((&mut round, &mut before));
    let result = runner.run(&case, |presses| {
        let mut cell = cell.borrow_mut();
        *cell.0 += 1;
        let made: Vec<Press> = presses
            .iter()
            .enumerate()
            .map(|(n, (plus, ..))| one_press(app, *cell.0 * 1000 + n, if *plus { 1 } else { -1 }))
            .collect();
        // Every press arrives once at least: what is lost is sent again. Some come more often, all in any order.
        let mut wire: Vec<(u32, Press)> = Vec::new();
        for (press, (_, again, order)) in made.iter().zip(&presses) {
            for copy in 0..=u32::from(*again) {
                wire.push((order.rotate_left(copy * 7), press.clone()));
            }
        }
        wire.sort_by_key(|(order, _)| *order);
        let wire: Vec<Press> = wire.into_iter().map(|(_, press)| press).collect();
        for batch in wire.chunks(4) {
            app.write(|conn| {
                let acting = Acting { centre: &desk.centre, person: Some(desk.person.id), now: app.now() };
                press(conn, acting, Of::Booking(id), batch)
            });
        }
        let made: i32 = made.iter().map(|press| press.people).sum();
        let counted = app.read(|conn| store::counted(conn, Of::Booking(id)));
        prop_assert_eq!(counted, *cell.1 + made);
        *cell.1 = counted;
        Ok(())
    });
    result.unwrap();
}
