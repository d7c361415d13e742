//! The first centre's nine rooms.

use super::Rooms;
use crate::base::error::Result;
use crate::demo::maker::Maker;
use crate::domain::rooms::editing::{RoomDetails, add_room, add_space};
use crate::domain::rooms::{Access, Equipment, Mode, Noise, RoomKind};

/// Adds them; a hall of two halves among them.
pub(super) fn make(maker: &mut Maker) -> Result<Rooms> {
    let (manager, founded) = (maker.manager, maker.founded);
    let centre = maker.centre;
    let acting = crate::domain::people::Acting { centre, person: Some(manager), now: founded };
    let conn = &mut *maker.conn;
    let east_half = add_space(conn, &acting, "东厅", "East half")?;
    let west_half = add_space(conn, &acting, "西厅", "West half")?;
    let half = |name: &str, name_en: &str, space| RoomDetails {
        kind: RoomKind::Activity,
        mode: Mode::Instant,
        capacity: 30,
        area_m2: 45,
        noise: Noise::Loud,
        spaces: vec![space],
        own_space: false,
        equipment: vec![Equipment::Sound, Equipment::Tables],
        ..RoomDetails::named(name, name_en)
    };
    let hall = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Hall,
            capacity: 80,
            area_m2: 90,
            noise: Noise::Loud,
            spaces: vec![east_half, west_half],
            own_space: false,
            equipment: vec![Equipment::Sound, Equipment::Projector, Equipment::Stage, Equipment::Tables],
            note: "东厅和西厅打通就是多功能厅。".into(),
            note_en: "The two halves together.".into(),
            ..RoomDetails::named("多功能厅", "Hall")
        },
    )?;
    let east = add_room(conn, &acting, &half("多功能厅东厅", "Hall, east half", east_half))?;
    let west = add_room(conn, &acting, &half("多功能厅西厅", "Hall, west half", west_half))?;
    let rehearsal = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Rehearsal,
            mode: Mode::Instant,
            capacity: 40,
            area_m2: 70,
            floor: 2,
            step_free: false,
            noise: Noise::Loud,
            equipment: vec![Equipment::Sound, Equipment::Mirror],
            note: "提前半小时到前台取钥匙。".into(),
            note_en: "Collect the key at the desk half an hour before.".into(),
            ..RoomDetails::named("排练厅", "Rehearsal room")
        },
    )?;
    let reading = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Reading,
            access: Access::DropIn,
            capacity: 24,
            area_m2: 45,
            noise: Noise::Quiet,
            equipment: vec![Equipment::Tables, Equipment::Water],
            ..RoomDetails::named("图书阅览室", "Reading room")
        },
    )?;
    let meeting = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Meeting,
            capacity: 20,
            area_m2: 35,
            noise: Noise::Quiet,
            neighbours: vec![reading],
            equipment: vec![Equipment::Projector, Equipment::Whiteboard, Equipment::Tables],
            ..RoomDetails::named("会议室", "Meeting room")
        },
    )?;
    let activity = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Activity,
            mode: Mode::Instant,
            capacity: 16,
            area_m2: 30,
            noise: Noise::Quiet,
            neighbours: vec![reading],
            equipment: vec![Equipment::Tables, Equipment::Water],
            note: "书画、棋牌、手工都可以。".into(),
            note_en: "For calligraphy, chess and crafts.".into(),
            ..RoomDetails::named("活动室", "Activity room")
        },
    )?;
    let veterans = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Veterans,
            capacity: 12,
            area_m2: 20,
            ..RoomDetails::named("退役军人之家", "Veterans’ room")
        },
    )?;
    add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Mediation,
            access: Access::Private,
            capacity: 8,
            area_m2: 10,
            noise: Noise::Quiet,
            ..RoomDetails::named("调解室", "Mediation room")
        },
    )?;
    Ok(Rooms { hall, east, west, rehearsal, meeting, activity, veterans })
}
