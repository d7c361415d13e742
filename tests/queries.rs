//! A page costs a bounded number of queries: the same with a handful of rows and with many.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{NaiveDate, Weekday};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use linli::base::db::schema::{activity, agreement, room, session};
use linli::base::time::{DaySpan, Minute};
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::bookings::series::{Choices, Wanted, planning};
use linli::domain::bookings::{Acting, BookingId, State};

use support::fixture::wall;
use support::{Kind, TestApp};

mod support;
#[path = "support/web.rs"]
mod web;

/// At most this many for any page, whoever looks; a hop to another machine for each is still quick.
const MOST: usize = 42;

static QUERIES: AtomicUsize = AtomicUsize::new(0);
/// One test at a time counts.
static COUNTING: Mutex<()> = Mutex::new(());

struct Counting;

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            // SQLite reads in a transaction; its frame asks nothing.
            if matches!(query.to_string().as_str(), "BEGIN" | "COMMIT") {
                return;
            }
            if std::env::var_os("LINLI_SHOW_QUERIES").is_some() {
                eprintln!("    {query}");
            }
            QUERIES.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn pages_cost_the_same_however_much_there_is(kind: Kind) {
    let _turn = COUNTING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    set_default_instrumentation(|| Some(Box::new(Counting))).unwrap();
    let app = TestApp::on(kind);
    let (booking, waiting) = fill(&app, "11-24");
    let few = counts(&app, booking, waiting);
    for day in ["11-25", "11-26", "11-27", "11-30", "12-02", "12-03", "12-04"] {
        fill(&app, day);
    }
    let many = counts(&app, booking, waiting);
    assert_eq!(few, many);
    for (page, queries) in many {
        assert!(queries <= MOST, "{page} takes {queries} queries");
    }
}

/// On one day: approved and requested bookings of several troupes, one that waits with alternatives offered, and
/// an activity. Returns an approved one and the one that waits.
fn fill(app: &TestApp, day: &str) -> (BookingId, BookingId) {
    let at = |time: &str| format!("2026-{day}T{time}");
    let (studio, meeting, hall) = (app.room("Studio"), app.room("Meeting room"), app.room("Hall"));
    let (leader, rival, phoned) = (app.rival(), app.leader(), app.phoned());
    let approved = leader.asks_for(&studio, &at("09:00"), &at("10:00")).is(State::Approved);
    leader.asks_for(&studio, &at("14:00"), &at("15:00")).is(State::Approved);
    phoned.asks_for(&studio, &at("10:00"), &at("11:00")).is(State::Requested);
    leader.asks_for(&hall, &at("09:00"), &at("10:00")).is(State::Requested);
    rival.asks_for(&hall, &at("09:30"), &at("10:00")).is(State::Requested);
    let loses = leader.asks_for(&meeting, &at("15:00"), &at("16:00")).is(State::Requested);
    let wins = phoned.asks_for(&meeting, &at("15:00"), &at("16:30")).is(State::Requested);
    app.approver().approves_because(wins, Some("第一次来")).is(State::Approved);
    assert_eq!(app.state(loses), State::Waiting);
    let centre = app.centre("hexi").id;
    app.write(|conn| {
        let id: i64 = diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(centre), activity::title.eq("健康讲座"), activity::title_en.eq("")),
                (activity::kind.eq("lecture"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(app.manager().person.id), activity::created_at.eq(app.now())),
            ))
            .returning(activity::id)
            .get_result(conn)?;
        diesel::insert_into(session::table)
            .values((
                (session::centre_id.eq(centre), session::activity_id.eq(id), session::place.eq("小区东门")),
                (session::place_en.eq(""), session::starts_at.eq(wall(&at("19:00")))),
                (session::ends_at.eq(wall(&at("20:00"))), session::turnaround_minutes.eq(0)),
                (session::changed_at.eq(app.now()), session::sequence.eq(0)),
            ))
            .execute(conn)?;
        Ok(())
    });
    (approved, loses)
}

fn counts(app: &TestApp, booking: BookingId, waiting: BookingId) -> Vec<(String, usize)> {
    let (studio, desk, leader) = (app.room("Studio").id, app.desk(), app.rival());
    let public = [
        "/c/hexi".to_owned(),
        "/c/hexi/calendar".into(),
        "/c/hexi/calendar?view=month&month=2026-11".into(),
        "/c/hexi/calendar?view=week&week=2026-11-23&for=seniors&free=1".into(),
        "/c/hexi/calendar?view=poster&month=2026-11".into(),
        "/c/hexi/activities?q=%E5%81%A5%E5%BA%B7".into(),
        "/c/hexi/activities".into(),
        "/c/hexi/activities/1".into(),
        "/c/hexi/feeds/centre.ics".into(),
        format!("/c/hexi/feeds/room-{studio}.atom"),
        format!("/c/hexi/rooms/{studio}/door"),
        "/c/hexi/rooms".into(),
        format!("/c/hexi/rooms/{studio}?date=2026-11-24"),
        "/c/hexi/timetable?date=2026-11-24".into(),
        format!("/api/v1/rooms/{studio}/spans?from=2026-11-24&to=2026-12-04"),
        "/api/v1/openings?centre=1&date=2026-11-24&minutes=60".into(),
    ];
    let leaders = [
        "/my".to_owned(),
        "/my/find?day=2026-11-24".into(),
        "/my/find?weekday=2".into(),
        format!("/my/bookings/new?room={studio}&date=2026-11-24&from=16:00&to=17:00"),
        format!("/my/bookings/{booking}"),
        format!("/my/bookings/{waiting}"),
        "/my/bookings".into(),
    ];
    let staff = [
        "/staff/hexi".to_owned(),
        "/staff/hexi/timetable?date=2026-11-24".into(),
        format!("/staff/hexi/bookings/{booking}"),
        "/staff/hexi/letters".into(),
        "/staff/hexi/days".into(),
        "/staff/hexi/calls".into(),
        "/staff/hexi/activities".into(),
        "/staff/hexi/reports".into(),
        "/staff/hexi/reports?from=2026-11-01&to=2026-12-31&kind=rehearsal".into(),
        "/staff/hexi/reports/print".into(),
        "/api/v1/reports?centre=1&by=troupe".into(),
    ];
    let mut counts = Vec::new();
    for (paths, who) in [(&public[..], None), (&leaders[..], Some(&leader)), (&staff[..], Some(&desk))] {
        for path in paths {
            let visit = app.get(path);
            let visit = match who {
                Some(who) => visit.by(who),
                None => visit,
            };
            let before = QUERIES.load(Ordering::Relaxed);
            if std::env::var_os("LINLI_SHOW_QUERIES").is_some() {
                eprintln!("{path}");
            }
            let page = visit.go();
            let queries = QUERIES.load(Ordering::Relaxed) - before;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            counts.push((path.clone(), queries));
        }
    }
    counts
}

#[test]
fn on_sqlite() {
    pages_cost_the_same_however_much_there_is(Kind::Sqlite);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn on_postgres() {
    pages_cost_the_same_however_much_there_is(Kind::Postgres);
}

/// What a plan up to a date costs, and how many dates it has; some of them are taken.
fn planning_costs(app: &TestApp, rule: Rule, until: &str) -> (usize, usize) {
    let leader = app.leader();
    let wanted = Wanted {
        troupe: app
            .read(|conn| linli::domain::agreements::store::led_by(conn, leader.person.id))
            .remove(0)
            .id,
        room: app.room("Studio").id,
        recurrence: Recurrence {
            rule,
            starts_on: "2026-11-24".parse().unwrap(),
            end: End::Until(until.parse().unwrap()),
            holidays: Holidays::Skip,
        },
        part: DaySpan::new(Minute::hm(9, 0), Minute::hm(10, 0)).unwrap(),
        size: 12,
        purpose: "排练".into(),
        request_key: "plan".into(),
        on_behalf: false,
        extends: None,
    };
    let acting = Acting { centre: &leader.centre, person: Some(leader.person.id), now: app.now() };
    let before = QUERIES.load(Ordering::Relaxed);
    let plan = app.read(|conn| planning::plan(conn, acting, &wanted, &Choices::new())).unwrap();
    assert!(plan.dates.iter().any(|date| !date.clashes.is_empty() && !date.alternatives.is_empty()));
    (QUERIES.load(Ordering::Relaxed) - before, plan.dates.len())
}

#[test]
fn a_plan_of_many_dates_costs_as_many_queries_as_one_of_few() {
    let _turn = COUNTING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    set_default_instrumentation(|| Some(Box::new(Counting))).unwrap();
    let app = TestApp::on(Kind::Sqlite);
    let (rival, studio) = (app.rival(), app.room("Studio"));
    for day in ["11-24", "12-03", "12-17", "12-30"] {
        rival
            .asks_for(&studio, &format!("2026-{day}T09:00"), &format!("2026-{day}T10:00"))
            .is(State::Approved);
    }
    // The agreement and the room reach over a year.
    app.write(|conn| {
        diesel::update(agreement::table)
            .set(agreement::ends_on.eq("2027-12-31".parse::<NaiveDate>().unwrap()))
            .execute(conn)?;
        diesel::update(room::table).set(room::ahead_days.eq(400)).execute(conn)?;
        Ok(())
    });
    let (few, dates) = planning_costs(&app, Rule::Daily, "2026-11-26");
    assert_eq!(dates, 3);
    let weekly = || Rule::Weekly { every: 1, weekdays: vec![Weekday::Tue] };
    for (rule, until, many) in
        [(Rule::Daily, "2026-12-31", 38), (weekly(), "2027-11-23", 53), (Rule::Daily, "2027-11-23", 365)]
    {
        assert_eq!(planning_costs(&app, rule, until), (few, many));
    }
    assert!(few <= 25, "{few} queries");
}
