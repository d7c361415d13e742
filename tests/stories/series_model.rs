//! A series under random sequences of edits, against a model that knows each date alone.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use linli::base::time::{DaySpan, Span, Wall};
use linli::domain::bookings::State;
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::series::adding_back::{Added, add_back};
use linli::domain::bookings::series::cancelling::cancel;
use linli::domain::bookings::series::changing::{Change, Changed};
use linli::domain::bookings::series::{Choice, Scope, SeriesId, store};

use crate::series::{acting, changed, created, on, part, weekly};
use crate::support::{Kind, TestApp};

/// One date: the day and time it was last booked for, whether that stands, and the series it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Model {
    at: Option<Span>,
    stands: bool,
    series: usize,
}

/// On which weekday and when a series is by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Terms {
    weekday: Weekday,
    part: DaySpan,
}

impl Terms {
    /// In the week of the date that the rule named.
    fn on(self, original: NaiveDate) -> Span {
        let mut day = original;
        while day.weekday() != Weekday::Mon {
            day = day.pred_opt().unwrap();
        }
        while day.weekday() != self.weekday {
            day = day.succ_opt().unwrap();
        }
        Span::on(day, self.part)
    }
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % most
    }
}

struct Story<'a> {
    app: &'a TestApp,
    dates: BTreeMap<NaiveDate, Model>,
    series: Vec<(SeriesId, Terms)>,
    keys: usize,
}

impl Story<'_> {
    fn now(&self) -> Wall {
        self.app.rival().centre.zone.wall(self.app.now())
    }

    fn begins(&self, date: NaiveDate) -> Wall {
        let one = self.dates[&date];
        one.at.unwrap_or_else(|| self.series[one.series].1.on(date)).start()
    }

    fn to_come(&self, date: NaiveDate) -> bool {
        self.dates[&date].stands && self.begins(date) > self.now()
    }

    fn of(&self, series: usize, from: NaiveDate) -> Vec<NaiveDate> {
        let there = self.dates.range(from..).filter(|(_, one)| one.series == series);
        there.map(|(date, _)| *date).collect()
    }

    /// The dates of a scope.
    fn scoped(&self, series: usize, scope: Scope) -> Vec<NaiveDate> {
        match scope {
            Scope::One(date) => vec![date],
            Scope::Following(date) => self.of(series, date),
            Scope::All => self.of(series, NaiveDate::MIN),
        }
    }

    fn give_up(&mut self, date: NaiveDate, scope: Scope) {
        let series = self.dates[&date].series;
        let leader = self.app.rival();
        let id = self.series[series].0;
        self.app.write(|conn| cancel(conn, acting(&leader), id, scope, Canceller::Troupe, None));
        for date in
            self.scoped(series, scope).into_iter().filter(|date| self.to_come(*date)).collect::<Vec<_>>()
        {
            self.dates.get_mut(&date).unwrap().stands = false;
        }
    }

    fn bring_back(&mut self, date: NaiveDate) {
        let one = self.dates[&date];
        let (id, terms) = self.series[one.series];
        let leader = self.app.rival();
        self.keys += 1;
        let key = format!("back-{}", self.keys);
        let added =
            self.app.write(|conn| add_back(conn, acting(&leader), id, date, Choice::Take, &key, false));
        let can = !one.stands && terms.on(date).start() > self.now();
        assert_eq!(matches!(added, Added::Done(_)), can, "{date}: {added:?}");
        if can {
            *self.dates.get_mut(&date).unwrap() = Model { at: Some(terms.on(date)), stands: true, ..one };
        }
    }

    fn change(&mut self, date: NaiveDate, scope: Scope, to: Terms) {
        let series = self.dates[&date].series;
        let (id, terms) = self.series[series];
        let now = self.now();
        let scoped: Vec<NaiveDate> =
            self.scoped(series, scope).into_iter().filter(|date| self.begins(*date) > now).collect();
        let moves: Vec<NaiveDate> = scoped
            .iter()
            .copied()
            .filter(|date| self.to_come(*date) && self.dates[date].at == Some(terms.on(*date)))
            .filter(|date| to.on(*date).start() >= now)
            .collect();
        self.keys += 1;
        let change = Change {
            room: self.app.room("Studio").id,
            part: to.part,
            weekdays: (to.weekday != terms.weekday).then(|| vec![to.weekday]),
            size: 12,
            purpose: "排练".into(),
            by: Canceller::Troupe,
            reason: None,
            request_key: format!("change-{}", self.keys),
        };
        let done = match changed(&self.app.rival(), id, scope, &change) {
            Changed::Done(series, _) => series,
            Changed::Nothing(_) => return assert!(moves.is_empty(), "{date} should have moved"),
            Changed::Repeated(..) => panic!("every change has a key of its own"),
            Changed::Differs(_) => panic!("shown a moment ago"),
        };
        assert!(!moves.is_empty());
        for date in moves {
            self.dates.get_mut(&date).unwrap().at = Some(to.on(date));
        }
        let first = scoped[0];
        if self.dates.iter().any(|(date, one)| one.series == series && *date < first) {
            self.series.push((done.id, to));
            let successor = self.series.len() - 1;
            for date in self.of(series, first) {
                self.dates.get_mut(&date).unwrap().series = successor;
            }
        } else {
            assert_eq!(done.id, id);
            self.series[series].1 = to;
        }
    }

    fn agrees(&self) {
        for (place, (id, _)) in self.series.iter().enumerate() {
            let there = self.app.read(|conn| store::dates(conn, *id));
            let found: Vec<(NaiveDate, bool, Option<Wall>)> = there
                .iter()
                .map(|date| {
                    let stands = date.state() == Some(State::Approved);
                    (date.original, stands, date.booked.as_ref().map(|one| one.booking.starts_at))
                })
                .collect();
            let expected: Vec<(NaiveDate, bool, Option<Wall>)> = self
                .of(place, NaiveDate::MIN)
                .into_iter()
                .map(|date| (date, self.dates[&date].stands, self.dates[&date].at.map(|at| at.start())))
                .collect();
            assert_eq!(found, expected, "series {id}");
        }
    }
}

#[test]
fn a_series_is_what_its_edits_made_of_it_date_by_date() {
    let times =
        [part((9, 0), (11, 0)), part((9, 30), (11, 30)), part((14, 0), (16, 0)), part((15, 0), (17, 0))];
    // Not on Tuesdays: on 1 December nothing is open.
    let weekdays = [Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];
    for seed in 1..=12 {
        let app = TestApp::on(Kind::Sqlite);
        let leader = app.rival();
        let wanted = weekly(&leader, &app.room("Studio"), &[Weekday::Wed], "2026-12-23", "a");
        let series = created(&leader, &wanted, &[("2026-12-09", Choice::Skip)]);
        let all = ["11-25", "12-02", "12-09", "12-16", "12-23"].map(|day| on(&format!("2026-{day}")));
        let terms = Terms { weekday: Weekday::Wed, part: times[0] };
        let model = |date: &NaiveDate| match *date == on("2026-12-09") {
            true => Model { at: None, stands: false, series: 0 },
            false => Model { at: Some(terms.on(*date)), stands: true, series: 0 },
        };
        let mut story = Story {
            app: &app,
            dates: all.iter().map(|date| (*date, model(date))).collect(),
            series: vec![(series.id, terms)],
            keys: 0,
        };
        story.agrees();
        let mut dice = Dice(seed);
        for _ in 0..25 {
            let date = all[dice.below(all.len())];
            match dice.below(10) {
                0 => story.give_up(date, Scope::Following(date)),
                1 | 2 => story.give_up(date, Scope::One(date)),
                3 | 4 => story.bring_back(date),
                5..=8 => {
                    let scope = if dice.below(3) == 0 { Scope::All } else { Scope::Following(date) };
                    let part = times[dice.below(times.len())];
                    let weekday = match dice.below(2) {
                        0 => story.series[story.dates[&date].series].1.weekday,
                        _ => weekdays[dice.below(weekdays.len())],
                    };
                    story.change(date, scope, Terms { weekday, part });
                }
                _ => app.hours_pass(24 * (1 + dice.below(3) as i64)),
            }
            story.agrees();
        }
    }
}
