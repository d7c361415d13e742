//! `/centres/{id}/unmet-wishes`: where and when a centre has too little room. For its staff.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Known;
use super::problem::Problem;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::bookings::unmet::{DAYS, tally, wishes};
use crate::domain::centres::CentreId;
use crate::domain::rooms::RoomId;

/// Wishes of the last days that were not met, by when they were made.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnmetWishes {
    pub days: i64,
    pub refused: u32,
    pub waiting: u32,
    pub lapsed: u32,
    /// By room, weekday and hour, where there are any.
    pub hours: Vec<UnmetHour>,
}

/// An hour of the week in a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnmetHour {
    pub room: RoomId,
    /// From 1 (Monday) to 7.
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: usize,
    #[schema(minimum = 0, maximum = 23)]
    pub hour: usize,
    /// A wish counts in every hour it touches.
    pub wishes: u32,
}

/// Wishes that could not be met: refused, waiting, or lapsed without having been offered.
#[utoipa::path(
    get, path = "/centres/{id}/unmet-wishes", operation_id = "list_unmet_wishes", tag = "staff",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = UnmetWishes), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<CentreId>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), state.now());
    known.role_in(id).ok_or(Error::NotFound)?;
    let found = state.db.read(move |conn| Ok(tally(&wishes(conn, id, now)?))).await?;
    let mut hours = Vec::new();
    for (room, week) in &found.rooms {
        for (day, counts) in week.iter().enumerate() {
            let asked = counts.iter().enumerate().filter(|(_, wishes)| **wishes > 0);
            hours.extend(asked.map(|(hour, wishes)| UnmetHour {
                room: *room,
                weekday: day + 1,
                hour,
                wishes: *wishes,
            }));
        }
    }
    let (refused, waiting, lapsed) = (found.refused, found.waiting, found.lapsed);
    Ok(HttpResponse::Ok().json(UnmetWishes { days: DAYS, refused, waiting, lapsed, hours }))
}
