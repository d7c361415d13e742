//! A day's numbers in one form, and the hours of drop-in rooms in another: every row its own field, all saved at once
//! or nothing. Wrong numbers come back with what was typed (422); where somebody else reported meanwhile, both
//! numbers are shown (409).

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::sheet_view::{self, Sheet};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::read_date;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::attendance::reporting::{Filed, MOST, Word, look, report};
use crate::domain::attendance::sheet::{self, Row};
use crate::domain::attendance::withdrawing::{Withdrawal, look as look_back, withdraw};
use crate::domain::attendance::{Of, ReportId, Reported, Source};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Width};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

/// Which of the two sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Bookings and sessions.
    Day,
    /// The hours of drop-in rooms.
    Hours,
}

impl Which {
    pub fn path(self) -> &'static str {
        match self {
            Self::Day => "/attendance",
            Self::Hours => "/attendance/hours",
        }
    }
}

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    show(Here::desk(door, &state), &state, Which::Day, &query.0).await
}

pub(super) async fn hours_page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    show(Here::desk(door, &state), &state, Which::Hours, &query.0).await
}

async fn show(here: Here, state: &State, which: Which, query: &Fields) -> Result<HttpResponse> {
    let date = read_date(query.get("date")).unwrap_or_else(|| here.today());
    let saved = query.get("saved").parse().ok();
    render(here, state, which, date, Tried { saved, ..Tried::default() }, StatusCode::OK).await
}

pub(super) async fn save(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    file(Here::desk(door, &state), &state, Which::Day, fields).await
}

pub(super) async fn save_hours(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    file(Here::desk(door, &state), &state, Which::Hours, fields).await
}

/// What was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Tried {
    pub fields: Fields,
    pub errors: Errors,
    /// Rows about which somebody else said another number meanwhile.
    pub meanwhile: HashMap<Of, Reported>,
    /// So many were saved a moment ago.
    pub saved: Option<usize>,
}

/// The rows that were filled in, each with the newest report its writer saw.
fn words(reader: &mut Reader, fields: &Fields) -> Vec<Word> {
    let mut words = Vec::new();
    for (name, typed) in fields.pairs() {
        if let Some(word) = taken(reader, fields, name) {
            words.push(word);
            continue;
        }
        let Some(key) = name.strip_prefix("n-") else { continue };
        let Some(of) = Of::from_key(key) else { continue };
        let was = fields.get(&format!("was-{key}"));
        // What is as it was is no report.
        if typed.trim().is_empty() || typed.trim() == was || fields.has(&format!("door-{key}")) {
            continue;
        }
        let seen = seen(fields, key);
        if let Some(visits) = reader.number(name, 0, MOST) {
            words.push(Word { of, visits, source: Source::Sheet, note: String::new(), seen: Some(seen) });
        }
    }
    words
}

/// The rows whose number was cleared: it is not known again.
fn cleared(fields: &Fields) -> Vec<Withdrawal> {
    let one = |(name, typed): (&str, &str)| {
        let key = name.strip_prefix("n-")?;
        let had = typed.trim().is_empty() && !fields.get(&format!("was-{key}")).is_empty();
        let of = Of::from_key(key).filter(|_| had && !fields.has(&format!("door-{key}")))?;
        Some(Withdrawal { of, seen: seen(fields, key) })
    };
    fields.pairs().filter_map(one).collect()
}

/// The door's count of one row, taken over with one press.
fn taken(reader: &mut Reader, fields: &Fields, name: &str) -> Option<Word> {
    let key = name.strip_prefix("door-")?;
    let of = Of::from_key(key)?;
    let visits = reader.number(name, 0, MOST)?;
    Some(Word { of, visits, source: Source::Door, note: String::new(), seen: Some(seen(fields, key)) })
}

fn seen(fields: &Fields, key: &str) -> Option<ReportId> {
    fields.get(&format!("seen-{key}")).parse().ok().map(ReportId)
}

/// What came of all rows together.
enum Saved {
    All(usize),
    /// Nothing was written.
    Not(HashMap<Of, Reported>, Vec<(Of, &'static str)>),
}

async fn file(here: Here, state: &State, which: Which, fields: Fields) -> Result<HttpResponse> {
    let date = read_date(fields.get("date")).ok_or_else(|| Error::BadRequest("which day?".into()))?;
    let mut reader = Reader::new(&fields, here.lang());
    let (words, cleared) = (words(&mut reader, &fields), cleared(&fields));
    if let Err(errors) = reader.finish() {
        let tried = Tried { fields, errors, ..Tried::default() };
        return render(here, state, which, date, tried, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let who = here.clone();
    let saved = state.db.write_again(move |conn| {
        // Looked at before anything is written: all are saved, or none.
        let mut meanwhile = HashMap::new();
        let mut refused = Vec::new();
        for word in &words {
            match look(conn, who.acting(), word)? {
                None => {}
                Some(Filed::Meanwhile(reported)) => drop(meanwhile.insert(word.of, reported)),
                Some(Filed::NoSuchHour) => refused.push((word.of, no_such_hour(who.lang()))),
                Some(_) => refused.push((word.of, not_begun(who.lang()))),
            }
        }
        for one in &cleared {
            if let Some(reported) = look_back(conn, *one)? {
                meanwhile.insert(one.of, reported);
            }
        }
        if !meanwhile.is_empty() || !refused.is_empty() {
            return Ok(Saved::Not(meanwhile, refused));
        }
        for word in &words {
            // Looked at in the same transaction; what crossed it is looked at again.
            match report(conn, who.acting(), word)? {
                Filed::Done(..) => {}
                Filed::NotYet(_) | Filed::Meanwhile(_) | Filed::NoSuchHour => return Err(Error::Again),
            }
        }
        for one in &cleared {
            withdraw(conn, who.acting(), one.of)?;
        }
        Ok(Saved::All(words.len() + cleared.len()))
    });
    match saved.await? {
        Saved::All(number) => Ok(to(&here.href(&format!("{}?date={date}&saved={number}", which.path())))),
        Saved::Not(meanwhile, refused) => {
            let mut errors = Errors::default();
            for (of, message) in refused {
                errors.add(&format!("n-{}", of.key()), message);
            }
            let status =
                if meanwhile.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
            let tried = Tried { fields, errors, meanwhile, saved: None };
            render(here, state, which, date, tried, status).await
        }
    }
}

fn not_begun(lang: Lang) -> &'static str {
    lang.pick("还没开始，开始以后再填。", "It has not begun: enter it later.")
}

fn no_such_hour(lang: Lang) -> &'static str {
    lang.pick("这天的开放时间里没有这个钟点。", "That day has no open hour that begins then.")
}

async fn render(
    here: Here,
    state: &State,
    which: Which,
    date: NaiveDate,
    tried: Tried,
    status: StatusCode,
) -> Result<HttpResponse> {
    let who = here.clone();
    let (parts, authors, missing, waiting) = state
        .db
        .read(move |conn| {
            let centre = who.centre.id;
            let parts: Vec<(Option<_>, Vec<Row>)> = match which {
                Which::Day => vec![(None, sheet::day(conn, centre, date)?)],
                Which::Hours => {
                    let rooms = sheet::hours(conn, centre, date)?;
                    rooms.into_iter().map(|(room, rows)| (Some(room), rows)).collect()
                }
            };
            let rows = parts.iter().flat_map(|(_, rows)| rows.iter().map(|row| &row.reported));
            let authors = sheet::authors(conn, rows)?;
            let missing = sheet::missing_days(conn, &who.centre, who.now)?;
            Ok((parts, authors, missing, Waiting::read(conn, centre)?))
        })
        .await?;
    let title = here.lang().pick("报到场人数", "How many came");
    let frame = here.frame(Some(StaffTab::Attendance), waiting);
    let sheet = Sheet {
        here: &here,
        which,
        date,
        parts: &parts,
        authors: &authors,
        missing: &missing,
        tried: &tried,
    };
    Ok(answer(status, frame.page(title, Width::Wide, sheet_view::sheet(&sheet))))
}
