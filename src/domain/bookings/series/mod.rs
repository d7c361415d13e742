//! Series (系列预约): a rule such as every Tuesday 9–11 until 30 June, whose occurrences are ordinary bookings.
//!
//! What a series has are its dates: each where the rule put it (its *original date*), with the booking that stands
//! for it wherever that was moved, or an exception that says why there is none. The rule names them once, when the
//! series is made; nothing that happens afterwards calls it again, so that no edit brings back what was skipped. A
//! series lies within one agreement and ends with it; a series under the next one says which it goes on from.

pub mod adding_back;
pub mod cancelling;
pub mod changing;
pub mod creating;
pub mod deciding;
pub mod extending;
pub mod granting;
pub(super) mod handing_over;
mod moves;
pub mod planning;
pub mod recurrence;
mod repeating;
mod rules;
pub mod store;
pub mod words;

pub use rules::{Cut, Plan, Planned};

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use diesel::prelude::*;

use super::changing::ChangeRequest;
use super::{Booked, State};
use crate::base::db::schema::{series, series_change, series_exception};
use crate::base::error::{Error, Result};
use crate::base::time::{DaySpan, Instant, Minute, Span, Wall, monday_of};
use crate::domain::agreements::{AgreementId, Troupe, TroupeId};
use crate::domain::centres::CentreId;
use crate::domain::days::weekdays;
use crate::domain::people::PersonId;
use crate::domain::rooms::{Room, RoomId};
use recurrence::{End, Holidays, Recurrence, Rule};

crate::id! {
    /// A series of bookings.
    SeriesId;
}

/// One series as it stands. Times are the centre's wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = series)]
pub struct Series {
    pub id: SeriesId,
    pub centre_id: CentreId,
    pub troupe_id: TroupeId,
    pub room_id: RoomId,
    pub agreement_id: AgreementId,
    /// As [`Rule::stored`] writes it.
    pub rule: String,
    pub starts_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    pub count: Option<i32>,
    pub holidays: Holidays,
    pub from_minute: Minute,
    pub to_minute: Minute,
    pub size: i32,
    pub purpose: String,
    pub requested_by: PersonId,
    pub on_behalf: bool,
    pub requested_at: Instant,
    pub request_key: String,
    pub ended_at: Option<Instant>,
    pub predecessor_id: Option<SeriesId>,
    pub version: i32,
    /// The rule that named its dates, where its weekdays are others by now.
    pub named_by: Option<String>,
}

impl Series {
    pub fn recurrence(&self) -> Result<Recurrence> {
        let broken = || Error::fault(format_args!("series {} has a rule that is none", self.id));
        let rule = Rule::from_stored(&self.rule).ok_or_else(broken)?;
        let end = match (self.until_on, self.count) {
            (Some(until), _) => End::Until(until),
            (None, Some(count)) => End::Count(u16::try_from(count).map_err(|_| broken())?),
            (None, None) => return Err(broken()),
        };
        Ok(Recurrence { rule, starts_on: self.starts_on, end, holidays: self.holidays })
    }

    /// The date by now of one that was put on `original`: another day of that week, where the weekdays were changed.
    pub fn usual(&self, original: NaiveDate) -> NaiveDate {
        match (&self.named_by, weekdays_of(&self.rule)) {
            (Some(_), Some(weekdays)) => self.on_weekdays(original, &weekdays),
            _ => original,
        }
    }

    /// [`Series::usual`] if it had these weekdays: the first goes where the first of those was that named the dates,
    /// and so on. What is on none of those, such as a make-up day, stays.
    pub fn on_weekdays(&self, original: NaiveDate, weekdays: &[Weekday]) -> NaiveDate {
        let named = weekdays_of(self.named_by.as_ref().unwrap_or(&self.rule)).unwrap_or_default();
        let place = named.iter().position(|day| *day == original.weekday());
        let Some(to) = place.and_then(|place| weekdays.get(place)) else { return original };
        let on = Days::new(to.num_days_from_monday().into());
        monday_of(original).checked_add_days(on).unwrap_or(original)
    }

    /// The weekdays of a weekly series.
    pub fn weekdays(&self) -> Option<Vec<Weekday>> {
        weekdays_of(&self.rule)
    }

    /// Its time of day.
    pub fn part(&self) -> Result<DaySpan> {
        DaySpan::new(self.from_minute, self.to_minute)
            .ok_or_else(|| Error::fault(format_args!("series {} has no time", self.id)))
    }
}

fn weekdays_of(rule: &str) -> Option<Vec<Weekday>> {
    match Rule::from_stored(rule)? {
        Rule::Weekly { weekdays, .. } => Some(weekdays),
        _ => None,
    }
}

crate::id! {
    /// A wish to change a series, or its change.
    SeriesChangeId;
}

/// A change of a series as it was wished. Where staff have to decide, its dates' change requests are decided together.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = series_change)]
pub struct SeriesChange {
    pub id: SeriesChangeId,
    /// The series that has the dates: a successor once it says what was wished.
    pub series_id: SeriesId,
    pub first_on: NaiveDate,
    pub room_id: RoomId,
    pub from_minute: Minute,
    pub to_minute: Minute,
    /// `wed,fri`, where they are to be others.
    pub weekdays: Option<String>,
    pub size: i32,
    pub purpose: String,
    pub requested_by: PersonId,
    pub request_key: String,
    pub handed_over: bool,
}

impl SeriesChange {
    /// A span of a room is where and when a date was wished.
    pub fn is_met_by(&self, room: RoomId, span: Span) -> bool {
        let (part, day) = (span.within_day(), weekdays::word(span.date().weekday()));
        let on_its_days = |days: &String| days.split(',').any(|one| one == day);
        room == self.room_id
            && (part.from(), part.to()) == (self.from_minute, self.to_minute)
            && self.weekdays.as_ref().is_none_or(on_its_days)
    }
}

crate::text_enum! {
    /// Why a date of a series has no booking.
    pub enum ExceptionKind {
        /// Somebody did not want it, though it could be had.
        Skipped = "skipped",
        /// A public holiday, whose name is the reason.
        Holiday = "holiday",
        /// A make-up day that follows another weekday.
        OtherWeekday = "other_weekday",
        /// Somebody else had the room.
        Taken = "taken",
        /// The room was shut.
        Closed = "closed",
        /// The agreement did not cover it.
        NotCovered = "not_covered",
        /// Another rule forbade it.
        Forbidden = "forbidden",
    }
}

/// A date of a series without a booking.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = series_exception)]
pub struct Exception {
    pub original_date: NaiveDate,
    pub kind: ExceptionKind,
    /// A name or words, as far as the kind does not say it all. May be empty.
    pub reason: String,
}

/// One date of a series: skipped, or the latest booking that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub original: NaiveDate,
    pub exception: Option<Exception>,
    pub booked: Option<Booked>,
}

impl Dated {
    /// Where it stands.
    pub fn state(&self) -> Option<State> {
        self.booked.as_ref().map(|booked| booked.booking.state)
    }

    /// When it begins, or would.
    pub fn begins(&self, series: &Series) -> Wall {
        match &self.booked {
            Some(booked) => booked.booking.starts_at,
            None => Wall::at(series.usual(self.original), series.from_minute),
        }
    }

    /// The day on which it is, or would be.
    pub fn day(&self, series: &Series) -> NaiveDate {
        self.begins(series).date()
    }

    /// It still stands or is asked for, and has not begun.
    pub fn is_to_come(&self, now: Wall) -> bool {
        self.booked.as_ref().is_some_and(|one| !one.booking.state.is_over() && one.booking.starts_at > now)
    }

    /// Nothing stands for it, and its time is still to come: it can be added back.
    pub fn can_come_back(&self, series: &Series, now: Wall) -> bool {
        let gone = match self.state() {
            None => true,
            Some(State::Cancelled | State::Withdrawn | State::Refused | State::Lapsed) => true,
            Some(_) => false,
        };
        gone && Wall::at(series.usual(self.original), series.from_minute) > now
    }
}

/// A series in the staff's queue: one item, whatever the number of its dates.
#[derive(Debug, Clone)]
pub struct Asked {
    pub series: Series,
    pub room: Room,
    pub troupe: Troupe,
    /// How many of its dates are to be decided.
    pub dates: usize,
}

/// A change of a series in the staff's queue: one item, whatever the number of its dates.
#[derive(Debug, Clone)]
pub struct ChangeAsked {
    pub wish: SeriesChange,
    pub series: Series,
    /// The room it has, and the one it is to have.
    pub rooms: (Room, Room),
    pub troupe: Troupe,
    /// What is asked for each date, with its booking, by start.
    pub dates: Vec<(Booked, ChangeRequest)>,
}

/// Which dates of a series an act is about; of those only what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The one that the rule put on this date.
    One(NaiveDate),
    /// That one and all after it.
    Following(NaiveDate),
    All,
}

impl Scope {
    pub fn contains(self, original: NaiveDate) -> bool {
        match self {
            Self::One(date) => original == date,
            Self::Following(date) => original >= date,
            Self::All => true,
        }
    }
}

/// What is to become of one date of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// As the rule says.
    Take,
    /// Not this one.
    Skip,
    /// Another room or time instead, as it was offered.
    Alternative { room: RoomId, span: Span },
    /// Stay in line where somebody else has the room; ask staff for an exception where the agreement does not
    /// cover it.
    Wait,
}

/// Choices by original date; what is not in it is as the plan proposes.
pub type Choices = BTreeMap<NaiveDate, Choice>;

/// A series that somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub troupe: TroupeId,
    pub room: RoomId,
    pub recurrence: Recurrence,
    pub part: DaySpan,
    pub size: i32,
    pub purpose: String,
    /// Chosen by the form or program; a second wish with the same key returns the first result.
    pub request_key: String,
    /// Staff ask for the troupe (代办).
    pub on_behalf: bool,
    /// The series it goes on from, under the agreement that renews that one's.
    pub extends: Option<(SeriesId, AgreementId)>,
}
