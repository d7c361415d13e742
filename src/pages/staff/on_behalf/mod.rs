//! `/staff/{centre}/bookings/new` and `POST /staff/{centre}/bookings`: booking for a troupe that comes to the
//! desk or calls (代办). The same act as the leader's own; the record says who did it. What would come of it can be
//! looked at before.

mod check;
mod form;
mod past;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::here::{Here, Waiting, page as answer, to};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::{self, Troupe};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::asking::{Asked, ask};
use crate::domain::bookings::waiting::{Waited, wait};
use crate::domain::bookings::{Clash, Refusal};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{self, Catalogue};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Width};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/bookings/new", web::get().to(page))
        .route("/staff/{centre}/bookings", web::post().to(book))
        .route("/staff/{centre}/bookings/past", web::get().to(past::page))
        .route("/staff/{centre}/bookings/past", web::post().to(past::record));
}

/// What the form chooses from.
pub(super) struct Choices {
    pub troupes: Vec<Troupe>,
    pub catalogue: Catalogue,
    pub waiting: Waiting,
}

/// Why it was not booked.
#[derive(Debug, Clone, Default)]
pub(super) enum Why {
    #[default]
    New,
    /// Fields are to be changed.
    Wrong,
    /// It was only looked at, and can be had.
    Open(Box<check::Open>),
    Taken(Vec<Clash>, Vec<Alternative>),
    Refused(Refusal, Vec<Alternative>),
    /// It begins so soon that waiting is no use.
    TooLateToWait,
}

async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let mut fields = query.0;
    if fields.get("date").is_empty() {
        fields.set("date", here.today().to_string());
    }
    fields.set("key", random_token());
    if fields.has("check") {
        return check::look(here, &state, fields).await;
    }
    show(here, &state, fields, Errors::default(), Why::New).await
}

async fn book(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let centre = here.centre.id;
    let troupes = state.db.read(move |conn| active_troupes(conn, centre)).await?;
    let wish = match form::read(&fields, here.lang(), &troupes) {
        Ok(wish) => wish,
        Err(errors) => return show(here, &state, fields, errors, Why::Wrong).await,
    };
    let who = here.clone();
    let wait_for = fields.has("wait");
    let waited = state
        .db
        .write_again(move |conn| match wait_for {
            true => wait(conn, who.acting(), &wish),
            false => ask(conn, who.acting(), &wish).map(Waited::Asked),
        })
        .await?;
    let asked = match waited {
        Waited::Asked(asked) => asked,
        Waited::InLine(new, _) => Asked::Received(new),
        Waited::Already(first) => Asked::Repeated(first),
        Waited::TooLate => return show(here, &state, fields, Errors::default(), Why::TooLateToWait).await,
    };
    let booking = |id| here.href(&format!("/bookings/{id}"));
    match asked {
        Asked::Approved(new) | Asked::Received(new) => {
            state.outbox.notify_one();
            Ok(to(&(booking(new.id) + "?just=asked")))
        }
        Asked::Repeated(first) => Ok(to(&(booking(first.id) + "?just=repeated"))),
        Asked::Taken { clashes, alternatives } => {
            show(here, &state, fields, Errors::default(), Why::Taken(clashes, alternatives)).await
        }
        Asked::Refused { refusal, alternatives } => {
            show(here, &state, fields, Errors::default(), Why::Refused(refusal, alternatives)).await
        }
    }
}

async fn show(here: Here, state: &State, fields: Fields, errors: Errors, why: Why) -> Result<HttpResponse> {
    let who = here.clone();
    let choices = state.db.read(move |conn| choices(conn, &who)).await?;
    let status = match why {
        // Nothing was sent.
        _ if fields.has("check") => StatusCode::OK,
        Why::New | Why::Open(_) => StatusCode::OK,
        Why::Wrong | Why::Refused(..) => StatusCode::UNPROCESSABLE_ENTITY,
        Why::Taken(..) | Why::TooLateToWait => StatusCode::CONFLICT,
    };
    let title = here.lang().pick("替队伍预约", "Book for a troupe");
    let frame = here.frame(Some(StaffTab::Queue), choices.waiting);
    Ok(answer(status, frame.page(title, Width::Normal, view::form(&here, &choices, &fields, &errors, &why))))
}

fn choices(conn: &mut Conn, here: &Here) -> Result<Choices> {
    let today = here.today();
    Ok(Choices {
        troupes: active_troupes(conn, here.centre.id)?,
        catalogue: rooms::store::catalogue(conn, here.centre.id, today, today)?,
        waiting: Waiting::read(conn, here.centre.id)?,
    })
}

fn active_troupes(conn: &mut Conn, centre: CentreId) -> Result<Vec<Troupe>> {
    let mut troupes = agreements::store::troupes(conn, centre)?;
    troupes.retain(|troupe| troupe.active);
    Ok(troupes)
}
