//! What was used without being booked is recorded afterwards, and nobody is written to.

use linli::domain::attendance::{Of, store};
use linli::domain::bookings::{BookingId, State};

use crate::support::TestApp;
use crate::web::Page;

stories![
    a_use_is_recorded_and_counts,
    what_is_not_over_is_booked_and_not_recorded,
    where_somebody_was_nobody_else_is_recorded,
    a_use_is_recorded_once,
    what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost,
];

/// The desk's form, but for the fields given.
fn sent(app: &TestApp, changed: &[(&str, &str)]) -> Page {
    let room = app.room("Studio").id.to_string();
    let usual = [
        ("troupe", "1"),
        ("room", room.as_str()),
        ("date", "11月19日"),
        ("from", "9:00"),
        ("to", "11:00"),
        ("purpose", "排练"),
        ("came", "18"),
        ("key", "once"),
    ];
    let value =
        |name, usual| changed.iter().find(|(field, _)| *field == name).map_or(usual, |(_, value)| *value);
    let fields: Vec<_> = usual.iter().map(|(name, usual)| (*name, value(*name, *usual))).collect();
    app.post("/staff/hexi/bookings/past", &fields).by(&app.desk()).go()
}

fn recorded(page: &Page) -> BookingId {
    let to = page.location.as_deref().unwrap_or_else(|| panic!("{}", page.text()));
    let id = to.rsplit('/').next().and_then(|last| last.split('?').next()).unwrap();
    BookingId(id.parse().unwrap())
}

fn a_use_is_recorded_and_counts(app: &TestApp) {
    let id = recorded(&sent(app, &[]));
    let booking = app.booking(id);
    assert_eq!((booking.state, booking.on_behalf), (State::Approved, true));
    assert_eq!(app.taken("2026-11-19").len(), 1);
    let reports = app.read(|conn| store::of(conn, Of::Booking(id)));
    assert_eq!(reports.iter().map(|one| one.visits).collect::<Vec<_>>(), [18]);
    app.hours_pass(24 * 5);
    assert_eq!(app.asks_how_many_came(), 0);
    app.wrote(&[]);
    let page = app.get(&format!("/staff/hexi/bookings/{id}")).by(&app.desk()).go();
    assert!(page.text().contains("补录"), "{}", page.text());
}

fn what_is_not_over_is_booked_and_not_recorded(app: &TestApp) {
    for (date, words) in [("11月24日", "还没有结束"), ("2025-11-01", "不能再补录")] {
        let page = sent(app, &[("date", date)]);
        assert!(page.status == 422 && page.text().contains(words), "{}", page.text());
    }
}

fn where_somebody_was_nobody_else_is_recorded(app: &TestApp) {
    recorded(&sent(app, &[]));
    let page = sent(app, &[("from", "10:00"), ("to", "12:00"), ("key", "other")]);
    assert_eq!((page.status, app.taken("2026-11-19").len()), (422, 1));
    // Who came right afterwards is.
    recorded(&sent(app, &[("from", "11:00"), ("to", "12:00"), ("key", "other")]));
}

fn a_use_is_recorded_once(app: &TestApp) {
    let (first, again) = (recorded(&sent(app, &[])), recorded(&sent(app, &[])));
    assert_eq!((first, app.taken("2026-11-19").len()), (again, 1));
}

fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(app: &TestApp) {
    for (field, value) in
        [("date", "2月31日"), ("came", "-1"), ("troupe", "99"), ("to", "8:00"), ("purpose", " ")]
    {
        let page = sent(app, &[(field, value)]);
        let errors = page.text();
        assert!(
            page.status == 422 && page.body.contains(&format!("id=\"{field}-error\"")),
            "{field}: {errors}"
        );
        let kept = if field == "purpose" { "value=\"18\"" } else { "value=\"排练\"" };
        assert!(page.body.contains(kept), "{field}: {}", page.body);
    }
}
