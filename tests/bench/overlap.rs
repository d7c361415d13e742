//! Is a room free? The product's check beside one prepared probe of the same index.

use std::hint::black_box;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use linli::base::db::schema::occupancy;
use linli::base::time::{DaySpan, Minute, Span};
use linli::domain::occupancy::clashing;
use linli::domain::rooms::SpaceId;

use crate::data::{Data, MONDAY, Size};

pub const NAME: &str = "overlap check";

pub fn bench(criterion: &mut Criterion, size: Size) {
    let data = Data::of(size);
    let now = data.clock.now();
    let mut group = criterion.benchmark_group(NAME);
    // Ten rooms on seven days, free and taken by turns.
    let spans: Vec<(i64, Span)> = (0..70).map(|i| (i % 10 + 1, span(i / 10, 9 + (i % 5) as i32))).collect();
    let mut next = spans.iter().cycle();
    group.bench_function(BenchmarkId::new("linli", size.0), |b| {
        data.db
            .read_now(|conn| {
                b.iter(|| {
                    let (space, span) = next.next().expect("endless");
                    let there = clashing(conn, &[SpaceId(*space)], *span, 0, now).expect("an answer");
                    black_box(there.is_empty())
                });
                Ok(())
            })
            .expect("a connection");
    });
    let mut conn = data.bare();
    group.bench_function(BenchmarkId::new("bare", size.0), |b| {
        b.iter(|| {
            let (space, span) = next.next().expect("endless");
            black_box(is_free(&mut conn, *space, span.start().naive(), span.end().naive()))
        });
    });
}

fn span(day: i64, hour: i32) -> Span {
    let monday: NaiveDate = MONDAY.parse().expect("a date");
    let hours = DaySpan::new(Minute::hm(hour, 0), Minute::hm(hour + 2, 0)).expect("a span");
    Span::on(monday + Duration::days(day), hours)
}

/// The first occupancy that ends after the start is the only one that can be in the way.
fn is_free(conn: &mut SqliteConnection, space: i64, from: NaiveDateTime, to: NaiveDateTime) -> bool {
    let first: Option<NaiveDateTime> = occupancy::table
        .filter(occupancy::space_id.eq(space).and(occupancy::ends_at.gt(from)))
        .order(occupancy::ends_at)
        .select(occupancy::starts_at)
        .first(conn)
        .optional()
        .expect("an answer");
    first.is_none_or(|starts| starts >= to)
}
