//! How many came: reports about bookings and sessions, presses of a counter, a centre's day, the choice between two
//! numbers, no-shows. Unknown is `null`, which is not 0.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::arrivals::no_such_hour;
use super::caller::Known;
use super::input::{Body, Params};
use super::problem::{Conflict, FieldProblem, Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::activities::SessionId;
use crate::domain::attendance::checking_in::{MOST_PRESSES, Press as Pressed, Pressed as Counting, press};
use crate::domain::attendance::choosing::{Chosen, choose};
use crate::domain::attendance::reporting::{Filed, MOST, Word, report as file};
use crate::domain::attendance::{self as domain, Of, ReportId, Reported, Source, sheet, store};
use crate::domain::bookings::BookingId;
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::people::Acting;

/// How many came, as somebody says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttendance {
    /// 0 says that nobody came.
    #[schema(minimum = 0, maximum = 99999)]
    pub visits: i32,
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// One report; it is never changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendanceReport {
    pub id: ReportId,
    pub visits: i32,
    #[schema(inline)]
    pub source: Source,
    pub note: String,
    pub reported_at: DateTime<Utc>,
    /// It is the number that counts.
    pub counts: bool,
    /// It differs from what counts; staff will choose.
    pub waits: bool,
}

/// A booking, session or hour with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attendance {
    pub booking: Option<BookingId>,
    pub session: Option<SessionId>,
    pub room: Option<crate::domain::rooms::RoomId>,
    pub name: String,
    pub name_en: String,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// How many came; null where nobody has reported, which is not 0.
    pub visits: Option<i32>,
    /// How many were counted at the door so far, reported or not.
    pub counted_at_door: i32,
    /// Staff confirmed that nobody came though it was booked.
    pub no_show: bool,
    /// Every report, oldest first.
    pub reports: Vec<AttendanceReport>,
}

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Day {
    /// Today if left out.
    pub date: Option<NaiveDate>,
}

/// Presses of a counter, as many as wait.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Presses {
    #[schema(max_items = 500)]
    pub presses: Vec<Press>,
}

/// One press.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// Made where it was pressed: 16 to 64 of `A-Z a-z 0-9 - _`. Sent again it is not counted again.
    #[schema(min_length = 16, max_length = 64, pattern = "^[A-Za-z0-9_-]+$")]
    pub key: String,
    /// 1, or -1 where it takes one back; they count by `at`, and -1 counts nothing where nobody was pressed.
    pub people: i32,
    pub at: DateTime<Utc>,
}

/// How many are counted at the door.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counted {
    pub counted: i32,
}

impl From<&domain::Report> for AttendanceReport {
    fn from(report: &domain::Report) -> Self {
        Self {
            id: report.id,
            visits: report.visits,
            source: report.source,
            note: report.note.clone(),
            reported_at: report.reported_at.utc(),
            counts: report.counts(),
            waits: report.waits(),
        }
    }
}

impl From<sheet::Row> for Attendance {
    fn from(row: sheet::Row) -> Self {
        let (booking, session, room) = match row.held.of {
            Of::Booking(id) => (Some(id), None, None),
            Of::Session(id) => (None, Some(id), None),
            Of::Hour(id, _) => (None, None, Some(id)),
        };
        Self {
            booking,
            session,
            room,
            name: row.held.name,
            name_en: row.held.name_en,
            starts_at: WallTime(row.held.starts_at),
            ends_at: WallTime(row.held.ends_at),
            visits: row.reported.visits(),
            counted_at_door: row.counted,
            no_show: row.no_show,
            reports: row.reported.0.iter().map(AttendanceReport::from).collect(),
        }
    }
}

/// Where it is, and whether staff speak: of a booking or session that one may report on. 404 otherwise.
pub(super) fn may_report(conn: &mut Conn, known: &Known, of: Of) -> Result<(Centre, bool)> {
    let at = store::centre_of(conn, of)?;
    let centre = centres::store::by_id(conn, at)?;
    let staff = known.role_in(centre.id).is_some();
    let held = store::held(conn, centre.id, of)?;
    let own = held.troupe.is_some_and(|troupe| known.leads(troupe));
    if staff || own { Ok((centre, staff)) } else { Err(Error::NotFound) }
}

fn row(conn: &mut Conn, centre: CentreId, of: Of) -> Result<sheet::Row> {
    let held = store::held(conn, centre, of)?;
    let reported = Reported(store::of(conn, of)?);
    let no_show = match of {
        Of::Booking(id) => !domain::no_shows::of_bookings(conn, &[id])?.is_empty(),
        _ => false,
    };
    let counted = store::counted(conn, held.of)?.people();
    Ok(sheet::Row { held, reported, no_show, counted })
}

fn not_begun(lang: Lang) -> &'static str {
    lang.pick("还没开始，开始以后再报。", "It has not begun: report later.")
}

pub(super) async fn filed(state: &State, known: Known, of: Of, body: NewAttendance) -> Result<HttpResponse> {
    let lang = known.lang;
    if !(0..=MOST).contains(&body.visits) {
        let message = lang.pick("请填0到99999之间的数。", "Write a number from 0 to 99999.");
        return Ok(Invalid::field("visits", message));
    }
    let note = body.note.unwrap_or_default().trim().to_owned();
    if note.chars().count() > 200 {
        return Ok(Invalid::field("note", lang.pick("最多200个字。", "At most 200 characters.")));
    }
    let (visits, now) = (body.visits, state.now());
    let done = state.db.write_again(move |conn| {
        let (centre, staff) = may_report(conn, &known, of)?;
        let source = if staff { Source::Sheet } else { Source::Page };
        let word = Word { of, visits, source, note: note.clone(), seen: None };
        match file(conn, known.acting(&centre, now), &word)? {
            Filed::Done(..) => row(conn, centre.id, of).map(Ok),
            refused => Ok(Err(refused)),
        }
    });
    Ok(match done.await? {
        Ok(row) => HttpResponse::Created().json(Attendance::from(row)),
        Err(Filed::NoSuchHour) => Invalid::field("starts_at", no_such_hour(lang)),
        Err(_) => Conflict::because(not_begun(lang)),
    })
}

/// Reports how many came to a booking: as its leader, or as staff, whose word counts at once. One that differs from
/// what counts waits for staff.
#[utoipa::path(
    post, path = "/bookings/{id}/attendance", operation_id = "report_booking_attendance", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body = NewAttendance,
    responses(
        (status = CREATED, body = Attendance),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn of_booking(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<NewAttendance>,
) -> Result<HttpResponse> {
    filed(&state, known, Of::Booking(id.into_inner()), body).await
}

/// Reports how many came to a session: as the troupe that holds it, or as staff.
#[utoipa::path(
    post, path = "/sessions/{id}/attendance", operation_id = "report_session_attendance", tag = "staff",
    params(("id" = SessionId, Path)),
    request_body = NewAttendance,
    responses(
        (status = CREATED, body = Attendance),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Not begun", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn of_session(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SessionId>,
    Body(body): Body<NewAttendance>,
) -> Result<HttpResponse> {
    filed(&state, known, Of::Session(id.into_inner()), body).await
}

/// A centre's day: its bookings and sessions, then the hours of its drop-in rooms.
#[utoipa::path(
    get, path = "/centres/{id}/attendance", operation_id = "list_attendance", tag = "staff",
    params(("id" = CentreId, Path), Day),
    responses(
        (status = OK, body = Vec<Attendance>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn day(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Params(day): Params<Day>,
) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), state.now());
    let rows = state
        .db
        .read(move |conn| {
            let centre = works_at(conn, &known, id)?;
            let date = day.date.unwrap_or_else(|| centre.zone.today(now));
            let mut rows = sheet::day(conn, id, date)?;
            rows.extend(sheet::hours(conn, id, date)?.into_iter().flat_map(|(_, rows)| rows));
            Ok(rows)
        })
        .await?;
    Ok(HttpResponse::Ok().json(rows.into_iter().map(Attendance::from).collect::<Vec<_>>()))
}

/// The centre, if they work there: 404 otherwise.
pub(super) fn works_at(conn: &mut Conn, known: &Known, id: CentreId) -> Result<Centre> {
    let centre = centres::store::by_id(conn, id)?;
    if known.role_in(id).is_some() { Ok(centre) } else { Err(Error::NotFound) }
}

/// Makes one of the reports about something the one that counts.
#[utoipa::path(
    post, path = "/attendance/{id}/choice", operation_id = "choose_attendance", tag = "staff",
    params(("id" = ReportId, Path)),
    responses(
        (status = OK, body = Attendance),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "Another number was chosen before", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn choice(state: web::Data<State>, known: Known, id: web::Path<ReportId>) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let done = state.db.write_again(move |conn| {
        for work in &known.memberships {
            let report = match store::report(conn, work.centre, id) {
                Ok(report) => report,
                Err(Error::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let centre = centres::store::by_id(conn, work.centre)?;
            let of = report.of().ok_or(Error::NotFound)?;
            return match choose(conn, known.acting(&centre, now), id)? {
                Chosen::Done(_) => row(conn, centre.id, of).map(Some),
                Chosen::Over(_) => Ok(None),
            };
        }
        Err(Error::NotFound)
    });
    Ok(match done.await? {
        Some(row) => HttpResponse::Ok().json(Attendance::from(row)),
        None => Conflict::because(lang.pick("别人已经选过了。", "Somebody chose before.")),
    })
}

async fn counted(state: &State, known: Known, of: Of, body: Presses) -> Result<HttpResponse> {
    let (lang, now) = (known.lang, state.now());
    let presses: Vec<Pressed> = body.presses.into_iter().map(Pressed::from).collect();
    if presses.len() > MOST_PRESSES {
        let message =
            lang.pick(format!("一次最多{MOST_PRESSES}下。"), format!("At most {MOST_PRESSES} at once."));
        return Ok(Invalid::field("presses", message));
    }
    let odd: Vec<FieldProblem> = presses
        .iter()
        .enumerate()
        .filter(|(_, press)| !press.is_sound())
        .map(|(place, _)| {
            let message = lang.pick(
                "钥匙要16到64个字母或数字，人数是1或-1。",
                "The key has 16 to 64 letters or digits, people is 1 or -1.",
            );
            FieldProblem::new(&format!("presses[{place}]"), message)
        })
        .collect();
    if !odd.is_empty() {
        return Ok(Invalid::response(odd, Vec::new()));
    }
    let done = state.db.write_again(move |conn| {
        let (centre, _) = may_report(conn, &known, of)?;
        press(conn, Acting { centre: &centre, person: Some(known.person.id), now }, of, &presses)
    });
    Ok(match done.await? {
        Counting::Counted(count) => HttpResponse::Ok().json(Counted { counted: count.people() }),
        Counting::NotYet => Conflict::because(too_early(lang)),
    })
}

impl From<Press> for Pressed {
    fn from(press: Press) -> Self {
        Self { key: press.key, people: press.people, at: Instant::new(press.at) }
    }
}

/// Delivers presses of the counter at a booking's door; each key is counted once.
#[utoipa::path(
    post, path = "/bookings/{id}/presses", operation_id = "press_booking", tag = "bookings",
    params(("id" = BookingId, Path)),
    request_body = Presses,
    responses(
        (status = OK, body = Counted),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "The door is not open yet", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn presses_of_booking(
    state: web::Data<State>,
    known: Known,
    id: web::Path<BookingId>,
    Body(body): Body<Presses>,
) -> Result<HttpResponse> {
    counted(&state, known, Of::Booking(id.into_inner()), body).await
}

/// Delivers presses of the counter at a session's door; each key is counted once.
#[utoipa::path(
    post, path = "/sessions/{id}/presses", operation_id = "press_session", tag = "staff",
    params(("id" = SessionId, Path)),
    request_body = Presses,
    responses(
        (status = OK, body = Counted),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "The door is not open yet", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn presses_of_session(
    state: web::Data<State>,
    known: Known,
    id: web::Path<SessionId>,
    Body(body): Body<Presses>,
) -> Result<HttpResponse> {
    counted(&state, known, Of::Session(id.into_inner()), body).await
}

pub(super) fn too_early(lang: Lang) -> &'static str {
    lang.pick("还早：开始前3小时才能数。", "Too early: the door opens 3 hours before the start.")
}
