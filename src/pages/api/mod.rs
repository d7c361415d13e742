//! The door for programs: the use cases of the pages as JSON under `/api/v1`, with bearer tokens, problem
//! documents (RFC 9457), and a description that is generated from this code (OpenAPI 3.1).

mod asking;
mod bookings;
mod caller;
mod centres;
mod deciding;
mod input;
mod letters;
mod openings;
mod problem;
mod spans;
mod troupes;
mod wire;

use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, guard};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::base::error::{Error, Result};

/// Makes the routes and the list of them that the test holds the document to.
macro_rules! resources {
    ($($path:literal => { $($method:ident: $handler:path),+ $(,)? })+) => {
        /// Every route under `/api/v1` but that of the document itself: method and path.
        pub const ROUTES: &[(&str, &str)] = &[$($((stringify!($method), $path)),+),+];

        fn resources(config: &mut ServiceConfig) {
            $(config.service(web::resource($path)$(.route(resources!(@$method).to($handler)))+);)+
        }
    };
    // What may be read may be looked at by HEAD (RFC 9110 §9.1).
    (@get) => { web::route().guard(guard::Any(guard::Get()).or(guard::Head())) };
    (@post) => { web::post() };
}
resources! {
    "/centres" => { get: centres::list }
    "/centres/{id}/rooms" => { get: centres::rooms }
    "/rooms/{id}/spans" => { get: spans::list }
    "/openings" => { get: openings::list }
    "/troupes" => { get: troupes::list }
    "/bookings" => { get: bookings::list, post: bookings::create }
    "/bookings/{id}" => { get: bookings::show }
    "/bookings/{id}/approval" => { post: deciding::approval }
    "/bookings/{id}/refusal" => { post: deciding::refusal }
    "/bookings/{id}/cancellation" => { post: deciding::cancellation }
    "/letters" => { get: letters::list }
}

/// The routes of this door.
pub fn routes(config: &mut ServiceConfig) {
    let document = web::resource("/openapi.json").route(resources!(@get).to(document));
    let v1 = web::scope("/v1").service(document).configure(resources);
    config.service(web::scope("/api").service(v1).default_service(web::to(nowhere)));
}

/// Linli's JSON interface.
///
/// Times of rooms are wall-clock times of the centre, without a zone; instants (created, sent) are UTC. Messages
/// are Chinese or English by `Accept-Language`. Reading what is public needs no token; all else needs
/// `Authorization: Bearer …` (`linli token create`).
#[derive(OpenApi)]
#[openapi(
    info(title = "Linli"),
    servers((url = "/api/v1")),
    paths(
        centres::list, centres::rooms, spans::list, openings::list, troupes::list, bookings::list,
        bookings::create, bookings::show, deciding::approval, deciding::refusal, deciding::cancellation,
        letters::list,
    ),
    tags(
        (name = "public", description = "For anybody"),
        (name = "bookings", description = "For leaders, and for staff on their behalf"),
        (name = "staff", description = "For staff of the centre"),
    ),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

static DOCUMENT: LazyLock<Result<String>> =
    LazyLock::new(|| Document::openapi().to_pretty_json().map_err(Error::fault));

/// The OpenAPI document.
pub fn openapi() -> Result<&'static str> {
    DOCUMENT.as_deref().map_err(Clone::clone)
}

async fn document() -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(openapi()?))
}

async fn nowhere() -> Result<HttpResponse> {
    Err(Error::NotFound)
}
