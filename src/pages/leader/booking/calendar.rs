//! `/my/bookings/{id}.ics`: a booking for one's own calendar.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use super::booked;
use crate::base::error::{Error, Result};
use crate::base::ical::{self, Event, Site};
use crate::base::lang::words;
use crate::base::mail::links;
use crate::base::web::State;
use crate::domain::bookings::State as BookingState;
use crate::pages::parts::door::Leader;

/// Only what is settled belongs into a calendar: approved, or cancelled again.
pub async fn show(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booked) = booked(&state, &leader, &id).await?;
    let (booking, lang) = (&booked.booking, leader.visitor.lang());
    if !matches!(booking.state, BookingState::Approved | BookingState::Cancelled) {
        return Err(Error::NotFound);
    }
    let comma = lang.pick("，", ", ");
    let event = Event {
        uid: format!("booking-{}", booking.id),
        // The row counts the next object to be sent; this is the last one that was.
        sequence: (booking.sequence - 1).max(0),
        stamp: booking.decided_at.unwrap_or(booking.requested_at),
        span: booking.span()?,
        zone: at.centre.zone,
        summary: format!("{}{}{}", booked.troupe.name_in(lang), lang.pick("：", ": "), booking.purpose),
        location: format!("{}{comma}{}", at.centre.name_in(lang), booked.room.name_in(lang)),
        description: match at.centre.phone.as_str() {
            "" => String::new(),
            phone => format!("{}{}", lang.pick("中心电话：", "The centre’s phone: "), words::phone(phone)),
        },
        organizer: None,
        attendee: None,
        cancelled: booking.state == BookingState::Cancelled,
        url: Some(links::page(format!("/my/bookings/{}", booking.id))),
    };
    let body = ical::published(
        &event,
        &Site { public_url: &state.public_url, sender: "", installation: state.tokens.installation() },
    );
    let name = format!("attachment; filename=\"booking-{}.ics\"", booking.id);
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(body))
}
