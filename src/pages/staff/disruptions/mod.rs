//! `/staff/{centre}/disruptions`: what the centre takes away: closures, faults, its own use, other hours,
//! agreements that stop. First what happens, then whom it hits and what each is offered, then the act.

mod fault;
pub mod form;
mod list;
mod one;
mod plan_view;
mod what_view;

pub(super) use plan_view::displaced_before;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::here::{Here, Waiting, page as answer, to};
use crate::base::error::{Error, Result};
use crate::base::time::{DaySpan, Span};
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::{self, Agreement};
use crate::domain::disruptions::{Cause, DisruptionId, Outcome, Plan, Planned, What, disrupting, planning};
use crate::domain::people::Role;
use crate::domain::rooms::{self, Catalogue, RoomId};
use crate::pages::parts::door::Approver;
use crate::pages::parts::{StaffTab, Width};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/disruptions", web::get().to(list::page))
        .route("/staff/{centre}/disruptions", web::post().to(act))
        .route("/staff/{centre}/disruptions/new", web::get().to(new))
        .route("/staff/{centre}/disruptions/new", web::post().to(new_posted))
        .route("/staff/{centre}/disruptions/{id}", web::get().to(one::page))
        .route("/staff/{centre}/closures/{id}/lifting", web::post().to(list::lift_closure))
        .route("/staff/{centre}/faults", web::get().to(fault::page))
        .route("/staff/{centre}/faults", web::post().to(fault::report));
}

/// To the form by which the centre takes a room for a span itself.
pub(super) fn own_use(here: &Here, room: RoomId, span: Span) -> String {
    let part = span.within_day();
    let mut query = Fields::of([("cause", Cause::OwnUse.word())]);
    query.set("room", room.to_string());
    query.set("date", span.date().to_string());
    query.set("from", part.from().iso());
    query.set("to", part.to().iso());
    here.href(&format!("/disruptions/new?{}", query.query()))
}

/// To the form that closes a room on a day, or for a part of it; both can still be changed there.
pub(super) fn closing(here: &Here, room: RoomId, day: NaiveDate, part: Option<DaySpan>) -> String {
    let mut query = Fields::of([("cause", Cause::Closure.word())]);
    query.set("room", room.to_string());
    query.set("from_date", day.to_string());
    query.set("until_date", day.to_string());
    if let Some(part) = part {
        query.set("from_time", part.from().iso());
        query.set("until_time", part.to().iso());
    }
    here.href(&format!("/disruptions/new?{}", query.query()))
}

/// What the form and the preview need to name things.
pub(super) struct Named {
    pub catalogue: Catalogue,
    pub agreement: Option<Agreement>,
    pub waiting: Waiting,
}

async fn new(door: Approver, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    begin(door, query.0, state).await
}

/// The same for what no address holds: all that is said of an activity, and its dates. Nothing is written.
async fn new_posted(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    begin(door, fields, state).await
}

/// Without a cause: which it is. With one: the form. With `preview`: whom it hits.
async fn begin(door: Approver, mut fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let Some(cause) = Cause::from_word(fields.get("cause")) else {
        let named = named(&here, &state, &fields).await?;
        let frame = here.frame(Some(StaffTab::Timetable), named.waiting);
        let title = what_view::choose_title(here.lang());
        return Ok(answer(
            StatusCode::OK,
            frame.page(title, Width::Normal, what_view::choose(&here, &fields)),
        ));
    };
    must_be_theirs(&here, cause)?;
    form::begin(&mut fields, &here, cause);
    if !fields.has("preview") {
        return show_form(&here, &state, cause, &fields, &Errors::default()).await;
    }
    match form::read(&fields, &here, cause) {
        Err(errors) => show_form(&here, &state, cause, &fields, &errors).await,
        Ok(planned) => {
            let (who, what) = (here.clone(), planned.clone());
            let plan = state.db.read(move |conn| planning::plan(conn, &who.acting(), &what)).await?;
            show_plan(&here, &state, &fields, &planned, &plan, false).await
        }
    }
}

/// Does what was shown.
async fn act(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let cause =
        Cause::from_word(fields.get("cause")).ok_or_else(|| Error::BadRequest("no cause is named".into()))?;
    must_be_theirs(&here, cause)?;
    let planned = match form::read(&fields, &here, cause) {
        Ok(planned) => planned,
        Err(errors) => return show_form(&here, &state, cause, &fields, &errors).await,
    };
    let (who, what) = (here.clone(), planned.clone());
    let (seen, key) = (fields.get("seen").to_owned(), key(&fields));
    let outcome = state
        .db
        .write_again(move |conn| disrupting::disrupt(conn, &who.acting(), &what, &seen, &key))
        .await?;
    match outcome {
        Outcome::Done(id) => {
            state.outbox.notify_one();
            Ok(to(&page_of(&here, id, "?done=1")))
        }
        Outcome::Repeated(id) => Ok(to(&page_of(&here, id, ""))),
        Outcome::Changed(plan) => show_plan(&here, &state, &fields, &planned, &plan, true).await,
    }
}

fn page_of(here: &Here, id: DisruptionId, query: &str) -> String {
    here.href(&format!("/disruptions/{id}{query}"))
}

fn key(fields: &Fields) -> String {
    let key = Some(fields.get("key")).filter(|key| !key.is_empty() && key.len() <= 100);
    key.filter(|key| !key.chars().any(char::is_control)).map_or_else(random_token, str::to_owned)
}

/// Hours and agreements are the managers'.
fn must_be_theirs(here: &Here, cause: Cause) -> Result<()> {
    let managers = matches!(cause, Cause::Hours | Cause::Agreement);
    if managers && here.role < Role::Manager { Err(Error::Forbidden) } else { Ok(()) }
}

async fn named(here: &Here, state: &State, fields: &Fields) -> Result<Named> {
    let (centre, today) = (here.centre.id, here.today());
    let agreement = fields.get("agreement").parse().ok().map(agreements::AgreementId);
    state
        .db
        .read(move |conn| {
            Ok(Named {
                catalogue: rooms::store::catalogue(conn, centre, today, today)?,
                agreement: match agreement {
                    Some(id) => Some(agreements::store::agreement(conn, centre, id)?),
                    None => None,
                },
                waiting: Waiting::read(conn, centre)?,
            })
        })
        .await
}

async fn show_form(
    here: &Here,
    state: &State,
    cause: Cause,
    fields: &Fields,
    errors: &Errors,
) -> Result<HttpResponse> {
    let named = named(here, state, fields).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = here.frame(Some(StaffTab::Timetable), named.waiting);
    let page = what_view::form(here, &named, cause, fields, errors);
    Ok(answer(status, frame.page(what_view::title(here.lang(), cause), Width::Tight, page)))
}

async fn show_plan(
    here: &Here,
    state: &State,
    fields: &Fields,
    planned: &Planned,
    plan: &Plan,
    changed: bool,
) -> Result<HttpResponse> {
    let named = named(here, state, fields).await?;
    let frame = here.frame(Some(StaffTab::Timetable), named.waiting);
    let mailing = state.mailing;
    let shown = plan_view::PlanPage { here, named: &named, fields, planned, plan, changed, mailing };
    let status = if changed || plan.problem.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(answer(status, frame.page(&shown.title(), Width::Wide, shown.render())))
}

/// What a plan is about, for a heading: the room's name, or the whole centre.
fn of_what(here: &Here, named: &Named, what: &What) -> String {
    let lang = here.lang();
    match what {
        What::Agreement { .. } => named.agreement.as_ref().map(|one| one.number.clone()).unwrap_or_default(),
        what => match what.room().and_then(|id| named.catalogue.room(id)) {
            Some(room) => room.name_in(lang).to_owned(),
            None => lang.pick("全中心", "Whole centre").to_owned(),
        },
    }
}
