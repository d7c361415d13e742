//! Managers keep troupes and their agreements.
//!
//! | | |
//! |---|---|
//! | locks | the troupe's row, then all its agreements by id: an ask under one of them waits |
//! | checks | rooms and leaders are known here; the number is the centre's only one; at most one active agreement per troupe and day |
//! | rows | troupe, its leaders; agreement, its rooms and windows; history |
//! | letters | none |
//!
//! What is booked under an agreement stays when the agreement changes: each booking was decided by what held
//! then. Taking bookings back with an agreement is a disruption and another act.

use chrono::NaiveDate;

pub use super::details::{AgreementDetails, TroupeDetails};
use super::{AgreementId, TroupeId, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::{self, Acting, PersonId};
use crate::domain::rooms;

/// What came of adding or changing an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementChange {
    Done(AgreementId),
    /// Another agreement of the centre has this number.
    NumberTaken,
    /// This active agreement of the troupe holds on some of the days.
    Overlaps {
        id: AgreementId,
        number: String,
        starts_on: NaiveDate,
        ends_on: NaiveDate,
    },
}

/// Adds a troupe, without leaders yet.
pub fn add_troupe(conn: &mut Conn, acting: &Acting, details: &TroupeDetails) -> Result<TroupeId> {
    let id = writing::insert_troupe(conn, acting.centre.id, details, acting.now)?;
    acting.note(conn, "troupe", id.0, "added", None)?;
    Ok(id)
}

/// Changes what is said about a troupe.
pub fn change_troupe(conn: &mut Conn, acting: &Acting, id: TroupeId, details: &TroupeDetails) -> Result<()> {
    store::troupe(conn, acting.centre.id, id)?;
    writing::update_troupe(conn, id, details)?;
    acting.note(conn, "troupe", id.0, "changed", None).map(drop)
}

/// Makes a person a troupe's leader (`Some(false)`), its deputy (`Some(true)`), or neither (`None`).
pub fn set_leader(
    conn: &mut Conn,
    acting: &Acting,
    troupe: TroupeId,
    person: PersonId,
    deputy: Option<bool>,
) -> Result<()> {
    store::troupe(conn, acting.centre.id, troupe)?;
    people::store::by_id(conn, person)?;
    writing::set_leader(conn, troupe, person, deputy)?;
    let act = match deputy {
        Some(false) => "leader_set",
        Some(true) => "deputy_set",
        None => "leader_removed",
    };
    acting.note(conn, "troupe", troupe.0, act, Some(&person.to_string())).map(drop)
}

/// Adds an agreement. [`Error::Again`] when the same number was used at the same moment: run it anew.
pub fn add_agreement(
    conn: &mut Conn,
    acting: &Acting,
    details: &AgreementDetails,
) -> Result<AgreementChange> {
    if let Some(refused) = check(conn, acting, None, details)? {
        return Ok(refused);
    }
    let id = writing::insert_agreement(conn, acting.centre.id, details, acting.now)?;
    writing::link_agreement(conn, id, details)?;
    acting.note(conn, "agreement", id.0, "added", None)?;
    Ok(AgreementChange::Done(id))
}

/// Changes an agreement; its troupe stays what it is.
pub fn change_agreement(
    conn: &mut Conn,
    acting: &Acting,
    id: AgreementId,
    details: &AgreementDetails,
) -> Result<AgreementChange> {
    let before = store::agreement(conn, acting.centre.id, id)?;
    if before.troupe_id != details.troupe {
        return Err(Error::BadRequest("an agreement keeps its troupe".into()));
    }
    if let Some(refused) = check(conn, acting, Some(id), details)? {
        return Ok(refused);
    }
    writing::update_agreement(conn, id, details)?;
    writing::link_agreement(conn, id, details)?;
    acting.note(conn, "agreement", id.0, "changed", None)?;
    Ok(AgreementChange::Done(id))
}

fn check(
    conn: &mut Conn,
    acting: &Acting,
    own: Option<AgreementId>,
    details: &AgreementDetails,
) -> Result<Option<AgreementChange>> {
    let centre = acting.centre.id;
    store::troupe(conn, centre, details.troupe)?;
    for room in &details.rooms {
        rooms::store::room(conn, centre, *room)?;
    }
    writing::lock_troupe(conn, details.troupe)?;
    if writing::number_holder(conn, centre, &details.number)?.is_some_and(|id| Some(id) != own) {
        return Ok(Some(AgreementChange::NumberTaken));
    }
    if !details.active {
        return Ok(None);
    }
    let others = store::valid_between(conn, details.troupe, details.starts_on, details.ends_on)?;
    let overlapping = others.into_iter().find(|other| Some(other.id) != own);
    Ok(overlapping.map(|other| AgreementChange::Overlaps {
        id: other.id,
        number: other.number,
        starts_on: other.starts_on,
        ends_on: other.ends_on,
    }))
}
