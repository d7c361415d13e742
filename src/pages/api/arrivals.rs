//! `/rooms/{id}/attendance` and `/sessions/{id}/arrivals`: how many came to a drop-in room in an hour, and who of those
//! registered is here, by the list of names or by the code that they show.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::attendance::{Attendance, Counted, NewAttendance, filed, too_early, works_at};
use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::activities::SessionId;
use crate::domain::attendance::checking_in::{Pressed, arrive, coming, expected};
use crate::domain::attendance::{Arrival, Of, store};
use crate::domain::registrations::RegistrationId;
use crate::domain::registrations::codes::CHECK_IN;
use crate::domain::rooms::RoomId;

/// How many came in an hour.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HourAttendance {
    /// When the hour begins: one of those of the centre's day.
    pub starts_at: WallTime,
    /// 0 says that nobody came.
    #[schema(minimum = 0, maximum = 99999)]
    pub visits: i32,
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// Somebody registered for a session, at the door.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpectedParty {
    pub registration: RegistrationId,
    /// Empty once erased.
    pub name: String,
    pub party: i32,
    /// So many of them are here.
    pub here: i32,
}

/// So many of a party are here.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArrival {
    /// From the list of names; either this or `code`.
    pub registration: Option<RegistrationId>,
    /// What the registration's code for the door holds: the address, or its last part.
    pub code: Option<String>,
    /// From 0, which takes it back, to the party; all of it if left out.
    #[schema(minimum = 0)]
    pub people: Option<i32>,
}

/// Reports how many came to a drop-in room in one of its open hours. For staff.
#[utoipa::path(
    post, path = "/rooms/{id}/attendance", operation_id = "report_hour_attendance", tag = "staff",
    params(("id" = RoomId, Path)),
    request_body = HourAttendance,
    responses(
        (status = CREATED, body = Attendance),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn hour(
    state: web::Data<State>,
    known: Known,
    id: web::Path<RoomId>,
    Body(body): Body<HourAttendance>,
) -> Result<HttpResponse> {
    let HourAttendance { starts_at, visits, note } = body;
    filed(&state, known, Of::Hour(id.into_inner(), starts_at.0), NewAttendance { visits, note }).await
}

pub(super) fn no_such_hour(lang: Lang) -> &'static str {
    lang.pick(
        "这天的开放时间里没有从这时开始的钟点；哪些钟点要报，看那天的清单。",
        "That day has no open hour that begins then; the day’s list says which hours there are.",
    )
}

/// Who is registered for a session, and how many of them are here. For staff.
#[utoipa::path(
    get, path = "/sessions/{id}/arrivals", operation_id = "list_arrivals", tag = "staff",
    params(("id" = SessionId, Path)),
    responses((status = OK, body = Vec<ExpectedParty>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<SessionId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let read = move |conn: &mut Conn| {
        let at = store::centre_of(conn, Of::Session(id))?;
        works_at(conn, &known, at)?;
        expected(conn, at, id)
    };
    let shown = state.db.read(read).await?.into_iter().map(|one| ExpectedParty {
        registration: one.registration,
        name: one.name,
        party: one.party,
        here: one.here,
    });
    Ok(HttpResponse::Ok().json(shown.collect::<Vec<_>>()))
}

/// Notes that somebody registered is here. For staff.
#[utoipa::path(
    post, path = "/sessions/{id}/arrivals", operation_id = "note_arrival", tag = "staff",
    params(("id" = SessionId, Path)),
    request_body = NewArrival,
    responses(
        (status = OK, body = Counted),
        (status = NOT_FOUND, description = "No such session, or nobody of it has the code or number", body = Problem),
        (status = CONFLICT, description = "Too early", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn note(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SessionId>,
    Body(body): Body<NewArrival>,
) -> Result<HttpResponse> {
    let (id, now, lang, tokens) = (id.into_inner(), state.now(), known.lang, state.tokens.clone());
    let (registration, how, version) = match (body.registration, body.code) {
        (Some(registration), None) => (registration, Arrival::NameList, None),
        (None, Some(token)) => {
            // A scanner reads the whole address.
            let token = token.rsplit('/').next().unwrap_or_default();
            let (registration, version) = tokens.verify(CHECK_IN, token).ok_or(Error::NotFound)?;
            (RegistrationId(registration), Arrival::Code, Some(version))
        }
        _ => {
            let words = lang.pick("名单上的号或者码，给一个。", "Either the number on the list or the code.");
            return Ok(Invalid::field("registration", words));
        }
    };
    let write = move |conn: &mut Conn| {
        let at = store::centre_of(conn, Of::Session(id))?;
        let centre = works_at(conn, &known, at)?;
        let all = expected(conn, at, id)?;
        let one = all.iter().find(|one| one.registration == registration).ok_or(Error::NotFound)?;
        if let Some(version) = version
            && i64::from(coming(conn, registration)?.version) != version
        {
            return Err(Error::NotFound);
        }
        let people = body.people.unwrap_or(one.party);
        if !(0..=one.party).contains(&people) {
            return Ok(Err(one.party));
        }
        arrive(conn, known.acting(&centre, now), id, registration, people, how).map(Ok)
    };
    Ok(match state.db.write_again(write).await? {
        Ok(Pressed::Counted(count)) => HttpResponse::Ok().json(Counted { counted: count.people() }),
        Ok(Pressed::NotYet) => Conflict::because(too_early(lang)),
        Err(party) => {
            Invalid::field("people", lang.pick(format!("0到{party}人。"), format!("From 0 to {party}.")))
        }
    })
}
