//! Every page in both languages, as people see it, from the fixture at a standing clock.
//!
//! The pages are the permission table's; each is looked at by the first who may. To accept what changed:
//! `INSTA_UPDATE=always cargo test --test stories pages`.

use linli::base::lang::Lang;
use scraper::{Html, Selector};

use crate::permissions::{TABLE, everybody, filled, furnish};
use crate::support::{Kind, TestApp};
use crate::web::Page;

/// Pages that need more than their path to show what they are for.
const MORE: &[(&str, &str, usize)] = &[
    ("c_centre_at_work", "/c/hexi", 2),
    ("c_centre_next_week", "/c/hexi?week=2026-11-23", 0),
    ("c_centre_calendar_month", "/c/hexi/calendar?view=month&month=2026-11", 0),
    ("c_centre_calendar_week", "/c/hexi/calendar?view=week&week=2026-11-23", 0),
    ("c_centre_calendar_poster", "/c/hexi/calendar?view=poster&month=2026-11", 0),
    ("c_centre_calendar_sifted", "/c/hexi/calendar?kind=lecture&for=everyone&date=2026-11-25&free=1", 0),
    ("c_centre_activities_found", "/c/hexi/activities?q=%E5%89%AA&kind=lecture", 0),
    ("c_centre_activities_none", "/c/hexi/activities?q=%E5%9B%B4%E6%A3%8B", 0),
    ("c_centre_timetable_busy", "/c/hexi/timetable?date=2026-11-25", 0),
    ("my_find_found", "/my/find?troupe=1&date=2026-11-24&minutes=120&size=10", 1),
    ("my_bookings_new", "/my/bookings/new?troupe=1&room=1&start=2026-11-27T09:00&end=2026-11-27T11:00", 1),
    ("my_series_id_change_previewed", "/my/series/1/change?preview=1&weekday=wed&from=10:00&to=12:00", 1),
    ("my_series_id_change_weekday", "/my/series/1/change?preview=1&weekday=thu", 1),
    ("my_series_id_cancellation_from", "/my/series/1/cancellation?from=2026-12-02", 1),
    ("staff_centre_timetable_busy", "/staff/hexi/timetable?date=2026-11-25", 2),
    ("staff_centre_timetable_booking", "/staff/hexi/timetable?date=2026-11-26&booking=4", 3),
    ("staff_centre_timetable_free", "/staff/hexi/timetable?date=2026-11-26&room=1&from=08:30&to=12:00", 3),
    // The desk, who looks first, may not change it.
    ("staff_centre_activities_id_to_change", "/staff/hexi/activities/1", 3),
    ("staff_centre_bookings_id_to_decide", "/staff/hexi/bookings/1", 3),
    ("my_bookings_id_offered", "/my/bookings/6", RIVAL),
    ("my_bookings_id_change_asked", "/my/bookings/4", 1),
    (
        "my_bookings_new_taken",
        "/my/bookings/new?troupe=1&room=4&start=2026-11-27T09:00&end=2026-11-27T11:00",
        1,
    ),
    ("staff_centre_bookings_id_offered", "/staff/hexi/bookings/6", 2),
    ("staff_centre_bookings_id_change_asked", "/staff/hexi/bookings/4", 3),
    ("staff_centre_disruptions_new_fault", "/staff/hexi/disruptions/new?cause=fault&room=1", 3),
    (
        "staff_centre_disruptions_new_own_use",
        "/staff/hexi/disruptions/new?cause=own_use&room=1&date=2026-11-26&from=14:00&to=16:00",
        3,
    ),
    (
        "staff_centre_disruptions_new_preview",
        "/staff/hexi/disruptions/new?cause=closure&preview=1&room=1&from_date=2026-11-26&from_time=00:00&until_date=2026-11-27&until_time=24:00&reason=%E6%A3%80%E4%BF%AE%E7%94%B5%E8%B7%AF&reason_en=Electrical+works",
        3,
    ),
    ("staff_centre_timetable_week", "/staff/hexi/timetable?view=week&room=2&date=2026-11-25", 2),
    ("staff_centre_rooms_id_week-sheet_busy", "/staff/hexi/rooms/2/week-sheet?week=2026-11-23", 2),
    ("staff_centre_attendance_day", "/staff/hexi/attendance?date=2026-11-26", 2),
    ("staff_centre_attendance_session", "/staff/hexi/attendance/s1", 2),
    ("not_found", "/c/hexi/nowhere", 0),
    ("forbidden", "/staff/hexi/rooms/new", 2),
];

/// The choir's leader, who is not in the table.
const RIVAL: usize = 10;

/// Every page with its name.
fn pages(lang: Lang) -> Vec<(String, Page)> {
    let app = TestApp::on(Kind::Sqlite);
    let there = furnish(&app);
    let mut people = everybody(&app);
    people.push(Some(app.rival()));
    let mut pages = Vec::new();
    for (route, who) in TABLE {
        if !route.starts_with("GET ") || route.contains("/assets/") {
            continue;
        }
        let (_, path) = filled(route, &there);
        let first = who.replace(' ', "").find('+').unwrap_or(0);
        // Somebody signed in sees more, where anybody may look.
        let visit = app.get(&path).lang(lang);
        let page = match &people[first] {
            Some(who) => visit.by(who).go(),
            None => visit.go(),
        };
        if page.kind.starts_with("text/html") {
            let name = route.trim_start_matches("GET /").replace('/', "_").replace(['{', '}'], "");
            let name = if name.is_empty() { "home".to_owned() } else { name };
            pages.push((format!("{name}.{}", lang.word()), page));
        }
    }
    for (name, path, who) in MORE {
        let visit = app.get(path).lang(lang);
        let page = match &people[*who] {
            Some(who) => visit.by(who).go(),
            None => visit.go(),
        };
        pages.push((format!("{name}.{}", lang.word()), page));
    }
    let (rival, desk) = (app.rival(), app.desk());
    let held = [
        ("a_token_held", format!("/a/{}", there.held), None),
        ("my_bookings_id_displaced", format!("/my/bookings/{}", there.displaced), Some(&rival)),
        (
            "staff_centre_bookings_id_displaced",
            format!("/staff/hexi/bookings/{}", there.displaced),
            Some(&desk),
        ),
    ];
    for (name, path, who) in held {
        let visit = app.get(&path).lang(lang);
        let page = who.map_or_else(|| visit.clone().go(), |who| visit.clone().by(who).go());
        pages.push((format!("{name}.{}", lang.word()), page));
    }
    pages.extend(sent(&app, lang).into_iter().map(|(name, page)| (format!("{name}.{}", lang.word()), page)));
    pages
}

/// Pages that answer what was sent, and lead nowhere.
fn sent(app: &TestApp, lang: Lang) -> Vec<(&'static str, Page)> {
    let code = format!("/staff/hexi/people/{}/code", app.phoned().person.id);
    let mut code = app.post(&code, &[]).lang(lang).by(&app.desk()).go();
    // Another one every time.
    let digits = Html::parse_document(&code.body);
    let digits = digits.select(&Selector::parse("strong.code").unwrap()).next().unwrap().inner_html();
    code.body = code.body.replace(&digits, "123 456");
    let long = app.post("/my/bookings", &[("purpose", &"长".repeat(100 * 1024))]);
    let hasty =
        || app.post("/sign-in", &[("login", "leader@example.org"), ("password", "x")]).lang(lang).go();
    vec![
        ("staff_centre_people_id_code", code),
        ("too_long", long.lang(lang).by(&app.leader()).go()),
        ("too_many_tries", std::iter::repeat_with(hasty).take(20).find(|page| page.status == 429).unwrap()),
    ]
}

fn look_at(lang: Lang) {
    for (name, page) in pages(lang) {
        let text = format!("{}\n{}", page.status, page.text());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/pages" }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn pages_in_chinese() {
    look_at(Lang::Zh);
}

#[test]
fn pages_in_english() {
    look_at(Lang::En);
}

/// What the strict Content-Security-Policy would block is not there, nothing is fetched from elsewhere, the
/// language is said, and no two elements share an id.
#[test]
fn pages_hold_to_the_rules_of_the_house() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, page) in pages(lang) {
            let html = Html::parse_document(&page.body);
            let all = Selector::parse("*").unwrap();
            let mut ids = Vec::new();
            for element in html.select(&all) {
                let element = element.value();
                for (attribute, value) in element.attrs() {
                    assert!(attribute != "style" && !attribute.starts_with("on"), "{name}: {element:?}");
                    let fetched = matches!(attribute, "src" | "srcset" | "action")
                        || (attribute == "href"
                            && element.name() == "link"
                            && element.attr("rel") != Some("canonical"));
                    assert!(!fetched || value.starts_with('/') || value.is_empty(), "{name}: {element:?}");
                }
                ids.extend(element.attr("id"));
            }
            let length = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), length, "{name} has an id twice");
            let count = |what: &str| html.select(&Selector::parse(what).unwrap()).count();
            assert_eq!((count("title"), count("h1")), (1, 1), "{name} needs one title and one heading");
            // A slip is in the language of whoever it is for.
            let said = count(&format!("html[lang={}]", lang.tag())) == 1;
            assert!(said || name.contains("slip"), "{name} does not say its language");
        }
    }
}
