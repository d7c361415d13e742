//! Sixty-four residents want the same few places at the same moment, through HTTP.

use diesel::prelude::*;
use linli::base::db::schema::{activity, registration, seat, session};
use linli::domain::registrations::RegistrationState as State;
use serde_json::json;

use crate::support::{Kind, fixture};
use crate::{CLIENTS, Race};

const PLACES: i32 = 20;

/// A course with few places; its number.
fn db_course(race: &Race) -> i64 {
    let now = fixture::made_at();
    race.stage
        .db
        .write_now(|conn| {
            let by: i64 = linli::base::db::schema::person::table
                .select(linli::base::db::schema::person::id)
                .order(linli::base::db::schema::person::id)
                .first(conn)?;
            let id: i64 = diesel::insert_into(activity::table)
                .values((
                    (activity::centre_id.eq(1), activity::title.eq("太极拳"), activity::title_en.eq("")),
                    (activity::kind.eq("course"), activity::audience.eq(""), activity::audience_en.eq("")),
                    (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                    (activity::created_by.eq(by), activity::created_at.eq(now)),
                    (activity::registration.eq("course"), activity::places.eq(Some(PLACES))),
                ))
                .returning(activity::id)
                .get_result(conn)?;
            let day = race.stage.day;
            let at = |hour| linli::base::time::Wall::at(day, linli::base::time::Minute::hm(hour, 0));
            diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(1), session::activity_id.eq(id)),
                    (session::place.eq("小区东门"), session::place_en.eq("East gate")),
                    (session::starts_at.eq(at(9)), session::ends_at.eq(at(10))),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0), session::changed_at.eq(now)),
                ))
                .execute(conn)?;
            Ok(id)
        })
        .unwrap()
}

/// Everybody registers for one to three people, twice with the same key; then half of them cancel at once.
fn few_places(race: &Race) {
    let course = db_course(race);
    let answers = race.run(|program, number| {
        let body = json!({
            "name": format!("居民{number}"), "phone": format!("139{number:08}"), "party": 1 + number % 3,
            "request_key": format!("race-places-{number}"),
        });
        let path = format!("/activities/{course}/registrations");
        let first = program.post(&path, &body);
        let again = program.post(&path, &body);
        assert_eq!((first.status, again.status), (200, 200), "{first:?} {again:?}");
        assert_eq!(first.json["token"], again.json["token"]);
        first
    });
    let confirmed = answers.iter().filter(|one| one.json["status"] == "confirmed");
    let people: i64 = confirmed.map(|one| one.json["party"].as_i64().unwrap()).sum();
    assert!(people <= i64::from(PLACES), "{people}");
    check(race, course);
    // Those that are in line are offered what frees, whoever cancels first.
    let gone = race.run(|program, number| {
        let token = answers[number].json["token"].as_str().unwrap();
        (number % 2 == 0).then(|| program.post(&format!("/registrations/{token}/cancellation"), &json!({})))
    });
    assert!(gone.iter().flatten().all(|answer| answer.status == 200), "{gone:?}");
    assert_eq!(gone.iter().flatten().count(), CLIENTS / 2);
    check(race, course);
}

/// As many rows of places as people have one, each number once and none too high; nobody overtook the line.
fn check(race: &Race, course: i64) {
    type Row = (i64, i32, State);
    let (rows, seats): (Vec<Row>, Vec<i32>) = race
        .stage
        .db
        .read_now(|conn| {
            let rows = registration::table
                .filter(registration::activity_id.eq(course))
                .order((registration::queued_at, registration::id))
                .select((registration::id, registration::party, registration::state))
                .load(conn)?;
            let seats = seat::table
                .filter(seat::activity_id.eq(course))
                .order(seat::number)
                .select(seat::number)
                .load(conn)?;
            Ok((rows, seats))
        })
        .unwrap();
    assert_eq!(rows.len(), CLIENTS);
    let taken: i32 = rows.iter().filter(|row| row.2.is_seated()).map(|row| row.1).sum();
    assert_eq!(seats.len() as i32, taken);
    assert!(taken <= PLACES && seats.iter().all(|number| (1..=PLACES).contains(number)), "{seats:?}");
    assert!(seats.windows(2).all(|pair| pair[0] < pair[1]), "{seats:?}");
    // What is left is too little for the first in line.
    let mut line: Vec<&Row> = rows.iter().filter(|row| row.2 == State::Waiting).collect();
    line.sort_by_key(|row| row.0);
    if let Some(first) = line.first() {
        assert!(first.1 > PLACES - taken, "{first:?} could have had {} places", PLACES - taken);
    }
}

#[test]
fn places_are_given_once_on_sqlite() {
    few_places(&Race::on(Kind::Sqlite, 1));
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn places_are_given_once_on_postgres() {
    few_places(&Race::on(Kind::Postgres, 1));
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn places_are_given_once_by_two_processes() {
    few_places(&Race::on(Kind::Postgres, 2));
}
