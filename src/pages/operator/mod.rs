//! The operator's door: the centres of the installation, and their first managers.

mod centre;
mod view;

use actix_web::web;

/// The pages of the installation.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/operator").get(centre::door))
        .service(web::resource("/operator/centres").get(centre::list).post(centre::add))
        .service(web::resource("/operator/centres/new").get(centre::new))
        .service(web::resource(r"/operator/centres/{id:\d+}").get(centre::show).post(centre::change))
        .service(web::resource(r"/operator/centres/{id:\d+}/manager").post(centre::appoint));
}
