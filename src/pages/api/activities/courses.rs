//! `/courses`: a month of courses at once, looked at together; all of them are written, or none.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dates::{DatePreview, DatesInput, double, message, noise};
use super::wire::{Activity, ActivityInput};
use super::{must_approve, shown};
use crate::base::error::Result;
use crate::base::lang::{Lang, dates as words};
use crate::base::time::Span;
use crate::base::web::State;
use crate::domain::activities::many::{self, Entered, Look, Row};
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::centres::{self, CentreId};
use crate::pages::api::caller::Known;
use crate::pages::api::input::Body;
use crate::pages::api::problem::{FieldProblem, Invalid, Problem, Taken};
use crate::pages::api::wire::{Clash, WallTime};

/// Courses that one request may have.
const MOST: usize = 50;

/// Courses that are to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCourses {
    pub centre: CentreId,
    #[schema(min_items = 1, max_items = 50)]
    pub courses: Vec<CourseInput>,
    /// Published at once; drafts otherwise.
    #[serde(default)]
    pub publish: bool,
    /// Shows how they look and writes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// One of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseInput {
    pub activity: ActivityInput,
    /// Its `days`; a rule is shown first, which is done for one activity alone.
    pub dates: DatesInput,
    /// Days that do not fit are left out; the others take place.
    #[serde(default)]
    pub skip_unfit: bool,
}

/// How the courses look beside what stands already and beside each other, in the order in which they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoursesPreview {
    pub courses: Vec<CoursePreview>,
}

/// How one of them looks.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoursePreview {
    /// It would be written: something of it takes place, and what is to be known is known.
    pub fits: bool,
    pub dates: Vec<DatePreview>,
    /// Who would be in two places at once, and whether the room is too small, in words; send `known` to do it all the
    /// same.
    pub doubts: Vec<String>,
    /// Quiet and loud rooms beside each other, in words; they are in nobody’s way.
    pub noise: Vec<String>,
}

/// What came of it, to be answered outside the transaction.
enum Outcome {
    Written(Vec<Activity>),
    Shown(Vec<Look>),
    Not(Vec<Look>),
}

/// Enters courses, each with all its days, or shows how they look. For approvers.
#[utoipa::path(
    post, path = "/courses", operation_id = "enter_courses", tag = "staff",
    request_body = NewCourses,
    responses(
        (status = OK, description = "How they look", body = CoursesPreview),
        (status = CREATED, body = Vec<Activity>),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "One does not fit, or not all is said to be known: none was written", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn enter(
    state: web::Data<State>,
    known: Known,
    Body(body): Body<NewCourses>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    must_approve(&known, body.centre)?;
    let (id, dry_run, publish) = (body.centre, body.dry_run, body.publish);
    let centre = state.db.read(move |conn| centres::store::by_id(conn, id)).await?;
    let today = centre.zone.today(now);
    let rows = match rows(body.courses, lang, today) {
        Ok(rows) => rows,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let asked = rows.clone();
    let outcome = state
        .db
        .write_again(move |conn| {
            let acting = known.acting(&centre, now);
            if dry_run {
                return many::look(conn, acting, &asked).map(Outcome::Shown);
            }
            Ok(match many::enter(conn, acting, &asked, publish)? {
                Entered::Done(ids) => {
                    let all = ids.into_iter().map(|id| shown(conn, &centre, id)).collect::<Result<_>>()?;
                    Outcome::Written(all)
                }
                Entered::Not(looks) => Outcome::Not(looks),
            })
        })
        .await?;
    Ok(match outcome {
        Outcome::Written(all) => HttpResponse::Created().json(all),
        Outcome::Shown(looks) => HttpResponse::Ok().json(CoursesPreview::of(lang, &rows, &looks, today)),
        Outcome::Not(looks) => Taken::because(&refusal(lang, &rows, &looks)),
    })
}

fn rows(courses: Vec<CourseInput>, lang: Lang, today: NaiveDate) -> Result<Vec<Row>, Vec<FieldProblem>> {
    if !(1..=MOST).contains(&courses.len()) {
        let ask = lang.pick(format!("一门到{MOST}门。"), format!("From one to {MOST}."));
        return Err(vec![FieldProblem::new("courses", ask)]);
    }
    let (mut rows, mut errors) = (Vec::with_capacity(courses.len()), Vec::new());
    for (place, course) in courses.into_iter().enumerate() {
        let at = format!("courses.{place}.");
        let details = course.activity.checked(lang, &format!("{at}activity."));
        let dates = course.dates.checked(lang, today, &format!("{at}dates."));
        let days = dates.and_then(|dates| {
            let ask = lang.pick("请写days，不能用rule。", "Write the days; no rule is taken here.");
            let problem = || vec![FieldProblem::new(&format!("{at}dates.rule"), ask)];
            dates.days().map(|spans| (dates.venue.clone(), spans, dates.heed)).ok_or_else(problem)
        });
        match (details, days) {
            (Ok(details), Ok((venue, spans, heed))) => {
                rows.push(Row { details, venue, spans, heed, skips: course.skip_unfit });
            }
            (details, days) => errors.extend(details.err().into_iter().chain(days.err()).flatten()),
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

/// Which of them keep the others from being written.
fn refusal(lang: Lang, rows: &[Row], looks: &[Look]) -> String {
    let bad = rows.iter().zip(looks).filter(|(row, look)| !look.may_be_written(row.heed));
    let names: Vec<&str> = bad.map(|(row, _)| row.details.title.as_str()).collect();
    let names = names.join(lang.pick("、", ", "));
    lang.pick(
        format!("什么都没写：{names}排不上，或者要先说known。用dry_run看每一门。"),
        format!(
            "Nothing was written: {names} cannot be held so, or known is to be sent. See each with dry_run."
        ),
    )
}

impl CoursesPreview {
    fn of(lang: Lang, rows: &[Row], looks: &[Look], today: NaiveDate) -> Self {
        let titles: Vec<&str> = rows.iter().map(|row| row.details.title.as_str()).collect();
        let one = |(row, look): (&Row, &Look)| CoursePreview {
            fits: look.may_be_written(row.heed),
            dates: row.spans.iter().map(|span| date(lang, *span, look, &titles, today)).collect(),
            doubts: doubts(lang, look, &titles, today),
            noise: noise(lang, &look.noise, today),
        };
        Self { courses: rows.iter().zip(looks).map(one).collect() }
    }
}

fn date(lang: Lang, span: Span, look: &Look, titles: &[&str], today: NaiveDate) -> DatePreview {
    let problem = look.problems.iter().find(|(at, _)| *at == span).map(|(_, problem)| problem);
    let rival = look.rivals.iter().find(|(at, _)| *at == span).and_then(|(_, place)| titles.get(*place));
    let rival = rival.map(|title| {
        lang.pick(format!("《{title}》那时也要用这间。"), format!("“{title}” wants the room then too."))
    });
    DatePreview {
        date: span.date(),
        starts_at: WallTime(span.start()),
        ends_at: WallTime(span.end()),
        fits: problem.is_none() && rival.is_none(),
        held: look.spans.contains(&span),
        message: problem.and_then(|problem| message(lang, problem, today)).or(rival),
        clashes: match problem {
            Some(Scheduling::Taken(clashes)) => Clash::all(lang, clashes),
            _ => Vec::new(),
        },
    }
}

fn doubts(lang: Lang, look: &Look, titles: &[&str], today: NaiveDate) -> Vec<String> {
    let shared = look.shared.iter().filter_map(|(span, place)| {
        let (title, day) = (titles.get(*place)?, words::date(lang, span.date(), today));
        Some(lang.pick(
            format!("{day}：《{title}》那时也由这位老师上。"),
            format!("{day}: “{title}” has the same teacher then."),
        ))
    });
    let doubles = look.doubles.iter().map(|one| double(lang, one));
    let crowded = look.crowded.map(|crowded| crowded.words(lang));
    shared.chain(doubles).chain(crowded).collect()
}
