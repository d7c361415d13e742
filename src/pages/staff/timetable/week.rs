//! A week of one room, and the sheet of it for the door.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::super::here::{Here, Waiting, page as answer};
use super::spans;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::time::read_date;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::bookings::board::{self, Board};
use crate::domain::days;
use crate::domain::rooms::{Room, RoomId};
use crate::pages::parts::door::Desk;
use crate::pages::parts::pager::{heading, pager};
use crate::pages::parts::timetable::{Lane, timetable};
use crate::pages::parts::week_sheet::{SheetDay, week_of, week_sheet};
use crate::pages::parts::{Button, Choice, Field, StaffTab, Width, hidden, say};

/// The week that a day lies in; without a room, the first one's.
pub(super) async fn page(
    here: Here,
    state: &State,
    room: Option<RoomId>,
    date: NaiveDate,
) -> Result<HttpResponse> {
    let who = here.clone();
    let (monday, sunday) = week_of(date);
    let (board, waiting) = state
        .db
        .read(move |conn| {
            let board = board::read(conn, &who.centre, monday, sunday, who.now)?;
            Ok((board, Waiting::read(conn, who.centre.id)?))
        })
        .await?;
    let active = |one: &&Room| one.active;
    let room = match room {
        Some(id) => board.catalogue.room(id),
        None => board.catalogue.rooms.iter().find(active),
    };
    let room = room.ok_or(Error::NotFound)?.clone();
    let lang = here.lang();
    let name = room.name_in(lang);
    let title = format!("{name}{}{}", lang.pick(" ", ", "), dates::days(lang, monday, sunday, here.today()));
    let frame = here.frame(Some(StaffTab::Timetable), waiting);
    Ok(answer(StatusCode::OK, frame.page(&title, Width::Wide, view(&here, &board, &room, monday))))
}

fn view(here: &Here, board: &Board, room: &Room, monday: NaiveDate) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let lanes: Vec<Lane> = monday
        .iter_days()
        .take(7)
        .map(|date| Lane {
            name: day_of_week(lang, date, today),
            about: under_day(lang, date, today),
            href: Some(here.href(&format!("/timetable?date={date}"))),
            spans: spans(here, board, room, date),
        })
        .collect();
    let sheet = here.href(&format!("/rooms/{}/week-sheet?week={monday}", room.id));
    let day = here.href(&format!("/timetable?date={}", today.clamp(monday, monday + Duration::days(6))));
    html! {
        (heading(
            html! { (room.name_in(lang)) " " (dates::days(lang, monday, monday + Duration::days(6), today)) },
            "",
            weeks(here, room, monday),
        ))
        (rooms(here, board, room, monday))
        (timetable(lang, &lanes))
        p.row {
            (Button::link(&sheet, lang.pick("打印门上的周表", "Print the week for the door")).icon("print"))
            (Button::link(&day, lang.pick("看一天的所有房间", "A day of all rooms")))
            @if here.decides() { (Button::link(&here.href(&format!("/disruptions/new?room={}", room.id)), lang.pick("停用这间…", "Close this room…"))) }
        }
    }
}

/// 今天 星期二 / Today, Tuesday: the date stands under it.
fn day_of_week(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    let weekday = dates::weekday(lang, chrono::Datelike::weekday(&date));
    match dates::day_name(lang, date, today) {
        Some(name) => format!("{}{}{weekday}", dates::capital(name), lang.pick(" ", ", ")),
        None => weekday.to_owned(),
    }
}

/// 11月24日 十月十六 / 24 November.
fn under_day(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    let (short, label) = (dates::date_short(lang, date, today), days::label(lang, date));
    if label.is_empty() { short } else { format!("{short}{}{label}", lang.pick(" ", ", ")) }
}

fn weeks(here: &Here, room: &Room, monday: NaiveDate) -> Markup {
    let lang = here.lang();
    let to = |monday: NaiveDate| here.href(&format!("/timetable?view=week&room={}&date={monday}", room.id));
    let (before, after) = (to(monday - Duration::days(7)), to(monday + Duration::days(7)));
    pager(
        lang.pick("换一周", "Another week"),
        Some((&before, lang.pick("上一周", "Week before"))),
        Some((&after, lang.pick("下一周", "Week after"))),
        html! {},
    )
}

fn rooms(here: &Here, board: &Board, room: &Room, monday: NaiveDate) -> Markup {
    let lang = here.lang();
    let choices: Vec<Choice> = board
        .catalogue
        .rooms
        .iter()
        .filter(|one| one.active)
        .map(|one| Choice::new(one.id.to_string(), one.name_in(lang)))
        .collect();
    html! {
        form.row.any method="get" action=(here.href("/timetable")) {
            (hidden("view", "week")) (hidden("date", &monday.to_string()))
            (Field::new("room", lang.pick("哪间", "Which room")).label_hidden().value(&room.id.to_string()).select(&choices))
            (Button::submit(lang.pick("看这间", "Show")))
        }
    }
}

/// `/staff/{centre}/rooms/{id}/week-sheet?week=`: A4, big type, for the door. It says no more than everybody may
/// know.
pub(in crate::pages::staff) async fn sheet(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let date = read_date(query.0.get("week")).unwrap_or_else(|| here.today());
    let (who, (monday, sunday)) = (here.clone(), week_of(date));
    let board = state.db.read(move |conn| board::read(conn, &who.centre, monday, sunday, who.now)).await?;
    let room = board.catalogue.room(RoomId(path.1)).ok_or(Error::NotFound)?;
    let lang = here.lang();
    let mut frame = here.frame(Some(StaffTab::Timetable), Waiting::default());
    frame.path = here.href(&format!("/timetable?view=week&room={}&date={monday}", room.id));
    let days = dates::days(lang, monday, sunday, here.today());
    Ok(answer(StatusCode::OK, frame.paper(room.name_in(lang), &days, paper(&here, &board, room, monday))))
}

fn paper(here: &Here, board: &Board, room: &Room, monday: NaiveDate) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    html! {
        h1 { (room.name_in(lang)) }
        table.sheet.door {
            caption.hide { (dates::days(lang, monday, monday + Duration::days(6), today)) }
            @for day in week_sheet(lang, board, room, monday) {
                tr {
                    th scope="row" { p.big { (dates::weekday(lang, chrono::Datelike::weekday(&day.date))) } p { (dates::date_short(lang, day.date, today)) } }
                    td { (of_day(lang, &day)) }
                }
            }
        }
        p {
            (lang.pick("要用这间，请到前台或打电话：", "To use this room, ask at the desk or call "))
            @if !here.centre.phone.is_empty() { (say::phone(&here.centre.phone)) }
        }
        p { (lang.pick("打印于 ", "Printed ")) (dates::date_long(lang, today)) }
    }
}

fn of_day(lang: Lang, day: &SheetDay) -> Markup {
    html! {
        @if day.lines.is_empty() { p.big { (if day.open { lang.pick("没有安排", "Nothing booked") } else { lang.pick("不开放", "Closed") }) } }
        @for line in &day.lines {
            p.big {
                strong { (dates::clock_times(line.part.from(), line.part.to())) } " "
                @if line.closed { (lang.pick("停用 ", "Closed: ")) (line.name) }
                @else if line.kept { (lang.pick("保留", "Kept")) }
                @else if line.name.is_empty() { (lang.pick("占用", "Taken")) }
                @else { (line.name) }
                @if !line.of.is_empty() { (lang.pick(format!("（{}）", line.of), format!(" ({})", line.of))) }
            }
        }
    }
}
