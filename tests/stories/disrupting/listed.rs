//! What staff read afterwards: how often a troupe gave way, and which reported faults are still to be settled.

use linli::domain::agreements::AgreementId;
use linli::domain::agreements::store::led_by;
use linli::domain::bookings::{self, State};
use linli::domain::disruptions::{Halt, Planned, What};

use super::{closing, done};
use crate::support::TestApp;
use crate::support::fixture::wall;

stories![
    what_a_troupe_loses_with_its_agreement_is_no_giving_way,
    a_fault_is_settled_once_its_room_is_closed_for_that_time,
    an_agreement_that_stops_is_listed_by_how_it_did,
    a_day_that_is_closed_to_its_end_is_said_in_words,
];

fn what_a_troupe_loses_with_its_agreement_is_no_giving_way(app: &TestApp) {
    let studio = app.room("Studio");
    for (day, closed) in [("24", true), ("26", false)] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T11:00"));
        let lost = app.leader().asks_for(&studio, &from, &to).is(State::Approved);
        let suspended = What::Agreement { id: AgreementId(1), halt: Halt::Suspend };
        let reason = "两次没有打扫".to_owned();
        match closed {
            true => done(app, &closing(app, "Studio", &from, &to)),
            false => done(app, &Planned { what: suspended, reason, reason_en: String::new() }),
        };
        assert_eq!(app.state(lost), State::Displaced);
    }
    let troupe = app.read(|conn| led_by(conn, app.leader().person.id)).remove(0).id;
    let counted =
        app.read(|conn| bookings::store::displaced_since(conn, &[troupe], wall("2026-01-01T00:00")));
    assert_eq!(counted.get(&troupe), Some(&1), "the fuse, and not the suspension");
    let page = app.get("/my/agreements/1").by(&app.leader()).go().text();
    assert!(page.contains("被中心让出\n1次"), "{page}");
}

fn a_fault_is_settled_once_its_room_is_closed_for_that_time(app: &TestApp) {
    let (studio, desk) = (app.room("Studio"), app.desk());
    let fault = [
        ("room", &*studio.id.to_string()),
        ("reason", "跳闸，没有电"),
        ("until_date", "2026-11-21"),
        ("until_time", "24:00"),
    ];
    assert_eq!(app.post("/staff/hexi/faults", &fault).by(&desk).go().status, 303);
    let stands = || {
        let page = app.get("/staff/hexi/disruptions").by(&app.approver()).go().text();
        assert!(page.contains("跳闸，没有电"), "{page}");
        page.contains("看影响谁，停用") && !page.contains("已经停用")
    };
    assert!(stands());
    done(app, &closing(app, "Meeting room", "2026-11-21T09:00", "2026-11-21T12:00"));
    assert!(stands(), "another room was closed");
    done(app, &closing(app, "Studio", "2026-11-24T09:00", "2026-11-24T12:00"));
    assert!(stands(), "it was closed for another time");
    done(app, &closing(app, "Studio", "2026-11-21T09:00", "2026-11-22T00:00"));
    assert!(!stands());
    app.hours_pass(1);
    app.post("/staff/hexi/faults", &fault).by(&desk).go();
    let page = app.get("/staff/hexi/disruptions").by(&app.approver()).go().text();
    assert!(page.contains("已经停用") && page.contains("看影响谁，停用"), "what is reported later: {page}");
}

fn an_agreement_that_stops_is_listed_by_how_it_did(app: &TestApp) {
    let suspended = What::Agreement { id: AgreementId(1), halt: Halt::Suspend };
    let ended =
        What::Agreement { id: AgreementId(2), halt: Halt::End { last_day: "2026-11-23".parse().unwrap() } };
    for (what, named, not) in [(suspended, "协议暂停：", "协议终止："), (ended, "协议终止：", "暂停或终止：")]
    {
        let done = done(app, &Planned { what, reason: "说好的".into(), reason_en: String::new() });
        let newest = app.get("/staff/hexi/disruptions").by(&app.desk()).go().text();
        let newest = newest.split("做过的").nth(1).unwrap().lines().nth(1).unwrap().to_owned();
        assert!(newest.contains(named) && !newest.contains(not), "{newest}");
        let page = app.get(&format!("/staff/hexi/disruptions/{done}")).by(&app.desk()).go().text();
        assert!(page.contains(&format!("# {}", named.trim_end_matches('：'))), "{page}");
    }
}

fn a_day_that_is_closed_to_its_end_is_said_in_words(app: &TestApp) {
    done(app, &closing(app, "Studio", "2026-11-23T12:00", "2026-11-26T00:00"));
    let page = app.get("/staff/hexi/disruptions").by(&app.desk()).go().text();
    assert!(page.contains("11月25日 星期三 夜里12:00") && !page.contains("24:00"), "{page}");
}
