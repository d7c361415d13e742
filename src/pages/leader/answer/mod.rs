//! `/a/{token}`: the link in a conflict notice. GET shows the alternative, POST takes it; nobody signs in, for
//! the link is the permission, and the page names nobody.

mod held_view;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use chrono::Duration;

use self::held_view::HeldPage;
use self::view::{AnswerPage, Came};
use super::booking::{instead, room_and_span};
use super::held::{self, Held};
use super::{html, see_other};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::Fields;
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::alternatives::{Alternative, REACH_DAYS};
use crate::domain::bookings::answering::{Answered, Offered, offered, take, take_instead};
use crate::domain::bookings::exchanging::{Declined, answer_to, decline};
use crate::domain::bookings::letters::TAKE_ALTERNATIVE;
use crate::domain::bookings::{Acting, AlternativeId, Booking, Facts, State as BookingState, store};
use crate::domain::centres::{self, Centre};
use crate::pages::parts::Tabs;
use crate::pages::parts::door::Visitor;

pub fn routes(config: &mut ServiceConfig) {
    config.route("/a/{token}", web::get().to(show)).route("/a/{token}", web::post().to(answer));
}

/// What the page behind a link knows.
struct Behind {
    offered: Offered,
    facts: Facts,
    /// There is something left to decide.
    open: bool,
    /// What would be granted now, this link's own first; empty unless it is open.
    list: Vec<Alternative>,
    /// What was taken, by this link or one beside it.
    taken: Option<Booking>,
    /// What the centre keeps, where it took the booking away itself.
    held: Option<Held>,
}

async fn show(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, &token, Came::Fresh, StatusCode::OK).await
}

/// Takes the link's own alternative, or one of those shown when that had gone: always for this link's request.
async fn answer(
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let id = verified(&state, &token)?;
    if fields.has("decline") {
        return needs_none(&state, &token, id).await;
    }
    let kept = fields.get("alternative").parse().ok().map(AlternativeId);
    let other = if fields.get("room").is_empty() { None } else { Some(room_and_span(&fields)?) };
    let now = state.now();
    let answered = state
        .db
        .write_again(move |conn| {
            let row = store::alternative(conn, id)?;
            let hit = store::find(conn, row.booking_id)?;
            let centre = centres::store::by_id(conn, hit.centre_id)?;
            let acting = Acting { centre: &centre, person: Some(hit.requested_by), now };
            match (kept, other) {
                (Some(kept), _) => match store::alternative(conn, kept)?.booking_id == hit.id {
                    true => take(conn, acting, kept),
                    false => Err(Error::NotFound),
                },
                (None, None) => take(conn, acting, id),
                (None, Some((room, span))) => {
                    let key = format!("alternative-{id}");
                    take_instead(conn, acting, hit.id, room, span, key, Some(id))
                }
            }
        })
        .await?;
    match answered {
        Answered::Done(_) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/a/{token}")))
        }
        Answered::AlreadyOver(Some(_)) => Ok(see_other(&format!("/a/{token}"))),
        Answered::AlreadyOver(None) => page(&state, &visitor, &token, Came::Late, StatusCode::CONFLICT).await,
        Answered::Gone { clashes, refusal, .. } => {
            page(&state, &visitor, &token, Came::Gone { clashes, refusal }, StatusCode::CONFLICT).await
        }
    }
}

/// 都不需要: what is kept is freed for others.
async fn needs_none(state: &State, token: &str, id: AlternativeId) -> Result<HttpResponse> {
    let now = state.now();
    let declined = state
        .db
        .write_again(move |conn| {
            let row = store::alternative(conn, id)?;
            let hit = store::find(conn, row.booking_id)?;
            let centre = centres::store::by_id(conn, hit.centre_id)?;
            decline(conn, Acting { centre: &centre, person: Some(hit.requested_by), now }, hit.id)
        })
        .await?;
    state.outbox.notify_one();
    match declined {
        Declined::Done | Declined::AlreadyTaken(_) => Ok(see_other(&format!("/a/{token}"))),
    }
}

fn verified(state: &State, token: &str) -> Result<AlternativeId> {
    match state.tokens.verify(TAKE_ALTERNATIVE, token) {
        Some((id, 0)) => Ok(AlternativeId(id)),
        _ => Err(Error::NotFound),
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    token: &str,
    came: Came,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (id, now) = (verified(state, token)?, state.now());
    let (behind, centre) = state
        .db
        .read(move |conn| {
            let offered = offered(conn, id)?;
            let centre = centres::store::by_id(conn, offered.hit.booking.centre_id)?;
            Ok((load(conn, &centre, offered, now)?, centre))
        })
        .await?;
    // The page names nobody, and no switch on it sends the token anywhere.
    let nobody = Visitor { person: None, path: "/".to_owned(), ..visitor.clone() };
    let frame = nobody.frame(Some(&centre), Tabs::None);
    let action = format!("/a/{token}");
    if let Some(held) = &behind.held {
        let (offered, facts) = (&behind.offered, &behind.facts);
        let page = HeldPage { frame: &frame, centre: &centre, action: &action, offered, facts, held, came };
        return Ok(html(status, page.render()));
    }
    Ok(html(status, AnswerPage { frame: &frame, centre: &centre, action: &action, behind, came }.render()))
}

fn load(
    conn: &mut Conn,
    centre: &Centre,
    offered: Offered,
    now: crate::base::time::Instant,
) -> Result<Behind> {
    let hit = &offered.hit;
    let today = centre.zone.today(now);
    let (day, reach) = (hit.booking.starts_at.date(), Duration::days(REACH_DAYS));
    let (first, last) = ((day - reach).max(today), (day + reach).max(today));
    let troupe: TroupeId = hit.booking.troupe_id;
    let facts = store::facts_of_centre(conn, centre, Some(troupe), first, last, now)?;
    let refused = hit.booking.state == BookingState::Refused;
    let answer = if refused { answer_to(conn, hit.booking.id)? } else { None };
    let open = match hit.booking.state {
        BookingState::Waiting => true,
        BookingState::Refused => answer.is_none() && hit.booking.starts_at > facts.now,
        _ => false,
    };
    let mut list: Vec<Alternative> = match open {
        true => instead(conn, &facts, hit)?.into_iter().map(|(_, one)| one).collect(),
        false => Vec::new(),
    };
    list.sort_by_key(|one| !(one.room == offered.room.id && one.span == offered.span));
    let held = held::load(conn, &facts, hit, now)?;
    let taken = offered.taken_as.clone().or(answer);
    Ok(Behind { offered, facts, open, list, taken, held })
}
