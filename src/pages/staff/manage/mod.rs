//! What managers keep: rooms and spaces, opening hours, troupes, agreements, people, the centre itself.
//!
//! All staff read these pages; their forms are there for managers, and posting takes the manager's door.

mod agreement;
mod hours;
mod people;
mod room;
pub(in crate::pages) mod settings;
mod sheet;
mod space;
mod troupe;
mod week;

pub(in crate::pages) use people::{form as person_form, refusal};
pub use sheet::Sheet;

use actix_web::http::StatusCode;
use actix_web::web;
use maud::{Markup, html};

use super::here::{Here, Waiting};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::Fields;
use crate::pages::parts::{Frame, StaffTab, Tone, remark};

/// All of them.
pub fn routes(config: &mut web::ServiceConfig) {
    room::routes(config);
    space::routes(config);
    hours::routes(config);
    troupe::routes(config);
    agreement::routes(config);
    people::routes(config);
    settings::routes(config);
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

/// What was just done, as the address of the page says it.
pub(in crate::pages) fn done(lang: Lang, query: &Fields) -> Markup {
    let words = match query.get("done") {
        "added" => lang.pick("已添加。", "Added."),
        "saved" => lang.pick("已保存。", "Saved."),
        "removed" => lang.pick("已去掉。", "Removed."),
        "signed-out" => lang.pick("已在所有设备上退出登录。", "Signed out on all devices."),
        "mailed" => {
            lang.pick("测试邮件已交给寄信程序，请查收。", "The test letter is on its way: look in your mail.")
        }
        _ => return html! {},
    };
    remark(Tone::Jade, words)
}

/// A number of a row in the path.
const ID: &str = r"{id:\d+}";

/// The path of a page of the centre's staff: `at("/rooms/{id}")`.
fn at(rest: &str) -> String {
    format!("/staff/{{centre}}{}", rest.replace("{id}", ID))
}
