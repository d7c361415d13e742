//! 预约凭条: what somebody shows at the desk, in words; for paper and for programs.

use serde::Serialize;
use utoipa::ToSchema;

use super::say;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Instant;
use crate::domain::bookings::{Booked, BookingId, State};
use crate::domain::centres::Centre;

/// What is printed on the slip of a booking, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BookingSlip {
    pub booking: BookingId,
    #[schema(inline)]
    pub status: State,
    #[schema(example = "2026年11月24日")]
    pub date: String,
    #[schema(example = "星期二")]
    pub weekday: String,
    #[schema(example = "上午9:00–11:00")]
    pub times: String,
    pub room: String,
    #[schema(example = "二楼")]
    pub floor: String,
    pub troupe: String,
    #[schema(example = "12人")]
    pub people: String,
    pub purpose: String,
    pub centre: String,
    pub address: String,
    pub phone: String,
    #[schema(example = "2026年11月21日")]
    pub printed_on: String,
}

impl BookingSlip {
    pub fn of(lang: Lang, centre: &Centre, booked: &Booked, now: Instant) -> Result<Self> {
        let booking = &booked.booking;
        let span = booking.span()?;
        Ok(Self {
            booking: booking.id,
            status: booking.state,
            date: dates::date_long(lang, span.date()),
            weekday: dates::weekday(lang, chrono::Datelike::weekday(&span.date())).to_owned(),
            times: dates::span_times(lang, span),
            room: booked.room.name_in(lang).to_owned(),
            floor: say::floor(lang, booked.room.floor),
            troupe: booked.troupe.name_in(lang).to_owned(),
            people: words::people(lang, booking.size.into()),
            purpose: booking.purpose.clone(),
            centre: centre.name_in(lang).to_owned(),
            address: centre.address_in(lang).to_owned(),
            phone: centre.phone.clone(),
            printed_on: dates::date_long(lang, centre.zone.today(now)),
        })
    }
}
