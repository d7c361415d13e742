//! `/reports`: what was held, how many came and how full rooms are, over a period; for staff.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Known;
use super::input::Params;
use super::problem::{Invalid, Problem};
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::activities::TagId;
use crate::domain::agreements::{AgreementId, TroupeId};
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::days::weekdays;
use crate::domain::reports::{self as domain, By, Choice, Filter, Key, Kind, Period, words};
use crate::domain::rooms::RoomId;

/// Which days, and what of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// One report for each centre one works at, if left out.
    pub centre: Option<CentreId>,
    /// The first day, with `to`; the year so far if both are left out.
    pub from: Option<NaiveDate>,
    /// The last day, at most five years on.
    pub to: Option<NaiveDate>,
    /// With `year`, the period is that year of the agreement and only what was under it is looked at.
    pub agreement: Option<AgreementId>,
    /// An agreement's year, counted from 1.
    pub year: Option<u32>,
    pub troupe: Option<TroupeId>,
    pub room: Option<RoomId>,
    /// `rehearsal` is a troupe's booking; the others are kinds of activity.
    #[param(example = "rehearsal")]
    pub kind: Option<String>,
    pub tag: Option<TagId>,
    /// By what `rows` are divided; without it there are none.
    #[param(inline)]
    pub by: Option<By>,
}

/// A centre's report over a period. A number that nobody reported is null, never 0.
#[derive(Debug, Serialize, ToSchema)]
pub struct Report {
    pub centre: CentreId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What ends later is not in it.
    pub until: WallTime,
    pub total: Figures,
    /// Parts by tag overlap; the others make up the total, but for people and shares.
    pub rows: Vec<Row>,
    /// How full the rooms are by weekday and hour; hours in which nothing is open are left out.
    pub week: Vec<Hour>,
    /// The sentence that centres publish; null when only a part is looked at.
    pub public: Option<Public>,
}

/// What is said of a period or a part of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figures {
    /// Approved bookings and sessions that were held.
    pub sessions: u32,
    /// Of how many of these it was reported how many came.
    pub reported: u32,
    /// Of how many of these nobody confirmed more than the count of the door.
    pub unconfirmed: u32,
    /// The sum of these reports; null when something was held and nobody reported.
    pub visits: Option<i64>,
    pub people: People,
    /// How long it lasted, without turnaround.
    pub minutes: i64,
    pub share: Share,
    pub no_shows: u32,
    pub displaced: u32,
    pub drop_in: DropIn,
}

/// How many different people, by what is known of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct People {
    /// Null where nothing is known.
    pub total: Option<u32>,
    /// By contact, each with the largest party it came with.
    pub registered: u32,
    /// By troupes' lists of members as of the period.
    pub listed: u32,
    /// As troupes without a list declare.
    pub declared: u32,
    /// The total is a sum in which somebody may be twice.
    pub may_repeat: bool,
    /// Sessions of which nobody knows who came: no list, or nobody on it though somebody may have come.
    pub unknown_sessions: u32,
    /// Sessions to which more came than were on the list.
    pub beyond_list_sessions: u32,
}

/// How much of the opening hours was used, in minutes summed over spaces.
#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    pub used_minutes: i64,
    pub open_minutes: i64,
    /// Null where nothing was open.
    pub percent: Option<u32>,
}

/// Drop-in rooms, counted by the hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct DropIn {
    pub visits: i64,
    pub hours_counted: u32,
    pub hours_open: u32,
}

/// A part; what it is a part by is said, and all is null for what belongs to none.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    pub name: String,
    pub troupe: Option<TroupeId>,
    pub agreement: Option<AgreementId>,
    /// The agreement's year, counted from 1.
    pub year: Option<u32>,
    pub room: Option<RoomId>,
    pub kind: Option<String>,
    pub tag: Option<TagId>,
    /// Its first day.
    pub month: Option<NaiveDate>,
    pub figures: Figures,
}

/// One hour of a weekday.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hour {
    #[schema(example = "tue")]
    pub weekday: String,
    /// From 0 to 23.
    pub hour: u8,
    pub share: Share,
}

/// What the published sentence says.
#[derive(Debug, Serialize, ToSchema)]
pub struct Public {
    /// Troupes with an agreement that held in the period.
    pub troupes: u32,
    /// Held under their agreements.
    pub sessions: u32,
    pub reported: u32,
    pub people: People,
    /// Rounded down: 140余次.
    pub sentence: String,
    pub exact_sentence: String,
}

/// Reports, one for each centre.
#[utoipa::path(
    get, path = "/reports", operation_id = "list_reports", tag = "staff",
    params(Wanted),
    responses(
        (status = OK, body = Vec<Report>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    Params(wanted): Params<Wanted>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let centres: Vec<CentreId> = match wanted.centre {
        Some(centre) if known.role_in(centre).is_none() => return Err(Error::NotFound),
        Some(centre) => vec![centre],
        None => known.memberships.iter().map(|one| one.centre).collect(),
    };
    let kind = match &wanted.kind {
        Some(word) => match Kind::from_word(word) {
            Some(kind) => Some(kind),
            None => return Ok(Invalid::field("kind", lang.pick("没有这种活动。", "There is no such kind."))),
        },
        None => None,
    };
    if let Some((field, message)) = wrong(&wanted, lang) {
        return Ok(Invalid::field(field, message));
    }
    let reports = state
        .db
        .read(move |conn| {
            let mut reports = Vec::with_capacity(centres.len());
            for id in centres {
                let centre = centres::store::by_id(conn, id)?;
                reports.push(report(conn, &centre, &wanted, kind, now, lang)?);
            }
            Ok(reports)
        })
        .await?;
    Ok(HttpResponse::Ok().json(reports))
}

/// What cannot be taken together.
fn wrong(wanted: &Wanted, lang: Lang) -> Option<(&'static str, &'static str)> {
    if wanted.year.is_some() && (wanted.agreement.is_none() || wanted.from.is_some() || wanted.to.is_some()) {
        let message = lang.pick(
            "year要和agreement一起给，不要再给from和to。",
            "Give `year` with `agreement`, and neither `from` nor `to`.",
        );
        return Some(("year", message));
    }
    match (wanted.from, wanted.to) {
        (None, None) => None,
        (Some(from), Some(to)) if Period::new(from, to).is_some() => None,
        (Some(_), Some(_)) => Some((
            "to",
            lang.pick(
                "to不能早于from，最多五年。",
                "`to` must not be before `from`, nor more than five years after it.",
            ),
        )),
        (Some(_), None) => Some(("to", lang.pick("from和to要一起给。", "Give `from` and `to` together."))),
        (None, Some(_)) => Some(("from", lang.pick("from和to要一起给。", "Give `from` and `to` together."))),
    }
}

fn report(
    conn: &mut Conn,
    centre: &Centre,
    wanted: &Wanted,
    kind: Option<Kind>,
    now: Instant,
    lang: Lang,
) -> Result<Report> {
    let contracts = domain::store::contracts(conn, centre.id)?;
    let choice = match (wanted.from, wanted.to, wanted.agreement, wanted.year) {
        (_, _, Some(agreement), Some(year)) => Choice::Year(agreement, year),
        (Some(from), Some(to), ..) => Choice::Own(Period { from, to }),
        _ => Choice::ThisYear,
    };
    let period = choice.period(centre.zone.today(now), &contracts).ok_or(Error::NotFound)?;
    let facts = domain::store::facts(conn, centre, period, now)?;
    let Wanted { troupe, agreement, room, tag, .. } = *wanted;
    let filter = Filter { troupe, agreement, room, kind, tag };
    if !facts.knows(filter) {
        return Err(Error::NotFound);
    }
    let report = domain::Report::of(&facts, filter);
    let rows = wanted.by.map_or_else(Vec::new, |by| report.rows(by));
    Ok(Report {
        centre: centre.id,
        from: period.from,
        to: period.to,
        until: WallTime(facts.now),
        total: Figures::from(report.figures()),
        rows: rows.iter().map(|row| Row::of(lang, &facts, row)).collect(),
        week: week(&report),
        public: filter.is_all().then(|| Public::of(lang, &report.public())),
    })
}

fn week(report: &domain::Report) -> Vec<Hour> {
    let heat = report.heat(None);
    let mut week = Vec::new();
    for (number, weekday) in (0..).zip(weekdays::all()) {
        for hour in heat.hours() {
            let cell = heat.at(number, hour);
            if cell.open > 0 {
                let weekday = weekdays::word(weekday).to_owned();
                week.push(Hour { weekday, hour: u8::try_from(hour).unwrap_or(0), share: Share::from(cell) });
            }
        }
    }
    week
}

impl Row {
    fn of(lang: Lang, facts: &domain::Facts, row: &domain::Row) -> Self {
        let mut told = Self {
            name: words::key(lang, facts, row.key),
            troupe: None,
            agreement: None,
            year: None,
            room: None,
            kind: None,
            tag: None,
            month: None,
            figures: Figures::from(&row.figures),
        };
        match row.key {
            Key::Troupe(id) => told.troupe = Some(id),
            Key::Agreement(id, year) => (told.agreement, told.year) = (Some(id), Some(year)),
            Key::Room(id) => told.room = Some(id),
            Key::Kind(kind) => told.kind = Some(kind.word().to_owned()),
            Key::Tag(id) => told.tag = Some(id),
            Key::Month(month) => told.month = Some(month),
            Key::Rest => {}
        }
        told
    }
}

impl Public {
    fn of(lang: Lang, public: &domain::Public) -> Self {
        Self {
            troupes: public.troupes,
            sessions: public.sessions,
            reported: public.reported,
            people: People::from(&public.people),
            sentence: words::sentence(lang, public, false),
            exact_sentence: words::sentence(lang, public, true),
        }
    }
}

impl From<&domain::Figures> for Figures {
    fn from(figures: &domain::Figures) -> Self {
        Self {
            sessions: figures.sessions,
            reported: figures.reported,
            unconfirmed: figures.unconfirmed,
            visits: figures.visits(),
            people: People::from(&figures.people),
            minutes: figures.minutes,
            share: Share::from(figures.share),
            no_shows: figures.no_shows,
            displaced: figures.displaced,
            drop_in: DropIn {
                visits: figures.drop_in.visits,
                hours_counted: figures.drop_in.counted,
                hours_open: figures.drop_in.hours,
            },
        }
    }
}

impl From<&domain::People> for People {
    fn from(people: &domain::People) -> Self {
        Self {
            total: people.total(),
            registered: people.registered,
            listed: people.listed,
            declared: people.declared,
            may_repeat: people.may_repeat(),
            unknown_sessions: people.unknown,
            beyond_list_sessions: people.beyond,
        }
    }
}

impl From<domain::Share> for Share {
    fn from(share: domain::Share) -> Self {
        Self { used_minutes: share.used, open_minutes: share.open, percent: share.percent() }
    }
}
