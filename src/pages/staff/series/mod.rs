//! `/staff/{centre}/series`: series of the centre's troupes: asked for on their behalf, decided, changed, cancelled, and
//! extended under a new agreement.

mod acts;
mod asking;
mod change;
mod extending;
mod view;

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::here::{Here, Waiting, page as answer};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::time::Span;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::agreements::{self, Agreement, Troupe};
use crate::domain::bookings::approving::may_decide;
use crate::domain::bookings::cases::{Case, cases, loads_of};
use crate::domain::bookings::changing::ChangeRequest;
use crate::domain::bookings::loads::Loads;
use crate::domain::bookings::series::{ChangeAsked, Dated, Series, SeriesId, store};
use crate::domain::bookings::waiting::places_of_dates;
use crate::domain::bookings::{Booked, BookingId, State as BookingState};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::series::one as parts;
use crate::pages::parts::{Button, StaffTab, Width, crumbs, empty, mark, plain_list};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/series", web::get().to(list))
        .route("/staff/{centre}/series/{id}", web::get().to(show));
    acts::routes(config);
    change::routes(config);
}

/// What has a word of its own where others have a number: to be registered before `{id}`.
pub(super) fn first_routes(config: &mut web::ServiceConfig) {
    asking::routes(config);
    extending::routes(config);
}

/// A series with all that its page says.
pub(super) struct Known {
    pub series: Series,
    pub room: Room,
    pub troupe: Troupe,
    pub dates: Vec<Dated>,
    pub places: HashMap<BookingId, usize>,
    /// Those to be decided.
    pub cases: Vec<Case>,
    /// What approving all of them would add to the agreement.
    pub loads: Loads,
    pub agreement: Agreement,
    /// Changes to be decided, each with what it would add, and whether the person here may decide it.
    pub wishes: Vec<(ChangeAsked, Loads, bool)>,
    pub waiting: Waiting,
}

pub(super) async fn known(here: &Here, state: &State, id: i64) -> Result<Known> {
    let who = here.clone();
    state
        .db
        .read(move |conn| {
            let centre = &who.centre;
            let series = store::series(conn, centre.id, SeriesId(id))?;
            let dates = store::dates(conn, series.id)?;
            let open: Vec<Booked> = dates
                .iter()
                .filter_map(|date| date.booked.clone())
                .filter(|one| one.booking.state == BookingState::Requested)
                .collect();
            let spans: Vec<Span> = open.iter().filter_map(|one| one.booking.span().ok()).collect();
            let wishes = store::wishes::of_dates(conn, centre.id, &dates)?;
            Ok(Known {
                loads: loads_of(conn, centre, series.agreement_id, &spans, &spans)?,
                agreement: agreements::store::agreement(conn, centre.id, series.agreement_id)?,
                wishes: wishes.into_iter().map(|one| wished(conn, &who, one)).collect::<Result<_>>()?,
                room: rooms::store::room(conn, centre.id, series.room_id)?,
                troupe: agreements::store::troupe(conn, centre.id, series.troupe_id)?,
                cases: cases(conn, centre, open, who.now)?,
                waiting: Waiting::read(conn, centre.id)?,
                places: places_of_dates(conn, &who.acting(), &dates)?,
                series,
                dates,
            })
        })
        .await
}

fn wished(conn: &mut Conn, here: &Here, asked: ChangeAsked) -> Result<(ChangeAsked, Loads, bool)> {
    let spans = |which: fn(&(Booked, ChangeRequest)) -> Result<Span>| -> Vec<Span> {
        asked.dates.iter().filter_map(|date| which(date).ok()).collect()
    };
    let (old, new) = (spans(|(booked, _)| booked.booking.span()), spans(|(_, wish)| wish.span()));
    let loads = loads_of(conn, &here.centre, asked.series.agreement_id, &new, &old)?;
    let may = match asked.dates.first() {
        Some((booked, _)) => {
            let there = Booked { room: asked.rooms.1.clone(), ..booked.clone() };
            may_decide(conn, &here.acting(), &there, here.role)?
        }
        None => false,
    };
    Ok((asked, loads, may))
}

async fn show(
    door: Desk,
    path: web::Path<(String, String)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let id = path.1.parse().map_err(|_| Error::NotFound)?;
    let known = known(&here, &state, id).await?;
    let news = parts::done(here.lang(), query.0.get("done"));
    Ok(page(&here, &known, news, StatusCode::OK))
}

/// The page as it is now, with what was done or could not be.
pub(super) fn page(here: &Here, known: &Known, news: Markup, status: StatusCode) -> HttpResponse {
    let title = parts::title(here.lang(), &known.series, &known.room);
    let frame = here.frame(Some(StaffTab::Queue), known.waiting);
    answer(status, frame.page(&title, Width::Wide, view::page(here, known, news, &title)))
}

async fn list(door: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (who, lang) = (here.clone(), here.lang());
    let (rows, waiting) = state
        .db
        .read(move |conn| {
            let centre = &who.centre;
            let all = store::listed(conn, Some(centre.id), None, true)?;
            let ids: Vec<SeriesId> = all.iter().map(|one| one.id).collect();
            let counts = store::counts(conn, &ids, centre.zone.wall(who.now))?;
            let catalogue = rooms::store::catalogue(conn, centre.id, who.today(), who.today())?;
            let troupes = agreements::store::troupes(conn, centre.id)?;
            let rows: Vec<_> = all
                .into_iter()
                .filter_map(|one| {
                    let room = catalogue.room(one.room_id)?.clone();
                    let troupe = troupes.iter().find(|troupe| troupe.id == one.troupe_id)?.clone();
                    Some((counts.get(&one.id).copied().unwrap_or_default(), one, room, troupe))
                })
                .filter(|(counts, ..)| counts.next.is_some())
                .collect();
            Ok((rows, Waiting::read(conn, centre.id)?))
        })
        .await?;
    let title = lang.pick("系列预约", "Series");
    let lines: Vec<Markup> = rows
        .iter()
        .map(|(counts, series, room, troupe)| {
            let next = counts.next.map(|next| dates::date_short(lang, next.date(), here.today())).unwrap_or_default();
            html! {
                a href=(here.href(&format!("/series/{}", series.id))) {
                    (troupe.name_in(lang)) (lang.pick("：", ": ")) (parts::title(lang, series, room))
                }
                p.row {
                    @if counts.requested > 0 { (mark("wait", &lang.pick(format!("{}次待审核", counts.requested), format!("{} to decide", counts.requested)))) }
                    @if counts.approved > 0 { (mark("ok", &lang.pick(format!("{}次已批准", counts.approved), format!("{} approved", counts.approved)))) }
                    @if counts.waiting > 0 { (mark("queue", &lang.pick(format!("{}次候补", counts.waiting), format!("{} in line", counts.waiting)))) }
                    span.quiet { (lang.pick(format!("下一次{next}"), format!("next on {next}"))) }
                }
            }
        })
        .collect();
    let frame = here.frame(Some(StaffTab::Queue), waiting);
    let new = here.href("/series/new");
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do"))], title))
        h1 { (title) }
        @if lines.is_empty() {
            (empty("calendar", lang.pick("还没有系列预约", "No series yet"), html! {}))
        } @else { (plain_list(&lines)) }
        p { (Button::link(&new, lang.pick("替队伍约系列", "Book a series for a troupe")).icon("plus")) }
    };
    Ok(answer(StatusCode::OK, frame.page(title, Width::Normal, body)))
}
