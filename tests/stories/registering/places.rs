//! Who has a place, who waits, who is offered what frees.

use super::*;

stories![
    who_comes_when_all_is_taken_waits_and_is_offered_what_frees,
    what_is_declined_is_offered_to_the_next_at_once,
    a_large_party_is_not_overtaken_and_is_told_what_it_lacks,
    an_offer_that_nobody_takes_goes_to_the_next,
    nothing_is_offered_two_hours_before_the_start,
    a_party_grows_only_where_there_are_places,
    there_are_never_fewer_places_than_are_given,
    more_places_go_to_the_line_at_once,
    one_registers_as_before_while_registrations_are_open,
];

fn who_comes_when_all_is_taken_waits_and_is_offered_what_frees(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let waits = joins(app, &of, "waits", 2);
    let behind = joins(app, &of, "behind", 1);
    app.wrote(&[
        "behind: registration_waiting",
        "first: registration_confirmed",
        "waits: registration_waiting",
    ]);
    assert!(app.get(&behind).go().text().contains("候补第2位"));
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.wrote(&[
        "behind: registration_offered",
        "first: registration_cancelled",
        "waits: registration_offered",
    ]);
    assert_eq!((state_of(app, "waits"), seats(app)), (State::Offered, 3));
    // A scanner that opens the link changes nothing.
    let page = app.get(&waits).go();
    assert!(page.text().contains("轮到您了"), "{}", page.text());
    assert_eq!(state_of(app, "waits"), State::Offered);
    assert_eq!(app.post(&format!("{waits}/acceptance"), &[]).go().status, 303);
    assert_eq!(app.post(&format!("{behind}/declining"), &[]).go().status, 303);
    app.wrote(&["behind: registration_declined", "waits: registration_confirmed"]);
    assert_eq!((state_of(app, "waits"), seats(app)), (State::Confirmed, 2));
    assert_eq!(app.post(&format!("{waits}/acceptance"), &[]).go().status, 409);
}

fn what_is_declined_is_offered_to_the_next_at_once(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let waits = joins(app, &of, "waits", 4);
    joins(app, &of, "behind", 4);
    app.post(&format!("{first}/cancellation"), &[]).go();
    assert_eq!((state_of(app, "waits"), state_of(app, "behind")), (State::Offered, State::Waiting));
    app.new_letters();
    assert_eq!(app.post(&format!("{waits}/declining"), &[]).go().status, 303);
    app.wrote(&["behind: registration_offered", "waits: registration_declined"]);
    assert_eq!((state_of(app, "behind"), seats(app)), (State::Offered, 4));
}

fn a_large_party_is_not_overtaken_and_is_told_what_it_lacks(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    let large = joins(app, &of, "large", 3);
    joins(app, &of, "small", 1);
    app.new_letters();
    let page = app.post(&first, &[("settings", "1"), ("party", "2")]).go();
    assert_eq!(page.status, 303, "{}", page.text());
    let letters = app.wrote(&["first: registration_changed", "large: registration_lacking"]);
    assert!(letters[1].subject.contains("还差1个名额"), "{}", letters[1].subject);
    assert_eq!((state_of(app, "small"), seats(app)), (State::Waiting, 2));
    // Whoever comes now waits too, though places are free.
    joins(app, &of, "late", 1);
    app.wrote(&["late: registration_waiting"]);
    assert!(app.get(&large).go().text().contains("还差1个名额"));
    time_acts(app);
    app.wrote(&[]);
    // A smaller party has them at once, and those behind it what is left.
    app.post(&large, &[("settings", "1"), ("party", "1")]).go();
    app.wrote(&["large: registration_changed", "large: registration_offered", "small: registration_offered"]);
    assert_eq!((state_of(app, "late"), seats(app)), (State::Waiting, 4));
}

fn an_offer_that_nobody_takes_goes_to_the_next(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    joins(app, &of, "waits", 4);
    joins(app, &of, "next", 4);
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.new_letters();
    app.hours_pass(23);
    time_acts(app);
    assert_eq!(state_of(app, "waits"), State::Offered);
    app.hours_pass(1);
    // Without any job: whoever wants the place finds that the offer is over.
    joins(app, &of, "late", 1);
    app.wrote(&["late: registration_waiting", "next: registration_offered", "waits: registration_lapsed"]);
    assert_eq!(
        (state_of(app, "waits"), state_of(app, "next"), seats(app)),
        (State::Lapsed, State::Offered, 4)
    );
}

fn nothing_is_offered_two_hours_before_the_start(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let first = joins(app, &of, "first", 4);
    joins(app, &of, "waits", 1);
    app.new_letters();
    // Tuesday, 7:00: it starts at 9:00.
    app.hours_pass(71);
    app.post(&format!("{first}/cancellation"), &[]).go();
    app.wrote(&["first: registration_cancelled"]);
    assert_eq!(state_of(app, "waits"), State::Waiting);
    app.hours_pass(2);
    time_acts(app);
    app.wrote(&["waits: registration_lapsed"]);
    assert_eq!(state_of(app, "waits"), State::Lapsed);
}

fn a_party_grows_only_where_there_are_places(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let one = joins(app, &of, "one", 1);
    joins(app, &of, "two", 2);
    let page = app.post(&one, &[("settings", "1"), ("party", "3")]).go();
    assert!(page.status == 409 && page.text().contains("只能再加1人"), "{}", page.text());
    assert_eq!(app.post(&one, &[("settings", "1"), ("party", "2")]).go().status, 303);
    assert_eq!(seats(app), 4);
}

fn there_are_never_fewer_places_than_are_given(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "first", 2);
    joins(app, &of, "second", 1);
    let places = |many: i32| edited(app, of.0, |details| details.admission.places = Some(many));
    assert_eq!(places(2), Edited::Refused(Why::TooFewPlaces(3)));
    let path = format!("/staff/hexi/activities/{}", of.0);
    let fields = [("title", "太极拳"), ("kind", "course"), ("registration", "session"), ("places", "2")];
    let page = app.post(&path, &fields).by(&app.approver()).go();
    assert_eq!(page.status, 409);
    assert!(page.text().contains("已经给出3个名额，不能比3个少"), "{}", page.text());
    assert!(page.body.contains("href=\"#places\""), "the box on top leads to the field");
    let body = serde_json::json!({ "activity": { "title": "太极拳", "kind": "course", "registration": "session", "places": 2 } });
    let api = app.visit("POST", &format!("/api/v1/activities/{}", of.0)).json(&body);
    let answer = api.by_program_of(&app.approver()).go();
    assert!(answer.status == 409 && answer.body.contains("已经给出3个名额"), "{}", answer.body);
    let limit = |app: &TestApp| app.read(|conn| store::activity(conn, app.centre("hexi").id, of.0)).places;
    assert_eq!(limit(app), Some(4), "nothing was written");
    assert_eq!((places(3), limit(app)), (Edited::Done, Some(3)));
    assert_eq!(edited(app, of.0, |details| details.admission.places = None), Edited::Done);
    assert_eq!((places(2), places(3)), (Edited::Refused(Why::TooFewPlaces(3)), Edited::Done));
}

fn more_places_go_to_the_line_at_once(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    joins(app, &of, "first", 4);
    joins(app, &of, "large", 3);
    joins(app, &of, "small", 1);
    app.new_letters();
    let places = |many: i32| edited(app, of.0, |details| details.admission.places = Some(many));
    assert_eq!(places(6), Edited::Done);
    app.wrote(&["large: registration_lacking"]);
    assert_eq!(places(8), Edited::Done);
    app.wrote(&["large: registration_offered", "small: registration_offered"]);
    assert_eq!(
        (state_of(app, "large"), state_of(app, "small"), seats(app)),
        (State::Offered, State::Offered, 8)
    );
    // An offer whose time is over takes no place that could not be given up.
    app.hours_pass(25);
    assert_eq!(places(4), Edited::Done);
    assert_eq!(state_of(app, "large"), State::Lapsed);
}

fn one_registers_as_before_while_registrations_are_open(app: &TestApp) {
    let of = db_offered(app, TAIJI);
    let link = joins(app, &of, "first", 2);
    let course = || edited(app, of.0, |details| details.admission.mode = RegistrationMode::Course);
    assert_eq!(course(), Edited::Refused(Why::AnotherMode(1)));
    app.post(&format!("{link}/cancellation"), &[]).go();
    assert_eq!((state_of(app, "first"), course()), (State::Cancelled, Edited::Done));
}
