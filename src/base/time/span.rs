//! A stretch of a centre's wall clock within one day: what a booking or a session covers.

use chrono::{Duration, NaiveDate};

use super::{DaySpan, Minute, Wall};

/// `[start, end)` on one day; the end may be 24:00. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: Wall,
    end: Wall,
}

/// Why two times make no [`Span`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    #[error("the end is not after the start")]
    Empty,
    #[error("it does not lie within one day")]
    SeveralDays,
}

impl Span {
    pub fn new(start: Wall, end: Wall) -> Result<Self, SpanError> {
        if end <= start {
            return Err(SpanError::Empty);
        }
        if end > Wall::at(start.date(), Minute::DAY_END) {
            return Err(SpanError::SeveralDays);
        }
        Ok(Self { start, end })
    }

    pub fn on(date: NaiveDate, part: DaySpan) -> Self {
        Self { start: Wall::at(date, part.from()), end: Wall::at(date, part.to()) }
    }

    pub fn start(self) -> Wall {
        self.start
    }

    pub fn end(self) -> Wall {
        self.end
    }

    pub fn date(self) -> NaiveDate {
        self.start.date()
    }

    /// The same stretch as minutes of its day.
    pub fn within_day(self) -> DaySpan {
        let from = self.start.minute();
        DaySpan::new(from, from.plus(self.minutes())).unwrap_or_else(|| unreachable!("a span is never empty"))
    }

    pub fn minutes(self) -> i32 {
        (self.end.naive() - self.start.naive()).num_minutes() as i32
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// When the space is free again: the end and the turnaround after it, which may run past midnight.
    pub fn end_with(self, turnaround_minutes: i32) -> Wall {
        self.end.plus(Duration::minutes(turnaround_minutes.into()))
    }
}
