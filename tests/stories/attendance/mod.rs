//! How many came: asked, reported, contradicted, counted at the door.

mod asking;
mod door;
mod names;
mod reporting;
mod sheet;

use diesel::prelude::*;
use linli::base::db::schema::{activity, attendance_report, registration, session};
use linli::domain::activities::SessionId;
use linli::domain::attendance::checking_in::{Press, press};
use linli::domain::attendance::{Of, Report, Reported, Source, members, no_shows, results, store};
use linli::domain::bookings::BookingId;
use linli::domain::people::Acting;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::people::Someone;
use crate::web::Page;

/// The dancers rehearsed from 9 to 11; it is noon.
fn rehearsed(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    app.hours_pass(4);
    app.new_letters();
    id
}

/// A talk of the centre's own, from 9 to 11.
fn talk(app: &TestApp) -> SessionId {
    app.db_activity("健康讲座", "2026-11-21T09:00", "2026-11-21T11:00");
    app.read(|conn| Ok(session::table.select(session::id).order(session::id.desc()).first(conn)?))
}

fn of(app: &TestApp, of: impl Into<Option<Of>>) -> Reported {
    let of = of.into().unwrap();
    Reported(app.read(|conn| store::of(conn, of)))
}

fn visits(app: &TestApp, id: BookingId) -> Option<i32> {
    of(app, Of::Booking(id)).visits()
}

fn says(who: &Someone, path: &str, fields: &[(&str, &str)]) -> Page {
    who.app.post(path, fields).by(who).go()
}

fn talk_later(app: &TestApp) -> SessionId {
    app.db_activity("晚上的讲座", "2026-11-21T19:00", "2026-11-21T20:00");
    app.read(|conn| Ok(session::table.select(session::id).order(session::id.desc()).first(conn)?))
}

fn link(app: &TestApp) -> String {
    assert_eq!(app.asks_how_many_came(), 1);
    let letter = app.new_letters().into_iter().find(|one| one.kind == "attendance_ask").unwrap();
    letter.press_link("/n/")
}

fn one_press(app: &TestApp, number: usize, people: i32) -> Press {
    Press { key: format!("press-key-{number:08}"), people, at: app.now() }
}
