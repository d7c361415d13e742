//! `/centres/{id}/calls`: whom staff have to call because no e-mail reaches them, and what to say. For its staff.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Known;
use super::problem::{Conflict, Problem};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::mail::store::{self, Call as Stored, Phoning};
use crate::base::mail::{LetterId, State as LetterState, links};
use crate::base::web::State;
use crate::domain::bookings::BookingId;
use crate::domain::centres::CentreId;

/// A call to make.
#[derive(Debug, Serialize, ToSchema)]
pub struct Call {
    /// Of the letter that it stands for.
    pub id: LetterId,
    pub booking: Option<BookingId>,
    /// The recipient's name.
    pub to: String,
    /// Null where none is known: their e-mail came back.
    pub phone: Option<String>,
    #[schema(inline)]
    pub lang: Lang,
    pub subject: String,
    /// What to say.
    pub text: String,
    /// `to_phone`, or `failed` where an e-mail came back.
    #[schema(inline)]
    pub status: LetterState,
    pub created_at: DateTime<Utc>,
}

impl Call {
    fn of(one: Stored, public_url: &str) -> Self {
        Self {
            id: one.summary.id,
            booking: one.summary.booking.map(BookingId),
            to: one.summary.name,
            phone: one.phone,
            lang: one.lang,
            subject: links::veil(&one.summary.subject, one.lang, public_url),
            text: links::veil(&one.body.text(one.lang), one.lang, public_url),
            status: one.summary.state,
            created_at: one.summary.created_at.utc(),
        }
    }
}

/// The calls to make, oldest first.
#[utoipa::path(
    get, path = "/centres/{id}/calls", operation_id = "list_calls", tag = "staff",
    params(("id" = CentreId, Path)),
    responses((status = OK, body = Vec<Call>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<CentreId>) -> Result<HttpResponse> {
    let (id, public_url) = (id.into_inner(), state.public_url.clone());
    known.role_in(id).ok_or(Error::NotFound)?;
    let found = state.db.read(move |conn| store::calls(conn, id.0)).await?;
    let calls: Vec<Call> = found.into_iter().map(|one| Call::of(one, &public_url)).collect();
    Ok(HttpResponse::Ok().json(calls))
}

/// Ticks off a call that was made.
#[utoipa::path(
    post, path = "/centres/{id}/calls/{call}/tick", operation_id = "tick_call", tag = "staff",
    params(("id" = CentreId, Path), ("call" = LetterId, Path)),
    responses(
        (status = OK, description = "The calls that are left", body = Vec<Call>),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Somebody was quicker, or it is no call", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn tick(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(CentreId, LetterId)>,
) -> Result<HttpResponse> {
    let ((id, call), now, lang) = (path.into_inner(), state.now(), known.lang);
    known.role_in(id).ok_or(Error::NotFound)?;
    let public_url = state.public_url.clone();
    let (phoned, left) = state
        .db
        .write_again(move |conn| {
            let phoned = store::mark_phoned(conn, id.0, call, known.person.id.0, now)?;
            Ok((phoned, store::calls(conn, id.0)?))
        })
        .await?;
    Ok(match phoned {
        Phoning::Done => {
            let left: Vec<Call> = left.into_iter().map(|one| Call::of(one, &public_url)).collect();
            HttpResponse::Ok().json(left)
        }
        Phoning::Refused(_) => {
            Conflict::because(lang.pick(
                "这个电话已经打过了，或者不用打。",
                "The call was made before, or there is none to make.",
            ))
        }
    })
}
