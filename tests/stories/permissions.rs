//! Every route, walked as everybody: the same role of another centre and a stranger too.
//!
//! `+` let in, whatever the page then says about an empty form · `s` to sign in first · `x` 403, signed in but
//! not theirs to do · `-` 404, nothing they may know of.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::Weekday;
use diesel::prelude::*;
use linli::base::db::schema::letter;
use linli::domain::activities::ActivityId;
use linli::domain::activities::pictures::keeping::{Drawn, keep as keep_picture};
use linli::domain::activities::tags::editing::{TagName, add as add_tag};
use linli::domain::agreements::papers::Media;
use linli::domain::agreements::papers::keeping::{Sheet, keep};
use linli::domain::agreements::terms::publishing::publish;
use linli::domain::agreements::{AgreementId, TroupeId};
use linli::domain::attendance::members;
use linli::domain::bookings::series::{Choice, Scope, SeriesId, store};
use linli::domain::bookings::{BookingId, State};
use linli::domain::days::TermKind;
use linli::domain::days::editing::{TermDetails, add_term};
use linli::domain::people::Acting;
use serde_json::json;

use crate::series::{changed, created, weekly};
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
    ("GET /api/v1/rooms/{id}/spans", ANYBODY),
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
    ("GET /api/v1/centres/{id}/tags", ANYBODY),
    ("POST /api/v1/centres/{id}/tags", MANAGER),
    ("POST /api/v1/tags/{id}", MANAGER),
    ("GET /api/v1/centres/{id}/programme", ANYBODY),
    ("GET /api/v1/centres/{id}/feeds/{feed}", ANYBODY),
    ("GET /api/v1/troupes", MEMBER),
    ("GET /api/v1/bookings", MEMBER),
    ("POST /api/v1/bookings", CONCERNED),
    ("GET /api/v1/bookings/{id}", CONCERNED),
    ("POST /api/v1/bookings/{id}/approval", DECIDES),
    ("POST /api/v1/bookings/{id}/refusal", DECIDES),
    ("POST /api/v1/bookings/{id}/cancellation", CONCERNED),
    ("POST /api/v1/bookings/{id}/acceptance", CONCERNED),
    ("POST /api/v1/bookings/{id}/declining", CONCERNED),
    ("POST /api/v1/bookings/{id}/ending", CONCERNED),
    ("GET /api/v1/bookings/{id}/changes", CONCERNED),
    ("POST /api/v1/bookings/{id}/changes", CONCERNED),
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
    ("GET /api/v1/centres/{id}/unmet-wishes", DESK),
    ("GET /api/v1/centres/{id}/calls", DESK),
    ("POST /api/v1/centres/{id}/calls/{call}/tick", DESK),
    ("POST /api/v1/series/{id}/changes", CONCERNED),
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
    ("POST /api/v1/troupes/{id}/members/{member}/leaving", "s----- ----"),
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

/// The paths with what is really there: a waiting request of the leader's, a letter about it, a call.
pub struct There {
    booking: i64,
    letter: i64,
    call: i64,
    leader: i64,
    approved: i64,
    token: String,
    /// Links that take an offer, decline it, give a booking up: the route and what is really there.
    presses: Vec<(&'static str, String)>,
    /// A booking of the rival's that the centre took away, and the link of what is kept for it.
    pub displaced: i64,
    pub held: String,
}

pub fn filled(route: &str, there: &There) -> (String, String) {
    let (method, path) = route.split_once(' ').unwrap();
    let path = path.replace("/a/{token}", &format!("/a/{}", there.token));
    let path = there.presses.iter().fold(path, |path, (link, token)| path.replace(link, token));
    let path = path.replace("{token}", "wrong");
    let path = path.replace("{centre}", "hexi").replace("{file}", linli_asset());
    let id = match path.split('/').collect::<Vec<_>>().as_slice() {
        [.., "bookings", "{id}.ics"] | [.., "bookings", "{id}", "change", _] => there.approved,
        [.., "bookings", "{id}", "counter" | "presses" | "closing" | "attendance" | "no-show"]
        | [.., "bookings", "{id}", "no-show", _] => there.approved,
        ["", "staff", .., "bookings", "{id}", "alternative"] => there.displaced,
        [.., "bookings", "{id}"] | [.., "bookings", "{id}", _] => there.booking,
        [.., "letters", "{id}"] | [.., "letters", "{id}", _] => there.letter,
        [.., "calls", "{id}", _] => there.call,
        [.., "sign-ins", "{id}", _] => 9999,
        [.., "people", "{id}"] | [.., "people", "{id}", _] => there.leader,
        // The only series there is.
        _ => 1,
    };
    let path = path
        .replace("{activity}", "1")
        .replace("{session}", "1")
        .replace("{room}", "1")
        .replace("{paper}", "1")
        .replace("{troupe}", "1")
        .replace("{member}", "1")
        .replace("{wish}", "1")
        .replace("{terms}", "1")
        .replace("{call}", &there.call.to_string());
    let feed = if path.starts_with("/api/") { "centre" } else { "centre.ics" };
    let named = path.ends_with("/names") || path.ends_with("/arrivals");
    let of = if named { "s1".to_owned() } else { format!("b{}", there.approved) };
    let path = path.replace("{feed}", feed).replace("{of}", &of);
    let path = path.replace("{person}", &there.leader.to_string());
    let mut path = path.replace("{id}", &id.to_string());
    if path.ends_with("/series/extending") {
        path.push_str("?agreement=1");
    }
    if path.ends_with("/series/plan") {
        path.push_str(SERIES);
    }
    if path == "/api/v1/series" && method == "GET" {
        path.push_str("?troupe=1");
    }
    if path == "/api/v1/reports" {
        path.push_str("?centre=1");
    }
    if path == "/api/v1/letters" {
        path.push_str(&format!("?booking={}", there.booking));
    }
    (method.to_owned(), path)
}

/// Every Tuesday at nine.
const SERIES: &str = "?troupe=1&room=1&rule=weekly&weekday=tue&every=1&starts=2026-12-01&end=until&until=2026-12-31\
                      &holidays=skip&from=09:00&to=11:00&size=12&purpose=%E6%8E%92%E7%BB%83";

/// What a program sends: enough that nothing but permission can be missing.
fn body(route: &str) -> serde_json::Value {
    let said = json!({ "title": "剪纸课", "kind": "lecture" });
    let dates = json!({ "place": "小区东门", "from": "09:00", "to": "10:00", "days": ["2026-12-09"] });
    match route.rsplit('/').next().unwrap() {
        "activities" => json!({ "centre": 1, "activity": said, "dates": dates }),
        "{id}" if route.contains("/registrations/") => json!({ "party": 1 }),
        "moving-up" => json!({ "reason": "八十岁" }),
        "{id}" if route.contains("/activities/") => json!({ "activity": said }),
        "sessions" => json!({ "dates": dates }),
        "moving" => json!({
            "place": "小区西门", "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00",
        }),
        "tags" | "{id}" if route.contains("/tags") => json!({ "name": "微服务" }),
        "cancellation" if !route.contains("/series/") && !route.contains("/bookings/") => {
            json!({ "reason": "老师生病" })
        }
        "bookings" => json!({
            "room": 1, "troupe": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00",
            "purpose": "排练", "size": 5,
        }),
        "days" => {
            json!({ "year": 2027, "days": [{ "date": "2027-01-01", "kind": "holiday", "name": "元旦" }] })
        }
        "disruptions" => json!({
            "cause": "closure", "room": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-27T10:00",
            "reason": "检修", "dry_run": true,
        }),
        "agreements" | "{id}" => json!({
            "troupe": 1, "number": "X-1", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "rooms": [1],
            "windows": [{ "weekday": 2, "from": "09:00", "to": "11:00" }],
        }),
        "activation" => json!({ "signed_on": "2026-11-20" }),
        "suspension" => json!({ "reason": "漏水" }),
        "end" => json!({ "last_day": "2026-11-30", "reason": "搬走" }),
        "refusal" => json!({ "reason": "停电" }),
        "changes" if route.contains("/series/") => json!({ "scope": "all", "dry_run": true }),
        "extensions" => json!({ "series": 1, "seen": "x" }),
        "terms" => json!({ "text": "随手关灯。", "valid_from": "2026-12-01" }),
        "changes" => json!({
            "room": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00", "size": 5,
        }),
        "series" => json!({
            "troupe": 1, "room": 1, "rule": { "kind": "weekly", "weekdays": ["tue"] }, "starts_on": "2026-12-01",
            "until": "2026-12-15", "from": "14:00", "to": "15:00", "purpose": "排练", "size": 5, "dry_run": true,
        }),
        "cancellation" if route.contains("/series/") => json!({ "scope": "all" }),
        "dates" => json!({ "original_date": "2026-12-09" }),
        "attendance" if route.contains("/rooms/") => json!({ "starts_at": "2026-11-20T09:00", "visits": 5 }),
        "arrivals" => json!({ "registration": 999 }),
        "members" => json!({ "names": ["王秀兰"] }),
        "attendance" => json!({ "visits": 5 }),
        "presses" => json!({ "presses": [] }),
        "results" => json!({ "name": "单位数", "value": 25 }),
        _ => json!({}),
    }
}

fn linli_asset() -> &'static str {
    linli::base::web::assets::css().rsplit('/').next().unwrap()
}

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

/// Somebody comes to the paper cutting.
fn registered(app: &TestApp) -> i64 {
    use linli::base::db::schema::activity;
    use linli::domain::registrations::registering::{Registered, Wanted, register};
    let wanted = Wanted {
        target: linli::domain::registrations::Target {
            activity: linli::domain::activities::ActivityId(1),
            session: Some(linli::domain::activities::SessionId(1)),
        },
        name: "陈桂芳".into(),
        email: Some("chen@example.org".into()),
        phone: None,
        lang: linli::base::lang::Lang::Zh,
        party: 1,
        guardian: String::new(),
        note: String::new(),
        reminded: true,
        request_key: "permissions".into(),
    };
    let centre = app.centre("hexi");
    let acting = Acting { centre: &centre, person: None, now: app.now() };
    let done = app.write(|conn| {
        diesel::update(activity::table.find(1)).set(activity::registration.eq("session")).execute(conn)?;
        register(conn, acting, &wanted)
    });
    let Registered::Done(one) = done else { panic!("{done:?}") };
    one.id().0
}

pub fn furnish(app: &TestApp) -> There {
    let manager = app.manager();
    let term = TermDetails {
        kind: TermKind::Term,
        name: "2026年秋季学期".into(),
        name_en: "Autumn term 2026".into(),
        starts_on: "2026-09-01".parse().unwrap(),
        ends_on: "2027-01-22".parse().unwrap(),
    };
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| add_term(conn, &acting, &term));
    app.db_activity("剪纸课", "2026-11-25T14:00", "2026-11-25T16:00");
    let room = app.room("Meeting room");
    let booking = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let called = app.phoned().asks_for(&room, "2026-11-25T09:00", "2026-11-25T11:00").id();
    app.rival().asks_for(&room, "2026-11-25T10:00", "2026-11-25T12:00").id();
    app.approver().approves(called).is(State::Approved);
    let conflict = app.new_letters().into_iter().find(|letter| letter.kind == "conflict").unwrap();
    let token = conflict.action_links()[0].rsplit('/').next().unwrap().to_owned();
    let manager = app.manager();
    app.write(|conn| {
        let by = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
        let from = "2026-11-01".parse().unwrap();
        publish(conn, &by, "用完关灯。\n不在室内吸烟。", "Switch off the lights.\nNo smoking.", from)?;
        let paper = Sheet { name: "协议.pdf".into(), media: Media::Pdf, content: b"%PDF-1.7".to_vec() };
        keep(conn, &by, AgreementId(1), &[paper])?;
        let tag = TagName { name: "微课堂".into(), name_en: "Small class".into() };
        add_tag(conn, by, &tag)?;
        let drawn = Drawn { content: vec![0xFF, 0xD8, 0xFF], width: 4, height: 3, digest: "00ff".into() };
        keep_picture(conn, by, ActivityId(1), &drawn, "桌上的红色剪纸")
    });
    let approved = app.leader().asks_for(&app.room("Studio"), "2026-11-26T14:00", "2026-11-26T15:00");
    let change = ("Meeting room", "2026-11-26T15:00", "2026-11-26T16:00");
    app.leader().changes(approved.id(), &app.room(change.0), change.1, change.2, 12);
    let east = app.room("East hall");
    let given = app.leader().asks_for(&east, "2026-11-27T09:00", "2026-11-27T11:00").id();
    let offered = app.rival().waits_for(&east, "2026-11-27T09:00", "2026-11-27T11:00").id();
    app.leader().cancels(given).is(State::Cancelled);
    let version = i64::from(app.booking(offered).version);
    let press = |purpose: &str| app.tokens.sign(purpose, offered.0, version);
    let presses = [("/o/{token}", "accept"), ("/d/{token}", "decline"), ("/x/{token}", "give_up")];
    let mut presses =
        presses.map(|(link, purpose)| (link, link.replace("{token}", &press(purpose)))).to_vec();
    presses.push(("/y/{token}", format!("/y/{}", app.tokens.sign("give_up_dates", 1, 0))));
    presses.push(("/r/{token}", format!("/r/{}", app.tokens.sign("registration", registered(app), 0))));
    presses.extend(attended(app, approved.id()));
    let wanted = weekly(&app.leader(), &app.room("Meeting room"), &[Weekday::Wed], "2026-12-16", "series");
    created(&app.leader(), &wanted, &[("2026-12-09", Choice::Skip)]);
    // One of its dates stands, and is wished an hour later.
    let series = SeriesId(1);
    let first = app.read(|conn| store::dates(conn, series))[1].booked.clone().unwrap().booking.id;
    app.approver().approves(first).is(State::Approved);
    let later = crate::series::change((10, 0), (12, 0), &app.room("Meeting room"), "a wish");
    changed(&app.leader(), series, Scope::One(app.booking(first).starts_at.date()), &later);
    let find = |channel: &str, of: i64| {
        let ids = letter::table.filter(letter::channel.eq(channel.to_owned()).and(letter::booking_id.eq(of)));
        app.read(|conn| Ok(ids.select(letter::id).first(conn)?))
    };
    let studio = app.room("Studio");
    let displaced = app.rival().asks_for(&studio, "2026-12-30T09:00", "2026-12-30T10:00").is(State::Approved);
    app.new_letters();
    crate::disrupting::done(
        app,
        &crate::disrupting::closing(app, "Studio", "2026-12-30T00:00", "2026-12-31T00:00"),
    );
    let notice = app.new_letters().into_iter().find(|letter| letter.kind == "displaced").unwrap();
    let held = notice.action_links()[0].rsplit('/').next().unwrap().to_owned();
    There {
        displaced: displaced.0,
        held,
        booking: booking.0,
        letter: find("email", booking.0),
        call: find("phone", called.0),
        approved: approved.id().0,
        token,
        presses,
        leader: app.leader().person.id.0,
    }
}

/// The leader was asked about a booking, somebody registered for the activity, the troupe has a member.
fn attended(app: &TestApp, of: BookingId) -> [(&'static str, String); 2] {
    use linli::base::db::schema::{attendance_ask, registration};
    let (now, leader) = (app.now(), app.leader().person.id);
    let centre = app.centre("hexi");
    let (ask, registration) = app.write(|conn| {
        let acting = Acting { centre: &centre, person: Some(leader), now };
        members::add(conn, acting, TroupeId(1), &["马秀英".to_owned()], centre.zone.today(now))?;
        let cause = acting.note(conn, "booking", of.0, "attendance_asked", None)?;
        let ask: i64 = diesel::insert_into(attendance_ask::table)
            .values((
                attendance_ask::booking_id.eq(of.0),
                attendance_ask::round.eq(1),
                attendance_ask::history_id.eq(cause),
                attendance_ask::asked_at.eq(now),
            ))
            .returning(attendance_ask::id)
            .get_result(conn)?;
        let registration: i64 = diesel::insert_into(registration::table)
            .values((
                (
                    registration::centre_id.eq(1),
                    registration::activity_id.eq(1),
                    registration::session_id.eq(1),
                ),
                (registration::name.eq("马阿姨"), registration::lang.eq("zh"), registration::party.eq(3)),
                (
                    registration::state.eq("confirmed"),
                    registration::guardian.eq(""),
                    registration::note.eq(""),
                ),
                (registration::request_key.eq("attended"), registration::sequence.eq(0)),
                (
                    registration::created_at.eq(now),
                    registration::changed_at.eq(now),
                    registration::version.eq(0),
                ),
            ))
            .returning(registration::id)
            .get_result(conn)?;
        Ok((ask, registration))
    });
    let sign = |prefix: &str, purpose: &str, id: i64, version: i64| {
        format!("{prefix}{}", app.tokens.sign(purpose, id, version))
    };
    [
        ("/n/{token}", sign("/n/", "report_attendance", ask, leader.0)),
        ("/e/{token}", sign("/e/", "check_in", registration, 0)),
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

#[test]
fn everybody_meets_the_door_they_should() {
    // What is there is made anew for each route: walking through a door may change it.
    let mut wrong = Vec::new();
    for (route, expected) in TABLE {
        let app = TestApp::on(Kind::Sqlite);
        let there = furnish(&app);
        let (method, path) = filled(route, &there);
        let leader = there.leader.to_string();
        let walk = |who: &Option<Someone>| {
            let visit = app.visit(&method, &path);
            outcome(&match who {
                Some(who) if path.starts_with("/api/") => visit.json(&body(route)).by_program_of(who).go(),
                Some(who) if path.contains("/series/") => {
                    visit.fields(&[("date", "2026-12-09")]).by(who).go()
                }
                Some(who) => visit
                    .fields(&[("troupe", "1"), ("room", "1"), ("person", leader.as_str()), ("terms", "1")])
                    .by(who)
                    .go(),
                None => visit.go(),
            })
        };
        let mut found: String = everybody(&app).iter().map(walk).collect();
        found.insert(6, ' ');
        if found != *expected {
            wrong.push(format!("{route:55} {found} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The routes as they stand in the source, and the JSON interface's own list.
fn routes_in_the_source() -> BTreeSet<String> {
    let mut routes: BTreeSet<String> = BTreeSet::new();
    for (method, path) in linli::pages::api::ROUTES {
        routes.insert(format!("{} /api/v1{path}", method.to_uppercase()));
    }
    routes.insert("GET /api/v1/openapi.json".into());
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                read_routes(code, &path, &mut routes);
            }
        }
    }
    routes
}

/// Reads `.route(PATH, web::METHOD()…` and `web::resource(PATH).METHOD(…).METHOD(…)`.
fn read_routes(code: &str, file: &Path, routes: &mut BTreeSet<String>) {
    if file.to_string_lossy().contains("/pages/api/") {
        return;
    }
    for (at, _) in code.match_indices(".route(") {
        let (path, rest) = argument(&code[at + ".route(".len()..]);
        let handler = rest.trim_start_matches([',', ' ', '\n']).trim_start_matches("web::");
        let method = match handler.split_once("().to(") {
            Some((method, _)) => method,
            // Within a resource: read with it.
            None if path.trim_start_matches("web::").contains("().to(") => continue,
            None => panic!("{}: {path} has no method", file.display()),
        };
        routes.insert(format!("{} {}", method.to_uppercase(), path_of(path, code, file)));
    }
    for (at, _) in code.match_indices("web::resource(") {
        let (path, rest) = argument(&code[at + "web::resource(".len()..]);
        let path = path_of(path, code, file);
        let mut rest = rest.strip_prefix(')').unwrap().trim_start();
        let mut methods = 0;
        while let Some((method, after)) = rest.strip_prefix('.').and_then(|rest| rest.split_once('(')) {
            let (handler, after) = argument(after);
            let method = match method {
                "route" => handler.strip_prefix("web::").and_then(|rest| rest.split('(').next()).unwrap(),
                "get" | "post" | "head" | "put" | "delete" | "patch" => method,
                other => panic!("{}: {path} has .{other}, which this test cannot read", file.display()),
            };
            routes.insert(format!("{} {path}", method.to_uppercase()));
            methods += 1;
            rest = after.strip_prefix(')').unwrap().trim_start();
        }
        assert!(methods > 0, "{}: {path} has no method", file.display());
    }
}

/// The first argument of a call and what comes after it, from the comma or the closing bracket on.
fn argument(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            ',' if depth == 0 => return (text[..at].trim(), &text[at..]),
            '(' => depth += 1,
            ')' if depth == 0 => return (text[..at].trim(), &text[at..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("a call that does not end: {text:.60}");
}

/// A text, a constant of the file, or `at("…")` below the staff's address; patterns such as `{id:\d+}` are
/// left to the server.
fn path_of(expression: &str, code: &str, file: &Path) -> String {
    let inner = expression.strip_prefix("at(").and_then(|rest| rest.strip_suffix(')'));
    let text = inner.unwrap_or(expression).trim_start_matches('r');
    let path = match text.strip_prefix('"') {
        Some(text) => text.trim_end_matches('"'),
        None => {
            let (_, value) = code.split_once(&format!("const {text}: &str = \"")).unwrap_or_else(|| {
                panic!("{}: the path {expression} cannot be read; write it out", file.display())
            });
            value.split('"').next().unwrap()
        }
    };
    let path = path.replace(":\\d+}", "}");
    if inner.is_some() { format!("/staff/{{centre}}{path}") } else { path }
}

#[test]
fn the_table_knows_every_route() {
    let table: BTreeSet<String> = TABLE.iter().map(|(route, _)| (*route).to_owned()).collect();
    let source = routes_in_the_source();
    let missing: Vec<&String> = source.difference(&table).collect();
    let gone: Vec<&String> = table.difference(&source).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nnot served: {gone:#?}");
}
