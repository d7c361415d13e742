//! What an agreement has been used for, over its whole period. Pure.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use super::State;
use crate::base::time::{Instant, Span, Wall, Zone, first_of_month, monday_of};

/// A booking under an agreement, as far as its use goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    pub span: Span,
    pub state: State,
    /// When it came into its state.
    pub decided_at: Option<Instant>,
}

impl Stay {
    /// It counts against the allowance: approved, requested and offered ones do, without turnaround; one
    /// cancelled less than 24 h before its start does too; one that the centre took back never.
    pub fn counts(&self, zone: Zone) -> bool {
        match self.state {
            State::Approved | State::Requested | State::Offered => true,
            State::Cancelled => {
                let day_before = self.span.start().plus(Duration::hours(-24));
                self.decided_at.is_some_and(|at| zone.wall(at) > day_before)
            }
            State::Waiting | State::Refused | State::Withdrawn | State::Lapsed | State::Displaced => false,
        }
    }
}

/// What was used in one week or month. Lengths in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    pub minutes: i32,
    /// As much of it as is still to be decided or answered.
    pub asked: i32,
    pub bookings: i32,
}

/// The use of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// By the Monday of the week.
    pub weeks: BTreeMap<NaiveDate, Part>,
    /// By the first of the month.
    pub months: BTreeMap<NaiveDate, Part>,
    /// Approved bookings that have ended, and their minutes.
    pub held: usize,
    pub held_minutes: i32,
    /// Approved or offered bookings that have not ended.
    pub coming: usize,
    /// Open requests.
    pub open: usize,
    /// How often the centre took a booking back.
    pub displaced: usize,
    /// Cancelled too late to be given back.
    pub cancelled_late: usize,
}

impl Used {
    /// Adds up what stands under an agreement.
    pub fn of(stays: &[Stay], zone: Zone, now: Wall) -> Self {
        let mut used = Self::default();
        for stay in stays {
            used.count(stay, now);
            if stay.counts(zone) {
                let day = stay.span.date();
                let open = matches!(stay.state, State::Requested | State::Offered);
                for part in [
                    used.weeks.entry(monday_of(day)).or_default(),
                    used.months.entry(first_of_month(day)).or_default(),
                ] {
                    part.minutes += stay.span.minutes();
                    part.asked += if open { stay.span.minutes() } else { 0 };
                    part.bookings += 1;
                }
                used.cancelled_late += usize::from(stay.state == State::Cancelled);
            }
        }
        used
    }

    fn count(&mut self, stay: &Stay, now: Wall) {
        let over = stay.span.end() <= now;
        match stay.state {
            State::Approved if over => {
                self.held += 1;
                self.held_minutes += stay.span.minutes();
            }
            State::Approved | State::Offered => self.coming += 1,
            State::Requested | State::Waiting => self.open += 1,
            State::Displaced => self.displaced += 1,
            State::Refused | State::Withdrawn | State::Lapsed | State::Cancelled => {}
        }
    }

    /// The week (Monday to Sunday) of a day.
    pub fn week(&self, day: NaiveDate) -> Part {
        self.weeks.get(&monday_of(day)).copied().unwrap_or_default()
    }

    /// The calendar month of a day.
    pub fn month(&self, day: NaiveDate) -> Part {
        self.months.get(&first_of_month(day)).copied().unwrap_or_default()
    }
}
