//! No-shows, which staff confirm and take back, and further figures of activities.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::attendance::works_at;
use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::activities::{self, Activity, ActivityId};
use crate::domain::attendance::no_shows::{self, Absent, Noted};
use crate::domain::attendance::results::{self, LONGEST_NAME, MOST, Recorded};
use crate::domain::attendance::{Figure, Of, store};
use crate::domain::bookings::BookingId;
use crate::domain::centres::{self, Centre};

/// Why it is noted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNoShow {
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// Whether staff say that nobody came.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoShow {
    pub booking: BookingId,
    pub no_show: bool,
}

/// A further figure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFigure {
    /// What is counted; one that is there already is corrected.
    #[schema(min_length = 1, max_length = 40, example = "单位数")]
    pub name: String,
    #[schema(minimum = 0, maximum = 99999999)]
    pub value: i64,
}

/// A figure, or what it was before it was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityResult {
    pub name: String,
    pub value: i64,
    pub reported_at: DateTime<Utc>,
    /// When it was corrected; null where it counts.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl From<Figure> for ActivityResult {
    fn from(figure: Figure) -> Self {
        Self {
            name: figure.name,
            value: figure.value,
            reported_at: figure.reported_at.utc(),
            superseded_at: figure.superseded_at.map(|at| at.utc()),
        }
    }
}

async fn noted(state: &State, known: Known, id: BookingId, note: Option<String>) -> Result<HttpResponse> {
    let (lang, now) = (known.lang, state.now());
    let confirms = note.is_some();
    let note = note.unwrap_or_default().trim().to_owned();
    if note.chars().count() > 200 {
        return Ok(Invalid::field("note", lang.pick("最多200个字。", "At most 200 characters.")));
    }
    let done = state.db.write_again(move |conn| {
        let at = store::centre_of(conn, Of::Booking(id))?;
        let centre = works_at(conn, &known, at)?;
        let (acting, absent) = (known.acting(&centre, now), Absent::Booking(id));
        if confirms {
            no_shows::confirm(conn, acting, absent, &note)
        } else {
            no_shows::withdraw(conn, acting, absent)
        }
    });
    Ok(match done.await? {
        Noted::Done | Noted::Already => HttpResponse::Ok().json(NoShow { booking: id, no_show: confirms }),
        Noted::NotYet => Conflict::because(lang.pick("还没开始。", "It has not begun.")),
    })
}

/// Confirms that nobody came though it was booked. It never happens by itself.
#[utoipa::path(
    post, path = "/bookings/{id}/no-show", operation_id = "confirm_no_show", tag = "staff",
    params(("id" = BookingId, Path)),
    request_body(content = Option<NewNoShow>, description = "May be left out"),
    responses(
        (status = OK, body = NoShow),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn no_show(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<NewNoShow>,
) -> Result<HttpResponse> {
    noted(&state, known, id.into_inner(), Some(body.note.unwrap_or_default())).await
}

/// Takes a no-show back.
#[utoipa::path(
    post, path = "/bookings/{id}/no-show/withdrawal", operation_id = "withdraw_no_show", tag = "staff",
    params(("id" = BookingId, Path)),
    responses(
        (status = OK, body = NoShow),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn no_show_withdrawal(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
) -> Result<HttpResponse> {
    noted(&state, known, id.into_inner(), None).await
}

/// An activity of a centre where they work. 404 otherwise.
fn activity(conn: &mut Conn, known: &Known, id: ActivityId) -> Result<(Centre, Activity)> {
    for work in &known.memberships {
        match activities::store::activity(conn, work.centre, id) {
            Ok(found) => return Ok((centres::store::by_id(conn, work.centre)?, found)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::NotFound)
}

/// All figures of an activity, oldest first, with those that were corrected.
#[utoipa::path(
    get, path = "/activities/{id}/results", operation_id = "list_results", tag = "staff",
    params(("id" = ActivityId, Path)),
    responses((status = OK, body = Vec<ActivityResult>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<ActivityId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let figures = state
        .db
        .read(move |conn| {
            activity(conn, &known, id)?;
            results::of(conn, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(figures.into_iter().map(ActivityResult::from).collect::<Vec<_>>()))
}

/// Writes a figure down, or corrects one of that name.
#[utoipa::path(
    post, path = "/activities/{id}/results", operation_id = "record_result", tag = "staff",
    params(("id" = ActivityId, Path)),
    request_body = NewFigure,
    responses(
        (status = CREATED, body = Vec<ActivityResult>),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Nothing of the activity has begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn record(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
    Body(body): Body<NewFigure>,
) -> Result<HttpResponse> {
    let (id, lang, now) = (id.into_inner(), known.lang, state.now());
    let name = body.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = lang.pick("请写是什么数，1到40个字。", "Say what is counted, in 1 to 40 characters.");
        return Ok(Invalid::field("name", message));
    }
    let value = i32::try_from(body.value).ok().filter(|value| (0..=MOST).contains(value));
    let Some(value) = value else {
        let message =
            lang.pick(format!("请填0到{MOST}之间的数。"), format!("Write a number from 0 to {MOST}."));
        return Ok(Invalid::field("value", message));
    };
    let figures = state.db.write_again(move |conn| {
        let (centre, found) = activity(conn, &known, id)?;
        match results::record(conn, known.acting(&centre, now), found.id, &name, value)? {
            Recorded::Done => results::of(conn, id).map(Some),
            Recorded::NotYet => Ok(None),
        }
    });
    let Some(figures) = figures.await? else {
        let message = lang.pick("活动还没开始，开始以后再记。", "The activity has not begun: note it later.");
        return Ok(Conflict::because(message));
    };
    let figures: Vec<ActivityResult> = figures.into_iter().map(ActivityResult::from).collect();
    Ok(HttpResponse::Created().json(figures))
}
