//! Rooms, spaces and hours in the database.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::{Catalogue, Closed, Equipment, Hours, Room, RoomId, SpaceId, SpecialDay, WeeklySpan};
use crate::base::db::Conn;
use crate::base::db::schema::{
    closure, opening_hours, room, room_approver, room_equipment, room_neighbour, room_space, space,
    special_day, special_span,
};
use crate::base::error::Result;
use crate::base::time::{DaySpan, Minute, Wall};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;

/// Everything about a centre's rooms; dates that differ only from `from` to `to`, both included.
pub fn catalogue(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Catalogue> {
    let of_centre = || room::table.filter(room::centre_id.eq(centre)).select(room::id);
    let equipment = crate::query!(
        conn,
        room_equipment::table
            .filter(room_equipment::room_id.eq_any(of_centre()))
            .select((room_equipment::room_id, room_equipment::equipment))
            .load::<(RoomId, Equipment)>(conn)
    )?;
    let neighbours = crate::query!(
        conn,
        room_neighbour::table
            .filter(room_neighbour::room_id.eq_any(of_centre()))
            .select((room_neighbour::room_id, room_neighbour::neighbour_id))
            .load::<(RoomId, RoomId)>(conn)
    )?;
    Ok(Catalogue {
        equipment: grouped(equipment).into_iter().map(|(room, list)| (room, sorted(list))).collect(),
        neighbours: grouped(neighbours),
        ..plan(conn, centre, from, to)?
    })
}

/// A [`catalogue`] without equipment and neighbours: what timetables show.
pub fn plan(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Catalogue> {
    let of_centre = room::table.filter(room::centre_id.eq(centre)).select(room::id);
    let rooms = rooms(conn, centre)?;
    let spaces = crate::query!(
        conn,
        room_space::table
            .filter(room_space::room_id.eq_any(of_centre))
            .order(room_space::space_id)
            .select((room_space::room_id, room_space::space_id))
            .load::<(RoomId, SpaceId)>(conn)
    )?;
    Ok(Catalogue {
        rooms,
        spaces: grouped(spaces),
        hours: hours(conn, centre, from, to)?,
        ..Catalogue::default()
    })
}

/// A centre's rooms in their order.
pub fn rooms(conn: &mut Conn, centre: CentreId) -> Result<Vec<Room>> {
    Ok(crate::query!(
        conn,
        room::table
            .filter(room::centre_id.eq(centre))
            .order((room::position, room::id))
            .select(Room::as_select())
            .load(conn)
    )?)
}

/// What is in a room, sorted.
pub fn equipment(conn: &mut Conn, room: RoomId) -> Result<Vec<Equipment>> {
    let of_room = room_equipment::table.filter(room_equipment::room_id.eq(room));
    Ok(sorted(crate::query!(conn, of_room.select(room_equipment::equipment).load(conn))?))
}

/// A centre's weekly pattern, and its dates that differ from `from` to `to`, both included.
pub fn hours(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Hours> {
    let weekly = crate::query!(
        conn,
        opening_hours::table
            .filter(opening_hours::centre_id.eq(centre))
            .order((opening_hours::weekday, opening_hours::from_minute))
            .select(WEEKLY)
            .load::<Weekly>(conn)
    )?;
    Ok(Hours { weekly: spans(weekly), ..dated(conn, centre, from, to)? })
}

/// [`hours`] as far as they say what is open on one day.
pub fn hours_on(conn: &mut Conn, centre: CentreId, day: NaiveDate) -> Result<Hours> {
    // A room with hours of its own does not follow the centre, on whatever weekday it has them.
    let weekday = day.weekday().number_from_monday() as i32;
    let weekly = crate::query!(
        conn,
        opening_hours::table
            .filter(opening_hours::centre_id.eq(centre))
            .filter(opening_hours::weekday.eq(weekday).or(opening_hours::room_id.is_not_null()))
            .order((opening_hours::weekday, opening_hours::from_minute))
            .select(WEEKLY)
            .load::<Weekly>(conn)
    )?;
    Ok(Hours { weekly: spans(weekly), ..dated(conn, centre, day, day)? })
}

type Weekly = (Option<RoomId>, i32, Minute, Minute);
const WEEKLY: (
    opening_hours::room_id,
    opening_hours::weekday,
    opening_hours::from_minute,
    opening_hours::to_minute,
) = (opening_hours::room_id, opening_hours::weekday, opening_hours::from_minute, opening_hours::to_minute);

fn spans(rows: Vec<Weekly>) -> Vec<WeeklySpan> {
    let span = |(room, weekday, from, to)| Some(WeeklySpan { room, weekday, span: DaySpan::new(from, to)? });
    rows.into_iter().filter_map(span).collect()
}

/// What differs from the week: single dates, and closures.
fn dated(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Hours> {
    type Row = (Option<RoomId>, NaiveDate, String, String, Option<Minute>, Option<Minute>, i64);
    let rows = crate::query!(
        conn,
        special_day::table
            .left_join(special_span::table)
            .filter(special_day::centre_id.eq(centre))
            .filter(special_day::date.between(from, to))
            .order((special_day::date, special_day::id, special_span::from_minute.nullable()))
            .select((
                special_day::room_id,
                special_day::date,
                special_day::reason,
                special_day::reason_en,
                special_span::from_minute.nullable(),
                special_span::to_minute.nullable(),
                special_day::id,
            ))
            .load::<Row>(conn)
    )?;
    let mut special: Vec<SpecialDay> = Vec::new();
    let mut last = None;
    for (room, date, reason, reason_en, from, to, id) in rows {
        if last != Some(id) {
            special.push(SpecialDay { room, date, spans: Vec::new(), reason, reason_en });
            last = Some(id);
        }
        let span = from.zip(to).and_then(|(from, to)| DaySpan::new(from, to));
        if let Some(day) = special.last_mut() {
            day.spans.extend(span);
        }
    }
    Ok(Hours { weekly: Vec::new(), special, closures: closures(conn, centre, from, to)? })
}

/// The closures that stand on some day between two, both included, by start; each with the rooms it shuts.
fn closures(conn: &mut Conn, centre: CentreId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Closed>> {
    type Row = (Option<RoomId>, Wall, Wall, String, String);
    let rows = crate::query!(
        conn,
        closure::table
            .filter(closure::centre_id.eq(centre).and(closure::lifted_at.is_null()))
            .filter(closure::ends_at.gt(Wall::at(from, Minute::MIDNIGHT)))
            .filter(closure::starts_at.lt(Wall::at(to, Minute::DAY_END)))
            .order((closure::starts_at, closure::id))
            .select((
                closure::room_id,
                closure::starts_at,
                closure::ends_at,
                closure::reason,
                closure::reason_en,
            ))
            .load::<Row>(conn)
    )?;
    let named: Vec<RoomId> = rows.iter().filter_map(|row| row.0).collect();
    let sharing = if named.is_empty() { Vec::new() } else { sharing_a_space(conn, &named)? };
    let shut = |room: RoomId| {
        sharing.iter().filter(|(of, _)| *of == room).map(|(_, other)| *other).collect::<Vec<_>>()
    };
    Ok(rows
        .into_iter()
        .map(|(room, starts_at, ends_at, reason, reason_en)| Closed {
            rooms: room.map(shut),
            starts_at,
            ends_at,
            reason,
            reason_en,
        })
        .collect())
}

/// Each of some rooms with every room that shares a space with it, itself among them.
pub fn sharing_a_space(conn: &mut Conn, rooms: &[RoomId]) -> Result<Vec<(RoomId, RoomId)>> {
    let own = diesel::alias!(room_space as own_space);
    let mut pairs: Vec<(RoomId, RoomId)> = room_space::table
        .inner_join(own.on(own.field(room_space::space_id).eq(room_space::space_id)))
        .filter(own.field(room_space::room_id).eq_any(rooms))
        .select((own.field(room_space::room_id), room_space::room_id))
        .load(conn)?;
    pairs.sort();
    pairs.dedup();
    Ok(pairs)
}

/// One room of a centre.
pub fn room(conn: &mut Conn, centre: CentreId, id: RoomId) -> Result<Room> {
    Ok(crate::query!(
        conn,
        room::table
            .filter(room::centre_id.eq(centre).and(room::id.eq(id)))
            .select(Room::as_select())
            .first(conn)
    )?)
}

/// The numbers of a centre's rooms.
pub fn ids(conn: &mut Conn, centre: CentreId) -> Result<Vec<RoomId>> {
    Ok(crate::query!(
        conn,
        room::table.filter(room::centre_id.eq(centre)).order(room::id).select(room::id).load(conn)
    )?)
}

/// The centre a room belongs to.
pub fn centre_of(conn: &mut Conn, id: RoomId) -> Result<CentreId> {
    Ok(crate::query!(conn, room::table.filter(room::id.eq(id)).select(room::centre_id).first(conn))?)
}

/// The spaces of a room by id.
pub fn spaces(conn: &mut Conn, room: RoomId) -> Result<Vec<SpaceId>> {
    Ok(crate::query!(
        conn,
        room_space::table
            .filter(room_space::room_id.eq(room))
            .order(room_space::space_id)
            .select(room_space::space_id)
            .load(conn)
    )?)
}

/// Every space of a centre by id, with its two names.
pub fn spaces_of_centre(conn: &mut Conn, centre: CentreId) -> Result<Vec<(SpaceId, String, String)>> {
    Ok(crate::query!(
        conn,
        space::table
            .filter(space::centre_id.eq(centre))
            .order(space::id)
            .select((space::id, space::name, space::name_en))
            .load(conn)
    )?)
}

/// Who decides about a room that a partner runs; empty where the centre's approvers do.
pub fn approvers(conn: &mut Conn, room: RoomId) -> Result<Vec<PersonId>> {
    Ok(crate::query!(
        conn,
        room_approver::table
            .filter(room_approver::room_id.eq(room))
            .order(room_approver::person_id)
            .select(room_approver::person_id)
            .load(conn)
    )?)
}

fn grouped<K: Eq + Hash, V>(pairs: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}
