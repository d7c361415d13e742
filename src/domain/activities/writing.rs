//! An activity's row with what hangs on it: its tags and what a search finds it by.

use diesel::prelude::*;

use super::{
    ActivityDetails, ActivityId, ActivityKind, ActivityState, Organiser, RegistrationMode, feeds, leaving,
    search, store, tags,
};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, session};
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Wall};
use crate::domain::agreements::{self, TroupeId};
use crate::domain::centres::CentreId;
use crate::domain::people::{Acting, PersonId};

/// What is said, as columns.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = activity, treat_none_as_null = true)]
struct Row<'a> {
    title: &'a str,
    title_en: &'a str,
    kind: ActivityKind,
    audience: &'a str,
    audience_en: &'a str,
    intro: &'a str,
    intro_en: &'a str,
    troupe_id: Option<TroupeId>,
    partner: &'a str,
    teacher: &'a str,
    class: &'a str,
    age_from: Option<i32>,
    age_to: Option<i32>,
    guardian: bool,
    registration: RegistrationMode,
    places: Option<i32>,
    party_limit: i32,
    registration_opens: Option<Wall>,
    registration_closes: Option<Wall>,
    reviewed: bool,
    partner_email: &'a str,
    partner_phone: &'a str,
}

/// A row to be.
#[derive(Insertable)]
#[diesel(table_name = activity)]
struct New<'a> {
    #[diesel(embed)]
    row: Row<'a>,
    centre_id: CentreId,
    state: ActivityState,
    created_by: PersonId,
    created_at: Instant,
}

fn row(details: &ActivityDetails) -> Row<'_> {
    let (troupe_id, partner) = match &details.organiser {
        Organiser::Centre => (None, ""),
        Organiser::Troupe(troupe) => (Some(*troupe), ""),
        Organiser::Partner(name) => (None, name.trim()),
    };
    Row {
        title: &details.title,
        title_en: &details.title_en,
        kind: details.kind,
        audience: &details.audience,
        audience_en: &details.audience_en,
        intro: &details.intro,
        intro_en: &details.intro_en,
        troupe_id,
        partner,
        teacher: details.teacher.trim(),
        class: details.class.trim(),
        age_from: details.age_from,
        age_to: details.age_to,
        guardian: details.guardian,
        registration: details.admission.mode,
        places: details.admission.places,
        party_limit: details.admission.party_limit,
        registration_opens: details.admission.opens,
        registration_closes: details.admission.closes,
        reviewed: details.admission.reviewed,
        partner_email: &details.partner_email,
        partner_phone: &details.partner_phone,
    }
}

/// Enters a draft; its troupe and tags are the centre's own, [`Error::NotFound`] otherwise.
pub(super) fn insert(conn: &mut Conn, acting: Acting, details: &ActivityDetails) -> Result<ActivityId> {
    own(conn, acting, details)?;
    let new = New {
        row: row(details),
        centre_id: acting.centre.id,
        state: ActivityState::Draft,
        created_by: acting.by()?,
        created_at: acting.now,
    };
    let id = crate::query!(
        conn,
        diesel::insert_into(activity::table).values(new).returning(activity::id).get_result(conn)
    )?;
    tags::store::link(conn, id, &details.tags)?;
    search::index(conn, acting.centre.id, id, [&details.title, &details.title_en])?;
    acting.note(conn, "activity", id.0, "added", None)?;
    Ok(id)
}

/// Says something else of an activity that is not cancelled.
pub(super) fn update(
    conn: &mut Conn,
    acting: Acting,
    id: ActivityId,
    details: &ActivityDetails,
) -> Result<()> {
    own(conn, acting, details)?;
    leaves(conn, &acting, id, details)?;
    let there = activity::table
        .filter(activity::id.eq(id).and(activity::centre_id.eq(acting.centre.id)))
        .filter(activity::state.ne(ActivityState::Cancelled));
    let changed = crate::query!(conn, diesel::update(there).set(row(details)).execute(conn))?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    tags::store::unlink(conn, id)?;
    tags::store::link(conn, id, &details.tags)?;
    search::index(conn, acting.centre.id, id, [&details.title, &details.title_en])?;
    acting.note(conn, "activity", id.0, "changed", None).map(drop)
}

/// With another kind or troupe its sessions are in other calendars from now on.
fn leaves(conn: &mut Conn, acting: &Acting, id: ActivityId, details: &ActivityDetails) -> Result<()> {
    let row = row(details);
    let from = acting.centre.zone.wall(acting.now.plus(-chrono::Duration::days(feeds::BACK_DAYS)));
    for before in store::sessions_of(conn, id)?.into_iter().filter(|one| one.session.starts_at >= from) {
        let mut after = before.clone();
        (after.activity.kind, after.activity.troupe_id) = (row.kind, row.troupe_id);
        if leaving::note(conn, acting, &before, &after)? {
            // What the calendars that it left say of it is news (RFC 5545 §3.8.7.4).
            let there = session::table.filter(session::id.eq(before.session.id));
            let next = session::sequence.eq(session::sequence + 1);
            crate::query!(conn, diesel::update(there).set(next).execute(conn))?;
        }
    }
    Ok(())
}

fn own(conn: &mut Conn, acting: Acting, details: &ActivityDetails) -> Result<()> {
    if let Organiser::Troupe(troupe) = details.organiser {
        agreements::store::troupe(conn, acting.centre.id, troupe)?;
    }
    if details.tags.is_empty() {
        return Ok(());
    }
    let known = tags::store::of_centre(conn, acting.centre.id)?;
    let all = details.tags.iter().all(|id| known.iter().any(|tag| tag.id == *id));
    if all { Ok(()) } else { Err(Error::NotFound) }
}
