//! Deciding, cancelling for the troupe, and adding a date back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::here::{Here, page as answer, to};
use super::super::losers;
use super::{Known, known, page, view};
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::adding_back::{Added, add_back};
use crate::domain::bookings::series::cancelling::cancel;
use crate::domain::bookings::series::deciding::{Chosen, Seen, approve, refuse};
use crate::domain::bookings::series::{Choice, SeriesId};
use crate::domain::bookings::{BookingId, words as say_words};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::series::change::scope as scope_of;
use crate::pages::parts::series::dates::List;
use crate::pages::parts::series::{one as parts, plan};
use crate::pages::parts::{StaffTab, Width, crumbs};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/series/{id}/decision", web::post().to(decide))
        .route("/staff/{centre}/series/{id}/cancellation", web::get().to(confirm))
        .route("/staff/{centre}/series/{id}/cancellation", web::post().to(cancellation))
        .route("/staff/{centre}/series/{id}/dates", web::post().to(back));
}

type Path = web::Path<(String, i64)>;

fn href(here: &Here, id: i64, rest: &str) -> String {
    here.href(&format!("/series/{id}{rest}"))
}

async fn decide(door: Approver, path: Path, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), path.1);
    let seen: Vec<Seen> = fields
        .all("booking")
        .filter_map(|word| word.split_once(':'))
        .filter_map(|(id, version)| Some((BookingId(id.parse().ok()?), version.parse().ok()?)))
        .collect();
    let refusing = fields.get("decision") == "refuse";
    let (reason, why) = (fields.get("reason").trim().to_owned(), fields.get("why").trim().to_owned());
    if refusing && why.is_empty() || reason.chars().count() > 500 || why.chars().count() > 500 {
        let known = known(&here, &state, id).await?;
        let lang = here.lang();
        let news = crate::pages::parts::error_summary(
            lang,
            lang.pick("还没决定", "Not decided yet"),
            &[(
                "why",
                lang.pick(
                    "请写不批准的理由，队伍会看到（最多500字）。",
                    "Write why it is refused: the troupe reads it (500 characters at most).",
                ),
            )],
        );
        return Ok(page(&here, &known, news, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (who, losers) = (here.clone(), losers::read(&fields));
    let outcome = state
        .db
        .write_again(move |conn| {
            let (series, role) = (SeriesId(id), who.role);
            match refusing {
                true => refuse(conn, who.acting(), series, Some(&seen), &why, role),
                false => {
                    let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
                    let chosen = Chosen { dates: Some(seen.clone()), losers: losers.clone() };
                    approve(conn, who.acting(), series, &chosen, reason, role)
                }
            }
        })
        .await?;
    state.outbox.notify_one();
    let done = outcome.granted.len() + outcome.offered.len() + outcome.refused.len();
    if outcome.left.is_empty() && done > 0 {
        return Ok(to(&href(&here, id, "?done=decided")));
    }
    let known = known(&here, &state, id).await?;
    let status = if done > 0 { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok(page(&here, &known, view::outcome(&here, &outcome), status))
}

async fn confirm(door: Desk, path: Path, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let known = known(&here, &state, path.1).await?;
    Ok(ask(&here, &known, &query.0, &Errors::default(), StatusCode::OK))
}

/// Which dates: the buttons name them.
fn ask(here: &Here, known: &Known, fields: &Fields, errors: &Errors, status: StatusCode) -> HttpResponse {
    let lang = here.lang();
    let at = here.href(&format!("/series/{}", known.series.id));
    let bookings = here.href("/bookings");
    let list = List {
        lang,
        series: &known.series,
        room: &known.room,
        dates: &known.dates,
        places: &known.places,
        zone: here.centre.zone,
        now: here.centre.zone.wall(here.now),
        bookings: &bookings,
        here: &at,
        may_change: here.decides(),
    };
    let title = lang.pick("替队伍取消哪几次？", "Cancel which dates for the troupe?");
    let frame = here.frame(Some(StaffTab::Queue), known.waiting);
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&at, &parts::title(lang, &known.series, &known.room))], lang.pick("取消", "Cancel")))
        h1 { (title) }
        (parts::cancelling(&list, fields, errors, Canceller::Staff))
    };
    answer(status, frame.page(title, Width::Normal, body))
}

async fn cancellation(
    door: Desk,
    path: Path,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), path.1);
    let mut reader = Reader::new(&fields, here.lang());
    let must = here.lang().pick("请写谁让取消的、为什么。", "Write who wants it cancelled, and why.");
    let reason = reader.text("reason", 500, must);
    let reason = match (reader.finish(), reason) {
        (Ok(()), Some(reason)) => reason,
        (Err(errors), _) => {
            let known = known(&here, &state, id).await?;
            return Ok(ask(&here, &known, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY));
        }
        (Ok(()), None) => return Err(Error::BadRequest("no reason".into())),
    };
    let (who, scope) = (here.clone(), scope_of(&fields));
    let gone = state
        .db
        .write_again(move |conn| {
            cancel(conn, who.acting(), SeriesId(id), scope, Canceller::Staff, Some(&reason))
        })
        .await?;
    if gone.is_empty() {
        let known = known(&here, &state, id).await?;
        return Ok(page(&here, &known, parts::nothing(here.lang()), StatusCode::CONFLICT));
    }
    state.outbox.notify_one();
    Ok(to(&href(&here, id, "?done=cancelled")))
}

async fn back(door: Desk, path: Path, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), path.1);
    let (lang, today) = (here.lang(), here.today());
    let date = fields.get("date").parse().map_err(|_| Error::BadRequest("no date".into()))?;
    let how = plan::choice(fields.get("how")).unwrap_or(Choice::Take);
    let key: String = fields.get("request_key").chars().take(100).collect();
    let key = if key.is_empty() { random_token() } else { key };
    let who = here.clone();
    let added = state
        .db
        .write_again(move |conn| add_back(conn, who.acting(), SeriesId(id), date, how, &key, true))
        .await?;
    let known = known(&here, &state, id).await?;
    let news: Markup = match &added {
        Added::Done(_) => {
            state.outbox.notify_one();
            return Ok(to(&href(&here, id, "?done=back")));
        }
        Added::NotMissing => parts::nothing(lang),
        Added::Taken { clashes, alternatives } => {
            let there: Vec<String> = clashes.iter().map(|one| say_words::clash(lang, one)).collect();
            let why = format!("{} {}", dates::date(lang, date, today), there.join(lang.pick("、", ", ")));
            parts::not_back(lang, &why, &known.series, date, alternatives, true, today)
        }
        Added::Refused { refusal, alternatives } => {
            let why = say_words::refusal(lang, refusal, today);
            parts::not_back(lang, &why, &known.series, date, alternatives, false, today)
        }
    };
    Ok(page(&here, &known, news, StatusCode::CONFLICT))
}
