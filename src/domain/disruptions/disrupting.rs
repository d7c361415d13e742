//! The centre takes away what stood, and holds for everybody hit what it offers instead.
//!
//! | | |
//! |---|---|
//! | from | bookings *approved* or *offered*, sessions planned |
//! | to | bookings *displaced*, or cut where they run; sessions cancelled |
//! | locks | the agreements of all bookings hit by id, then all the centre's spaces by id |
//! | checks | the key was not used before; what is kept no longer is passed on to those in line first; what would happen is what was seen; the centre's own session fits |
//! | rows | the act; the closure, the hours or the session; bookings; occupancies freed or swapped; alternatives and their holds; history |
//! | letters | to each leader of a troupe that is hit one, however many bookings, with a calendar file for each; to whoever entered a session that is cancelled one; to whoever is registered for one, one |

use super::planning::{Plan, plan};
use super::{DisruptionId, Fate, Halt, HitBooking, Planned, Use, What, hours, letters, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::domain::activities::SessionId;
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::publishing;
use crate::domain::activities::scheduling::{self, Planning, Scheduling, Venue};
use crate::domain::agreements::ending::{self, Ended};
use crate::domain::agreements::{self, AgreementId, Moved, suspending};
use crate::domain::bookings::displacing::{By, cut, displace, keep_no_longer, offer, take_back};
use crate::domain::bookings::letters::Notice;
use crate::domain::bookings::store::OfferedAlternative;
use crate::domain::bookings::{Slot, offering};
use crate::domain::occupancy;
use crate::domain::people::Acting;
use crate::domain::registrations::meetings;
use crate::domain::rooms::{self, SpaceId};

/// What came of it.
#[derive(Debug, Clone)]
pub enum Outcome {
    Done(DisruptionId),
    /// This very act was done before.
    Repeated(DisruptionId),
    /// What would happen is not what was seen, or it cannot be; nothing was written.
    Changed(Box<Plan>),
}

/// Does what was planned, if it still is what was seen: the [`Plan::fingerprint`] of the plan that was shown.
/// [`Error::Again`] when something changed while this waited: run it anew.
pub fn disrupt(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    seen: &str,
    request_key: &str,
) -> Result<Outcome> {
    if let Some(first) = store::by_request_key(conn, acting.by()?, request_key)? {
        return Ok(Outcome::Repeated(first));
    }
    let locked = lock(conn, acting, planned)?;
    if let What::OwnUse { room, spans, .. } = &planned.what {
        let room = rooms::store::room(conn, acting.centre.id, *room)?;
        scheduling::catch_up(conn, *acting, Some(&room), spans)?;
    }
    let plan = plan(conn, acting, planned)?;
    // First: what was passed on just now stays so, while the new plan is looked at.
    if plan.problem.is_some() || plan.fingerprint() != seen {
        return Ok(Outcome::Changed(Box::new(plan)));
    }
    if !agreements_of(&plan).iter().all(|one| locked.contains(one)) {
        return Err(Error::Again);
    }
    let id = store::insert_disruption(conn, acting, planned, request_key)?;
    let cause = acting.note(conn, "disruption", id.0, planned.what.act(), Some(&planned.reason))?;
    let by = By { disruption: id.0, reason: &planned.reason };
    let mut notices = Vec::with_capacity(plan.bookings.len());
    for hit in &plan.bookings {
        if hit.fate == Fate::Unkept {
            keep_no_longer(conn, acting, &hit.booked, by)?;
        }
    }
    let mut freed = Vec::new();
    for hit in plan.told_of() {
        notices.push(bite(conn, acting, hit, by, &mut freed)?);
    }
    let sessions: Vec<SessionId> = plan.sessions.iter().map(|one| one.session.id).collect();
    meetings::cancel_sessions(conn, *acting, &sessions, Some(&planned.reason))?;
    write(conn, acting, planned, id, !notices.is_empty())?;
    for (hit, notice) in plan.told_of().zip(&mut notices) {
        notice.offered = offer(conn, acting, hit.booked.booking.id, &hit.offers, id.0)?;
    }
    tell(conn, acting, planned, &plan, cause, &notices)?;
    pass_on(conn, acting, &notices, &freed)?;
    Ok(Outcome::Done(id))
}

/// Takes the locks in the order of the house, for what would be hit now.
fn lock(conn: &mut Conn, acting: &Acting, planned: &Planned) -> Result<Vec<AgreementId>> {
    if let What::Agreement { id, .. } = &planned.what {
        let agreement = agreements::store::agreement(conn, acting.centre.id, *id)?;
        agreements::writing::lock_troupe(conn, agreement.troupe_id)?;
    }
    let concerned = agreements_of(&plan(conn, acting, planned)?);
    for agreement in &concerned {
        agreements::store::lock(conn, *agreement)?;
    }
    let spaces: Vec<SpaceId> =
        rooms::store::spaces_of_centre(conn, acting.centre.id)?.into_iter().map(|(id, ..)| id).collect();
    occupancy::lock(conn, &spaces)?;
    Ok(concerned)
}

fn agreements_of(plan: &Plan) -> Vec<AgreementId> {
    let mut ids: Vec<AgreementId> =
        plan.bookings.iter().filter_map(|hit| hit.booked.booking.agreement_id).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// What happens to one booking; alternatives that are kept for it no longer are added to `freed`.
fn bite(
    conn: &mut Conn,
    acting: &Acting,
    hit: &HitBooking,
    by: By,
    freed: &mut Vec<OfferedAlternative>,
) -> Result<Notice> {
    let (booked, cut_short) = match hit.fate {
        Fate::Displaced => (displace(conn, acting, &hit.booked, by)?, false),
        Fate::CutAt(at) => (cut(conn, acting, &hit.booked, at, by)?, true),
        Fate::OfferGone | Fate::Unkept => {
            freed.extend(take_back(conn, acting, &hit.booked, by)?);
            (hit.booked.clone(), false)
        }
    };
    let again = hit.fate == Fate::OfferGone;
    Ok(Notice { booked, was: hit.booked.booking.span()?, cut_short, again, offered: Vec::new() })
}

/// What happens itself; what stood in its way is freed by now.
fn write(conn: &mut Conn, acting: &Acting, planned: &Planned, id: DisruptionId, hits: bool) -> Result<()> {
    match &planned.what {
        What::OwnUse { of, room, spans } => use_room(conn, acting, of, Venue::Room(*room), spans),
        What::Close { room, from, to, .. } => {
            let closure = store::insert_closure(conn, acting, planned, id, *room, (*from, *to))?;
            acting.note(conn, "closure", closure.0, "closed", Some(&planned.reason)).map(drop)
        }
        What::Hours(change) => hours::write(conn, acting, change),
        What::Agreement { id, halt } => halt_agreement(conn, acting, planned, *id, *halt, hits),
    }
}

/// Leaders who lose bookings read of it in the letter about them; others in one of its own.
fn halt_agreement(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    id: AgreementId,
    halt: Halt,
    hits: bool,
) -> Result<()> {
    let reason = &planned.reason;
    let moved = match halt {
        Halt::Suspend => suspending::suspend(conn, acting, id, reason)?,
        Halt::End { last_day } => match ending::end(conn, acting, id, last_day, reason)? {
            Ended::Moved(moved) => moved,
            Ended::NoSuchEnd { .. } => return Err(Error::Again),
        },
    };
    match (moved, halt) {
        (Moved::NotNow(_), _) => Err(Error::Again),
        (Moved::Done(..), _) if hits => Ok(()),
        (Moved::Done(agreement, cause), Halt::Suspend) => {
            agreements::letters::suspended(conn, acting, cause, &agreement, reason)
        }
        (Moved::Done(agreement, cause), Halt::End { last_day }) => {
            agreements::letters::ended(conn, acting, cause, &agreement, last_day, reason)
        }
    }
}

fn use_room(
    conn: &mut Conn,
    acting: &Acting,
    of: &Use,
    venue: Venue,
    spans: &[crate::base::time::Span],
) -> Result<()> {
    let unexpected =
        || Error::fault("the centre's session did not fit after what stood in its way was freed");
    let planned = match of {
        Use::New { details, .. } => scheduling::Planned::New(details),
        Use::More(activity) => scheduling::Planned::More(*activity),
        Use::Move(session) => {
            let seen = crate::domain::activities::store::session(conn, acting.centre.id, *session)?;
            let span = *spans.first().ok_or_else(unexpected)?;
            return match meetings::move_session(conn, *acting, &seen, &venue, (span, Heed::Known))? {
                Scheduling::Done(..) => Ok(()),
                _ => Err(unexpected()),
            };
        }
    };
    match (meetings::plan(conn, *acting, planned, &venue, spans, Heed::Known)?, of) {
        (Planning::Done(id, _), Use::New { publish: true, .. }) => {
            publishing::publish(conn, *acting, id).map(drop)
        }
        (Planning::Done(..), _) => Ok(()),
        (Planning::NotAll(_) | Planning::Doubled(_), _) => Err(unexpected()),
    }
}

/// What is free again after all, such as what is left of a slot that the centre needs in part, goes to those in
/// line for it.
fn pass_on(conn: &mut Conn, acting: &Acting, notices: &[Notice], freed: &[OfferedAlternative]) -> Result<()> {
    let mut slots = offering::slots(conn, acting.centre, freed)?;
    for notice in notices.iter().filter(|one| !one.again) {
        slots.push(Slot { span: notice.was, ..notice.booked.booking.slot()? });
    }
    offering::pass_on(conn, *acting, &slots)
}

/// One letter to each leader, about all of theirs.
fn tell(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    plan: &Plan,
    cause: HistoryId,
    notices: &[Notice],
) -> Result<()> {
    let told: Vec<_> = plan.told().into_iter().cloned().collect();
    for person in &told {
        let of_theirs = |notice: &&Notice| {
            let leaders = plan.leaders.get(&notice.booked.troupe.id);
            leaders.is_some_and(|leaders| leaders.iter().any(|one| one.id == person.id))
        };
        let theirs: Vec<&Notice> = notices.iter().filter(of_theirs).collect();
        letters::displaced(conn, acting, cause, planned, person, &theirs)?;
    }
    letters::count_calendars(conn, notices)?;
    letters::sessions_cancelled(conn, acting, cause, planned, &plan.sessions)
}
