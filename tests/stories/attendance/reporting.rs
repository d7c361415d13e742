//! Numbers reported, corrected and contradicted.

use super::*;

stories![
    what_differs_waits_and_staff_choose,
    to_stay_with_the_first_number_is_a_choice_too,
    a_leader_corrects_their_own_number,
    a_leader_reports_on_their_own_page,
    figures_keep_their_history,
    a_troupe_keeps_its_list,
    programs_report_and_read_the_day,
];

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

fn to_stay_with_the_first_number_is_a_choice_too(app: &TestApp) {
    let (id, _) = contradiction(app);
    let first = of(app, Of::Booking(id)).counting().unwrap().id.to_string();
    let page = says(&app.desk(), "/staff/hexi/attendance/choices", &[("report", &first)]);
    assert_eq!((page.status, visits(app, id)), (303, Some(18)));
    let all = of(app, Of::Booking(id));
    assert_eq!((all.waiting().count(), all.0.len()), (0, 3), "the other waits no more and is not deleted");
    let queue = app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(!queue.contains("两个数不一样"), "{queue}");
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

fn figures_keep_their_history(app: &TestApp) {
    talk(app);
    let id = app.read(|conn| Ok(activity::table.select(activity::id).first(conn)?));
    let path = format!("/staff/hexi/activities/{id}/results");
    let early = says(&app.desk(), &path, &[("name", "单位数"), ("value", "25")]);
    assert!(early.status == 422 && early.text().contains("活动还没开始"), "{}", early.text());
    app.hours_pass(2);
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
    // A press that may have been a slip says whom it took off, and how they come back.
    let pressed = says(&app.leader(), &gone, &[]);
    assert_eq!(pressed.status, 303);
    let page = app.get(&pressed.location.unwrap()).by(&app.leader()).go().text();
    assert!(page.contains("张三不再是队员了") && page.contains("放回去"), "{page}");
    assert_eq!(says(&app.leader(), "/my/members", &[("names", "张三")]).status, 303);
    let again = list().into_iter().find(|one| one.left_on.is_none() && one.name == "张三").unwrap();
    assert_eq!(says(&app.leader(), &format!("/my/members/{}/leaving", again.id), &[]).status, 303);
    let page = app.get(&format!("/staff/hexi/troupes/{troupe}/members")).by(&app.desk()).go().text();
    assert!(page.contains("现在2位") && page.contains("以前的队员，1位"), "{page}");
    app.hours_pass(24);
    let day = |text: &str| text.parse().unwrap();
    let counted = |from, to| app.read(|conn| members::counted(conn, centre, day(from), day(to)));
    assert_eq!(counted("2026-11-21", "2026-11-21").get(&troupe), Some(&3));
    assert_eq!(counted("2026-11-22", "2026-12-31").get(&troupe), Some(&2));
    assert_eq!(says(&app.leader(), "/my/members", &[("names", " ")]).status, 422);
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
