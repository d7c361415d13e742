//! Two sample centres, written as rows: 河西 (Hexi) with everything, 东湖 (Donghu) to be the other one.
//!
//! | room | who decides | spaces | turnaround |
//! |---|---|---|---|
//! | 排练厅 studio | at once | its own | none |
//! | 会议室 meeting | staff | its own | none |
//! | 多功能厅 hall | staff | east and west | 15 min |
//! | 东厅 east | at once | east | 15 min |
//! | 西厅 west | staff | west | 15 min |
//! | 图书阅览室 reading | drop-in | its own | |
//! | 心理咨询室 counselling | staff, private | its own | none |
//!
//! Open every day 8:30–12:00, 14:00–17:30, 19:00–21:00; shut on 1 December 2026. The dancers (leader 陈秀兰)
//! may use studio, meeting, hall, east and west within 8:30–12:00 and 14:00–17:30: 10 hours a week, 24 a
//! month, 5 bookings a week, 3 hours at a time. The singers (leader Wang Lin, who reads English) may use the
//! same without limits. The taiji group has no agreement; its leader has only a phone number.

use std::sync::OnceLock;

use chrono::NaiveDate;
use diesel::prelude::*;
use linli::base::db::Conn;
use linli::base::db::schema::*;
use linli::base::lang::Lang;
use linli::base::time::{Instant, Wall};
use linli::domain::agreements::TroupeKind;
use linli::domain::people::Role;
use linli::domain::rooms::{Access, Equipment, Mode, Noise, RoomKind};

/// Everybody's password.
pub const PASSWORD: &str = "a-long-password";

/// Hashed once per test binary: it takes long on purpose.
fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| linli::domain::people::password::hash(PASSWORD).unwrap())
}

/// When the fixture was made.
pub fn made_at() -> Instant {
    moment("2026-09-01T08:00:00+08:00")
}

pub fn moment(text: &str) -> Instant {
    Instant::new(chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc())
}

pub fn wall(text: &str) -> Wall {
    Wall::parse(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn furnish(conn: &mut Conn) {
    diesel::insert_into(installation::table)
        .values((
            installation::id.eq(1),
            installation::demo.eq(false),
            installation::created_at.eq(made_at()),
        ))
        .execute(conn)
        .unwrap();
    hexi(conn);
    donghu(conn);
    person(conn, "郑运维", Some("operator@example.org"), None, Lang::Zh, true);
}

fn hexi(conn: &mut Conn) {
    let centre = centre(conn, "hexi", "河西社区党群服务中心", "Hexi Community Centre", 800);
    for weekday in 1..=7 {
        for (from, to) in [(510, 720), (840, 1050), (1140, 1260)] {
            db_open(conn, centre, None, weekday, from, to);
        }
    }
    diesel::insert_into(special_day::table)
        .values((
            special_day::centre_id.eq(centre),
            special_day::date.eq(date("2026-12-01")),
            special_day::reason.eq("停电检修"),
            special_day::reason_en.eq("Power works"),
        ))
        .execute(conn)
        .unwrap();

    let studio =
        NewRoom { kind: RoomKind::Rehearsal, capacity: 30, noise: Noise::Loud, ..NewRoom::default() };
    let studio = db_room(conn, centre, 1, ("排练厅", "Studio"), studio, &["排练厅"]);
    equip(conn, studio, &[Equipment::Mirror, Equipment::Sound]);
    let meeting =
        NewRoom { kind: RoomKind::Meeting, mode: Mode::Reviewed, capacity: 12, ..NewRoom::default() };
    let meeting = db_room(conn, centre, 2, ("会议室", "Meeting room"), meeting, &["会议室"]);
    equip(conn, meeting, &[Equipment::Tables, Equipment::Whiteboard, Equipment::Projector]);
    let hall = NewRoom { kind: RoomKind::Hall, capacity: 120, turnaround: 15, ..NewRoom::default() };
    let whole = NewRoom { mode: Mode::Reviewed, ..hall };
    let whole = db_room(conn, centre, 3, ("多功能厅", "Hall"), whole, &["东厅", "西厅"]);
    equip(conn, whole, &[Equipment::Stage, Equipment::Sound]);
    let east = NewRoom { capacity: 60, ..hall };
    let east = db_room(conn, centre, 4, ("东厅", "East hall"), east, &["东厅"]);
    let west = NewRoom { capacity: 60, mode: Mode::Reviewed, ..hall };
    let west = db_room(conn, centre, 5, ("西厅", "West hall"), west, &["西厅"]);
    let reading = NewRoom {
        kind: RoomKind::Reading,
        access: Access::DropIn,
        noise: Noise::Quiet,
        ..NewRoom::default()
    };
    let reading = db_room(conn, centre, 6, ("图书阅览室", "Reading room"), reading, &["图书阅览室"]);
    let private = NewRoom {
        kind: RoomKind::Counselling,
        access: Access::Private,
        mode: Mode::Reviewed,
        capacity: 6,
        ..NewRoom::default()
    };
    db_room(conn, centre, 7, ("心理咨询室", "Counselling room"), private, &["心理咨询室"]);
    for (room, neighbour) in [(studio, reading), (reading, studio)] {
        diesel::insert_into(room_neighbour::table)
            .values((room_neighbour::room_id.eq(room), room_neighbour::neighbour_id.eq(neighbour)))
            .execute(conn)
            .unwrap();
    }

    staff(conn, centre, "钱前台", "desk@example.org", Role::Desk);
    staff(conn, centre, "李审批", "approver@example.org", Role::Approver);
    staff(conn, centre, "赵经理", "manager@example.org", Role::Manager);

    let chen = person(conn, "陈秀兰", Some("leader@example.org"), None, Lang::Zh, false);
    let wang = person(conn, "Wang Lin", Some("rival@example.org"), None, Lang::En, false);
    let sun = person(conn, "孙德福", None, Some("+8613900000007"), Lang::Zh, false);
    let dancers = db_troupe(conn, centre, ("古文化舞蹈队", "Heritage Dancers"), TroupeKind::Dance, 24, chen);
    let singers = db_troupe(conn, centre, ("红歌合唱团", "Red Song Choir"), TroupeKind::Choir, 40, wang);
    db_troupe(conn, centre, ("太极队", ""), TroupeKind::Taiji, 10, sun);
    diesel::update(troupe::table.find(singers)).set(troupe::named.eq(true)).execute(conn).unwrap();

    let rooms = [studio, meeting, whole, east, west];
    let limits = Limits { week: Some(600), month: Some(1440), bookings: Some(5), longest: Some(180) };
    let windows = [(510, 720), (840, 1050)];
    db_agreement(conn, centre, dancers, "协2026-01", &rooms, &windows, limits);
    let always = [(0, 1440)];
    db_agreement(conn, centre, singers, "协2026-02", &rooms, &always, Limits::default());
}

fn donghu(conn: &mut Conn) {
    let centre = centre(conn, "donghu", "东湖社区党群服务中心", "Donghu Community Centre", 300);
    for weekday in 1..=7 {
        db_open(conn, centre, None, weekday, 480, 1260);
    }
    let room = NewRoom::default();
    let room = db_room(conn, centre, 1, ("活动室", "Activity room"), room, &["活动室"]);
    staff(conn, centre, "东前台", "desk@donghu.example.org", Role::Desk);
    staff(conn, centre, "东审批", "approver@donghu.example.org", Role::Approver);
    staff(conn, centre, "东经理", "manager@donghu.example.org", Role::Manager);
    let zhou = person(conn, "周桂英", Some("leader@donghu.example.org"), None, Lang::Zh, false);
    let troupe = db_troupe(conn, centre, ("东湖戏迷协会", "Donghu Opera"), TroupeKind::Opera, 15, zhou);
    db_agreement(conn, centre, troupe, "东2026-01", &[room], &[(480, 1260)], Limits::default());
}

fn centre(conn: &mut Conn, slug: &str, name: &str, name_en: &str, area: i32) -> i64 {
    diesel::insert_into(centre::table)
        .values((
            centre::slug.eq(slug),
            centre::name.eq(name),
            centre::name_en.eq(name_en),
            centre::address.eq("和平路1号"),
            centre::address_en.eq("1 Heping Road"),
            centre::phone.eq("010-55550101"),
            centre::area_m2.eq(area),
            centre::intro.eq("欢迎来坐坐。"),
            centre::intro_en.eq("Drop in."),
            centre::time_zone.eq("Asia/Shanghai"),
            centre::created_at.eq(made_at()),
        ))
        .returning(centre::id)
        .get_result(conn)
        .unwrap()
}

fn person(
    conn: &mut Conn,
    name: &str,
    email: Option<&str>,
    phone: Option<&str>,
    lang: Lang,
    operator: bool,
) -> i64 {
    diesel::insert_into(person::table)
        .values((
            person::name.eq(name),
            person::email.eq(email),
            person::phone.eq(phone),
            person::password_hash.eq(password_hash()),
            person::lang.eq(lang),
            person::operator.eq(operator),
            person::active.eq(true),
            person::created_at.eq(made_at()),
        ))
        .returning(person::id)
        .get_result(conn)
        .unwrap()
}

/// Somebody who may lead a troupe and reads Chinese.
pub fn db_leader(conn: &mut Conn, name: &str, email: &str) -> i64 {
    person(conn, name, Some(email), None, Lang::Zh, false)
}

fn staff(conn: &mut Conn, centre: i64, name: &str, email: &str, role: Role) {
    let person = person(conn, name, Some(email), None, Lang::Zh, false);
    diesel::insert_into(membership::table)
        .values((
            membership::person_id.eq(person),
            membership::centre_id.eq(centre),
            membership::role.eq(role),
        ))
        .execute(conn)
        .unwrap();
}

/// What rooms differ in.
#[derive(Clone, Copy)]
pub struct NewRoom {
    pub kind: RoomKind,
    pub access: Access,
    pub mode: Mode,
    pub capacity: i32,
    pub noise: Noise,
    pub turnaround: i32,
}

impl Default for NewRoom {
    fn default() -> Self {
        Self {
            kind: RoomKind::Activity,
            access: Access::Bookable,
            mode: Mode::Instant,
            capacity: 30,
            noise: Noise::Normal,
            turnaround: 0,
        }
    }
}

/// Adds a room made of the named spaces of its centre; a space that is not there yet is added.
pub fn db_room(
    conn: &mut Conn,
    centre: i64,
    position: i32,
    (name, name_en): (&str, &str),
    new: NewRoom,
    spaces: &[&str],
) -> i64 {
    let id: i64 = diesel::insert_into(room::table)
        .values((
            (room::centre_id.eq(centre), room::position.eq(position)),
            (room::name.eq(name), room::name_en.eq(name_en)),
            (room::kind.eq(new.kind), room::access.eq(new.access), room::mode.eq(new.mode)),
            (room::capacity.eq(new.capacity), room::area_m2.eq(new.capacity * 2), room::floor.eq(1)),
            (room::noise.eq(new.noise), room::step_free.eq(true)),
            room::turnaround_minutes.eq(new.turnaround),
            (room::shortest_minutes.eq(30), room::longest_minutes.eq(240), room::grain_minutes.eq(30)),
            room::ahead_days.eq(60),
            (room::partner.eq(""), room::note.eq(""), room::note_en.eq(""), room::active.eq(true)),
        ))
        .returning(room::id)
        .get_result(conn)
        .unwrap();
    for space in spaces {
        let space = space_named(conn, centre, space);
        diesel::insert_into(room_space::table)
            .values((room_space::room_id.eq(id), room_space::space_id.eq(space)))
            .execute(conn)
            .unwrap();
    }
    id
}

fn space_named(conn: &mut Conn, centre: i64, name: &str) -> i64 {
    let there = space::table
        .filter(space::centre_id.eq(centre).and(space::name.eq(name)))
        .select(space::id)
        .first(conn)
        .optional()
        .unwrap();
    there.unwrap_or_else(|| {
        diesel::insert_into(space::table)
            .values((space::centre_id.eq(centre), space::name.eq(name), space::name_en.eq("")))
            .returning(space::id)
            .get_result(conn)
            .unwrap()
    })
}

fn equip(conn: &mut Conn, room: i64, all: &[Equipment]) {
    for one in all {
        diesel::insert_into(room_equipment::table)
            .values((room_equipment::room_id.eq(room), room_equipment::equipment.eq(*one)))
            .execute(conn)
            .unwrap();
    }
}

pub fn db_open(conn: &mut Conn, centre: i64, room: Option<i64>, weekday: i32, from: i32, to: i32) {
    diesel::insert_into(opening_hours::table)
        .values((
            opening_hours::centre_id.eq(centre),
            opening_hours::room_id.eq(room),
            opening_hours::weekday.eq(weekday),
            opening_hours::from_minute.eq(from),
            opening_hours::to_minute.eq(to),
        ))
        .execute(conn)
        .unwrap();
}

pub fn db_troupe(
    conn: &mut Conn,
    centre: i64,
    (name, name_en): (&str, &str),
    kind: TroupeKind,
    size: i32,
    leader: i64,
) -> i64 {
    let id: i64 = diesel::insert_into(troupe::table)
        .values((
            troupe::centre_id.eq(centre),
            troupe::name.eq(name),
            troupe::name_en.eq(name_en),
            troupe::kind.eq(kind),
            troupe::size.eq(size),
            troupe::named.eq(false),
            troupe::active.eq(true),
            troupe::created_at.eq(made_at()),
        ))
        .returning(troupe::id)
        .get_result(conn)
        .unwrap();
    diesel::insert_into(troupe_leader::table)
        .values((
            troupe_leader::troupe_id.eq(id),
            troupe_leader::person_id.eq(leader),
            troupe_leader::deputy.eq(false),
        ))
        .execute(conn)
        .unwrap();
    id
}

/// Minutes a week, minutes a month, bookings a week, minutes at a time.
#[derive(Default)]
pub struct Limits {
    pub week: Option<i32>,
    pub month: Option<i32>,
    pub bookings: Option<i32>,
    pub longest: Option<i32>,
}

pub fn db_agreement(
    conn: &mut Conn,
    centre: i64,
    troupe: i64,
    number: &str,
    rooms: &[i64],
    windows: &[(i32, i32)],
    limits: Limits,
) -> i64 {
    let id: i64 = diesel::insert_into(agreement::table)
        .values((
            (agreement::centre_id.eq(centre), agreement::troupe_id.eq(troupe), agreement::number.eq(number)),
            agreement::signed_on.eq(date("2026-01-05")),
            (agreement::starts_on.eq(date("2026-01-10")), agreement::ends_on.eq(date("2026-12-31"))),
            agreement::state.eq("active"),
            (agreement::week_minutes.eq(limits.week), agreement::month_minutes.eq(limits.month)),
            (agreement::week_bookings.eq(limits.bookings), agreement::longest_minutes.eq(limits.longest)),
            agreement::created_at.eq(made_at()),
        ))
        .returning(agreement::id)
        .get_result(conn)
        .unwrap();
    for room in rooms {
        diesel::insert_into(agreement_room::table)
            .values((agreement_room::agreement_id.eq(id), agreement_room::room_id.eq(room)))
            .execute(conn)
            .unwrap();
    }
    for weekday in 1..=7 {
        for (from, to) in windows {
            diesel::insert_into(agreement_window::table)
                .values((
                    agreement_window::agreement_id.eq(id),
                    agreement_window::weekday.eq(weekday),
                    agreement_window::from_minute.eq(from),
                    agreement_window::to_minute.eq(to),
                ))
                .execute(conn)
                .unwrap();
        }
    }
    id
}
