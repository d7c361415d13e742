//! The door for programs: the use cases of the pages as JSON under `/api/v1`, with bearer tokens, problem
//! documents (RFC 9457), and a description that is generated from this code (OpenAPI 3.1).

mod activities;
mod agreement_acts;
mod agreement_wire;
mod agreements;
mod alternatives;
mod answering;
mod arrivals;
mod asking;
mod attendance;
mod bookings;
mod calendar;
mod caller;
mod calls;
mod centres;
mod changes;
mod days;
mod deciding;
mod disruptions;
mod faults;
mod feeds;
mod input;
mod instead;
mod letters;
mod members;
mod on_paper;
mod openings;
mod papers;
mod past;
mod presses;
mod problem;
mod programme;
mod registration_acts;
mod registration_conflict;
mod registration_input;
mod registration_wire;
mod registrations;
mod reports;
mod results;
mod school_terms;
mod series;
mod sessions;
mod spans;
mod terms;
mod troupes;
mod unmet;
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
            // They are tried one after another; those without a number in them take next to nothing.
            for numbered in [false, true] {
                $(if $path.contains('{') == numbered {
                    config.service(web::resource($path)$(.route(resources!(@$method).to($handler)))+);
                })+
            }
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
    "/centres/{id}/school-terms" => { post: school_terms::create }
    "/centres/{id}/school-terms/{term}" => { post: school_terms::change }
    "/centres/{id}/school-terms/{term}/removal" => { post: school_terms::removal }
    "/rooms/{id}/spans" => { get: spans::list }
    "/rooms/{id}/week-sheet" => { get: on_paper::week }
    "/sessions" => { get: sessions::list }
    "/centres/{id}/programme" => { get: programme::list }
    "/centres/{id}/feeds/{feed}" => { get: feeds::show }
    "/sessions/{id}/moving" => { post: activities::acts::moving }
    "/sessions/{id}/cancellation" => { post: activities::acts::session_cancellation }
    "/activities" => { get: activities::list, post: activities::create }
    "/activities/{id}" => { get: activities::show, post: activities::change }
    "/activities/{id}/publication" => { post: activities::publication }
    "/activities/{id}/cancellation" => { post: activities::acts::cancellation }
    "/activities/{id}/sessions" => { post: activities::add }
    "/activities/{id}/picture" => { post: activities::picture::give }
    "/activities/{id}/picture/removal" => { post: activities::picture::removal }
    "/courses" => { post: activities::courses::enter }
    "/centres/{id}/tags" => { get: activities::tags::list, post: activities::tags::add }
    "/tags/{id}" => { post: activities::tags::change }
    "/openings" => { get: openings::list }
    "/troupes" => { get: troupes::list }
    "/agreements" => { get: agreements::list, post: agreements::create }
    "/agreements/{id}" => { get: agreements::show, post: agreements::change }
    "/agreements/{id}/usage" => { get: agreements::usage }
    "/agreements/{id}/leaders" => { get: agreements::leaders }
    "/agreements/{id}/extensions" => { get: series::extensions, post: series::extend }
    "/agreements/{id}/papers" => { get: papers::list, post: papers::create }
    "/agreements/{id}/papers/{paper}" => { get: papers::show }
    "/agreements/{id}/papers/{paper}/removal" => { post: papers::removal }
    "/agreements/{id}/activation" => { post: agreement_acts::activation }
    "/agreements/{id}/suspension" => { post: agreement_acts::suspension }
    "/agreements/{id}/resumption" => { post: agreement_acts::resumption }
    "/agreements/{id}/end" => { post: agreement_acts::end }
    "/agreements/{id}/discarding" => { post: agreement_acts::discarding }
    "/bookings" => { get: bookings::list, post: bookings::create }
    "/bookings/past" => { post: past::record }
    "/bookings/{id}" => { get: bookings::show }
    "/bookings/{id}/slip" => { get: on_paper::slip }
    "/bookings/{id}/approval" => { post: deciding::approval }
    "/bookings/{id}/refusal" => { post: deciding::refusal }
    "/bookings/{id}/cancellation" => { post: deciding::cancellation }
    "/bookings/{id}/acceptance" => { post: answering::acceptance }
    "/bookings/{id}/declining" => { post: answering::declining }
    "/bookings/{id}/ending" => { post: answering::ending }
    "/bookings/{id}/changes" => { get: changes::list, post: changes::create }
    "/bookings/{id}/alternatives" => { get: instead::list }
    "/bookings/{id}/alternatives/{alternative}" => { post: instead::answer }
    "/changes/{id}/approval" => { post: changes::approval }
    "/changes/{id}/refusal" => { post: changes::refusal }
    "/changes/{id}/withdrawal" => { post: changes::withdrawal }
    "/series" => { get: series::list, post: series::create }
    "/series/{id}" => { get: series::show }
    "/series/{id}/changes" => { get: series::wishes::list, post: series::changes }
    "/series/{id}/changes/{wish}/approval" => { post: series::wishes::approval }
    "/series/{id}/changes/{wish}/refusal" => { post: series::wishes::refusal }
    "/series/{id}/changes/{wish}/withdrawal" => { post: series::wishes::withdrawal }
    "/series/{id}/cancellation" => { post: series::cancellation }
    "/series/{id}/dates" => { post: series::dates }
    "/series/{id}/approval" => { post: series::approval }
    "/series/{id}/refusal" => { post: series::refusal }
    "/bookings/{id}/attendance" => { post: attendance::of_booking }
    "/bookings/{id}/presses" => { post: attendance::presses_of_booking }
    "/bookings/{id}/no-show" => { post: results::no_show }
    "/bookings/{id}/no-show/withdrawal" => { post: results::no_show_withdrawal }
    "/sessions/{id}/attendance" => { post: attendance::of_session }
    "/rooms/{id}/attendance" => { post: arrivals::hour }
    "/sessions/{id}/arrivals" => { get: arrivals::list, post: arrivals::note }
    "/troupes/{id}/members" => { get: members::list, post: members::add }
    "/troupes/{id}/members/{member}/leaving" => { post: members::leaving }
    "/sessions/{id}/presses" => { post: attendance::presses_of_session }
    "/centres/{id}/attendance" => { get: attendance::day }
    "/attendance/{id}/choice" => { post: attendance::choice }
    "/activities/{id}/results" => { get: results::list, post: results::record }
    "/letters" => { get: letters::list }
    "/reports" => { get: reports::list }
    "/centres/{id}/closures" => { get: disruptions::closures }
    "/centres/{id}/disruptions" => { post: disruptions::disrupt }
    "/centres/{id}/terms" => { get: terms::list, post: terms::create }
    "/centres/{id}/terms/{terms}/acceptance" => { post: terms::acceptance }
    "/centres/{id}/terms/{terms}/acceptances" => { get: terms::acceptances }
    "/centres/{id}/faults" => { get: faults::list, post: faults::create }
    "/centres/{id}/unmet-wishes" => { get: unmet::list }
    "/centres/{id}/calls" => { get: calls::list }
    "/centres/{id}/calls/{call}/tick" => { post: calls::tick }
    "/closures/{id}/lifting" => { post: disruptions::lifting }
    "/activities/{id}/registrations" => { get: registrations::list, post: registrations::create }
    "/activities/{activity}/registrations/{id}/confirmation" => { post: registration_acts::confirmation }
    "/activities/{activity}/registrations/{id}/refusal" => { post: registration_acts::refusal }
    "/activities/{activity}/registrations/{id}" => { post: registration_acts::change }
    "/activities/{activity}/registrations/{id}/acceptance" => { post: registration_acts::acceptance }
    "/activities/{activity}/registrations/{id}/declining" => { post: registration_acts::declining }
    "/activities/{activity}/registrations/{id}/cancellation" => { post: registration_acts::cancellation }
    "/activities/{activity}/registrations/{id}/moving-up" => { post: registration_acts::moving_up }
    "/activities/{activity}/registrations/{id}/erasure" => { post: registration_acts::erasure }
    "/registrations/{token}" => { get: registrations::show, post: registrations::change }
    "/registrations/{token}/acceptance" => { post: registrations::acceptance }
    "/registrations/{token}/declining" => { post: registrations::declining }
    "/registrations/{token}/cancellation" => { post: registrations::cancellation }
    "/alternatives/{token}" => { get: alternatives::show, post: alternatives::answer }
    "/offers/{token}" => { get: presses::offer, post: presses::taking }
    "/offers/{token}/declining" => { post: presses::declining }
    "/given-up/{token}" => { get: presses::given_up, post: presses::giving_up }
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
        programme::list, feeds::show, on_paper::slip, on_paper::week,
        centres::list, centres::rooms, calendar::list, calendar::enter, spans::list, sessions::list, openings::list, troupes::list, bookings::list,
        bookings::create, bookings::show, past::record, deciding::approval, deciding::refusal, deciding::cancellation,
        answering::acceptance, answering::declining, answering::ending, changes::list, changes::create,
        changes::approval, changes::refusal, changes::withdrawal,
        series::list, series::create, series::show, series::acts::cancellation, series::acts::dates,
        series::acts::approval, series::acts::refusal,
        letters::list, reports::list, disruptions::closures, disruptions::disrupt, disruptions::lifting,
        alternatives::show, alternatives::answer,
        presses::offer, presses::taking, presses::declining, presses::given_up, presses::giving_up,
        series::changing::changes, series::extending::extensions, series::extending::extend,
        series::wishes::list, series::wishes::approval, series::wishes::refusal, series::wishes::withdrawal,
        instead::list, instead::answer, faults::list, faults::create, agreements::leaders, terms::acceptances,
        school_terms::create, school_terms::change, school_terms::removal,
        papers::list, papers::create, papers::show, papers::removal,
        terms::list, terms::create, terms::acceptance, unmet::list, calls::list, calls::tick,
        registrations::list, registrations::create, registration_acts::confirmation, registration_acts::refusal,
        registrations::show, registrations::change, registrations::acceptance, registrations::declining,
        registrations::cancellation,
        arrivals::hour, arrivals::list, arrivals::note, members::list, members::add, members::leaving,
        registration_acts::change, registration_acts::acceptance, registration_acts::declining,
        registration_acts::cancellation, registration_acts::moving_up, registration_acts::erasure,
        agreements::list, agreements::create, agreements::show, agreements::change,
        agreements::usage, agreement_acts::activation, agreement_acts::suspension, agreement_acts::resumption,
        agreement_acts::end, agreement_acts::discarding,
        activities::list, activities::create, activities::show, activities::change, activities::publication,
        activities::add, activities::acts::moving, activities::acts::session_cancellation,
        activities::acts::cancellation, activities::picture::give, activities::picture::removal,
        activities::courses::enter,
        activities::tags::list, activities::tags::add, activities::tags::change,
        attendance::of_booking, attendance::of_session, attendance::day, attendance::choice,
        attendance::presses_of_booking, attendance::presses_of_session, results::no_show,
        results::no_show_withdrawal, results::list, results::record,
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
