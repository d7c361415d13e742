//! Staff decide; those who lose the slot are told what they can have instead.

use linli::base::mail::Channel;
use linli::domain::bookings::State;

use crate::support::{Reply, TestApp};

stories![
    an_approved_request_takes_the_room_and_is_told,
    a_refused_request_is_told_why,
    losers_become_waiting_and_are_told_with_alternatives,
    who_asks_after_the_look_does_not_lose_unseen,
    a_leader_without_email_is_to_be_phoned,
    approving_the_hall_makes_requests_for_its_halves_wait,
    requests_for_another_time_stay_as_they_are,
    a_decided_request_is_not_decided_again,
    an_approval_of_what_has_changed_since_is_refused,
    an_approval_for_a_slot_that_is_taken_is_refused,
    a_waiting_request_may_be_refused,
    a_troupe_stands_once_in_a_line,
    several_requests_of_one_leader_make_one_conflict_notice,
    who_loses_to_a_request_of_the_same_troupe_is_told_so,
    the_winning_troupes_leader_is_not_named_to_the_loser,
    an_approver_of_a_room_who_has_left_gets_no_letters,
    who_a_room_names_decides_about_it_whatever_they_are_at_the_centre,
    staff_of_another_centre_find_nothing_to_decide,
];

fn an_approved_request_takes_the_room_and_is_told(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().approves(id).is(State::Approved);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:00"]);
    let letters = app.wrote(&["leader: approved"]);
    assert!(letters[0].calendar.as_deref().unwrap().contains("SEQUENCE:0"));
    let booking = app.booking(id);
    assert_eq!(booking.decided_by, Some(app.approver().person.id));
    assert_eq!(booking.decided_at, Some(app.now()));
}

fn a_refused_request_is_told_why(app: &TestApp) {
    let id = app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().refuses(id, "We need it for the census").is(State::Refused);
    let letters = app.wrote(&["rival: refused"]);
    assert!(letters[0].text.contains("Staff say: We need it for the census"));
    assert!(app.taken("2026-11-24").is_empty());
}

fn losers_become_waiting_and_are_told_with_alternatives(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let loser = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.new_letters();
    app.approver().approves(winner).is(State::Approved);
    assert_eq!(app.state(loser), State::Waiting);
    let letters = app.wrote(&["leader: approved", "rival: conflict"]);
    assert_eq!(letters[1].action_links().len(), 3);
    assert!(letters[1].calendar.is_none());
}

fn who_asks_after_the_look_does_not_lose_unseen(app: &TestApp) {
    let room = app.room("Meeting room");
    let first = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let page = format!("/staff/hexi/bookings/{first}");
    let looked = app.get(&page).by(&app.approver()).go();
    assert!(looked.body.contains("name=\"losers\" value=\"\""), "nobody is named");
    let late = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.new_letters();
    let press = |losers: &str| {
        let form = [("version", "0"), ("losers", losers)];
        app.post(&format!("{page}/approval"), &form).by(&app.approver()).go()
    };
    let refused = press("");
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("还没有批准") && refused.body.contains("批准以后，这些申请转为候补"));
    assert_eq!((app.state(first), app.state(late)), (State::Requested, State::Requested));
    app.wrote(&[]);
    assert_eq!(press(&late.to_string()).status, 303);
    assert_eq!((app.state(first), app.state(late)), (State::Approved, State::Waiting));
}

fn a_leader_without_email_is_to_be_phoned(app: &TestApp) {
    let room = app.room("Meeting room");
    let loser = app.phoned().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().approves(winner).is(State::Approved);
    assert_eq!(app.state(loser), State::Waiting);
    let letters = app.wrote(&["+8613900000007: conflict", "leader: approved"]);
    assert_eq!(letters[0].channel, Channel::Phone);
    assert!(letters[0].text.starts_with("孙德福，您好，这里是河西社区党群服务中心。"));
    assert!(!letters[0].text.contains("http"), "nobody reads out a link: {}", letters[0].text);
}

fn approving_the_hall_makes_requests_for_its_halves_wait(app: &TestApp) {
    let west = app.leader().asks_for(&app.room("West hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(hall).is(State::Approved);
    assert_eq!(app.state(west), State::Waiting);
}

fn requests_for_another_time_stay_as_they_are(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let after = app.rival().asks_for(&room, "2026-11-24T11:00", "2026-11-24T12:00").id();
    let elsewhere = app.rival().asks_for(&app.room("West hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().approves(winner).is(State::Approved);
    assert_eq!((app.state(after), app.state(elsewhere)), (State::Requested, State::Requested));
    app.wrote(&["leader: approved"]);
}

fn a_decided_request_is_not_decided_again(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().refuses(id, "停电").is(State::Refused);
    app.new_letters();
    assert_eq!(app.manager().approves(id), Reply::Over(State::Refused));
    assert_eq!(app.manager().refuses(id, "再说"), Reply::Over(State::Refused));
    app.wrote(&[]);
    assert_eq!(app.booking(id).reason.as_deref(), Some("停电"));
}

fn an_approval_of_what_has_changed_since_is_refused(app: &TestApp) {
    let room = app.room("Meeting room");
    let id = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let seen = app.booking(id).version;
    let rival = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(rival).is(State::Approved);
    app.rival().cancels(rival).is(State::Cancelled);
    assert_eq!(app.state(id), State::Requested, "put before staff again");
    let reply = app.approver().approves_as_seen(id, seen, None);
    assert_eq!(reply, Reply::Over(State::Requested));
    app.approver().approves(id).is(State::Offered);
}

fn an_approval_for_a_slot_that_is_taken_is_refused(app: &TestApp) {
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    // The turnaround alone is in the way, so this request was no rival when the other was approved.
    app.leader().asks_for(&app.room("East hall"), "2026-11-24T11:30", "2026-11-24T12:00").is(State::Approved);
    app.approver().approves(hall).is(State::Approved);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15", "09:00–11:15", "11:30–12:15"]);
}

fn a_waiting_request_may_be_refused(app: &TestApp) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let loser = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.approver().approves(winner).is(State::Approved);
    app.approver().refuses(loser, "No room that day").is(State::Refused);
}

fn a_troupe_stands_once_in_a_line(app: &TestApp) {
    let (room, from, to) = (app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00");
    let winner = app.leader().asks_for(&room, from, to).id();
    let loser = app.rival().asks_for(&room, from, to).id();
    assert_eq!(app.rival().asks_for(&room, from, to), Reply::Repeated(loser));
    app.approver().approves(winner).is(State::Approved);
    assert_eq!(app.state(loser), State::Waiting);
    assert_eq!(app.rival().waits_for(&room, from, to), Reply::Over(State::Waiting));
    app.leader().cancels(winner).is(State::Cancelled);
    assert_eq!(app.state(loser), State::Requested);
}

fn several_requests_of_one_leader_make_one_conflict_notice(app: &TestApp) {
    let loser = app.rival();
    let east = loser.asks_for(&app.room("West hall"), "2026-11-24T09:00", "2026-11-24T10:00").id();
    let west = loser.asks_for(&app.room("West hall"), "2026-11-24T10:30", "2026-11-24T11:30").id();
    let winner = app.leader().asks_for(&app.room("Hall"), "2026-11-24T09:00", "2026-11-24T12:00").id();
    app.new_letters();
    app.approver().approves(winner).is(State::Approved);
    assert_eq!((app.state(east), app.state(west)), (State::Waiting, State::Waiting));
    let letters = app.wrote(&["leader: approved", "rival: conflict"]);
    assert_eq!(letters[1].action_links().len(), 6);
}

fn who_loses_to_a_request_of_the_same_troupe_is_told_so(app: &TestApp) {
    let room = app.room("Meeting room");
    let one = app.rival().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let other = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.new_letters();
    app.approver().approves(one).is(State::Approved);
    assert_eq!(app.state(other), State::Waiting);
    let letters = app.wrote(&["rival: approved", "rival: conflict"]);
    assert!(letters[1].text.contains("went to another request of your own troupe"), "{}", letters[1].text);
}

/// An instant room is given to the winner by the winner's own act, and freed again by it.
fn the_winning_troupes_leader_is_not_named_to_the_loser(app: &TestApp) {
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let east = app.leader().asks_for(&app.room("East hall"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    assert_eq!(app.state(hall), State::Waiting);
    let path = format!("/my/bookings/{hall}");
    let page = app.get(&path).by(&app.rival()).go();
    assert!(page.status == 200 && !page.body.contains("陈秀兰"));
    app.leader().cancels(east).is(State::Cancelled);
    assert_eq!(app.state(hall), State::Requested);
    let late = app.post(&format!("{path}/alternative"), &[("alternative", "1")]).by(&app.rival()).go();
    assert!(late.status == 409 && !late.body.contains("陈秀兰"), "{} {}", late.status, late.body);
}

fn an_approver_of_a_room_who_has_left_gets_no_letters(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::room_approver;
    use linli::domain::people::store::set_role;
    let (room, approver) = (app.room("Meeting room"), app.approver());
    let link = (room_approver::room_id.eq(room.id), room_approver::person_id.eq(approver.person.id));
    app.write(|conn| Ok(diesel::insert_into(room_approver::table).values(link).execute(conn)?));
    app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Requested);
    app.wrote(&["approver: new_request", "leader: received"]);
    app.write(|conn| set_role(conn, approver.person.id, approver.centre.id, None));
    app.leader().asks_for(&room, "2026-11-24T10:00", "2026-11-24T11:00").is(State::Requested);
    app.wrote(&["leader: received", "manager: new_request"]);
}

/// A partner's person is at the front desk and decides about the partner's room, and about no other.
fn who_a_room_names_decides_about_it_whatever_they_are_at_the_centre(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::room_approver;
    let (room, partner) = (app.room("Meeting room"), app.desk());
    let link = (room_approver::room_id.eq(room.id), room_approver::person_id.eq(partner.person.id));
    app.write(|conn| Ok(diesel::insert_into(room_approver::table).values(link).execute(conn)?));
    let theirs = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T10:00").id();
    app.wrote(&["desk: new_request", "leader: received"]);
    let other = app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    app.new_letters();
    let page = |id| app.get(&format!("/staff/hexi/bookings/{id}")).by(&partner).go().body;
    let approval = |id| format!("/staff/hexi/bookings/{id}/approval");
    let post = |id, who| app.post(&approval(id), &[("version", "0"), ("reason", "好")]).by(who).go().status;
    assert!(page(theirs).contains(&approval(theirs)) && !page(other).contains(&approval(other)));
    assert!(app.get("/staff/hexi").by(&partner).go().body.contains(&approval(theirs)));
    let approver = app.approver();
    assert_eq!((post(theirs, &approver), post(other, &partner)), (403, 403));
    assert_eq!(post(theirs, &partner), 303);
    assert_eq!(app.state(theirs), State::Approved);
}

fn staff_of_another_centre_find_nothing_to_decide(app: &TestApp) {
    use linli::base::error::Error;
    use linli::domain::bookings::{Acting, approving, refusing};
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let other = app.other_manager();
    let acting = Acting { centre: &other.centre, person: Some(other.person.id), now: app.now() };
    let approved =
        app.db.write_now(|conn| approving::approve(conn, acting, id, &approving::Shown::default(), None));
    assert!(matches!(approved, Err(Error::NotFound)), "{approved:?}");
    let refused = app.db.write_now(|conn| refusing::refuse(conn, acting, id, None, "no"));
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(app.state(id), State::Requested);
}
