//! What an agreement covers, and what is left of its allowance. Pure.

use chrono::{Datelike, NaiveDate};

use super::{Agreement, AgreementState};
use crate::base::time::{DaySpan, Span, merge};
use crate::domain::rooms::RoomId;

/// What a troupe has used of its allowance in the week and month of a session, that session not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    pub week_minutes: i32,
    pub week_bookings: i32,
    pub month_minutes: i32,
}

/// Whether an agreement covers a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    Covered,
    Not(Gap),
}

crate::text_enum! {
    /// Why an agreement does not cover a session. Such a request is always reviewed.
    pub enum Gap {
        /// The troupe has no agreement on that day.
        NoAgreement = "no_agreement",
        /// The agreement names other rooms.
        OtherRoom = "other_room",
        /// The session does not lie within one of the weekly windows.
        OutsideWindow = "outside_window",
        /// Longer than the agreement's longest booking.
        TooLong = "too_long",
        /// More hours than the week still allows.
        WeekHours = "week_hours",
        /// More bookings than the week still allows.
        WeekBookings = "week_bookings",
        /// More hours than the month still allows.
        MonthHours = "month_hours",
    }
}

impl Gap {
    /// An exception is granted with a reason; having no agreement is no exception, only reviewed.
    pub fn is_exception(self) -> bool {
        self != Self::NoAgreement
    }
}

impl Agreement {
    /// Whether this agreement covers a session in a room, when so much is used already.
    ///
    /// Adjacent windows merge; the session lies within one of what results.
    pub fn covers(&self, room: RoomId, span: Span, used: Usage) -> Coverage {
        let gap = self.gap(room, span, used);
        gap.map_or(Coverage::Covered, Coverage::Not)
    }

    fn gap(&self, room: RoomId, span: Span, used: Usage) -> Option<Gap> {
        let over = |limit: Option<i32>, wanted: i32| limit.is_some_and(|limit| wanted > limit);
        let minutes = span.minutes();
        if self.state != AgreementState::Active || !(self.starts_on..=self.ends_on).contains(&span.date()) {
            Some(Gap::NoAgreement)
        } else if !self.rooms.contains(&room) {
            Some(Gap::OtherRoom)
        } else if !self.windows_on(span.date()).iter().any(|window| window.contains(span.within_day())) {
            Some(Gap::OutsideWindow)
        } else if over(self.allowance.longest_minutes, minutes) {
            Some(Gap::TooLong)
        } else if over(self.allowance.week_minutes, used.week_minutes + minutes) {
            Some(Gap::WeekHours)
        } else if over(self.allowance.week_bookings, used.week_bookings + 1) {
            Some(Gap::WeekBookings)
        } else if over(self.allowance.month_minutes, used.month_minutes + minutes) {
            Some(Gap::MonthHours)
        } else {
            None
        }
    }

    /// The windows of a day's weekday, adjacent ones merged.
    pub fn windows_on(&self, date: NaiveDate) -> Vec<DaySpan> {
        let weekday = date.weekday().number_from_monday() as i32;
        merge(
            self.windows
                .iter()
                .filter(|window| window.weekday == weekday)
                .map(|window| window.span)
                .collect(),
        )
    }
}
