//! `/staff/{centre}/activities/many`: a month of courses as a table: typed or pasted, looked at together, and those
//! chosen saved, each with all its dates.

mod rows;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use self::rows::Read;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields};
use crate::domain::activities::many::{self, Entered, Look, Row};
use crate::domain::activities::{Tag, tags};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Approver;
use crate::pages::parts::{StaffTab, Width};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(door: Approver, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let (known, waiting) = known(&here, &state).await?;
    form(&here, &known, waiting, &rows::begin(), &Errors::default())
}

/// Fills the table from what was pasted, shows how it looks, or saves what was chosen.
pub(super) async fn enter(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let (known, waiting) = known(&here, &state).await?;
    let rooms = &known.rooms;
    if fields.has("fill") {
        let (fields, unread) = rows::pasted(fields, rooms, here.lang());
        return form(&here, &known, waiting, &fields, &unread);
    }
    if fields.has("back") {
        return form(&here, &known, waiting, &fields, &Errors::default());
    }
    let read = match rows::read(&fields, here.lang(), here.today()) {
        Ok(read) => read,
        Err(errors) => return form(&here, &known, waiting, &fields, &errors),
    };
    let who = here.clone();
    let all: Vec<Row> = read.iter().map(|one| one.row.clone()).collect();
    if !fields.has("save") {
        let looks = state.db.read(move |conn| many::look(conn, who.acting(), &all)).await?;
        return list(&here, rooms, waiting, &fields, &read, &looks, false);
    }
    let chosen: Vec<Row> = read.iter().filter(|one| one.chosen).map(|one| one.row.clone()).collect();
    let publish = fields.get("save") == "publish";
    let count = chosen.len();
    let (looks, done) = state
        .db
        .write_again(move |conn| {
            let done = match chosen.is_empty() {
                true => false,
                false => matches!(many::enter(conn, who.acting(), &chosen, publish)?, Entered::Done(_)),
            };
            Ok((if done { Vec::new() } else { many::look(conn, who.acting(), &all)? }, done))
        })
        .await?;
    match done {
        true => Ok(to(&here.href(&format!("/activities?many={count}")))),
        false => list(&here, rooms, waiting, &fields, &read, &looks, true),
    }
}

/// What one chooses from.
pub(super) struct Known {
    pub rooms: Vec<Room>,
    pub tags: Vec<Tag>,
}

async fn known(here: &Here, state: &State) -> Result<(Known, Waiting)> {
    let (centre, today) = (here.centre.id, here.today());
    state
        .db
        .read(move |conn| {
            let mut rooms = rooms::store::catalogue(conn, centre, today, today)?.rooms;
            rooms.retain(|room| room.active);
            let tags = tags::store::of_centre(conn, centre)?;
            Ok((Known { rooms, tags }, Waiting::read(conn, centre)?))
        })
        .await
}

fn form(
    here: &Here,
    known: &Known,
    waiting: Waiting,
    fields: &Fields,
    errors: &Errors,
) -> Result<HttpResponse> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    let body = view::form(here, known, fields, errors);
    Ok(answer(status, frame.page(view::title(here.lang()), Width::Wide, body)))
}

fn list(
    here: &Here,
    rooms: &[Room],
    waiting: Waiting,
    fields: &Fields,
    read: &[Read],
    looks: &[Look],
    refused: bool,
) -> Result<HttpResponse> {
    let status = if refused { StatusCode::CONFLICT } else { StatusCode::OK };
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    let body = view::list(here, rooms, fields, read, looks, refused);
    Ok(answer(status, frame.page(view::title(here.lang()), Width::Wide, body)))
}
