//! `/my/attendance`: past bookings, and the troupe's own sessions, with what is reported of them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use chrono::Duration;

use super::super::{At, at, choose, html, see_other};
use super::view::{ListPage, is_open};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::{Minute, Wall};
use crate::base::web::State;
use crate::base::web::form::{Fields, Query, Reader};
use crate::domain::attendance::asking::REACH;
use crate::domain::attendance::reporting::{Filed, MOST, Word, report as file};
use crate::domain::attendance::sheet::{self, Row};
use crate::domain::attendance::{Effect, Of, Source, store};
use crate::domain::people::Acting;
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;

/// So far back a troupe reports.
const BACK: Duration = Duration::days(60);

/// What a troupe held and that ended within [`BACK`], the latest first.
pub fn rows(conn: &mut Conn, at: &At) -> Result<Vec<Row>> {
    let now = at.centre.zone.wall(at.now);
    let from = Wall::at(now.plus(-BACK).date(), Minute::MIDNIGHT);
    let mut held = store::held_between(conn, at.centre.id, from, now)?;
    held.retain(|one| one.troupe == Some(at.troupe_id()) && one.ends_at <= now);
    held.reverse();
    sheet::rows(conn, at.centre.id, held, from, now)
}

/// Of how many of them, of the last two weeks, nobody has said anything: the leader is reminded of these.
pub fn unreported(conn: &mut Conn, at: &At) -> Result<usize> {
    let recent = at.centre.zone.wall(at.now).plus(-REACH);
    let rows = rows(conn, at)?;
    Ok(rows.iter().filter(|row| is_open(row) && row.held.ends_at >= recent).count())
}

pub async fn show(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my/attendance", Tab::Mine).await;
    };
    page(&state, &leader, at, None, query.0.get("just"), StatusCode::OK).await
}

async fn page(
    state: &State,
    leader: &Leader,
    at: At,
    wrong: Option<(String, String, String)>,
    just: &str,
    status: StatusCode,
) -> Result<HttpResponse> {
    let here = at.clone();
    let rows = state.db.read(move |conn| rows(conn, &here)).await?;
    let frame = at.frame(leader, Tab::Mine);
    let today = at.centre.zone.today(at.now);
    let page = ListPage { frame: &frame, at: &at, today, rows: &rows, wrong, just };
    Ok(html(status, page.render()))
}

pub async fn report(state: Data<State>, leader: Leader, fields: Fields) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &fields).await? else {
        return choose(&state, &leader, "/my/attendance", Tab::Mine).await;
    };
    let of = match Of::from_key(fields.get("of")) {
        Some(of @ (Of::Booking(_) | Of::Session(_))) => of,
        _ => return Err(Error::BadRequest("which booking?".into())),
    };
    let mut reader = Reader::new(&fields, leader.visitor.lang());
    let visits = reader.number("visits", 0, MOST);
    let visits = match reader.finish_with(visits) {
        Ok(visits) => visits,
        Err(errors) => {
            let message = errors.of("visits").unwrap_or_default().to_owned();
            let wrong = Some((of.key(), fields.get("visits").to_owned(), message));
            return page(&state, &leader, at, wrong, "", StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let (here, person) = (at.clone(), leader.person.id);
    let filed = state.db.write_again(move |conn| {
        let held = store::held(conn, here.centre.id, of)?;
        if held.troupe != Some(here.troupe_id()) {
            return Err(Error::NotFound);
        }
        let acting = Acting { centre: &here.centre, person: Some(person), now: here.now };
        file(conn, acting, &Word { of, visits, source: Source::Page, note: String::new(), seen: None })
    });
    let just = match filed.await? {
        Filed::Done(_, Effect::Waits) => "differs",
        Filed::Done(..) => "saved",
        Filed::NotYet(_) | Filed::Meanwhile(_) | Filed::NoSuchHour => {
            return page(&state, &leader, at, None, "early", StatusCode::CONFLICT).await;
        }
    };
    Ok(see_other(&format!("/my/attendance?troupe={}&just={just}", at.troupe.id)))
}
