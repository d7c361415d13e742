//! What is to come in some rooms, the centre's acts and its closures.

use diesel::prelude::*;

use super::{ClosureId, DisruptionId, ENDED, Hit, Planned, SUSPENDED};
use crate::base::db::schema::{
    activity, alternative, booking, closure, disruption, history, person, room, room_approver, session,
    troupe,
};
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Minute, Span, Wall};
use crate::domain::activities::{Activity, Scheduled, Session};
use crate::domain::agreements::AgreementId;
use crate::domain::bookings::State;
use crate::domain::bookings::displacing::Cause;
use crate::domain::bookings::store::OfferedAlternative;
use crate::domain::centres::CentreId;
use crate::domain::occupancy::{BookingId, SessionId, Taker};
use crate::domain::people::{Acting, PersonId};
use crate::domain::rooms::{Room, RoomId};

/// Approved and offered bookings and sessions in these rooms that have not ended, by start.
pub(super) fn coming(conn: &mut Conn, rooms: &[RoomId], now: Wall) -> Result<Vec<Hit>> {
    // The index is on the start; nothing lasts longer than its day.
    let today = Wall::at(now.date(), Minute::MIDNIGHT);
    let booked: Vec<(BookingId, RoomId, Wall, Wall, String, String)> = booking::table
        .inner_join(troupe::table)
        .filter(booking::room_id.eq_any(rooms))
        .filter(booking::starts_at.ge(today).and(booking::ends_at.gt(now)))
        .filter(booking::state.eq_any([State::Approved, State::Offered]))
        .select((
            booking::id,
            booking::room_id,
            booking::starts_at,
            booking::ends_at,
            troupe::name,
            troupe::name_en,
        ))
        .load(conn)?;
    type Held = (SessionId, i64, Option<RoomId>, Wall, Wall, String, String);
    let held: Vec<Held> = session::table
        .inner_join(activity::table)
        .filter(session::room_id.eq_any(rooms.iter().copied().map(Some)))
        .filter(session::starts_at.ge(today).and(session::ends_at.gt(now)))
        .filter(session::cancelled_at.is_null())
        .select((
            session::id,
            session::activity_id,
            session::room_id,
            session::starts_at,
            session::ends_at,
            activity::title,
            activity::title_en,
        ))
        .load(conn)?;
    let mut hits = Vec::with_capacity(booked.len() + held.len());
    for (id, room, starts, ends, name, name_en) in booked {
        let Ok(span) = Span::new(starts, ends) else { continue };
        hits.push(Hit { what: Taker::Booking(id), activity: None, room, span, name, name_en });
    }
    for (id, activity, room, starts, ends, name, name_en) in held {
        let (Some(room), Ok(span)) = (room, Span::new(starts, ends)) else { continue };
        hits.push(Hit { what: Taker::Session(id), activity: Some(activity), room, span, name, name_en });
    }
    hits.sort_by_key(|hit| (hit.span, hit.room));
    Ok(hits)
}

/// Approved and offered bookings under an agreement that end after a time, by start.
pub(super) fn coming_under(conn: &mut Conn, agreement: AgreementId, after: Wall) -> Result<Vec<Hit>> {
    // The index is on the start; nothing lasts longer than its day.
    let day = Wall::at(after.date(), Minute::MIDNIGHT);
    let booked: Vec<(BookingId, RoomId, Wall, Wall, String, String)> = booking::table
        .inner_join(troupe::table)
        .filter(booking::agreement_id.eq(agreement))
        .filter(booking::starts_at.ge(day).and(booking::ends_at.gt(after)))
        .filter(booking::state.eq_any([State::Approved, State::Offered]))
        .order((booking::starts_at, booking::id))
        .select((
            booking::id,
            booking::room_id,
            booking::starts_at,
            booking::ends_at,
            troupe::name,
            troupe::name_en,
        ))
        .load(conn)?;
    let hit = |(id, room, starts, ends, name, name_en)| {
        let span = Span::new(starts, ends).ok()?;
        Some(Hit { what: Taker::Booking(id), activity: None, room, span, name, name_en })
    };
    Ok(booked.into_iter().filter_map(hit).collect())
}

/// Sessions of a centre in rooms that stand, end after a time and begin before another; by start.
pub(super) fn sessions(
    conn: &mut Conn,
    centre: CentreId,
    after: Wall,
    before: Wall,
) -> Result<Vec<Scheduled>> {
    let rows = session::table
        .inner_join(activity::table)
        .inner_join(room::table)
        .filter(session::centre_id.eq(centre).and(session::cancelled_at.is_null()))
        .filter(session::starts_at.ge(Wall::at(after.date(), Minute::MIDNIGHT)))
        .filter(session::starts_at.lt(before).and(session::ends_at.gt(after)))
        .order((session::starts_at, session::id))
        .select((Session::as_select(), Activity::as_select(), Room::as_select()))
        .load::<(Session, Activity, Room)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(session, activity, room)| Scheduled { session, activity, room: Some(room) })
        .collect())
}

/// All alternatives that a centre holds at a moment, each with what its room keeps free after a use.
pub(super) fn held_in_centre(
    conn: &mut Conn,
    centre: CentreId,
    now: Instant,
) -> Result<Vec<(OfferedAlternative, i32)>> {
    Ok(alternative::table
        .inner_join(room::table)
        .filter(room::centre_id.eq(centre))
        .filter(alternative::held_until.gt(now).and(alternative::taken_as.is_null()))
        .order(alternative::id)
        .select((OfferedAlternative::as_select(), room::turnaround_minutes))
        .load(conn)?)
}

/// Rooms with approvers of their own, of whom whoever acts is none.
pub(super) fn run_by_others(conn: &mut Conn, acting: &Acting) -> Result<Vec<RoomId>> {
    let rows: Vec<(RoomId, PersonId)> = room_approver::table
        .inner_join(room::table)
        .filter(room::centre_id.eq(acting.centre.id))
        .select((room_approver::room_id, room_approver::person_id))
        .load(conn)?;
    let mut rooms: Vec<RoomId> = rows.iter().map(|(room, _)| *room).collect();
    rooms.sort();
    rooms.dedup();
    rooms.retain(|room| !rows.iter().any(|(of, person)| of == room && Some(*person) == acting.person));
    Ok(rooms)
}

/// An act of the centre as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Disruption {
    pub id: DisruptionId,
    pub cause: Cause,
    pub reason: String,
    pub reason_en: String,
    pub made_by: String,
    pub made_at: Instant,
    /// Of an agreement: the act that says how it stopped.
    halted: Option<String>,
}

impl Disruption {
    /// 停用、闭馆, 协议暂停: what it was.
    pub fn name(&self, lang: Lang) -> &'static str {
        match self.halted.as_deref() {
            Some(SUSPENDED) => lang.pick("协议暂停", "Agreement suspended"),
            Some(_) => lang.pick("协议终止", "Agreement ended"),
            None => self.cause.name(lang),
        }
    }
}

macro_rules! disruptions {
    ($centre:expr) => {
        disruption::table
            .inner_join(person::table.on(person::id.eq(disruption::made_by)))
            .left_join(
                history::table.on(history::subject
                    .eq("disruption")
                    .and(history::subject_id.eq(disruption::id))
                    .and(history::act.eq_any([SUSPENDED, ENDED]))),
            )
            .filter(disruption::centre_id.eq($centre))
            .select((
                disruption::id,
                disruption::cause,
                disruption::reason,
                disruption::reason_en,
                person::name,
                disruption::made_at,
                history::act.nullable(),
            ))
    };
}

/// A closure as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Closure {
    pub id: ClosureId,
    pub disruption: DisruptionId,
    /// `None` is the whole centre.
    pub room: Option<RoomId>,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub reason: String,
    pub reason_en: String,
    pub lifted_at: Option<Instant>,
}

macro_rules! closure_columns {
    () => {
        (
            closure::id,
            closure::disruption_id,
            closure::room_id,
            closure::starts_at,
            closure::ends_at,
            closure::reason,
            closure::reason_en,
            closure::lifted_at,
        )
    };
}

/// One act of a centre.
pub fn disruption(conn: &mut Conn, centre: CentreId, id: DisruptionId) -> Result<Disruption> {
    Ok(disruptions!(centre).filter(disruption::id.eq(id)).first(conn)?)
}

/// The activity that was entered with an act, for which the centre took the room; `None` where it is another's dates.
pub fn activity_of(conn: &mut Conn, centre: CentreId, id: DisruptionId) -> Result<Option<Activity>> {
    let same = disruption::made_at
        .eq(activity::created_at)
        .and(disruption::made_by.eq(activity::created_by))
        .and(disruption::cause.eq(Cause::OwnUse));
    Ok(activity::table
        .inner_join(disruption::table.on(same))
        .filter(activity::centre_id.eq(centre).and(disruption::centre_id.eq(centre)))
        .filter(disruption::id.eq(id))
        .select(Activity::as_select())
        .first(conn)
        .optional()?)
}

/// A centre's acts, the newest first, each with how many bookings it hit.
pub fn disruptions(conn: &mut Conn, centre: CentreId, limit: i64) -> Result<Vec<(Disruption, i64)>> {
    let rows: Vec<Disruption> = disruptions!(centre).order(disruption::id.desc()).limit(limit).load(conn)?;
    let ids: Vec<DisruptionId> = rows.iter().map(|one| one.id).collect();
    let hits: Vec<(Option<i64>, i64)> = booking::table
        .filter(booking::disruption_id.eq_any(ids.iter().map(|id| Some(id.0))))
        .group_by(booking::disruption_id)
        .select((booking::disruption_id, diesel::dsl::count_star()))
        .load(conn)?;
    let count = |id: DisruptionId| hits.iter().find(|(of, _)| *of == Some(id.0)).map_or(0, |(_, hits)| *hits);
    Ok(rows.into_iter().map(|one| (one.clone(), count(one.id))).collect())
}

/// A centre's closures that end after a time, lifted ones among them; by start.
pub fn closures(conn: &mut Conn, centre: CentreId, after: Wall) -> Result<Vec<Closure>> {
    Ok(closure::table
        .filter(closure::centre_id.eq(centre).and(closure::ends_at.gt(after)))
        .order((closure::starts_at, closure::id))
        .select(closure_columns!())
        .load(conn)?)
}

/// A centre's closures that were made since a moment, lifted ones among them, each with when; the first made first.
pub(super) fn closures_made(
    conn: &mut Conn,
    centre: CentreId,
    since: Instant,
) -> Result<Vec<(Closure, Instant)>> {
    Ok(closure::table
        .inner_join(disruption::table)
        .filter(closure::centre_id.eq(centre).and(disruption::made_at.ge(since)))
        .order(closure::id)
        .select((closure_columns!(), disruption::made_at))
        .load(conn)?)
}

/// One closure of a centre.
pub fn closure(conn: &mut Conn, centre: CentreId, id: ClosureId) -> Result<Closure> {
    Ok(closure::table
        .filter(closure::centre_id.eq(centre).and(closure::id.eq(id)))
        .select(closure_columns!())
        .first(conn)?)
}

/// The centre a closure belongs to.
pub fn centre_of_closure(conn: &mut Conn, id: ClosureId) -> Result<CentreId> {
    Ok(closure::table.filter(closure::id.eq(id)).select(closure::centre_id).first(conn)?)
}

/// The closure that an act made, if it made one.
pub fn closure_of(conn: &mut Conn, id: DisruptionId) -> Result<Option<Closure>> {
    Ok(closure::table
        .filter(closure::disruption_id.eq(id))
        .select(closure_columns!())
        .first(conn)
        .optional()?)
}

/// What a person did with this key before.
pub(super) fn by_request_key(conn: &mut Conn, person: PersonId, key: &str) -> Result<Option<DisruptionId>> {
    Ok(disruption::table
        .filter(disruption::made_by.eq(person).and(disruption::request_key.eq(key)))
        .select(disruption::id)
        .first(conn)
        .optional()?)
}

pub(super) fn insert_disruption(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    key: &str,
) -> Result<DisruptionId> {
    let inserted = diesel::insert_into(disruption::table)
        .values((
            disruption::centre_id.eq(acting.centre.id),
            disruption::cause.eq(planned.what.cause()),
            disruption::reason.eq(&planned.reason),
            disruption::reason_en.eq(&planned.reason_en),
            disruption::made_by.eq(acting.by()?),
            disruption::made_at.eq(acting.now),
            disruption::request_key.eq(key),
        ))
        .returning(disruption::id)
        .get_result(conn);
    match inserted {
        Err(error) if is_duplicate(&error) => Err(Error::Again),
        id => Ok(id?),
    }
}

pub(super) fn insert_closure(
    conn: &mut Conn,
    acting: &Acting,
    planned: &Planned,
    of: DisruptionId,
    room: Option<RoomId>,
    (from, to): (Wall, Wall),
) -> Result<ClosureId> {
    Ok(diesel::insert_into(closure::table)
        .values((
            closure::centre_id.eq(acting.centre.id),
            closure::room_id.eq(room),
            closure::starts_at.eq(from),
            closure::ends_at.eq(to),
            closure::reason.eq(&planned.reason),
            closure::reason_en.eq(&planned.reason_en),
            closure::disruption_id.eq(of),
        ))
        .returning(closure::id)
        .get_result(conn)?)
}

/// False when somebody lifted it before.
pub(super) fn set_lifted(conn: &mut Conn, id: ClosureId, by: PersonId, now: Instant) -> Result<bool> {
    let changed = diesel::update(closure::table.filter(closure::id.eq(id).and(closure::lifted_at.is_null())))
        .set((closure::lifted_at.eq(now), closure::lifted_by.eq(by)))
        .execute(conn)?;
    Ok(changed == 1)
}
