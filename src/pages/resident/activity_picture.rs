//! `/c/{centre}/activities/{id}/picture?v=…`: an activity's picture, kept by browsers for good, for another one has
//! another address. A draft's is nobody's.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, ActivityId, ActivityState, pictures};
use crate::domain::centres;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// An address without the digest, or with an old one.
const FOR_A_WHILE: &str = "public, max-age=300";

pub async fn file(
    request: HttpRequest,
    state: Data<State>,
    path: Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let (slug, id) = (path.0.clone(), ActivityId(path.1));
    let (digest, jpeg) = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
            let activity = activities::store::activity(conn, centre.id, id)?;
            if activity.state == ActivityState::Draft {
                return Err(Error::NotFound);
            }
            pictures::store::content(conn, id)
        })
        .await?;
    let tag = format!("\"{digest}\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|sent| sent.to_str().ok());
    let mut answer = match known == Some(tag.as_str()) {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    answer
        .insert_header((
            header::CACHE_CONTROL,
            if query.0.get("v") == digest { FOR_GOOD } else { FOR_A_WHILE },
        ))
        .insert_header((header::ETAG, tag.clone()));
    if known == Some(tag.as_str()) {
        return Ok(answer.finish());
    }
    Ok(answer
        .insert_header((header::CONTENT_TYPE, "image/jpeg"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(jpeg))
}
