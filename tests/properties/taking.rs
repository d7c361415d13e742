//! The only function that makes a space taken.

use std::collections::HashMap;

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::schema::{activity, occupancy, session};
use linli::base::time::{DaySpan, Instant, Span};
use linli::domain::occupancy::{self as taking, SessionId, Taker, Taking};
use linli::domain::rooms::SpaceId;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::database::TestDatabase;
use crate::support::{self, Kind};
use crate::{DAY, TUESDAY, day_span};

/// `occupancy::take` against a table of minutes, over three spaces and two days, while time passes: a hold takes its
/// space until its moment and not a moment longer, whether anything has removed it or not.
fn taking_agrees_with_the_minutes(kind: Kind, cases: u32) {
    /// Room, day, span and turnaround; how many minutes pass before, for how many it is held if it is, and whether it is
    /// given up at once.
    type Wanted = ((usize, i64, DaySpan, i32), (i64, Option<i64>, bool));
    let database = TestDatabase::furnished(kind);
    let db = database.open(1);
    let rooms: [&[SpaceId]; 4] =
        [&[SpaceId(1)], &[SpaceId(2)], &[SpaceId(1), SpaceId(2)], &[SpaceId(1), SpaceId(2), SpaceId(3)]];
    let wanted = vec(
        (
            (0usize..4, 0i64..2, day_span(15), prop_oneof![Just(0), Just(15), Just(120)]),
            (0i64..40, proptest::option::of(0i64..60), any::<bool>()),
        ),
        1..25,
    );
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    let outcome = runner.run(&wanted, |wishes: Vec<Wanted>| {
        let mut model: HashMap<(SpaceId, i64), (SessionId, Option<Instant>)> = HashMap::new();
        let mut now = support::fixture::made_at();
        let done = db.write_now(|conn| {
            diesel::delete(occupancy::table).execute(conn)?;
            for ((room, day, part, turnaround), (passes, held, leave)) in wishes {
                now = now.plus(Duration::minutes(passes));
                model.retain(|_, (_, until)| until.is_none_or(|until| until > now));
                let until = held.map(|minutes| now.plus(Duration::minutes(minutes)));
                let span = Span::on(TUESDAY + Duration::days(day), part);
                let id = new_session(conn, span)?;
                let spaces = rooms[room];
                let answer = taking::take(conn, spaces, span, turnaround, Taker::Session(id), until, now)?;
                let from = day * i64::from(DAY) + i64::from(part.from().get());
                let to = day * i64::from(DAY) + i64::from(part.to().get() + turnaround);
                let minutes = || spaces.iter().flat_map(|space| (from..to).map(|minute| (*space, minute)));
                let free = minutes().all(|minute| !model.contains_key(&minute));
                assert_eq!(answer == Taking::Taken, free, "{span:?} in {spaces:?}");
                match answer {
                    Taking::Taken => model.extend(minutes().map(|minute| (minute, (id, until)))),
                    Taking::InTheWay(there) => {
                        let mut named: Vec<Taker> = there.iter().map(|one| one.taker).collect();
                        let mut expected: Vec<Taker> = minutes()
                            .filter_map(|minute| model.get(&minute))
                            .map(|(id, _)| Taker::Session(*id))
                            .collect();
                        named.sort_by_key(|taker| format!("{taker:?}"));
                        expected.sort_by_key(|taker| format!("{taker:?}"));
                        named.dedup();
                        expected.dedup();
                        assert_eq!(named, expected);
                    }
                }
                if leave {
                    taking::free(conn, Taker::Session(id))?;
                    model.retain(|_, (holder, _)| *holder != id);
                }
            }
            Ok(())
        });
        done.map_err(|error| TestCaseError::fail(error.to_string()))
    });
    outcome.unwrap();
}

fn new_session(conn: &mut linli::base::db::Conn, span: Span) -> linli::base::error::Result<SessionId> {
    let now = support::fixture::made_at();
    let activities: i64 = activity::table.count().get_result(conn)?;
    if activities == 0 {
        diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(1), activity::title.eq(""), activity::title_en.eq("")),
                (activity::kind.eq("other"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(1), activity::created_at.eq(now)),
            ))
            .execute(conn)?;
    }
    let of: i64 = activity::table.select(activity::id).first(conn)?;
    Ok(diesel::insert_into(session::table)
        .values((
            (session::centre_id.eq(1), session::activity_id.eq(of)),
            (session::place.eq(""), session::place_en.eq("")),
            (session::starts_at.eq(span.start()), session::ends_at.eq(span.end())),
            (session::turnaround_minutes.eq(0), session::changed_at.eq(now), session::sequence.eq(0)),
        ))
        .returning(session::id)
        .get_result(conn)?)
}

#[test]
fn taking_agrees_with_the_minutes_on_sqlite() {
    taking_agrees_with_the_minutes(Kind::Sqlite, 64);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn taking_agrees_with_the_minutes_on_postgres() {
    taking_agrees_with_the_minutes(Kind::Postgres, 24);
}
