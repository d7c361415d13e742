//! What a change of a series does to each of its dates. Pure.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use super::Series;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Span};
use crate::domain::agreements::Gap;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::{Booked, BookingId, Clash, Facts, Refusal, State, Use, Verdict, words};
use crate::domain::occupancy::{Occupancy, Taker};
use crate::domain::rooms::{Room, RoomId};

/// What the series is to be from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub room: RoomId,
    pub part: DaySpan,
    pub size: i32,
    pub purpose: String,
    pub by: Canceller,
    /// Why staff move what the agreement does not cover.
    pub reason: Option<String>,
    pub request_key: String,
}

/// One date that is to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub original: NaiveDate,
    pub booked: Booked,
    pub span: Span,
    pub becomes: Becomes,
    /// What has the place, where it stays for that.
    pub in_the_way: Vec<Occupancy>,
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// It moves, and is in this state there; with what the agreement does not cover.
    Moved(State, Option<Gap>),
    Stays(Stays),
}

/// Why a date stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stays {
    Taken(Vec<Clash>),
    Refused(Refusal),
    /// It is approved where it is, and would not be there without a decision.
    NeedsDecision(Option<Gap>),
}

/// All that a change would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changing {
    pub room: Room,
    pub moves: Vec<Move>,
    /// Dates of the scope that are exceptions, or were moved before: they stay what they are.
    pub untouched: usize,
}

impl Changing {
    pub fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for one in &self.moves {
            (one.booked.booking.id, one.booked.booking.version, one.span.start(), one.span.end())
                .hash(&mut hasher);
            matches!(one.becomes, Becomes::Moved(State::Approved, _)).hash(&mut hasher);
            matches!(one.becomes, Becomes::Stays(_)).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    pub fn moving(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|one| matches!(one.becomes, Becomes::Moved(..)))
    }
}

/// It stands where its series says.
pub fn is_usual(series: &Series, booked: &Booked) -> bool {
    let booking = &booked.booking;
    booking.room_id == series.room_id
        && booking.starts_at.minute() == series.from_minute
        && booking.span().is_ok_and(|span| span.within_day().to() == series.to_minute)
}

/// The span that a booking would have.
pub fn on(booked: &Booked, change: &Change) -> Span {
    Span::on(booked.booking.starts_at.date(), change.part)
}

/// Judges each date in order, with those that move gone from their old places and those before it at their new ones.
/// One that stays keeps its place, which may be in another's way: judged anew until nothing more has to stay.
pub fn settled(facts: &Facts, room: &Room, movable: &[(NaiveDate, &Booked)], change: &Change) -> Vec<Move> {
    let mut staying: HashMap<BookingId, Move> = HashMap::new();
    loop {
        let moves = judged(facts, room, movable, change, &staying);
        let before = staying.len();
        for one in moves.iter().filter(|one| matches!(one.becomes, Becomes::Stays(_))) {
            staying.insert(one.booked.booking.id, one.clone());
        }
        if staying.len() == before {
            return moves;
        }
    }
}

fn judged(
    facts: &Facts,
    room: &Room,
    movable: &[(NaiveDate, &Booked)],
    change: &Change,
    staying: &HashMap<BookingId, Move>,
) -> Vec<Move> {
    let mut facts = facts.clone();
    let leaving = |id: BookingId| {
        !staying.contains_key(&id) && movable.iter().any(|(_, booked)| booked.booking.id == id)
    };
    for list in facts.taken.values_mut() {
        list.retain(|one| !matches!(one.taker, Taker::Booking(id) if leaving(id)));
    }
    for (_, booked) in movable.iter().filter(|(_, one)| leaving(one.booking.id)) {
        uncount(&mut facts, booked);
    }
    let mut moves = Vec::with_capacity(movable.len());
    for (original, booked) in movable {
        if let Some(stays) = staying.get(&booked.booking.id) {
            moves.push(stays.clone());
            continue;
        }
        let span = on(booked, change);
        // How far ahead was judged when it was asked for.
        let verdict = match facts.verdict(room, span, change.size) {
            Verdict::Refused(Refusal::TooFarAhead { .. }) => free_verdict(&facts, room, span, change.size),
            verdict => verdict,
        };
        let in_the_way = match &verdict {
            Verdict::Taken(there) => there.clone(),
            _ => Vec::new(),
        };
        let becomes = becomes(verdict, booked, change);
        let agreement = facts.agreement_on(span.date()).map(|one| one.id);
        if let (Becomes::Moved(..), Some(agreement)) = (&becomes, agreement) {
            facts.uses.push(Use { agreement, span, open: true });
        }
        moves.push(Move { original: *original, booked: (*booked).clone(), span, becomes, in_the_way });
    }
    moves
}

/// The verdict of a room that could be booked as far ahead as anybody likes.
fn free_verdict(facts: &Facts, room: &Room, span: Span, size: i32) -> Verdict {
    let mut room = room.clone();
    room.ahead_days = i32::from(i16::MAX);
    facts.verdict(&room, span, size)
}

fn uncount(facts: &mut Facts, booked: &Booked) {
    let Ok(span) = booked.booking.span() else { return };
    let is_it = |used: &Use| Some(used.agreement) == booked.booking.agreement_id && used.span == span;
    if let Some(place) = facts.uses.iter().position(is_it) {
        facts.uses.remove(place);
    }
}

fn becomes(verdict: Verdict, booked: &Booked, change: &Change) -> Becomes {
    let stands = booked.booking.state == State::Approved;
    let by_staff = change.by == Canceller::Staff;
    match verdict {
        Verdict::Refused(refusal) => Becomes::Stays(Stays::Refused(refusal)),
        Verdict::Taken(_) => Becomes::Stays(Stays::Taken(Vec::new())),
        Verdict::Granted => Becomes::Moved(State::Approved, None),
        Verdict::Reviewed(gap) if stands && by_staff => {
            let excepted = gap.is_some_and(|gap| gap.is_exception());
            if excepted && change.reason.is_none() {
                Becomes::Stays(Stays::NeedsDecision(gap))
            } else {
                Becomes::Moved(State::Approved, gap)
            }
        }
        Verdict::Reviewed(gap) if stands => Becomes::Stays(Stays::NeedsDecision(gap)),
        Verdict::Reviewed(gap) => Becomes::Moved(State::Requested, gap),
    }
}

/// Why a date stays.
pub fn why_stays(lang: Lang, why: &Stays, today: NaiveDate) -> String {
    match why {
        Stays::Taken(there) => {
            let who: Vec<String> = there.iter().map(|one| words::clash(lang, one)).collect();
            who.join(lang.pick("、", ", "))
        }
        Stays::Refused(refusal) => words::refusal(lang, refusal, today),
        Stays::NeedsDecision(_) => lang
            .pick(
                "新的时间要工作人员决定，这一次请单独申请改",
                "staff have to decide about the new time; please ask for this date by itself",
            )
            .to_owned(),
    }
}
