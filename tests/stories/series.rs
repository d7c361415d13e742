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
use linli::domain::bookings::series::deciding::{self, Left};
use linli::domain::bookings::series::planning::plan;
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::bookings::series::{
    Choice, Choices, Cut, Plan, Scope, Series, SeriesId, Wanted, extending, granting, store,
};
use linli::domain::bookings::{Acting, State, Verdict};
use linli::domain::people::Role;
use linli::domain::rooms::Room;

use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    every_wednesday_is_booked_as_shown,
    a_series_ends_with_its_agreement_and_says_so,
    the_allowance_runs_out_along_the_series,
    a_clash_waits_in_line_unless_something_else_is_chosen,
    an_alternative_chosen_is_booked_for_its_date,
    what_is_not_as_shown_is_shown_anew_and_nothing_is_written,
    the_same_wish_sent_twice_is_granted_once,
    staff_approve_a_series_as_one_and_what_clashes_stays_open,
    staff_refuse_some_dates,
    this_and_following_are_given_up_and_the_past_stays,
    a_date_left_out_is_added_back,
    a_change_from_a_date_on_leaves_exceptions_alone,
    what_cannot_move_stays_and_is_listed,
    a_series_goes_on_under_the_agreement_that_renews_it,
    a_weekly_series_moves_to_another_weekday_and_its_exceptions_stay,
    what_needs_a_decision_keeps_its_place_and_is_decided_as_one,
    a_change_that_is_refused_leaves_the_series_as_it_was,
    a_change_decided_date_by_date_is_a_change_of_the_series,
    a_troupe_takes_its_wish_back,
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

fn staff_approve_a_series_as_one_and_what_clashes_stays_open(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let other = app.rival().asks_for(&meeting, "2026-12-02T10:00", "2026-12-02T12:00").id();
    let outrun = app.rival().asks_for(&meeting, "2026-12-09T10:00", "2026-12-09T12:00").id();
    // Approving the rival's makes that date wait.
    app.approver().approves(other).is(State::Approved);
    app.new_letters();
    let approver = app.approver();
    let outcome =
        app.write(|conn| deciding::approve(conn, acting(&approver), series.id, None, None, Role::Approver));
    assert_eq!((outcome.granted.len(), outcome.left.len()), (2, 0));
    assert_eq!(
        stands(app, series.id),
        ["11-25 approved 11-25T09:00", "12-02 waiting 12-02T09:00", "12-09 approved 12-09T09:00"]
    );
    assert_eq!(app.state(outrun), State::Waiting);
    let letters = app.new_letters();
    let kinds: Vec<&str> = letters.iter().map(|letter| letter.kind.as_str()).collect();
    assert_eq!(kinds, ["series_approved", "conflict"]);
    assert!(letters[0].text.contains("还没有定"), "{}", letters[0].text);
    assert_eq!(letters[0].calendar.as_deref().unwrap().matches("BEGIN:VCALENDAR").count(), 2);
}

fn staff_refuse_some_dates(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    app.new_letters();
    let dates = app.read(|conn| store::dates(conn, series.id));
    let seen: Vec<_> = dates[1..].iter().map(|date| date.booked.as_ref().unwrap().booking.clone()).collect();
    let seen: Vec<_> = seen.iter().map(|one| (one.id, one.version)).collect();
    let approver = app.approver();
    let refused = app.write(|conn| {
        deciding::refuse(conn, acting(&approver), series.id, Some(&seen), "年终盘点", Role::Approver)
    });
    assert_eq!(refused.refused.len(), 2);
    let again = app.write(|conn| {
        deciding::approve(conn, acting(&approver), series.id, Some(&seen), None, Role::Approver)
    });
    assert!(matches!(again.left[0].1, Left::AlreadyDecided(_)));
    assert_eq!(stands(app, series.id)[0], "11-25 requested 11-25T09:00");
    assert_eq!(app.new_letters().len(), 1);
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

fn a_change_from_a_date_on_leaves_exceptions_alone(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-30", "a");
    let series = created(&leader, &wanted, &[("2026-12-16", Choice::Skip)]);
    app.write(|conn| {
        cancel(conn, acting(&leader), series.id, Scope::One(on("2026-12-23")), Canceller::Troupe, None)
    });
    app.new_letters();
    let to = change((10, 0), (12, 0), &studio, "change");
    let Changed::Done(successor, _) = changed(&leader, series.id, Scope::Following(on("2026-12-09")), &to)
    else {
        panic!("not changed")
    };
    assert_eq!(successor.predecessor_id, Some(series.id));
    assert_eq!(stands(app, series.id), ["11-25 approved 11-25T09:00", "12-02 approved 12-02T09:00"]);
    assert_eq!(
        stands(app, successor.id),
        [
            "12-09 approved 12-09T10:00",
            "12-16 skipped skipped",
            "12-23 cancelled 12-23T09:00",
            "12-30 approved 12-30T10:00",
        ]
    );
    let letter = app.new_letters().remove(0);
    let file = letter.calendar.as_deref().unwrap();
    assert_eq!((file.matches("METHOD:REQUEST").count(), file.matches("SEQUENCE:1").count()), (2, 2));
}

fn what_cannot_move_stays_and_is_listed(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    app.rival().asks_for(&studio, "2026-12-02T11:00", "2026-12-02T12:00").is(State::Approved);
    app.new_letters();
    let to = change((10, 0), (12, 0), &studio, "change");
    let Changed::Done(same, plan) = changed(&leader, series.id, Scope::All, &to) else {
        panic!("not changed")
    };
    assert_eq!(same.id, series.id, "nothing came before the dates that changed");
    assert_eq!(plan.moving().count(), 2);
    assert_eq!(
        stands(app, series.id),
        ["11-25 approved 11-25T10:00", "12-02 approved 12-02T09:00", "12-09 approved 12-09T10:00"]
    );
    let letter = app.new_letters().remove(0);
    assert!(letter.text.contains("改不了，还是原来的时间和地点"), "{}", letter.text);
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

fn a_weekly_series_moves_to_another_weekday_and_its_exceptions_stay(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-30", "a");
    let series = created(&leader, &wanted, &[("2026-12-16", Choice::Skip)]);
    let moved = app.read(|conn| store::dates(conn, series.id))[4].booked.clone().unwrap().booking.id;
    leader.changes(moved, &studio, "2026-12-22T14:00", "2026-12-22T16:00", 12);
    app.new_letters();
    let thursdays =
        Change { weekdays: Some(vec![Weekday::Thu]), ..change((9, 0), (11, 0), &studio, "thursdays") };
    let Changed::Done(now, _) = changed(&leader, series.id, Scope::Following(on("2026-12-09")), &thursdays)
    else {
        panic!("not changed")
    };
    assert_eq!((now.rule.as_str(), now.named_by.as_deref()), ("weekly 1 thu", Some("weekly 1 wed")));
    assert_eq!(now.until_on, Some(on("2026-12-31")));
    assert_eq!(stands(app, series.id), ["11-25 approved 11-25T09:00", "12-02 approved 12-02T09:00"]);
    let expected = [
        "12-09 approved 12-10T09:00",
        "12-16 skipped skipped",
        "12-23 approved 12-22T14:00",
        "12-30 approved 12-31T09:00",
    ];
    assert_eq!(stands(app, now.id), expected);
    let letter = app.new_letters().remove(0);
    assert_eq!(letter.calendar.as_deref().unwrap().matches("SEQUENCE:1").count(), 2, "{}", letter.text);

    // What was left out comes back on the day of its week that the series has now.
    let back = app
        .write(|conn| add_back(conn, acting(&leader), now.id, on("2026-12-16"), Choice::Take, "back", false));
    assert!(matches!(back, Added::Done(_)), "{back:?}");
    assert_eq!(stands(app, now.id)[1], "12-16 approved 12-17T09:00");

    // Once more: the last one would be in the new year, after the agreement.
    let fridays =
        Change { weekdays: Some(vec![Weekday::Fri]), ..change((9, 0), (11, 0), &studio, "fridays") };
    let Changed::Done(again, plan) = changed(&leader, now.id, Scope::All, &fridays) else {
        panic!("not changed")
    };
    assert_eq!(again.id, now.id);
    let stay = &plan.moves.last().unwrap().becomes;
    assert!(matches!(stay, changing::Becomes::Stays(changing::Stays::OtherAgreement)), "{stay:?}");
    let expected = [
        "12-09 approved 12-11T09:00",
        "12-16 approved 12-18T09:00",
        "12-23 approved 12-22T14:00",
        "12-30 approved 12-31T09:00",
    ];
    assert_eq!(stands(app, again.id), expected);

    // One weekday cannot become two.
    let two = Change {
        weekdays: Some(vec![Weekday::Mon, Weekday::Fri]),
        ..change((9, 0), (11, 0), &studio, "two")
    };
    let refused =
        app.db.read_now(|conn| changing::preview(conn, acting(&leader), again.id, Scope::All, &two));
    assert!(refused.is_err());
}

/// Three Wednesdays of the dancers in the studio, wished into the meeting room, about which staff decide.
fn wished(app: &TestApp) -> (Series, linli::domain::bookings::series::ChangeAsked) {
    let leader = app.leader();
    let series =
        created(&leader, &weekly(&leader, &app.room("Studio"), &[Weekday::Wed], "2026-12-09", "a"), &[]);
    app.new_letters();
    let to = change((9, 0), (11, 0), &app.room("Meeting room"), "meeting");
    let Changed::Done(same, plan) = changed(&leader, series.id, Scope::All, &to) else {
        panic!("not asked for")
    };
    assert_eq!((same.id, same.room_id), (series.id, series.room_id), "nothing has happened yet");
    assert_eq!((plan.moving().count(), plan.asked().count()), (0, 3));
    let centre = leader.centre.id;
    let asked = app.read(|conn| {
        let open = linli::domain::bookings::changing::store::queue(conn, centre)?;
        assert_eq!(open.len(), 3);
        assert_eq!(linli::domain::bookings::changing::store::queue_length(conn, centre)?, 1, "one item");
        Ok(store::wishes::asked(conn, centre, &open)?.remove(0))
    });
    (series, asked)
}

/// In which room each date is.
fn rooms(app: &TestApp, id: SeriesId) -> Vec<String> {
    let dates = app.read(|conn| store::dates(conn, id));
    dates.iter().map(|date| date.booked.as_ref().unwrap().room.name_en.clone()).collect()
}

fn what_needs_a_decision_keeps_its_place_and_is_decided_as_one(app: &TestApp) {
    let (series, asked) = wished(app);
    app.wrote(&["approver: series_request", "leader: series_changed", "manager: series_request"]);
    assert_eq!(rooms(app, series.id), ["Studio", "Studio", "Studio"]);
    app.phoned()
        .asks_for(&app.room("Studio"), "2026-12-02T09:00", "2026-12-02T10:00")
        .taken(&["上午9:00–11:00 已占用"]);
    // While it is to be decided nothing else is asked of these dates.
    let later = change((10, 0), (12, 0), &app.room("Studio"), "later");
    assert!(matches!(changed(&app.leader(), series.id, Scope::All, &later), Changed::Nothing(_)));

    // Somebody else gets one of the places in the meantime.
    let other = app.rival().asks_for(&app.room("Meeting room"), "2026-12-02T09:00", "2026-12-02T10:00").id();
    app.approver().approves(other).is(State::Approved);
    app.new_letters();
    let approver = app.approver();
    let decided =
        app.write(|conn| granting::grant(conn, acting(&approver), asked.wish.id, None, Role::Approver));
    assert_eq!((decided.done.len(), decided.left.len()), (2, 1));
    assert_eq!(rooms(app, series.id), ["Meeting room", "Studio", "Meeting room"]);
    assert_eq!(decided.series.room_id, app.room("Meeting room").id, "the series says so now");
    let letters = app.wrote(&["leader: series_changed"]);
    assert_eq!(letters[0].calendar.as_deref().unwrap().matches("SEQUENCE:1").count(), 2);
    assert!(letters[0].text.contains("还没有改，原来的照样有效"), "{}", letters[0].text);
    assert!(app.read(|conn| changes_open(conn, &approver)) == 1);
    let desk = app.desk();
    let refused =
        app.db.write_now(|conn| granting::grant(conn, acting(&desk), asked.wish.id, None, Role::Desk));
    assert!(refused.is_err(), "the front desk does not decide");
}

fn changes_open(conn: &mut linli::base::db::Conn, who: &Someone) -> linli::base::error::Result<i64> {
    linli::domain::bookings::changing::store::queue_length(conn, who.centre.id)
}

fn a_change_that_is_refused_leaves_the_series_as_it_was(app: &TestApp) {
    let (series, asked) = wished(app);
    app.new_letters();
    let approver = app.approver();
    let decided = app.write(|conn| {
        granting::refuse(conn, acting(&approver), asked.wish.id, "会议室周三要开例会", Role::Approver)
    });
    assert_eq!(decided.done.len(), 3);
    assert_eq!(rooms(app, series.id), ["Studio", "Studio", "Studio"]);
    assert_eq!(app.read(|conn| store::series(conn, approver.centre.id, series.id)).room_id, series.room_id);
    let letter = app.wrote(&["leader: series_change_refused"]).remove(0);
    assert!(letter.text.contains("会议室周三要开例会"), "{}", letter.text);
    let again =
        app.write(|conn| granting::grant(conn, acting(&approver), asked.wish.id, None, Role::Approver));
    assert!(again.done.is_empty() && again.left.is_empty(), "there is nothing to decide any more");
}

fn a_change_decided_date_by_date_is_a_change_of_the_series(app: &TestApp) {
    let (series, asked) = wished(app);
    app.new_letters();
    let first = asked.dates[0].0.booking.id;
    app.approver().grants_change(first, None);
    assert_eq!(rooms(app, series.id), ["Meeting room", "Studio", "Studio"]);
    let now = app.read(|conn| store::series(conn, app.leader().centre.id, series.id));
    assert_eq!(now.room_id, app.room("Meeting room").id);
    app.wrote(&["leader: changed"]);
    let approver = app.approver();
    let rest =
        app.write(|conn| granting::grant(conn, acting(&approver), asked.wish.id, None, Role::Approver));
    assert_eq!((rest.done.len(), rest.series.id), (2, series.id));
    assert_eq!(rooms(app, series.id), ["Meeting room", "Meeting room", "Meeting room"]);
}

fn a_troupe_takes_its_wish_back(app: &TestApp) {
    let (series, asked) = wished(app);
    app.new_letters();
    let leader = app.leader();
    let gone = app.write(|conn| granting::withdraw(conn, acting(&leader), asked.wish.id));
    assert_eq!(gone.done.len(), 3);
    app.wrote(&[]);
    assert_eq!(rooms(app, series.id), ["Studio", "Studio", "Studio"]);
    // They are free to ask again.
    let later = change((10, 0), (12, 0), &app.room("Studio"), "later");
    assert!(matches!(changed(&leader, series.id, Scope::All, &later), Changed::Done(..)));
}
