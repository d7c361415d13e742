//! What counts as held, how many came, how many people they are, and how full the rooms were.

use diesel::dsl::max;
use diesel::prelude::*;
use linli::base::db::schema::{booking, disruption};

use super::*;

stories![
    what_nobody_reported_is_unknown_and_not_nought,
    only_what_was_held_counts,
    people_are_counted_by_name_where_there_are_names,
    where_nobody_is_on_the_list_nobody_knows_who_came,
    a_list_of_members_is_read_as_of_the_period,
    a_hall_of_which_one_half_is_used_is_half_used,
    what_two_uses_share_of_a_room_is_used_once,
    shut_hours_are_not_open_and_hours_to_come_neither,
    hours_counted_in_a_drop_in_room_are_visits_of_the_room,
];

fn october(past: &Past) -> Facts {
    past.facts("2026-10-01", "2026-10-31")
}

fn all(facts: &Facts) -> Figures {
    Report::of(facts, Filter::default()).figures().clone()
}

fn what_nobody_reported_is_unknown_and_not_nought(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, studio) = (past.troupe("古文化舞蹈队"), past.room("Studio"));
    let first = past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_booking(dancers, studio, "2026-10-13", MORNING, "approved");
    let unknown = all(&october(&past));
    assert_eq!((unknown.sessions, unknown.reported, unknown.visits()), (2, 0, None));
    past.db_report(Of::Booking(first), "2026-10-06T09:00", 0);
    let nobody = all(&october(&past));
    assert_eq!((nobody.sessions, nobody.reported, nobody.visits()), (2, 1, Some(0)));
    let none = all(&past.facts("2026-09-01", "2026-09-30"));
    assert_eq!((none.sessions, none.visits(), none.people.total()), (0, Some(0), Some(0)));
}

fn only_what_was_held_counts(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, studio) = (past.troupe("古文化舞蹈队"), past.room("Studio"));
    let held = past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_report(Of::Booking(held), "2026-10-06T09:00", 12);
    let missed = past.db_booking(dancers, studio, "2026-10-07", MORNING, "approved");
    past.db_no_show(missed, false);
    past.db_report(Of::Booking(missed), "2026-10-07T09:00", 40);
    let taken_back = past.db_booking(dancers, studio, "2026-10-08", MORNING, "approved");
    past.db_no_show(taken_back, true);
    for state in ["requested", "waiting", "refused", "withdrawn", "lapsed", "cancelled", "displaced"] {
        past.db_booking(dancers, studio, "2026-10-09", MORNING, state);
    }
    // What ended with its agreement was not displaced.
    let ended = past.db_booking(dancers, studio, "2026-10-12", MORNING, "displaced");
    app.write(|conn| {
        let act = (
            (disruption::centre_id.eq(1), disruption::cause.eq("agreement"), disruption::made_by.eq(1)),
            (disruption::reason.eq("暂停"), disruption::reason_en.eq(""), disruption::request_key.eq("halt")),
            disruption::made_at.eq(app.now()),
        );
        diesel::insert_into(disruption::table).values(act).execute(conn)?;
        let of: Option<i64> = disruption::table.select(max(disruption::id)).first(conn)?;
        diesel::update(booking::table.find(ended)).set(booking::disruption_id.eq(of)).execute(conn)?;
        Ok(())
    });
    let talk = past.db_activity("讲座", "lecture", "none", None);
    past.db_session(talk, None, "2026-10-10", MORNING, false);
    past.db_session(talk, None, "2026-10-11", MORNING, true);
    past.db_booking(dancers, studio, "2026-11-21", MORNING, "approved");
    let figures = all(&past.facts("2026-10-01", "2026-11-30"));
    assert_eq!((figures.sessions, figures.reported, figures.visits()), (3, 1, Some(12)));
    assert_eq!((figures.no_shows, figures.displaced, figures.minutes), (1, 1, 360));
    app.hours_pass(3);
    assert_eq!(all(&past.facts("2026-10-01", "2026-11-30")).sessions, 4, "the running one is over");
}

fn people_are_counted_by_name_where_there_are_names(app: &TestApp) {
    let past = Past::of(app);
    let course = past.db_activity("声乐", "course", "course", None);
    let talk = past.db_activity("讲座", "lecture", "session", None);
    past.db_session(course, None, "2026-10-06", MORNING, false);
    let first = past.db_session(talk, None, "2026-10-07", MORNING, false);
    let second = past.db_session(talk, None, "2026-10-14", MORNING, false);
    let cancelled = past.db_session(talk, None, "2026-10-15", MORNING, true);
    past.db_registered(course, None, Some("li@example.org"), 2, "confirmed");
    past.db_registered(talk, Some(first), Some("li@example.org"), 3, "confirmed");
    past.db_registered(talk, Some(second), Some("li@example.org"), 1, "confirmed");
    past.db_registered(talk, Some(second), Some("wu@example.org"), 1, "confirmed");
    past.db_registered(talk, Some(second), Some("qi@example.org"), 4, "waiting");
    past.db_registered(talk, Some(cancelled), Some("ma@example.org"), 4, "confirmed");
    past.db_registered(talk, Some(second), None, 2, "confirmed");
    let people = all(&october(&past)).people;
    assert_eq!((people.registered, people.erased, people.total()), (6, 2, Some(6)));
    assert!(people.may_repeat(), "who was erased may be there twice");
    // Nobody registers for this one, and nobody is guessed.
    let fair = past.db_activity("义诊", "clinic", "none", None);
    past.db_session(fair, None, "2026-10-20", MORNING, false);
    let people = all(&october(&past)).people;
    assert_eq!((people.total(), people.unknown), (Some(6), 1));
    let facts = october(&past);
    let kinds = Report::of(&facts, Filter::default()).rows(By::Kind);
    let clinic = kinds.iter().find(|row| row.figures.people.unknown == 1).unwrap();
    assert_eq!(clinic.figures.people.total(), None);
}

fn where_nobody_is_on_the_list_nobody_knows_who_came(app: &TestApp) {
    let past = Past::of(app);
    let course = past.db_activity("书法", "course", "course", None);
    let full = past.db_session(course, None, "2026-10-06", MORNING, false);
    past.db_report(Of::Session(full), "2026-10-06T09:00", 18);
    let people = all(&october(&past)).people;
    assert_eq!((people.total(), people.unknown), (None, 1), "18 came, and not a name is known");
    let empty = past.db_activity("声乐", "course", "course", None);
    let nobody = past.db_session(empty, None, "2026-10-07", MORNING, false);
    past.db_report(Of::Session(nobody), "2026-10-07T09:00", 0);
    assert_eq!(all(&october(&past)).people.unknown, 1, "that nobody came is known");
    past.db_registered(course, None, Some("li@example.org"), 2, "confirmed");
    let people = all(&october(&past)).people;
    assert_eq!((people.total(), people.unknown, people.beyond), (Some(2), 0, 1));
    let note = reports::words::people_note(Lang::Zh, &people);
    assert_eq!(note, "有名单的2人，其中1场来的人比名单上多");
    // As many as are on the list are not more than are on it.
    past.db_registered(empty, None, Some("wu@example.org"), 3, "confirmed");
    let all_came = past.db_session(empty, None, "2026-10-14", MORNING, false);
    past.db_report(Of::Session(all_came), "2026-10-14T09:00", 3);
    assert_eq!(all(&october(&past)).people.beyond, 1);
}

fn a_list_of_members_is_read_as_of_the_period(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let studio = past.room("Studio");
    past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_booking(dancers, studio, "2026-10-13", MORNING, "approved");
    past.db_member(dancers, "2026-01-01", None);
    past.db_member(dancers, "2026-10-31", None);
    past.db_member(dancers, "2026-01-01", Some("2026-10-01"));
    past.db_member(dancers, "2026-01-01", Some("2026-09-30"));
    past.db_member(dancers, "2026-11-01", None);
    let people = all(&october(&past)).people;
    assert_eq!((people.listed, people.declared, people.total()), (3, 0, Some(3)));
    assert!(!people.may_repeat());
    past.db_booking(singers, studio, "2026-10-07", MORNING, "approved");
    let people = all(&october(&past)).people;
    assert_eq!((people.listed, people.declared, people.total()), (3, 40, Some(43)));
    assert!(people.may_repeat(), "who sings may dance");
}

fn a_hall_of_which_one_half_is_used_is_half_used(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, east) = (past.troupe("古文化舞蹈队"), past.room("East hall"));
    past.db_booking(dancers, east, "2026-10-06", ("08:30", "12:00"), "approved");
    let facts = past.facts("2026-10-06", "2026-10-06");
    let rows = Report::of(&facts, Filter::default()).rows(By::Room);
    let share = |name: &str| {
        let key = Key::Room(app.room(name).id);
        rows.iter().find(|row| row.key == key).unwrap().figures.share
    };
    let day = 210 + 210 + 120;
    assert_eq!(share("East hall"), Share { used: 210, open: day });
    assert_eq!(share("Hall"), Share { used: 210, open: 2 * day });
    assert_eq!(share("West hall"), Share { used: 0, open: day });
    assert_eq!(share("Reading room"), Share::default(), "one walks in");
    // Studio, meeting room, two halves, counselling room: each space once.
    assert_eq!(all(&facts).share, Share { used: 210, open: 5 * day });
}

/// No two stand in a room at once; what was taken over from lists on paper may say so.
fn what_two_uses_share_of_a_room_is_used_once(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, studio) = (past.troupe("古文化舞蹈队"), past.room("Studio"));
    past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_booking(dancers, studio, "2026-10-06", ("10:00", "12:00"), "approved");
    let figures = all(&past.facts("2026-10-06", "2026-10-06"));
    assert_eq!((figures.sessions, figures.minutes, figures.share.used), (2, 240, 180));
}

fn shut_hours_are_not_open_and_hours_to_come_neither(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, studio) = (past.troupe("古文化舞蹈队"), past.room("Studio"));
    // Lunch is not open, whoever is there.
    past.db_booking(dancers, studio, "2026-10-06", ("11:00", "14:30"), "approved");
    let filter = Filter { room: Some(app.room("Studio").id), ..Filter::default() };
    let figures = |from: &str, to: &str| Report::of(&past.facts(from, to), filter).figures().clone();
    assert_eq!(figures("2026-10-06", "2026-10-06").share, Share { used: 90, open: 540 });
    // It is 8:00 on 21 November.
    assert_eq!(figures("2026-11-20", "2026-11-22").share.open, 540);
    app.hours_pass(1);
    assert_eq!(figures("2026-11-20", "2026-11-22").share.open, 570);
    app.hours_pass(24 * 12);
    assert_eq!(figures("2026-11-30", "2026-12-02").share.open, 2 * 540, "the works on 1 December");
    let facts = past.facts("2026-10-06", "2026-10-06");
    let heat = Report::of(&facts, filter).heat(None);
    assert_eq!(heat.at(1, 11), Share { used: 60, open: 60 });
    assert_eq!(heat.at(1, 14), Share { used: 30, open: 60 });
    assert_eq!(heat.at(1, 12), Share::default());
    assert_eq!(heat.at(1, 8), Share { used: 0, open: 30 });
}

fn hours_counted_in_a_drop_in_room_are_visits_of_the_room(app: &TestApp) {
    let past = Past::of(app);
    let reading = past.room("Reading room");
    past.db_report(Of::Hour(reading), "2026-10-06T09:00", 8);
    past.db_report(Of::Hour(reading), "2026-10-06T14:00", 0);
    let facts = past.facts("2026-10-06", "2026-10-07");
    let figures = all(&facts);
    assert_eq!((figures.drop_in.visits, figures.drop_in.counted), (8, 2));
    // 8, 9, 10, 11; 14, 15, 16, 17; 19, 20: on two days.
    assert_eq!(figures.drop_in.hours, 20);
    assert_eq!((figures.sessions, figures.visits()), (0, Some(0)), "they are no sessions");
    let rows = Report::of(&facts, Filter::default()).rows(By::Room);
    let row = rows.iter().find(|row| row.key == Key::Room(app.room("Reading room").id)).unwrap();
    assert_eq!(row.figures.drop_in, figures.drop_in);
    let troupe = Filter {
        troupe: Some(app.read(|conn| linli::domain::agreements::store::troupes(conn, past.centre.id))[0].id),
        ..Filter::default()
    };
    assert_eq!(Report::of(&facts, troupe).figures().drop_in.counted, 0, "nobody knows whose visits they are");
    // It is 8:00: of the hour that begins now nobody can know yet.
    past.db_report(Of::Hour(reading), "2026-11-21T08:00", 5);
    let counted = || all(&past.facts("2026-11-21", "2026-11-21")).drop_in.counted;
    assert_eq!(counted(), 0);
    app.hours_pass(1);
    assert_eq!(counted(), 1);
}
