//! A resident registers without an account, waits in line, is offered a place, changes and cancels.

mod afterwards;
mod joining;
mod places;

use diesel::prelude::*;
use linli::base::db::schema::{activity, registration, seat, session};
use linli::domain::activities::doubles::Heed;
use linli::domain::activities::{ActivityDetails, ActivityId, RegistrationMode, SessionId, store};
use linli::domain::people::Acting;
use linli::domain::registrations::editing::{Edited, Why, edit};
use linli::domain::registrations::{RegistrationState as State, erasing, lapsing, reminding};

use crate::support::{TestApp, fixture};
use crate::web::Page;

/// How a story's activity is registered for.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// `course` or `session`.
    pub mode: &'a str,
    pub places: Option<i32>,
    pub reviewed: bool,
    pub guardian: bool,
    pub opens: Option<&'a str>,
    /// Each session's start; it lasts an hour and a half.
    pub starts: &'a [&'a str],
}

pub const TAIJI: Plan = Plan {
    mode: "session",
    places: Some(4),
    reviewed: false,
    guardian: false,
    opens: None,
    starts: &["2026-11-24T09:00"],
};

/// A published activity of 河西 at the gate.
pub fn db_offered(app: &TestApp, plan: Plan) -> (ActivityId, Vec<SessionId>) {
    let (by, now) = (app.manager().person.id, fixture::made_at());
    app.write(|conn| {
        let id: i64 = diesel::insert_into(activity::table)
            .values((
                (activity::centre_id.eq(1), activity::title.eq("太极拳"), activity::title_en.eq("Taiji")),
                (activity::kind.eq("course"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(by), activity::created_at.eq(now)),
                (activity::registration.eq(plan.mode), activity::places.eq(plan.places)),
                (activity::reviewed.eq(plan.reviewed), activity::guardian.eq(plan.guardian)),
                activity::registration_opens.eq(plan.opens.map(fixture::wall)),
            ))
            .returning(activity::id)
            .get_result(conn)?;
        let mut sessions = Vec::new();
        for start in plan.starts {
            let start = fixture::wall(start);
            let session: i64 = diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(1), session::activity_id.eq(id)),
                    (session::place.eq("小区东门"), session::place_en.eq("East gate")),
                    (
                        session::starts_at.eq(start),
                        session::ends_at.eq(start.plus(chrono::Duration::minutes(90))),
                    ),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0), session::changed_at.eq(now)),
                ))
                .returning(session::id)
                .get_result(conn)?;
            sessions.push(SessionId(session));
        }
        Ok((ActivityId(id), sessions))
    })
}

/// Sends the form; `who` is the name, the address before its `@`, and the key.
pub fn registers(app: &TestApp, of: &(ActivityId, Vec<SessionId>), who: &str, party: i32) -> Page {
    let (id, sessions) = of;
    let fields = [
        ("session", sessions[0].to_string()),
        ("name", format!("居民{who}")),
        ("email", format!("{who}@example.org")),
        ("party", party.to_string()),
        ("reminded", "1".to_owned()),
        ("key", format!("key-{who}")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post(&format!("/c/hexi/activities/{id}/registration"), &fields).go()
}

/// [`registers`]; the private link that comes of it.
pub fn joins(app: &TestApp, of: &(ActivityId, Vec<SessionId>), who: &str, party: i32) -> String {
    let page = registers(app, of, who, party);
    assert_eq!(page.status, 303, "{}", page.text());
    page.location.unwrap().replace("?new=1", "")
}

pub fn state_of(app: &TestApp, who: &str) -> State {
    app.read(|conn| {
        let of = registration::table.filter(registration::email.eq(format!("{who}@example.org")));
        Ok(of.order(registration::id.desc()).select(registration::state).first(conn)?)
    })
}

pub fn seats(app: &TestApp) -> i64 {
    app.read(|conn| Ok(seat::table.count().get_result(conn)?))
}

/// Staff say something else of an activity that people may have registered for.
pub fn edited(app: &TestApp, id: ActivityId, change: impl Fn(&mut ActivityDetails)) -> Edited {
    let by = app.approver();
    app.write(|conn| {
        let activity = store::activity(conn, by.centre.id, id)?;
        let mut details = ActivityDetails::of(&activity, Vec::new());
        change(&mut details);
        let acting = Acting { centre: &by.centre, person: Some(by.person.id), now: app.now() };
        edit(conn, acting, id, &details, Heed::Warn)
    })
}

/// Time acts, as the job does.
pub fn time_acts(app: &TestApp) {
    let centre = app.centre("hexi");
    for target in app.read(|conn| lapsing::open(conn, &centre)) {
        app.write(|conn| lapsing::tidy(conn, &centre, target, app.now()));
    }
}
