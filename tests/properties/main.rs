//! Properties that hold for whatever comes: spans, hours, stretches, overlap and taking, each against a model
//! that counts minutes one by one; and what is offered would be granted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod fitting;
mod sharing_out;
mod spans;
mod taking;
mod world;

use chrono::NaiveDate;
use linli::base::time::{DaySpan, Minute};
use proptest::prelude::*;

const DAY: i32 = 24 * 60;
/// A Tuesday.
const TUESDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn minutes(of: impl IntoIterator<Item = DaySpan>) -> Vec<bool> {
    let mut minutes = vec![false; DAY as usize];
    for span in of {
        minutes[span.from().get() as usize..span.to().get() as usize].fill(true);
    }
    minutes
}

/// Any span of a day, on multiples of `grain`.
fn day_span(grain: i32) -> impl Strategy<Value = DaySpan> {
    let last = DAY / grain;
    (0..last).prop_flat_map(move |from| (Just(from), from + 1..=last)).prop_map(move |(from, to)| {
        DaySpan::new(Minute::new(from * grain).unwrap(), Minute::new(to * grain).unwrap()).unwrap()
    })
}

fn is_sorted_and_apart(spans: &[DaySpan]) -> bool {
    spans.windows(2).all(|pair| pair[0].to() < pair[1].from())
}
