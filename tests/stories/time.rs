//! Rooms live by the centre's wall clock, what is done to them by moments in UTC.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use linli::base::db::schema::booking;
use linli::domain::bookings::State;

use crate::support::TestApp;

stories![
    wall_clock_times_and_moments_are_stored_as_such,
    today_is_the_centres_today,
    a_time_that_the_clock_skips_is_refused,
    dates_at_the_calendars_end_and_zero_bytes_are_no_faults_of_ours,
];

fn wall_clock_times_and_moments_are_stored_as_such(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let (starts, requested): (NaiveDateTime, NaiveDateTime) = app.read(|conn| {
        Ok(booking::table
            .filter(booking::id.eq(id))
            .select((booking::starts_at, booking::requested_at))
            .first(conn)?)
    });
    assert_eq!(starts.to_string(), "2026-11-24 09:00:00");
    assert_eq!(requested.to_string(), "2026-11-21 00:00:00", "8:00 in Shanghai");
}

/// In Berlin the clock goes from 2:00 to 3:00 on 28 March 2027.
fn a_time_that_the_clock_skips_is_refused(app: &TestApp) {
    let studio = app.room("Studio");
    app.write(|conn| {
        use linli::base::db::schema::centre;
        Ok(diesel::update(centre::table).set(centre::time_zone.eq("Europe/Berlin")).execute(conn)?)
    });
    app.hours_pass(24 * 100);
    let asks = |from: &str, to: &str| app.rival().asks_for(&studio, from, to);
    asks("2027-03-28T02:00", "2027-03-28T04:00").refused("这个时间不存在");
    asks("2027-03-28T01:00", "2027-03-28T02:30").refused("这个时间不存在");
    asks("2027-03-28T01:00", "2027-03-28T02:00").refused("开放");
    asks("2027-03-28T09:00", "2027-03-28T11:00").id();
}

fn dates_at_the_calendars_end_and_zero_bytes_are_no_faults_of_ours(app: &TestApp) {
    let far = "%2B262142-12-31";
    assert_eq!(app.get("/c/%00").go().status, 404);
    assert_eq!(app.get(&format!("/c/hexi/timetable?date={far}")).go().status, 200);
    assert_eq!(app.get(&format!("/staff/hexi/timetable?date={far}")).by(&app.desk()).go().status, 200);
    assert_eq!(app.get(&format!("/my/find?date={far}")).by(&app.leader()).go().status, 200);
    let room = app.room("Studio").id.to_string();
    let mut wish = vec![
        ("room", room.as_str()),
        ("date", "+262142-12-31"),
        ("from", "22:00"),
        ("to", "24:00"),
        ("purpose", "排练"),
        ("size", "12"),
        ("request_key", "zero\0byte"),
    ];
    assert_eq!(app.post("/my/bookings", &wish).by(&app.leader()).go().status, 422);
    wish[1].1 = "2026-11-24";
    wish[2].1 = "09:00";
    wish[3].1 = "10:00";
    assert_eq!(app.post("/my/bookings", &wish).by(&app.leader()).go().status, 303);
}

/// At 23:30 in Shanghai it is still the same day in UTC; at 0:30 it is not.
fn today_is_the_centres_today(app: &TestApp) {
    let studio = app.room("Studio");
    app.hours_pass(15);
    app.rival().asks_for(&studio, "2027-01-21T09:00", "2027-01-21T11:00").refused("最远能约到");
    app.hours_pass(1);
    app.rival().asks_for(&studio, "2027-01-21T09:00", "2027-01-21T11:00").is(State::Requested);
}
