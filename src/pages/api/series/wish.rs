//! The body of `POST /series`, checked before the use case sees it.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::asking::checked_key;
use super::super::problem::FieldProblem;
use super::super::wire::WallTime;
use super::Choosing;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::series::recurrence::{End, Holidays, Nth, Recurrence, Rule};
use crate::domain::bookings::series::{Choice, Choices, Plan, Wanted};
use crate::domain::days::weekdays;
use crate::domain::rooms::RoomId;

/// The most dates that a series may count.
const MOST_COUNT: u16 = 400;

/// A series that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeries {
    /// One that one may act for; the room is of its centre.
    pub troupe: TroupeId,
    pub room: RoomId,
    #[schema(inline)]
    pub rule: Recurring,
    /// Nothing lies before it.
    pub starts_on: NaiveDate,
    /// The last date; either this or `count`.
    pub until: Option<NaiveDate>,
    #[schema(minimum = 1, maximum = 400)]
    pub count: Option<u16>,
    /// `skip` if left out.
    #[schema(inline)]
    pub holidays: Option<Holidays>,
    /// By the centre's wall clock.
    #[schema(example = "09:00")]
    pub from: String,
    #[schema(example = "11:00")]
    pub to: String,
    #[schema(min_length = 1, max_length = 200, example = "排练")]
    pub purpose: String,
    #[schema(minimum = 1, maximum = 10000)]
    pub size: i32,
    /// Shows every date and writes nothing.
    pub dry_run: Option<bool>,
    /// What is to become of single dates; of the others what the preview proposes.
    pub choices: Option<Vec<DateChoice>>,
    /// The fingerprint of the preview that was seen. Needed without `dry_run`.
    pub seen: Option<String>,
    /// A retry with the same key makes nothing.
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
}

/// Which dates recur.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recurring {
    Daily,
    SchoolDays,
    WorkingDays,
    Weekly {
        /// Every so many weeks; 1 if left out.
        #[schema(minimum = 1, maximum = 52)]
        every: Option<u16>,
        /// `mon` to `sun`.
        weekdays: Vec<String>,
    },
    MonthlyByDate {
        #[schema(minimum = 1, maximum = 31)]
        day: u8,
    },
    MonthlyByWeekday {
        #[schema(inline)]
        nth: Nth,
        weekday: String,
    },
    LunarYearly {
        #[schema(minimum = 1, maximum = 12)]
        month: u8,
        #[schema(minimum = 1, maximum = 30)]
        day: u8,
    },
}

/// What is to become of one date.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DateChoice {
    pub date: NaiveDate,
    #[schema(inline)]
    pub choice: Choosing,
    /// Of `alternative`: which one of those shown; the first if left out.
    pub room: Option<RoomId>,
    pub starts_at: Option<WallTime>,
}

/// One whose fields are in order by themselves.
#[derive(Debug, Clone)]
pub struct Checked {
    pub wanted: Wanted,
    pub seen: String,
    choices: Vec<DateChoice>,
}

impl NewSeries {
    /// Checks all that needs no database.
    pub fn checked(self, lang: Lang) -> Result<Checked, Vec<FieldProblem>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, message: &str| errors.push(FieldProblem::new(field, message));
        let rule = self.rule.rule(lang).map_err(|(field, words)| wrong(field, words)).ok();
        let end = read_end(lang, self.starts_on, self.until, self.count);
        let end = end.map_err(|(field, words)| wrong(field, words)).ok();
        let part = Minute::parse(&self.from)
            .zip(Minute::parse(&self.to))
            .and_then(|(from, to)| DaySpan::new(from, to));
        if part.is_none() {
            wrong(
                "to",
                lang.pick("结束要晚于开始，写成 09:00。", "The end is after the start; write 09:00."),
            );
        }
        let purpose = self.purpose.trim().to_owned();
        if purpose.is_empty() || purpose.chars().count() > 200 || purpose.chars().any(char::is_control) {
            wrong("purpose", lang.pick("请写一行，1到200个字。", "Write one line of 1 to 200 characters."));
        }
        if !(1..=MOST_PEOPLE).contains(&self.size) {
            wrong("size", lang.pick("请填1到10000。", "Write a number from 1 to 10000."));
        }
        let request_key = checked_key(lang, self.request_key).unwrap_or_else(|error| {
            wrong(&error.field, &error.message);
            String::new()
        });
        if self.seen.is_none() && !self.dry_run.unwrap_or(false) {
            wrong(
                "seen",
                lang.pick(
                    "请先预览，再把 fingerprint 送回来。",
                    "Ask for a preview first and send its fingerprint.",
                ),
            );
        }
        match (rule, end, part) {
            (Some(rule), Some(end), Some(part)) if errors.is_empty() => Ok(Checked {
                wanted: Wanted {
                    troupe: self.troupe,
                    room: self.room,
                    recurrence: Recurrence {
                        rule,
                        starts_on: self.starts_on,
                        end,
                        holidays: self.holidays.unwrap_or(Holidays::Skip),
                    },
                    part,
                    size: self.size,
                    purpose,
                    request_key,
                    on_behalf: false,
                    extends: None,
                },
                seen: self.seen.unwrap_or_default(),
                choices: self.choices.unwrap_or_default(),
            }),
            _ => Err(errors),
        }
    }
}

/// A field and what is wrong with it.
pub type Wrong = (&'static str, &'static str);

/// The end of a series, of which one side is given.
pub fn read_end(
    lang: Lang,
    starts_on: NaiveDate,
    until: Option<NaiveDate>,
    count: Option<u16>,
) -> Result<End, Wrong> {
    match (until, count) {
        (Some(until), None) if until < starts_on => {
            Err(("until", lang.pick("最后一天不能比第一天早。", "The last day cannot be before the first.")))
        }
        (Some(until), None) => Ok(End::Until(until)),
        (None, Some(count)) if (1..=MOST_COUNT).contains(&count) => Ok(End::Count(count)),
        (None, Some(_)) => Err(("count", lang.pick("请填1到400。", "Write a number from 1 to 400."))),
        (None, None) => {
            Err(("until", lang.pick("请给 until 或 count 中的一个。", "Give either until or count.")))
        }
        (Some(_), Some(_)) => {
            Err(("count", lang.pick("until 和 count 只能给一个。", "Give either until or count, not both.")))
        }
    }
}

impl Recurring {
    /// The rule, or the part of it that no calendar can follow.
    pub fn rule(&self, lang: Lang) -> Result<Rule, Wrong> {
        let weekday = |field: &'static str, word: &str| {
            weekdays::of_word(word)
                .ok_or((field, lang.pick("星期请写 mon 到 sun。", "Write weekdays as mon to sun.")))
        };
        let rule = match self {
            Self::Daily => Rule::Daily,
            Self::SchoolDays => Rule::SchoolDays,
            Self::WorkingDays => Rule::WorkingDays,
            Self::Weekly { weekdays, .. } if weekdays.is_empty() => {
                return Err(("rule.weekdays", lang.pick("请至少给一天。", "Give one weekday at least.")));
            }
            Self::Weekly { every, weekdays: named } => {
                let read: Result<Vec<_>, Wrong> =
                    named.iter().map(|word| weekday("rule.weekdays", word)).collect();
                let read = read?;
                Rule::Weekly {
                    every: every.unwrap_or(1),
                    weekdays: weekdays::all().filter(|day| read.contains(day)).collect(),
                }
            }
            Self::MonthlyByDate { day } => Rule::MonthlyByDate { day: *day },
            Self::MonthlyByWeekday { nth, weekday: word } => {
                Rule::MonthlyByWeekday { nth: *nth, weekday: weekday("rule.weekday", word)? }
            }
            Self::LunarYearly { month, day } => Rule::LunarYearly { month: *month, day: *day },
        };
        if rule.is_sound() {
            return Ok(rule);
        }
        Err(match rule {
            Rule::Weekly { .. } => ("rule.every", lang.pick("请填1到52。", "Write a number from 1 to 52.")),
            Rule::LunarYearly { month, .. } if !(1..=12).contains(&month) => {
                ("rule.month", lang.pick("请填1到12。", "Write a number from 1 to 12."))
            }
            Rule::LunarYearly { .. } => {
                ("rule.day", lang.pick("请填1到30。", "Write a number from 1 to 30."))
            }
            _ => ("rule.day", lang.pick("请填1到31。", "Write a number from 1 to 31.")),
        })
    }
}

impl Checked {
    /// The choices against what was proposed; the date of one that cannot be.
    pub fn choices(&self, plan: &Plan) -> Result<Choices, NaiveDate> {
        let mut choices = Choices::new();
        for one in &self.choices {
            let date = plan.dates.iter().find(|date| date.occasion.date == one.date).ok_or(one.date)?;
            let choice = match one.choice {
                Choosing::Take => Choice::Take,
                Choosing::Skip => Choice::Skip,
                Choosing::Wait => Choice::Wait,
                Choosing::Alternative => {
                    let named = date.alternatives.iter().find(|offered| {
                        one.room.is_none_or(|room| room == offered.room)
                            && one.starts_at.is_none_or(|at| at.0 == offered.span.start())
                    });
                    let named = named.ok_or(one.date)?;
                    Choice::Alternative { room: named.room, span: named.span }
                }
            };
            if !date.may(choice) {
                return Err(one.date);
            }
            choices.insert(one.date, choice);
        }
        Ok(choices)
    }
}
