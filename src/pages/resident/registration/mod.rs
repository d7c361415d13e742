//! Registering for an activity without an account, and the private link that comes of it.
//!
//! | | |
//! |---|---|
//! | `/c/{centre}/activities/{id}/registration` | the form |
//! | `/c/{centre}/registration` | back to one's registration by telephone number or e-mail address, and code |
//! | `/r/{token}` | see, change, answer, cancel, erase; nobody signs in, for the link is the permission |

pub mod block;
mod look_up;
mod private;
mod private_question;
mod private_view;
mod register;
mod slip;
mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::web::{ServiceConfig, get, post};
use maud::Markup;

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/c/{centre}/activities/{activity}/registration", get().to(register::page))
        .route("/c/{centre}/activities/{activity}/registration", post().to(register::register))
        .route("/c/{centre}/registration", get().to(look_up::page))
        .route("/c/{centre}/registration", post().to(look_up::look_up))
        .route("/r/{token}", get().to(private::page))
        .route("/r/{token}", post().to(private::change))
        .route("/r/{token}/slip", get().to(slip::page))
        .route("/r/{token}/acceptance", post().to(private::accept))
        .route("/r/{token}/declining", post().to(private::decline))
        .route("/r/{token}/cancellation", get().to(private::ask_to_cancel))
        .route("/r/{token}/erasure", get().to(private::ask_to_erase))
        .route("/r/{token}/cancellation", post().to(private::cancel))
        .route("/r/{token}/erasure", post().to(private::erase));
}

fn answer(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(page.into_string())
}

/// After a post: to the page that shows what came of it.
fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
