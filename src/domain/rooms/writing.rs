//! Rooms, spaces and hours: the rows that managers write.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::details::RoomDetails;
use super::{Equipment, RoomId, SpaceId, SpecialDay};
use crate::base::db::Conn;
use crate::base::db::schema::{
    opening_hours, room, room_approver, room_equipment, room_neighbour, room_space, space, special_day,
    special_span,
};
use crate::base::error::Result;
use crate::base::time::DaySpan;
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

/// All columns of a room that staff write.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = room)]
struct Written<'a> {
    name: &'a str,
    name_en: &'a str,
    kind: super::RoomKind,
    access: super::Access,
    mode: super::Mode,
    capacity: i32,
    area_m2: i32,
    floor: i32,
    noise: super::Noise,
    step_free: bool,
    turnaround_minutes: i32,
    shortest_minutes: i32,
    longest_minutes: i32,
    grain_minutes: i32,
    ahead_days: i32,
    partner: &'a str,
    note: &'a str,
    note_en: &'a str,
    active: bool,
}

fn written(details: &RoomDetails) -> Written<'_> {
    Written {
        name: &details.name,
        name_en: &details.name_en,
        kind: details.kind,
        access: details.access,
        mode: details.mode,
        capacity: details.capacity,
        area_m2: details.area_m2,
        floor: details.floor,
        noise: details.noise,
        step_free: details.step_free,
        turnaround_minutes: details.turnaround_minutes,
        shortest_minutes: details.shortest_minutes,
        longest_minutes: details.longest_minutes,
        grain_minutes: details.grain_minutes,
        ahead_days: details.ahead_days,
        partner: &details.partner,
        note: &details.note,
        note_en: &details.note_en,
        active: details.active,
    }
}

/// Adds a room behind the centre's others.
pub fn insert_room(conn: &mut Conn, centre: CentreId, details: &RoomDetails) -> Result<RoomId> {
    let last: Option<i32> = room::table
        .filter(room::centre_id.eq(centre))
        .select(diesel::dsl::max(room::position))
        .first(conn)?;
    Ok(diesel::insert_into(room::table)
        .values((room::centre_id.eq(centre), room::position.eq(last.unwrap_or(0) + 1), written(details)))
        .returning(room::id)
        .get_result(conn)?)
}

pub fn update_room(conn: &mut Conn, id: RoomId, details: &RoomDetails) -> Result<()> {
    diesel::update(room::table.find(id)).set(written(details)).execute(conn)?;
    Ok(())
}

/// Takes a room's spaces, equipment, neighbours and approvers away, to be written anew.
pub fn unlink_room(conn: &mut Conn, id: RoomId) -> Result<()> {
    diesel::delete(room_space::table.filter(room_space::room_id.eq(id))).execute(conn)?;
    diesel::delete(room_equipment::table.filter(room_equipment::room_id.eq(id))).execute(conn)?;
    diesel::delete(room_approver::table.filter(room_approver::room_id.eq(id))).execute(conn)?;
    diesel::delete(
        room_neighbour::table.filter(room_neighbour::room_id.eq(id).or(room_neighbour::neighbour_id.eq(id))),
    )
    .execute(conn)?;
    Ok(())
}

pub fn link_spaces(conn: &mut Conn, id: RoomId, spaces: &[SpaceId]) -> Result<()> {
    for space in spaces {
        diesel::insert_into(room_space::table)
            .values((room_space::room_id.eq(id), room_space::space_id.eq(space)))
            .execute(conn)?;
    }
    Ok(())
}

pub fn link_equipment(conn: &mut Conn, id: RoomId, equipment: &[Equipment]) -> Result<()> {
    for one in distinct(equipment) {
        diesel::insert_into(room_equipment::table)
            .values((room_equipment::room_id.eq(id), room_equipment::equipment.eq(one)))
            .execute(conn)?;
    }
    Ok(())
}

/// Neighbours know each other: both directions are rows.
pub fn link_neighbours(conn: &mut Conn, id: RoomId, neighbours: &[RoomId]) -> Result<()> {
    for other in distinct(neighbours).into_iter().filter(|other| *other != id) {
        for (one, two) in [(id, other), (other, id)] {
            diesel::insert_into(room_neighbour::table)
                .values((room_neighbour::room_id.eq(one), room_neighbour::neighbour_id.eq(two)))
                .execute(conn)?;
        }
    }
    Ok(())
}

pub fn link_approvers(conn: &mut Conn, id: RoomId, approvers: &[PersonId]) -> Result<()> {
    for person in distinct(approvers) {
        diesel::insert_into(room_approver::table)
            .values((room_approver::room_id.eq(id), room_approver::person_id.eq(person)))
            .execute(conn)?;
    }
    Ok(())
}

pub fn insert_space(conn: &mut Conn, centre: CentreId, name: &str, name_en: &str) -> Result<SpaceId> {
    Ok(diesel::insert_into(space::table)
        .values((space::centre_id.eq(centre), space::name.eq(name), space::name_en.eq(name_en)))
        .returning(space::id)
        .get_result(conn)?)
}

/// False when it is none of the centre's.
pub fn update_space(
    conn: &mut Conn,
    centre: CentreId,
    id: SpaceId,
    name: &str,
    name_en: &str,
) -> Result<bool> {
    let changed = diesel::update(space::table.filter(space::id.eq(id).and(space::centre_id.eq(centre))))
        .set((space::name.eq(name), space::name_en.eq(name_en)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Replaces the weekly pattern of the centre or of one room. Weekdays run from 1 (Monday) to 7.
pub fn replace_week(
    conn: &mut Conn,
    centre: CentreId,
    whose: Option<RoomId>,
    week: &[(i32, DaySpan)],
) -> Result<()> {
    let of_centre = opening_hours::table.filter(opening_hours::centre_id.eq(centre));
    match whose {
        None => diesel::delete(of_centre.filter(opening_hours::room_id.is_null())).execute(conn)?,
        Some(room) => diesel::delete(of_centre.filter(opening_hours::room_id.eq(room))).execute(conn)?,
    };
    for (weekday, span) in week {
        diesel::insert_into(opening_hours::table)
            .values((
                opening_hours::centre_id.eq(centre),
                opening_hours::room_id.eq(whose),
                opening_hours::weekday.eq(weekday),
                opening_hours::from_minute.eq(span.from()),
                opening_hours::to_minute.eq(span.to()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes away what was said about a date for the centre or one room; false when nothing was.
pub fn delete_day(conn: &mut Conn, centre: CentreId, whose: Option<RoomId>, date: NaiveDate) -> Result<bool> {
    let on = special_day::table.filter(special_day::centre_id.eq(centre).and(special_day::date.eq(date)));
    let ids: Vec<i64> = match whose {
        None => on.filter(special_day::room_id.is_null()).select(special_day::id).load(conn)?,
        Some(room) => on.filter(special_day::room_id.eq(room)).select(special_day::id).load(conn)?,
    };
    diesel::delete(special_span::table.filter(special_span::special_day_id.eq_any(&ids))).execute(conn)?;
    diesel::delete(special_day::table.filter(special_day::id.eq_any(&ids))).execute(conn)?;
    Ok(!ids.is_empty())
}

/// Says something about a date that nothing is said about yet.
pub fn insert_day(conn: &mut Conn, centre: CentreId, day: &SpecialDay) -> Result<()> {
    let id: i64 = diesel::insert_into(special_day::table)
        .values((
            special_day::centre_id.eq(centre),
            special_day::room_id.eq(day.room),
            special_day::date.eq(day.date),
            special_day::reason.eq(&day.reason),
            special_day::reason_en.eq(&day.reason_en),
        ))
        .returning(special_day::id)
        .get_result(conn)?;
    for span in &day.spans {
        diesel::insert_into(special_span::table)
            .values((
                special_span::special_day_id.eq(id),
                special_span::from_minute.eq(span.from()),
                special_span::to_minute.eq(span.to()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn distinct<T: Ord + Copy>(list: &[T]) -> Vec<T> {
    let mut list = list.to_vec();
    list.sort();
    list.dedup();
    list
}
