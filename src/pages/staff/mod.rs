//! The staff's door: what waits, the day of all rooms, bookings for others, letters and calls.
//!
//! The front desk sees everything and books for others; approvers decide; managers keep the rest.

mod here;
pub mod manage;

use actix_web::web;

pub use here::Here;

/// The pages of every day.
pub fn routes(config: &mut web::ServiceConfig) {
    manage::routes(config);
}
