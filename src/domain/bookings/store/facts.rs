//! The facts that deciding needs, read in a bounded number of queries.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use crate::base::db::schema::{booking, disruption};
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Span, Wall, Zone, first_of_month, monday_of, next_month};
use crate::domain::agreements::{self, Agreement, AgreementId, TroupeId};
use crate::domain::bookings::State;
use crate::domain::bookings::displacing::Cause;
use crate::domain::bookings::rules::{Facts, Use};
use crate::domain::bookings::using::Stay;
use crate::domain::centres::Centre;
use crate::domain::occupancy::{self, Occupancy};
use crate::domain::rooms::{self, Catalogue, Room, SpaceId};

/// Facts for wishes about one room on one day: as few queries as deciding needs.
pub fn facts_of_room(
    conn: &mut Conn,
    centre: &Centre,
    room: &Room,
    troupe: TroupeId,
    span: Span,
    now: Instant,
) -> Result<Facts> {
    let spaces = rooms::store::spaces(conn, room.id)?;
    facts_of_spaces(conn, centre, (room, &spaces), troupe, span, now)
}

/// [`facts_of_room`] where the room's spaces are known, for they are locked.
pub fn facts_of_spaces(
    conn: &mut Conn,
    centre: &Centre,
    (room, spaces): (&Room, &[SpaceId]),
    troupe: TroupeId,
    span: Span,
    now: Instant,
) -> Result<Facts> {
    let day = span.date();
    let hours = rooms::store::hours_on(conn, centre.id, day)?;
    let taken = occupancy::clashing(conn, spaces, span, room.turnaround_minutes, now)?;
    let agreement = agreements::store::valid_on(conn, troupe, day)?;
    let uses = match &agreement {
        Some(agreement) => uses(conn, &[agreement.id], day, day, centre.zone)?,
        None => Vec::new(),
    };
    let catalogue = Catalogue {
        rooms: vec![room.clone()],
        spaces: HashMap::from([(room.id, spaces.to_vec())]),
        hours,
        ..Catalogue::default()
    };
    Ok(Facts {
        catalogue,
        taken: by_space(taken),
        agreements: agreement.into_iter().collect(),
        uses,
        now: centre.zone.wall(now),
        zone: centre.zone,
    })
}

/// Facts for wishes about any room of a centre within some days, both included. Without a troupe: what is free
/// for anybody.
pub fn facts_of_centre(
    conn: &mut Conn,
    centre: &Centre,
    troupe: Option<TroupeId>,
    from: NaiveDate,
    to: NaiveDate,
    now: Instant,
) -> Result<Facts> {
    let agreements = match troupe {
        Some(troupe) => agreements::store::valid_between(conn, troupe, from, to)?,
        None => Vec::new(),
    };
    facts_under(conn, centre, agreements, from, to, now)
}

/// [`facts_of_centre`] for a troupe whose agreements on those days are known.
pub fn facts_under(
    conn: &mut Conn,
    centre: &Centre,
    agreements: Vec<Agreement>,
    from: NaiveDate,
    to: NaiveDate,
    now: Instant,
) -> Result<Facts> {
    let catalogue = rooms::store::catalogue(conn, centre.id, from, to)?;
    let end = to.checked_add_days(Days::new(2)).unwrap_or(to);
    let (start, end) = (Wall::at(from, Minute::MIDNIGHT), Wall::at(end, Minute::MIDNIGHT));
    let taken = occupancy::store::in_centre(conn, centre.id, start, end, now)?;
    let ids: Vec<AgreementId> = agreements.iter().map(|agreement| agreement.id).collect();
    let uses = uses(conn, &ids, from, to, centre.zone)?;
    Ok(Facts {
        catalogue,
        taken: by_space(taken),
        agreements,
        uses,
        now: centre.zone.wall(now),
        zone: centre.zone,
    })
}

/// The bookings that count against agreements in the weeks and months that some days lie in.
///
/// Approved, requested and offered ones count; one cancelled less than 24 h before its start does too.
pub fn uses(
    conn: &mut Conn,
    agreements: &[AgreementId],
    from: NaiveDate,
    to: NaiveDate,
    zone: Zone,
) -> Result<Vec<Use>> {
    if agreements.is_empty() {
        return Ok(Vec::new());
    }
    let first = monday_of(from).min(first_of_month(from));
    let last = next_month(to).max(monday_of(to) + Days::new(7));
    type Row = (AgreementId, Wall, Wall, State, Option<Instant>);
    let rows: Vec<Row> = crate::query!(
        conn,
        booking::table
            .filter(among(booking::agreement_id, agreements.iter().map(|id| id.0)))
            .filter(booking::starts_at.ge(Wall::at(first, Minute::MIDNIGHT)))
            .filter(booking::starts_at.lt(Wall::at(last, Minute::MIDNIGHT)))
            .filter(
                booking::state
                    .eq(State::Approved)
                    .or(booking::state.eq(State::Requested))
                    .or(booking::state.eq(State::Offered))
                    .or(booking::state.eq(State::Cancelled)),
            )
            .select((
                booking::agreement_id.assume_not_null(),
                booking::starts_at,
                booking::ends_at,
                booking::state,
                booking::decided_at,
            ))
            .load(conn)
    )?;
    let stay = |(agreement, starts, ends, state, decided_at): Row| {
        let stay = Stay { span: Span::new(starts, ends).ok()?, state, decided_at };
        let open = matches!(state, State::Requested | State::Offered);
        stay.counts(zone).then_some(Use { agreement, span: stay.span, open })
    };
    Ok(rows.into_iter().filter_map(stay).collect())
}

/// All that was ever booked or asked for under an agreement, by start; but for what was lost when it stopped itself.
pub fn stays(conn: &mut Conn, agreement: AgreementId) -> Result<Vec<Stay>> {
    type Row = (Wall, Wall, State, Option<Instant>);
    let rows: Vec<Row> = booking::table
        .left_join(disruption::table.on(disruption::id.nullable().eq(booking::disruption_id)))
        .filter(booking::agreement_id.eq(agreement))
        .filter(booking::state.ne(State::Displaced).or(disruption::cause.ne(Cause::Agreement)))
        .order((booking::starts_at, booking::id))
        .select((booking::starts_at, booking::ends_at, booking::state, booking::decided_at))
        .load(conn)?;
    let stay = |(starts, ends, state, decided_at): Row| {
        Some(Stay { span: Span::new(starts, ends).ok()?, state, decided_at })
    };
    Ok(rows.into_iter().filter_map(stay).collect())
}

/// What is taken, by space.
pub fn by_space(taken: Vec<Occupancy>) -> HashMap<SpaceId, Vec<Occupancy>> {
    let mut spaces: HashMap<SpaceId, Vec<Occupancy>> = HashMap::new();
    for one in taken {
        spaces.entry(one.space).or_default().push(one);
    }
    spaces
}
