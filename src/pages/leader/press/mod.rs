//! `/o/{token}`, `/d/{token}`, `/x/{token}`: the links in letters that take an offer, decline it, or give a booking
//! up; and `/y/{token}`, which shows all dates of a series, each with the link that gives it up. GET shows, POST acts;
//! nobody signs in, for the link is the permission, and the page names nobody.

mod dates;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};

use self::view::PressPage;
use super::{html, see_other};
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::bookings::pressing::{self, Press};
use crate::domain::bookings::{Booked, BookingId, store};
use crate::domain::centres::{self, Centre};
use crate::pages::parts::Tabs;
use crate::pages::parts::door::Visitor;

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/o/{token}", web::get().to(show_offer))
        .route("/o/{token}", web::post().to(take_offer))
        .route("/d/{token}", web::get().to(show_declining))
        .route("/d/{token}", web::post().to(decline_offer))
        .route("/x/{token}", web::get().to(show_giving_up))
        .route("/x/{token}", web::post().to(give_up))
        .route("/y/{token}", web::get().to(dates::show));
}

/// Where a link leads.
fn href(press: Press, token: &str) -> String {
    let prefix = match press {
        Press::Accept => "/o/",
        Press::Decline => "/d/",
        Press::GiveUp => "/x/",
    };
    format!("{prefix}{token}")
}

/// The booking behind a link.
struct Behind {
    booked: Booked,
    centre: Centre,
    lives: bool,
    now: Instant,
}

async fn show_offer(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, Press::Accept, &token, StatusCode::OK).await
}

async fn show_declining(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, Press::Decline, &token, StatusCode::OK).await
}

async fn show_giving_up(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, Press::GiveUp, &token, StatusCode::OK).await
}

async fn take_offer(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    act(&state, &visitor, Press::Accept, &token).await
}

async fn decline_offer(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    act(&state, &visitor, Press::Decline, &token).await
}

async fn give_up(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    act(&state, &visitor, Press::GiveUp, &token).await
}

/// Does what the link is for, once; a link that has died says how things stand (409).
async fn act(state: &State, visitor: &Visitor, press: Press, token: &str) -> Result<HttpResponse> {
    let (id, version) = verified(state, press, token)?;
    let now = state.now();
    let done = state.db.write_again(move |conn| pressing::press(conn, press, id, version, now)).await?;
    state.outbox.notify_one();
    match done {
        true => Ok(see_other(&href(press, token))),
        false => page(state, visitor, press, token, StatusCode::CONFLICT).await,
    }
}

fn verified(state: &State, press: Press, token: &str) -> Result<(BookingId, i32)> {
    let (id, version) = state.tokens.verify(press.purpose(), token).ok_or(Error::NotFound)?;
    Ok((BookingId(id), i32::try_from(version).map_err(|_| Error::NotFound)?))
}

async fn page(
    state: &State,
    visitor: &Visitor,
    press: Press,
    token: &str,
    status: StatusCode,
) -> Result<HttpResponse> {
    let ((id, version), now) = (verified(state, press, token)?, state.now());
    let behind = state
        .db
        .read(move |conn| {
            let seen = store::find(conn, id)?;
            let centre = centres::store::by_id(conn, seen.centre_id)?;
            let booked = store::booked(conn, centre.id, id)?;
            let lives = press.lives(&booked.booking, version, &centre, now);
            Ok(Behind { booked, centre, lives, now })
        })
        .await?;
    // The page names nobody, and no switch on it sends the token anywhere.
    let nobody = Visitor { person: None, path: "/".to_owned(), ..visitor.clone() };
    let frame = nobody.frame(Some(&behind.centre), Tabs::None);
    let action = href(press, token);
    let late = status == StatusCode::CONFLICT;
    Ok(html(status, PressPage { frame: &frame, action: &action, press, behind: &behind, late }.render()))
}
