//! `/my/bookings/{id}/slip`: 预约凭条, to print in large type and show at the desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::{Markup, html};

use super::super::html as answer;
use super::booked;
use crate::base::error::Result;
use crate::base::web::State;
use crate::pages::parts::booking_slip::BookingSlip;
use crate::pages::parts::door::Leader;
use crate::pages::parts::{Frame, StateBadge, Tab, nb, say, state};

pub async fn show(server: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, booked) = booked(&server, &leader, &id).await?;
    let mut frame = at.frame(&leader, Tab::Mine);
    frame.path = format!("/my/bookings/{}", booked.booking.id);
    let lang = frame.look.lang;
    let slip = BookingSlip::of(lang, &at.centre, &booked, at.now)?;
    let badge = at.badge(lang, &booked.booking, None);
    Ok(answer(StatusCode::OK, paper(&frame, &slip, &badge)))
}

fn paper(frame: &Frame, slip: &BookingSlip, badge: &StateBadge) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("预约凭条", "Booking slip");
    let number = lang.pick(format!("第{}号", slip.booking), format!("No. {}", slip.booking));
    frame.paper(
        title,
        &number,
        html! {
            h1 { (title) }
            p.big { strong { (nb(&slip.date)) " " (nb(&slip.weekday)) } }
            p.big { strong { (nb(&slip.times)) } }
            p.big { strong { (slip.room) } (lang.pick("，", ", ")) (slip.floor) }
            p.big { (slip.troupe) (lang.pick("，", ", ")) (slip.people) }
            p.big { (slip.purpose) }
            p.big { (state(lang, badge)) }
            p {
                (slip.centre) (lang.pick("，", ", ")) (slip.address)
                @if !slip.phone.is_empty() { (lang.pick("，电话 ", ", phone ")) (say::phone(&slip.phone)) }
            }
            p {
                (lang.pick("来不了，请提前一天打电话或在网上取消。打印于 ", "If you cannot come, please cancel a day before. Printed "))
                (nb(&slip.printed_on))
            }
        },
    )
}
