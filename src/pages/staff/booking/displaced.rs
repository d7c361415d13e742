//! A booking that the centre took away, or may have to: what is kept for it, and the way to ask a troupe to give
//! way; and answering for a leader who calls, also about what was offered and is not kept.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::here::{Here, to};
use super::{Answer, Form, Shown, show};
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::time::Span;
use crate::base::web::State as App;
use crate::base::web::form::Fields;
use crate::domain::bookings::answering::{Answered, take};
use crate::domain::bookings::exchanging::decline;
use crate::domain::bookings::store::{self, OfferedAlternative};
use crate::domain::bookings::{AlternativeId, BookingId, State};
use crate::domain::rooms::Room;
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, hidden, say};
use crate::pages::staff::disruptions::{closing, own_use};

/// `POST …/alternative`: what the leader said on the telephone; `alternative`, or `decline`.
pub(super) async fn answer(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let (who, chosen) = (here.clone(), fields.get("alternative").parse().ok().map(AlternativeId));
    let declines = fields.has("decline");
    let answered = state
        .db
        .write_again(move |conn| {
            store::booked(conn, who.centre.id, id)?;
            if declines {
                return decline(conn, who.acting(), id).map(|_| None);
            }
            let chosen = chosen.ok_or_else(|| Error::BadRequest("no alternative is named".into()))?;
            match store::alternative(conn, chosen)?.booking_id == id {
                true => take(conn, who.acting(), chosen).map(Some),
                false => Err(Error::NotFound),
            }
        })
        .await?;
    state.outbox.notify_one();
    match answered {
        None | Some(Answered::AlreadyOver(None)) => Ok(to(&here.href(&format!("/bookings/{id}")))),
        Some(Answered::Done(new)) => Ok(to(&here.href(&format!("/bookings/{}?just=done", new.id)))),
        Some(Answered::AlreadyOver(Some(new))) => {
            Ok(to(&here.href(&format!("/bookings/{}?just=repeated", new.id))))
        }
        Some(Answered::Gone { clashes, refusal, .. }) => {
            let answer = refusal.map_or(Answer::Taken(clashes), Answer::Refused);
            show(here, &state, id, Form { answer, ..Form::default() }).await
        }
    }
}

/// What the centre did to it, and what is kept for it.
pub(super) fn section(here: &Here, shown: &Shown, disruption: i64) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/disruptions/{disruption}"));
    let booking = &shown.booked().booking;
    let held: Vec<&(OfferedAlternative, Room)> = shown
        .offered
        .iter()
        .filter(|(one, _)| one.taken_as.is_none() && one.held_until.is_some_and(|until| until > here.now))
        .collect();
    html! {
        p { (Button::link(&href, lang.pick("看中心那次停用或收回", "What the centre did"))) }
        @if let Some(new) = shown.replaced_by {
            p { (lang.pick("已经换成：", "Taken instead: ")) a href=(here.href(&format!("/bookings/{new}"))) { (lang.pick("看换成的那次", "the other booking")) } }
        } @else if booking.state == State::Displaced {
            @if held.is_empty() {
                p.quiet { (lang.pick("没有替它留着的时间了；要换，请替队伍另约。", "Nothing is kept for it any longer; book another time for the troupe.")) }
            } @else {
                h2 { (lang.pick("替它留着，队长来电就替他定", "Kept for it: answer for a leader who calls")) }
                @for (one, room) in held { (take_for_them(here, one, room)) }
                form method="post" action=(here.href(&format!("/bookings/{}/alternative", booking.id))) {
                    (hidden("decline", "1"))
                    (Button::submit(lang.pick("他都不要，放开", "They want none: free them")))
                }
            }
        }
    }
}

/// One of what was offered, with the button by which staff take or ask for it on the troupe's behalf.
pub(in crate::pages::staff) fn take_for_them(here: &Here, one: &OfferedAlternative, room: &Room) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Ok(span) = Span::new(one.starts_at, one.ends_at) else { return html! {} };
    let until = one.held_until.map(|at| dates::until(lang, here.centre.zone.wall(at), today));
    let act = match until {
        Some(_) => lang.pick("替队长定这个", "Take this for them"),
        None => lang.pick("替队长申请这个", "Ask for this on their behalf"),
    };
    let of = format!("{}{} {}", lang.pick("：", ": "), dates::span(lang, span, today), room.name_in(lang));
    html! {
        form.card.row.apart method="post" action=(here.href(&format!("/bookings/{}/alternative", one.booking_id))) {
            (hidden("alternative", &one.id.to_string()))
            p {
                strong { (say::span(lang, span, today)) " " (room.name_in(lang)) }
                @if let Some(until) = until {
                    br; span.quiet { (lang.pick(format!("留到{until}"), format!("Kept until {until}"))) }
                }
            }
            (Button::submit(act).of(&of))
        }
    }
}

/// The way to ask its troupe to give way.
pub(super) fn way(here: &Here, shown: &Shown) -> Markup {
    let lang = here.lang();
    let booked = shown.booked();
    let booking = &booked.booking;
    let over = booking.ends_at <= here.centre.zone.wall(here.now);
    if !here.decides() || booking.state != State::Approved || over {
        return html! {};
    }
    let Ok(span) = booking.span() else { return html! {} };
    let (own, close) =
        (own_use(here, booked.room.id, span), closing(here, booked.room.id, span.date(), None));
    html! {
        p.row {
            (Button::link(&own, lang.pick("中心要用，请他们让出来…", "The centre needs it…")))
            (Button::link(&close, lang.pick("停用这间…", "Close the room…")))
        }
    }
}
