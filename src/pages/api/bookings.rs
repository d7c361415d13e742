//! `/bookings`: read them, and ask for a room.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asking::NewBooking;
use super::caller::Known;
use super::days::out_of_reach;
use super::input::{Body, Params};
use super::problem::{Invalid, Problem, Taken};
use super::wire::{Alternative, WallTime};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Minute, Wall};
use crate::base::web::State;
use crate::domain::agreements::{AgreementId, Gap, TroupeId};
use crate::domain::bookings::asking::{Ask, Asked, ask};
use crate::domain::bookings::waiting::{self, Waited, wait};
use crate::domain::bookings::{self, Acting, BookingId, State as BookingState, store, words};
use crate::domain::centres::{self, CentreId};
use crate::domain::people::PersonId;
use crate::domain::rooms::RoomId;

/// Bookings in one answer, unless another number is asked for.
const SOME: i64 = 100;
/// The most that may be asked for.
const MOST: i64 = 500;

/// A troupe's use of a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct Booking {
    pub id: BookingId,
    #[schema(inline)]
    pub status: BookingState,
    pub centre: CentreId,
    pub room: RoomId,
    pub troupe: TroupeId,
    /// The agreement that holds on its day, whether it covers it or not.
    pub agreement: Option<AgreementId>,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// Kept free afterwards.
    pub turnaround_minutes: i32,
    pub purpose: String,
    /// How many people.
    pub size: i32,
    /// What the agreement does not cover about it.
    #[schema(inline)]
    pub exception: Option<Gap>,
    pub requested_by: PersonId,
    /// Staff asked for the troupe.
    pub on_behalf: bool,
    pub requested_at: DateTime<Utc>,
    /// Who decided it, when, and the words given. Nobody while it is open or offered: it may have been moved by an act
    /// on another troupe's booking.
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    /// The booking it was taken instead of.
    pub replaces: Option<BookingId>,
    /// Rises with every change; a decision may state the one it saw.
    pub version: i32,
    /// Until when the slot is kept: for the troupe's answer where it is offered, for the staff's where it is requested.
    pub offered_until: Option<DateTime<Utc>>,
    /// Its place in line, from 1, where it waits; told where bookings are read, and by joining the line.
    pub place_in_line: Option<usize>,
}

impl Booking {
    fn at_place(self, place: Option<usize>) -> Self {
        Self { place_in_line: place, ..self }
    }

    /// With their places in line; all of one centre.
    fn all(conn: &mut Conn, acting: Acting, bookings: &[bookings::Booking]) -> Result<Vec<Self>> {
        let places = waiting::places(conn, &acting, bookings)?;
        Ok(bookings.iter().map(|one| Self::from(one).at_place(places.get(&one.id).copied())).collect())
    }
}

impl From<&bookings::Booking> for Booking {
    fn from(booking: &bookings::Booking) -> Self {
        Self {
            id: booking.id,
            status: booking.state,
            centre: booking.centre_id,
            room: booking.room_id,
            troupe: booking.troupe_id,
            agreement: booking.agreement_id,
            starts_at: WallTime(booking.starts_at),
            ends_at: WallTime(booking.ends_at),
            turnaround_minutes: booking.turnaround_minutes,
            purpose: booking.purpose.clone(),
            size: booking.size,
            exception: booking.exception,
            requested_by: booking.requested_by,
            on_behalf: booking.on_behalf,
            requested_at: booking.requested_at.utc(),
            decided_by: booking.decided_by.filter(|_| booking.state.is_decided()),
            decided_at: booking.decided_at.map(Instant::utc),
            reason: booking.reason.clone(),
            replaces: booking.replaces,
            version: booking.version,
            offered_until: booking.offered_until.map(Instant::utc),
            place_in_line: None,
        }
    }
}

/// Which bookings.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// From this day on; today if left out.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
    pub centre: Option<CentreId>,
    pub troupe: Option<TroupeId>,
    /// 100 if left out.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
}

/// The bookings of one's troupes, and of the centres one works at, by start.
#[utoipa::path(
    get, path = "/bookings", operation_id = "list_bookings", tag = "bookings",
    params(Which),
    responses(
        (status = OK, body = Vec<Booking>),
        (status = NOT_FOUND, description = "No such centre or troupe among one's own", body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    Params(which): Params<Which>,
) -> Result<HttpResponse> {
    let now = state.now();
    let limit = which.limit.unwrap_or(SOME);
    if !(1..=MOST).contains(&limit) {
        let message = known.lang.pick("请填1到500。", "Write a number from 1 to 500.");
        return Ok(Invalid::field("limit", message));
    }
    let days = [("from", which.from), ("to", which.to)];
    let wrong = days.into_iter().find_map(|(field, date)| out_of_reach(known.lang, field, date?));
    if let Some((field, message)) = wrong {
        return Ok(Invalid::field(field, message));
    }
    let found = state.db.read(move |conn| listed(conn, &known, &which, limit, now)).await?;
    Ok(HttpResponse::Ok().json(found))
}

fn listed(conn: &mut Conn, known: &Known, which: &Which, limit: i64, now: Instant) -> Result<Vec<Booking>> {
    let mut homes: Vec<CentreId> = known.memberships.iter().map(|work| work.centre).collect();
    homes.extend(known.troupes.iter().map(|troupe| troupe.centre_id));
    homes.sort();
    homes.dedup();
    if let Some(centre) = which.centre {
        homes.retain(|home| *home == centre);
        if homes.is_empty() {
            return Err(Error::NotFound);
        }
    }
    if let Some(troupe) = which.troupe {
        let (centre, _) = known.may_act_for(conn, troupe)?;
        homes.retain(|home| *home == centre.id);
    }
    let mut found = Vec::new();
    for home in homes {
        let troupes = match (which.troupe, known.role_in(home)) {
            (Some(troupe), _) => Some(vec![troupe]),
            (None, Some(_)) => None,
            (None, None) => Some(known.troupes.iter().map(|troupe| troupe.id).collect()),
        };
        let centre = centres::store::by_id(conn, home)?;
        let from = which.from.unwrap_or_else(|| centre.zone.today(now));
        let to = which.to.and_then(|to| to.checked_add_days(Days::new(1))).unwrap_or(FAR);
        let (from, to) = (Wall::at(from, Minute::MIDNIGHT), Wall::at(to, Minute::MIDNIGHT));
        let there = store::listed(conn, Some(home), troupes.as_deref(), from, to, limit)?;
        found.extend(Booking::all(conn, known.acting(&centre, now), &there)?);
    }
    found.sort_by_key(|booking| (booking.starts_at.0, booking.id));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// Later than any booking.
const FAR: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// One booking.
#[utoipa::path(
    get, path = "/bookings/{id}", operation_id = "show_booking", tag = "bookings",
    params(("id" = BookingId, Path)),
    responses(
        (status = OK, body = Booking),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn show(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
) -> Result<web::Json<Booking>> {
    let (id, now) = (id.into_inner(), state.now());
    let booking = state
        .db
        .read(move |conn| {
            let (centre, seen) = known.may_see(conn, id)?;
            let places = waiting::places(conn, &known.acting(&centre, now), [&seen.booking])?;
            Ok(Booking::from(&seen.booking).at_place(places.get(&id).copied()))
        })
        .await?;
    Ok(web::Json(booking))
}

/// False for a repeat whose key was used for another wish.
fn is_for(waited: &Waited, wish: &Ask) -> Result<bool> {
    let Waited::Asked(Asked::Repeated(first)) = waited else { return Ok(true) };
    let same = first.room_id == wish.room && first.troupe_id == wish.troupe;
    Ok(same && first.span()? == wish.span)
}

/// Asks for a room for a troupe.
///
/// Where the room is instant and the agreement covers it, it is approved at once; otherwise staff decide. The
/// same person's second request with the same key answers with the first result and creates nothing.
#[utoipa::path(
    post, path = "/bookings", operation_id = "ask_for_room", tag = "bookings",
    request_body = NewBooking,
    responses(
        (status = CREATED, description = "Approved, to be decided, or in line: see its status", body = Booking,
            headers(("Location" = String, description = "Where it is read"))),
        (status = OK, description = "This key was used before, or the troupe has or wants the slot already: that booking", body = Booking),
        (status = NOT_FOUND, description = "No troupe that one may act for", body = Problem),
        (status = CONFLICT, description = "Somebody else has the room then; or it begins too soon to wait", body = Taken),
        (status = UNPROCESSABLE_ENTITY, description = "A field is wrong, or a rule forbids it", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    Body(new): Body<NewBooking>,
) -> Result<HttpResponse> {
    let (lang, now) = (known.lang, state.now());
    let checked = match new.checked(lang) {
        Ok(checked) => checked,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let (centre, troupe) = known.may_act_for(conn, checked.troupe)?;
            let ask_for = match checked.at(&centre, lang, !known.leads(troupe.id)) {
                Ok(ask_for) => ask_for,
                Err(error) => return Ok(Err(error)),
            };
            let acting = known.acting(&centre, now);
            let waited = match checked.wait {
                true => wait(conn, acting, &ask_for),
                false => ask(conn, acting, &ask_for).map(Waited::Asked),
            };
            match waited {
                Ok(waited) => Ok(Ok((is_for(&waited, &ask_for)?, waited, centre.zone.today(now)))),
                Err(Error::NotFound) => checked.not_found(conn, &centre, lang).map(Err),
                Err(error) => Err(error),
            }
        })
        .await?;
    let (same, waited, today) = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return Ok(Invalid::response(vec![error], Vec::new())),
    };
    let (asked, place) = match waited {
        Waited::Asked(asked) => (asked, None),
        Waited::InLine(booking, place) => (Asked::Received(booking), Some(place)),
        Waited::Already(booking) => (Asked::Repeated(booking), None),
        Waited::TooLate => return Ok(Taken::because(words::too_late_to_wait(lang))),
    };
    Ok(match asked {
        Asked::Approved(booking) | Asked::Received(booking) => {
            state.outbox.notify_one();
            HttpResponse::Created()
                .insert_header((header::LOCATION, format!("/api/v1/bookings/{}", booking.id)))
                .json(Booking::from(&booking).at_place(place))
        }
        Asked::Repeated(booking) if !same => {
            let message = lang.pick(
                format!("这个 request_key 已经用来约了别的（{}号预约）。请换一个。", booking.id),
                format!(
                    "This request_key was used for something else (booking {}): take another.",
                    booking.id
                ),
            );
            Invalid::field("request_key", message)
        }
        Asked::Repeated(booking) => HttpResponse::Ok().json(Booking::from(&booking)),
        Asked::Taken { clashes, alternatives } => {
            Taken::response(lang, &clashes, Alternative::all(&alternatives))
        }
        Asked::Refused { refusal, alternatives } => {
            Invalid::refused(lang, &refusal, today, Alternative::all(&alternatives))
        }
    })
}
