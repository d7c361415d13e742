//! schema.org's Event for search engines. A block of data is not run, so the security policy lets it stand.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::super::here::Here;
use crate::base::time::{Wall, Zone};
use crate::domain::activities::{Activity, RegistrationMode, Scheduled};

/// Of each session; `url` is the page's and `image` its picture's, both in full.
pub fn structured(
    here: &Here,
    url: &str,
    image: Option<&str>,
    activity: &Activity,
    sessions: &[&Scheduled],
) -> Markup {
    let events: Vec<Value> = sessions.iter().map(|one| event(here, url, image, activity, one)).collect();
    // No `<` may close the block.
    let text = Value::from(events).to_string().replace('<', "\\u003c");
    html! { @if !sessions.is_empty() { script type="application/ld+json" { (PreEscaped(text)) } } }
}

fn event(here: &Here, url: &str, image: Option<&str>, activity: &Activity, one: &Scheduled) -> Value {
    let (lang, zone) = (here.lang(), here.centre.zone);
    let (from, to) = (one.session.starts_at, one.session.ends_at);
    let status = if one.session.cancelled_at.is_some() { "EventCancelled" } else { "EventScheduled" };
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": activity.title_in(lang),
        "description": activity.intro_in(lang),
        "inLanguage": lang.tag(),
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
        "url": url,
    });
    let offered = activity.registration != RegistrationMode::None;
    let more = [
        ("image", image.map(Value::from)),
        (
            "performer",
            Some(&activity.teacher)
                .filter(|name| !name.is_empty())
                .map(|name| json!({ "@type": "Person", "name": name })),
        ),
        ("typicalAgeRange", ages(activity.age_from, activity.age_to).map(Value::from)),
        ("maximumAttendeeCapacity", activity.places.filter(|_| offered).map(Value::from)),
    ];
    if let Some(object) = event.as_object_mut() {
        object.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    event
}

/// `60-`, `6-12`: schema.org's way.
fn ages(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (from, to) => {
            Some(format!("{}-{}", from.unwrap_or(0), to.map_or(String::new(), |to| to.to_string())))
        }
    }
}

/// ISO 8601 by the centre's clock, with its distance from UTC: who shows it as it is shows what the clock on the wall
/// will show.
fn moment(zone: Zone, at: Wall) -> String {
    zone.instant(at).map_or_else(|| at.iso(), |instant| instant.utc().with_timezone(&zone.tz()).to_rfc3339())
}
