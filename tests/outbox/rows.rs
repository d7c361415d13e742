//! Rows and letters to begin with.

use diesel::prelude::*;
use linli::base::db::{Conn, schema};
use linli::base::history::{self, Entry, HistoryId};
use linli::base::ical::{self, Event, Method};
use linli::base::mail::{CalendarFile, Draft, Letter, links};
use linli::base::time::{Instant, Span, Wall, Zone};

pub fn db_fact(conn: &mut Conn, at: Instant) -> linli::base::error::Result<HistoryId> {
    let entry = Entry {
        centre: None,
        subject: "booking",
        subject_id: 1,
        act: "approved",
        from: Some("requested"),
        to: Some("approved"),
        person: None,
        reason: None,
        at,
    };
    history::record(conn, &entry)
}

pub fn db_people(conn: &mut Conn, now: Instant) -> (i64, i64, i64, [i64; 2]) {
    use schema::{booking, centre, person, room, troupe};
    let centre: i64 = diesel::insert_into(centre::table)
        .values((
            (centre::slug.eq("a"), centre::name.eq("甲"), centre::name_en.eq("A"), centre::address.eq("")),
            (centre::address_en.eq(""), centre::phone.eq(""), centre::area_m2.eq(300), centre::intro.eq("")),
            (centre::intro_en.eq(""), centre::time_zone.eq("Asia/Shanghai"), centre::created_at.eq(now)),
        ))
        .returning(centre::id)
        .get_result(conn)
        .unwrap();
    let mut people = [("王秀兰", Some("leader1@example.org"), None), ("赵德福", None, Some("13900000007"))]
        .map(|(name, email, phone)| {
            diesel::insert_into(person::table)
                .values((
                    (person::name.eq(name), person::email.eq(email), person::phone.eq(phone)),
                    (person::lang.eq("zh"), person::operator.eq(false), person::active.eq(true)),
                    person::created_at.eq(now),
                ))
                .returning(person::id)
                .get_result::<i64>(conn)
                .unwrap()
        })
        .into_iter();
    let (leader, caller) = (people.next().unwrap(), people.next().unwrap());
    let room: i64 = diesel::insert_into(room::table)
        .values((
            (room::centre_id.eq(centre), room::position.eq(1), room::name.eq("排练厅"), room::name_en.eq("")),
            (room::kind.eq("rehearsal"), room::access.eq("bookable"), room::mode.eq("reviewed")),
            (room::capacity.eq(60), room::area_m2.eq(80), room::floor.eq(2), room::noise.eq("normal")),
            (room::step_free.eq(true), room::turnaround_minutes.eq(0), room::shortest_minutes.eq(30)),
            (room::longest_minutes.eq(240), room::grain_minutes.eq(30), room::ahead_days.eq(60)),
            (room::partner.eq(""), room::note.eq(""), room::note_en.eq(""), room::active.eq(true)),
        ))
        .returning(room::id)
        .get_result(conn)
        .unwrap();
    let troupe: i64 = diesel::insert_into(troupe::table)
        .values((
            (troupe::centre_id.eq(centre), troupe::name.eq("美丽组合艺术团"), troupe::name_en.eq("")),
            (troupe::kind.eq("dance"), troupe::size.eq(18), troupe::named.eq(true), troupe::active.eq(true)),
            troupe::created_at.eq(now),
        ))
        .returning(troupe::id)
        .get_result(conn)
        .unwrap();
    let bookings = ["one", "two"].map(|key| {
        diesel::insert_into(booking::table)
            .values((
                (booking::centre_id.eq(centre), booking::room_id.eq(room), booking::troupe_id.eq(troupe)),
                (booking::starts_at.eq(span().start()), booking::ends_at.eq(span().end())),
                (booking::turnaround_minutes.eq(0), booking::purpose.eq(""), booking::size.eq(18)),
                (
                    booking::state.eq("approved"),
                    booking::requested_by.eq(leader),
                    booking::on_behalf.eq(false),
                ),
                (booking::requested_at.eq(now), booking::request_key.eq(key)),
                (booking::sequence.eq(0), booking::version.eq(0)),
            ))
            .returning(booking::id)
            .get_result::<i64>(conn)
            .unwrap()
    });
    (centre, leader, caller, bookings)
}

pub fn span() -> Span {
    Span::new(Wall::parse("2026-11-24T09:00").unwrap(), Wall::parse("2026-11-24T11:00").unwrap()).unwrap()
}

pub fn letter(subject: &str) -> Letter {
    Draft::new(subject)
        .from("东岗西路社区党群服务中心")
        .line("王秀兰队长，您好：")
        .facts(&[("时间", "11月24日 星期二 上午9:00–11:00"), ("地点", "排练厅")])
        .card("多功能厅西厅", &["一楼，坐60人"], "换到多功能厅西厅", links::act("/a/", "alternative", 7, 2))
        .button("看这次预约", links::page("/my/bookings/42"))
        .small("不用登录的链接请不要转发。")
        .build("approved")
}

pub fn invitation(method: Method, subject: &str, now: Instant) -> Letter {
    let event = Event {
        uid: "booking-1".into(),
        sequence: i32::from(method == Method::Cancel),
        stamp: now,
        span: span(),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        summary: "美丽组合艺术团：排练厅".into(),
        location: "东岗西路社区党群服务中心，排练厅，二楼，上楼右手第一间，门口有一面大镜子".into(),
        description: "钥匙提前半小时领取; 用后请关灯, 关窗\n电话 0931-555 0100".into(),
        organizer: Some("东岗西路社区党群服务中心".into()),
        attendee: Some(("王秀兰".into(), "leader1@example.org".into())),
        cancelled: false,
        url: Some(links::page("/my/bookings/1")),
    };
    let file = CalendarFile { method, body: ical::invitation(method, &event) };
    Letter { calendar: Some(file), ..letter(subject) }
}

/// An invitation that shows the code of a registration.
pub fn with_code(now: Instant) -> Letter {
    let shown = Draft::new("报上名了：“太极拳”")
        .from("东岗西路社区党群服务中心")
        .code("到场码", "到了，给门口的工作人员扫一下。", links::act("/e/", "check_in", 7, 2))
        .build("registration_confirmed");
    Letter { calendar: invitation(Method::Request, "", now).calendar, ..shown }
}
