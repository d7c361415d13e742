//! What becomes of an agreement; and the link to sign in.

use diesel::prelude::*;
use linli::domain::agreements::AgreementId;
use linli::domain::agreements::suspending::resume;
use linli::domain::disruptions::agreements as halting;
use linli::domain::people::Acting;
use linli::domain::people::signing_in::{self, Caller};

use super::Scene;
use crate::support::TestApp;
use crate::support::people::Someone;

pub const SCENES: &[Scene] = &[
    ("agreement_suspended", |app| {
        app.write(|conn| {
            halting::suspend(conn, &managing(app, &app.manager()), AgreementId(1), "屋顶漏水，正在修")
        });
    }),
    ("agreement_resumed", |app| {
        app.write(|conn| halting::suspend(conn, &managing(app, &app.manager()), AgreementId(1), "屋顶漏水"));
        app.new_letters();
        app.write(|conn| resume(conn, &managing(app, &app.manager()), AgreementId(1), Some("修好了")));
    }),
    ("agreement_ends_early", |app| {
        let day = "2026-12-05".parse().unwrap();
        app.write(|conn| {
            halting::end(conn, &managing(app, &app.manager()), AgreementId(1), day, "队伍搬走了")
        });
    }),
    ("agreement_ended_at_once", |app| {
        let day = "2026-11-20".parse().unwrap();
        app.write(|conn| {
            halting::end(conn, &managing(app, &app.manager()), AgreementId(1), day, "多次没有来")
        });
    }),
    ("agreement_ends_soon", |app| {
        app.hours_pass(10 * 24);
        app.reminds();
    }),
    ("agreement_ends_soon_by_phone", |app| {
        // The one who has no e-mail leads this troupe alone.
        app.write(|conn| {
            use linli::base::db::schema::troupe_leader as led;
            diesel::delete(led::table.filter(led::troupe_id.eq(1))).execute(conn)?;
            let row =
                (led::troupe_id.eq(1), led::person_id.eq(app.phoned().person.id), led::deputy.eq(false));
            Ok(diesel::insert_into(led::table).values(row).execute(conn)?)
        });
        app.hours_pass(34 * 24);
        app.reminds();
    }),
    ("a_link_to_sign_in", |app| {
        app.write(|conn| {
            let caller = Caller { tokens: &app.tokens, address: None, now: app.now() };
            signing_in::ask_for_link(conn, caller, "leader@example.org")
        });
    }),
];

fn managing<'a>(app: &TestApp, who: &'a Someone) -> Acting<'a> {
    Acting { centre: &who.centre, person: Some(who.person.id), now: app.now() }
}
