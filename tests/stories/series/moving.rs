//! A series is changed from a date on: what moves, what stays, and what is kept by its original date.

use chrono::Weekday;
use linli::domain::bookings::State;
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::series::adding_back::{Added, add_back};
use linli::domain::bookings::series::cancelling::cancel;
use linli::domain::bookings::series::changing::{self, Change, Changed};
use linli::domain::bookings::series::{Choice, Scope, store};
use linli::domain::rooms::Room;

use super::{acting, change, changed, created, on, stands, weekly};
use crate::support::TestApp;

stories![
    a_change_from_a_date_on_leaves_exceptions_alone,
    what_cannot_move_stays_and_is_listed,
    a_series_that_goes_to_another_room_is_cancelled_in_the_calendar_of_the_first,
    a_weekly_series_moves_to_another_weekday_and_its_exceptions_stay,
    only_those_who_may_change_a_series_see_the_way_there,
];

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

fn a_series_that_goes_to_another_room_is_cancelled_in_the_calendar_of_the_first(app: &TestApp) {
    let (singers, studio, hall) = (app.rival(), app.room("Studio"), app.room("East hall"));
    let series = created(&singers, &weekly(&singers, &studio, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let to = change((9, 0), (11, 0), &hall, "change");
    let Changed::Done(..) = changed(&singers, series.id, Scope::Following(on("2026-12-02")), &to) else {
        panic!("not changed")
    };
    let cancelled = |room: &Room| {
        let feed = app.get(&format!("/c/hexi/feeds/room-{}.ics", room.id)).go().body;
        (feed.matches("BEGIN:VEVENT").count(), feed.matches("STATUS:CANCELLED").count())
    };
    assert_eq!((cancelled(&studio), cancelled(&hall)), ((3, 2), (2, 0)));
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
    assert!(letter.text.contains("每周四，自12月10日起"), "no Thursday is named: {}", letter.text);

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

fn only_those_who_may_change_a_series_see_the_way_there(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-30", "a"), &[]);
    let (staff, own) = (format!("/staff/hexi/series/{}", series.id), format!("/my/series/{}", series.id));
    for (who, page, may) in
        [(app.desk(), &staff, false), (app.approver(), &staff, true), (leader, &own, true)]
    {
        let way = format!("{page}/change");
        assert_eq!(app.get(page).by(&who).go().body.contains(&format!("{way}\"")), may, "{page}");
        assert_eq!(app.get(&way).by(&who).go().status == 200, may, "{page}");
    }
}
