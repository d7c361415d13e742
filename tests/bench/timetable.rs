//! The week of 10 rooms, 100 bookings and 20 sessions, day by day: seven pages that anybody may see.

use actix_web::rt::SystemRunner;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::{
    activity, booking, centre, closure, opening_hours, room, session, special_day, troupe,
};
use linli::base::lang::Lang;
use linli::domain::days;
use maud::{Markup, html};

use crate::bare::{Around, Bare, Centre, floor, page, times, words};
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

/// Number, name, floor, capacity, without steps.
type Room = (i64, String, i32, i32, bool);
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
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<std::collections::HashMap<String, String>>,
) -> HttpResponse {
    let date: NaiveDate = query["date"].parse().expect("a date");
    let day = bare.read(move |conn| read(conn, &slug, date)).await;
    let (title, path) = (format!("{}的功能室", words(date)), request.uri().to_string());
    let around = Around { title: &title, path: &path, signed_in: None };
    page(&day.centre, around, view(&day, date))
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
        .select((room::id, room::name, room::floor, room::capacity, room::step_free))
        .load(conn)
        .expect("rooms");
    let hours = opening_hours::table
        .filter(opening_hours::centre_id.eq(centre.0).and(opening_hours::room_id.is_null()))
        .filter(opening_hours::weekday.eq(date.weekday().number_from_monday() as i32))
        .order(opening_hours::from_minute)
        .select((opening_hours::from_minute, opening_hours::to_minute))
        .load(conn)
        .expect("hours");
    // What may differ from the week: there is nothing here, but a timetable has to look.
    let differs: i64 = special_day::table
        .filter(special_day::centre_id.eq(centre.0).and(special_day::date.eq(date)))
        .count()
        .get_result(conn)
        .expect("a number");
    let shut: i64 = closure::table
        .filter(closure::centre_id.eq(centre.0).and(closure::lifted_at.is_null()))
        .filter(closure::ends_at.gt(date.and_time(NaiveTime::MIN)))
        .filter(closure::starts_at.lt((date + Duration::days(1)).and_time(NaiveTime::MIN)))
        .count()
        .get_result(conn)
        .expect("a number");
    assert_eq!((differs, shut), (0, 0));
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
    let today: NaiveDate = MONDAY.parse().expect("a date");
    let page = |date: NaiveDate| format!("{base}/timetable?date={date}");
    let short = |date: NaiveDate| format!("{}月{}日", date.month(), date.day());
    let near = |date: NaiveDate| match (date - today).num_days() {
        0 => "今天 ",
        1 => "明天 ",
        2 => "后天 ",
        _ => "",
    };
    let icon =
        |name: &str| html! { svg.i aria-hidden="true" { use href={ "/assets/icons.svg#" (name) } {} } };
    let (before, after) = (date - Duration::days(1), date + Duration::days(1));
    let opens = day.hours.first().map_or(0, |span| span.0);
    let closes = day.hours.last().map_or(0, |span| span.1);
    html! {
        div.row.apart {
            div { h1 { span.nb { (near(date)) (words(date)) } } p.quiet { (days::label(Lang::Zh, date)) } }
            nav.row.pager aria-label="换一天" {
                a.btn href=(page(before)) { (icon("left")) (short(before)) }
                a.btn href=(page(after)) { (short(after)) (icon("right")) }
                form.row.any method="get" action={ (base) "/timetable" } {
                    div.field {
                        label.hide for="date" { "哪天" }
                        select #date name="date" { @for ahead in -7..=35 {
                            @let other = today + Duration::days(ahead);
                            option value=(other) selected[other == date] { (near(other)) (words(other)) }
                        } }
                    }
                    button.btn type="submit" { "看这天" }
                }
            }
        }
        p.key { @for (class, words) in [("jade", "活动"), ("indigo", "队伍"), ("taken", "占用"), ("shut", "不开放")] {
            span { i.(class) {} (words) }
        } }
        div.timetable tabindex="0" role="region" aria-label="时间表" { div.d1.n7.k2 {
            ol.hours aria-hidden="true" { @for hour in opens / 60..closes.div_euclid(60) { li.n2 { (hour) ":00" } } }
            ol.rooms { @for (id, name, level, capacity, step_free) in &day.rooms { li {
                h2 {
                    a href={ (base) "/rooms/" (id) "?date=" (date) } { (name) }
                    small { " " (floor(*level)) "，最多" (capacity) "人" @if *step_free { "，无台阶" } }
                }
                div { ol.spans { @for (from, to, what) in cells(day, *id) { (cell(&base, from, to, what)) } } }
            } } }
        } }
    }
}

/// What a piece of a room's day is.
#[derive(Clone, Copy)]
enum What<'a> {
    Free,
    Shut,
    Taken(&'a Use),
}

/// A room's day cut into what is taken, what is free and what is not open.
fn cells(day: &Day, room: i64) -> Vec<(i32, i32, What<'_>)> {
    let minute = |time: NaiveDateTime| (time.hour() * 60 + time.minute()) as i32;
    let mut cells: Vec<(i32, i32, What)> = Vec::new();
    for (opens, closes) in &day.hours {
        if let Some((_, before, _)) = cells.last().filter(|last| last.1 < *opens) {
            cells.push((*before, *opens, What::Shut));
        }
        let mut at = *opens;
        for taken in day.uses.iter().filter(|one| one.0 == room) {
            let (from, to) = (minute(taken.1), minute(taken.2));
            if from < at || to > *closes {
                continue;
            }
            if at < from {
                cells.push((at, from, What::Free));
            }
            cells.push((from, to, What::Taken(taken)));
            at = to;
        }
        if at < *closes {
            cells.push((at, *closes, What::Free));
        }
    }
    cells
}

fn cell(base: &str, from: i32, to: i32, what: What) -> Markup {
    let (kind, title, activity) = match what {
        What::Free => ("open", "空闲", None),
        What::Shut => ("shut", "不开放", None),
        What::Taken((.., Some(name), Some(id))) => ("jade", name.as_str(), Some(id)),
        What::Taken((.., Some(name), None)) => ("indigo", name.as_str(), None),
        What::Taken(_) => ("taken", "占用", None),
    };
    let clock = |minute: i32| format!("{}:{:02}", minute / 60, minute % 60);
    let inside = html! {
        span.long { (times(from, to)) }
        span.t { (clock(from)) span.end { "–" (clock(to)) } }
        " " b { (title) }
    };
    html! {
        li class={ "n" ((to - from) / 30) } {
            @match activity {
                Some(id) => a.span.(kind) href={ (base) "/activities/" (id) } { (inside) },
                None => span.span.(kind) { (inside) },
            }
        }
    }
}
