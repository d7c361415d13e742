//! The +1 counter at the door, for a booking or a session. Every press has a key of its own and is counted once, however
//! often it arrives; a device without network keeps its presses and sends them later.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::one::subject;
use crate::base::error::Result;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::attendance::checking_in::{Pressed, close as close_door, press as count};
use crate::domain::attendance::reporting::Filed;
use crate::domain::attendance::{Effect, Held, Of, Reported, store, words};
use crate::pages::parts::attendance::Counter;
use crate::pages::parts::counting::{delivered, presses};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Tone, Width, crumbs, notice, remark};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, String)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let just = query.0.get("just").to_owned();
    show(Here::desk(door, &state), &state, subject(&path.1)?, &just, StatusCode::OK).await
}

async fn show(here: Here, state: &State, of: Of, just: &str, status: StatusCode) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let (held, reported, count, waiting) = state
        .db
        .read(move |conn| {
            let held = store::held(conn, centre, of)?;
            let reported = Reported(store::of(conn, of)?);
            Ok((held, reported, store::counted(conn, of)?, Waiting::read(conn, centre)?))
        })
        .await?;
    let lang = here.lang();
    let title = lang.pick("门口计数", "At the door");
    let frame = here.frame(Some(StaffTab::Attendance), waiting);
    let base = here.href(&format!("/attendance/{}", of.key()));
    let key = random_token();
    let counter = Counter { lang, base: &base, count, key: &key, reported: reported.visits() };
    let main = html! {
        (head(&here, &held, &base, title))
        (said(&here, just, &reported))
        (counter.render())
    };
    Ok(answer(status, frame.page(title, Width::Tight, main)))
}

fn head(here: &Here, held: &Held, base: &str, title: &str) -> Markup {
    let lang = here.lang();
    let span = crate::base::time::Span::new(held.starts_at, held.ends_at);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(base, held.name_in(lang))], title))
        h1 { (held.name_in(lang)) }
        p.quiet {
            @if let Ok(span) = span { (crate::pages::parts::say::span(lang, span, here.today())) " " }
            (held.place_in(lang))
        }
    }
}

fn said(here: &Here, just: &str, reported: &Reported) -> Markup {
    let lang = here.lang();
    match just {
        "closed" => remark(Tone::Jade, lang.pick("上报好了。", "Reported.")),
        "differs" => notice(
            Tone::Amber,
            lang.pick("和已有的数不一样", "It differs from the number that is known"),
            html! { p {
                (lang.pick(
                    format!("已经有一个数：{}。两个数都留着，请在“报到场人数”里选一个。", words::visits(lang, reported.visits())),
                    format!("There is one already: {}. Both are kept; choose one under “How many came”.", words::visits(lang, reported.visits())),
                ))
            } },
        ),
        "nobody" => remark(
            Tone::Amber,
            lang.pick(
                "还没有数到人。真的没人来，请到那天的表里填0。",
                "Nobody is counted yet. If nobody came, enter 0 on that day’s sheet.",
            ),
        ),
        "early" => remark(
            Tone::Amber,
            lang.pick("还早：开始前3小时才能数。", "Too early: the door opens 3 hours before the start."),
        ),
        _ => html! {},
    }
}

/// Presses, one from a form or many from the script.
pub(super) async fn press(
    door: Desk,
    path: web::Path<(String, String)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, of) = (Here::desk(door, &state), subject(&path.1)?);
    let presses = presses(&fields, here.now)?;
    let who = here.clone();
    let pressed = state.db.write_again(move |conn| count(conn, who.acting(), of, &presses)).await?;
    match (pressed, fields.has("script")) {
        (Pressed::Counted(count), true) => Ok(HttpResponse::Ok().json(delivered(count))),
        (Pressed::Counted(_), false) => Ok(to(&here.href(&format!("/attendance/{}/counter", of.key())))),
        (Pressed::NotYet, _) => show(here, &state, of, "early", StatusCode::CONFLICT).await,
    }
}

/// What was counted becomes a report.
pub(super) async fn close(
    door: Desk,
    path: web::Path<(String, String)>,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, of) = (Here::desk(door, &state), subject(&path.1)?);
    let who = here.clone();
    let filed = state.db.write_again(move |conn| close_door(conn, who.acting(), of)).await?;
    let just = match filed {
        Some(Filed::Done(_, Effect::Waits)) => "differs",
        Some(Filed::Done(..)) => "closed",
        Some(Filed::NotYet(_) | Filed::Meanwhile(_) | Filed::NoSuchHour) => {
            return show(here, &state, of, "early", StatusCode::CONFLICT).await;
        }
        None => "nobody",
    };
    Ok(to(&here.href(&format!("/attendance/{}/counter?just={just}", of.key()))))
}
