//! Find me a room: from a need to what is surely free. Pure.

use chrono::NaiveDate;

use super::rules::{Facts, Verdict};
use crate::base::time::{DaySpan, Minute, Span};
use crate::domain::rooms::{Equipment, Room, RoomId};

/// What somebody needs, before they know which room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub days: Vec<NaiveDate>,
    pub minutes: i32,
    pub size: i32,
    pub equipment: Vec<Equipment>,
    pub step_free: bool,
    /// Only within this part of the day.
    pub part: Option<DaySpan>,
}

/// A room and a time that would be granted now, at once or by staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub room: RoomId,
    pub span: Span,
    pub verdict: Verdict,
}

/// Why a room is not among the openings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    TooSmall {
        capacity: i32,
    },
    Lacks(Vec<Equipment>),
    NotStepFree,
    NotInAgreement,
    /// Shorter or longer than the room is let for.
    Length {
        shortest: i32,
        longest: i32,
    },
    /// It fits, but no stretch of that length is free.
    NothingFree,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// By day, then by start, then by the rooms' order.
    pub openings: Vec<Opening>,
    pub unfit: Vec<(RoomId, Unfit)>,
}

/// At most one opening per room and free stretch and part of the day: the earliest that fits.
pub fn find(facts: &Facts, need: &Need) -> Found {
    let mut found = Found::default();
    for room in facts.catalogue.rooms.iter().filter(|room| room.is_bookable()) {
        if let Some(unfit) = unfit(facts, need, room) {
            found.unfit.push((room.id, unfit));
            continue;
        }
        let before = found.openings.len();
        for day in &need.days {
            found.openings.extend(openings(facts, need, room, *day));
        }
        if found.openings.len() == before {
            found.unfit.push((room.id, Unfit::NothingFree));
        }
    }
    found.openings.sort_by_key(|opening| opening.span.start());
    found
}

fn unfit(facts: &Facts, need: &Need, room: &Room) -> Option<Unfit> {
    let lacking: Vec<Equipment> =
        need.equipment.iter().copied().filter(|wanted| !facts.catalogue.has(room.id, &[*wanted])).collect();
    let in_no_agreement = |day: &NaiveDate| {
        facts.agreement_on(*day).is_some_and(|agreement| !agreement.rooms.contains(&room.id))
    };
    if need.size > room.capacity {
        Some(Unfit::TooSmall { capacity: room.capacity })
    } else if !lacking.is_empty() {
        Some(Unfit::Lacks(lacking))
    } else if need.step_free && !room.step_free {
        Some(Unfit::NotStepFree)
    } else if need.days.iter().all(in_no_agreement) {
        Some(Unfit::NotInAgreement)
    } else if !(room.shortest_minutes..=room.longest_minutes).contains(&need.minutes) {
        Some(Unfit::Length { shortest: room.shortest_minutes, longest: room.longest_minutes })
    } else {
        None
    }
}

fn openings(facts: &Facts, need: &Need, room: &Room, day: NaiveDate) -> Vec<Opening> {
    let mut openings = Vec::new();
    for stretch in facts.stretches(room, day) {
        for part in parts_of_day() {
            let part = need.part.map_or(Some(part), |wanted| wanted.overlap(part));
            let start = part.and_then(|part| earliest(stretch, part, need.minutes, room.grain_minutes));
            let Some(span) = start.and_then(|from| span_at(day, from, need.minutes)) else { continue };
            let verdict = facts.verdict(room, span, need.size);
            if verdict.fits() {
                openings.push(Opening { room: room.id, span, verdict });
            }
        }
    }
    openings
}

/// Morning, afternoon, evening; people think in them, and one opening in each is enough to choose from.
fn parts_of_day() -> impl Iterator<Item = DaySpan> {
    [(0, 12), (12, 18), (18, 24)]
        .into_iter()
        .filter_map(|(from, to)| DaySpan::new(Minute::hm(from, 0), Minute::hm(to, 0)))
}

/// The earliest start on the grain, within a part of the day, from which so many minutes fit into a stretch.
fn earliest(stretch: DaySpan, part: DaySpan, minutes: i32, grain: i32) -> Option<Minute> {
    let from = stretch.from().max(part.from()).get();
    let grain = grain.max(1);
    let start = Minute::new((from + grain - 1) / grain * grain)?;
    (start < part.to() && start.get() + minutes <= stretch.to().get()).then_some(start)
}

/// The span of so many minutes from a start, if it ends that day.
pub(super) fn span_at(day: NaiveDate, from: Minute, minutes: i32) -> Option<Span> {
    let to = Minute::new(from.get() + minutes)?;
    DaySpan::new(from, to).map(|part| Span::on(day, part))
}
