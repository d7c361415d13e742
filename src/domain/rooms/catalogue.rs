//! A centre's rooms with all that deciding about them needs, read once in a bounded number of queries.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Equipment, Hours, Room, RoomId, SpaceId};
use crate::base::time::DaySpan;

/// The rooms of one centre in their order, with their spaces, equipment, neighbours and hours.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub rooms: Vec<Room>,
    pub spaces: HashMap<RoomId, Vec<SpaceId>>,
    pub equipment: HashMap<RoomId, Vec<Equipment>>,
    pub neighbours: HashMap<RoomId, Vec<RoomId>>,
    pub hours: Hours,
}

impl Catalogue {
    /// With every room as it is for a series: [`Room::however_far`].
    pub fn however_far(mut self) -> Self {
        self.rooms = self.rooms.into_iter().map(Room::however_far).collect();
        self
    }

    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// The spaces a room is made of, by id: the order in which they are locked.
    pub fn spaces_of(&self, room: RoomId) -> &[SpaceId] {
        self.spaces.get(&room).map_or(&[], Vec::as_slice)
    }

    pub fn equipment_of(&self, room: RoomId) -> &[Equipment] {
        self.equipment.get(&room).map_or(&[], Vec::as_slice)
    }

    pub fn has(&self, room: RoomId, wanted: &[Equipment]) -> bool {
        wanted.iter().all(|equipment| self.equipment_of(room).contains(equipment))
    }

    pub fn neighbours_of(&self, room: RoomId) -> impl Iterator<Item = &Room> {
        self.neighbours.get(&room).into_iter().flatten().filter_map(|id| self.room(*id))
    }

    /// The rooms that a booking of this room would block, itself among them.
    pub fn sharing_a_space(&self, room: RoomId) -> Vec<RoomId> {
        let own = self.spaces_of(room);
        let shares = |other: &&Room| self.spaces_of(other.id).iter().any(|space| own.contains(space));
        self.rooms.iter().filter(shares).map(|room| room.id).collect()
    }

    pub fn open_on(&self, room: RoomId, date: NaiveDate) -> Vec<DaySpan> {
        self.hours.open_on(room, date)
    }
}
