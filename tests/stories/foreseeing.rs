//! What would come of a wish is shown before it is sent: to the leader who changes a booking, and to staff who book
//! for a troupe.

use linli::domain::bookings::State;

use crate::support::TestApp;
use crate::web::Page;

stories![
    a_change_shows_the_hours_without_it_and_with_it,
    a_change_is_looked_at_before_it_is_sent,
    staff_see_before_the_press_that_it_fits,
    staff_see_before_the_press_what_speaks_against_it,
    staff_who_left_something_out_are_told_where,
];

fn a_change_shows_the_hours_without_it_and_with_it(app: &TestApp) {
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2026-11-23T09:00", "2026-11-23T12:00").is(State::Approved);
    let id = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let page = app.get(&format!("/my/bookings/{id}/change")).by(&app.leader()).go().text();
    assert!(page.contains("下周还剩7小时，加上这次还剩5小时"), "its own two hours are not counted: {page}");
    let longer = format!("/my/bookings/{id}/change?date=2026-11-24&from=09%3A00&to=12%3A00");
    let page = app.get(&longer).by(&app.leader()).go().text();
    assert!(page.contains("下周还剩7小时，加上这次还剩4小时"), "{page}");
    let later = format!("/my/bookings/{id}/change?date=2026-12-08&from=09%3A00&to=11%3A00");
    let page = app.get(&later).by(&app.leader()).go().text();
    assert!(page.contains("12月还剩24小时，加上这次还剩22小时"), "{page}");
}

fn a_change_is_looked_at_before_it_is_sent(app: &TestApp) {
    let studio = app.room("Studio");
    let id = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.rival().asks_for(&studio, "2026-11-25T09:00", "2026-11-25T11:00").is(State::Approved);
    app.new_letters();
    let look = |date: &str, from: &str, to: &str| {
        let path = format!("/my/bookings/{id}/change?check=1&date={date}&from={from}&to={to}");
        let page = app.get(&path).by(&app.leader()).go();
        assert_eq!(page.status, 200);
        page.text()
    };
    assert!(
        look("2026-11-24", "10:00", "12:00").contains("订了就定"),
        "an hour of its own is in the way of nothing"
    );
    let page = look("2026-11-24", "14:00", "17:30");
    assert!(page.contains("超出协议：要工作人员破例"), "{page}");
    let page = look("2026-11-25", "10:00", "12:00");
    assert!(page.contains("这样改不了") && page.contains("可以改成这些"), "{page}");
    assert_eq!(app.booking(id).starts_at.iso(), "2026-11-24T09:00");
    app.wrote(&[]);
}

/// Staff look whether the dancers can have a room of 河西 on 24 November.
fn staff_look(app: &TestApp, room: &str, from: &str, to: &str) -> Page {
    let room = app.room(room).id;
    let path = format!(
        "/staff/hexi/bookings/new?troupe=1&room={room}&date=2026-11-24&from={from}&to={to}&size=12&purpose=&check=1"
    );
    let page = app.get(&path).by(&app.desk()).go();
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("替他们预约"), "the form goes on from there");
    page
}

fn staff_see_before_the_press_that_it_fits(app: &TestApp) {
    app.leader().asks_for(&app.room("Studio"), "2026-11-23T09:00", "2026-11-23T12:00").id();
    let bookings = app.bookings();
    let page = staff_look(app, "Studio", "09:00", "11:00").text();
    assert!(page.contains("能约：协议之内，订了就定"), "{page}");
    assert!(page.contains("下周还剩7小时，加上这次还剩5小时"), "{page}");
    let page = staff_look(app, "Meeting room", "09:00", "11:00").text();
    assert!(page.contains("能申请：这间要审批人决定"), "{page}");
    assert_eq!(app.bookings(), bookings, "nothing was sent");
}

fn staff_see_before_the_press_what_speaks_against_it(app: &TestApp) {
    let page = staff_look(app, "Studio", "14:00", "17:30").text();
    assert!(page.contains("能申请：要审批人破例") && page.contains("批准要写理由"), "{page}");
    app.rival().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let page = staff_look(app, "Studio", "10:00", "11:30").text();
    assert!(page.contains("约不了：这个时间已经有人") && page.contains("替他们排队等这个时间"), "{page}");
    assert!(page.contains("这些现在能约"), "{page}");
    let page = staff_look(app, "Studio", "11:30", "13:00").text();
    assert!(page.contains("约不了") && page.contains("开放"), "{page}");
}

fn staff_who_left_something_out_are_told_where(app: &TestApp) {
    let path = "/staff/hexi/bookings/new?troupe=1&room=&date=2026-11-24&from=09:00&to=11:00&check=1";
    let page = app.get(path).by(&app.desk()).go().text();
    assert!(page.contains("请选哪间。") && !page.contains("请写来做什么。"), "{page}");
}
