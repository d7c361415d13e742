//! Managers keep troupes and their agreements.
//!
//! | | |
//! |---|---|
//! | locks | the troupe's row, then all its agreements by id: an ask under one of them waits |
//! | from, to | an agreement begins as *draft*; a draft, an active or a suspended one may be changed and stays what it is |
//! | checks | rooms and leaders are known here; what is renewed is the same troupe's; the number is the centre's only one; at most one agreement active or suspended per troupe and day; what stands was signed by today; the last day of one that stands is brought forward by [`ending`](super::ending) alone |
//! | rows | troupe, its leaders; agreement, its rooms and windows; history |
//! | letters | to the leaders, what changed of one that stands, before and after |
//!
//! What is booked under an agreement stays when the agreement changes: each booking was decided by what held
//! then. Taking bookings back with an agreement is a disruption and another act.

use chrono::NaiveDate;

pub use super::details::{AgreementDetails, TroupeDetails};
use super::difference::differences;
use super::{Agreement, AgreementId, AgreementState, Decided, TroupeId, letters, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::domain::people::{self, Acting, PersonId};
use crate::domain::rooms;

/// What came of adding or changing an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementChange {
    Done(AgreementId),
    /// Another agreement of the centre has this number.
    NumberTaken,
    /// The troupe has no such agreement that it could renew.
    NoSuchPredecessor,
    /// Another agreement of the troupe stands on some of the days.
    Overlaps(Overlap),
    /// It stands, and would end earlier than it does: ending it early is another act.
    EndsEarlier {
        ends_on: NaiveDate,
    },
    /// It was signed, and nobody signs on a day that is to come.
    SignedLater,
    /// It is over, and stays as it is.
    Over(Decided),
}

/// An active or suspended agreement of the same troupe that holds on some of the same days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    pub id: AgreementId,
    pub number: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// Adds a troupe, without leaders yet.
pub fn add_troupe(conn: &mut Conn, acting: &Acting, details: &TroupeDetails) -> Result<TroupeId> {
    let id = writing::insert_troupe(conn, acting.centre.id, details, acting.now)?;
    acting.note(conn, "troupe", id.0, "added", None)?;
    Ok(id)
}

/// Changes what is said about a troupe. What it is named in is put right by `bookings::naming`, which calls this.
pub(in crate::domain) fn change_troupe(
    conn: &mut Conn,
    acting: &Acting,
    id: TroupeId,
    details: &TroupeDetails,
) -> Result<()> {
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

/// Adds a draft of an agreement. [`Error::Again`] when the same number was used at the same moment: run it anew.
pub fn add_agreement(
    conn: &mut Conn,
    acting: &Acting,
    details: &AgreementDetails,
) -> Result<AgreementChange> {
    if let Some(before) = details.predecessor {
        match store::agreement(conn, acting.centre.id, before) {
            Ok(before) if before.troupe_id == details.troupe => {}
            Ok(_) | Err(Error::NotFound) => return Ok(AgreementChange::NoSuchPredecessor),
            Err(error) => return Err(error),
        }
    }
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
    // What it renews was said when it was drawn up.
    let details = &AgreementDetails { predecessor: before.predecessor, ..details.clone() };
    writing::update_agreement(conn, id, details)?;
    writing::link_agreement(conn, id, details)?;
    let after = store::agreement(conn, acting.centre.id, id)?;
    let today = acting.centre.zone.today(acting.now);
    let rooms = rooms::store::catalogue(conn, acting.centre.id, today, today)?.rooms;
    let lines = |lang| -> Vec<String> {
        differences(lang, &before, &after, &rooms).iter().map(|one| one.line(lang)).collect()
    };
    let written = lines(Lang::Zh);
    let reason = (!written.is_empty()).then(|| written.join("\n"));
    let cause = acting.note(conn, "agreement", id.0, "changed", reason.as_deref())?;
    if before.state != AgreementState::Draft && reason.is_some() {
        letters::changed(conn, acting, cause, &after, lines)?;
    }
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
    // Read under the lock: only one that stands is in the way of others.
    obstacle(conn, acting, own, details)
}

/// Why an agreement cannot be added or changed so, by what can be read now: what the act itself will say.
pub fn obstacle(
    conn: &mut Conn,
    acting: &Acting,
    own: Option<AgreementId>,
    details: &AgreementDetails,
) -> Result<Option<AgreementChange>> {
    let centre = acting.centre.id;
    if writing::number_holder(conn, centre, &details.number)?.is_some_and(|id| Some(id) != own) {
        return Ok(Some(AgreementChange::NumberTaken));
    }
    let Some(own) = own else { return Ok(None) };
    let before = store::agreement(conn, centre, own)?;
    match before.state {
        AgreementState::Draft => Ok(None),
        AgreementState::Ended => Ok(Some(AgreementChange::Over(store::decided(conn, &before)?))),
        AgreementState::Active | AgreementState::Suspended
            if details.signed_on > acting.centre.zone.today(acting.now) =>
        {
            Ok(Some(AgreementChange::SignedLater))
        }
        AgreementState::Active | AgreementState::Suspended if details.ends_on < before.ends_on => {
            Ok(Some(AgreementChange::EndsEarlier { ends_on: before.ends_on }))
        }
        AgreementState::Active | AgreementState::Suspended => {
            let overlap = overlap(conn, details.troupe, details.starts_on, details.ends_on, own)?;
            Ok(overlap.map(AgreementChange::Overlaps))
        }
    }
}

/// The agreement of a troupe, other than `own`, that stands on some day between two.
pub(super) fn overlap(
    conn: &mut Conn,
    troupe: TroupeId,
    from: NaiveDate,
    to: NaiveDate,
    own: AgreementId,
) -> Result<Option<Overlap>> {
    let others = store::standing_between(conn, troupe, from, to)?;
    let other = others.into_iter().find(|other| other.id != own);
    Ok(other.map(|Agreement { id, number, starts_on, ends_on, .. }| Overlap {
        id,
        number,
        starts_on,
        ends_on,
    }))
}
