//! Links in letters that do one thing without sign-in: take an offer, decline it, give a booking up.

use linli::domain::bookings::{BookingId, State};

use crate::support::TestApp;

stories![
    an_offer_is_taken_by_a_press,
    an_offer_is_declined_by_a_press,
    opening_a_link_changes_nothing,
    a_link_works_once,
    a_link_is_dead_when_the_offer_has_ended,
    a_booking_is_cancelled_by_a_press,
    a_request_is_withdrawn_by_a_press,
    a_link_of_one_kind_is_no_link_of_another,
    the_page_behind_a_link_names_nobody_and_is_not_kept,
    an_offer_is_answered_on_the_bookings_page,
    staff_answer_an_offer_for_a_troupe_that_calls,
    a_program_answers_an_offer,
    an_offer_is_taken_as_it_was_seen,
];

/// The choir is offered the east hall, and has a letter about it.
fn offered(app: &TestApp) -> (BookingId, crate::support::Posted) {
    let east = app.room("East hall");
    let there = app.leader().asks_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let waits = app.rival().waits_for(&east, "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.leader().cancels(there).id();
    let letter = app.new_letters().into_iter().find(|letter| letter.kind == "offered").unwrap();
    (waits, letter)
}

fn an_offer_is_taken_by_a_press(app: &TestApp) {
    let (id, letter) = offered(app);
    let page = app.post(&letter.press_link("/o/"), &[]).go();
    assert_eq!((page.status, app.state(id)), (303, State::Approved));
    let page = app.get(&letter.press_link("/o/")).go();
    assert!(page.status == 200 && page.text().contains("定下来了"), "{}", page.text());
    app.wrote(&["rival: approved"]);
}

fn an_offer_is_declined_by_a_press(app: &TestApp) {
    let (id, letter) = offered(app);
    let page = app.post(&letter.press_link("/d/"), &[]).go();
    assert_eq!((page.status, app.state(id)), (303, State::Withdrawn));
    app.wrote(&["rival: declined"]);
    assert!(app.taken("2026-11-24").is_empty());
}

fn opening_a_link_changes_nothing(app: &TestApp) {
    let (id, letter) = offered(app);
    for link in ["/o/", "/d/"] {
        let page = app.get(&letter.press_link(link)).go();
        assert_eq!((page.status, app.state(id)), (200, State::Offered));
    }
    app.wrote(&[]);
}

fn a_link_works_once(app: &TestApp) {
    let (id, letter) = offered(app);
    app.post(&letter.press_link("/o/"), &[]).go();
    app.new_letters();
    for link in ["/o/", "/d/"] {
        let page = app.post(&letter.press_link(link), &[]).go();
        assert_eq!((page.status, app.state(id)), (409, State::Approved), "{link}");
    }
    app.wrote(&[]);
}

fn a_link_is_dead_when_the_offer_has_ended(app: &TestApp) {
    let (id, letter) = offered(app);
    app.hours_pass(24);
    let page = app.get(&letter.press_link("/o/")).go();
    assert!(!page.body.contains("<form class=\"card"), "{}", page.body);
    let page = app.post(&letter.press_link("/o/"), &[]).go();
    assert_eq!((page.status, app.state(id)), (409, State::Lapsed));
}

fn a_booking_is_cancelled_by_a_press(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let link = app.new_letters()[0].press_link("/x/");
    assert!(app.get(&link).go().text().contains("取消这次预约"));
    assert_eq!(app.post(&link, &[]).go().status, 303);
    assert_eq!(app.state(id), State::Cancelled);
    app.wrote(&["leader: cancelled"]);
    assert_eq!(app.post(&link, &[]).go().status, 409);
}

fn a_request_is_withdrawn_by_a_press(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let link = app.new_letters().iter().find(|one| one.kind == "received").unwrap().press_link("/x/");
    app.post(&link, &[]).go();
    assert_eq!(app.state(id), State::Withdrawn);
}

fn a_link_of_one_kind_is_no_link_of_another(app: &TestApp) {
    let (id, letter) = offered(app);
    let token = letter.press_link("/d/").replace("/d/", "");
    for other in ["/o/", "/x/", "/a/"] {
        assert_eq!(app.post(&format!("{other}{token}"), &[]).go().status, 404, "{other}");
    }
    assert_eq!(app.state(id), State::Offered);
}

fn the_page_behind_a_link_names_nobody_and_is_not_kept(app: &TestApp) {
    let (_, letter) = offered(app);
    let page = app.get(&letter.press_link("/o/")).go();
    assert!(!page.body.contains("Wang Lin") && !page.body.contains("红歌合唱团"), "{}", page.body);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
}

fn an_offer_is_answered_on_the_bookings_page(app: &TestApp) {
    let (id, _) = offered(app);
    let page = app.get(&format!("/my/bookings/{id}")).by(&app.rival()).go();
    assert!(page.text().contains("Please confirm by"), "{}", page.text());
    let version = app.booking(id).version.to_string();
    let page =
        app.post(&format!("/my/bookings/{id}/acceptance"), &[("version", &version)]).by(&app.rival()).go();
    assert_eq!((page.status, app.state(id)), (303, State::Approved));
    let page = app.post(&format!("/my/bookings/{id}/declining"), &[]).by(&app.rival()).go();
    assert_eq!((page.status, app.state(id)), (409, State::Approved));
}

fn staff_answer_an_offer_for_a_troupe_that_calls(app: &TestApp) {
    let (id, _) = offered(app);
    let page = app.get(&format!("/staff/hexi/bookings/{id}")).by(&app.desk()).go();
    assert!(page.text().contains("替队伍说要"), "{}", page.text());
    let page = app.post(&format!("/staff/hexi/bookings/{id}/declining"), &[]).by(&app.desk()).go();
    assert_eq!((page.status, app.state(id)), (303, State::Withdrawn));
    assert_eq!(app.booking(id).decided_by, Some(app.desk().person.id));
    let page = app.post(&format!("/staff/hexi/bookings/{id}/acceptance"), &[]).by(&app.desk()).go();
    assert_eq!((page.status, app.state(id)), (409, State::Withdrawn));
}

fn a_program_answers_an_offer(app: &TestApp) {
    let (id, _) = offered(app);
    let nothing = serde_json::json!({});
    let path = format!("/api/v1/bookings/{id}/acceptance");
    let answer = app.visit("POST", &path).json(&nothing).by_program_of(&app.rival()).go();
    assert!(answer.status == 200 && answer.body.contains("\"approved\""), "{}", answer.body);
    let answer = app.visit("POST", &path).json(&nothing).by_program_of(&app.rival()).go();
    assert_eq!(answer.status, 409);
}

fn an_offer_is_taken_as_it_was_seen(app: &TestApp) {
    let (id, _) = offered(app);
    let older = (app.booking(id).version - 1).to_string();
    for act in ["acceptance", "declining"] {
        let path = format!("/my/bookings/{id}/{act}");
        let page = app.post(&path, &[("version", &older)]).by(&app.rival()).go();
        assert_eq!((page.status, app.state(id)), (409, State::Offered), "{act}");
    }
    app.wrote(&[]);
}
