//! One booking or session: every report about it, the choice between two, and whether nobody came though it was
//! booked.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::one_view::{self, One};
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Fields, Query, Reader};
use crate::domain::attendance::choosing::{Chosen, choose as make_count};
use crate::domain::attendance::no_shows::{self, Absent, Noted};
use crate::domain::attendance::{Of, ReportId, Reported, sheet, store};
use crate::domain::registrations::RegistrationId;
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Width};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, String)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let just = query.0.get("just").to_owned();
    show(Here::desk(door, &state), &state, subject(&path.1)?, &just, StatusCode::OK).await
}

/// What an address names: a booking or a session.
pub(super) fn subject(key: &str) -> Result<Of> {
    match Of::from_key(key) {
        Some(of @ (Of::Booking(_) | Of::Session(_))) => Ok(of),
        _ => Err(Error::NotFound),
    }
}

async fn show(here: Here, state: &State, of: Of, just: &str, status: StatusCode) -> Result<HttpResponse> {
    let who = here.clone();
    let (one, waiting) = state
        .db
        .read(move |conn| {
            let centre = who.centre.id;
            let held = store::held(conn, centre, of)?;
            let reported = Reported(store::of(conn, of)?);
            let authors = sheet::authors(conn, std::iter::once(&reported))?;
            let no_show = match of {
                Of::Booking(id) => no_shows::standing(conn, Absent::Booking(id))?,
                _ => None,
            };
            let counted = store::counted(conn, of)?.people();
            Ok((One { held, reported, authors, no_show, counted }, Waiting::read(conn, centre)?))
        })
        .await?;
    let lang = here.lang();
    let title = one.held.name_in(lang).to_owned();
    let frame = here.frame(Some(StaffTab::Attendance), waiting);
    Ok(answer(status, frame.page(&title, Width::Tight, one_view::one(&here, &one, just))))
}

pub(super) async fn choose(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let id =
        fields.get("report").parse().map(ReportId).map_err(|_| Error::BadRequest("which one?".into()))?;
    let who = here.clone();
    let (of, chosen) = state
        .db
        .write_again(move |conn| {
            let of = store::report(conn, who.centre.id, id)?.of().ok_or(Error::NotFound)?;
            Ok((of, make_count(conn, who.acting(), id)?))
        })
        .await?;
    match chosen {
        Chosen::Done(_) if fields.get("from") == "queue" => Ok(to(&here.href(""))),
        Chosen::Done(_) => Ok(to(&here.href(&format!("/attendance/{}?just=chosen", of.key())))),
        Chosen::Over(_) => show(here, &state, of, "over", StatusCode::CONFLICT).await,
    }
}

/// Nobody came though it was booked; or, taken back, that is not so.
pub(super) async fn no_show(
    door: Desk,
    path: web::Path<(String, String)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, of) = (Here::desk(door, &state), subject(&path.1)?);
    let absent = match (of, fields.get("registration").parse()) {
        (Of::Session(session), Ok(id)) => Absent::Registration(RegistrationId(id), session),
        (Of::Booking(id), _) => Absent::Booking(id),
        _ => return Err(Error::BadRequest("who did not come?".into())),
    };
    let mut reader = Reader::new(&fields, here.lang());
    let words = reader.optional("note", 200).unwrap_or_default();
    let (who, back) = (here.clone(), fields.has("back"));
    let noted = state.db.write_again(move |conn| match back {
        true => no_shows::withdraw(conn, who.acting(), absent),
        false => no_shows::confirm(conn, who.acting(), absent, &words),
    });
    let (page, key) = match absent {
        Absent::Booking(_) => ("", of.key()),
        Absent::Registration(..) => ("/names", of.key()),
    };
    match noted.await? {
        Noted::Done | Noted::Already => Ok(to(&here.href(&format!("/attendance/{key}{page}?just=saved")))),
        Noted::NotYet => show(here, &state, of, "early", StatusCode::CONFLICT).await,
    }
}
