//! What reports are made of, read in a bounded number of queries whatever the period holds.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{About, Contract, Count, Facts, Fate, Kind, Period, Place, Use};
use crate::base::db::Conn;
use crate::base::db::schema::{
    activity, activity_result, activity_tag, agreement, attendance_report, booking, disruption, no_show,
    registration, room, session, tag, troupe_member,
};
use crate::base::error::Result;
use crate::base::time::{Instant, Span, Wall};
use crate::domain::activities::{
    ActivityId, ActivityKind, ActivityState, RegistrationMode, SessionId, TagId, tags,
};
use crate::domain::agreements::{self, AgreementId, AgreementState, TroupeId};
use crate::domain::attendance::Source;
use crate::domain::bookings::displacing::Cause;
use crate::domain::bookings::{BookingId, State};
use crate::domain::centres::{Centre, CentreId};
use crate::domain::occupancy::Taker;
use crate::domain::people::PersonId;
use crate::domain::rooms::{self, RoomId};

/// Everything about a centre and a period, up to now.
pub fn facts(conn: &mut Conn, centre: &Centre, period: Period, now: Instant) -> Result<Facts> {
    let (id, now) = (centre.id, centre.zone.wall(now));
    let contracts = contracts(conn, id)?;
    let (reports, counts) = counting(conn, id, period)?;
    let missed = missed(conn, id, period)?;
    let mut uses = bookings(conn, id, period, now, &reports)?;
    let (held, activities) = sessions(conn, id, period, now, &reports, &contracts)?;
    uses.extend(held);
    uses.sort_by_key(|one| (one.span, one.room));
    Ok(Facts {
        period,
        now,
        catalogue: rooms::store::plan(conn, id, period.from, period.to)?,
        troupes: agreements::store::troupes(conn, id)?,
        contracts,
        tags: tags::store::of_centre(conn, id)?,
        activities: with_details(conn, id, activities)?,
        uses,
        counts: counts.into_iter().filter(|count| count.at < now).collect(),
        members: members(conn, id, period.from, period.to.min(now.date()))?,
        places: places(conn, id, period, missed)?,
    })
}

/// A centre's agreements that were signed and held on some day, by start.
pub fn contracts(conn: &mut Conn, centre: CentreId) -> Result<Vec<Contract>> {
    type Row = (AgreementId, TroupeId, String, NaiveDate, NaiveDate);
    // A draft that was given up is ended too, and so is one that ended before its first day: neither has an end
    // other than that on its paper.
    let held = agreement::state
        .eq_any([AgreementState::Active, AgreementState::Suspended])
        .or(agreement::state.eq(AgreementState::Ended).and(agreement::paper_ends_on.is_not_null()));
    let rows: Vec<Row> = crate::query!(
        conn,
        agreement::table
            .filter(agreement::centre_id.eq(centre))
            .filter(held)
            .order((agreement::starts_on, agreement::id))
            .select((
                agreement::id,
                agreement::troupe_id,
                agreement::number,
                agreement::starts_on,
                agreement::ends_on,
            ))
            .load(conn)
    )?;
    let contract =
        |(id, troupe, number, starts_on, ends_on)| Contract { id, troupe, number, starts_on, ends_on };
    Ok(rows.into_iter().map(contract).collect())
}

/// The reports that count, by what they are about: how many, and that it is only the door's count.
type Reported = HashMap<Taker, (i32, bool)>;

fn counting(conn: &mut Conn, centre: CentreId, period: Period) -> Result<(Reported, Vec<Count>)> {
    type Row = (Option<BookingId>, Option<SessionId>, Option<RoomId>, Wall, i32, (Source, Option<PersonId>));
    let (from, to) = period.ends();
    let rows: Vec<Row> = crate::query!(
        conn,
        attendance_report::table
            .filter(attendance_report::centre_id.eq(centre))
            .filter(attendance_report::starts_at.ge(from).and(attendance_report::starts_at.lt(to)))
            .filter(attendance_report::confirmed_at.is_not_null())
            .filter(attendance_report::superseded_at.is_null())
            .order((attendance_report::starts_at, attendance_report::id))
            .select((
                attendance_report::booking_id,
                attendance_report::session_id,
                attendance_report::room_id,
                attendance_report::starts_at,
                attendance_report::visits,
                (attendance_report::source, attendance_report::confirmed_by),
            ))
            .load(conn)
    )?;
    let (mut reports, mut counts) = (Reported::new(), Vec::new());
    for (booking, session, room, at, visits, (source, confirmed_by)) in rows {
        let said = (visits, source == Source::Door && confirmed_by.is_none());
        match (booking, session, room) {
            (Some(id), ..) => drop(reports.insert(Taker::Booking(id), said)),
            (_, Some(id), _) => drop(reports.insert(Taker::Session(id), said)),
            (.., Some(room)) => counts.push(Count { room, at, visits }),
            _ => {}
        }
    }
    Ok((reports, counts))
}

/// Approved bookings that have ended, and those that the centre took back and whose time has come; not what ended with
/// its agreement.
fn bookings(
    conn: &mut Conn,
    centre: CentreId,
    period: Period,
    now: Wall,
    reports: &Reported,
) -> Result<Vec<Use>> {
    type Row = (BookingId, RoomId, TroupeId, Option<AgreementId>, Wall, Wall, State, Option<i64>);
    let (from, to) = period.ends();
    // By room, because that index goes on by time.
    let of_centre = room::table.filter(room::centre_id.eq(centre)).select(room::id);
    let nobody_came = no_show::booking_id.eq(booking::id.nullable()).and(no_show::withdrawn_at.is_null());
    let by_act = disruption::id.nullable().eq(booking::disruption_id);
    let rows: Vec<Row> = crate::query!(
        conn,
        booking::table
            .left_join(no_show::table.on(nobody_came))
            .left_join(disruption::table.on(by_act))
            .filter(booking::room_id.eq_any(of_centre))
            .filter(booking::starts_at.ge(from).and(booking::starts_at.lt(to)))
            .filter(booking::ends_at.le(now))
            .filter(booking::state.eq_any([State::Approved, State::Displaced]))
            // What went with the agreement itself was not taken back from a troupe that had it.
            .filter(
                booking::state
                    .eq(State::Approved)
                    .or(disruption::id.is_null())
                    .or(disruption::cause.ne(Cause::Agreement)),
            )
            .select((
                booking::id,
                booking::room_id,
                booking::troupe_id,
                booking::agreement_id,
                booking::starts_at,
                booking::ends_at,
                booking::state,
                no_show::id.nullable(),
            ))
            .load(conn)
    )?;
    let used = |(id, room, troupe, agreement, starts, ends, state, no_show): Row| {
        let fate = match (state, no_show) {
            (State::Displaced, _) => Fate::Displaced,
            (_, Some(_)) => Fate::NoShow,
            (_, None) => Fate::Held,
        };
        Some(Use {
            what: Taker::Booking(id),
            span: Span::new(starts, ends).ok()?,
            room: Some(room),
            troupe: Some(troupe),
            agreement,
            activity: None,
            kind: Kind::Rehearsal,
            fate,
            visits: reports.get(&Taker::Booking(id)).map(|said| said.0),
            unconfirmed: reports.get(&Taker::Booking(id)).is_some_and(|said| said.1),
        })
    };
    Ok(rows.into_iter().filter_map(used).collect())
}

/// Sessions that have ended and were neither cancelled nor left a draft, with their activities.
fn sessions(
    conn: &mut Conn,
    centre: CentreId,
    period: Period,
    now: Wall,
    reports: &Reported,
    contracts: &[Contract],
) -> Result<(Vec<Use>, HashMap<ActivityId, About>)> {
    type Row =
        ((SessionId, ActivityId, Option<RoomId>, Wall, Wall), (ActivityKind, Option<TroupeId>, Titled));
    type Titled = (String, String, RegistrationMode);
    let (from, to) = period.ends();
    let rows: Vec<Row> = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .filter(session::centre_id.eq(centre).and(session::cancelled_at.is_null()))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .filter(session::ends_at.le(now))
            .filter(activity::state.ne(ActivityState::Draft))
            .select((
                (session::id, session::activity_id, session::room_id, session::starts_at, session::ends_at),
                (
                    activity::kind,
                    activity::troupe_id,
                    (activity::title, activity::title_en, activity::registration),
                ),
            ))
            .load(conn)
    )?;
    let mut activities = HashMap::new();
    let mut uses = Vec::with_capacity(rows.len());
    for ((id, activity, room, starts, ends), (kind, troupe, titled)) in rows {
        let Ok(span) = Span::new(starts, ends) else { continue };
        let (title, title_en, registration) = titled;
        let (tags, results) = Default::default();
        activities.entry(activity).or_insert(About { title, title_en, registration, tags, results });
        let held_then = |one: &&Contract| {
            Some(one.troupe) == troupe && (one.starts_on..=one.ends_on).contains(&span.date())
        };
        uses.push(Use {
            what: Taker::Session(id),
            span,
            room,
            troupe,
            agreement: contracts.iter().find(held_then).map(|one| one.id),
            activity: Some(activity),
            kind: Kind::Activity(kind),
            fate: Fate::Held,
            visits: reports.get(&Taker::Session(id)).map(|said| said.0),
            unconfirmed: reports.get(&Taker::Session(id)).is_some_and(|said| said.1),
        });
    }
    Ok((uses, activities))
}

/// Adds the tags and the further figures of activities.
fn with_details(
    conn: &mut Conn,
    centre: CentreId,
    mut activities: HashMap<ActivityId, About>,
) -> Result<HashMap<ActivityId, About>> {
    let tags: Vec<(ActivityId, TagId)> = crate::query!(
        conn,
        activity_tag::table
            .inner_join(tag::table.on(tag::id.eq(activity_tag::tag_id)))
            .filter(tag::centre_id.eq(centre))
            .order((tag::position, tag::id))
            .select((activity_tag::activity_id, activity_tag::tag_id))
            .load(conn)
    )?;
    for (activity, tag) in tags {
        if let Some(about) = activities.get_mut(&activity) {
            about.tags.push(tag);
        }
    }
    let results: Vec<(ActivityId, String, i64)> = crate::query!(
        conn,
        activity_result::table
            .inner_join(activity::table)
            .filter(activity::centre_id.eq(centre).and(activity_result::superseded_at.is_null()))
            .select((activity_result::activity_id, activity_result::name, activity_result::value))
            .load(conn)
    )?;
    for (activity, name, value) in results {
        if let Some(about) = activities.get_mut(&activity) {
            about.results.insert(name, value);
        }
    }
    Ok(activities)
}

/// How many were on the lists of a centre's troupes at some time between two days, both included.
fn members(
    conn: &mut Conn,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<TroupeId, u32>> {
    use crate::base::db::schema::troupe;
    let rows: Vec<TroupeId> = crate::query!(
        conn,
        troupe_member::table
            .inner_join(troupe::table)
            .filter(troupe::centre_id.eq(centre).and(troupe_member::joined_on.le(to)))
            .filter(troupe_member::left_on.is_null().or(troupe_member::left_on.ge(from)))
            .select(troupe_member::troupe_id)
            .load(conn)
    )?;
    let mut members = HashMap::new();
    for troupe in rows {
        *members.entry(troupe).or_default() += 1;
    }
    Ok(members)
}

/// The sessions to which registrations did not come, as staff confirmed.
type Missed = HashMap<i64, Vec<SessionId>>;

fn missed(conn: &mut Conn, centre: CentreId, period: Period) -> Result<Missed> {
    let (from, to) = period.ends();
    let rows: Vec<(Option<i64>, Option<SessionId>)> = crate::query!(
        conn,
        no_show::table
            .inner_join(session::table)
            .filter(session::centre_id.eq(centre).and(no_show::withdrawn_at.is_null()))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .filter(no_show::registration_id.is_not_null())
            .select((no_show::registration_id, no_show::session_id))
            .load(conn)
    )?;
    let mut missed = Missed::new();
    for (registration, session) in rows {
        if let (Some(registration), Some(session)) = (registration, session) {
            missed.entry(registration).or_default().push(session);
        }
    }
    Ok(missed)
}

/// Registrations that have their place, in activities with a session in the period.
fn places(conn: &mut Conn, centre: CentreId, period: Period, mut missed: Missed) -> Result<Vec<Place>> {
    type Row = (i64, ActivityId, Option<SessionId>, Option<String>, Option<String>, i32);
    let (from, to) = period.ends();
    let met = session::table
        .filter(session::centre_id.eq(centre).and(session::cancelled_at.is_null()))
        .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
        .select(session::activity_id);
    let rows: Vec<Row> = crate::query!(
        conn,
        registration::table
            .filter(registration::activity_id.eq_any(met))
            .filter(registration::state.eq(HAS_A_PLACE))
            .order(registration::id)
            .select((
                registration::id,
                registration::activity_id,
                registration::session_id,
                registration::email,
                registration::phone,
                registration::party,
            ))
            .load(conn)
    )?;
    let place = |(id, activity, session, email, phone, party): Row| Place {
        activity,
        session,
        contact: email.or(phone),
        party: u32::try_from(party).unwrap_or(1),
        missed: missed.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(place).collect())
}

/// The state of a registration that has its place.
const HAS_A_PLACE: &str = "confirmed";
