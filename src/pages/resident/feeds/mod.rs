//! `/c/{centre}/feeds`: how to have the calendar in one's own, and the feeds themselves: `centre.ics`, `room-3.atom`,
//! `troupe-2.json`, `kind-lecture.ics`. Only what is public is in them.

mod view;

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::here::{Head, Here};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::form::Query;
use crate::base::web::{State, unchanged};
use crate::domain::activities::feeds::{self, Feed};
use crate::domain::agreements::{self, Troupe};
use crate::domain::centres;
use crate::domain::rooms::{self, Access, Room};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::feed::Written;
use crate::pages::parts::{Tab, Width};

/// What has a feed of its own.
struct Offered {
    rooms: Vec<Room>,
    troupes: Vec<Troupe>,
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn, here: &Here| {
        let mut rooms = rooms::store::rooms(conn, here.centre.id)?;
        rooms.retain(|room| room.active && room.access != Access::Private);
        let mut troupes = agreements::store::troupes(conn, here.centre.id)?;
        troupes.retain(|troupe| troupe.active && troupe.named);
        Ok(Offered { rooms, troupes })
    };
    let (here, offered) = Here::reading(&state, visitor, &slug, read).await?;
    let lang = here.lang();
    let name = here.centre.name_in(lang);
    let head = Head {
        tab: Some(Tab::Calendar),
        width: Width::Normal,
        title: lang.pick("订阅日历", "Subscribe to the calendar"),
        description: &lang.pick(
            format!("把{name}的活动放进手机日历，有变动自动更新。"),
            format!("Have what is on at {name} in your phone’s calendar, always up to date."),
        ),
        preview: None,
    };
    Ok(here.answer(&request, head, view::view(&here, &offered, &state.public_url)))
}

/// Which language programs ask for; without a word, Chinese. Who asks plays no part.
fn language(query: &Query) -> Lang {
    if query.0.get("lang") == "en" { Lang::En } else { Lang::Zh }
}

pub async fn feed(
    request: HttpRequest,
    state: Data<State>,
    path: Path<(String, String)>,
    query: Query,
) -> Result<HttpResponse> {
    let (slug, file) = path.into_inner();
    let (word, ending) = file.rsplit_once('.').ok_or(Error::NotFound)?;
    let feed = Feed::from_word(word).ok_or(Error::NotFound)?;
    let ending = ["ics", "atom", "json"].into_iter().find(|known| *known == ending).ok_or(Error::NotFound)?;
    let (lang, now) = (language(&query), state.now());
    let read = move |conn: &mut Conn| {
        let centre = centres::store::by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let told = feeds::read(conn, &centre, feed, now)?;
        Ok((centre, told))
    };
    let (centre, told) = state.db.read(read).await?;
    let written = Written {
        lang,
        centre: &centre,
        feed,
        told: &told,
        public_url: &state.public_url,
        installation: state.tokens.installation(),
        now,
    };
    let (kind, body) = match ending {
        "ics" => ("text/calendar; charset=utf-8", written.ics()?),
        "atom" => ("application/atom+xml; charset=utf-8", written.atom()),
        _ => (
            "application/feed+json; charset=utf-8",
            serde_json::to_string(&written.json()).map_err(Error::fault)?,
        ),
    };
    let mut response = unchanged::answer(&request, kind, body);
    let headers = response.headers_mut();
    // The same for everybody; programs ask again after a quarter of an hour at the soonest.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=900"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}
