//! The residents' door: what is on, when rooms are free, and registering to come. No account.

mod activity;
mod activity_picture;
mod calendar;
mod centres;
mod door;
mod feeds;
mod here;
mod home;
mod registration;
mod room;
mod rooms;
mod said;
mod search;
mod session_file;
mod sift;
mod timetable;

use actix_web::web::{ServiceConfig, get};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/", get().to(centres::page))
        .route("/c/{centre}", get().to(home::page))
        .route("/c/{centre}/calendar", get().to(calendar::page))
        .route("/c/{centre}/activities", get().to(search::page))
        .route("/c/{centre}/activities/{activity}", get().to(activity::page))
        .route("/c/{centre}/activities/{activity}/picture", get().to(activity_picture::file))
        .route("/c/{centre}/activities/{activity}/poster", get().to(activity::poster::page))
        .route("/c/{centre}/feeds", get().to(feeds::page))
        .route("/c/{centre}/feeds/{feed}", get().to(feeds::feed))
        .route("/c/{centre}/sessions/{session}.ics", get().to(session_file::file))
        .route("/c/{centre}/rooms", get().to(rooms::page))
        .route("/c/{centre}/rooms/{room}", get().to(room::page))
        .route("/c/{centre}/rooms/{room}/door", get().to(door::page))
        .route("/c/{centre}/rooms/{room}/door.js", get().to(door::worker))
        .route("/c/{centre}/timetable", get().to(timetable::page))
        .configure(registration::routes);
}
