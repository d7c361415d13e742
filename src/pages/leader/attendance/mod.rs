//! How many came, as the troupe says it: `/n/{token}` behind the letter's link, `/my/attendance` for what is not
//! reported, and the counter at the door of one's own booking.
//!
//! The link needs no sign-in, shows no name and no number, and is dead once its reader has reported.

mod door;
mod link;
mod list;
mod view;

pub(super) use list::unreported;

use actix_web::web::ServiceConfig;

use crate::base::web::route::{get, post};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/n/{token}", get().to(link::show))
        .route("/n/{token}", post().to(link::report))
        .route("/my/attendance", get().to(list::show))
        .route("/my/attendance", post().to(list::report))
        .route("/my/bookings/{id}/counter", get().to(door::show))
        .route("/my/bookings/{id}/presses", post().to(door::press))
        .route("/my/bookings/{id}/closing", post().to(door::close));
}
