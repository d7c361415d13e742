//! The centre's rooms: list, new, change.

mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::framed;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::centres::CentreId;
use crate::domain::disruptions::{self, Change, Hit};
use crate::domain::people::{self, Person, Role};
use crate::domain::rooms::{self, Catalogue, RoomId, SpaceId, editing};
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/rooms", web::get().to(list))
        .route("/staff/{centre}/rooms", web::post().to(add))
        .route("/staff/{centre}/rooms/new", web::get().to(new))
        .route("/staff/{centre}/rooms/{id}", web::get().to(show))
        .route("/staff/{centre}/rooms/{id}", web::post().to(change));
}

/// What the list and the form need to know of the centre.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub catalogue: Catalogue,
    pub spaces: Vec<(SpaceId, String, String)>,
    pub staff: Vec<(Person, Role)>,
}

fn known(conn: &mut Conn, centre: CentreId, today: NaiveDate) -> Result<Known> {
    Ok(Known {
        catalogue: rooms::store::catalogue(conn, centre, today, today)?,
        spaces: rooms::store::spaces_of_centre(conn, centre)?,
        staff: people::store::staff_of(conn, centre)?,
    })
}

async fn list(desk: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let frame = framed(&state, &here, StaffTab::Rooms).await?;
    let (centre, today) = (here.centre.id, here.today());
    let known = state.db.read(move |conn| known(conn, centre, today)).await?;
    Ok(page(StatusCode::OK, view::list(&frame, &here, &known)))
}

async fn new(manager: Manager, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let first = form::of(&editing::RoomDetails::named("", ""));
    form_page(&state, &here, None, &first, &Errors::default(), &[]).await
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let details = match form::read(&fields, here.lang()) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, None, &fields, &errors, &[]).await,
    };
    let by = here.clone();
    let id = state.db.write_again(move |conn| editing::add_room(conn, &by.acting(), &details)).await?;
    Ok(to(&here.href(&format!("/rooms/{id}?done=added"))))
}

async fn show(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let (centre, today, id) = (here.centre.id, here.today(), RoomId(path.1));
    let (room, known, approvers) = state
        .db
        .read(move |conn| {
            let room = rooms::store::room(conn, centre, id)?;
            Ok((room, known(conn, centre, today)?, rooms::store::approvers(conn, id)?))
        })
        .await?;
    let frame = framed(&state, &here, StaffTab::Rooms).await?;
    if here.role < Role::Manager {
        return Ok(page(StatusCode::OK, view::facts_of(&frame, &here, &room, &known, &approvers)));
    }
    let details = form::details_of(&room, &known.catalogue, approvers);
    let shown = view::Form {
        frame: &frame,
        here: &here,
        known: &known,
        room: Some(id),
        fields: &form::of(&details),
        errors: &Errors::default(),
        hits: &[],
        query: &query.0,
    };
    Ok(page(StatusCode::OK, shown.render()))
}

async fn change(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let id = RoomId(path.1);
    let details = match form::read(&fields, here.lang()) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, Some(id), &fields, &errors, &[]).await,
    };
    let by = here.clone();
    let done = state
        .db
        .write_again(move |conn| disruptions::rooms::change_room(conn, &by.acting(), id, &details))
        .await?;
    match done {
        Change::Done => Ok(to(&here.href(&format!("/rooms/{id}?done=saved")))),
        Change::Hits(hits) => {
            let mut errors = Errors::default();
            errors.add("spaces", form::spaces_in_use(here.lang()));
            form_page(&state, &here, Some(id), &fields, &errors, &hits).await
        }
    }
}

async fn form_page(
    state: &State,
    here: &Here,
    room: Option<RoomId>,
    fields: &Fields,
    errors: &Errors,
    hits: &[Hit],
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let known = state
        .db
        .read(move |conn| {
            if let Some(id) = room {
                rooms::store::room(conn, centre, id)?;
            }
            known(conn, centre, today)
        })
        .await?;
    let frame = framed(state, here, StaffTab::Rooms).await?;
    let query = Fields::default();
    let shown = view::Form { frame: &frame, here, known: &known, room, fields, errors, hits, query: &query };
    Ok(page(super::status(!errors.is_empty()), shown.render()))
}
