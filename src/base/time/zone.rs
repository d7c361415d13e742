//! A centre's time zone: between its wall clock and moments.

use chrono::{LocalResult, NaiveDate, TimeZone};
use chrono_tz::Tz;

use super::{Instant, Span, Wall};

/// An IANA zone such as `Asia/Shanghai`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// `None` when the name is no zone.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the wall clock shows at a moment.
    pub fn wall(self, at: Instant) -> Wall {
        Wall::new(at.utc().with_timezone(&self.0).naive_local())
    }

    /// The moment the wall clock shows a time; of an ambiguous one the first. `None` for a time that
    /// the clock skips when it is put forward.
    pub fn instant(self, wall: Wall) -> Option<Instant> {
        match self.0.from_local_datetime(&wall.naive()) {
            LocalResult::Single(time) => Some(Instant::new(time.to_utc())),
            LocalResult::Ambiguous(first, _) => Some(Instant::new(first.to_utc())),
            LocalResult::None => None,
        }
    }

    /// False for a span that begins or ends within an hour that the clock skips. It may end where the skipped
    /// hour begins.
    pub fn shows(self, span: Span) -> bool {
        let last_minute = span.end().plus(-chrono::Duration::minutes(1));
        self.instant(span.start()).is_some() && self.instant(last_minute).is_some()
    }

    pub fn today(self, now: Instant) -> NaiveDate {
        self.wall(now).date()
    }

    pub fn tz(self) -> Tz {
        self.0
    }
}
