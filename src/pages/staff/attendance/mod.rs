//! `/staff/{centre}/attendance`: how many came. A day's sheet, the hours of drop-in rooms, the door, and what was said
//! about one booking or session.

mod door;
mod members;
mod names;
mod one;
mod one_view;
mod results;
mod sheet;
mod sheet_view;
mod tasks;

pub(super) use tasks::{Tasks, tasks};

use actix_web::web::{ServiceConfig, get, post};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/staff/{centre}/attendance", get().to(sheet::page))
        .route("/staff/{centre}/attendance", post().to(sheet::save))
        .route("/staff/{centre}/attendance/hours", get().to(sheet::hours_page))
        .route("/staff/{centre}/attendance/hours", post().to(sheet::save_hours))
        .route("/staff/{centre}/attendance/choices", post().to(one::choose))
        .route("/staff/{centre}/attendance/{of}", get().to(one::page))
        .route("/staff/{centre}/attendance/{of}/no-show", post().to(one::no_show))
        .route("/staff/{centre}/attendance/{of}/counter", get().to(door::page))
        .route("/staff/{centre}/attendance/{of}/presses", post().to(door::press))
        .route("/staff/{centre}/attendance/{of}/closing", post().to(door::close))
        .route("/staff/{centre}/attendance/{of}/names", get().to(names::page))
        .route("/staff/{centre}/attendance/{of}/arrivals", post().to(names::arrive))
        .route("/staff/{centre}/troupes/{troupe}/members", get().to(members::page))
        .route("/staff/{centre}/troupes/{troupe}/members", post().to(members::add))
        .route("/staff/{centre}/troupes/{troupe}/members/{member}/leaving", post().to(members::leave))
        .route("/staff/{centre}/activities/{activity}/results", get().to(results::page))
        .route("/staff/{centre}/activities/{activity}/results", post().to(results::record));
}
