//! Change requests in the database. No decisions.

use diesel::prelude::*;

use super::{Change, ChangeId, ChangeRequest, ChangeState, Settled};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, change_request};
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Wall};
use crate::domain::agreements::Gap;
use crate::domain::bookings::series::SeriesChangeId;
use crate::domain::bookings::{Acting, BookingId, State};
use crate::domain::centres::CentreId;
use crate::domain::people::{self, PersonId};

pub(in crate::domain::bookings) fn insert(
    conn: &mut Conn,
    acting: &Acting,
    by: PersonId,
    id: BookingId,
    wish: &Change,
    state: ChangeState,
    exception: Option<Gap>,
) -> QueryResult<ChangeId> {
    diesel::insert_into(change_request::table)
        .values((
            (change_request::booking_id.eq(id), change_request::room_id.eq(wish.room)),
            (change_request::starts_at.eq(wish.span.start()), change_request::ends_at.eq(wish.span.end())),
            (change_request::size.eq(wish.size), change_request::exception.eq(exception)),
            change_request::state.eq(match state {
                // Granting settles it in the same transaction.
                ChangeState::Granted => ChangeState::Requested,
                state => state,
            }),
            (change_request::requested_by.eq(by), change_request::on_behalf.eq(wish.on_behalf)),
            (change_request::requested_at.eq(acting.now), change_request::request_key.eq(&wish.request_key)),
        ))
        .returning(change_request::id)
        .get_result(conn)
}

/// Makes a change request part of a wish to change a series.
pub(in crate::domain::bookings) fn join(conn: &mut Conn, id: ChangeId, wish: SeriesChangeId) -> Result<()> {
    diesel::update(change_request::table.filter(change_request::id.eq(id)))
        .set(change_request::series_change_id.eq(wish))
        .execute(conn)?;
    Ok(())
}

/// One change request.
pub fn find(conn: &mut Conn, id: ChangeId) -> Result<ChangeRequest> {
    Ok(change_request::table
        .filter(change_request::id.eq(id))
        .select(ChangeRequest::as_select())
        .first(conn)?)
}

pub(super) fn by_request_key(conn: &mut Conn, by: PersonId, key: &str) -> Result<Option<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::requested_by.eq(by).and(change_request::request_key.eq(key)))
        .select(ChangeRequest::as_select())
        .first(conn)
        .optional()?)
}

/// What became of a change request.
pub fn settled(conn: &mut Conn, asked: &ChangeRequest) -> Result<Settled> {
    let by = match asked.decided_by {
        Some(id) => Some(people::store::by_id(conn, id)?.name),
        None => None,
    };
    Ok(Settled { state: asked.state, by, at: asked.decided_at })
}

/// What is wished of a booking and not decided.
pub fn open_of(conn: &mut Conn, id: BookingId) -> Result<Option<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::booking_id.eq(id))
        .filter(change_request::state.eq(ChangeState::Requested))
        .select(ChangeRequest::as_select())
        .first(conn)
        .optional()?)
}

/// What is wished of any of some bookings and not decided.
pub fn open_among(conn: &mut Conn, ids: &[BookingId]) -> Result<Vec<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::booking_id.eq_any(ids))
        .filter(change_request::state.eq(ChangeState::Requested))
        .order(change_request::starts_at)
        .select(ChangeRequest::as_select())
        .load(conn)?)
}

/// All that was ever wished of a booking, oldest first.
pub fn of_booking(conn: &mut Conn, id: BookingId) -> Result<Vec<ChangeRequest>> {
    Ok(change_request::table
        .filter(change_request::booking_id.eq(id))
        .order(change_request::id)
        .select(ChangeRequest::as_select())
        .load(conn)?)
}

/// A centre's change requests that wait for a decision, oldest first.
pub fn queue(conn: &mut Conn, centre: CentreId) -> Result<Vec<ChangeRequest>> {
    Ok(change_request::table
        .inner_join(booking::table)
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Approved)))
        .filter(change_request::state.eq(ChangeState::Requested))
        .order((change_request::requested_at, change_request::id))
        .limit(200)
        .select(ChangeRequest::as_select())
        .load(conn)?)
}

/// How many decisions about changes a centre waits for: those that are part of one wish are one.
pub fn queue_length(conn: &mut Conn, centre: CentreId) -> Result<i64> {
    let open = change_request::table
        .inner_join(booking::table)
        .filter(booking::centre_id.eq(centre).and(booking::state.eq(State::Approved)))
        .filter(change_request::state.eq(ChangeState::Requested));
    let alone: i64 = open.filter(change_request::series_change_id.is_null()).count().get_result(conn)?;
    let wishes: Vec<Option<SeriesChangeId>> = open
        .filter(change_request::series_change_id.is_not_null())
        .select(change_request::series_change_id)
        .distinct()
        .load(conn)?;
    Ok(alone + i64::try_from(wishes.len()).unwrap_or(i64::MAX))
}

pub(super) fn overdue(conn: &mut Conn, centre: CentreId, now: Wall) -> Result<Vec<ChangeId>> {
    Ok(change_request::table
        .inner_join(booking::table)
        .filter(booking::centre_id.eq(centre).and(change_request::state.eq(ChangeState::Requested)))
        .filter(booking::starts_at.le(now).or(change_request::starts_at.le(now)))
        .order(change_request::id)
        .select(change_request::id)
        .load(conn)?)
}

/// Moves a change request that is open on.
pub(in crate::domain::bookings) fn settle(
    conn: &mut Conn,
    acting: &Acting,
    asked: &ChangeRequest,
    to: ChangeState,
    reason: Option<&str>,
) -> Result<()> {
    let now: Instant = acting.now;
    let open = change_request::table
        .filter(change_request::id.eq(asked.id))
        .filter(change_request::state.eq(ChangeState::Requested));
    let changed = diesel::update(open)
        .set((
            change_request::state.eq(to),
            change_request::decided_by.eq(acting.person),
            change_request::decided_at.eq(now),
            change_request::reason.eq(reason),
        ))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Again) }
}
