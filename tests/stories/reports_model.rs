//! Whatever was booked, held, reported and missed: the totals by any grouping agree with a plain sum over the rows that
//! were written, and what nobody reported is never taken for nought.

use std::collections::BTreeMap;

use linli::domain::activities::ActivityKind;
use linli::domain::agreements::TroupeId;
use linli::domain::reports::{By, Figures, Filter, Key, Kind, Report};
use linli::domain::rooms::RoomId;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::reports::{Of, Past};
use crate::support;
use crate::support::TestApp;

/// A row to be: a booking of a troupe, or a session of the centre's.
#[derive(Debug, Clone, Copy)]
struct Raw {
    /// Days after 1 September 2026; the last ones are still to come.
    day: u32,
    /// Half hours after 8:30, and how many of them.
    from: u32,
    long: u32,
    room: usize,
    /// The third has no agreement; a fourth is the centre with an activity.
    whose: usize,
    /// Approved five times of eight.
    state: usize,
    no_show: u8,
    visits: Option<i32>,
}

const STATES: [&str; 8] =
    ["approved", "approved", "approved", "approved", "approved", "displaced", "cancelled", "requested"];
const ROOMS: [&str; 3] = ["Studio", "East hall", "Hall"];
const TROUPES: [&str; 3] = ["古文化舞蹈队", "红歌合唱团", "太极队"];

fn raw() -> impl Strategy<Value = Raw> {
    let when = (0..90_u32, 0..10_u32, 1..5_u32);
    let visits = prop_oneof![Just(None), (0..60).prop_map(Some)];
    (when, 0..3_usize, 0..4_usize, 0..8_usize, 0..6_u8, visits).prop_map(
        |((day, from, long), room, whose, state, no_show, visits)| Raw {
            day,
            from,
            long,
            room,
            whose,
            state,
            no_show,
            visits,
        },
    )
}

/// The plain sum: sessions, reported, visits, minutes, no-shows, displaced.
type Sum = (u32, u32, i64, i64, u32, u32);

fn sum_of(figures: &Figures) -> Sum {
    let Figures { sessions, reported, visits, minutes, no_shows, displaced, .. } = figures;
    (*sessions, *reported, *visits, *minutes, *no_shows, *displaced)
}

impl Raw {
    fn date(self) -> chrono::NaiveDate {
        chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(self.day.into())
    }

    fn times(self) -> (String, String) {
        let at = |half: u32| format!("{:02}:{:02}", (17 + half) / 2, (17 + half) % 2 * 30);
        (at(self.from), at(self.from + self.long))
    }

    /// Over before 8:00 on 21 November.
    fn is_over(self) -> bool {
        self.date() < chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn is_session(self) -> bool {
        self.whose == TROUPES.len()
    }

    fn adds_to(self, sum: &mut Sum) {
        let state = if self.is_session() { "approved" } else { STATES[self.state] };
        match (self.is_over(), state, self.no_show == 0 && !self.is_session()) {
            (true, "approved", false) => {
                sum.0 += 1;
                sum.3 += i64::from(self.long) * 30;
                if let Some(visits) = self.visits {
                    sum.1 += 1;
                    sum.2 += i64::from(visits);
                }
            }
            (true, "approved", true) => sum.4 += 1,
            (true, "displaced", _) => sum.5 += 1,
            _ => {}
        }
    }

    fn write(self, past: &Past, activity: i64) {
        let (day, (from, to)) = (self.date().to_string(), self.times());
        let (times, room) = ((from.as_str(), to.as_str()), past.room(ROOMS[self.room]));
        let at = format!("{day}T{from}");
        let of = if self.is_session() {
            Of::Session(past.db_session(activity, Some(room), &day, times, false))
        } else {
            let id = past.db_booking(past.troupe(TROUPES[self.whose]), room, &day, times, STATES[self.state]);
            match self.no_show {
                0 => past.db_no_show(id, false),
                1 => past.db_no_show(id, true),
                _ => {}
            }
            Of::Booking(id)
        };
        if let Some(visits) = self.visits {
            past.db_report(of, &at, visits);
        }
    }
}

fn agrees(kind: support::Kind, cases: u32) {
    let config = Config { failure_persistence: None, ..Config::with_cases(cases) };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&vec(raw(), 0..30), |mut rows| {
        // A request's key says who, where and when: the same twice is one.
        rows.sort_by_key(|row| (row.day, row.from, row.long, row.room, row.whose, row.state));
        rows.dedup_by_key(|row| (row.day, row.from, row.long, row.room, row.whose, STATES[row.state]));
        let app = TestApp::on(kind);
        let past = Past::of(&app);
        let activity = past.db_activity("讲座", "lecture", "none", None);
        rows.iter().for_each(|row| row.write(&past, activity));
        let facts = past.facts("2026-09-01", "2026-11-30");
        let report = Report::of(&facts, Filter::default());
        let mut total = Sum::default();
        let mut by_month: BTreeMap<u32, Sum> = BTreeMap::new();
        let mut by_room: BTreeMap<RoomId, Sum> = BTreeMap::new();
        let mut by_troupe: BTreeMap<Option<TroupeId>, Sum> = BTreeMap::new();
        let mut by_kind: BTreeMap<Kind, Sum> = BTreeMap::new();
        for row in &rows {
            row.adds_to(&mut total);
            row.adds_to(by_month.entry(chrono::Datelike::month(&row.date())).or_default());
            row.adds_to(by_room.entry(RoomId(past.room(ROOMS[row.room]))).or_default());
            let whose = TROUPES.get(row.whose).map(|name| TroupeId(past.troupe(name)));
            row.adds_to(by_troupe.entry(whose).or_default());
            let kind = if row.is_session() { Kind::Activity(ActivityKind::Lecture) } else { Kind::Rehearsal };
            row.adds_to(by_kind.entry(kind).or_default());
        }
        let figures = report.figures();
        prop_assert_eq!(sum_of(figures), total);
        prop_assert_eq!(figures.visits().is_none(), total.0 > 0 && total.1 == 0, "unknown is not nought");
        prop_assert!(figures.share.used <= figures.share.open);
        for by in [By::Troupe, By::Agreement, By::Room, By::Kind, By::Tag, By::Month] {
            let parts = report.rows(by);
            let sum = parts.iter().fold(Sum::default(), |sum, row| {
                let part = sum_of(&row.figures);
                (
                    sum.0 + part.0,
                    sum.1 + part.1,
                    sum.2 + part.2,
                    sum.3 + part.3,
                    sum.4 + part.4,
                    sum.5 + part.5,
                )
            });
            prop_assert_eq!(sum, total, "{:?}", by);
            for row in &parts {
                let Figures { sessions, reported, .. } = row.figures;
                let unknown = sessions > 0 && reported == 0;
                prop_assert_eq!(
                    row.figures.visits().is_none(),
                    unknown,
                    "{:?}: unknown is not nought",
                    row.key
                );
                let naive = match row.key {
                    Key::Month(month) => by_month.get(&chrono::Datelike::month(&month)),
                    Key::Room(room) => by_room.get(&room),
                    Key::Kind(kind) => by_kind.get(&kind),
                    Key::Troupe(troupe) => by_troupe.get(&Some(troupe)),
                    Key::Rest if by == By::Troupe => by_troupe.get(&None),
                    _ => continue,
                };
                prop_assert_eq!(sum_of(&row.figures), naive.copied().unwrap_or_default(), "{:?}", row.key);
            }
        }
        // A filter is the part that it names.
        for row in report.rows(By::Room) {
            let Key::Room(room) = row.key else { continue };
            let filter = Filter { room: Some(room), ..Filter::default() };
            let alone = Report::of(&facts, filter);
            prop_assert_eq!(alone.figures(), &row.figures, "{:?}", room);
        }
        for row in report.rows(By::Kind) {
            let Key::Kind(kind) = row.key else { continue };
            let filter = Filter { kind: Some(kind), ..Filter::default() };
            let alone = Report::of(&facts, filter);
            prop_assert_eq!(alone.figures(), &row.figures);
        }
        // Months share out the hours; so does what troupes and the centre took, for nobody is where another is.
        let months = report.rows(By::Month);
        let open: i64 = months.iter().map(|row| row.figures.share.open).sum();
        let used: i64 = months.iter().map(|row| row.figures.share.used).sum();
        prop_assert_eq!((used, open), (figures.share.used, figures.share.open));
        // And the hours of the week, too.
        let heat = report.heat(None);
        let cells = (0..7).flat_map(|weekday| heat.hours().into_iter().map(move |hour| (weekday, hour)));
        let cells: Vec<_> = cells.map(|(weekday, hour)| heat.at(weekday, hour)).collect();
        prop_assert_eq!(cells.iter().map(|cell| cell.open).sum::<i64>(), figures.share.open);
        prop_assert_eq!(cells.iter().map(|cell| cell.used).sum::<i64>(), figures.share.used);
        prop_assert!(
            report.rows(By::Kind).iter().all(|row| Kind::all().any(|kind| row.key == Key::Kind(kind)))
        );
        Ok(())
    });
    result.unwrap();
}

#[test]
fn totals_agree_with_a_plain_sum_on_sqlite() {
    agrees(support::Kind::Sqlite, 24);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn totals_agree_with_a_plain_sum_on_postgres() {
    agrees(support::Kind::Postgres, 6);
}
