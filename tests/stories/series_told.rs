//! What pages and letters say of a series is so: the day of every date, what was granted and what was not, the place in
//! line, and a way to give up each date.

use chrono::{NaiveDate, Weekday};
use linli::domain::bookings::alternatives::Change;
use linli::domain::bookings::series::adding_back::{Added, add_back};
use linli::domain::bookings::series::changing::Changed;
use linli::domain::bookings::series::planning::plan;
use linli::domain::bookings::series::{Choice, Choices, Scope, deciding, store};
use linli::domain::bookings::{Acting, BookingId, State};
use linli::domain::people::Role;

use crate::disrupting::{closing, done};
use crate::series::{acting, change, changed, created, on, planned, weekly};
use crate::support::{Reply, TestApp};

stories![
    a_button_names_the_day_on_which_the_booking_is,
    a_request_that_moves_along_does_not_make_the_series_what_was_only_asked_for,
    a_date_taken_by_ones_own_booking_is_said_to_be,
    a_decision_about_some_dates_says_how_many_and_how_all_others_stand,
    who_waits_reads_the_place_in_line_in_letter_and_page,
    every_date_that_stands_or_is_open_has_a_link_that_gives_it_up,
    where_there_are_many_dates_one_link_leads_to_all_of_them,
    a_series_reaches_as_far_as_its_agreement,
    what_is_offered_for_a_date_that_comes_back_is_as_the_series_has_it,
    a_letter_about_many_dates_is_found_by_each_of_them,
    a_conflict_notice_about_many_requests_is_found_by_each_of_them,
];

/// The booking of a date.
fn of(app: &TestApp, series: linli::domain::bookings::series::SeriesId, original: &str) -> BookingId {
    let dates = app.read(|conn| store::dates(conn, series));
    let date = dates.into_iter().find(|date| date.original == on(original)).unwrap();
    date.booked.unwrap().booking.id
}

fn a_button_names_the_day_on_which_the_booking_is(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.rival().asks_for(&studio, "2026-12-02T09:00", "2026-12-02T12:00").is(State::Approved);
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let offered = planned(&leader, &wanted, &Choices::new()).dates[1].alternatives.clone();
    let other = offered.into_iter().find(|one| one.span.date() != on("2026-12-02"));
    // Another day where one is offered; else the date is moved by itself.
    let series = match other {
        Some(other) => {
            let choice = Choice::Alternative { room: other.room, span: other.span };
            created(&leader, &wanted, &[("2026-12-02", choice)])
        }
        None => created(&leader, &wanted, &[]),
    };
    leader.changes(of(app, series.id, "2026-12-09"), &studio, "2026-12-10T09:00", "2026-12-10T11:00", 12);
    let page = |path: &str| app.get(&format!("/my/series/{}{path}", series.id)).by(&leader).go().body;
    let asked = page("/cancellation?from=2026-12-09");
    assert!(asked.contains("只取消12月10日这1次") && !asked.contains("12月9日"), "{asked}");
    let own = page("");
    assert!(own.contains("：12月10日"), "{own}");
    let day = |date: &str| -> NaiveDate { app.booking(of(app, series.id, date)).starts_at.date() };
    let form = page("/change?scope=following&date=2026-12-09");
    assert!(form.contains("只改12月10日这1次"), "{form}");
    assert_eq!(day("2026-12-09"), on("2026-12-10"));
}

fn a_request_that_moves_along_does_not_make_the_series_what_was_only_asked_for(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.rival().asks_for(&studio, "2026-12-02T09:00", "2026-12-02T12:00").is(State::Approved);
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    // One of the three is in line; the others stand.
    let series = created(&leader, &wanted, &[("2026-12-02", Choice::Wait)]);
    app.new_letters();
    let to = change((9, 0), (11, 0), &app.room("Meeting room"), "meeting");
    let Changed::Done(same, plan) = changed(&leader, series.id, Scope::All, &to) else { panic!("not asked") };
    assert_eq!((plan.moving().count(), plan.asked().count()), (1, 2));
    assert_eq!((same.id, same.room_id), (series.id, studio.id), "no date that stands has moved");
    let letters = app.new_letters();
    let told = letters.iter().find(|one| one.kind == "series_changed").unwrap();
    assert!(told.subject.starts_with("想改：") && told.subject.contains("排练厅"), "{}", told.subject);
    let approver = app.approver();
    let wish = app.read(|conn| {
        let open = linli::domain::bookings::changing::store::queue(conn, leader.centre.id)?;
        Ok(store::wishes::asked(conn, leader.centre.id, &open)?.remove(0).wish.id)
    });
    app.write(|conn| {
        linli::domain::bookings::series::granting::refuse(
            conn,
            acting(&approver),
            wish,
            "要开例会",
            Role::Approver,
        )
    });
    let now = app.read(|conn| store::series(conn, leader.centre.id, series.id));
    assert_eq!((now.room_id, now.rule), (studio.id, series.rule));
    let letters = app.new_letters();
    let told = letters.iter().find(|one| one.kind == "series_change_refused").unwrap();
    assert!(told.subject.starts_with("没有改2次："), "{}", told.subject);
}

fn a_date_taken_by_ones_own_booking_is_said_to_be(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    leader.asks_for(&studio, "2026-12-02T09:00", "2026-12-02T11:00").is(State::Approved);
    app.new_letters();
    created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let letter = app.new_letters().remove(0);
    assert!(letter.text.contains("您队自己已经约了"), "{}", letter.text);
    assert!(!letter.text.contains("别人先占了"), "{}", letter.text);
}

fn a_decision_about_some_dates_says_how_many_and_how_all_others_stand(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let wanted = weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-23", "a");
    let series = created(&leader, &wanted, &[("2026-12-23", Choice::Skip)]);
    app.new_letters();
    let approver = app.approver();
    let seen = |dates: &[&str]| -> Vec<(BookingId, i32)> {
        let ids = dates.iter().map(|date| of(app, series.id, date));
        ids.map(|id| (id, app.booking(id).version)).collect()
    };
    let chosen = deciding::Chosen { dates: Some(seen(&["2026-11-25", "2026-12-02"])), losers: None };
    app.write(|conn| deciding::approve(conn, acting(&approver), series.id, &chosen, None, Role::Approver));
    let letter = app.wrote(&["leader: series_approved"]).remove(0);
    assert!(letter.subject.starts_with("已批准2次，还有2次没有定："), "{}", letter.subject);
    assert!(letter.text.contains("没有约的（1次）"), "{}", letter.text);
    let chosen = seen(&["2026-12-09"]);
    app.write(|conn| {
        deciding::refuse(conn, acting(&approver), series.id, Some(&chosen), "盘点", Role::Approver)
    });
    let letter = app.wrote(&["leader: series_refused"]).remove(0);
    assert!(letter.subject.starts_with("未批准1次，还有1次没有定："), "{}", letter.subject);
    for words in ["未批准：", "原来就批准了的，不变：", "还没有定：", "没有约的（1次）"]
    {
        assert!(letter.text.contains(words), "{words} is not in {}", letter.text);
    }
}

fn who_waits_reads_the_place_in_line_in_letter_and_page(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.rival().asks_for(&studio, "2026-12-02T09:00", "2026-12-02T12:00").is(State::Approved);
    app.phoned().waits_for(&studio, "2026-12-02T09:00", "2026-12-02T11:00");
    app.hours_pass(1);
    app.new_letters();
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a");
    let series = created(&leader, &wanted, &[("2026-12-02", Choice::Wait)]);
    let letter = app.new_letters().remove(0);
    assert!(letter.text.contains("候补第2位"), "{}", letter.text);
    let page = app.get(&format!("/my/series/{}", series.id)).by(&leader).go();
    assert!(page.body.contains("候补第2位"), "{}", page.body);
}

fn every_date_that_stands_or_is_open_has_a_link_that_gives_it_up(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-16", "a"), &[]);
    let letters = app.new_letters();
    let letter = letters.iter().find(|one| one.kind == "series_created").unwrap();
    assert_eq!(letter.text.matches("/x/").count(), 4, "{}", letter.text);
    let link = letter.press_link("/x/");
    assert_eq!(app.post(&link, &[]).go().status, 303);
    assert!(app.get(&link).go().body.contains("已撤回"));
}

fn where_there_are_many_dates_one_link_leads_to_all_of_them(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Tue, Weekday::Wed], "2026-12-31", "a");
    let series = created(&leader, &wanted, &[]);
    let letter = app.new_letters().remove(0);
    assert_eq!(letter.text.matches("/x/").count(), 4, "{}", letter.text);
    let link = letter.press_link("/y/");
    let page = app.get(&link).go();
    assert_eq!(page.status, 200);
    let live = app.read(|conn| store::dates(conn, series.id));
    let live = live.iter().filter(|date| date.booked.is_some()).count();
    assert!(live > 8);
    assert_eq!(page.body.matches("href=\"/x/").count(), live);
    assert!(!page.body.contains(&leader.person.name), "it names nobody");
    // It shows; what it leads to asks once more, and acts by a press.
    let of_date = page.body.split("href=\"").find(|part| part.starts_with("/x/")).unwrap();
    let of_date = of_date.split('"').next().unwrap().to_owned();
    assert_eq!(app.post(&of_date, &[]).go().status, 303);
    assert_eq!(app.get(&link).go().body.matches("href=\"/x/").count(), live - 1);
    // A change of the series ends the link.
    changed(&leader, series.id, Scope::All, &change((10, 0), (12, 0), &studio, "later"));
    assert_eq!(app.get(&link).go().body.matches("href=\"/x/").count(), 0);
}

fn a_series_reaches_as_far_as_its_agreement(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::room;
    let (leader, studio) = (app.leader(), app.room("Studio"));
    app.write(|conn| {
        diesel::update(room::table.filter(room::id.eq(studio.id)))
            .set(room::ahead_days.eq(10))
            .execute(conn)?;
        Ok(())
    });
    let studio = app.room("Studio");
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-31", "a");
    let asking = Acting { centre: &leader.centre, person: Some(leader.person.id), now: app.now() };
    let shown = app.read(|conn| plan(conn, asking, &wanted, &Choices::new())).unwrap();
    assert_eq!((shown.cut, shown.dates.last().unwrap().span.date()), (None, on("2026-12-30")));
    let series = created(&leader, &wanted, &[("2026-12-23", Choice::Skip)]);
    assert_eq!(app.state(of(app, series.id, "2026-12-30")), State::Approved);
    // One that was left out comes back, however far; a single date is still not to be had so early.
    let back = app.write(|conn| {
        add_back(conn, acting(&leader), series.id, on("2026-12-23"), Choice::Take, "back", false)
    });
    assert!(matches!(back, Added::Done(_)), "{back:?}");
    assert!(matches!(leader.asks_for(&studio, "2026-12-22T09:00", "2026-12-22T11:00"), Reply::Refused(..)));
}

fn what_is_offered_for_a_date_that_comes_back_is_as_the_series_has_it(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::room;
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let wanted = weekly(&leader, &studio, &[Weekday::Wed], "2026-12-30", "a");
    let series = created(&leader, &wanted, &[("2026-12-23", Choice::Skip)]);
    app.rival().asks_for(&studio, "2026-12-23T09:00", "2026-12-23T12:00").is(State::Approved);
    // So far ahead a single date could not be booked.
    app.write(|conn| {
        diesel::update(room::table).set(room::ahead_days.eq(10)).execute(conn)?;
        Ok(())
    });
    let offered = || {
        let how = Choice::Take;
        let back = app
            .write(|conn| add_back(conn, acting(&leader), series.id, on("2026-12-23"), how, "back", false));
        let Added::Taken { alternatives, .. } = back else { panic!("{back:?}") };
        let days = alternatives.iter().filter(|one| one.change == Change::Day);
        days.map(|one| one.span.date()).collect::<Vec<_>>()
    };
    assert_eq!(offered(), [on("2026-12-24")]);
    let holiday = [("date", "2026-12-24"), ("kind", "holiday"), ("name", "社区日")];
    assert_eq!(app.post("/staff/hexi/days", &holiday).by(&app.manager()).go().status, 303);
    assert_eq!(offered(), [on("2026-12-22")]);
}

/// The kinds of letters that a program finds by a booking.
fn letters_about(app: &TestApp, booking: BookingId) -> Vec<String> {
    let path = format!("/api/v1/letters?booking={booking}");
    let body = app.get(&path).by_program_of(&app.desk()).go().body;
    let letters: serde_json::Value = serde_json::from_str(&body).unwrap();
    letters.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

fn a_letter_about_many_dates_is_found_by_each_of_them(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    let series = created(&leader, &weekly(&leader, &studio, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let found = |date: &str| letters_about(app, of(app, series.id, date));
    let (first, last) = (found("2026-11-25"), found("2026-12-09"));
    assert!(!first.is_empty() && first == last, "{first:?} {last:?}");
    // One act of the centre, and one letter about two of them.
    done(app, &closing(app, "Studio", "2026-12-02T08:00", "2026-12-09T20:00"));
    assert_eq!(found("2026-11-25"), first);
    for date in ["2026-12-02", "2026-12-09"] {
        assert_eq!(found(date), [first.clone(), vec!["displaced".into()]].concat(), "{date}");
    }
}

fn a_conflict_notice_about_many_requests_is_found_by_each_of_them(app: &TestApp) {
    let (leader, meeting, approver) = (app.leader(), app.room("Meeting room"), app.approver());
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let asks = |day: &str| {
        let (from, to) = (format!("{day}T09:00"), format!("{day}T11:00"));
        app.rival().asks_for(&meeting, &from, &to).is(State::Requested)
    };
    let lost = [asks("2026-12-02"), asks("2026-12-09")];
    app.new_letters();
    let all = deciding::Chosen { dates: None, losers: None };
    app.write(|conn| deciding::approve(conn, acting(&approver), series.id, &all, None, Role::Approver));
    let told = app.new_letters();
    assert_eq!(told.iter().filter(|letter| letter.kind == "conflict").count(), 1, "one act, one letter");
    for booking in lost {
        assert!(letters_about(app, booking).contains(&"conflict".to_owned()), "{booking}");
    }
}
