//! The dates of a series as they stand, with what can be done about each.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::{Wall, Zone};
use crate::domain::bookings::series::{Dated, Series, words};
use crate::domain::bookings::{Booking, BookingId};
use crate::domain::rooms::Room;
use crate::pages::parts::{Button, StateBadge, hidden, mark, state, tile_line};

/// Everything the list needs.
pub struct List<'a> {
    pub lang: Lang,
    pub series: &'a Series,
    pub room: &'a Room,
    pub dates: &'a [Dated],
    /// The place of each that waits.
    pub places: &'a HashMap<BookingId, usize>,
    pub zone: Zone,
    pub now: Wall,
    /// Where a booking's page is: `/my/bookings`.
    pub bookings: &'a str,
    /// Where the series' acts are sent: `/my/series/3`.
    pub here: &'a str,
    /// Whoever looks may give it another time or room.
    pub may_change: bool,
}

impl List<'_> {
    pub fn render(&self, these: &[&Dated]) -> Markup {
        html! { ol.card.plainlist { @for date in these { li.flow { (self.row(date)) } } } }
    }

    /// What is to come, and what is past.
    pub fn parted(&self) -> (Vec<&Dated>, Vec<&Dated>) {
        self.dates.iter().partition(|date| date.begins(self.series) > self.now)
    }

    fn badge(&self, booking: &Booking) -> StateBadge {
        let place = self.places.get(&booking.id).copied();
        StateBadge::of(self.lang, self.zone, self.now, booking, place)
    }

    fn row(&self, date: &Dated) -> Markup {
        let (lang, today) = (self.lang, self.now.date());
        let begins = date.begins(self.series).date();
        html! {
            div.row.apart {
                (tile_line(lang, begins, today, ""))
                @match &date.booked {
                    Some(booked) => (state(lang, &self.badge(&booked.booking))),
                    None => (mark("off", lang.pick("跳过", "Left out"))),
                }
            }
            @if let Some(other) = self.other(date) { p { (other) } }
            @if let (None, Some(why)) = (&date.booked, &date.exception) {
                p.quiet { (words::why(lang, why.kind, &why.reason)) }
            }
            (self.acts(date, today))
        }
    }

    /// The same for every press until something stands for the date again.
    fn key(&self, date: &Dated) -> String {
        let last = date.booked.as_ref().map_or(0, |booked| booked.booking.id.0);
        format!("back-{}-{}-{last}", self.series.id, date.original)
    }

    /// How it differs from what the series says.
    fn other(&self, date: &Dated) -> Option<String> {
        let lang = self.lang;
        let booked = date.booked.as_ref()?;
        let span = booked.booking.span().ok()?;
        let usual = booked.room.id == self.series.room_id
            && span.within_day().from() == self.series.from_minute
            && span.within_day().to() == self.series.to_minute;
        let put = self.series.usual(date.original);
        let moved = span.date() != put;
        (!usual || moved).then(|| {
            let place = format!("{} {}", dates::span_times(lang, span), booked.room.name_in(lang));
            match moved {
                true => {
                    let from = dates::date_short(lang, put, self.now.date());
                    lang.pick(format!("{place}（原来是{from}）"), format!("{place} (instead of {from})"))
                }
                false => place,
            }
        })
    }

    fn acts(&self, date: &Dated, today: NaiveDate) -> Markup {
        let lang = self.lang;
        let short = dates::date_short(lang, date.day(self.series), today);
        let of = format!("{}{short}", lang.pick("：", ": "));
        // Whatever stood for it elsewhere, it comes back where the series has it.
        let back = dates::date_short(lang, self.series.usual(date.original), today);
        html! {
            @if date.is_to_come(self.now) || date.can_come_back(self.series, self.now) {
                div.row {
                    @if let Some(booked) = date.booked.as_ref().filter(|_| date.is_to_come(self.now)) {
                        @let href = format!("{}/{}", self.bookings, booked.booking.id);
                        (Button::link(&href, lang.pick("看这次", "See this date")).plain().of(&of))
                        @let ask = format!("{}/cancellation?from={}", self.here, date.original);
                        (Button::link(&ask, lang.pick("取消…", "Cancel…")).plain().of(&of))
                    } @else {
                        form method="post" action={ (self.here) "/dates" } {
                            (hidden("date", &date.original.to_string()))
                            (hidden("request_key", &self.key(date)))
                            (Button::submit(&lang.pick(format!("{back}加回来"), format!("Add {back} back"))))
                        }
                    }
                }
            }
        }
    }
}
