//! Tags in the database.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Tag, TagId};
use crate::base::db::schema::{activity_tag, tag};
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::domain::activities::ActivityId;
use crate::domain::centres::CentreId;

/// All tags of a centre in their order, retired ones among them.
pub fn of_centre(conn: &mut Conn, centre: CentreId) -> Result<Vec<Tag>> {
    Ok(crate::query!(
        conn,
        tag::table
            .filter(tag::centre_id.eq(centre))
            .order((tag::position, tag::id))
            .select(Tag::as_select())
            .load(conn)
    )?)
}

/// One tag of a centre.
pub fn tag(conn: &mut Conn, centre: CentreId, id: TagId) -> Result<Tag> {
    Ok(crate::query!(
        conn,
        tag::table.filter(tag::centre_id.eq(centre).and(tag::id.eq(id))).select(Tag::as_select()).first(conn)
    )?)
}

/// The centre of a tag.
pub fn centre_of(conn: &mut Conn, id: TagId) -> Result<CentreId> {
    Ok(crate::query!(conn, tag::table.filter(tag::id.eq(id)).select(tag::centre_id).first(conn))?)
}

/// The tags of some activities, in the centre's order.
pub fn of_activities(conn: &mut Conn, ids: &[ActivityId]) -> Result<HashMap<ActivityId, Vec<Tag>>> {
    let rows = crate::query!(
        conn,
        activity_tag::table
            .inner_join(tag::table)
            .filter(among(activity_tag::activity_id, ids.iter().map(|id| id.0)))
            .order((tag::position, tag::id))
            .select((activity_tag::activity_id, Tag::as_select()))
            .load::<(ActivityId, Tag)>(conn)
    )?;
    let mut found: HashMap<ActivityId, Vec<Tag>> = HashMap::new();
    for (id, tag) in rows {
        found.entry(id).or_default().push(tag);
    }
    Ok(found)
}

/// The tags of one activity, in the centre's order.
pub fn of(conn: &mut Conn, id: ActivityId) -> Result<Vec<Tag>> {
    Ok(of_activities(conn, &[id])?.remove(&id).unwrap_or_default())
}

pub(in crate::domain::activities) fn link(conn: &mut Conn, id: ActivityId, tags: &[TagId]) -> Result<()> {
    let mut tags = tags.to_vec();
    tags.sort();
    tags.dedup();
    if tags.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = tags
        .into_iter()
        .map(|tag| (activity_tag::activity_id.eq(id), activity_tag::tag_id.eq(tag)))
        .collect();
    crate::query!(conn, diesel::insert_into(activity_tag::table).values(rows).execute(conn))?;
    Ok(())
}

pub(in crate::domain::activities) fn unlink(conn: &mut Conn, id: ActivityId) -> Result<()> {
    crate::query!(
        conn,
        diesel::delete(activity_tag::table.filter(activity_tag::activity_id.eq(id))).execute(conn)
    )?;
    Ok(())
}
