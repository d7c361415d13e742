//! How full rooms are: the share of their opening hours that was used, and when in the week. Pure.
//!
//! Counted in spaces: a hall of two halves of which one is used is half used, and over several rooms each space counts
//! once. Open is what the hours of the rooms say, with the dates that differ and without closures, up to now; used is
//! what of it lay in a use that was held, without turnaround.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    cells: BTreeMap<(u32, i32), Cell>,
}

impl Heat {
    /// An hour (0 to 23) of a weekday (0 Monday to 6).
    pub fn at(&self, weekday: u32, hour: i32) -> Cell {
        self.cells.get(&(weekday, hour)).copied().unwrap_or_default()
    }

    /// The hours in which anything is open on some weekday, in order.
    pub fn hours(&self) -> Vec<i32> {
        let open = self.cells.iter().filter(|(_, cell)| cell.open > 0).map(|((_, hour), _)| *hour);
        open.collect::<BTreeSet<i32>>().into_iter().collect()
    }

    /// The fullest hour and the emptiest, each the earliest of its kind; `None` where nothing was used.
    pub fn extremes(&self) -> Option<((u32, i32), (u32, i32))> {
        // An hour that is open now and then alone says little about the week.
        let most = self.cells.values().map(|cell| cell.open).max().unwrap_or(0);
        let open = || self.cells.iter().filter(|(_, cell)| cell.open > 0 && cell.open * 4 >= most);
        let ratio = |cell: &Cell| cell.used * 1_000_000 / cell.open;
        let fullest = open().min_by_key(|(_, cell)| -ratio(cell)).filter(|(_, cell)| cell.used > 0)?;
        let emptiest = open().min_by_key(|(_, cell)| ratio(cell))?;
        Some((*fullest.0, *emptiest.0))
    }

    fn add(&mut self, date: NaiveDate, span: DaySpan, of: impl Fn(&mut Cell) -> &mut i64) {
        let weekday = date.weekday().num_days_from_monday();
        for hour in span.from().get() / 60..=(span.to().get() - 1) / 60 {
            let whole = DaySpan::new(Minute::hm(hour, 0), Minute::hm(hour + 1, 0));
            if let Some(part) = whole.and_then(|whole| whole.overlap(span)) {
                *of(self.cells.entry((weekday, hour)).or_default()) += i64::from(part.minutes());
            }
        }
    }
}

/// When the spaces of some rooms are open, day by day.
#[derive(Debug, Clone)]
pub(super) struct Open {
    days: HashMap<(SpaceId, NaiveDate), Vec<DaySpan>>,
    total: i64,
    months: BTreeMap<(i32, u32), i64>,
}

impl Open {
    /// Of one room, or of all that are let. Drop-in rooms and those no longer let are left out.
    pub fn of(facts: &Facts, only: Option<RoomId>) -> Self {
        let mut open = Self { days: HashMap::new(), total: 0, months: BTreeMap::new() };
        let let_now = |room: &&Room| room.is_bookable() && only.is_none_or(|id| id == room.id);
        let rooms: Vec<&Room> = facts.catalogue.rooms.iter().filter(let_now).collect();
        for day in facts.period.days().take_while(|day| *day <= facts.now.date()) {
            for room in &rooms {
                let spans = up_to(facts.catalogue.open_on(room.id, day), day, facts.now);
                for space in facts.catalogue.spaces_of(room.id) {
                    open.days.entry((*space, day)).or_default().extend(&spans);
                }
            }
        }
        for ((_, day), spans) in &mut open.days {
            *spans = merge(std::mem::take(spans));
            let minutes: i64 = spans.iter().map(|span| i64::from(span.minutes())).sum();
            open.total += minutes;
            *open.months.entry((day.year(), day.month())).or_default() += minutes;
        }
        open
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
        for ((_, day), spans) in &self.days {
            for span in spans {
                heat.add(*day, *span, |cell| &mut cell.open);
            }
        }
        self.each_used(facts, uses, |day, part| heat.add(day, part, |cell| &mut cell.used));
        heat
    }

    fn each_used(&self, facts: &Facts, uses: &[&Use], mut visit: impl FnMut(NaiveDate, DaySpan)) {
        let mut taken: BTreeMap<(SpaceId, NaiveDate), Vec<DaySpan>> = BTreeMap::new();
        for one in uses.iter().filter(|one| one.fate == Fate::Held) {
            let Some(room) = one.room else { continue };
            for space in facts.catalogue.spaces_of(room) {
                let key = (*space, one.span.date());
                if self.days.contains_key(&key) {
                    taken.entry(key).or_default().push(one.span.within_day());
                }
            }
        }
        for (key, spans) in taken {
            let open = self.days.get(&key).map_or(&[][..], Vec::as_slice);
            for part in merge(spans).iter().flat_map(|span| open.iter().filter_map(|o| o.overlap(*span))) {
                visit(key.1, part);
            }
        }
    }
}

/// What of a day's spans is over.
pub(super) fn up_to(spans: Vec<DaySpan>, day: NaiveDate, now: Wall) -> Vec<DaySpan> {
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
