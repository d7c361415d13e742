//! How fast it is: every figure a ratio within one run, beside a hand-written reference in the same file.
//!
//! ```text
//! cargo bench                                                  1 k occupancies
//! LINLI_BENCH_SIZES=1000,100000,1000000 cargo bench            and more; databases are made once and kept
//! cargo bench -- --test                                        runs everything once, measures nothing
//! cargo bench -- month                                         one story
//! cargo bench -- booking --profile-time 5                      runs it for a profiler and measures nothing
//! ```
//!
//! The references are as bare as they can be: an actix handler that runs its few prepared queries in one
//! `web::block` and renders the same rows with maud; for bookings one guarded insert and nothing else, with the
//! product's `synchronous=FULL`. Pages are not compressed on either side, and nothing is cached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod bare;
mod booking;
mod data;
mod disk;
mod find;
mod month;
mod overlap;
mod preview;
mod process;
mod report;
mod search;
mod server;
mod timetable;

use std::time::Duration;

use criterion::Criterion;

use data::Size;

fn main() {
    let sizes = Size::wanted();
    let mut criterion = Criterion::default()
        .output_directory(&report::folder())
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .sample_size(30)
        .configure_from_args();
    let system = actix_web::rt::System::new();
    for size in &sizes {
        overlap::bench(&mut criterion, *size);
        find::bench(&mut criterion, &system, *size);
        timetable::bench(&mut criterion, &system, *size);
        month::bench(&mut criterion, &system, *size);
        preview::bench(&mut criterion, *size);
        booking::bench(&mut criterion, &system, *size);
        search::bench(&mut criterion, &system, *size);
    }
    criterion.final_summary();
    let given = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    if given("--bench") && !given("--profile-time") {
        report::print(&sizes);
        disk::print();
        process::print(&sizes);
    }
}
