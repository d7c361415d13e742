//! `/my/series/{id}`: one series of my troupe, and giving up one date, all after it, or all.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::{At, html as answer, see_other};
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::adding_back::{Added, add_back};
use crate::domain::bookings::series::cancelling::cancel;
use crate::domain::bookings::series::{ChangeAsked, Choice, Dated, Scope, Series, SeriesId, store};
use crate::domain::bookings::waiting::places_of_dates;
use crate::domain::bookings::{Acting, BookingId, words as say_words};
use crate::domain::centres;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;
use crate::pages::parts::series::change::scope;
use crate::pages::parts::series::dates::List;
use crate::pages::parts::series::{one as view, plan, wish};
use crate::pages::parts::{Button, Tone, Width, crumbs, notice};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/series/{id}", web::get().to(show))
        .route("/my/series/{id}/cancellation", web::get().to(confirm))
        .route("/my/series/{id}/cancellation", web::post().to(cancellation))
        .route("/my/series/{id}/dates", web::post().to(back));
}

/// A series with what its page needs.
pub struct Known {
    pub series: Series,
    pub room: Room,
    pub dates: Vec<Dated>,
    pub places: HashMap<BookingId, usize>,
    /// What staff are to decide about changing it.
    pub wishes: Vec<ChangeAsked>,
}

/// The series and its troupe and centre; not found unless they lead the troupe.
pub async fn known(state: &State, leader: &Leader, id: &str) -> Result<(At, Known)> {
    let id = id.parse().map(SeriesId).map_err(|_| Error::NotFound)?;
    let troupes: Vec<TroupeId> = leader.troupes.iter().map(|troupe| TroupeId(troupe.id)).collect();
    let now = state.now();
    let (known, centre) = state
        .db
        .read(move |conn| {
            let series = store::series_of_troupes(conn, &troupes, id)?;
            let centre = centres::store::by_id(conn, series.centre_id)?;
            let room = rooms::store::room(conn, centre.id, series.room_id)?;
            let dates = store::dates(conn, id)?;
            let wishes = store::wishes::of_dates(conn, centre.id, &dates)?;
            let acting = Acting { centre: &centre, person: None, now };
            let places = places_of_dates(conn, &acting, &dates)?;
            Ok((Known { series, room, dates, places, wishes }, centre))
        })
        .await?;
    let troupe = leader.troupe(known.series.troupe_id.0)?.clone();
    Ok((At { troupe, only: leader.troupes.len() == 1, centre, now: state.now() }, known))
}

async fn show(state: Data<State>, leader: Leader, id: Path<String>, query: Query) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    let lang = leader.visitor.lang();
    let news = view::done(lang, query.0.get("done"));
    Ok(page(&leader, &at, &known, news, StatusCode::OK))
}

pub fn page(leader: &Leader, at: &At, known: &Known, news: Markup, status: StatusCode) -> HttpResponse {
    let lang = leader.visitor.lang();
    let mut frame = at.frame(leader, Tab::Mine);
    frame.path = format!("/my/series/{}", known.series.id);
    let mine = format!("/my?troupe={}", at.troupe.id);
    let title = view::title(lang, &known.series, &known.room);
    let here = format!("/my/series/{}", known.series.id);
    let list = list(lang, at, known, &here);
    answer(
        status,
        frame.page(
            &title,
            Width::Normal,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&mine, at.troupe.name_in(lang))], lang.pick("一个系列", "One series")))
                (news)
                h1 { (title) }
                @for asked in &known.wishes { (wished(lang, asked, &here, list.now.date())) }
                (view::body(&list))
            },
        ),
    )
}

/// What is asked for and not decided, with the way to take it back.
fn wished(lang: Lang, asked: &ChangeAsked, here: &str, today: NaiveDate) -> Markup {
    notice(
        Tone::Amber,
        wish::heading(lang, asked),
        html! {
            p { (lang.pick("决定之前，原来的时间和场地一直留着。", "Until then the dates stand as they are.")) }
            (wish::dates(lang, asked, "/my/bookings", today))
            form method="post" action={ (here) "/changes/" (asked.wish.id) "/withdrawal" } {
                (Button::submit(lang.pick("撤回更改申请", "Take the wish back")))
            }
        },
    )
}

fn list<'a>(lang: Lang, at: &At, known: &'a Known, here: &'a str) -> List<'a> {
    List {
        lang,
        series: &known.series,
        room: &known.room,
        dates: &known.dates,
        places: &known.places,
        zone: at.centre.zone,
        now: at.centre.zone.wall(at.now),
        bookings: "/my/bookings",
        here,
        may_change: true,
    }
}

async fn confirm(state: Data<State>, leader: Leader, id: Path<String>, query: Query) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    ask(&leader, &at, &known, &query.0, &Errors::default(), StatusCode::OK)
}

/// Which dates: the buttons name them.
fn ask(
    leader: &Leader,
    at: &At,
    known: &Known,
    fields: &Fields,
    errors: &Errors,
    status: StatusCode,
) -> Result<HttpResponse> {
    let lang = leader.visitor.lang();
    let mut frame = at.frame(leader, Tab::Mine);
    frame.path = format!("/my/series/{}", known.series.id);
    let here = format!("/my/series/{}", known.series.id);
    let list = list(lang, at, known, &here);
    let title = lang.pick("取消哪几次？", "Cancel which dates?");
    Ok(answer(
        status,
        frame.page(
            title,
            Width::Normal,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&here, &view::title(lang, &known.series, &known.room))], lang.pick("取消", "Cancel")))
                h1 { (title) }
                (view::cancelling(&list, fields, errors, Canceller::Troupe))
            },
        ),
    ))
}

async fn cancellation(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    let mut reader = Reader::new(&fields, leader.visitor.lang());
    let reason = reader.optional("reason", 200).filter(|reason| !reason.is_empty());
    if let Err(errors) = reader.finish() {
        return ask(&leader, &at, &known, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (here, person, scope): (_, _, Scope) = (at.clone(), Some(leader.person.id), scope(&fields));
    let series = known.series.id;
    let gone = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            cancel(conn, acting, series, scope, Canceller::Troupe, reason.as_deref())
        })
        .await?;
    if gone.is_empty() {
        let news = view::nothing(leader.visitor.lang());
        return Ok(page(&leader, &at, &known, news, StatusCode::CONFLICT));
    }
    state.outbox.notify_one();
    Ok(see_other(&format!("/my/series/{series}?done=cancelled")))
}

async fn back(state: Data<State>, leader: Leader, id: Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    let lang = leader.visitor.lang();
    let date = fields.get("date").parse().map_err(|_| Error::BadRequest("no date".into()))?;
    let how = plan::choice(fields.get("how")).unwrap_or(Choice::Take);
    let key: String = fields.get("request_key").chars().take(100).collect();
    let key = if key.is_empty() { random_token() } else { key };
    let (here, person, series) = (at.clone(), Some(leader.person.id), known.series.id);
    let added = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            add_back(conn, acting, series, date, how, &key, false)
        })
        .await?;
    let today = at.centre.zone.today(at.now);
    let usual = known.series.usual(date);
    let news = match &added {
        Added::Done(_) => {
            state.outbox.notify_one();
            return Ok(see_other(&format!("/my/series/{series}?done=back")));
        }
        Added::NotMissing => view::nothing(lang),
        Added::Taken { clashes, alternatives } => {
            let there: Vec<String> = clashes.iter().map(|one| say_words::clash(lang, one)).collect();
            let why = format!("{} {}", dates::date(lang, usual, today), there.join(lang.pick("、", ", ")));
            view::not_back(lang, &why, &known.series, date, alternatives, true, today)
        }
        Added::Refused { refusal, alternatives } => {
            let why = say_words::refusal(lang, refusal, today);
            view::not_back(lang, &why, &known.series, date, alternatives, false, today)
        }
    };
    Ok(page(&leader, &at, &known, news, StatusCode::CONFLICT))
}
