//! `VTIMEZONE` (RFC 5545 §3.6.5), from the time-zone database compiled in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::Lines;
use crate::base::time::Zone;

/// A stretch of time with one offset from UTC.
struct Observance {
    /// When it begins, on the clock as it stood before.
    onset: NaiveDateTime,
    from_seconds: i32,
    to_seconds: i32,
    daylight: bool,
    name: String,
}

/// The lines of a zone.
type Block = Arc<[String]>;

/// Zones as they were written, by name and years: finding the changes takes hundreds of looks, every letter about a
/// booking needs them, and it is written while a transaction waits.
static WRITTEN: Mutex<BTreeMap<(&str, i32, i32), Block>> = Mutex::new(BTreeMap::new());
/// An installation knows a zone or two and a year or two.
const MOST_WRITTEN: usize = 32;

/// Writes the zone with the observances that hold between two dates, the year before and the year after: each by
/// its own date, because the rules of a year are all that is known for certain.
pub(super) fn write(lines: &mut Lines, zone: Zone, first: NaiveDate, last: NaiveDate) {
    let key = (zone.name(), first.year(), last.year());
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = written.get(&key).cloned();
    let block = known.unwrap_or_else(|| {
        if written.len() >= MOST_WRITTEN {
            written.clear();
        }
        let block: Block = block(zone, key.1, key.2).into();
        written.insert(key, block.clone());
        block
    });
    drop(written);
    for line in block.iter() {
        lines.push(line);
    }
}

fn block(zone: Zone, first_year: i32, last_year: i32) -> Vec<String> {
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", zone.name())];
    for observance in observances(zone.tz(), first_year, last_year) {
        let part = if observance.daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.push(format!("BEGIN:{part}"));
        lines.push(format!("DTSTART:{}", observance.onset.format("%Y%m%dT%H%M%S")));
        lines.push(format!("TZOFFSETFROM:{}", offset(observance.from_seconds)));
        lines.push(format!("TZOFFSETTO:{}", offset(observance.to_seconds)));
        lines.push(format!("TZNAME:{}", observance.name));
        lines.push(format!("END:{part}"));
    }
    lines.push("END:VTIMEZONE".to_owned());
    lines
}

fn observances(zone: Tz, first_year: i32, last_year: i32) -> Vec<Observance> {
    let mut found = Vec::new();
    let mut before = midnight(first_year - 1);
    let last = midnight(last_year + 2);
    while before < last {
        // A week: no zone changes twice within one.
        let after = before + Duration::days(7);
        if seconds_east(zone, before) != seconds_east(zone, after) {
            found.push(observance(zone, change(zone, before, after)));
        }
        before = after;
    }
    // What held before the first change: since ever, for all that an event of that year can tell.
    let start = midnight(first_year - 1);
    let first = Observance {
        onset: midnight(1970).naive_utc(),
        from_seconds: seconds_east(zone, start),
        ..observance(zone, start)
    };
    found.insert(0, first);
    found
}

/// The first second with the new offset, between two moments with different ones.
fn change(zone: Tz, before: DateTime<chrono::Utc>, after: DateTime<chrono::Utc>) -> DateTime<chrono::Utc> {
    let (mut before, mut after) = (before, after);
    while after - before > Duration::seconds(1) {
        let middle = before + Duration::seconds((after - before).num_seconds() / 2);
        if seconds_east(zone, middle) == seconds_east(zone, before) {
            before = middle
        } else {
            after = middle
        }
    }
    after
}

fn observance(zone: Tz, onset: DateTime<chrono::Utc>) -> Observance {
    let from_seconds = seconds_east(zone, onset - Duration::seconds(1));
    let offset = zone.offset_from_utc_datetime(&onset.naive_utc());
    Observance {
        onset: onset.naive_utc() + Duration::seconds(from_seconds.into()),
        from_seconds,
        to_seconds: offset.fix().local_minus_utc(),
        daylight: offset.dst_offset() > Duration::zero(),
        name: offset.abbreviation().unwrap_or(zone.name()).to_owned(),
    }
}

fn seconds_east(zone: Tz, at: DateTime<chrono::Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

fn midnight(year: i32) -> DateTime<chrono::Utc> {
    let day = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// `+0800`; seconds only where a zone has them (§3.3.14).
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.abs();
    let mut text = format!("{sign}{:02}{:02}", size / 3600, size / 60 % 60);
    if size % 60 != 0 {
        text.push_str(&format!("{:02}", size % 60));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::event;
    use super::super::{Method, invitation};

    fn timezone(zone: &str) -> Vec<String> {
        let file = invitation(Method::Request, &event(zone, "2026-06-24T09:00", "2026-06-24T11:00"));
        let (_, rest) = file.split_once("BEGIN:VTIMEZONE\r\n").unwrap();
        rest.split_once("END:VTIMEZONE").unwrap().0.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn shanghai_has_one_standard_time() {
        assert_eq!(
            timezone("Asia/Shanghai"),
            [
                "TZID:Asia/Shanghai",
                "BEGIN:STANDARD",
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+0800",
                "TZOFFSETTO:+0800",
                "TZNAME:CST",
                "END:STANDARD"
            ]
        );
    }

    #[test]
    fn berlin_changes_twice_a_year_on_the_clock_before_the_change() {
        let lines = timezone("Europe/Berlin").join("|");
        assert!(lines.contains(
            "BEGIN:DAYLIGHT|DTSTART:20260329T020000|TZOFFSETFROM:+0100|TZOFFSETTO:+0200|TZNAME:CEST|END:DAYLIGHT"
        ));
        assert!(lines.contains(
            "BEGIN:STANDARD|DTSTART:20261025T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100|TZNAME:CET|END:STANDARD"
        ));
    }

    #[test]
    fn the_south_and_half_hours_are_right() {
        let lines = timezone("Australia/Adelaide").join("|");
        assert!(
            lines.starts_with("TZID:Australia/Adelaide|BEGIN:DAYLIGHT|DTSTART:19700101T000000"),
            "{lines}"
        );
        assert!(lines.contains("DTSTART:20260405T030000|TZOFFSETFROM:+1030|TZOFFSETTO:+0930"), "{lines}");
        assert!(timezone("America/St_Johns").contains(&"TZOFFSETTO:-0230".to_owned()));
    }
}
