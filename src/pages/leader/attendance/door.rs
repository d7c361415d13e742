//! The +1 counter of the troupe's own booking.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::html;

use super::super::{At, html as answer, see_other};
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::attendance::checking_in::{Pressed, close as close_door, press as count};
use crate::domain::attendance::reporting::Filed;
use crate::domain::attendance::{Effect, Of, Reported, store};
use crate::domain::bookings::BookingId;
use crate::domain::people::Acting;
use crate::pages::leader::booking::booked;
use crate::pages::parts::attendance::Counter;
use crate::pages::parts::counting::{delivered, presses};
use crate::pages::parts::door::Leader;
use crate::pages::parts::{Tab, Tone, Width, crumbs, remark, say};

pub async fn show(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let (at, id) = own(&state, &leader, &id).await?;
    page(&state, &leader, at, id, query.0.get("just"), StatusCode::OK).await
}

async fn own(state: &State, leader: &Leader, id: &str) -> Result<(At, BookingId)> {
    let (at, booked) = booked(state, leader, id).await?;
    Ok((at, booked.booking.id))
}

async fn page(
    state: &State,
    leader: &Leader,
    at: At,
    id: BookingId,
    just: &str,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (centre, of) = (at.centre.id, Of::Booking(id));
    let (held, reported, count) = state
        .db
        .read(move |conn| {
            let held = store::held(conn, centre, of)?;
            Ok((held, Reported(store::of(conn, of)?), store::counted(conn, of)?))
        })
        .await?;
    let lang = leader.visitor.lang();
    let title = lang.pick("门口计数", "At the door");
    let base = format!("/my/bookings/{id}");
    let key = random_token();
    let counter = Counter { lang, base: &base, count, key: &key, reported: reported.visits() };
    let said = match just {
        "closed" => remark(Tone::Jade, lang.pick("上报好了，谢谢您。", "Reported, thank you.")),
        "differs" => remark(
            Tone::Amber,
            lang.pick(
                "和已有的数不一样。两个都留着，工作人员会来核对。",
                "It differs from the number that is known. Both are kept; the staff will ask.",
            ),
        ),
        "nobody" => remark(
            Tone::Amber,
            lang.pick(
                "还没有数到人。真的没人来，请在“到场人数”里报0。",
                "Nobody is counted yet. If nobody came, report 0 under “How many came”.",
            ),
        ),
        "early" => remark(
            Tone::Amber,
            lang.pick("还早：开始前3小时才能数。", "Too early: the door opens 3 hours before the start."),
        ),
        _ => html! {},
    };
    let today = at.centre.zone.today(at.now);
    let main = html! {
        (crumbs(lang.pick("位置", "Way"), &[(&base, lang.pick("这次预约", "The booking"))], title))
        h1 { (title) }
        p.quiet {
            @if let Ok(span) = Span::new(held.starts_at, held.ends_at) { (say::span(lang, span, today)) " " }
            (held.place_in(lang))
        }
        (said)
        (counter.render())
    };
    Ok(answer(status, at.frame(leader, Tab::Mine).page(title, Width::Tight, main)))
}

pub async fn press(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (at, id) = own(&state, &leader, &id).await?;
    let presses = presses(&fields, at.now)?;
    let (here, person) = (at.clone(), Some(leader.person.id));
    let pressed = state.db.write_again(move |conn| {
        count(conn, Acting { centre: &here.centre, person, now: here.now }, Of::Booking(id), &presses)
    });
    match (pressed.await?, fields.has("script")) {
        (Pressed::Counted(count), true) => Ok(HttpResponse::Ok().json(delivered(count))),
        (Pressed::Counted(_), false) => Ok(see_other(&format!("/my/bookings/{id}/counter"))),
        (Pressed::NotYet, _) => page(&state, &leader, at, id, "early", StatusCode::CONFLICT).await,
    }
}

pub async fn close(state: Data<State>, leader: Leader, id: Path<String>) -> Result<HttpResponse> {
    let (at, id) = own(&state, &leader, &id).await?;
    let (here, person) = (at.clone(), Some(leader.person.id));
    let filed = state.db.write_again(move |conn| {
        close_door(conn, Acting { centre: &here.centre, person, now: here.now }, Of::Booking(id))
    });
    let just = match filed.await? {
        Some(Filed::Done(_, Effect::Waits)) => "differs",
        Some(Filed::Done(..)) => "closed",
        Some(Filed::NotYet(_)) => return page(&state, &leader, at, id, "early", StatusCode::CONFLICT).await,
        Some(Filed::Meanwhile(_) | Filed::NoSuchHour) => return Err(Error::Again),
        None => "nobody",
    };
    Ok(see_other(&format!("/my/bookings/{id}/counter?just={just}")))
}
