//! Alternatives (备选方案): what would be granted now instead of what cannot be. Pure.
//!
//! Ranked by what they ask of the person, at most three, different in kind, and every one checked by the very
//! rule that grants it.

use chrono::{Duration, NaiveDate};

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

/// What cannot be had.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    pub room: &'a Room,
    pub span: Span,
    pub size: i32,
}

/// At most three alternatives, the least demanding first.
pub fn alternatives(facts: &Facts, wish: Wish) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = Vec::new();
    let kinds: [&dyn Fn() -> Option<Alternative>; 5] = [
        &|| other_time(facts, wish, wish.room, wish.span.date(), Change::Time),
        &|| rooms_like(facts, wish).find_map(|room| check(facts, wish, room, wish.span, Change::Room)),
        &|| {
            let days = nearby_days(facts, wish).into_iter();
            days.filter_map(|day| moved_to(wish.span, day))
                .find_map(|span| check(facts, wish, wish.room, span, Change::Day))
        },
        &|| {
            rooms_like(facts, wish)
                .find_map(|room| other_time(facts, wish, room, wish.span.date(), Change::RoomAndTime))
        },
        &|| {
            let mut days = nearby_days(facts, wish).into_iter();
            days.find_map(|day| other_time(facts, wish, wish.room, day, Change::DayAndTime))
        },
    ];
    for kind in kinds {
        let new = kind().filter(|new| !found.iter().any(|old| old.room == new.room && old.span == new.span));
        found.extend(new);
        if found.len() == 3 {
            break;
        }
    }
    found
}

fn check(facts: &Facts, wish: Wish, room: &Room, span: Span, change: Change) -> Option<Alternative> {
    if room.id == wish.room.id && span == wish.span {
        return None;
    }
    let verdict = facts.verdict(room, span, wish.size);
    verdict.fits().then(|| Alternative {
        room: room.id,
        span,
        change,
        needs_decision: verdict != Verdict::Granted,
    })
}

/// The start nearest to the wanted one, on a day, from which the wanted length fits.
fn other_time(facts: &Facts, wish: Wish, room: &Room, day: NaiveDate, change: Change) -> Option<Alternative> {
    let wanted = wish.span.within_day().from().get();
    let minutes = wish.span.minutes();
    let grain = room.grain_minutes.max(1);
    let mut starts: Vec<i32> = facts
        .stretches(room, day)
        .iter()
        .flat_map(|stretch| {
            let first = (stretch.from().get() + grain - 1) / grain * grain;
            (first..=stretch.to().get() - minutes).step_by(grain as usize)
        })
        .collect();
    starts.sort_by_key(|start| ((start - wanted).abs(), *start));
    starts
        .into_iter()
        .filter_map(|start| span_at(day, Minute::new(start)?, minutes))
        .find_map(|span| check(facts, wish, room, span, change))
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
fn nearby_days(facts: &Facts, wish: Wish) -> Vec<NaiveDate> {
    let day = wish.span.date();
    [7, -7, 14, 1, -1, 2, -2, 3, -3, 4, 5, 6]
        .into_iter()
        .map(|days| day + Duration::days(days))
        .filter(|day| *day >= facts.now.date())
        .collect()
}

fn moved_to(span: Span, day: NaiveDate) -> Option<Span> {
    span_at(day, span.within_day().from(), span.minutes())
}
