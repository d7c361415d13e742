//! `/staff/{centre}/tags`: the words a centre sorts its activities by: added, renamed, put in order, retired.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::framed;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::activities::tags::editing::{self, Named, TagName};
use crate::domain::activities::{Tag, TagId, tags};
use crate::domain::people::Role;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Button, Field, Sheet, StaffTab, Width, crumbs, done, mark};
use crate::pages::staff::here::{Here, page, to};

type Path = web::Path<(String, i64)>;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/tags", web::get().to(list))
        .route("/staff/{centre}/tags", web::post().to(add))
        .route("/staff/{centre}/tags/{id}", web::post().to(rename))
        .route("/staff/{centre}/tags/{id}/rise", web::post().to(rise))
        .route("/staff/{centre}/tags/{id}/retirement", web::post().to(retire))
        .route("/staff/{centre}/tags/{id}/return", web::post().to(bring_back));
}

/// What was typed, and into which form: that of a tag or the one that adds.
#[derive(Default)]
struct Typed {
    of: Option<TagId>,
    fields: Fields,
    errors: Errors,
}

async fn list(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    shown(&state, &here, &Typed::default(), &query.0).await
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    named(&state, here, None, fields).await
}

async fn rename(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    named(&state, here, Some(TagId(path.1)), fields).await
}

async fn named(state: &State, here: Here, of: Option<TagId>, fields: Fields) -> Result<HttpResponse> {
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let name = reader.text("name", 20, lang.pick("请写标签。", "Write the tag."));
    let name_en = reader.optional("name_en", 40);
    let mut errors = reader.finish().err().unwrap_or_default();
    if let (Some(name), Some(name_en), true) = (name, name_en, errors.is_empty()) {
        let (who, called) = (here.clone(), TagName { name, name_en });
        let done = state
            .db
            .write(move |conn| match of {
                None => editing::add(conn, who.acting(), &called),
                Some(id) => editing::rename(conn, who.acting(), id, &called),
            })
            .await?;
        match done {
            Named::Done(_) => {
                return Ok(to(&here.href(if of.is_some() {
                    "/tags?done=saved"
                } else {
                    "/tags?done=added"
                })));
            }
            Named::NameTaken => {
                errors.add(
                    "name",
                    lang.pick(
                        "已经有这个标签了，可能已停用。",
                        "There is such a tag, perhaps a retired one.",
                    ),
                );
            }
        }
    }
    shown(state, &here, &Typed { of, fields, errors }, &Fields::default()).await
}

async fn rise(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    moved(&state, Here::manager(manager, &state), path.1, |conn, here, id| {
        editing::move_up(conn, here.acting(), id)
    })
    .await
}

async fn retire(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    moved(&state, Here::manager(manager, &state), path.1, |conn, here, id| {
        editing::set_active(conn, here.acting(), id, false)
    })
    .await
}

async fn bring_back(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    moved(&state, Here::manager(manager, &state), path.1, |conn, here, id| {
        editing::set_active(conn, here.acting(), id, true)
    })
    .await
}

async fn moved(
    state: &State,
    here: Here,
    id: i64,
    act: fn(&mut Conn, &Here, TagId) -> Result<()>,
) -> Result<HttpResponse> {
    let who = here.clone();
    state.db.write(move |conn| act(conn, &who, TagId(id))).await?;
    Ok(to(&here.href("/tags?done=saved")))
}

async fn shown(state: &State, here: &Here, typed: &Typed, query: &Fields) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let all = state.db.read(move |conn| tags::store::of_centre(conn, centre)).await?;
    let frame = framed(state, here, StaffTab::Activities).await?;
    let title = title(here.lang());
    let view = frame.page(title, Width::Tight, view(here, &all, typed, query));
    Ok(page(super::status(!typed.errors.is_empty()), view))
}

fn title(lang: Lang) -> &'static str {
    lang.pick("活动标签", "Tags of activities")
}

fn view(here: &Here, all: &[Tag], typed: &Typed, query: &Fields) -> Markup {
    let lang = here.lang();
    let sheet = Sheet { lang, fields: &typed.fields, errors: &typed.errors };
    let writes = here.role >= Role::Manager;
    let (used, retired): (Vec<&Tag>, Vec<&Tag>) = all.iter().partition(|tag| tag.active);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], title(lang)))
        (sheet.summary())
        (done(lang, query))
        h1 { (title(lang)) }
        p.quiet { (lang.pick("中心自己的分类，例如“微课堂”“微服务”。活动可以有几个标签，统计也按它分。", "The centre’s own words to sort activities by; reports use them too.")) }
        @if !all.is_empty() {
            ul.card.plainlist {
                @for (place, tag) in used.iter().enumerate() { li { (one(here, &sheet, typed, tag, place > 0, writes)) } }
                @for tag in &retired { li { (one(here, &sheet, typed, tag, false, writes)) } }
            }
        }
        @if writes {
            section.card.flow {
                h2 { (lang.pick("添加标签", "Add a tag")) }
                form.flow method="post" action=(here.href("/tags")) {
                    (names(lang, &sheet, typed.of.is_none(), "new", "", ""))
                    p { (Button::submit(lang.pick("添加", "Add")).main()) }
                }
            }
        }
    }
}

fn one(here: &Here, sheet: &Sheet, typed: &Typed, tag: &Tag, may_rise: bool, writes: bool) -> Markup {
    let lang = here.lang();
    let base = here.href(&format!("/tags/{}", tag.id));
    let (id, name) = (tag.id.to_string(), tag.name_in(lang));
    let of = format!("{}{name}", lang.pick("：", ": "));
    let mine = typed.of == Some(tag.id);
    let press = |act: &str, words: &'static str| {
        html! { form method="post" action={ (base) "/" (act) } { (Button::submit(words).plain().of(&of)) } }
    };
    html! {
        div.row.apart {
            h2 { (name) @if !tag.active { " " (mark("off", lang.pick("已停用", "Retired"))) } }
            @if writes {
                div.row {
                    @if may_rise { (press("rise", lang.pick("往前移", "Move up"))) }
                    @if tag.active { (press("retirement", lang.pick("停用", "Retire"))) }
                    @else { (press("return", lang.pick("重新启用", "Bring back"))) }
                }
            }
        }
        @if writes {
            details open[mine] {
                summary { (lang.pick("改名", "Rename")) }
                form.flow method="post" action=(base) {
                    (names(lang, sheet, mine, &id, &tag.name, &tag.name_en))
                    p { (Button::submit(lang.pick("保存名称", "Save the name")).of(&of)) }
                }
            }
        }
    }
}

/// The two names; what was typed stands in the form it was typed into.
fn names(lang: Lang, sheet: &Sheet, typed: bool, id: &str, name: &str, name_en: &str) -> Markup {
    if typed {
        return sheet.both("name", "name_en", lang.pick("标签", "Tag"), false);
    }
    let (zh_id, en_id) = (format!("name-{id}"), format!("name_en-{id}"));
    html! {
        (Field::new("name", lang.pick("标签（中文）", "Tag (Chinese)")).id(&zh_id).value(name).text())
        (Field::new("name_en", lang.pick("标签（英文，可以不填）", "Tag (English, may stay empty)")).id(&en_id).value(name_en).text())
    }
}
