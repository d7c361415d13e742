//! What can be done with one block of the timetable, each by one link in words: book, use or close what is free; see,
//! move, take back, cancel or close what somebody has.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::disruptions::{closing, own_use};
use super::super::here::Here;
use crate::base::lang::dates;
use crate::base::time::{DaySpan, Minute, Span};
use crate::base::web::form::Fields;
use crate::domain::bookings::BookingId;
use crate::domain::bookings::board::{Board, usual_span};
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{Room, RoomId};
use crate::pages::parts::{Button, nb};

/// The block that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picked {
    Booking(BookingId),
    Free(RoomId, DaySpan),
}

/// To the day with the ways for a booking.
pub(super) fn booking(here: &Here, date: NaiveDate, id: BookingId) -> String {
    here.href(&format!("/timetable?date={date}&booking={id}#picked"))
}

/// To the day with the ways for a free span.
pub(super) fn free(here: &Here, room: &Room, date: NaiveDate, span: DaySpan) -> Option<String> {
    usual_span(room, span)?;
    let (from, to) = (span.from().iso(), span.to().iso());
    Some(here.href(&format!("/timetable?date={date}&room={}&from={from}&to={to}#picked", room.id)))
}

pub(super) fn read(query: &Fields) -> Option<Picked> {
    if let Ok(id) = query.get("booking").parse() {
        return Some(Picked::Booking(BookingId(id)));
    }
    let part = DaySpan::new(Minute::parse(query.get("from"))?, Minute::parse(query.get("to"))?)?;
    Some(Picked::Free(RoomId(query.get("room").parse().ok()?), part))
}

/// The ways, in a card above the day; nothing where the block is gone by now.
pub(super) fn ways(here: &Here, board: &Board, date: NaiveDate, picked: Picked) -> Markup {
    let lang = here.lang();
    let back = here.href(&format!("/timetable?date={date}"));
    let close = html! { (Button::link(&back, lang.pick("收起", "Put away")).plain()) };
    match picked {
        Picked::Booking(id) => {
            let entry = board.taken.iter().find(|one| one.taker == Taker::Booking(id));
            let Some((entry, room)) = entry.and_then(|one| Some((one, board.catalogue.room(one.room)?)))
            else {
                return html! {};
            };
            let page = here.href(&format!("/bookings/{id}"));
            let (move_it, cancel) = (format!("{page}?open=move#move"), format!("{page}?open=cancel#cancel"));
            let (own, shut) = (own_use(here, room.id, entry.span), closing(here, room.id, date, None));
            let coming = entry.span.start() > board.now;
            let title = html! {
                (nb(dates::span_times(lang, entry.span))) " " (nb(room.name_in(lang))) (lang.pick("：", ": ")) (entry.name_in(lang))
            };
            card(
                title,
                html! {
                    (Button::link(&page, lang.pick("看这次预约", "See the booking")).main())
                    @if coming && !entry.held { (Button::link(&move_it, lang.pick("改时间、场地、人数…", "Move it…"))) }
                    @if here.decides() { (Button::link(&own, lang.pick("中心要用，请他们让出来…", "The centre needs it…"))) }
                    @if coming && !entry.held { (Button::link(&cancel, lang.pick("替队伍取消…", "Cancel for the troupe…"))) }
                    @if here.decides() { (Button::link(&shut, lang.pick("停用这间…", "Close the room…"))) }
                    (close)
                },
            )
        }
        Picked::Free(room, part) => {
            let Some(room) = board.catalogue.room(room) else { return html! {} };
            let span = Span::on(date, part);
            let usual = usual_span(room, part).unwrap_or(part);
            let book = here.href(&format!(
                "/bookings/new?room={}&date={date}&from={}&to={}",
                room.id,
                usual.from().iso(),
                usual.to().iso(),
            ));
            let own = own_use(here, room.id, span);
            let shut = closing(here, room.id, date, Some(part));
            let title = html! {
                (nb(dates::span_times(lang, span))) " " (nb(room.name_in(lang))) (lang.pick("：空闲", ": free"))
            };
            card(
                title,
                html! {
                    (Button::link(&book, lang.pick("替队伍预约", "Book it for a troupe")).main())
                    @if here.decides() {
                        (Button::link(&own, lang.pick("中心自己用…", "The centre uses it…")))
                        (Button::link(&shut, lang.pick("停用这段时间…", "Close it for this time…")))
                    }
                    (close)
                },
            )
        }
    }
}

fn card(title: Markup, ways: Markup) -> Markup {
    html! {
        section.card.flow #picked {
            h2 { (title) }
            div.row { (ways) }
        }
    }
}
