//! Holidays and terms: the public holidays and make-up days of a year, which weekday each make-up day follows,
//! and when school is on.

mod import;
mod term;
mod view;

pub(in crate::pages::staff) use view::missing_remark;

use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};

use super::{framed, status};
use crate::base::error::{Error, Result};
use crate::base::time::read_date;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::days::editing::{self, DayChange};
use crate::domain::days::{self, DayFacts, LegalDay, LegalKind, weekdays};
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/days", web::get().to(show))
        .route("/staff/{centre}/days", web::post().to(set_day))
        .route("/staff/{centre}/days/weekdays", web::post().to(follow));
    import::routes(config);
    term::routes(config);
}

/// How many years before and after this one may be looked at.
const YEARS: i32 = 2;

/// The longest name of a holiday or term.
const NAME: usize = 40;

/// What was sent and came back.
#[derive(Debug, Clone, Default)]
struct Sent {
    day: Option<Fields>,
    errors: Errors,
}

async fn show(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let year = year_of(query.0.get("year"), here.today());
    shown(&state, &here, year, &Sent::default(), &query.0).await
}

async fn set_day(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (lang, today) = (here.lang(), here.today());
    let mut reader = Reader::new(&fields, lang);
    let date = reader.date_typed("date", today).filter(|date| near(&mut reader, *date, &here));
    let ask = lang.pick("请选这天是什么日子。", "Choose what the day is.");
    let kind = reader.one_of("kind", LegalKind::from_word, ask);
    let name = match kind {
        Some(LegalKind::Ordinary) => reader.optional("name", NAME),
        _ => reader.text("name", NAME, lang.pick("请写节日的名字。", "Write the name of the holiday.")),
    };
    let name_en = reader.optional("name_en", 2 * NAME);
    let mut errors = reader.finish().err().unwrap_or_default();
    if let (true, Some(date), Some(kind), Some(name), Some(name_en)) =
        (errors.is_empty(), date, kind, name, name_en)
    {
        let (by, day) = (here.clone(), LegalDay::named(kind, &name, &name_en));
        let change =
            state.db.write_again(move |conn| editing::set_day(conn, &by.acting(), date, &day)).await?;
        if change == DayChange::Done {
            return Ok(to(&here.href(&format!("/days?year={}&done=saved", date.year()))));
        }
        let words = lang.pick(
            "这天本来就上班，补班只在周末。",
            "That is a working day anyhow: make-up days lie on weekends.",
        );
        errors.add("kind", words);
    }
    let year = date.map_or(today.year(), |date| date.year());
    let sent = Sent { day: Some(fields), errors };
    shown(&state, &here, year, &sent, &Fields::default()).await
}

async fn follow(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let missing = || Error::BadRequest("a date or a weekday is missing".into());
    let date: NaiveDate = read_date(fields.get("date")).ok_or_else(missing)?;
    let weekday = match fields.get("follows") {
        "" => None,
        word => Some(weekdays::of_word(word).ok_or_else(missing)?),
    };
    let by = here.clone();
    let change = state.db.write_again(move |conn| editing::follow(conn, &by.acting(), date, weekday)).await?;
    let done = if change == DayChange::Done { "saved" } else { "gone" };
    Ok(to(&here.href(&format!("/days?year={}&done={done}#d{date}", date.year()))))
}

/// Dates far off are typing errors.
fn near(reader: &mut Reader, date: NaiveDate, here: &Here) -> bool {
    let this = here.today().year();
    let near = (this - YEARS..=this + YEARS).contains(&date.year());
    if !near {
        let (first, last) = (this - YEARS, this + YEARS);
        let words = here.lang().pick(
            format!("请写{first}年到{last}年之间的日期。"),
            format!("Write a date from {first} to {last}."),
        );
        reader.errors.add("date", words);
    }
    near
}

/// The year asked for, if it is near; this one otherwise.
fn year_of(typed: &str, today: NaiveDate) -> i32 {
    let this = today.year();
    typed.parse().ok().filter(|year| (this - YEARS..=this + YEARS).contains(year)).unwrap_or(this)
}

/// What is known of a whole year.
async fn facts_of(state: &State, here: &Here, year: i32) -> Result<DayFacts> {
    let centre = here.centre.id;
    let (Some(first), Some(last)) =
        (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
    else {
        return Err(Error::NotFound);
    };
    state.db.read(move |conn| days::store::facts(conn, centre, first, last)).await
}

async fn shown(state: &State, here: &Here, year: i32, sent: &Sent, query: &Fields) -> Result<HttpResponse> {
    let facts = facts_of(state, here, year).await?;
    let (centre, today) = (here.centre.id, here.today());
    let missing = state.db.read(move |conn| days::store::missing_year(conn, centre, today)).await?;
    let frame = framed(state, here, StaffTab::Hours).await?;
    let shown = view::DaysPage { frame: &frame, here, year, facts: &facts, missing, sent, query };
    Ok(page(status(!sent.errors.is_empty()), shown.render()))
}
