//! How full rooms are: the share of their opening hours that was used, and when in the week. Pure.
//!
//! Counted in spaces: a hall of two halves of which one is used is half used, and over several rooms each space counts
//! once. Open is what the hours of the rooms say, with the dates that differ and without closures, up to now; used is
//! what of it lay in a use that was held, without turnaround.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use super::{Facts, Fate, Use};
use crate::base::time::{DaySpan, Minute, Wall, merge};
use crate::domain::rooms::{Room, RoomId, SpaceId};

/// Minutes used of minutes open, summed over spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    pub used: i64,
    pub open: i64,
}

impl Share {
    /// `None` where nothing was open. Rounded, but neither 0 nor 100 where that is not the whole truth.
    pub fn percent(self) -> Option<u32> {
        if self.open <= 0 {
            return None;
        }
        let rounded = (self.used * 100 + self.open / 2) / self.open;
        let honest = match rounded {
            0 if self.used > 0 => 1,
            100 if self.used < self.open => 99,
            other => other,
        };
        u32::try_from(honest).ok()
    }
}

/// One hour of one weekday.
pub type Cell = Share;

/// A week by hours, Monday first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heat {
    /// 24 for each weekday; empty where nothing is open.
    cells: Vec<Cell>,
}

impl Heat {
    /// An hour (0 to 23) of a weekday (0 Monday to 6).
    pub fn at(&self, weekday: u32, hour: i32) -> Cell {
        self.cells.get(place(weekday, hour)).copied().unwrap_or_default()
    }

    /// The hours in which anything is open on some weekday, in order.
    pub fn hours(&self) -> Vec<i32> {
        (0..24).filter(|hour| (0..7).any(|weekday| self.at(weekday, *hour).open > 0)).collect()
    }

    /// The fullest hour and the emptiest, each the earliest of its kind; `None` where nothing was used.
    pub fn extremes(&self) -> Option<((u32, i32), (u32, i32))> {
        // An hour that is open now and then alone says little about the week.
        let most = self.cells.iter().map(|cell| cell.open).max().unwrap_or(0);
        let all = || (0..7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour)));
        let cell = |(weekday, hour)| self.at(weekday, hour);
        let open = || all().filter(|at| cell(*at).open > 0 && cell(*at).open * 4 >= most);
        let ratio = |at: &(u32, i32)| cell(*at).used * 1_000_000 / cell(*at).open;
        let fullest = open().min_by_key(|at| -ratio(at)).filter(|at| cell(*at).used > 0)?;
        Some((fullest, open().min_by_key(ratio)?))
    }

    fn add(&mut self, date: NaiveDate, span: DaySpan, of: impl Fn(&mut Cell) -> &mut i64) {
        if self.cells.is_empty() {
            self.cells = vec![Cell::default(); 7 * 24];
        }
        let weekday = date.weekday().num_days_from_monday();
        for hour in span.from().get() / 60..=(span.to().get() - 1) / 60 {
            let within = span.to().get().min(hour * 60 + 60) - span.from().get().max(hour * 60);
            if let Some(cell) = self.cells.get_mut(place(weekday, hour)) {
                *of(cell) += i64::from(within);
            }
        }
    }
}

fn place(weekday: u32, hour: i32) -> usize {
    weekday as usize * 24 + usize::try_from(hour).unwrap_or(0)
}

/// When rooms are open up to now, day by day of the period; those no longer let are left out.
#[derive(Debug, Clone)]
pub(super) struct Hours(HashMap<RoomId, Vec<Vec<DaySpan>>>);

impl Hours {
    pub fn of(facts: &Facts) -> Self {
        let days: Vec<NaiveDate> = facts.period.days().take_while(|day| *day <= facts.now.date()).collect();
        let spans = |room: RoomId, day| up_to(facts.catalogue.open_on(room, day), day, facts.now);
        let rooms = facts.catalogue.rooms.iter().filter(|room| room.active);
        let of = |room: &Room| (room.id, days.iter().map(|day| spans(room.id, *day)).collect());
        Self(rooms.map(of).collect())
    }

    /// The days of a room, from the first of the period.
    pub fn days(&self, room: RoomId) -> &[Vec<DaySpan>] {
        self.0.get(&room).map_or(&[], Vec::as_slice)
    }
}

/// When the spaces of some rooms are open, day by day.
#[derive(Debug, Clone)]
pub(super) struct Open {
    from: NaiveDate,
    spaces: BTreeMap<SpaceId, Vec<Vec<DaySpan>>>,
    total: i64,
    months: BTreeMap<(i32, u32), i64>,
}

impl Open {
    /// Of one room, or of all that are let; drop-in rooms are left out.
    pub fn of(facts: &Facts, hours: &Hours, only: Option<RoomId>) -> Self {
        let from = facts.period.from;
        let mut spaces: BTreeMap<SpaceId, Vec<Vec<DaySpan>>> = BTreeMap::new();
        let about = |room: &&Room| room.is_bookable() && only.is_none_or(|id| id == room.id);
        for room in facts.catalogue.rooms.iter().filter(about) {
            let days = hours.days(room.id);
            for space in facts.catalogue.spaces_of(room.id) {
                let there = spaces.entry(*space).or_insert_with(|| vec![Vec::new(); days.len()]);
                there.iter_mut().zip(days).for_each(|(spans, more)| spans.extend(more));
            }
        }
        let (mut total, mut months) = (0, BTreeMap::new());
        for days in spaces.values_mut() {
            for (day, spans) in from.iter_days().zip(days) {
                *spans = merge(std::mem::take(spans));
                let minutes: i64 = spans.iter().map(|span| i64::from(span.minutes())).sum();
                total += minutes;
                *months.entry((day.year(), day.month())).or_default() += minutes;
            }
        }
        Self { from, spaces, total, months }
    }

    pub fn minutes(&self) -> i64 {
        self.total
    }

    pub fn minutes_in_month(&self, month: NaiveDate) -> i64 {
        self.months.get(&(month.year(), month.month())).copied().unwrap_or_default()
    }

    /// What of it some uses took.
    pub fn used(&self, facts: &Facts, uses: &[&Use]) -> i64 {
        let mut minutes = 0;
        self.each_used(facts, uses, |_, part| minutes += i64::from(part.minutes()));
        minutes
    }

    /// By weekday and hour.
    pub fn heat(&self, facts: &Facts, uses: &[&Use]) -> Heat {
        let mut heat = Heat::default();
        for days in self.spaces.values() {
            for (day, spans) in self.from.iter_days().zip(days) {
                spans.iter().for_each(|span| heat.add(day, *span, |cell| &mut cell.open));
            }
        }
        self.each_used(facts, uses, |day, part| heat.add(day, part, |cell| &mut cell.used));
        heat
    }

    fn on(&self, space: SpaceId, day: NaiveDate) -> Option<&[DaySpan]> {
        let place = usize::try_from((day - self.from).num_days()).ok()?;
        Some(self.spaces.get(&space)?.get(place)?.as_slice())
    }

    fn each_used(&self, facts: &Facts, uses: &[&Use], mut visit: impl FnMut(NaiveDate, DaySpan)) {
        let mut taken: BTreeMap<(SpaceId, NaiveDate), Vec<DaySpan>> = BTreeMap::new();
        for one in uses.iter().filter(|one| one.fate == Fate::Held) {
            for space in one.room.map_or(&[][..], |room| facts.catalogue.spaces_of(room)) {
                if self.spaces.contains_key(space) {
                    taken.entry((*space, one.span.date())).or_default().push(one.span.within_day());
                }
            }
        }
        for ((space, day), spans) in taken {
            let open = self.on(space, day).unwrap_or_default();
            for span in merge(spans) {
                open.iter().filter_map(|open| open.overlap(span)).for_each(|part| visit(day, part));
            }
        }
    }
}

/// What of a day's spans is over.
fn up_to(spans: Vec<DaySpan>, day: NaiveDate, now: Wall) -> Vec<DaySpan> {
    if day < now.date() {
        return spans;
    }
    let past = DaySpan::new(Minute::MIDNIGHT, now.minute()).filter(|_| day == now.date());
    past.map_or_else(Vec::new, |past| spans.iter().filter_map(|span| span.overlap(past)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_neither_nothing_nor_all_where_that_is_not_the_whole_truth() {
        let percent = |used, open| Share { used, open }.percent();
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(0, 600), Some(0));
        assert_eq!(percent(1, 600), Some(1));
        assert_eq!(percent(599, 600), Some(99));
        assert_eq!(percent(600, 600), Some(100));
        assert_eq!(percent(75, 600), Some(13));
    }

    #[test]
    fn a_span_is_shared_out_over_the_hours_it_touches() {
        let tuesday = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let span = |from: (i32, i32), to: (i32, i32)| {
            DaySpan::new(Minute::hm(from.0, from.1), Minute::hm(to.0, to.1)).unwrap()
        };
        let mut heat = Heat::default();
        heat.add(tuesday, span((8, 30), (12, 0)), |cell| &mut cell.open);
        heat.add(tuesday, span((9, 15), (11, 0)), |cell| &mut cell.used);
        assert_eq!(heat.hours(), [8, 9, 10, 11]);
        assert_eq!(heat.at(1, 8), Share { used: 0, open: 30 });
        assert_eq!(heat.at(1, 9), Share { used: 45, open: 60 });
        assert_eq!(heat.at(1, 10), Share { used: 60, open: 60 });
        assert_eq!(heat.at(0, 10), Share::default());
        assert_eq!(heat.extremes(), Some(((1, 10), (1, 8))));
    }
}
