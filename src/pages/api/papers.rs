//! `/agreements/{id}/papers`: the paper as signed, kept beside an agreement. Leaders read it, managers keep it.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::agreements::{managed, visible};
use super::caller::Known;
use super::problem::{Conflict, Invalid, Problem};
use crate::base::error::Result;
use crate::base::web::{State, download, upload};
use crate::domain::agreements::AgreementId;
use crate::domain::agreements::papers::keeping::{Kept, MOST, keep, read, take_away};
use crate::domain::agreements::papers::{self, Media, PaperId, store};

/// A kept file without its content.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paper {
    pub id: PaperId,
    pub name: String,
    #[schema(inline)]
    pub media: Media,
    /// Bytes.
    pub size: i32,
    /// The name of who kept it.
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    /// When its content was taken away.
    pub removed_at: Option<DateTime<Utc>>,
}

/// Files of a form.
#[derive(Debug, ToSchema)]
pub struct PaperFiles {
    /// PDF, JPEG or PNG, known by their content; pictures are drawn anew. At most 10 MB each.
    #[schema(value_type = Vec<String>, format = Binary)]
    #[allow(dead_code, reason = "it only describes the form")]
    pub files: Vec<Vec<u8>>,
}

impl From<papers::Paper> for Paper {
    fn from(one: papers::Paper) -> Self {
        Self {
            id: one.id,
            name: one.name,
            media: one.media,
            size: one.size,
            added_by: one.added_by,
            added_at: one.added_at.utc(),
            removed_at: one.removed.map(|(_, at)| at.utc()),
        }
    }
}

/// The files kept with an agreement, those taken away among them.
#[utoipa::path(
    get, path = "/agreements/{id}/papers", operation_id = "list_agreement_papers", tag = "bookings",
    params(("id" = AgreementId, Path)),
    responses((status = OK, body = Vec<Paper>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn list(state: web::Data<State>, known: Known, id: web::Path<AgreementId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            visible(conn, &known, id)?;
            store::of(conn, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(Paper::from).collect::<Vec<_>>()))
}

/// Keeps files with an agreement, all of them or none. For managers of the centre.
#[utoipa::path(
    post, path = "/agreements/{id}/papers", operation_id = "keep_agreement_papers", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body(content = PaperFiles, content_type = "multipart/form-data"),
    responses(
        (status = CREATED, description = "All files kept with the agreement", body = Vec<Paper>),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "There would be too many", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, description = "No file, or none that can be kept", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    form: Multipart,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let who = known.clone();
    // Nobody else's files are read.
    state.db.read(move |conn| managed(conn, &who, id).map(drop)).await?;
    let files = upload::files(form).await?;
    if files.is_empty() {
        return Ok(Invalid::field("files", lang.pick("请附上文件。", "Attach a file.")));
    }
    let mut sheets = Vec::with_capacity(files.len());
    for file in files {
        let name = file.name.clone();
        match state.heavy(move || read(file.name, file.bytes)).await? {
            Ok(sheet) => sheets.push(sheet),
            Err(unfit) => return Ok(Invalid::field("files", unfit.said(lang, &name))),
        }
    }
    let kept = state
        .db
        .write_again(move |conn| {
            let (centre, _) = managed(conn, &known, id)?;
            match keep(conn, &known.acting(&centre, now), id, &sheets)? {
                Kept::Done(_) => store::of(conn, id).map(Some),
                Kept::TooMany => Ok(None),
            }
        })
        .await?;
    Ok(match kept {
        Some(papers) => HttpResponse::Created().json(papers.into_iter().map(Paper::from).collect::<Vec<_>>()),
        None => Conflict::because(&lang.pick(
            format!("一份协议最多存{MOST}个文件。"),
            format!("An agreement keeps {MOST} files at most."),
        )),
    })
}

/// A file's content, as an attachment.
#[utoipa::path(
    get, path = "/agreements/{id}/papers/{paper}", operation_id = "read_agreement_paper", tag = "bookings",
    params(("id" = AgreementId, Path), ("paper" = PaperId, Path)),
    responses(
        (status = OK, description = "The file: PDF or JPEG", content(("application/pdf"), ("image/jpeg"))),
        (status = NOT_FOUND, description = "None, or taken away", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn show(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(AgreementId, PaperId)>,
) -> Result<HttpResponse> {
    let (id, paper) = path.into_inner();
    let (name, media, content) = state
        .db
        .read(move |conn| {
            visible(conn, &known, id)?;
            store::content(conn, id, paper)
        })
        .await?;
    Ok(download::file(&name, media.word(), content, false))
}

/// Takes a file away: its row stays, its content goes. For managers of the centre.
#[utoipa::path(
    post, path = "/agreements/{id}/papers/{paper}/removal", operation_id = "remove_agreement_paper", tag = "staff",
    params(("id" = AgreementId, Path), ("paper" = PaperId, Path)),
    responses(
        (status = OK, description = "All files kept with the agreement", body = Vec<Paper>),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, description = "None, or taken away before", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn removal(
    state: web::Data<State>,
    known: Known,
    path: web::Path<(AgreementId, PaperId)>,
) -> Result<HttpResponse> {
    let ((id, paper), now) = (path.into_inner(), state.now());
    let left = state
        .db
        .write_again(move |conn| {
            let (centre, _) = managed(conn, &known, id)?;
            take_away(conn, &known.acting(&centre, now), id, paper)?;
            store::of(conn, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(left.into_iter().map(Paper::from).collect::<Vec<_>>()))
}
