//! Managers add tags, rename them, put them in order, retire them and bring them back.
//!
//! | | |
//! |---|---|
//! | locks | none; a name stands once in a centre, which the database holds |
//! | checks | the tag is of this centre; no other tag has the name |
//! | rows | the tag, or two whose places are exchanged; history |
//! | letters | none |

use diesel::prelude::*;

use super::{Tag, TagId, store};
use crate::base::db::Conn;
use crate::base::db::schema::tag;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// What a tag is to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagName {
    pub name: String,
    pub name_en: String,
}

/// What came of naming one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Done(TagId),
    /// Another tag of the centre is called so, perhaps a retired one.
    NameTaken,
}

/// A new tag behind all others.
pub fn add(conn: &mut Conn, acting: Acting, called: &TagName) -> Result<Named> {
    let there = store::of_centre(conn, acting.centre.id)?;
    if there.iter().any(|tag| tag.name == called.name) {
        return Ok(Named::NameTaken);
    }
    let position = there.iter().map(|tag| tag.position).max().unwrap_or(0) + 1;
    let id: TagId = crate::query!(
        conn,
        diesel::insert_into(tag::table)
            .values((
                tag::centre_id.eq(acting.centre.id),
                tag::position.eq(position),
                tag::name.eq(&called.name),
                tag::name_en.eq(&called.name_en),
                tag::active.eq(true),
            ))
            .returning(tag::id)
            .get_result(conn)
    )?;
    acting.note(conn, "tag", id.0, "added", None)?;
    Ok(Named::Done(id))
}

/// Calls a tag something else.
pub fn rename(conn: &mut Conn, acting: Acting, id: TagId, called: &TagName) -> Result<Named> {
    store::tag(conn, acting.centre.id, id)?;
    let there = store::of_centre(conn, acting.centre.id)?;
    if there.iter().any(|tag| tag.name == called.name && tag.id != id) {
        return Ok(Named::NameTaken);
    }
    crate::query!(
        conn,
        diesel::update(tag::table.filter(tag::id.eq(id)))
            .set((tag::name.eq(&called.name), tag::name_en.eq(&called.name_en)))
            .execute(conn)
    )?;
    acting.note(conn, "tag", id.0, "renamed", None)?;
    Ok(Named::Done(id))
}

/// Retires a tag, or brings it back.
pub fn set_active(conn: &mut Conn, acting: Acting, id: TagId, active: bool) -> Result<()> {
    store::tag(conn, acting.centre.id, id)?;
    let other = tag::table.filter(tag::id.eq(id).and(tag::active.ne(active)));
    let changed = crate::query!(conn, diesel::update(other).set(tag::active.eq(active)).execute(conn))?;
    if changed > 0 {
        acting.note(conn, "tag", id.0, if active { "brought_back" } else { "retired" }, None)?;
    }
    Ok(())
}

/// Exchanges a tag's place with that of the active one before it; the first stays.
pub fn move_up(conn: &mut Conn, acting: Acting, id: TagId) -> Result<()> {
    store::tag(conn, acting.centre.id, id)?;
    let mut all = store::of_centre(conn, acting.centre.id)?;
    let is_active = |tag: &&Tag| tag.active;
    let order: Vec<TagId> = all.iter().filter(is_active).map(|tag| tag.id).collect();
    let Some(before) = order.iter().zip(order.iter().skip(1)).find(|(_, tag)| **tag == id) else {
        return Ok(());
    };
    let at = |wanted: TagId| all.iter().position(|tag| tag.id == wanted);
    if let (Some(first), Some(second)) = (at(*before.0), at(id)) {
        all.swap(first, second);
    }
    for (place, one) in all.iter().enumerate() {
        let place = i32::try_from(place).unwrap_or(i32::MAX);
        if one.position != place {
            crate::query!(
                conn,
                diesel::update(tag::table.filter(tag::id.eq(one.id)))
                    .set(tag::position.eq(place))
                    .execute(conn)
            )?;
        }
    }
    acting.note(conn, "tag", id.0, "moved_up", None).map(drop)
}
