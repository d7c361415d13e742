//! What an agreement has used is computed from its bookings; over it, staff decide.
//!
//! The dancers may use 10 hours and 5 bookings a week, 24 hours a month, 3 hours at a time.

use linli::domain::agreements::Gap;
use linli::domain::bookings::State;

use crate::support::TestApp;

stories![
    longer_than_the_longest_is_an_exception,
    the_hours_of_a_week_run_out,
    the_hours_of_a_week_fit_exactly,
    the_bookings_of_a_week_run_out,
    the_hours_of_a_month_run_out,
    a_week_runs_from_monday_to_sunday,
    undecided_requests_count,
    refused_and_withdrawn_ones_do_not_count,
    cancelled_in_time_does_not_count_and_late_does,
    turnaround_does_not_count,
];

#[track_caller]
fn asks(app: &TestApp, room: &str, from: &str, to: &str) -> Option<Gap> {
    let reply = app.leader().asks_for(&app.room(room), from, to);
    let booking = app.booking(reply.id());
    assert_eq!(booking.exception.is_none(), booking.state == State::Approved, "{booking:?}");
    booking.exception
}

/// So many days of three hours each from Monday 23 November on.
fn three_hours_on_days(app: &TestApp, days: &[u32]) {
    for day in days {
        let (from, to) = (format!("2026-11-{day:02}T09:00"), format!("2026-11-{day:02}T12:00"));
        assert_eq!(asks(app, "Studio", &from, &to), None, "day {day}");
    }
}

fn longer_than_the_longest_is_an_exception(app: &TestApp) {
    assert_eq!(asks(app, "Studio", "2026-11-24T14:00", "2026-11-24T17:30"), Some(Gap::TooLong));
}

fn the_hours_of_a_week_run_out(app: &TestApp) {
    three_hours_on_days(app, &[23, 24, 25]);
    assert_eq!(asks(app, "Studio", "2026-11-26T09:00", "2026-11-26T10:30"), Some(Gap::WeekHours));
}

fn the_hours_of_a_week_fit_exactly(app: &TestApp) {
    three_hours_on_days(app, &[23, 24, 25]);
    assert_eq!(asks(app, "Studio", "2026-11-26T09:00", "2026-11-26T10:00"), None);
}

fn the_bookings_of_a_week_run_out(app: &TestApp) {
    for hour in [9, 10, 11, 14, 15] {
        let (from, to) = (format!("2026-11-24T{hour:02}:00"), format!("2026-11-24T{hour:02}:30"));
        assert_eq!(asks(app, "Studio", &from, &to), None);
    }
    assert_eq!(asks(app, "Studio", "2026-11-25T09:00", "2026-11-25T09:30"), Some(Gap::WeekBookings));
}

fn the_hours_of_a_month_run_out(app: &TestApp) {
    for week in [[1, 2, 3], [7, 8, 9]] {
        let days = week.map(|day| day + if day == 1 { 3 } else { 0 });
        for day in days {
            let (from, to) = (format!("2026-12-{day:02}T14:00"), format!("2026-12-{day:02}T17:00"));
            asks(app, "Studio", &from, &to);
        }
    }
    // 18 hours by now; 14 to 16 December make it 24 with two of three hours each.
    for day in [14, 15] {
        let (from, to) = (format!("2026-12-{day:02}T14:00"), format!("2026-12-{day:02}T17:00"));
        assert_eq!(asks(app, "Studio", &from, &to), None);
    }
    assert_eq!(asks(app, "Studio", "2026-12-21T14:00", "2026-12-21T14:30"), Some(Gap::MonthHours));
}

fn a_week_runs_from_monday_to_sunday(app: &TestApp) {
    three_hours_on_days(app, &[23, 24, 25]);
    assert_eq!(asks(app, "Studio", "2026-11-29T09:00", "2026-11-29T11:00"), Some(Gap::WeekHours));
    // Saturday 21 and Sunday 22 belong to the week before, Monday 30 to the week after.
    three_hours_on_days(app, &[22]);
}

fn undecided_requests_count(app: &TestApp) {
    for day in [23, 24, 25] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T12:00"));
        app.leader().asks_for(&app.room("Meeting room"), &from, &to).is(State::Requested);
    }
    assert_eq!(asks(app, "Studio", "2026-11-26T09:00", "2026-11-26T11:00"), Some(Gap::WeekHours));
}

fn refused_and_withdrawn_ones_do_not_count(app: &TestApp) {
    for day in [23, 24, 25] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T12:00"));
        let id = app.leader().asks_for(&app.room("Meeting room"), &from, &to).id();
        match day {
            24 => app.leader().cancels(id).is(State::Withdrawn),
            _ => app.approver().refuses(id, "停电").is(State::Refused),
        };
    }
    three_hours_on_days(app, &[23, 24, 25]);
}

fn cancelled_in_time_does_not_count_and_late_does(app: &TestApp) {
    let studio = app.room("Studio");
    // Monday 9:00 is cancelled on Saturday 8:00 in time; Sunday 9:00 the evening before is late.
    let early = app.leader().asks_for(&studio, "2026-11-22T08:30", "2026-11-22T11:30").id();
    app.leader().cancels(early).is(State::Cancelled);
    for (from, to) in [
        ("2026-11-21T09:00", "2026-11-21T12:00"),
        ("2026-11-21T14:00", "2026-11-21T17:00"),
        ("2026-11-22T14:00", "2026-11-22T17:00"),
    ] {
        assert_eq!(asks(app, "Studio", from, to), None);
    }
    assert_eq!(asks(app, "Studio", "2026-11-22T09:00", "2026-11-22T10:30"), Some(Gap::WeekHours));
}

fn turnaround_does_not_count(app: &TestApp) {
    for day in [23, 24, 25] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T12:00"));
        assert_eq!(asks(app, "East hall", &from, &to), None);
    }
    assert_eq!(asks(app, "East hall", "2026-11-26T09:00", "2026-11-26T10:00"), None);
}
