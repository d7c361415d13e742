//! A troupe asks for a room, and is told at once what comes of it.

use linli::base::mail::Channel;
use linli::domain::bookings::State;
use linli::domain::bookings::alternatives::Change;

use crate::support::TestApp;

stories![
    a_covered_request_for_an_instant_room_is_approved_at_once,
    a_request_for_a_reviewed_room_goes_to_staff,
    without_an_agreement_every_room_is_reviewed,
    someone_without_email_gets_a_slip,
    several_requests_may_want_the_same_reviewed_slot,
    a_taken_slot_is_refused_with_the_clash_and_alternatives,
    a_named_troupe_is_named_and_another_is_not,
    booking_the_hall_takes_both_halves,
    a_half_blocks_the_hall_and_leaves_the_other_half,
    turnaround_keeps_the_room_for_a_while,
    a_drop_in_room_cannot_be_booked,
    the_past_cannot_be_booked,
    nobody_books_too_far_ahead,
    a_room_takes_only_so_many_people,
    a_booking_has_a_shortest_and_a_longest_length,
    starts_and_ends_lie_on_the_grain,
    lunch_is_not_bridged,
    a_special_day_gives_its_reason,
    outside_the_agreed_windows_it_is_an_exception_for_staff,
    a_room_that_the_agreement_does_not_name_is_for_staff_to_decide,
    a_room_of_another_centre_is_not_found,
];

fn a_covered_request_for_an_instant_room_is_approved_at_once(app: &TestApp) {
    let booking = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:00"]);
    let letters = app.wrote(&["leader: approved"]);
    assert_eq!(letters[0].booking, Some(booking.0));
    let calendar = letters[0].calendar.as_deref().unwrap();
    assert!(
        calendar.contains("METHOD:REQUEST")
            && calendar.contains("DTSTART;TZID=Asia/Shanghai:20261124T090000")
    );
}

fn a_request_for_a_reviewed_room_goes_to_staff(app: &TestApp) {
    app.leader()
        .asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Requested);
    assert_eq!(app.taken("2026-11-24"), [""; 0]);
    let letters = app.wrote(&["approver: new_request", "leader: received", "manager: new_request"]);
    assert!(letters.iter().all(|letter| letter.calendar.is_none()));
}

fn without_an_agreement_every_room_is_reviewed(app: &TestApp) {
    app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
}

fn someone_without_email_gets_a_slip(app: &TestApp) {
    app.phoned().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
    let letters = app.wrote(&["+8613900000007: received", "approver: new_request", "manager: new_request"]);
    assert_eq!(letters[0].channel, Channel::Slip);
}

fn several_requests_may_want_the_same_reviewed_slot(app: &TestApp) {
    let room = app.room("Meeting room");
    app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
    app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").is(State::Requested);
}

fn a_taken_slot_is_refused_with_the_clash_and_alternatives(app: &TestApp) {
    let studio = app.room("Studio");
    app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.wrote(&["rival: approved"]);
    let reply = app.leader().asks_for(&studio, "2026-11-24T10:00", "2026-11-24T12:00");
    let found = reply.taken(&["上午9:00–11:00 红歌合唱团"]);
    let kinds: Vec<Change> = found.iter().map(|one| one.change).collect();
    assert_eq!(kinds, [Change::Time, Change::Room, Change::Day]);
    assert_eq!(found[0].span.start().iso(), "2026-11-24T14:00");
    app.wrote(&[]);
    assert_eq!(app.bookings(), 1);
}

fn a_named_troupe_is_named_and_another_is_not(app: &TestApp) {
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.rival().asks_for(&studio, "2026-11-24T10:00", "2026-11-24T12:00").taken(&["上午9:00–11:00 已占用"]);
}

fn booking_the_hall_takes_both_halves(app: &TestApp) {
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(hall).is(State::Approved);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15", "09:00–11:15"]);
    for half in ["East hall", "West hall"] {
        let reply = app.leader().asks_for(&app.room(half), "2026-11-24T10:00", "2026-11-24T11:00");
        reply.taken(&["上午9:00–11:00 红歌合唱团，之后整理到上午11:15"]);
    }
}

fn a_half_blocks_the_hall_and_leaves_the_other_half(app: &TestApp) {
    app.leader().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.rival()
        .asks_for(&app.room("Hall"), "2026-11-24T10:00", "2026-11-24T12:00")
        .taken(&["上午9:00–11:00 已占用，之后整理到上午11:15"]);
    let west = app.rival().asks_for(&app.room("West hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(west).is(State::Approved);
}

fn turnaround_keeps_the_room_for_a_while(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    app.leader()
        .asks_for(&east, "2026-11-24T10:00", "2026-11-24T11:00")
        .taken(&["上午9:00–10:00 已占用，之后整理到上午10:15"]);
    app.leader().asks_for(&east, "2026-11-24T10:30", "2026-11-24T11:30").is(State::Approved);
    app.leader()
        .asks_for(&east, "2026-11-24T08:30", "2026-11-24T09:00")
        .taken(&["上午9:00–10:00 已占用，之后整理到上午10:15"]);
}

fn a_drop_in_room_cannot_be_booked(app: &TestApp) {
    let reply = app.leader().asks_for(&app.room("Reading room"), "2026-11-24T09:00", "2026-11-24T11:00");
    assert!(!reply.refused("不用预约").is_empty());
    assert_eq!(app.bookings(), 0);
}

fn the_past_cannot_be_booked(app: &TestApp) {
    app.hours_pass(2);
    let reply = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:30", "2026-11-21T11:00");
    assert!(!reply.refused("已经过了").is_empty());
    app.leader().asks_for(&app.room("Studio"), "2026-11-21T10:00", "2026-11-21T11:00").is(State::Approved);
}

fn nobody_books_too_far_ahead(app: &TestApp) {
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2027-01-21T09:00", "2027-01-21T11:00").refused("最远能约到");
    app.leader().asks_for(&studio, "2027-01-20T09:00", "2027-01-20T11:00").is(State::Requested);
}

fn a_room_takes_only_so_many_people(app: &TestApp) {
    let studio = app.room("Studio");
    let reply = app.leader().asks(&studio, "2026-11-24T09:00", "2026-11-24T11:00", 31, "many");
    for alternative in reply.refused("最多坐30人") {
        assert_ne!(alternative.room, studio.id);
    }
    app.leader().asks(&studio, "2026-11-24T09:00", "2026-11-24T11:00", 30, "enough").is(State::Approved);
}

fn a_booking_has_a_shortest_and_a_longest_length(app: &TestApp) {
    let studio = app.room("Studio");
    app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T09:10").refused("最少约0.5小时");
    app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T13:30").refused("最多约4小时");
}

fn starts_and_ends_lie_on_the_grain(app: &TestApp) {
    app.leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:10", "2026-11-24T10:10")
        .refused("30分钟的整数倍");
}

fn lunch_is_not_bridged(app: &TestApp) {
    let reply = app.leader().asks_for(&app.room("Studio"), "2026-11-24T11:30", "2026-11-24T14:30");
    reply.refused("上午8:30–12:00、下午2:00–5:30、晚上7:00–9:00");
}

fn a_special_day_gives_its_reason(app: &TestApp) {
    let reply = app.leader().asks_for(&app.room("Studio"), "2026-12-01T09:00", "2026-12-01T11:00");
    let alternatives = reply.refused("停电检修");
    assert!(alternatives.iter().all(|one| one.span.date().to_string() != "2026-12-01"));
    assert!(!alternatives.is_empty());
}

fn outside_the_agreed_windows_it_is_an_exception_for_staff(app: &TestApp) {
    let id = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00")
        .is(State::Requested);
    app.approver().approves(id).refused("reason");
    app.approver().approves_because(id, Some("演出前加排")).is(State::Approved);
}

fn a_room_that_the_agreement_does_not_name_is_for_staff_to_decide(app: &TestApp) {
    let room = app.room("Counselling room");
    let reply = app.leader().asks(&room, "2026-11-24T09:00", "2026-11-24T10:00", 4, "other-room");
    assert_eq!(app.booking(reply.is(State::Requested)).exception.map(|gap| gap.word()), Some("other_room"));
}

fn a_room_of_another_centre_is_not_found(app: &TestApp) {
    use linli::base::error::Error;
    use linli::domain::bookings::{Acting, asking};
    let (leader, room) = (app.leader(), app.room_of("donghu", "Activity room"));
    let ask = asking::Ask {
        troupe: linli::domain::agreements::TroupeId(1),
        room: room.id,
        span: linli::base::time::Span::new(
            crate::support::fixture::wall("2026-11-24T09:00"),
            crate::support::fixture::wall("2026-11-24T11:00"),
        )
        .unwrap(),
        purpose: String::new(),
        size: 1,
        request_key: "k".into(),
        on_behalf: false,
        replaces: None,
    };
    let acting = Acting { centre: &leader.centre, person: Some(leader.person.id), now: app.now() };
    let asked = app.db.write_now(|conn| asking::ask(conn, acting, &ask));
    assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
}
