//! Troupes and agreements in the database.

mod locks;

pub use locks::{Locked, lock, lock_valid_on, try_lock};

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Agreement, AgreementId, AgreementRow, AgreementState, Allowance, Decided, PaperWords, Troupe, TroupeId,
    Window,
};
use crate::base::db::schema::{agreement, agreement_room, agreement_window, person, troupe, troupe_leader};
use crate::base::db::{Conn, among};
use crate::base::error::{Error, Result};
use crate::base::history;
use crate::base::time::{DaySpan, Minute};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::domain::people::contact::Contact;
use crate::domain::rooms::RoomId;

/// One troupe of a centre.
pub fn troupe(conn: &mut Conn, centre: CentreId, id: TroupeId) -> Result<Troupe> {
    Ok(crate::query!(
        conn,
        troupe::table
            .filter(troupe::centre_id.eq(centre).and(troupe::id.eq(id)))
            .select(Troupe::as_select())
            .first(conn)
    )?)
}

/// A centre's troupes by id.
pub fn troupes(conn: &mut Conn, centre: CentreId) -> Result<Vec<Troupe>> {
    Ok(crate::query!(
        conn,
        troupe::table
            .filter(troupe::centre_id.eq(centre))
            .order(troupe::id)
            .select(Troupe::as_select())
            .load(conn)
    )?)
}

/// The active troupes a person leads, by id; as leader or deputy.
pub fn led_by(conn: &mut Conn, person: PersonId) -> Result<Vec<Troupe>> {
    Ok(crate::query!(
        conn,
        troupe::table
            .inner_join(troupe_leader::table)
            .filter(troupe_leader::person_id.eq(person).and(troupe::active))
            .order(troupe::id)
            .select(Troupe::as_select())
            .load(conn)
    )?)
}

/// Who leads a troupe: the leader first, then deputies.
pub fn leaders(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<(PersonId, bool)>> {
    Ok(crate::query!(
        conn,
        troupe_leader::table
            .filter(troupe_leader::troupe_id.eq(troupe))
            .order((troupe_leader::deputy, troupe_leader::person_id))
            .select((troupe_leader::person_id, troupe_leader::deputy))
            .load(conn)
    )?)
}

/// [`leaders`] with their names.
pub fn leaders_by_name(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<(PersonId, String, bool)>> {
    Ok(crate::query!(
        conn,
        troupe_leader::table
            .inner_join(person::table)
            .filter(troupe_leader::troupe_id.eq(troupe))
            .order((troupe_leader::deputy, troupe_leader::person_id))
            .select((person::id, person::name, troupe_leader::deputy))
            .load(conn)
    )?)
}

/// The troupe's leader and deputies, as letters need to know them.
pub fn leader_contacts(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<Contact>> {
    Ok(crate::query!(
        conn,
        person::table
            .inner_join(troupe_leader::table)
            .filter(troupe_leader::troupe_id.eq(troupe).and(person::active))
            .order(person::id)
            .select(Contact::as_select())
            .load(conn)
    )?)
}

/// The active agreement of a troupe that holds on a day.
pub fn valid_on(conn: &mut Conn, troupe: TroupeId, day: NaiveDate) -> Result<Option<Agreement>> {
    let row = crate::query!(
        conn,
        agreement::table
            .filter(agreement::troupe_id.eq(troupe).and(agreement::state.eq(AgreementState::Active)))
            .filter(agreement::starts_on.le(day).and(agreement::ends_on.ge(day)))
            .order(agreement::starts_on.desc())
            .select(AgreementRow::as_select())
            .first(conn)
    )
    .optional()?;
    row.map(|row| with_parts(conn, row)).transpose()
}

/// The active agreements of some troupes that hold on some day between two, both included; by start. Three
/// queries, however many troupes.
pub fn valid_of(
    conn: &mut Conn,
    troupes: &[TroupeId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<TroupeId, Vec<Agreement>>> {
    let rows = crate::query!(
        conn,
        agreement::table
            .filter(among(agreement::troupe_id, troupes.iter().map(|id| id.0)))
            .filter(agreement::state.eq(AgreementState::Active))
            .filter(agreement::starts_on.le(to).and(agreement::ends_on.ge(from)))
            .order(agreement::starts_on)
            .select(AgreementRow::as_select())
            .load(conn)
    )?;
    let mut of: HashMap<TroupeId, Vec<Agreement>> = HashMap::new();
    for agreement in all_with_parts(conn, rows)? {
        of.entry(agreement.troupe_id).or_default().push(agreement);
    }
    Ok(of)
}

/// The active agreements of a troupe that hold on some day between two, both included; by start.
pub fn valid_between(
    conn: &mut Conn,
    troupe: TroupeId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Agreement>> {
    let rows = crate::query!(
        conn,
        agreement::table
            .filter(agreement::troupe_id.eq(troupe).and(agreement::state.eq(AgreementState::Active)))
            .filter(agreement::starts_on.le(to).and(agreement::ends_on.ge(from)))
            .order(agreement::starts_on)
            .select(AgreementRow::as_select())
            .load(conn)
    )?;
    all_with_parts(conn, rows)
}

/// The agreements of a troupe that are active or suspended on some day between two, both included; by start.
/// There may be one for each day.
pub fn standing_between(
    conn: &mut Conn,
    troupe: TroupeId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Agreement>> {
    let rows = crate::query!(
        conn,
        agreement::table
            .filter(agreement::troupe_id.eq(troupe))
            .filter(agreement::state.eq_any([AgreementState::Active, AgreementState::Suspended]))
            .filter(agreement::starts_on.le(to).and(agreement::ends_on.ge(from)))
            .order(agreement::starts_on)
            .select(AgreementRow::as_select())
            .load(conn)
    )?;
    all_with_parts(conn, rows)
}

/// Those that renew an agreement, whatever became of them; the newest first.
pub fn successors(conn: &mut Conn, id: AgreementId) -> Result<Vec<Agreement>> {
    let rows = crate::query!(
        conn,
        agreement::table
            .filter(agreement::predecessor_id.eq(id))
            .order(agreement::id.desc())
            .select(AgreementRow::as_select())
            .load(conn)
    )?;
    all_with_parts(conn, rows)
}

/// Who moved an agreement to its present state, when and why.
pub fn decided(conn: &mut Conn, of: &Agreement) -> Result<Decided> {
    let line = history::of(conn, "agreement", of.id.0)?
        .into_iter()
        .rev()
        .find(|line| line.to.as_deref() == Some(of.state.word()));
    let (by, at, reason) = line.map_or((None, None, None), |line| (line.person, Some(line.at), line.reason));
    Ok(Decided { state: of.state, ends_on: of.ends_on, by, at, reason })
}

/// One agreement of a centre.
pub fn agreement(conn: &mut Conn, centre: CentreId, id: AgreementId) -> Result<Agreement> {
    let row = crate::query!(
        conn,
        agreement::table
            .filter(agreement::centre_id.eq(centre).and(agreement::id.eq(id)))
            .select(AgreementRow::as_select())
            .first(conn)
    )?;
    with_parts(conn, row)
}

/// One agreement, whatever its centre.
pub fn find(conn: &mut Conn, id: AgreementId) -> Result<Agreement> {
    let row = agreement::table.filter(agreement::id.eq(id)).select(AgreementRow::as_select()).first(conn)?;
    with_parts(conn, row)
}

/// One agreement of one of these troupes.
pub fn of_troupes(conn: &mut Conn, troupes: &[TroupeId], id: AgreementId) -> Result<Agreement> {
    let row = agreement::table
        .filter(agreement::id.eq(id).and(agreement::troupe_id.eq_any(troupes)))
        .select(AgreementRow::as_select())
        .first(conn)?;
    with_parts(conn, row)
}

/// A troupe's agreements, the newest first.
pub fn of_troupe(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<Agreement>> {
    let rows = agreement::table
        .filter(agreement::troupe_id.eq(troupe))
        .order((agreement::starts_on.desc(), agreement::id.desc()))
        .select(AgreementRow::as_select())
        .load(conn)?;
    all_with_parts(conn, rows)
}

/// A centre's agreements, the newest first.
pub fn agreements(conn: &mut Conn, centre: CentreId) -> Result<Vec<Agreement>> {
    let rows = crate::query!(
        conn,
        agreement::table
            .filter(agreement::centre_id.eq(centre))
            .order((agreement::starts_on.desc(), agreement::id.desc()))
            .select(AgreementRow::as_select())
            .load(conn)
    )?;
    all_with_parts(conn, rows)
}

fn with_parts(conn: &mut Conn, row: AgreementRow) -> Result<Agreement> {
    all_with_parts(conn, vec![row])?.pop().ok_or(Error::NotFound)
}

/// [`with_parts`] for any number of them in two queries.
fn all_with_parts(conn: &mut Conn, rows: Vec<AgreementRow>) -> Result<Vec<Agreement>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || rows.iter().map(|row| row.id.0);
    let rooms = crate::query!(
        conn,
        agreement_room::table
            .filter(among(agreement_room::agreement_id, ids()))
            .order(agreement_room::room_id)
            .select((agreement_room::agreement_id, agreement_room::room_id))
            .load::<(AgreementId, RoomId)>(conn)
    )?;
    let windows = crate::query!(
        conn,
        agreement_window::table
            .filter(among(agreement_window::agreement_id, ids()))
            .order((agreement_window::weekday, agreement_window::from_minute))
            .select((
                agreement_window::agreement_id,
                (agreement_window::weekday, agreement_window::from_minute, agreement_window::to_minute),
            ))
            .load::<(AgreementId, (i32, Minute, Minute))>(conn)
    )?;
    let of = |row: AgreementRow| {
        let rooms = rooms.iter().filter(|(id, _)| *id == row.id).map(|(_, room)| *room).collect();
        let windows = windows.iter().filter(|(id, _)| *id == row.id);
        let windows = windows.filter_map(|(_, one)| window(*one)).collect();
        whole(row, rooms, windows)
    };
    Ok(rows.into_iter().map(of).collect())
}

fn window((weekday, from, to): (i32, Minute, Minute)) -> Option<Window> {
    Some(Window { weekday, span: DaySpan::new(from, to)? })
}

fn whole(row: AgreementRow, rooms: Vec<RoomId>, windows: Vec<Window>) -> Agreement {
    Agreement {
        id: row.id,
        centre_id: row.centre_id,
        troupe_id: row.troupe_id,
        number: row.number,
        signed_on: row.signed_on,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        paper_ends_on: row.paper_ends_on,
        state: row.state,
        allowance: Allowance {
            week_minutes: row.week_minutes,
            month_minutes: row.month_minutes,
            week_bookings: row.week_bookings,
            longest_minutes: row.longest_minutes,
        },
        words: PaperWords {
            duties: row.duties,
            duties_en: row.duties_en,
            signer_centre: row.signer_centre,
            signer_troupe: row.signer_troupe,
        },
        predecessor: row.predecessor_id,
        rooms,
        windows,
    }
}
