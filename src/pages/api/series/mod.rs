//! `/series`: a series is shown before it is made (`dry_run`), made as shown, read, given up in part or whole, and
//! decided.

pub mod acts;
pub mod changing;
pub mod extending;
mod preview;
mod wish;
pub mod wishes;

pub use acts::{approval, cancellation, dates, refusal};
pub use changing::changes;
pub use extending::{extend, extensions};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use self::preview::{Choosing, SeriesPreview};
pub use self::wish::{NewSeries, Recurring, read_end};
use super::caller::Known;
use super::input::{Body, Params};
use super::problem::{Conflict, Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::agreements::{AgreementId, TroupeId};
use crate::domain::bookings::series::creating::{Created, create as create_series};
use crate::domain::bookings::series::planning::plan;
use crate::domain::bookings::series::{Dated, ExceptionKind, Plan, Series as Stored, SeriesId, store, words};
use crate::domain::bookings::{BookingId, State as BookingState};
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::RoomId;

/// A series with its dates.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series {
    pub id: SeriesId,
    pub centre: CentreId,
    pub troupe: TroupeId,
    pub room: RoomId,
    pub agreement: AgreementId,
    /// The rule in words.
    pub rule: String,
    /// From when to when on each day: `09:00`.
    pub from: String,
    pub to: String,
    pub size: i32,
    pub purpose: String,
    /// Nothing of it is to come any more.
    pub ended: bool,
    /// The series it goes on from.
    pub predecessor: Option<SeriesId>,
    /// In order; left out in lists.
    pub dates: Vec<SeriesDate>,
}

/// One date of a series, by where the rule put it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesDate {
    pub original_date: NaiveDate,
    /// The latest booking that stands for it.
    pub booking: Option<BookingId>,
    #[schema(inline)]
    pub status: Option<BookingState>,
    pub starts_at: Option<WallTime>,
    pub ends_at: Option<WallTime>,
    pub room: Option<RoomId>,
    /// Why there is no booking.
    #[schema(inline)]
    pub skipped: Option<ExceptionKind>,
}

impl Series {
    fn of(lang: Lang, series: &Stored, dates: &[Dated], today: NaiveDate) -> Self {
        let date = |one: &Dated| {
            let booking = one.booked.as_ref().map(|booked| &booked.booking);
            SeriesDate {
                original_date: one.original,
                booking: booking.map(|booking| booking.id),
                status: booking.map(|booking| booking.state),
                starts_at: booking.map(|booking| WallTime(booking.starts_at)),
                ends_at: booking.map(|booking| WallTime(booking.ends_at)),
                room: booking.map(|booking| booking.room_id),
                skipped: one.exception.as_ref().filter(|_| booking.is_none()).map(|one| one.kind),
            }
        };
        Self {
            id: series.id,
            centre: series.centre_id,
            troupe: series.troupe_id,
            room: series.room_id,
            agreement: series.agreement_id,
            rule: words::rule(lang, series, today),
            from: series.from_minute.iso(),
            to: series.to_minute.iso(),
            size: series.size,
            purpose: series.purpose.clone(),
            ended: series.ended_at.is_some(),
            predecessor: series.predecessor_id,
            dates: dates.iter().map(date).collect(),
        }
    }
}

/// What would be made, or what was made before.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SeriesShown {
    Preview(SeriesPreview),
    Series(Series),
}

/// Which series.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichSeries {
    pub troupe: TroupeId,
    /// Also those of which nothing is to come.
    pub ended: Option<bool>,
}

/// A troupe's series, the newest first, without their dates.
#[utoipa::path(
    get, path = "/series", operation_id = "list_series", tag = "bookings",
    params(WhichSeries),
    responses(
        (status = OK, body = Vec<Series>),
        (status = NOT_FOUND, description = "No troupe that one may act for", body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    Params(which): Params<WhichSeries>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let found = state
        .db
        .read(move |conn| {
            let (centre, troupe) = known.may_act_for(conn, which.troupe)?;
            let standing = !which.ended.unwrap_or(false);
            let all = store::listed(conn, Some(centre.id), Some(&[troupe.id]), standing)?;
            let today = centre.zone.today(now);
            Ok(all.iter().map(|one| Series::of(lang, one, &[], today)).collect::<Vec<_>>())
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// One series with its dates.
#[utoipa::path(
    get, path = "/series/{id}", operation_id = "show_series", tag = "bookings",
    params(("id" = SeriesId, Path)),
    responses((status = OK, body = Series), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn show(state: web::Data<State>, known: Known, id: web::Path<SeriesId>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), state.now());
    let series = state
        .db
        .read(move |conn| {
            let (centre, series) = may_see(conn, &known, id)?;
            let dates = store::dates(conn, series.id)?;
            Ok(Series::of(known.lang, &series, &dates, centre.zone.today(now)))
        })
        .await?;
    Ok(HttpResponse::Ok().json(series))
}

/// A series that they may see, with its centre. 404 otherwise.
fn may_see(conn: &mut Conn, known: &Known, id: SeriesId) -> Result<(centres::Centre, Stored)> {
    let troupes: Vec<TroupeId> = known.troupes.iter().map(|troupe| troupe.id).collect();
    match store::series_of_troupes(conn, &troupes, id) {
        Ok(series) => return Ok((centres::store::by_id(conn, series.centre_id)?, series)),
        Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    for work in &known.memberships {
        match store::series(conn, work.centre, id) {
            Ok(series) => return Ok((centres::store::by_id(conn, work.centre)?, series)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::NotFound)
}

/// Makes a series for a troupe, or with `dry_run` shows every date that it would have.
///
/// What was shown is what is made: `seen` is the preview's fingerprint. Where the list is another by now, nothing is
/// written and the answer is 409 with the new one.
#[utoipa::path(
    post, path = "/series", operation_id = "make_series", tag = "bookings",
    request_body = NewSeries,
    responses(
        (status = CREATED, description = "Made", body = Series,
            headers(("Location" = String, description = "Where it is read"))),
        (status = OK, description = "With `dry_run`: every date; otherwise the series that this key made before", body = SeriesShown),
        (status = NOT_FOUND, description = "No troupe that one may act for", body = Problem),
        (status = CONFLICT, description = "The list is not what was seen, or the troupe has no agreement; with `preview`", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "A field is wrong, or no date is chosen", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    Body(new): Body<NewSeries>,
) -> Result<HttpResponse> {
    let (lang, now) = (known.lang, state.now());
    let dry = new.dry_run.unwrap_or(false);
    let checked = match new.checked(lang) {
        Ok(checked) => checked,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let (centre, troupe) = known.may_act_for(conn, checked.wanted.troupe)?;
            let mut wanted = checked.wanted.clone();
            wanted.on_behalf = !known.leads(troupe.id);
            let acting = known.acting(&centre, now);
            let today = centre.zone.today(now);
            let proposed = plan(conn, acting, &wanted, &Default::default())?;
            // After the plan: whoever was first with the key has written by then, or the plan is from before.
            if !dry && let Some(before) = store::by_request_key(conn, acting.by()?, &wanted.request_key)? {
                let dates = store::dates(conn, before.id)?;
                return Ok((Some(Ok(Done::Made(Box::new(Created::Repeated(before)), dates))), today));
            }
            let Some(proposed) = proposed else { return Ok((None, today)) };
            let choices = match checked.choices(&proposed) {
                Ok(choices) => choices,
                Err(date) => return Ok((Some(Err(date)), today)),
            };
            if dry {
                let shown = plan(conn, acting, &wanted, &choices)?;
                return Ok((shown.map(|shown| Ok(Done::Shown(Box::new(shown)))), today));
            }
            let created = create_series(conn, acting, &wanted, &choices, &checked.seen)?;
            let dates = match &created {
                Created::Done(series) | Created::Repeated(series) => store::dates(conn, series.id)?,
                _ => Vec::new(),
            };
            Ok((Some(Ok(Done::Made(Box::new(created), dates))), today))
        })
        .await?;
    let no_agreement = || Conflict::because(say_no_agreement(lang));
    let (done, today) = match outcome {
        (None, _) => return Ok(no_agreement()),
        (Some(Err(date)), _) => {
            let message = lang.pick(format!("{date}没有这样的选择。"), format!("{date} cannot become that."));
            return Ok(Invalid::field("choices", message));
        }
        (Some(Ok(done)), today) => (done, today),
    };
    Ok(match done {
        Done::Shown(plan) => {
            HttpResponse::Ok().json(SeriesShown::Preview(SeriesPreview::of(lang, &plan, today)))
        }
        Done::Made(created, dates) => {
            if matches!(*created, Created::Done(_)) {
                state.outbox.notify_one();
            }
            answered(lang, &created, &dates, today)
        }
    })
}

/// What came of making a series.
fn answered(lang: Lang, created: &Created, dates: &[Dated], today: NaiveDate) -> HttpResponse {
    match created {
        Created::Done(series) => HttpResponse::Created()
            .insert_header((header::LOCATION, format!("/api/v1/series/{}", series.id)))
            .json(Series::of(lang, series, dates, today)),
        Created::Repeated(series) => {
            HttpResponse::Ok().json(SeriesShown::Series(Series::of(lang, series, dates, today)))
        }
        Created::Changed(_) => Conflict::because(lang.pick(
            "单子和您看到的不一样了，什么都没有写。请再预览一次。",
            "The list is not what you saw; nothing was written. Ask for a preview again.",
        )),
        Created::Nothing(_) => {
            Invalid::field("choices", lang.pick("请至少选一次。", "Choose one date at least."))
        }
        Created::NoAgreement => Conflict::because(say_no_agreement(lang)),
    }
}

enum Done {
    Shown(Box<Plan>),
    Made(Box<Created>, Vec<Dated>),
}

fn say_no_agreement(lang: Lang) -> &'static str {
    lang.pick("没有有效的协议，约不了系列。", "A series needs an agreement in force.")
}
