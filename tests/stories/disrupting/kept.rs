//! What the centre keeps in place of what it took away: for whom, until when, and who has it then.

use diesel::prelude::*;
use linli::base::db::schema::troupe_leader;
use linli::domain::bookings::answering::{Answered, take};
use linli::domain::bookings::exchanging::{self, Declined};
use linli::domain::bookings::store::OfferedAlternative;
use linli::domain::bookings::{AlternativeId, BookingId, State};

use super::{a_loss, closing, done, holds, kept_longest, the_books_balance};
use crate::support::people::Someone;
use crate::support::{Reply, TestApp};

stories![
    an_offer_that_has_ended_is_asked_for_like_any_other,
    a_hold_that_is_closed_too_is_offered_anew,
    declining_all_frees_what_was_held,
    a_held_slot_is_nobody_elses_until_its_moment,
    a_held_slot_that_nobody_took_goes_to_the_first_in_line,
    who_asks_after_its_moment_does_not_jump_the_line,
    what_is_freed_by_an_answer_goes_to_the_first_in_line,
    a_deputy_answers_for_the_troupe,
    staff_answer_on_the_troupes_behalf,
];

fn an_offer_that_has_ended_is_asked_for_like_any_other(app: &TestApp) {
    let (lost, letter) = a_loss(app);
    assert_eq!(holds(app), 3);
    let links = letter.action_links();
    let row = |link: &str| {
        let (id, _) = app.tokens.verify("alternative", link.rsplit('/').next().unwrap()).unwrap();
        app.read(|conn| linli::domain::bookings::store::alternative(conn, AlternativeId(id)))
    };
    // The last of them is the farthest away: when it ends, the room is still to be had.
    let late = links.iter().copied().max_by_key(|link| row(link).starts_at).unwrap();
    app.hours_pass(60); // Monday 20:00, an hour before the end of the next working day
    assert_ne!(holds(app), 0);
    app.hours_pass(1);
    assert_eq!(holds(app), 0);
    app.presses(late).id();
    assert_eq!(app.state(lost), State::Displaced);
    the_books_balance(app);
    let other = links.into_iter().find(|link| *link != late).unwrap();
    assert!(matches!(app.presses(other), Reply::Repeated(_)), "one answer for each booking");
}

fn a_hold_that_is_closed_too_is_offered_anew(app: &TestApp) {
    let (lost, _) = a_loss(app);
    let held = app.read(|conn| linli::domain::bookings::store::held_for(conn, &[lost], app.now()));
    let other =
        held.iter().find(|one| one.room_id != app.room("Studio").id).expect("another room is offered");
    let room = app.room("Studio"); // for its names only
    let name =
        app.read(|conn| linli::domain::rooms::store::room(conn, room.centre_id, other.room_id)).name_en;
    done(app, &closing(app, &name, "2026-11-23T00:00", "2026-11-28T00:00"));
    let letters = app.wrote(&["leader: displaced"]);
    assert!(letters[0].text.contains("原来给您留的也用不了了"), "{}", letters[0].text);
    assert!(letters[0].calendar.is_none());
    let now_held = app.read(|conn| linli::domain::bookings::store::held_for(conn, &[lost], app.now()));
    assert!(!now_held.is_empty() && now_held.iter().all(|one| !held.iter().any(|old| old.id == one.id)));
    the_books_balance(app);
}

fn declining_all_frees_what_was_held(app: &TestApp) {
    let (lost, letter) = a_loss(app);
    let leader = app.leader();
    for _ in 0..2 {
        let declined = app.write(|conn| exchanging::decline(conn, leader.acting(), lost));
        assert_eq!(declined, Declined::Done);
    }
    assert_eq!(holds(app), 0);
    the_books_balance(app);
    let told: Vec<String> = app.new_letters().into_iter().map(|one| one.kind).collect();
    assert_eq!(told, ["needs_none"], "noted once");
    // The links do nothing any more; the page says why.
    let link = letter.action_links()[0];
    assert!(matches!(app.presses(link), Reply::Over(State::Displaced)));
    let path = &link[link.find("/a/").unwrap()..];
    let page = app.get(path).go();
    assert!(page.body.contains("您说过都不要"), "{}", page.body);
    assert_eq!(app.post(path, &[]).go().status, 409);
    let shown = app.get(&path.replacen("/a/", "/api/v1/alternatives/", 1)).go();
    assert!(shown.body.contains(r#""declined":true"#), "{}", shown.body);
}

fn a_held_slot_is_nobody_elses_until_its_moment(app: &TestApp) {
    let (lost, _) = a_loss(app);
    let held = app.read(|conn| linli::domain::bookings::store::held_for(conn, &[lost], app.now()));
    let far = held.iter().max_by_key(|one| one.starts_at).unwrap();
    let room = app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, far.room_id));
    let ask = || app.rival().asks_for(&room, &far.starts_at.iso(), &far.ends_at.iso());
    assert!(matches!(ask(), Reply::Taken(..)));
    app.clock.advance(far.held_until.unwrap().since(app.now()));
    ask().id();
    the_books_balance(app);
}

/// The dancers lose their booking, and the choir waits for what is kept for them the longest ahead: its room, its
/// time, and who waits.
fn a_line_for_what_is_held(app: &TestApp) -> (BookingId, OfferedAlternative, BookingId) {
    let (lost, _) = a_loss(app);
    let far = kept_longest(app);
    let room = app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, far.room_id));
    let waits = app.rival().waits_for(&room, &far.starts_at.iso(), &far.ends_at.iso()).is(State::Waiting);
    app.new_letters();
    (lost, far, waits)
}

fn has_its_turn(app: &TestApp, id: BookingId) -> bool {
    let kept = app.booking(id).offered_until.is_some_and(|until| until > app.now());
    kept && matches!(app.state(id), State::Offered | State::Requested)
}

fn a_held_slot_that_nobody_took_goes_to_the_first_in_line(app: &TestApp) {
    let (lost, far, waits) = a_line_for_what_is_held(app);
    assert_eq!(app.requests_lapse(), 0, "it is kept for the dancers still");
    app.clock.advance(far.held_until.unwrap().since(app.now()));
    assert!(app.requests_lapse() >= 1);
    assert!(has_its_turn(app, waits), "{:?}", app.booking(waits));
    assert_eq!(app.requests_lapse(), 0, "once");
    the_books_balance(app);
    // The dancers come too late for that one.
    let leader = app.leader();
    let took = app.write(|conn| take(conn, leader.acting(), far.id));
    assert!(matches!(took, Answered::Gone { .. }), "{took:?}");
    assert_eq!(app.state(lost), State::Displaced);
}

fn who_asks_after_its_moment_does_not_jump_the_line(app: &TestApp) {
    let (_, far, waits) = a_line_for_what_is_held(app);
    app.clock.advance(far.held_until.unwrap().since(app.now()));
    // No job has run.
    let room = app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, far.room_id));
    let reply = app.leader().asks_for(&room, &far.starts_at.iso(), &far.ends_at.iso());
    assert!(matches!(reply, Reply::Taken(..)), "{reply:?}");
    assert!(has_its_turn(app, waits));
    the_books_balance(app);
}

fn what_is_freed_by_an_answer_goes_to_the_first_in_line(app: &TestApp) {
    let (lost, far, waits) = a_line_for_what_is_held(app);
    let held = app.read(|conn| linli::domain::bookings::store::held_for(conn, &[lost], app.now()));
    let other = held.iter().find(|one| one.id != far.id).unwrap();
    let leader = app.leader();
    let took = app.write(|conn| take(conn, leader.acting(), other.id));
    assert!(matches!(took, Answered::Done(_)), "{took:?}");
    assert!(has_its_turn(app, waits));
    the_books_balance(app);
}

/// Whether what somebody takes of what is kept for the dancers is booked on their behalf.
fn is_on_behalf(app: &TestApp, who: &Someone) -> bool {
    let took = app.write(|conn| take(conn, who.acting(), kept_longest(app).id));
    let Answered::Done(new) = took else { panic!("{took:?}") };
    new.on_behalf
}

fn a_deputy_answers_for_the_troupe(app: &TestApp) {
    let (lost, _) = a_loss(app);
    let deputy = app.rival();
    app.write(|conn| {
        let (troupe, person) = (app.booking(lost).troupe_id, deputy.person.id);
        let (troupe, person) = (troupe_leader::troupe_id.eq(troupe), troupe_leader::person_id.eq(person));
        let row = (troupe, person, troupe_leader::deputy.eq(true));
        Ok(diesel::insert_into(troupe_leader::table).values(row).execute(conn)?)
    });
    assert!(!is_on_behalf(app, &deputy));
}

fn staff_answer_on_the_troupes_behalf(app: &TestApp) {
    a_loss(app);
    assert!(is_on_behalf(app, &app.approver()));
}
