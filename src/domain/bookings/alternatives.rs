//! Alternatives (备选方案): what would be granted now instead of what cannot be. Pure.
//!
//! Ranked by what they ask of the person, at most three, different in kind, and every one checked by the very
//! rule that grants it.

use chrono::{Duration, NaiveDate};

use super::AlternativeId;
use super::finding::span_at;
use super::rules::{Facts, Verdict};
use crate::base::time::{Minute, Span};
use crate::domain::rooms::{Noise, Room, RoomId};

/// How many days around the wanted one are looked at.
pub const REACH_DAYS: i64 = 14;

/// What differs from the wish; the order is the rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The same room, another time of that day.
    Time,
    /// The same time, another room.
    Room,
    /// The same room and time, a nearby day; the same weekday before others.
    Day,
    /// Another room and another time of that day.
    RoomAndTime,
    /// The same room, a nearby day, another time.
    DayAndTime,
}

/// One alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    pub room: RoomId,
    pub span: Span,
    pub change: Change,
    /// True when taking it means asking: the button says 申请 and not 就要这个.
    pub needs_decision: bool,
}

/// Those of a request as they were written down.
pub type Offered = Vec<(AlternativeId, Alternative)>;

/// What cannot be had.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    pub room: &'a Room,
    pub span: Span,
    pub size: i32,
}

/// The kinds by rank.
const KINDS: [Change; 5] = [Change::Time, Change::Room, Change::Day, Change::RoomAndTime, Change::DayAndTime];

/// At most three alternatives, the least demanding first.
pub fn alternatives(facts: &Facts, wish: Wish) -> Vec<Alternative> {
    alternatives_where(facts, wish, &|_, _| true)
}

/// [`alternatives`] that have nothing of the wish in them: why staff refused a slot, such as the centre's own need of
/// it, is true of every part of it. `may`: what else decides.
pub fn elsewhere(facts: &Facts, wish: Wish, may: &dyn Fn(&Room, Span) -> bool) -> Vec<Alternative> {
    let sharing = facts.catalogue.sharing_a_space(wish.room.id);
    let apart = |room: &Room, span: Span| !(span.overlaps(wish.span) && sharing.contains(&room.id));
    alternatives_where(facts, wish, &|room, span| apart(room, span) && may(room, span))
}

/// [`alternatives`] of what `may` be offered.
pub fn alternatives_where(facts: &Facts, wish: Wish, may: &dyn Fn(&Room, Span) -> bool) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = Vec::new();
    for kind in KINDS {
        let new = of_kind(facts, wish, kind, may);
        found.extend(new.filter(|new| !found.iter().any(|old| old.room == new.room && old.span == new.span)));
        if found.len() == 3 {
            break;
        }
    }
    found
}

/// One more alternative besides those found: the least demanding of a kind that is not among them, of what `may`
/// be offered.
pub fn another(
    facts: &Facts,
    wish: Wish,
    found: &[Alternative],
    may: &dyn Fn(&Room, Span) -> bool,
) -> Option<Alternative> {
    let new = |room: &Room, span: Span| {
        may(room, span) && !found.iter().any(|old| old.room == room.id && old.span == span)
    };
    let mut kinds = KINDS.into_iter().filter(|kind| !found.iter().any(|old| old.change == *kind));
    kinds.find_map(|kind| of_kind(facts, wish, kind, &new))
}

fn of_kind(
    facts: &Facts,
    wish: Wish,
    kind: Change,
    may: &dyn Fn(&Room, Span) -> bool,
) -> Option<Alternative> {
    let fitting = Fitting { facts, wish, kind, may };
    match kind {
        Change::Time => fitting.other_time(wish.room, wish.span.date()),
        Change::Room => rooms_like(facts, wish).find_map(|room| fitting.check(room, wish.span)),
        Change::Day => {
            let days = nearby_days(facts, wish).into_iter();
            days.filter_map(|day| moved_to(wish.span, day)).find_map(|span| fitting.check(wish.room, span))
        }
        Change::RoomAndTime => {
            rooms_like(facts, wish).find_map(|room| fitting.other_time(room, wish.span.date()))
        }
        Change::DayAndTime => {
            let mut days = nearby_days(facts, wish).into_iter();
            days.find_map(|day| fitting.other_time(wish.room, day))
        }
    }
}

/// The search for one kind.
#[derive(Clone, Copy)]
struct Fitting<'a> {
    facts: &'a Facts,
    wish: Wish<'a>,
    kind: Change,
    may: &'a dyn Fn(&Room, Span) -> bool,
}

impl Fitting<'_> {
    fn check(&self, room: &Room, span: Span) -> Option<Alternative> {
        let wish = self.wish;
        if (room.id == wish.room.id && span == wish.span) || !(self.may)(room, span) {
            return None;
        }
        // Most that is looked at is taken, and that is told soonest.
        if self.facts.is_taken(room, span) {
            return None;
        }
        let verdict = self.facts.verdict(room, span, wish.size);
        verdict.fits().then(|| Alternative {
            room: room.id,
            span,
            change: self.kind,
            needs_decision: verdict != Verdict::Granted,
        })
    }

    /// The start nearest to the wanted one, on a day, from which the wanted length fits.
    fn other_time(&self, room: &Room, day: NaiveDate) -> Option<Alternative> {
        let wanted = self.wish.span.within_day().from().get();
        let minutes = self.wish.span.minutes();
        let grain = room.grain_minutes.max(1);
        let mut starts: Vec<i32> = self
            .facts
            .stretches(room, day)
            .iter()
            .flat_map(|stretch| {
                let first = (stretch.from().get() + grain - 1) / grain * grain;
                (first..=stretch.to().get() - minutes).step_by(grain as usize)
            })
            .collect();
        // The same time is another kind.
        starts.retain(|start| *start != wanted);
        starts.sort_by_key(|start| ((start - wanted).abs(), *start));
        starts
            .into_iter()
            .filter_map(|start| span_at(day, Minute::new(start)?, minutes))
            .find_map(|span| self.check(room, span))
    }
}

/// Other rooms that are big enough and have what the wanted one has, the nearest in size first; a loud one is
/// not offered to those who wanted quiet.
fn rooms_like<'a>(facts: &'a Facts, wish: Wish<'a>) -> impl Iterator<Item = &'a Room> {
    let wanted = facts.catalogue.equipment_of(wish.room.id);
    let lacking = |room: &Room| wanted.iter().filter(|one| !facts.catalogue.has(room.id, &[**one])).count();
    let mut rooms: Vec<&Room> = facts
        .catalogue
        .rooms
        .iter()
        .filter(|room| room.id != wish.room.id && room.is_bookable() && room.capacity >= wish.size)
        .filter(|room| wish.room.noise != Noise::Loud || room.noise != Noise::Quiet)
        .collect();
    rooms.sort_by_key(|room| (lacking(room), (room.capacity - wish.room.capacity).abs(), room.position));
    rooms.into_iter()
}

/// The same weekday a week or two on, then the days around the wanted one.
const NEARBY: [i64; 12] = [7, -7, 14, 1, -1, 2, -2, 3, -3, 4, 5, 6];

fn nearby_days(facts: &Facts, wish: Wish) -> Vec<NaiveDate> {
    days_around(wish.span.date()).filter(|day| *day >= facts.now.date()).collect()
}

/// The days on which the wanted room is offered instead of on one, this one left out.
pub fn days_around(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    NEARBY.into_iter().map(move |days| day + Duration::days(days))
}

fn moved_to(span: Span, day: NaiveDate) -> Option<Span> {
    span_at(day, span.within_day().from(), span.minutes())
}
