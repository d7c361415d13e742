//! How many came, as the troupe says it: `/n/{token}` behind the letter's link, `/my/attendance` for what is not
//! reported, and the counter at the door of one's own booking.
//!
//! The link needs no sign-in, shows no name and no number, and is dead once its reader has reported.

mod door;
mod link;
mod list;
mod view;

pub(super) use list::unreported;

use actix_web::web::{self, ServiceConfig};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/n/{token}", web::get().to(link::show))
        .route("/n/{token}", web::post().to(link::report))
        .route("/my/attendance", web::get().to(list::show))
        .route("/my/attendance", web::post().to(list::report))
        .route("/my/bookings/{id}/counter", web::get().to(door::show))
        .route("/my/bookings/{id}/presses", web::post().to(door::press))
        .route("/my/bookings/{id}/closing", web::post().to(door::close));
}
