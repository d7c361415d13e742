//! The centre's spaces: list, add, rename.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::framed;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, words};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::centres::{CentreId, either};
use crate::domain::people::Role;
use crate::domain::rooms::{self, Catalogue, SpaceId, editing};
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Button, Field, Frame, StaffTab, Width, crumbs};
use crate::pages::parts::{Sheet, done};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/spaces", web::get().to(list))
        .route("/staff/{centre}/spaces", web::post().to(add))
        .route("/staff/{centre}/spaces/{id}", web::post().to(rename));
}

#[derive(Debug, Clone)]
struct Known {
    spaces: Vec<(SpaceId, String, String)>,
    catalogue: Catalogue,
}

fn known(conn: &mut Conn, centre: CentreId, today: NaiveDate) -> Result<Known> {
    Ok(Known {
        spaces: rooms::store::spaces_of_centre(conn, centre)?,
        catalogue: rooms::store::catalogue(conn, centre, today, today)?,
    })
}

async fn list(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(
        &state,
        &here,
        &Typed { of: None, fields: &Fields::default(), errors: &Errors::default() },
        &query.0,
    )
    .await
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (name, name_en) = match read(&fields, here.lang()) {
        Ok(names) => names,
        Err(errors) => {
            let typed = Typed { of: None, fields: &fields, errors: &errors };
            return shown(&state, &here, &typed, &Fields::default()).await;
        }
    };
    let by = here.clone();
    state.db.write(move |conn| editing::add_space(conn, &by.acting(), &name, &name_en)).await?;
    Ok(to(&here.href("/spaces?done=added")))
}

async fn rename(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let id = SpaceId(path.1);
    let (name, name_en) = match read(&fields, here.lang()) {
        Ok(names) => names,
        Err(errors) => {
            let typed = Typed { of: Some(id), fields: &fields, errors: &errors };
            return shown(&state, &here, &typed, &Fields::default()).await;
        }
    };
    let by = here.clone();
    state.db.write(move |conn| editing::rename_space(conn, &by.acting(), id, &name, &name_en)).await?;
    Ok(to(&here.href("/spaces?done=saved")))
}

fn read(fields: &Fields, lang: Lang) -> Result<(String, String), Errors> {
    let mut reader = Reader::new(fields, lang);
    let name = reader.text("name", 40, lang.pick("请写空间的名称。", "Write the space’s name."));
    let name_en = reader.optional("name_en", 80);
    reader.finish()?;
    name.zip(name_en).ok_or_else(Errors::default)
}

/// What was typed, and in which form: that of a space or the one that adds.
struct Typed<'a> {
    of: Option<SpaceId>,
    fields: &'a Fields,
    errors: &'a Errors,
}

async fn shown(state: &State, here: &Here, typed: &Typed<'_>, query: &Fields) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let known = state.db.read(move |conn| known(conn, centre, today)).await?;
    let frame = framed(state, here, StaffTab::Rooms).await?;
    let failed = !typed.errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(status, view(&frame, here, &known, typed, query)))
}

fn view(frame: &Frame, here: &Here, known: &Known, typed: &Typed, query: &Fields) -> Markup {
    let lang = here.lang();
    let title = lang.pick("空间", "Spaces");
    let sheet = Sheet { lang, fields: typed.fields, errors: typed.errors };
    let writes = here.role >= Role::Manager;
    let main = html! {
        (crumbs(lang.pick("位置", "Where this is"), &[(&here.href("/rooms"), lang.pick("功能室", "Rooms"))], title))
        (sheet.summary())
        (done(lang, query))
        h1 { (title) }
        p.quiet { (lang.pick("空间是同一时间只能有一家用的地方。功能室由一个或几个空间组成。",
            "A space is what only one can use at a time. A room is made of one or more.")) }
        @if !known.spaces.is_empty() {
            ul.card.plainlist {
                @for (id, name, name_en) in &known.spaces {
                    li {
                        h2 { (either(lang, name, name_en)) }
                        p.quiet { (rooms_with(lang, known, *id)) }
                        @if writes { (renaming(here, &sheet, typed.of == Some(*id), *id, name, name_en)) }
                    }
                }
            }
        }
        @if writes {
            section.card.flow {
                h2 { (lang.pick("添加空间", "Add a space")) }
                form.flow method="post" action=(here.href("/spaces")) {
                    @if typed.of.is_none() { (sheet.both("name", "name_en", lang.pick("名称", "Name"), false)) }
                    @else { (blank(lang)) }
                    p { (Button::submit(lang.pick("添加", "Add")).main()) }
                }
            }
        }
    };
    frame.page(title, Width::Tight, main)
}

fn blank(lang: Lang) -> Markup {
    let (fields, errors) = (Fields::default(), Errors::default());
    let label = lang.pick("名称", "Name");
    let sheet = Sheet { lang, fields: &fields, errors: &errors };
    html! {
        (sheet.field("name", label).id("new-name").text())
        (sheet.field("name_en", lang.pick("名称（英文）", "Name (English)")).id("new-name_en").text())
    }
}

fn renaming(here: &Here, sheet: &Sheet, typed: bool, id: SpaceId, name: &str, name_en: &str) -> Markup {
    let lang = here.lang();
    let (zh_id, en_id) = (format!("name-{id}"), format!("name_en-{id}"));
    let action = here.href(&format!("/spaces/{id}"));
    html! {
        details open[typed] {
            summary { (lang.pick("改名", "Rename")) }
            form.flow method="post" action=(action) {
                @if typed {
                    (sheet.both("name", "name_en", lang.pick("名称", "Name"), false))
                } @else {
                    (Field::new("name", lang.pick("名称（中文）", "Name (Chinese)")).id(&zh_id).value(name).text())
                    (Field::new("name_en", lang.pick("名称（英文）", "Name (English)")).id(&en_id).value(name_en).text())
                }
                p { (Button::submit(lang.pick("保存名称", "Save the name")).of(name)) }
            }
        }
    }
}

fn rooms_with(lang: Lang, known: &Known, space: SpaceId) -> String {
    let names: Vec<&str> = (known.catalogue.rooms.iter())
        .filter(|room| known.catalogue.spaces_of(room.id).contains(&space))
        .map(|room| room.name_in(lang))
        .collect();
    if names.is_empty() {
        return lang.pick("还不属于哪间功能室", "Part of no room yet").to_owned();
    }
    let list = words::list(lang, &names);
    lang.pick(format!("属于{list}"), format!("Part of {list}"))
}
