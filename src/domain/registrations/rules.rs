//! Who may register, whose turn it is, and how long an offer stands. Pure.

use chrono::Duration;

use super::{Places, Registration, RegistrationState};
use crate::base::time::{Instant, Wall};
use crate::domain::activities::{Activity, RegistrationMode, Title};

/// An offer ends after this time at the latest …
pub const OFFER: Duration = Duration::hours(24);
/// … and this long before the start; nothing is offered later than that.
pub const BEFORE_START: Duration = Duration::hours(2);

/// What somebody who wants to come is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// One simply comes.
    NotNeeded,
    /// Registration opens then.
    NotYet(Wall),
    /// It closed then, or everything has begun.
    Closed(Option<Wall>),
    /// There are places; `None` without a limit.
    Open(Option<i32>),
    /// All are taken, or meant for those in line: one may wait behind so many.
    Line(i32),
}

impl Joining {
    /// One may register, be it to wait.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open(_) | Self::Line(_))
    }
}

/// From when to when one registers, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub mode: RegistrationMode,
    pub opens: Option<Wall>,
    pub closes: Option<Wall>,
}

impl From<&Activity> for Terms {
    fn from(of: &Activity) -> Self {
        Self { mode: of.registration, opens: of.registration_opens, closes: of.registration_closes }
    }
}

impl From<&Title> for Terms {
    fn from(of: &Title) -> Self {
        Self { mode: of.registration, opens: of.registration_opens, closes: of.registration_closes }
    }
}

/// How registration stands. `starts`: when the session starts, or a course's first; `None` when there is none.
pub fn joining(terms: impl Into<Terms>, starts: Option<Wall>, places: Places, now: Wall) -> Joining {
    let terms = terms.into();
    if terms.mode == RegistrationMode::None {
        return Joining::NotNeeded;
    }
    if let Some(closes) = terms.closes
        && closes <= now
    {
        return Joining::Closed(Some(closes));
    }
    // A course may stay open after its first session, where somebody said until when.
    let begun = starts.is_none_or(|starts| starts <= now);
    let ends_with_start = terms.mode == RegistrationMode::Session || terms.closes.is_none();
    if begun && ends_with_start {
        return Joining::Closed(starts);
    }
    if let Some(opens) = terms.opens
        && opens > now
    {
        return Joining::NotYet(opens);
    }
    match places.left() {
        Some(0) => Joining::Line(places.line),
        left => Joining::Open(left),
    }
}

/// What becomes of a new registration that may be made.
pub fn admission(activity: &Activity, places: Places, party: i32, by_staff: bool) -> RegistrationState {
    if activity.reviewed && !by_staff {
        RegistrationState::Requested
    } else if places.hold(party) {
        RegistrationState::Confirmed
    } else {
        RegistrationState::Waiting
    }
}

/// When an offer made now ends; `None` when it is too late to make one.
pub fn offer_ends(start: Instant, now: Instant) -> Option<Instant> {
    let last = start.plus(-BEFORE_START);
    (now < last).then(|| last.min(now.plus(OFFER)))
}

/// How many places the first in line lacks; `None` when it can be offered.
pub fn lacking(places: Places, party: i32) -> Option<i32> {
    places.free().filter(|free| *free < party).map(|free| party - free)
}

/// In the order in which places are offered.
pub fn in_line(all: &mut [Registration]) {
    all.sort_by_key(|one| (one.queued_at, one.id));
}

/// The lowest numbers that nobody has, of which there are enough by the limit or by counting on.
pub fn numbers(taken: &[i32], party: i32) -> Vec<i32> {
    (1..).filter(|number| !taken.contains(number)).take(usize::try_from(party).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::new(chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    #[test]
    fn an_offer_stands_a_day_and_ends_two_hours_before_the_start() {
        let now = at("2026-11-24T08:00:00Z");
        assert_eq!(offer_ends(at("2026-11-30T08:00:00Z"), now), Some(at("2026-11-25T08:00:00Z")));
        assert_eq!(offer_ends(at("2026-11-24T20:00:00Z"), now), Some(at("2026-11-24T18:00:00Z")));
        assert_eq!(offer_ends(at("2026-11-24T10:00:00Z"), now), None);
    }

    #[test]
    fn whoever_comes_while_others_wait_has_no_place_even_if_one_is_free() {
        let places = Places { limit: Some(10), taken: 8, line: 1 };
        assert_eq!((places.free(), places.left(), places.hold(1)), (Some(2), Some(0), false));
        assert_eq!(lacking(places, 4), Some(2));
        assert_eq!(lacking(places, 2), None);
        let endless = Places { limit: None, taken: 80, line: 0 };
        assert!(endless.hold(9));
    }

    #[test]
    fn the_lowest_free_numbers_are_given() {
        assert_eq!(numbers(&[1, 2, 4], 3), [3, 5, 6]);
        assert_eq!(numbers(&[], 0), [0; 0]);
    }
}
