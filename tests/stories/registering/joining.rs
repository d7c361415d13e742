//! A resident registers, by mail or by telephone.

use super::*;

stories![
    a_resident_registers_by_mail_and_is_told,
    a_resident_with_a_telephone_writes_a_number_down,
    tries_to_look_up_a_number_are_slowed,
    a_form_with_mistakes_keeps_what_was_typed,
    a_form_that_is_sent_twice_registers_once,
    registration_opens_and_closes_by_the_clock,
    a_child_comes_with_a_guardian,
    an_address_with_many_letters_waiting_registers_no_more,
];

fn a_resident_registers_by_mail_and_is_told(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let page = app.get(&format!("/c/hexi/activities/{}", of.0)).go();
    assert!(page.text().contains("还有4个名额") && page.text().contains("我要参加"), "{}", page.text());
    let link = joins(app, &of, "chen", 2);
    let letters = app.wrote(&["chen: registration_confirmed"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:REQUEST") && file.contains("SEQUENCE:0"), "{file}");
    assert!(file.contains(&format!("-{}@", of.1[0])), "{file}");
    assert!(letters[0].text.contains("/r/"), "{}", letters[0].text);
    let page = app.get(&link).go();
    assert!(page.text().contains("报上名了") && page.text().contains("2人"), "{}", page.text());
    assert_eq!((state_of(app, "chen"), seats(app)), (State::Confirmed, 2));
    let page = app.get(&format!("/c/hexi/activities/{}", of.0)).go();
    assert!(page.text().contains("还有2个名额"), "{}", page.text());
    let page = app.post(&format!("{link}/cancellation"), &[]).go();
    assert_eq!((page.status, state_of(app, "chen"), seats(app)), (303, State::Cancelled, 0));
    let letters = app.wrote(&["chen: registration_cancelled"]);
    let file = letters[0].calendar.as_deref().unwrap();
    assert!(file.contains("METHOD:CANCEL") && file.contains("SEQUENCE:1"), "{file}");
    // Cancelling once more says how it stands.
    let page = app.post(&format!("{link}/cancellation"), &[]).go();
    assert_eq!(page.status, 409);
    app.wrote(&[]);
}

/// Registers with a telephone alone; the link and the number to write down.
pub(super) fn by_phone(app: &TestApp, of: &(ActivityId, Vec<SessionId>)) -> (String, String) {
    let session = of.1[0].to_string();
    let fields = [
        ("session", session.as_str()),
        ("name", "赵德福"),
        ("phone", "139 0000 0077"),
        ("party", "1"),
        ("key", "phone"),
    ];
    let page = app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go();
    let link = page.location.unwrap();
    let page = app.get(&link).go();
    let code = page.body.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    (link.replace("?new=1", ""), code.replace('\u{a0}', " "))
}

fn a_resident_with_a_telephone_writes_a_number_down(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let (link, code) = by_phone(app, &of);
    let letters = app.new_letters();
    assert_eq!(letters[0].channel.word(), "slip");
    let slip = app.get(&format!("{link}/slip")).go();
    assert!(slip.text().contains(&code) && !slip.text().contains("赵德福"), "{}", slip.text());
    let found = app.post("/c/hexi/registration", &[("contact", "13900000077"), ("code", &code)]).go();
    assert_eq!((found.status, found.location.as_deref()), (303, Some(link.as_str())), "{}", found.text());
    // Another centre knows nothing of it.
    let found = app.post("/c/donghu/registration", &[("contact", "13900000077"), ("code", &code)]).go();
    assert_eq!(found.status, 422);
    // With e-mail there is a number too: the letter may be lost, or the page closed before it comes.
    let link = joins(app, &of, "chen", 1);
    let page = app.get(&link).go();
    let code = page.body.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    let found = app.post("/c/hexi/registration", &[("contact", "Chen@Example.org"), ("code", code)]).go();
    assert_eq!(found.location.as_deref(), Some(link.as_str()), "{}", found.text());
}

fn tries_to_look_up_a_number_are_slowed(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let (_, code) = by_phone(app, &of);
    let wrong = if code == "000 000" { "000 001" } else { "000 000" };
    for _ in 0..5 {
        let page = app.post("/c/hexi/registration", &[("contact", "13900000077"), ("code", wrong)]).go();
        assert!(page.status == 422 && page.text().contains("对不上"), "{}", page.text());
    }
    let page = app.post("/c/hexi/registration", &[("contact", "13900000077"), ("code", &code)]).go();
    assert_eq!(page.status, 429);
    app.clock.advance(chrono::Duration::seconds(61));
    let page = app.post("/c/hexi/registration", &[("contact", "13900000077"), ("code", &code)]).go();
    assert_eq!(page.status, 303);
}

fn a_form_with_mistakes_keeps_what_was_typed(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let path = format!("/c/hexi/activities/{}/registration", of.0);
    let page =
        app.post(&path, &[("name", "陈桂芳"), ("email", "chen at home"), ("party", "9"), ("key", "k")]).go();
    assert_eq!(page.status, 422);
    for words in ["陈桂芳", "chen at home", "这不像邮箱", "1到5之间"] {
        assert!(page.body.contains(words), "{words}: {}", page.text());
    }
    let page = app.post(&path, &[("name", "陈桂芳"), ("party", "1"), ("key", "k")]).go();
    assert!(page.status == 422 && page.text().contains("请写手机号或邮箱"), "{}", page.text());
    app.wrote(&[]);
}

fn a_form_that_is_sent_twice_registers_once(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = registers(app, &of, "chen", 2).location;
    assert_eq!(registers(app, &of, "chen", 2).location, first);
    assert_eq!(seats(app), 2);
    app.wrote(&["chen: registration_confirmed"]);
    // The key of one form opens nobody else's registration.
    let fields = [
        ("session", "1"),
        ("name", "别人"),
        ("email", "other@example.org"),
        ("party", "1"),
        ("key", "key-chen"),
    ];
    let page = app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go();
    assert_eq!(page.status, 409);
}

fn registration_opens_and_closes_by_the_clock(app: &TestApp) {
    let of = db_offered(app, Plan { opens: Some("2026-11-22T08:00"), ..TAIJI });
    let page = registers(app, &of, "early", 1);
    assert!(page.status == 409 && page.text().contains("还没开始报名"), "{}", page.text());
    app.hours_pass(24);
    joins(app, &of, "chen", 1);
    app.hours_pass(49);
    let page = registers(app, &of, "late", 1);
    assert!(page.status == 409 || page.status == 422, "{}", page.text());
    assert!(page.text().contains("现在不能报名"), "{}", page.text());
}

fn a_child_comes_with_a_guardian(app: &TestApp) {
    let of = db_offered(app, Plan { guardian: true, ..TAIJI });
    let page = registers(app, &of, "child", 1);
    assert!(page.status == 422 && page.text().contains("监护人"), "{}", page.text());
}

fn an_address_with_many_letters_waiting_registers_no_more(app: &TestApp) {
    let starts: Vec<String> = (10..21).map(|day| format!("2026-12-{day}T09:00")).collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    let of = db_offered(app, Plan { places: None, starts: &starts, ..TAIJI });
    let registers = |number: usize| {
        let session = of.1[number].to_string();
        let key = format!("flood-{number}");
        let fields = [
            ("session", session.as_str()),
            ("name", "陌生人"),
            ("email", "victim@example.org"),
            ("party", "1"),
            ("key", key.as_str()),
        ];
        app.post(&format!("/c/hexi/activities/{}/registration", of.0), &fields).go()
    };
    for number in 0..9 {
        assert_eq!(registers(number).status, 303, "{number}");
    }
    let page = registers(9);
    assert!(page.status == 409 && page.text().contains("一小时最多收三封信"), "{}", page.text());
    app.hours_pass(3);
    assert_eq!(registers(10).status, 303);
}
