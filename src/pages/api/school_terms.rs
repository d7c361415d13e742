//! `/centres/{id}/school-terms`: managers enter when school is on and when it is not; `/centres/{id}/days` reads it.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::calendar::Term;
use super::caller::Known;
use super::input::Body;
use super::problem::{FieldProblem, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::centres::{self, CentreId};
use crate::domain::days::editing::{TermDetails, add_term, change_term, remove_term};
use crate::domain::days::{TermId, TermKind, store};
use crate::domain::people::{Acting, Role};

/// Characters of a name.
const LONGEST_NAME: usize = 40;
/// The longest a term may be, in days.
const LONGEST: i64 = 366;

/// A school term or holiday, both dates included.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermInput {
    #[schema(inline)]
    pub kind: TermKind,
    #[schema(min_length = 1, max_length = 40, example = "2026年秋季学期")]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 80)]
    pub name_en: String,
    pub starts_on: NaiveDate,
    /// At most a year after its start.
    pub ends_on: NaiveDate,
}

impl TermInput {
    fn read(self, lang: Lang) -> Result<TermDetails, Vec<FieldProblem>> {
        let mut errors = Vec::new();
        let names = [("name", &self.name, 1, LONGEST_NAME), ("name_en", &self.name_en, 0, 2 * LONGEST_NAME)];
        for (field, text, least, most) in names {
            let text = text.trim();
            if !(least..=most).contains(&text.chars().count()) || text.chars().any(char::is_control) {
                let words =
                    lang.pick(format!("{least}到{most}个字。"), format!("{least} to {most} characters."));
                errors.push(FieldProblem::new(field, words));
            }
        }
        if !(0..LONGEST).contains(&(self.ends_on - self.starts_on).num_days()) {
            let words = lang.pick(
                "最后一天不能早于第一天，最长一年。",
                "Not before the first day, and at most a year after it.",
            );
            errors.push(FieldProblem::new("ends_on", words));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(TermDetails {
            kind: self.kind,
            name: self.name.trim().to_owned(),
            name_en: self.name_en.trim().to_owned(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        })
    }
}

/// Enters a school term or holiday. What is booked stays booked. For managers of the centre.
#[utoipa::path(
    post, path = "/centres/{id}/school-terms", operation_id = "enter_school_term", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = TermInput,
    responses(
        (status = CREATED, body = Term),
        (status = FORBIDDEN, description = "Not a manager of the centre", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(body): Body<TermInput>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    must_manage(&known, id)?;
    let details = match body.read(known.lang) {
        Ok(details) => details,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let add = move |conn: &mut Conn, acting: &Acting| {
        let id = add_term(conn, acting, &details)?;
        store::term(conn, acting.centre.id, id)
    };
    Ok(HttpResponse::Created().json(Term::from(at(&state, known, id, add).await?)))
}

/// Changes a school term or holiday. For managers of the centre.
#[utoipa::path(
    post, path = "/centres/{id}/school-terms/{term}", operation_id = "change_school_term", tag = "staff",
    params(("id" = CentreId, Path), ("term" = TermId, Path)),
    request_body = TermInput,
    responses(
        (status = OK, body = Term),
        (status = FORBIDDEN, description = "Not a manager of the centre", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn change(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(CentreId, TermId)>,
    Body(body): Body<TermInput>,
) -> Result<HttpResponse> {
    let (id, term) = path.into_inner();
    must_manage(&known, id)?;
    let details = match body.read(known.lang) {
        Ok(details) => details,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let change = move |conn: &mut Conn, acting: &Acting| {
        change_term(conn, acting, term, &details)?;
        store::term(conn, acting.centre.id, term)
    };
    Ok(HttpResponse::Ok().json(Term::from(at(&state, known, id, change).await?)))
}

/// Takes a school term or holiday away. For managers of the centre.
#[utoipa::path(
    post, path = "/centres/{id}/school-terms/{term}/removal", operation_id = "remove_school_term", tag = "staff",
    params(("id" = CentreId, Path), ("term" = TermId, Path)),
    responses(
        (status = OK, description = "What was taken away", body = Term),
        (status = FORBIDDEN, description = "Not a manager of the centre", body = Problem),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn removal(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(CentreId, TermId)>,
) -> Result<HttpResponse> {
    let (id, term) = path.into_inner();
    must_manage(&known, id)?;
    let remove = move |conn: &mut Conn, acting: &Acting| {
        let before = store::term(conn, acting.centre.id, term)?;
        remove_term(conn, acting, term)?;
        Ok(before)
    };
    Ok(HttpResponse::Ok().json(Term::from(at(&state, known, id, remove).await?)))
}

fn must_manage(known: &Known, id: CentreId) -> Result<()> {
    match known.role_in(id) {
        None => Err(Error::NotFound),
        Some(role) if role < Role::Manager => Err(Error::Forbidden),
        Some(_) => Ok(()),
    }
}

/// Runs an act at a centre.
async fn at<T: Send + 'static>(
    state: &State,
    known: Known,
    id: CentreId,
    act: impl Fn(&mut Conn, &Acting) -> Result<T> + Send + 'static,
) -> Result<T> {
    let now = state.now();
    state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            act(conn, &known.acting(&centre, now))
        })
        .await
}
