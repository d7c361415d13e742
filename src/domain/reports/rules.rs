//! Adding up: the figures of everything a filter lets through, and of its parts. Pure.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::usage::{Hours, Open};
use super::{Count, Facts, Fate, Filter, Heat, Kind, People, Public, Share, Use, people, period::year_on};
use crate::base::time::{Minute, Wall, first_of_month};
use crate::domain::activities::TagId;
use crate::domain::agreements::{AgreementId, TroupeId};
use crate::domain::rooms::{Access, Room, RoomId};

crate::text_enum! {
    /// By what a report is divided.
    pub enum By {
        Troupe = "troupe",
        Agreement = "agreement",
        Room = "room",
        Kind = "kind",
        Tag = "tag",
        Month = "month",
    }
}

/// One part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Troupe(TroupeId),
    /// With the year, counted from 1.
    Agreement(AgreementId, u32),
    Room(RoomId),
    Kind(Kind),
    Tag(TagId),
    /// Its first day.
    Month(NaiveDate),
    /// Whatever has none: the centre's own, under no agreement, outdoors, without a tag.
    Rest,
}

/// How many were in drop-in rooms, as counted by the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DropIn {
    pub visits: i64,
    /// Hours counted, of the hours in which such rooms were open.
    pub counted: u32,
    pub hours: u32,
}

/// What is said of a period, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Uses that were held (场次).
    pub sessions: u32,
    /// Of these, those with a report that counts.
    pub reported: u32,
    /// Of these, those whose number is the door's count, which nobody confirmed.
    pub unconfirmed: u32,
    /// What these reports add up to.
    pub visits: i64,
    /// How long the uses lasted, without turnaround.
    pub minutes: i64,
    pub no_shows: u32,
    pub displaced: u32,
    pub people: People,
    pub share: Share,
    pub drop_in: DropIn,
}

impl Figures {
    /// 人次; `None` where something was held and nobody reported anything.
    pub fn visits(&self) -> Option<i64> {
        (self.reported > 0 || self.sessions == 0).then_some(self.visits)
    }
}

/// A part with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: Key,
    pub figures: Figures,
}

/// Counts without people, share and drop-in rooms, which need more than the uses.
pub(super) fn tally(uses: &[&Use]) -> Figures {
    let mut figures = Figures::default();
    for one in uses {
        match one.fate {
            Fate::NoShow => figures.no_shows += 1,
            Fate::Displaced => figures.displaced += 1,
            Fate::Held => {
                figures.sessions += 1;
                figures.minutes += i64::from(one.span.minutes());
                if let Some(visits) = one.visits {
                    figures.reported += 1;
                    figures.unconfirmed += u32::from(one.unconfirmed);
                    figures.visits += i64::from(visits);
                }
            }
        }
    }
    figures
}

/// A centre's reports over a period, under a filter.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    pub facts: &'a Facts,
    pub filter: Filter,
    uses: Vec<&'a Use>,
    hours: Hours,
    /// Of all rooms that the filter is about.
    open: Open,
    /// The hours in which its drop-in rooms are open.
    walk_in: Vec<Count>,
    /// Reckoned out once.
    figures: OnceCell<Figures>,
}

impl<'a> Report<'a> {
    pub fn of(facts: &'a Facts, filter: Filter) -> Self {
        let hours = Hours::of(facts);
        let open = Open::of(facts, &hours, filter.room);
        let walk_in = if filter.is_about_rooms() { walk_in(facts, &hours, filter.room) } else { Vec::new() };
        Self { facts, filter, uses: facts.uses_of(filter), hours, open, walk_in, figures: OnceCell::new() }
    }

    /// The uses it is about, by start.
    pub fn uses(&self) -> &[&'a Use] {
        &self.uses
    }

    /// Everything together.
    pub fn figures(&self) -> &Figures {
        self.figures.get_or_init(|| {
            let used = self.open.used(self.facts, &self.occupying(self.filter.room));
            let share = Share { used, open: self.open.minutes() };
            self.with(&self.uses, share, |_| true)
        })
    }

    /// The published sentence, which no filter narrows.
    pub fn public(&self) -> Public {
        Public::of(self.facts)
    }

    /// When in the week rooms are full: one, or all that the filter is about.
    pub fn heat(&self, room: Option<RoomId>) -> Heat {
        match room.filter(|_| room != self.filter.room) {
            Some(_) => Open::of(self.facts, &self.hours, room).heat(self.facts, &self.occupying(room)),
            None => self.open.heat(self.facts, &self.occupying(self.filter.room)),
        }
    }

    /// The rooms of which the share of hours used is told, in their order.
    pub fn rooms(&self) -> Vec<&'a Room> {
        let about = |room: &&Room| room.active && self.filter.room.is_none_or(|id| id == room.id);
        self.facts.catalogue.rooms.iter().filter(about).collect()
    }

    /// Its parts. Parts by tag overlap, because an activity may have several; the others do not.
    pub fn rows(&self, by: By) -> Vec<Row> {
        let mut parts: BTreeMap<Key, Vec<&Use>> = self.expected(by).map(|key| (key, Vec::new())).collect();
        for one in &self.uses {
            for key in self.keys(by, one) {
                parts.entry(key).or_default().push(one);
            }
        }
        let mut rows: Vec<Row> = parts
            .iter()
            .map(|(key, uses)| Row { key: *key, figures: self.part(by, *key, uses) })
            .filter(|row| row.key != Key::Rest || row.figures != Figures::default())
            .collect();
        rows.sort_by_key(|row| self.place(row));
        rows
    }

    /// Parts that are told even where nothing happened.
    fn expected(&self, by: By) -> Box<dyn Iterator<Item = Key> + '_> {
        let period = self.facts.period;
        let contracts = self.facts.contracts.iter().filter(move |one| {
            self.filter.is_about_rooms()
                && self.filter.room.is_none()
                && period.overlaps(one.starts_on, one.ends_on)
                && one.starts_on <= self.facts.now.date()
        });
        match by {
            By::Troupe => Box::new(contracts.map(|one| Key::Troupe(one.troupe))),
            By::Room => Box::new(self.rooms().into_iter().map(|room| Key::Room(room.id))),
            By::Month => {
                let today = self.facts.now.date();
                Box::new(period.months().into_iter().filter(move |month| *month <= today).map(Key::Month))
            }
            By::Agreement => Box::new(contracts.flat_map(move |one| {
                let years = super::agreement_years(one).into_iter();
                let told = years.filter(move |year| period.overlaps(year.period.from, year.period.to));
                let today = self.facts.now.date();
                told.filter(move |year| year.period.from <= today)
                    .map(|year| Key::Agreement(one.id, year.year))
            })),
            By::Kind | By::Tag => Box::new(std::iter::empty()),
        }
    }

    fn keys(&self, by: By, one: &Use) -> Vec<Key> {
        let key = match by {
            By::Troupe => one.troupe.map(Key::Troupe),
            By::Room => one.room.map(Key::Room),
            By::Kind => Some(Key::Kind(one.kind)),
            By::Month => Some(Key::Month(first_of_month(one.span.date()))),
            By::Agreement => one
                .agreement
                .and_then(|id| self.facts.contract(id))
                .and_then(|contract| Some(Key::Agreement(contract.id, year_on(contract, one.span.date())?))),
            By::Tag => {
                let tags = self.facts.tags_of(one);
                if !tags.is_empty() {
                    return tags.iter().map(|tag| Key::Tag(*tag)).collect();
                }
                None
            }
        };
        vec![key.unwrap_or(Key::Rest)]
    }

    fn part(&self, by: By, key: Key, uses: &[&Use]) -> Figures {
        let facts = self.facts;
        match key {
            // No hours are kept outdoors.
            Key::Rest if by == By::Room => self.with(uses, Share::default(), |_| false),
            Key::Room(room) => {
                let open = Open::of(facts, &self.hours, Some(room));
                let used = open.used(facts, &self.occupying(Some(room)));
                self.with(uses, Share { used, open: open.minutes() }, |count| count.room == room)
            }
            Key::Month(month) => {
                let used = self.open.used(facts, &self.in_month(month));
                let share = Share { used, open: self.open.minutes_in_month(month) };
                self.with(uses, share, |count| first_of_month(count.at.date()) == month)
            }
            _ => {
                let share = Share { used: self.open.used(facts, uses), open: self.open.minutes() };
                self.with(uses, share, |_| false)
            }
        }
    }

    fn with(&self, uses: &[&Use], share: Share, counts: impl Fn(&Count) -> bool) -> Figures {
        let people = people::of_uses(self.facts, uses);
        Figures { people, share, drop_in: self.drop_in(counts), ..tally(uses) }
    }

    /// The uses that take a space of a room, be it in another room that shares one.
    fn occupying(&self, room: Option<RoomId>) -> Vec<&'a Use> {
        let Some(room) = room else { return self.uses.clone() };
        let sharing: BTreeSet<RoomId> = self.facts.catalogue.sharing_a_space(room).into_iter().collect();
        let there = |one: &&Use| one.room.is_some_and(|id| sharing.contains(&id));
        let by = |one: &&Use| self.facts.is_by(one, Filter { room: None, ..self.filter });
        self.facts.uses.iter().filter(there).filter(by).collect()
    }

    fn in_month(&self, month: NaiveDate) -> Vec<&'a Use> {
        let mut uses = self.occupying(self.filter.room);
        uses.retain(|one| first_of_month(one.span.date()) == month);
        uses
    }

    /// The part's drop-in counts, of the hours in which the rooms of these counts are open.
    fn drop_in(&self, of: impl Fn(&Count) -> bool) -> DropIn {
        let mut all = DropIn::default();
        if !self.filter.is_about_rooms() {
            return all;
        }
        let here = |count: &&Count| self.filter.room.is_none_or(|room| room == count.room) && of(count);
        for count in self.facts.counts.iter().filter(here) {
            all.counted += 1;
            all.visits += i64::from(count.visits);
        }
        let open = self.walk_in.iter().filter(|hour| of(hour)).count() as u32;
        all.hours = open.max(all.counted);
        all
    }

    /// Where a part stands among the others.
    fn place(&self, row: &Row) -> (bool, i64, Key) {
        let at = |found: Option<usize>| found.map_or(i64::MAX, |at| at as i64);
        let place = match row.key {
            Key::Troupe(_) => -i64::from(row.figures.sessions),
            Key::Room(id) => at(self.facts.catalogue.rooms.iter().position(|room| room.id == id)),
            Key::Tag(id) => at(self.facts.tags.iter().position(|tag| tag.id == id)),
            _ => 0,
        };
        (row.key == Key::Rest, place, row.key)
    }
}

/// Every hour up to now in which a drop-in room is open, as if nobody had been there.
fn walk_in(facts: &Facts, hours: &Hours, only: Option<RoomId>) -> Vec<Count> {
    let mut all = Vec::new();
    let rooms = facts.catalogue.rooms.iter().filter(|room| room.access == Access::DropIn);
    for room in rooms.filter(|room| only.is_none_or(|id| id == room.id)) {
        for (day, spans) in facts.period.days().zip(hours.days(room.id)) {
            let hours: BTreeSet<i32> =
                spans.iter().flat_map(|span| span.from().get() / 60..=(span.to().get() - 1) / 60).collect();
            let at = |hour: &i32| Wall::at(day, Minute::hm(*hour, 0));
            all.extend(hours.iter().map(|hour| Count { room: room.id, at: at(hour), visits: 0 }));
        }
    }
    all
}
