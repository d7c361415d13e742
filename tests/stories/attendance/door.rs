//! The counter at the door.

use super::*;

stories![
    a_press_counts_once_however_often_it_is_delivered,
    a_press_is_not_made_later_than_it_arrives,
    a_counter_is_closed_into_a_report,
    what_was_counted_at_the_door_is_taken_with_one_press,
    what_nobody_reported_stands_as_the_door_counted_it,
    a_counter_needs_no_script,
    what_is_taken_back_at_zero_takes_nobody_who_comes_later,
    presses_are_lost_repeated_and_reordered_and_each_counts_once,
];

fn a_press_counts_once_however_often_it_is_delivered(app: &TestApp) {
    let id = rehearsed(app);
    let path = format!("/staff/hexi/attendance/b{id}/presses");
    let deliver = |presses: &[&str]| {
        let mut fields = vec![("script", "1")];
        fields.extend(presses.iter().map(|press| ("press", *press)));
        let page = says(&app.desk(), &path, &fields);
        serde_json::from_str::<Value>(&page.body).unwrap()["counted"].as_i64().unwrap()
    };
    let (one, two) = ("aaaaaaaaaaaaaaaa 1 1795200000", "bbbbbbbbbbbbbbbb 1 1795200001");
    assert_eq!(deliver(&[one]), 1);
    assert_eq!(deliver(&[two, one, two]), 2);
    assert_eq!(deliver(&["cccccccccccccccc -1 1795200002"]), 1);
    assert_eq!(visits(app, id), None, "counted is not yet reported");
    for odd in ["short 1 1", "aaaaaaaaaaaaaaaaa 5 1", "aaaaaaaaaaaaaaaaa 1", "aaaaaaaaaaaaaaaa! 1 1"] {
        assert_eq!(says(&app.desk(), &path, &[("script", "1"), ("press", odd)]).status, 400, "{odd}");
    }
}

/// The clock of the device at the door is a year ahead.
fn a_press_is_not_made_later_than_it_arrives(app: &TestApp) {
    use linli::base::db::schema::check_in;
    let id = rehearsed(app);
    let path = format!("/staff/hexi/attendance/b{id}/presses");
    let ahead = [("script", "1"), ("press", "aaaaaaaaaaaaaaaa 1 1826736000")];
    assert_eq!(says(&app.desk(), &path, &ahead).status, 200);
    let pressed: linli::base::time::Instant =
        app.read(|conn| Ok(check_in::table.select(check_in::pressed_at).first(conn)?));
    assert_eq!(pressed, app.now());
}

fn a_counter_is_closed_into_a_report(app: &TestApp) {
    let id = rehearsed(app);
    let base = format!("/my/bookings/{id}");
    let page = says(&app.leader(), &format!("{base}/closing"), &[]);
    assert!(page.location.unwrap().ends_with("just=nobody") && visits(app, id).is_none());
    for key in ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbb"] {
        says(&app.leader(), &format!("{base}/presses"), &[("key", key), ("people", "1")]);
    }
    says(&app.leader(), &format!("{base}/closing"), &[]);
    let report = of(app, Of::Booking(id)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (2, Source::Counter));
    assert_eq!(says(&app.rival(), &format!("{base}/presses"), &[]).status, 404);
}

/// A talk of the centre's own to which two came, as the door counted.
fn counted_talk(app: &TestApp) -> SessionId {
    let met = talk(app);
    app.hours_pass(2);
    for key in ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"] {
        says(
            &app.desk(),
            &format!("/staff/hexi/attendance/s{met}/presses"),
            &[("key", key), ("people", "1")],
        );
    }
    met
}

fn what_was_counted_at_the_door_is_taken_with_one_press(app: &TestApp) {
    let met = counted_talk(app);
    let sheet = || app.get("/staff/hexi/attendance?date=2026-11-21").by(&app.desk()).go().text();
    assert!(sheet().contains("门口数到2位") && sheet().contains("就用2人次"), "{}", sheet());
    let (number, door) = (format!("n-s{met}"), format!("door-s{met}"));
    let both = [("date", "2026-11-21"), (number.as_str(), ""), (door.as_str(), "2")];
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance", &both).status, 303);
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source), (2, Source::Door));
    assert_eq!(report.confirmed_by, Some(app.desk().person.id));
    assert!(!sheet().contains("就用2人次") && sheet().contains("门口数到的"), "{}", sheet());
    let day =
        app.visit("GET", "/api/v1/centres/1/attendance?date=2026-11-21").by_program_of(&app.desk()).go();
    let day: Value = serde_json::from_str(&day.body).unwrap();
    assert!(day.to_string().contains("\"counted_at_door\":2"), "{day}");
}

fn what_nobody_reported_stands_as_the_door_counted_it(app: &TestApp) {
    let met = counted_talk(app);
    app.hours_pass(2);
    for wait in [0, 48, 48] {
        app.hours_pass(wait);
        assert!(of(app, Of::Session(met)).visits().is_none());
        assert_eq!(app.asks_how_many_came(), 1);
    }
    let report = of(app, Of::Session(met)).counting().cloned().unwrap();
    assert_eq!((report.visits, report.source, report.confirmed_by), (2, Source::Door, None));
    let queue = || app.get("/staff/hexi").by(&app.desk()).go().text();
    assert!(
        queue().contains("门口数到2位，没有人报别的数") && !queue().contains("通知过两次"),
        "{}",
        queue()
    );
    let reports = || app.get("/staff/hexi/reports").by(&app.desk()).go().text();
    assert!(reports().contains("其中1场是门口数的，没有人确认"), "{}", reports());
    let took = [("report", report.id.to_string()), ("from", "queue".to_owned())];
    let took: Vec<(&str, &str)> = took.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(says(&app.desk(), "/staff/hexi/attendance/choices", &took).status, 303);
    assert!(!queue().contains("门口数到2位") && !reports().contains("其中1场是门口数的"), "{}", queue());
}

fn a_counter_needs_no_script(app: &TestApp) {
    let met = talk_later(app);
    let path = format!("/staff/hexi/attendance/s{met}");
    let presses = format!("{path}/presses");
    let early = says(&app.desk(), &presses, &[("key", "aaaaaaaaaaaaaaaa"), ("people", "1")]);
    assert!(early.status == 409 && early.text().contains("开始前3小时"), "{}", early.text());
    app.hours_pass(9);
    let page = app.get(&format!("{path}/counter")).by(&app.desk()).go();
    assert!(page.text().contains(&format!("(post {presses})")), "{}", page.text());
    let page = says(&app.desk(), &presses, &[("key", "aaaaaaaaaaaaaaaa"), ("people", "1")]);
    assert_eq!(page.location, Some(format!("{path}/counter")));
    let page = app.get(&format!("{path}/counter")).by(&app.desk()).go();
    assert!(page.text().contains("现在 1 位") && page.body.contains("<span data-total>1</span>"));
}

fn what_is_taken_back_at_zero_takes_nobody_who_comes_later(app: &TestApp) {
    let id = rehearsed(app);
    let base = format!("/staff/hexi/attendance/b{id}");
    let counter = || app.get(&format!("{base}/counter")).by(&app.desk()).go();
    assert!(counter().body.contains("data-people=\"-1\" hidden"), "nobody to take back: {}", counter().body);
    let press = |key: &str, people: &str| {
        says(&app.desk(), &format!("{base}/presses"), &[("key", key), ("people", people)]);
        app.clock.advance(chrono::Duration::seconds(1));
    };
    for key in ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"] {
        press(key, "-1");
    }
    press("dddddddddddddddd", "1");
    assert!(counter().text().contains("现在 1 位"), "{}", counter().text());
    assert!(!counter().body.contains("data-people=\"-1\" hidden"));
    says(&app.desk(), &format!("{base}/closing"), &[]);
    assert_eq!(visits(app, id), Some(1));
}

/// A device presses and takes back; the network loses answers, repeats deliveries and turns their order round.
fn presses_are_lost_repeated_and_reordered_and_each_counts_once(app: &TestApp) {
    let id = rehearsed(app);
    let desk = app.desk();
    let case = proptest::collection::vec((any::<bool>(), 0_u8..4, any::<u32>()), 0..30);
    let mut round = 0;
    let mut before = 0;
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let cell = std::cell::RefCell::new((&mut round, &mut before));
    let result = runner.run(&case, |presses| {
        let mut cell = cell.borrow_mut();
        *cell.0 += 1;
        // One a second, this round after those before.
        app.clock.advance(chrono::Duration::seconds(60));
        let made: Vec<Press> = presses
            .iter()
            .enumerate()
            .map(|(n, (plus, ..))| Press {
                at: app.now().plus(chrono::Duration::seconds(n as i64 - 60)),
                ..one_press(app, *cell.0 * 1000 + n, if *plus { 1 } else { -1 })
            })
            .collect();
        // Every press arrives once at least: what is lost is sent again. Some come more often, all in any order.
        let mut wire: Vec<(u32, Press)> = Vec::new();
        for (press, (_, again, order)) in made.iter().zip(&presses) {
            for copy in 0..=u32::from(*again) {
                wire.push((order.rotate_left(copy * 7), press.clone()));
            }
        }
        wire.sort_by_key(|(order, _)| *order);
        let wire: Vec<Press> = wire.into_iter().map(|(_, press)| press).collect();
        for batch in wire.chunks(4) {
            app.write(|conn| {
                let acting = Acting { centre: &desk.centre, person: Some(desk.person.id), now: app.now() };
                press(conn, acting, Of::Booking(id), batch)
            });
        }
        let shown = made.iter().fold(*cell.1, |sum, press| (sum + press.people).max(0));
        let counted = app.read(|conn| store::counted(conn, Of::Booking(id))).people();
        prop_assert_eq!(counted, shown, "what their page showed when the last was pressed");
        *cell.1 = counted;
        Ok(())
    });
    result.unwrap();
}
