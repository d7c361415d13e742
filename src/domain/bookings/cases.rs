//! What staff want to know before they decide about requests: what stands in the way, what the troupe has used,
//! who else wants the slot, who minds the noise, who will be told.
//!
//! Read for the whole queue at once, so that its length costs memory and not queries.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::loads::{Loads, loads};
use super::rules::{self, Facts, Refusal};
use super::store::{self, facts_of_centre};
use super::{Booked, Booking, Clash};
use crate::base::db::Conn;
use crate::base::db::schema::{person, room, room_approver, troupe_leader};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Span};
use crate::domain::agreements::{self, Agreement, AgreementId, TroupeId, Usage};
use crate::domain::centres::Centre;
use crate::domain::occupancy::Taker;
use crate::domain::people::contact::Contact;
use crate::domain::people::{PersonId, Role};
use crate::domain::rooms::{Access, Noise, Room, RoomId};

/// One request with all that deciding needs.
#[derive(Debug, Clone)]
pub struct Case {
    pub booked: Booked,
    /// What has the slot already: it cannot be approved.
    pub clashes: Vec<Clash>,
    /// It is past by now, or the room is shut then: it cannot be approved.
    pub refusal: Option<Refusal>,
    /// The agreement that holds on its day.
    pub agreement: Option<Agreement>,
    /// What the troupe uses in that week and month, this request not counted.
    pub used: Usage,
    /// The same week and month as they are, and as they would be.
    pub loads: Loads,
    /// Other requests that want a space of it at that time; approving this one makes them wait.
    pub rivals: Vec<Booked>,
    /// Those who wait in line for a space of it at that time, and asked before it did.
    pub line: Vec<Booked>,
    pub noise: Vec<Disturbance>,
    /// How often the centre took a booking of its troupe away within a year.
    pub displaced: i64,
    /// The troupe's leader and deputies: they are told.
    pub leaders: Vec<Contact>,
    /// Who decides, where that is not the centre's approvers; by id and name.
    pub own_approvers: Vec<(PersonId, String)>,
}

/// Quiet and loud beside each other at that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disturbance {
    /// The request is for a loud room; this quiet neighbour is open to all until then.
    QuietIsOpen { room: Room, until: Minute },
    /// The request is for a loud room; this quiet neighbour is in use then.
    QuietIsUsed { room: Room },
    /// The request is for a quiet room; this loud neighbour is in use then.
    LoudIsUsed { room: Room },
}

impl Disturbance {
    /// The room next door.
    pub fn room(&self) -> &Room {
        match self {
            Self::QuietIsOpen { room, .. } | Self::QuietIsUsed { room } | Self::LoudIsUsed { room } => room,
        }
    }
}

impl Case {
    /// True when a person of this centre may decide it.
    pub fn may_be_decided_by(&self, person: PersonId, role: Role) -> bool {
        let own: Vec<PersonId> = self.own_approvers.iter().map(|(approver, _)| *approver).collect();
        rules::decides(role, person, &own)
    }
}

/// The cases of some bookings of one centre, in their order.
pub fn cases(conn: &mut Conn, centre: &Centre, bookings: Vec<Booked>, now: Instant) -> Result<Vec<Case>> {
    let days = || bookings.iter().map(|one| one.booking.starts_at.date());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
    let mut facts = facts_of_centre(conn, centre, None, first, last, now)?;
    let agreements = agreements_of(conn, &bookings, first, last)?;
    let mut ids: Vec<AgreementId> = agreements.values().flatten().map(|one| one.id).collect();
    ids.sort();
    facts.uses = store::uses(conn, &ids, first, last, centre.zone)?;
    let open = store::requested_between(conn, centre.id, first, last)?;
    let waiting = store::waiting_between(conn, centre.id, first, last)?;
    let troupes: Vec<TroupeId> = bookings.iter().map(|one| one.booking.troupe_id).collect();
    let leaders = leaders(conn, &troupes)?;
    let approvers = own_approvers(conn, centre)?;
    let a_year_ago = facts.now.plus(-chrono::Duration::days(365));
    let displaced = store::displaced_since(conn, &troupes, a_year_ago)?;
    let mut cases = Vec::with_capacity(bookings.len());
    for booked in bookings {
        let span = booked.booking.span()?;
        facts.agreements = agreements.get(&booked.booking.troupe_id).cloned().unwrap_or_default();
        let agreement = facts.agreement_on(span.date()).cloned();
        cases.push(Case {
            clashes: clashes(conn, &facts, &booked)?,
            refusal: hard_refusal(&facts, &booked.room, span, booked.booking.size),
            loads: agreement
                .as_ref()
                .map(|one| loads(&facts.uses, one.id, &[span], &[span]))
                .unwrap_or_default(),
            used: agreement.as_ref().map(|one| used(&facts, one, &booked.booking, span)).unwrap_or_default(),
            agreement,
            rivals: rivals(&facts, &booked, span, &open),
            line: before(rivals(&facts, &booked, span, &waiting), &booked.booking),
            noise: noise(&facts, &booked.room, span),
            displaced: displaced.get(&booked.troupe.id).copied().unwrap_or(0),
            leaders: leaders.get(&booked.troupe.id).cloned().unwrap_or_default(),
            own_approvers: approvers.get(&booked.room.id).cloned().unwrap_or_default(),
            booked,
        });
    }
    Ok(cases)
}

/// What some spans would add to an agreement, where others of the same bookings count by now.
pub fn loads_of(
    conn: &mut Conn,
    centre: &Centre,
    agreement: AgreementId,
    wanted: &[Span],
    now: &[Span],
) -> Result<Loads> {
    let days = || wanted.iter().map(|span| span.date());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Loads::default()) };
    let uses = store::uses(conn, &[agreement], first, last, centre.zone)?;
    Ok(loads(&uses, agreement, wanted, now))
}

fn agreements_of(
    conn: &mut Conn,
    bookings: &[Booked],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<HashMap<TroupeId, Vec<Agreement>>> {
    let mut troupes: Vec<TroupeId> = bookings.iter().map(|one| one.troupe.id).collect();
    troupes.sort();
    troupes.dedup();
    agreements::store::valid_of(conn, &troupes, first, last)
}

/// What is in its way already; never itself.
fn clashes(conn: &mut Conn, facts: &Facts, booked: &Booked) -> Result<Vec<Clash>> {
    if !booked.booking.state.is_open() {
        return Ok(Vec::new());
    }
    let mut in_the_way = facts.in_the_way(&booked.room, booked.booking.span()?);
    in_the_way.retain(|there| there.taker != Taker::Booking(booked.booking.id));
    if in_the_way.is_empty() { Ok(Vec::new()) } else { store::clashes_for_staff(conn, &in_the_way) }
}

/// What makes the use itself impossible by now; the rest was judged when it was asked.
fn hard_refusal(facts: &Facts, room: &Room, span: Span, size: i32) -> Option<Refusal> {
    facts.refusal(room, span, size).filter(Refusal::is_hard)
}

/// What the agreement's other bookings use; this one counts among them while it is open or stands.
fn used(facts: &Facts, agreement: &Agreement, booking: &Booking, span: Span) -> Usage {
    let mut used = facts.usage(agreement.id, span.date());
    let counts = booking.state.occupies() || booking.state == super::State::Requested;
    if counts && booking.agreement_id == Some(agreement.id) {
        used.week_minutes -= span.minutes();
        used.week_bookings -= 1;
        used.month_minutes -= span.minutes();
    }
    used
}

fn rivals(facts: &Facts, booked: &Booked, span: Span, open: &[Booked]) -> Vec<Booked> {
    let sharing = facts.catalogue.sharing_a_space(booked.room.id);
    let end = span.end_with(booked.booking.turnaround_minutes);
    let overlaps = |other: &Booking| {
        other.starts_at < end
            && other.span().is_ok_and(|it| it.end_with(other.turnaround_minutes) > span.start())
    };
    open.iter()
        .filter(|other| other.booking.id != booked.booking.id && sharing.contains(&other.room.id))
        .filter(|other| overlaps(&other.booking))
        .cloned()
        .collect()
}

/// Those who asked before a request did.
fn before(mut line: Vec<Booked>, booking: &Booking) -> Vec<Booked> {
    line.retain(|one| one.booking.turn() < booking.turn());
    line
}

/// Quiet and loud beside each other while a room is used.
pub fn noise(facts: &Facts, room: &Room, span: Span) -> Vec<Disturbance> {
    let used = |other: &Room| facts.is_taken(other, span);
    let open_until = |other: &Room| {
        let open = facts.catalogue.open_on(other.id, span.date());
        open.into_iter().find(|open| open.overlap(span.within_day()).is_some()).map(|open| open.to())
    };
    let neighbours = facts.catalogue.neighbours_of(room.id);
    neighbours
        .filter_map(|other| match (room.noise, other.noise) {
            (Noise::Loud, Noise::Quiet) if other.access == Access::DropIn => {
                open_until(other).map(|until| Disturbance::QuietIsOpen { room: other.clone(), until })
            }
            (Noise::Loud, Noise::Quiet) if used(other) => {
                Some(Disturbance::QuietIsUsed { room: other.clone() })
            }
            (Noise::Quiet, Noise::Loud) if used(other) => {
                Some(Disturbance::LoudIsUsed { room: other.clone() })
            }
            _ => None,
        })
        .collect()
}

/// The leaders and deputies of some troupes, the leader first.
pub fn leaders(conn: &mut Conn, troupes: &[TroupeId]) -> Result<HashMap<TroupeId, Vec<Contact>>> {
    let rows = troupe_leader::table
        .inner_join(person::table)
        .filter(troupe_leader::troupe_id.eq_any(troupes))
        .filter(person::active)
        .order((troupe_leader::deputy, person::id))
        .select((troupe_leader::troupe_id, Contact::as_select()))
        .load::<(TroupeId, Contact)>(conn)?;
    let mut leaders: HashMap<TroupeId, Vec<Contact>> = HashMap::new();
    for (troupe, contact) in rows {
        leaders.entry(troupe).or_default().push(contact);
    }
    Ok(leaders)
}

fn own_approvers(conn: &mut Conn, centre: &Centre) -> Result<HashMap<RoomId, Vec<(PersonId, String)>>> {
    let rows = room_approver::table
        .inner_join(room::table)
        .inner_join(person::table)
        .filter(room::centre_id.eq(centre.id))
        .order((room::id, person::id))
        .select((room::id, person::id, person::name))
        .load::<(RoomId, PersonId, String)>(conn)?;
    let mut approvers: HashMap<RoomId, Vec<(PersonId, String)>> = HashMap::new();
    for (room, person, name) in rows {
        approvers.entry(room).or_default().push((person, name));
    }
    Ok(approvers)
}
