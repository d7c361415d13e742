//! Series: every date is shown before anything is written, and what was shown is what is written.
//!
//! The dancers may use the studio (instant) and the meeting room (reviewed) from 8:30 to 12:00 and from 14:00 to 17:30,
//! 10 hours and 5 bookings a week, 24 hours a month, until 31 December; today is Saturday, 21 November.

use chrono::{NaiveDate, Weekday};
use linli::base::time::{DaySpan, Minute};
use linli::domain::agreements;
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::series::adding_back::{Added, add_back};
use linli::domain::bookings::series::cancelling::cancel;
use linli::domain::bookings::series::changing::{self, Change, Changed};
use linli::domain::bookings::series::creating::{Created, create};
use linli::domain::bookings::series::planning::plan;
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::bookings::series::{
    Choice, Choices, Cut, Plan, Scope, Series, SeriesId, Wanted, extending, store,
};
use linli::domain::bookings::{Acting, State, Verdict};
use linli::domain::rooms::Room;

use crate::support::TestApp;
use crate::support::people::Someone;

mod deciding;
mod granting;
mod moving;
mod proposing;

stories![
    every_wednesday_is_booked_as_shown,
    a_series_ends_with_its_agreement_and_says_so,
    the_allowance_runs_out_along_the_series,
    a_clash_waits_in_line_unless_something_else_is_chosen,
    an_alternative_chosen_is_booked_for_its_date,
    what_is_not_as_shown_is_shown_anew_and_nothing_is_written,
    the_same_wish_sent_twice_is_granted_once,
    this_and_following_are_given_up_and_the_past_stays,
    a_date_left_out_is_added_back,
    a_date_that_is_past_does_not_come_back_at_another_time,
    a_series_goes_on_under_the_agreement_that_renews_it,
];

pub fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn part(from: (i32, i32), to: (i32, i32)) -> DaySpan {
    DaySpan::new(Minute::hm(from.0, from.1), Minute::hm(to.0, to.1)).unwrap()
}

pub fn acting<'a>(who: &'a Someone) -> Acting<'a> {
    Acting { centre: &who.centre, person: Some(who.person.id), now: who.app.now() }
}

/// Every week from 24 November on, from 9:00 to 11:00, for twelve people.
pub fn weekly(who: &Someone, room: &Room, weekdays: &[Weekday], until: &str, key: &str) -> Wanted {
    let troupe = who.app.read(|conn| agreements::store::led_by(conn, who.person.id)).remove(0);
    Wanted {
        troupe: troupe.id,
        room: room.id,
        recurrence: Recurrence {
            rule: Rule::Weekly { every: 1, weekdays: weekdays.to_vec() },
            starts_on: on("2026-11-24"),
            end: End::Until(on(until)),
            holidays: Holidays::Skip,
        },
        part: part((9, 0), (11, 0)),
        size: 12,
        purpose: "排练".into(),
        request_key: key.into(),
        on_behalf: false,
        extends: None,
    }
}

pub fn planned(who: &Someone, wanted: &Wanted, choices: &Choices) -> Plan {
    who.app.read(|conn| plan(conn, acting(who), wanted, choices)).unwrap()
}

/// Creates it as the plan says, with some other choices.
pub fn created(who: &Someone, wanted: &Wanted, choices: &[(&str, Choice)]) -> Series {
    let seen = planned(who, wanted, &Choices::new()).fingerprint();
    let choices: Choices = choices.iter().map(|(date, choice)| (on(date), *choice)).collect();
    match who.app.write(|conn| create(conn, acting(who), wanted, &choices, &seen)) {
        Created::Done(series) => series,
        other => panic!("not created: {other:?}"),
    }
}

/// `12-01 approved`, `12-08 skipped holiday`: each date as it stands, where it is and when it begins.
fn stands(app: &TestApp, id: SeriesId) -> Vec<String> {
    let dates = app.read(|conn| store::dates(conn, id));
    let say = |date: &linli::domain::bookings::series::Dated| {
        let day = date.original.format("%m-%d");
        match (&date.booked, &date.exception) {
            (Some(booked), _) => {
                format!("{day} {} {}", booked.booking.state.word(), &booked.booking.starts_at.iso()[5..])
            }
            (None, Some(why)) => format!("{day} skipped {}", why.kind.word()),
            (None, None) => panic!("a date of nothing"),
        }
    };
    dates.iter().map(say).collect()
}

fn every_wednesday_is_booked_as_shown(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-16", "a");
    let shown = planned(&leader, &wanted, &Choices::new());
    assert!(shown.dates.iter().all(|date| date.verdict == Verdict::Granted && date.choice == Choice::Take));
    assert_eq!(shown.cut, None);
    let series = created(&leader, &wanted, &[("2026-12-09", Choice::Skip)]);
    assert_eq!(
        stands(app, series.id),
        [
            "11-25 approved 11-25T09:00",
            "12-02 approved 12-02T09:00",
            "12-09 skipped skipped",
            "12-16 approved 12-16T09:00",
        ]
    );
    let letters = app.new_letters();
    assert_eq!(letters.len(), 1, "one letter to the one leader");
    let file = letters[0].calendar.as_deref().unwrap();
    assert_eq!(file.matches("BEGIN:VCALENDAR").count(), 3);
    assert_eq!(file.matches("METHOD:REQUEST").count(), 3);
    assert!(letters[0].text.contains("没有约的（1次）"), "{}", letters[0].text);
}

fn a_series_ends_with_its_agreement_and_says_so(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let plan =
        planned(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2027-06-30", "a"), &Choices::new());
    assert_eq!(plan.cut, Some(Cut::Agreement(on("2026-12-31"))));
    assert_eq!(plan.dates.last().unwrap().occasion.date, on("2026-12-30"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2027-06-30", "b"), &[]);
    assert_eq!(series.until_on, Some(on("2026-12-31")), "what is kept says no more than what was booked");
    // The singers' agreement is the same; a troupe without one gets no series.
    let phoned = app.phoned();
    let wanted = weekly(&phoned, &studio, &[Weekday::Wed], "2027-06-30", "a");
    assert!(
        app.read(|conn| linli::domain::bookings::series::planning::plan(
            conn,
            acting(&phoned),
            &wanted,
            &Choices::new()
        ))
        .is_none()
    );
}

fn the_allowance_runs_out_along_the_series(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let mut wanted = weekly(&leader, &studio, &[Weekday::Wed, Weekday::Thu], "2026-12-31", "a");
    wanted.part = part((9, 0), (12, 0));
    let plan = planned(&leader, &wanted, &Choices::new());
    let over: Vec<String> = plan
        .dates
        .iter()
        .filter(|date| !date.verdict.fits())
        .map(|date| date.occasion.date.to_string())
        .collect();
    // 24 hours are eight times three: 2, 3, 9, 10, 16, 17, 23 and 24 December.
    assert_eq!(over, ["2026-12-30", "2026-12-31"]);
    assert!(plan.dates.iter().filter(|date| !date.verdict.fits()).all(|date| date.choice == Choice::Skip));
    let series = created(&leader, &wanted, &[("2026-12-30", Choice::Wait)]);
    let asked = stands(app, series.id);
    assert!(asked.contains(&"12-30 requested 12-30T09:00".into()), "{asked:?}");
    assert!(asked.contains(&"12-31 skipped not_covered".into()), "{asked:?}");
}

fn a_clash_waits_in_line_unless_something_else_is_chosen(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.rival().asks_for(&studio, "2026-12-02T10:00", "2026-12-02T12:00").is(State::Approved);
    app.new_letters();
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let plan = planned(&leader, &wanted, &Choices::new());
    let clash = &plan.dates[1];
    assert!(matches!(clash.verdict, Verdict::Taken(_)) && clash.choice == Choice::Wait);
    assert_eq!(clash.clashes.len(), 1);
    assert!(!clash.alternatives.is_empty());
    let series = created(&leader, &wanted, &[]);
    assert_eq!(stands(app, series.id)[1], "12-02 waiting 12-02T09:00");
    let letter = app.new_letters().remove(0);
    assert!(letter.text.contains("候补，时间空出来会先问您（1次）"), "{}", letter.text);
}

fn an_alternative_chosen_is_booked_for_its_date(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.rival().asks_for(&studio, "2026-12-02T09:00", "2026-12-02T12:00").is(State::Approved);
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let plan = planned(&leader, &wanted, &Choices::new());
    let first = plan.dates[1].alternatives[0].clone();
    let choice = Choice::Alternative { room: first.room, span: first.span };
    let series = created(&leader, &wanted, &[("2026-12-02", choice)]);
    let expected = format!("12-02 approved {}", &first.span.start().iso()[5..]);
    assert_eq!(stands(app, series.id)[1], expected);
}

fn what_is_not_as_shown_is_shown_anew_and_nothing_is_written(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-16", "a");
    let seen = planned(&leader, &wanted, &Choices::new()).fingerprint();
    app.rival().asks_for(&studio, "2026-12-09T10:00", "2026-12-09T12:00").is(State::Approved);
    app.new_letters();
    let sent = app.write(|conn| create(conn, acting(&leader), &wanted, &Choices::new(), &seen));
    let Created::Changed(now) = sent else { panic!("{sent:?}") };
    assert!(matches!(now.dates[2].verdict, Verdict::Taken(_)));
    assert!(app.new_letters().is_empty());
    assert!(app.read(|conn| store::listed(conn, None, None, false)).is_empty());
    // Having left that date out, nothing that is written has changed.
    let choices = Choices::from([(on("2026-12-09"), Choice::Skip)]);
    let sent = app.write(|conn| create(conn, acting(&leader), &wanted, &choices, &now.fingerprint()));
    assert!(matches!(sent, Created::Done(_)), "{sent:?}");
}

fn the_same_wish_sent_twice_is_granted_once(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-16", "a");
    let series = created(&leader, &wanted, &[]);
    app.new_letters();
    let again = app.write(|conn| create(conn, acting(&leader), &wanted, &Choices::new(), "whatever"));
    let Created::Repeated(same) = again else { panic!("{again:?}") };
    assert_eq!(same.id, series.id);
    assert!(app.new_letters().is_empty());
}

fn this_and_following_are_given_up_and_the_past_stays(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-23", "a"), &[]);
    app.hours_pass(24 * 5);
    app.new_letters();
    let all = app.write(|conn| {
        cancel(conn, acting(&leader), series.id, Scope::Following(on("2026-12-09")), Canceller::Troupe, None)
    });
    assert_eq!(all.cancelled.len(), 3);
    let letter = app.new_letters().remove(0);
    assert_eq!(letter.calendar.as_deref().unwrap().matches("METHOD:CANCEL").count(), 3);
    let all = app.write(|conn| cancel(conn, acting(&leader), series.id, Scope::All, Canceller::Troupe, None));
    assert_eq!(all.cancelled.len(), 1);
    assert_eq!(stands(app, series.id)[0], "11-25 approved 11-25T09:00");
    assert!(app.read(|conn| store::series(conn, leader.centre.id, series.id)).ended_at.is_some());
}

fn a_date_left_out_is_added_back(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let series = created(&leader, &wanted, &[("2026-12-02", Choice::Skip)]);
    let back = |key: &str| {
        app.write(|conn| {
            add_back(conn, acting(&leader), series.id, on("2026-12-02"), Choice::Take, key, false)
        })
    };
    assert!(matches!(back("back"), Added::Done(booking) if booking.state == State::Approved));
    assert_eq!(stands(app, series.id)[1], "12-02 approved 12-02T09:00");
    assert!(matches!(back("back"), Added::Done(_)), "the same press again");
    assert!(matches!(back("another"), Added::NotMissing));
}

fn a_date_that_is_past_does_not_come_back_at_another_time(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let series = created(&leader, &wanted, &[("2026-11-25", Choice::Skip)]);
    app.hours_pass(24 * 5);
    let later = Choice::Alternative {
        room: studio.id,
        span: linli::base::time::Span::on(on("2026-11-27"), part((14, 0), (16, 0))),
    };
    for (how, key) in [(Choice::Take, "take"), (later, "later")] {
        let back =
            app.write(|conn| add_back(conn, acting(&leader), series.id, on("2026-11-25"), how, key, false));
        assert_eq!(back, Added::NotMissing);
    }
    assert_eq!(stands(app, series.id)[0], "11-25 skipped skipped");
}

pub fn change(from: (i32, i32), to: (i32, i32), room: &Room, key: &str) -> Change {
    Change {
        room: room.id,
        part: part(from, to),
        weekdays: None,
        size: 12,
        purpose: "排练".into(),
        by: Canceller::Troupe,
        reason: None,
        request_key: key.into(),
    }
}

pub fn changed(who: &Someone, id: SeriesId, scope: Scope, change: &Change) -> Changed {
    let seen = who.app.read(|conn| changing::preview(conn, acting(who), id, scope, change)).fingerprint();
    who.app.write(|conn| changing::change(conn, acting(who), id, scope, change, &seen))
}

fn a_series_goes_on_under_the_agreement_that_renews_it(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::agreement;
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-31", "a"), &[]);
    let old = series.agreement_id;
    let centre = leader.centre.id;
    let successor = app.write(|conn| {
        let old = agreements::store::agreement(conn, centre, old)?;
        let troupe = (old.troupe_id.0, old.centre_id.0);
        let id = crate::support::fixture::db_agreement(
            conn,
            troupe.1,
            troupe.0,
            "协2027-01",
            &[studio.id.0],
            &[(510, 720)],
            Default::default(),
        );
        diesel::update(agreement::table.filter(agreement::id.eq(id)))
            .set((
                agreement::starts_on.eq(on("2027-01-01")),
                agreement::ends_on.eq(on("2027-12-31")),
                agreement::predecessor_id.eq(old.id.0),
            ))
            .execute(conn)?;
        Ok(agreements::AgreementId(id))
    });
    let manager = app.manager();
    let extension = app.read(|conn| extending::preview(conn, acting(&manager), successor)).remove(0);
    let plan = extension.plan.unwrap();
    assert_eq!(plan.dates[0].occasion.date, on("2027-01-06"));
    assert_eq!((plan.cut, plan.dates.last().unwrap().occasion.date), (None, on("2027-12-29")));
    let sent = app.write(|conn| {
        create(conn, acting(&manager), &extension.wanted, &Choices::new(), &plan.fingerprint())
    });
    let Created::Done(new) = sent else { panic!("{sent:?}") };
    assert_eq!((new.predecessor_id, new.agreement_id), (Some(series.id), successor));
    assert!(app.read(|conn| extending::preview(conn, acting(&manager), successor)).remove(0).done.is_some());
}
