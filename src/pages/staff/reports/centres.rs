//! The centres one works at, beside each other; an operator's page has all of them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::html;

use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::centres;
use crate::domain::people;
use crate::pages::parts::door::Desk;
use crate::pages::parts::report::centres::{Centres, title};
use crate::pages::parts::{StaffTab, Width, crumbs};
use crate::pages::staff::here::{Here, Waiting, page as answer};

async fn read(door: Desk, state: &State, query: Query) -> Result<(Here, Centres, Waiting)> {
    let (person, here) = (door.person.id, Here::desk(door, state));
    let who = here.clone();
    let read = move |conn: &mut Conn| {
        let mut theirs = Vec::new();
        for place in people::store::memberships(conn, person)? {
            theirs.push(centres::store::by_id(conn, place.centre)?);
        }
        let told = Centres::read(conn, theirs, &query.0, who.now)?;
        Ok((told, Waiting::read(conn, who.centre.id)?))
    };
    let (told, waiting) = state.db.read(read).await?;
    Ok((here, told, waiting))
}

pub(super) async fn page(door: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let (here, told, waiting) = read(door, &state, query).await?;
    let lang = here.lang();
    let frame = here.frame(Some(StaffTab::Reports), waiting);
    let main = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/reports"), lang.pick("统计", "Reports"))], title(lang)))
        (told.view(lang, &here.href("/reports/centres")))
    };
    Ok(answer(StatusCode::OK, frame.page(title(lang), Width::Wide, main)))
}

pub(super) async fn workbook(door: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let (here, told, _) = read(door, &state, query).await?;
    told.workbook(here.lang())
}

pub(super) async fn table(door: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let (here, told, _) = read(door, &state, query).await?;
    Ok(told.csv(here.lang()))
}
