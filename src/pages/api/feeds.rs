//! `/centres/{id}/feeds/{feed}`: what is public of a centre, a room, a troupe or a kind, as JSON Feed.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, web};

use super::problem::Problem;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::{State, problem, unchanged};
use crate::domain::activities::feeds::{self, Feed};
use crate::domain::centres::{self, CentreId};
use crate::pages::parts::feed::{JsonFeed, Written};

/// What is to come in some weeks: `centre`, `room-3`, `troupe-2` (one that chose to be named) or `kind-lecture`. The
/// same is published at `/c/{slug}/feeds/{feed}.json`, beside `.ics` and `.atom`.
#[utoipa::path(
    get, path = "/centres/{id}/feeds/{feed}", operation_id = "show_feed", tag = "public",
    params(("id" = CentreId, Path), ("feed" = String, Path)),
    responses(
        (status = OK, body = JsonFeed),
        (status = NOT_MODIFIED, description = "What `If-None-Match` names is still so"),
        (status = NOT_FOUND, body = Problem),
    ),
    security(()),
)]
pub async fn show(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<(CentreId, String)>,
) -> Result<HttpResponse> {
    let ((id, word), now, lang) = (path.into_inner(), state.now(), problem::lang(&request));
    let feed = Feed::from_word(&word).ok_or(Error::NotFound)?;
    let read = move |conn: &mut Conn| {
        let centre = centres::store::by_id(conn, id)?;
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
    let body = serde_json::to_string(&written.json()).map_err(Error::fault)?;
    let mut response = unchanged::answer(&request, "application/json", body);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=900"));
    Ok(response)
}
