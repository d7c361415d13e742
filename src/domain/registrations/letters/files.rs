//! The calendar files of a letter: one object for each session, with a UID of its own for each registration.

use super::News;
use super::wall;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::ical::{self, Event};
use crate::base::mail::{CalendarFile, Method};
use crate::domain::activities::Scheduled;
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::{Enrolled, RegistrationState as State, store};

/// Sessions that a letter has files for; of a longer course the next ones.
const MOST: usize = 30;

/// What the letter puts into the reader's calendar, or takes out of it. Only what was put there is taken out.
pub(super) fn of(conn: &mut Conn, acting: &Acting, of: &Enrolled, news: News) -> Result<Vec<CalendarFile>> {
    let to_come = || of.to_come(wall(acting)).take(MOST).collect::<Vec<_>>();
    let sent = of.registration.sequence > 0;
    let (method, sessions): (Method, Vec<&Scheduled>) = match news {
        News::Confirmed | News::Accepted => (Method::Request, to_come()),
        News::Changed { address: true } if of.registration.state == State::Confirmed => {
            (Method::Request, to_come())
        }
        News::SessionMoved { after, .. } if sent => (Method::Request, vec![after]),
        News::SessionsAdded { sessions } if sent => {
            (Method::Request, sessions.iter().take(MOST).copied().collect())
        }
        News::Cancelled { .. } | News::Declined if sent => (Method::Cancel, to_come()),
        News::SessionsCancelled { sessions, .. } | News::ActivityCancelled { sessions, .. } if sent => {
            (Method::Cancel, sessions.iter().take(MOST).copied().collect())
        }
        _ => return Ok(Vec::new()),
    };
    let Some(email) = &of.registration.email else { return Ok(Vec::new()) };
    let sequence = store::next_sequence(conn, of.id())?;
    sessions.into_iter().map(|one| file(acting, of, one, method, sequence, email)).collect()
}

fn file(
    acting: &Acting,
    of: &Enrolled,
    one: &Scheduled,
    method: Method,
    sequence: i32,
    email: &str,
) -> Result<CalendarFile> {
    let registration = &of.registration;
    let lang = registration.lang;
    let centre = acting.centre.name_in(lang);
    let event = Event {
        uid: format!("registration-{}-{}", registration.id, one.session.id),
        sequence,
        stamp: acting.now,
        span: one.session.span()?,
        zone: acting.centre.zone,
        summary: of.activity.title_in(lang).to_owned(),
        location: format!("{centre}{}{}", lang.pick("，", ", "), one.place_in(lang)),
        description: acting.centre.call_us(lang),
        organizer: Some(centre.to_owned()),
        attendee: Some((registration.name.clone(), email.to_owned())),
        cancelled: method == Method::Cancel,
        url: Some(crate::base::mail::links::page(format!(
            "{}/activities/{}",
            acting.centre.href(),
            of.activity.id
        ))),
    };
    Ok(CalendarFile { method, body: ical::invitation(method, &event) })
}
