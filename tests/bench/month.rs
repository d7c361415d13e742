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

use crate::bare::{Around, Bare, Centre, page};
use crate::data::{Data, Size};
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
    let (centre, rows) = bare.read(move |conn| read(conn, &slug, from, to)).await;
    let (title, path) = (format!("{}的活动", first.format("%Y年%-m月")), request.uri().to_string());
    let around = Around { title: &title, path: &path, signed_in: None };
    page(&centre, around, view(centre.0, first, (from, to), &rows))
}

fn read(conn: &mut SqliteConnection, slug: &str, from: NaiveDate, to: NaiveDate) -> (Centre, Vec<Row>) {
    let centre: Centre = centre::table
        .filter(centre::slug.eq(slug))
        .select((centre::id, centre::name, centre::phone))
        .first(conn)
        .expect("the centre");
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
    (centre, rows)
}

fn view(centre: i64, first: NaiveDate, (from, to): (NaiveDate, NaiveDate), rows: &[Row]) -> Markup {
    let base = format!("/c/c{centre}");
    let dates: Vec<NaiveDate> = from.iter_days().take_while(|date| *date < to).collect();
    let on = |date: NaiveDate| rows.iter().filter(move |row| row.0.date() == date);
    html! {
        div.heading {
            h1 { (first.year()) "年" (first.month()) "月" }
            nav.pager {
                a href={ (base) "/calendar?view=month&month=2026-10" } { "十月" }
                a href={ (base) "/calendar?view=month&month=2026-12" } { "十二月" }
                a href={ (base) "/calendar?month=2026-11" } { "看列表" }
            }
        }
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
