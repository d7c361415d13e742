//! Dates of an activity: single days, or a rule that is shown before it is written.

use std::collections::{BTreeSet, HashMap};

use actix_web::HttpResponse;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates as words};
use crate::base::time::{DaySpan, Minute, Span};
use crate::domain::activities::doubles::{Double, Heed, Who};
use crate::domain::activities::planning::{self, Crowded, Date as Planned, Dates, Pattern, Wish};
use crate::domain::activities::scheduling::{Planned as For, Planning, Scheduling};
use crate::domain::activities::{ActivityId, Venue, store};
use crate::domain::bookings::cases::Disturbance;
use crate::domain::bookings::series::recurrence::{Holidays, Recurrence};
use crate::domain::bookings::{Refusal, words as rules};
use crate::domain::people::Acting;
use crate::domain::registrations::meetings;
use crate::domain::rooms::RoomId;
use crate::pages::api::problem::{FieldProblem, Taken};
use crate::pages::api::series::{Recurring, read_end};
use crate::pages::api::wire::{Clash, WallTime};
use crate::pages::parts::noise::noises;

/// When and where. Either `days`, of which all must fit; or a `rule` with `starts_on` and an end, whose dates are
/// shown first and those that fit are written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DatesInput {
    /// Or a `place` outside.
    pub room: Option<RoomId>,
    #[serde(default)]
    #[schema(max_length = 80)]
    pub place: String,
    #[serde(default)]
    #[schema(max_length = 120)]
    pub place_en: String,
    /// By the centre's wall clock.
    #[schema(example = "09:00")]
    pub from: String,
    #[schema(example = "10:30")]
    pub to: String,
    #[serde(default)]
    pub days: Vec<NaiveDate>,
    #[schema(inline)]
    pub rule: Option<Recurring>,
    pub starts_on: Option<NaiveDate>,
    /// The last date; either this or `count`.
    pub until: Option<NaiveDate>,
    #[schema(minimum = 1, maximum = 400)]
    pub count: Option<u16>,
    /// `skip` if left out.
    #[schema(inline)]
    pub holidays: Option<Holidays>,
    /// Dates of the rule to be left out.
    #[serde(default)]
    pub skip: Vec<NaiveDate>,
    /// Dates of the rule to be held though a holiday leaves them out.
    #[serde(default)]
    pub keep: Vec<NaiveDate>,
    /// The fingerprint of the preview that was seen; a rule needs one.
    pub seen: Option<String>,
    /// A teacher or a class may be in two places at once.
    #[serde(default)]
    pub known: bool,
}

/// Every date before anything is written.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatesPreview {
    /// To be sent back as `seen`.
    pub fingerprint: String,
    pub dates: Vec<DatePreview>,
    /// Who would be in two places at once, in words; send `known` to do it all the same.
    pub doubles: Vec<String>,
    /// Quiet and loud rooms beside each other, in words; they are in nobody's way.
    pub noise: Vec<String>,
}

/// One date of a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatePreview {
    pub date: NaiveDate,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    /// It can be held.
    pub fits: bool,
    /// It is to be held: it fits, and neither a holiday nor the request leaves it out.
    pub held: bool,
    /// Why it does not fit, or what its day is, in words.
    pub message: Option<String>,
    pub clashes: Vec<Clash>,
}

/// Dates whose fields are in order by themselves.
#[derive(Debug, Clone)]
pub struct Checked {
    pub venue: Venue,
    pattern: Pattern,
    part: DaySpan,
    choices: HashMap<NaiveDate, bool>,
    seen: Option<String>,
    pub heed: Heed,
}

/// What came of it.
pub enum Done {
    Written,
    Preview(DatesPreview),
    /// An answer that says why not.
    Not(Box<HttpResponse>),
}

/// What is in the way, to be answered outside the transaction.
#[derive(Debug, Clone)]
pub enum Outcome {
    Written(ActivityId),
    Shown(Box<Dates>),
    Changed,
    Nothing,
    NotAll(Box<Scheduling>),
    Doubled(Vec<Double>),
    /// There are more places than the room holds.
    Crowded(Crowded),
}

impl DatesInput {
    /// Checks all that needs no database. Nothing may lie before `today`.
    pub fn checked(self, lang: Lang, today: NaiveDate, at: &str) -> Result<Checked, Vec<FieldProblem>> {
        let mut errors = Vec::new();
        let mut wrong =
            |field: &str, words: &str| errors.push(FieldProblem::new(&format!("{at}{field}"), words));
        let place = self.place.trim().to_owned();
        let venue = match self.room {
            Some(room) if place.is_empty() => Some(Venue::Room(room)),
            None if !place.is_empty()
                && place.chars().count() <= 80
                && self.place_en.chars().count() <= 120 =>
            {
                Some(Venue::Place(place, self.place_en.trim().to_owned()))
            }
            _ => None,
        };
        if venue.is_none() {
            wrong("room", lang.pick("请给 room 或 place 中的一个。", "Give either room or place."));
        }
        let part = Minute::parse(&self.from).zip(Minute::parse(&self.to));
        let part = part.and_then(|(from, to)| DaySpan::new(from, to));
        if part.is_none() {
            wrong(
                "to",
                lang.pick("结束要晚于开始，写成 09:00。", "The end is after the start; write 09:00."),
            );
        }
        let pattern = match (&self.rule, self.starts_on) {
            (None, None) if !self.days.is_empty() && self.days.len() <= 400 => {
                if self.days.iter().any(|day| *day < today) {
                    wrong("days", lang.pick("不能是过去的日子。", "No day may be past."));
                }
                Some(Pattern::Days(self.days.clone()))
            }
            (Some(rule), Some(starts_on)) if self.days.is_empty() => {
                if starts_on < today {
                    wrong("starts_on", lang.pick("不能是过去的日子。", "The day may not be past."));
                }
                let end = read_end(lang, starts_on, self.until, self.count);
                let end = end.map_err(|(field, words)| wrong(field, words)).ok();
                let holidays = self.holidays.unwrap_or(Holidays::Skip);
                rule.rule(lang)
                    .map_err(|(field, words)| wrong(field, words))
                    .ok()
                    .zip(end)
                    .map(|(rule, end)| Pattern::Rule(Recurrence { rule, starts_on, end, holidays }))
            }
            _ => {
                wrong(
                    "days",
                    lang.pick(
                        "请给 days，或者 rule、starts_on 和 until 或 count。",
                        "Give days, or rule with starts_on and until or count.",
                    ),
                );
                None
            }
        };
        let choices =
            self.skip.iter().map(|day| (*day, false)).chain(self.keep.iter().map(|day| (*day, true)));
        match (venue, part, pattern) {
            (Some(venue), Some(part), Some(pattern)) if errors.is_empty() => Ok(Checked {
                venue,
                pattern,
                part,
                choices: choices.collect(),
                seen: self.seen,
                heed: if self.known { Heed::Known } else { Heed::Warn },
            }),
            _ => Err(errors),
        }
    }
}

impl Checked {
    /// The days that are named one by one; `None` of a rule.
    pub fn days(&self) -> Option<Vec<Span>> {
        let Pattern::Days(days) = &self.pattern else { return None };
        let days: BTreeSet<NaiveDate> = days.iter().copied().collect();
        Some(days.into_iter().map(|day| Span::on(day, self.part)).collect())
    }

    /// Writes the dates, or shows them; a rule that was not seen is shown.
    pub fn run(
        &self,
        conn: &mut Conn,
        acting: Acting,
        what: For,
        who: Who,
        dry_run: bool,
    ) -> Result<Outcome> {
        let (kind, troupe, places) = match what {
            For::New(details) => (details.kind, details.troupe(), details.admission.places),
            For::More(id) => {
                let activity = store::activity(conn, acting.centre.id, id)?;
                (activity.kind, activity.troupe_id, activity.places)
            }
        };
        let loud = planning::loud(conn, acting.centre.id, kind, troupe)?;
        let (venue, pattern) = (self.venue.clone(), self.pattern.clone());
        let wish = Wish { venue, pattern, part: self.part, who, loud, places };
        let dates = planning::dates(conn, acting, &wish, &self.choices)?;
        if dry_run {
            return Ok(Outcome::Shown(Box::new(dates)));
        }
        let single = matches!(self.pattern, Pattern::Days(_));
        if let (true, Some((_, problem))) = (single, dates.problems().into_iter().next()) {
            return Ok(Outcome::NotAll(Box::new(problem)));
        }
        if !single && self.seen.as_ref() != Some(&dates.fingerprint()) {
            return Ok(Outcome::Changed);
        }
        let spans = dates.spans();
        if spans.is_empty() {
            return Ok(Outcome::Nothing);
        }
        if let (Some(crowded), Heed::Warn) = (dates.crowded, self.heed) {
            return Ok(Outcome::Crowded(crowded));
        }
        match meetings::plan(conn, acting, what, &self.venue, &spans, self.heed)? {
            Planning::Done(id, _) => Ok(Outcome::Written(id)),
            Planning::Doubled(found) => Ok(Outcome::Doubled(found)),
            // Somebody was quicker between the look and the locks: look again.
            Planning::NotAll(_) => Err(Error::Again),
        }
    }
}

impl Outcome {
    pub fn told(self, lang: Lang, today: NaiveDate) -> Done {
        let not = |answer: HttpResponse| Done::Not(Box::new(answer));
        match self {
            Self::Written(_) => Done::Written,
            Self::Shown(dates) => Done::Preview(DatesPreview::of(lang, &dates, today)),
            Self::Changed => not(Taken::because(lang.pick(
                "先用 dry_run 看每一次，再把 fingerprint 作为 seen 送回来；单子变了也要再看。",
                "Ask for a dry_run first and send its fingerprint as seen; if the list has changed, look again.",
            ))),
            Self::Nothing => not(Taken::because(lang.pick("一次也排不上。", "No date is left."))),
            Self::NotAll(problem) => not(refused(lang, &problem, today)),
            Self::Doubled(found) => not(doubled(lang, &found)),
            Self::Crowded(found) => not(crowded(lang, found)),
        }
    }
}

/// 409: why a time cannot be had.
pub fn refused(lang: Lang, problem: &Scheduling, today: NaiveDate) -> HttpResponse {
    match problem {
        Scheduling::Taken(clashes) => Taken::response(lang, clashes, Vec::new()),
        Scheduling::Doubled(found) => doubled(lang, found),
        Scheduling::Crowded(found) => crowded(lang, *found),
        other => Taken::because(&message(lang, other, today).unwrap_or_default()),
    }
}

fn doubled(lang: Lang, found: &[Double]) -> HttpResponse {
    let all: Vec<String> = found.iter().map(|one| double(lang, one)).collect();
    let there = all.join(" ");
    Taken::because(
        &lang.pick(
            format!("{there}真的要这样就送 known。"),
            format!("{there} Send known to do it all the same."),
        ),
    )
}

/// 409: more people than the room holds.
pub fn crowded(lang: Lang, found: Crowded) -> HttpResponse {
    let words = found.words(lang);
    Taken::because(
        &lang.pick(
            format!("{words}真的要这样就送 known。"),
            format!("{words} Send known to do it all the same."),
        ),
    )
}

pub fn double(lang: Lang, one: &Double) -> String {
    let (name, title) = (one.name_in(lang), one.title_in(lang));
    let (from, to) = (one.starts_at.iso(), one.ends_at.iso());
    lang.pick(
        format!("{name}那时在《{title}》（{from}到{to}）。"),
        format!("{name} is at “{title}” then ({from} to {to})."),
    )
}

pub fn message(lang: Lang, problem: &Scheduling, today: NaiveDate) -> Option<String> {
    match problem {
        Scheduling::NotOpen(open) => {
            Some(rules::refusal(lang, &Refusal::NotOpen { open: open.clone(), reason: None }, today))
        }
        Scheduling::NoSuchTime => Some(rules::refusal(lang, &Refusal::NoSuchTime, today)),
        Scheduling::Taken(clashes) => {
            let all: Vec<String> = clashes.iter().map(|clash| rules::clash(lang, clash)).collect();
            Some(all.join(lang.pick("；", "; ")))
        }
        Scheduling::Doubled(_) | Scheduling::Crowded(_) | Scheduling::Done(..) => None,
    }
}

impl DatesPreview {
    fn of(lang: Lang, dates: &Dates, today: NaiveDate) -> Self {
        let one = |date: &Planned| {
            let clashes = match &date.problem {
                Some(Scheduling::Taken(clashes)) => Clash::all(lang, clashes),
                _ => Vec::new(),
            };
            let note = date.occasion.note.as_ref().map(|note| note.words(lang, date.occasion.skipped));
            DatePreview {
                date: date.occasion.date,
                starts_at: WallTime(date.span.start()),
                ends_at: WallTime(date.span.end()),
                fits: date.problem.is_none(),
                held: date.taken,
                message: match &date.problem {
                    Some(problem) => message(lang, problem, today),
                    None => note.map(|note| words::capital(&note)),
                },
                clashes,
            }
        };
        Self {
            fingerprint: dates.fingerprint(),
            dates: dates.dates.iter().map(one).collect(),
            doubles: dates.doubles.iter().map(|found| double(lang, found)).collect(),
            noise: noise(lang, &dates.noise, today),
        }
    }
}

/// Quiet and loud rooms beside each other, in words.
pub fn noise(lang: Lang, found: &[(Disturbance, Span, usize)], today: NaiveDate) -> Vec<String> {
    let words = |one: &(Disturbance, Span, usize)| {
        let (what, which) = noises(lang, one, today);
        format!("{what}{which}")
    };
    found.iter().map(words).collect()
}
