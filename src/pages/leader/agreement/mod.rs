//! `/my/agreements/{id}`: what my troupe has agreed, what is used of it, and the paper.

mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};

use super::{At, html};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::{State, download};
use crate::domain::agreements::papers::{Media, Paper, PaperId, store as papers};
use crate::domain::agreements::terms::{self, Acceptance, HouseTerms};
use crate::domain::agreements::{Agreement, AgreementId, AgreementState, Decided, TroupeId, store};
use crate::domain::bookings::{self, using::Used};
use crate::domain::centres;
use crate::domain::people::PersonId;
use crate::domain::people::{self};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::Tab;
use crate::pages::parts::contract::{Contract, contract};
use crate::pages::parts::door::Leader;

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/agreements/{id}", web::get().to(show))
        .route("/my/agreements/{id}/print", web::get().to(print))
        .route("/my/agreements/{id}/papers/{paper}", web::get().to(paper));
}

/// What the page says beside the agreement's own words.
struct Known {
    agreement: Agreement,
    /// Who suspended or ended it, and why.
    decided: Option<Decided>,
    /// The troupe's others, drafts left out.
    others: Vec<Agreement>,
    rooms: Vec<Room>,
    used: Used,
    papers: Vec<Paper>,
    terms: Option<HouseTerms>,
    accepted: Option<Acceptance>,
}

/// The agreement, its troupe and centre; not found unless they lead the troupe, nor while it is a draft: that is
/// the staff's.
async fn found(state: &State, leader: &Leader, id: &str) -> Result<(At, Agreement)> {
    let id = id.parse().map(AgreementId).map_err(|_| Error::NotFound)?;
    let troupes: Vec<TroupeId> = leader.troupes.iter().map(|troupe| TroupeId(troupe.id)).collect();
    let read = move |conn: &mut Conn| {
        let agreement = store::of_troupes(conn, &troupes, id)?;
        let centre = centres::store::by_id(conn, agreement.centre_id)?;
        Ok((agreement, centre))
    };
    let (agreement, centre) = state.db.read(read).await?;
    if agreement.state == AgreementState::Draft {
        return Err(Error::NotFound);
    }
    let troupe = leader.troupe(agreement.troupe_id.0)?.clone();
    let only = leader.troupes.len() == 1;
    Ok((At { troupe, only, centre, now: state.now() }, agreement))
}

async fn show(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, agreement) = found(&state, &leader, &id).await?;
    let (here, person) = (at.clone(), leader.person.id);
    let known = state.db.read(move |conn| known(conn, &here, person, agreement)).await?;
    let frame = at.frame(&leader, Tab::Mine);
    let today = at.centre.zone.today(at.now);
    Ok(html(StatusCode::OK, view::page(&frame, &at, &known, today)))
}

fn known(conn: &mut Conn, at: &At, person: PersonId, agreement: Agreement) -> Result<Known> {
    let (centre, id, today) = (&at.centre, agreement.id, at.centre.zone.today(at.now));
    let halted = matches!(agreement.state, AgreementState::Suspended | AgreementState::Ended);
    let mut others = store::of_troupe(conn, at.troupe_id())?;
    others.retain(|one| one.id != id && one.state != AgreementState::Draft);
    let stays = bookings::store::stays(conn, id)?;
    Ok(Known {
        decided: if halted { Some(store::decided(conn, &agreement)?) } else { None },
        others,
        rooms: rooms::store::catalogue(conn, centre.id, today, today)?.rooms,
        used: Used::of(&stays, centre.zone, centre.zone.wall(at.now)),
        papers: papers::of(conn, id)?,
        terms: terms::store::on(conn, centre.id, today)?,
        accepted: terms::store::accepted_by(conn, centre.id, &[person])?.into_iter().next(),
        agreement,
    })
}

async fn print(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, agreement) = found(&state, &leader, &id).await?;
    let (centre, troupe, before) = (at.centre.id, agreement.troupe_id, agreement.predecessor);
    let (today, signed) = (at.centre.zone.today(at.now), agreement.clone());
    let read = move |conn: &mut Conn| {
        let led: Vec<PersonId> = store::leaders(conn, troupe)?.into_iter().map(|(id, _)| id).collect();
        Ok((
            store::troupe(conn, centre, troupe)?,
            before.map(|old| store::agreement(conn, centre, old)).transpose()?,
            led.into_iter().map(|id| people::store::by_id(conn, id)).collect::<Result<Vec<_>>>()?,
            terms::store::of_paper(conn, &signed, today)?,
            rooms::store::catalogue(conn, centre, today, today)?.rooms,
        ))
    };
    let (troupe, renews, leaders, terms, rooms) = state.db.read(read).await?;
    let mut frame = at.frame(&leader, Tab::Mine);
    frame.path = format!("/my/agreements/{}", agreement.id);
    let sheet = Contract {
        centre: &at.centre,
        agreement: &agreement,
        troupe: &troupe,
        leaders: &leaders,
        rooms: &rooms,
        terms: terms.as_ref(),
        renews: renews.as_ref().map(|old| old.number.as_str()),
    };
    Ok(html(StatusCode::OK, contract(&frame, &sheet)))
}

async fn paper(state: Data<State>, leader: Leader, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let (_, agreement) = found(&state, &leader, &path.0).await?;
    let paper = PaperId(path.1);
    let (name, media, content) =
        state.db.read(move |conn| papers::content(conn, agreement.id, paper)).await?;
    Ok(download::file(&name, media.word(), content, media == Media::Jpeg))
}
