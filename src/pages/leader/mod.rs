//! The leader's door: what my troupe has, find me a room, ask for it, keep it or give it up.
//!
//! Every page but the one behind a letter's link is for [`Leader`]s alone, and shows only what belongs to
//! their troupes: another troupe's booking is not found.

mod agreement;
mod answer;
mod ask;
mod attendance;
mod booking;
mod find;
mod held;
mod home;
mod members;
mod press;
mod series;
mod shown;
mod terms;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::ServiceConfig;
use maud::Markup;

use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::base::web::form::Fields;
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::Booking;
use crate::domain::centres::{self, Centre};
use crate::domain::people::LedTroupe;
use crate::pages::parts::door::Leader;
use crate::pages::parts::{Frame, StateBadge, Tab, Tabs};

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(home::routes)
        .configure(find::routes)
        .configure(ask::routes)
        .configure(series::routes)
        .configure(booking::routes)
        .configure(answer::routes)
        .configure(press::routes)
        .configure(attendance::routes)
        .configure(members::routes)
        .configure(agreement::routes)
        .configure(terms::routes);
}

/// For which troupe, at which centre, and when somebody looks at a page.
#[derive(Debug, Clone)]
struct At {
    troupe: LedTroupe,
    /// The only one they lead: then no page says which.
    only: bool,
    centre: Centre,
    now: Instant,
}

impl At {
    fn troupe_id(&self) -> TroupeId {
        TroupeId(self.troupe.id)
    }

    /// The badge of a booking; its place where it stands in line.
    fn badge(&self, lang: Lang, booking: &Booking, place: Option<usize>) -> StateBadge {
        let zone = self.centre.zone;
        StateBadge::of(lang, zone, zone.wall(self.now), booking, place)
    }

    fn frame(&self, leader: &Leader, tab: Tab) -> Frame {
        let tabs = Tabs::Public { base: self.centre.href(), current: Some(tab) };
        leader.visitor.frame(Some(&self.centre), tabs)
    }
}

/// The troupe that the form or query names, or the only one; `None` when it has still to be chosen.
async fn at(state: &State, leader: &Leader, fields: &Fields) -> Result<Option<At>> {
    Ok(reading(state, leader, fields, |_, _| Ok(())).await?.map(|(at, ())| at))
}

/// [`at`], and what a page needs to know there, read in one go.
async fn reading<T: Send + 'static>(
    state: &State,
    leader: &Leader,
    fields: &Fields,
    read: impl FnOnce(&mut Conn, &At) -> Result<T> + Send + 'static,
) -> Result<Option<(At, T)>> {
    let named = fields.get("troupe");
    let troupe = match (named.is_empty(), leader.troupes.as_slice()) {
        (true, [only]) => only.clone(),
        (true, _) => return Ok(None),
        (false, _) => leader.troupe(named.parse().map_err(|_| Error::NotFound)?)?.clone(),
    };
    let (only, now) = (leader.troupes.len() == 1, state.now());
    let reading = move |conn: &mut Conn| {
        let centre = centres::store::by_id(conn, troupe.centre_id)?;
        let at = At { troupe, only, centre, now };
        let found = read(conn, &at)?;
        Ok(Some((at, found)))
    };
    state.db.read(reading).await
}

/// The page that asks for which troupe, before any other that needs to know.
async fn choose(state: &State, leader: &Leader, path: &str, tab: Tab) -> Result<HttpResponse> {
    let first = leader.troupes.first().ok_or(Error::Forbidden)?.centre_id;
    let centre = state.db.read(move |conn| centres::store::by_id(conn, first)).await?;
    let tabs = Tabs::Public { base: centre.href(), current: Some(tab) };
    let frame = leader.visitor.frame(Some(&centre), tabs);
    Ok(html(StatusCode::OK, shown::choose(&frame, path, &leader.troupes)))
}

fn html(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string())
}

/// The answer to a post that was done.
fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
