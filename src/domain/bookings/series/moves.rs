//! What a change of a series does to each of its dates. Pure.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{NaiveDate, Weekday};

use super::Series;
use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Span, Wall};
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
    /// Of a weekly series: these weekdays instead of its own, as many and in their order. `None` leaves them.
    pub weekdays: Option<Vec<Weekday>>,
    pub size: i32,
    pub purpose: String,
    pub by: Canceller,
    /// Why staff move what the agreement does not cover.
    pub reason: Option<String>,
    pub request_key: String,
}

impl Change {
    /// Its weekdays can take the place of the series': as many, each once, from Monday on.
    pub fn suits(&self, series: &Series) -> bool {
        let Some(new) = &self.weekdays else { return true };
        let named = |day: &Weekday| day.num_days_from_monday();
        let rising = new.iter().zip(new.iter().skip(1)).all(|(one, next)| named(one) < named(next));
        rising && series.weekdays().is_some_and(|own| own.len() == new.len())
    }

    /// Where one that its series put on `original` would be.
    pub fn span(&self, series: &Series, original: NaiveDate) -> Span {
        let date = match &self.weekdays {
            Some(weekdays) => series.on_weekdays(original, weekdays),
            None => series.usual(original),
        };
        Span::on(date, self.part)
    }
}

/// One date that could move, with where to and what keeps it where it is.
#[derive(Debug, Clone)]
pub struct Movable<'a> {
    pub original: NaiveDate,
    pub booked: &'a Booked,
    pub span: Span,
    pub barred: Option<Stays>,
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
    /// It is approved where it is, and staff decide whether it moves; until then it stays.
    Asked(Option<Gap>),
    Stays(Stays),
}

/// Why a date stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stays {
    Taken(Vec<Clash>),
    Refused(Refusal),
    /// Staff move it beyond what the agreement covers and do not say why.
    ReasonNeeded,
    /// Another change of it is to be decided.
    Pending,
    /// It would be on a public holiday of this name, which the series skips.
    Holiday(String),
    /// The series' agreement does not hold on that day.
    OtherAgreement,
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
            let kind = match one.becomes {
                Becomes::Moved(State::Approved, _) => 0_u8,
                Becomes::Moved(..) => 1,
                Becomes::Asked(_) => 2,
                Becomes::Stays(_) => 3,
            };
            kind.hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    pub fn moving(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|one| matches!(one.becomes, Becomes::Moved(..)))
    }

    /// The series is what was wished from now on: a date that stands moves, or none that stands is left where it was.
    pub fn moves_for_good(&self) -> bool {
        let stands = |one: &Move| one.booked.booking.state == State::Approved;
        let settles = |one: &Move| matches!(one.becomes, Becomes::Moved(State::Approved, _));
        self.moving().any(settles) || (self.moving().next().is_some() && !self.moves.iter().any(stands))
    }

    /// Those that staff are to decide about.
    pub fn asked(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|one| matches!(one.becomes, Becomes::Asked(_)))
    }

    /// Nothing moves, and nothing is asked for.
    pub fn is_nothing(&self) -> bool {
        self.moves.iter().all(|one| matches!(one.becomes, Becomes::Stays(_)))
    }
}

/// It stands where its series says.
pub fn is_usual(series: &Series, original: NaiveDate, booked: &Booked) -> bool {
    let booking = &booked.booking;
    booking.room_id == series.room_id
        && booking.starts_at == Wall::at(series.usual(original), series.from_minute)
        && booking.span().is_ok_and(|span| span.within_day().to() == series.to_minute)
}

/// Judges each date in order, with those that move gone from their old places and those before it at their new ones.
/// One that stays keeps its place, which may be in another's way: judged anew until nothing more has to stay.
pub fn settled(facts: &Facts, room: &Room, movable: &[Movable], change: &Change) -> Vec<Move> {
    let mut staying: HashMap<BookingId, Move> = HashMap::new();
    loop {
        let moves = judged(facts, room, movable, change, &staying);
        let before = staying.len();
        for one in moves.iter().filter(|one| !matches!(one.becomes, Becomes::Moved(..))) {
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
    movable: &[Movable],
    change: &Change,
    staying: &HashMap<BookingId, Move>,
) -> Vec<Move> {
    let mut facts = facts.clone();
    let leaving =
        |id: BookingId| !staying.contains_key(&id) && movable.iter().any(|one| one.booked.booking.id == id);
    for list in facts.taken.values_mut() {
        list.retain(|one| !matches!(one.taker, Taker::Booking(id) if leaving(id)));
    }
    for one in movable.iter().filter(|one| leaving(one.booked.booking.id)) {
        uncount(&mut facts, one.booked);
    }
    let mut moves = Vec::with_capacity(movable.len());
    for one in movable {
        if let Some(stays) = staying.get(&one.booked.booking.id) {
            moves.push(stays.clone());
            continue;
        }
        let (booked, span) = (one.booked, one.span);
        // How far ahead was judged when it was asked for.
        let verdict = match facts.verdict(room, span, change.size) {
            Verdict::Refused(Refusal::TooFarAhead { .. }) => free_verdict(&facts, room, span, change.size),
            verdict => verdict,
        };
        let in_the_way = match &verdict {
            Verdict::Taken(there) => there.clone(),
            _ => Vec::new(),
        };
        let becomes = match &one.barred {
            Some(why) => Becomes::Stays(why.clone()),
            None => becomes(verdict, booked, span, change),
        };
        let agreement = facts.agreement_on(span.date()).map(|one| one.id);
        if let (Becomes::Moved(..), Some(agreement)) = (&becomes, agreement) {
            facts.uses.push(Use { agreement, span, open: true });
        }
        moves.push(Move { original: one.original, booked: booked.clone(), span, becomes, in_the_way });
    }
    moves
}

/// The verdict of a room that could be booked as far ahead as anybody likes.
fn free_verdict(facts: &Facts, room: &Room, span: Span, size: i32) -> Verdict {
    facts.verdict(&room.clone().however_far(), span, size)
}

fn uncount(facts: &mut Facts, booked: &Booked) {
    let Ok(span) = booked.booking.span() else { return };
    let is_it = |used: &Use| Some(used.agreement) == booked.booking.agreement_id && used.span == span;
    if let Some(place) = facts.uses.iter().position(is_it) {
        facts.uses.remove(place);
    }
}

fn becomes(verdict: Verdict, booked: &Booked, span: Span, change: &Change) -> Becomes {
    let booking = &booked.booking;
    let stands = booking.state == State::Approved;
    let by_staff = change.by == Canceller::Staff;
    let as_it_is = (booking.room_id, booking.starts_at, booking.ends_at, booking.size)
        == (change.room, span.start(), span.end(), change.size);
    match verdict {
        // Only what it is for changes, which nobody decides about.
        _ if as_it_is => Becomes::Moved(booking.state, booking.exception),
        Verdict::Refused(refusal) => Becomes::Stays(Stays::Refused(refusal)),
        Verdict::Taken(_) => Becomes::Stays(Stays::Taken(Vec::new())),
        Verdict::Granted => Becomes::Moved(State::Approved, None),
        Verdict::Reviewed(gap) if stands && by_staff => {
            let excepted = gap.is_some_and(|gap| gap.is_exception());
            if excepted && change.reason.is_none() {
                Becomes::Stays(Stays::ReasonNeeded)
            } else {
                Becomes::Moved(State::Approved, gap)
            }
        }
        Verdict::Reviewed(gap) if stands => Becomes::Asked(gap),
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
        Stays::ReasonNeeded => {
            lang.pick("超出协议，要写为什么", "it goes beyond the agreement: write a reason").to_owned()
        }
        Stays::Pending => {
            lang.pick("这一次已经有更改申请在审核", "another change of this date is being decided").to_owned()
        }
        Stays::Holiday(name) => match lang {
            Lang::Zh => format!("那天{name}放假，这个系列放假不来"),
            Lang::En => format!("that day is a public holiday ({name}), which the series leaves out"),
        },
        Stays::OtherAgreement => {
            lang.pick("那天不在这份协议的期限里", "the agreement does not hold on that day").to_owned()
        }
    }
}

/// What cannot move, each with its reason.
pub(super) fn stays(lang: Lang, today: NaiveDate, plan: &Changing) -> Vec<String> {
    let line = |one: &Move| match &one.becomes {
        Becomes::Moved(..) | Becomes::Asked(_) => None,
        Becomes::Stays(why) => {
            let when =
                one.booked.booking.span().map(|span| dates::span(lang, span, today)).unwrap_or_default();
            Some(format!("{when}{}{}", lang.pick("：", ": "), why_stays(lang, why, today)))
        }
    };
    plan.moves.iter().filter_map(line).collect()
}
