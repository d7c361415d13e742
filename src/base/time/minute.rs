//! Minutes of a day, and spans of them: what opening hours and an agreement's windows are made of.

use chrono::{NaiveTime, Timelike};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Integer;

/// Minutes since midnight, 0 to 1440; 1440 is the end of the day (24:00).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct Minute(i32);

impl Minute {
    pub const MIDNIGHT: Minute = Minute(0);
    pub const DAY_END: Minute = Minute(24 * 60);

    /// `None` outside 0 to 1440.
    pub fn new(minute: i32) -> Option<Self> {
        (0..=Self::DAY_END.0).contains(&minute).then_some(Self(minute))
    }

    /// Hours and minutes as people say them; clipped to the day.
    pub fn hm(hour: i32, minute: i32) -> Self {
        Self((hour * 60 + minute).clamp(0, Self::DAY_END.0))
    }

    pub fn of(time: NaiveTime) -> Self {
        Self::hm(time.hour() as i32, time.minute() as i32)
    }

    /// Reads `9:00`, `09:00` and `24:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once([':', '：'])?;
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..60).contains(&minute) && hour >= 0).then(|| Self::new(hour * 60 + minute))?
    }

    pub fn get(self) -> i32 {
        self.0
    }

    /// The later minute, at most the end of the day.
    pub fn plus(self, minutes: i32) -> Self {
        Self((self.0 + minutes).clamp(0, Self::DAY_END.0))
    }

    /// `09:00`, as HTML's time fields and the JSON interface write it.
    pub fn iso(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl<DB: Backend> ToSql<Integer, DB> for Minute
where
    i32: ToSql<Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Integer, DB> for Minute
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let minute = i32::from_sql(bytes)?;
        Self::new(minute).ok_or_else(|| format!("{minute} is no minute of a day").into())
    }
}

/// A span within one day, half open: `[from, to)`, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    from: Minute,
    to: Minute,
}

impl DaySpan {
    /// `None` when it would be empty or run backwards.
    pub fn new(from: Minute, to: Minute) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    pub fn from(self) -> Minute {
        self.from
    }

    pub fn to(self) -> Minute {
        self.to
    }

    pub fn minutes(self) -> i32 {
        self.to.0 - self.from.0
    }

    pub fn contains(self, other: DaySpan) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The part both have, if any.
    pub fn overlap(self, other: DaySpan) -> Option<DaySpan> {
        DaySpan::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// What is left of this span once `taken` (in any order, overlapping or not) is cut out.
    pub fn without(self, taken: &[DaySpan]) -> Vec<DaySpan> {
        let mut free = Vec::new();
        let mut from = self.from;
        for cut in merge(taken.to_vec()) {
            free.extend(DaySpan::new(from, cut.from.min(self.to)));
            from = from.max(cut.to);
        }
        free.extend(DaySpan::new(from, self.to));
        free
    }
}

/// Sorted spans in which overlapping and adjacent ones have become one (8–10 and 10–12 are 8–12).
pub fn merge(mut spans: Vec<DaySpan>) -> Vec<DaySpan> {
    spans.sort();
    let mut merged: Vec<DaySpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => merged.push(span),
        }
    }
    merged
}
