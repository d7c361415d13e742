//! Managers add rooms and spaces, and describe them.
//!
//! | | |
//! |---|---|
//! | locks | none: a new room and a name clash with nothing. Changing a room is [`crate::domain::disruptions`]' act, which looks at what is booked there |
//! | checks | spaces, neighbours and approvers are the centre's own; a room has at least one space |
//! | rows | room, space, their links, history |
//! | letters | none |

use super::{Access, Equipment, Mode, Noise, RoomId, RoomKind, SpaceId, store, writing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::domain::people::{self, Acting, PersonId};

/// All that is said about a room. Lengths are minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomDetails {
    pub name: String,
    pub name_en: String,
    pub kind: RoomKind,
    pub access: Access,
    pub mode: Mode,
    pub capacity: i32,
    pub area_m2: i32,
    pub floor: i32,
    pub noise: Noise,
    pub step_free: bool,
    pub turnaround_minutes: i32,
    pub shortest_minutes: i32,
    pub longest_minutes: i32,
    pub grain_minutes: i32,
    pub ahead_days: i32,
    /// Who runs it, where that is not the centre; empty otherwise.
    pub partner: String,
    pub note: String,
    pub note_en: String,
    pub active: bool,
    /// What it is made of.
    pub spaces: Vec<SpaceId>,
    /// Makes a space of the room's name and takes it among them.
    pub own_space: bool,
    pub equipment: Vec<Equipment>,
    pub neighbours: Vec<RoomId>,
    /// Who decides where a partner runs it; staff of the centre.
    pub approvers: Vec<PersonId>,
}

impl RoomDetails {
    /// An ordinary room of this name, with a space of its own.
    pub fn named(name: &str, name_en: &str) -> Self {
        Self {
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            kind: RoomKind::Activity,
            access: Access::Bookable,
            mode: Mode::Reviewed,
            capacity: 20,
            area_m2: 40,
            floor: 1,
            noise: Noise::Normal,
            step_free: true,
            turnaround_minutes: 15,
            shortest_minutes: 30,
            longest_minutes: 240,
            grain_minutes: 30,
            ahead_days: 60,
            partner: String::new(),
            note: String::new(),
            note_en: String::new(),
            active: true,
            spaces: Vec::new(),
            own_space: true,
            equipment: Vec::new(),
            neighbours: Vec::new(),
            approvers: Vec::new(),
        }
    }
}

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
