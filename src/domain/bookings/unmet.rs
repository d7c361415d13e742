//! Wishes that could not be met: where and when a centre has too little room.
//!
//! Counted are requests of the last 90 days that were refused, that still wait in line, and that lapsed without ever
//! having been offered. What a troupe took back, or let pass when it was offered, was not for want of a room.

use std::collections::{BTreeMap, HashSet};

use chrono::Datelike;
use diesel::prelude::*;

use super::{BookingId, State};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, history};
use crate::base::error::Result;
use crate::base::time::{Instant, Span, Wall};
use crate::domain::centres::CentreId;
use crate::domain::rooms::RoomId;

/// How far back wishes are counted, by when they were made.
pub const DAYS: i64 = 90;

/// One wish that was not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub room: RoomId,
    pub span: Span,
    pub state: State,
}

/// How often each hour of the week was wished for, Monday first.
pub type Week = [[u32; 24]; 7];

/// Unmet wishes, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unmet {
    pub refused: u32,
    pub waiting: u32,
    pub lapsed: u32,
    pub rooms: BTreeMap<RoomId, Week>,
}

impl Unmet {
    pub fn all(&self) -> u32 {
        self.refused + self.waiting + self.lapsed
    }
}

/// Counts wishes; one that lasts from 9:30 to 11:00 is one in the hours of 9 and of 10.
pub fn tally(wishes: &[Wish]) -> Unmet {
    let mut unmet = Unmet::default();
    for wish in wishes {
        match wish.state {
            State::Refused => unmet.refused += 1,
            State::Waiting => unmet.waiting += 1,
            _ => unmet.lapsed += 1,
        }
        let week = unmet.rooms.entry(wish.room).or_default();
        let day = wish.span.date().weekday().num_days_from_monday() as usize;
        let part = wish.span.within_day();
        let (first, last) = (part.from().get() / 60, (part.to().get() - 1) / 60);
        if let Some(hours) = week.get_mut(day) {
            for hour in first..=last {
                if let Some(count) = usize::try_from(hour).ok().and_then(|hour| hours.get_mut(hour)) {
                    *count += 1;
                }
            }
        }
    }
    unmet
}

/// A centre's unmet wishes of the last [`DAYS`].
pub fn wishes(conn: &mut Conn, centre: CentreId, now: Instant) -> Result<Vec<Wish>> {
    let since = now.plus(-chrono::Duration::days(DAYS));
    let rows: Vec<(BookingId, RoomId, Wall, Wall, State)> = booking::table
        .filter(booking::centre_id.eq(centre).and(booking::requested_at.ge(since)))
        .filter(booking::state.eq_any([State::Refused, State::Waiting, State::Lapsed]))
        .order(booking::id)
        .select((booking::id, booking::room_id, booking::starts_at, booking::ends_at, booking::state))
        .load(conn)?;
    let let_pass: HashSet<i64> = history::table
        .filter(history::centre_id.eq(centre.0).and(history::at.ge(since)))
        .filter(history::act.eq("offer_ended"))
        .select(history::subject_id)
        .load::<i64>(conn)?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .filter(|(id, ..)| !let_pass.contains(&id.0))
        .filter_map(|(_, room, starts, ends, state)| {
            Some(Wish { room, span: Span::new(starts, ends).ok()?, state })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_counts_in_every_hour_it_touches() {
        let at = |time: &str| Wall::parse(&format!("2026-11-24T{time}")).unwrap();
        let span = Span::new(at("09:30"), at("11:00")).unwrap();
        let wish = Wish { room: RoomId(1), span, state: State::Refused };
        let unmet = tally(&[wish, Wish { state: State::Waiting, ..wish }]);
        assert_eq!((unmet.refused, unmet.waiting, unmet.lapsed, unmet.all()), (1, 1, 0, 2));
        let tuesday = unmet.rooms[&RoomId(1)][1];
        assert_eq!(tuesday[8..12], [0, 2, 2, 0]);
        assert_eq!(tuesday.iter().sum::<u32>(), 4);
    }
}
