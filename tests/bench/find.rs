//! Find me a room: a leader's search for two hours tomorrow, with what is left of the allowance.

use std::collections::HashMap;

use actix_web::rt::SystemRunner;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::{
    agreement, agreement_room, agreement_window, booking, centre, closure, occupancy, opening_hours, person,
    room, room_equipment, sign_in, special_day, troupe, troupe_leader,
};
use linli::base::tokens::Tokens;
use maud::{Markup, html};

use crate::bare::{Around, Bare, Centre, floor, page, times, words};
use crate::data::{Data, MONDAY, SECRET, Size};
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
/// Number, minutes a week and a month, last day.
type Agreement = (i64, Option<i32>, Option<i32>, NaiveDate);

struct Facts {
    /// Who asks.
    name: String,
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

async fn find(
    bare: web::Data<Bare>,
    request: HttpRequest,
    query: web::Query<HashMap<String, String>>,
) -> HttpResponse {
    let troupe: i64 = query["troupe"].parse().expect("a number");
    let search = Search {
        date: query["day"].parse().expect("a date"),
        minutes: (query["hours"].parse::<f64>().expect("hours") * 60.0) as i32,
        size: query["size"].parse().expect("a number"),
        need: query["need"].clone(),
    };
    let date = search.date;
    let cookie = request.cookie("linli").expect("a cookie");
    let digest = Tokens::new(SECRET.to_owned().into()).digest("sign-in cookie", cookie.value());
    let facts = bare.read(move |conn| read(conn, &digest, troupe, date)).await;
    let path = request.uri().to_string();
    let around = Around { title: "找场地", path: &path, signed_in: Some(&facts.name) };
    page(&facts.centre, around, view(&facts, &search))
}

fn read(conn: &mut SqliteConnection, cookie: &[u8], id: i64, date: NaiveDate) -> Facts {
    let (person, name): (i64, String) = sign_in::table
        .inner_join(person::table)
        .filter(sign_in::digest.eq(cookie).and(sign_in::revoked_at.is_null()).and(person::active))
        .select((person::id, person::name))
        .first(conn)
        .expect("somebody signed in");
    let (troupe, centre): (String, Centre) = troupe::table
        .inner_join(centre::table)
        .inner_join(troupe_leader::table)
        .filter(troupe::id.eq(id).and(troupe_leader::person_id.eq(person)))
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
    // What may differ from the week: there is nothing here, and whoever lists what is surely free has to look.
    let differs: i64 = special_day::table
        .filter(special_day::centre_id.eq(centre.0).and(special_day::date.eq(date)))
        .count()
        .get_result(conn)
        .expect("a number");
    let shut: i64 = closure::table
        .filter(closure::centre_id.eq(centre.0).and(closure::lifted_at.is_null()))
        .filter(closure::ends_at.gt(midnight(date)))
        .filter(closure::starts_at.lt(midnight(date + Duration::days(1))))
        .count()
        .get_result(conn)
        .expect("a number");
    assert_eq!((differs, shut), (0, 0));
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
        .select((agreement::id, agreement::week_minutes, agreement::month_minutes, agreement::ends_on))
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
    Facts { name, centre, troupe, rooms, equipment, hours, taken, agreement, may_use, windows, uses }
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
    let icon =
        |name: &str| html! { svg.i aria-hidden="true" { use href={ "/assets/icons.svg#" (name) } {} } };
    let named = |kind: &str| if kind == "sound" { "音响" } else { "镜子" };
    let length = |half: i32| {
        if half % 2 == 0 { format!("{}小时", half / 2) } else { format!("{}个半小时", half / 2) }
    };
    let choice = |kind: &str, name: &str, value: String, on: bool, words: &str| {
        html! {
            label { input type=(kind) name=(name) value=(value) checked[on]; span { (words) } }
        }
    };
    let bar = |name: &str, limit: Option<i32>, used: i64| {
        html! {
            @let (limit, hours) = (limit.unwrap_or(0), used as f64 / 60.0);
            @let lines: String = (1..limit / 60).map(|hour| format!("M{} 0v1", hour * 60)).collect();
            @let left = format!("{name}还剩{}小时", f64::from(limit) / 60.0 - hours);
            div.allowance {
                p.row.apart { strong { (left) } span.quiet { "共" (limit / 60) "小时" } }
                svg.bar viewBox={ "0 0 " (limit) " 1" } preserveAspectRatio="none" role="img"
                    aria-label={ (left) "，已用" (hours) "小时，共" (limit / 60) "小时" } {
                    @if used > 0 { rect.used x="0" width=(used) height="1" {} }
                    path vector-effect="non-scaling-stroke" d=(lines) {}
                }
                p.key { span { i.jade {} "已用" (hours) } span { i.left {} "还剩" (f64::from(limit) / 60.0 - hours) } }
            }
        }
    };
    let half = search.minutes / 30;
    html! {
        h1 { "找场地" }
        p.quiet { (facts.troupe) "。只列出一定能用的。" }
        div.split.first {
        form.card.flow method="get" action="/my/find#found" {
            input type="hidden" name="troupe" value="1";
            fieldset.choices { legend { "哪天？" } div { @for ahead in 1..=4 {
                @let date = monday + Duration::days(ahead);
                (choice("radio", "day", date.to_string(), date == search.date, &words(date)))
            } } }
            div.field { label for="date" { "或者别的日子" } select #date name="date" {
                option value="" { "不选" }
                @for day in 1..=7 { option value={ "w" (day) } { "往后四个星期" (day) } }
                @for ahead in 5..=60 {
                    @let date = monday + Duration::days(ahead);
                    option value=(date) { (words(date)) }
                }
            } }
            input type="hidden" name="listed" value="";
            details {
                summary { "改条件：" (length(half)) "，" (search.size) "人，" (named(&search.need)) }
                div.flow {
                    fieldset.choices { legend { "多久？" } div { @for length_of in [2, 3, 4, 6] {
                        (choice("radio", "hours", (f64::from(length_of) / 2.0).to_string(), length_of == half, &length(length_of)))
                    } } }
                    div.field { label for="size" { "多少人？" } div.stepper {
                        button.btn type="button" data-step="-1" hidden { "−" span.hide { "少一个" } }
                        input.num #size name="size" type="number" inputmode="numeric" min="1" max="500" value=(search.size);
                        button.btn type="button" data-step="1" hidden { "＋" span.hide { "多一个" } }
                    } }
                    fieldset.choices { legend { "要什么？" } div { @for kind in kinds {
                        (choice("checkbox", "need", kind.to_owned(), kind == search.need, named(kind)))
                    } } }
                    fieldset.choices { legend { "什么时候？" } div {
                        @for (part, words) in [("", "都行"), ("morning", "上午"), ("afternoon", "下午"), ("evening", "晚上")] {
                            (choice("radio", "part", part.to_owned(), part.is_empty(), words))
                        }
                    } }
                    label.tick { input type="checkbox" name="step_free" value="1"; span { "要没有台阶的" } }
                }
            }
            p { button.btn.main.full type="submit" { "按这些找" } }
        }
        div.flow #found {
            h2 { span.nb { (words(search.date)) } "，这些能用" }
            ul.cards { @for (room, starts) in &found { @for start in starts { li { div.card.pick {
                @let (from, to) = (*start, start + search.minutes);
                p.when { span.nb { (times(from, to)) } }
                h3 { (room.1) }
                p.quiet {
                    (floor(room.2)) "，坐" (room.3) "人，"
                    @for (place, (_, kind)) in facts.equipment.iter().filter(|one| one.0 == room.0).enumerate() {
                        @if place > 0 { "、" } (named(kind))
                    }
                }
                p { span.state.ok { (icon("ok")) "订了就定" } }
                p { a.btn.full href={
                    "/my/bookings/new?troupe=1&room=" (room.0) "&start=" (search.date) "T" (time(from)) "&end="
                    (search.date) "T" (time(to)) "&size=" (search.size)
                } { "就要这个" span.hide { "：" (room.1) " " (times(from, to)) } } }
            } } } } }
            @let missing: Vec<&Room> = found.iter().filter(|one| one.1.is_empty()).map(|one| one.0).collect();
            @if !missing.is_empty() { details {
                summary { "还有" (missing.len()) "间为什么没列出来" }
                ul { @for room in missing { li { strong { (room.1) } "：没有连着" (length(half)) "空着。" } } }
            } }
            h2 { "您队还剩多少" }
            div.card.flow {
                (bar("本周", facts.agreement.1, used(monday, monday + Duration::days(7))))
                (bar("11月", facts.agreement.2, used(first, first + chrono::Months::new(1))))
                p.quiet { "按免费使用协议算，协议到" span.nb { (words(facts.agreement.3)) } "。" }
            }
        }
        }
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

fn time(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
