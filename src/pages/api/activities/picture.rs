//! `/activities/{id}/picture`: sent as a form with a file, kept without what a camera wrote into it; taken away.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, web};
use utoipa::ToSchema;

use super::wire::Activity;
use super::{approved, shown};
use crate::base::error::Result;
use crate::base::web::{State, upload};
use crate::domain::activities::ActivityId;
use crate::domain::activities::pictures::keeping::{self, Unfit};
use crate::pages::api::caller::Known;
use crate::pages::api::problem::{FieldProblem, Invalid, Problem};

/// A picture and what it shows.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes the form")]
pub struct PictureForm {
    /// What it shows in words, for those who do not see it.
    #[schema(min_length = 1, max_length = 120)]
    alt: String,
    /// JPEG or PNG, at most 10 MB.
    #[schema(value_type = String, format = Binary)]
    picture: Vec<u8>,
}

/// Gives an activity its picture, in place of the one it had. For approvers.
#[utoipa::path(
    post, path = "/activities/{id}/picture", operation_id = "give_picture", tag = "staff",
    params(("id" = ActivityId, Path)),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = PAYLOAD_TOO_LARGE, description = "More than 10 MB", body = Problem),
        (status = UNSUPPORTED_MEDIA_TYPE, description = "Not multipart/form-data", body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn give(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
    form: Multipart,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let who = known.clone();
    state.db.read(move |conn| approved(conn, &who, id)).await?;
    let (mut files, fields) = upload::files_and_fields(form).await?;
    let mut errors = Vec::new();
    let alt = fields.get("alt").to_owned();
    if alt.is_empty() || alt.chars().count() > 120 || alt.chars().any(char::is_control) {
        errors.push(FieldProblem::new(
            "alt",
            lang.pick("一句话，最多120个字。", "One line of at most 120 characters."),
        ));
    }
    let drawn = match files.pop() {
        None => Err(lang.pick("请送一个文件。", "Send a file.")),
        Some(file) => state.heavy(move || keeping::draw(&file.bytes)).await?.map_err(|unfit| match unfit {
            Unfit::OtherKind => lang.pick("只收JPEG或PNG。", "JPEG or PNG alone."),
            Unfit::Heic => lang.pick("不收HEIC，请存成JPEG。", "No HEIC: save it as JPEG."),
            Unfit::TooManyPixels => {
                lang.pick("像素太多（最多五千万）。", "Too many pixels (at most 50 million).")
            }
            Unfit::Broken => lang.pick("打不开。", "It cannot be opened."),
        }),
    };
    let drawn = match (drawn, errors.is_empty()) {
        (Ok(drawn), true) => drawn,
        (drawn, _) => {
            errors.extend(drawn.err().map(|words| FieldProblem::new("picture", words)));
            return Ok(Invalid::response(errors, Vec::new()));
        }
    };
    let activity = state
        .db
        .write_again(move |conn| {
            let centre = approved(conn, &known, id)?;
            keeping::keep(conn, known.acting(&centre, now), id, &drawn, &alt)?;
            shown(conn, &centre, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(activity))
}

/// Takes an activity's picture away; one without a picture stays as it is. For approvers.
#[utoipa::path(
    post, path = "/activities/{id}/picture/removal", operation_id = "remove_picture", tag = "staff",
    params(("id" = ActivityId, Path)),
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn removal(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), state.now());
    let activity = state
        .db
        .write_again(move |conn| {
            let centre = approved(conn, &known, id)?;
            keeping::take_away(conn, known.acting(&centre, now), id)?;
            shown(conn, &centre, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(activity))
}
