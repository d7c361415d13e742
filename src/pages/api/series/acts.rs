//! What is done about a series: giving up, adding back, deciding.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::asking::checked_key;
use super::super::bookings::Booking;
use super::super::caller::Known;
use super::super::input::Body;
use super::super::problem::{Conflict, Invalid, Problem, Taken};
use super::super::wire::{Alternative, WallTime};
use super::{Choosing, may_see};
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::base::web::State;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::adding_back::{Added, add_back as add_one_back};
use crate::domain::bookings::series::cancelling::cancel;
use crate::domain::bookings::series::deciding::{self, Chosen, Seen};
use crate::domain::bookings::series::{Choice, Scope, SeriesId, store};
use crate::domain::bookings::{Acting, BookingId};
use crate::domain::people::Role;
use crate::domain::rooms::RoomId;

/// Which dates, of those to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    One,
    Following,
    All,
}

/// Dates to be given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesCancellation {
    #[schema(inline)]
    pub scope: Which,
    /// Needed but for `all`: where the rule put the one, or the first.
    pub original_date: Option<NaiveDate>,
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// A date to be added back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedBack {
    pub original_date: NaiveDate,
    /// `take` if left out; `wait` joins the line where somebody else has the room; `alternative` takes another room
    /// or time for the date.
    #[schema(inline)]
    pub choice: Option<Choosing>,
    /// Only of an alternative, and needed there.
    pub room: Option<RoomId>,
    pub starts_at: Option<WallTime>,
    pub ends_at: Option<WallTime>,
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
}

/// A decision about some dates, or about all that wait for one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesDecision {
    /// Where the rule put them; all that are to be decided if left out.
    pub original_dates: Option<Vec<NaiveDate>>,
    /// Needed to refuse, and to approve what the agreement does not cover.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Approves only while no other requests than these would lose by it; all may if left out.
    pub losers: Option<Vec<BookingId>>,
}

/// What became of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    pub approved: Vec<Booking>,
    /// They waited in line and are offered first.
    pub offered: Vec<Booking>,
    pub refused: Vec<Booking>,
    /// Still open, each with why in words.
    pub left: Vec<LeftOpen>,
}

/// A date that stays open.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOpen {
    pub booking: Booking,
    pub message: String,
}

/// `None` where a date is needed and not named.
pub(super) fn scope(which: Which, original: Option<NaiveDate>) -> Option<Scope> {
    match (which, original) {
        (Which::All, _) => Some(Scope::All),
        (Which::One, Some(date)) => Some(Scope::One(date)),
        (Which::Following, Some(date)) => Some(Scope::Following(date)),
        (_, None) => None,
    }
}

/// Gives up one date, that and all after it, or all that is to come.
#[utoipa::path(
    post, path = "/series/{id}/cancellation", operation_id = "cancel_series", tag = "bookings",
    params(("id" = SeriesId, Path)),
    request_body = SeriesCancellation,
    responses(
        (status = OK, description = "The bookings that are given up", body = Vec<Booking>),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Nothing in the scope is to come", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn cancellation(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
    Body(body): Body<SeriesCancellation>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let scope = scope(body.scope, body.original_date);
    let too_long = body.reason.as_ref().is_some_and(|reason| reason.chars().count() > 500);
    if too_long {
        return Ok(Invalid::field("reason", lang.pick("最多500个字。", "At most 500 characters.")));
    }
    let done = state
        .db
        .write_again(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let Some(scope) = scope else { return Ok(None) };
            let leads = known.leads(series.troupe_id);
            let by = if leads { Canceller::Troupe } else { Canceller::Staff };
            let acting = known.acting(&centre, now);
            let reason = body.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
            cancel(conn, acting, id, scope, by, reason).map(Some)
        })
        .await?;
    let Some(gone) = done else {
        return Ok(Invalid::field("original_date", lang.pick("这一项要填。", "This is needed.")));
    };
    if gone.is_empty() {
        return Ok(Conflict::because(
            lang.pick("没有可以取消的了。", "There is nothing to come that could be cancelled."),
        ));
    }
    state.outbox.notify_one();
    let all = gone.cancelled.iter().chain(&gone.withdrawn);
    Ok(HttpResponse::Ok().json(all.map(|one| Booking::from(&one.booking)).collect::<Vec<_>>()))
}

/// Adds back a date that was left out or given up.
#[utoipa::path(
    post, path = "/series/{id}/dates", operation_id = "add_series_date_back", tag = "bookings",
    params(("id" = SeriesId, Path)),
    request_body = AddedBack,
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Somebody else has the room then, or the date is not missing", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn dates(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
    Body(body): Body<AddedBack>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let how = match body.choice {
        None | Some(Choosing::Take) => Choice::Take,
        Some(Choosing::Wait) => Choice::Wait,
        Some(Choosing::Alternative) => match other(&body) {
            Some(choice) => choice,
            None => {
                let words = lang.pick(
                    "要写 room、starts_at 和 ends_at，结束晚于开始，在同一天。",
                    "It takes room, starts_at and ends_at, of one day, the end after the start.",
                );
                return Ok(Invalid::field("starts_at", words));
            }
        },
        Some(Choosing::Skip) => {
            let words = lang.pick("只能是 take、wait 或 alternative。", "Only take, wait or alternative.");
            return Ok(Invalid::field("choice", words));
        }
    };
    let key = match checked_key(lang, body.request_key) {
        Ok(key) => key,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let (added, today) = state
        .db
        .write_again(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let acting = known.acting(&centre, now);
            let on_behalf = !known.leads(series.troupe_id);
            let added = add_one_back(conn, acting, id, body.original_date, how, &key, on_behalf)?;
            Ok((added, centre.zone.today(now)))
        })
        .await?;
    Ok(match added {
        Added::Done(booking) => {
            state.outbox.notify_one();
            HttpResponse::Ok().json(Booking::from(&booking))
        }
        Added::NotMissing => Conflict::because(lang.pick("这一次没有缺。", "That date is not missing.")),
        Added::Taken { clashes, alternatives } => {
            Taken::response(lang, &clashes, Alternative::all(&alternatives))
        }
        Added::Refused { refusal, alternatives } => {
            Invalid::refused(lang, &refusal, today, Alternative::all(&alternatives))
        }
    })
}

/// The alternative that is named.
fn other(body: &AddedBack) -> Option<Choice> {
    let span = Span::new(body.starts_at?.0, body.ends_at?.0).ok()?;
    Some(Choice::Alternative { room: body.room?, span })
}

/// Approves the dates of a series, or some of them; what clashes meanwhile stays open and is listed.
#[utoipa::path(
    post, path = "/series/{id}/approval", operation_id = "approve_series", tag = "staff",
    params(("id" = SeriesId, Path)),
    request_body(content = Option<SeriesDecision>, description = "May be left out"),
    responses(
        (status = OK, body = Decided),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn approval(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
    Body(body): Body<SeriesDecision>,
) -> Result<HttpResponse> {
    decide(state, known, id.into_inner(), body, true).await
}

/// Refuses the dates of a series, or some of them.
#[utoipa::path(
    post, path = "/series/{id}/refusal", operation_id = "refuse_series", tag = "staff",
    params(("id" = SeriesId, Path)),
    request_body = SeriesDecision,
    responses(
        (status = OK, body = Decided),
        (status = FORBIDDEN, description = "Not one who decides", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, description = "It takes a reason", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn refusal(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
    Body(body): Body<SeriesDecision>,
) -> Result<HttpResponse> {
    decide(state, known, id.into_inner(), body, false).await
}

async fn decide(
    state: web::Data<State>,
    known: Known,
    id: SeriesId,
    body: SeriesDecision,
    approving: bool,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let reason = body.reason.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let needed = !approving && reason.is_empty();
    let (outcome, centre) = state
        .db
        .write_again(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let role = known.role_in(centre.id).filter(|role| *role >= Role::Approver);
            let role = role.ok_or(Error::Forbidden)?;
            if needed || reason.chars().count() > 500 {
                return Ok((None, centre));
            }
            let dates: Option<Vec<Seen>> = match &body.original_dates {
                None => None,
                Some(named) => Some(
                    store::dates(conn, series.id)?
                        .iter()
                        .filter(|date| named.contains(&date.original))
                        .filter_map(|date| date.booked.as_ref())
                        .map(|booked| (booked.booking.id, booked.booking.version))
                        .collect(),
                ),
            };
            let acting = known.acting(&centre, now);
            let outcome = match approving {
                true => {
                    let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
                    let chosen = Chosen { dates, losers: body.losers.clone() };
                    deciding::approve(conn, acting, id, &chosen, reason, role)?
                }
                false => deciding::refuse(conn, acting, id, dates.as_deref(), &reason, role)?,
            };
            Ok((Some(outcome), centre))
        })
        .await?;
    let Some(outcome) = outcome else {
        let message = lang.pick("请写理由，最多500个字。", "Give a reason of at most 500 characters.");
        return Ok(Invalid::field("reason", message));
    };
    state.outbox.notify_one();
    let acting = Acting { centre: &centre, person: None, now };
    let all = |list: &[crate::domain::bookings::Booked]| {
        list.iter().map(|one| Booking::from(&one.booking)).collect()
    };
    Ok(HttpResponse::Ok().json(Decided {
        approved: all(&outcome.granted),
        offered: all(&outcome.offered),
        refused: all(&outcome.refused),
        left: outcome
            .left
            .iter()
            .map(|(booked, why)| LeftOpen {
                booking: Booking::from(&booked.booking),
                message: deciding::left(lang, why, &acting),
            })
            .collect(),
    }))
}
