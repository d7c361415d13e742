//! A request waits in line for a slot that somebody has.

use linli::domain::bookings::State;

use crate::support::{Reply, TestApp};

stories![
    who_waits_is_told_their_place,
    who_waits_for_what_is_free_has_it,
    what_a_rule_forbids_is_not_waited_for,
    a_troupe_waits_once_and_not_for_its_own,
    who_is_offered_a_slot_does_not_wait_for_it_again,
    waiting_counts_nothing,
    who_no_longer_waits_leaves_the_line,
    staff_put_a_troupe_in_line,
    a_repeated_wait_creates_nothing,
    staff_see_who_is_in_line_before_a_request,
    who_decides_refuses_what_waits,
    a_program_waits_in_line,
    the_page_of_a_taken_slot_leads_into_the_line,
];

const FROM: &str = "2026-11-24T09:00";
const TO: &str = "2026-11-24T11:00";

fn who_waits_is_told_their_place(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, FROM, TO).is(State::Approved);
    app.rival().waits_for(&east, FROM, TO).is(State::Waiting);
    app.new_letters();
    app.phoned().waits_for(&app.room("Hall"), "2026-11-24T10:00", "2026-11-24T12:00").is(State::Waiting);
    let letters = app.wrote(&["+8613900000007: in_line"]);
    assert!(letters[0].subject.starts_with("候补第2位"), "{}", letters[0].subject);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"]);
}

fn who_waits_for_what_is_free_has_it(app: &TestApp) {
    app.leader().waits_for(&app.room("Studio"), FROM, TO).is(State::Approved);
    app.leader().waits_for(&app.room("Meeting room"), FROM, TO).is(State::Requested);
}

fn what_a_rule_forbids_is_not_waited_for(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, FROM, TO).is(State::Approved);
    app.rival().waits_for(&east, "2026-11-24T11:30", "2026-11-24T12:30").refused("开放");
    app.rival().waits_for(&app.room("Reading room"), FROM, TO).refused("不用预约");
}

fn a_troupe_waits_once_and_not_for_its_own(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, FROM, TO).is(State::Approved);
    app.rival().waits_for(&east, FROM, TO).is(State::Waiting);
    let bookings = app.bookings();
    assert_eq!(app.rival().waits_for(&app.room("Hall"), FROM, TO), Reply::Over(State::Waiting));
    assert_eq!(app.leader().waits_for(&east, FROM, TO), Reply::Over(State::Approved));
    assert_eq!(app.bookings(), bookings);
}

fn who_is_offered_a_slot_does_not_wait_for_it_again(app: &TestApp) {
    let east = app.room("East hall");
    let there = app.leader().asks_for(&east, FROM, TO).is(State::Approved);
    let waits = app.rival().waits_for(&east, FROM, TO).is(State::Waiting);
    app.leader().cancels(there).id();
    assert_eq!(app.state(waits), State::Offered);
    let bookings = app.bookings();
    assert_eq!(app.rival().waits_for(&east, FROM, TO), Reply::Over(State::Offered));
    assert_eq!(app.bookings(), bookings);
}

fn waiting_counts_nothing(app: &TestApp) {
    let studio = app.room("Studio");
    for (day, until) in [(23, "12:00"), (25, "12:00"), (26, "12:00")] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T{until}"));
        app.rival().asks_for(&app.room("East hall"), &from, &to).is(State::Approved);
        app.leader().waits_for(&app.room("East hall"), &from, &to).is(State::Waiting);
        app.leader().asks_for(&studio, &from, &to).is(State::Approved);
    }
}

fn who_no_longer_waits_leaves_the_line(app: &TestApp) {
    let east = app.room("East hall");
    let there = app.rival().asks_for(&east, FROM, TO).id();
    let waits = app.leader().waits_for(&east, FROM, TO).id();
    app.leader().cancels(waits).is(State::Withdrawn);
    app.new_letters();
    app.rival().cancels(there).id();
    app.wrote(&["rival: cancelled"]);
}

fn staff_put_a_troupe_in_line(app: &TestApp) {
    let east = app.room("East hall");
    app.rival().asks_for(&east, FROM, TO).id();
    app.new_letters();
    let form = [
        ("troupe", "1"),
        ("room", &east.id.to_string()),
        ("date", "2026-11-24"),
        ("from", "09:00"),
        ("to", "11:00"),
        ("size", "10"),
        ("purpose", "排练"),
        ("key", "k"),
    ];
    let page = app.post("/staff/hexi/bookings", &form).by(&app.desk()).go();
    assert!(page.status == 409 && page.text().contains("替他们排队等这个时间"), "{}", page.text());
    let waiting: Vec<_> = form.iter().copied().chain([("wait", "1")]).collect();
    let page = app.post("/staff/hexi/bookings", &waiting).by(&app.desk()).go();
    assert_eq!(page.status, 303);
    app.wrote(&["leader: in_line"]);
    let page = app.get(page.location.as_deref().unwrap().split('?').next().unwrap()).by(&app.desk()).go();
    assert!(page.text().contains("候补第1位"), "{}", page.text());
}

fn a_repeated_wait_creates_nothing(app: &TestApp) {
    let east = app.room("East hall");
    app.rival().asks_for(&east, FROM, TO).id();
    let form = [
        ("troupe", "1"),
        ("room", &east.id.to_string()),
        ("date", "2026-11-24"),
        ("from", "09:00"),
        ("to", "11:00"),
        ("size", "10"),
        ("purpose", "排练"),
        ("request_key", "k"),
        ("wait", "1"),
    ];
    let first = app.post("/my/bookings", &form).by(&app.leader()).go();
    let bookings = app.bookings();
    let second = app.post("/my/bookings", &form).by(&app.leader()).go();
    assert_eq!((first.status, first.location), (second.status, second.location));
    assert_eq!(app.bookings(), bookings);
}

fn staff_see_who_is_in_line_before_a_request(app: &TestApp) {
    // The choir waits for the whole hall, whose east half is taken; the west half is asked for later.
    app.leader().asks_for(&app.room("East hall"), FROM, TO).is(State::Approved);
    app.rival().waits_for(&app.room("Hall"), FROM, TO).is(State::Waiting);
    app.hours_pass(1);
    app.phoned().asks_for(&app.room("West hall"), FROM, TO).is(State::Requested);
    let page = app.get("/staff/hexi").by(&app.approver()).go();
    assert!(page.text().contains("先来的还在候补：\n- 红歌合唱团"), "{}", page.text());
}

fn who_decides_refuses_what_waits(app: &TestApp) {
    let east = app.room("East hall");
    app.leader().asks_for(&east, FROM, TO).is(State::Approved);
    let id = app.rival().waits_for(&east, FROM, TO).id();
    let path = format!("/staff/hexi/bookings/{id}");
    let page = app.get(&path).by(&app.desk()).go().text();
    assert!(!page.contains("不能再批准") && !page.contains("不批准，告诉队伍"), "{page}");
    let page = app.get(&path).by(&app.approver()).go().text();
    assert!(page.contains("不能再批准") && page.contains("不批准，告诉队伍"), "{page}");
    let refusal = [("why", "那天只有东厅"), ("version", "0")];
    let page = app.post(&format!("{path}/refusal"), &refusal).by(&app.approver()).go();
    assert_eq!((page.status, app.state(id)), (303, State::Refused), "{}", page.text());
}

fn a_program_waits_in_line(app: &TestApp) {
    let east = app.room("East hall");
    app.rival().asks_for(&east, FROM, TO).id();
    let body = serde_json::json!({
        "room": east.id, "troupe": 1, "starts_at": FROM, "ends_at": TO, "purpose": "排练", "size": 5, "wait": true,
    });
    let answer = app.visit("POST", "/api/v1/bookings").json(&body).by_program_of(&app.leader()).go();
    assert!(answer.status == 201 && answer.body.contains("\"status\":\"waiting\""), "{}", answer.body);
}

fn the_page_of_a_taken_slot_leads_into_the_line(app: &TestApp) {
    let east = app.room("East hall");
    app.rival().asks_for(&east, FROM, TO).id();
    let path = format!("/my/bookings/new?troupe=1&room={}&start={FROM}&end={TO}", east.id);
    let page = app.get(&path).by(&app.leader()).go();
    assert!(page.text().contains("排队等这个时间"), "{}", page.text());
}
