//! The body of `POST /centres/{id}/disruptions`, read into what is meant.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::problem::FieldProblem;
use super::super::wire::WallTime;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Span, Wall};
use crate::domain::activities::{ActivityDetails, ActivityKind};
use crate::domain::agreements::AgreementId;
use crate::domain::disruptions::{Cause, Halt, HoursChange, Planned, Use, What};
use crate::domain::rooms::{RoomId, SpecialDay};

/// What is to happen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDisruption {
    #[schema(inline)]
    pub cause: Cause,
    /// Of a closure, a fault or hours: left out, the whole centre. The centre's own use needs one.
    pub room: Option<RoomId>,
    /// Of a closure, a fault or the centre's own use.
    pub starts_at: Option<WallTime>,
    pub ends_at: Option<WallTime>,
    /// Of the centre's own use: what the activity is called.
    #[schema(max_length = 100)]
    pub title: Option<String>,
    /// Of an agreement: which; managers alone.
    pub agreement: Option<AgreementId>,
    /// Of an agreement: its last day from now on; left out, it is suspended.
    pub last_day: Option<NaiveDate>,
    /// Of hours: what they become; managers alone.
    #[schema(inline)]
    pub hours: Option<NewHours>,
    /// The troupes read it.
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub reason_en: String,
    /// Only answers what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// The `seen` of the preview: the act does that and nothing else.
    pub seen: Option<String>,
    /// A second act with the same key returns the first.
    #[schema(max_length = 100)]
    pub request_key: Option<String>,
}

/// Hours that become others.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewHours {
    /// The weekly pattern. A room whose pattern is empty follows the centre's.
    Week { spans: Vec<OpenSpan> },
    /// What holds on one date; without spans it is shut.
    Day { date: NaiveDate, spans: Vec<OpenPart> },
    /// What was said about a date is taken back.
    NoDay { date: NaiveDate },
}

/// An open span of a weekday.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSpan {
    /// From 1 (Monday) to 7.
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: i32,
    #[schema(example = "08:30")]
    pub from: String,
    #[schema(example = "12:00")]
    pub to: String,
}

/// An open span of a date.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPart {
    #[schema(example = "08:30")]
    pub from: String,
    #[schema(example = "12:00")]
    pub to: String,
}

/// What is meant, or the field that is wrong.
pub(super) fn planned(lang: Lang, body: &NewDisruption) -> Result<Planned, FieldProblem> {
    let needed = |field: &str| FieldProblem::new(field, lang.pick("这一项要填。", "This is needed."));
    if body.reason.trim().is_empty() || body.reason.chars().count() > 300 {
        return Err(FieldProblem::new(
            "reason",
            lang.pick("请写原因，最多300字。", "Write why, in at most 300 characters."),
        ));
    }
    let what = match body.cause {
        Cause::Closure | Cause::Fault => {
            let from = body.starts_at.ok_or_else(|| needed("starts_at"))?.0;
            let to = body.ends_at.ok_or_else(|| needed("ends_at"))?.0;
            if to <= from || (to.date() - from.date()).num_days() > 400 {
                return Err(FieldProblem::new(
                    "ends_at",
                    lang.pick("结束要晚于开始，最多一年。", "The end comes after the start, within a year."),
                ));
            }
            What::Close { room: body.room, from, to, fault: body.cause == Cause::Fault }
        }
        Cause::OwnUse => What::OwnUse {
            of: Use::New { details: Box::new(details(body).ok_or_else(|| needed("title"))?), publish: false },
            room: body.room.ok_or_else(|| needed("room"))?,
            spans: vec![span(lang, body)?],
        },
        Cause::Agreement => What::Agreement {
            id: body.agreement.ok_or_else(|| needed("agreement"))?,
            halt: body.last_day.map_or(Halt::Suspend, |last_day| Halt::End { last_day }),
        },
        Cause::Hours => {
            let hours = body.hours.as_ref().ok_or_else(|| needed("hours"))?;
            What::Hours(change(body, hours).ok_or_else(|| {
                let words = lang.pick(
                    "每一段写成 08:30 到 12:00，同一天不能重叠，星期是1到7。",
                    "Write each span as 08:30 to 12:00, without overlaps; weekdays run from 1 to 7.",
                );
                FieldProblem::new("hours", words)
            })?)
        }
    };
    let (reason, reason_en) = (body.reason.trim().to_owned(), body.reason_en.trim().to_owned());
    Ok(Planned { what, reason, reason_en })
}

fn span(lang: Lang, body: &NewDisruption) -> Result<Span, FieldProblem> {
    let wall = |time: Option<WallTime>| time.map(|time| time.0);
    let (from, to) = (wall(body.starts_at), wall(body.ends_at));
    from.zip(to).and_then(|(from, to): (Wall, Wall)| Span::new(from, to).ok()).ok_or_else(|| {
        FieldProblem::new(
            "ends_at",
            lang.pick("要在同一天，结束晚于开始。", "Within one day, the end after the start."),
        )
    })
}

fn details(body: &NewDisruption) -> Option<ActivityDetails> {
    let title: String = body.title.as_deref()?.trim().chars().take(100).collect();
    (!title.is_empty()).then(|| ActivityDetails::new(ActivityKind::Other, &title))
}

/// `None` where a span is none, or two of a day overlap.
fn change(body: &NewDisruption, hours: &NewHours) -> Option<HoursChange> {
    let part = |from: &str, to: &str| DaySpan::new(Minute::parse(from)?, Minute::parse(to)?);
    Some(match hours {
        NewHours::Week { spans } => {
            let week: Option<Vec<(i32, DaySpan)>> =
                spans.iter().map(|one| Some((one.weekday, part(&one.from, &one.to)?))).collect();
            let week = week.filter(|week| week.iter().all(|(day, _)| (1..=7).contains(day)))?;
            HoursChange::Week { whose: body.room, week: apart(week)? }
        }
        NewHours::Day { date, spans } => {
            let spans: Option<Vec<_>> =
                spans.iter().map(|one| Some((0, part(&one.from, &one.to)?))).collect();
            HoursChange::Day(SpecialDay {
                room: body.room,
                date: *date,
                reason: body.reason.trim().to_owned(),
                reason_en: body.reason_en.trim().to_owned(),
                spans: apart(spans?)?.into_iter().map(|(_, span)| span).collect(),
            })
        }
        NewHours::NoDay { date } => HoursChange::NoDay { whose: body.room, date: *date },
    })
}

/// In order, if no two of a day overlap.
fn apart(mut spans: Vec<(i32, DaySpan)>) -> Option<Vec<(i32, DaySpan)>> {
    spans.sort();
    let overlap = spans.windows(2).any(|pair| match pair {
        [(day, one), (next_day, next)] => day == next_day && next.from() < one.to(),
        _ => false,
    });
    (!overlap).then_some(spans)
}
