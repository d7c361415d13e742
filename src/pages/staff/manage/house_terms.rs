//! The house terms: the version that holds, older ones, who accepted which; managers write a new one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::agreement::acceptance;
use super::framed;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::base::web::{State, local};
use crate::domain::agreements::terms::accepting::accept;
use crate::domain::agreements::terms::publishing::{Published, publish};
use crate::domain::agreements::terms::{Acceptance, HouseTerms, TermsId, store, valid_on};
use crate::domain::people::{self, Person, PersonId, Role};
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Button, Frame, Sheet, StaffTab, Width, crumbs, done, empty, nb};
use crate::pages::staff::here::{Here, page, to};

/// Characters of the terms.
const LONGEST: usize = 20_000;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/terms", web::get().to(show))
        .route("/staff/{centre}/terms", web::post().to(write))
        .route("/staff/{centre}/terms/{id}/acceptances", web::post().to(record));
}

struct Known {
    versions: Vec<HouseTerms>,
    leaders: Vec<Person>,
    accepted: Vec<Acceptance>,
}

async fn show(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(&state, &here, None, &Errors::default(), &query.0).await
}

async fn write(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let (text, text_en) = (reader.optional("text", LONGEST), reader.optional("text_en", LONGEST));
    let valid_from = reader.date_typed("valid_from", here.today());
    if text.as_deref() == Some("") {
        reader.errors.add("text", lang.pick("请写使用须知。", "Write the house terms."));
    }
    let (text, text_en, valid_from) = match (reader.finish(), text, text_en, valid_from) {
        (Ok(()), Some(text), Some(text_en), Some(valid_from)) => (text, text_en, valid_from),
        (Err(errors), ..) => return shown(&state, &here, Some(&fields), &errors, &Fields::default()).await,
        _ => return Err(Error::BadRequest("something is missing".into())),
    };
    let by = here.clone();
    let act = move |conn: &mut Conn| publish(conn, &by.acting(), &text, &text_en, valid_from);
    match state.db.write_again(act).await? {
        Published::Done(_) => Ok(to(&here.href("/terms?done=added"))),
        Published::TooEarly { earliest } => {
            let day = dates::date_long(lang, earliest);
            let mut errors = Errors::default();
            errors.add(
                "valid_from",
                lang.pick(
                    format!("最早从{day}起：前面的版本到那天为止。"),
                    format!("From {day} at the earliest: until then the version before holds."),
                ),
            );
            shown(&state, &here, Some(&fields), &errors, &Fields::default()).await
        }
    }
}

/// 代办: what a leader signed on paper.
async fn record(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let person = fields.get("person").parse().map(PersonId).map_err(|_| Error::NotFound)?;
    let (terms, by) = (TermsId(path.1), here.clone());
    state.db.write_again(move |conn| accept(conn, &by.acting(), terms, person)).await?;
    let back = format!("{}?done=saved", fields.get("back"));
    let back =
        here.href(if fields.get("back").starts_with("/agreements/") { &back } else { "/terms?done=saved" });
    Ok(to(local::path(Some(&back)).unwrap_or("/")))
}

async fn shown(
    state: &State,
    here: &Here,
    fields: Option<&Fields>,
    errors: &Errors,
    query: &Fields,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let known = state
        .db
        .read(move |conn| {
            let mut leaders: Vec<Person> =
                people::store::leaders_of(conn, centre)?.into_iter().map(|(person, _)| person).collect();
            leaders.dedup_by_key(|person| person.id);
            let ids: Vec<PersonId> = leaders.iter().map(|person| person.id).collect();
            Ok(Known {
                versions: store::versions(conn, centre)?,
                accepted: store::accepted_by(conn, centre, &ids)?,
                leaders,
            })
        })
        .await?;
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let newest = known.versions.first();
    let today = here.today().to_string();
    let first = Fields::of([
        ("text", newest.map_or("", |one| one.text.as_str())),
        ("text_en", newest.map_or("", |one| one.text_en.as_str())),
        ("valid_from", today.as_str()),
    ]);
    let sheet = Sheet { lang: here.lang(), fields: fields.unwrap_or(&first), errors };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page(status, view(&frame, here, &known, &sheet, query)))
}

fn view(frame: &Frame, here: &Here, known: &Known, sheet: &Sheet, query: &Fields) -> Markup {
    let lang = here.lang();
    let title = lang.pick("使用须知", "House terms");
    let current = valid_on(&known.versions, here.today());
    let way = [(&*here.href("/agreements"), lang.pick("协议", "Agreements"))];
    let main = html! {
        (crumbs(lang.pick("位置", "Where this is"), &way, title))
        (done(lang, query))
        (sheet.summary())
        h1 { (title) }
        @match current {
            Some(terms) => (version(here, terms, true)),
            None => (empty("paper", lang.pick("还没有使用须知", "No house terms yet"), html! {
                p { (lang.pick("写好以后，队长在“我的”里看到，按一下就接受。", "Once written, leaders find them under “Mine” and accept them with one press.")) }
            })),
        }
        @if let Some(terms) = current {
            h2 { (lang.pick("谁接受了", "Who accepted them")) }
            ul.card.plainlist {
                @for person in &known.leaders { li { (acceptance(here, terms, &known.accepted, person, "/terms")) } }
                @if known.leaders.is_empty() { li { (lang.pick("还没有队长。", "No leaders yet.")) } }
            }
        }
        @if known.versions.iter().any(|one| current.is_none_or(|current| current.id != one.id)) {
            h2 { (lang.pick("别的版本", "Other versions")) }
            @for one in known.versions.iter().filter(|one| current.is_none_or(|current| current.id != one.id)) {
                (version(here, one, false))
            }
        }
        @if here.role >= Role::Manager {
            h2 { (lang.pick("写新的一版", "Write a new version")) }
            form.card.flow method="post" action=(here.href("/terms")) {
                p.quiet { (lang.pick("旧版本都留着。新版本生效以后，请队长再接受一次；没接受也能约。", "Older versions stay. Once the new one holds, leaders are asked to accept it; booking goes on meanwhile.")) }
                (sheet.both("text", "text_en", lang.pick("使用须知，一行一条", "House terms, one rule a line"), true))
                (sheet.field("valid_from", lang.pick("从哪天起", "Valid from")).date_typed(lang, here.today()))
                p { (Button::submit(lang.pick("存成新版本", "Save as a new version")).main()) }
            }
        }
    };
    frame.page(title, Width::Normal, main)
}

fn version(here: &Here, terms: &HouseTerms, open: bool) -> Markup {
    let lang = here.lang();
    let (number, day) = (terms.version, dates::date_long(lang, terms.valid_from));
    let heading = lang.pick(format!("第{number}版，从{day}起"), format!("Version {number}, from {day}"));
    html! {
        details.card open[open] {
            summary { strong { (nb(heading)) } }
            @for line in terms.text_in(lang).lines() { p { (line) } }
        }
    }
}
