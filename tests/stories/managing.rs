//! Managers keep rooms, hours, agreements and people, and never hurt what is booked by it.

use chrono::NaiveDate;
use linli::base::lang::Lang;
use linli::base::time::Zone;
use linli::base::time::{DaySpan, Minute};
use linli::domain::agreements::activating::{Activated, activate};
use linli::domain::agreements::editing::{
    AgreementChange, AgreementDetails, Overlap, TroupeDetails, add_agreement, add_troupe, change_agreement,
    set_leader,
};
use linli::domain::agreements::{Allowance, Moved, PaperWords, TroupeKind, Window, store as agreed};
use linli::domain::bookings::{Acting, State};
use linli::domain::centres::CentreDetails;
use linli::domain::centres::editing::{CentreChange, change_centre};
use linli::domain::disruptions::{self, Change, hours};
use linli::domain::occupancy::Taker;
use linli::domain::people::editing::{self, CodeMade, PersonChange, PersonDetails};
use linli::domain::people::{self, Role, sign_in};
use linli::domain::rooms::editing::{RoomDetails, add_room, add_space};
use linli::domain::rooms::{self, RoomId, SpecialDay};

use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    hours_that_leave_a_booking_outside_are_refused_with_its_name,
    a_shut_day_is_refused_while_something_is_booked_on_it,
    a_rooms_own_hours_end_when_they_are_emptied,
    a_room_keeps_its_spaces_while_bookings_are_to_come,
    a_new_room_has_a_space_of_its_own_and_neighbours_that_know_it,
    one_agreement_per_troupe_and_day,
    an_agreements_number_is_the_centres_only_one,
    a_new_troupe_with_a_leader_and_an_agreement_can_book,
    the_last_manager_stays,
    who_belongs_elsewhere_too_keeps_all_but_the_role,
    who_is_shut_out_is_signed_out,
    an_account_is_found_by_its_phone,
    staff_of_another_centre_are_not_found,
    a_session_in_a_private_room_is_told_to_nobody,
    nobody_prints_a_code_for_their_equals,
    the_time_zone_stays_once_there_are_bookings,
];

fn acting<'a>(of: &'a Someone) -> Acting<'a> {
    Acting { centre: &of.centre, person: Some(of.person.id), now: of.app.now() }
}

fn span(from: i32, to: i32) -> DaySpan {
    DaySpan::new(Minute::hm(from, 0), Minute::hm(to, 0)).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn every_day(spans: &[DaySpan]) -> Vec<(i32, DaySpan)> {
    (1..=7).flat_map(|day| spans.iter().map(move |span| (day, *span))).collect()
}

fn hours_that_leave_a_booking_outside_are_refused_with_its_name(app: &TestApp) {
    let manager = app.manager();
    let id = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    let late = every_day(&[span(10, 17)]);
    let change = app.write(|conn| hours::set_week(conn, &acting(&manager), None, &late));
    let Change::Hits(hits) = change else { panic!("{change:?}") };
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].what, Taker::Booking(id));
    // Nothing was written: the evening is still open.
    app.rival().asks_for(&app.room("Meeting room"), "2026-11-25T19:00", "2026-11-25T20:00").id();
    let early = every_day(&[span(8, 12)]);
    assert_eq!(app.write(|conn| hours::set_week(conn, &acting(&manager), None, &early)), Change::Done);
    app.rival().asks_for(&app.room("Meeting room"), "2026-11-26T19:00", "2026-11-26T20:00").refused("");
}

fn a_shut_day_is_refused_while_something_is_booked_on_it(app: &TestApp) {
    let manager = app.manager();
    let room = app.room("Studio");
    let id = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let shut = |whose: Option<RoomId>| SpecialDay {
        room: whose,
        date: date("2026-11-24"),
        spans: vec![],
        reason: "停电".into(),
        reason_en: "No power".into(),
    };
    for whose in [None, Some(room.id)] {
        let change = app.write(|conn| hours::set_day(conn, &acting(&manager), &shut(whose)));
        assert!(matches!(change, Change::Hits(_)), "{change:?}");
    }
    app.leader().cancels(id).is(State::Cancelled);
    assert_eq!(app.write(|conn| hours::set_day(conn, &acting(&manager), &shut(None))), Change::Done);
    app.rival().asks_for(&room, "2026-11-24T14:00", "2026-11-24T15:00").refused("");
    let day = date("2026-11-24");
    assert_eq!(app.write(|conn| hours::remove_day(conn, &acting(&manager), None, day)), Change::Done);
    app.rival().asks_for(&room, "2026-11-24T14:00", "2026-11-24T15:00").is(State::Approved);
}

fn a_rooms_own_hours_end_when_they_are_emptied(app: &TestApp) {
    let manager = app.manager();
    let room = app.room("Meeting room");
    let evenings = every_day(&[span(19, 21)]);
    assert_eq!(
        app.write(|conn| hours::set_week(conn, &acting(&manager), Some(room.id), &evenings)),
        Change::Done
    );
    app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T10:00").refused("");
    assert_eq!(app.write(|conn| hours::set_week(conn, &acting(&manager), Some(room.id), &[])), Change::Done);
    app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T10:00").id();
}

fn a_room_keeps_its_spaces_while_bookings_are_to_come(app: &TestApp) {
    let manager = app.manager();
    let room = app.room("Studio");
    let id = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let kept = app.read(|conn| rooms::store::spaces(conn, room.id));
    let same =
        RoomDetails { spaces: kept, own_space: false, ..RoomDetails::named("大排练厅", "Big studio") };
    let other = RoomDetails { spaces: vec![], own_space: true, ..same.clone() };
    let change = |details: &RoomDetails| {
        app.write(|conn| disruptions::rooms::change_room(conn, &acting(&manager), room.id, details))
    };
    assert!(matches!(change(&other), Change::Hits(hits) if hits.len() == 1));
    assert_eq!(app.room("Studio").name, room.name);
    assert_eq!(change(&same), Change::Done);
    assert_eq!(app.room("Big studio").id, room.id);
    app.leader().cancels(id).is(State::Cancelled);
    assert_eq!(change(&other), Change::Done);
}

fn a_new_room_has_a_space_of_its_own_and_neighbours_that_know_it(app: &TestApp) {
    let manager = app.manager();
    let studio = app.room("Studio");
    let details =
        RoomDetails { neighbours: vec![studio.id], ..RoomDetails::named("书画室", "Calligraphy room") };
    let id = app.write(|conn| add_room(conn, &acting(&manager), &details));
    let day = date("2026-11-24");
    let catalogue = app.read(|conn| rooms::store::catalogue(conn, manager.centre.id, day, day));
    assert_eq!(catalogue.spaces_of(id).len(), 1);
    assert!(catalogue.neighbours_of(studio.id).any(|room| room.id == id));
    assert_eq!(catalogue.neighbours_of(id).map(|room| room.id).collect::<Vec<_>>(), [studio.id]);
    // A space of another centre is none to make a room of.
    let theirs = app.other_manager();
    let space = app.write(|conn| add_space(conn, &acting(&theirs), "别处", "Elsewhere"));
    let forged = RoomDetails { spaces: vec![space], ..RoomDetails::named("偷", "Stolen") };
    let app_db = app.db.clone();
    assert!(app_db.write_now(|conn| add_room(conn, &acting(&manager), &forged)).is_err());
}

fn agreement_of(app: &TestApp, number: &str) -> AgreementDetails {
    let manager = app.manager();
    let of = app.read(|conn| agreed::agreements(conn, manager.centre.id));
    let led = app.read(|conn| agreed::led_by(conn, app.leader().person.id));
    let own = of.into_iter().find(|one| one.troupe_id == led[0].id).unwrap();
    AgreementDetails {
        troupe: own.troupe_id,
        number: number.into(),
        signed_on: own.signed_on,
        starts_on: own.starts_on,
        ends_on: own.ends_on,
        allowance: own.allowance,
        words: PaperWords::default(),
        predecessor: None,
        rooms: own.rooms,
        windows: own.windows,
    }
}

fn one_agreement_per_troupe_and_day(app: &TestApp) {
    let manager = app.manager();
    let second = agreement_of(app, "X-2");
    // A draft may lie beside one that stands; it cannot be put into force.
    let added = app.write(|conn| add_agreement(conn, &acting(&manager), &second));
    let AgreementChange::Done(second_id) = added else { panic!("{added:?}") };
    let waking = app.write(|conn| activate(conn, &acting(&manager), second_id, second.signed_on));
    let Activated::Overlaps(Overlap { id, .. }) = waking else { panic!("{waking:?}") };
    let (signed_on, next_day) = (second.signed_on, second.ends_on.succ_opt().unwrap());
    let after = AgreementDetails { starts_on: next_day, ends_on: next_day, ..second };
    let moved = app.write(|conn| change_agreement(conn, &acting(&manager), second_id, &after));
    assert_eq!(moved, AgreementChange::Done(second_id));
    let woken = app.write(|conn| activate(conn, &acting(&manager), second_id, signed_on));
    assert!(matches!(woken, Activated::Moved(Moved::Done(..))), "{woken:?}");
    // One that exists may be written again as it is.
    let first = app.read(|conn| agreed::agreement(conn, manager.centre.id, id));
    let same = agreement_of(app, "");
    let same =
        AgreementDetails { number: first.number, ends_on: first.ends_on, starts_on: first.starts_on, ..same };
    assert_eq!(
        app.write(|conn| change_agreement(conn, &acting(&manager), id, &same)),
        AgreementChange::Done(id)
    );
}

fn an_agreements_number_is_the_centres_only_one(app: &TestApp) {
    let manager = app.manager();
    let resting = agreement_of(app, "X-2");
    let add = || app.write(|conn| add_agreement(conn, &acting(&manager), &resting));
    assert!(matches!(add(), AgreementChange::Done(_)));
    assert_eq!(add(), AgreementChange::NumberTaken);
}

fn a_new_troupe_with_a_leader_and_an_agreement_can_book(app: &TestApp) {
    let manager = app.manager();
    let room = app.room("Studio");
    let troupe = app.write(|conn| {
        let by = acting(&manager);
        let details = TroupeDetails {
            name: "戏迷协会".into(),
            name_en: String::new(),
            kind: TroupeKind::Opera,
            size: 12,
            named: true,
            active: true,
        };
        let troupe = add_troupe(conn, &by, &details)?;
        set_leader(conn, &by, troupe, app.desk().person.id, Some(false))?;
        Ok(troupe)
    });
    let details = AgreementDetails {
        troupe,
        number: "X-9".into(),
        signed_on: date("2026-11-01"),
        starts_on: date("2026-11-01"),
        ends_on: date("2026-12-31"),
        allowance: Allowance::default(),
        words: PaperWords::default(),
        predecessor: None,
        rooms: vec![room.id],
        // Overlapping windows become one.
        windows: vec![Window { weekday: 2, span: span(9, 11) }, Window { weekday: 2, span: span(10, 12) }],
    };
    let added = app.write(|conn| add_agreement(conn, &acting(&manager), &details));
    let AgreementChange::Done(id) = added else { panic!("{added:?}") };
    let kept = app.read(|conn| agreed::agreement(conn, manager.centre.id, id));
    assert_eq!(kept.windows, [Window { weekday: 2, span: span(9, 12) }]);
    assert_eq!(app.read(|conn| agreed::leaders(conn, troupe)), [(app.desk().person.id, false)]);
}

fn the_last_manager_stays(app: &TestApp) {
    let manager = app.manager();
    let me = manager.person.id;
    let lower = || app.write(|conn| editing::change_role(conn, &acting(&manager), me, Some(Role::Desk)));
    assert_eq!(lower(), PersonChange::LastManager);
    assert_eq!(
        app.write(|conn| editing::set_active(conn, &acting(&manager), me, false)),
        PersonChange::LastManager
    );
    let other = app.approver().person.id;
    app.write(|conn| editing::change_role(conn, &acting(&manager), other, Some(Role::Manager)));
    assert_eq!(lower(), PersonChange::Done(me));
}

fn details(name: &str, phone: &str) -> PersonDetails {
    PersonDetails { name: name.into(), email: None, phone: Some(phone.into()), lang: Lang::Zh }
}

fn who_belongs_elsewhere_too_keeps_all_but_the_role(app: &TestApp) {
    let manager = app.manager();
    let shared = app.other_desk().person.id;
    app.write(|conn| people::store::set_role(conn, shared, manager.centre.id, Some(Role::Desk)));
    let changed = details("改名", "+8613911112222");
    let by = || acting(&manager);
    assert_eq!(app.write(|conn| editing::change_person(conn, &by(), shared, &changed)), PersonChange::Shared);
    assert_eq!(app.write(|conn| editing::set_active(conn, &by(), shared, false)), PersonChange::Shared);
    assert_eq!(app.write(|conn| editing::revoke_sign_ins(conn, &by(), shared)), PersonChange::Shared);
    let tokens = app.tokens.clone();
    assert_eq!(app.write(|conn| editing::make_code(conn, &tokens, &by(), shared)), CodeMade::Shared);
    assert_eq!(app.write(|conn| editing::change_role(conn, &by(), shared, None)), PersonChange::Done(shared));
}

fn who_is_shut_out_is_signed_out(app: &TestApp) {
    let manager = app.manager();
    let desk = app.desk().person.id;
    let tokens = app.tokens.clone();
    let secret = app.write(|conn| sign_in::open(conn, &tokens, desk, app.now()));
    let signed_in = || app.read(|conn| sign_in::who(conn, &tokens, &secret, app.now())).is_some();
    assert!(signed_in());
    app.write(|conn| editing::set_active(conn, &acting(&manager), desk, false));
    assert!(!signed_in());
    app.write(|conn| editing::set_active(conn, &acting(&manager), desk, true));
    assert!(!signed_in());
}

fn an_account_is_found_by_its_phone(app: &TestApp) {
    let manager = app.manager();
    let known = app.phoned().person;
    let same = details("换个写法", known.phone.as_deref().unwrap());
    let done = app.write(|conn| editing::add_staff(conn, &acting(&manager), &same, Role::Desk));
    assert_eq!(done, PersonChange::Done(known.id));
    assert_eq!(app.person(known.id).name, known.name);
    let again = app.write(|conn| editing::add_staff(conn, &acting(&manager), &same, Role::Desk));
    assert_eq!(again, PersonChange::AlreadyHere(known.id));
    let two = PersonDetails { email: manager.person.email.clone(), ..same };
    let refused = app.write(|conn| editing::add_staff(conn, &acting(&manager), &two, Role::Desk));
    assert_eq!(refused, PersonChange::TwoPeople);
}

fn a_session_in_a_private_room_is_told_to_nobody(app: &TestApp) {
    use linli::base::time::Span;
    use linli::domain::activities::publishing::publish;
    use linli::domain::activities::scheduling::{Scheduling, add};
    use linli::domain::activities::{ActivityDetails, ActivityKind, Venue};
    let (by, today) = (app.approver(), date("2026-11-21"));
    let details = ActivityDetails::new(ActivityKind::Lecture, "婚姻咨询");
    let venue = Venue::Room(app.room("Counselling room").id);
    let when = Span::on(today, span(9, 11));
    let done = app.write(|conn| add(conn, acting(&by), &details, &venue, when));
    let Scheduling::Done(activity, session) = done else { panic!("{done:?}") };
    app.write(|conn| publish(conn, acting(&by), activity));
    for path in ["/c/hexi", "/c/hexi/calendar", "/c/hexi/calendar?view=month", "/c/hexi/timetable", "/"] {
        let page = app.get(path).go();
        assert!(page.status == 200 && !page.body.contains("婚姻咨询"), "{path}");
    }
    assert_eq!(app.get(&format!("/c/hexi/activities/{activity}")).go().status, 404);
    assert_eq!(app.get(&format!("/c/hexi/sessions/{session}.ics")).go().status, 404);
}

fn nobody_prints_a_code_for_their_equals(app: &TestApp) {
    let (one, other) = (app.manager(), app.approver());
    app.write(|conn| people::store::set_role(conn, other.person.id, other.centre.id, Some(Role::Manager)));
    let code = |by: &Someone, of: &Someone| {
        app.db.write_now(|conn| editing::make_code(conn, &app.tokens, &acting(by), of.person.id))
    };
    assert!(code(&one, &other).is_err());
    assert!(matches!(code(&one, &app.desk()), Ok(CodeMade::Code(_))));
    assert!(code(&app.desk(), &app.desk()).is_err());
    assert!(matches!(code(&app.desk(), &app.leader()), Ok(CodeMade::Code(_))));
}

fn staff_of_another_centre_are_not_found(app: &TestApp) {
    let manager = app.manager();
    let theirs = app.other_desk().person.id;
    let db = &app.db;
    let tokens = app.tokens.clone();
    assert!(db.write_now(|conn| editing::make_code(conn, &tokens, &acting(&manager), theirs)).is_err());
    assert!(db.write_now(|conn| editing::change_role(conn, &acting(&manager), theirs, None)).is_err());
    assert!(db.write_now(|conn| editing::set_active(conn, &acting(&manager), theirs, false)).is_err());
}

fn the_time_zone_stays_once_there_are_bookings(app: &TestApp) {
    let centre = app.manager().centre;
    let details = CentreDetails {
        slug: centre.slug.clone(),
        name: centre.name.clone(),
        name_en: centre.name_en.clone(),
        address: centre.address.clone(),
        address_en: centre.address_en.clone(),
        phone: centre.phone.clone(),
        area_m2: centre.area_m2,
        intro: centre.intro.clone(),
        intro_en: centre.intro_en.clone(),
        zone: Zone::named("Asia/Urumqi").unwrap(),
    };
    let change = || app.write(|conn| change_centre(conn, None, centre.id, &details, app.now()));
    assert_eq!(change(), CentreChange::Done(centre.id));
    app.leader().asks_for(&app.room("Meeting room"), "2026-11-25T09:00", "2026-11-25T10:00").id();
    let back = CentreDetails { zone: centre.zone, ..details.clone() };
    let changed = app.write(|conn| change_centre(conn, None, centre.id, &back, app.now()));
    assert_eq!(changed, CentreChange::ZoneFixed);
}
