//! A series for a troupe that comes to the desk or calls (代办).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::html;

use super::super::here::{Here, Waiting, page as answer, to};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::{self, Troupe, TroupeId};
use crate::domain::bookings::series::creating::{Created, create};
use crate::domain::bookings::series::planning::plan;
use crate::domain::bookings::series::{Choices, Plan, Wanted};
use crate::domain::rooms::{self, Catalogue};
use crate::pages::parts::door::Desk;
use crate::pages::parts::series::asking::{self as view, Why};
use crate::pages::parts::series::form;
use crate::pages::parts::series::plan::all_choices;
use crate::pages::parts::{Choice, Field, StaffTab, Width, crumbs};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/series/new", web::get().to(new))
        .route("/staff/{centre}/series/plan", web::get().to(preview))
        .route("/staff/{centre}/series", web::post().to(send));
}

async fn new(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    ask(&here, &state, query.0, Errors::default(), false).await
}

fn load(conn: &mut Conn, here: &Here) -> Result<(Catalogue, Vec<Troupe>, Waiting)> {
    let today = here.today();
    let mut troupes = agreements::store::troupes(conn, here.centre.id)?;
    troupes.retain(|troupe| troupe.active);
    let catalogue = rooms::store::catalogue(conn, here.centre.id, today, today)?;
    Ok((catalogue, troupes, Waiting::read(conn, here.centre.id)?))
}

async fn ask(
    here: &Here,
    state: &State,
    fields: Fields,
    errors: Errors,
    no_agreement: bool,
) -> Result<HttpResponse> {
    let who = here.clone();
    let (catalogue, troupes, waiting) = state.db.read(move |conn| load(conn, &who)).await?;
    let lang = here.lang();
    let size =
        troupes.iter().find(|one| one.id.to_string() == fields.get("troupe")).map_or(20, |one| one.size);
    let fields = form::settled(fields, here.today(), size);
    let status = match errors.is_empty() && !no_agreement {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let named: Vec<Choice> = std::iter::once(Choice::new("", lang.pick("请选", "Choose")))
        .chain(troupes.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang))))
        .collect();
    let whom = Field::new("troupe", lang.pick("哪个队伍？", "Which troupe?"))
        .value(fields.get("troupe"))
        .error(errors.of("troupe"))
        .required()
        .select(&named);
    let title = view::title(lang);
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/series"), lang.pick("系列预约", "Series"))], title))
        (view::ask(lang, here.today(), &here.href("/series"), whom, &fields, &errors, &catalogue, no_agreement))
    };
    let frame = here.frame(Some(StaffTab::Queue), waiting);
    Ok(answer(status, frame.page(title, Width::Normal, body)))
}

fn wish(here: &Here, fields: &Fields) -> Result<Wanted, Errors> {
    let troupe = fields.get("troupe").parse().map(TroupeId);
    let read = form::read(fields, here.lang(), here.today(), troupe.clone().unwrap_or(TroupeId(0)), true);
    match (troupe, read) {
        (Ok(_), read) => read,
        (Err(_), read) => {
            let mut errors = read.err().unwrap_or_default();
            errors.add("troupe", here.lang().pick("请选哪个队伍。", "Choose the troupe."));
            Err(errors)
        }
    }
}

async fn preview(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let query = Query(form::keyed(query.0));
    let wanted = match wish(&here, &query.0) {
        Ok(wanted) => wanted,
        Err(errors) => return ask(&here, &state, query.0, errors, false).await,
    };
    let (who, asked) = (here.clone(), wanted.clone());
    let planned = state
        .db
        .read(move |conn| {
            agreements::store::troupe(conn, who.centre.id, asked.troupe)?;
            plan(conn, who.acting(), &asked, &Choices::new())
        })
        .await?;
    match planned {
        Some(plan) => show(&here, &state, &query.0, &wanted, &plan, Why::New).await,
        None => ask(&here, &state, query.0, Errors::default(), true).await,
    }
}

async fn send(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, fields) = (Here::desk(door, &state), form::keyed(fields));
    let wanted = match wish(&here, &fields) {
        Ok(wanted) => wanted,
        Err(errors) => return ask(&here, &state, fields, errors, false).await,
    };
    let (who, asked) = (here.clone(), wanted.clone());
    let (choices, seen) = (all_choices(&fields), fields.get("seen").to_owned());
    let created =
        state.db.write_again(move |conn| create(conn, who.acting(), &asked, &choices, &seen)).await?;
    match created {
        Created::Done(series) => {
            state.outbox.notify_one();
            Ok(to(&here.href(&format!("/series/{}?done=asked", series.id))))
        }
        Created::Repeated(series) => Ok(to(&here.href(&format!("/series/{}", series.id)))),
        Created::Changed(plan) => show(&here, &state, &fields, &wanted, &plan, Why::Changed).await,
        Created::Nothing(plan) => show(&here, &state, &fields, &wanted, &plan, Why::Nothing).await,
        Created::NoAgreement => ask(&here, &state, fields, Errors::default(), true).await,
    }
}

async fn show(
    here: &Here,
    state: &State,
    fields: &Fields,
    wanted: &Wanted,
    plan: &Plan,
    why: Why,
) -> Result<HttpResponse> {
    let status = match why {
        Why::New => StatusCode::OK,
        Why::Changed => StatusCode::CONFLICT,
        Why::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let centre = here.centre.id;
    let waiting = state.db.read(move |conn| Waiting::read(conn, centre)).await?;
    let (lang, base) = (here.lang(), here.href("/series"));
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&view::back(&base, fields), view::title(lang))], lang.pick("每一次", "Every date")))
        (view::plan(lang, here.today(), &base, fields, wanted, plan, why))
    };
    let frame = here.frame(Some(StaffTab::Queue), waiting);
    Ok(answer(status, frame.page(&view::plan_title(lang, wanted, plan), Width::Normal, body)))
}
