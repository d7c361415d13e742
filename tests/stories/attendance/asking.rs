//! Who is asked, how often, and by what.

use super::*;

stories![
    a_leader_is_asked_and_enters_one_number,
    the_link_shows_first_and_corrects_for_an_hour,
    nobody_came_is_a_number_and_unknown_is_none,
    they_are_asked_again_after_two_days_and_then_staff_have_a_task,
    a_leader_without_email_is_called,
    what_is_reported_or_long_past_is_not_asked_about,
    of_the_centres_own_activity_who_entered_it_is_asked,
    where_nobody_can_be_asked_it_is_a_task_at_once,
    a_partner_is_asked_as_leaders_are,
];

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
    let sheet = app.get("/staff/hexi/attendance").by(&app.desk()).go().text();
    assert!(sheet.contains("11月21日 星期六，1场"), "the sheet names its day: {sheet}");
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

fn a_partner_is_asked_as_leaders_are(app: &TestApp) {
    let partner = |email: &str, phone: &str| {
        app.write(|conn| {
            let row = diesel::update(activity::table).set((
                activity::partner.eq("区医院"),
                activity::partner_email.eq(email),
                activity::partner_phone.eq(phone),
            ));
            Ok(row.execute(conn)?)
        })
    };
    let met = talk(app);
    partner("hospital@example.org", "+869310000001");
    app.hours_pass(4);
    let link = link(app);
    let page = app.get(&link).go();
    assert!(page.status == 200 && !page.body.contains("hospital"), "{}", page.body);
    app.post(&link, &[("visits", "40")]).go();
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (40, Source::Link));
    assert_eq!(app.person(report.reported_by.unwrap()).name, "区医院");
    assert!(
        app.read(|conn| linli::domain::people::store::memberships(conn, report.reported_by.unwrap()))
            .is_empty()
    );
    // Without e-mail they are called; asked twice, and then it is a task.
    app.db_activity("义诊", "2026-11-21T13:00", "2026-11-21T14:00");
    partner("", "+869310000001");
    app.hours_pass(4);
    assert_eq!(app.asks_how_many_came(), 1);
    let letter = app.wrote(&["+869310000001: attendance_ask"]).remove(0);
    assert_eq!(letter.channel, linli::base::mail::Channel::Phone);
    assert!(letter.text.contains("区医院，您好") && letter.text.contains("义诊"), "{}", letter.text);
    app.hours_pass(48);
    assert_eq!(app.asks_how_many_came(), 1);
    app.wrote(&["+869310000001: attendance_ask"]);
    app.hours_pass(48);
    assert_eq!(app.asks_how_many_came(), 1);
    app.wrote(&[]);
    assert!(app.get("/staff/hexi").by(&app.desk()).go().text().contains("11月21日 星期六，1场"));
}
