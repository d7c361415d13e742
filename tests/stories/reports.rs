//! What was held, how many came, how many people they are, and how full the rooms were.

use diesel::prelude::*;
use linli::base::db::schema::*;
use linli::base::lang::Lang;
use linli::base::time::Instant;
use linli::domain::centres::Centre;
use linli::domain::reports::{self, By, Facts, Figures, Filter, Key, Period, Report, Share, words};

use crate::support::TestApp;
use crate::support::fixture::{self, wall};

stories![
    what_nobody_reported_is_unknown_and_not_nought,
    only_what_was_held_counts,
    people_are_counted_by_name_where_there_are_names,
    where_nobody_is_on_the_list_nobody_knows_who_came,
    a_list_of_members_is_read_as_of_the_period,
    a_hall_of_which_one_half_is_used_is_half_used,
    shut_hours_are_not_open_and_hours_to_come_neither,
    hours_counted_in_a_drop_in_room_are_visits_of_the_room,
    the_published_sentence_counts_what_was_under_agreements,
    an_agreements_year_is_a_period_of_its_own,
    the_page_says_all_of_it,
    what_cannot_be_read_is_said_and_what_is_not_theirs_is_not_found,
    a_workbook_opens_in_another_program_and_reckons_nothing_out,
    a_table_comes_as_csv_that_can_be_read_back,
    all_of_it_prints,
];

/// Rows written as they would have come about over months.
pub struct Past<'a> {
    app: &'a TestApp,
    pub centre: Centre,
    by: i64,
}

impl<'a> Past<'a> {
    pub fn of(app: &'a TestApp) -> Self {
        Self { app, centre: app.centre("hexi"), by: app.manager().person.id.0 }
    }

    fn now(&self) -> Instant {
        fixture::made_at()
    }

    pub fn room(&self, name: &str) -> i64 {
        self.app.room(name).id.0
    }

    pub fn troupe(&self, name: &str) -> i64 {
        self.app
            .read(|conn| Ok(troupe::table.filter(troupe::name.eq(name)).select(troupe::id).first(conn)?))
    }

    /// A booking of a troupe; `state` is as the database has it.
    pub fn db_booking(
        &self,
        troupe: i64,
        room: i64,
        day: &str,
        (from, to): (&str, &str),
        state: &str,
    ) -> i64 {
        let at = |time: &str| wall(&format!("{day}T{time}"));
        self.app.write(|conn| {
            let under: Option<i64> = agreement::table
                .filter(agreement::troupe_id.eq(troupe))
                .select(agreement::id)
                .first(conn)
                .optional()?;
            Ok(diesel::insert_into(booking::table)
                .values((
                    (booking::centre_id.eq(self.centre.id), booking::room_id.eq(room)),
                    (booking::troupe_id.eq(troupe), booking::agreement_id.eq(under)),
                    (booking::starts_at.eq(at(from)), booking::ends_at.eq(at(to))),
                    (booking::turnaround_minutes.eq(15), booking::purpose.eq("排练"), booking::size.eq(10)),
                    (booking::state.eq(state), booking::requested_by.eq(self.by)),
                    (booking::on_behalf.eq(false), booking::requested_at.eq(self.now())),
                    booking::request_key.eq(linli::base::tokens::random_token()),
                    (booking::sequence.eq(0), booking::version.eq(1)),
                ))
                .returning(booking::id)
                .get_result(conn)?)
        })
    }

    /// A published activity.
    pub fn db_activity(&self, title: &str, kind: &str, registration: &str, troupe: Option<i64>) -> i64 {
        self.app.write(|conn| {
            Ok(diesel::insert_into(activity::table)
                .values((
                    (activity::centre_id.eq(self.centre.id), activity::title.eq(title)),
                    (activity::title_en.eq(""), activity::kind.eq(kind), activity::audience.eq("")),
                    (activity::audience_en.eq(""), activity::intro.eq(""), activity::intro_en.eq("")),
                    (activity::state.eq("published"), activity::registration.eq(registration)),
                    (activity::troupe_id.eq(troupe), activity::created_by.eq(self.by)),
                    activity::created_at.eq(self.now()),
                ))
                .returning(activity::id)
                .get_result(conn)?)
        })
    }

    pub fn db_session(
        &self,
        activity: i64,
        room: Option<i64>,
        day: &str,
        (from, to): (&str, &str),
        cancelled: bool,
    ) -> i64 {
        let at = |time: &str| wall(&format!("{day}T{time}"));
        self.app.write(|conn| {
            Ok(diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(self.centre.id), session::activity_id.eq(activity)),
                    (session::room_id.eq(room), session::place.eq(""), session::place_en.eq("")),
                    (session::starts_at.eq(at(from)), session::ends_at.eq(at(to))),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0)),
                    (
                        session::changed_at.eq(self.now()),
                        session::cancelled_at.eq(cancelled.then(|| self.now())),
                    ),
                ))
                .returning(session::id)
                .get_result(conn)?)
        })
    }

    /// A report that counts, after one that it superseded and beside one that waits.
    pub fn db_report(&self, of: Of, at: &str, visits: i32) {
        let (booking, session, room) = match of {
            Of::Booking(id) => (Some(id), None, None),
            Of::Session(id) => (None, Some(id), None),
            Of::Hour(id) => (None, None, Some(id)),
        };
        use attendance_report as r;
        self.app.write(|conn| {
            let now = self.now();
            for (visits, confirmed, superseded) in
                [(visits + 7, Some(now), Some(now)), (visits, Some(now), None), (visits + 100, None, None)]
            {
                diesel::insert_into(r::table)
                    .values((
                        (r::centre_id.eq(self.centre.id), r::booking_id.eq(booking)),
                        (r::session_id.eq(session), r::room_id.eq(room), r::starts_at.eq(wall(at))),
                        (r::visits.eq(visits), r::source.eq("sheet"), r::note.eq("")),
                        (r::reported_by.eq(self.by), r::reported_at.eq(now)),
                        (r::confirmed_at.eq(confirmed), r::superseded_at.eq(superseded)),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        });
    }

    pub fn db_no_show(&self, booking: i64, withdrawn: bool) {
        self.app.write(|conn| {
            diesel::insert_into(no_show::table)
                .values((
                    (no_show::booking_id.eq(booking), no_show::note.eq("")),
                    (no_show::confirmed_by.eq(self.by), no_show::confirmed_at.eq(self.now())),
                    no_show::withdrawn_at.eq(withdrawn.then(|| self.now())),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    fn db_registered(
        &self,
        activity: i64,
        session: Option<i64>,
        email: Option<&str>,
        party: i32,
        state: &str,
    ) {
        use registration as r;
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let key = format!("r{}", NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        self.app.write(|conn| {
            diesel::insert_into(r::table)
                .values((
                    (r::centre_id.eq(self.centre.id), r::activity_id.eq(activity)),
                    (r::session_id.eq(session), r::name.eq("某某"), r::email.eq(email)),
                    (r::lang.eq(Lang::Zh), r::party.eq(party), r::state.eq(state)),
                    (r::guardian.eq(""), r::note.eq(""), r::request_key.eq(&key)),
                    (r::created_at.eq(self.now()), r::changed_at.eq(self.now())),
                    (r::sequence.eq(0), r::version.eq(1)),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    fn db_member(&self, troupe: i64, joined: &str, left: Option<&str>) {
        use troupe_member as m;
        let date = |text: &str| -> chrono::NaiveDate { text.parse().unwrap() };
        self.app.write(|conn| {
            diesel::insert_into(m::table)
                .values((
                    (m::troupe_id.eq(troupe), m::name.eq("队员"), m::joined_on.eq(date(joined))),
                    (m::left_on.eq(left.map(date)), m::added_by.eq(self.by), m::added_at.eq(self.now())),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    pub fn facts(&self, from: &str, to: &str) -> Facts {
        let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        self.app.read(|conn| reports::store::facts(conn, &self.centre, period, self.app.now()))
    }
}

#[derive(Clone, Copy)]
pub enum Of {
    Booking(i64),
    Session(i64),
    Hour(i64),
}

const MORNING: (&str, &str) = ("09:00", "11:00");

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
    let note = words::people_note(Lang::Zh, &people);
    assert_eq!(note, "有名单的2人，其中1场来的人比名单上多");
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
}

fn the_published_sentence_counts_what_was_under_agreements(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let (taiji, studio) = (past.troupe("太极队"), past.room("Studio"));
    let first = past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_report(Of::Booking(first), "2026-10-06T09:00", 20);
    let show = past.db_activity("演出", "show", "none", Some(dancers));
    past.db_session(show, None, "2026-10-07", MORNING, false);
    past.db_session(show, None, "2026-01-05", MORNING, false);
    // Without an agreement, and the centre's own.
    past.db_booking(taiji, studio, "2026-10-08", MORNING, "approved");
    let talk = past.db_activity("讲座", "lecture", "none", None);
    past.db_session(talk, None, "2026-10-09", MORNING, false);
    let facts = past.facts("2026-01-01", "2026-12-31");
    let public = Report::of(&facts, Filter::default()).public();
    assert_eq!((public.troupes, public.sessions, public.reported, public.visits), (2, 2, 1, 20));
    assert_eq!(public.people.total(), Some(24), "the singers never came");
    past.db_booking(singers, studio, "2026-10-12", MORNING, "approved");
    let facts = past.facts("2026-01-01", "2026-12-31");
    let public = Report::of(&facts, Filter::default()).public();
    assert_eq!((public.sessions, public.people.total()), (3, Some(64)));
    assert_eq!(
        reports::words::sentence(Lang::Zh, &public, true),
        "辖区有2支文艺队伍签订场地免费使用协议，累计开展活动3次，共有64人参加。"
    );
}

fn an_agreements_year_is_a_period_of_its_own(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let studio = past.room("Studio");
    past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_booking(singers, studio, "2026-10-07", MORNING, "approved");
    let id: i64 = app.read(|conn| {
        Ok(agreement::table.filter(agreement::troupe_id.eq(dancers)).select(agreement::id).first(conn)?)
    });
    let path = format!("/staff/hexi/reports?period=agreement-{id}-1");
    let page = app.get(&path).by(&app.desk()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("2026年1月10日–2026年12月31日，到今天"), "{text}");
    assert!(text.contains("1场都还没上报"), "{text}");
    assert!(!text.contains("辖区有"), "a part is not the sentence of the whole");
    let missing = app.get(&format!("/staff/hexi/reports?period=agreement-{id}-2")).by(&app.desk()).go();
    assert_eq!(missing.status, 404);
}

/// A year with something of everything.
fn filled(app: &TestApp) -> Past<'_> {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let (studio, east, reading) = (past.room("Studio"), past.room("East hall"), past.room("Reading room"));
    for (place, day) in
        ["2026-09-01", "2026-09-08", "2026-10-06", "2026-10-13", "2026-11-03"].iter().enumerate()
    {
        let id = past.db_booking(dancers, studio, day, MORNING, "approved");
        if place != 2 {
            past.db_report(Of::Booking(id), &format!("{day}T09:00"), 18 + place as i32);
        }
        past.db_booking(singers, east, day, ("14:00", "16:00"), "approved");
    }
    past.db_booking(singers, east, "2026-11-10", MORNING, "displaced");
    let missed = past.db_booking(singers, east, "2026-11-11", MORNING, "approved");
    past.db_no_show(missed, false);
    let fair = past.db_activity("招聘会", "job_fair", "none", None);
    let there = past.db_session(fair, None, "2026-10-20", MORNING, false);
    past.db_report(Of::Session(there), "2026-10-20T09:00", 230);
    past.db_report(Of::Hour(reading), "2026-10-06T09:00", 8);
    app.write(|conn| {
        diesel::insert_into(activity_result::table)
            .values((
                (activity_result::activity_id.eq(fair), activity_result::name.eq("=单位数")),
                (activity_result::value.eq(25), activity_result::reported_by.eq(past.by)),
                activity_result::reported_at.eq(past.now()),
            ))
            .execute(conn)?;
        diesel::update(troupe::table.find(singers))
            .set(troupe::name.eq("=HYPERLINK(\"x\")"))
            .execute(conn)?;
        Ok(())
    });
    past
}

fn the_page_says_all_of_it(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports").by(&app.desk()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in [
        "2026年，到今天",
        "辖区有2支文艺队伍签订场地免费使用协议，累计开展活动10次，共有60余人参加。",
        "10次里有4次报了到场数，合计80人次。64人：按队伍申报，合计，可能重复。",
        "11场中5场已上报",
        "另有1场没人来、1场让出",
        "另有1场没有名单，不知道有多少人",
        "怎么算的",
        "没上报的不当作0",
        "招聘会",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let english = app.get("/staff/hexi/reports?period=month").by(&app.manager()).lang(Lang::En).go();
    assert!(english.text().contains("November 2026, so far"), "{}", english.text());
    let part = app.get("/staff/hexi/reports?kind=job_fair").by(&app.approver()).go();
    assert!(part.text().contains("1场全部已上报"), "{}", part.text());
}

fn what_cannot_be_read_is_said_and_what_is_not_theirs_is_not_found(app: &TestApp) {
    let desk = app.desk();
    let wrong = app
        .get("/staff/hexi/reports?from=3%E6%9C%885%E6%97%A5&to=3%E6%9C%881%E6%97%A5&troupe=1")
        .by(&desk)
        .go();
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("结束的日期在开始之前"), "{}", wrong.text());
    assert!(wrong.body.contains(r#"value="3月5日""#), "nothing typed is lost");
    let foreign = app.room_of("donghu", "Activity room").id;
    assert_eq!(app.get(&format!("/staff/hexi/reports?room={foreign}")).by(&desk).go().status, 404);
    assert_eq!(app.get("/staff/hexi/reports?troupe=999").by(&desk).go().status, 404);
    let file = app.get("/staff/hexi/reports/tables.csv?kind=party").by(&desk).go();
    assert_eq!(file.status, 303);
    assert_eq!(file.location.as_deref(), Some("/staff/hexi/reports?kind=party"));
    assert_eq!(app.get("/staff/hexi/reports/tables.csv?table=people").by(&desk).go().status, 404);
}

fn a_workbook_opens_in_another_program_and_reckons_nothing_out(app: &TestApp) {
    use calamine::{Data, Reader, Xlsx};
    filled(app);
    let page = app.get("/staff/hexi/reports/tables.xlsx").by(&app.desk()).go();
    assert_eq!(page.status, 200);
    assert_eq!(page.kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let mut book = Xlsx::new(std::io::Cursor::new(page.bytes)).unwrap();
    let sheets = book.sheet_names();
    assert_eq!(sheets[..3], ["概况", "各队", "各份协议"]);
    assert!(sheets.iter().any(|name| name == "明细") && sheets.iter().any(|name| name == "怎么算的"));
    for sheet in &sheets {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet} has a formula");
    }
    let troupes = book.worksheet_range("各队").unwrap();
    let row = |name: &str| {
        let mut rows = troupes.rows().map(<[Data]>::to_vec);
        rows.find(|row| row[0] == Data::String(name.into())).unwrap()
    };
    let dancers = row("古文化舞蹈队");
    assert_eq!(dancers[1..5], [5.0, 4.0, 80.0, 24.0].map(Data::Float));
    assert_eq!(dancers[6], Data::Float(10.0), "hours");
    let singers = row("=HYPERLINK(\"x\")");
    assert_eq!(singers[3], Data::String("未上报".into()), "unknown is a word and no number");
    assert_eq!(singers[8..10], [1.0, 1.0].map(Data::Float), "no-show, displaced");
    let each = book.worksheet_range("明细").unwrap();
    assert_eq!(each.height(), 1 + 13);
}

fn a_table_comes_as_csv_that_can_be_read_back(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports/tables.csv?table=troupe&period=year").by(&app.desk()).go();
    assert_eq!((page.status, page.kind.as_str()), (200, "text/csv; charset=utf-8"));
    let text = page.body.strip_prefix('\u{feff}').expect("the mark by which Excel knows UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("名称"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let names: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(names, ["古文化舞蹈队", "'=HYPERLINK(\"x\")", "中心自己的活动"]);
    assert_eq!((&rows[0][1], &rows[0][3], &rows[1][3]), ("5", "80", "未上报"));
    let results = app.get("/staff/hexi/reports/tables.csv?table=results").by(&app.desk()).go();
    assert!(results.body.contains("招聘会,'=单位数,25\r\n"), "{}", results.body);
    let each = app.get("/staff/hexi/reports/tables.csv?table=sessions").by(&app.desk()).go();
    assert!(
        each.body.contains("2026-09-01,9:00,11:00,排练厅,队伍排练,,古文化舞蹈队,开展了,18,2\r\n"),
        "{}",
        each.body
    );
}

fn all_of_it_prints(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports/print?period=year").by(&app.manager()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in ["累计开展活动10次", "各队", "各功能室", "各月", "什么时候最挤", "怎么算的", "=HYPERLINK"]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(!page.body.contains("<details"), "nothing is folded away on paper");
    assert!(page.body.contains(r#"href="/staff/hexi/reports?period=year""#), "the way back");
}
