//! Managers keep what the dates are, and rules go by it.

use chrono::{NaiveDate, Weekday};
use linli::base::lang::Lang;
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::days::{self, DayFacts, DayKind, LegalKind};

use crate::support::TestApp;
use crate::web::Page;

stories![
    a_year_is_pasted_looked_at_and_entered,
    what_cannot_be_read_is_named_and_nothing_is_entered,
    a_file_is_read_like_what_is_pasted,
    an_entered_year_stands_in_place_of_what_came_with_the_program,
    a_single_day_is_changed_and_the_rest_stays,
    a_make_up_day_follows_the_weekday_that_a_manager_enters,
    school_days_go_by_the_terms_that_are_entered,
    a_few_days_are_not_said_to_be_a_year,
    a_missing_year_is_said_from_november_on_until_it_is_entered,
    the_front_desk_reads_and_changes_nothing,
    the_days_of_one_centre_are_not_anothers,
    the_calendar_of_residents_says_what_is_a_holiday_and_what_is_made_up,
];

const NOTICE: &str = "国务院办公厅关于2027年部分节假日安排的通知\n\
    一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。\n\
    二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。\n";

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(app: &TestApp, from: &str, to: &str) -> DayFacts {
    let centre = app.centre("hexi").id;
    app.read(|conn| days::store::facts(conn, centre, on(from), on(to)))
}

fn year(app: &TestApp, year: i32) -> DayFacts {
    facts(app, &format!("{year}-01-01"), &format!("{year}-12-31"))
}

#[track_caller]
fn sends(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Page {
    app.post(&format!("/staff/hexi/days{path}"), fields).by(&app.manager()).go()
}

#[track_caller]
fn enters(app: &TestApp, year: &str, text: &str) {
    assert_eq!(sends(app, "/import", &[("year", year), ("text", text)]).status, 303);
}

fn a_few_days_are_not_said_to_be_a_year(app: &TestApp) {
    let few = [("year", "2027"), ("text", "2027-01-01至2027-01-03，放假，元旦")];
    assert!(sends(app, "/import/preview", &few).text().contains("不够一整年"));
    let after = sends(app, "/import", &few).location.unwrap();
    let page = app.get(&after).by(&app.manager()).go().text();
    assert!(page.contains("2027年还算没有录入"), "{page}");
    let whole = sends(app, "/import/preview", &[("year", "2027"), ("text", NOTICE)]);
    assert!(!whole.text().contains("不够一整年"), "{}", whole.text());
}

fn a_year_is_pasted_looked_at_and_entered(app: &TestApp) {
    let fields = [("year", "2027"), ("text", NOTICE)];
    let preview = sends(app, "/import/preview", &fields);
    assert_eq!(preview.status, 200);
    for said in ["春节放假，7天", "2027年1月31日", "录入：放假10天，补班2天"] {
        assert!(preview.text().contains(said), "{said}: {}", preview.text());
    }
    assert_eq!(year(app, 2027).unknown_years(on("2027-01-01"), on("2027-12-31")), [2027]);
    enters(app, "2027", NOTICE);
    let known = year(app, 2027);
    assert!(known.unknown_years(on("2027-01-01"), on("2027-12-31")).is_empty());
    assert_eq!(known.kind(on("2027-02-05")), DayKind::Holiday);
    assert_eq!(known.kind(on("2027-01-31")), DayKind::MakeUp);
    assert_eq!(known.legal(on("2027-02-20")).unwrap().name_en, "Spring Festival");
    assert_eq!(known.legal_days().count(), 12);
}

fn what_cannot_be_read_is_named_and_nothing_is_entered(app: &TestApp) {
    let text = "2027-01-01，放假，元旦\n2027-13-01，放假，春节\n2027-05-04，补班，劳动节";
    for path in ["/import/preview", "/import"] {
        let page = sends(app, path, &[("year", "2027"), ("text", text)]);
        assert_eq!(page.status, 422);
        for said in ["第2行“2027-13-01，放假，春节”", "第3行", "星期二，本来就上班"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        assert!(page.body.contains("2027-01-01，放假，元旦"), "what was typed is kept");
    }
    assert_eq!(year(app, 2027).legal_days().count(), 13, "what the law fixes, and nothing else");
}

fn a_file_is_read_like_what_is_pasted(app: &TestApp) {
    let sends = |bytes: &[u8]| {
        let visit = app.post("/staff/hexi/days/import/preview", &[]);
        visit.files(&[("放假.csv", bytes)]).by(&app.manager()).go()
    };
    let lines = "日期,类型,节日\r\n2026-10-02,休,国庆节\r\n";
    let marked = format!("\u{feff}{lines}");
    let (chinese, _, _) = encoding_rs::GB18030.encode(lines);
    for bytes in [lines.as_bytes(), marked.as_bytes(), &chinese] {
        let page = sends(bytes);
        assert_eq!(page.status, 200);
        assert!(page.text().contains("录入：放假1天"), "{}", page.text());
        assert!(page.body.contains("2026-10-02,休,国庆节"), "it is carried on as it was read");
    }
    let page = sends(b"PK\x03\x04\x14\x00");
    assert_eq!(page.status, 422);
    assert!(page.text().contains("“放假.csv”读不出文字"), "{}", page.text());
}

fn an_entered_year_stands_in_place_of_what_came_with_the_program(app: &TestApp) {
    assert_eq!(year(app, 2026).kind(on("2026-10-01")), DayKind::Holiday);
    let preview = sends(app, "/import/preview", &[("year", "2026"), ("text", "2026-10-02,休,国庆节")]);
    assert!(preview.text().contains("2026年已经有安排"));
    enters(app, "2026", "2026-10-02,休,国庆节");
    let known = year(app, 2026);
    let left: Vec<NaiveDate> = known.legal_days().map(|(date, _)| date).collect();
    assert_eq!(left, [on("2026-10-02")]);
    assert_eq!(known.kind(on("2026-10-01")), DayKind::Working);
    // Entered again, it is there once.
    enters(app, "2026", "2026-10-02,休,国庆节\n2026-10-10,班,国庆节,周五");
    assert_eq!(year(app, 2026).legal_days().count(), 2);
    assert_eq!(year(app, 2026).follows(on("2026-10-10")), Some(Weekday::Fri));
}

fn a_single_day_is_changed_and_the_rest_stays(app: &TestApp) {
    let day = |date: &str, kind: &str, name: &str| {
        sends(app, "", &[("date", date), ("kind", kind), ("name", name)])
    };
    assert_eq!(day("2026-12-05", "holiday", "社区日").status, 303);
    assert_eq!(day("2026-10-07", "ordinary", "").status, 303);
    let known = year(app, 2026);
    assert_eq!(known.kind(on("2026-12-05")), DayKind::Holiday);
    assert_eq!(known.kind(on("2026-10-07")), DayKind::Working);
    assert_eq!(known.legal(on("2026-10-06")).map(|day| day.kind), Some(LegalKind::Holiday));
    // A make-up day on a Tuesday makes up for nothing; a year far off is a typing error.
    assert!(day("2026-12-08", "workday", "元旦").text().contains("补班只在周末"));
    assert_eq!(day("2062-12-06", "holiday", "元旦").status, 422);
    assert_eq!(day("2026-12-06", "holiday", "").status, 422);
    // One day of next year is not all of it.
    assert_eq!(day("2027-01-01", "holiday", "元旦").status, 303);
    assert_eq!(year(app, 2027).unknown_years(on("2027-01-01"), on("2027-12-31")), [2027]);
}

fn a_make_up_day_follows_the_weekday_that_a_manager_enters(app: &TestApp) {
    let fridays = |until: &str| {
        let rule = Rule::Weekly { every: 1, weekdays: vec![Weekday::Fri] };
        let (starts_on, end) = (on("2026-10-05"), End::Until(on(until)));
        let recurrence = Recurrence { rule, starts_on, end, holidays: Holidays::Skip };
        let found = recurrence.occasions(&year(app, 2026), on(until));
        found.iter().map(|one| one.date.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(fridays("2026-10-16"), ["2026-10-09", "2026-10-16"]);
    let follow = |date: &str, weekday: &str| {
        let page = sends(app, "/weekdays", &[("date", date), ("follows", weekday)]);
        assert_eq!(page.status, 303);
        page.location.unwrap()
    };
    assert!(follow("2026-10-10", "fri").contains("done=saved"));
    assert_eq!(fridays("2026-10-16"), ["2026-10-09", "2026-10-10", "2026-10-16"]);
    // A day that is made up for no more follows nothing.
    sends(app, "", &[("date", "2026-10-10"), ("kind", "ordinary"), ("name", "")]);
    assert_eq!(fridays("2026-10-16"), ["2026-10-09", "2026-10-16"]);
    assert!(follow("2026-10-10", "fri").contains("done=gone"));
    assert_eq!(year(app, 2026).following().count(), 0);
    assert_eq!(sends(app, "/weekdays", &[("date", "2026-10-10"), ("follows", "x")]).status, 400);
}

fn school_days_go_by_the_terms_that_are_entered(app: &TestApp) {
    let school = || {
        let recurrence = Recurrence {
            rule: Rule::SchoolDays,
            starts_on: on("2026-09-24"),
            end: End::Until(on("2026-10-12")),
            holidays: Holidays::Skip,
        };
        let known = year(app, 2026);
        let found = recurrence.occasions(&known, on("2026-10-12"));
        let dates: Vec<String> = found.iter().map(|one| one.date.format("%m-%d").to_string()).collect();
        (recurrence.lacks_terms(&known, on("2026-10-12")), dates)
    };
    assert_eq!(school(), (true, vec![]));
    let term = |path: &str, kind: &str, name: &str, from: &str, to: &str| {
        sends(
            app,
            &format!("/terms{path}"),
            &[("kind", kind), ("name", name), ("starts_on", from), ("ends_on", to)],
        )
    };
    assert_eq!(term("", "term", "秋季学期", "2026年9月1日", "2027-01-22").status, 303);
    assert_eq!(term("", "holiday", "运动会", "2026-09-29", "2026-09-30").status, 303);
    // The 28th is a Monday, the 29th and 30th are off at school, then National Day; the 10th is made up.
    assert_eq!(
        school(),
        (false, ["09-24", "09-28", "10-08", "10-09", "10-10", "10-12"].map(String::from).to_vec())
    );
    let backwards = term("", "term", "春季学期", "2027-06-30", "2027-03-01");
    assert_eq!(backwards.status, 422);
    assert!(backwards.body.contains("春季学期"));
    let sports = year(app, 2026).terms().iter().find(|term| term.name == "运动会").unwrap().id;
    assert_eq!(term(&format!("/{sports}"), "holiday", "运动会", "2026-09-30", "2026-09-30").status, 303);
    assert!(school().1.contains(&"09-29".to_owned()));
    assert_eq!(sends(app, &format!("/terms/{sports}/removal"), &[]).status, 303);
    assert!(school().1.contains(&"09-30".to_owned()));
    assert_eq!(sends(app, &format!("/terms/{sports}/removal"), &[]).status, 404);
}

fn a_missing_year_is_said_from_november_on_until_it_is_entered(app: &TestApp) {
    let said = |lang: Lang| {
        let home = app.get("/staff/hexi").by(&app.manager()).lang(lang).go().text();
        let page = app.get("/staff/hexi/days").by(&app.manager()).lang(lang).go().text();
        let words =
            lang.pick("2027年的放假安排还没有录入", "The public holidays of 2027 are not entered yet");
        (home.contains(words), page.contains(words))
    };
    let missing = |date: &str| {
        let centre = app.centre("hexi").id;
        app.read(|conn| days::store::missing_year(conn, centre, on(date)))
    };
    assert_eq!((missing("2026-10-31"), missing("2026-11-01")), (None, Some(2027)));
    assert_eq!((said(Lang::Zh), said(Lang::En)), ((true, true), (true, true)));
    // Whoever missed it hears of it all of the next year.
    assert_eq!(missing("2027-03-01"), Some(2027));
    enters(app, "2027", NOTICE);
    assert_eq!((missing("2026-11-21"), missing("2027-11-21")), (None, Some(2028)));
    assert_eq!(said(Lang::Zh), (false, false));
}

fn the_front_desk_reads_and_changes_nothing(app: &TestApp) {
    let page = app.get("/staff/hexi/days?year=2026").by(&app.desk()).go();
    assert!(page.text().contains("国庆节，放假7天"));
    assert!(!page.body.contains("/staff/hexi/days/import\"") && !page.body.contains("/days/weekdays"));
    let fields = [("date", "2026-12-05"), ("kind", "holiday"), ("name", "社区日")];
    for who in [app.desk(), app.approver()] {
        assert_eq!(app.post("/staff/hexi/days", &fields).by(&who).go().status, 403);
    }
    assert_eq!(year(app, 2026).kind(on("2026-12-05")), DayKind::Rest);
}

fn the_days_of_one_centre_are_not_anothers(app: &TestApp) {
    enters(app, "2027", NOTICE);
    let other = app.centre("donghu").id;
    let theirs = app.read(|conn| days::store::facts(conn, other, on("2027-01-01"), on("2027-12-31")));
    assert_eq!(theirs.unknown_years(on("2027-01-01"), on("2027-12-31")), [2027]);
    let term = [("kind", "term"), ("name", "学期"), ("starts_on", "2027-03-01"), ("ends_on", "2027-06-30")];
    assert_eq!(sends(app, "/terms", &term).status, 303);
    let id = year(app, 2027).terms()[0].id;
    let path = format!("/staff/donghu/days/terms/{id}");
    assert_eq!(app.get(&path).by(&app.other_manager()).go().status, 404);
    assert_eq!(app.post(&format!("{path}/removal"), &[]).by(&app.other_manager()).go().status, 404);
}

fn the_calendar_of_residents_says_what_is_a_holiday_and_what_is_made_up(app: &TestApp) {
    for view in ["", "view=month&"] {
        let path = format!("/c/hexi/calendar?{view}month=2026-10");
        let zh = app.get(&path).lang(Lang::Zh).go().text();
        for said in ["休 10月1日–7日 国庆节放假", "班 10月10日 国庆节补班"] {
            assert!(zh.contains(said), "{said}: {zh}");
        }
        let en = app.get(&path).lang(Lang::En).go().text();
        for said in [
            "Off 1–7 October, public holiday (National Day)",
            "Work 10 October, make-up workday (National Day)",
        ] {
            assert!(en.contains(said), "{said}: {en}");
        }
    }
    let november = app.get("/c/hexi/calendar?view=month&month=2026-11").go();
    assert!(!november.body.contains("class=\"signs\""));
}
