//! What the centre takes away, and what comes of it: one of each, in full. Every cause with every outcome is among the
//! [`losses`](crate::losses).

use linli::domain::agreements::AgreementId;
use linli::domain::bookings::BookingId;
use linli::domain::bookings::exchanging::decline;
use linli::domain::disruptions::reporting::{Fault, report};
use linli::domain::disruptions::{Halt, HoursChange, Planned, What, disrupting as disrupting_act, planning};
use linli::domain::rooms::SpecialDay;

use super::Scene;
use crate::disrupting;
use crate::support::TestApp;

pub const SCENES: &[Scene] = &[
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
    ("needs_none", |app| {
        let id = a_booking(app);
        disrupting::done(app, &disrupting::power(app));
        app.new_letters();
        let leader = app.leader();
        app.write(|conn| decline(conn, leader.acting(), id));
    }),
    ("unanswered", |app| {
        a_booking(app);
        disrupting::done(app, &disrupting::power(app));
        app.new_letters();
        app.hours_pass(72);
        app.requests_lapse();
    }),
    ("unanswered_about_several", |app| {
        a_booking(app);
        app.leader().asks_for(&app.room("Studio"), "2026-11-25T09:00", "2026-11-25T11:00").id();
        disrupting::done(app, &disrupting::power(app));
        app.new_letters();
        app.hours_pass(72);
        app.requests_lapse();
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
];

/// The dancers have the studio; the letter about that is not looked at.
fn a_booking(app: &TestApp) -> BookingId {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    id
}
