//! What is asked for and not decided about a series: staff grant or refuse it as one, the troupe takes it back.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::bookings::Booking;
use super::super::caller::Known;
use super::super::changes::for_reader;
use super::super::deciding::{Approval, Refusal, reason, reason_needed};
use super::super::input::Body;
use super::super::problem::{Conflict, Invalid, Problem};
use super::super::wire::WallTime;
use super::acts::LeftOpen;
use super::may_see;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::bookings::changing::{self, ChangeRequest};
use crate::domain::bookings::series::granting::{WishDecided, grant, left_line, refuse, withdraw};
use crate::domain::bookings::series::{ChangeAsked, SeriesChangeId, SeriesId, store};
use crate::domain::bookings::{Acting, Booked, BookingId};
use crate::domain::people::Role;
use crate::domain::rooms::RoomId;

/// A wish to change a series, of which dates wait for a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesWish {
    pub id: SeriesChangeId,
    pub series: SeriesId,
    /// The room it is to have.
    pub room: RoomId,
    pub size: i32,
    pub purpose: String,
    pub dates: Vec<WishedDate>,
}

/// What one date is to become.
#[derive(Debug, Serialize, ToSchema)]
pub struct WishedDate {
    pub booking: BookingId,
    /// On which day it is now.
    pub date: NaiveDate,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
}

/// What became of a wish.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesWishDecided {
    /// The series that has its dates now.
    pub series: SeriesId,
    /// Granted, refused or taken back, as they are now.
    pub done: Vec<Booking>,
    /// Still to be decided, each with why in words.
    pub left: Vec<LeftOpen>,
}

impl From<&ChangeAsked> for SeriesWish {
    fn from(asked: &ChangeAsked) -> Self {
        let date = |(booked, wish): &(Booked, ChangeRequest)| WishedDate {
            booking: booked.booking.id,
            date: booked.booking.starts_at.date(),
            starts_at: WallTime(wish.starts_at),
            ends_at: WallTime(wish.ends_at),
        };
        Self {
            id: asked.wish.id,
            series: asked.series.id,
            room: asked.wish.room_id,
            size: asked.wish.size,
            purpose: asked.wish.purpose.clone(),
            dates: asked.dates.iter().map(date).collect(),
        }
    }
}

/// What is to be decided about a series, other than date by date.
#[utoipa::path(
    get, path = "/series/{id}/changes", operation_id = "list_series_changes", tag = "bookings",
    params(("id" = SeriesId, Path)),
    responses((status = OK, body = Vec<SeriesWish>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
) -> Result<web::Json<Vec<SeriesWish>>> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let dates = store::dates(conn, series.id)?;
            let asked = store::wishes::of_dates(conn, centre.id, &dates)?;
            Ok(asked.iter().map(SeriesWish::from).collect())
        })
        .await?;
    Ok(web::Json(found))
}

/// Grants a wish: each of its dates that can move does; the others are listed.
#[utoipa::path(
    post, path = "/series/{id}/changes/{wish}/approval", operation_id = "approve_series_change", tag = "staff",
    params(("id" = SeriesId, Path), ("wish" = SeriesChangeId, Path)),
    request_body(content = Option<Approval>, description = "May be left out"),
    responses(
        (status = OK, body = SeriesWishDecided),
        (status = FORBIDDEN, description = "Not one who decides about this room", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn approval(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(SeriesId, SeriesChangeId)>,
    Body(body): Body<Approval>,
) -> Result<HttpResponse> {
    let why = match reason(known.lang, body.reason.as_deref()) {
        Ok(why) => why,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    decide(state, known, path.into_inner(), move |conn, acting, wish, role| {
        grant(conn, acting, wish, why.as_deref(), role.ok_or(Error::Forbidden)?)
    })
    .await
}

/// Refuses a wish; the reason is told, the dates stay what they are.
#[utoipa::path(
    post, path = "/series/{id}/changes/{wish}/refusal", operation_id = "refuse_series_change", tag = "staff",
    params(("id" = SeriesId, Path), ("wish" = SeriesChangeId, Path)),
    request_body = Refusal,
    responses(
        (status = OK, body = SeriesWishDecided),
        (status = FORBIDDEN, description = "Not one who decides about this room", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "It takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn refusal(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(SeriesId, SeriesChangeId)>,
    Body(body): Body<Refusal>,
) -> Result<HttpResponse> {
    let why = match reason(known.lang, Some(&body.reason)) {
        Ok(Some(why)) => why,
        Ok(None) => return Ok(Invalid::response(vec![reason_needed(known.lang)], Vec::new())),
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    decide(state, known, path.into_inner(), move |conn, acting, wish, role| {
        refuse(conn, acting, wish, &why, role.ok_or(Error::Forbidden)?)
    })
    .await
}

/// Takes a wish back: as the troupe's leader, or as staff for it.
#[utoipa::path(
    post, path = "/series/{id}/changes/{wish}/withdrawal", operation_id = "withdraw_series_change",
    tag = "bookings",
    params(("id" = SeriesId, Path), ("wish" = SeriesChangeId, Path)),
    responses(
        (status = OK, body = SeriesWishDecided),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Decided before", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn withdrawal(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(SeriesId, SeriesChangeId)>,
) -> Result<HttpResponse> {
    decide(state, known, path.into_inner(), |conn, acting, wish, _| withdraw(conn, acting, wish)).await
}

async fn decide(
    state: web::Data<State>,
    known: Known,
    (id, wish): (SeriesId, SeriesChangeId),
    act: impl Fn(&mut Conn, Acting, SeriesChangeId, Option<Role>) -> Result<WishDecided> + Send + 'static,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let (decided, settled, centre) = state
        .db
        .write_again(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            if store::wishes::wish(conn, centre.id, wish)?.series_id != series.id {
                return Err(Error::NotFound);
            }
            let role = known.role_in(centre.id);
            let decided = act(conn, known.acting(&centre, now), wish, role)?;
            let last = store::wishes::decided_last(conn, wish)?;
            let settled = last.map(|last| changing::store::settled(conn, &last)).transpose()?;
            Ok((decided, settled.map(|settled| for_reader(&known, centre.id, settled)), centre))
        })
        .await?;
    if decided.done.is_empty() && decided.left.is_empty() {
        return Ok(match settled {
            Some(settled) => Conflict::settled(lang, settled),
            None => Conflict::because(lang.pick("没有要决定的。", "There is nothing to decide.")),
        });
    }
    state.outbox.notify_one();
    let acting = Acting { centre: &centre, person: None, now };
    Ok(HttpResponse::Ok().json(SeriesWishDecided {
        series: decided.series.id,
        done: decided.done.iter().map(|one| Booking::from(&one.booking)).collect(),
        left: decided
            .left
            .iter()
            .map(|(booked, why)| LeftOpen {
                booking: Booking::from(&booked.booking),
                message: left_line(lang, &acting, booked, why),
            })
            .collect(),
    }))
}
