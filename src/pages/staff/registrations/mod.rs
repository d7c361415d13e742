//! `/staff/{centre}/activities/{id}/registrations`: who registered, who waits; staff register others, decide, move up
//! with a reason, and print the list of names.
//!
//! The front desk registers, changes and cancels for others; approvers and managers confirm, refuse and move up.

mod acts;
mod ending;
mod entering;
mod list;
mod names;
mod one;

use actix_web::web::{ServiceConfig, get, post};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/staff/{centre}/activities/{activity}/registrations", get().to(list::page))
        .route("/staff/{centre}/activities/{activity}/registrations", post().to(entering::enter))
        .route("/staff/{centre}/activities/{activity}/registrations/new", get().to(entering::page))
        .route("/staff/{centre}/activities/{activity}/registrations/names", get().to(names::page))
        .route("/staff/{centre}/activities/{activity}/cancellation", get().to(ending::page))
        .route("/staff/{centre}/activities/{activity}/cancellation", post().to(ending::cancel))
        .route("/staff/{centre}/registrations/{id}", get().to(one::page))
        .route("/staff/{centre}/registrations/{id}", post().to(acts::change))
        .route("/staff/{centre}/registrations/{id}/slip", get().to(names::slip))
        .route("/staff/{centre}/registrations/{id}/confirmation", post().to(acts::confirm))
        .route("/staff/{centre}/registrations/{id}/refusal", post().to(acts::refuse))
        .route("/staff/{centre}/registrations/{id}/moving-up", post().to(acts::move_up))
        .route("/staff/{centre}/registrations/{id}/acceptance", post().to(acts::accept))
        .route("/staff/{centre}/registrations/{id}/declining", post().to(acts::decline))
        .route("/staff/{centre}/registrations/{id}/cancellation", post().to(acts::cancel))
        .route("/staff/{centre}/registrations/{id}/erasure", post().to(acts::erase));
}
