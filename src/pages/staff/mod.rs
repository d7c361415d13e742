//! The staff's door: what waits, the day of all rooms, bookings for others, letters and calls.
//!
//! The front desk sees everything and books for others; approvers decide; managers keep the rest.

mod activities;
mod attendance;
mod booking;
mod calls;
mod choose;
mod disruptions;
mod here;
mod letters;
mod losers;
pub mod manage;
mod on_behalf;
mod queue;
mod registrations;
mod reports;
mod said;
mod series;
mod timetable;
mod unmet;

use actix_web::web;

pub use here::Here;

/// The pages of every day.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff", web::get().to(choose::page))
        .route("/staff/{centre}", web::get().to(queue::page))
        .route("/staff/{centre}/timetable", web::get().to(timetable::page))
        .route("/staff/{centre}/rooms/{id}/week-sheet", web::get().to(timetable::sheet));
    series::first_routes(config);
    series::routes(config);
    on_behalf::routes(config);
    booking::routes(config);
    disruptions::routes(config);
    letters::routes(config);
    calls::routes(config);
    unmet::routes(config);
    manage::routes(config);
    activities::routes(config);
    registrations::routes(config);
    attendance::routes(config);
    reports::routes(config);
}
