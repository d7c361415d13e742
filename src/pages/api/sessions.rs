//! `/sessions`: the public calendar.

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
use crate::domain::activities::{ActivityId, ActivityKind, Scheduled, SessionId, store};
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::RoomId;

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
}

/// The published sessions that start within some days, by start.
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
            store::on(conn, centre.id, start(from), start(to + Duration::days(1))).map(Ok)
        })
        .await?;
    Ok(match found {
        Ok(found) => {
            let shown = found.into_iter().map(Session::from);
            HttpResponse::Ok().json(shown.collect::<Vec<_>>())
        }
        Err((field, message)) => Invalid::field(field, message),
    })
}

impl From<Scheduled> for Session {
    fn from(scheduled: Scheduled) -> Self {
        let Scheduled { session, activity, .. } = scheduled;
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
        }
    }
}
