//! `/my/bookings/{id}`: one booking of my troupe: how it stands, what happened, and what can be done about it.

mod acting;
mod acts;
mod calendar;
mod change;
mod slip;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use chrono::Duration;

use self::view::{BookingPage, Over};
use super::held::{self, Held};
use super::{At, html, see_other, shown};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, Line};
use crate::base::time::{Span, Wall};
use crate::base::web::State;
use crate::base::web::form::{Fields, Reader};
use crate::domain::agreements::TroupeId;
use crate::domain::attendance;
use crate::domain::bookings::alternatives::{Alternative, REACH_DAYS, Wish, elsewhere};
use crate::domain::bookings::answering::{Answered, take, take_instead};
use crate::domain::bookings::cancelling::{Cancelled, Canceller, cancel};
use crate::domain::bookings::changing::ChangeRequest;
use crate::domain::bookings::changing::store::open_of;
use crate::domain::bookings::exchanging::{answer_to, decline};
use crate::domain::bookings::series::SeriesId;
use crate::domain::bookings::series::store::of_booking;
use crate::domain::bookings::{
    Acting, AlternativeId, Booked, Booking, BookingId, Facts, State as BookingState, place_in_line, store,
};
use crate::domain::centres;
use crate::domain::rooms::{self, Room, RoomId};
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/bookings/{id}.ics", web::get().to(calendar::show))
        .route("/my/bookings/{id}", web::get().to(show))
        .route("/my/bookings/{id}/cancellation", web::post().to(cancellation))
        .route("/my/bookings/{id}/alternative", web::post().to(alternative))
        .route("/my/bookings/{id}/acceptance", web::post().to(acting::acceptance))
        .route("/my/bookings/{id}/declining", web::post().to(acting::declining))
        .route("/my/bookings/{id}/ending", web::post().to(acting::ending))
        .route("/my/bookings/{id}/change", web::get().to(change::show))
        .route("/my/bookings/{id}/changes", web::post().to(change::create))
        .route("/my/bookings/{id}/change/withdrawal", web::post().to(acting::change_withdrawal))
        .route("/my/bookings/{id}/slip", web::get().to(slip::show));
}

/// A booking with all that its page says.
struct Known {
    booked: Booked,
    lines: Vec<Line>,
    place: Option<usize>,
    facts: Facts,
    /// What could be had instead, where it waits or was refused: each checked now, with the number it was offered
    /// under.
    instead: Vec<(Option<AlternativeId>, Alternative)>,
    /// What was taken instead of what staff refused.
    answer: Option<Booking>,
    /// The change of it that waits for a decision, and its room.
    change: Option<(ChangeRequest, Room)>,
    /// What the centre keeps, where it took the booking away.
    held: Option<Held>,
    /// The series that it is a date of.
    series: Option<SeriesId>,
    /// How many came, once that counts.
    came: Option<i32>,
}

/// The booking and its troupe and centre; not found unless they lead the troupe.
pub(super) async fn booked(state: &State, leader: &Leader, id: &str) -> Result<(At, Booked)> {
    let id = id.parse().map(BookingId).map_err(|_| Error::NotFound)?;
    let troupes: Vec<TroupeId> = leader.troupes.iter().map(|troupe| TroupeId(troupe.id)).collect();
    let (booked, centre) = state
        .db
        .read(move |conn| {
            let booked = store::booked_of_troupes(conn, &troupes, id)?;
            let centre = centres::store::by_id(conn, booked.booking.centre_id)?;
            Ok((booked, centre))
        })
        .await?;
    let troupe = leader.troupe(booked.troupe.id.0)?.clone();
    Ok((At { troupe, only: leader.troupes.len() == 1, centre, now: state.now() }, booked))
}

async fn show(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booked) = booked(&state, &leader, &id).await?;
    page(&state, &leader, at, booked, None).await
}

/// The page as it is now (200), or with why an act came too late (409).
async fn page(
    state: &State,
    leader: &Leader,
    at: At,
    booked: Booked,
    over: Option<Over>,
) -> Result<HttpResponse> {
    let here = at.clone();
    let known = state.db.read(move |conn| load(conn, &here, booked)).await?;
    let status = if over.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let mut frame = at.frame(leader, Tab::Mine);
    frame.path = format!("/my/bookings/{}", known.booked.booking.id);
    Ok(html(status, BookingPage { frame: &frame, at: &at, known, over }.render()))
}

fn load(conn: &mut Conn, at: &At, booked: Booked) -> Result<Known> {
    let lines = history::of(conn, "booking", booked.booking.id.0)?;
    let today = at.centre.zone.today(at.now);
    let replaceable = booked.booking.state.may_be_replaced();
    let (first, last) = if replaceable { around(&booked, today) } else { (today, today) };
    let facts = store::facts_of_centre(conn, &at.centre, Some(at.troupe_id()), first, last, at.now)?;
    let held = held::load(conn, &facts, &booked, at.now)?;
    let waits = booked.booking.state == BookingState::Waiting;
    let line = if waits { store::waiting(conn, at.centre.id, facts.now)? } else { Vec::new() };
    let place = waits.then(|| place_in_line(&facts.catalogue, &line, &booked.booking));
    let refused = booked.booking.state == BookingState::Refused;
    let answer = if refused { answer_to(conn, booked.booking.id)? } else { None };
    let open = waits || refused && answer.is_none() && booked.booking.starts_at > facts.now;
    let instead = if open { instead(conn, &facts, &booked)? } else { Vec::new() };
    let change = match open_of(conn, booked.booking.id)? {
        Some(wish) => {
            let room = rooms::store::room(conn, at.centre.id, wish.room_id)?;
            Some((wish, room))
        }
        None => None,
    };
    let series = of_booking(conn, booked.booking.id)?.map(|(series, _)| series);
    let reports = attendance::store::of_bookings(conn, &[booked.booking.id])?;
    let came = reports.iter().find(|one| one.counts()).map(|one| one.visits);
    Ok(Known { booked, lines, place, facts, instead, answer, held, change, series, came })
}

fn around(booked: &Booked, today: chrono::NaiveDate) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let (day, reach) = (booked.booking.starts_at.date(), Duration::days(REACH_DAYS));
    ((day - reach).max(today), (day + reach).max(today))
}

/// What was offered and would still be granted; when all of that has gone, what would be granted now.
pub(super) fn instead(
    conn: &mut Conn,
    facts: &Facts,
    hit: &Booked,
) -> Result<Vec<(Option<AlternativeId>, Alternative)>> {
    let mut list = Vec::new();
    for offered in store::alternatives_of(conn, &[hit.booking.id])? {
        let Some(room) = facts.catalogue.room(offered.room_id) else { continue };
        let Ok(span) = Span::new(offered.starts_at, offered.ends_at) else { continue };
        let verdict = facts.verdict(room, span, hit.booking.size);
        if offered.taken_as.is_none() && verdict.fits() {
            let change = shown::change_from(&hit.booking, room, span);
            let needs_decision = verdict != crate::domain::bookings::Verdict::Granted;
            list.push((Some(offered.id), Alternative { room: room.id, span, change, needs_decision }));
        }
    }
    if list.is_empty() {
        let wish = Wish { room: &hit.room, span: hit.booking.span()?, size: hit.booking.size };
        list.extend(elsewhere(facts, wish, &|_, _| true).into_iter().map(|one| (None, one)));
    }
    Ok(list)
}

async fn cancellation(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (at, booked) = booked(&state, &leader, &id).await?;
    let mut reader = Reader::new(&fields, leader.visitor.lang());
    let reason = reader.optional("reason", 200);
    if let Err(errors) = reader.finish() {
        let message = errors.of("reason").unwrap_or_default().to_owned();
        let wrong = Over::Wrong { typed: fields.get("reason").to_owned(), message };
        let mut response = page(&state, &leader, at, booked, Some(wrong)).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let reason = reason.filter(|reason| !reason.is_empty());
    let (here, booking, person) = (at.clone(), booked.booking.id, Some(leader.person.id));
    let cancelled = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            cancel(conn, acting, booking, Canceller::Troupe, reason.as_deref())
        })
        .await?;
    match cancelled {
        Cancelled::Done(_) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/bookings/{booking}")))
        }
        Cancelled::AlreadyOver(decided) => too_late(&state, &leader, &id, Over::Already(decided)).await,
        Cancelled::Begun => too_late(&state, &leader, &id, Over::Begun).await,
    }
}

/// Takes another room and time for a request that waits or was refused: one that was offered, or one found since.
async fn alternative(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (at, booked) = booked(&state, &leader, &id).await?;
    let (waiting, person) = (booked.booking.id, Some(leader.person.id));
    if fields.has("decline") {
        let here = at.clone();
        let declined = state.db.write_again(move |conn| {
            decline(conn, Acting { centre: &here.centre, person, now: here.now }, waiting)
        });
        declined.await?;
        state.outbox.notify_one();
        return Ok(see_other(&format!("/my/bookings/{waiting}")));
    }
    let choice = choice(&fields)?;
    let here = at.clone();
    let answered = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            match &choice {
                Choice::Offered(id) => match store::alternative(conn, *id)?.booking_id == waiting {
                    true => take(conn, acting, *id),
                    false => Err(Error::NotFound),
                },
                Choice::Found(room, span) => {
                    let key = format!("instead-of-{waiting}");
                    take_instead(conn, acting, waiting, *room, *span, key, None)
                }
            }
        })
        .await?;
    match answered {
        Answered::Done(new) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/bookings/{}", new.id)))
        }
        Answered::AlreadyOver(Some(new)) => Ok(see_other(&format!("/my/bookings/{}", new.id))),
        Answered::AlreadyOver(None) => {
            let seen = booked.booking.clone();
            let decided = state.db.read(move |conn| {
                let now = store::find(conn, seen.id)?;
                store::decided(conn, &now)
            });
            let decided = decided.await?;
            too_late(&state, &leader, &id, Over::Already(decided)).await
        }
        Answered::Gone { clashes, refusal, .. } => {
            too_late(&state, &leader, &id, Over::Gone { clashes, refusal }).await
        }
    }
}

/// One of those offered, or a room and a time.
enum Choice {
    Offered(AlternativeId),
    Found(RoomId, Span),
}

fn choice(fields: &Fields) -> Result<Choice> {
    if let Ok(id) = fields.get("alternative").parse() {
        return Ok(Choice::Offered(AlternativeId(id)));
    }
    let (room, span) = room_and_span(fields)?;
    Ok(Choice::Found(room, span))
}

/// The room and time of an alternative that was found and not offered.
pub(super) fn room_and_span(fields: &Fields) -> Result<(RoomId, Span)> {
    let wrong = || Error::BadRequest("no alternative is named".into());
    let room = fields.get("room").parse().map(RoomId).map_err(|_| wrong())?;
    let wall = |name: &str| Wall::parse(fields.get(name)).ok_or_else(wrong);
    let span = Span::new(wall("start")?, wall("end")?).map_err(|_| wrong())?;
    Ok((room, span))
}

async fn too_late(state: &State, leader: &Leader, id: &str, over: Over) -> Result<HttpResponse> {
    let (at, booked) = booked(state, leader, id).await?;
    page(state, leader, at, booked, Some(over)).await
}
