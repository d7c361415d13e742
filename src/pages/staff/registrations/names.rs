//! On paper: the list of names for the door, and the slip somebody takes home.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::list::{self, Read, sorted, targets};
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::ActivityId;
use crate::domain::registrations::{
    Registration, RegistrationId, RegistrationState as Standing, codes, store,
};
use crate::pages::parts::door::Desk;
use crate::pages::parts::registration_slip::{Slip, slip as on_paper};
use crate::pages::parts::{Column, Tabs, say, table};
use crate::pages::staff::here::{Here, page as answer};

/// The list of names, of one session where the address names it.
pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let read = list::read(&here, &state, ActivityId(path.1)).await?;
    let lang = here.lang();
    let mut frame = here.visitor.frame(Some(&here.centre), Tabs::None);
    frame.path = here.href(&format!("/activities/{}/registrations", read.activity.id));
    let aside = dates::date_long(lang, here.today());
    let main = view(&here, &read, query.0.get("session"));
    Ok(answer(StatusCode::OK, frame.paper(read.activity.title_in(lang), &aside, main)))
}

fn view(here: &Here, read: &Read, session: &str) -> Markup {
    let lang = here.lang();
    let targets: Vec<_> = targets(here, read)
        .into_iter()
        .filter(|(target, _)| {
            session.is_empty() || target.session.is_some_and(|id| id.to_string() == session)
        })
        .collect();
    html! {
        h1 { (read.activity.title_in(lang)) (lang.pick("：名单", ": names")) }
        @for (target, when) in &targets {
            @let coming: Vec<_> = sorted(&read.all, *target).into_iter().filter(|(one, _)| one.state == Standing::Confirmed).collect();
            @if let Some(when) = when { h2 { (when) } }
            p { (words::people(lang, coming.iter().map(|(one, _)| i64::from(one.party)).sum())) }
            @if !coming.is_empty() { (people(lang, &coming)) }
        }
    }
}

/// A line for each, with room to tick who came.
fn people(lang: Lang, coming: &[(Registration, Option<usize>)]) -> Markup {
    let columns = [
        Column::text(lang.pick("号", "No.")),
        Column::text(lang.pick("姓名", "Name")),
        Column::number(lang.pick("人数", "People")),
        Column::text(lang.pick("电话", "Phone")),
        Column::text(lang.pick("监护人", "Guardian")),
        Column::text(lang.pick("到了", "Came")),
    ];
    let line = |(at, (one, _)): (usize, &(Registration, Option<usize>))| {
        vec![
            html! { (at + 1) },
            html! { (list::name(lang, one)) },
            html! { (one.party) },
            html! { @if let Some(phone) = &one.phone { (say::phone(phone)) } },
            html! { (one.guardian) },
            html! {},
        ]
    };
    let rows: Vec<Vec<Markup>> = coming.iter().enumerate().map(line).collect();
    table(lang.pick("报名的人", "Who registered"), true, &columns, &rows)
}

/// The slip of one registration, with the code to come back with.
pub(super) async fn slip(
    door: Desk,
    path: web::Path<(String, i64)>,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (centre, id) = (here.centre.id, RegistrationId(path.1));
    let (enrolled, place) = state
        .db
        .read(move |conn| {
            let registration = store::of_centre(conn, centre, id)?;
            let line = store::line(conn, registration.target())?;
            let place = line.iter().position(|one| one.id == id).map(|ahead| ahead + 1);
            Ok((store::enrolled(conn, id)?, place))
        })
        .await?;
    // It is read by whoever it is for, in their language.
    let lang = enrolled.registration.lang;
    let mut visitor = here.visitor.clone();
    visitor.look.lang = lang;
    let mut frame = visitor.frame(Some(&here.centre), Tabs::None);
    frame.path = here.href(&format!("/registrations/{id}"));
    let code = codes::code(&state.tokens, &enrolled.registration);
    let now = here.centre.zone.wall(here.now);
    let main = on_paper(
        lang,
        &Slip {
            enrolled: &enrolled,
            centre: &here.centre,
            place,
            code: &code,
            find: &format!("{}{}/registration", state.public_url, here.centre.href()),
            now,
            name: &enrolled.registration.name,
        },
    );
    let aside = dates::date_long(lang, now.date());
    Ok(answer(StatusCode::OK, frame.paper(enrolled.activity.title_in(lang), &aside, main)))
}
