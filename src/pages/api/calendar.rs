//! `/centres/{id}/days`: public holidays, make-up days, school days and lunar dates; managers enter a year.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, Known};
use super::days;
use super::input::{Body, Params};
use super::problem::{FieldProblem, Invalid, Problem};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::domain::centres::{self, CentreId};
use crate::domain::days::importing::import_year;
use crate::domain::days::sheet::{self, Entry, YearSheet};
use crate::domain::days::{
    self as kept, DayFacts, DayKind, LegalDay, LegalKind, TermId, TermKind, weekdays, words,
};
use crate::domain::people::{Acting, Role};

/// A year and a day, so that a leap year can be asked for at once.
const MOST_DAYS: i64 = 367;

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// The first day; today if left out.
    pub from: Option<NaiveDate>,
    /// The last day, at most 366 days on; six days after the first if left out.
    pub to: Option<NaiveDate>,
}

/// What is known of some days.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDays {
    pub days: Vec<CalendarDay>,
    /// School terms and holidays that touch them.
    pub terms: Vec<Term>,
    /// Years whose public holidays nobody has entered: of their days only weekends are known.
    pub unknown_years: Vec<i32>,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    pub date: NaiveDate,
    #[schema(inline)]
    pub kind: Kind,
    /// The holiday, or the one that a make-up day makes up for; null on other days.
    pub name: Option<String>,
    pub name_en: Option<String>,
    /// The weekday that a make-up day follows, where staff said so.
    #[schema(inline)]
    pub follows: Option<Weekday>,
    /// School is on, as far as terms are entered.
    pub school: bool,
    /// 五月初五 or its festival; in English `lunar 5‑5`.
    pub lunar: String,
}

/// `holiday` 休, `make_up` 班 (a weekend's day on which people work), `working`, `rest` (a weekend).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Holiday,
    MakeUp,
    Working,
    Rest,
}

/// A weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A school term or holiday, both dates included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    pub id: TermId,
    #[schema(inline)]
    pub kind: TermKind,
    pub name: String,
    pub name_en: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// A year of public holidays and make-up days, in place of what is there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub year: i32,
    /// Every holiday, weekends within it included, and every make-up day. Days of the December before may belong.
    #[schema(min_items = 1, max_items = 120)]
    pub days: Vec<NewDay>,
    /// Only checks and answers what would be written.
    #[serde(default)]
    pub dry_run: bool,
}

/// One day of the year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDay {
    pub date: NaiveDate,
    #[schema(inline)]
    pub kind: NewKind,
    #[schema(min_length = 1, max_length = 40, example = "国庆节")]
    pub name: String,
    /// Left out, that of a well-known holiday is filled in.
    #[schema(max_length = 80)]
    pub name_en: Option<String>,
    /// Only of a make-up day.
    #[schema(inline)]
    pub follows: Option<Weekday>,
}

/// `holiday` 休 or `make_up` 班.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewKind {
    Holiday,
    MakeUp,
}

/// What was entered, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entered {
    pub year: i32,
    /// Days off, weekends within holidays included.
    pub holidays: usize,
    pub make_up_days: usize,
    /// False for a dry run.
    pub written: bool,
    /// They are enough for the year to count as entered.
    pub whole_year: bool,
    /// What is still missing, in words.
    pub detail: Option<String>,
}

/// What is known of some days at a centre.
#[utoipa::path(
    get, path = "/centres/{id}/days", operation_id = "list_days", tag = "public",
    params(("id" = CentreId, Path), When),
    responses(
        (status = OK, body = CalendarDays),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(()),
)]
pub async fn list(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<CentreId>,
    Params(when): Params<When>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), caller.lang);
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, id)?;
            let today = centre.zone.today(now);
            let (from, to) = match days::range_of(MOST_DAYS, when.from, when.to, today, lang) {
                Ok(range) => range,
                Err(wrong) => return Ok(Err(wrong)),
            };
            let facts = kept::store::facts(conn, id, from, to)?;
            Ok(Ok(CalendarDays::of(&facts, from, to, lang)))
        })
        .await?;
    Ok(match found {
        Ok(found) => HttpResponse::Ok().json(found),
        Err((field, message)) => Invalid::field(field, message),
    })
}

/// Enters a year of public holidays and make-up days, in place of what is there. What is booked stays booked.
#[utoipa::path(
    post, path = "/centres/{id}/days", operation_id = "enter_days", tag = "staff",
    params(("id" = CentreId, Path)),
    request_body = Year,
    responses(
        (status = OK, body = Entered),
        (status = FORBIDDEN, description = "Not a manager of the centre", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, description = "`days[3].date` and the like", body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn enter(
    state: web::Data<State>,
    known: Known,
    id: web::Path<CentreId>,
    Body(year): Body<Year>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    match known.role_in(id) {
        None => return Err(Error::NotFound),
        Some(role) if role < Role::Manager => return Err(Error::Forbidden),
        Some(_) => {}
    }
    let (number, written) = (year.year, !year.dry_run);
    let sheet = match read(year, lang) {
        Ok(sheet) => sheet,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let count = |kind| sheet.entries.iter().filter(|entry| entry.day.kind == kind).count();
    let (holidays, make_up_days) = (count(LegalKind::Holiday), count(LegalKind::Workday));
    let whole_year = sheet.is_a_year();
    let detail = (!whole_year).then(|| words::too_few(lang, number));
    if written {
        let person = known.person.id;
        state
            .db
            .write_again(move |conn| {
                let centre = centres::store::by_id(conn, id)?;
                let acting = Acting { centre: &centre, person: Some(person), now };
                import_year(conn, &acting, &sheet)
            })
            .await?;
    }
    Ok(HttpResponse::Ok().json(Entered { year: number, holidays, make_up_days, written, whole_year, detail }))
}

fn read(year: Year, lang: Lang) -> Result<YearSheet, Vec<FieldProblem>> {
    let mut errors = Vec::new();
    if !(2000..=2999).contains(&year.year) {
        let message = lang.pick("请用2000年到2999年之间的年份。", "Use a year from 2000 to 2999.");
        errors.push(FieldProblem::new("year", message));
    }
    if year.days.is_empty() || year.days.len() > 120 {
        errors.push(FieldProblem::new("days", lang.pick("请给1到120天。", "Give 1 to 120 days.")));
    }
    for (at, day) in year.days.iter().enumerate() {
        let length = day.name.trim().chars().count();
        if !(1..=40).contains(&length) {
            let message = lang.pick("名字要有1到40个字。", "A name has 1 to 40 characters.");
            errors.push(FieldProblem::new(&format!("days[{at}].name"), message));
        }
        if day.name_en.as_ref().is_some_and(|name| name.chars().count() > 80) {
            let message = lang.pick("英文名最多80个字母。", "At most 80 characters.");
            errors.push(FieldProblem::new(&format!("days[{at}].name_en"), message));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let entries = year.days.into_iter().map(entry).collect();
    sheet::of_entries(entries, year.year).map_err(|wrong| {
        let problem = |(at, what)| {
            let field = if what == sheet::Trouble::FollowsNothing { "follows" } else { "date" };
            FieldProblem::new(&format!("days[{at}].{field}"), words::trouble(lang, what, year.year))
        };
        wrong.into_iter().map(problem).collect()
    })
}

fn entry(day: NewDay) -> Entry {
    let kind = match day.kind {
        NewKind::Holiday => LegalKind::Holiday,
        NewKind::MakeUp => LegalKind::Workday,
    };
    let legal = LegalDay::named(kind, day.name.trim(), day.name_en.as_deref().unwrap_or_default().trim());
    Entry { date: day.date, day: legal, follows: day.follows.map(Weekday::weekday) }
}

impl CalendarDays {
    fn of(facts: &DayFacts, from: NaiveDate, to: NaiveDate, lang: Lang) -> Self {
        let day = |date: NaiveDate| {
            let legal = facts.legal(date);
            CalendarDay {
                date,
                kind: Kind::from(facts.kind(date)),
                name: legal.map(|day| day.name.clone()),
                name_en: legal.map(|day| day.name_en.clone()),
                follows: facts.follows(date).map(Weekday::of),
                school: facts.is_school(date),
                lunar: kept::label(lang, date),
            }
        };
        Self {
            days: from.iter_days().take_while(|date| *date <= to).map(day).collect(),
            terms: facts.terms().iter().cloned().map(Term::from).collect(),
            unknown_years: facts.unknown_years(from, to),
        }
    }
}

impl From<kept::Term> for Term {
    fn from(term: kept::Term) -> Self {
        let kept::Term { id, kind, name, name_en, starts_on, ends_on } = term;
        Self { id, kind, name, name_en, starts_on, ends_on }
    }
}

impl From<DayKind> for Kind {
    fn from(kind: DayKind) -> Self {
        match kind {
            DayKind::Holiday => Self::Holiday,
            DayKind::MakeUp => Self::MakeUp,
            DayKind::Working => Self::Working,
            DayKind::Rest => Self::Rest,
        }
    }
}

impl Weekday {
    /// In their order; the words of both are the same.
    const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    fn of(weekday: chrono::Weekday) -> Self {
        let pairs = Self::ALL.into_iter().zip(weekdays::all());
        pairs.into_iter().find(|(_, day)| *day == weekday).map_or(Self::Mon, |(own, _)| own)
    }

    fn weekday(self) -> chrono::Weekday {
        let pairs = Self::ALL.into_iter().zip(weekdays::all());
        pairs.into_iter().find(|(own, _)| *own == self).map_or(chrono::Weekday::Mon, |(_, day)| day)
    }
}
