//! `/centres/{id}/terms`: the versions of the house terms, and who accepts them.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Known;
use super::input::Body;
use super::problem::{FieldProblem, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::web::State;
use crate::domain::agreements::terms::publishing::{Published, publish};
use crate::domain::agreements::terms::{Acceptance, HouseTerms, TermsId, accepting, store};
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::people::{PersonId, Role};

const LONGEST: usize = 5000;

/// One version of the house terms; it is never changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Terms {
    pub id: TermsId,
    /// From 1.
    pub version: i32,
    pub text: String,
    /// May be empty.
    pub text_en: String,
    pub valid_from: NaiveDate,
    /// When the caller accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
}

/// A version to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTerms {
    #[schema(min_length = 1, max_length = 5000)]
    pub text: String,
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub text_en: String,
    pub valid_from: NaiveDate,
}

/// Who accepts.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAcceptance {
    /// A leader for whom staff record what was signed on paper; the caller if left out.
    pub person: Option<PersonId>,
}

/// Somebody who leads a troupe has accepted a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsAcceptance {
    pub person: PersonId,
    pub name: String,
    pub accepted_at: DateTime<Utc>,
    /// The name of whoever of the staff recorded what was signed on paper; null where they accepted it themselves.
    pub recorded_by: Option<String>,
}

impl Terms {
    fn of(one: HouseTerms, accepted: &[Acceptance]) -> Self {
        let accepted = accepted.iter().find(|accepted| accepted.terms == one.id);
        Self {
            id: one.id,
            version: one.version,
            text: one.text,
            text_en: one.text_en,
            valid_from: one.valid_from,
            accepted_at: accepted.map(|one| one.accepted_at.utc()),
        }
    }
}

/// A centre's versions, the newest first. For its leaders and staff.
#[utoipa::path(
    get, path = "/centres/{id}/terms", operation_id = "list_house_terms", tag = "bookings",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = Vec<Terms>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<CentreId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            let centre = of(conn, &known, id)?;
            all(conn, &known, centre.id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Writes a version. For managers of the centre.
#[utoipa::path(
    post, path = "/centres/{id}/terms", operation_id = "publish_house_terms", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = NewTerms,
    responses(
        (status = CREATED, description = "All versions, the newest first", body = Vec<Terms>),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(body): Body<NewTerms>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let mut errors = Vec::new();
    for (field, text, least) in [("text", &body.text, 1), ("text_en", &body.text_en, 0)] {
        if !(least..=LONGEST).contains(&text.trim().chars().count()) {
            let words =
                lang.pick(format!("{least}到{LONGEST}个字。"), format!("{least} to {LONGEST} characters."));
            errors.push(FieldProblem::new(field, words));
        }
    }
    let wrong = !errors.is_empty();
    let written = state
        .db
        .write_again(move |conn| {
            let centre = of(conn, &known, id)?;
            if known.role_in(centre.id) != Some(Role::Manager) {
                return Err(Error::Forbidden);
            }
            if wrong {
                return Ok(None);
            }
            let acting = known.acting(&centre, now);
            let published = publish(conn, &acting, body.text.trim(), body.text_en.trim(), body.valid_from)?;
            Ok(Some((published, all(conn, &known, centre.id)?)))
        })
        .await?;
    Ok(match written {
        None => Invalid::response(errors, Vec::new()),
        Some((Published::Done(_), versions)) => HttpResponse::Created().json(versions),
        Some((Published::TooEarly { earliest }, _)) => {
            Invalid::field("valid_from", too_early(lang, earliest))
        }
    })
}

/// A leader accepts a version, or staff record that one did. A second time changes nothing.
#[utoipa::path(
    post, path = "/centres/{id}/terms/{terms}/acceptance", operation_id = "accept_house_terms", tag = "bookings",
    params(("id" = CentreId, Path), ("terms" = TermsId, Path)),
    request_body(content = Option<NewAcceptance>, description = "May be left out"),
    responses(
        (status = OK, description = "All versions, the newest first", body = Vec<Terms>),
        (status = FORBIDDEN, description = "For another person: staff", body = Problem),
        (status = NOT_FOUND, description = "None, an older one, or nobody who leads a troupe", body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn acceptance(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(CentreId, TermsId)>,
    Body(body): Body<NewAcceptance>,
) -> Result<HttpResponse> {
    let ((id, terms), now) = (path.into_inner(), state.now());
    let versions = state
        .db
        .write_again(move |conn| {
            let centre = of(conn, &known, id)?;
            let person = body.person.unwrap_or(known.person.id);
            if person != known.person.id && known.role_in(centre.id).is_none() {
                return Err(Error::Forbidden);
            }
            accepting::accept(conn, &known.acting(&centre, now), terms, person)?;
            all(conn, &known, centre.id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(versions))
}

/// Who accepted a version, and when; the earliest first. For staff of the centre.
#[utoipa::path(
    get, path = "/centres/{id}/terms/{terms}/acceptances", operation_id = "list_acceptances", tag = "staff",
    params(("id" = CentreId, Path), ("terms" = TermsId, Path)),
    responses((status = OK, body = Vec<TermsAcceptance>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn acceptances(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(CentreId, TermsId)>,
) -> Result<HttpResponse> {
    let (id, terms) = path.into_inner();
    known.role_in(id).ok_or(Error::NotFound)?;
    let found = state
        .db
        .read(move |conn| {
            let terms = store::one(conn, id, terms)?;
            store::acceptances(conn, terms.id)
        })
        .await?;
    let accepted = found.into_iter().map(|(name, one)| TermsAcceptance {
        person: one.person,
        name,
        accepted_at: one.accepted_at.utc(),
        recorded_by: one.recorded_by,
    });
    Ok(HttpResponse::Ok().json(accepted.collect::<Vec<_>>()))
}

/// The centre, for who works there or leads a troupe of it.
fn of(conn: &mut Conn, known: &Known, id: CentreId) -> Result<Centre> {
    let centre = centres::store::by_id(conn, id)?;
    let leads = known.troupes.iter().any(|troupe| troupe.centre_id == id);
    if leads || known.role_in(id).is_some() { Ok(centre) } else { Err(Error::NotFound) }
}

fn all(conn: &mut Conn, known: &Known, centre: CentreId) -> Result<Vec<Terms>> {
    let accepted = store::accepted_by(conn, centre, &[known.person.id])?;
    let versions = store::versions(conn, centre)?;
    Ok(versions.into_iter().map(|one| Terms::of(one, &accepted)).collect())
}

fn too_early(lang: Lang, earliest: NaiveDate) -> String {
    let day = dates::date_long(lang, earliest);
    lang.pick(format!("最早从{day}起。"), format!("From {day} at the earliest."))
}
