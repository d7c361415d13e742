//! Managers add rooms and spaces, and describe them.
//!
//! | | |
//! |---|---|
//! | locks | none: a new room and a name clash with nothing. Changing a room is [`crate::domain::disruptions`]' act, which looks at what is booked there |
//! | checks | spaces, neighbours and approvers are the centre's own; a room has at least one space |
//! | rows | room, space, their links, history |
//! | letters | none |

pub use super::details::RoomDetails;
use super::{RoomId, SpaceId, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::{self, Acting};

/// Adds a room, after the others.
pub fn add_room(conn: &mut Conn, acting: &Acting, details: &RoomDetails) -> Result<RoomId> {
    check(conn, acting, details)?;
    let id = writing::insert_room(conn, acting.centre.id, details)?;
    link(conn, acting, id, details)?;
    acting.note(conn, "room", id.0, "added", None)?;
    Ok(id)
}

/// Adds a space that rooms can be made of.
pub fn add_space(conn: &mut Conn, acting: &Acting, name: &str, name_en: &str) -> Result<SpaceId> {
    let id = writing::insert_space(conn, acting.centre.id, name, name_en)?;
    acting.note(conn, "space", id.0, "added", None)?;
    Ok(id)
}

/// Gives a space another name.
pub fn rename_space(conn: &mut Conn, acting: &Acting, id: SpaceId, name: &str, name_en: &str) -> Result<()> {
    if !writing::update_space(conn, acting.centre.id, id, name, name_en)? {
        return Err(Error::NotFound);
    }
    acting.note(conn, "space", id.0, "renamed", Some(name)).map(drop)
}

/// Writes a room anew; the caller has made sure that nothing which is booked is hurt.
pub(in crate::domain) fn rewrite_room(
    conn: &mut Conn,
    acting: &Acting,
    id: RoomId,
    details: &RoomDetails,
) -> Result<()> {
    check(conn, acting, details)?;
    writing::update_room(conn, id, details)?;
    writing::unlink_room(conn, id)?;
    link(conn, acting, id, details)?;
    acting.note(conn, "room", id.0, "changed", None).map(drop)
}

fn link(conn: &mut Conn, acting: &Acting, id: RoomId, details: &RoomDetails) -> Result<()> {
    let mut spaces = details.spaces.clone();
    if details.own_space {
        spaces.push(add_space(conn, acting, &details.name, &details.name_en)?);
    }
    spaces.sort();
    spaces.dedup();
    writing::link_spaces(conn, id, &spaces)?;
    writing::link_equipment(conn, id, &details.equipment)?;
    writing::link_neighbours(conn, id, &details.neighbours)?;
    writing::link_approvers(conn, id, &details.approvers)
}

/// The pages offer only what is the centre's own; this keeps forged forms out.
fn check(conn: &mut Conn, acting: &Acting, details: &RoomDetails) -> Result<()> {
    let centre = acting.centre.id;
    if details.spaces.is_empty() && !details.own_space {
        return Err(Error::BadRequest("a room has at least one space".into()));
    }
    let spaces = store::spaces_of_centre(conn, centre)?;
    let known = details.spaces.iter().all(|id| spaces.iter().any(|(space, ..)| space == id));
    for neighbour in &details.neighbours {
        store::room(conn, centre, *neighbour)?;
    }
    let mut staffed = true;
    for person in &details.approvers {
        staffed &= people::store::role_in(conn, *person, centre)?.is_some();
    }
    if known && staffed { Ok(()) } else { Err(Error::NotFound) }
}
