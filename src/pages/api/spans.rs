//! `/rooms/{id}/spans`: when a room is open, free and taken. Public, and without a name.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::days;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::Stretch;
use crate::base::error::{Error, Result};
use crate::base::time::{DaySpan, Minute, Wall, merge};
use crate::base::web::{State, problem};
use crate::domain::bookings::{Facts, store};
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::{self, Room, RoomId};

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// The first day; today if left out.
    pub from: Option<NaiveDate>,
    /// The last day, at most 61 days on; six days after the first if left out.
    pub to: Option<NaiveDate>,
}

/// A room's days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Spans {
    pub room: RoomId,
    pub centre: CentreId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub days: Vec<Day>,
}

/// One day of a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct Day {
    pub date: NaiveDate,
    /// When the room is open.
    pub open: Vec<Stretch>,
    /// Where a booking may lie: open, free with the turnaround, and not past.
    pub free: Vec<Stretch>,
    /// When it is taken, turnaround included.
    pub taken: Vec<Stretch>,
}

/// When a room is open, free and taken.
#[utoipa::path(
    get, path = "/rooms/{id}/spans", operation_id = "list_spans", tag = "public",
    params(("id" = RoomId, Path), Days),
    responses(
        (status = OK, body = Spans),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn list(
    state: web::Data<State>,
    request: HttpRequest,
    id: web::Path<RoomId>,
    Params(asked): Params<Days>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), problem::lang(&request));
    let spans = state
        .db
        .read(move |conn| {
            let centre = rooms::store::centre_of(conn, id)?;
            let room = rooms::store::room(conn, centre, id)?;
            if !room.active {
                return Err(Error::NotFound);
            }
            let centre = centres::store::by_id(conn, centre)?;
            let (from, to) = match days::range(asked.from, asked.to, centre.zone.today(now), lang) {
                Ok(days) => days,
                Err((field, message)) => return Ok(Err((field, message))),
            };
            let facts = store::facts_of_centre(conn, &centre, None, from, to, now)?;
            Ok(Ok(spans(&facts, &room, from, to)))
        })
        .await?;
    Ok(match spans {
        Ok(spans) => HttpResponse::Ok().json(spans),
        Err((field, message)) => Invalid::field(field, message),
    })
}

fn spans(facts: &Facts, room: &Room, from: NaiveDate, to: NaiveDate) -> Spans {
    let day = |date: NaiveDate| {
        let stretches = |parts: Vec<DaySpan>| parts.into_iter().map(|part| Stretch::of(date, part)).collect();
        let mut free = if room.is_bookable() { facts.stretches(room, date) } else { Vec::new() };
        // What is too short for any booking is not free for one.
        free.retain(|part| part.minutes() >= room.shortest_minutes);
        Day {
            date,
            open: stretches(facts.catalogue.open_on(room.id, date)),
            free: stretches(free),
            taken: stretches(taken(facts, room, date)),
        }
    };
    Spans {
        room: room.id,
        centre: room.centre_id,
        from,
        to,
        days: from.iter_days().take_while(|date| *date <= to).map(day).collect(),
    }
}

fn taken(facts: &Facts, room: &Room, date: NaiveDate) -> Vec<DaySpan> {
    let midnight = Wall::at(date, Minute::MIDNIGHT).naive();
    let clip = |wall: Wall| Minute::new((wall.naive() - midnight).num_minutes().clamp(0, 24 * 60) as i32);
    let occupancies =
        facts.catalogue.spaces_of(room.id).iter().filter_map(|space| facts.taken.get(space)).flatten();
    merge(occupancies.filter_map(|one| DaySpan::new(clip(one.starts_at)?, clip(one.ends_at)?)).collect())
}
