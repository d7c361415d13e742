//! Agreements: list, one, new, change, and what becomes of them.

mod acts;
mod acts_view;
mod confirm_view;
mod entering;
mod form;
mod form_view;
mod list;
mod papers;
mod view;

pub(super) use view::acceptance;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::Markup;

use super::framed;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::{self, Line};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::papers::{Paper, store as papers_store};
use crate::domain::agreements::terms::{self, Acceptance, HouseTerms};
use crate::domain::agreements::{Agreement, AgreementId, AgreementState, Decided, Troupe, store};
use crate::domain::bookings::{self, using::Used};
use crate::domain::people::{self, LedTroupe, Person, PersonId};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::Sheet;
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::Desk;
use crate::pages::staff::here::{Here, page};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/agreements", web::get().to(list))
        .route("/staff/{centre}/agreements", web::post().to(entering::add))
        .route("/staff/{centre}/agreements/new", web::get().to(entering::new))
        .route("/staff/{centre}/agreements/{id}", web::get().to(show))
        .route("/staff/{centre}/agreements/{id}", web::post().to(entering::change))
        .route("/staff/{centre}/agreements/{id}/edit", web::get().to(entering::edit))
        .route("/staff/{centre}/agreements/{id}/renewal", web::get().to(entering::renew))
        .route("/staff/{centre}/agreements/{id}/activation", web::post().to(acts::activate))
        .route("/staff/{centre}/agreements/{id}/suspension", web::get().to(acts::suspend_page))
        .route("/staff/{centre}/agreements/{id}/suspension", web::post().to(acts::suspend))
        .route("/staff/{centre}/agreements/{id}/resumption", web::post().to(acts::resume))
        .route("/staff/{centre}/agreements/{id}/end", web::get().to(acts::end_page))
        .route("/staff/{centre}/agreements/{id}/end", web::post().to(acts::end))
        .route("/staff/{centre}/agreements/{id}/print", web::get().to(papers::print))
        .route("/staff/{centre}/agreements/{id}/papers", web::post().to(papers::keep))
        .route("/staff/{centre}/agreements/{id}/papers/{paper}", web::get().to(papers::show))
        .route("/staff/{centre}/agreements/{id}/papers/{paper}/removal", web::get().to(papers::ask_to_remove))
        .route("/staff/{centre}/agreements/{id}/papers/{paper}/removal", web::post().to(papers::remove))
        .route("/staff/{centre}/agreements/{id}/discarding", web::post().to(acts::discard));
}

/// What an agreement's page says beside its own words.
#[derive(Debug, Clone)]
struct Known {
    agreement: Agreement,
    /// Who suspended or ended it, and why.
    decided: Option<Decided>,
    predecessor: Option<Agreement>,
    successors: Vec<Agreement>,
    troupe: Troupe,
    leaders: Vec<(Person, LedTroupe)>,
    rooms: Vec<Room>,
    used: Used,
    papers: Vec<Paper>,
    /// The house terms that hold today, and what the leaders accepted.
    terms: Option<HouseTerms>,
    accepted: Vec<Acceptance>,
    history: Vec<Line>,
}

/// What was sent from the page and came back.
#[derive(Debug, Default)]
struct Sent {
    fields: Option<Fields>,
    errors: Errors,
    /// Somebody was first: what happened.
    conflict: Option<Markup>,
}

async fn list(desk: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let centre = here.centre.id;
    let (agreements, troupes) = state
        .db
        .read(move |conn| Ok((store::agreements(conn, centre)?, store::troupes(conn, centre)?)))
        .await?;
    let frame = framed(&state, &here, StaffTab::Agreements).await?;
    Ok(page(StatusCode::OK, list::list(&frame, &here, &agreements, &troupes)))
}

async fn show(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(&state, &here, AgreementId(path.1), &Sent::default(), &query.0).await
}

async fn shown(
    state: &State,
    here: &Here,
    id: AgreementId,
    sent: &Sent,
    query: &Fields,
) -> Result<HttpResponse> {
    let by = here.clone();
    let known = state.db.read(move |conn| known(conn, &by, id)).await?;
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let today = here.today().to_string();
    let first = Fields::of([("signed_on", today.as_str())]);
    let fields = sent.fields.as_ref().unwrap_or(&first);
    let sheet = Sheet { lang: here.lang(), fields, errors: &sent.errors };
    let status = match sent.conflict {
        Some(_) => StatusCode::CONFLICT,
        None => super::status(!sent.errors.is_empty()),
    };
    Ok(page(status, view::one(&frame, here, &known, query, &sheet, sent.conflict.as_ref())))
}

fn known(conn: &mut Conn, here: &Here, id: AgreementId) -> Result<Known> {
    let (centre, today) = (&here.centre, here.today());
    let agreement = store::agreement(conn, centre.id, id)?;
    let troupe = store::troupe(conn, centre.id, agreement.troupe_id)?;
    let mut leaders = people::store::leaders_of(conn, centre.id)?;
    leaders.retain(|(_, led)| led.id == troupe.id.0);
    let halted = matches!(agreement.state, AgreementState::Suspended | AgreementState::Ended);
    let before = agreement.predecessor;
    let stays = bookings::store::stays(conn, id)?;
    let led: Vec<PersonId> = leaders.iter().map(|(person, _)| person.id).collect();
    Ok(Known {
        papers: papers_store::of(conn, id)?,
        terms: terms::store::on(conn, centre.id, today)?,
        accepted: terms::store::accepted_by(conn, centre.id, &led)?,
        decided: if halted { Some(store::decided(conn, &agreement)?) } else { None },
        predecessor: before.map(|id| store::agreement(conn, centre.id, id)).transpose()?,
        successors: store::successors(conn, id)?,
        troupe,
        leaders,
        rooms: rooms::store::catalogue(conn, centre.id, today, today)?.rooms,
        used: Used::of(&stays, centre.zone, centre.zone.wall(here.now)),
        history: history::of(conn, "agreement", id.0)?,
        agreement,
    })
}
