//! What staff read afterwards: how often a troupe gave way.

use linli::domain::agreements::AgreementId;
use linli::domain::agreements::store::led_by;
use linli::domain::bookings::{self, State};
use linli::domain::disruptions::{Halt, Planned, What};

use super::{closing, done};
use crate::support::TestApp;
use crate::support::fixture::wall;

stories![
    what_a_troupe_loses_with_its_agreement_is_no_giving_way,
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
}
