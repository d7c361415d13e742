//! The sample's second centre: 800 m² on two floors, four associations that come daily.

use chrono::Duration;

use super::maker::{Maker, Plan, TroupePlan, part, said};
use crate::base::error::Result;
use crate::base::time::Span;
use crate::domain::activities::{ActivityDetails, ActivityKind, Venue};
use crate::domain::agreements::TroupeKind;
use crate::domain::people::{Acting, PersonId, Role};
use crate::domain::rooms::editing::{RoomDetails, add_room, add_space};
use crate::domain::rooms::{Access, Equipment, Mode, Noise, RoomId, RoomKind};

/// Makes everything of this centre.
pub fn make(maker: &mut Maker) -> Result<()> {
    maker.week(
        None,
        &[1, 2, 3, 4, 5, 6, 7],
        &[((8, 30), (12, 0)), ((13, 0), (18, 30)), ((19, 0), (21, 30))],
        &[],
    )?;
    super::donggang::terms(maker)?;
    let approver = maker.person("郭丽", "approver2@example.org", "", Some(Role::Approver))?;
    maker.person("田雨", "desk2@example.org", "", Some(Role::Desk))?;
    let (east, hall, studio) = rooms(maker, approver)?;
    troupes(maker, [east, hall, studio], approver)?;
    activities(maker, east, hall)
}

fn rooms(maker: &mut Maker, approver: PersonId) -> Result<(RoomId, RoomId, RoomId)> {
    let acting = Acting { centre: maker.centre, person: Some(maker.manager), now: maker.founded };
    let conn = &mut *maker.conn;
    let east_half = add_space(conn, &acting, "东厅", "East half")?;
    let west_half = add_space(conn, &acting, "西厅", "West half")?;
    let hall = RoomDetails {
        kind: RoomKind::Hall,
        capacity: 150,
        area_m2: 180,
        floor: 2,
        noise: Noise::Loud,
        spaces: vec![east_half, west_half],
        own_space: false,
        equipment: vec![Equipment::Sound, Equipment::Projector, Equipment::Stage, Equipment::Tables],
        ..RoomDetails::named("多功能厅", "Hall")
    };
    let half = |name: &str, name_en: &str, space| RoomDetails {
        kind: RoomKind::Activity,
        capacity: 70,
        area_m2: 90,
        spaces: vec![space],
        ..RoomDetails { name: name.into(), name_en: name_en.into(), ..hall.clone() }
    };
    let hall_id = add_room(conn, &acting, &hall)?;
    let east = add_room(conn, &acting, &half("多功能厅东厅", "Hall, east half", east_half))?;
    add_room(conn, &acting, &half("多功能厅西厅", "Hall, west half", west_half))?;
    let studio = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Rehearsal,
            mode: Mode::Instant,
            capacity: 30,
            area_m2: 80,
            noise: Noise::Loud,
            equipment: vec![Equipment::Sound, Equipment::Mirror],
            ..RoomDetails::named("排练室", "Rehearsal room")
        },
    )?;
    let reading = add_room(
        conn,
        &acting,
        &RoomDetails {
            kind: RoomKind::Reading,
            access: Access::DropIn,
            capacity: 40,
            area_m2: 80,
            noise: Noise::Quiet,
            neighbours: vec![studio],
            ..RoomDetails::named("图书阅览室", "Reading room")
        },
    )?;
    let others = [
        ("党员教育中心", "Party members’ classroom", RoomKind::Classroom, Access::Bookable, 50, 2),
        ("妇女之家", "Women’s room", RoomKind::Activity, Access::Bookable, 20, 1),
        ("红色影院", "Cinema", RoomKind::Cinema, Access::Bookable, 60, 2),
        ("青年之家", "Young people’s room", RoomKind::Activity, Access::Bookable, 24, 1),
        ("书记会客厅", "The secretary’s parlour", RoomKind::Meeting, Access::Bookable, 12, 1),
        ("心理咨询室", "Counselling room", RoomKind::Counselling, Access::Private, 4, 2),
        ("老兵驿站", "Veterans’ room", RoomKind::Veterans, Access::Bookable, 16, 1),
    ];
    for (name, name_en, kind, access, capacity, floor) in others {
        let neighbours = if name == "书记会客厅" { vec![reading] } else { Vec::new() };
        let room = RoomDetails {
            kind,
            access,
            capacity,
            floor,
            neighbours,
            area_m2: 40,
            ..RoomDetails::named(name, name_en)
        };
        // One is run by a partner, whose own approver decides about it.
        let room = match kind {
            RoomKind::Veterans => {
                RoomDetails { partner: "退役军人服务站".into(), approvers: vec![approver], ..room }
            }
            _ => room,
        };
        add_room(conn, &acting, &room)?;
    }
    Ok((east, hall_id, studio))
}

fn troupes(maker: &mut Maker, [east, hall, studio]: [RoomId; 3], approver: PersonId) -> Result<()> {
    let groups: &[(&str, &str, TroupeKind, i32, &str, &str)] = &[
        ("广场舞协会", "Square Dance Association", TroupeKind::Dance, 60, "高凤霞", "leader8@example.org"),
        ("丽景红歌协会", "Lijing Choir", TroupeKind::Choir, 45, "石磊", "leader9@example.org"),
        ("丽景戏迷协会", "Lijing Opera Lovers", TroupeKind::Opera, 20, "温玉兰", "leader10@example.org"),
        ("摇滚乐协会", "Rock Association", TroupeKind::Rock, 10, "杜鹏", "leader11@example.org"),
    ];
    for (at, (name, name_en, kind, size, leader, email)) in groups.iter().enumerate() {
        let leader = maker.person(leader, email, "", None)?;
        let number = format!("丽景场协第{}号", at + 1);
        let room = if *size > 30 { hall } else { studio };
        let hour = if *kind == TroupeKind::Rock { (19, 0) } else { (9, 0) };
        let habits = vec![(at as i32 + 1, hour, (hour.0 + 2, 0), room)];
        let rooms = [hall, east, studio];
        let troupe = maker.troupe(TroupePlan {
            name: (name, name_en),
            kind: *kind,
            size: *size,
            declares: *size,
            named: true,
            leader,
            number: &number,
            rooms: &rooms,
            week_hours: 8,
            ends_on: None,
            duties: ("", ""),
            habits,
            purposes: &["排练"],
        })?;
        for day in maker.weekdays_at_work(at as i32 + 1, 6, 3) {
            // The rock band's agreement is suspended: nothing is booked under it.
            if *kind == TroupeKind::Rock && day >= maker.today {
                continue;
            }
            let Some(part) = part(hour, (hour.0 + 2, 0)) else { continue };
            if let Some(id) = maker.asks(&troupe, room, Span::on(day, part), 9, "排练")? {
                maker.approves(approver, id, (day - Duration::days(8)).min(maker.today), None)?;
            }
        }
        if *kind == TroupeKind::Rock {
            maker.suspends(&troupe, "音响在修，修好就恢复")?;
        }
    }
    Ok(())
}

fn activities(maker: &mut Maker, east: RoomId, hall: RoomId) -> Result<()> {
    let after_school = Plan {
        details: said(
            ActivityKind::AfterSchool,
            ("四点半课堂", "After-school class"),
            ("小学生，家长接", "Primary pupils; parents collect them"),
            ("写作业、读书、下棋，等爸爸妈妈下班。", "Homework, books and chess until parents come."),
        ),
        venue: Venue::Room(hall),
        from: (16, 30),
        to: (18, 30),
        published: true,
    };
    let details =
        ActivityDetails { age_from: Some(6), age_to: Some(12), guardian: true, ..after_school.details };
    let days = maker.school_days(42, 40)?;
    maker.activity(&Plan { details, ..after_school }, &days)?;
    let film = Plan {
        details: said(
            ActivityKind::Show,
            ("红色影院：《千里走单骑》", "Film evening"),
            ("全体居民", "Everybody"),
            ("免费观影。", "Free."),
        ),
        venue: Venue::Room(hall),
        from: (19, 0),
        to: (21, 0),
        published: true,
    };
    maker.activity(&film, &maker.weekdays(6, 2, 4))?;
    let chess = Plan {
        details: said(
            ActivityKind::Other,
            ("象棋角", "Chess corner"),
            ("全体居民", "Everybody"),
            ("带不带棋都行。", "With or without a board of your own."),
        ),
        venue: Venue::Room(east),
        from: (14, 0),
        to: (16, 0),
        published: true,
    };
    maker.activity(&chess, &maker.weekdays(7, 4, 4)).map(drop)
}
