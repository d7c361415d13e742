//! `/centres/{id}/programme`: what is to come, looked for as on the residents' pages. Public.

use std::sync::Arc;

use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::days::out_of_reach;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::{State, problem};
use crate::domain::activities::listing::store::{Search, find};
use crate::domain::activities::listing::{Audience, Filter};
use crate::domain::activities::{ActivityId, ActivityKind, Announced, RegistrationMode, SessionId, TagId};
use crate::domain::centres::{self, CentreId};
use crate::domain::registrations::rules::Joining;
use crate::domain::rooms::RoomId;
use crate::pages::parts::entry::{Entry, Places};

/// Activities that one request gets at most.
const MOST: usize = 100;

/// Which activities; what is left out is not asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Words of a title, in Chinese or English; each must be there: `太极`.
    pub q: Option<String>,
    #[param(inline)]
    pub kind: Option<ActivityKind>,
    /// For whom: what some of them may come to; `everyone` is what has no limit of age.
    #[serde(rename = "for")]
    #[param(inline)]
    pub audience: Option<Audience>,
    pub room: Option<RoomId>,
    pub tag: Option<TagId>,
    /// On this day.
    pub date: Option<NaiveDate>,
    /// From this day on: to go on where an answer ended.
    pub from: Option<NaiveDate>,
    /// Only what has places left, or needs no registration.
    pub free: Option<bool>,
}

/// An activity with its next session that takes place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListedActivity)]
pub struct Listed {
    pub id: ActivityId,
    pub title: String,
    /// Empty where nobody wrote one.
    pub title_en: String,
    #[schema(inline)]
    pub kind: ActivityKind,
    /// For whom it is, in words.
    pub audience: String,
    pub audience_en: String,
    /// In whole years, both included.
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    #[schema(inline)]
    pub registration: RegistrationMode,
    /// Null: as soon as it is published.
    pub registration_opens: Option<WallTime>,
    /// Null: when it begins.
    pub registration_closes: Option<WallTime>,
    pub next: Meeting,
}

/// One session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicSession)]
pub struct Meeting {
    pub id: SessionId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    pub room: Option<RoomId>,
    /// The room's name, or where it is when in no room.
    pub place: String,
    pub place_en: String,
    pub cancelled: bool,
    /// `null` where nobody has to register, and without a limit; those of the whole course where that is registered for.
    pub places_left: Option<i32>,
    #[schema(inline)]
    pub registration: Standing,
}

/// How registration stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// One simply comes.
    NotNeeded,
    NotOpen,
    Closed,
    Open,
    /// One may wait in line.
    Full,
}

impl Standing {
    fn of(joining: Joining) -> Self {
        match joining {
            Joining::NotNeeded => Self::NotNeeded,
            Joining::NotYet(_) => Self::NotOpen,
            Joining::Closed(_) => Self::Closed,
            Joining::Open(_) => Self::Open,
            Joining::Line(_) => Self::Full,
        }
    }
}

/// Activities that have something to come, by their next session; 100 at most. Where there are more, or not all was
/// looked through, a header leads on.
#[utoipa::path(
    get, path = "/centres/{id}/programme", operation_id = "list_programme", tag = "public",
    params(("id" = CentreId, Path), Wanted),
    responses(
        (status = OK, body = Vec<Listed>, headers(
            ("Link" = Option<String>, description = "RFC 8288: where it goes on, as `next`; absent at the end"),
        )),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn list(
    request: HttpRequest,
    state: web::Data<State>,
    id: web::Path<CentreId>,
    Params(wanted): Params<Wanted>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), problem::lang(&request));
    let days = [("date", wanted.date), ("from", wanted.from)];
    if let Some((field, message)) =
        days.into_iter().find_map(|(field, date)| out_of_reach(lang, field, date?))
    {
        return Ok(Invalid::field(field, message));
    }
    let search = Search {
        filter: Filter {
            kind: wanted.kind,
            audience: wanted.audience,
            room: wanted.room,
            tag: wanted.tag,
            troupe: None,
        },
        query: wanted.q.unwrap_or_default(),
        date: wanted.date,
        from: wanted.from,
    };
    let read = move |conn: &mut Conn| {
        let centre = centres::store::by_id(conn, id)?;
        let found = find(conn, centre.id, &search, centre.zone.wall(now))?;
        let places = Places::read(conn, &found.coming, centre.zone.wall(now))?;
        Ok((found, places))
    };
    let (mut found, places) = state.db.read(read).await?;
    found.coming.retain(|one| wanted.free != Some(true) || places.of(one).is_free());
    let mut answer = HttpResponse::Ok();
    if let Some(day) = found.goes_on(MOST) {
        answer.insert_header((LINK, next(&request, day)));
    }
    let listed = found.coming.into_iter().take(MOST);
    Ok(answer.json(listed.map(|one| Listed::of(places.of(&one), one)).collect::<Vec<_>>()))
}

/// The same from another day on.
fn next(request: &HttpRequest, day: NaiveDate) -> String {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked.filter(|(name, _)| name != "from"));
    query.append_pair("from", &day.to_string());
    format!("<{}?{}>; rel=\"next\"", request.path(), query.finish())
}

impl Listed {
    fn of(entry: Entry, one: Announced) -> Self {
        let Announced { session, activity, room } = one;
        let (place, place_en) = match room {
            Some(room) => (room.name.clone(), room.name_en.clone()),
            None => (session.place, session.place_en),
        };
        let activity = Arc::unwrap_or_clone(activity);
        Self {
            id: activity.id,
            title: activity.title,
            title_en: activity.title_en,
            kind: activity.kind,
            audience: activity.audience,
            audience_en: activity.audience_en,
            age_from: activity.age_from,
            age_to: activity.age_to,
            registration: activity.registration,
            registration_opens: activity.registration_opens.map(WallTime),
            registration_closes: activity.registration_closes.map(WallTime),
            next: Meeting {
                id: session.id,
                starts_at: WallTime(session.starts_at),
                ends_at: WallTime(session.ends_at),
                room: session.room_id,
                place,
                place_en,
                cancelled: session.cancelled_at.is_some(),
                places_left: entry.left,
                registration: Standing::of(entry.joining),
            },
        }
    }
}
