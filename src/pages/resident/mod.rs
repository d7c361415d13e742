//! The residents' door: what is on, when rooms are free, and registering to come. No account.

mod activity;
mod activity_picture;
mod calendar;
mod centres;
mod here;
mod home;
mod registration;
mod room;
mod rooms;
mod said;
mod session_file;
mod timetable;

use actix_web::web::{ServiceConfig, get};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/", get().to(centres::page))
        .route("/c/{centre}", get().to(home::page))
        .route("/c/{centre}/calendar", get().to(calendar::page))
        .route("/c/{centre}/activities/{activity}", get().to(activity::page))
        .route("/c/{centre}/activities/{activity}/picture", get().to(activity_picture::file))
        .route("/c/{centre}/sessions/{session}.ics", get().to(session_file::file))
        .route("/c/{centre}/rooms", get().to(rooms::page))
        .route("/c/{centre}/rooms/{room}", get().to(room::page))
        .route("/c/{centre}/timetable", get().to(timetable::page))
        .configure(registration::routes);
}
