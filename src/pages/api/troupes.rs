//! `/troupes`: those that one may act for.

use actix_web::web::{self, Json};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Known;
use crate::base::error::Result;
use crate::base::web::State;
use crate::domain::agreements::{self, TroupeId, TroupeKind};
use crate::domain::centres::CentreId;

/// A troupe that one may act for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Troupe {
    pub id: TroupeId,
    pub centre: CentreId,
    pub name: String,
    pub name_en: String,
    #[schema(inline)]
    pub kind: TroupeKind,
    /// How many people it declares.
    pub size: i32,
    /// It chose to be named where others would read that a room is taken.
    pub named: bool,
    /// One leads it; otherwise one works at its centre.
    pub leads: bool,
}

/// The active troupes one leads, and those of the centres one works at.
#[utoipa::path(
    get, path = "/troupes", operation_id = "list_troupes", tag = "bookings",
    responses(
        (status = OK, body = Vec<Troupe>),
    ),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known) -> Result<Json<Vec<Troupe>>> {
    let troupes = state
        .db
        .read(move |conn| {
            let mut all = known.troupes.clone();
            for work in &known.memberships {
                all.extend(agreements::store::troupes(conn, work.centre)?);
            }
            all.retain(|troupe| troupe.active);
            all.sort_by_key(|troupe| troupe.id);
            all.dedup_by_key(|troupe| troupe.id);
            let wired = all.into_iter().map(|troupe| Troupe::of(troupe, &known));
            Ok(wired.collect())
        })
        .await?;
    Ok(Json(troupes))
}

impl Troupe {
    fn of(troupe: agreements::Troupe, known: &Known) -> Self {
        Self {
            leads: known.leads(troupe.id),
            id: troupe.id,
            centre: troupe.centre_id,
            name: troupe.name,
            name_en: troupe.name_en,
            kind: troupe.kind,
            size: troupe.size,
            named: troupe.named,
        }
    }
}
