//! Presses, ticks and codes at the door.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{check_in, registration};
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::activities::{ActivityId, SessionId};
use crate::domain::attendance::checking_in::Coming;
use crate::domain::attendance::{Arrival, Came, CheckIn, Count, Of};
use crate::domain::bookings::BookingId;
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::registrations::{RegistrationId, RegistrationState};

/// A row to be.
#[derive(Insertable)]
#[diesel(table_name = check_in)]
pub(in crate::domain::attendance) struct NewCheckIn<'a> {
    pub booking_id: Option<BookingId>,
    pub session_id: Option<SessionId>,
    pub registration_id: Option<RegistrationId>,
    pub press_key: &'a str,
    pub people: i32,
    pub source: Arrival,
    pub pressed_at: Instant,
    pub received_at: Instant,
    pub received_by: Option<PersonId>,
}

/// Writes a press unless its key is known; false when it is.
pub(in crate::domain::attendance) fn insert_check_in(conn: &mut Conn, new: &NewCheckIn) -> Result<bool> {
    let written = crate::query!(
        conn,
        diesel::insert_into(check_in::table)
            .values(new)
            .on_conflict(check_in::press_key)
            .do_nothing()
            .execute(conn)
    )?;
    Ok(written == 1)
}

/// Whether a press was received before.
pub fn is_known(conn: &mut Conn, key: &str) -> Result<bool> {
    let number: i64 =
        crate::query!(conn, check_in::table.filter(check_in::press_key.eq(key)).count().get_result(conn))?;
    Ok(number > 0)
}

/// How many were counted at the door so far, in whatever way.
pub fn counted(conn: &mut Conn, of: Of) -> Result<Count> {
    let came = check_in::table.select((check_in::source, check_in::people, check_in::pressed_at));
    let came: Vec<Came> = match of {
        Of::Booking(id) => crate::query!(conn, came.filter(check_in::booking_id.eq(id)).load(conn))?,
        Of::Session(id) => crate::query!(conn, came.filter(check_in::session_id.eq(id)).load(conn))?,
        Of::Hour(..) => Vec::new(),
    };
    Ok(Count::of(came))
}

/// How many were counted at the door of each of these; those with nobody are missing.
pub fn counted_of_all(conn: &mut Conn, of: &[Of]) -> Result<HashMap<Of, i32>> {
    let bookings: Vec<BookingId> =
        of.iter().filter_map(|of| if let Of::Booking(id) = of { Some(*id) } else { None }).collect();
    let sessions: Vec<SessionId> =
        of.iter().filter_map(|of| if let Of::Session(id) = of { Some(*id) } else { None }).collect();
    type Row = (Option<BookingId>, Option<SessionId>, Came);
    let rows: Vec<Row> = crate::query!(
        conn,
        check_in::table
            .filter(check_in::booking_id.eq_any(bookings).or(check_in::session_id.eq_any(sessions)))
            .select((
                check_in::booking_id,
                check_in::session_id,
                (check_in::source, check_in::people, check_in::pressed_at),
            ))
            .load(conn)
    )?;
    let mut came: HashMap<Of, Vec<Came>> = HashMap::new();
    for (booking, session, one) in rows {
        if let Some(of) = booking.map(Of::Booking).or(session.map(Of::Session)) {
            came.entry(of).or_default().push(one);
        }
    }
    let counted = came.into_iter().map(|(of, came)| (of, Count::of(came).people()));
    Ok(counted.filter(|(_, people)| *people > 0).collect())
}

/// What was ticked of the names of a session, oldest first, by registration.
pub fn arrivals(conn: &mut Conn, session: SessionId) -> Result<HashMap<RegistrationId, Vec<CheckIn>>> {
    let rows: Vec<CheckIn> = crate::query!(
        conn,
        check_in::table
            .filter(check_in::session_id.eq(session).and(check_in::registration_id.is_not_null()))
            .order(check_in::id)
            .select(CheckIn::as_select())
            .load(conn)
    )?;
    let mut by_registration: HashMap<RegistrationId, Vec<CheckIn>> = HashMap::new();
    for row in rows {
        if let Some(id) = row.registration_id {
            by_registration.entry(id).or_default().push(row);
        }
    }
    Ok(by_registration)
}

/// Who is registered for a session, confirmed: number, name and party, by name's first registration.
pub(in crate::domain::attendance) fn registered(
    conn: &mut Conn,
    activity: ActivityId,
    session: SessionId,
) -> Result<Vec<(RegistrationId, String, i32)>> {
    use registration as r;
    Ok(crate::query!(
        conn,
        r::table
            .filter(r::activity_id.eq(activity).and(r::state.eq(RegistrationState::Confirmed)))
            .filter(r::session_id.is_null().or(r::session_id.eq(session)))
            .order(r::id)
            .select((r::id, r::name, r::party))
            .load(conn)
    )?)
}

/// One registration, as the door needs to know it.
pub(in crate::domain::attendance) fn coming(conn: &mut Conn, id: RegistrationId) -> Result<Coming> {
    use registration as r;
    type Row = (CentreId, ActivityId, Option<SessionId>, String, i32, RegistrationState, i32);
    let row: Row = crate::query!(
        conn,
        r::table
            .filter(r::id.eq(id))
            .select((r::centre_id, r::activity_id, r::session_id, r::name, r::party, r::state, r::version))
            .first(conn)
    )?;
    let (centre, activity, session, name, party, state, version) = row;
    Ok(Coming {
        registration: id,
        centre,
        activity,
        session,
        name,
        party,
        confirmed: state == RegistrationState::Confirmed,
        version,
    })
}
