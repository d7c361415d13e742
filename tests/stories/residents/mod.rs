//! What residents find: by filters, by words of a title, in feeds, at a door.

mod calendar;
mod door;
mod feeds;
mod one;
mod searching;

use diesel::prelude::*;
use linli::base::lang::Lang;
use linli::base::time::{Span, Wall};
use linli::domain::activities::cancelling::{cancel_activity, cancel_session};
use linli::domain::activities::publishing::publish;
use linli::domain::activities::scheduling::{Scheduling, add, add_session};
use linli::domain::activities::tags::editing::{Named, TagName};
use linli::domain::activities::{
    self, ActivityDetails, ActivityId, ActivityKind, Admission, RegistrationMode, SessionId, TagId, Venue,
    tags,
};
use linli::domain::bookings::State;
use linli::domain::people::Acting;

use crate::support::TestApp;
use crate::web::Page;

fn at(text: &str) -> Wall {
    Wall::parse(text).unwrap()
}

/// Something to come to at 河西: in a room by its English name, or outside.
fn on(app: &TestApp, details: &ActivityDetails, room: Option<&str>, spans: &[(&str, &str)]) -> ActivityId {
    let id = draft(app, details, room, spans);
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| publish(conn, acting, id));
    id
}

fn draft(app: &TestApp, details: &ActivityDetails, room: Option<&str>, spans: &[(&str, &str)]) -> ActivityId {
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    let venue = match room {
        Some(room) => Venue::Room(app.room(room).id),
        None => Venue::Place("小区东门".into(), "East gate".into()),
    };
    let mut made: Option<ActivityId> = None;
    for (from, to) in spans {
        let span = Span::new(at(from), at(to)).unwrap();
        let outcome = app.write(|conn| match made {
            None => add(conn, acting, details, &venue, span),
            Some(id) => {
                let activity = activities::store::activity(conn, manager.centre.id, id)?;
                add_session(conn, acting, &activity, &venue, span)
            }
        });
        match outcome {
            Scheduling::Done(id, _) => made = Some(id),
            other => panic!("{}: {other:?}", details.title),
        }
    }
    made.unwrap()
}

fn called(kind: ActivityKind, title: &str) -> ActivityDetails {
    ActivityDetails::new(kind, title)
}

fn titles(page: &Page) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.body);
    let heading = scraper::Selector::parse(".events h3").unwrap();
    html.select(&heading).map(|one| one.text().collect()).collect()
}

/// An address as browsers send it.
fn sent(path: &str) -> String {
    let sent = |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(sent).collect()
}

fn found(app: &TestApp, path: &str) -> Vec<String> {
    let page = app.get(&sent(path)).go();
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    titles(&page)
}
