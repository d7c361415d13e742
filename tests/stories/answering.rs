//! A leader takes an alternative by the link in the conflict notice, without signing in.

use linli::domain::bookings::alternatives::Alternative;
use linli::domain::bookings::{BookingId, State};

use crate::support::{Posted, Reply, TestApp};

stories![
    one_press_on_the_letters_link_books_the_alternative,
    a_second_press_returns_what_the_first_did,
    only_one_of_a_letters_links_can_be_taken,
    an_alternative_that_has_gone_leads_to_the_next_ones,
    an_instant_alternative_is_approved_and_a_reviewed_one_asked_for,
    a_request_that_is_over_takes_no_alternative,
    staff_cannot_read_the_links,
];

/// The rival lost a slot to the leader; their request and the conflict notice.
fn a_conflict(app: &TestApp) -> (BookingId, Posted) {
    let room = app.room("Meeting room");
    let winner = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let loser = app.rival().asks_for(&room, "2026-11-24T10:00", "2026-11-24T12:00").id();
    app.approver().approves(winner).is(State::Approved);
    let letter = app.new_letters().into_iter().find(|letter| letter.kind == "conflict").unwrap();
    (loser, letter)
}

fn one_press_on_the_letters_link_books_the_alternative(app: &TestApp) {
    let (lost, letter) = a_conflict(app);
    let new = app.presses(letter.action_links()[0]).is(State::Requested);
    assert_eq!(app.booking(new).replaces, Some(lost));
    assert_eq!(app.state(lost), State::Withdrawn);
    app.wrote(&["approver: new_request", "manager: new_request", "rival: received"]);
}

fn a_second_press_returns_what_the_first_did(app: &TestApp) {
    let (_, letter) = a_conflict(app);
    let first = app.presses(letter.action_links()[0]).id();
    app.new_letters();
    assert_eq!(app.presses(letter.action_links()[0]), Reply::Repeated(first));
    app.wrote(&[]);
}

fn only_one_of_a_letters_links_can_be_taken(app: &TestApp) {
    let (_, letter) = a_conflict(app);
    app.presses(letter.action_links()[0]).id();
    let bookings = app.bookings();
    app.new_letters();
    assert_eq!(app.presses(letter.action_links()[1]), Reply::Over(State::Withdrawn));
    assert_eq!(app.bookings(), bookings);
    app.wrote(&[]);
}

fn an_alternative_that_has_gone_leads_to_the_next_ones(app: &TestApp) {
    let (lost, letter) = a_conflict(app);
    let link = letter.action_links()[0];
    let (id, _) = app.tokens.verify("alternative", link.rsplit('/').next().unwrap()).unwrap();
    let row = app.read(|conn| {
        linli::domain::bookings::store::alternative(conn, linli::domain::bookings::AlternativeId(id))
    });
    let room = app.room("Meeting room");
    assert_eq!(row.room_id, room.id);
    let winner = app.leader().asks_for(&room, &row.starts_at.iso(), &row.ends_at.iso()).id();
    app.approver().approves(winner).is(State::Approved);
    app.new_letters();
    match app.presses(link) {
        Reply::Taken(_, next) => {
            assert_eq!(next.len(), 3);
            let gone = |one: &&Alternative| one.room == row.room_id && one.span.start() == row.starts_at;
            assert_eq!(next.iter().find(gone), None);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(app.state(lost), State::Waiting);
    app.wrote(&[]);
}

fn an_instant_alternative_is_approved_and_a_reviewed_one_asked_for(app: &TestApp) {
    let (_, letter) = a_conflict(app);
    let (at_once, asked): (Vec<&str>, Vec<&str>) = {
        let text = &letter.text;
        let is_instant = |link: &&str| {
            let before = text.split(*link).next().unwrap();
            before.rfind("Take this") > before.rfind("Ask for this")
        };
        letter.action_links().into_iter().partition(is_instant)
    };
    assert!(!at_once.is_empty() && !asked.is_empty(), "{}", letter.text);
    app.presses(at_once[0]).is(State::Approved);
    app.wrote(&["rival: approved"]);
}

fn a_request_that_is_over_takes_no_alternative(app: &TestApp) {
    let (lost, letter) = a_conflict(app);
    app.rival().cancels(lost).is(State::Withdrawn);
    assert_eq!(app.presses(letter.action_links()[0]), Reply::Over(State::Withdrawn));
}

fn staff_cannot_read_the_links(app: &TestApp) {
    use linli::base::mail::{links, store};
    let (_, letter) = a_conflict(app);
    let stored = app.read(|conn| store::show(conn, app.centre("hexi").id.0, letter.id));
    let text = stored.body.text(stored.lang);
    let shown = links::veil(&text, stored.lang, crate::support::app::PUBLIC_URL);
    for link in letter.action_links() {
        let token = link.rsplit('/').next().unwrap();
        assert!(
            !text.contains(token)
                && !stored.body.html(stored.lang, "").contains(token)
                && !shown.contains(token)
        );
    }
    assert!(!shown.contains("/a/"), "{shown}");
}
