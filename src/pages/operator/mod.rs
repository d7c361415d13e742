//! The operator's door: the centres of the installation, their first managers, and their figures beside each other.

mod centre;
mod reports;
mod view;

use actix_web::web;

/// The pages of the installation.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/operator", web::get().to(centre::door))
        .route("/operator/reports", web::get().to(reports::page))
        .route("/operator/reports.xlsx", web::get().to(reports::workbook))
        .route("/operator/reports.csv", web::get().to(reports::table))
        .route("/operator/centres", web::get().to(centre::list))
        .route("/operator/centres", web::post().to(centre::add))
        .route("/operator/centres/new", web::get().to(centre::new))
        .route("/operator/centres/{id}", web::get().to(centre::show))
        .route("/operator/centres/{id}", web::post().to(centre::change))
        .route("/operator/centres/{id}/manager", web::post().to(centre::appoint));
}
