//! The week of 10 rooms, 100 bookings and 20 sessions, day by day: seven pages that anybody may see.

use actix_web::HttpResponse;
use actix_web::rt::SystemRunner;
use actix_web::web;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::{activity, booking, centre, opening_hours, room, session, troupe};
use maud::{Markup, html};

use crate::bare::{Bare, Centre, page};
use crate::data::{Data, MONDAY, Size};
use crate::report;
use crate::server::{Client, Page};

pub const NAME: &str = "week timetable";

pub fn bench(criterion: &mut Criterion, system: &SystemRunner, size: Size) {
    let data = Data::of(size);
    let monday: NaiveDate = MONDAY.parse().expect("a date");
    let days: Vec<Page> = (0..7)
        .map(|day| Page::public(&format!("/c/c1/timetable?date={}", monday + Duration::days(day))))
        .collect();
    let linli = system.block_on(Client::linli(&data));
    let bare = system.block_on(Bare::serving(&data, |config| {
        config.route("/c/{centre}/timetable", web::get().to(timetable));
    }));
    let mut group = criterion.benchmark_group(NAME);
    for (name, client) in [("linli", &linli), ("bare", &bare)] {
        report::bytes(NAME, name, system.block_on(client.page(&days[1])).len());
        group.bench_function(BenchmarkId::new(name, size.0), |b| {
            b.iter_custom(|times| {
                system.block_on(async {
                    let mut took = std::time::Duration::ZERO;
                    for day in &days {
                        took += client.time(day, times).await;
                    }
                    took
                })
            });
        });
    }
}

type Room = (i64, String, i32, i32);
/// Room, from, to; the name if everybody may know it; the activity's number.
type Use = (i64, NaiveDateTime, NaiveDateTime, Option<String>, Option<i64>);

struct Day {
    centre: Centre,
    rooms: Vec<Room>,
    hours: Vec<(i32, i32)>,
    uses: Vec<Use>,
}

async fn timetable(
    bare: web::Data<Bare>,
    slug: web::Path<String>,
    query: web::Query<std::collections::HashMap<String, String>>,
) -> HttpResponse {
    let date: NaiveDate = query["date"].parse().expect("a date");
    let day = bare.read(move |conn| read(conn, &slug, date)).await;
    page(&day.centre, &format!("{date}的功能室"), view(&day, date))
}

fn read(conn: &mut SqliteConnection, slug: &str, date: NaiveDate) -> Day {
    let centre: Centre = centre::table
        .filter(centre::slug.eq(slug))
        .select((centre::id, centre::name, centre::phone))
        .first(conn)
        .expect("the centre");
    let rooms = room::table
        .filter(room::centre_id.eq(centre.0).and(room::active))
        .order(room::position)
        .select((room::id, room::name, room::floor, room::capacity))
        .load(conn)
        .expect("rooms");
    let hours = opening_hours::table
        .filter(opening_hours::centre_id.eq(centre.0).and(opening_hours::room_id.is_null()))
        .filter(opening_hours::weekday.eq(date.weekday().number_from_monday() as i32))
        .order(opening_hours::from_minute)
        .select((opening_hours::from_minute, opening_hours::to_minute))
        .load(conn)
        .expect("hours");
    let (from, to) = (date.and_hms_opt(0, 0, 0), (date + Duration::days(1)).and_hms_opt(0, 0, 0));
    let (from, to) = (from.expect("midnight"), to.expect("midnight"));
    let of_centre = room::table.filter(room::centre_id.eq(centre.0)).select(room::id);
    let bookings: Vec<(i64, NaiveDateTime, NaiveDateTime, bool, String)> = booking::table
        .inner_join(troupe::table)
        .filter(booking::room_id.eq_any(of_centre))
        .filter(booking::starts_at.ge(from).and(booking::starts_at.lt(to)))
        .filter(booking::state.eq("approved"))
        .select((booking::room_id, booking::starts_at, booking::ends_at, troupe::named, troupe::name))
        .load(conn)
        .expect("bookings");
    let sessions: Vec<(Option<i64>, NaiveDateTime, NaiveDateTime, String, i64)> = session::table
        .inner_join(activity::table)
        .filter(session::centre_id.eq(centre.0).and(session::cancelled_at.is_null()))
        .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
        .select((session::room_id, session::starts_at, session::ends_at, activity::title, activity::id))
        .load(conn)
        .expect("sessions");
    let mut uses: Vec<Use> = bookings
        .into_iter()
        .map(|(room, from, to, named, name)| (room, from, to, named.then_some(name), None))
        .chain(
            sessions
                .into_iter()
                .filter_map(|(room, from, to, name, id)| Some((room?, from, to, Some(name), Some(id)))),
        )
        .collect();
    uses.sort_by_key(|one| one.1);
    Day { centre, rooms, hours, uses }
}

fn view(day: &Day, date: NaiveDate) -> Markup {
    let base = format!("/c/c{}", day.centre.0);
    let before = format!("{base}/timetable?date={}", date - Duration::days(1));
    let after = format!("{base}/timetable?date={}", date + Duration::days(1));
    let opens = day.hours.first().map_or(0, |span| span.0);
    let closes = day.hours.last().map_or(0, |span| span.1);
    html! {
        div.heading {
            h1 { (date.month()) "月" (date.day()) "日" }
            nav.pager { a href=(before) { "前一天" } a href=(after) { "后一天" } }
            form method="get" action={ (base) "/timetable" } {
                input type="date" name="date" value=(date);
                button { "看这天" }
            }
        }
        div.timetable {
            ol.hours { @for hour in opens / 60..closes.div_euclid(60) { li.n2 { (hour) ":00" } } }
            ol.rooms {
                @for (id, name, floor, capacity) in &day.rooms {
                    li {
                        h2 {
                            a href={ (base) "/rooms/" (id) "?date=" (date) } { (name) }
                            small { " " (floor) "楼，" (capacity) "人" }
                        }
                        ol.spans {
                            @for (from, to, taken) in cells(day, *id) { (cell(&base, from, to, taken)) }
                        }
                    }
                }
            }
        }
    }
}

/// A room's day cut into what is taken and what is free.
fn cells(day: &Day, room: i64) -> Vec<(i32, i32, Option<&Use>)> {
    let minute = |time: NaiveDateTime| (time.hour() * 60 + time.minute()) as i32;
    let mut cells = Vec::new();
    for (opens, closes) in &day.hours {
        let mut at = *opens;
        for taken in day.uses.iter().filter(|one| one.0 == room) {
            let (from, to) = (minute(taken.1), minute(taken.2));
            if from < at || to > *closes {
                continue;
            }
            if at < from {
                cells.push((at, from, None));
            }
            cells.push((from, to, Some(taken)));
            at = to;
        }
        if at < *closes {
            cells.push((at, *closes, None));
        }
    }
    cells
}

fn cell(base: &str, from: i32, to: i32, taken: Option<&Use>) -> Markup {
    let columns = format!("n{}", (to - from) / 30);
    let (kind, title) = match taken {
        None => ("open", "空闲"),
        Some((.., Some(name), Some(_))) => ("jade", name.as_str()),
        Some((.., Some(name), None)) => ("indigo", name.as_str()),
        Some(_) => ("taken", "占用"),
    };
    let clock = |minute: i32| format!("{}:{:02}", minute / 60, minute % 60);
    let part = match from {
        ..720 => "上午",
        720..1080 => "下午",
        _ => "晚上",
    };
    let inside = html! {
        span.long { (part) (clock(from)) "–" (clock(to)) }
        span.t { (clock(from)) span.end { "–" (clock(to)) } }
        " " b { (title) }
    };
    html! {
        li.(columns) {
            @match taken.and_then(|taken| taken.4) {
                Some(id) => a.span.(kind) href={ (base) "/activities/" (id) } { (inside) },
                None => span.span.(kind) { (inside) },
            }
        }
    }
}
