//! Agreements: list, one, new, change.

mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::framed;
use crate::base::error::Result;
use crate::base::history::{self, Line};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::editing::{AgreementChange, add_agreement, change_agreement};
use crate::domain::agreements::{Agreement, AgreementId, Troupe, Usage, store};
use crate::domain::bookings::{self, Facts};
use crate::domain::people::{self, LedTroupe, Person};
use crate::domain::rooms::{self, Catalogue, Room};
use crate::pages::parts::Sheet;
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/agreements", web::get().to(list))
        .route("/staff/{centre}/agreements", web::post().to(add))
        .route("/staff/{centre}/agreements/new", web::get().to(new))
        .route("/staff/{centre}/agreements/{id}", web::get().to(show))
        .route("/staff/{centre}/agreements/{id}", web::post().to(change))
        .route("/staff/{centre}/agreements/{id}/edit", web::get().to(edit));
}

/// What an agreement's page says beside its own words.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub agreement: Agreement,
    pub troupe: Troupe,
    pub leaders: Vec<(Person, LedTroupe)>,
    pub rooms: Vec<Room>,
    /// Of the week and month of today.
    pub usage: Usage,
    pub history: Vec<Line>,
}

async fn list(desk: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let centre = here.centre.id;
    let (agreements, troupes) = state
        .db
        .read(move |conn| Ok((store::agreements(conn, centre)?, store::troupes(conn, centre)?)))
        .await?;
    let frame = framed(&state, &here, StaffTab::Agreements).await?;
    Ok(page(StatusCode::OK, view::list(&frame, &here, &agreements, &troupes)))
}

async fn show(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let (id, today, by) = (AgreementId(path.1), here.today(), here.clone());
    let known = state
        .db
        .read(move |conn| {
            let centre = &by.centre;
            let agreement = store::agreement(conn, centre.id, id)?;
            let troupe = store::troupe(conn, centre.id, agreement.troupe_id)?;
            let mut leaders = people::store::leaders_of(conn, centre.id)?;
            leaders.retain(|(_, led)| led.id == troupe.id.0);
            let rooms = rooms::store::catalogue(conn, centre.id, today, today)?.rooms;
            let uses = bookings::store::uses(conn, &[id], today, today, centre.zone)?;
            let facts = Facts {
                catalogue: Catalogue::default(),
                taken: Default::default(),
                agreements: Vec::new(),
                uses,
                now: centre.zone.wall(by.now),
                zone: centre.zone,
            };
            let history = history::of(conn, "agreement", id.0)?;
            Ok(Known { usage: facts.usage(id, today), agreement, troupe, leaders, rooms, history })
        })
        .await?;
    let frame = framed(&state, &here, StaffTab::Agreements).await?;
    Ok(page(StatusCode::OK, view::one(&frame, &here, &known, &query.0)))
}

async fn new(manager: Manager, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let first = form::blank(query.0.get("troupe"), here.today());
    form_page(&state, &here, None, Some(&first), &Errors::default()).await
}

async fn edit(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    form_page(&state, &here, Some(AgreementId(path.1)), None, &Errors::default()).await
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let details = match form::read(&fields, here.lang(), None) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, None, Some(&fields), &errors).await,
    };
    let by = here.clone();
    let change = state.db.write_again(move |conn| add_agreement(conn, &by.acting(), &details)).await?;
    answer(&state, &here, None, &fields, change, "added").await
}

async fn change(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (centre, id) = (here.centre.id, AgreementId(path.1));
    let before = state.db.read(move |conn| store::agreement(conn, centre, id)).await?;
    let details = match form::read(&fields, here.lang(), Some(before.troupe_id)) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, Some(id), Some(&fields), &errors).await,
    };
    let by = here.clone();
    let change = state.db.write_again(move |conn| change_agreement(conn, &by.acting(), id, &details)).await?;
    answer(&state, &here, Some(id), &fields, change, "saved").await
}

async fn answer(
    state: &State,
    here: &Here,
    own: Option<AgreementId>,
    fields: &Fields,
    change: AgreementChange,
    done: &str,
) -> Result<HttpResponse> {
    match form::refusal(here.lang(), change) {
        Ok(id) => Ok(to(&here.href(&format!("/agreements/{id}?done={done}")))),
        Err(errors) => form_page(state, here, own, Some(fields), &errors).await,
    }
}

/// Without fields: those of the agreement as it stands.
async fn form_page(
    state: &State,
    here: &Here,
    own: Option<AgreementId>,
    fields: Option<&Fields>,
    errors: &Errors,
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let (agreement, troupes, rooms) = state
        .db
        .read(move |conn| {
            Ok((
                own.map(|id| store::agreement(conn, centre, id)).transpose()?,
                store::troupes(conn, centre)?,
                rooms::store::catalogue(conn, centre, today, today)?.rooms,
            ))
        })
        .await?;
    let kept = agreement.as_ref().map(|agreement| form::of(agreement, here.lang())).unwrap_or_default();
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let shown = view::Form {
        frame: &frame,
        here,
        agreement: agreement.as_ref(),
        troupes: &troupes,
        rooms: &rooms,
        sheet: Sheet { lang: here.lang(), fields: fields.unwrap_or(&kept), errors },
    };
    Ok(page(super::status(!errors.is_empty()), shown.render()))
}
