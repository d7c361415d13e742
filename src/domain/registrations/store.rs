//! Registrations and places in the database.

use std::collections::HashMap;

use diesel::dsl::{count_star, max, sum};
use diesel::prelude::*;

use super::{Enrolled, Places, Registration, RegistrationId, RegistrationState as State, Target, rules};
use crate::base::db::schema::{activity, history, registration, seat};
use crate::base::db::{Conn, among};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::domain::activities::{self, Activity, ActivityId, RegistrationMode, Scheduled, SessionId};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

/// Locks an activity: its places and its line are changed by one at a time. After agreements and spaces.
pub fn lock(conn: &mut Conn, id: ActivityId) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let row = activity::table.find(id).select(activity::id).for_update();
            row.first::<ActivityId>(postgres)?;
        }
    }
    #[cfg(not(feature = "postgres"))]
    let _ = (id, activity::id);
    Ok(())
}

/// How the places of some activities stand, of each target: one query, whatever the list.
#[derive(Debug, Clone, Default)]
pub struct PlacesLeft(HashMap<Target, Places>);

impl PlacesLeft {
    /// Those of what one registers for to come to a session; `None` where one simply comes.
    pub fn of(&self, activity: &Activity, session: SessionId) -> Option<Places> {
        (activity.registration != RegistrationMode::None)
            .then(|| self.of_target(Target::of(activity, session), activity.places))
    }

    pub fn of_target(&self, target: Target, limit: Option<i32>) -> Places {
        Places { limit, ..self.0.get(&target).copied().unwrap_or_default() }
    }
}

/// How the places of these activities stand.
pub fn places_left(conn: &mut Conn, of: &[ActivityId]) -> Result<PlacesLeft> {
    type Row = (ActivityId, Option<SessionId>, State, Option<i64>, i64);
    if of.is_empty() {
        return Ok(PlacesLeft::default());
    }
    let rows: Vec<Row> = crate::query!(
        conn,
        registration::table
            .filter(among(registration::activity_id, of.iter().map(|id| id.0)))
            .filter(
                registration::state
                    .eq(State::Confirmed)
                    .or(registration::state.eq(State::Offered))
                    .or(registration::state.eq(State::Waiting)),
            )
            .group_by((registration::activity_id, registration::session_id, registration::state))
            .select((
                registration::activity_id,
                registration::session_id,
                registration::state,
                sum(registration::party),
                count_star(),
            ))
            .load(conn)
    )?;
    let mut found = PlacesLeft::default();
    let number = |many: i64| i32::try_from(many).unwrap_or(i32::MAX);
    for (activity, session, state, people, rows) in rows {
        let places = found.0.entry(Target { activity, session }).or_default();
        if state.is_seated() {
            places.taken += number(people.unwrap_or(0));
        } else {
            places.line += number(rows);
        }
    }
    Ok(found)
}

/// How the places of one target stand.
pub fn places(conn: &mut Conn, target: Target, limit: Option<i32>) -> Result<Places> {
    Ok(places_left(conn, &[target.activity])?.of_target(target, limit))
}

pub fn find(conn: &mut Conn, id: RegistrationId) -> Result<Registration> {
    Ok(crate::query!(conn, registration::table.find(id).select(Registration::as_select()).first(conn))?)
}

/// One of a centre's.
pub fn of_centre(conn: &mut Conn, centre: CentreId, id: RegistrationId) -> Result<Registration> {
    let found = find(conn, id)?;
    if found.centre_id == centre { Ok(found) } else { Err(Error::NotFound) }
}

pub fn by_request_key(conn: &mut Conn, key: &str) -> Result<Option<Registration>> {
    Ok(crate::query!(
        conn,
        registration::table
            .filter(registration::request_key.eq(key))
            .select(Registration::as_select())
            .first(conn)
            .optional()
    )?)
}

/// A registration with its activity and sessions.
pub fn enrolled(conn: &mut Conn, id: RegistrationId) -> Result<Enrolled> {
    let registration = find(conn, id)?;
    let activity = activities::store::activity(conn, registration.centre_id, registration.activity_id)?;
    let sessions = sessions(conn, registration.target())?;
    Ok(Enrolled { registration, activity, sessions })
}

/// The sessions of a target by start, cancelled ones among them.
pub fn sessions(conn: &mut Conn, target: Target) -> Result<Vec<Scheduled>> {
    let mut sessions = activities::store::sessions_of(conn, target.activity)?;
    sessions.retain(|one| target.session.is_none_or(|id| one.session.id == id));
    Ok(sessions)
}

/// All of one activity, the oldest first.
pub fn of_activity(conn: &mut Conn, id: ActivityId) -> Result<Vec<Registration>> {
    Ok(crate::query!(
        conn,
        registration::table
            .filter(registration::activity_id.eq(id))
            .order(registration::id)
            .select(Registration::as_select())
            .load(conn)
    )?)
}

/// When each of an activity was last told that its dates are elsewhere; nothing of those who never were.
pub fn told_of_moves(conn: &mut Conn, id: ActivityId) -> Result<HashMap<RegistrationId, Instant>> {
    let rows: Vec<(RegistrationId, Option<Instant>)> = crate::query!(
        conn,
        registration::table
            .inner_join(history::table.on(history::subject_id.eq(registration::id)))
            .filter(registration::activity_id.eq(id).and(history::subject.eq("registration")))
            .filter(history::act.eq_any(["session_moved", "course_moved"]))
            .group_by(registration::id)
            .select((registration::id, max(history::at)))
            .load(conn)
    )?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// Whether somebody with this address or number has an open registration for a target.
pub fn has_of_contact(
    conn: &mut Conn,
    target: Target,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<bool> {
    let same = |known: Option<&str>, given: Option<&str>| known.is_some() && known == given;
    let open = [State::Requested, State::Waiting, State::Offered, State::Confirmed];
    let all = in_states(conn, target, &open)?;
    Ok(all.iter().any(|one| same(one.email.as_deref(), email) || same(one.phone.as_deref(), phone)))
}

/// Those of a target that are in some states, the oldest first.
pub fn in_states(conn: &mut Conn, target: Target, states: &[State]) -> Result<Vec<Registration>> {
    let mut all: Vec<Registration> = crate::query!(
        conn,
        registration::table
            .filter(registration::activity_id.eq(target.activity))
            .filter(registration::state.eq_any(states))
            .order(registration::id)
            .select(Registration::as_select())
            .load(conn)
    )?;
    all.retain(|one| one.session_id == target.session);
    Ok(all)
}

/// The line of a target, in its order.
pub fn line(conn: &mut Conn, target: Target) -> Result<Vec<Registration>> {
    let mut line = in_states(conn, target, &[State::Waiting])?;
    rules::in_line(&mut line);
    Ok(line)
}

/// A centre's activities with registrations that staff are to look at, and how many.
pub fn to_review(conn: &mut Conn, centre: CentreId) -> Result<Vec<(Activity, i64)>> {
    let rows: Vec<(ActivityId, i64)> = crate::query!(
        conn,
        registration::table
            .filter(registration::centre_id.eq(centre).and(registration::state.eq(State::Requested)))
            .group_by(registration::activity_id)
            .order(registration::activity_id)
            .select((registration::activity_id, count_star()))
            .load(conn)
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, number) in rows {
        found.push((activities::store::activity(conn, centre, id)?, number));
    }
    Ok(found)
}

/// How many registrations staff are to look at.
pub fn reviews_waiting(conn: &mut Conn, centre: CentreId) -> Result<i64> {
    let of = registration::table
        .filter(registration::centre_id.eq(centre).and(registration::state.eq(State::Requested)));
    Ok(crate::query!(conn, of.count().get_result(conn))?)
}

/// A registration to be written.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = registration)]
pub struct NewRegistration<'a> {
    pub centre_id: CentreId,
    pub activity_id: ActivityId,
    pub session_id: Option<SessionId>,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub lang: Lang,
    pub party: i32,
    pub state: State,
    pub guardian: &'a str,
    pub note: &'a str,
    pub queued_at: Option<Instant>,
    pub entered_by: Option<PersonId>,
    pub request_key: &'a str,
    pub created_at: Instant,
    pub changed_at: Instant,
    pub sequence: i32,
    pub version: i32,
    pub reminded: bool,
}

pub fn insert(conn: &mut Conn, new: NewRegistration) -> Result<RegistrationId, diesel::result::Error> {
    crate::query!(
        conn,
        diesel::insert_into(registration::table).values(new).returning(registration::id).get_result(conn)
    )
}

/// Gives a registration so many places more: the lowest numbers that are free. The caller holds the lock and has
/// counted; the database refuses a number that somebody has.
pub fn seat(conn: &mut Conn, target: Target, id: RegistrationId, party: i32) -> Result<()> {
    let taken: Vec<(Option<SessionId>, i32)> = crate::query!(
        conn,
        seat::table
            .filter(seat::activity_id.eq(target.activity))
            .select((seat::session_id, seat::number))
            .load(conn)
    )?;
    let taken: Vec<i32> = taken
        .into_iter()
        .filter(|(session, _)| *session == target.session)
        .map(|(_, number)| number)
        .collect();
    for number in rules::numbers(&taken, party) {
        crate::query!(
            conn,
            diesel::insert_into(seat::table)
                .values((
                    seat::activity_id.eq(target.activity),
                    seat::session_id.eq(target.session),
                    seat::number.eq(number),
                    seat::registration_id.eq(id),
                ))
                .execute(conn)
        )
        .map_err(crate::base::db::again)?;
    }
    Ok(())
}

/// Frees places of a registration until so many are left.
pub fn unseat(conn: &mut Conn, id: RegistrationId, left: i32) -> Result<()> {
    let own: Vec<i64> = crate::query!(
        conn,
        seat::table.filter(seat::registration_id.eq(id)).order(seat::number).select(seat::id).load(conn)
    )?;
    let gone = own.get(usize::try_from(left).unwrap_or(0)..).unwrap_or_default();
    crate::query!(conn, diesel::delete(seat::table.filter(seat::id.eq_any(gone))).execute(conn))?;
    Ok(())
}

/// Moves a registration on from the state in which it was seen; false when it is in another by now.
pub fn set_state(
    conn: &mut Conn,
    seen: &Registration,
    to: State,
    reason: Option<&str>,
    (queued_at, offered_until): (Option<Instant>, Option<Instant>),
    now: Instant,
) -> Result<bool> {
    let row =
        registration::table.filter(registration::id.eq(seen.id).and(registration::state.eq(seen.state)));
    let changed = crate::query!(
        conn,
        diesel::update(row)
            .set((
                registration::state.eq(to),
                registration::reason.eq(reason),
                registration::queued_at.eq(queued_at),
                registration::offered_until.eq(offered_until),
                registration::changed_at.eq(now),
            ))
            .execute(conn)
    )?;
    Ok(changed == 1)
}

/// One calendar object more was sent; its number.
pub fn next_sequence(conn: &mut Conn, id: RegistrationId) -> Result<i32> {
    let row = diesel::update(registration::table.find(id))
        .set(registration::sequence.eq(registration::sequence + 1))
        .returning(registration::sequence);
    let sent: i32 = crate::query!(conn, row.get_result(conn))?;
    Ok(sent - 1)
}
