//! What took place: approved bookings, and sessions of published activities that were not cancelled.

use diesel::prelude::*;

use crate::base::db::Conn;
use crate::base::db::schema::{activity, booking, room, session, troupe};
use crate::base::error::{Error, Result};
use crate::base::time::Wall;
use crate::domain::activities::{ActivityId, ActivityKind, ActivityState, SessionId};
use crate::domain::agreements::TroupeId;
use crate::domain::attendance::{Held, Of, Partner};
use crate::domain::bookings::{BookingId, State};
use crate::domain::centres::CentreId;
use crate::domain::people::Login;
use crate::domain::rooms::{self, Access};

type Words = (String, String);
type OfBooking = (BookingId, Wall, Wall, TroupeId, Words, Words);
type Holder = (Option<TroupeId>, ActivityId, ActivityKind, String, String, String);
type OfSession = (SessionId, Wall, Wall, Holder, Words, Words, Option<Words>);

/// Approved bookings.
macro_rules! bookings {
    () => {
        booking::table
            .inner_join(room::table)
            .inner_join(troupe::table)
            .filter(booking::state.eq(State::Approved))
            .select((
                booking::id,
                booking::starts_at,
                booking::ends_at,
                booking::troupe_id,
                (troupe::name, troupe::name_en),
                (room::name, room::name_en),
            ))
    };
}

/// Sessions of published activities that were not cancelled.
macro_rules! sessions {
    () => {
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(activity::state.eq(ActivityState::Published).and(session::cancelled_at.is_null()))
            .select((
                session::id,
                session::starts_at,
                session::ends_at,
                (
                    activity::troupe_id,
                    activity::id,
                    activity::kind,
                    activity::partner,
                    activity::partner_email,
                    activity::partner_phone,
                ),
                (activity::title, activity::title_en),
                (session::place, session::place_en),
                (room::name, room::name_en).nullable(),
            ))
    };
}

/// One thing that is held at a centre. Not found where it is not approved, not published, or cancelled.
pub fn held(conn: &mut Conn, centre: CentreId, of: Of) -> Result<Held> {
    match of {
        Of::Booking(id) => {
            let row = crate::query!(
                conn,
                bookings!()
                    .filter(booking::id.eq(id).and(booking::centre_id.eq(centre)))
                    .first::<OfBooking>(conn)
            )?;
            Ok(of_booking(row))
        }
        Of::Session(id) => {
            let row = crate::query!(
                conn,
                sessions!()
                    .filter(session::id.eq(id).and(session::centre_id.eq(centre)))
                    .first::<OfSession>(conn)
            )?;
            Ok(of_session(row))
        }
        Of::Hour(id, at) => {
            let room = rooms::store::room(conn, centre, id)?;
            if room.access != Access::DropIn {
                return Err(Error::NotFound);
            }
            let ends_at = at.plus(chrono::Duration::hours(1));
            Ok(of_hour(&room, at, ends_at))
        }
    }
}

/// An hour of a drop-in room.
pub(in crate::domain::attendance) fn of_hour(room: &rooms::Room, starts_at: Wall, ends_at: Wall) -> Held {
    Held {
        of: Of::Hour(room.id, starts_at),
        starts_at,
        ends_at,
        name: room.name.clone(),
        name_en: room.name_en.clone(),
        place: room.name.clone(),
        place_en: room.name_en.clone(),
        troupe: None,
        activity: None,
        partner: None,
    }
}

/// The bookings and sessions of a centre that begin from one time to another, by start.
pub fn held_between(conn: &mut Conn, centre: CentreId, from: Wall, to: Wall) -> Result<Vec<Held>> {
    let booked = crate::query!(
        conn,
        bookings!()
            .filter(booking::centre_id.eq(centre))
            .filter(booking::starts_at.ge(from).and(booking::starts_at.lt(to)))
            .load::<OfBooking>(conn)
    )?;
    let met = crate::query!(
        conn,
        sessions!()
            .filter(session::centre_id.eq(centre))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .load::<OfSession>(conn)
    )?;
    let mut held: Vec<Held> =
        booked.into_iter().map(of_booking).chain(met.into_iter().map(of_session)).collect();
    held.sort_by_key(|one| (one.starts_at, one.ends_at, one.of));
    Ok(held)
}

/// Some troupes' approved bookings that ended from one time to another, the latest first.
pub fn held_bookings_of(conn: &mut Conn, troupes: &[TroupeId], from: Wall, to: Wall) -> Result<Vec<Held>> {
    let rows = crate::query!(
        conn,
        bookings!()
            .filter(booking::troupe_id.eq_any(troupes))
            .filter(booking::ends_at.gt(from).and(booking::ends_at.le(to)))
            .order((booking::starts_at.desc(), booking::id.desc()))
            .load::<OfBooking>(conn)
    )?;
    Ok(rows.into_iter().map(of_booking).collect())
}

fn of_booking((id, starts_at, ends_at, troupe, name, place): OfBooking) -> Held {
    let ((name, name_en), (place, place_en)) = (name, place);
    Held {
        of: Of::Booking(id),
        starts_at,
        ends_at,
        name,
        name_en,
        place,
        place_en,
        troupe: Some(troupe),
        activity: None,
        partner: None,
    }
}

fn of_session((id, starts_at, ends_at, of, name, outside, room): OfSession) -> Held {
    let ((troupe, activity, kind, partner, email, phone), (name, name_en)) = (of, name);
    let reached = Login::email(&email).or_else(|| Login::phone(&phone));
    let (place, place_en) = room.unwrap_or(outside);
    Held {
        of: Of::Session(id),
        starts_at,
        ends_at,
        name,
        name_en,
        place,
        place_en,
        troupe,
        activity: Some((activity, kind)),
        partner: reached.map(|reached| Partner { name: partner, reached }),
    }
}
