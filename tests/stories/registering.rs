//! A resident registers without an account, waits in line, is offered a place, changes and cancels.

use diesel::prelude::*;
use linli::base::db::schema::{activity, registration, seat, session};
use linli::domain::activities::{ActivityId, SessionId};
use linli::domain::registrations::{RegistrationState as State, erasing, lapsing, reminding};

use crate::support::{TestApp, fixture};
use crate::web::Page;

stories![
    a_resident_registers_by_mail_and_is_told,
    a_resident_with_a_telephone_writes_a_number_down,
    tries_to_look_up_a_number_are_slowed,
    a_form_with_mistakes_keeps_what_was_typed,
    a_form_that_is_sent_twice_registers_once,
    who_comes_when_all_is_taken_waits_and_is_offered_what_frees,
    a_large_party_is_not_overtaken_and_is_told_what_it_lacks,
    an_offer_that_nobody_takes_goes_to_the_next,
    nothing_is_offered_two_hours_before_the_start,
    a_party_grows_only_where_there_are_places,
    another_address_makes_another_link,
    registration_opens_and_closes_by_the_clock,
    a_child_comes_with_a_guardian,
    an_address_with_many_letters_waiting_registers_no_more,
    people_are_reminded_the_day_before_and_once,
    data_is_erased_on_request_and_by_time,
    the_private_page_names_nobody_and_is_not_kept,
];

/// How a story's activity is registered for.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// `course` or `session`.
    pub mode: &'a str,
    pub places: Option<i32>,
    pub reviewed: bool,
    pub guardian: bool,
    pub opens: Option<&'a str>,
    /// Each session's start; it lasts an hour and a half.
    pub starts: &'a [&'a str],
}

pub const TAIJI: Plan = Plan {
    mode: "session",
    places: Some(4),
    reviewed: false,
    guardian: false,
    opens: None,
    starts: &["2026-11-24T09:00"],
};

/// A published activity of 河西 at the gate.
pub fn db_offered(app: &TestApp, plan: Plan) -> (ActivityId, Vec<SessionId>) {
    let (by, now) = (app.manager().person.id, fixture::made_at());
    app.write(|conn| {
        let id: i64 = diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(1), activity::title.eq("太极拳"), activity::title_en.eq("Taiji")),
                (activity::kind.eq("course"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(by), activity::created_at.eq(now)),
                (activity::registration.eq(plan.mode), activity::places.eq(plan.places)),
                (activity::reviewed.eq(plan.reviewed), activity::guardian.eq(plan.guardian)),
                activity::registration_opens.eq(plan.opens.map(fixture::wall)),
            ))
            .returning(activity::id)
            .get_result(conn)?;
        let mut sessions = Vec::new();
        for start in plan.starts {
            let start = fixture::wall(start);
            let session: i64 = diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(1), session::activity_id.eq(id)),
                    (session::place.eq("小区东门"), session::place_en.eq("East gate")),
                    (
                        session::starts_at.eq(start),
                        session::ends_at.eq(start.plus(chrono::Duration::minutes(90))),
                    ),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0), session::changed_at.eq(now)),
                ))
                .returning(session::id)
                .get_result(conn)?;
            sessions.push(SessionId(session));
        }
        Ok((ActivityId(id), sessions))
    })
}

/// Sends the form; `who` is the name, the address before its `@`, and the key.
pub fn registers(app: &TestApp, of: &(ActivityId, Vec<SessionId>), who: &str, party: i32) -> Page {
    let (id, sessions) = of;
    let fields = [
        ("session", sessions[0].to_string()),
        ("name", format!("居民{who}")),
        ("email", format!("{who}@example.org")),
        ("party", party.to_string()),
        ("reminded", "1".to_owned()),
        ("key", format!("key-{who}")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post(&format!("/c/hexi/activities/{id}/registration"), &fields).go()
}

/// [`registers`]; the private link that comes of it.
pub fn joins(app: &TestApp, of: &(ActivityId, Vec<SessionId>), who: &str, party: i32) -> String {
    let page = registers(app, of, who, party);
    assert_eq!(page.status, 303, "{}", page.text());
    page.location.unwrap().replace("?new=1", "")
}

pub fn state_of(app: &TestApp, who: &str) -> State {
    app.read(|conn| {
        let of = registration::table.filter(registration::email.eq(format!("{who}@example.org")));
        Ok(of.order(registration::id.desc()).select(registration::state).first(conn)?)
    })
}

pub fn seats(app: &TestApp) -> i64 {
    app.read(|conn| Ok(seat::table.count().get_result(conn)?))
}

/// Time acts, as the job does.
pub fn time_acts(app: &TestApp) {
    let centre = app.centre("hexi");
    for target in app.read(|conn| lapsing::open(conn, &centre)) {
        app.write(|conn| lapsing::tidy(conn, &centre, target, app.now()));
    }
}

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
fn by_phone(app: &TestApp, of: &(ActivityId, Vec<SessionId>)) -> (String, String) {
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

fn who_comes_when_all_is_taken_waits_and_is_offered_what_frees(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let waits = joins(app, &of, "waits", 2);
    let behind = joins(app, &of, "behind", 1);
    app.wrote(&[
        "behind: registration_waiting",
        "first: registration_confirmed",
        "waits: registration_waiting",
    ]);
    assert!(app.get(&behind).go().text().contains("候补第2位"));
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.wrote(&[
        "behind: registration_offered",
        "first: registration_cancelled",
        "waits: registration_offered",
    ]);
    assert_eq!((state_of(app, "waits"), seats(app)), (State::Offered, 3));
    // A scanner that opens the link changes nothing.
    let page = app.get(&waits).go();
    assert!(page.text().contains("轮到您了"), "{}", page.text());
    assert_eq!(state_of(app, "waits"), State::Offered);
    assert_eq!(app.post(&format!("{waits}/acceptance"), &[]).go().status, 303);
    assert_eq!(app.post(&format!("{behind}/declining"), &[]).go().status, 303);
    app.wrote(&["behind: registration_cancelled", "waits: registration_confirmed"]);
    assert_eq!((state_of(app, "waits"), seats(app)), (State::Confirmed, 2));
    assert_eq!(app.post(&format!("{waits}/acceptance"), &[]).go().status, 409);
}

fn a_large_party_is_not_overtaken_and_is_told_what_it_lacks(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let large = joins(app, &of, "large", 3);
    joins(app, &of, "small", 1);
    app.new_letters();
    let page = app.post(&first, &[("settings", "1"), ("party", "2")]).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let letters = app.wrote(&["first: registration_changed", "large: registration_lacking"]);
    assert!(letters[1].subject.contains("还差1个名额"), "{}", letters[1].subject);
    assert_eq!((state_of(app, "small"), seats(app)), (State::Waiting, 2));
    // Whoever comes now waits too, though places are free.
    joins(app, &of, "late", 1);
    app.wrote(&["late: registration_waiting"]);
    assert!(app.get(&large).go().text().contains("还差1个名额"));
    time_acts(app);
    app.wrote(&[]);
    // A smaller party has them at once, and those behind it what is left.
    app.post(&large, &[("settings", "1"), ("party", "1")]).go();
    app.wrote(&["large: registration_changed", "large: registration_offered", "small: registration_offered"]);
    assert_eq!((state_of(app, "late"), seats(app)), (State::Waiting, 4));
}

fn an_offer_that_nobody_takes_goes_to_the_next(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    joins(app, &of, "waits", 4);
    joins(app, &of, "next", 4);
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.new_letters();
    app.hours_pass(23);
    time_acts(app);
    assert_eq!(state_of(app, "waits"), State::Offered);
    app.hours_pass(1);
    // Without any job: whoever wants the place finds that the offer is over.
    joins(app, &of, "late", 1);
    app.wrote(&["late: registration_waiting", "next: registration_offered", "waits: registration_lapsed"]);
    assert_eq!(
        (state_of(app, "waits"), state_of(app, "next"), seats(app)),
        (State::Lapsed, State::Offered, 4)
    );
}

fn nothing_is_offered_two_hours_before_the_start(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    // Tuesday, 7:00: it starts at 9:00.
    app.hours_pass(71);
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.wrote(&["first: registration_cancelled"]);
    assert_eq!(state_of(app, "waits"), State::Waiting);
    app.hours_pass(2);
    time_acts(app);
    app.wrote(&["waits: registration_lapsed"]);
    assert_eq!(state_of(app, "waits"), State::Lapsed);
}

fn a_party_grows_only_where_there_are_places(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let one = joins(app, &of, "one", 1);
    joins(app, &of, "two", 2);
    let page = app.post(&one, &[("settings", "1"), ("party", "3")]).go();
    assert!(page.status == 409 && page.text().contains("只能再加1人"), "{}", page.text());
    assert_eq!(app.post(&one, &[("settings", "1"), ("party", "2")]).go().status, 303);
    assert_eq!(seats(app), 4);
}

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
    let told: Vec<(String, String)> = app.read(|conn| {
        use linli::base::db::schema::letter as l;
        Ok(l::table.select((l::address, l::body_text)).load(conn)?)
    });
    assert!(told.iter().all(|(address, text)| address.is_empty() && text.is_empty()), "{told:?}");
}

fn the_private_page_names_nobody_and_is_not_kept(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let link = joins(app, &of, "chen", 1);
    let page = app.get(&link).go();
    assert!(!page.body.contains("居民chen") && !page.body.contains("chen@"), "{}", page.text());
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert!(!page.body.replace("action=\"/r/", "").contains("href=\"/r/"), "a switch would send the token");
    assert_eq!(app.get("/r/AAAA").go().status, 404);
}
