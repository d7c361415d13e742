//! `/my/find`: find me a room, from the need. Only what would be granted now is listed.

mod need;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use chrono::{Duration, NaiveDate};

use self::need::Wanted;
use self::view::FindPage;
use super::{At, choose, html, reading, shown};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::agreements::{self, Agreement, Allowance};
use crate::domain::bookings::finding::{Found, Need, find};
use crate::domain::bookings::{Facts, store};
use crate::pages::leader::shown::Left;
use crate::pages::parts::Tab;
use crate::pages::parts::door::Leader;

pub fn routes(config: &mut ServiceConfig) {
    config.route("/my/find", web::get().to(show));
}

async fn show(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let (lang, fields) = (leader.visitor.lang(), query.0.clone());
    let read = move |conn: &mut Conn, at: &At| search(conn, at, &fields, lang);
    let Some((at, search)) = reading(&state, &leader, &query.0, read).await? else {
        return choose(&state, &leader, "/my/find", Tab::Find).await;
    };
    let frame = at.frame(&leader, Tab::Find);
    Ok(html(StatusCode::OK, FindPage { frame: &frame, at: &at, search }.render()))
}

/// A search and what came of it.
struct Search {
    /// The days with a button.
    buttons: Vec<NaiveDate>,
    wanted: Wanted,
    facts: Facts,
    found: Found,
    /// What staff could grant although the allowance is used up; looked for only when nothing else was found.
    beyond: Found,
    left: Left,
}

fn search(conn: &mut Conn, at: &At, fields: &Fields, lang: Lang) -> Result<Search> {
    let today = at.centre.zone.today(at.now);
    let troupe = agreements::store::troupe(conn, at.centre.id, at.troupe_id())?;
    let size = store::usual_size(conn, &troupe)?;
    let ahead = today + Duration::days(need::LIST_DAYS);
    let agreements = agreements::store::valid_between(conn, troupe.id, today, ahead)?;
    let days = need::days(&agreements, today);
    let mut buttons: Vec<NaiveDate> = days.iter().copied().take(need::BUTTONS).collect();
    let mut usual = buttons.first().copied().unwrap_or(today);
    let mut wanted = Wanted::read(fields, today, usual, size);
    if !need::says_a_day(fields) {
        let near: Vec<NaiveDate> =
            days.into_iter().filter(|day| (*day - today).num_days() <= need::LOOK_DAYS).collect();
        usual = first_with_something(conn, at, &near, &wanted.need(today))?.unwrap_or(usual);
        if !buttons.contains(&usual) {
            buttons.pop();
            buttons.push(usual);
        }
        wanted = Wanted::read(fields, today, usual, size);
    }
    let need = wanted.need(today);
    let first = need.days.first().copied().unwrap_or(today);
    let last = need.days.last().copied().unwrap_or(first);
    let facts = match first >= today && last <= ahead {
        // The agreements of these days are among those that were read for the list of days.
        true => {
            let on_some_day = |one: &Agreement| one.starts_on <= last && one.ends_on >= first;
            let agreements = agreements.into_iter().filter(on_some_day).collect();
            store::facts_under(conn, &at.centre, agreements, first, last, at.now)?
        }
        false => store::facts_of_centre(conn, &at.centre, Some(at.troupe_id()), first, last, at.now)?,
    };
    let found = find(&facts, &need);
    let beyond = if found.openings.is_empty() { find(&unlimited(&facts), &need) } else { Found::default() };
    let left = shown::left(&facts, lang, first, 0);
    Ok(Search { buttons, wanted, facts, found, beyond, left })
}

/// Who says no day begins with the first that has something, rather than with an empty list.
fn first_with_something(
    conn: &mut Conn,
    at: &At,
    days: &[NaiveDate],
    need: &Need,
) -> Result<Option<NaiveDate>> {
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Ok(None) };
    let facts = store::facts_of_centre(conn, &at.centre, Some(at.troupe_id()), first, last, at.now)?;
    let found = |day: &NaiveDate| {
        let need = Need { days: vec![*day], ..need.clone() };
        !find(&facts, &need).openings.is_empty()
    };
    Ok(days.iter().copied().find(found))
}

/// The same facts as if the agreements set no limits.
fn unlimited(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    for agreement in &mut facts.agreements {
        agreement.allowance = Allowance::default();
    }
    facts
}
