//! The operator's door: the centres of the installation, their first managers, and their figures beside each other.

mod centre;
mod reports;
mod view;

use actix_web::web;

use crate::base::web::route::{get, post};

/// The pages of the installation.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/operator", get().to(centre::door))
        .route("/operator/reports", get().to(reports::page))
        .route("/operator/reports.xlsx", get().to(reports::workbook))
        .route("/operator/reports.csv", get().to(reports::table))
        .route("/operator/centres", get().to(centre::list))
        .route("/operator/centres", post().to(centre::add))
        .route("/operator/centres/new", get().to(centre::new))
        .route("/operator/centres/{id}", get().to(centre::show))
        .route("/operator/centres/{id}", post().to(centre::change))
        .route("/operator/centres/{id}/manager", post().to(centre::appoint));
}
