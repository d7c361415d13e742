//! Agreements and their use as they stand in JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::time::{DaySpan, Minute};
use crate::domain::agreements::{self, AgreementId, AgreementState, TroupeId};
use crate::domain::bookings::using::{Part, Used};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::rooms::RoomId;

/// A weekly window in which the troupe may use its rooms.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyWindow {
    /// From 1 (Monday) to 7.
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: i32,
    #[schema(example = "09:00")]
    pub from: String,
    #[schema(example = "11:00")]
    pub to: String,
}

/// A free-use agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    pub id: AgreementId,
    pub centre: CentreId,
    pub troupe: TroupeId,
    pub number: String,
    #[schema(inline)]
    pub state: AgreementState,
    /// None while it is a draft.
    pub signed_on: Option<NaiveDate>,
    pub starts_on: NaiveDate,
    /// The last day it holds.
    pub ends_on: NaiveDate,
    /// The last day on the paper, where it was made to end before it.
    pub paper_ends_on: Option<NaiveDate>,
    /// None is no limit.
    pub week_minutes: Option<i32>,
    pub month_minutes: Option<i32>,
    pub week_bookings: Option<i32>,
    pub longest_minutes: Option<i32>,
    pub rooms: Vec<RoomId>,
    pub windows: Vec<WeeklyWindow>,
    pub duties: String,
    pub duties_en: String,
    pub signer_centre: String,
    pub signer_troupe: String,
    /// The one it renews.
    pub predecessor: Option<AgreementId>,
}

/// Somebody who leads the troupe of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementLeader {
    pub person: PersonId,
    pub name: String,
    /// Stands in for the leader.
    pub deputy: bool,
}

/// An agreement to be drawn up as a draft, or what one is changed to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementInput {
    pub troupe: TroupeId,
    #[schema(min_length = 1, max_length = 60)]
    pub number: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub week_minutes: Option<i32>,
    pub month_minutes: Option<i32>,
    pub week_bookings: Option<i32>,
    pub longest_minutes: Option<i32>,
    #[schema(min_items = 1)]
    pub rooms: Vec<RoomId>,
    #[schema(min_items = 1)]
    pub windows: Vec<WeeklyWindow>,
    #[serde(default)]
    pub duties: String,
    #[serde(default)]
    pub duties_en: String,
    #[serde(default)]
    pub signer_centre: String,
    #[serde(default)]
    pub signer_troupe: String,
    /// The agreement of the same troupe that this one renews.
    pub predecessor: Option<AgreementId>,
}

/// What was used in one week or month.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedPart {
    /// Its first day: a Monday, or the first of a month.
    pub from: NaiveDate,
    pub minutes: i32,
    /// As much of it as is still to be decided or answered.
    pub asked_minutes: i32,
    pub bookings: i32,
}

/// The use of an agreement over its whole period, computed from its bookings.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementUsage {
    pub held: usize,
    pub held_minutes: i32,
    /// Approved or offered, not ended.
    pub coming: usize,
    /// Requested or waiting.
    pub open: usize,
    /// How often the centre took a booking back.
    pub displaced: usize,
    pub cancelled_late: usize,
    pub weeks: Vec<UsedPart>,
    pub months: Vec<UsedPart>,
}

impl WeeklyWindow {
    pub fn read(&self) -> Option<agreements::Window> {
        let span = DaySpan::new(Minute::parse(&self.from)?, Minute::parse(&self.to)?)?;
        (1..=7).contains(&self.weekday).then_some(agreements::Window { weekday: self.weekday, span })
    }
}

impl Agreement {
    pub fn of(one: &agreements::Agreement) -> Self {
        let window = |window: &agreements::Window| WeeklyWindow {
            weekday: window.weekday,
            from: window.span.from().iso(),
            to: window.span.to().iso(),
        };
        Self {
            id: one.id,
            centre: one.centre_id,
            troupe: one.troupe_id,
            number: one.number.clone(),
            state: one.state,
            signed_on: (one.state != AgreementState::Draft).then_some(one.signed_on),
            starts_on: one.starts_on,
            ends_on: one.ends_on,
            paper_ends_on: one.paper_ends_on,
            week_minutes: one.allowance.week_minutes,
            month_minutes: one.allowance.month_minutes,
            week_bookings: one.allowance.week_bookings,
            longest_minutes: one.allowance.longest_minutes,
            rooms: one.rooms.clone(),
            windows: one.windows.iter().map(window).collect(),
            duties: one.words.duties.clone(),
            duties_en: one.words.duties_en.clone(),
            signer_centre: one.words.signer_centre.clone(),
            signer_troupe: one.words.signer_troupe.clone(),
            predecessor: one.predecessor,
        }
    }
}

impl AgreementUsage {
    pub fn of(used: &Used) -> Self {
        let parts = |parts: &BTreeMap<NaiveDate, Part>| {
            let part = |(from, part): (&NaiveDate, &Part)| UsedPart {
                from: *from,
                minutes: part.minutes,
                asked_minutes: part.asked,
                bookings: part.bookings,
            };
            parts.iter().map(part).collect()
        };
        Self {
            held: used.held,
            held_minutes: used.held_minutes,
            coming: used.coming,
            open: used.open,
            displaced: used.displaced,
            cancelled_late: used.cancelled_late,
            weeks: parts(&used.weeks),
            months: parts(&used.months),
        }
    }
}
