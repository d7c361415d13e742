//! `/staff/{centre}/timetable?date=`: a day of all rooms, and with `view=week&room=` a week of one; every free span
//! and every booking leads to what can be done with it, in words, above the day.

mod picked;
mod week;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Here, Waiting, page as answer};
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::{DaySpan, read_date};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::bookings::board::{self, Board, Entry, What};
use crate::domain::centres::either;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{Access, Room, RoomId};
use crate::pages::parts::door::Desk;
use crate::pages::parts::pager::{self, heading};
use crate::pages::parts::timetable::{Cell, Kind, Lane, timetable};
use crate::pages::parts::week_sheet::beside;
use crate::pages::parts::{Button, StaffTab, Width, empty, say};

pub(super) use week::sheet;

use picked::Picked;

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let date = read_date(query.0.get("date")).unwrap_or_else(|| here.today());
    if query.0.get("view") == "week" {
        return week::page(here, &state, query.0.get("room").parse().ok().map(RoomId), date).await;
    }
    let who = here.clone();
    let (board, waiting) = state
        .db
        .read(move |conn| {
            let board = board::read(conn, &who.centre, date, date, who.now)?;
            Ok((board, Waiting::read(conn, who.centre.id)?))
        })
        .await?;
    let lang = here.lang();
    let title = format!("{}{}", lang.pick("时间表 ", "Timetable, "), dates::date(lang, date, here.today()));
    let frame = here.frame(Some(StaffTab::Timetable), waiting);
    let picked = picked::read(&query.0);
    Ok(answer(StatusCode::OK, frame.page(&title, Width::Wide, view(&here, &board, date, picked))))
}

fn view(here: &Here, board: &Board, date: NaiveDate, picked: Option<Picked>) -> Markup {
    let lang = here.lang();
    let lanes: Vec<Lane> = board
        .catalogue
        .rooms
        .iter()
        .filter(|room| room.active)
        .map(|room| lane(here, board, room, date))
        .collect();
    let open = lanes.iter().any(|lane| lane.spans.iter().any(|cell| cell.kind != Kind::Shut));
    html! {
        (head(here, board, date, lanes.len()))
        @if open {
            @if let Some(picked) = picked { (picked::ways(here, board, date, picked)) }
            (timetable(lang, &lanes))
            (ways(here))
            p.quiet { (lang.pick("点空闲的地方，可以替队伍预约、中心自己用、停用；点一项预约，可以改、请队伍让出来、取消；点房间名看它一周。", "Press a free span to book it for a troupe, to use it or to close it; a booking to move it, take it back or cancel it; a room’s name to see its week.")) }
        } @else {
            (empty("clock", lang.pick("这天不开放", "Not open that day"), html! {
                p { (Button::link(&here.href("/timetable"), lang.pick("回到今天", "Back to today"))) }
            }))
        }
    }
}

/// What else is done from here.
fn ways(here: &Here) -> Markup {
    let lang = here.lang();
    html! {
        p.row {
            (Button::link(&here.href("/disruptions"), lang.pick("停用和让出", "Closures and giving way")))
            (Button::link(&here.href("/faults"), lang.pick("报告故障", "Report a fault")).icon("warn"))
        }
    }
}

fn head(here: &Here, board: &Board, date: NaiveDate, rooms: usize) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let weekday = chrono::Datelike::weekday(&date).number_from_monday() as i32;
    let special = board.catalogue.hours.special.iter().find(|day| day.room.is_none() && day.date == date);
    let hours = special.map_or_else(|| board.catalogue.hours.of_centre(weekday), |day| day.spans.clone());
    let hours: Vec<String> = hours.iter().map(|span| dates::times(lang, span.from(), span.to())).collect();
    let hours = hours.join(lang.pick("、", ", "));
    let reason = special.map(|day| day.reason_in(lang)).unwrap_or_default();
    let under = match (hours.is_empty(), lang) {
        (true, Lang::Zh) => format!("{rooms}间，这天不开放 {reason}"),
        (true, Lang::En) => format!("{}, closed {reason}", words::count(rooms as i64, "room", "rooms")),
        (false, Lang::Zh) => format!("{rooms}间，开放{hours} {reason}"),
        (false, Lang::En) => {
            format!("{}, open {hours} {reason}", words::count(rooms as i64, "room", "rooms"))
        }
    };
    heading(
        say::day_and_date(lang, date, today),
        under.trim(),
        pager::days(lang, &here.href("/timetable"), date, today, NaiveDate::MIN),
    )
}

fn lane(here: &Here, board: &Board, room: &Room, date: NaiveDate) -> Lane {
    let lang = here.lang();
    let spans = spans(here, board, room, date);
    let floor = floor_name(lang, room.floor);
    let capacity = match room.access {
        Access::DropIn => room.access.name(lang).to_owned(),
        _ => words::people(lang, room.capacity.into()),
    };
    let about = lang.pick(format!("{floor}，{capacity}"), format!("{floor}, {capacity}"));
    let week = here.href(&format!("/timetable?view=week&room={}&date={date}", room.id));
    Lane { name: room.name_in(lang).to_owned(), about, href: Some(week), spans }
}

/// A room's day.
fn spans(here: &Here, board: &Board, room: &Room, date: NaiveDate) -> Vec<Cell> {
    let lang = here.lang();
    let mut spans: Vec<Cell> = board
        .day_of(room, date)
        .into_iter()
        .map(|stretch| cell(here, board, room, date, stretch.span, stretch.what))
        .collect();
    // A request for the hall stands in the hall's lane alone: in those of its halves too it would crowd them.
    let asked = board.asked_in(room.id, date).filter(|asked| asked.room.id == room.id);
    spans.extend(asked.filter_map(|asked| {
        let span = asked.booking.span().ok()?.within_day();
        let title = asked.troupe.name_in(lang).to_owned();
        let href = Some(here.href(&format!("/bookings/{}", asked.booking.id)));
        Some(Cell { from: span.from(), to: span.to(), kind: Kind::Waiting, title, href })
    }));
    spans
}

fn cell(here: &Here, board: &Board, room: &Room, date: NaiveDate, span: DaySpan, what: What) -> Cell {
    let lang = here.lang();
    let (kind, title, href) = match what {
        What::Free if room.access == Access::DropIn => (Kind::DropIn, String::new(), None),
        What::Free => (Kind::Open, String::new(), picked::free(here, room, date, span)),
        What::Gone => (Kind::Shut, lang.pick("空过", "Unused").to_owned(), None),
        What::Between => (Kind::Shut, lang.pick("整理", "Getting ready").to_owned(), None),
        What::Closed(zh, en) => {
            (Kind::Closed, either(lang, zh, en).to_owned(), Some(here.href("/disruptions")))
        }
        What::Taken(entry) => taken(here, board, room, entry),
    };
    Cell { from: span.from(), to: span.to(), kind, title, href }
}

fn taken(here: &Here, board: &Board, room: &Room, entry: &Entry) -> (Kind, String, Option<String>) {
    let lang = here.lang();
    let mut title = match board.catalogue.room(entry.room) {
        Some(of) => with_room(lang, entry.name_in(lang), room, of),
        None => entry.name_in(lang).to_owned(),
    };
    if entry.draft {
        title.push_str(lang.pick("（草稿）", " (draft)"));
    }
    match entry.taker {
        Taker::Booking(id) => {
            let kind = if entry.held { Kind::Held } else { Kind::Troupe };
            (kind, title, Some(picked::booking(here, entry.span.date(), id)))
        }
        Taker::Alternative(_) => (Kind::Held, title, None),
        Taker::Session(_) => {
            (Kind::Session, title, entry.activity.map(|id| here.href(&format!("/activities/{id}"))))
        }
    }
}

/// 红歌协会（多功能厅） in the lane of one of the hall's halves.
fn with_room(lang: Lang, name: &str, lane: &Room, of: &Room) -> String {
    if lane.id == of.id {
        return name.to_owned();
    }
    let room = beside(lang, lane, of);
    lang.pick(format!("{name}（{room}）"), format!("{name} ({room})"))
}

/// 二楼 / 2nd floor.
fn floor_name(lang: Lang, floor: i32) -> String {
    const ZH: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match (lang, usize::try_from(floor - 1).ok().and_then(|at| ZH.get(at))) {
        (Lang::Zh, Some(number)) => format!("{number}楼"),
        (Lang::Zh, None) if floor <= 0 => format!("地下{}层", 1 - floor),
        (Lang::Zh, None) => format!("{floor}楼"),
        (Lang::En, _) if floor <= 0 => "Basement".into(),
        (Lang::En, _) => format!("Floor {floor}"),
    }
}
