//! Kept papers in the database; the content is read alone.

use diesel::prelude::*;

use super::{Media, Paper, PaperId};
use crate::base::db::Conn;
use crate::base::db::schema::{agreement_paper as p, person};
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::domain::agreements::AgreementId;
use crate::domain::people::PersonId;

/// The files kept with an agreement, in the order they came, those taken away among them.
pub fn of(conn: &mut Conn, agreement: AgreementId) -> Result<Vec<Paper>> {
    type Row = (PaperId, String, Media, i32, Instant, (PersonId, Option<PersonId>, Option<Instant>));
    let rows: Vec<Row> = p::table
        .filter(p::agreement_id.eq(agreement))
        .order(p::id)
        .select((p::id, p::name, p::media, p::size, p::added_at, (p::added_by, p::removed_by, p::removed_at)))
        .load(conn)?;
    let people: Vec<PersonId> = rows.iter().flat_map(|row| [Some(row.5.0), row.5.1]).flatten().collect();
    let names: Vec<(PersonId, String)> =
        person::table.filter(person::id.eq_any(people)).select((person::id, person::name)).load(conn)?;
    let name = |id: PersonId| {
        let found = names.iter().find(|(one, _)| *one == id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    Ok(rows
        .into_iter()
        .map(|(id, file, media, size, added_at, (by, removed_by, removed_at))| Paper {
            id,
            agreement,
            name: file,
            media,
            size,
            added_by: name(by),
            added_at,
            removed: removed_by.map(name).zip(removed_at),
        })
        .collect())
}

/// A file's name, kind and content; [`Error::NotFound`] when it was taken away.
pub fn content(conn: &mut Conn, agreement: AgreementId, id: PaperId) -> Result<(String, Media, Vec<u8>)> {
    let (name, media, content): (String, Media, Option<Vec<u8>>) = p::table
        .filter(p::agreement_id.eq(agreement).and(p::id.eq(id)))
        .select((p::name, p::media, p::content))
        .first(conn)?;
    Ok((name, media, content.ok_or(Error::NotFound)?))
}

pub(super) fn insert(
    conn: &mut Conn,
    agreement: AgreementId,
    name: &str,
    media: Media,
    content: &[u8],
    by: PersonId,
    now: Instant,
) -> Result<PaperId> {
    let size = i32::try_from(content.len()).map_err(Error::fault)?;
    Ok(diesel::insert_into(p::table)
        .values((
            (p::agreement_id.eq(agreement), p::name.eq(name), p::media.eq(media)),
            (p::size.eq(size), p::content.eq(Some(content))),
            (p::added_by.eq(by), p::added_at.eq(now)),
        ))
        .returning(p::id)
        .get_result(conn)?)
}

/// Takes a file's content away; false when it was gone.
pub(super) fn remove(
    conn: &mut Conn,
    agreement: AgreementId,
    id: PaperId,
    by: PersonId,
    now: Instant,
) -> Result<bool> {
    let there = p::table.filter(p::agreement_id.eq(agreement).and(p::id.eq(id)));
    let changed = diesel::update(there.filter(p::removed_at.is_null()))
        .set((p::content.eq(None::<Vec<u8>>), p::removed_by.eq(by), p::removed_at.eq(now)))
        .execute(conn)?;
    Ok(changed == 1)
}
