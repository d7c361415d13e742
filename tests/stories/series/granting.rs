//! A change of a series that needs a decision: everything keeps its place until staff grant it, as one or date by date.

use chrono::Weekday;
use linli::domain::bookings::State;
use linli::domain::bookings::series::changing::Changed;
use linli::domain::bookings::series::{Scope, Series, SeriesId, granting, store};
use linli::domain::people::Role;

use super::{acting, change, changed, created, weekly};
use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    what_needs_a_decision_keeps_its_place_and_is_decided_as_one,
    a_change_that_is_refused_leaves_the_series_as_it_was,
    a_change_decided_date_by_date_is_a_change_of_the_series,
    a_troupe_takes_its_wish_back,
];

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
