//! What a plan proposes for each date, and what a choice for one does to the others.

use chrono::Weekday;
use linli::domain::agreements::Gap;
use linli::domain::bookings::series::recurrence::Rule;
use linli::domain::bookings::series::{Choice, Choices};
use linli::domain::bookings::{State, Verdict};

use super::{on, part, planned, weekly};
use crate::support::TestApp;

stories![
    nobody_is_put_in_line_for_what_begins_in_an_hour,
    an_exception_that_is_asked_for_counts_for_the_dates_after_it,
];

fn nobody_is_put_in_line_for_what_begins_in_an_hour(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    for date in ["2026-11-21", "2026-11-28"] {
        let (from, to) = (format!("{date}T09:00"), format!("{date}T11:00"));
        app.rival().asks_for(&studio, &from, &to).is(State::Approved);
    }
    let mut wanted = weekly(&leader, &studio, &[Weekday::Sat], "2026-12-05", "a");
    wanted.recurrence.starts_on = on("2026-11-21");
    let plan = planned(&leader, &wanted, &Choices::new());
    let proposed: Vec<_> = plan.dates.iter().map(|date| (date.choice, date.may(Choice::Wait))).collect();
    assert_eq!(proposed, [(Choice::Skip, false), (Choice::Wait, true), (Choice::Take, false)]);
}

fn an_exception_that_is_asked_for_counts_for_the_dates_after_it(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    leader.asks_for(&studio, "2026-11-22T09:00", "2026-11-22T12:00").is(State::Approved);
    // Three hours a day: ten a week, 24 a month.
    let mut wanted = weekly(&leader, &studio, &[], "2026-11-30", "a");
    wanted.recurrence.rule = Rule::Daily;
    wanted.recurrence.starts_on = on("2026-11-23");
    wanted.part = part((9, 0), (12, 0));
    let last = |choices: &Choices| planned(&leader, &wanted, choices).dates.pop().unwrap().verdict;
    assert_eq!(last(&Choices::new()), Verdict::Granted, "what is left out counts nothing");
    let asked = ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"];
    let asked: Choices = asked.iter().map(|date| (on(date), Choice::Wait)).collect();
    assert_eq!(last(&asked), Verdict::Reviewed(Some(Gap::MonthHours)));
}
