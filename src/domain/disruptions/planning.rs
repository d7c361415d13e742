//! What an act of the centre hits, and what everybody hit would be offered: reads, and writes nothing.
//!
//! What is offered is computed as if it had happened already: what is hit is free again, what is shut is shut.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use sha2::{Digest, Sha256};

use super::bites::{Bites, Standing};
use super::{Halt, Planned, Use, What, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Span, Wall};
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::activities::{Scheduled, SessionId};
use crate::domain::agreements::ending::possible_ends;
use crate::domain::agreements::{self, Agreement, AgreementId, AgreementState, Decided, TroupeId};
use crate::domain::bookings::alternatives::REACH_DAYS;
use crate::domain::bookings::displacing::Cause;
use crate::domain::bookings::sharing_out::{Lost, Offer, Terms, share_out};
use crate::domain::bookings::{Booked, Facts, cases, store as bookings};
use crate::domain::days;
use crate::domain::occupancy::{Occupancy, Taker};
use crate::domain::people::Acting;
use crate::domain::people::contact::Contact;
use crate::domain::rooms::{Catalogue, Closed, RoomId};

/// What happens to a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is taken away.
    Displaced,
    /// It is running, and ends then.
    CutAt(Wall),
    /// It was taken away before, and what is held for it goes too: it is offered anew.
    OfferGone,
    /// A request that staff have not decided: its slot is kept no longer, and they decide it as it is then.
    Unkept,
}

/// A booking that is hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitBooking {
    pub booked: Booked,
    pub fate: Fate,
    pub offers: Vec<Offer>,
    /// How often its troupe was displaced in the last year.
    pub displaced_before: i64,
}

/// What would happen.
#[derive(Debug, Clone)]
pub struct Plan {
    pub cause: Cause,
    /// By start.
    pub bookings: Vec<HitBooking>,
    /// Sessions that would be cancelled, by start.
    pub sessions: Vec<Scheduled>,
    /// The rooms, for their names.
    pub catalogue: Catalogue,
    /// Who is told about each troupe; the leader first.
    pub leaders: HashMap<TroupeId, Vec<Contact>>,
    /// Why it cannot be, whatever is hit.
    pub problem: Option<Problem>,
    /// How long offers stand, if their own start is not near.
    pub until: Instant,
}

/// Why something cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It begins in the past.
    Past,
    /// The centre's own session fits no better: another session has the room, or it is not open then.
    NoSession(Scheduling),
    /// The agreement is not in force, or cannot end on that day.
    Agreement(Decided),
}

impl Plan {
    /// What people are told of.
    pub fn told_of(&self) -> impl Iterator<Item = &HitBooking> {
        self.bookings.iter().filter(|hit| hit.fate != Fate::Unkept)
    }

    /// The troupes that are told, by number.
    pub fn troupes(&self) -> Vec<TroupeId> {
        let mut troupes: Vec<TroupeId> = self.told_of().map(|hit| hit.booked.troupe.id).collect();
        troupes.sort();
        troupes.dedup();
        troupes
    }

    /// Everybody who is told, once each.
    pub fn told(&self) -> Vec<&Contact> {
        let mut people: Vec<&Contact> = self
            .troupes()
            .iter()
            .filter_map(|troupe| self.leaders.get(troupe))
            .flat_map(|people| people.iter())
            .collect();
        people.sort_by_key(|one| one.id);
        people.dedup_by_key(|one| one.id);
        people
    }

    /// What staff saw, in short: the same plan has the same, another one another.
    pub fn fingerprint(&self) -> String {
        let mut seen = String::new();
        for hit in &self.bookings {
            let booking = &hit.booked.booking;
            seen.push_str(&format!("b{} v{} {:?}", booking.id, booking.version, hit.fate));
            for offer in &hit.offers {
                let one = &offer.alternative;
                seen.push_str(&format!(" {} {}–{}", one.room, one.span.start().iso(), one.span.end().iso()));
            }
            seen.push('\n');
        }
        for one in &self.sessions {
            seen.push_str(&format!("s{} v{}\n", one.session.id, one.session.sequence));
        }
        let digest = Sha256::digest(seen.as_bytes());
        digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What would happen if this happened now.
pub fn plan(conn: &mut Conn, acting: &Acting, planned: &Planned) -> Result<Plan> {
    let now = acting.centre.zone.wall(acting.now);
    let bites = Bites::read(conn, acting, &planned.what)?;
    let standing = Standing::read(conn, acting, &bites)?;
    let mut bookings: Vec<HitBooking> = Vec::new();
    let in_its_way = standing.bookings.iter().filter_map(|one| Some((one.clone(), bites.fate(one, now)?)));
    for (booked, fate) in in_its_way {
        bookings.push(HitBooking { booked, fate, offers: Vec::new(), displaced_before: 0 });
    }
    for booked in standing.whose_offers_go(conn, acting, &bites)? {
        bookings.push(HitBooking { booked, fate: Fate::OfferGone, offers: Vec::new(), displaced_before: 0 });
    }
    bookings.sort_by_key(|hit| (hit.booked.booking.starts_at, hit.booked.booking.id));
    let sessions: Vec<Scheduled> =
        standing.sessions.iter().filter(|one| bites.cancels(one, now)).cloned().collect();
    let (first, last) = days_around(&planned.what, &bookings, now.date());
    let mut facts = bookings::facts_of_centre(conn, acting.centre, None, first, last, acting.now)?;
    as_if_it_had_happened(conn, acting, planned, &mut facts, &bookings, &sessions)?;
    let problem = problem(conn, acting, planned, &facts)?;
    if let What::OwnUse { room, spans, .. } = &planned.what {
        put_session(&mut facts, *room, spans);
    }
    let until = offers_stand_until(conn, acting, &facts)?;
    let mut plan = Plan {
        cause: planned.what.cause(),
        catalogue: facts.catalogue.clone(),
        leaders: HashMap::new(),
        bookings,
        sessions,
        problem,
        until,
    };
    let troupes = plan.troupes();
    plan.leaders = cases::leaders(conn, &troupes)?;
    make_offers(conn, acting, facts, &mut plan, &troupes, &planned.what, (first, last))?;
    Ok(plan)
}

/// The days within which alternatives are looked for.
fn days_around(what: &What, hits: &[HitBooking], today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let own = match what {
        What::OwnUse { spans, .. } => spans.iter().map(|span| span.date()).collect(),
        _ => Vec::new(),
    };
    let days: Vec<NaiveDate> =
        hits.iter().map(|hit| hit.booked.booking.starts_at.date()).chain(own).collect();
    let reach = Duration::days(REACH_DAYS);
    let first = days.iter().min().map_or(today, |day| (*day - reach).max(today));
    let last = days.iter().max().map_or(today, |day| (*day + reach).max(today));
    // The next working day's closing time is asked for as well.
    (first.min(today), last.max(today + reach))
}

/// Frees what is hit, and shuts what is shut.
fn as_if_it_had_happened(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    facts: &mut Facts,
    hits: &[HitBooking],
    sessions: &[Scheduled],
) -> Result<()> {
    let hours = &mut facts.catalogue.hours;
    match &planned.what {
        What::OwnUse { .. } | What::Agreement { .. } => {}
        What::Close { room, from, to, .. } => {
            let rooms = room.map(|room| facts.catalogue.sharing_a_space(room));
            let hours = &mut facts.catalogue.hours;
            hours.closures.push(Closed {
                rooms,
                starts_at: *from,
                ends_at: *to,
                reason: planned.reason.clone(),
                reason_en: planned.reason_en.clone(),
            });
        }
        What::Hours(change) => *hours = change.after(hours),
    }
    let mut gone: Vec<Taker> = sessions.iter().map(|one| Taker::Session(one.session.id)).collect();
    if let What::OwnUse { of: Use::Move(session), .. } = &planned.what {
        gone.push(Taker::Session(*session));
    }
    let mut cut: HashMap<Taker, Wall> = HashMap::new();
    let mut lost = Vec::new();
    for hit in hits {
        let id = hit.booked.booking.id;
        match hit.fate {
            Fate::Displaced | Fate::Unkept => gone.push(Taker::Booking(id)),
            Fate::CutAt(at) => {
                cut.insert(Taker::Booking(id), at);
            }
            Fate::OfferGone => lost.push(id),
        }
    }
    for held in bookings::held_for(conn, &lost, acting.now)? {
        gone.push(Taker::Alternative(held.id));
    }
    for taken in facts.taken.values_mut() {
        taken.retain(|one| !gone.contains(&one.taker));
        for one in taken.iter_mut() {
            if let Some(at) = cut.get(&one.taker) {
                one.ends_at = *at;
            }
        }
    }
    Ok(())
}

/// The centre's own session takes the room.
fn put_session(facts: &mut Facts, room: RoomId, spans: &[Span]) {
    let Some(room) = facts.catalogue.room(room).cloned() else { return };
    for space in facts.catalogue.spaces_of(room.id).to_vec() {
        let taken = facts.taken.entry(space).or_default();
        taken.extend(spans.iter().map(|span| Occupancy {
            space,
            starts_at: span.start(),
            ends_at: span.end_with(room.turnaround_minutes),
            taker: Taker::Session(SessionId(-1)),
        }));
    }
}

fn problem(conn: &mut Conn, acting: &Acting, planned: &Planned, facts: &Facts) -> Result<Option<Problem>> {
    let now = facts.now;
    match &planned.what {
        What::OwnUse { room, spans, .. } => {
            let room = crate::domain::rooms::store::room(conn, acting.centre.id, *room)?;
            for span in spans {
                if span.end() <= now {
                    return Ok(Some(Problem::Past));
                }
                if !acting.centre.zone.shows(*span) {
                    return Ok(Some(Problem::NoSession(Scheduling::NoSuchTime)));
                }
                let open = facts.catalogue.open_on(room.id, span.date());
                if !open.iter().any(|open| open.contains(span.within_day())) {
                    return Ok(Some(Problem::NoSession(Scheduling::NotOpen(open))));
                }
                let there = facts.in_the_way(&room, *span);
                if !there.is_empty() {
                    let clashes = bookings::clashes(conn, &there)?;
                    return Ok(Some(Problem::NoSession(Scheduling::Taken(clashes))));
                }
            }
            Ok(None)
        }
        What::Close { to, .. } => Ok((*to <= now).then_some(Problem::Past)),
        What::Hours(_) => Ok(None),
        What::Agreement { id, halt } => {
            let agreement = agreements::store::agreement(conn, acting.centre.id, *id)?;
            let over = agreement.ends_on < now.date();
            let can = match halt {
                Halt::Suspend => agreement.state == AgreementState::Active && !over,
                Halt::End { last_day } => {
                    let (earliest, latest) = possible_ends(&agreement, now.date());
                    agreement.state.stands() && !over && (earliest..=latest).contains(last_day)
                }
            };
            match can {
                true => Ok(None),
                false => Ok(Some(Problem::Agreement(agreements::store::decided(conn, &agreement)?))),
            }
        }
    }
}

/// 48 hours from now, or the end of the next working day, whichever is later. A day ends when the centre closes.
fn offers_stand_until(conn: &mut Conn, acting: &Acting, facts: &Facts) -> Result<Instant> {
    let zone = acting.centre.zone;
    let today = zone.today(acting.now);
    let known = days::store::facts(conn, acting.centre.id, today, today + Duration::days(REACH_DAYS))?;
    let next = (1..=REACH_DAYS).map(|days| today + Duration::days(days)).find(|day| known.is_working(*day));
    let in_two_days = acting.now.plus(Duration::hours(48));
    let closes = next.and_then(|day| {
        let (open, _) = facts.catalogue.hours.centre_on(day);
        let minute = open.last().map_or(Minute::hm(18, 0), |span| span.to());
        zone.instant(Wall::at(day, minute))
    });
    Ok(closes.map_or(in_two_days, |closes| closes.max(in_two_days)))
}

fn make_offers(
    conn: &mut Conn,
    acting: &Acting,
    mut facts: Facts,
    plan: &mut Plan,
    troupes: &[TroupeId],
    what: &What,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<()> {
    if troupes.is_empty() {
        return Ok(());
    }
    let mut agreements = agreements::store::valid_of(conn, troupes, first, last)?;
    if let What::Agreement { id, halt } = what {
        for one in agreements.values_mut() {
            halted(one, *id, *halt);
        }
    }
    let ids: Vec<AgreementId> = agreements.values().flatten().map(|one| one.id).collect();
    facts.uses = bookings::uses(conn, &ids, first, last, acting.centre.zone)?;
    for hit in plan.bookings.iter().filter(|hit| hit.fate == Fate::Displaced) {
        let (agreement, span) = (hit.booked.booking.agreement_id, hit.booked.booking.span()?);
        let own = facts.uses.iter().position(|used| Some(used.agreement) == agreement && used.span == span);
        if let Some(own) = own {
            facts.uses.swap_remove(own);
        }
    }
    let a_year_ago = facts.now.plus(-Duration::days(365));
    let before = bookings::displaced_since(conn, troupes, a_year_ago)?;
    for hit in &mut plan.bookings {
        hit.displaced_before = before.get(&hit.booked.troupe.id).copied().unwrap_or(0);
    }
    let left_out = store::run_by_others(conn, acting)?;
    let terms = Terms {
        now: acting.now,
        until: plan.until,
        zone: acting.centre.zone,
        left_out: &left_out,
        held: plan.cause != Cause::Agreement,
    };
    let (places, lost): (Vec<usize>, Vec<Lost>) = plan
        .bookings
        .iter()
        .enumerate()
        .filter(|(_, hit)| matches!(hit.fate, Fate::Displaced | Fate::OfferGone))
        .map(|(place, hit)| (place, Lost { booked: &hit.booked, displaced_before: hit.displaced_before }))
        .unzip();
    let offers = share_out(facts, &agreements, &lost, terms);
    for (place, offers) in places.into_iter().zip(offers) {
        if let Some(hit) = plan.bookings.get_mut(place) {
            hit.offers = offers;
        }
    }
    Ok(())
}

/// The agreements as they will hold.
fn halted(agreements: &mut Vec<Agreement>, id: AgreementId, halt: Halt) {
    match halt {
        Halt::Suspend => agreements.retain(|one| one.id != id),
        Halt::End { last_day } => {
            agreements.retain(|one| one.id != id || last_day >= one.starts_on);
            for one in agreements.iter_mut().filter(|one| one.id == id) {
                one.ends_on = last_day.min(one.ends_on);
            }
        }
    }
}
