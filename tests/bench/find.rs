//! Find me a room: a leader's search for two hours tomorrow, with what is left of the allowance.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::rt::SystemRunner;
use actix_web::web;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::{
    agreement, agreement_room, agreement_window, booking, centre, occupancy, opening_hours, room,
    room_equipment, troupe,
};
use maud::{Markup, html};

use crate::bare::{Bare, Centre, page};
use crate::data::{Data, MONDAY, Size};
use crate::report;
use crate::server::{Client, Page};

pub const NAME: &str = "find a room";

pub fn bench(criterion: &mut Criterion, system: &SystemRunner, size: Size) {
    let data = Data::of(size);
    let address = "/my/find?troupe=1&day=2026-11-24&hours=1.5&size=20&need=sound".to_owned();
    let search = Page { address, cookie: Some(data.cookie.clone()) };
    let linli = system.block_on(Client::linli(&data));
    let bare = system.block_on(Bare::serving(&data, |config| {
        config.route("/my/find", web::get().to(find));
    }));
    let mut group = criterion.benchmark_group(NAME);
    for (name, client) in [("linli", &linli), ("bare", &bare)] {
        report::bytes(NAME, name, system.block_on(client.page(&search)).len());
        group.bench_function(BenchmarkId::new(name, size.0), |b| {
            b.iter_custom(|times| system.block_on(client.time(&search, times)));
        });
    }
}

/// Number, name, floor, capacity.
type Room = (i64, String, i32, i32);
type Agreement = (i64, String, Option<i32>, Option<i32>);

struct Facts {
    centre: Centre,
    troupe: String,
    rooms: Vec<Room>,
    equipment: Vec<(i64, String)>,
    hours: Vec<(i32, i32)>,
    taken: Vec<(i64, NaiveDateTime, NaiveDateTime)>,
    agreement: Agreement,
    may_use: Vec<i64>,
    windows: Vec<(i32, i32)>,
    /// The troupe's bookings of the month.
    uses: Vec<(NaiveDateTime, NaiveDateTime, String)>,
}

struct Search {
    date: NaiveDate,
    minutes: i32,
    size: i32,
    need: String,
}

async fn find(bare: web::Data<Bare>, query: web::Query<HashMap<String, String>>) -> HttpResponse {
    let troupe: i64 = query["troupe"].parse().expect("a number");
    let search = Search {
        date: query["day"].parse().expect("a date"),
        minutes: (query["hours"].parse::<f64>().expect("hours") * 60.0) as i32,
        size: query["size"].parse().expect("a number"),
        need: query["need"].clone(),
    };
    let date = search.date;
    let facts = bare.read(move |conn| read(conn, troupe, date)).await;
    page(&facts.centre, "找场地", view(&facts, &search))
}

fn read(conn: &mut SqliteConnection, id: i64, date: NaiveDate) -> Facts {
    let (troupe, centre): (String, Centre) = troupe::table
        .inner_join(centre::table)
        .filter(troupe::id.eq(id))
        .select((troupe::name, (centre::id, centre::name, centre::phone)))
        .first(conn)
        .expect("the troupe");
    let weekday = date.weekday().number_from_monday() as i32;
    let rooms = room::table
        .filter(room::centre_id.eq(centre.0).and(room::active))
        .order(room::position)
        .select((room::id, room::name, room::floor, room::capacity))
        .load(conn)
        .expect("rooms");
    let of_centre = || room::table.filter(room::centre_id.eq(centre.0)).select(room::id);
    let equipment = room_equipment::table
        .filter(room_equipment::room_id.eq_any(of_centre()))
        .select((room_equipment::room_id, room_equipment::equipment))
        .load(conn)
        .expect("equipment");
    let hours = opening_hours::table
        .filter(opening_hours::centre_id.eq(centre.0).and(opening_hours::room_id.is_null()))
        .filter(opening_hours::weekday.eq(weekday))
        .order(opening_hours::from_minute)
        .select((opening_hours::from_minute, opening_hours::to_minute))
        .load(conn)
        .expect("hours");
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
    let taken = occupancy::table
        .filter(occupancy::space_id.eq_any(of_centre()))
        .filter(occupancy::ends_at.gt(midnight(date)))
        .filter(occupancy::ends_at.le(midnight(date + Duration::days(1))))
        .order((occupancy::space_id, occupancy::starts_at))
        .select((occupancy::space_id, occupancy::starts_at, occupancy::ends_at))
        .load(conn)
        .expect("occupancies");
    let agreement: Agreement = agreement::table
        .filter(agreement::troupe_id.eq(id).and(agreement::state.eq("active")))
        .filter(agreement::starts_on.le(date).and(agreement::ends_on.ge(date)))
        .select((agreement::id, agreement::number, agreement::week_minutes, agreement::month_minutes))
        .first(conn)
        .expect("the agreement");
    let may_use = agreement_room::table
        .filter(agreement_room::agreement_id.eq(agreement.0))
        .select(agreement_room::room_id)
        .load(conn)
        .expect("rooms");
    let windows = agreement_window::table
        .filter(agreement_window::agreement_id.eq(agreement.0).and(agreement_window::weekday.eq(weekday)))
        .select((agreement_window::from_minute, agreement_window::to_minute))
        .load(conn)
        .expect("windows");
    let first = date - Duration::days(date.day0().into());
    let uses = booking::table
        .filter(booking::troupe_id.eq(id))
        .filter(booking::starts_at.ge(midnight(first)))
        .filter(booking::starts_at.lt(midnight(first + chrono::Months::new(1) + Duration::days(7))))
        .select((booking::starts_at, booking::ends_at, booking::state))
        .load(conn)
        .expect("bookings");
    Facts { centre, troupe, rooms, equipment, hours, taken, agreement, may_use, windows, uses }
}

fn view(facts: &Facts, search: &Search) -> Markup {
    let monday: NaiveDate = MONDAY.parse().expect("a date");
    let kinds = ["sound", "mirror"];
    let used = |from: NaiveDate, to: NaiveDate| -> i64 {
        let counted =
            facts.uses.iter().filter(|one| one.0.date() >= from && one.0.date() < to && one.2 == "approved");
        counted.map(|one| (one.1 - one.0).num_minutes()).sum()
    };
    let first = search.date - Duration::days(search.date.day0().into());
    let found: Vec<(&Room, Vec<i32>)> =
        facts.rooms.iter().map(|room| (room, starts(facts, search, room))).collect();
    html! {
        h1 { "找场地" } p { (facts.troupe) "，协议" (facts.agreement.1) }
        p.meter { "本周" meter max=[facts.agreement.2] value=(used(monday, monday + Duration::days(7))) {} }
        p.meter { "本月" meter max=[facts.agreement.3] value=(used(first, first + chrono::Months::new(1))) {} }
        form.card.flow method="get" action="/my/find#found" {
            input type="hidden" name="troupe" value="1";
            fieldset.field { legend { "哪天？" } @for ahead in 1..=4 {
                @let date = monday + Duration::days(ahead);
                label.pill { input type="radio" name="day" value=(date) checked[date == search.date]; " " (words(date)) }
            } }
            div.field { label for="date" { "或者别的日子" } select #date name="date" {
                option value="" { "不选" }
                @for day in 1..=7 { option value={ "w" (day) } { "往后四个星期" (day) } }
                @for ahead in 5..=60 {
                    @let date = monday + Duration::days(ahead);
                    option value=(date) { (words(date)) }
                }
            } }
            fieldset.field { legend { "多久？" } @for half in 2..=8 {
                label.pill { input type="radio" name="hours" value=(f64::from(half) / 2.0) checked[half * 30 == search.minutes]; " " (half * 30) "分钟" }
            } }
            div.field { label for="size" { "多少人？" } input #size type="number" name="size" min="1" max="500" value=(search.size); }
            fieldset.field { legend { "要什么？" } @for kind in kinds {
                label.pill { input type="checkbox" name="need" value=(kind) checked[kind == search.need]; " " (kind) }
            } }
            fieldset.field { legend { "什么时候？" } @for part in ["", "morning", "afternoon", "evening"] {
                label.pill { input type="radio" name="part" value=(part) checked[part.is_empty()]; " " (part) }
            } }
            label.pill { input type="checkbox" name="step_free" value="1"; " 要没有台阶的" }
            p { button.main.full { "按这些找" } }
        }
        h2 #found { (words(search.date)) "，这些能用" }
        ul.cards { @for (room, starts) in found.iter() { @for start in starts { li.card {
            h3 { (time(*start)) "–" (time(start + search.minutes)) " " (room.1) }
            p.quiet {
                (room.2) "楼，坐" (room.3) "人"
                @for (_, kind) in facts.equipment.iter().filter(|one| one.0 == room.0) { "，" (kind) }
            }
            a.button href={
                "/my/bookings/new?troupe=1&room=" (room.0) "&date=" (search.date) "&from=" (time(*start)) "&to="
                (time(start + search.minutes)) "&size=" (search.size)
            } { "订这个" }
        } } } }
        ul.quiet { @for (room, starts) in &found { @if starts.is_empty() { li { (room.1) "：没有空" } } } }
    }
}

/// The earliest start in each part of the day.
fn starts(facts: &Facts, search: &Search, (id, _, _, capacity): &Room) -> Vec<i32> {
    let has = facts.equipment.iter().any(|(room, kind)| room == id && *kind == search.need);
    if !has || *capacity < search.size || !facts.may_use.contains(id) {
        return Vec::new();
    }
    let minute = |time: NaiveDateTime| (time.hour() * 60 + time.minute()) as i32;
    let taken: Vec<(i32, i32)> =
        facts.taken.iter().filter(|one| one.0 == *id).map(|one| (minute(one.1), minute(one.2))).collect();
    let fits = |start: i32, opens: i32, closes: i32| {
        let end = start + search.minutes;
        let allowed = facts.windows.iter().any(|window| window.0 <= start && end <= window.1);
        allowed && opens <= start && end <= closes && taken.iter().all(|one| end <= one.0 || one.1 <= start)
    };
    facts
        .hours
        .iter()
        .filter_map(|(opens, closes)| {
            (*opens..*closes).step_by(30).find(|start| fits(*start, *opens, *closes))
        })
        .collect()
}

fn words(date: NaiveDate) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"][date.weekday().num_days_from_monday() as usize];
    format!("{}月{}日 星期{weekday}", date.month(), date.day())
}

fn time(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
