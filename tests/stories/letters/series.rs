//! What became of a series, and of a wish to change it.

use chrono::Weekday;
use diesel::prelude::*;
use linli::base::db::schema::person;
use linli::domain::bookings::cancelling::Canceller;
use linli::domain::bookings::series::cancelling::cancel;
use linli::domain::bookings::series::changing::Change;
use linli::domain::bookings::series::{Choice, Scope, SeriesChangeId, SeriesId, deciding, granting};
use linli::domain::people::Role;

use super::Scene;
use crate::series::{acting, change, changed, created, weekly};
use crate::support::TestApp;

pub const SCENES: &[Scene] = &[
    ("series_created", |app| {
        app.rival().asks_for(&app.room("Studio"), "2026-12-08T10:00", "2026-12-08T12:00").id();
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let wanted = weekly(&leader, &studio, &[Weekday::Tue], "2026-12-22", "a");
        created(&leader, &wanted, &[("2026-12-15", Choice::Skip)]);
    }),
    ("series_asked_for", |app| {
        series_asked(app);
    }),
    ("series_approved", |app| {
        let series = series_asked(app);
        let other =
            app.rival().asks_for(&app.room("Meeting room"), "2026-12-02T10:00", "2026-12-02T12:00").id();
        app.approver().approves(other).id();
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| {
            deciding::approve(
                conn,
                acting(&approver),
                series,
                &deciding::Chosen::default(),
                None,
                Role::Approver,
            )
        });
    }),
    ("series_refused", |app| {
        let series = series_asked(app);
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| {
            deciding::refuse(conn, acting(&approver), series, None, "年终要盘点", Role::Approver)
        });
    }),
    ("series_cancelled", |app| {
        let series = series_booked(app);
        app.new_letters();
        let leader = app.leader();
        let following = Scope::Following("2026-12-02".parse().unwrap());
        app.write(|conn| cancel(conn, acting(&leader), series, following, Canceller::Troupe, None));
    }),
    ("series_cancelled_by_staff_by_phone", |app| {
        let series = series_booked(app);
        app.new_letters();
        let nobody: Option<String> = None;
        app.write(|conn| {
            diesel::update(person::table.filter(person::email.eq("leader@example.org")))
                .set((person::email.eq(nobody.clone()), person::phone.eq("+8613900000009")))
                .execute(conn)?;
            let desk = app.desk();
            cancel(conn, acting(&desk), series, Scope::All, Canceller::Staff, Some("队长来电，要去巡演"))
        });
    }),
    ("series_changed", |app| {
        let series = series_booked(app);
        app.rival().asks_for(&app.room("Studio"), "2026-12-09T11:00", "2026-12-09T12:00").id();
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let to = change((10, 0), (12, 0), &studio, "b");
        changed(&leader, series, Scope::Following("2026-12-02".parse().unwrap()), &to);
    }),
    ("series_change_asked_for", |app| {
        series_wished(app);
    }),
    ("series_change_granted", |app| {
        let wish = series_wished(app);
        let other =
            app.rival().asks_for(&app.room("Meeting room"), "2026-12-02T10:00", "2026-12-02T12:00").id();
        app.approver().approves(other).id();
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| granting::grant(conn, acting(&approver), wish, None, Role::Approver));
    }),
    ("series_change_refused", |app| {
        let wish = series_wished(app);
        app.new_letters();
        let approver = app.approver();
        app.write(|conn| {
            granting::refuse(conn, acting(&approver), wish, "会议室周三要开例会", Role::Approver)
        });
    }),
    ("series_moved_to_another_weekday", |app| {
        let series = series_booked(app);
        app.new_letters();
        let (leader, studio) = (app.leader(), app.room("Studio"));
        let to = Change { weekdays: Some(vec![Weekday::Fri]), ..change((9, 0), (11, 0), &studio, "b") };
        changed(&leader, series, Scope::Following("2026-12-02".parse().unwrap()), &to);
    }),
];

fn series_asked(app: &TestApp) -> SeriesId {
    let (leader, room) = (app.leader(), app.room("Meeting room"));
    created(&leader, &weekly(&leader, &room, &[Weekday::Wed], "2026-12-09", "a"), &[]).id
}

/// The dancers would rather have the meeting room on their Wednesdays.
fn series_wished(app: &TestApp) -> SeriesChangeId {
    let series = series_booked(app);
    app.new_letters();
    let leader = app.leader();
    changed(&leader, series, Scope::All, &change((9, 0), (11, 0), &app.room("Meeting room"), "wish"));
    app.read(|conn| {
        let open = linli::domain::bookings::changing::store::queue(conn, leader.centre.id)?;
        Ok(open[0].series_change_id.unwrap())
    })
}

fn series_booked(app: &TestApp) -> SeriesId {
    let (leader, room) = (app.leader(), app.room("Studio"));
    created(&leader, &weekly(&leader, &room, &[Weekday::Wed], "2026-12-09", "a"), &[]).id
}
