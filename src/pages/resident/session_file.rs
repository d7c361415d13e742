//! `/c/{centre}/sessions/{id}.ics`: one session for a calendar. The same UID for ever; a change counts up its
//! SEQUENCE, a cancelled one says so.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::here::Here;
use crate::base::error::{Error, Result};
use crate::base::ical::{self, Site};
use crate::base::mail::links;
use crate::base::web::{State, unchanged};
use crate::domain::activities::{self, ActivityState, Scheduled, SessionId, listing};
use crate::pages::parts::door::Visitor;

pub async fn file(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let here = Here::at(&state, visitor, &slug).await?;
    let centre = here.centre.id;
    let one = state
        .db
        .read(move |conn| {
            let one = activities::store::session(conn, centre, SessionId(id))?;
            // What was told once is told to be cancelled.
            let told = one.is_told()
                || (!one.is_private()
                    && one.activity.state == ActivityState::Cancelled
                    && listing::store::was_published(conn, one.activity.id)?);
            if told { Ok(one) } else { Err(Error::NotFound) }
        })
        .await?;
    let site = Site { public_url: &state.public_url, sender: "", installation: state.tokens.installation() };
    let text = ical::published(&event(&here, &one)?, &site);
    let mut response = unchanged::answer(&request, "text/calendar; charset=utf-8", text);
    let name = format!("attachment; filename=\"session-{id}.ics\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn event(here: &Here, one: &Scheduled) -> Result<ical::Event> {
    let lang = here.lang();
    let (centre, activity) = (&here.centre, &one.activity);
    let location = match &one.room {
        Some(room) => [room.name_in(lang), centre.name_in(lang), centre.address_in(lang)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(lang.pick("，", ", ")),
        None => one.place_in(lang).to_owned(),
    };
    Ok(ical::Event {
        uid: format!("session-{}", one.session.id),
        sequence: one.session.sequence,
        stamp: one.session.changed_at,
        span: one.session.span()?,
        zone: centre.zone,
        summary: activity.title_in(lang).to_owned(),
        location,
        description: activity.intro_in(lang).to_owned(),
        organizer: None,
        attendee: None,
        cancelled: one.session.cancelled_at.is_some(),
        url: Some(links::page(here.href(&format!("/activities/{}", activity.id)))),
    })
}
