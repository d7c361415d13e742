//! What a page loads beside itself, kept inside the binary.
//!
//! A file's address carries a digest of its content, so that browsers keep it for a year and still
//! never show an old one. An address with another digest, from a page loaded before an update, gets
//! the present file without leave to keep it.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

use crate::base::error::{Error, Result};

/// The worker that keeps the screen at a door. Not an asset: where it stands says what it looks after.
pub const DOOR_WORKER: &str = include_str!("../../../assets/door-worker.js");

struct Asset {
    /// `linli.css`: the name without the digest.
    name: &'static str,
    kind: &'static str,
    body: &'static [u8],
    /// `/assets/linli.1a2b3c4d5e.css`
    url: String,
}

/// A script that may answer for pages outside its own folder.
const WORKER: &str = "counter-worker.js";

const FILES: &[(&str, &str, &[u8])] = &[
    ("linli.css", "text/css; charset=utf-8", include_bytes!("../../../assets/linli.css")),
    ("icons.svg", "image/svg+xml", include_bytes!("../../../assets/icons.svg")),
    ("linli.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/linli.js")),
    ("paper.css", "text/css; charset=utf-8", include_bytes!("../../../assets/paper.css")),
    ("report.css", "text/css; charset=utf-8", include_bytes!("../../../assets/report.css")),
    ("logo.svg", "image/svg+xml", include_bytes!("../../../assets/logo.svg")),
    ("wall.css", "text/css; charset=utf-8", include_bytes!("../../../assets/wall.css")),
    ("door.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/door.js")),
    ("preview.png", "image/png", include_bytes!("../../../assets/preview.png")),
    ("counter.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/counter.js")),
    (WORKER, "text/javascript; charset=utf-8", include_bytes!("../../../assets/counter-worker.js")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|&(name, kind, body)| {
            let digest: String =
                Sha256::digest(body).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
            let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
            Asset { name, kind, body, url: format!("/assets/{stem}.{digest}.{ending}") }
        })
        .collect()
});

/// The style sheet's address.
pub fn css() -> &'static str {
    url("linli.css")
}

/// The style sheet of agreements on paper, beside the other.
pub fn paper_css() -> &'static str {
    url("paper.css")
}

/// The style sheet of what hangs on walls: posters, plans, the screen at a door.
pub fn wall_css() -> &'static str {
    url("wall.css")
}

/// The script of the screen at a door.
pub fn door_js() -> &'static str {
    url("door.js")
}

/// What stands for a page without a picture of its own.
pub fn preview() -> &'static str {
    url("preview.png")
}

/// The style sheet of reports, beside the first.
pub fn report_css() -> &'static str {
    url("report.css")
}

/// The icon sprite's address; `icons()#phone` is one icon, the whole is the logo.
pub fn icons() -> &'static str {
    url("icons.svg")
}

/// The script's address. Pages work without it.
pub fn js() -> &'static str {
    url("linli.js")
}

/// The script of the counter at the door.
pub fn counter_js() -> &'static str {
    url("counter.js")
}

/// What opens the counter without network.
pub fn counter_worker() -> &'static str {
    url(WORKER)
}

/// The logo alone, for letters and papers.
pub fn logo() -> &'static str {
    url("logo.svg")
}

fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.url.as_str())
}

/// `GET /assets/{file}`; register it with `.configure(assets::routes)`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/assets/{file}", web::get().to(serve)).route("/assets/{file}", web::head().to(serve));
}

async fn serve(file: web::Path<String>) -> Result<HttpResponse> {
    let path = format!("/assets/{file}");
    let asset = ASSETS.iter().find(|asset| asset.url == path || same_file(asset.name, &file));
    let asset = asset.ok_or(Error::NotFound)?;
    let keep = if asset.url == path { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(asset.kind)))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(keep)));
    if asset.name == WORKER {
        answer.insert_header(("service-worker-allowed", "/"));
    }
    Ok(answer.body(asset.body))
}

/// Whether `linli.0000000000.css` means `linli.css`.
fn same_file(name: &str, asked: &str) -> bool {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let middle = asked.strip_prefix(stem).and_then(|rest| rest.strip_suffix(ending));
    middle.is_some_and(|middle| middle.len() > 2 && middle.starts_with('.') && middle.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, http::StatusCode};

    use super::*;

    async fn get(path: &str) -> (StatusCode, String, String) {
        let app = init_service(App::new().configure(routes)).await;
        let answer = call_service(&app, TestRequest::get().uri(path).to_request()).await;
        let header = |name| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        (answer.status(), header(CONTENT_TYPE), header(CACHE_CONTROL))
    }

    #[actix_web::test]
    async fn an_asset_is_kept_for_a_year() {
        let (status, kind, keep) = get(css()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(kind, "text/css; charset=utf-8");
        assert_eq!(keep, "public, max-age=31536000, immutable");
    }

    #[actix_web::test]
    async fn an_old_address_gets_the_present_file_and_does_not_keep_it() {
        let (status, _, keep) = get("/assets/linli.0000000000.css").await;
        assert_eq!((status, keep.as_str()), (StatusCode::OK, "no-cache"));
    }

    #[actix_web::test]
    async fn an_unknown_file_is_not_found() {
        assert_eq!(get("/assets/other.0000000000.css").await.0, StatusCode::NOT_FOUND);
    }

    /// What every page loads; the others are of papers, reports and doors.
    const FIRST: [&str; 4] = ["linli.css", "icons.svg", "linli.js", "logo.svg"];

    #[test]
    fn a_first_visit_is_light() {
        // A quarter of it goes over the wire, where a first visit may take 40 KB.
        let first = FILES.iter().filter(|(name, ..)| FIRST.contains(name));
        let raw: usize = first.map(|(_, _, body)| body.len()).sum();
        assert!(raw < 60_000, "{raw} bytes before compression");
    }
}
