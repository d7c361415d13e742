//! `/c/{centre}/rooms`: which rooms there are, and what for.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::here::{Head, Here};
use super::said;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::web::State;
use crate::domain::rooms::{self, Access, Catalogue, Noise, Room};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Button, Event, Tab, Tone, Width, empty, events, icons, mark};

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
) -> Result<HttpResponse> {
    let here = Here::at(&state, visitor, &slug).await?;
    let (centre, today) = (here.centre.id, here.today());
    let catalogue = state.db.read(move |conn| rooms::store::catalogue(conn, centre, today, today)).await?;
    let lang = here.lang();
    let name = here.centre.name_in(lang);
    let head = Head {
        tab: Some(Tab::Find),
        width: Width::Normal,
        title: lang.pick("功能室", "Rooms"),
        description: &lang.pick(
            format!("{name}的功能室：坐多少人、有什么设备、什么时候空着。"),
            format!("The rooms of {name}: how many people they take, what they have, when they are free."),
        ),
        preview: None,
    };
    Ok(here.answer(&request, head, view(&here, &catalogue)))
}

fn view(here: &Here, catalogue: &Catalogue) -> Markup {
    let lang = here.lang();
    let rows: Vec<Event> =
        catalogue.rooms.iter().filter(|room| room.active).map(|room| row(here, catalogue, room)).collect();
    html! {
        div.row.apart {
            h1 { (lang.pick("功能室", "Rooms")) }
            (Button::link(&here.href("/timetable"), lang.pick("今天哪间空着", "What is free today")).icon("grid"))
        }
        @if rows.is_empty() {
            (empty("hall", lang.pick("这里还没有登记功能室", "No rooms have been entered yet"), html! {
                p { (Button::link(&here.href(""), lang.pick("回到今天", "Back to today"))) }
            }))
        } @else {
            h2.hide { (lang.pick("所有功能室", "All rooms")) }
            (events(&rows))
        }
        @if here.visitor.person.is_none() {
            p.row {
                (lang.pick("带队伍的，登录后可以找场地、约时间：", "Do you lead a troupe? Sign in to book: "))
                (Button::link("/my/find", lang.pick("找场地", "Find a room")).icon("find"))
            }
        }
    }
}

fn row(here: &Here, catalogue: &Catalogue, room: &Room) -> Event {
    let lang = here.lang();
    Event {
        icon: icons::room(room.kind.word()),
        tone: tone(room),
        when: html! {},
        title: room.name_in(lang).to_owned(),
        href: Some(here.href(&format!("/rooms/{}", room.id))),
        place: about(lang, catalogue, room),
        state: Some(how(lang, room)),
        act: None,
    }
}

fn upto(lang: Lang, room: &Room) -> String {
    let people = words::people(lang, room.capacity.into());
    lang.pick(format!("最多{people}"), format!("up to {people}"))
}

fn tone(room: &Room) -> Tone {
    match room.access {
        Access::Bookable => Tone::Indigo,
        Access::DropIn => Tone::Jade,
        Access::Private => Tone::Plain,
    }
}

/// 一楼，最多40人，无台阶、音响、镜子 — and what kind it is, where its name does not say so.
fn about(lang: Lang, catalogue: &Catalogue, room: &Room) -> String {
    let floor = dates::capital(&words::floor(lang, room.floor));
    let mut parts: Vec<String> = Vec::new();
    let kind = room.kind.name(lang);
    if !room.name_in(lang).to_lowercase().contains(&kind.to_lowercase()) {
        parts.push(lang.pick(kind.to_owned(), kind.to_lowercase()));
    }
    if room.step_free {
        parts.push(lang.pick("无台阶", "step-free").to_owned());
    }
    if room.noise != Noise::Normal {
        parts.push(lang.pick(room.noise.name(lang).to_owned(), room.noise.name(lang).to_lowercase()));
    }
    parts.extend(catalogue.equipment_of(room.id).iter().map(|one| match lang {
        Lang::Zh => one.name(lang).to_owned(),
        Lang::En => one.name(lang).to_lowercase(),
    }));
    let known = parts.join(lang.pick("、", ", "));
    [floor, upto(lang, room), known]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(lang.pick("，", ", "))
}

fn how(lang: Lang, room: &Room) -> Markup {
    html! {
        @match room.access {
            Access::DropIn => (mark("free", lang.pick("随到随用", "Drop in"))),
            Access::Bookable | Access::Private => span.quiet { (said::how_to_use(lang, room)) },
        }
    }
}
