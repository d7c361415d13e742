//! The door for programs: the use cases of the pages as JSON under `/api/v1`, with bearer tokens, problem
//! documents (RFC 9457), and a description that is generated from this code (OpenAPI 3.1).

mod activities;
mod agreement_acts;
mod agreement_wire;
mod agreements;
mod alternatives;
mod answering;
mod asking;
mod bookings;
mod calendar;
mod caller;
mod centres;
mod changes;
mod days;
mod deciding;
mod disruptions;
mod feeds;
mod input;
mod letters;
mod openings;
mod problem;
mod series;
mod sessions;
mod spans;
mod troupes;
mod wire;

use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, guard};
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use crate::base::error::{Error, Result};
use crate::base::web::problem as problem_document;

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
    "/centres/{id}/days" => { get: calendar::list, post: calendar::enter }
    "/rooms/{id}/spans" => { get: spans::list }
    "/sessions" => { get: sessions::list }
    "/activities" => { get: activities::list }
    "/activities/{id}" => { get: activities::show }
    "/centres/{id}/feeds/{feed}" => { get: feeds::show }
    "/openings" => { get: openings::list }
    "/troupes" => { get: troupes::list }
    "/agreements" => { get: agreements::list, post: agreements::create }
    "/agreements/{id}" => { get: agreements::show, post: agreements::change }
    "/agreements/{id}/usage" => { get: agreements::usage }
    "/agreements/{id}/activation" => { post: agreement_acts::activation }
    "/agreements/{id}/suspension" => { post: agreement_acts::suspension }
    "/agreements/{id}/resumption" => { post: agreement_acts::resumption }
    "/agreements/{id}/end" => { post: agreement_acts::end }
    "/agreements/{id}/discarding" => { post: agreement_acts::discarding }
    "/bookings" => { get: bookings::list, post: bookings::create }
    "/bookings/{id}" => { get: bookings::show }
    "/bookings/{id}/approval" => { post: deciding::approval }
    "/bookings/{id}/refusal" => { post: deciding::refusal }
    "/bookings/{id}/cancellation" => { post: deciding::cancellation }
    "/bookings/{id}/acceptance" => { post: answering::acceptance }
    "/bookings/{id}/declining" => { post: answering::declining }
    "/bookings/{id}/ending" => { post: answering::ending }
    "/bookings/{id}/changes" => { get: changes::list, post: changes::create }
    "/changes/{id}/approval" => { post: changes::approval }
    "/changes/{id}/refusal" => { post: changes::refusal }
    "/changes/{id}/withdrawal" => { post: changes::withdrawal }
    "/series" => { get: series::list, post: series::create }
    "/series/{id}" => { get: series::show }
    "/series/{id}/cancellation" => { post: series::cancellation }
    "/series/{id}/dates" => { post: series::dates }
    "/series/{id}/approval" => { post: series::approval }
    "/series/{id}/refusal" => { post: series::refusal }
    "/letters" => { get: letters::list }
    "/centres/{id}/closures" => { get: disruptions::closures }
    "/centres/{id}/disruptions" => { post: disruptions::disrupt }
    "/closures/{id}/lifting" => { post: disruptions::lifting }
    "/alternatives/{token}" => { get: alternatives::show, post: alternatives::answer }
}

/// The routes of this door.
pub fn routes(config: &mut ServiceConfig) {
    let document = web::resource("/openapi.json").route(resources!(@get).to(document));
    let v1 = web::scope("/v1").service(document).configure(resources);
    config.service(web::scope("/api").service(v1).default_service(web::to(nowhere)));
}

const ABOUT: &str = "The use cases of Linli's pages as JSON.\n\n\
Times of rooms are wall-clock times of the centre, without a zone; instants (created, sent) are UTC. Messages are \
Chinese or English by `Accept-Language`. Reading what is public needs no token; all else needs \
`Authorization: Bearer …`, made by `linli token create`. What goes wrong is told in problem documents (RFC 9457).";

/// The document; its paths come from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(title = "Linli", description = ABOUT),
    servers((url = "/api/v1")),
    paths(
        activities::list, activities::show, feeds::show,
        centres::list, centres::rooms, calendar::list, calendar::enter, spans::list, sessions::list, openings::list, troupes::list, bookings::list,
        bookings::create, bookings::show, deciding::approval, deciding::refusal, deciding::cancellation,
        answering::acceptance, answering::declining, answering::ending, changes::list, changes::create,
        changes::approval, changes::refusal, changes::withdrawal,
        series::list, series::create, series::show, series::acts::cancellation, series::acts::dates,
        series::acts::approval, series::acts::refusal,
        letters::list, disruptions::closures, disruptions::disrupt, disruptions::lifting,
        alternatives::show, alternatives::answer,
        agreements::list, agreements::create, agreements::show, agreements::change,
        agreements::usage, agreement_acts::activation, agreement_acts::suspension, agreement_acts::resumption,
        agreement_acts::end, agreement_acts::discarding,
    ),
    tags(
        (name = "public", description = "For anybody"),
        (name = "bookings", description = "For leaders, and for staff on their behalf"),
        (name = "staff", description = "For staff of the centre"),
    ),
    modifiers(&General),
)]
struct Document;

/// Adds what all operations have in common.
struct General;

impl Modify for General {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
        for item in document.paths.paths.values_mut() {
            let operations = [(&mut item.get, false), (&mut item.post, true)];
            for (operation, writes) in operations {
                if let Some(operation) = operation {
                    general(operation, writes);
                }
            }
        }
    }
}

/// The answers that come before or instead of the operation's own; and what is wrong is told in problem documents.
fn general(operation: &mut Operation, writes: bool) {
    let mut add = |status: &str, words: &str| {
        let schema = Ref::from_schema_name("Problem");
        let problem = ResponseBuilder::new()
            .description(words)
            .content(problem_document::KIND, ContentBuilder::new().schema(Some(schema)).build());
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| problem.build().into());
    };
    let mut may_need_token = writes;
    if let Some(security) = &operation.security {
        may_need_token |= security.iter().any(|one| *one != SecurityRequirement::default());
    }
    if may_need_token {
        add("401", "No token where one is needed, or a bad one");
    }
    if writes {
        add("400", "No JSON");
        add("403", "Not one's to do; or a post from another site, with a browser's cookie");
        add("413", "More than 256 KiB");
        add("415", "Not application/json");
    }
    add("500", "A fault of the server");
    add("503", "Busy: try again soon");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if response.description.is_empty() {
            response.description = words(status).to_owned();
        }
        if status.as_str() >= "400" {
            response.content = std::mem::take(&mut response.content)
                .into_values()
                .map(|content| (problem_document::KIND.to_owned(), content))
                .collect();
        }
    }
}

/// For an answer about which its operation says nothing of its own.
fn words(status: &str) -> &'static str {
    match status {
        "404" => "No such thing, or none that one may see",
        "422" => "A field is wrong",
        _ => "Done",
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
