//! `/centres/{id}/disruptions` and closures: what the centre takes away, first as a preview, then as the act; and
//! lifting a closure.

mod wish;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::asking::checked_key;
use super::caller::{Caller, Known};
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem, kind};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::BookingId;
use crate::domain::centres::{self, CentreId};
use crate::domain::disruptions::lifting::{Lifted, lift};
use crate::domain::disruptions::store::{self, Closure as Stored};
use crate::domain::disruptions::{
    Cause, ClosureId, DisruptionId, Fate, HitBooking, Outcome, Plan, disrupting, planning, words,
};
use crate::domain::people::{Acting, Role};
use crate::domain::rooms::RoomId;
pub use wish::NewDisruption;
use wish::planned;

/// What would happen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// Hand it back to have exactly this done.
    pub seen: String,
    pub hits: Vec<HitPreview>,
    /// How many sessions of activities would be cancelled.
    pub sessions: usize,
    /// How many people would be told.
    pub told: usize,
    /// True where it cannot be, whatever is hit.
    pub impossible: bool,
    /// Why it cannot be, in words.
    pub problem: Option<String>,
}

/// What would happen is not what was seen, or it cannot be: nothing was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanChanged {
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// What would happen now.
    pub preview: Preview,
}

/// A booking that would be hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitPreview {
    pub booking: BookingId,
    pub troupe: TroupeId,
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// It is running and would end then; null where it is taken away.
    pub cut_at: Option<WallTime>,
    /// How often its troupe was displaced within a year.
    pub displaced_before: i64,
    pub offers: Vec<OfferPreview>,
}

/// What it would be offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferPreview {
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// Until when it would be held; null where it is not, and staff would decide.
    pub held_until: Option<DateTime<Utc>>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Disrupted {
    pub id: DisruptionId,
    /// The closure it made, if it made one.
    pub closure: Option<ClosureId>,
}

/// A span in which a room, or the whole centre, is not open.
#[derive(Debug, Serialize, ToSchema)]
pub struct Closure {
    pub id: ClosureId,
    /// Null: the whole centre.
    pub room: Option<RoomId>,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    pub reason: String,
    pub reason_en: String,
}

/// The closures of a centre that stand, now or later, by start.
#[utoipa::path(
    get, path = "/centres/{id}/closures", operation_id = "list_closures", tag = "public",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = Vec<Closure>), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn closures(state: web::Data<State>, _: Caller, id: web::Path<CentreId>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), state.now());
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            store::closures(conn, centre.id, centre.zone.wall(now))
        })
        .await?;
    let standing = found.into_iter().filter(|one| one.lifted_at.is_none());
    Ok(HttpResponse::Ok().json(standing.map(Closure::from).collect::<Vec<_>>()))
}

/// Takes away what stood, or tells what would happen; everybody hit is offered something else and told.
#[utoipa::path(
    post, path = "/centres/{id}/disruptions", operation_id = "disrupt", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = NewDisruption,
    responses(
        (status = OK, description = "What would happen", body = Preview),
        (status = CREATED, description = "Done, now or by the same key before", body = Disrupted),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is not what was seen; nothing was done. With what would happen now", body = PlanChanged),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn disrupt(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(body): Body<NewDisruption>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let role = known.role_in(id).ok_or(Error::NotFound)?;
    let needed = match body.cause {
        Cause::Agreement | Cause::Hours => Role::Manager,
        _ => Role::Approver,
    };
    if role < needed {
        return Err(Error::Forbidden);
    }
    let planned = match planned(lang, &body) {
        Ok(planned) => planned,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let person = Some(known.person.id);
    if body.dry_run {
        let (plan, today) = state
            .db
            .read(move |conn| {
                let centre = centres::store::by_id(conn, id)?;
                let plan = planning::plan(conn, &Acting { centre: &centre, person, now }, &planned)?;
                Ok((plan, centre.zone.today(now)))
            })
            .await?;
        return Ok(HttpResponse::Ok().json(Preview::of(lang, &plan, today)));
    }
    let Some(seen) = body.seen.clone() else {
        return Ok(Invalid::field(
            "seen",
            lang.pick("先用 dry_run 看影响谁。", "Preview it first, with dry_run."),
        ));
    };
    let key = match checked_key(lang, body.request_key.clone()) {
        Ok(key) => key,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let (outcome, closure, today) = state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            let acting = Acting { centre: &centre, person, now };
            let outcome = disrupting::disrupt(conn, &acting, &planned, &seen, &key)?;
            let closure = match &outcome {
                Outcome::Done(id) | Outcome::Repeated(id) => store::closure_of(conn, *id)?,
                Outcome::Changed(_) => None,
            };
            Ok((outcome, closure.map(|one| one.id), centre.zone.today(now)))
        })
        .await?;
    state.outbox.notify_one();
    Ok(match outcome {
        Outcome::Done(id) | Outcome::Repeated(id) => {
            HttpResponse::build(StatusCode::CREATED).json(Disrupted { id, closure })
        }
        Outcome::Changed(plan) => PlanChanged::response(lang, &plan, today),
    })
}

/// Opens the room again before the closure's end.
#[utoipa::path(
    post, path = "/closures/{id}/lifting", operation_id = "lift_closure", tag = "staff",
    params(("id" = ClosureId, Path)),
    responses(
        (status = OK, body = Disrupted),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Lifted before, or over", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn lifting(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ClosureId>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let lifted = state
        .db
        .write_again(move |conn| {
            let of = store::centre_of_closure(conn, id)?;
            match known.role_in(of) {
                None => return Err(Error::NotFound),
                Some(role) if role < Role::Approver => return Err(Error::Forbidden),
                Some(_) => {}
            }
            let centre = centres::store::by_id(conn, of)?;
            lift(conn, &known.acting(&centre, now), id)
        })
        .await?;
    state.outbox.notify_one();
    Ok(match lifted {
        Lifted::Done(disruption) => HttpResponse::Ok().json(Disrupted { id: disruption, closure: Some(id) }),
        Lifted::Over(_) => {
            Conflict::because(lang.pick("已经恢复了，或者已经过去了。", "It was lifted before, or is over."))
        }
    })
}

impl PlanChanged {
    /// 409
    fn response(lang: Lang, plan: &Plan, today: NaiveDate) -> HttpResponse {
        let words = lang.pick(
            "情况和您看到的不一样了，什么都没有做；请看现在会怎样。",
            "It is not what was seen; nothing was done. See what would happen now.",
        );
        kind(StatusCode::CONFLICT, "PlanChanged", words)
            .with("preview", serde_json::to_value(Preview::of(lang, plan, today)).unwrap_or_default())
            .response()
    }
}

impl Preview {
    fn of(lang: Lang, plan: &Plan, today: NaiveDate) -> Self {
        Self {
            seen: plan.fingerprint(),
            hits: plan.told_of().map(HitPreview::of).collect(),
            sessions: plan.sessions.len(),
            told: plan.told().len(),
            impossible: plan.problem.is_some(),
            problem: plan.problem.as_ref().map(|problem| words::problem(lang, problem, today)),
        }
    }
}

impl HitPreview {
    fn of(hit: &HitBooking) -> Self {
        let booking = &hit.booked.booking;
        Self {
            booking: booking.id,
            troupe: booking.troupe_id,
            room: booking.room_id,
            starts_at: WallTime(booking.starts_at),
            ends_at: WallTime(booking.ends_at),
            cut_at: match hit.fate {
                Fate::CutAt(at) => Some(WallTime(at)),
                _ => None,
            },
            displaced_before: hit.displaced_before,
            offers: hit
                .offers
                .iter()
                .map(|offer| OfferPreview {
                    room: offer.alternative.room,
                    starts_at: WallTime(offer.alternative.span.start()),
                    ends_at: WallTime(offer.alternative.span.end()),
                    held_until: offer.until.map(|at| at.utc()),
                })
                .collect(),
        }
    }
}

impl From<Stored> for Closure {
    fn from(one: Stored) -> Self {
        Self {
            id: one.id,
            room: one.room,
            starts_at: WallTime(one.starts_at),
            ends_at: WallTime(one.ends_at),
            reason: one.reason,
            reason_en: one.reason_en,
        }
    }
}
