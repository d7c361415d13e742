//! What belongs to everyone alike: how pages look, signing in and out, one's account, error pages.

mod account;
mod check_in;
pub mod error;
mod look;
mod sign_in;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(look::routes)
        .configure(sign_in::routes)
        .configure(account::routes)
        .configure(check_in::routes);
}

/// 303: the answer to a post that was done.
fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
