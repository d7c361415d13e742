//! Staff plan what residents come to: drafts, rules with every date seen first, teachers in two places, copies,
//! tables of courses, tags, pictures, and rooms that others have.

mod dates;
mod saying;

use diesel::prelude::*;
use linli::base::db::schema::{activity, activity_gram, session};
use linli::domain::activities::scheduling::{cancel_activity, cancel_session};
use linli::domain::activities::{ActivityId, ActivityState, SessionId, store, tags};
use linli::domain::bookings::{Acting, State};
use scraper::{Html, Selector};

use crate::support::TestApp;
use crate::support::people::{Reply, Someone};
use crate::web::Page;

type Typed<'a> = Vec<(&'a str, &'a str)>;

const NEW: &str = "/staff/hexi/activities";

/// 太极 in the studio on Tuesday from nine to ten.
fn taiji(room: &str) -> Typed<'_> {
    vec![
        ("title", "太极·拳"),
        ("kind", "course"),
        ("room", room),
        ("date", "2026-11-24"),
        ("from", "09:00"),
        ("to", "10:00"),
    ]
}

/// The same every Tuesday, so many times.
fn weekly<'a>(room: &'a str, count: &'a str) -> Typed<'a> {
    let mut fields = taiji(room);
    let rule = [("repeat", "1"), ("rule", "weekly"), ("every", "1"), ("weekday", "tue"), ("end", "count")];
    fields.extend(rule);
    fields.extend([("count", count), ("holidays", "skip")]);
    fields
}

fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Page {
    app.post(path, fields).by(&app.approver()).go()
}

/// The hidden fields and chosen boxes of the page's form that has this field, as a browser would send them.
fn form_with(page: &Page, name: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&page.body);
    let forms = Selector::parse("form").unwrap();
    let has = Selector::parse(&format!("[name={name:?}]")).unwrap();
    let form = html.select(&forms).find(|form| form.select(&has).next().is_some());
    let form = form.unwrap_or_else(|| panic!("no {name} in {}", page.body));
    form.select(&Selector::parse("input[name]").unwrap())
        .filter(|input| match input.attr("type") {
            Some("radio" | "checkbox") => input.attr("checked").is_some(),
            _ => true,
        })
        .map(|input| (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap_or("").to_owned()))
        .collect()
}

fn sent_again(app: &TestApp, path: &str, page: &Page, has: &str, more: &[(&str, &str)]) -> Page {
    let kept = form_with(page, has);
    let mut fields: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    send(app, path, &fields)
}

fn id_in(page: &Page) -> ActivityId {
    let location = page.location.as_ref().unwrap_or_else(|| panic!("{}: {}", page.status, page.body));
    let id = location.split(['/', '?']).find_map(|part| part.parse().ok()).unwrap();
    ActivityId(id)
}

fn days(app: &TestApp, id: ActivityId) -> Vec<String> {
    app.read(|conn| store::days_of(conn, id)).iter().map(|day| day.to_string()).collect()
}

fn state(app: &TestApp, id: ActivityId) -> ActivityState {
    app.read(|conn| store::activity(conn, app.centre("hexi").id, id)).state
}

fn counted(app: &TestApp) -> (i64, i64) {
    app.read(|conn| Ok((activity::table.count().get_result(conn)?, session::table.count().get_result(conn)?)))
}

fn acting<'a>(of: &'a Someone) -> Acting<'a> {
    Acting { centre: &of.centre, person: Some(of.person.id), now: of.app.now() }
}
