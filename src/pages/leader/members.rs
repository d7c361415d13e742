//! `/my/members`: the troupe's own list of members, where it keeps one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};

use super::{At, at, choose, html, see_other};
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::attendance::{MemberId, members};
use crate::domain::people::Acting;
use crate::pages::parts::door::Leader;
use crate::pages::parts::members::{MembersPage, names};
use crate::pages::parts::{Tab, Width, crumbs};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/members", web::get().to(show))
        .route("/my/members", web::post().to(add))
        .route("/my/members/{member}/leaving", web::post().to(leave));
}

async fn show(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my/members", Tab::Mine).await;
    };
    page(&state, &leader, at, Fields::default(), Errors::default(), query.0.get("just")).await
}

async fn page(
    state: &State,
    leader: &Leader,
    at: At,
    fields: Fields,
    errors: Errors,
    just: &str,
) -> Result<HttpResponse> {
    let troupe = at.troupe_id();
    let members = state.db.read(move |conn| members::list(conn, troupe)).await?;
    let lang = leader.visitor.lang();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MembersPage {
        lang,
        today: at.centre.zone.today(at.now),
        base: "/my/members",
        troupe: troupe.0,
        members: &members,
        fields: &fields,
        errors: &errors,
        just,
    };
    let title = page.title();
    let mine = format!("/my?troupe={troupe}");
    let main = maud::html! {
        (crumbs(lang.pick("位置", "Way"), &[(&mine, at.troupe.name_in(lang))], title))
        (page.render())
    };
    Ok(html(status, at.frame(leader, Tab::Mine).page(title, Width::Tight, main)))
}

async fn add(state: Data<State>, leader: Leader, fields: Fields) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &fields).await? else {
        return choose(&state, &leader, "/my/members", Tab::Mine).await;
    };
    let mut reader = Reader::new(&fields, leader.visitor.lang());
    let names = names(&mut reader, leader.visitor.lang());
    let errors = reader.finish().err().unwrap_or_default();
    let Some(names) = names.filter(|_| errors.is_empty()) else {
        return page(&state, &leader, at, fields, errors, "").await;
    };
    let (here, person) = (at.clone(), Some(leader.person.id));
    let added = state.db.write_again(move |conn| {
        let today = here.centre.zone.today(here.now);
        let acting = Acting { centre: &here.centre, person, now: here.now };
        members::add(conn, acting, here.troupe_id(), &names, today)
    });
    let just = if added.await?.known.is_empty() { "added" } else { "known" };
    Ok(see_other(&format!("/my/members?troupe={}&just={just}", at.troupe.id)))
}

async fn leave(state: Data<State>, leader: Leader, id: Path<String>, fields: Fields) -> Result<HttpResponse> {
    let id = id.parse().map(MemberId).map_err(|_| Error::NotFound)?;
    let Some(at) = at(&state, &leader, &fields).await? else {
        return choose(&state, &leader, "/my/members", Tab::Mine).await;
    };
    let (here, person) = (at.clone(), Some(leader.person.id));
    let left = state.db.write_again(move |conn| {
        let today = here.centre.zone.today(here.now);
        let acting = Acting { centre: &here.centre, person, now: here.now };
        members::leave(conn, acting, here.troupe_id(), id, today)
    });
    left.await?;
    Ok(see_other(&format!("/my/members?troupe={}&just=left-{}", at.troupe.id, id.0)))
}
