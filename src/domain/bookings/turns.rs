//! Whose turn it is when a slot is free again, and until when it is kept for them. Pure.

use chrono::{Days, Duration, NaiveDate};

use super::rules::Verdict;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::agreements::Gap;

/// An offer ends after this time at the latest …
pub const OFFER: Duration = Duration::hours(24);
/// … and this long before the start; nothing is offered later than that.
pub const BEFORE_START: Duration = Duration::hours(2);
/// How many working days a slot is kept while staff decide about the first in line.
const STAFF_DAYS: u32 = 2;

/// What a free slot means to a request that waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is offered, and held until then.
    Offer(Instant),
    /// Staff decide first; the slot is held for it until then.
    Staff { gap: Option<Gap>, until: Instant },
    /// Staff decide about an exception; nothing is held, since a request within an agreement may win.
    Exception(Gap),
    /// It goes on waiting: too late, shut, taken, or an earlier request is still to be decided.
    NotYet,
}

/// What the verdict on a waiting request makes of its turn. `undecided_before`: an earlier request for the slot,
/// within its agreement, waits for staff.
pub fn turn(
    verdict: &Verdict,
    offer_until: Option<Instant>,
    staff_until: Instant,
    undecided_before: bool,
) -> Turn {
    let Some(latest) = offer_until else { return Turn::NotYet };
    match verdict {
        Verdict::Granted => Turn::Offer(latest),
        Verdict::Reviewed(Some(gap)) if gap.is_exception() => Turn::Exception(*gap),
        Verdict::Reviewed(_) if undecided_before => Turn::NotYet,
        Verdict::Reviewed(gap) => Turn::Staff { gap: *gap, until: staff_until },
        Verdict::Refused(_) | Verdict::Taken(_) => Turn::NotYet,
    }
}

/// When an offer made now ends; `None` when it is too late to make one.
pub fn offer_ends(start: Instant, now: Instant) -> Option<Instant> {
    let last = latest(start);
    (now < last).then(|| last.min(now.plus(OFFER)))
}

/// The last moment at which anything is offered or kept for somebody.
pub fn latest(start: Instant) -> Instant {
    start.plus(-BEFORE_START)
}

/// The same time of day two working days on; counted from the next working day's beginning on a day off.
pub fn in_two_working_days(now: Wall, is_working: impl Fn(NaiveDate) -> bool) -> Wall {
    let working_from = |day: NaiveDate| day.iter_days().take(60).find(|day| is_working(*day)).unwrap_or(day);
    let first = working_from(now.date());
    let time = if first == now.date() { now.minute() } else { Minute::MIDNIGHT };
    let last = (0..STAFF_DAYS).fold(first, |day, _| working_from(day + Days::new(1)));
    Wall::at(last, time)
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    fn at(text: &str) -> Instant {
        Instant::new(chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    #[test]
    fn an_offer_ends_after_a_day_or_two_hours_before_the_start() {
        let now = at("2026-11-21T08:00:00Z");
        assert_eq!(offer_ends(at("2026-11-25T08:00:00Z"), now), Some(at("2026-11-22T08:00:00Z")));
        assert_eq!(offer_ends(at("2026-11-21T12:00:00Z"), now), Some(at("2026-11-21T10:00:00Z")));
        assert_eq!(offer_ends(at("2026-11-21T10:00:00Z"), now), None);
    }

    #[test]
    fn staff_have_two_working_days() {
        let weekday = |day: NaiveDate| day.weekday().number_from_monday() < 6;
        for (now, ends) in [
            ("2026-11-20T15:00", "2026-11-24T15:00"),
            ("2026-11-21T08:00", "2026-11-25T00:00"),
            ("2026-11-22T23:00", "2026-11-25T00:00"),
            ("2026-11-23T09:30", "2026-11-25T09:30"),
        ] {
            let (now, ends) = (Wall::parse(now).unwrap(), Wall::parse(ends).unwrap());
            assert_eq!(in_two_working_days(now, weekday), ends, "{now:?}");
        }
        // A calendar without working days ends all the same.
        in_two_working_days(Wall::parse("2026-11-20T15:00").unwrap(), |_| false);
    }
}
