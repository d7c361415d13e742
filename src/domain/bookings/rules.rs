//! Whether a wish can be granted. Pure: from facts to a verdict.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};

use super::Booking;
use crate::base::time::{DaySpan, Minute, Span, Wall, Zone, first_of_month, monday_of, next_month};
use crate::domain::agreements::{Agreement, AgreementId, Coverage, Gap, Usage};
use crate::domain::occupancy::Occupancy;
use crate::domain::people::{PersonId, Role};
use crate::domain::rooms::{Access, Catalogue, Mode, Room, RoomId, SpaceId};

/// All that deciding about wishes of one troupe within some days needs, read beforehand.
#[derive(Debug, Clone)]
pub struct Facts {
    pub catalogue: Catalogue,
    /// What is taken, by space and start.
    pub taken: HashMap<SpaceId, Vec<Occupancy>>,
    /// The troupe's active agreements.
    pub agreements: Vec<Agreement>,
    /// What counts against their allowances.
    pub uses: Vec<Use>,
    /// The centre's wall clock now.
    pub now: Wall,
    /// The centre's, which skips some times when clocks are put forward.
    pub zone: Zone,
}

/// One booking that counts against an agreement's allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    pub agreement: AgreementId,
    pub span: Span,
    /// Still to be decided by staff, or answered by the troupe.
    pub open: bool,
}

/// Whether one of the staff decides about a room: where a partner runs it, its own approvers do, whatever they
/// are at the centre; managers always may.
pub fn decides(role: Role, person: PersonId, own_approvers: &[PersonId]) -> bool {
    match role {
        Role::Manager => true,
        _ if own_approvers.is_empty() => role >= Role::Approver,
        _ => own_approvers.contains(&person),
    }
}

/// What would happen to a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A rule that nobody can except forbids it.
    Refused(Refusal),
    /// These have the room.
    Taken(Vec<Occupancy>),
    /// Approved at once.
    Granted,
    /// Staff decide; with what the agreement does not cover.
    Reviewed(Option<Gap>),
}

impl Verdict {
    /// It would be granted, or would be if staff agree, whatever they have to except.
    pub fn can_be_had(&self) -> bool {
        matches!(self, Self::Granted | Self::Reviewed(_))
    }

    /// It would be granted, or be granted if staff agree, with nothing to except.
    pub fn fits(&self) -> bool {
        matches!(self, Self::Granted | Self::Reviewed(None | Some(Gap::NoAgreement)))
    }
}

/// A rule that forbids a wish, with what would work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The room is drop-in or no longer let.
    NotBookable,
    Past,
    TooFarAhead {
        last_day: NaiveDate,
    },
    /// Clocks are put forward then: the wall clock never shows its start or its last minute.
    NoSuchTime,
    /// The room is shut then; it is open in these spans, and this was said about the day.
    NotOpen {
        open: Vec<DaySpan>,
        reason: Option<(String, String)>,
    },
    TooShort {
        minutes: i32,
    },
    TooLong {
        minutes: i32,
    },
    /// Start and end must lie on multiples of so many minutes.
    OffGrain {
        minutes: i32,
    },
    TooManyPeople {
        capacity: i32,
    },
}

impl Refusal {
    /// It makes the use itself impossible; anything else was judged when it was asked.
    pub fn is_hard(&self) -> bool {
        matches!(self, Self::Past | Self::NotOpen { .. } | Self::NotBookable)
    }
}

impl Facts {
    /// The verdict on one wish. The first rule that speaks wins; what people can mend comes first.
    pub fn verdict(&self, room: &Room, span: Span, size: i32) -> Verdict {
        if let Some(refusal) = self.refusal(room, span, size) {
            return Verdict::Refused(refusal);
        }
        let in_the_way = self.in_the_way(room, span);
        if !in_the_way.is_empty() {
            return Verdict::Taken(in_the_way);
        }
        match (self.coverage(room.id, span), room.mode) {
            (Coverage::Covered, Mode::Instant) => Verdict::Granted,
            (Coverage::Covered, Mode::Reviewed) => Verdict::Reviewed(None),
            (Coverage::Not(gap), _) => Verdict::Reviewed(Some(gap)),
        }
    }

    /// The rule that forbids a wish whatever anybody decides.
    pub fn refusal(&self, room: &Room, span: Span, size: i32) -> Option<Refusal> {
        let last_day = self.now.date() + Duration::days(room.ahead_days.into());
        let grain = room.grain_minutes.max(1);
        let off_grain = |minute: Minute| minute.get() % grain != 0;
        let within = span.within_day();
        if room.access == Access::DropIn || !room.active {
            Some(Refusal::NotBookable)
        } else if span.start() < self.now {
            Some(Refusal::Past)
        } else if span.date() > last_day {
            Some(Refusal::TooFarAhead { last_day })
        } else if !self.zone.shows(span) {
            Some(Refusal::NoSuchTime)
        } else if size > room.capacity {
            Some(Refusal::TooManyPeople { capacity: room.capacity })
        } else if span.minutes() < room.shortest_minutes {
            Some(Refusal::TooShort { minutes: room.shortest_minutes })
        } else if span.minutes() > room.longest_minutes {
            Some(Refusal::TooLong { minutes: room.longest_minutes })
        } else if off_grain(within.from()) || off_grain(within.to()) {
            Some(Refusal::OffGrain { minutes: grain })
        } else {
            self.not_open(room.id, span)
        }
    }

    fn not_open(&self, room: RoomId, span: Span) -> Option<Refusal> {
        let open = self.catalogue.open_on(room, span.date());
        if open.iter().any(|open| open.contains(span.within_day())) {
            return None;
        }
        let why = self.catalogue.hours.why_not_open(room, span.date(), span.within_day());
        Some(Refusal::NotOpen { open, reason: why.map(|(zh, en)| (zh.to_owned(), en.to_owned())) })
    }

    /// What stands in the way, over all the room's spaces.
    pub fn in_the_way(&self, room: &Room, span: Span) -> Vec<Occupancy> {
        self.meeting(room, span).copied().collect()
    }

    /// True when something does.
    pub fn is_taken(&self, room: &Room, span: Span) -> bool {
        self.meeting(room, span).next().is_some()
    }

    fn meeting(&self, room: &Room, span: Span) -> impl Iterator<Item = &Occupancy> {
        let (from, to) = (span.start(), span.end_with(room.turnaround_minutes));
        self.taken_in(room.id).filter(move |taken| taken.starts_at < to && from < taken.ends_at)
    }

    fn taken_in(&self, room: RoomId) -> impl Iterator<Item = &Occupancy> {
        self.catalogue.spaces_of(room).iter().filter_map(|space| self.taken.get(space)).flatten()
    }

    fn coverage(&self, room: RoomId, span: Span) -> Coverage {
        match self.agreement_on(span.date()) {
            Some(agreement) => agreement.covers(room, span, self.usage(agreement.id, span.date())),
            None => Coverage::Not(Gap::NoAgreement),
        }
    }

    /// What the agreement does not cover of a wish, as far as that is an exception.
    pub fn beyond(&self, room: RoomId, span: Span) -> Option<Gap> {
        match self.coverage(room, span) {
            Coverage::Not(gap) => Some(gap).filter(|gap| gap.is_exception()),
            Coverage::Covered => None,
        }
    }

    /// The agreement that holds on a day.
    pub fn agreement_on(&self, day: NaiveDate) -> Option<&Agreement> {
        self.agreements.iter().find(|one| one.holds_on(day))
    }

    /// What is used in the week (Monday to Sunday) and the calendar month of a day.
    pub fn usage(&self, agreement: AgreementId, day: NaiveDate) -> Usage {
        self.usage_of(agreement, day, |_| true)
    }

    /// As much of [`Facts::usage`] as is asked for and not decided.
    pub fn asked(&self, agreement: AgreementId, day: NaiveDate) -> Usage {
        self.usage_of(agreement, day, |used| used.open)
    }

    fn usage_of(&self, agreement: AgreementId, day: NaiveDate, counts: impl Fn(&Use) -> bool) -> Usage {
        let mut usage = Usage::default();
        let (monday, first) = (monday_of(day), first_of_month(day));
        let (week, month) = (monday..monday + Duration::days(7), first..next_month(day));
        for used in self.uses.iter().filter(|used| used.agreement == agreement && counts(used)) {
            let on = used.span.date();
            if week.contains(&on) {
                usage.week_minutes += used.span.minutes();
                usage.week_bookings += 1;
            }
            if month.contains(&on) {
                usage.month_minutes += used.span.minutes();
            }
        }
        usage
    }

    /// Where a booking of a room may lie on a day: open, within the agreement's windows where there is one, and
    /// free with the turnaround. Sorted.
    pub fn stretches(&self, room: &Room, date: NaiveDate) -> Vec<DaySpan> {
        let turnaround = Duration::minutes(room.turnaround_minutes.into());
        let (from, to) = (Wall::at(date, Minute::MIDNIGHT), Wall::at(date, Minute::DAY_END).plus(turnaround));
        let cuts: Vec<DaySpan> = self
            .taken_in(room.id)
            .filter(|taken| from < taken.ends_at && taken.starts_at < to)
            .filter_map(|taken| cut(taken, date, room.turnaround_minutes))
            .chain(gone(date, self.now))
            .collect();
        let open = self.catalogue.open_on(room.id, date);
        let allowed: Vec<DaySpan> = match self.agreement_on(date) {
            Some(agreement) => agreement
                .windows_on(date)
                .iter()
                .flat_map(|window| open.iter().filter_map(|open| open.overlap(*window)))
                .collect(),
            None => open,
        };
        allowed.iter().flat_map(|span| span.without(&cuts)).collect()
    }
}

/// The part of a day in which an occupancy forbids use, with the room's own turnaround before it.
fn cut(taken: &Occupancy, date: NaiveDate, turnaround_minutes: i32) -> Option<DaySpan> {
    let midnight = Wall::at(date, Minute::MIDNIGHT);
    let clip = |wall: Wall| (wall.naive() - midnight.naive()).num_minutes().clamp(0, 24 * 60) as i32;
    let from = taken.starts_at.plus(-Duration::minutes(turnaround_minutes.into()));
    DaySpan::new(Minute::new(clip(from))?, Minute::new(clip(taken.ends_at))?)
}

/// The part of a day that is past.
fn gone(date: NaiveDate, now: Wall) -> Option<DaySpan> {
    if date < now.date() {
        DaySpan::new(Minute::MIDNIGHT, Minute::DAY_END)
    } else if date == now.date() {
        // A minute that has begun is past.
        DaySpan::new(Minute::MIDNIGHT, now.minute().plus(1))
    } else {
        None
    }
}

/// A waiting request's place in line, from 1, among a centre's waiting requests in the order they were made: those
/// before it that want a space of its room at a time that overlaps, turnaround included.
pub fn place_in_line(catalogue: &Catalogue, line: &[Booking], waiting: &Booking) -> usize {
    let sharing = catalogue.sharing_a_space(waiting.room_id);
    let end = |one: &Booking| one.ends_at.plus(Duration::minutes(one.turnaround_minutes.into()));
    let in_the_way = |one: &&Booking| {
        one.starts_at < end(waiting) && waiting.starts_at < end(one) && sharing.contains(&one.room_id)
    };
    1 + line.iter().take_while(|one| one.id != waiting.id).filter(in_the_way).count()
}
