//! Pictures in the database; the content is read alone.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Picture;
use super::keeping::Drawn;
use crate::base::db::schema::activity_picture as p;
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::domain::activities::ActivityId;
use crate::domain::people::Acting;

/// The picture of an activity, if it has one.
pub fn of(conn: &mut Conn, id: ActivityId) -> Result<Option<Picture>> {
    Ok(of_activities(conn, &[id])?.remove(&id))
}

/// The pictures of some activities.
pub fn of_activities(conn: &mut Conn, ids: &[ActivityId]) -> Result<HashMap<ActivityId, Picture>> {
    let rows = crate::query!(
        conn,
        p::table
            .filter(among(p::activity_id, ids.iter().map(|id| id.0)))
            .select(Picture::as_select())
            .load::<Picture>(conn)
    )?;
    Ok(rows.into_iter().map(|one| (one.activity_id, one)).collect())
}

/// Digest and content: a JPEG.
pub fn content(conn: &mut Conn, id: ActivityId) -> Result<(String, Vec<u8>)> {
    Ok(crate::query!(
        conn,
        p::table.filter(p::activity_id.eq(id)).select((p::digest, p::content)).first(conn)
    )?)
}

pub(super) fn put(conn: &mut Conn, acting: Acting, id: ActivityId, drawn: &Drawn, alt: &str) -> Result<()> {
    take(conn, id)?;
    let by = acting.by()?;
    crate::query!(
        conn,
        diesel::insert_into(p::table)
            .values((
                (p::activity_id.eq(id), p::digest.eq(&drawn.digest), p::alt.eq(alt)),
                (p::width.eq(drawn.width), p::height.eq(drawn.height), p::content.eq(&drawn.content)),
                (p::added_by.eq(by), p::added_at.eq(acting.now)),
            ))
            .execute(conn)
    )?;
    Ok(())
}

/// False when there was none.
pub(super) fn take(conn: &mut Conn, id: ActivityId) -> Result<bool> {
    let gone = crate::query!(conn, diesel::delete(p::table.filter(p::activity_id.eq(id))).execute(conn))?;
    Ok(gone > 0)
}
