//! `/troupes/{id}/members`: a troupe's own list of members, for its leaders and for staff of its centre.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::domain::agreements::TroupeId;
use crate::domain::attendance::members::{self, LONGEST_NAME};
use crate::domain::attendance::{Member as Kept, MemberId};

/// Names that one request adds at most.
const MOST: usize = 200;

/// A name on the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TroupeMember)]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    pub joined_on: NaiveDate,
    /// The last day; null: still among them.
    pub left_on: Option<NaiveDate>,
}

/// Names for the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembers {
    /// From 1 to 200, of at most 40 characters each; who is on the list already stays there once.
    #[schema(min_items = 1, max_items = 200)]
    pub names: Vec<String>,
    /// Their first day; today if left out.
    pub from: Option<NaiveDate>,
}

/// Somebody goes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberLeaving {
    /// Their last day; today if left out.
    pub last_day: Option<NaiveDate>,
}

/// All who ever were on the list, by joining.
#[utoipa::path(
    get, path = "/troupes/{id}/members", operation_id = "list_members", tag = "bookings",
    params(("id" = TroupeId, Path)),
    responses((status = OK, body = Vec<Member>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<TroupeId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let read = move |conn: &mut Conn| {
        known.may_act_for(conn, id)?;
        members::list(conn, id)
    };
    Ok(answer(state.db.read(read).await?))
}

/// Puts names on the list.
#[utoipa::path(
    post, path = "/troupes/{id}/members", operation_id = "add_members", tag = "bookings",
    params(("id" = TroupeId, Path)),
    request_body = NewMembers,
    responses(
        (status = OK, body = Vec<Member>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn add(
    state: web::Data<State>,
    known: Known,
    id: web::Path<TroupeId>,
    Body(body): Body<NewMembers>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let names: Vec<String> = body.names.iter().map(|name| name.trim().to_owned()).collect();
    let sound = |name: &String| {
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
    };
    if names.is_empty() || names.len() > MOST || !names.iter().all(sound) {
        let message = lang.pick(
            format!("1到{MOST}个名字，每个最多{LONGEST_NAME}个字。"),
            format!("From 1 to {MOST} names of at most {LONGEST_NAME} characters."),
        );
        return Ok(Invalid::field("names", &message));
    }
    let write = move |conn: &mut Conn| {
        let (centre, _) = known.may_act_for(conn, id)?;
        let from = body.from.unwrap_or_else(|| centre.zone.today(now));
        members::add(conn, known.acting(&centre, now), id, &names, from)?;
        members::list(conn, id)
    };
    Ok(answer(state.db.write_again(write).await?))
}

/// Says until when somebody is among them; their name stays for the numbers of the time before.
#[utoipa::path(
    post, path = "/troupes/{id}/members/{member}/leaving", operation_id = "member_leaves", tag = "bookings",
    params(("id" = TroupeId, Path), ("member" = MemberId, Path)),
    request_body = MemberLeaving,
    responses(
        (status = OK, body = Vec<Member>),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Gone before", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn leaving(
    state: web::Data<State>,
    known: Known,
    ids: web::Path<(TroupeId, MemberId)>,
    Body(body): Body<MemberLeaving>,
) -> Result<HttpResponse> {
    let ((id, member), now, lang) = (ids.into_inner(), state.now(), known.lang);
    let write = move |conn: &mut Conn| {
        let (centre, _) = known.may_act_for(conn, id)?;
        let last = body.last_day.unwrap_or_else(|| centre.zone.today(now));
        match members::leave(conn, known.acting(&centre, now), id, member, last)? {
            true => members::list(conn, id).map(Some),
            false => Ok(None),
        }
    };
    Ok(match state.db.write_again(write).await? {
        Some(all) => answer(all),
        None => Conflict::because(lang.pick("已经不在名单里了。", "Gone before.")),
    })
}

fn answer(all: Vec<Kept>) -> HttpResponse {
    let shown = all.into_iter().map(|one| Member {
        id: one.id,
        name: one.name,
        joined_on: one.joined_on,
        left_on: one.left_on,
    });
    HttpResponse::Ok().json(shown.collect::<Vec<_>>())
}
