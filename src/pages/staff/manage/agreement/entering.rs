//! Drawing up an agreement, changing it, and drawing up its successor.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::super::framed;
use super::{confirm_view, form, form_view};
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::difference::differences;
use crate::domain::agreements::editing::{AgreementChange, add_agreement, change_agreement, obstacle};
use crate::domain::agreements::{Agreement, AgreementId, store};
use crate::domain::disruptions::agreements::no_longer_covered;
use crate::domain::rooms;
use crate::pages::parts::door::Manager;
use crate::pages::parts::{Sheet, StaffTab};
use crate::pages::staff::here::{Here, page, to};

type Path = web::Path<(String, i64)>;

/// Which form it is.
#[derive(Debug, Clone, Copy, Default)]
struct Whose {
    /// The agreement that is changed.
    own: Option<AgreementId>,
    /// The agreement that a new one renews.
    renews: Option<AgreementId>,
}

pub async fn new(manager: Manager, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let first = form::blank(query.0.get("troupe"), here.today());
    form_page(&state, &here, Whose::default(), Some(&first), &Errors::default()).await
}

pub async fn edit(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let whose = Whose { own: Some(AgreementId(path.1)), renews: None };
    form_page(&state, &here, whose, None, &Errors::default()).await
}

/// The form of a successor, filled in from the old one.
pub async fn renew(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let whose = Whose { own: None, renews: Some(AgreementId(path.1)) };
    form_page(&state, &here, whose, None, &Errors::default()).await
}

pub async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let renews = fields.get("predecessor").parse().ok().map(AgreementId);
    let whose = Whose { own: None, renews };
    let mut details = match form::read(&fields, here.lang(), here.today(), None) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, whose, Some(&fields), &errors).await,
    };
    details.predecessor = renews;
    let by = here.clone();
    let change = state.db.write_again(move |conn| add_agreement(conn, &by.acting(), &details)).await?;
    answer(&state, &here, whose, &fields, change, "added").await
}

pub async fn change(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (centre, id) = (here.centre.id, AgreementId(path.1));
    let whose = Whose { own: Some(id), renews: None };
    let before = state.db.read(move |conn| store::agreement(conn, centre, id)).await?;
    let details = match form::read(&fields, here.lang(), here.today(), Some(&before)) {
        Ok(details) => details,
        Err(errors) => return form_page(&state, &here, whose, Some(&fields), &errors).await,
    };
    if before.state.stands() && !fields.has("confirmed") {
        // Nobody confirms first what is refused then.
        let (by, wish) = (here.clone(), details.clone());
        let found = state.db.read(move |conn| obstacle(conn, &by.acting(), Some(id), &wish)).await?;
        if let Some(refused) = found {
            return answer(&state, &here, whose, &fields, refused, "saved").await;
        }
        let after = details.applied_to(&before);
        if let Some(asked) = confirm(&state, &here, &fields, &before, &after).await? {
            return Ok(asked);
        }
    }
    let by = here.clone();
    let change = state.db.write_again(move |conn| change_agreement(conn, &by.acting(), id, &details)).await?;
    state.outbox.notify_one();
    answer(&state, &here, whose, &fields, change, "saved").await
}

/// Before one that stands is changed: what would differ, and what is booked that it would not cover any more. `None`
/// where nothing differs.
async fn confirm(
    state: &State,
    here: &Here,
    fields: &Fields,
    before: &Agreement,
    after: &Agreement,
) -> Result<Option<HttpResponse>> {
    let (by, old, new) = (here.clone(), before.clone(), after.clone());
    let (rooms, hits) = state
        .db
        .read(move |conn| {
            let rooms = rooms::store::catalogue(conn, by.centre.id, by.today(), by.today())?.rooms;
            Ok((rooms, no_longer_covered(conn, &by.acting(), &old, &new)?))
        })
        .await?;
    let differences = differences(here.lang(), before, after, &rooms);
    if differences.is_empty() {
        return Ok(None);
    }
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let shown = confirm_view::Confirm {
        frame: &frame,
        here,
        agreement: before,
        differences: &differences,
        hits: &hits,
        rooms: &rooms,
        fields,
    };
    Ok(Some(page(StatusCode::OK, shown.render())))
}

async fn answer(
    state: &State,
    here: &Here,
    whose: Whose,
    fields: &Fields,
    change: AgreementChange,
    done: &str,
) -> Result<HttpResponse> {
    match form::refusal(here.lang(), change) {
        Ok(id) => Ok(to(&here.href(&format!("/agreements/{id}?done={done}")))),
        Err(errors) => form_page(state, here, whose, Some(fields), &errors).await,
    }
}

/// Without fields: those of the agreement as it stands, or of the one that follows it.
async fn form_page(
    state: &State,
    here: &Here,
    whose: Whose,
    fields: Option<&Fields>,
    errors: &Errors,
) -> Result<HttpResponse> {
    let (centre, today): (_, NaiveDate) = (here.centre.id, here.today());
    let (agreement, renews, troupes, rooms) = state
        .db
        .read(move |conn| {
            Ok((
                whose.own.map(|id| store::agreement(conn, centre, id)).transpose()?,
                whose.renews.map(|id| store::agreement(conn, centre, id)).transpose()?,
                store::troupes(conn, centre)?,
                rooms::store::catalogue(conn, centre, today, today)?.rooms,
            ))
        })
        .await?;
    let kept = match (&agreement, &renews) {
        (Some(own), _) => form::of(own, here.lang()),
        (None, Some(old)) => form::successor(old, here.lang(), today),
        (None, None) => Fields::default(),
    };
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let shown = form_view::Form {
        frame: &frame,
        here,
        agreement: agreement.as_ref(),
        troupes: &troupes,
        rooms: &rooms,
        renews: renews.as_ref(),
        sheet: Sheet { lang: here.lang(), fields: fields.unwrap_or(&kept), errors },
    };
    Ok(page(super::super::status(!errors.is_empty()), shown.render()))
}
