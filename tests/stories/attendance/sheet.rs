//! The desk’s sheet of a day.

use super::*;

stories![
    staff_enter_a_day_at_once,
    a_wrong_number_loses_nothing_of_the_sheet,
    somebody_else_reports_while_staff_type,
    a_number_in_the_wrong_row_is_cleared_and_unknown_again,
    drop_in_rooms_are_counted_by_the_hour,
];

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

fn a_number_in_the_wrong_row_is_cleared_and_unknown_again(app: &TestApp) {
    let id = rehearsed(app);
    let (number, was, seen) = (format!("n-b{id}"), format!("was-b{id}"), format!("seen-b{id}"));
    let sheet = "/staff/hexi/attendance";
    assert_eq!(says(&app.desk(), sheet, &[("date", "2026-11-21"), (&number, "26")]).status, 303);
    let newest = of(app, Of::Booking(id)).newest().unwrap().to_string();
    let cleared = [("date", "2026-11-21"), (&number, ""), (&was, "26"), (&seen, newest.as_str())];
    // Somebody else's number is not cleared unseen.
    says(&app.leader(), "/my/attendance", &[("of", &format!("b{id}")), ("visits", "24")]);
    assert_eq!(says(&app.desk(), sheet, &cleared).status, 409);
    let newest = of(app, Of::Booking(id)).newest().unwrap().to_string();
    let cleared = [("date", "2026-11-21"), (&number, ""), (&was, "26"), (&seen, newest.as_str())];
    let page = says(&app.desk(), sheet, &cleared);
    assert!(page.location.unwrap().ends_with("saved=1"));
    assert_eq!(visits(app, id), None, "unknown is not zero");
    assert_eq!(of(app, Of::Booking(id)).0.len(), 2, "what was said stays");
    let page = app.get(&format!("/staff/hexi/bookings/{id}")).by(&app.desk()).go().text();
    assert!(page.contains("收回到场人次"), "{page}");
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
    let odd = format!("n-h{room}-2026-11-21T09:07");
    let page = says(&app.desk(), "/staff/hexi/attendance/hours", &[("date", "2026-11-21"), (&odd, "9")]);
    assert!(page.status == 422 && page.text().contains("没有这个钟点"), "{}", page.text());
    let studio = format!("n-h{}-2026-11-21T08:30", app.room("Studio").id);
    let page = says(&app.desk(), "/staff/hexi/attendance/hours", &[("date", "2026-11-21"), (&studio, "9")]);
    assert_eq!(page.status, 404);
}
