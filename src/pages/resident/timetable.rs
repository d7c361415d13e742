//! `/c/{centre}/timetable?date=`: a day of all rooms as everybody may see it.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::here::{Head, Here, later};
use super::room::{REACH_DAYS, day_of};
use super::said;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::time::DaySpan;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::bookings::board::{self, Board, Entry, What, usual_span};
use crate::domain::centres::either;
use crate::domain::days;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{Access, Room};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::pager::{self, heading};
use crate::pages::parts::timetable::{Cell, Kind, Lane, timetable};
use crate::pages::parts::{Button, Tab, Width, empty, say};

/// A day, and whether its free spans lead to booking them.
struct Day {
    board: Board,
    date: NaiveDate,
    leads: bool,
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn, here: &Here| {
        let (leads, date) = (here.leads(conn)?, day_of(&query, here.today()));
        let board = board::read_taken(conn, &here.centre, date, date, here.now)?;
        Ok(Day { board, date, leads })
    };
    let (here, day) = Here::reading(&state, visitor, &slug, read).await?;
    let (lang, date) = (here.lang(), day.date);
    let (name, on) = (here.centre.name_in(lang), dates::date(lang, date, here.today()));
    let head = Head {
        tab: Some(Tab::Find),
        width: Width::Wide,
        title: &lang.pick(format!("{on}的功能室"), format!("Rooms on {on}")),
        description: &lang.pick(
            format!("{name}{on}各功能室的空闲时间。"),
            format!("When the rooms of {name} are free on {on}."),
        ),
        preview: None,
    };
    Ok(here.answer(&request, head, view(&here, &day)))
}

fn view(here: &Here, day: &Day) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let rooms = day.board.catalogue.rooms.iter().filter(|room| room.active);
    let lanes: Vec<Lane> = rooms.map(|room| lane(here, day, room)).collect();
    let open = lanes.iter().any(|lane| lane.spans.iter().any(|cell| cell.kind != Kind::Shut));
    let to = |date: NaiveDate| here.href(&format!("/timetable?date={date}"));
    let after = to(later(day.date, 1));
    html! {
        (heading(
            say::day_and_date(lang, day.date, today),
            &days::label(lang, day.date),
            pager::days(lang, &here.href("/timetable"), day.date, today, today - Duration::days(REACH_DAYS)),
        ))
        @if open {
            (timetable(lang, &lanes))
        } @else {
            (empty("clock", lang.pick("这天没有可用的时间", "Nothing is open that day any more"), html! {
                p { (Button::link(&after, lang.pick("看后一天", "See the day after")).icon_after("right")) }
            }))
        }
    }
}

fn lane(here: &Here, day: &Day, room: &Room) -> Lane {
    let lang = here.lang();
    let pieces = day.board.day_of(room, day.date);
    Lane {
        name: room.name_in(lang).to_owned(),
        about: said::about_room(lang, room),
        href: Some(here.href(&format!("/rooms/{}?date={}", room.id, day.date))),
        spans: pieces.into_iter().map(|piece| cell(here, day, room, piece.span, piece.what)).collect(),
    }
}

fn cell(here: &Here, day: &Day, room: &Room, span: DaySpan, what: What) -> Cell {
    let lang = here.lang();
    let (kind, title, href) = match what {
        What::Free if room.access == Access::DropIn => (Kind::DropIn, String::new(), None),
        What::Free => (Kind::Open, String::new(), book(here, day, room, span)),
        What::Gone => (Kind::Shut, lang.pick("已过", "Past").to_owned(), None),
        What::Between => (Kind::Shut, lang.pick("整理", "Getting ready").to_owned(), None),
        What::Closed(zh, en) => (Kind::Closed, either(lang, zh, en).to_owned(), None),
        What::Taken(entry) => taken(here, day, room, entry),
    };
    Cell { from: span.from(), to: span.to(), kind, title, href }
}

fn taken(here: &Here, day: &Day, room: &Room, entry: &Entry) -> (Kind, String, Option<String>) {
    let lang = here.lang();
    let Some(name) = entry.public_name(lang) else { return (Kind::Taken, String::new(), None) };
    // 红歌协会（多功能厅） in the lane of one of the hall's halves, and 太极拳（东厅） in the hall's own.
    let of = day.board.catalogue.room(entry.room).filter(|of| of.id != room.id).map(|of| of.name_in(lang));
    let title = match of.map(|of| of.strip_prefix(room.name_in(lang)).unwrap_or(of).trim_matches([',', ' ']))
    {
        Some(of) => lang.pick(format!("{name}（{of}）"), format!("{name} ({of})")),
        None => name.to_owned(),
    };
    match (entry.taker, entry.activity) {
        (Taker::Session(_), Some(id)) => {
            (Kind::Session, title, Some(here.href(&format!("/activities/{id}"))))
        }
        _ => (Kind::Troupe, title, None),
    }
}

fn book(here: &Here, day: &Day, room: &Room, free: DaySpan) -> Option<String> {
    let last = later(here.today(), room.ahead_days.unsigned_abs().into());
    let may = day.leads && room.is_bookable() && day.date <= last;
    let span = usual_span(room, free).filter(|_| may)?;
    let (from, to) = (span.from().iso(), span.to().iso());
    Some(format!("/my/bookings/new?room={}&date={}&from={from}&to={to}", room.id, day.date))
}
