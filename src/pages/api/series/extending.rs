//! `/agreements/{id}/extensions`: what the standing series of a renewed agreement would be under the one that renews
//! it; each is confirmed by itself.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::agreements::visible;
use super::super::caller::Known;
use super::super::input::Body;
use super::super::problem::{Conflict, Invalid, Problem};
use super::{Series, SeriesPreview, answered};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::agreements::{self, AgreementId};
use crate::domain::bookings::series::creating::{Created, create};
use crate::domain::bookings::series::extending::{preview, wanted};
use crate::domain::bookings::series::{Choices, SeriesId, store};
use crate::domain::centres::Centre;
use crate::domain::people::Role;

/// A standing series and what it would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extension {
    /// Without its dates.
    pub series: Series,
    /// The series that goes on from it under this agreement already.
    pub extended_as: Option<SeriesId>,
    /// Null where it goes on already, or no agreement is in force yet.
    pub preview: Option<SeriesPreview>,
}

/// A series that is to go on, as its preview proposes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    pub series: SeriesId,
    /// The fingerprint of the preview that was seen.
    pub seen: String,
}

/// Every standing series of the agreement that this one renews. For staff of the centre.
#[utoipa::path(
    get, path = "/agreements/{id}/extensions", operation_id = "preview_series_extensions", tag = "staff",
    params(("id" = AgreementId, Path)),
    responses(
        (status = OK, body = Vec<Extension>),
        (status = FORBIDDEN, description = "For staff", body = Problem),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn extensions(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let found = state
        .db
        .read(move |conn| {
            let centre = of_staff(conn, &known, id, Role::Desk)?;
            let today = centre.zone.today(now);
            let all = preview(conn, known.acting(&centre, now), id)?;
            Ok(all
                .iter()
                .map(|one| Extension {
                    series: Series::of(lang, &one.series, &[], today),
                    extended_as: one.done.as_ref().map(|done| done.id),
                    preview: one.plan.as_ref().map(|plan| SeriesPreview::of(lang, plan, today)),
                })
                .collect::<Vec<_>>())
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Goes on with a series under the agreement that renews its own. For those who decide.
#[utoipa::path(
    post, path = "/agreements/{id}/extensions", operation_id = "extend_series", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body = NewExtension,
    responses(
        (status = CREATED, description = "Made", body = Series,
            headers(("Location" = String, description = "Where it is read"))),
        (status = OK, description = "It goes on already", body = Series),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, description = "Also where the series lies in another agreement", body = Problem),
        (status = CONFLICT, description = "The list is not what was seen, or the agreement is not in force", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn extend(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<NewExtension>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let (created, dates, today) = state
        .db
        .write_again(move |conn| {
            let centre = of_staff(conn, &known, id, Role::Approver)?;
            let (acting, today) = (known.acting(&centre, now), centre.zone.today(now));
            let agreement = agreements::store::agreement(conn, centre.id, id)?;
            let old = store::series(conn, centre.id, body.series)?;
            if agreement.predecessor != Some(old.agreement_id) {
                return Err(Error::NotFound);
            }
            let created =
                create(conn, acting, &wanted(&old, &agreement, today)?, &Choices::new(), &body.seen)?;
            let dates = match &created {
                Created::Done(series) | Created::Repeated(series) => store::dates(conn, series.id)?,
                _ => Vec::new(),
            };
            Ok((created, dates, today))
        })
        .await?;
    if matches!(created, Created::Done(_)) {
        state.outbox.notify_one();
    }
    Ok(answered(lang, &created, &dates, today))
}

/// The centre of an agreement, where they work there in such a role: 403 below it, 404 elsewhere.
fn of_staff(conn: &mut Conn, known: &Known, id: AgreementId, least: Role) -> Result<Centre> {
    let (centre, _) = visible(conn, known, id)?;
    match known.role_in(centre.id) {
        Some(role) if role >= least => Ok(centre),
        _ => Err(Error::Forbidden),
    }
}
