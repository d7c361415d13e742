//! The plan of a series: every date with its verdict, what could be had instead, and what is to become of it. Pure.
//!
//! Dates are judged in order, each as if those before it that are to be taken were booked: so an allowance runs
//! out along the series as it will. What is offered instead leaves room for all of them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use super::recurrence::{DayNote, Holidays, Occasion};
use super::words::OWN;
use super::{Choice, Choices, ExceptionKind, Wanted};
use crate::base::time::Span;
use crate::domain::agreements::{Agreement, Gap, Window};
use crate::domain::bookings::alternatives::{Alternative, REACH_DAYS, Wish, alternatives_where};
use crate::domain::bookings::turns::BEFORE_START;
use crate::domain::bookings::{BookingId, Clash, Facts, Refusal, Use, Verdict};
use crate::domain::days::DayFacts;
use crate::domain::occupancy::{Occupancy, Taker};
use crate::domain::rooms::Room;

/// One date of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub occasion: Occasion,
    pub span: Span,
    pub verdict: Verdict,
    /// Who has it, as far as anybody may know.
    pub clashes: Vec<Clash>,
    /// Another booking of the troupe itself has it.
    pub own: bool,
    /// What the agreement would not cover of what somebody has, were it free.
    pub beyond: Option<Gap>,
    /// Open requests of others for that time.
    pub rivals: usize,
    /// It begins so soon that it would not be offered any more.
    pub late: bool,
    pub alternatives: Vec<Alternative>,
    pub choice: Choice,
    /// Nobody chose: it is what the plan proposes.
    pub proposed: bool,
}

/// Why a series has fewer dates than its rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The agreement ends on this day.
    Agreement(NaiveDate),
    /// No series has more dates.
    Long,
}

/// Every date of a wish, before anything is written.
#[derive(Debug, Clone)]
pub struct Plan {
    pub room: Room,
    pub agreement: Agreement,
    pub dates: Vec<Planned>,
    pub cut: Option<Cut>,
    /// School days are asked for and no term is entered, or holidays of these years are not known yet.
    pub lacks_terms: bool,
    pub unknown_years: Vec<i32>,
    /// What was judged with; rooms by id are in its catalogue.
    pub facts: Facts,
}

impl Planned {
    /// Whether a date may become that.
    pub fn may(&self, choice: Choice) -> bool {
        match choice {
            Choice::Take => self.verdict.fits(),
            Choice::Skip => true,
            Choice::Alternative { room, span } => {
                self.alternatives.iter().any(|one| one.room == room && one.span == span)
            }
            Choice::Wait => self.may_wait(),
        }
    }

    fn may_wait(&self) -> bool {
        match &self.verdict {
            Verdict::Taken(_) => !self.own && !self.late,
            Verdict::Reviewed(Some(gap)) => gap.is_exception(),
            _ => false,
        }
    }

    /// What the plan proposes: to take what fits, to wait where somebody else is first, and to leave out the rest.
    fn proposal(&self) -> Choice {
        match &self.verdict {
            _ if self.occasion.skipped => Choice::Skip,
            Verdict::Taken(_) if self.may_wait() => Choice::Wait,
            verdict if verdict.fits() => Choice::Take,
            _ => Choice::Skip,
        }
    }

    /// Why it has no booking, where it is skipped.
    pub fn why_skipped(&self) -> (ExceptionKind, String) {
        match (&self.occasion.note, &self.verdict) {
            (Some(DayNote::Holiday(day)), _) if self.occasion.skipped => {
                (ExceptionKind::Holiday, day.name.clone())
            }
            _ if self.occasion.skipped => (ExceptionKind::OtherWeekday, String::new()),
            (_, Verdict::Taken(_)) if self.own => (ExceptionKind::Taken, OWN.to_owned()),
            (_, Verdict::Taken(_)) => (ExceptionKind::Taken, String::new()),
            (_, Verdict::Refused(Refusal::NotOpen { reason, .. })) => {
                (ExceptionKind::Closed, reason.as_ref().map(|(zh, _)| zh.clone()).unwrap_or_default())
            }
            (_, Verdict::Refused(_)) => (ExceptionKind::Forbidden, String::new()),
            (_, Verdict::Reviewed(Some(gap))) if gap.is_exception() => {
                (ExceptionKind::NotCovered, gap.word().to_owned())
            }
            _ => (ExceptionKind::Skipped, String::new()),
        }
    }

    /// The verdict without what does not matter to whoever chose by it.
    fn kind(&self) -> (u8, Option<Gap>) {
        match &self.verdict {
            Verdict::Granted => (0, None),
            Verdict::Reviewed(gap) => (1, *gap),
            Verdict::Taken(_) => (2, None),
            Verdict::Refused(_) => (3, None),
        }
    }
}

impl Plan {
    /// What the list says, in one number: dates, verdicts, and where it all is. Not a secret.
    pub fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        (self.room.id.0, self.agreement.id.0).hash(&mut hasher);
        for date in &self.dates {
            let (kind, gap) = date.kind();
            (date.span.start(), date.span.end(), date.occasion.skipped).hash(&mut hasher);
            (kind, gap.map(Gap::word)).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    /// True when everything that is to be written stands in `shown` as it does here.
    pub fn keeps(&self, shown: &Plan) -> bool {
        self.dates.len() == shown.dates.len()
            && self.dates.iter().zip(&shown.dates).all(|(now, then)| {
                now.span == then.span && (now.choice == Choice::Skip || now.kind() == then.kind())
            })
    }

    /// How many dates are to become bookings or requests.
    pub fn chosen(&self) -> usize {
        self.dates.iter().filter(|date| date.choice != Choice::Skip).count()
    }
}

/// Judges every occasion in order. `facts` know what is taken at the wished times and afterwards also what the
/// series itself would take and use.
pub(super) fn judge(
    facts: &mut Facts,
    room: &Room,
    agreement: &Agreement,
    wanted: &Wanted,
    occasions: Vec<Occasion>,
    own: &HashSet<BookingId>,
    choices: &Choices,
) -> Vec<Planned> {
    let is_own = |taker| matches!(taker, Taker::Booking(id) if own.contains(&id));
    let mut dates = Vec::with_capacity(occasions.len());
    for occasion in occasions {
        let span = Span::on(occasion.date, wanted.part);
        let verdict = verdict(facts, room, agreement, wanted, &occasion);
        let beyond = match verdict {
            Verdict::Taken(_) => facts.beyond(room.id, span),
            _ => None,
        };
        let own = matches!(&verdict, Verdict::Taken(there) if there.iter().any(|one| is_own(one.taker)));
        let late = span.start() <= facts.now.plus(BEFORE_START);
        let mut date = Planned {
            occasion,
            span,
            verdict,
            clashes: Vec::new(),
            own,
            beyond,
            rivals: 0,
            late,
            alternatives: Vec::new(),
            choice: Choice::Skip,
            proposed: false,
        };
        let chosen = choices.get(&date.occasion.date).copied();
        let chosen = chosen.filter(|choice| match choice {
            // Looked at when all that the rule wants has its place; what fits needs none.
            Choice::Alternative { .. } => !date.verdict.fits(),
            choice => date.may(*choice),
        });
        date.proposed = chosen.is_none();
        date.choice = chosen.unwrap_or_else(|| date.proposal());
        match date.choice {
            Choice::Take => occupy(facts, room, agreement, span),
            // Being asked for, it counts; being in line for what somebody else has, it does not.
            Choice::Wait if !matches!(date.verdict, Verdict::Taken(_)) => count(facts, agreement, span),
            _ => {}
        }
        dates.push(date);
    }
    dates
}

/// A make-up day that stands for another weekday is judged by that weekday's window.
fn verdict(facts: &Facts, room: &Room, agreement: &Agreement, wanted: &Wanted, one: &Occasion) -> Verdict {
    let span = Span::on(one.date, wanted.part);
    let verdict = facts.verdict(room, span, wanted.size);
    let (Some(DayNote::StandsFor(weekday)), Verdict::Reviewed(Some(Gap::OutsideWindow))) =
        (&one.note, &verdict)
    else {
        return verdict;
    };
    let (stands_for, own) = (number(*weekday), number(one.date.weekday()));
    let mut followed = facts.clone();
    for held in followed.agreements.iter_mut().filter(|held| held.id == agreement.id) {
        let windows = agreement.windows.iter().filter(|window| window.weekday == stands_for);
        held.windows = windows.map(|window| Window { weekday: own, span: window.span }).collect();
    }
    followed.verdict(room, span, wanted.size)
}

/// 1 is Monday.
fn number(weekday: Weekday) -> i32 {
    i32::try_from(weekday.number_from_monday()).unwrap_or(1)
}

/// What can be had instead of each date that cannot be taken; then the chosen ones are given their place.
/// `near` knows what is taken around those dates in the whole centre, `days` which of them are public holidays.
pub(super) fn offer(
    near: &mut Facts,
    room: &Room,
    agreement: &Agreement,
    wanted: &Wanted,
    dates: &mut [Planned],
    choices: &Choices,
    days: &DayFacts,
) {
    for date in dates.iter().filter(|date| date.choice == Choice::Take) {
        // What it uses was counted when it was judged.
        hold(near, room, date.span);
    }
    let all = std::mem::take(&mut near.taken);
    let mut chosen: Vec<(Room, Span)> = Vec::new();
    let skips = wanted.recurrence.holidays == Holidays::Skip;
    for date in dates.iter_mut().filter(|date| !date.verdict.fits()) {
        let reach = Duration::days(REACH_DAYS + 1);
        let (from, to) = (date.span.start().plus(-reach), date.span.end().plus(reach));
        near.taken.values_mut().for_each(Vec::clear);
        for (space, list) in &all {
            let around = list.iter().filter(|one| one.ends_at > from && one.starts_at < to);
            near.taken.entry(*space).or_default().extend(around.copied());
        }
        for (room, span) in &chosen {
            hold(near, room, *span);
        }
        let wish = Wish { room, span: date.span, size: wanted.size };
        let may = |_: &Room, span: Span| {
            let left_out = skips && days.holiday(span.date()).is_some();
            !left_out && near.agreement_on(span.date()).is_some_and(|on| on.id == agreement.id)
        };
        date.alternatives = alternatives_where(near, wish, &may);
        let Some(Choice::Alternative { room: other, span }) = choices.get(&date.occasion.date).copied()
        else {
            continue;
        };
        let other = near.catalogue.room(other).cloned();
        let covered = near.agreement_on(span.date()).is_some_and(|on| on.id == agreement.id);
        let taken = other.filter(|other| covered && near.verdict(other, span, wanted.size).fits());
        match taken {
            Some(other) => {
                let needs_decision = near.verdict(&other, span, wanted.size) != Verdict::Granted;
                count(near, agreement, span);
                keep(date, &other, span, needs_decision);
                chosen.push((other, span));
            }
            None => {
                date.choice = Choice::Skip;
                date.choice = date.proposal();
                date.proposed = true;
            }
        }
    }
    near.taken = all;
}

/// A chosen alternative stays in the list, also where another three would be named by now.
fn keep(date: &mut Planned, room: &Room, span: Span, needs_decision: bool) {
    date.choice = Choice::Alternative { room: room.id, span };
    date.proposed = false;
    if !date.may(date.choice) {
        let change = crate::domain::bookings::alternatives::Change::RoomAndTime;
        date.alternatives.push(Alternative { room: room.id, span, change, needs_decision });
    }
}

fn occupy(facts: &mut Facts, room: &Room, agreement: &Agreement, span: Span) {
    hold(facts, room, span);
    count(facts, agreement, span);
}

fn count(facts: &mut Facts, agreement: &Agreement, span: Span) {
    facts.uses.push(Use { agreement: agreement.id, span, open: true });
}

/// Nothing else of the series may lie where it has been planned.
fn hold(facts: &mut Facts, room: &Room, span: Span) {
    let taker = Taker::Booking(BookingId(0));
    for space in facts.catalogue.spaces_of(room.id).to_vec() {
        let ends_at = span.end_with(room.turnaround_minutes);
        let one = Occupancy { space, starts_at: span.start(), ends_at, taker };
        facts.taken.entry(space).or_default().push(one);
    }
}
