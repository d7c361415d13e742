//! `/staff`: to the centre where one works, or a choice of several.

use actix_web::{HttpResponse, web};
use maud::html;

use super::here::{page as answer, to};
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::centres;
use crate::domain::people;
use crate::pages::parts::door::Member;
use crate::pages::parts::{Tabs, Width, plain_list};

pub(super) async fn page(member: Member, state: web::Data<State>) -> Result<HttpResponse> {
    let id = member.person.id;
    let places = state
        .db
        .read(move |conn| {
            let centres = centres::store::all(conn)?;
            let mut places = Vec::new();
            for place in people::store::memberships(conn, id)? {
                places.extend(
                    centres
                        .iter()
                        .find(|centre| centre.id == place.centre)
                        .map(|centre| (centre.clone(), place.role)),
                );
            }
            Ok(places)
        })
        .await?;
    match places.as_slice() {
        [] if member.person.operator => Ok(to("/operator/centres")),
        [] => Err(Error::Forbidden),
        [(centre, _)] => Ok(to(&centre.staff_href())),
        several => {
            let lang = member.visitor.lang();
            let title = lang.pick("今天在哪个中心工作？", "Which centre today?");
            let lines: Vec<_> = several
                .iter()
                .map(|(centre, role)| {
                    html! { a href=(centre.staff_href()) { (centre.name_in(lang)) } " " span.quiet { (role.name(lang)) } }
                })
                .collect();
            let frame = member.visitor.frame(None, Tabs::None);
            let main = html! { h1 { (title) } (plain_list(&lines)) };
            Ok(answer(actix_web::http::StatusCode::OK, frame.page(title, Width::Tight, main)))
        }
    }
}
