//! `/sessions`: the public calendar.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::days;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::WallTime;
use crate::base::error::Result;
use crate::base::time::{Minute, Wall};
use crate::base::web::{State, problem};
use crate::domain::activities::listing::Filter;
use crate::domain::activities::listing::store::between;
use crate::domain::activities::{ActivityId, ActivityKind, Announced, RegistrationMode, SessionId};
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::RoomId;
use crate::pages::parts::entry::{Entry, Places};

/// Which sessions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct When {
    pub centre: CentreId,
    /// The first day; today if left out.
    pub from: Option<NaiveDate>,
    /// The last day, at most 61 days on; six days after the first if left out.
    pub to: Option<NaiveDate>,
}

/// One meeting of an activity that residents may come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    pub id: SessionId,
    pub activity: ActivityId,
    pub title: String,
    /// Empty where nobody wrote one.
    pub title_en: String,
    #[schema(inline)]
    pub kind: ActivityKind,
    /// For whom it is, in words.
    pub audience: String,
    pub audience_en: String,
    pub room: Option<RoomId>,
    /// Where it is, when in no room.
    pub place: String,
    pub place_en: String,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// It does not take place: nobody is to come in vain.
    pub cancelled: bool,
    /// How many may come, of the whole course where that is registered for; `null` where nobody has to register, and
    /// without a limit.
    pub places: Option<i32>,
    pub places_left: Option<i32>,
}

/// The published sessions that start within some days, cancelled ones among them, by start.
#[utoipa::path(
    get, path = "/sessions", operation_id = "list_sessions", tag = "public",
    params(When),
    responses(
        (status = OK, body = Vec<Session>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn list(
    state: web::Data<State>,
    request: HttpRequest,
    Params(when): Params<When>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), problem::lang(&request));
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, when.centre)?;
            let (from, to) = match days::range(when.from, when.to, centre.zone.today(now), lang) {
                Ok(days) => days,
                Err(wrong) => return Ok(Err(wrong)),
            };
            let start = |day| Wall::at(day, Minute::MIDNIGHT);
            let (from, to) = (start(from), start(to + Duration::days(1)));
            let found = between(conn, centre.id, &Filter::default(), from, to)?;
            let places = Places::read(conn, &found, centre.zone.wall(now))?;
            Ok(Ok((found, places)))
        })
        .await?;
    Ok(match found {
        Ok((found, places)) => {
            let shown = found.into_iter().map(|one| Session::of(places.of(&one), one));
            HttpResponse::Ok().json(shown.collect::<Vec<_>>())
        }
        Err((field, message)) => Invalid::field(field, message),
    })
}

impl Session {
    fn of(entry: Entry, announced: Announced) -> Self {
        let Announced { session, activity, .. } = announced;
        let activity = Arc::unwrap_or_clone(activity);
        let registers = activity.registration != RegistrationMode::None;
        Self {
            id: session.id,
            activity: activity.id,
            title: activity.title,
            title_en: activity.title_en,
            kind: activity.kind,
            audience: activity.audience,
            audience_en: activity.audience_en,
            room: session.room_id,
            place: session.place,
            place_en: session.place_en,
            starts_at: WallTime(session.starts_at),
            ends_at: WallTime(session.ends_at),
            cancelled: session.cancelled_at.is_some(),
            places: activity.places.filter(|_| registers),
            places_left: entry.left,
        }
    }
}
