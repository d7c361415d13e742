//! What managers write about a room.

use super::{Access, Equipment, Mode, Noise, RoomId, RoomKind, SpaceId};
use crate::domain::people::PersonId;

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
