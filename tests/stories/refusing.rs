//! Every refusal names what would work: in the letter and on the page.

use linli::base::lang::Lang;
use linli::domain::bookings::{BookingId, State, store};

use crate::support::{Posted, Reply, TestApp};

stories![
    one_press_in_the_letter_of_a_refusal_takes_what_would_work,
    the_page_of_a_refused_request_offers_what_is_free,
    what_was_refused_long_ago_offers_nothing,
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
