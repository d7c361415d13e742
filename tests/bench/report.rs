//! The table at the end: each story's time as a ratio, and whether it is what we aim at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::data::Size;
use crate::{booking, find, month, overlap, preview, search, timetable};

/// Each story, and at most how many times the reference's time it may take.
const AIMS: [(&str, Option<f64>); 9] = [
    (overlap::NAME, None),
    (find::NAME, Some(2.0)),
    (timetable::NAME, Some(2.0)),
    (month::NAME, Some(2.0)),
    (preview::NAME, Some(10.0)),
    (booking::NAME, Some(3.0)),
    (search::NAME, Some(5.0)),
    (search::COMMON, Some(5.0)),
    (search::BUSY, None),
];
/// The biggest database, beside the smallest.
const GROWTH: f64 = 1.25;

static BYTES: Mutex<BTreeMap<(String, String), usize>> = Mutex::new(BTreeMap::new());

/// Notes how big a page is: two pages can only be compared if they say about the same.
pub fn bytes(story: &str, who: &str, bytes: usize) {
    BYTES.lock().expect("the notes").insert((story.into(), who.into()), bytes);
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("criterion")
}

/// The median in microseconds, as criterion wrote it down.
fn median(story: &str, who: &str, size: Size) -> Option<f64> {
    let file = folder().join(story).join(who).join(size.0.to_string()).join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    Some(estimates["median"]["point_estimate"].as_f64()? / 1000.0)
}

pub fn print(sizes: &[Size]) {
    println!("\n| | occupancies | linli µs | reference µs | ratio | aim | to {} | aim |", sizes[0].words());
    println!("|---|---|---|---|---|---|---|---|");
    for (story, aim) in AIMS {
        for size in sizes {
            let (Some(linli), Some(bare)) = (median(story, "linli", *size), median(story, "bare", *size))
            else {
                continue;
            };
            let growth = median(story, "linli", sizes[0]).map_or(1.0, |first| linli / first);
            println!(
                "| {story} | {} | {linli:.1} | {bare:.1} | {} | {growth:.2} | {GROWTH} {}|",
                size.words(),
                match aim {
                    Some(aim) => format!("{:.2} | {aim} {}", linli / bare, sign(linli / bare <= aim)),
                    None => format!("{:.2} | ", linli / bare),
                },
                sign(growth <= GROWTH)
            );
        }
    }
    for ((story, who), bytes) in BYTES.lock().expect("the notes").iter() {
        println!("bytes: {story}, {who}: {bytes}");
    }
}

pub fn sign(met: bool) -> &'static str {
    if met { "✓ " } else { "✗ " }
}
