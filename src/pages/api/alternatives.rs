//! `/alternatives/{token}`: what a link in a letter leads to, for programs. The token is the permission; nobody is
//! named.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Body;
use super::problem::{Conflict, Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::bookings::answering::{Answered, offered, take};
use crate::domain::bookings::exchanging::{Declined, answer_to, decline};
use crate::domain::bookings::letters::TAKE_ALTERNATIVE;
use crate::domain::bookings::{Acting, AlternativeId, Booking, State as BookingState, store, words};
use crate::domain::centres;
use crate::domain::rooms::RoomId;

/// A room and a time offered in place of one that was lost.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedAlternative {
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// Until when it is held; null where it is not.
    pub held_until: Option<DateTime<Utc>>,
    /// What was made of the offer, by this link or another; null while it is open.
    #[schema(inline)]
    pub taken_as: Option<BookingState>,
    /// All that was held is declined: the link does nothing any more.
    pub declined: bool,
}

/// What the troupe wants.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlternativeAnswer {
    #[serde(default)]
    #[schema(inline)]
    pub answer: Wanted,
}

/// `take` this one, or `decline` all that is held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    #[default]
    Take,
    Decline,
}

impl Wanted {
    pub fn declines(self) -> bool {
        self == Self::Decline
    }
}

/// Takes an alternative, or declines all that is held for what was lost.
pub fn answer_with(conn: &mut Conn, acting: Acting, id: AlternativeId, wanted: Wanted) -> Result<Answered> {
    match wanted {
        Wanted::Take => take(conn, acting, id),
        Wanted::Decline => {
            let lost = store::alternative(conn, id)?.booking_id;
            Ok(match decline(conn, acting, lost)? {
                Declined::Done => Answered::AlreadyOver(None),
                Declined::AlreadyTaken(new) => Answered::AlreadyOver(Some(*new)),
            })
        }
    }
}

/// Why nothing came of an answer.
pub fn refused(lang: Lang, answered: &Answered, today: NaiveDate) -> HttpResponse {
    match answered {
        Answered::Gone { refusal: Some(refusal), .. } => {
            Conflict::because(&words::refusal(lang, refusal, today))
        }
        Answered::Gone { clashes, .. } => Conflict::taken(lang, clashes),
        Answered::Done(_) | Answered::AlreadyOver(_) => {
            Conflict::because(lang.pick(
                "已经有了结果，或者您说过都不要。",
                "This was settled before, or you said you need none.",
            ))
        }
    }
}

/// The alternative behind a link.
#[utoipa::path(
    get, path = "/alternatives/{token}", operation_id = "show_alternative", tag = "public",
    params(("token" = String, Path)),
    responses((status = OK, body = OfferedAlternative), (status = NOT_FOUND, body = Problem)),
    security(()),
)]
pub async fn show(state: web::Data<State>, _: Caller, token: web::Path<String>) -> Result<HttpResponse> {
    let (id, now) = (verified(&state, &token)?, state.now());
    let shown = state
        .db
        .read(move |conn| {
            let row = store::alternative(conn, id)?;
            let answer = answer_to(conn, row.booking_id)?;
            let declined = answer.is_none() && store::declined(conn, row.booking_id)?;
            Ok(OfferedAlternative {
                room: row.room_id,
                starts_at: WallTime(row.starts_at),
                ends_at: WallTime(row.ends_at),
                held_until: row
                    .held_until
                    .filter(|until| *until > now && answer.is_none())
                    .map(|at| at.utc()),
                taken_as: answer.map(|new| new.state),
                declined,
            })
        })
        .await?;
    Ok(private().json(shown))
}

/// Takes it, or declines all that is held. A second answer returns what the first did.
#[utoipa::path(
    post, path = "/alternatives/{token}", operation_id = "answer_alternative", tag = "public",
    params(("token" = String, Path)),
    request_body(content = Option<AlternativeAnswer>, description = "Left out: take it"),
    responses(
        (status = OK, body = OfferedAlternative),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has gone, or there is nothing left to answer", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn answer(
    state: web::Data<State>,
    caller: Caller,
    token: web::Path<String>,
    Body(body): Body<AlternativeAnswer>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (verified(&state, &token)?, state.now(), caller.lang);
    let (answered, today) = state
        .db
        .write_again(move |conn| {
            let hit = offered(conn, id)?.hit;
            let centre = centres::store::by_id(conn, hit.booking.centre_id)?;
            let acting = Acting { centre: &centre, person: Some(hit.booking.requested_by), now };
            Ok((answer_with(conn, acting, id, body.answer)?, centre.zone.today(now)))
        })
        .await?;
    state.outbox.notify_one();
    match answered {
        Answered::Done(new) | Answered::AlreadyOver(Some(new)) => Ok(private().json(taken(&new))),
        Answered::AlreadyOver(None) if body.answer.declines() => show(state, caller, token).await,
        other => Ok(refused(lang, &other, today)),
    }
}

fn taken(new: &Booking) -> OfferedAlternative {
    OfferedAlternative {
        room: new.room_id,
        starts_at: WallTime(new.starts_at),
        ends_at: WallTime(new.ends_at),
        held_until: None,
        taken_as: Some(new.state),
        declined: false,
    }
}

fn verified(state: &State, token: &str) -> Result<AlternativeId> {
    match state.tokens.verify(TAKE_ALTERNATIVE, token) {
        Some((id, 0)) => Ok(AlternativeId(id)),
        _ => Err(Error::NotFound),
    }
}

/// Nobody keeps what a link shows.
fn private() -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header(("Cache-Control", "no-store")).insert_header(("Referrer-Policy", "no-referrer"));
    response
}
