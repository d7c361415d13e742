//! Opening hours: the week of the centre, of rooms that differ, and dates that differ.

mod view;

pub(super) use view::{hit_lines, hits_list};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};

use super::{framed, week};
use crate::base::error::{Error, Result};
use crate::base::time::DaySpan;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::disruptions::{Cause, Change, Hit, hours};
use crate::domain::rooms::{self, Hours, Room, RoomId, SpecialDay};
use crate::pages::parts::StaffTab;
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::staff::here::{Here, page, to};

/// Dates that differ are listed so far ahead.
const LISTED_DAYS: u64 = 2 * 366;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/hours", web::get().to(show))
        .route("/staff/{centre}/hours", web::post().to(set_week))
        .route("/staff/{centre}/hours/days", web::post().to(set_day))
        .route("/staff/{centre}/hours/days/removal", web::post().to(remove_day));
}

/// What was sent and came back: which form, and why.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub week: Option<Fields>,
    pub day: Option<Fields>,
    pub errors: Errors,
    pub hits: Vec<Hit>,
    /// Where the same change is made with what it hits, as the query of that page.
    pub way: String,
}

async fn show(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let whose = query.0.get("room").parse().ok().map(RoomId);
    shown(&state, &here, whose, &Sent::default(), &query.0).await
}

async fn set_week(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let whose = room_of(&fields);
    let mut reader = Reader::new(&fields, here.lang());
    let spans = if fields.has("follow") { Vec::new() } else { week::read(&mut reader, &fields, here.lang()) };
    let sent = |errors, hits| Sent { week: Some(fields.clone()), errors, hits, ..Sent::default() };
    if let Err(errors) = reader.finish() {
        return shown(&state, &here, whose, &sent(errors, Vec::new()), &Fields::default()).await;
    }
    let by = here.clone();
    let change = state.db.write_again(move |conn| hours::set_week(conn, &by.acting(), whose, &spans)).await?;
    match change {
        Change::Done => Ok(to(&back(&here, whose, "saved"))),
        Change::Hits(hits) => {
            let sent = Sent { way: way(&fields, "week"), ..sent(Errors::default(), hits) };
            shown(&state, &here, whose, &sent, &Fields::default()).await
        }
    }
}

/// The page that makes the same change with all it hits; a date has said its reason already.
fn way(fields: &Fields, change: &str) -> String {
    let mut query = fields.clone();
    query.set("cause", Cause::Hours.word());
    query.set("change", change);
    if change == "day" {
        query.set("preview", "1");
    }
    query.query()
}

async fn set_day(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let lang = here.lang();
    let whose = room_of(&fields);
    let mut reader = Reader::new(&fields, lang);
    let today = here.today();
    let date = reader.date_typed("date", today);
    if date.is_some_and(|date| date < today) {
        let words =
            lang.pick("这一天已经过去了，请选今天或以后。", "That day is over: choose today or later.");
        reader.errors.add("date", words);
    }
    let spans = week::day(&mut reader, &fields, "spans", lang);
    let ask = lang.pick("请写原因，居民会看到。", "Write the reason: residents read it.");
    let reason = reader.text("reason", 100, ask);
    let reason_en = reader.optional("reason_en", 200);
    let sent = |errors, hits| Sent { day: Some(fields.clone()), errors, hits, ..Sent::default() };
    let read = reader.finish();
    let (Ok(()), Some(date), Some(reason), Some(reason_en)) = (&read, date, reason, reason_en) else {
        let errors = read.err().unwrap_or_default();
        return shown(&state, &here, whose, &sent(errors, Vec::new()), &Fields::default()).await;
    };
    let day = SpecialDay { room: whose, date, spans, reason, reason_en };
    let by = here.clone();
    match state.db.write_again(move |conn| hours::set_day(conn, &by.acting(), &day)).await? {
        Change::Done => Ok(to(&back(&here, whose, "saved"))),
        Change::Hits(hits) => {
            let sent = Sent { way: way(&fields, "day"), ..sent(Errors::default(), hits) };
            shown(&state, &here, whose, &sent, &Fields::default()).await
        }
    }
}

async fn remove_day(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let whose = room_of(&fields);
    let date: NaiveDate =
        fields.get("date").parse().map_err(|_| Error::BadRequest("a date is missing".into()))?;
    let by = here.clone();
    match state.db.write_again(move |conn| hours::remove_day(conn, &by.acting(), whose, date)).await? {
        Change::Done => Ok(to(&back(&here, whose, "removed"))),
        Change::Hits(hits) => {
            let sent = Sent { hits, way: way(&fields, "no_day"), ..Sent::default() };
            shown(&state, &here, whose, &sent, &Fields::default()).await
        }
    }
}

fn room_of(fields: &Fields) -> Option<RoomId> {
    fields.get("room").parse().ok().map(RoomId)
}

fn back(here: &Here, whose: Option<RoomId>, done: &str) -> String {
    match whose {
        Some(room) => here.href(&format!("/hours?room={room}&done={done}")),
        None => here.href(&format!("/hours?done={done}")),
    }
}

/// The weekly pattern of the centre or of one room.
fn pattern(hours: &Hours, whose: Option<RoomId>) -> Vec<(i32, DaySpan)> {
    let of = hours.weekly.iter().filter(|span| span.room == whose);
    of.map(|span| (span.weekday, span.span)).collect()
}

async fn shown(
    state: &State,
    here: &Here,
    whose: Option<RoomId>,
    sent: &Sent,
    query: &Fields,
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let last = today.checked_add_days(Days::new(LISTED_DAYS)).unwrap_or(today);
    let (rooms, hours): (Vec<Room>, Hours) = state
        .db
        .read(move |conn| {
            let catalogue = rooms::store::catalogue(conn, centre, today, last)?;
            Ok((catalogue.rooms, catalogue.hours))
        })
        .await?;
    if whose.is_some_and(|id| !rooms.iter().any(|room| room.id == id)) {
        return Err(Error::NotFound);
    }
    let frame = framed(state, here, StaffTab::Hours).await?;
    let status =
        if !sent.hits.is_empty() { StatusCode::CONFLICT } else { super::status(!sent.errors.is_empty()) };
    let shown = view::HoursPage { frame: &frame, here, whose, rooms: &rooms, hours: &hours, sent, query };
    Ok(page(status, shown.render()))
}
