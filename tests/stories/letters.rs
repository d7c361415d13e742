//! Every letter, in every variant and both languages, as it arrives: its text with its calendar file, and its
//! HTML.
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories letters`.

use chrono::Weekday;
use diesel::prelude::*;
use linli::base::db::schema::person;
use linli::base::lang::Lang;
use linli::domain::agreements::AgreementId;
use linli::domain::agreements::suspending::resume;
use linli::domain::bookings::BookingId;
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::series::cancelling::cancel;
use linli::domain::bookings::series::changing::Change;
use linli::domain::bookings::series::{Choice, Scope, SeriesChangeId, SeriesId, deciding, granting};
use linli::domain::disruptions::agreements as halting;
use linli::domain::disruptions::reporting::{Fault, report};
use linli::domain::disruptions::{Halt, HoursChange, Planned, What, disrupting as disrupting_act, planning};
use linli::domain::people::signing_in::{self, Caller};
use linli::domain::people::{Acting, Role};
use linli::domain::rooms::SpecialDay;

use crate::disrupting;
use crate::series::{acting, change, changed, created, weekly};
use crate::support::people::Someone;
use crate::support::{Kind, TestApp};

type Scene = (&'static str, fn(&TestApp));

/// What happened, by name; only the letters of its last act are looked at.
const SCENES: &[Scene] = &[
    ("approved_at_once", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("received", |app| {
        asked(app);
    }),
    ("received_by_slip", |app| {
        app.phoned().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("an_exception", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    }),
    ("approved", |app| {
        let id = asked(app);
        app.new_letters();
        app.approver().approves(id).id();
    }),
    ("approved_with_a_reason", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.new_letters();
        app.approver().approves_because(id, Some("演出前加排")).id();
    }),
    ("approved_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.approver().approves(id).id();
    }),
    ("attendance_ask", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.rival().asks_for(&app.room("East hall"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(4);
        assert_eq!(app.asks_how_many_came(), 2);
    }),
    ("attendance_ask_again", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.rival().asks_for(&app.room("East hall"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.hours_pass(4);
        app.asks_how_many_came();
        app.new_letters();
        app.hours_pass(48);
        assert_eq!(app.asks_how_many_came(), 2);
    }),
    ("attendance_ask_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.approver().approves_because(id, Some("第一次来")).id();
        app.new_letters();
        app.hours_pass(4);
        assert_eq!(app.asks_how_many_came(), 1);
    }),
    ("refused", |app| {
        let id = asked(app);
        app.new_letters();
        app.approver().refuses(id, "那天要开居民代表大会").id();
    }),
    ("refused_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.approver().refuses(id, "那天要开居民代表大会").id();
    }),
    ("conflict", |app| {
        let id = asked(app);
        let winner =
            app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.new_letters();
        app.approver().approves(winner).id();
        assert_eq!(app.state(id).word(), "waiting");
    }),
    ("conflict_by_phone", |app| {
        let room = app.room("Meeting room");
        app.phoned().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
        let winner = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.new_letters();
        app.approver().approves(winner).id();
    }),
    ("conflict_without_alternatives", |app| {
        // A hundred people fit nowhere else, and the hall is full for weeks.
        let hall = app.room("Hall");
        let asked = app.leader().asks(&hall, "2026-11-24T09:00", "2026-11-24T11:00", 100, "hall").id();
        for day in 21..=30 {
            fill(app, &format!("2026-11-{day:02}"), asked);
        }
        for day in 2..=8 {
            fill(app, &format!("2026-12-{day:02}"), asked);
        }
        let winner = app.rival().asks(&hall, "2026-11-24T09:00", "2026-11-24T12:00", 100, "winner").id();
        app.new_letters();
        app.approver().approves(winner).id();
    }),
    ("cancelled_by_the_troupe", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("taken_back", |app| {
        let id = asked(app);
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("cancelled_by_staff", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.desk().cancels_for_the_troupe(id, "队长来电，临时有事").id();
    }),
    ("cancelled_by_staff_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.desk().cancels_for_the_troupe(id, "队长来电，临时有事").id();
    }),
    ("put_before_staff_again", |app| {
        let id = asked(app);
        app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T10:00", "2026-11-24T12:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.leader().cancels(id).id();
    }),
    ("in_line", |app| {
        app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("in_line_by_slip", |app| {
        app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.phoned().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    }),
    ("offered", |app| {
        let there = app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.rival().cancels(there).id();
    }),
    ("before_staff_an_exception", |app| {
        let there = app.rival().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.leader().waits_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
        app.new_letters();
        app.rival().cancels(there).id();
    }),
    ("offered_by_phone", |app| {
        let id = offered_by_phone(app);
        app.new_letters();
        app.approver().approves_because(id, None).id();
    }),
    ("accepted", |app| {
        let id = offered(app);
        app.new_letters();
        app.leader().accepts(id).id();
    }),
    ("declined", |app| {
        let id = offered(app);
        app.new_letters();
        app.leader().declines(id).id();
    }),
    ("declined_by_slip", |app| {
        let id = offered_by_phone(app);
        app.approver().approves(id).id();
        app.new_letters();
        app.phoned().declines(id).id();
    }),
    ("offer_expired", |app| {
        offered(app);
        app.new_letters();
        app.hours_pass(24);
        app.requests_lapse();
    }),
    ("offer_expired_by_phone", |app| {
        let id = offered_by_phone(app);
        app.approver().approves(id).id();
        app.new_letters();
        app.hours_pass(24);
        app.requests_lapse();
    }),
    ("change_received", |app| {
        change_asked(app);
    }),
    ("change_beyond_the_agreement", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().changes(id, &app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00", 20);
    }),
    ("changed_at_once", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.new_letters();
        app.leader().changes(id, &app.room("East hall"), "2026-11-25T14:00", "2026-11-25T15:30", 30);
    }),
    ("change_granted", |app| {
        let id = change_asked(app);
        app.new_letters();
        app.approver().grants_change(id, None);
    }),
    ("change_granted_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.phoned().changes(id, &app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00", 8);
        app.new_letters();
        app.approver().grants_change(id, None);
    }),
    ("change_refused", |app| {
        let id = change_asked(app);
        app.new_letters();
        app.approver().refuses_change(id, "会议室那天要开居民代表大会");
    }),
    ("change_refused_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.phoned().changes(id, &app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00", 8);
        app.new_letters();
        app.approver().refuses_change(id, "那天要开居民代表大会");
    }),
    ("change_lapsed", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.leader().changes(id, &app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00", 10);
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
    ("ended_early", |app| {
        let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.leader().ends_early(id);
    }),
    ("ended_early_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        app.hours_pass(2);
        app.desk().ends_early_for_the_troupe(id);
    }),
    ("lapsed", |app| {
        app.leader().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
    ("lapsed_by_phone", |app| {
        app.phoned().asks_for(&app.room("Meeting room"), "2026-11-21T10:00", "2026-11-21T11:00").id();
        app.new_letters();
        app.hours_pass(2);
        app.requests_lapse();
    }),
    ("series_created", |app| {
        app.rival().asks_for(&app.room("Studio"), "2026-12-08T10:00", "2026-12-08T12:00").id();
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let wanted = weekly(&leader, &studio, &[Weekday::Tue], "2026-12-22", "a");
        created(&leader, &wanted, &[("2026-12-15", Choice::Skip)]);
    }),
    ("series_asked_for", |app| {
        series_asked(app);
    }),
    ("series_approved", |app| {
        let series = series_asked(app);
        let other =
            app.rival().asks_for(&app.room("Meeting room"), "2026-12-02T10:00", "2026-12-02T12:00").id();
        app.approver().approves(other).id();
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| deciding::approve(conn, acting(&approver), series, None, None, Role::Approver));
    }),
    ("series_refused", |app| {
        let series = series_asked(app);
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| {
            deciding::refuse(conn, acting(&approver), series, None, "年终要盘点", Role::Approver)
        });
    }),
    ("series_cancelled", |app| {
        let series = series_booked(app);
        app.new_letters();
        let leader = app.leader();
        let following = Scope::Following("2026-12-02".parse().unwrap());
        app.write(|conn| cancel(conn, acting(&leader), series, following, Canceller::Troupe, None));
    }),
    ("series_cancelled_by_staff_by_phone", |app| {
        let series = series_booked(app);
        app.new_letters();
        let nobody: Option<String> = None;
        app.write(|conn| {
            diesel::update(person::table.filter(person::email.eq("leader@example.org")))
                .set((person::email.eq(nobody.clone()), person::phone.eq("+8613900000009")))
                .execute(conn)?;
            let desk = app.desk();
            cancel(conn, acting(&desk), series, Scope::All, Canceller::Staff, Some("队长来电，要去巡演"))
        });
    }),
    ("series_changed", |app| {
        let series = series_booked(app);
        app.rival().asks_for(&app.room("Studio"), "2026-12-09T11:00", "2026-12-09T12:00").id();
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let to = change((10, 0), (12, 0), &studio, "b");
        changed(&leader, series, Scope::Following("2026-12-02".parse().unwrap()), &to);
    }),
    ("series_change_asked_for", |app| {
        series_wished(app);
    }),
    ("series_change_granted", |app| {
        let wish = series_wished(app);
        let other =
            app.rival().asks_for(&app.room("Meeting room"), "2026-12-02T10:00", "2026-12-02T12:00").id();
        app.approver().approves(other).id();
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| granting::grant(conn, acting(&approver), wish, None, Role::Approver));
    }),
    ("series_change_refused", |app| {
        let wish = series_wished(app);
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| {
            granting::refuse(conn, acting(&approver), wish, "会议室周三要开例会", Role::Approver)
        });
    }),
    ("series_moved_to_another_weekday", |app| {
        let series = series_booked(app);
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let to = Change { weekdays: Some(vec![Weekday::Fri]), ..change((9, 0), (11, 0), &studio, "b") };
        changed(&leader, series, Scope::Following("2026-12-02".parse().unwrap()), &to);
    }),
    ("offered_what_was_kept_for_another", |app| {
        a_booking(app);
        disrupting::done(app, &disrupting::power(app));
        let held = disrupting::kept_longest(app);
        let room =
            app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, held.room_id));
        app.rival().waits_for(&room, &held.starts_at.iso(), &held.ends_at.iso()).id();
        app.new_letters();
        app.clock.advance(held.held_until.unwrap().since(app.now()));
        app.requests_lapse();
    }),
    ("displaced_by_a_fault", |app| {
        disrupting::eleven(app);
        app.hours_pass(52);
        app.new_letters();
        disrupting::done(app, &disrupting::power(app));
    }),
    ("displaced_by_a_closure", |app| {
        a_booking(app);
        let mut planned = disrupting::power(app);
        if let What::Close { room, fault, .. } = &mut planned.what {
            (*room, *fault) = (None, false);
        }
        (planned.reason, planned.reason_en) = ("全楼检修电路".into(), "Electrical works in the house".into());
        disrupting::done(app, &planned);
    }),
    ("displaced_without_alternatives", |app| {
        // A hundred people fit nowhere else, and the hall is shut for weeks.
        let hall = app.room("Hall");
        let id = app.leader().asks(&hall, "2026-11-24T09:00", "2026-11-24T11:00", 100, "hall").id();
        app.approver().approves(id).id();
        app.new_letters();
        disrupting::done(app, &disrupting::closing(app, "Hall", "2026-11-21T12:00", "2026-12-20T00:00"));
    }),
    ("displaced_for_the_centre", |app| {
        a_booking(app);
        disrupting::done(app, &disrupting::own_use(app, "Studio", "2026-11-24T10:00", "2026-11-24T11:00"));
    }),
    ("displaced_for_the_centre_by_phone", |app| {
        let id = app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
        app.approver().approves(id).id();
        app.new_letters();
        disrupting::done(app, &disrupting::own_use(app, "Studio", "2026-11-24T10:00", "2026-11-24T11:00"));
    }),
    ("displaced_by_other_hours", |app| {
        a_booking(app);
        let day = SpecialDay {
            room: None,
            date: "2026-11-24".parse().unwrap(),
            spans: Vec::new(),
            reason: String::new(),
            reason_en: String::new(),
        };
        let what = What::Hours(HoursChange::Day(day));
        let reason = ("全员培训".into(), "Staff training".into());
        disrupting::done(app, &Planned { what, reason: reason.0, reason_en: reason.1 });
    }),
    ("displaced_by_an_agreement", |app| {
        a_booking(app);
        let what = What::Agreement { id: AgreementId(1), halt: Halt::Suspend };
        let reason = ("两次没有打扫".into(), "The room was left dirty twice".into());
        disrupting::done(app, &Planned { what, reason: reason.0, reason_en: reason.1 });
    }),
    ("cut_short", |app| {
        app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
        app.hours_pass(2);
        app.new_letters();
        disrupting::done(app, &disrupting::closing(app, "Studio", "2026-11-21T10:00", "2026-11-22T00:00"));
    }),
    ("offered_anew", |app| {
        let id = a_booking(app);
        disrupting::done(app, &disrupting::power(app));
        let held = app.read(|conn| linli::domain::bookings::store::held_for(conn, &[id], app.now()));
        let other = held.iter().find(|one| one.room_id != app.room("Studio").id).unwrap().room_id;
        let centre = app.centre("hexi").id;
        let room = app.read(|conn| linli::domain::rooms::store::room(conn, centre, other));
        app.new_letters();
        disrupting::done(
            app,
            &disrupting::closing(app, &room.name_en, "2026-11-23T00:00", "2026-11-28T00:00"),
        );
    }),
    ("exchanged", |app| {
        a_booking(app);
        disrupting::done(app, &disrupting::power(app));
        let letter = app.new_letters().remove(0);
        app.presses(letter.action_links()[0]).id();
    }),
    ("a_session_cancelled", |app| {
        let manager = app.manager();
        let planned = disrupting::own_use(app, "Studio", "2026-11-24T10:00", "2026-11-24T11:00");
        let seen = app.read(|conn| planning::plan(conn, &manager.acting(), &planned)).fingerprint();
        app.write(|conn| disrupting_act::disrupt(conn, &manager.acting(), &planned, &seen, "key"));
        app.new_letters();
        disrupting::done(app, &disrupting::power(app));
    }),
    ("a_fault", |app| {
        let desk = app.desk();
        let fault = Fault {
            room: app.room("Studio").id,
            what: "跳闸，没有电".into(),
            until: crate::support::fixture::wall("2026-11-23T12:00"),
        };
        app.write(|conn| report(conn, &desk.acting(), &fault));
    }),
    ("agreement_suspended", |app| {
        app.write(|conn| {
            halting::suspend(conn, &managing(app, &app.manager()), AgreementId(1), "屋顶漏水，正在修")
        });
    }),
    ("agreement_resumed", |app| {
        app.write(|conn| halting::suspend(conn, &managing(app, &app.manager()), AgreementId(1), "屋顶漏水"));
        app.new_letters();
        app.write(|conn| resume(conn, &managing(app, &app.manager()), AgreementId(1), Some("修好了")));
    }),
    ("agreement_ends_early", |app| {
        let day = "2026-12-05".parse().unwrap();
        app.write(|conn| {
            halting::end(conn, &managing(app, &app.manager()), AgreementId(1), day, "队伍搬走了")
        });
    }),
    ("agreement_ended_at_once", |app| {
        let day = "2026-11-20".parse().unwrap();
        app.write(|conn| {
            halting::end(conn, &managing(app, &app.manager()), AgreementId(1), day, "多次没有来")
        });
    }),
    ("agreement_ends_soon", |app| {
        app.hours_pass(10 * 24);
        app.reminds();
    }),
    ("agreement_ends_soon_by_phone", |app| {
        // The one who has no e-mail leads this troupe alone.
        app.write(|conn| {
            use linli::base::db::schema::troupe_leader as led;
            diesel::delete(led::table.filter(led::troupe_id.eq(1))).execute(conn)?;
            let row =
                (led::troupe_id.eq(1), led::person_id.eq(app.phoned().person.id), led::deputy.eq(false));
            Ok(diesel::insert_into(led::table).values(row).execute(conn)?)
        });
        app.hours_pass(34 * 24);
        app.reminds();
    }),
    ("a_link_to_sign_in", |app| {
        app.write(|conn| {
            let caller = Caller { tokens: &app.tokens, address: None, now: app.now() };
            signing_in::ask_for_link(conn, caller, "leader@example.org")
        });
    }),
];

/// The dancers are offered the east hall that the choir gave up.
fn offered(app: &TestApp) -> BookingId {
    let there = app.rival().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let id = app.leader().waits_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.rival().cancels(there).id();
    id
}

/// The taiji group's turn has come for the meeting room, and staff are to agree.
fn offered_by_phone(app: &TestApp) -> BookingId {
    let room = app.room("Meeting room");
    let there = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(there).id();
    let id = app.phoned().waits_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(there).id();
    id
}

/// The dancers would rather have the meeting room.
fn change_asked(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.leader().changes(id, &app.room("Meeting room"), "2026-11-25T09:00", "2026-11-25T11:00", 10);
    id
}

fn series_asked(app: &TestApp) -> SeriesId {
    let (leader, room) = (app.leader(), app.room("Meeting room"));
    created(&leader, &weekly(&leader, &room, &[Weekday::Wed], "2026-12-09", "a"), &[]).id
}

/// The dancers would rather have the meeting room on their Wednesdays.
fn series_wished(app: &TestApp) -> SeriesChangeId {
    let series = series_booked(app);
    app.new_letters();
    let leader = app.leader();
    changed(&leader, series, Scope::All, &change((9, 0), (11, 0), &app.room("Meeting room"), "wish"));
    app.read(|conn| {
        let open = linli::domain::bookings::changing::store::queue(conn, leader.centre.id)?;
        Ok(open[0].series_change_id.unwrap())
    })
}

fn series_booked(app: &TestApp) -> SeriesId {
    let (leader, room) = (app.leader(), app.room("Studio"));
    created(&leader, &weekly(&leader, &room, &[Weekday::Wed], "2026-12-09", "a"), &[]).id
}

/// The dancers have the studio; the letter about that is not looked at.
fn a_booking(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    id
}

fn managing<'a>(app: &TestApp, who: &'a Someone) -> Acting<'a> {
    Acting { centre: &who.centre, person: Some(who.person.id), now: app.now() }
}

fn asked(app: &TestApp) -> BookingId {
    app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id()
}

/// The east hall is taken all day, so that the whole hall is; but for the slot that was asked for.
fn fill(app: &TestApp, day: &str, asked: BookingId) {
    let own = app.booking(asked).starts_at.date().to_string() == day;
    for (from, to) in [("08:30", "12:00"), ("14:00", "17:30"), ("19:00", "21:00")] {
        if !(own && from == "08:30") {
            let (from, to) = (format!("{day}T{from}"), format!("{day}T{to}"));
            app.rival().asks_for(&app.room("East hall"), &from, &to);
        }
    }
}

fn letters(lang: Lang) {
    for (name, scene) in SCENES {
        let app = TestApp::on(Kind::Sqlite);
        app.write(|conn| Ok(diesel::update(person::table).set(person::lang.eq(lang)).execute(conn)?));
        scene(&app);
        let (mut shown, mut html) = (String::new(), String::new());
        for letter in app.new_letters() {
            let (to, kind) = (&letter.to, &letter.kind);
            let channel = letter.channel.word();
            shown.push_str(&format!(
                "======== {kind} by {channel} to {to}\n{}\n\n{}\n",
                letter.subject, letter.text
            ));
            if let Some(calendar) = &letter.calendar {
                shown.push_str(&format!("-------- calendar\n{}\n", calendar.replace("\r\n", "\n")));
            }
            if !letter.html.is_empty() {
                html.push_str(&format!("<!-- {kind} to {to} -->\n{}\n", a_tag_a_line(&letter.html)));
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/letters" }, {
            insta::assert_snapshot!(format!("{name}.{}", lang.word()), shown);
            if !html.is_empty() {
                insta::assert_snapshot!(format!("{name}.{}.html", lang.word()), html);
            }
        });
    }
}

/// So that a difference shows where it is.
fn a_tag_a_line(html: &str) -> String {
    html.replace("><", ">\n<")
}

#[test]
fn letters_in_chinese() {
    letters(Lang::Zh);
}

#[test]
fn letters_in_english() {
    letters(Lang::En);
}

/// The HTML of a letter says what its text says, and nothing in it is fetched from anywhere.
#[test]
fn the_html_of_letters_says_what_their_text_says() {
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for (name, scene) in SCENES {
        let app = TestApp::on(Kind::Sqlite);
        scene(&app);
        for letter in app.new_letters().into_iter().filter(|letter| !letter.html.is_empty()) {
            let page = scraper::Html::parse_document(&letter.html);
            let body = scraper::Selector::parse("body").unwrap();
            let seen: String = page.select(&body).next().unwrap().text().collect();
            let seen = squeezed(&seen);
            for line in letter.text.lines().filter(|line| !line.contains("http")) {
                assert!(seen.contains(&squeezed(line)), "{name}: {line:?} is missing in {}", letter.html);
            }
            assert!(
                !letter.html.contains("<img") && !letter.html.contains("url("),
                "{name} fetches something"
            );
        }
    }
}
