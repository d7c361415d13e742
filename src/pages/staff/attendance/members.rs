//! `/staff/{centre}/troupes/{troupe}/members`: a troupe's list of members, as staff keep it for the leader.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::agreements::{self, TroupeId};
use crate::domain::attendance::{MemberId, members};
use crate::pages::parts::door::Desk;
use crate::pages::parts::members::{MembersPage, names};
use crate::pages::parts::{StaffTab, Width, crumbs};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (fields, errors) = (Fields::default(), Errors::default());
    show(here, &state, TroupeId(path.1), fields, errors, query.0.get("just")).await
}

async fn show(
    here: Here,
    state: &State,
    id: TroupeId,
    fields: Fields,
    errors: Errors,
    just: &str,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let (troupe, members, waiting) = state
        .db
        .read(move |conn| {
            let troupe = agreements::store::troupe(conn, centre, id)?;
            Ok((troupe, members::list(conn, id)?, Waiting::read(conn, centre)?))
        })
        .await?;
    let lang = here.lang();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (base, own) = (here.href(&format!("/troupes/{id}/members")), here.href(&format!("/troupes/{id}")));
    let page = MembersPage {
        lang,
        today: here.today(),
        base: &base,
        troupe: id.0,
        members: &members,
        fields: &fields,
        errors: &errors,
        just,
    };
    let title = page.title();
    let main = maud::html! {
        (crumbs(lang.pick("位置", "Where"), &[(&own, troupe.name_in(lang))], title))
        (page.render())
    };
    Ok(answer(status, here.frame(Some(StaffTab::Troupes), waiting).page(title, Width::Tight, main)))
}

pub(super) async fn add(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), TroupeId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let names = names(&mut reader, here.lang());
    let errors = reader.finish().err().unwrap_or_default();
    let Some(names) = names.filter(|_| errors.is_empty()) else {
        return show(here, &state, id, fields, errors, "").await;
    };
    let who = here.clone();
    let added = state.db.write_again(move |conn| {
        agreements::store::troupe(conn, who.centre.id, id)?;
        members::add(conn, who.acting(), id, &names, who.today())
    });
    let just = if added.await?.known.is_empty() { "added" } else { "known" };
    Ok(to(&here.href(&format!("/troupes/{id}/members?just={just}"))))
}

pub(super) async fn leave(
    door: Desk,
    path: web::Path<(String, i64, i64)>,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id, member) = (Here::desk(door, &state), TroupeId(path.1), MemberId(path.2));
    let who = here.clone();
    let left = state.db.write_again(move |conn| {
        agreements::store::troupe(conn, who.centre.id, id)?;
        members::leave(conn, who.acting(), id, member, who.today())
    });
    left.await?;
    Ok(to(&here.href(&format!("/troupes/{id}/members?just=left-{}", member.0))))
}
