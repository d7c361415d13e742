//! `/centres/{id}/tags`, `/tags/{id}`: the words a centre sorts its activities by.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::activities::tags::editing::{self, Named, TagName};
use crate::domain::activities::tags::store;
use crate::domain::activities::{Tag as Stored, TagId};
use crate::domain::centres::{self, CentreId};
use crate::domain::people::Role;
use crate::pages::api::caller::{Caller, Known};
use crate::pages::api::input::Body;
use crate::pages::api::problem::{Invalid, Problem};

/// A word that a centre sorts its activities by.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tag {
    pub id: TagId,
    pub centre: CentreId,
    pub name: String,
    pub name_en: String,
    /// False once it is no longer given to activities.
    pub active: bool,
}

/// What a tag is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagInput {
    /// No other tag of the centre has it.
    #[schema(min_length = 1, max_length = 20, example = "微课堂")]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    pub name_en: String,
    /// True if left out.
    pub active: Option<bool>,
}

/// The tags of a centre in their order, retired ones among them.
#[utoipa::path(
    get, path = "/centres/{id}/tags", operation_id = "list_tags", tag = "public",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = Vec<Tag>), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn list(state: web::Data<State>, _: Caller, id: web::Path<CentreId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            store::of_centre(conn, centre.id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(Tag::from).collect::<Vec<_>>()))
}

/// A new tag behind all others. For managers.
#[utoipa::path(
    post, path = "/centres/{id}/tags", operation_id = "add_tag", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = TagInput,
    responses(
        (status = CREATED, body = Tag),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn add(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(body): Body<TagInput>,
) -> Result<HttpResponse> {
    put(state, known, id.into_inner(), None, body).await
}

/// Renames a tag, retires it, or brings it back. For managers.
#[utoipa::path(
    post, path = "/tags/{id}", operation_id = "change_tag", tag = "staff",
    params(("id" = TagId, Path)),
    request_body = TagInput,
    responses(
        (status = OK, body = Tag),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn change(
    state: web::Data<State>,
    known: Known,
    id: web::Path<TagId>,
    Body(body): Body<TagInput>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let centre = state.db.read(move |conn| store::centre_of(conn, id)).await?;
    put(state, known, centre, Some(id), body).await
}

async fn put(
    state: web::Data<State>,
    known: Known,
    centre: CentreId,
    id: Option<TagId>,
    body: TagInput,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    match known.role_in(centre) {
        None => return Err(Error::NotFound),
        Some(role) if role < Role::Manager => return Err(Error::Forbidden),
        Some(_) => {}
    }
    let called = match called(lang, &body) {
        Ok(called) => called,
        Err(answer) => return Ok(*answer),
    };
    let named = state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, centre)?;
            let acting = known.acting(&centre, now);
            let named = match id {
                None => editing::add(conn, acting, &called)?,
                Some(id) => editing::rename(conn, acting, id, &called)?,
            };
            let Named::Done(id) = named else { return Ok(None) };
            editing::set_active(conn, acting, id, body.active.unwrap_or(true))?;
            store::tag(conn, centre.id, id).map(Some)
        })
        .await?;
    Ok(match (named, id) {
        (Some(tag), None) => HttpResponse::Created().json(Tag::from(tag)),
        (Some(tag), Some(_)) => HttpResponse::Ok().json(Tag::from(tag)),
        (None, _) => Invalid::field("name", lang.pick("已经有这个标签了。", "There is such a tag already.")),
    })
}

fn called(lang: Lang, body: &TagInput) -> Result<TagName, Box<HttpResponse>> {
    let fits =
        |text: &str, longest: usize| text.chars().count() <= longest && !text.chars().any(char::is_control);
    let (name, name_en) = (body.name.trim().to_owned(), body.name_en.trim().to_owned());
    let wrong = |field: &str, longest: usize| {
        let words = lang.pick(format!("最多{longest}个字。"), format!("At most {longest} characters."));
        Box::new(Invalid::field(field, words))
    };
    if name.is_empty() {
        let words = lang.pick("请写标签的名称。", "Write what the tag is called.");
        return Err(Box::new(Invalid::field("name", words)));
    }
    if !fits(&name, 20) {
        return Err(wrong("name", 20));
    }
    if !fits(&name_en, 40) {
        return Err(wrong("name_en", 40));
    }
    Ok(TagName { name, name_en })
}

impl From<Stored> for Tag {
    fn from(tag: Stored) -> Self {
        Self { id: tag.id, centre: tag.centre_id, name: tag.name, name_en: tag.name_en, active: tag.active }
    }
}
