//! Every letter about a registration, in both languages and by telephone, as it arrives.
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories registration_letters`.

use diesel::prelude::*;
use linli::base::db::schema::registration;
use linli::base::lang::Lang;
use linli::domain::activities::doubles::Heed;
use linli::domain::activities::scheduling::{Planned, Venue};
use linli::domain::activities::{ActivityId, SessionId};
use linli::domain::people::Acting;
use linli::domain::registrations::changing::{Change, change};
use linli::domain::registrations::registering::{Registered, Wanted, register};
use linli::domain::registrations::{
    RegistrationId, Target, answering, cancelling, deciding, meetings, reminding,
};

use crate::registering::{Plan, TAIJI, db_offered, time_acts};
use crate::support::fixture::wall;
use crate::support::{Kind, TestApp};

/// Where a scene plays: with whom it is told.
struct Stage<'a> {
    app: &'a TestApp,
    lang: Lang,
    /// By telephone alone.
    phone: bool,
}

type Scene = (&'static str, fn(&Stage));

const COURSE: Plan =
    Plan { mode: "course", starts: &["2026-11-24T09:00", "2026-12-01T09:00", "2026-12-08T09:00"], ..TAIJI };

/// What happened, by name; only the letters of its last act are looked at.
const SCENES: &[Scene] = &[
    ("received", |stage| {
        stage.joins(&db_offered(stage.app, Plan { reviewed: true, ..TAIJI }), 2);
    }),
    ("confirmed", |stage| {
        stage.joins(&db_offered(stage.app, TAIJI), 2);
    }),
    ("confirmed_for_a_course", |stage| {
        stage.joins(&db_offered(stage.app, COURSE), 1);
    }),
    ("confirmed_by_staff", |stage| {
        let id = stage.joins(&db_offered(stage.app, Plan { reviewed: true, ..TAIJI }), 1);
        stage.staff(|conn, acting| deciding::confirm(conn, acting, id));
    }),
    ("waiting", |stage| {
        let of = db_offered(stage.app, TAIJI);
        stage.joins(&of, 4);
        stage.app.new_letters();
        stage.joins(&of, 2);
    }),
    ("waiting_first_and_lacking", |stage| {
        let of = db_offered(stage.app, TAIJI);
        stage.joins(&of, 3);
        stage.app.new_letters();
        stage.joins(&of, 3);
    }),
    ("offered", |stage| {
        let first = stage.one_waits(2);
        stage.themselves(|conn, acting| cancelling::cancel(conn, acting, first, None));
    }),
    ("lacking", |stage| {
        let first = stage.one_waits(4);
        let smaller = Change { party: Some(2), ..Change::default() };
        stage.themselves(|conn, acting| change(conn, acting, first, &smaller));
    }),
    ("accepted", |stage| {
        let first = stage.one_waits(2);
        stage.themselves(|conn, acting| cancelling::cancel(conn, acting, first, None));
        let second = RegistrationId(first.0 + 1);
        stage.themselves(|conn, acting| answering::accept(conn, acting, second));
    }),
    ("offer_ended", |stage| {
        let first = stage.one_waits(2);
        stage.themselves(|conn, acting| cancelling::cancel(conn, acting, first, None));
        stage.app.new_letters();
        stage.app.hours_pass(24);
        time_acts(stage.app);
    }),
    ("waited_in_vain", |stage| {
        stage.one_waits(2);
        stage.app.hours_pass(73);
        time_acts(stage.app);
    }),
    ("changed", |stage| {
        let id = stage.joins(&db_offered(stage.app, TAIJI), 2);
        let smaller = Change { party: Some(1), ..Change::default() };
        stage.staff(|conn, acting| change(conn, acting, id, &smaller));
    }),
    ("another_address", |stage| {
        let id = stage.joins(&db_offered(stage.app, TAIJI), 2);
        let moved = Change { email: Some("new@example.org".into()), ..Change::default() };
        stage.themselves(|conn, acting| change(conn, acting, id, &moved));
    }),
    ("cancelled", |stage| {
        let id = stage.joins(&db_offered(stage.app, TAIJI), 2);
        stage.themselves(|conn, acting| cancelling::cancel(conn, acting, id, None));
    }),
    ("cancelled_by_staff", |stage| {
        let id = stage.joins(&db_offered(stage.app, TAIJI), 2);
        stage.staff(|conn, acting| cancelling::cancel(conn, acting, id, Some("您打电话说来不了")));
    }),
    ("declined", |stage| {
        let first = stage.one_waits(2);
        stage.themselves(|conn, acting| cancelling::cancel(conn, acting, first, None));
        let second = RegistrationId(first.0 + 1);
        stage.staff(|conn, acting| answering::decline(conn, acting, second));
    }),
    ("refused", |stage| {
        let id = stage.joins(&db_offered(stage.app, Plan { reviewed: true, ..TAIJI }), 2);
        stage.staff(|conn, acting| deciding::refuse(conn, acting, id, "这次只收新学员"));
    }),
    ("reminder", |stage| {
        stage.joins(&db_offered(stage.app, TAIJI), 2);
        stage.app.new_letters();
        stage.app.hours_pass(50);
        let centre = stage.app.centre("hexi");
        for whom in stage.app.read(|conn| reminding::due(conn, &centre, stage.app.now())) {
            stage.app.write(|conn| reminding::remind(conn, &centre, whom, stage.app.now()));
        }
    }),
    ("session_of_a_course_cancelled", |stage| {
        let of = db_offered(stage.app, COURSE);
        stage.joins(&of, 2);
        stage.staff(|conn, acting| meetings::cancel_session(conn, acting, of.1[1], Some("老师生病")));
    }),
    ("session_cancelled", |stage| {
        let of = db_offered(stage.app, TAIJI);
        stage.joins(&of, 2);
        stage.staff(|conn, acting| meetings::cancel_session(conn, acting, of.1[0], Some("下雨")));
    }),
    ("sessions_cancelled", |stage| {
        let of = db_offered(stage.app, COURSE);
        stage.joins(&of, 2);
        stage.staff(|conn, acting| meetings::cancel_sessions(conn, acting, &of.1[..2], Some("停电")));
    }),
    ("session_moved", |stage| {
        let of = db_offered(stage.app, TAIJI);
        stage.joins(&of, 2);
        let venue = Venue::Place("小区西门".into(), "West gate".into());
        stage.staff(|conn, acting| {
            let seen = linli::domain::activities::store::session(conn, acting.centre.id, of.1[0])?;
            let (from, to) = (wall("2026-11-25T10:00"), wall("2026-11-25T11:30"));
            let span = linli::base::time::Span::new(from, to).unwrap();
            meetings::move_session(conn, acting, &seen, &venue, (span, Heed::Known))
        });
    }),
    ("course_moved", |stage| {
        let of = db_offered(stage.app, Plan { starts: &COURSE.starts[..2], ..COURSE });
        stage.joins(&of, 4);
        stage.joins(&of, 1);
        stage.app.hours_pass(1);
        let venue = Venue::Place("小区西门".into(), "West gate".into());
        let moved = |number: usize, from, to| {
            let span = linli::base::time::Span::new(wall(from), wall(to)).unwrap();
            stage.staff(|conn, acting| {
                let seen = linli::domain::activities::store::session(conn, acting.centre.id, of.1[number])?;
                meetings::move_session(conn, acting, &seen, &venue, (span, Heed::Known))
            });
        };
        moved(0, "2026-11-25T09:00", "2026-11-25T10:30");
        moved(1, "2026-12-02T09:00", "2026-12-02T10:30");
    }),
    ("sessions_added", |stage| {
        let of = db_offered(stage.app, COURSE);
        stage.joins(&of, 2);
        let venue = Venue::Place("小区东门".into(), "East gate".into());
        let span = |from, to| linli::base::time::Span::new(wall(from), wall(to)).unwrap();
        let spans =
            [span("2026-12-15T09:00", "2026-12-15T10:30"), span("2026-12-22T09:00", "2026-12-22T10:30")];
        stage.staff(|conn, acting| {
            meetings::plan(conn, acting, Planned::More(of.0), &venue, &spans, Heed::Warn)
        });
    }),
    ("activity_cancelled", |stage| {
        let of = db_offered(stage.app, COURSE);
        stage.joins(&of, 2);
        stage.staff(|conn, acting| meetings::cancel_activity(conn, acting, of.0, Some("中心搬家")));
    }),
];

impl Stage<'_> {
    fn joins(&self, of: &(ActivityId, Vec<SessionId>), party: i32) -> RegistrationId {
        let app = self.app;
        let course = app.read(|conn| {
            use linli::base::db::schema::activity;
            let mode: String = activity::table.find(of.0).select(activity::registration).first(conn)?;
            Ok(mode == "course")
        });
        let number: i64 = app.read(|conn| Ok(registration::table.count().get_result(conn)?));
        let wanted = Wanted {
            target: Target { activity: of.0, session: (!course).then_some(of.1[0]) },
            name: "陈桂芳".into(),
            email: (!self.phone).then(|| format!("chen{number}@example.org")),
            phone: self.phone.then(|| format!("+861390000{number:04}")),
            lang: self.lang,
            party,
            guardian: String::new(),
            note: String::new(),
            reminded: true,
            request_key: format!("letters-{number}"),
        };
        let centre = app.centre("hexi");
        let acting = Acting { centre: &centre, person: None, now: app.now() };
        match app.write(|conn| register(conn, acting, &wanted)) {
            Registered::Done(one) => one.id(),
            other => panic!("{other:?}"),
        }
    }

    /// One has all places, another waits for so many; the number of the first.
    fn one_waits(&self, party: i32) -> RegistrationId {
        let of = db_offered(self.app, TAIJI);
        let first = self.joins(&of, 4);
        self.joins(&of, party);
        self.app.new_letters();
        first
    }

    fn themselves<T>(
        &self,
        act: impl Fn(&mut linli::base::db::Conn, Acting) -> linli::base::error::Result<T>,
    ) {
        self.app.new_letters();
        let centre = self.app.centre("hexi");
        let acting = Acting { centre: &centre, person: None, now: self.app.now() };
        self.app.write(|conn| act(conn, acting));
    }

    fn staff<T>(&self, act: impl Fn(&mut linli::base::db::Conn, Acting) -> linli::base::error::Result<T>) {
        self.app.new_letters();
        let who = self.app.manager();
        let acting = Acting { centre: &who.centre, person: Some(who.person.id), now: self.app.now() };
        self.app.write(|conn| act(conn, acting));
    }
}

fn letters(lang: Lang, phone: bool) {
    for (name, scene) in SCENES {
        let app = TestApp::on(Kind::Sqlite);
        scene(&Stage { app: &app, lang, phone });
        let mut shown = String::new();
        for letter in app.new_letters() {
            let (to, kind, channel) = (&letter.to, &letter.kind, letter.channel.word());
            shown.push_str(&format!(
                "======== {kind} by {channel} to {to}\n{}\n\n{}\n",
                letter.subject, letter.text
            ));
            if let Some(calendar) = &letter.calendar {
                shown.push_str(&format!("-------- calendar\n{}\n", calendar.replace("\r\n", "\n")));
            }
            // What is to be pressed stands in the HTML as in the text.
            if letter.text.contains("/r/") {
                assert!(letter.html.contains("/r/"), "{name}");
            }
        }
        assert!(!shown.is_empty() || phone, "{name}");
        let by = if phone { ".phone" } else { "" };
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/registrations" }, {
            insta::assert_snapshot!(format!("{name}.{}{by}", lang.word()), shown);
        });
    }
}

#[test]
fn letters_about_registrations_in_chinese() {
    letters(Lang::Zh, false);
}

#[test]
fn letters_about_registrations_in_english() {
    letters(Lang::En, false);
}

#[test]
fn calls_and_slips_about_registrations_in_chinese() {
    letters(Lang::Zh, true);
}

#[test]
fn calls_and_slips_about_registrations_in_english() {
    letters(Lang::En, true);
}
