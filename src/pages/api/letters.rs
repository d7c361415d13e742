//! `/letters`: what people were told about a booking. For staff; nobody's link is in it.

use actix_web::web::{self, Json};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Known;
use super::input::Params;
use super::problem::{Invalid, Problem};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::mail::store::{self, Stored};
use crate::base::mail::{Channel, LetterId, Method, State as LetterState, links};
use crate::base::web::State;
use crate::domain::bookings::BookingId;
use crate::domain::people::letters::SIGN_IN_LINK;

/// Which letters.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct About {
    /// The booking they are about.
    pub booking: BookingId,
}

/// A letter to one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Letter {
    pub id: LetterId,
    pub booking: Option<BookingId>,
    #[schema(example = "approved")]
    pub kind: String,
    /// The recipient's name.
    pub to: String,
    #[schema(inline)]
    pub channel: Channel,
    /// An e-mail address or a phone number, by the channel.
    pub address: String,
    #[schema(inline)]
    pub lang: Lang,
    pub subject: String,
    /// As staff may read it: where a link holds a token, words stand.
    pub text: String,
    /// What the calendar file in it does (RFC 5546): `REQUEST` or `CANCEL`.
    pub calendar: Option<String>,
    #[schema(inline)]
    pub status: LetterState,
    pub tries: i32,
    /// The mail server's last words, or ours.
    pub last_answer: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it was sent, given up, or said on the phone.
    pub settled_at: Option<DateTime<Utc>>,
}

/// The letters about a booking, oldest first.
#[utoipa::path(
    get, path = "/letters", operation_id = "list_letters", tag = "staff",
    params(About),
    responses(
        (status = OK, body = Vec<Letter>),
        (status = FORBIDDEN, description = "For staff of the booking's centre", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    Params(about): Params<About>,
) -> Result<Json<Vec<Letter>>> {
    let public_url = state.public_url.clone();
    let letters = state
        .db
        .read(move |conn| {
            let (centre, booked) = known.may_see(conn, about.booking)?;
            if known.role_in(centre.id).is_none() {
                return Err(Error::Forbidden);
            }
            let mut letters = Vec::new();
            for found in store::of_booking(conn, centre.id.0, booked.booking.id.0)? {
                if found.kind != SIGN_IN_LINK {
                    letters.push(Letter::of(store::show(conn, centre.id.0, found.id)?, &public_url));
                }
            }
            Ok(letters)
        })
        .await?;
    Ok(Json(letters))
}

impl Letter {
    fn of(stored: Stored, public_url: &str) -> Self {
        let Stored { summary, lang, body, method, .. } = stored;
        Self {
            id: summary.id,
            booking: summary.booking.map(BookingId),
            kind: summary.kind,
            to: summary.name,
            channel: summary.channel,
            address: summary.address,
            lang,
            subject: links::veil(&summary.subject, lang, public_url),
            text: links::veil(&body.text(lang), lang, public_url),
            calendar: method.map(|method| Method::word(method).to_owned()),
            status: summary.state,
            tries: summary.tries,
            last_answer: summary.last_answer,
            created_at: summary.created_at.utc(),
            settled_at: summary.settled_at.map(|at| at.utc()),
        }
    }
}
