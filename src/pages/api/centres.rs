//! `/centres` and their rooms: public.

use actix_web::web::{self, Json};
use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::base::error::Result;
use crate::base::web::State;
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::{self, Access, Catalogue, Equipment, Mode, Noise, RoomId, RoomKind, SpaceId};

/// A centre.
#[derive(Debug, Serialize, ToSchema)]
pub struct Centre {
    pub id: CentreId,
    /// Its word in addresses: `/c/{slug}`.
    pub slug: String,
    pub name: String,
    /// Empty where nobody wrote one.
    pub name_en: String,
    pub address: String,
    pub address_en: String,
    pub phone: String,
    /// The zone of all its wall-clock times.
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
}

/// A room and its rules. Lengths are minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Room {
    pub id: RoomId,
    pub centre: CentreId,
    pub name: String,
    pub name_en: String,
    #[schema(inline)]
    pub kind: RoomKind,
    /// The most people it takes.
    pub capacity: i32,
    /// `instant`: what the agreement covers is approved at once. `reviewed`: staff decide.
    #[schema(inline)]
    pub mode: Mode,
    /// `drop_in` rooms are never booked; of `private` ones no calendar shows more than that they are taken.
    #[schema(inline)]
    pub access: Access,
    pub area_m2: i32,
    pub floor: i32,
    #[schema(inline)]
    pub noise: Noise,
    pub step_free: bool,
    #[schema(inline)]
    pub equipment: Vec<Equipment>,
    /// What it is made of. Rooms that share a space are never taken at the same time.
    pub spaces: Vec<SpaceId>,
    /// Rooms next to it.
    pub neighbours: Vec<RoomId>,
    /// Kept free after each use.
    pub turnaround_minutes: i32,
    pub shortest_minutes: i32,
    pub longest_minutes: i32,
    /// Starts and ends lie on multiples of this.
    pub grain_minutes: i32,
    /// How many days from today one may book.
    pub ahead_days: i32,
    /// Who runs it, where that is not the centre.
    pub partner: Option<String>,
    pub note: String,
    pub note_en: String,
}

impl From<centres::Centre> for Centre {
    fn from(centre: centres::Centre) -> Self {
        Self {
            id: centre.id,
            slug: centre.slug,
            name: centre.name,
            name_en: centre.name_en,
            address: centre.address,
            address_en: centre.address_en,
            phone: centre.phone,
            time_zone: centre.zone.name().to_owned(),
        }
    }
}

impl Room {
    fn of(room: &rooms::Room, catalogue: &Catalogue) -> Self {
        Self {
            id: room.id,
            centre: room.centre_id,
            name: room.name.clone(),
            name_en: room.name_en.clone(),
            kind: room.kind,
            capacity: room.capacity,
            mode: room.mode,
            access: room.access,
            area_m2: room.area_m2,
            floor: room.floor,
            noise: room.noise,
            step_free: room.step_free,
            equipment: catalogue.equipment_of(room.id).to_vec(),
            spaces: catalogue.spaces_of(room.id).to_vec(),
            neighbours: catalogue.neighbours_of(room.id).map(|room| room.id).collect(),
            turnaround_minutes: room.turnaround_minutes,
            shortest_minutes: room.shortest_minutes,
            longest_minutes: room.longest_minutes,
            grain_minutes: room.grain_minutes,
            ahead_days: room.ahead_days,
            partner: (!room.partner.is_empty()).then(|| room.partner.clone()),
            note: room.note.clone(),
            note_en: room.note_en.clone(),
        }
    }
}

/// All centres of this installation.
#[utoipa::path(
    get, path = "/centres", operation_id = "list_centres", tag = "public",
    responses((status = OK, body = Vec<Centre>)), security(()),
)]
pub async fn list(state: web::Data<State>) -> Result<Json<Vec<Centre>>> {
    let centres = state.db.read(centres::store::all).await?;
    Ok(Json(centres.into_iter().map(Centre::from).collect()))
}

/// The rooms of a centre that are let or open, in their order.
#[utoipa::path(
    get, path = "/centres/{id}/rooms", operation_id = "list_rooms", tag = "public",
    params(("id" = CentreId, Path)),
    responses(
        (status = OK, body = Vec<Room>),
        (status = NOT_FOUND, body = Problem),
    ),
    security(()),
)]
pub async fn rooms(state: web::Data<State>, id: web::Path<CentreId>) -> Result<Json<Vec<Room>>> {
    let (id, now) = (id.into_inner(), state.now());
    let catalogue = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            let today = centre.zone.today(now);
            rooms::store::catalogue(conn, id, today, today + Duration::days(1))
        })
        .await?;
    let active = catalogue.rooms.iter().filter(|room| room.active);
    Ok(Json(active.map(|room| Room::of(room, &catalogue)).collect()))
}
