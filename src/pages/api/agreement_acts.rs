//! `/agreements/{id}/activation`, `/suspension`, `/resumption`, `/end`, `/discarding`: a verb is a resource. All
//! for managers of the centre.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::agreement_wire::Agreement;
use super::agreements::{managed, overlaps, too_late};
use super::caller::Known;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::web::State;
use crate::domain::agreements::activating::{Activated, activate};
use crate::domain::agreements::ending::{Ended, discard};
use crate::domain::agreements::suspending::resume;
use crate::domain::agreements::{AgreementId, Moved, words};
use crate::domain::disruptions::agreements::{self as halting, Halted};
use crate::domain::people::Acting;

const LONGEST_REASON: usize = 500;

/// That an agreement was signed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    pub signed_on: NaiveDate,
}

/// Why; the troupe reads it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A word to the troupe.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resumption {
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// When it ends, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyEnd {
    /// It still counts; yesterday ends it at once.
    pub last_day: NaiveDate,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Puts a draft into force.
#[utoipa::path(
    post, path = "/agreements/{id}/activation", operation_id = "activate_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body = Activation,
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "No draft any more, or another stands on its days", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn activation(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<Activation>,
) -> Result<HttpResponse> {
    let (id, lang) = (id.into_inner(), known.lang);
    let act = move |conn: &mut Conn, acting: &Acting| activate(conn, acting, id, body.signed_on);
    Ok(match run(&state, known, id, act).await? {
        Activated::Moved(moved) => answer(&state, lang, moved),
        Activated::Overlaps(other) => Conflict::because(&overlaps(lang, &other)),
        Activated::SignedLater => Invalid::field("signed_on", words::signed_later(lang)),
        Activated::PeriodOver { ends_on } => {
            let day = dates::date_long(lang, ends_on);
            let words = lang.pick(format!("它到{day}就过了。"), format!("Its last day, {day}, is past."));
            Conflict::because(&words)
        }
    })
}

/// Suspends an agreement under which nothing is booked.
#[utoipa::path(
    post, path = "/agreements/{id}/suspension", operation_id = "suspend_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body = Suspension,
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not active any more, or something is booked under it", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn suspension(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<Suspension>,
) -> Result<HttpResponse> {
    let (id, lang) = (id.into_inner(), known.lang);
    let Some(reason) = reason(&body.reason) else { return Ok(no_reason(lang)) };
    let act = move |conn: &mut Conn, acting: &Acting| halting::suspend(conn, acting, id, &reason);
    Ok(match run(&state, known, id, act).await? {
        Halted::Done(moved) => answer(&state, lang, moved),
        Halted::Hits(hits) => booked(lang, hits.len()),
    })
}

/// Lets a suspended agreement hold again.
#[utoipa::path(
    post, path = "/agreements/{id}/resumption", operation_id = "resume_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body(content = Option<Resumption>, description = "May be left out"),
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not suspended", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn resumption(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<Resumption>,
) -> Result<HttpResponse> {
    let (id, lang) = (id.into_inner(), known.lang);
    let word = body.reason.as_deref().and_then(reason);
    let act = move |conn: &mut Conn, acting: &Acting| resume(conn, acting, id, word.as_deref());
    Ok(answer(&state, lang, run(&state, known, id, act).await?))
}

/// Ends an agreement before its time, where nothing is booked after its last day.
#[utoipa::path(
    post, path = "/agreements/{id}/end", operation_id = "end_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body = EarlyEnd,
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Over before, or something is booked after that day", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn end(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<EarlyEnd>,
) -> Result<HttpResponse> {
    let (id, lang) = (id.into_inner(), known.lang);
    let Some(reason) = reason(&body.reason) else { return Ok(no_reason(lang)) };
    let act = move |conn: &mut Conn, acting: &Acting| halting::end(conn, acting, id, body.last_day, &reason);
    Ok(match run(&state, known, id, act).await? {
        Halted::Done(Ended::Moved(moved)) => answer(&state, lang, moved),
        Halted::Done(Ended::NoSuchEnd { earliest, latest }) => {
            let words =
                lang.pick(format!("{earliest}到{latest}之间。"), format!("Between {earliest} and {latest}."));
            Invalid::field("last_day", &words)
        }
        Halted::Hits(hits) => booked(lang, hits.len()),
    })
}

/// Gives up a draft.
#[utoipa::path(
    post, path = "/agreements/{id}/discarding", operation_id = "discard_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body(content = Option<Resumption>, description = "May be left out"),
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "No draft any more", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn discarding(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<Resumption>,
) -> Result<HttpResponse> {
    let (id, lang) = (id.into_inner(), known.lang);
    let word = body.reason.as_deref().and_then(reason);
    let act = move |conn: &mut Conn, acting: &Acting| discard(conn, acting, id, word.as_deref());
    Ok(answer(&state, lang, run(&state, known, id, act).await?))
}

/// Runs an act on an agreement of a centre that the caller manages.
async fn run<T: Send + 'static>(
    state: &State,
    known: Known,
    id: AgreementId,
    act: impl Fn(&mut Conn, &Acting) -> Result<T> + Send + 'static,
) -> Result<T> {
    let now = state.now();
    let managing = move |conn: &mut Conn| {
        let (centre, _) = managed(conn, &known, id)?;
        act(conn, &known.acting(&centre, now))
    };
    state.db.write_again(managing).await
}

fn answer(state: &State, lang: Lang, moved: Moved) -> HttpResponse {
    match moved {
        Moved::Done(agreement, _) => {
            state.outbox.notify_one();
            HttpResponse::Ok().json(Agreement::of(&agreement))
        }
        Moved::NotNow(decided) => too_late(lang, &decided),
    }
}

fn booked(lang: Lang, number: usize) -> HttpResponse {
    let words = match lang {
        Lang::Zh => format!("还有{number}个预约会碰到；请先安排它们。"),
        Lang::En => format!("{number} booked under it would be hit; see to them first."),
    };
    Conflict::because(&words)
}

fn reason(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= LONGEST_REASON).then(|| text.to_owned())
}

fn no_reason(lang: Lang) -> HttpResponse {
    Invalid::field("reason", lang.pick("请写原因，最多500字。", "Give a reason of at most 500 characters."))
}
