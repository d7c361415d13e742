//! A booking, from the request to the commit: asked for by HTTP at a room that grants it at once, with its
//! occupancy, its history and its letter with a calendar file; beside one bare guarded insert into `occupancy`.
//! Both are durable: each waits for the disk.

use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::rt::SystemRunner;
use actix_web::test::TestRequest;
use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion};
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use linli::base::db::schema::{history, letter, occupancy};
use linli::base::time::{DaySpan, Minute, Span};
use serde_json::json;

use crate::data::{AFTER, Data, Size};
use crate::server::Client;

pub const NAME: &str = "booking commit";

pub fn bench(criterion: &mut Criterion, system: &SystemRunner, size: Size) {
    let data = Data::copy_of(size);
    let linli = system.block_on(Client::linli(&data));
    let mut group = criterion.benchmark_group(NAME);
    let before = counts(&mut data.bare());
    let mut days = AFTER.parse::<NaiveDate>().expect("a date").iter_days();
    let mut asked = 0;
    group.bench_function(BenchmarkId::new("linli", size.0), |b| {
        b.iter_custom(|times| {
            asked += times;
            let days: Vec<NaiveDate> =
                days.by_ref().take(usize::try_from(times).expect("a number")).collect();
            system.block_on(ask(&linli, &data.bearer, &days))
        });
    });
    // What was measured is what is meant: each booking with one letter and one line of history.
    let after = counts(&mut data.bare());
    let asked = i64::try_from(asked).expect("a number");
    assert_eq!(after, [before[0] + asked, before[1] + asked, before[2] + asked]);

    let mut conn = data.bare();
    let mut days = AFTER.parse::<NaiveDate>().expect("a date").iter_days();
    group.bench_function(BenchmarkId::new("bare", size.0), |b| {
        b.iter(|| insert(&mut conn, days.next().expect("endless")));
    });
}

/// One booking a day in the rooms by turns, one after another.
async fn ask(linli: &Client, bearer: &str, days: &[NaiveDate]) -> Duration {
    let begin = Instant::now();
    for (place, day) in days.iter().enumerate() {
        let wish = json!({
            "room": place % 10 + 1, "troupe": 1, "starts_at": format!("{day}T09:00"),
            "ends_at": format!("{day}T11:00"), "purpose": "排练", "size": 20,
            "request_key": format!("bench {day}"),
        });
        let request = TestRequest::post()
            .uri("/api/v1/bookings")
            .insert_header(("Authorization", bearer))
            .set_json(wish);
        let (status, body) = linli.send(request).await;
        assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&body));
    }
    begin.elapsed()
}

/// Afternoons, which the product's bookings leave free; the guard's triggers are in place.
fn insert(conn: &mut SqliteConnection, day: NaiveDate) {
    let span = DaySpan::new(Minute::hm(14, 0), Minute::hm(16, 0)).expect("a span");
    let span = Span::on(day, span);
    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE").expect("a transaction");
    diesel::insert_into(occupancy::table)
        .values((
            occupancy::space_id.eq(1),
            occupancy::starts_at.eq(span.start()),
            occupancy::ends_at.eq(span.end()),
            occupancy::booking_id.eq(Some(1)),
        ))
        .execute(conn)
        .expect("a free span");
    AnsiTransactionManager::commit_transaction(conn).expect("a commit");
}

fn counts(conn: &mut SqliteConnection) -> [i64; 3] {
    [
        occupancy::table.count().get_result(conn).expect("a number"),
        history::table.count().get_result(conn).expect("a number"),
        letter::table.count().get_result(conn).expect("a number"),
    ]
}
