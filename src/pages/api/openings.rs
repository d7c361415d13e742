//! `/openings`: find me a room. From a need to what is surely free.

use actix_web::{HttpResponse, web};
use chrono::{Datelike, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, Known};
use super::days::out_of_reach;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::WallTime;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::finding::{Found, Need, Unfit, find};
use crate::domain::bookings::{Verdict, store};
use crate::domain::centres::{self, CentreId};
use crate::domain::rooms::{Equipment, RoomId};

/// How many of a weekday's dates are looked at.
const WEEKS: i64 = 4;
/// Openings in one answer.
const MOST: usize = 200;

/// What is needed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Search {
    pub centre: CentreId,
    /// The day; either this or a weekday.
    pub date: Option<NaiveDate>,
    /// 1 Monday to 7 Sunday: its next four dates, today among them.
    #[param(minimum = 1, maximum = 7)]
    pub weekday: Option<u32>,
    /// How long.
    #[param(minimum = 1, maximum = 1440)]
    pub minutes: i32,
    /// How many people; 1 if left out.
    #[param(minimum = 1, maximum = 10000)]
    pub size: Option<i32>,
    /// What the room must have; may be given several times.
    #[serde(default)]
    #[param(inline)]
    pub equipment: Vec<Equipment>,
    /// Only rooms that one reaches without a step.
    #[serde(default)]
    pub step_free: bool,
    /// For this troupe, by its agreement; for whoever may act for it.
    pub troupe: Option<TroupeId>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Openings {
    /// By start; of each room at most one in a free stretch and part of the day: the earliest that fits.
    pub openings: Vec<Opening>,
    /// The other rooms that can be booked, and why they are not among the openings.
    pub unfit: Vec<UnfitRoom>,
}

/// A room and a time that would be granted now, at once or by staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct Opening {
    pub room: RoomId,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// Whether staff would decide; null without a troupe, whose agreement it hangs on.
    pub needs_decision: Option<bool>,
}

/// Why a room does not fit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnfitRoom {
    pub room: RoomId,
    #[schema(inline)]
    pub reason: Reason,
    /// Of `too_small`: the most people it takes.
    pub capacity: Option<i32>,
    /// Of `lacks`: what is missing.
    #[schema(inline)]
    pub lacks: Vec<Equipment>,
    /// Of `length`: what it is let for.
    pub shortest_minutes: Option<i32>,
    pub longest_minutes: Option<i32>,
}

/// In a word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    TooSmall,
    Lacks,
    NotStepFree,
    NotInAgreement,
    Length,
    NothingFree,
}

/// Finds rooms and times that are surely free.
#[utoipa::path(
    get, path = "/openings", operation_id = "find_openings", tag = "public",
    params(Search),
    responses(
        (status = OK, body = Openings),
        (status = NOT_FOUND, description = "No such centre, or no troupe that one may act for", body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security((), ("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    caller: Caller,
    Params(search): Params<Search>,
) -> Result<HttpResponse> {
    let now = state.now();
    if let Some((field, message)) = wrong(&search, caller.lang) {
        return Ok(Invalid::field(field, message));
    }
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, search.centre)?;
            if let Some(troupe) = search.troupe {
                let person = caller.person.ok_or(Error::SignInFirst)?;
                let known = Known::load(conn, person, caller.lang)?;
                let (home, _) = known.may_act_for(conn, troupe)?;
                if home.id != centre.id {
                    return Err(Error::NotFound);
                }
            }
            let need = need(&search, centre.zone.today(now));
            let (Some(from), Some(to)) = (need.days.first(), need.days.last()) else {
                return Ok(Openings::of(Found::default(), false));
            };
            let facts = store::facts_of_centre(conn, &centre, search.troupe, *from, *to, now)?;
            Ok(Openings::of(find(&facts, &need), search.troupe.is_some()))
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

fn wrong(search: &Search, lang: Lang) -> Option<(&'static str, &'static str)> {
    let date_or_weekday = lang.pick("请给 date 或 weekday，二者选一。", "Give either a date or a weekday.");
    match (search.date, search.weekday) {
        (Some(date), None) => {
            if let Some(wrong) = out_of_reach(lang, "date", date) {
                return Some(wrong);
            }
        }
        (None, Some(1..=7)) => {}
        (None, Some(_)) => {
            return Some(("weekday", lang.pick("请填1到7。", "Write a number from 1 to 7.")));
        }
        _ => return Some(("date", date_or_weekday)),
    }
    if !(1..=1440).contains(&search.minutes) {
        return Some(("minutes", lang.pick("请填1到1440。", "Write a number from 1 to 1440.")));
    }
    if !(1..=MOST_PEOPLE).contains(&search.size.unwrap_or(1)) {
        return Some(("size", lang.pick("请填1到10000。", "Write a number from 1 to 10000.")));
    }
    None
}

fn need(search: &Search, today: NaiveDate) -> Need {
    let days = match (search.date, search.weekday) {
        (Some(date), _) => vec![date],
        (None, Some(weekday)) => {
            let ahead = (i64::from(weekday) + 7 - i64::from(today.weekday().number_from_monday())) % 7;
            (0..WEEKS).map(|week| today + Duration::days(ahead + 7 * week)).collect()
        }
        (None, None) => Vec::new(),
    };
    Need {
        days,
        minutes: search.minutes,
        size: search.size.unwrap_or(1),
        equipment: search.equipment.clone(),
        step_free: search.step_free,
        part: None,
    }
}

impl Openings {
    fn of(found: Found, for_a_troupe: bool) -> Self {
        let openings = found.openings.into_iter().take(MOST).map(|opening| Opening {
            room: opening.room,
            starts_at: WallTime(opening.span.start()),
            ends_at: WallTime(opening.span.end()),
            needs_decision: for_a_troupe.then_some(opening.verdict != Verdict::Granted),
        });
        let unfit = found.unfit.into_iter().map(|(room, unfit)| UnfitRoom::of(room, unfit));
        Self { openings: openings.collect(), unfit: unfit.collect() }
    }
}

impl UnfitRoom {
    fn of(room: RoomId, unfit: Unfit) -> Self {
        let plain = |reason| Self {
            room,
            reason,
            capacity: None,
            lacks: Vec::new(),
            shortest_minutes: None,
            longest_minutes: None,
        };
        match unfit {
            Unfit::TooSmall { capacity } => Self { capacity: Some(capacity), ..plain(Reason::TooSmall) },
            Unfit::Lacks(lacks) => Self { lacks, ..plain(Reason::Lacks) },
            Unfit::NotStepFree => plain(Reason::NotStepFree),
            Unfit::NotInAgreement => plain(Reason::NotInAgreement),
            Unfit::Length { shortest, longest } => Self {
                shortest_minutes: Some(shortest),
                longest_minutes: Some(longest),
                ..plain(Reason::Length)
            },
            Unfit::NothingFree => plain(Reason::NothingFree),
        }
    }
}
