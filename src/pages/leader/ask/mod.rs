//! `/my/bookings/new`: what would come of it, before it is sent; `POST /my/bookings` sends it.

pub(super) mod form;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};

use self::view::AskPage;
use super::{At, at, html, see_other, shown};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Span;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements;
use crate::domain::bookings::alternatives::{Alternative, Wish};
use crate::domain::bookings::asking::{Asked, ask};
use crate::domain::bookings::foreseeing::{Foreseen, facts_in_reach, foresee};
use crate::domain::bookings::waiting::{Waited, wait};
use crate::domain::bookings::{self, Acting, Clash, Facts, Refusal, Verdict};
use crate::domain::rooms::{self, Room, RoomId};
use crate::pages::leader::shown::Left;
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;

pub fn routes(config: &mut ServiceConfig) {
    config.route("/my/bookings/new", web::get().to(new)).route("/my/bookings", web::post().to(create));
}

/// Why a wish cannot be had.
enum No {
    Taken(Vec<Clash>),
    Refused(Refusal),
    /// It starts so soon that waiting is no use.
    TooLateToWait,
}

/// All that the page says about a wish.
struct Asking {
    room: Room,
    span: Option<Span>,
    facts: Facts,
    verdict: Option<Verdict>,
    no: Option<(No, Vec<Alternative>)>,
    /// Open requests for the slot: of other troupes, and of this one.
    rivals: usize,
    own: usize,
    left: Left,
}

async fn new(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let fields = form::settled(query.0);
    let Some(at) = at(&state, &leader, &fields).await? else { return Ok(see_other("/my/find")) };
    if fields.get("room").is_empty() || form::span(&fields).is_none() {
        return Ok(see_other(&format!("/my/find?troupe={}", at.troupe.id)));
    }
    page(&state, &leader, &at, fields, Errors::default(), None).await
}

async fn create(state: Data<State>, leader: Leader, fields: Fields) -> Result<HttpResponse> {
    let fields = form::settled(fields);
    let at = at(&state, &leader, &fields).await?;
    let at = at.ok_or_else(|| Error::BadRequest("no troupe is named".into()))?;
    let wish = match form::read(&fields, at.troupe_id(), room_of(&fields)?, leader.visitor.lang()) {
        Ok(wish) => wish,
        Err(errors) => return page(&state, &leader, &at, fields, errors, None).await,
    };
    let (here, person) = (at.clone(), Some(leader.person.id));
    let wait_for = fields.has("wait");
    let waited = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            if wait_for { wait(conn, acting, &wish) } else { ask(conn, acting, &wish).map(Waited::Asked) }
        })
        .await?;
    let asked = match waited {
        Waited::Asked(asked) => asked,
        Waited::InLine(booking, _) => Asked::Received(booking),
        Waited::Already(booking) => Asked::Repeated(booking),
        Waited::TooLate => {
            let no = Some((No::TooLateToWait, Vec::new()));
            return page(&state, &leader, &at, fields, Errors::default(), no).await;
        }
    };
    match asked {
        Asked::Approved(booking) | Asked::Received(booking) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/bookings/{}", booking.id)))
        }
        Asked::Repeated(booking) => Ok(see_other(&format!("/my/bookings/{}", booking.id))),
        Asked::Taken { clashes, alternatives } => {
            let no = Some((No::Taken(clashes), alternatives));
            page(&state, &leader, &at, fields, Errors::default(), no).await
        }
        Asked::Refused { refusal, alternatives } => {
            let no = Some((No::Refused(refusal), alternatives));
            page(&state, &leader, &at, fields, Errors::default(), no).await
        }
    }
}

fn room_of(fields: &Fields) -> Result<RoomId> {
    fields.get("room").parse().map(RoomId).map_err(|_| Error::NotFound)
}

/// The page: as first shown (200), with what is to be changed (422), or with what came in between (409).
async fn page(
    state: &State,
    leader: &Leader,
    at: &At,
    mut fields: Fields,
    errors: Errors,
    no: Option<(No, Vec<Alternative>)>,
) -> Result<HttpResponse> {
    let status = match (errors.is_empty(), &no) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, Some(_)) => StatusCode::CONFLICT,
        (true, None) => StatusCode::OK,
    };
    let (lang, here, room, span) =
        (leader.visitor.lang(), at.clone(), room_of(&fields)?, form::span(&fields));
    let typed: Option<i32> = fields.get("size").parse().ok();
    let (mut asking, size) = state
        .db
        .read(move |conn| {
            let troupe = agreements::store::troupe(conn, here.centre.id, here.troupe_id())?;
            let size = match typed {
                Some(size) => size,
                None => bookings::store::usual_size(conn, &troupe)?,
            };
            Ok((load(conn, &here, lang, room, span, size)?, size))
        })
        .await?;
    if fields.get("size").is_empty() {
        fields.set("size", size.to_string());
    }
    if no.is_some() {
        asking.no = no;
    }
    let mut frame = at.frame(leader, Tab::Find);
    if status != StatusCode::OK {
        frame.path = format!("/my/find?troupe={}", at.troupe.id);
    }
    let page = AskPage {
        frame: &frame,
        at,
        fields: &fields,
        errors: &errors,
        asking,
        late: status == StatusCode::CONFLICT,
    };
    Ok(html(status, page.render()))
}

fn load(conn: &mut Conn, at: &At, lang: Lang, room: RoomId, span: Option<Span>, size: i32) -> Result<Asking> {
    let room = rooms::store::room(conn, at.centre.id, room)?;
    let day = span.map_or_else(|| at.centre.zone.today(at.now), Span::date);
    let facts = facts_in_reach(conn, &at.centre, at.troupe_id(), &room, day, at.now)?;
    let foreseen = match span {
        Some(span) => Some(foresee(conn, &facts, Wish { room: &room, span, size })?),
        None => None,
    };
    let this = span.filter(|_| foreseen.as_ref().is_some_and(|one| one.verdict.can_be_had()));
    let left = shown::left(&facts, lang, day, this.map_or(0, Span::minutes));
    let Some(Foreseen { verdict, clashes, alternatives, rivals }) = foreseen else {
        return Ok(Asking { room, span, facts, verdict: None, no: None, rivals: 0, own: 0, left });
    };
    let no = match &verdict {
        Verdict::Taken(_) => Some((No::Taken(clashes), alternatives)),
        Verdict::Refused(refusal) => Some((No::Refused(refusal.clone()), alternatives)),
        Verdict::Granted | Verdict::Reviewed(_) => None,
    };
    let own = rivals.iter().filter(|one| one.troupe.id == at.troupe_id()).count();
    Ok(Asking { room, span, facts, verdict: Some(verdict), no, rivals: rivals.len() - own, own, left })
}
