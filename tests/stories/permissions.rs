//! Every route, walked as everybody: the same role of another centre and a stranger too.
//!
//! `+` let in, whatever the page then says about an empty form · `s` to sign in first · `x` 403, signed in but
//! not theirs to do · `-` 404, nothing they may know of.
#![allow(dead_code)]

mod furnishing;
mod source;

use std::collections::BTreeSet;

pub use furnishing::{There, filled, furnish};

use diesel::prelude::*;
use linli::base::db::schema::troupe_leader;

use crate::support::app::PUBLIC_URL;
use crate::support::people::Someone;
use crate::support::{Kind, TestApp};
use crate::web::Page;

/// stranger, leader, desk, approver, manager, operator; of the other centre: leader, desk, approver, manager.
const ANYBODY: &str = "++++++ ++++";
const MEMBER: &str = "s+++++ ++++";
/// Leads a troupe, whichever.
const LEADER: &str = "s+xxxx +xxx";
/// Leads the troupe that it is about.
const OWN_LEADER: &str = "s+xxxx -xxx";
const DESK: &str = "s-+++- ----";
const APPROVER: &str = "s-x++- ----";
const MANAGER: &str = "s-xx+- ----";
const OPERATOR: &str = "sxxxx+ xxxx";
/// The troupe's leader, and staff of its centre.
const CONCERNED: &str = "s++++- ----";
const DECIDES: &str = "sxx++- ----";
/// A key that is wrong opens nothing for anybody.
const NOBODY: &str = "------ ----";

/// Everything that is served. `{…}` stand for the fixture's: see [`filled`].
pub const TABLE: &[(&str, &str)] = &[
    ("GET /assets/{file}", ANYBODY),
    ("HEAD /assets/{file}", ANYBODY),
    ("GET /health", ANYBODY),
    // Everyone.
    ("POST /look", ANYBODY),
    ("GET /sign-in", ANYBODY),
    ("POST /sign-in", ANYBODY),
    ("POST /sign-out", ANYBODY),
    ("GET /sign-in/link", ANYBODY),
    ("POST /sign-in/link", ANYBODY),
    ("GET /sign-in/link/{token}", ANYBODY),
    ("POST /sign-in/link/{token}", ANYBODY),
    ("GET /sign-in/code", ANYBODY),
    ("POST /sign-in/code", ANYBODY),
    ("GET /my/account", MEMBER),
    ("POST /my/account/language", MEMBER),
    ("POST /my/account/password", MEMBER),
    ("POST /my/account/sign-ins/{id}/revocation", "s----- ----"),
    // Residents.
    ("GET /", ANYBODY),
    ("GET /c/{centre}", ANYBODY),
    ("GET /c/{centre}/calendar", ANYBODY),
    ("GET /c/{centre}/activities", ANYBODY),
    ("GET /c/{centre}/activities/{activity}", ANYBODY),
    ("GET /c/{centre}/activities/{activity}/picture", ANYBODY),
    ("GET /c/{centre}/activities/{activity}/poster", ANYBODY),
    ("GET /c/{centre}/feeds", ANYBODY),
    ("GET /c/{centre}/feeds/{feed}", ANYBODY),
    ("GET /c/{centre}/activities/{activity}/registration", ANYBODY),
    ("POST /c/{centre}/activities/{activity}/registration", ANYBODY),
    ("GET /c/{centre}/registration", ANYBODY),
    ("POST /c/{centre}/registration", ANYBODY),
    ("GET /r/{token}", ANYBODY),
    ("POST /r/{token}", ANYBODY),
    ("GET /r/{token}/slip", ANYBODY),
    ("POST /r/{token}/acceptance", ANYBODY),
    ("POST /r/{token}/declining", ANYBODY),
    ("GET /r/{token}/cancellation", ANYBODY),
    ("GET /r/{token}/erasure", ANYBODY),
    ("POST /r/{token}/cancellation", ANYBODY),
    // The first one erases it, and the link with it.
    ("POST /r/{token}/erasure", "+----- ----"),
    ("GET /c/{centre}/sessions/{session}.ics", ANYBODY),
    ("GET /c/{centre}/rooms", ANYBODY),
    ("GET /c/{centre}/rooms/{room}", ANYBODY),
    ("GET /c/{centre}/rooms/{room}/door", ANYBODY),
    ("GET /c/{centre}/rooms/{room}/door.js", ANYBODY),
    ("GET /c/{centre}/timetable", ANYBODY),
    // Leaders.
    ("GET /my", LEADER),
    ("GET /my/find", LEADER),
    ("GET /my/bookings", LEADER),
    ("GET /my/bookings/new", LEADER),
    ("POST /my/bookings", OWN_LEADER),
    ("GET /my/bookings/{id}", OWN_LEADER),
    ("GET /my/bookings/{id}.ics", OWN_LEADER),
    ("GET /my/bookings/{id}/slip", OWN_LEADER),
    ("POST /my/bookings/{id}/alternative", OWN_LEADER),
    ("POST /my/bookings/{id}/cancellation", OWN_LEADER),
    ("POST /my/bookings/{id}/acceptance", OWN_LEADER),
    ("POST /my/bookings/{id}/declining", OWN_LEADER),
    ("POST /my/bookings/{id}/ending", OWN_LEADER),
    ("GET /my/bookings/{id}/change", OWN_LEADER),
    ("POST /my/bookings/{id}/changes", OWN_LEADER),
    ("POST /my/bookings/{id}/change/withdrawal", OWN_LEADER),
    ("GET /my/series/new", LEADER),
    ("GET /my/series/plan", OWN_LEADER),
    ("POST /my/series", OWN_LEADER),
    ("GET /my/series/{id}", OWN_LEADER),
    ("GET /my/series/{id}/cancellation", OWN_LEADER),
    ("POST /my/series/{id}/cancellation", OWN_LEADER),
    ("POST /my/series/{id}/dates", OWN_LEADER),
    ("GET /my/series/{id}/change", OWN_LEADER),
    ("POST /my/series/{id}/changes", OWN_LEADER),
    ("POST /my/series/{id}/changes/{wish}/withdrawal", OWN_LEADER),
    ("GET /a/{token}", ANYBODY),
    ("POST /a/{token}", ANYBODY),
    ("GET /o/{token}", ANYBODY),
    ("POST /o/{token}", ANYBODY),
    ("GET /d/{token}", ANYBODY),
    ("POST /d/{token}", ANYBODY),
    ("GET /x/{token}", ANYBODY),
    ("POST /x/{token}", ANYBODY),
    ("GET /y/{token}", ANYBODY),
    // How many came.
    ("GET /n/{token}", ANYBODY),
    ("POST /n/{token}", ANYBODY),
    ("GET /e/{token}", ANYBODY),
    ("POST /e/{token}", DESK),
    ("GET /my/attendance", LEADER),
    ("POST /my/attendance", OWN_LEADER),
    ("GET /my/bookings/{id}/counter", OWN_LEADER),
    ("POST /my/bookings/{id}/presses", OWN_LEADER),
    ("POST /my/bookings/{id}/closing", OWN_LEADER),
    ("GET /my/members", LEADER),
    ("POST /my/members", OWN_LEADER),
    ("POST /my/members/{member}/leaving", OWN_LEADER),
    ("GET /staff/{centre}/attendance", DESK),
    ("POST /staff/{centre}/attendance", DESK),
    ("GET /staff/{centre}/attendance/hours", DESK),
    ("POST /staff/{centre}/attendance/hours", DESK),
    ("POST /staff/{centre}/attendance/choices", DESK),
    ("GET /staff/{centre}/attendance/{of}", DESK),
    ("POST /staff/{centre}/attendance/{of}/no-show", DESK),
    ("GET /staff/{centre}/attendance/{of}/counter", DESK),
    ("POST /staff/{centre}/attendance/{of}/presses", DESK),
    ("POST /staff/{centre}/attendance/{of}/closing", DESK),
    ("GET /staff/{centre}/attendance/{of}/names", DESK),
    ("POST /staff/{centre}/attendance/{of}/arrivals", DESK),
    ("GET /staff/{centre}/troupes/{troupe}/members", DESK),
    ("POST /staff/{centre}/troupes/{troupe}/members", DESK),
    ("POST /staff/{centre}/troupes/{troupe}/members/{member}/leaving", DESK),
    ("GET /staff/{centre}/activities/{activity}/results", DESK),
    ("POST /staff/{centre}/activities/{activity}/results", DESK),
    // Staff.
    ("GET /staff", "sx++++ x+++"),
    ("GET /staff/{centre}", DESK),
    ("GET /staff/{centre}/timetable", DESK),
    ("GET /staff/{centre}/bookings/new", DESK),
    ("POST /staff/{centre}/bookings", DESK),
    ("GET /staff/{centre}/bookings/{id}", DESK),
    ("POST /staff/{centre}/bookings/{id}/approval", APPROVER),
    ("POST /staff/{centre}/bookings/{id}/refusal", APPROVER),
    ("POST /staff/{centre}/bookings/{id}/cancellation", DESK),
    ("POST /staff/{centre}/bookings/{id}/acceptance", DESK),
    ("POST /staff/{centre}/bookings/{id}/declining", DESK),
    ("POST /staff/{centre}/bookings/{id}/ending", DESK),
    ("POST /staff/{centre}/bookings/{id}/changes", DESK),
    ("POST /staff/{centre}/bookings/{id}/change/approval", APPROVER),
    ("POST /staff/{centre}/bookings/{id}/change/refusal", APPROVER),
    ("GET /staff/{centre}/unmet", DESK),
    ("GET /staff/{centre}/reports", DESK),
    ("GET /staff/{centre}/reports/print", DESK),
    ("GET /staff/{centre}/reports/centres", DESK),
    ("GET /staff/{centre}/reports/centres.xlsx", DESK),
    ("GET /staff/{centre}/reports/centres.csv", DESK),
    ("GET /staff/{centre}/reports/tables.xlsx", DESK),
    ("GET /staff/{centre}/reports/tables.csv", DESK),
    ("GET /staff/{centre}/series", DESK),
    ("GET /staff/{centre}/series/new", DESK),
    ("GET /staff/{centre}/series/plan", DESK),
    ("POST /staff/{centre}/series", DESK),
    ("GET /staff/{centre}/series/extending", DESK),
    ("POST /staff/{centre}/series/extending", APPROVER),
    ("GET /staff/{centre}/series/{id}", DESK),
    ("POST /staff/{centre}/series/{id}/decision", APPROVER),
    ("GET /staff/{centre}/series/{id}/cancellation", DESK),
    ("POST /staff/{centre}/series/{id}/cancellation", DESK),
    ("POST /staff/{centre}/series/{id}/dates", DESK),
    ("GET /staff/{centre}/series/{id}/change", APPROVER),
    ("POST /staff/{centre}/series/{id}/changes", APPROVER),
    ("POST /staff/{centre}/series/{id}/changes/{wish}/decision", APPROVER),
    ("POST /staff/{centre}/bookings/{id}/alternative", DESK),
    ("GET /staff/{centre}/disruptions", DESK),
    ("POST /staff/{centre}/disruptions", APPROVER),
    ("GET /staff/{centre}/disruptions/new", APPROVER),
    ("POST /staff/{centre}/disruptions/new", APPROVER),
    ("GET /staff/{centre}/disruptions/{id}", DESK),
    ("POST /staff/{centre}/closures/{id}/lifting", APPROVER),
    ("GET /staff/{centre}/rooms/{id}/week-sheet", DESK),
    ("GET /staff/{centre}/faults", DESK),
    ("POST /staff/{centre}/faults", DESK),
    ("GET /staff/{centre}/calls", DESK),
    ("POST /staff/{centre}/calls/{id}/done", DESK),
    ("GET /staff/{centre}/letters", DESK),
    ("GET /staff/{centre}/letters/{id}", DESK),
    ("GET /staff/{centre}/letters/{id}/slip", DESK),
    ("POST /staff/{centre}/letters/{id}/resending", DESK),
    ("GET /staff/{centre}/activities", DESK),
    ("POST /staff/{centre}/activities", APPROVER),
    ("GET /staff/{centre}/activities/new", APPROVER),
    ("GET /staff/{centre}/activities/many", APPROVER),
    ("POST /staff/{centre}/activities/many", APPROVER),
    ("GET /staff/{centre}/activities/{activity}", DESK),
    ("POST /staff/{centre}/activities/{activity}", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/publication", APPROVER),
    ("GET /staff/{centre}/activities/{activity}/picture", DESK),
    ("POST /staff/{centre}/activities/{activity}/picture", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/picture/removal", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/sessions", APPROVER),
    ("GET /staff/{centre}/activities/{activity}/sessions/{session}", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/sessions/{session}", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/sessions/{session}/cancellation", APPROVER),
    ("GET /staff/{centre}/activities/{activity}/cancellation", APPROVER),
    ("POST /staff/{centre}/activities/{activity}/cancellation", APPROVER),
    ("GET /staff/{centre}/activities/{activity}/registrations", DESK),
    ("POST /staff/{centre}/activities/{activity}/registrations", DESK),
    ("GET /staff/{centre}/activities/{activity}/registrations/new", DESK),
    ("GET /staff/{centre}/activities/{activity}/registrations/names", DESK),
    ("GET /staff/{centre}/registrations/{id}", DESK),
    ("POST /staff/{centre}/registrations/{id}", DESK),
    ("GET /staff/{centre}/registrations/{id}/slip", DESK),
    ("POST /staff/{centre}/registrations/{id}/confirmation", APPROVER),
    ("POST /staff/{centre}/registrations/{id}/refusal", APPROVER),
    ("POST /staff/{centre}/registrations/{id}/moving-up", APPROVER),
    ("POST /staff/{centre}/registrations/{id}/acceptance", DESK),
    ("POST /staff/{centre}/registrations/{id}/declining", DESK),
    ("POST /staff/{centre}/registrations/{id}/cancellation", DESK),
    ("POST /staff/{centre}/registrations/{id}/erasure", DESK),
    // Staff who keep the centre; the front desk and approvers read.
    ("GET /staff/{centre}/rooms", DESK),
    ("POST /staff/{centre}/rooms", MANAGER),
    ("GET /staff/{centre}/rooms/new", MANAGER),
    ("GET /staff/{centre}/rooms/{id}", DESK),
    ("POST /staff/{centre}/rooms/{id}", MANAGER),
    ("GET /staff/{centre}/tags", DESK),
    ("POST /staff/{centre}/tags", MANAGER),
    ("POST /staff/{centre}/tags/{id}", MANAGER),
    ("POST /staff/{centre}/tags/{id}/rise", MANAGER),
    ("POST /staff/{centre}/tags/{id}/retirement", MANAGER),
    ("POST /staff/{centre}/tags/{id}/return", MANAGER),
    ("GET /staff/{centre}/spaces", DESK),
    ("POST /staff/{centre}/spaces", MANAGER),
    ("POST /staff/{centre}/spaces/{id}", MANAGER),
    ("GET /staff/{centre}/hours", DESK),
    ("POST /staff/{centre}/hours", MANAGER),
    ("POST /staff/{centre}/hours/days", MANAGER),
    ("POST /staff/{centre}/hours/days/removal", MANAGER),
    ("GET /staff/{centre}/days", DESK),
    ("POST /staff/{centre}/days", MANAGER),
    ("POST /staff/{centre}/days/weekdays", MANAGER),
    ("GET /staff/{centre}/days/import", MANAGER),
    ("POST /staff/{centre}/days/import", MANAGER),
    ("POST /staff/{centre}/days/import/preview", MANAGER),
    ("POST /staff/{centre}/days/terms", MANAGER),
    ("GET /staff/{centre}/days/terms/new", MANAGER),
    ("GET /staff/{centre}/days/terms/{id}", MANAGER),
    ("POST /staff/{centre}/days/terms/{id}", MANAGER),
    ("POST /staff/{centre}/days/terms/{id}/removal", MANAGER),
    ("GET /staff/{centre}/agreements", DESK),
    ("POST /staff/{centre}/agreements", MANAGER),
    ("GET /staff/{centre}/agreements/new", MANAGER),
    ("GET /staff/{centre}/agreements/{id}", DESK),
    ("POST /staff/{centre}/agreements/{id}", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/edit", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/renewal", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/activation", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/suspension", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/suspension", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/resumption", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/end", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/end", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/discarding", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/print", DESK),
    ("POST /staff/{centre}/agreements/{id}/papers", MANAGER),
    ("GET /staff/{centre}/agreements/{id}/papers/{paper}", DESK),
    ("GET /staff/{centre}/agreements/{id}/papers/{paper}/removal", MANAGER),
    ("POST /staff/{centre}/agreements/{id}/papers/{paper}/removal", MANAGER),
    ("GET /staff/{centre}/terms", DESK),
    ("POST /staff/{centre}/terms", MANAGER),
    ("POST /staff/{centre}/terms/{id}/acceptances", DESK),
    ("GET /my/agreements/{id}", OWN_LEADER),
    ("GET /my/agreements/{id}/print", OWN_LEADER),
    ("GET /my/agreements/{id}/papers/{paper}", OWN_LEADER),
    ("GET /my/terms", LEADER),
    ("POST /my/terms", OWN_LEADER),
    ("GET /staff/{centre}/troupes", DESK),
    ("POST /staff/{centre}/troupes", MANAGER),
    ("GET /staff/{centre}/troupes/new", MANAGER),
    ("GET /staff/{centre}/troupes/{id}", DESK),
    ("POST /staff/{centre}/troupes/{id}", MANAGER),
    ("POST /staff/{centre}/troupes/{id}/leaders", MANAGER),
    ("POST /staff/{centre}/troupes/{id}/leaders/{person}", MANAGER),
    ("GET /staff/{centre}/people", DESK),
    ("POST /staff/{centre}/people", MANAGER),
    ("GET /staff/{centre}/people/new", MANAGER),
    ("GET /staff/{centre}/people/{id}", DESK),
    ("POST /staff/{centre}/people/{id}", MANAGER),
    ("POST /staff/{centre}/people/{id}/role", MANAGER),
    ("POST /staff/{centre}/people/{id}/access", MANAGER),
    ("POST /staff/{centre}/people/{id}/code", DESK),
    ("GET /staff/{centre}/settings", DESK),
    ("POST /staff/{centre}/settings", MANAGER),
    ("POST /staff/{centre}/settings/test-mail", MANAGER),
    // Who looks after the installation.
    ("GET /operator", OPERATOR),
    ("GET /operator/reports", OPERATOR),
    ("GET /operator/reports.xlsx", OPERATOR),
    ("GET /operator/reports.csv", OPERATOR),
    ("GET /operator/centres", OPERATOR),
    ("POST /operator/centres", OPERATOR),
    ("GET /operator/centres/new", OPERATOR),
    ("GET /operator/centres/{id}", OPERATOR),
    ("POST /operator/centres/{id}", OPERATOR),
    ("POST /operator/centres/{id}/manager", OPERATOR),
    // Programs.
    ("GET /api/v1/openapi.json", ANYBODY),
    ("GET /api/v1/centres", ANYBODY),
    ("GET /api/v1/centres/{id}/rooms", ANYBODY),
    ("GET /api/v1/centres/{id}/days", ANYBODY),
    ("POST /api/v1/centres/{id}/days", MANAGER),
    ("POST /api/v1/centres/{id}/school-terms", MANAGER),
    ("POST /api/v1/centres/{id}/school-terms/{term}", MANAGER),
    // The first manager takes it away.
    ("POST /api/v1/centres/{id}/school-terms/{term}/removal", MANAGER),
    ("GET /api/v1/rooms/{id}/spans", ANYBODY),
    ("GET /api/v1/rooms/{id}/week-sheet", DESK),
    ("GET /api/v1/openings", ANYBODY),
    ("GET /api/v1/sessions", ANYBODY),
    ("POST /api/v1/sessions/{id}/moving", APPROVER),
    ("POST /api/v1/sessions/{id}/cancellation", APPROVER),
    ("GET /api/v1/activities", ANYBODY),
    ("POST /api/v1/activities", APPROVER),
    ("GET /api/v1/activities/{id}", ANYBODY),
    ("POST /api/v1/activities/{id}", APPROVER),
    ("POST /api/v1/activities/{id}/publication", APPROVER),
    ("POST /api/v1/activities/{id}/cancellation", APPROVER),
    ("POST /api/v1/activities/{id}/sessions", APPROVER),
    ("POST /api/v1/activities/{id}/picture", APPROVER),
    ("POST /api/v1/activities/{id}/picture/removal", APPROVER),
    ("POST /api/v1/courses", APPROVER),
    ("GET /api/v1/centres/{id}/tags", ANYBODY),
    ("POST /api/v1/centres/{id}/tags", MANAGER),
    ("POST /api/v1/tags/{id}", MANAGER),
    ("GET /api/v1/centres/{id}/programme", ANYBODY),
    ("GET /api/v1/centres/{id}/feeds/{feed}", ANYBODY),
    ("GET /api/v1/troupes", MEMBER),
    ("GET /api/v1/bookings", MEMBER),
    ("POST /api/v1/bookings", CONCERNED),
    ("GET /api/v1/bookings/{id}", CONCERNED),
    ("GET /api/v1/bookings/{id}/slip", CONCERNED),
    ("POST /api/v1/bookings/{id}/approval", DECIDES),
    ("POST /api/v1/bookings/{id}/refusal", DECIDES),
    ("POST /api/v1/bookings/{id}/cancellation", CONCERNED),
    ("POST /api/v1/bookings/{id}/acceptance", CONCERNED),
    ("POST /api/v1/bookings/{id}/declining", CONCERNED),
    ("POST /api/v1/bookings/{id}/ending", CONCERNED),
    ("GET /api/v1/bookings/{id}/changes", CONCERNED),
    ("POST /api/v1/bookings/{id}/changes", CONCERNED),
    ("GET /api/v1/bookings/{id}/alternatives", CONCERNED),
    // Another booking's.
    ("POST /api/v1/bookings/{id}/alternatives/{alternative}", "s----- ----"),
    ("POST /api/v1/changes/{id}/approval", DECIDES),
    ("POST /api/v1/changes/{id}/refusal", DECIDES),
    ("POST /api/v1/changes/{id}/withdrawal", CONCERNED),
    ("GET /api/v1/series", CONCERNED),
    ("POST /api/v1/series", CONCERNED),
    ("GET /api/v1/series/{id}", CONCERNED),
    ("POST /api/v1/series/{id}/cancellation", CONCERNED),
    ("POST /api/v1/series/{id}/dates", CONCERNED),
    ("POST /api/v1/series/{id}/approval", DECIDES),
    ("POST /api/v1/series/{id}/refusal", DECIDES),
    ("GET /api/v1/agreements", MEMBER),
    ("POST /api/v1/agreements", "sxxx+- ----"),
    ("GET /api/v1/agreements/{id}", CONCERNED),
    ("POST /api/v1/agreements/{id}", "sxxx+- ----"),
    ("GET /api/v1/agreements/{id}/usage", CONCERNED),
    ("GET /api/v1/agreements/{id}/leaders", CONCERNED),
    ("POST /api/v1/agreements/{id}/activation", "sxxx+- ----"),
    ("POST /api/v1/agreements/{id}/suspension", "sxxx+- ----"),
    ("POST /api/v1/agreements/{id}/resumption", "sxxx+- ----"),
    ("POST /api/v1/agreements/{id}/end", "sxxx+- ----"),
    ("POST /api/v1/agreements/{id}/discarding", "sxxx+- ----"),
    ("GET /api/v1/agreements/{id}/extensions", "sx+++- ----"),
    ("POST /api/v1/agreements/{id}/extensions", "sxx--- ----"),
    ("GET /api/v1/agreements/{id}/papers", CONCERNED),
    ("POST /api/v1/agreements/{id}/papers", "sxxx+- ----"),
    ("GET /api/v1/agreements/{id}/papers/{paper}", CONCERNED),
    ("POST /api/v1/agreements/{id}/papers/{paper}/removal", "sxxx+- ----"),
    ("GET /api/v1/centres/{id}/terms", CONCERNED),
    ("POST /api/v1/centres/{id}/terms", "sxxx+- ----"),
    ("POST /api/v1/centres/{id}/terms/{terms}/acceptance", "s+---- ----"),
    ("GET /api/v1/centres/{id}/terms/{terms}/acceptances", DESK),
    ("GET /api/v1/centres/{id}/faults", DESK),
    ("POST /api/v1/centres/{id}/faults", DESK),
    ("GET /api/v1/centres/{id}/unmet-wishes", DESK),
    ("GET /api/v1/centres/{id}/calls", DESK),
    ("POST /api/v1/centres/{id}/calls/{call}/tick", DESK),
    ("GET /api/v1/series/{id}/changes", CONCERNED),
    ("POST /api/v1/series/{id}/changes", CONCERNED),
    ("POST /api/v1/series/{id}/changes/{wish}/approval", DECIDES),
    ("POST /api/v1/series/{id}/changes/{wish}/refusal", DECIDES),
    ("POST /api/v1/series/{id}/changes/{wish}/withdrawal", CONCERNED),
    ("GET /api/v1/offers/{token}", NOBODY),
    ("POST /api/v1/offers/{token}", NOBODY),
    ("POST /api/v1/offers/{token}/declining", NOBODY),
    ("GET /api/v1/given-up/{token}", NOBODY),
    ("POST /api/v1/given-up/{token}", NOBODY),
    ("POST /api/v1/bookings/{id}/attendance", CONCERNED),
    ("POST /api/v1/bookings/{id}/presses", CONCERNED),
    ("POST /api/v1/bookings/{id}/no-show", DESK),
    ("POST /api/v1/bookings/{id}/no-show/withdrawal", DESK),
    ("POST /api/v1/sessions/{id}/attendance", DESK),
    ("POST /api/v1/sessions/{id}/presses", DESK),
    ("GET /api/v1/centres/{id}/attendance", DESK),
    // There is no report yet to choose.
    ("POST /api/v1/attendance/{id}/choice", "s----- ----"),
    // It is no drop-in room, and nobody has that number.
    ("POST /api/v1/rooms/{id}/attendance", "s----- ----"),
    ("GET /api/v1/sessions/{id}/arrivals", DESK),
    ("POST /api/v1/sessions/{id}/arrivals", "s----- ----"),
    ("GET /api/v1/troupes/{id}/members", CONCERNED),
    ("POST /api/v1/troupes/{id}/members", CONCERNED),
    // Nobody is on the list yet.
    ("POST /api/v1/troupes/{id}/members/{member}/leaving", "s++++- ----"),
    ("GET /api/v1/activities/{id}/results", DESK),
    ("POST /api/v1/activities/{id}/results", DESK),
    ("GET /api/v1/letters", "sx+++- ----"),
    ("GET /api/v1/reports", DESK),
    ("GET /api/v1/centres/{id}/closures", ANYBODY),
    ("POST /api/v1/centres/{id}/disruptions", APPROVER),
    ("POST /api/v1/closures/{id}/lifting", APPROVER),
    ("GET /api/v1/activities/{id}/registrations", DESK),
    ("POST /api/v1/activities/{id}/registrations", ANYBODY),
    ("POST /api/v1/activities/{activity}/registrations/{id}/confirmation", APPROVER),
    ("POST /api/v1/activities/{activity}/registrations/{id}/refusal", APPROVER),
    ("POST /api/v1/activities/{activity}/registrations/{id}", DESK),
    ("POST /api/v1/activities/{activity}/registrations/{id}/acceptance", DESK),
    ("POST /api/v1/activities/{activity}/registrations/{id}/declining", DESK),
    ("POST /api/v1/activities/{activity}/registrations/{id}/moving-up", APPROVER),
    ("POST /api/v1/activities/{activity}/registrations/{id}/cancellation", DESK),
    ("POST /api/v1/activities/{activity}/registrations/{id}/erasure", DESK),
    ("GET /api/v1/registrations/{token}", NOBODY),
    ("POST /api/v1/registrations/{token}", NOBODY),
    ("POST /api/v1/registrations/{token}/acceptance", NOBODY),
    ("POST /api/v1/registrations/{token}/declining", NOBODY),
    ("POST /api/v1/registrations/{token}/cancellation", NOBODY),
    ("GET /api/v1/alternatives/{token}", NOBODY),
    ("POST /api/v1/alternatives/{token}", NOBODY),
];

pub fn everybody(app: &TestApp) -> Vec<Option<Someone<'_>>> {
    vec![
        None,
        Some(app.leader()),
        Some(app.desk()),
        Some(app.approver()),
        Some(app.manager()),
        Some(app.operator()),
        Some(app.other_leader()),
        Some(app.other_desk()),
        Some(app.other_approver()),
        Some(app.other_manager()),
    ]
}

fn outcome(page: &Page) -> char {
    let to_sign_in = page.location.as_deref().is_some_and(|to| {
        let path = to.strip_prefix(PUBLIC_URL).unwrap_or(to);
        path.starts_with("/sign-in?back")
    });
    match page.status {
        303 | 302 if to_sign_in => 's',
        401 => 's',
        403 => 'x',
        404 => '-',
        200 | 201 | 303 | 410 | 400 | 409 | 415 | 422 => '+',
        other => panic!("{other}: {}", page.body),
    }
}

/// Goes through one door as somebody.
fn walk(app: &TestApp, there: &There, route: &str, who: &Option<Someone>) -> char {
    let (method, path) = filled(route, there);
    let leader = there.leader.to_string();
    let visit = app.visit(&method, &path);
    outcome(&match who {
        Some(who) if path.starts_with("/api/") => {
            visit.json(&furnishing::body(route)).by_program_of(who).go()
        }
        Some(who) if path.contains("/series/") => visit.fields(&[("date", "2026-12-09")]).by(who).go(),
        Some(who) => visit
            .fields(&[("troupe", "1"), ("room", "1"), ("person", leader.as_str()), ("terms", "1")])
            .by(who)
            .go(),
        None => visit.go(),
    })
}

#[test]
fn everybody_meets_the_door_they_should() {
    // What is there is made anew for each route: walking through a door may change it.
    let mut wrong = Vec::new();
    for (route, expected) in TABLE {
        let app = TestApp::on(Kind::Sqlite);
        let there = furnish(&app);
        let mut found: String = everybody(&app).iter().map(|who| walk(&app, &there, route, who)).collect();
        found.insert(6, ' ');
        if found != *expected {
            wrong.push(format!("{route:55} {found} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_deputy_meets_the_leaders_doors() {
    let of_leaders = TABLE.iter().filter(|(_, who)| [LEADER, OWN_LEADER, CONCERNED].contains(who));
    let mut wrong = Vec::new();
    for (route, expected) in of_leaders {
        let app = TestApp::on(Kind::Sqlite);
        let there = furnish(&app);
        app.write(|conn| {
            diesel::update(troupe_leader::table).set(troupe_leader::deputy.eq(true)).execute(conn)?;
            Ok(())
        });
        let found = walk(&app, &there, route, &Some(app.leader()));
        if !expected[1..].starts_with(found) {
            wrong.push(format!("{route:55} {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_table_knows_every_route() {
    let table: BTreeSet<String> = TABLE.iter().map(|(route, _)| (*route).to_owned()).collect();
    let source = source::routes();
    let missing: Vec<&String> = source.difference(&table).collect();
    let gone: Vec<&String> = table.difference(&source).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nnot served: {gone:#?}");
}
