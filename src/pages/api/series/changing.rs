//! `/series/{id}/changes`: a series gets another room, time, size or purpose from one of its dates on; shown before
//! it is done.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::asking::checked_key;
use super::super::caller::Known;
use super::super::input::Body;
use super::super::problem::{Conflict, FieldProblem, Invalid, Problem};
use super::super::wire::WallTime;
use super::acts::{Which, scope};
use super::may_see;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute};
use crate::base::web::State;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{
    Becomes, Change, Changed, Changing, Move, change, preview, why_stays,
};
use crate::domain::bookings::series::{Series as Stored, SeriesId};
use crate::domain::bookings::{BookingId, MOST_PEOPLE, State as BookingState};
use crate::domain::days::weekdays;
use crate::domain::rooms::RoomId;

/// What a series is to become. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesChange {
    #[schema(inline)]
    pub scope: Which,
    /// Needed but for `all`: where the rule put the one, or the first.
    pub original_date: Option<NaiveDate>,
    pub room: Option<RoomId>,
    #[schema(example = "09:00")]
    pub from: Option<String>,
    #[schema(example = "11:00")]
    pub to: Option<String>,
    /// Of a weekly series: as many as it has, `mon` to `sun`, from Monday on.
    pub weekdays: Option<Vec<String>>,
    #[schema(minimum = 1, maximum = 10000)]
    pub size: Option<i32>,
    #[schema(min_length = 1, max_length = 200)]
    pub purpose: Option<String>,
    /// For the troupe to read. Staff give one where it goes beyond the agreement.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Only answers what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// The `seen` of the preview: the act does that and nothing else.
    pub seen: Option<String>,
    /// A second act with the same key returns what the first did to the dates to come, as they are now.
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
}

/// What a change does, or did, to each date.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesChangeOutcome {
    /// The series that has the changed dates: of a preview, the one that there is.
    pub series: SeriesId,
    /// Hand it back to have exactly this done.
    pub seen: String,
    pub moves: Vec<SeriesMove>,
    /// Dates in the scope that are exceptions, or were moved before: they stay what they are.
    pub untouched: usize,
}

/// One date.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesMove {
    pub original_date: NaiveDate,
    pub booking: BookingId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// What it is there; null where it stays as it was.
    #[schema(inline)]
    pub status: Option<BookingState>,
    /// It stays until staff grant that it moves.
    pub asked: bool,
    /// Why it stays, in words.
    pub message: Option<String>,
}

impl SeriesChangeOutcome {
    fn of(lang: Lang, series: SeriesId, plan: &Changing, today: NaiveDate) -> Self {
        let one = |one: &Move| {
            let (status, asked, message) = match &one.becomes {
                Becomes::Moved(state, _) => (Some(*state), false, None),
                Becomes::Asked(_) => (None, true, None),
                Becomes::Stays(why) => (None, false, Some(why_stays(lang, why, today))),
            };
            SeriesMove {
                original_date: one.original,
                booking: one.booked.booking.id,
                starts_at: WallTime(one.span.start()),
                ends_at: WallTime(one.span.end()),
                status,
                asked,
                message,
            }
        };
        Self {
            series,
            seen: plan.fingerprint(),
            moves: plan.moves.iter().map(one).collect(),
            untouched: plan.untouched,
        }
    }
}

/// Changes a series from a date on, or with `dry_run` shows what becomes of every date.
#[utoipa::path(
    post, path = "/series/{id}/changes", operation_id = "change_series", tag = "bookings",
    params(("id" = SeriesId, Path)),
    request_body = SeriesChange,
    responses(
        (status = OK, description = "What would happen, or what was done", body = SeriesChangeOutcome),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is not what was seen, or nothing can move; nothing was done", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn changes(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SeriesId>,
    Body(body): Body<SeriesChange>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let Some(scope) = scope(body.scope, body.original_date) else {
        return Ok(Invalid::field("original_date", lang.pick("这一项要填。", "This is needed.")));
    };
    if !body.dry_run && body.seen.is_none() {
        let message = lang.pick("先用 dry_run 看会怎样。", "Preview it first, with dry_run.");
        return Ok(Invalid::field("seen", message));
    }
    let first_seen = body.seen.clone().unwrap_or_default();
    let done = state
        .db
        .write_again(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let (acting, today) = (known.acting(&centre, now), centre.zone.today(now));
            let by = if known.leads(series.troupe_id) { Canceller::Troupe } else { Canceller::Staff };
            let wish = match wish(lang, &body, &series, by) {
                Ok(wish) => wish,
                Err(wrong) => return Ok((Err(wrong), today)),
            };
            let seen = body.seen.as_deref().filter(|_| !body.dry_run);
            let changed = match seen {
                None => Changed::Differs(Box::new(preview(conn, acting, id, scope, &wish)?)),
                Some(seen) => change(conn, acting, id, scope, &wish, seen)?,
            };
            Ok((Ok((changed, seen.is_none())), today))
        })
        .await?;
    let (changed, today) = match done {
        (Ok(changed), today) => (changed, today),
        (Err(wrong), _) => return Ok(Invalid::response(vec![wrong], Vec::new())),
    };
    Ok(match changed {
        (Changed::Differs(plan), true) => {
            HttpResponse::Ok().json(SeriesChangeOutcome::of(lang, id, &plan, today))
        }
        (Changed::Done(series, plan), _) => {
            state.outbox.notify_one();
            HttpResponse::Ok().json(SeriesChangeOutcome::of(lang, series.id, &plan, today))
        }
        (Changed::Repeated(series, plan), _) => {
            let outcome = SeriesChangeOutcome::of(lang, series.id, &plan, today);
            HttpResponse::Ok().json(SeriesChangeOutcome { seen: first_seen, ..outcome })
        }
        (Changed::Differs(_), false) => Conflict::because(lang.pick(
            "单子和您看到的不一样了，什么都没有改。请再预览一次。",
            "The list is not what you saw; nothing was changed. Ask for a preview again.",
        )),
        (Changed::Nothing(_), _) => Conflict::because(lang.pick(
            "一次也改不了，什么都没有改。请预览一次，看每一次为什么改不了。",
            "Nothing can move and nothing was changed. A preview says why of each date.",
        )),
    })
}

fn wish(lang: Lang, body: &SeriesChange, series: &Stored, by: Canceller) -> Result<Change, FieldProblem> {
    let minute = |text: &Option<String>, usual: Minute| text.as_deref().map_or(Some(usual), Minute::parse);
    let part = minute(&body.from, series.from_minute)
        .zip(minute(&body.to, series.to_minute))
        .and_then(|(from, to)| DaySpan::new(from, to));
    let part = part.ok_or_else(|| {
        let words = lang.pick("写成 09:00，结束晚于开始。", "Write 09:00; the end comes after the start.");
        FieldProblem::new("to", words)
    })?;
    let size = body.size.unwrap_or(series.size);
    if !(1..=MOST_PEOPLE).contains(&size) {
        let words = lang.pick("请填1到10000。", "Write a number from 1 to 10000.");
        return Err(FieldProblem::new("size", words));
    }
    let purpose = body.purpose.as_deref().map_or(series.purpose.as_str(), str::trim);
    if purpose.is_empty() || purpose.chars().count() > 200 {
        return Err(FieldProblem::new("purpose", lang.pick("1到200个字。", "1 to 200 characters.")));
    }
    let named =
        |days: &Vec<String>| days.iter().map(|word| weekdays::of_word(word)).collect::<Option<Vec<_>>>();
    let weekdays = body.weekdays.as_ref().map(|days| named(days).unwrap_or_default());
    let reason = body.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > 500) {
        return Err(FieldProblem::new("reason", lang.pick("最多500个字。", "At most 500 characters.")));
    }
    let change = Change {
        room: body.room.unwrap_or(series.room_id),
        part,
        weekdays,
        size,
        purpose: purpose.to_owned(),
        by,
        reason: reason.map(str::to_owned),
        request_key: checked_key(lang, body.request_key.clone())?,
    };
    if change.suits(series) {
        return Ok(change);
    }
    let words = lang.pick(
        "要和原来一样多，从周一往后排，写成 mon 到 sun。",
        "As many as there are now, from Monday on, as mon to sun.",
    );
    Err(FieldProblem::new("weekdays", words))
}
