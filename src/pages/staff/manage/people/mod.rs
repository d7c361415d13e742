//! The people of a centre: staff and their roles, the leaders of its troupes.

mod code;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::framed;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::people::editing::{self, PersonChange};
use crate::domain::people::{self, LedTroupe, Person, PersonId, Role};
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Sheet, StaffTab, person_form as form};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/people", web::get().to(list))
        .route("/staff/{centre}/people", web::post().to(add))
        .route("/staff/{centre}/people/new", web::get().to(new))
        .route("/staff/{centre}/people/{id}", web::get().to(show))
        .route("/staff/{centre}/people/{id}", web::post().to(change))
        .route("/staff/{centre}/people/{id}/role", web::post().to(change_role))
        .route("/staff/{centre}/people/{id}/access", web::post().to(change_access))
        .route("/staff/{centre}/people/{id}/code", web::post().to(code::print));
}

async fn list(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let centre = here.centre.id;
    let (staff, led) = state
        .db
        .read(move |conn| {
            Ok((people::store::staff_of(conn, centre)?, people::store::leaders_of(conn, centre)?))
        })
        .await?;
    let frame = framed(&state, &here, StaffTab::People).await?;
    Ok(page(StatusCode::OK, view::list(&frame, &here, &staff, &led, &query.0)))
}

async fn new(manager: Manager, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let first = Fields::of([("lang", "zh"), ("role", Role::Desk.word())]);
    new_page(&state, &here, &first, &Errors::default()).await
}

async fn new_page(state: &State, here: &Here, fields: &Fields, errors: &Errors) -> Result<HttpResponse> {
    let frame = framed(state, here, StaffTab::People).await?;
    let sheet = Sheet { lang: here.lang(), fields, errors };
    Ok(page(super::status(!errors.is_empty()), view::new(&frame, here, &sheet)))
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let details = form::read(&mut reader, lang);
    let role = reader.one_of("role", Role::from_word, lang.pick("请选做什么。", "Choose a role."));
    let read = reader.finish();
    let (Ok(()), Some(details), Some(role)) = (&read, details, role) else {
        return new_page(&state, &here, &fields, &read.err().unwrap_or_default()).await;
    };
    let by = here.clone();
    let done =
        state.db.write_again(move |conn| editing::add_staff(conn, &by.acting(), &details, role)).await?;
    match form::refusal(lang, done) {
        Ok(id) => Ok(to(&here.href(&format!("/people/{id}?done=added")))),
        Err(errors) => new_page(&state, &here, &fields, &errors).await,
    }
}

/// A person's page: what they do here, and whether staff of this centre alone look after them.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub person: Person,
    pub role: Option<Role>,
    pub led: Vec<LedTroupe>,
    pub own: bool,
}

async fn show(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(&state, &here, PersonId(path.1), None, &query.0).await
}

async fn shown(
    state: &State,
    here: &Here,
    id: PersonId,
    sent: Option<(&Fields, &Errors)>,
    query: &Fields,
) -> Result<HttpResponse> {
    let by = here.clone();
    let known = state
        .db
        .read(move |conn| {
            let acting = by.acting();
            let person = editing::of_centre(conn, &acting, id)?;
            let role = people::store::role_in(conn, id, acting.centre.id)?;
            let led = people::store::leaders_of(conn, acting.centre.id)?;
            let led = led.into_iter().filter(|(leader, _)| leader.id == id).map(|(_, led)| led).collect();
            let own = editing::is_own(conn, &acting, &person)?;
            Ok(Known { person, role, led, own })
        })
        .await?;
    let frame = framed(state, here, StaffTab::People).await?;
    let mut first = form::of(&known.person);
    first.set("role", known.role.map_or("none", Role::word));
    let none = Errors::default();
    // A form that came back holds some fields; the other forms of the page start from what is kept.
    let (fields, errors) = sent.map_or((&first, &none), |(fields, errors)| {
        (if fields.has("name") { fields } else { &first }, errors)
    });
    let shown = view::PersonPage {
        frame: &frame,
        here,
        known: &known,
        sheet: Sheet { lang: here.lang(), fields, errors },
        first: &first,
        query,
    };
    Ok(page(super::status(!errors.is_empty()), shown.render(here.role >= Role::Manager)))
}

async fn change(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (id, lang) = (PersonId(path.1), here.lang());
    let mut reader = Reader::new(&fields, lang);
    let details = form::read(&mut reader, lang);
    let read = reader.finish();
    let (Ok(()), Some(details)) = (&read, details) else {
        let errors = read.err().unwrap_or_default();
        return shown(&state, &here, id, Some((&fields, &errors)), &Fields::default()).await;
    };
    let by = here.clone();
    let done =
        state.db.write_again(move |conn| editing::change_person(conn, &by.acting(), id, &details)).await?;
    answer(&state, &here, id, &fields, done, "saved").await
}

async fn change_role(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let id = PersonId(path.1);
    let role = match fields.get("role") {
        "none" => None,
        word => Some(Role::from_word(word).ok_or_else(|| Error::BadRequest("no such role".into()))?),
    };
    let by = here.clone();
    let done = state.db.write_again(move |conn| editing::change_role(conn, &by.acting(), id, role)).await?;
    if done == PersonChange::Done(id) && role.is_none() {
        return Ok(to(&here.href("/people?done=removed")));
    }
    answer(&state, &here, id, &fields, done, "saved").await
}

/// `act`: `out` shuts the account, `in` opens it, `sign-out` ends its sign-ins.
async fn change_access(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let id = PersonId(path.1);
    let (act, by) = (fields.get("act").to_owned(), here.clone());
    let signs_out = act == "sign-out";
    let done = state
        .db
        .write_again(move |conn| match act.as_str() {
            "in" => editing::set_active(conn, &by.acting(), id, true),
            "out" => editing::set_active(conn, &by.acting(), id, false),
            "sign-out" => editing::revoke_sign_ins(conn, &by.acting(), id),
            _ => Err(Error::BadRequest("no such act".into())),
        })
        .await?;
    answer(&state, &here, id, &fields, done, if signs_out { "signed-out" } else { "saved" }).await
}

async fn answer(
    state: &State,
    here: &Here,
    id: PersonId,
    fields: &Fields,
    change: PersonChange,
    done: &str,
) -> Result<HttpResponse> {
    match form::refusal(here.lang(), change) {
        Ok(id) => Ok(to(&here.href(&format!("/people/{id}?done={done}")))),
        Err(errors) => shown(state, here, id, Some((fields, &errors)), &Fields::default()).await,
    }
}
