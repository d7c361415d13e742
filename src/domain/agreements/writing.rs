//! Troupes and agreements: the rows that managers write.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::details::{AgreementDetails, TroupeDetails};
use super::{Agreement, AgreementId, AgreementState, TroupeId};
use crate::base::db::schema::{agreement, agreement_room, agreement_window, troupe, troupe_leader};
use crate::base::db::{Conn, again};
use crate::base::error::Result;
use crate::base::time::{Instant, merge};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

/// All columns of an agreement that staff write.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = agreement)]
#[diesel(treat_none_as_null = true)]
struct Written<'a> {
    troupe_id: TroupeId,
    number: &'a str,
    signed_on: NaiveDate,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    week_minutes: Option<i32>,
    month_minutes: Option<i32>,
    week_bookings: Option<i32>,
    longest_minutes: Option<i32>,
    duties: &'a str,
    duties_en: &'a str,
    signer_centre: &'a str,
    signer_troupe: &'a str,
    predecessor_id: Option<AgreementId>,
}

fn written(details: &AgreementDetails) -> Written<'_> {
    Written {
        troupe_id: details.troupe,
        number: &details.number,
        signed_on: details.signed_on,
        starts_on: details.starts_on,
        ends_on: details.ends_on,
        week_minutes: details.allowance.week_minutes,
        month_minutes: details.allowance.month_minutes,
        week_bookings: details.allowance.week_bookings,
        longest_minutes: details.allowance.longest_minutes,
        duties: &details.words.duties,
        duties_en: &details.words.duties_en,
        signer_centre: &details.words.signer_centre,
        signer_troupe: &details.words.signer_troupe,
        predecessor_id: details.predecessor,
    }
}

pub fn insert_troupe(
    conn: &mut Conn,
    centre: CentreId,
    details: &TroupeDetails,
    now: Instant,
) -> Result<TroupeId> {
    Ok(diesel::insert_into(troupe::table)
        .values((
            troupe::centre_id.eq(centre),
            troupe::name.eq(&details.name),
            troupe::name_en.eq(&details.name_en),
            troupe::kind.eq(details.kind),
            troupe::size.eq(details.size),
            troupe::named.eq(details.named),
            troupe::active.eq(details.active),
            troupe::created_at.eq(now),
        ))
        .returning(troupe::id)
        .get_result(conn)?)
}

pub fn update_troupe(conn: &mut Conn, id: TroupeId, details: &TroupeDetails) -> Result<()> {
    diesel::update(troupe::table.find(id))
        .set((
            troupe::name.eq(&details.name),
            troupe::name_en.eq(&details.name_en),
            troupe::kind.eq(details.kind),
            troupe::size.eq(details.size),
            troupe::named.eq(details.named),
            troupe::active.eq(details.active),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn set_leader(conn: &mut Conn, troupe: TroupeId, person: PersonId, deputy: Option<bool>) -> Result<()> {
    let row = troupe_leader::table
        .filter(troupe_leader::troupe_id.eq(troupe).and(troupe_leader::person_id.eq(person)));
    diesel::delete(row).execute(conn)?;
    if let Some(deputy) = deputy {
        diesel::insert_into(troupe_leader::table)
            .values((
                troupe_leader::troupe_id.eq(troupe),
                troupe_leader::person_id.eq(person),
                troupe_leader::deputy.eq(deputy),
            ))
            .execute(conn)?;
    }
    Ok(())
}

pub fn insert_agreement(
    conn: &mut Conn,
    centre: CentreId,
    details: &AgreementDetails,
    now: Instant,
) -> Result<AgreementId> {
    diesel::insert_into(agreement::table)
        .values((
            agreement::centre_id.eq(centre),
            agreement::created_at.eq(now),
            agreement::state.eq(AgreementState::Draft),
            written(details),
        ))
        .returning(agreement::id)
        .get_result(conn)
        .map_err(again)
}

pub fn update_agreement(conn: &mut Conn, id: AgreementId, details: &AgreementDetails) -> Result<()> {
    diesel::update(agreement::table.find(id)).set(written(details)).execute(conn).map_err(again)?;
    Ok(())
}

/// Moves an agreement to another state if it is still in the one it was seen in; false when it is not. The
/// caller holds the agreement's lock and writes the history.
pub fn set_state(conn: &mut Conn, seen: &Agreement, to: AgreementState) -> Result<bool> {
    let as_seen = agreement::table.filter(agreement::id.eq(seen.id).and(agreement::state.eq(seen.state)));
    Ok(diesel::update(as_seen).set(agreement::state.eq(to)).execute(conn)? == 1)
}

/// Makes an agreement end on a day before the paper's, if it still ends when it was seen to end; false when it
/// does not. The paper's own last day is kept. The caller holds the agreement's lock and writes the history.
pub fn set_end(conn: &mut Conn, seen: &Agreement, last_day: NaiveDate) -> Result<bool> {
    let as_seen = agreement::table
        .filter(agreement::id.eq(seen.id).and(agreement::ends_on.eq(seen.ends_on)))
        .filter(agreement::state.eq(seen.state));
    let paper = seen.paper_ends_on.unwrap_or(seen.ends_on);
    let changed = diesel::update(as_seen)
        .set((agreement::ends_on.eq(last_day), agreement::paper_ends_on.eq(paper)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// When the paper was signed.
pub(super) fn set_signed_on(conn: &mut Conn, id: AgreementId, day: NaiveDate) -> Result<()> {
    diesel::update(agreement::table.find(id)).set(agreement::signed_on.eq(day)).execute(conn)?;
    Ok(())
}

/// Writes an agreement's rooms and windows anew; overlapping windows become one.
pub fn link_agreement(conn: &mut Conn, id: AgreementId, details: &AgreementDetails) -> Result<()> {
    diesel::delete(agreement_room::table.filter(agreement_room::agreement_id.eq(id))).execute(conn)?;
    diesel::delete(agreement_window::table.filter(agreement_window::agreement_id.eq(id))).execute(conn)?;
    let mut rooms = details.rooms.clone();
    rooms.sort();
    rooms.dedup();
    for room in rooms {
        diesel::insert_into(agreement_room::table)
            .values((agreement_room::agreement_id.eq(id), agreement_room::room_id.eq(room)))
            .execute(conn)?;
    }
    for weekday in 1..=7 {
        let windows = details.windows.iter().filter(|window| window.weekday == weekday);
        for span in merge(windows.map(|window| window.span).collect()) {
            diesel::insert_into(agreement_window::table)
                .values((
                    agreement_window::agreement_id.eq(id),
                    agreement_window::weekday.eq(weekday),
                    agreement_window::from_minute.eq(span.from()),
                    agreement_window::to_minute.eq(span.to()),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// The agreement of a centre with this number.
pub fn number_holder(conn: &mut Conn, centre: CentreId, number: &str) -> Result<Option<AgreementId>> {
    Ok(agreement::table
        .filter(agreement::centre_id.eq(centre).and(agreement::number.eq(number)))
        .select(agreement::id)
        .first(conn)
        .optional()?)
}

/// Locks a troupe, so that agreements of it are added one after the other, and then the agreements it has.
/// Bookings may point to the troupe meanwhile. SQLite writes one at a time anyway.
pub fn lock_troupe(conn: &mut Conn, id: TroupeId) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            troupe::table
                .filter(troupe::id.eq(id))
                .select(troupe::id)
                .for_no_key_update()
                .first::<TroupeId>(postgres)?;
            agreement::table
                .filter(agreement::troupe_id.eq(id))
                .order(agreement::id)
                .select(agreement::id)
                .for_update()
                .load::<AgreementId>(postgres)?;
        }
    }
    #[cfg(not(feature = "postgres"))]
    let _ = id;
    Ok(())
}
