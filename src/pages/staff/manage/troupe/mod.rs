//! Troupes: list, new, change, and who leads them.

mod view;

pub(super) use view::reach;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::framed;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Minute, Wall};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::agreements::editing::{TroupeDetails, add_troupe, set_leader};
use crate::domain::agreements::{Agreement, Troupe, TroupeId, TroupeKind, store};
use crate::domain::bookings::{self, naming};
use crate::domain::people::editing::{Found, PersonDetails, find_or_add, of_centre};
use crate::domain::people::{self, LedTroupe, Person, PersonId, Role};
use crate::pages::parts::Sheet;
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::person_form;
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/troupes", web::get().to(list))
        .route("/staff/{centre}/troupes", web::post().to(add))
        .route("/staff/{centre}/troupes/new", web::get().to(new))
        .route("/staff/{centre}/troupes/{id}", web::get().to(show))
        .route("/staff/{centre}/troupes/{id}", web::post().to(change))
        .route("/staff/{centre}/troupes/{id}/leaders", web::post().to(add_leader))
        .route("/staff/{centre}/troupes/{id}/leaders/{person}", web::post().to(change_leader));
}

/// A troupe's page: who leads it, and whom one might choose.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub troupe: Troupe,
    pub leaders: Vec<(Person, bool)>,
    /// Staff and leaders of the centre, by name.
    pub others: Vec<Person>,
    pub agreements: Vec<Agreement>,
    /// How often the centre took a booking of theirs away within a year.
    pub displaced: i64,
}

async fn list(desk: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let (centre, today) = (here.centre.id, here.today());
    let (troupes, led, agreements) = state
        .db
        .read(move |conn| {
            Ok((
                store::troupes(conn, centre)?,
                people::store::leaders_of(conn, centre)?,
                store::agreements(conn, centre)?,
            ))
        })
        .await?;
    let valid: Vec<TroupeId> =
        (agreements.iter()).filter(|one| one.holds_on(today)).map(|one| one.troupe_id).collect();
    let frame = framed(&state, &here, StaffTab::Troupes).await?;
    Ok(page(StatusCode::OK, view::list(&frame, &here, &troupes, &led, &valid)))
}

async fn new(manager: Manager, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let first = Fields::of([("kind", TroupeKind::Dance.word()), ("active", "1"), ("lang", "zh")]);
    new_page(&state, &here, &first, &Errors::default()).await
}

async fn new_page(state: &State, here: &Here, fields: &Fields, errors: &Errors) -> Result<HttpResponse> {
    let frame = framed(state, here, StaffTab::Troupes).await?;
    let sheet = Sheet { lang: here.lang(), fields, errors };
    Ok(page(super::status(!errors.is_empty()), view::new(&frame, here, &sheet)))
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let details = read(&mut reader, &fields, lang);
    let leader = if person_form::is_blank(&fields) {
        Some(None)
    } else {
        person_form::read(&mut reader, lang).map(Some)
    };
    let read = reader.finish();
    let (Ok(()), Some(details), Some(leader)) = (&read, details, leader) else {
        return new_page(&state, &here, &fields, &read.err().unwrap_or_default()).await;
    };
    let by = here.clone();
    let added = state
        .db
        .write_again(move |conn| {
            let acting = by.acting();
            let person = match &leader {
                None => None,
                Some(leader) => match find_or_add(conn, &acting, leader)? {
                    Found::TwoPeople => return Ok(None),
                    Found::Added(id) | Found::Known(id) => Some(id),
                },
            };
            let id = add_troupe(conn, &acting, &details)?;
            if let Some(person) = person {
                set_leader(conn, &acting, id, person, Some(false))?;
            }
            Ok(Some(id))
        })
        .await?;
    match added {
        Some(id) => Ok(to(&here.href(&format!("/troupes/{id}?done=added")))),
        None => new_page(&state, &here, &fields, &person_form::two_people(lang)).await,
    }
}

async fn show(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(&state, &here, TroupeId(path.1), Sent::Nothing, &query.0).await
}

/// Which of the page's forms came back with errors.
enum Sent<'a> {
    Nothing,
    Details(&'a Fields, &'a Errors),
    Leader(&'a Fields, &'a Errors),
}

async fn shown(
    state: &State,
    here: &Here,
    id: TroupeId,
    sent: Sent<'_>,
    query: &Fields,
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let known = state
        .db
        .read(move |conn| {
            let troupe = store::troupe(conn, centre, id)?;
            let led = people::store::leaders_of(conn, centre)?;
            let mut others: Vec<Person> = led.iter().map(|(person, _)| person.clone()).collect();
            others.extend(people::store::staff_of(conn, centre)?.into_iter().map(|(person, _)| person));
            others.sort_by_key(|person| person.id);
            others.dedup_by_key(|person| person.id);
            let mut leaders: Vec<(Person, bool)> = led
                .into_iter()
                .filter(|(_, led)| led.id == id.0)
                .map(|(person, LedTroupe { deputy, .. })| (person, deputy))
                .collect();
            leaders.sort_by_key(|(_, deputy)| *deputy);
            others.retain(|person| !leaders.iter().any(|(leader, _)| leader.id == person.id));
            let agreements =
                store::agreements(conn, centre)?.into_iter().filter(|one| one.troupe_id == id).collect();
            let a_year_ago = Wall::at(today, Minute::MIDNIGHT).plus(-chrono::Duration::days(365));
            let counted = bookings::store::displaced_since(conn, &[troupe.id], a_year_ago)?;
            let displaced = counted.get(&troupe.id).copied().unwrap_or(0);
            Ok(Known { troupe, leaders, others, agreements, displaced })
        })
        .await?;
    let frame = framed(state, here, StaffTab::Troupes).await?;
    let (first, none) = (fields_of(&known.troupe), Errors::default());
    let blank = Fields::of([("lang", "zh"), ("role", "leader")]);
    let (details, leader, errors) = match sent {
        Sent::Nothing => ((&first, &none), (&blank, &none), &none),
        Sent::Details(fields, errors) => ((fields, errors), (&blank, &none), errors),
        Sent::Leader(fields, errors) => ((&first, &none), (fields, errors), errors),
    };
    let lang = here.lang();
    let shown = view::TroupePage {
        frame: &frame,
        here,
        known: &known,
        details: Sheet { lang, fields: details.0, errors: details.1 },
        leader: Sheet { lang, fields: leader.0, errors: leader.1 },
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
    let id = TroupeId(path.1);
    let mut reader = Reader::new(&fields, here.lang());
    let details = read(&mut reader, &fields, here.lang());
    let read = reader.finish();
    let (Ok(()), Some(details)) = (&read, details) else {
        let errors = read.err().unwrap_or_default();
        return shown(&state, &here, id, Sent::Details(&fields, &errors), &Fields::default()).await;
    };
    let by = here.clone();
    state.db.write_again(move |conn| naming::change_troupe(conn, &by.acting(), id, &details)).await?;
    Ok(to(&here.href(&format!("/troupes/{id}?done=saved"))))
}

/// Who is to lead: someone chosen from the centre's people, or someone written down.
enum Whom {
    Chosen(PersonId),
    Written(PersonDetails),
}

async fn add_leader(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (id, lang) = (TroupeId(path.1), here.lang());
    let mut reader = Reader::new(&fields, lang);
    let whom = match fields.get("person").parse() {
        Ok(person) => Some(Whom::Chosen(PersonId(person))),
        Err(_) => person_form::read(&mut reader, lang).map(Whom::Written),
    };
    let read = reader.finish();
    let (Ok(()), Some(whom)) = (&read, whom) else {
        let errors = read.err().unwrap_or_default();
        return shown(&state, &here, id, Sent::Leader(&fields, &errors), &Fields::default()).await;
    };
    let deputy = fields.get("role") == "deputy";
    let by = here.clone();
    let set = state
        .db
        .write_again(move |conn| {
            let acting = by.acting();
            let person = match &whom {
                Whom::Chosen(id) => of_centre(conn, &acting, *id)?.id,
                Whom::Written(details) => match find_or_add(conn, &acting, details)? {
                    Found::TwoPeople => return Ok(false),
                    Found::Added(id) | Found::Known(id) => id,
                },
            };
            set_leader(conn, &acting, id, person, Some(deputy))?;
            Ok(true)
        })
        .await?;
    if set {
        return Ok(to(&here.href(&format!("/troupes/{id}?done=saved"))));
    }
    let errors = person_form::two_people(lang);
    shown(&state, &here, id, Sent::Leader(&fields, &errors), &Fields::default()).await
}

async fn change_leader(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (id, person) = (TroupeId(path.1), PersonId(path.2));
    let deputy = match fields.get("role") {
        "leader" => Some(false),
        "deputy" => Some(true),
        "none" => None,
        _ => return Err(Error::BadRequest("no such role".into())),
    };
    let by = here.clone();
    state
        .db
        .write_again(move |conn| {
            let acting = by.acting();
            of_centre(conn, &acting, person)?;
            set_leader(conn, &acting, id, person, deputy)
        })
        .await?;
    Ok(to(&here.href(&format!("/troupes/{id}?done=saved"))))
}

fn fields_of(troupe: &Troupe) -> Fields {
    let mut fields = Fields::of([
        ("troupe_name", troupe.name.as_str()),
        ("troupe_name_en", troupe.name_en.as_str()),
        ("kind", troupe.kind.word()),
        ("size", &troupe.size.to_string()),
    ]);
    for (name, on) in [("named", troupe.named), ("active", troupe.active)] {
        if on {
            fields.set(name, "1");
        }
    }
    fields
}

fn read(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<TroupeDetails> {
    let name = reader.text("troupe_name", 40, lang.pick("请写队伍的名字。", "Write the troupe’s name."));
    let name_en = reader.optional("troupe_name_en", 80);
    let kind = reader.one_of("kind", TroupeKind::from_word, lang.pick("请选一类。", "Choose one."));
    let size = reader.number("size", 1, 2000);
    Some(TroupeDetails {
        name: name?,
        name_en: name_en?,
        kind: kind?,
        size: size?,
        named: fields.has("named"),
        active: fields.has("active"),
    })
}
