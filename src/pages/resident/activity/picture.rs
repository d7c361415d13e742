//! `/c/{centre}/activities/{id}/picture?v=…`: an activity's picture. Its address changes with it, so browsers keep it.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::{Data, Path};

use super::super::here::Here;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{ActivityId, pictures, telling};
use crate::pages::parts::door::Visitor;

pub async fn show(
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let read = move |conn: &mut Conn, here: &Here| {
        let told = telling::read(conn, &here.centre, ActivityId(id), here.wall())?;
        pictures::store::content(conn, told.activity.id)
    };
    let (_, (digest, jpeg)) = Here::reading(&state, visitor, &slug, read).await?;
    let keep = match query.0.get("v") == digest {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("image/jpeg")))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(keep)))
        // Other programs show it where the page is shared.
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .body(jpeg))
}
