//! `/my`: what my troupe has, what waits for my answer, what is left. `/my/bookings`: what has been.

mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};

use self::view::{HomePage, Own, PastPage, Row};
use super::{At, at, attendance, choose, html, shown};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::form::Query;
use crate::domain::agreements::{self, AgreementState};
use crate::domain::bookings::series::{self, Series};
use crate::domain::bookings::store;
use crate::domain::bookings::{Booked, BookingId, Facts, State as BookingState, place_in_line};
use crate::domain::people::PersonId;
use crate::domain::rooms::Room;
use crate::pages::leader::shown::Left;
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;

/// More than anybody reads; a year of rehearsals.
const COMING: i64 = 120;
const PAST: i64 = 60;

pub fn routes(config: &mut ServiceConfig) {
    config.route("/my", web::get().to(show)).route("/my/bookings", web::get().to(past));
}

async fn show(state: Data<crate::base::web::State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my", Tab::Mine).await;
    };
    let (lang, here) = (leader.visitor.lang(), at.clone());
    let person = leader.person.id;
    let (rows, left, series, own, unreported) = state
        .db
        .read(move |conn| {
            let (rows, left, series) = load(conn, &here, lang)?;
            let unreported = attendance::unreported(conn, &here)?;
            Ok((rows, left, series, own(conn, &here, person)?, unreported))
        })
        .await?;
    let frame = at.frame(&leader, Tab::Mine);
    let today = at.centre.zone.today(at.now);
    let page = HomePage {
        frame: &frame,
        at: &at,
        person: &leader.person.name,
        today,
        rows,
        left,
        series,
        own,
        unreported,
    };
    Ok(html(StatusCode::OK, page.render()))
}

/// The troupe's series with their rooms.
type Standing = Vec<(Series, Room)>;

fn load(conn: &mut Conn, at: &At, lang: Lang) -> Result<(Vec<Row>, Left, Standing)> {
    let now = at.centre.zone.wall(at.now);
    let mut coming = store::of_troupe_after(conn, at.troupe_id(), now, COMING)?;
    coming.retain(|one| !matches!(one.booking.state, BookingState::Withdrawn | BookingState::Cancelled));
    let today = now.date();
    let facts = store::facts_of_centre(conn, &at.centre, Some(at.troupe_id()), today, today, at.now)?;
    let rows = rows(conn, at, &facts, coming)?;
    let standing = series::store::listed(conn, None, Some(&[at.troupe_id()]), true)?;
    let with_room = |one: Series| Some((facts.catalogue.room(one.room_id)?.clone(), one));
    let series = standing.into_iter().filter_map(with_room).map(|(room, one)| (one, room)).collect();
    Ok((rows, shown::left(&facts, lang, today, 0), series))
}

/// The agreement that matters now, and whether this person has house terms to accept.
fn own(conn: &mut Conn, at: &At, person: PersonId) -> Result<Own> {
    let today = at.centre.zone.today(at.now);
    let mut agreements = agreements::store::of_troupe(conn, at.troupe_id())?;
    agreements.retain(|one| one.state != AgreementState::Draft);
    let renewed: Vec<_> = agreements.iter().filter_map(|one| one.predecessor).collect();
    agreements.sort_by_key(|one| one.standing(today));
    let terms = agreements::terms::store::on(conn, at.centre.id, today)?;
    let unread = match &terms {
        Some(terms) => !agreements::terms::store::has_accepted(conn, terms.id, person)?,
        None => false,
    };
    let agreement = agreements.into_iter().next();
    let renewed = agreement.as_ref().is_some_and(|one| renewed.contains(&one.id));
    Ok(Own { agreement, renewed, unread })
}

/// The bookings, those that wait with their place in line and whether something else is offered for them.
fn rows(conn: &mut Conn, at: &At, facts: &Facts, coming: Vec<Booked>) -> Result<Vec<Row>> {
    let waits = |one: &&Booked| one.booking.state == BookingState::Waiting;
    let ids: Vec<BookingId> = coming.iter().filter(waits).map(|one| one.booking.id).collect();
    let (line, offered) = match ids.is_empty() {
        true => (Vec::new(), Vec::new()),
        false => (
            store::waiting(conn, at.centre.id, facts.now)?,
            store::alternatives_of(conn, &ids)?
                .into_iter()
                .filter(|one| one.taken_as.is_none() && one.starts_at > facts.now)
                .collect(),
        ),
    };
    let row = |booked: Booked| {
        let id = booked.booking.id;
        let place = waits(&&booked).then(|| place_in_line(&facts.catalogue, &line, &booked.booking));
        Row { booked, place, offered: offered.iter().filter(|one| one.booking_id == id).count() }
    };
    Ok(coming.into_iter().map(row).collect())
}

async fn past(state: Data<crate::base::web::State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my/bookings", Tab::Mine).await;
    };
    let here = at.clone();
    let rows = state
        .db
        .read(move |conn| {
            store::of_troupe_before(conn, here.troupe_id(), here.centre.zone.wall(here.now), PAST)
        })
        .await?;
    let frame = at.frame(&leader, Tab::Mine);
    let today = at.centre.zone.today(at.now);
    Ok(html(StatusCode::OK, PastPage { frame: &frame, at: &at, today, rows }.render()))
}
