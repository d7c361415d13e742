//! Reading what the plan of a series needs, in as many queries for a year as for a week.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::iter;

use chrono::{Days, Duration, NaiveDate};

use super::recurrence::{End, Occasion};
use super::rules::{Cut, Plan, Planned, judge, offer};
use super::{Choices, Wanted};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Minute, Span, Wall};
use crate::domain::agreements::{self, Agreement, AgreementState};
use crate::domain::bookings::alternatives::{REACH_DAYS, days_around};
use crate::domain::bookings::store::{by_space, clashes_and_own, requested_between, uses};
use crate::domain::bookings::{Acting, Booked, BookingId, Clash, Facts, Verdict};
use crate::domain::days;
use crate::domain::occupancy::{Occupancy, stretches};
use crate::domain::rooms::{self, Room, RoomId, SpaceId};

/// Dates from today up to the end of an agreement: how far ahead a room lets be booked is for single dates.
#[derive(Debug, Clone)]
struct Reach {
    agreement: Agreement,
    first: NaiveDate,
    last: NaiveDate,
}

/// The plan of a series; `None` when the troupe has no agreement in which it could lie. Nothing is written.
pub fn plan(conn: &mut Conn, acting: Acting, wanted: &Wanted, choices: &Choices) -> Result<Option<Plan>> {
    let room = rooms::store::room(conn, acting.centre.id, wanted.room)?;
    let Some(reach) = reach(conn, &acting, wanted, &room)? else { return Ok(None) };
    // No further than it could go: an agreement may hold, and a room may be booked, for years.
    let last = match wanted.recurrence.end {
        End::Until(until) => reach.last.min(until),
        End::Count(_) => reach.last,
    };
    // What is offered instead of a date may lie beyond the first and the last.
    let (beyond, starts_on) = (Days::new(REACH_DAYS as u64), wanted.recurrence.starts_on);
    let from = starts_on.checked_sub_days(beyond).unwrap_or(starts_on);
    let to = last.checked_add_days(beyond).unwrap_or(last);
    let days = days::store::facts(conn, acting.centre.id, from, to)?;
    let mut occasions = wanted.recurrence.occasions(&days, last);
    let cut = cut(wanted, &reach, &occasions);
    occasions.retain(|one| one.date >= reach.first);
    let lacks_terms = wanted.recurrence.lacks_terms(&days, last);
    let unknown_years = match occasions.last() {
        Some(latest) => days.unknown_years(reach.first, latest.date),
        None => Vec::new(),
    };
    let mut facts = facts(conn, &acting, wanted, &room, &reach, &occasions)?;
    let (clashes, own) = in_the_way(conn, &facts, wanted)?;
    let agreement = &reach.agreement;
    let uses = facts.uses.clone();
    let open = open_requests(conn, &acting, &occasions)?;
    let far = room.clone().however_far();
    let mut dates = judge(&mut facts, &far, agreement, wanted, occasions, &own, choices);
    let sharing = facts.catalogue.sharing_a_space(room.id);
    for date in &mut dates {
        date.rivals = open.iter().filter(|one| is_rival(one, &sharing, wanted, date.span, &room)).count();
    }
    if dates.iter().any(|date| !date.verdict.fits()) {
        name_clashes(&mut dates, &clashes);
        facts.taken = around(conn, acting, &facts, room.id, &dates)?;
        offer(&mut facts, &far, agreement, wanted, &mut dates, choices, &days);
    }
    let facts = Facts { uses, ..facts };
    Ok(Some(Plan { room, agreement: reach.agreement, dates, cut, lacks_terms, unknown_years, facts }))
}

fn reach(conn: &mut Conn, acting: &Acting, wanted: &Wanted, room: &Room) -> Result<Option<Reach>> {
    let today = acting.centre.zone.today(acting.now);
    let ahead =
        today.checked_add_days(Days::new(u64::try_from(room.ahead_days).unwrap_or(0))).unwrap_or(today);
    let first = wanted.recurrence.starts_on.max(today);
    let agreement = match wanted.extends {
        Some((_, successor)) => {
            let successor = agreements::store::agreement(conn, acting.centre.id, successor)?;
            // A preview comes before the successor is active; nothing is written under one that is not.
            let ours = successor.troupe_id == wanted.troupe && successor.state != AgreementState::Ended;
            ours.then_some(Agreement { state: AgreementState::Active, ..successor })
        }
        None => {
            let far = first.max(ahead);
            agreements::store::valid_between(conn, wanted.troupe, first, far)?.into_iter().next()
        }
    };
    Ok(agreement.map(|agreement| Reach {
        first: first.max(agreement.starts_on),
        last: agreement.ends_on,
        agreement,
    }))
}

fn cut(wanted: &Wanted, reach: &Reach, occasions: &[Occasion]) -> Option<Cut> {
    let recurrence = &wanted.recurrence;
    let short = match recurrence.end {
        End::Until(until) => until > reach.last,
        End::Count(count) => occasions.iter().filter(|one| !one.skipped).count() < usize::from(count),
    };
    if occasions.len() == super::recurrence::MOST_OCCASIONS {
        Some(Cut::Long)
    } else {
        short.then_some(Cut::Agreement(reach.last))
    }
}

/// What is taken at the wished times, and what counts against the agreement in their weeks and months.
fn facts(
    conn: &mut Conn,
    acting: &Acting,
    wanted: &Wanted,
    room: &Room,
    reach: &Reach,
    occasions: &[Occasion],
) -> Result<Facts> {
    let far = Days::new(REACH_DAYS as u64);
    let (first, last) = (reach.first, occasions.last().map_or(reach.first, |one| one.date));
    // What is offered instead of a date lies so far around it.
    let (first, last) =
        (first.checked_sub_days(far).unwrap_or(first), last.checked_add_days(far).unwrap_or(last));
    let catalogue = rooms::store::catalogue(conn, acting.centre.id, first, last)?.however_far();
    let spans: Vec<(Wall, Wall)> = occasions
        .iter()
        .map(|one| Span::on(one.date, wanted.part))
        .map(|span| (span.start(), span.end_with(room.turnaround_minutes)))
        .collect();
    let taken = stretches::taken_in(conn, catalogue.spaces_of(room.id), &spans, acting.now)?;
    let uses = uses(conn, &[reach.agreement.id], first, last, acting.centre.zone)?;
    Ok(Facts {
        catalogue,
        taken: by_space(taken),
        agreements: vec![reach.agreement.clone()],
        uses,
        now: acting.centre.zone.wall(acting.now),
        zone: acting.centre.zone,
    })
}

/// What others ask for on the days of the plan.
fn open_requests(conn: &mut Conn, acting: &Acting, occasions: &[Occasion]) -> Result<Vec<Booked>> {
    match (occasions.first(), occasions.last()) {
        (Some(first), Some(last)) => requested_between(conn, acting.centre.id, first.date, last.date),
        _ => Ok(Vec::new()),
    }
}

fn is_rival(one: &Booked, sharing: &[RoomId], wanted: &Wanted, span: Span, room: &Room) -> bool {
    let booking = &one.booking;
    let end = booking.ends_at.plus(Duration::minutes(booking.turnaround_minutes.into()));
    booking.troupe_id != wanted.troupe
        && sharing.contains(&booking.room_id)
        && booking.starts_at < span.end_with(room.turnaround_minutes)
        && span.start() < end
}

/// What is taken at the wished times in words, and which of it the troupe has itself; asked for all dates at once.
fn in_the_way(conn: &mut Conn, facts: &Facts, wanted: &Wanted) -> Result<(Vec<Clash>, HashSet<BookingId>)> {
    let there: Vec<Occupancy> = facts.taken.values().flatten().copied().collect();
    if there.is_empty() { Ok(Default::default()) } else { clashes_and_own(conn, &there, wanted.troupe) }
}

/// Who is in the way of each date.
fn name_clashes(dates: &mut [Planned], named: &[Clash]) {
    for date in dates {
        let Verdict::Taken(there) = &date.verdict else { continue };
        let met = |clash: &&Clash| there.iter().any(|one| one.starts_at == clash.starts_at);
        date.clashes = named.iter().filter(met).cloned().collect();
    }
}

/// What is taken around the dates that do not fit: in the wanted room on all days on which it may be offered instead,
/// in the others on those dates.
fn around(
    conn: &mut Conn,
    acting: Acting,
    facts: &Facts,
    room: RoomId,
    dates: &[Planned],
) -> Result<HashMap<SpaceId, Vec<Occupancy>>> {
    let today = facts.now.date();
    let whole =
        |from: NaiveDate, to: NaiveDate| (Wall::at(from, Minute::MIDNIGHT), Wall::at(to, Minute::DAY_END));
    let days = dates.iter().filter(|date| !date.verdict.fits()).map(|date| date.span.date());
    // A turnaround may last beyond midnight.
    let turnaround = facts.catalogue.rooms.iter().map(|room| room.turnaround_minutes).max().unwrap_or(0);
    let late = |(from, to): (Wall, Wall)| (from, to.plus(Duration::minutes(turnaround.into())));
    let near: Vec<(Wall, Wall)> = days.clone().map(|day| late(whole(day, day))).collect();
    let around: BTreeSet<NaiveDate> =
        days.flat_map(|day| iter::once(day).chain(days_around(day))).filter(|day| *day >= today).collect();
    let mut wide: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in around {
        match wide.last_mut() {
            Some(last) if last.1.succ_opt() == Some(day) => last.1 = day,
            _ => wide.push((day, day)),
        }
    }
    let wide: Vec<(Wall, Wall)> = wide.into_iter().map(|(from, to)| whole(from, to)).collect();
    let own = facts.catalogue.spaces_of(room);
    let mut spaces: Vec<SpaceId> =
        bookable(facts).flat_map(|room| facts.catalogue.spaces_of(room).to_vec()).collect();
    spaces.extend(own);
    spaces.sort();
    spaces.dedup();
    let stretches = spaces.into_iter().flat_map(|space| {
        let looked_at = if own.contains(&space) { &wide } else { &near };
        looked_at.iter().map(move |(from, to)| (space, *from, *to))
    });
    let stretches: Vec<_> = stretches.collect();
    Ok(by_space(stretches::taken(conn, &stretches, acting.now)?))
}

fn bookable(facts: &Facts) -> impl Iterator<Item = RoomId> + '_ {
    facts.catalogue.rooms.iter().filter(|room| room.is_bookable()).map(|room| room.id)
}
