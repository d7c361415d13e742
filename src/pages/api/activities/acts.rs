//! `/sessions/{id}/moving`, `/sessions/{id}/cancellation`, `/activities/{id}/cancellation`. All for approvers; whoever
//! is registered is told.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::wire::Activity;
use super::{approved, dates, must_approve, shown};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Span;
use crate::base::web::State;
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::activities::{ActivityId, Scheduled, SessionId, Venue, store};
use crate::domain::centres::{self, Centre};
use crate::domain::registrations::meetings;
use crate::domain::rooms::RoomId;
use crate::pages::api::caller::Known;
use crate::pages::api::input::Body;
use crate::pages::api::problem::{Conflict, Invalid, Problem, Taken};
use crate::pages::api::wire::WallTime;

const LONGEST_REASON: usize = 200;

/// Where and when it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Or a `place` outside.
    pub room: Option<RoomId>,
    #[serde(default)]
    #[schema(max_length = 80)]
    pub place: String,
    #[serde(default)]
    #[schema(max_length = 120)]
    pub place_en: String,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// A teacher or a class may be in two places at once, and the room too small for those registered.
    #[serde(default)]
    pub known: bool,
}

/// Why; residents read it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityCancellation {
    #[schema(min_length = 1, max_length = 200)]
    pub reason: String,
}

/// Moves a session that is not over to another room or time.
#[utoipa::path(
    post, path = "/sessions/{id}/moving", operation_id = "move_session", tag = "staff",
    params(("id" = SessionId, Path)),
    request_body = Move,
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, description = "Or it is cancelled or over", body = Problem),
        (status = CONFLICT, description = "The time cannot be had, the room does not hold all who registered, or somebody is in two places", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn moving(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SessionId>,
    Body(body): Body<Move>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let place = body.place.trim().to_owned();
    let venue = match body.room {
        Some(room) if place.is_empty() => Venue::Room(room),
        None if !place.is_empty() && place.chars().count() <= 80 => {
            Venue::Place(place, body.place_en.trim().chars().take(120).collect())
        }
        _ => {
            let ask = lang.pick("请给 room 或 place 中的一个。", "Give either room or place.");
            return Ok(Invalid::field("room", ask));
        }
    };
    let Ok(span) = Span::new(body.starts_at.0, body.ends_at.0) else {
        let ask = lang.pick("要在同一天，结束晚于开始。", "Within one day, the end after the start.");
        return Ok(Invalid::field("ends_at", ask));
    };
    let heed = if body.known { Heed::Known } else { Heed::Warn };
    let outcome = state
        .db
        .write_again(move |conn| {
            let (centre, seen) = to_come(conn, &known, id, now)?;
            let today = centre.zone.today(now);
            if span.start() < centre.zone.wall(now) {
                return Ok((Err(None), today));
            }
            let acting = known.acting(&centre, now);
            Ok((
                match meetings::move_session(conn, acting, &seen, &venue, (span, heed))? {
                    Scheduling::Done(activity, _) => Ok(shown(conn, &centre, activity)?),
                    problem => Err(Some(problem)),
                },
                today,
            ))
        })
        .await?;
    state.outbox.notify_one();
    Ok(match outcome {
        (Ok(activity), _) => HttpResponse::Ok().json(activity),
        (Err(Some(problem)), today) => dates::refused(lang, &problem, today),
        (Err(None), _) => Invalid::field("starts_at", lang.pick("那时已经过了。", "That time is past.")),
    })
}

/// Cancels one session that is not over.
#[utoipa::path(
    post, path = "/sessions/{id}/cancellation", operation_id = "cancel_session", tag = "staff",
    params(("id" = SessionId, Path)),
    request_body = ActivityCancellation,
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, description = "Or it is over", body = Problem),
        (status = CONFLICT, description = "It was cancelled before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn session_cancellation(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SessionId>,
    Body(body): Body<ActivityCancellation>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let Some(reason) = reason(&body) else { return Ok(no_reason(lang)) };
    let cancelled = state
        .db
        .write_again(move |conn| {
            let (centre, seen) = to_come(conn, &known, id, now)?;
            let acting = known.acting(&centre, now);
            let cancelled = meetings::cancel_session(conn, acting, id, Some(&reason))?;
            cancelled.then(|| shown(conn, &centre, seen.activity.id)).transpose()
        })
        .await?;
    state.outbox.notify_one();
    Ok(told(lang, cancelled))
}

/// Cancels an activity with all its sessions that have not begun.
#[utoipa::path(
    post, path = "/activities/{id}/cancellation", operation_id = "cancel_activity", tag = "staff",
    params(("id" = ActivityId, Path)),
    request_body = ActivityCancellation,
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It was cancelled before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn cancellation(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
    Body(body): Body<ActivityCancellation>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let Some(reason) = reason(&body) else { return Ok(no_reason(lang)) };
    let cancelled = state
        .db
        .write_again(move |conn| {
            let centre = approved(conn, &known, id)?;
            let acting = known.acting(&centre, now);
            let cancelled = meetings::cancel_activity(conn, acting, id, Some(&reason))?;
            cancelled.then(|| shown(conn, &centre, id)).transpose()
        })
        .await?;
    state.outbox.notify_one();
    Ok(told(lang, cancelled))
}

fn told(lang: Lang, cancelled: Option<Activity>) -> HttpResponse {
    match cancelled {
        Some(activity) => HttpResponse::Ok().json(activity),
        None => Conflict::because(lang.pick("之前就取消了。", "It was cancelled before.")),
    }
}

fn reason(body: &ActivityCancellation) -> Option<String> {
    let reason = body.reason.trim();
    let long = reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control);
    (!reason.is_empty() && !long).then(|| reason.to_owned())
}

fn no_reason(lang: Lang) -> HttpResponse {
    Invalid::field("reason", lang.pick("请写原因，最多200字。", "Write why, in at most 200 characters."))
}

/// A session of a centre that they may change, which is not over.
fn to_come(
    conn: &mut Conn,
    known: &Known,
    id: SessionId,
    now: crate::base::time::Instant,
) -> Result<(Centre, Scheduled)> {
    let centre = store::centre_of_session(conn, id)?;
    must_approve(known, centre)?;
    let centre = centres::store::by_id(conn, centre)?;
    let seen = store::session(conn, centre.id, id)?;
    if seen.session.ends_at <= centre.zone.wall(now) { Err(Error::NotFound) } else { Ok((centre, seen)) }
}
