//! `/my/series/new`: a rule in words, then every date before anything is written; `POST /my/series` writes what was
//! shown. `/my/series/{id}`: one series with all its dates.

mod change;
mod one;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};

use super::{At, at, choose, html, see_other};
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements;
use crate::domain::bookings::Acting;
use crate::domain::bookings::series::creating::{Created, create};
use crate::domain::bookings::series::planning::plan;
use crate::domain::bookings::series::{Choices, Plan, Wanted};
use crate::domain::bookings::store::usual_size;
use crate::domain::rooms;
use crate::pages::parts::door::Leader;
use crate::pages::parts::series::asking::{self as view, Why};
use crate::pages::parts::series::form;
use crate::pages::parts::series::plan::all_choices;
use crate::pages::parts::{Tab, Width, crumbs, hidden};

/// Where a leader's series are.
const BASE: &str = "/my/series";

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/series/new", web::get().to(new))
        .route("/my/series/plan", web::get().to(preview))
        .route("/my/series", web::post().to(send))
        .configure(one::routes)
        .configure(change::routes);
}

async fn new(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my/series/new", Tab::Find).await;
    };
    ask(&state, &leader, &at, query.0, Errors::default(), false).await
}

/// The form: as first shown (200), or with what is to be changed (422).
async fn ask(
    state: &State,
    leader: &Leader,
    at: &At,
    fields: Fields,
    errors: Errors,
    no_agreement: bool,
) -> Result<HttpResponse> {
    let here = at.clone();
    let (catalogue, size) = state
        .db
        .read(move |conn| {
            let today = here.centre.zone.today(here.now);
            let catalogue = rooms::store::catalogue(conn, here.centre.id, today, today)?;
            let troupe = agreements::store::troupe(conn, here.centre.id, here.troupe_id())?;
            Ok((catalogue, usual_size(conn, &troupe)?))
        })
        .await?;
    let fields = form::settled(fields, at.centre.zone.today(at.now), size);
    let status = match errors.is_empty() && !no_agreement {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut frame = at.frame(leader, Tab::Find);
    frame.path = format!("/my/series/new?troupe={}", at.troupe.id);
    let (lang, today) = (leader.visitor.lang(), at.centre.zone.today(at.now));
    let find = format!("/my/find?troupe={}", at.troupe.id);
    let whom = hidden("troupe", &at.troupe.id.to_string());
    let title = view::title(lang);
    let body = maud::html! {
        (crumbs(lang.pick("位置", "Way"), &[(&find, lang.pick("找场地", "Find a room"))], title))
        (view::ask(lang, today, BASE, whom, &fields, &errors, &catalogue, no_agreement))
    };
    Ok(html(status, frame.page(title, Width::Normal, body)))
}

fn wish(at: &At, leader: &Leader, fields: &Fields) -> Result<Wanted, Errors> {
    form::read(fields, leader.visitor.lang(), at.centre.zone.today(at.now), at.troupe_id(), false)
}

async fn preview(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let query = Query(form::keyed(query.0));
    let at = at(&state, &leader, &query.0).await?;
    let at = at.ok_or_else(|| Error::BadRequest("no troupe is named".into()))?;
    let wanted = match wish(&at, &leader, &query.0) {
        Ok(wanted) => wanted,
        Err(errors) => return ask(&state, &leader, &at, query.0, errors, false).await,
    };
    let (here, person) = (at.clone(), Some(leader.person.id));
    let asked = wanted.clone();
    let planned = state
        .db
        .read(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            plan(conn, acting, &asked, &Choices::new())
        })
        .await?;
    match planned {
        Some(plan) => Ok(show(&leader, &at, &query.0, &wanted, &plan, Why::New)),
        None => ask(&state, &leader, &at, query.0, Errors::default(), true).await,
    }
}

async fn send(state: Data<State>, leader: Leader, fields: Fields) -> Result<HttpResponse> {
    let fields = form::keyed(fields);
    let at = at(&state, &leader, &fields).await?;
    let at = at.ok_or_else(|| Error::BadRequest("no troupe is named".into()))?;
    let wanted = match wish(&at, &leader, &fields) {
        Ok(wanted) => wanted,
        Err(errors) => return ask(&state, &leader, &at, fields, errors, false).await,
    };
    let (here, person, asked) = (at.clone(), Some(leader.person.id), wanted.clone());
    let (choices, seen) = (all_choices(&fields), fields.get("seen").to_owned());
    let created = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            create(conn, acting, &asked, &choices, &seen)
        })
        .await?;
    match created {
        Created::Done(series) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/series/{}?done=asked", series.id)))
        }
        Created::Repeated(series) => Ok(see_other(&format!("/my/series/{}", series.id))),
        Created::Changed(plan) => Ok(show(&leader, &at, &fields, &wanted, &plan, Why::Changed)),
        Created::Nothing(plan) => Ok(show(&leader, &at, &fields, &wanted, &plan, Why::Nothing)),
        Created::NoAgreement => ask(&state, &leader, &at, fields, Errors::default(), true).await,
    }
}

fn show(leader: &Leader, at: &At, fields: &Fields, wanted: &Wanted, plan: &Plan, why: Why) -> HttpResponse {
    let status = match why {
        Why::New => StatusCode::OK,
        Why::Changed => StatusCode::CONFLICT,
        Why::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut frame = at.frame(leader, Tab::Find);
    if status != StatusCode::OK {
        frame.path = format!("/my/series/new?troupe={}", at.troupe.id);
    }
    let (lang, today) = (leader.visitor.lang(), at.centre.zone.today(at.now));
    let back = view::back(BASE, fields);
    let body = maud::html! {
        (crumbs(lang.pick("位置", "Way"), &[(&back, view::title(lang))], lang.pick("每一次", "Every date")))
        (view::plan(lang, today, BASE, fields, wanted, plan, why))
    };
    html(status, frame.page(&view::plan_title(lang, wanted, plan), Width::Normal, body))
}
