//! `/centres/{id}/faults`: anybody of the staff reports what broke; those who may close rooms are told at once.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Days, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Known;
use super::input::Body;
use super::problem::{FieldProblem, Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::centres::{self, CentreId};
use crate::domain::disruptions::DisruptionId;
use crate::domain::disruptions::reporting::{self, Reported, SHOWN_DAYS, report};
use crate::domain::people::Acting;
use crate::domain::rooms::{self, RoomId};

/// Characters it may take to say what broke.
const LONGEST: usize = 200;

/// Something that broke.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFault {
    pub room: RoomId,
    /// What broke.
    #[schema(min_length = 1, max_length = 200)]
    pub what: String,
    /// Until when at least the room cannot be used.
    pub until: WallTime,
}

/// A fault as it was reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fault {
    pub room: RoomId,
    pub what: String,
    pub until: Option<WallTime>,
    /// The reporter's name.
    pub reported_by: String,
    pub reported_at: DateTime<Utc>,
    /// The act that closed the room for that time; null while it is to be settled.
    pub settled_by: Option<DisruptionId>,
}

impl From<Reported> for Fault {
    fn from(one: Reported) -> Self {
        Self {
            room: one.room,
            what: one.what,
            until: one.until.map(WallTime),
            reported_by: one.by,
            reported_at: one.at.utc(),
            settled_by: one.settled_by,
        }
    }
}

/// What was reported within a week, the newest first. For the centre's staff.
#[utoipa::path(
    get, path = "/centres/{id}/faults", operation_id = "list_faults", tag = "staff",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = Vec<Fault>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
) -> Result<web::Json<Vec<Fault>>> {
    let (id, now) = (id.into_inner(), state.now());
    known.role_in(id).ok_or(Error::NotFound)?;
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            lately(conn, &known.acting(&centre, now))
        })
        .await?;
    Ok(web::Json(found))
}

/// Reports a fault. The room stays as it is until somebody closes it.
#[utoipa::path(
    post, path = "/centres/{id}/faults", operation_id = "report_fault", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = NewFault,
    responses(
        (status = CREATED, description = "What was reported within a week, the newest first", body = Vec<Fault>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(body): Body<NewFault>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    known.role_in(id).ok_or(Error::NotFound)?;
    let what = body.what.trim().to_owned();
    if what.is_empty() || what.chars().count() > LONGEST || what.chars().any(char::is_control) {
        return Ok(Invalid::response(vec![what_broke(lang)], Vec::new()));
    }
    let fault = reporting::Fault { room: body.room, what, until: body.until.0 };
    let reported = state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            if rooms::store::room(conn, centre.id, fault.room).is_err() {
                return Ok(None);
            }
            let acting = known.acting(&centre, now);
            report(conn, &acting, &fault)?;
            lately(conn, &acting).map(Some)
        })
        .await?;
    let Some(reported) = reported else {
        let words = lang.pick("这个中心没有这间。", "This centre has no such room.");
        return Ok(Invalid::field("room", words));
    };
    state.outbox.notify_one();
    Ok(HttpResponse::Created().json(reported))
}

fn lately(conn: &mut Conn, acting: &Acting) -> Result<Vec<Fault>> {
    let today = acting.centre.zone.today(acting.now);
    let since = today.checked_sub_days(Days::new(SHOWN_DAYS)).unwrap_or(today);
    Ok(reporting::reported(conn, acting, since)?.into_iter().map(Fault::from).collect())
}

fn what_broke(lang: Lang) -> FieldProblem {
    let words = lang.pick(
        format!("请写什么坏了，最多{LONGEST}个字。"),
        format!("Write what broke, in at most {LONGEST} characters."),
    );
    FieldProblem::new("what", words)
}
