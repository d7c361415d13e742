//! `/staff/{centre}/activities`: what the centre offers residents; entered, changed, moved, cancelled.
//!
//! The front desk reads; approvers and managers write. A taken slot (409) and closed hours (422) come back with
//! the same form, what was typed, and the times that are free that day.

mod dates;
mod entering;
pub(in crate::pages::staff) mod form;
mod inputs;
mod list;
mod many;
mod meeting;
mod one;
mod one_view;
mod picture;
mod plan;
mod plan_view;
mod trouble;

use actix_web::web::{ServiceConfig, get, post};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/staff/{centre}/activities", get().to(list::page))
        .route("/staff/{centre}/activities", post().to(entering::enter))
        .route("/staff/{centre}/activities/new", get().to(entering::page))
        .route("/staff/{centre}/activities/many", get().to(many::page))
        .route("/staff/{centre}/activities/many", post().to(many::enter))
        .route("/staff/{centre}/activities/{activity}", get().to(one::page))
        .route("/staff/{centre}/activities/{activity}", post().to(one::change))
        .route("/staff/{centre}/activities/{activity}/publication", post().to(one::publish))
        .route("/staff/{centre}/activities/{activity}/picture", get().to(picture::content))
        .route("/staff/{centre}/activities/{activity}/picture", post().to(picture::keep))
        .route("/staff/{centre}/activities/{activity}/picture/removal", post().to(picture::remove))
        .route("/staff/{centre}/activities/{activity}/sessions", post().to(one::add))
        .route("/staff/{centre}/activities/{activity}/sessions/{session}", get().to(meeting::page))
        .route("/staff/{centre}/activities/{activity}/sessions/{session}", post().to(meeting::move_it))
        .route(
            "/staff/{centre}/activities/{activity}/sessions/{session}/cancellation",
            post().to(meeting::cancel),
        );
}
