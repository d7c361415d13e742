//! Centres: list, new, change, and appointing a manager.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpResponse, web};
use maud::Markup;

use super::view::{self, CentrePage};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::Zone;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::centres::editing::{CentreChange, add_centre, change_centre};
use crate::domain::centres::{self, CentreDetails, CentreId, is_slug};
use crate::domain::people::{self, Acting, Role, editing};
use crate::pages::parts::door::Operator;
use crate::pages::parts::person_form::{self, refusal};
use crate::pages::parts::{Sheet, centre_form};

pub async fn door(_operator: Operator) -> HttpResponse {
    to("/operator/centres")
}

pub async fn list(operator: Operator, state: web::Data<State>) -> Result<HttpResponse> {
    let centres = state
        .db
        .read(|conn| {
            let mut listed = Vec::new();
            for centre in centres::store::all(conn)? {
                let staff = people::store::staff_of(conn, centre.id)?;
                listed.push((centre, staff));
            }
            Ok(listed)
        })
        .await?;
    Ok(page(false, view::list(&operator, &centres)))
}

pub async fn new(operator: Operator) -> Result<HttpResponse> {
    let first = Fields::of([("zone", "Asia/Shanghai"), ("area_m2", "300")]);
    Ok(new_page(&operator, &first, &Errors::default()))
}

fn new_page(operator: &Operator, fields: &Fields, errors: &Errors) -> HttpResponse {
    let sheet = Sheet { lang: operator.visitor.lang(), fields, errors };
    page(!errors.is_empty(), view::new(operator, &sheet))
}

pub async fn add(operator: Operator, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let lang = operator.visitor.lang();
    let details = match read(&fields, lang) {
        Ok(details) => details,
        Err(errors) => return Ok(new_page(&operator, &fields, &errors)),
    };
    let (by, now) = (operator.person.id.0, state.now());
    let done = state.db.write_again(move |conn| add_centre(conn, Some(by), &details, now)).await?;
    match refused(lang, done) {
        Ok(id) => Ok(to(&format!("/operator/centres/{id}?done=added"))),
        Err(errors) => Ok(new_page(&operator, &fields, &errors)),
    }
}

pub async fn show(
    operator: Operator,
    state: web::Data<State>,
    path: web::Path<i64>,
    query: Query,
) -> Result<HttpResponse> {
    shown(&operator, &state, CentreId(*path), Sent::Nothing, &query.0).await
}

/// Which of the page's forms came back with errors.
enum Sent<'a> {
    Nothing,
    Details(&'a Fields, &'a Errors),
    Manager(&'a Fields, &'a Errors),
}

async fn shown(
    operator: &Operator,
    state: &State,
    id: CentreId,
    sent: Sent<'_>,
    query: &Fields,
) -> Result<HttpResponse> {
    let (centre, staff, fixed) = state
        .db
        .read(move |conn| {
            Ok((
                centres::store::by_id(conn, id)?,
                people::store::staff_of(conn, id)?,
                centres::store::has_uses(conn, id)?,
            ))
        })
        .await?;
    let (first, none) = (centre_form::of(&centre), Errors::default());
    let blank = Fields::of([("lang", "zh")]);
    let (details, manager, failed) = match sent {
        Sent::Nothing => ((&first, &none), (&blank, &none), false),
        Sent::Details(fields, errors) => ((fields, errors), (&blank, &none), true),
        Sent::Manager(fields, errors) => ((&first, &none), (fields, errors), true),
    };
    let lang = operator.visitor.lang();
    let shown = CentrePage {
        operator,
        centre: &centre,
        staff: &staff,
        zone_fixed: fixed,
        details: Sheet { lang, fields: details.0, errors: details.1 },
        manager: Sheet { lang, fields: manager.0, errors: manager.1 },
        query,
    };
    Ok(page(failed, shown.render()))
}

pub async fn change(
    operator: Operator,
    state: web::Data<State>,
    path: web::Path<i64>,
    mut fields: Fields,
) -> Result<HttpResponse> {
    let (lang, id) = (operator.visitor.lang(), CentreId(*path));
    if !fields.has("zone") {
        // Read-only once there are bookings: the form does not send it.
        let centre = state.db.read(move |conn| centres::store::by_id(conn, id)).await?;
        fields.set("zone", centre.zone.name());
    }
    let details = match read(&fields, lang) {
        Ok(details) => details,
        Err(errors) => {
            return shown(&operator, &state, id, Sent::Details(&fields, &errors), &Fields::default()).await;
        }
    };
    let (by, now) = (operator.person.id.0, state.now());
    let done = state.db.write_again(move |conn| change_centre(conn, Some(by), id, &details, now)).await?;
    match refused(lang, done) {
        Ok(id) => Ok(to(&format!("/operator/centres/{id}?done=saved"))),
        Err(errors) => {
            shown(&operator, &state, id, Sent::Details(&fields, &errors), &Fields::default()).await
        }
    }
}

pub async fn appoint(
    operator: Operator,
    state: web::Data<State>,
    path: web::Path<i64>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (lang, id) = (operator.visitor.lang(), CentreId(*path));
    let mut reader = Reader::new(&fields, lang);
    let details = person_form::read(&mut reader, lang);
    let read = reader.finish();
    let (Ok(()), Some(details)) = (&read, details) else {
        let errors = read.err().unwrap_or_default();
        return shown(&operator, &state, id, Sent::Manager(&fields, &errors), &Fields::default()).await;
    };
    let (by, now) = (operator.person.id, state.now());
    let done = state
        .db
        .write_again(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            let acting = Acting { centre: &centre, person: Some(by), now };
            match editing::add_staff(conn, &acting, &details, Role::Manager)? {
                editing::PersonChange::AlreadyHere(person) => {
                    editing::change_role(conn, &acting, person, Some(Role::Manager))
                }
                done => Ok(done),
            }
        })
        .await?;
    match refusal(lang, done) {
        Ok(_) => Ok(to(&format!("/operator/centres/{id}?done=saved"))),
        Err(errors) => {
            shown(&operator, &state, id, Sent::Manager(&fields, &errors), &Fields::default()).await
        }
    }
}

fn read(fields: &Fields, lang: Lang) -> Result<CentreDetails, Errors> {
    let mut reader = Reader::new(fields, lang);
    let ask = lang.pick(
        "请写2到40个小写字母、数字或连字符，例如 donggang。",
        "Write 2 to 40 small letters, digits or hyphens, such as donggang.",
    );
    // In the order of the form, in which the box on top lists what is wrong.
    let texts = centre_form::read(&mut reader, lang);
    let slug = reader.one_of("slug", |word| is_slug(word).then(|| word.to_owned()), ask);
    let ask = lang.pick("请写时区，例如 Asia/Shanghai。", "Write a time zone such as Asia/Shanghai.");
    let zone = reader.one_of("zone", Zone::named, ask);
    reader.finish()?;
    match (slug, texts, zone) {
        (Some(slug), Some(texts), Some(zone)) => Ok(CentreDetails { slug, zone, ..texts }),
        // Every `None` came with a complaint.
        _ => Err(Errors::default()),
    }
}

fn refused(lang: Lang, change: CentreChange) -> Result<CentreId, Errors> {
    let mut errors = Errors::default();
    match change {
        CentreChange::Done(id) => return Ok(id),
        CentreChange::SlugTaken => {
            let words =
                lang.pick("别的中心用了这个词，请换一个。", "Another centre has this word: choose another.");
            errors.add("slug", words);
        }
        CentreChange::ZoneFixed => errors.add(
            "zone",
            lang.pick("已经有预约了，时区不能再改。", "There are bookings already: the time zone stays."),
        ),
    }
    Err(errors)
}

fn page(failed: bool, page: Markup) -> HttpResponse {
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    HttpResponse::build(status).content_type(ContentType::html()).body(page.into_string())
}

fn to(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
