//! The sample: the same for a seed and a day, and full of what the tour shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

#[path = "support/database.rs"]
#[allow(dead_code)]
mod database;
#[path = "support/fixture.rs"]
#[allow(dead_code)]
mod fixture;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use database::{Kind, TestDatabase};
use diesel::prelude::*;
use linli::base::db::schema::{
    activity, attendance_report, booking, centre, installation, letter, person, room, session, troupe,
};
use linli::base::db::{Conn, Db};
use linli::base::lang::Lang;
use linli::base::time::{Instant, Minute, Wall};
use linli::demo;
use linli::domain::activities::{self, ActivityKind, RegistrationMode, Scheduled};
use linli::domain::bookings::{State, board};
use linli::domain::centres::{self, Centre};
use linli::domain::days::{self, DayFacts};
use linli::domain::people::{Login, password, store};
use linli::domain::reports::{self, By, Filter, Period, Report, words};
use linli::domain::rooms::{Access, Room};

fn half_past_eight() -> Instant {
    Instant::new(DateTime::parse_from_rfc3339("2026-11-24T00:30:00Z").unwrap().to_utc())
}

fn made(kind: Kind, seed: u64) -> (TestDatabase, Db) {
    let database = TestDatabase::bare(kind);
    let db = database.open(1);
    assert!(db.write_now(|conn| demo::sample(conn, seed, half_past_eight())).unwrap());
    (database, db)
}

type Row = (i64, String, String, String);

/// What was made, in rows that can be compared: bookings and letters.
fn rows(db: &Db) -> (Vec<Row>, Vec<Row>) {
    db.read_now(|conn| {
        let bookings = booking::table
            .order(booking::id)
            .select((booking::id, booking::purpose, booking::request_key, booking::state))
            .load::<(i64, String, String, State)>(conn)?;
        let bookings =
            bookings.into_iter().map(|(id, what, key, state)| (id, what, key, state.word().into())).collect();
        let letters = letter::table
            .order(letter::id)
            .select((letter::id, letter::kind, letter::subject, letter::body))
            .load::<Row>(conn)?;
        Ok((bookings, letters))
    })
    .unwrap()
}

fn it_is_what_the_tour_shows(kind: Kind) {
    let (_database, db) = made(kind, 1);
    db.read_now(|conn| {
        assert!(installation::table.select(installation::demo).first::<bool>(conn)?);
        assert_eq!(centre::table.order(centre::id).select(centre::area_m2).load::<i32>(conn)?, [300, 800]);
        assert_eq!(troupe::table.filter(troupe::centre_id.eq(1)).count().get_result::<i64>(conn)?, 7);
        let count = |conn: &mut _, state: State| {
            booking::table.filter(booking::state.eq(state)).count().get_result::<i64>(conn)
        };
        assert!(count(conn, State::Approved)? > 200, "some months of past bookings");
        assert!(count(conn, State::Requested)? >= 4, "pending requests");
        assert!(count(conn, State::Waiting)? >= 1, "one conflict, and dates of a series that are in line");
        assert!(session::table.count().get_result::<i64>(conn)? > 60);
        let overdue = booking::table
            .filter(booking::state.eq_any([State::Requested, State::Waiting]))
            .filter(booking::starts_at.lt(Wall::new(half_past_eight().utc().naive_utc())))
            .count()
            .get_result::<i64>(conn)?;
        assert_eq!(overdue, 0, "what is past was decided");
        Ok(())
    })
    .unwrap();
}

fn everybody_can_sign_in(kind: Kind) {
    let (_database, db) = made(kind, 1);
    db.read_now(|conn| {
        let hash = person::table.select(person::password_hash).first::<Option<String>>(conn)?;
        assert!(password::matches("linli-demo", hash.as_deref()));
        for login in ["operator@example.org", "leader1@example.org", "leader6@example.org", "13900000007"] {
            let login = Login::parse(login).unwrap();
            assert!(store::by_login(conn, &login)?.is_some(), "{login:?}");
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_sample_is_what_the_tour_shows() {
    it_is_what_the_tour_shows(Kind::Sqlite);
}

/// The numbers that were in the newspaper: 7 troupes, 140+ meetings, 300+ people; and how much of it is known.
fn its_year_reads_as_the_newspaper_had_it(kind: Kind) {
    let (_database, db) = made(kind, 1);
    db.read_now(|conn| {
        let centre = centres::store::by_slug(conn, "donggang")?.unwrap();
        let period = Period::year_of(centre.zone.today(half_past_eight()));
        let facts = reports::store::facts(conn, &centre, period, half_past_eight())?;
        let report = Report::of(&facts, Filter::default());
        let public = report.public();
        assert_eq!(
            words::sentence(Lang::Zh, &public, false),
            "辖区有7支文艺队伍签订场地免费使用协议，累计开展活动140余次，共有300余人参加。",
            "exactly {} and {:?}",
            public.sessions,
            public.people
        );
        assert!(
            public.reported < public.sessions && public.reported * 10 > public.sessions * 8,
            "{public:?}"
        );
        assert!(report.rows(By::Troupe).iter().all(|row| row.figures.sessions > 0));
        assert!(report.heat(None).extremes().is_some());
        Ok(())
    })
    .unwrap();
}

/// What no clerk would have written: more than the room holds, more than there are places, in the middle of the night, or
/// a course on a public holiday.
fn its_numbers_can_be_believed(kind: Kind) {
    let (_database, db) = made(kind, 1);
    db.read_now(|conn| {
        type Met = (i32, Option<i32>, Option<i32>);
        let met: Vec<Met> = attendance_report::table
            .inner_join(session::table.inner_join(activity::table).left_join(room::table))
            .select((attendance_report::visits, room::capacity.nullable(), activity::places))
            .load(conn)?;
        assert!(met.len() > 150, "{}", met.len());
        for (visits, capacity, places) in met {
            let most = capacity.into_iter().chain(places).min().unwrap_or(i32::MAX);
            assert!(visits <= most, "{visits} of {most}");
        }
        let zone = centres::store::by_slug(conn, "donggang")?.unwrap().zone;
        let at: Vec<Instant> = attendance_report::table.select(attendance_report::reported_at).load(conn)?;
        let night = at.iter().filter(|at| zone.wall(**at).minute() < Minute::hm(7, 0)).count();
        assert_eq!((night, at.len() > 500), (0, true));
        let days: Vec<Wall> = session::table
            .inner_join(activity::table)
            .filter(activity::kind.eq_any([ActivityKind::Course, ActivityKind::AfterSchool]))
            .select(session::starts_at)
            .load(conn)?;
        let days: Vec<_> = days.iter().map(|at| at.date()).chain(rehearsed(conn)?).collect();
        let (first, last) = (*days.iter().min().unwrap(), *days.iter().max().unwrap());
        let facts = DayFacts::published(first, last);
        let off: Vec<_> = days.iter().filter(|day| facts.holiday(**day).is_some()).collect();
        assert!(off.is_empty(), "{off:?}");
        Ok(())
    })
    .unwrap();
}

/// What centres of the field do: a college, a class after school, a festival by the lunar calendar, a job fair, and a
/// day on which everything is about one thing.
fn it_holds_what_centres_do(kind: Kind) {
    let (_database, db) = made(kind, 1);
    db.read_now(|conn| {
        let (first, second) =
            (centres::store::by_slug(conn, "donggang")?, centres::store::by_slug(conn, "lijing")?);
        let (first, second) = (first.unwrap(), second.unwrap());
        let today = first.zone.today(half_past_eight());
        let far = |days: i64| Wall::new((today + Duration::days(days)).and_time(NaiveTime::MIN));
        let sessions = |conn: &mut Conn, of: &Centre, kind: ActivityKind| -> Vec<Scheduled> {
            let told = activities::store::announced(conn, Some(of.id), far(-200), far(200)).unwrap();
            let mut ids: Vec<_> =
                told.iter().filter(|one| one.activity.kind == kind).map(|one| one.activity.id).collect();
            ids.sort();
            ids.dedup();
            let all = ids.into_iter().flat_map(|id| activities::store::sessions_of(conn, id).unwrap());
            // What a closure took away later was planned all the same.
            let mut all: Vec<Scheduled> = all.collect();
            all.sort_by_key(|one| one.session.starts_at);
            all
        };
        // Twelve courses of the seniors' college, each a class with its teacher that meets once a week, but for holidays.
        let mut courses: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
        let college = sessions(conn, &first, ActivityKind::Course).into_iter();
        for one in college.filter(|one| !one.activity.class.is_empty()) {
            assert!(!one.activity.teacher.is_empty() && one.activity.registration != RegistrationMode::None);
            courses.entry(one.activity.class.clone()).or_default().push(one.session.starts_at.date());
        }
        assert_eq!(courses.len(), 12, "{:?}", courses.keys());
        for (class, days) in &courses {
            let (from, to) = (days[0], days[days.len() - 1]);
            assert!((to - from).num_days() >= 11 * 7, "{class}: twelve weeks and more, {days:?}");
            let facts = days::store::facts(conn, first.id, from, to)?;
            let weekly = from.iter_weeks().take_while(|day| *day <= to);
            let open: Vec<NaiveDate> = weekly.filter(|day| facts.holiday(*day).is_none()).collect();
            assert_eq!(*days, open, "{class}: every week but for holidays");
        }
        // The class after school is on every school day and on no other.
        let class = sessions(conn, &second, ActivityKind::AfterSchool);
        let days: Vec<NaiveDate> = class.iter().map(|one| one.session.starts_at.date()).collect();
        let (from, to) = (days[0], days[days.len() - 1]);
        let facts = days::store::facts(conn, second.id, from, to)?;
        let school: Vec<NaiveDate> =
            from.iter_days().take_while(|day| *day <= to).filter(|day| facts.is_school(*day)).collect();
        assert_eq!(days, school);
        assert!(
            days.len() > 40 && class.iter().all(|one| one.session.starts_at.minute() == Minute::hm(16, 30))
        );
        // A festival is on its day of the lunar calendar.
        let festivals = sessions(conn, &first, ActivityKind::Festival);
        let laba = festivals.iter().find(|one| one.activity.title.contains("腊八")).unwrap();
        assert_eq!(days::lunar_date(2026, 12, 8), Some(laba.session.starts_at.date()));
        assert!(days::label(Lang::Zh, laba.session.starts_at.date()).contains("腊八"));
        // The job fair had 25 employers and 767 posts.
        let facts = reports::store::facts(conn, &first, Period::year_of(today), half_past_eight())?;
        let fair = facts.activities.values().find(|about| about.title.contains("招聘会")).unwrap();
        assert_eq!((fair.results["单位数"], fair.results["岗位数"]), (25, 767));
        // 96 households take every room that can be booked, morning and afternoon.
        let households = sessions(conn, &first, ActivityKind::Other);
        let theirs: Vec<&Scheduled> =
            households.iter().filter(|one| one.activity.title.contains("96户")).collect();
        let day = theirs[0].session.starts_at.date();
        assert!(theirs.iter().all(|one| one.session.starts_at.date() == day));
        let board = board::read_taken(conn, &first, day, day, half_past_eight())?;
        let rooms =
            board.catalogue.rooms.iter().filter(|room| room.active && room.access == Access::Bookable);
        let rooms: Vec<&Room> = rooms.collect();
        assert!(rooms.len() >= 4);
        for (room, at) in rooms.into_iter().flat_map(|room| [(room, (9, 0)), (room, (15, 0))]) {
            let there = Wall::at(day, Minute::hm(at.0, at.1));
            let by = board
                .taken_in(room.id, day)
                .find(|entry| entry.span.start() <= there && there < entry.span.end());
            assert!(by.is_some_and(|entry| entry.name.contains("96户")), "{} at {at:?}: {by:?}", room.name);
        }
        Ok(())
    })
    .unwrap();
}

/// The days of the first centre's past bookings.
fn rehearsed(conn: &mut Conn) -> linli::base::error::Result<Vec<chrono::NaiveDate>> {
    let starts: Vec<Wall> = booking::table
        .filter(booking::centre_id.eq(1).and(booking::state.eq(State::Approved)))
        .filter(booking::starts_at.lt(Wall::new(half_past_eight().utc().naive_utc())))
        .select(booking::starts_at)
        .load(conn)?;
    Ok(starts.into_iter().map(|at| at.date()).collect())
}

#[test]
fn the_samples_numbers_can_be_believed() {
    its_numbers_can_be_believed(Kind::Sqlite);
}

#[test]
fn the_sample_holds_what_centres_do() {
    it_holds_what_centres_do(Kind::Sqlite);
}

#[test]
fn the_samples_year_reads_as_the_newspaper_had_it() {
    its_year_reads_as_the_newspaper_had_it(Kind::Sqlite);
}

#[test]
fn everybody_of_the_sample_can_sign_in_the_seventh_leader_by_phone() {
    everybody_can_sign_in(Kind::Sqlite);
}

#[test]
fn the_sample_is_the_same_for_a_seed_and_a_day_and_another_for_another_seed() {
    let (_first, one) = made(Kind::Sqlite, 7);
    let (_second, two) = made(Kind::Sqlite, 7);
    let (_third, other) = made(Kind::Sqlite, 8);
    assert_eq!(rows(&one), rows(&two));
    assert_ne!(rows(&one), rows(&other));
}

#[test]
fn a_second_start_finds_the_sample_and_leaves_it_alone() {
    let (_database, db) = made(Kind::Sqlite, 1);
    let before = rows(&db);
    assert!(!db.write_now(|conn| demo::sample(conn, 1, half_past_eight())).unwrap());
    assert_eq!(rows(&db), before);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn the_sample_is_what_the_tour_shows_on_postgresql_too() {
    it_is_what_the_tour_shows(Kind::Postgres);
    its_year_reads_as_the_newspaper_had_it(Kind::Postgres);
    it_holds_what_centres_do(Kind::Postgres);
    everybody_can_sign_in(Kind::Postgres);
}
