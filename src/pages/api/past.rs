//! `POST /bookings/past`: staff record a use that nobody booked (补录).

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::asking::NewBooking;
use super::bookings::Booking;
use super::caller::Known;
use super::input::Body;
use super::problem::{Invalid, Problem, Taken};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::agreements::TroupeId;
use crate::domain::attendance::recording::record as do_record;
use crate::domain::attendance::reporting::MOST;
use crate::domain::bookings::recording::Recorded;
use crate::domain::bookings::{MOST_PEOPLE, words};
use crate::domain::rooms::RoomId;

/// A use that is over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PastUse {
    pub room: RoomId,
    pub troupe: TroupeId,
    pub starts_at: WallTime,
    /// On the same day, and over.
    pub ends_at: WallTime,
    #[schema(min_length = 1, max_length = 200, example = "排练")]
    pub purpose: String,
    /// How many came.
    #[schema(minimum = 0, maximum = 99999)]
    pub came: i32,
    /// As in `NewBooking`.
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
}

/// Records a use that nobody booked, with how many came. Nobody is written to. For staff of the centre.
#[utoipa::path(
    post, path = "/bookings/past", operation_id = "record_use", tag = "staff",
    request_body = PastUse,
    responses(
        (status = CREATED, body = Booking, headers(("Location" = String, description = "Where it is read"))),
        (status = OK, description = "This key was used before: that booking", body = Booking),
        (status = NOT_FOUND, description = "No troupe of a centre that one works at", body = Problem),
        (status = CONFLICT, description = "Somebody else was there", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn record(
    state: web::Data<State>,
    known: Known,
    Body(past): Body<PastUse>,
) -> Result<HttpResponse> {
    let (lang, now, came) = (known.lang, state.now(), past.came);
    let PastUse { room, troupe, starts_at, ends_at, purpose, request_key, .. } = past;
    let asked = NewBooking {
        room,
        troupe,
        starts_at,
        ends_at,
        purpose,
        size: came.clamp(1, MOST_PEOPLE),
        request_key,
        wait: None,
    };
    let checked = match asked.checked(lang) {
        Ok(checked) => checked,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    if !(0..=MOST).contains(&came) {
        return Ok(Invalid::field("came", lang.pick("请填0到99999。", "Write a number from 0 to 99999.")));
    }
    let recorded = state
        .db
        .write_again(move |conn| {
            let (centre, _) = known.may_act_for(conn, checked.troupe)?;
            known.role_in(centre.id).ok_or(Error::NotFound)?;
            let past = match checked.at(&centre, lang, true) {
                Ok(past) => past,
                Err(error) => return Ok(Err(error)),
            };
            match do_record(conn, known.acting(&centre, now), &past, came) {
                Err(Error::NotFound) => checked.not_found(conn, &centre, lang).map(Err),
                done => done.map(Ok),
            }
        })
        .await?;
    Ok(match recorded {
        Ok(Recorded::Done(booking)) => HttpResponse::Created()
            .insert_header((header::LOCATION, format!("/api/v1/bookings/{}", booking.id)))
            .json(Booking::from(&booking)),
        Ok(Recorded::Repeated(booking)) => HttpResponse::Ok().json(Booking::from(&booking)),
        Ok(Recorded::Taken(clashes)) => Taken::response(lang, &clashes, Vec::new()),
        Ok(refused) => Invalid::field("starts_at", words::not_recorded(lang, &refused)),
        Err(error) => Invalid::response(vec![error], Vec::new()),
    })
}
