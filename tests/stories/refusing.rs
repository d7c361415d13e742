//! Every refusal names what would work: in the letter, on the page, and to whoever calls.

use linli::base::lang::Lang;
use linli::base::mail::Channel;
use linli::domain::bookings::{BookingId, State, store};

use crate::support::{Posted, Reply, TestApp};

stories![
    one_press_in_the_letter_of_a_refusal_takes_what_would_work,
    what_is_offered_instead_has_nothing_of_what_was_refused,
    the_page_of_a_refused_request_offers_what_is_free,
    what_was_refused_long_ago_offers_nothing,
    staff_ask_for_a_leader_whom_they_call,
    staff_take_another_time_for_a_caller_who_waits,
];

/// The choir is refused the meeting room; the letter about it.
fn a_refusal(app: &TestApp) -> (BookingId, Posted) {
    let id = app.rival().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().refuses(id, "We need it for the census").is(State::Refused);
    (id, app.wrote(&["rival: refused"]).remove(0))
}

fn one_press_in_the_letter_of_a_refusal_takes_what_would_work(app: &TestApp) {
    let (refused, letter) = a_refusal(app);
    let links = letter.action_links();
    assert_eq!(links.len(), 3);
    assert!(letter.text.contains("These are free now:"), "{}", letter.text);
    let page = app.get(links[0]).lang(Lang::En).go().text();
    assert!(page.contains("was not approved") && !page.contains("in line"), "{page}");
    assert_eq!(app.state(refused), State::Refused, "opening a link changes nothing");
    assert_eq!(app.post(links[0], &[]).go().status, 303);
    let new = app.read(|conn| store::replacements(conn, &[refused])).remove(0);
    assert!(matches!(new.state, State::Approved | State::Requested));
    assert_eq!((app.state(refused), new.replaces), (State::Refused, Some(refused)));
    // One answer, whichever link is pressed.
    let bookings = app.bookings();
    assert_eq!(app.presses(links[0]), Reply::Repeated(new.id));
    assert_eq!(app.presses(links[1]), Reply::Repeated(new.id));
    assert_eq!(app.bookings(), bookings);
    let page = app.get(links[1]).lang(Lang::En).go().text();
    assert!(!page.contains("[button] Move") && !page.contains("[button] Ask"), "{page}");
}

fn what_is_offered_instead_has_nothing_of_what_was_refused(app: &TestApp) {
    // Both halves are free an hour later, and at the very time.
    let hall = app.room("Hall");
    let id = app.rival().asks_for(&hall, "2026-11-24T14:00", "2026-11-24T16:00").id();
    app.approver().refuses(id, "We need it for the census").is(State::Refused);
    let offered = app.read(|conn| store::alternatives_of(conn, &[id]));
    assert_eq!(offered.len(), 3);
    let halls = ["Hall", "East hall", "West hall"].map(|name| app.room(name).id);
    let refused = app.booking(id).span().unwrap();
    for one in offered {
        let overlaps = one.starts_at < refused.end() && refused.start() < one.ends_at;
        assert!(!(overlaps && halls.contains(&one.room_id)), "{one:?}");
    }
}

fn the_page_of_a_refused_request_offers_what_is_free(app: &TestApp) {
    let (refused, _) = a_refusal(app);
    let path = format!("/my/bookings/{refused}");
    let page = app.get(&path).by(&app.rival()).go().text();
    assert!(
        page.contains("You could have one of these instead") && !page.contains("you stay in line"),
        "{page}"
    );
    let offered = app.read(|conn| store::alternatives_of(conn, &[refused]));
    let chosen = offered[0].id.to_string();
    let pressed = app.post(&format!("{path}/alternative"), &[("alternative", &chosen)]).by(&app.rival()).go();
    assert_eq!(pressed.status, 303);
    let page = app.get(&path).by(&app.rival()).go().text();
    assert!(page.contains("See what you have instead") && !page.contains("one of these instead\n"), "{page}");
}

fn what_was_refused_long_ago_offers_nothing(app: &TestApp) {
    let (refused, letter) = a_refusal(app);
    app.hours_pass(24 * 4);
    let page = app.get(&format!("/my/bookings/{refused}")).by(&app.rival()).go().text();
    assert!(!page.contains("one of these instead"), "{page}");
    let page = app.get(letter.action_links()[0]).lang(Lang::En).go().text();
    assert!(page.contains("This was settled before"), "{page}");
}

/// The form on the page of calls that takes what was read out, and where it leads.
fn read_out(app: &TestApp, of: BookingId) -> String {
    let page = app.get("/staff/hexi/calls").by(&app.desk()).go().text();
    let form = format!("(post /staff/hexi/bookings/{of}/alternative)");
    assert!(page.contains(&form) && page.contains("替队长申请这个"), "{page}");
    let id = app.read(|conn| store::alternatives_of(conn, &[of]))[0].id;
    assert!(page.contains(&format!("[hidden alternative={id}]")), "{page}");
    let pressed = app
        .post(&format!("/staff/hexi/bookings/{of}/alternative"), &[("alternative", &id.to_string())])
        .by(&app.desk())
        .go();
    assert_eq!(pressed.status, 303);
    pressed.location.unwrap()
}

#[track_caller]
fn asked_by_the_desk(app: &TestApp, instead_of: BookingId) {
    let new = app.read(|conn| store::replacements(conn, &[instead_of])).remove(0);
    assert!(new.on_behalf, "{new:?}");
    assert_eq!(new.requested_by, app.desk().person.id);
    let page = app.get("/staff/hexi/calls").by(&app.desk()).go().text();
    assert!(!page.contains("替队长申请这个"), "the call is over: {page}");
}

fn staff_ask_for_a_leader_whom_they_call(app: &TestApp) {
    let id = app.phoned().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    app.approver().refuses(id, "那天普查").is(State::Refused);
    let call = app.wrote(&["+8613900000007: refused"]).remove(0);
    assert_eq!(call.channel, Channel::Phone);
    assert!(call.text.contains("那天普查") && call.text.contains("您看哪个好？"), "{}", call.text);
    assert!(!call.text.contains("/a/"), "nobody reads links out: {}", call.text);
    read_out(app, id);
    asked_by_the_desk(app, id);
}

fn staff_take_another_time_for_a_caller_who_waits(app: &TestApp) {
    let room = app.room("Meeting room");
    let loses = app.phoned().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let wins = app.leader().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(wins).is(State::Approved);
    assert_eq!(app.state(loses), State::Waiting);
    read_out(app, loses);
    assert_eq!(app.state(loses), State::Withdrawn);
    asked_by_the_desk(app, loses);
}
