//! Staff decide about a series: as one, or date by date, and never about more than they were shown.

use chrono::Weekday;
use linli::domain::bookings::series::deciding::{self, Chosen, Left};
use linli::domain::bookings::series::store;
use linli::domain::bookings::store::alternatives_of;
use linli::domain::bookings::{BookingId, State};
use linli::domain::people::Role;

use super::{acting, created, stands, weekly};
use crate::support::TestApp;

stories![
    staff_approve_a_series_as_one_and_what_clashes_stays_open,
    who_asks_after_the_look_at_a_series_does_not_lose_unseen,
    staff_refuse_some_dates,
    refused_dates_come_with_what_can_be_had_instead,
];

fn staff_approve_a_series_as_one_and_what_clashes_stays_open(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let other = app.rival().asks_for(&meeting, "2026-12-02T10:00", "2026-12-02T12:00").id();
    let outrun = app.rival().asks_for(&meeting, "2026-12-09T10:00", "2026-12-09T12:00").id();
    // Approving the rival's makes that date wait.
    app.approver().approves(other).is(State::Approved);
    app.new_letters();
    let approver = app.approver();
    let outcome = app.write(|conn| {
        deciding::approve(conn, acting(&approver), series.id, &Chosen::default(), None, Role::Approver)
    });
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

fn who_asks_after_the_look_at_a_series_does_not_lose_unseen(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-09", "a"), &[]);
    let named = app.rival().asks_for(&meeting, "2026-12-02T10:00", "2026-12-02T12:00").id();
    let page = format!("/staff/hexi/series/{}", series.id);
    let looked = app.get(&page).by(&app.approver()).go();
    assert!(looked.body.contains(&format!("name=\"losers\" value=\"{named}\"")), "one is named");
    let late = app.rival().asks_for(&meeting, "2026-12-09T10:00", "2026-12-09T12:00").id();
    app.new_letters();
    let dates = app.read(|conn| store::dates(conn, series.id));
    let seen = dates.iter().map(|date| format!("{}:0", date.booked.as_ref().unwrap().booking.id));
    let (seen, losers): (Vec<String>, String) = (seen.collect(), named.to_string());
    let mut form = vec![("decision", "approve"), ("losers", losers.as_str())];
    form.extend(seen.iter().map(|one| ("booking", one.as_str())));
    let decided = app.post(&format!("{page}/decision"), &form).by(&app.approver()).go();
    assert_eq!(decided.status, 200);
    assert!(decided.body.contains("批准了2次，其余的还开着"));
    assert_eq!((app.state(named), app.state(late)), (State::Waiting, State::Requested));
    assert_eq!(
        stands(app, series.id),
        ["11-25 approved 11-25T09:00", "12-02 approved 12-02T09:00", "12-09 requested 12-09T09:00"]
    );
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
        deciding::approve(
            conn,
            acting(&approver),
            series.id,
            &Chosen { dates: Some(seen.clone()), losers: None },
            None,
            Role::Approver,
        )
    });
    assert!(matches!(again.left[0].1, Left::AlreadyDecided(_)));
    assert_eq!(stands(app, series.id)[0], "11-25 requested 11-25T09:00");
    assert_eq!(app.new_letters().len(), 1);
}

fn refused_dates_come_with_what_can_be_had_instead(app: &TestApp) {
    let (leader, meeting) = (app.leader(), app.room("Meeting room"));
    let series = created(&leader, &weekly(&leader, &meeting, &[Weekday::Wed], "2026-12-23", "a"), &[]);
    app.new_letters();
    let approver = app.approver();
    app.write(|conn| deciding::refuse(conn, acting(&approver), series.id, None, "年终盘点", Role::Approver));
    let letter = app.wrote(&["leader: series_refused"]).remove(0);
    let dates = app.read(|conn| store::dates(conn, series.id));
    let refused: Vec<_> = dates.iter().map(|date| date.booked.as_ref().unwrap().booking.clone()).collect();
    let ids: Vec<BookingId> = refused.iter().map(|one| one.id).collect();
    let offered = app.read(|conn| alternatives_of(conn, &ids));
    assert_eq!(letter.action_links().len(), offered.len());
    for (place, date) in ["11月25日", "12月2日", "12月9日", "12月16日", "12月23日"].iter().enumerate()
    {
        let said = letter.text.contains(&format!("{date} 星期三的，现在能换成："));
        assert_eq!(said, place < 3, "of five dates the first three: {}", letter.text);
        assert_eq!(offered.iter().any(|one| one.booking_id == ids[place]), place < 3);
    }
    let is_refused = |room, start| refused.iter().any(|one| (one.room_id, one.starts_at) == (room, start));
    assert!(!offered.iter().any(|one| is_refused(one.room_id, one.starts_at)), "{offered:?}");
    app.presses(letter.action_links()[0]).id();
    assert!(app.state(ids[0]) == State::Refused);
}
