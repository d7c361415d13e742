//! The public calendar's month as a table: five weeks of 20 sessions.

use std::collections::HashMap;

use actix_web::rt::SystemRunner;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::{activity, centre, room, session};
use linli::base::lang::Lang;
use linli::domain::days;
use maud::{Markup, html};

use crate::bare::{Around, Bare, Centre, page, words};
use crate::data::{Data, MONDAY, Size};
use crate::report;
use crate::server::{Client, Page};

pub const NAME: &str = "month page";

pub fn bench(criterion: &mut Criterion, system: &SystemRunner, size: Size) {
    let data = Data::of(size);
    let address = Page::public("/c/c1/calendar?view=month&month=2026-11");
    let linli = system.block_on(Client::linli(&data));
    let bare = system.block_on(Bare::serving(&data, |config| {
        config.route("/c/{centre}/calendar", web::get().to(month));
    }));
    let mut group = criterion.benchmark_group(NAME);
    for (name, client) in [("linli", &linli), ("bare", &bare)] {
        report::bytes(NAME, name, system.block_on(client.page(&address)).len());
        group.bench_function(BenchmarkId::new(name, size.0), |b| {
            b.iter_custom(|times| system.block_on(client.time(&address, times)));
        });
    }
}

/// What the forms above the table let one choose.
const KINDS: [(&str, &str); 12] = [
    ("lecture", "微课堂、讲座"),
    ("course", "老年大学课程"),
    ("after_school", "四点半课堂"),
    ("camp", "成长营"),
    ("festival", "节日活动"),
    ("show", "文艺演出"),
    ("clinic", "义诊"),
    ("job_fair", "招聘会"),
    ("volunteering", "志愿服务"),
    ("mobile_desk", "流动办公桌"),
    ("meeting", "议事接待"),
    ("other", "其他"),
];
const AUDIENCES: [(&str, &str); 4] = [
    ("children", "儿童（18岁以下）"),
    ("adults", "成年人"),
    ("seniors", "老年人（60岁以上）"),
    ("everyone", "不限年龄的"),
];
/// How many days from today on can be chosen.
const DAYS: usize = 36;

/// A room's number and name.
type Room = (i64, String);

/// From, to, activity, title, room, floor.
type Row = (NaiveDateTime, NaiveDateTime, i64, String, Option<String>, Option<i32>);

async fn month(
    bare: web::Data<Bare>,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<HashMap<String, String>>,
) -> HttpResponse {
    let first: NaiveDate = format!("{}-01", query["month"]).parse().expect("a month");
    let from = first - Duration::days(first.weekday().num_days_from_monday().into());
    let last = first + chrono::Months::new(1) - Duration::days(1);
    let to = last + Duration::days(7 - i64::from(last.weekday().num_days_from_monday()));
    let (centre, rooms, rows) = bare.read(move |conn| read(conn, &slug, from, to)).await;
    let (title, path) = (format!("{}的活动", first.format("%Y年%-m月")), request.uri().to_string());
    let around = Around { title: &title, path: &path, signed_in: None };
    page(&centre, around, view(centre.0, first, (from, to), &rooms, &rows))
}

fn read(
    conn: &mut SqliteConnection,
    slug: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> (Centre, Vec<Room>, Vec<Row>) {
    let centre: Centre = centre::table
        .filter(centre::slug.eq(slug))
        .select((centre::id, centre::name, centre::phone))
        .first(conn)
        .expect("the centre");
    let rooms = room::table
        .filter(room::centre_id.eq(centre.0).and(room::active))
        .order((room::position, room::id))
        .select((room::id, room::name))
        .load(conn)
        .expect("rooms");
    let rows = session::table
        .inner_join(activity::table)
        .left_join(room::table)
        .filter(session::centre_id.eq(centre.0).and(activity::state.eq("published")))
        .filter(session::starts_at.ge(from.and_time(NaiveTime::MIN)))
        .filter(session::starts_at.lt(to.and_time(NaiveTime::MIN)))
        .order((session::starts_at, session::id))
        .select((
            session::starts_at,
            session::ends_at,
            activity::id,
            activity::title,
            room::name.nullable(),
            room::floor.nullable(),
        ))
        .load(conn)
        .expect("sessions");
    (centre, rooms, rows)
}

fn view(
    centre: i64,
    first: NaiveDate,
    (from, to): (NaiveDate, NaiveDate),
    rooms: &[Room],
    rows: &[Row],
) -> Markup {
    let base = format!("/c/c{centre}");
    let dates: Vec<NaiveDate> = from.iter_days().take_while(|date| *date < to).collect();
    let on = |date: NaiveDate| rows.iter().filter(move |row| row.0.date() == date);
    html! {
        div.heading {
            h1 { (first.year()) "年" (first.month()) "月" }
            nav.pager {
                a href={ (base) "/calendar?view=month&month=2026-10" } { "十月" }
                a href={ (base) "/calendar?view=month&month=2026-12" } { "十二月" }
            }
        }
        nav.joined {
            a.btn href={ (base) "/calendar?month=2026-11" } { "列表" }
            a.btn href={ (base) "/calendar?view=week&week=2026-11-23" } { "一周" }
            a.btn href={ (base) "/calendar?view=month&month=2026-11" } { "整月" }
            a.btn href={ (base) "/calendar?view=poster&month=2026-11" } { "打印" }
        }
        form.row method="get" action={ (base) "/activities" } role="search" {
            div.field { label for="q" { "活动名称" } input #q name="q" type="text"; }
            button.btn type="submit" { svg { use href="/assets/icons.svg#find" {} } "找活动" }
        }
        (sifting(&base, rooms))
        table.month {
            thead { tr { @for day in ["一", "二", "三", "四", "五", "六", "日"] { th scope="col" { (day) } } } }
            tbody { @for week in dates.chunks(7) { tr { @for date in week {
                td.out[date.month() != first.month()] {
                    @let number = on(*date).count();
                    @let day = format!("{base}/calendar?month=2026-11&from=2026-11-01#d{date}");
                    a.date href=(day) {
                        span.hide { (date.month()) "月" } b { (date.day()) }
                        span.lunar { (days::short_label(Lang::Zh, *date)) }
                        @if number > 0 { span.many { (number) "项" } }
                    }
                    ul {
                        @for (from, _, id, title, ..) in on(*date).take(3) {
                            li.jade { a href={ (base) "/activities/" (id) } {
                                span.t { (from.format("%-H:%M")) } " " (title)
                            } }
                        }
                        @if number > 3 { li.rest { a href=(day) { "还有" (number - 3) "项" } } }
                    }
                }
            } } } }
        }
        div.agenda {
            @for date in dates.iter().filter(|date| date.month() == first.month() && on(**date).next().is_some()) {
                section.day.leaf id={ "d" (date) } {
                    h2 {
                        span.tile { b { (date.day()) } span { (date.month()) "月" } small { (days::short_label(Lang::Zh, *date)) } }
                    }
                    ul.events {
                        @for (from, to, id, title, place, floor) in on(*date) {
                            li {
                                span.kind.jade { svg { use href="/assets/icons.svg#talk" {} } }
                                p.when { "晚上" (from.format("%-H:%M")) "–" (to.format("%-H:%M")) }
                                h3 { a href={ (base) "/activities/" (id) } { (title) } }
                                @if let (Some(place), Some(floor)) = (place, floor) {
                                    p.where.quiet { (place) "，" (floor) "楼" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The form by which one sees some of it.
fn sifting(base: &str, rooms: &[Room]) -> Markup {
    let select = |name: &str, label: &str, all: &str, options: Markup| {
        html! {
            div.field {
                label for=(name) { (label) }
                select #(name) name=(name) { option value="" selected { (all) } (options) }
            }
        }
    };
    let fixed =
        |all: &[(&str, &str)]| html! { @for (value, name) in all { option value=(value) { (name) } } };
    let today: NaiveDate = MONDAY.parse().expect("a date");
    html! {
        details {
            summary { "只看一部分：类型、适合谁、功能室…" }
            form.card.flow method="get" action={ (base) "/calendar" } {
                input type="hidden" name="view" value="month";
                input type="hidden" name="month" value="2026-11";
                div.pair {
                    (select("kind", "类型", "所有类型", fixed(&KINDS)))
                    (select("for", "适合谁", "所有人", fixed(&AUDIENCES)))
                    (select("room", "在哪间", "所有地方", html! {
                        @for (id, name) in rooms { option value=(id) { (name) } }
                    }))
                    (select("date", "哪天", "每天", html! {
                        @for date in today.iter_days().take(DAYS) { option value=(date) { (words(date)) } }
                    }))
                }
                label.tick {
                    input type="checkbox" name="free" value="1";
                    span { "只看还有名额或不用报名的" }
                }
                p { button.btn type="submit" { "看这些" } }
            }
        }
    }
}
