//! `/centres/{id}/disruptions` and closures: what the centre takes away, first as a preview, then as the act; and
//! lifting a closure.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::{Caller, Known};
use super::input::Body;
use super::problem::{Conflict, FieldProblem, Invalid, Problem};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Span, Wall};
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::domain::activities::{ActivityDetails, ActivityKind};
use crate::domain::agreements::{AgreementId, TroupeId};
use crate::domain::bookings::BookingId;
use crate::domain::centres::{self, CentreId};
use crate::domain::disruptions::lifting::{Lifted, lift};
use crate::domain::disruptions::store::{self, Closure as Stored};
use crate::domain::disruptions::{
    Cause, ClosureId, DisruptionId, Fate, Halt, HitBooking, Outcome, Plan, Planned, Use, What, disrupting,
    planning,
};
use crate::domain::people::{Acting, Role};
use crate::domain::rooms::RoomId;

/// What is to happen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDisruption {
    /// `closure`, `fault`, `own_use` or `agreement`; hours are changed on the pages.
    #[schema(inline)]
    pub cause: Cause,
    /// Of a closure or fault: left out, the whole centre. The centre's own use needs one.
    pub room: Option<RoomId>,
    /// Not for an agreement.
    pub starts_at: Option<WallTime>,
    pub ends_at: Option<WallTime>,
    /// Of the centre's own use: what the activity is called.
    #[schema(max_length = 100)]
    pub title: Option<String>,
    /// Of an agreement: which; managers alone.
    pub agreement: Option<AgreementId>,
    /// Of an agreement: its last day from now on; left out, it is suspended.
    pub last_day: Option<NaiveDate>,
    /// The troupes read it.
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub reason_en: String,
    /// Only answers what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// The `seen` of the preview: the act does that and nothing else.
    pub seen: Option<String>,
    /// A second act with the same key returns the first.
    #[schema(max_length = 100)]
    pub request_key: Option<String>,
}

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
        (status = CONFLICT, description = "It is not what was seen; nothing was done: preview it again", body = Conflict),
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
    let needed = if body.cause == Cause::Agreement { Role::Manager } else { Role::Approver };
    if role < needed {
        return Err(Error::Forbidden);
    }
    let planned = match planned(lang, &body) {
        Ok(planned) => planned,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let person = Some(known.person.id);
    if body.dry_run {
        let plan = state
            .db
            .read(move |conn| {
                let centre = centres::store::by_id(conn, id)?;
                planning::plan(conn, &Acting { centre: &centre, person, now }, &planned)
            })
            .await?;
        return Ok(HttpResponse::Ok().json(Preview::of(&plan)));
    }
    let Some(seen) = body.seen.clone() else {
        return Ok(Invalid::field(
            "seen",
            lang.pick("先用 dry_run 看影响谁。", "Preview it first, with dry_run."),
        ));
    };
    let key = body.request_key.clone().filter(|key| !key.is_empty() && key.len() <= 100);
    let key = key.unwrap_or_else(random_token);
    let (outcome, closure) = state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            let acting = Acting { centre: &centre, person, now };
            let outcome = disrupting::disrupt(conn, &acting, &planned, &seen, &key)?;
            let closure = match &outcome {
                Outcome::Done(id) | Outcome::Repeated(id) => store::closure_of(conn, *id)?,
                Outcome::Changed(_) => None,
            };
            Ok((outcome, closure.map(|one| one.id)))
        })
        .await?;
    state.outbox.notify_one();
    Ok(match outcome {
        Outcome::Done(id) | Outcome::Repeated(id) => {
            HttpResponse::build(StatusCode::CREATED).json(Disrupted { id, closure })
        }
        Outcome::Changed(_) => Conflict::because(lang.pick(
            "情况和您看到的不一样了，什么都没有做；请再看一遍。",
            "It is not what was seen; nothing was done. Preview it again.",
        )),
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

fn planned(lang: Lang, body: &NewDisruption) -> Result<Planned, FieldProblem> {
    let needed = |field: &str| FieldProblem::new(field, lang.pick("这一项要填。", "This is needed."));
    if body.reason.trim().is_empty() || body.reason.chars().count() > 300 {
        return Err(FieldProblem::new(
            "reason",
            lang.pick("请写原因，最多300字。", "Write why, in at most 300 characters."),
        ));
    }
    let what = match body.cause {
        Cause::Closure | Cause::Fault => {
            let from = body.starts_at.ok_or_else(|| needed("starts_at"))?.0;
            let to = body.ends_at.ok_or_else(|| needed("ends_at"))?.0;
            if to <= from || (to.date() - from.date()).num_days() > 400 {
                return Err(FieldProblem::new(
                    "ends_at",
                    lang.pick("结束要晚于开始，最多一年。", "The end comes after the start, within a year."),
                ));
            }
            What::Close { room: body.room, from, to, fault: body.cause == Cause::Fault }
        }
        Cause::OwnUse => What::OwnUse {
            of: Use::New { details: Box::new(details(body).ok_or_else(|| needed("title"))?), publish: false },
            room: body.room.ok_or_else(|| needed("room"))?,
            spans: vec![span(lang, body)?],
        },
        Cause::Agreement => What::Agreement {
            id: body.agreement.ok_or_else(|| needed("agreement"))?,
            halt: body.last_day.map_or(Halt::Suspend, |last_day| Halt::End { last_day }),
        },
        Cause::Hours => {
            return Err(FieldProblem::new(
                "cause",
                lang.pick("开放时间请在页面上改。", "Change hours on the pages."),
            ));
        }
    };
    let (reason, reason_en) = (body.reason.trim().to_owned(), body.reason_en.trim().to_owned());
    Ok(Planned { what, reason, reason_en })
}

fn span(lang: Lang, body: &NewDisruption) -> Result<Span, FieldProblem> {
    let wall = |time: Option<WallTime>| time.map(|time| time.0);
    let (from, to) = (wall(body.starts_at), wall(body.ends_at));
    from.zip(to).and_then(|(from, to): (Wall, Wall)| Span::new(from, to).ok()).ok_or_else(|| {
        FieldProblem::new(
            "ends_at",
            lang.pick("要在同一天，结束晚于开始。", "Within one day, the end after the start."),
        )
    })
}

fn details(body: &NewDisruption) -> Option<ActivityDetails> {
    let title: String = body.title.as_deref()?.trim().chars().take(100).collect();
    (!title.is_empty()).then(|| ActivityDetails::new(ActivityKind::Other, &title))
}

impl Preview {
    fn of(plan: &Plan) -> Self {
        Self {
            seen: plan.fingerprint(),
            hits: plan.told_of().map(HitPreview::of).collect(),
            sessions: plan.sessions.len(),
            told: plan.told().len(),
            impossible: plan.problem.is_some(),
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
