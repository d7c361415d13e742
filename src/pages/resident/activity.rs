//! `/c/{centre}/activities/{id}`: all of one activity. A draft is as if it did not exist.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::here::{Head, Here};
use super::registration::block;
use super::said;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::web::State;
use crate::domain::activities::{self, Activity, ActivityId, Scheduled, Session};
use crate::domain::days;
use crate::domain::registrations::{self, store::PlacesLeft};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{
    Button, Event, Tab, Tone, Width, events, facts, hero, icons, nb, remark, say, tile_near,
};

/// Meetings that a page lists; a course may have many more.
const LISTED: usize = 40;

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let here = Here::at(&state, visitor, &slug).await?;
    let centre = here.centre.id;
    let (activity, sessions, left) = state
        .db
        .read(move |conn| {
            let activity = activities::store::activity(conn, centre, ActivityId(id))?;
            let sessions = activities::store::sessions_of(conn, activity.id)?;
            let left = registrations::store::places_left(conn, &[activity.id])?;
            Ok((activity, sessions, left))
        })
        .await?;
    let (told, untold): (Vec<Scheduled>, Vec<Scheduled>) = sessions.into_iter().partition(Scheduled::is_told);
    if !activity.is_published() || (told.is_empty() && !untold.is_empty()) {
        return Err(Error::NotFound);
    }
    let lang = here.lang();
    let coming: Vec<&Scheduled> =
        told.iter().filter(|one| one.session.ends_at > here.wall()).take(LISTED).collect();
    let description = format!(
        "{}{}{}",
        activity.title_in(lang),
        lang.pick("。", ". "),
        activity.intro_in(lang).replace('\n', " ")
    );
    let head = Head {
        tab: Some(Tab::Calendar),
        width: Width::Tight,
        title: activity.title_in(lang),
        description: &description,
    };
    let data = structured(&here, &state.public_url, &activity, &coming);
    let all: Vec<&Scheduled> = told.iter().collect();
    Ok(here.answer(&request, head, view(&here, &activity, (&coming, &all), &left, data)))
}

fn view(
    here: &Here,
    activity: &Activity,
    (coming, all): (&[&Scheduled], &[&Scheduled]),
    left: &PlacesLeft,
    data: Markup,
) -> Markup {
    let lang = here.lang();
    // The next one that takes place, or else the next one, cancelled as it is.
    let next = coming.iter().find(|one| one.session.cancelled_at.is_none()).or_else(|| coming.first());
    let others: Vec<Event> = coming
        .iter()
        .filter(|one| next.is_none_or(|next| next.session.id != one.session.id))
        .map(|one| meeting(here, one))
        .collect();
    html! {
        @match next {
            Some(next) => (first(here, activity, next)),
            None => {
                (title(here, activity))
                (remark(Tone::Indigo, lang.pick("这项活动的场次都结束了。", "All meetings of this activity are over.")))
            },
        }
        @if let Some(next) = next { (block::block(here, activity, all, next, left)) }
        (words_of(here, activity))
        @if let Some(next) = next {
            p.row {
                @let file = here.href(&format!("/sessions/{}.ics", next.session.id));
                (Button::link(&file, lang.pick("放进我的日历", "Add to my calendar")).icon("calendar"))
            }
        }
        @if !others.is_empty() {
            section.flow {
                h2 { (lang.pick("其他场次", "Other dates")) }
                (events(&others))
            }
        }
        p.row { (Button::link(&here.href("/calendar"), lang.pick("看别的活动", "Other activities")).icon("left")) }
        (data)
    }
}

/// The next meeting, as large as it can be.
fn first(here: &Here, activity: &Activity, next: &Scheduled) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (from, to) = (next.session.starts_at, next.session.ends_at);
    html! {
        (hero(tile_near(lang, from.date(), today, &days::label(lang, from.date())), html! {
            h1 { (activity.title_in(lang)) }
            p.when { (say::times(lang, from.minute(), said::end_minute(from, to))) }
            p { (place(here, next)) }
            @if let Some(standing) = standing(here, next) { p { (standing) } }
        }))
    }
}

fn title(here: &Here, activity: &Activity) -> Markup {
    html! { h1 { (activity.title_in(here.lang())) } }
}

/// Where it is; a room leads to its page.
fn place(here: &Here, one: &Scheduled) -> Markup {
    let words = said::place(here.lang(), one.place_in(here.lang()), floor(one));
    html! {
        @match &one.room {
            Some(room) => a href=(here.href(&format!("/rooms/{}", room.id))) { (words) },
            None => (words),
        }
    }
}

fn words_of(here: &Here, activity: &Activity) -> Markup {
    let lang = here.lang();
    let audience = activity.audience_in(lang);
    let mut lines = vec![(lang.pick("类型", "Kind"), html! { (activity.kind.name(lang)) })];
    if !audience.is_empty() {
        lines.push((lang.pick("适合", "For"), html! { (audience) }));
    }
    lines.push((lang.pick("参加", "Entry"), html! { (block::entry(here, activity)) }));
    html! {
        @for paragraph in activity.intro_in(lang).split("\n\n").filter(|text| !text.trim().is_empty()) {
            p { @for (place, line) in paragraph.lines().enumerate() { @if place > 0 { br; } (line) } }
        }
        (facts(&lines))
    }
}

fn meeting(here: &Here, one: &Scheduled) -> Event {
    let (lang, today) = (here.lang(), here.today());
    let (icon, tone) = icons::activity(one.activity.kind.word());
    let (from, to) = (one.session.starts_at, one.session.ends_at);
    let day = dates::day_and_date(lang, from.date(), today);
    let file = here.href(&format!("/sessions/{}.ics", one.session.id));
    let of = lang.pick(format!("：{day}"), format!(": {day}"));
    Event {
        icon,
        tone,
        when: nb(dates::times(lang, from.minute(), said::end_minute(from, to))),
        title: day.clone(),
        href: None,
        place: said::place(lang, one.place_in(lang), floor(one)),
        state: standing(here, one),
        act: one.session.cancelled_at.is_none().then(|| {
            html! { (Button::link(&file, lang.pick("放进日历", "To my calendar")).plain().of(&of)) }
        }),
    }
}

/// schema.org's Event for search engines. A block of data is not run, so the security policy lets it stand.
fn structured(here: &Here, public_url: &str, activity: &Activity, coming: &[&Scheduled]) -> Markup {
    let lang = here.lang();
    let zone = here.centre.zone;
    let events: Vec<serde_json::Value> = coming
        .iter()
        .map(|one| {
            let (from, to) = (one.session.starts_at, one.session.ends_at);
            let status = if one.session.cancelled_at.is_some() { "EventCancelled" } else { "EventScheduled" };
            json!({
                "@context": "https://schema.org",
                "@type": "Event",
                "name": activity.title_in(lang),
                "description": activity.intro_in(lang),
                "startDate": moment(zone, from),
                "endDate": moment(zone, to),
                "eventStatus": format!("https://schema.org/{status}"),
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "isAccessibleForFree": true,
                "location": {
                    "@type": "Place",
                    "name": one.place_in(lang),
                    "address": here.centre.address_in(lang),
                },
                "organizer": { "@type": "Organization", "name": here.centre.name_in(lang) },
                "url": format!("{public_url}{}", here.href(&format!("/activities/{}", activity.id))),
            })
        })
        .collect();
    // No `<` may close the block.
    let text = serde_json::Value::from(events).to_string().replace('<', "\\u003c");
    html! { @if !coming.is_empty() { script type="application/ld+json" { (PreEscaped(text)) } } }
}

/// ISO 8601 with the offset of the centre.
fn moment(zone: crate::base::time::Zone, at: crate::base::time::Wall) -> String {
    zone.instant(at).map_or_else(|| at.iso(), |instant| instant.utc().to_rfc3339())
}

fn standing(here: &Here, one: &Scheduled) -> Option<Markup> {
    let Session { cancelled_at, starts_at, ends_at, .. } = &one.session;
    said::standing(here.lang(), cancelled_at.is_some(), *starts_at, *ends_at, here.wall())
}

fn floor(one: &Scheduled) -> Option<i32> {
    one.room.as_ref().map(|room| room.floor)
}
