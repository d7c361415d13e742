//! `/my/bookings/{id}/slip`: 预约凭条, to print in large type and show at the desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::{At, html as answer, shown};
use super::booked;
use crate::base::error::Result;
use crate::base::lang::{dates, words};
use crate::base::web::State;
use crate::domain::bookings::Booked;
use crate::pages::parts::door::Leader;
use crate::pages::parts::{Frame, Tab, nb, say, state};

pub async fn show(server: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booked) = booked(&server, &leader, &id).await?;
    let mut frame = at.frame(&leader, Tab::Mine);
    frame.path = format!("/my/bookings/{}", booked.booking.id);
    let today = at.centre.zone.today(at.now);
    Ok(answer(StatusCode::OK, slip(&frame, &at, &booked, today)))
}

fn slip(frame: &Frame, at: &At, booked: &Booked, today: NaiveDate) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("预约凭条", "Booking slip");
    let booking = &booked.booking;
    let number = lang.pick(format!("第{}号", booking.id), format!("No. {}", booking.id));
    let Ok(span) = booking.span() else { return html! {} };
    let times = nb(dates::span_times(lang, span));
    frame.paper(
        title,
        &number,
        html! {
            h1 { (title) }
            p.big { strong { (nb(dates::date_long(lang, span.date()))) " " (nb(dates::weekday(lang, booking.starts_at.weekday()))) } }
            p.big { strong { (times) } }
            p.big { strong { (booked.room.name_in(lang)) } (lang.pick("，", ", ")) (shown::floor(lang, booked.room.floor)) }
            p.big { (booked.troupe.name_in(lang)) (lang.pick("，", ", ")) (words::people(lang, booking.size.into())) }
            p.big { (booking.purpose) }
            p.big { (state(lang, &at.badge(lang, booking, None))) }
            p {
                (at.centre.name_in(lang)) (lang.pick("，", ", ")) (at.centre.address_in(lang))
                @if !at.centre.phone.is_empty() { (lang.pick("，电话 ", ", phone ")) (say::phone(&at.centre.phone)) }
            }
            p {
                (lang.pick("来不了，请提前一天打电话或在网上取消。打印于 ", "If you cannot come, please cancel a day before. Printed "))
                (nb(dates::date_long(lang, today)))
            }
        },
    )
}
