//! What becomes of a registration: the private page, reminders, erasing.

use super::*;
use linli::base::lang::Lang;
use linli::base::mail::Body;

stories![
    another_address_makes_another_link,
    people_are_reminded_the_day_before_and_once,
    data_is_erased_on_request_and_by_time,
    the_private_page_names_nobody_and_is_not_kept,
    whoever_has_only_a_telephone_is_called_the_day_before,
    a_confirmation_shows_the_code_for_the_door,
];

fn another_address_makes_another_link(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let old = joins(app, &of, "chen", 1);
    app.new_letters();
    let page = app.post(&old, &[("settings", "1"), ("party", "1"), ("email", "new@example.org")]).go();
    let new = page.location.unwrap();
    assert_eq!((app.get(&old).go().status, app.get(&new).go().status), (404, 200));
    let letters = app.wrote(&["new: registration_changed"]);
    assert!(letters[0].calendar.as_deref().unwrap().contains("SEQUENCE:1"));
}

fn people_are_reminded_the_day_before_and_once(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let centre = app.centre("hexi");
    joins(app, &of, "chen", 1);
    let silent = joins(app, &of, "silent", 1);
    app.post(&silent, &[("settings", "1"), ("party", "1")]).go();
    app.new_letters();
    let reminds = || {
        let due = app.read(|conn| reminding::due(conn, &centre, app.now()));
        for whom in due {
            app.write(|conn| reminding::remind(conn, &centre, whom, app.now()));
        }
    };
    // Monday, 9:00.
    app.hours_pass(49);
    reminds();
    app.wrote(&[]);
    app.hours_pass(1);
    reminds();
    let letters = app.wrote(&["chen: registration_reminder"]);
    assert!(letters[0].subject.contains("明天上午9:00"), "{}", letters[0].subject);
    app.hours_pass(1);
    reminds();
    app.wrote(&[]);
}

fn data_is_erased_on_request_and_by_time(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let centre = app.centre("hexi");
    let first = joins(app, &of, "first", 2);
    joins(app, &of, "second", 2);
    let page = app.post(&format!("{first}/erasure"), &[]).go();
    assert!(page.status == 200 && page.text().contains("资料删除了"), "{}", page.text());
    assert_eq!((app.get(&first).go().status, seats(app)), (404, 2));
    app.new_letters();
    let due = |app: &TestApp| app.read(|conn| erasing::due(conn, &centre, 90, app.now()));
    app.hours_pass(24 * 93);
    assert!(due(app).is_empty());
    app.hours_pass(24);
    let due = due(app);
    assert_eq!(due.len(), 1);
    let acting = linli::domain::people::Acting { centre: &centre, person: None, now: app.now() };
    app.write(|conn| erasing::erase(conn, acting, due[0]));
    type Row = (String, Option<String>, i32);
    let rows: Vec<Row> = app.read(|conn| {
        let all = registration::table.order(registration::id);
        Ok(all.select((registration::name, registration::email, registration::party)).load(conn)?)
    });
    assert!(rows.iter().all(|row| *row == (String::new(), None, 2)), "{rows:?}");
    let told: Vec<(String, Body)> = app.read(|conn| {
        use linli::base::db::schema::letter as l;
        Ok(l::table.select((l::address, l::body)).load(conn)?)
    });
    assert!(
        told.iter().all(|(address, body)| address.is_empty() && body.text(Lang::Zh).is_empty()),
        "{told:?}"
    );
}

fn the_private_page_names_nobody_and_is_not_kept(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let link = joins(app, &of, "chen", 1);
    let page = app.get(&link).go();
    assert!(!page.body.contains("居民chen") && !page.body.contains("chen@"), "{}", page.text());
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert!(!page.body.contains("value=\"/r/"), "a switch would send the token");
    assert_eq!(app.get("/r/AAAA").go().status, 404);
}

fn whoever_has_only_a_telephone_is_called_the_day_before(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let (link, _) = joining::by_phone(app, &of);
    app.new_letters();
    let centre = app.centre("hexi");
    let due = || app.read(|conn| reminding::due(conn, &centre, app.now()));
    app.hours_pass(50);
    assert!(due().is_empty(), "they did not ask for it");
    app.hours_pass(-2);
    app.post(&link, &[("settings", "1"), ("party", "1"), ("reminded", "1")]).go();
    app.new_letters();
    app.hours_pass(2);
    for whom in due() {
        app.write(|conn| reminding::remind(conn, &centre, whom, app.now()));
    }
    let letters = app.wrote(&["+8613900000077: registration_reminder"]);
    assert_eq!(letters[0].channel.word(), "phone");
    let text = &letters[0].text;
    assert!(text.contains("明天上午9:00") && text.contains("小区东门") && !text.contains("/r/"), "{text}");
    assert!(due().is_empty());
    let calls = app.get("/staff/hexi/calls").by(&app.desk()).go().text();
    assert!(calls.contains("赵德福"), "{calls}");
}

fn a_confirmation_shows_the_code_for_the_door(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "chen", 2);
    let letter = app.wrote(&["chen: registration_confirmed"]).remove(0);
    let door = letter.press_link("/e/");
    assert!(letter.text.contains("到场码"), "{}", letter.text);
    assert_eq!(app.get(&door).go().status, 200);
    assert!(letter.html.contains("<img src=\"\""), "the picture is drawn when it is sent: {}", letter.html);
    // What is not confirmed shows none.
    joins(app, &of, "li", 3);
    assert!(!app.wrote(&["li: registration_waiting"])[0].text.contains("/e/"));
}
