//! `/bookings/{id}/slip`, `/rooms/{id}/week-sheet`: what the pages print, as JSON.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Known;
use super::days::out_of_reach;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Wall;
use crate::base::web::State;
use crate::domain::bookings::{BookingId, board};
use crate::domain::centres;
use crate::domain::rooms::{self, RoomId};
use crate::pages::parts::booking_slip::BookingSlip;
use crate::pages::parts::week_sheet::{SheetDay, week_of, week_sheet};

/// Which week.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Week {
    /// A day of it; today if left out.
    pub week: Option<NaiveDate>,
}

/// A room's week as it hangs on the door: no more than everybody may know.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekSheet {
    pub room: RoomId,
    pub name: String,
    /// From Monday on.
    pub days: Vec<WeekSheetDay>,
    /// Whom to call to use the room.
    pub phone: String,
}

/// One day of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekSheetDay {
    pub date: NaiveDate,
    /// The room opens at all.
    pub open: bool,
    pub lines: Vec<WeekSheetLine>,
}

/// A time when the room cannot be had.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekSheetLine {
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// It is shut then, though usually open; else it is taken.
    pub closed: bool,
    /// Who or what, or why; null where that is not public.
    pub name: Option<String>,
}

impl From<SheetDay> for WeekSheetDay {
    fn from(day: SheetDay) -> Self {
        let date = day.date;
        let line = |line: crate::pages::parts::week_sheet::SheetLine| WeekSheetLine {
            starts_at: WallTime(Wall::at(date, line.part.from())),
            ends_at: WallTime(Wall::at(date, line.part.to())),
            closed: line.closed,
            name: (!line.name.is_empty()).then_some(line.name),
        };
        Self { date, open: day.open, lines: day.lines.into_iter().map(line).collect() }
    }
}

/// The slip of a booking, in words.
#[utoipa::path(
    get, path = "/bookings/{id}/slip", operation_id = "show_booking_slip", tag = "bookings",
    params(("id" = BookingId, Path)),
    responses((status = OK, body = BookingSlip), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn slip(state: web::Data<State>, known: Known, id: web::Path<BookingId>) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let slip = state
        .db
        .read(move |conn| {
            let (centre, booked) = known.may_see(conn, id)?;
            BookingSlip::of(lang, &centre, &booked, now)
        })
        .await?;
    Ok(HttpResponse::Ok().json(slip))
}

/// A week of a room, for its door.
#[utoipa::path(
    get, path = "/rooms/{id}/week-sheet", operation_id = "show_week_sheet", tag = "staff",
    params(("id" = RoomId, Path), Week),
    responses(
        (status = OK, body = WeekSheet),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn week(
    state: web::Data<State>,
    known: Known,
    id: web::Path<RoomId>,
    Params(asked): Params<Week>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    if let Some((field, message)) = asked.week.and_then(|date| out_of_reach(lang, "week", date)) {
        return Ok(Invalid::field(field, message));
    }
    let sheet = state
        .db
        .read(move |conn| {
            let centre = rooms::store::centre_of(conn, id)?;
            known.role_in(centre).ok_or(Error::NotFound)?;
            let centre = centres::store::by_id(conn, centre)?;
            let (monday, sunday) = week_of(asked.week.unwrap_or(centre.zone.today(now)));
            let board = board::read(conn, &centre, monday, sunday, now)?;
            sheet_of(lang, &board, id, monday, &centre.phone)
        })
        .await?;
    Ok(HttpResponse::Ok().json(sheet))
}

fn sheet_of(
    lang: Lang,
    board: &board::Board,
    id: RoomId,
    monday: NaiveDate,
    phone: &str,
) -> Result<WeekSheet> {
    let room = board.catalogue.room(id).ok_or(Error::NotFound)?;
    Ok(WeekSheet {
        room: id,
        name: room.name_in(lang).to_owned(),
        days: week_sheet(lang, board, room, monday).into_iter().map(WeekSheetDay::from).collect(),
        phone: phone.to_owned(),
    })
}
