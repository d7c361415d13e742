//! The form of a room: from what is known to fields, and back.

use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::people::PersonId;
use crate::domain::rooms::editing::RoomDetails;
use crate::domain::rooms::{
    Access, Catalogue, Equipment, MOST_TURNAROUND, Mode, Noise, Room, RoomId, RoomKind, SpaceId,
};

/// A room as it stands, for changing it.
pub fn details_of(room: &Room, catalogue: &Catalogue, approvers: Vec<PersonId>) -> RoomDetails {
    RoomDetails {
        name: room.name.clone(),
        name_en: room.name_en.clone(),
        kind: room.kind,
        access: room.access,
        mode: room.mode,
        capacity: room.capacity,
        area_m2: room.area_m2,
        floor: room.floor,
        noise: room.noise,
        step_free: room.step_free,
        turnaround_minutes: room.turnaround_minutes,
        shortest_minutes: room.shortest_minutes,
        longest_minutes: room.longest_minutes,
        grain_minutes: room.grain_minutes,
        ahead_days: room.ahead_days,
        partner: room.partner.clone(),
        note: room.note.clone(),
        note_en: room.note_en.clone(),
        active: room.active,
        spaces: catalogue.spaces_of(room.id).to_vec(),
        own_space: false,
        equipment: catalogue.equipment_of(room.id).to_vec(),
        neighbours: catalogue.neighbours_of(room.id).map(|room| room.id).collect(),
        approvers,
    }
}

/// The first values of the form.
pub fn of(details: &RoomDetails) -> Fields {
    let mut fields = Fields::of([
        ("name", details.name.as_str()),
        ("name_en", details.name_en.as_str()),
        ("kind", details.kind.word()),
        ("access", details.access.word()),
        ("mode", details.mode.word()),
        ("noise", details.noise.word()),
        ("partner", details.partner.as_str()),
        ("note", details.note.as_str()),
        ("note_en", details.note_en.as_str()),
    ]);
    for (name, number) in [
        ("capacity", details.capacity),
        ("area_m2", details.area_m2),
        ("floor", details.floor),
        ("turnaround", details.turnaround_minutes),
        ("shortest", details.shortest_minutes),
        ("longest", details.longest_minutes),
        ("grain", details.grain_minutes),
        ("ahead", details.ahead_days),
    ] {
        fields.set(name, number.to_string());
    }
    for (name, on) in
        [("step_free", details.step_free), ("active", details.active), ("own_space", details.own_space)]
    {
        if on {
            fields.set(name, "1");
        }
    }
    details.spaces.iter().for_each(|id| fields.add("spaces", id.to_string()));
    details.equipment.iter().for_each(|one| fields.add("equipment", one.word()));
    details.neighbours.iter().for_each(|id| fields.add("neighbours", id.to_string()));
    details.approvers.iter().for_each(|id| fields.add("approvers", id.to_string()));
    fields
}

/// Reads the form.
pub fn read(fields: &Fields, lang: Lang) -> Result<RoomDetails, Errors> {
    let mut reader = Reader::new(fields, lang);
    let choose = lang.pick("请选一个。", "Choose one.");
    let name = reader.text("name", 40, lang.pick("请写功能室的名称。", "Write the room’s name."));
    let name_en = reader.optional("name_en", 80);
    let kind = reader.one_of("kind", RoomKind::from_word, choose);
    let access = reader.one_of("access", Access::from_word, choose);
    let mode = reader.one_of("mode", Mode::from_word, choose);
    let capacity = reader.number("capacity", 1, 2000);
    let area_m2 = reader.number("area_m2", 0, 20000);
    let floor = reader.number("floor", -5, 80);
    let noise = reader.one_of("noise", Noise::from_word, choose);
    let note = reader.optional("note", 1000);
    let note_en = reader.optional("note_en", 2000);
    let spaces: Vec<SpaceId> = ids(fields, "spaces").map(SpaceId).collect();
    if spaces.is_empty() && !fields.has("own_space") {
        reader.errors.add(
            "spaces",
            lang.pick("请至少勾一个空间，或者新建一个。", "Tick at least one space, or make a new one."),
        );
    }
    let turnaround = reader.number("turnaround", 0, MOST_TURNAROUND);
    let shortest = reader.number("shortest", 5, 1440);
    let longest = reader.number("longest", 5, 1440);
    if let (Some(shortest), Some(longest)) = (shortest, longest)
        && longest < shortest
    {
        let words = lang.pick("最长不能比最短还短。", "The longest cannot be shorter than the shortest.");
        reader.errors.add("longest", words);
    }
    let grain = reader.number("grain", 5, 240);
    let ahead = reader.number("ahead", 1, 730);
    let partner = reader.optional("partner", 80);
    reader.finish()?;
    let read = (|| {
        Some(RoomDetails {
            name: name?,
            name_en: name_en?,
            kind: kind?,
            access: access?,
            mode: mode?,
            capacity: capacity?,
            area_m2: area_m2?,
            floor: floor?,
            noise: noise?,
            step_free: fields.has("step_free"),
            turnaround_minutes: turnaround?,
            shortest_minutes: shortest?,
            longest_minutes: longest?,
            grain_minutes: grain?,
            ahead_days: ahead?,
            partner: partner?,
            note: note?,
            note_en: note_en?,
            active: fields.has("active"),
            spaces,
            own_space: fields.has("own_space"),
            equipment: fields.all("equipment").filter_map(Equipment::from_word).collect(),
            neighbours: ids(fields, "neighbours").map(RoomId).collect(),
            approvers: ids(fields, "approvers").map(PersonId).collect(),
        })
    })();
    // Every `None` above came with a complaint.
    read.ok_or_else(Errors::default)
}

pub fn spaces_in_use(lang: Lang) -> &'static str {
    lang.pick(
        "还有已批准的预约或场次占着现在的空间。请先取消或挪开下面这些，再改空间。",
        "Bookings or sessions to come hold the present spaces. Cancel or move those below first.",
    )
}

fn ids<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = i64> {
    fields.all(name).filter_map(|id| id.parse().ok())
}
