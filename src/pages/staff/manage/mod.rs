//! What managers keep: rooms and spaces, opening hours, troupes, agreements, people, the centre itself.
//!
//! All staff read these pages; their forms are there for managers, and posting takes the manager's door.

mod agreement;
pub(super) mod days;
mod hours;
mod house_terms;
mod people;
mod room;
mod settings;
mod space;
mod tags;
mod troupe;
pub mod week;

use actix_web::http::StatusCode;
use actix_web::web;

use super::here::{Here, Waiting};
use crate::base::error::Result;
use crate::base::web::State;
use crate::pages::parts::{Frame, StaffTab};

/// All of them.
pub fn routes(config: &mut web::ServiceConfig) {
    room::routes(config);
    space::routes(config);
    hours::routes(config);
    days::routes(config);
    troupe::routes(config);
    agreement::routes(config);
    house_terms::routes(config);
    people::routes(config);
    settings::routes(config);
    tags::routes(config);
}

/// The staff's frame around a page, with what waits.
async fn framed(state: &State, here: &Here, tab: StaffTab) -> Result<Frame> {
    let centre = here.centre.id;
    let waiting = state.db.read(move |conn| Waiting::read(conn, centre)).await?;
    Ok(here.frame(Some(tab), waiting))
}

/// 422 where a form has errors.
fn status(errors: bool) -> StatusCode {
    if errors { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}
