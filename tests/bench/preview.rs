//! A year's preview: every Tuesday of a year judged before anything is written, beside the check of one of its
//! dates. The first weeks are taken, so that alternatives are looked for; the rest is free.
//!
//! Both are the use case on a connection; here the smaller one, and not something hand-written, is the reference.
//! `tests/queries.rs` holds the preview to as many queries for a year as for a week.

use std::hint::black_box;

use chrono::{Duration, NaiveDate};
use criterion::{BenchmarkId, Criterion};
use linli::base::db::Conn;
use linli::base::time::{DaySpan, Minute, Span};
use linli::domain::agreements::TroupeId;
use linli::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use linli::domain::bookings::series::{Choices, Wanted, planning};
use linli::domain::bookings::{Acting, Verdict, store};
use linli::domain::centres::{self, Centre, CentreId};
use linli::domain::people::PersonId;
use linli::domain::rooms::{self, RoomId};

use crate::data::{Data, MONDAY, Size};

pub const NAME: &str = "year preview";

const ROOM: RoomId = RoomId(2);
const TROUPE: TroupeId = TroupeId(1);
const PEOPLE: i32 = 20;
const DATES: i64 = 52;

pub fn bench(criterion: &mut Criterion, size: Size) {
    let data = Data::of(size);
    let tuesday = MONDAY.parse::<NaiveDate>().expect("a date") + Duration::days(1);
    let part = DaySpan::new(Minute::hm(9, 0), Minute::hm(11, 0)).expect("a span");
    let wanted = Wanted {
        troupe: TROUPE,
        room: ROOM,
        recurrence: Recurrence {
            rule: Rule::Weekly { every: 1, weekdays: vec![chrono::Weekday::Tue] },
            starts_on: tuesday,
            end: End::Until(tuesday + Duration::days(7 * (DATES - 1))),
            holidays: Holidays::Keep,
        },
        part,
        size: PEOPLE,
        purpose: "排练".into(),
        request_key: "preview".into(),
        on_behalf: false,
        extends: None,
    };
    let date = Span::on(tuesday + Duration::days(7 * 20), part);
    let now = data.clock.now();
    let centre = data.db.read_now(|conn| centres::store::by_id(conn, CentreId(1))).expect("the centre");
    let mut group = criterion.benchmark_group(NAME);
    let mut run = |name: &str, work: &dyn Fn(&mut Conn)| {
        group.bench_function(BenchmarkId::new(name, size.0), |b| {
            data.db
                .read_now(|conn| {
                    b.iter(|| work(conn));
                    Ok(())
                })
                .expect("a connection");
        });
    };
    let acting = Acting { centre: &centre, person: Some(PersonId(1)), now };
    run("linli", &|conn| {
        let plan =
            planning::plan(conn, acting, &wanted, &Choices::new()).expect("a plan").expect("an agreement");
        let taken = plan.dates.iter().filter(|date| !date.verdict.fits());
        assert_eq!((plan.dates.len() as i64, taken.count()), (DATES, 4));
    });
    run("bare", &|conn| assert_eq!(check(conn, &centre, date, acting), Verdict::Granted));
}

/// What asking for one date looks at before it is granted.
fn check(conn: &mut Conn, centre: &Centre, date: Span, acting: Acting) -> Verdict {
    let room = rooms::store::room(conn, centre.id, ROOM).expect("the room");
    let facts = store::facts_of_room(conn, centre, &room, TROUPE, date, acting.now).expect("the facts");
    black_box(facts.verdict(&room, date, PEOPLE))
}
