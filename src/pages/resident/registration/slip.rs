//! `/r/{token}/slip`: what somebody takes home on paper: what, when, where, and the code to come back with.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::html;

use super::answer;
use super::private::{behind, nobody};
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::web::State;
use crate::domain::registrations::{RegistrationState, codes};
use crate::pages::parts::Tabs;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::qr::qr;
use crate::pages::parts::registration_slip::{Slip, slip};

pub async fn page(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let behind = behind(&state, &token).await?;
    let lang = visitor.lang();
    let frame = nobody(&visitor).frame(Some(&behind.centre), Tabs::None);
    let now = behind.centre.zone.wall(behind.now);
    let code = codes::code(&state.tokens, &behind.enrolled.registration);
    let main = slip(
        lang,
        &Slip {
            enrolled: &behind.enrolled,
            centre: &behind.centre,
            place: behind.place,
            code: &code,
            find: &format!("{}{}/registration", state.public_url, behind.centre.href()),
            now,
            // A token page names nobody.
            name: "",
        },
    );
    let of = &behind.enrolled.registration;
    let door = format!("{}{}", state.public_url, codes::door_path(&state.tokens, of));
    let main = html! {
        (main)
        @if of.state == RegistrationState::Confirmed {
            p { (lang.pick("到了，给门口的工作人员扫这个码：", "Show this code at the door:")) }
            (qr(&door, lang.pick("到场码", "Code for the door")))
        }
    };
    let aside = dates::date_long(lang, now.date());
    let title = behind.enrolled.activity.title_in(lang);
    Ok(answer(StatusCode::OK, frame.paper(title, &aside, main)))
}
