//! What the centre offers to those from whom it takes something, so that the offers can all be kept. Pure.
//!
//! - At most three alternatives for each booking, different in kind, each of which would be granted.
//! - No two overlap in a space, for each is held; and of those for one troupe no two at the same time, wherever.
//! - In rounds, so that nobody has a second choice while somebody who could have a first one has none. Within a
//!   round the troupe comes first that was displaced most often in the last year, then the earliest booking.
//! - One act holds at most half of the minutes a room is open on a day, so that others find something too.
//! - Nothing is offered that begins within two hours.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Duration, NaiveDate};

use super::Booked;
use super::alternatives::{Alternative, Wish, another};
use super::rules::Facts;
use crate::base::time::{Instant, Span, Zone};
use crate::domain::agreements::{Agreement, TroupeId};
use crate::domain::occupancy::{AlternativeId, Occupancy, Taker};
use crate::domain::rooms::{Catalogue, Room, RoomId};

/// At most so many for one booking.
pub const MOST: usize = 3;

/// Nothing is offered, or stays held, closer to its start.
const BEFORE_START: Duration = Duration::hours(2);

/// A booking that is taken away.
#[derive(Debug, Clone, Copy)]
pub struct Lost<'a> {
    pub booked: &'a Booked,
    /// How often its troupe was displaced in the last year.
    pub displaced_before: i64,
}

/// How offers are made.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub now: Instant,
    /// How long offers stand, if their own start is not near.
    pub until: Instant,
    pub zone: Zone,
    /// Rooms that whoever acts has no say over.
    pub left_out: &'a [RoomId],
    /// False where the offers are not held: taking one means asking.
    pub held: bool,
}

/// One alternative, held until a moment or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub alternative: Alternative,
    pub until: Option<Instant>,
}

/// Offers for each booking, in the order given. `facts` are as they will be once all of them are taken away; of
/// its agreements those of the troupe in question are put in.
pub fn share_out(
    mut facts: Facts,
    agreements: &HashMap<TroupeId, Vec<Agreement>>,
    lost: &[Lost],
    terms: Terms,
) -> Vec<Vec<Offer>> {
    let mut order: Vec<usize> = (0..lost.len()).collect();
    order.sort_by_key(|place| {
        lost.get(*place)
            .map(|one| (Reverse(one.displaced_before), one.booked.booking.starts_at, one.booked.booking.id.0))
    });
    let mut given: Vec<(usize, Alternative)> = Vec::new();
    for _round in 0..MOST {
        for &place in &order {
            let Some(one) = lost.get(place) else { continue };
            let Ok(span) = one.booked.booking.span() else { continue };
            let troupe = one.booked.troupe.id;
            facts.agreements = agreements.get(&troupe).cloned().unwrap_or_default();
            let own: Vec<Alternative> = of(&given, place).cloned().collect();
            let beside: Vec<Span> = given
                .iter()
                .filter(|(other, _)| {
                    *other != place && lost.get(*other).is_some_and(|other| other.booked.troupe.id == troupe)
                })
                .map(|(_, alternative)| alternative.span)
                .collect();
            let may = |room: &Room, wanted: Span| {
                !terms.left_out.contains(&room.id)
                    && terms.until(wanted).is_some()
                    && !beside.iter().any(|other| other.overlaps(wanted))
                    && leaves_half(&facts.catalogue, &given, room.id, wanted)
            };
            let wish = Wish { room: &one.booked.room, span, size: one.booked.booking.size };
            if let Some(found) = another(&facts, wish, &own, &may) {
                hold(&mut facts, &found, given.len());
                given.push((place, found));
            }
        }
    }
    (0..lost.len())
        .map(|place| {
            let mut offers: Vec<Offer> = of(&given, place)
                .map(|alternative| {
                    let until = terms.until(alternative.span).filter(|_| terms.held);
                    let needs_decision = alternative.needs_decision && until.is_none();
                    Offer { alternative: Alternative { needs_decision, ..alternative.clone() }, until }
                })
                .collect();
            offers.sort_by_key(|offer| offer.alternative.change);
            offers
        })
        .collect()
}

fn of(given: &[(usize, Alternative)], place: usize) -> impl Iterator<Item = &Alternative> {
    given.iter().filter(move |(other, _)| *other == place).map(|(_, alternative)| alternative)
}

impl Terms<'_> {
    /// Until when an alternative is held: as long as offers stand, but not past two hours before its start;
    /// `None` when that is past already.
    fn until(&self, span: Span) -> Option<Instant> {
        let latest = self.zone.instant(span.start().plus(-BEFORE_START))?;
        Some(self.until.min(latest)).filter(|until| *until > self.now)
    }
}

/// With this one held too, at most half of what any room that shares a space with it is open that day is held.
fn leaves_half(catalogue: &Catalogue, given: &[(usize, Alternative)], room: RoomId, span: Span) -> bool {
    catalogue.sharing_a_space(room).into_iter().all(|shared| {
        let open = open_minutes(catalogue, shared, span.date());
        let sharing = catalogue.sharing_a_space(shared);
        let held: i32 = given
            .iter()
            .map(|(_, other)| other)
            .filter(|other| other.span.date() == span.date() && sharing.contains(&other.room))
            .map(|other| other.span.minutes())
            .sum();
        2 * (held + span.minutes()) <= open
    })
}

fn open_minutes(catalogue: &Catalogue, room: RoomId, date: NaiveDate) -> i32 {
    catalogue.open_on(room, date).iter().map(|span| span.minutes()).sum()
}

/// From now on it is taken; its number is only known once it is written.
fn hold(facts: &mut Facts, alternative: &Alternative, number: usize) {
    let Some(room) = facts.catalogue.room(alternative.room) else { return };
    let ends_at = alternative.span.end_with(room.turnaround_minutes);
    for space in facts.catalogue.spaces_of(alternative.room).to_vec() {
        facts.taken.entry(space).or_default().push(Occupancy {
            space,
            starts_at: alternative.span.start(),
            ends_at,
            taker: Taker::Alternative(AlternativeId(-1 - number as i64)),
        });
    }
}
