//! Rooms live by the centre's wall clock, what is done to them by moments in UTC.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use linli::base::db::schema::booking;
use linli::domain::bookings::State;

use crate::support::TestApp;

stories![wall_clock_times_and_moments_are_stored_as_such, today_is_the_centres_today];

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

/// At 23:30 in Shanghai it is still the same day in UTC; at 0:30 it is not.
fn today_is_the_centres_today(app: &TestApp) {
    let studio = app.room("Studio");
    app.hours_pass(15);
    app.rival().asks_for(&studio, "2027-01-21T09:00", "2027-01-21T11:00").refused("最远能约到");
    app.hours_pass(1);
    app.rival().asks_for(&studio, "2027-01-21T09:00", "2027-01-21T11:00").is(State::Requested);
}
