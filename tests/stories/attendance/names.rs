//! Who came, by name.

use super::*;

stories![
    a_no_show_is_confirmed_and_taken_back_and_is_no_zero,
    a_code_lets_in_for_staff_alone,
    names_are_ticked_with_their_party,
];

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
        assert_eq!(app.read(|conn| store::counted(conn, Of::Session(met))).people(), 3);
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
    let counted = || app.read(|conn| store::counted(conn, Of::Session(met))).people();
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
