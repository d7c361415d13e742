//! Two kinds of time that cannot be mixed, and spans of the first.
//!
//! [`Wall`] is what a centre's clock on the wall shows; rooms, bookings and sessions live in it.
//! [`Instant`] is a moment everywhere on earth (UTC); creating, deciding and sending happen at one.
//! Only [`Clock`] reads the machine's clock.

mod clock;
mod minute;
mod span;
mod stored;
pub mod typed;
pub mod typed_date;
mod zone;

pub use clock::Clock;
pub use minute::{DaySpan, Minute, merge};
pub use span::{Span, SpanError};
pub use zone::Zone;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc, Weekday};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Timestamp;

/// A reading of a centre's wall clock, to the second, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Wall(NaiveDateTime);

/// A moment in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Instant(NaiveDateTime);

impl Wall {
    pub fn new(time: NaiveDateTime) -> Self {
        Self(time.with_nanosecond(0).unwrap_or(time))
    }

    /// The given minute of a day; minute 1440 is the next day's 0:00.
    pub fn at(date: NaiveDate, minute: Minute) -> Self {
        Self(date.and_time(chrono::NaiveTime::MIN) + Duration::minutes(minute.get().into()))
    }

    /// Reads `2026-11-24T09:00`, the form of HTML's `datetime-local` and of the JSON interface; within the years
    /// of [`read_date`].
    pub fn parse(text: &str) -> Option<Self> {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .filter(|time| YEARS.contains(&time.year()))
            .map(Self::new)
    }

    /// Writes `2026-11-24T09:00`.
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M").to_string()
    }

    pub fn date(self) -> NaiveDate {
        self.0.date()
    }

    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Minutes since the day began.
    pub fn minute(self) -> Minute {
        Minute::of(self.0.time())
    }

    pub fn naive(self) -> NaiveDateTime {
        self.0
    }

    pub fn plus(self, length: Duration) -> Self {
        Self(self.0 + length)
    }
}

impl Instant {
    pub fn new(time: DateTime<Utc>) -> Self {
        let time = time.naive_utc();
        Self(time.with_nanosecond(0).unwrap_or(time))
    }

    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    pub fn plus(self, length: Duration) -> Self {
        Self(self.0 + length)
    }

    /// How long ago `earlier` was; negative when it is still to come.
    pub fn since(self, earlier: Instant) -> Duration {
        self.0 - earlier.0
    }
}

/// Dates that people can mean. Reckoning with those at the calendar's end would run over it.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// Reads `2026-11-24`; `None` for what is no date, or lies centuries away.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().filter(|date| YEARS.contains(&date.year()))
}

/// Monday of the week a date lies in.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Duration::days(date.weekday().num_days_from_monday().into())
}

/// The first day of the month a date lies in.
pub fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first day of the month after the one a date lies in.
pub fn next_month(date: NaiveDate) -> NaiveDate {
    first_of_month(first_of_month(date) + Duration::days(31))
}
