//! Every route, walked as everybody: the same role of another centre and a stranger too.
//!
//! `+` let in, whatever the page then says about an empty form · `s` to sign in first · `x` 403, signed in but
//! not theirs to do · `-` 404, nothing they may know of.
#![allow(dead_code)]

mod furnishing;
mod source;
mod table;

use std::collections::BTreeSet;

pub use furnishing::{There, filled, furnish};
pub use table::TABLE;
use table::{CONCERNED, LEADER, OWN_LEADER};

use diesel::prelude::*;
use linli::base::db::schema::troupe_leader;

use crate::support::TestApp;
use crate::support::app::PUBLIC_URL;
use crate::support::people::Someone;
use crate::web::Page;

stories![
    everybody_meets_the_staffs_doors,
    everybody_meets_the_doors_of_programs,
    everybody_meets_the_other_doors,
    a_deputy_meets_the_leaders_doors
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

/// Goes through one door as somebody: what they met there.
fn walk(app: &TestApp, there: &There, route: &str, who: &Option<Someone>) -> Page {
    let (method, path) = filled(route, there);
    let leader = there.leader.to_string();
    let visit = app.visit(&method, &path);
    match who {
        Some(who) if path.starts_with("/api/") => {
            visit.json(&furnishing::body(route)).by_program_of(who).go()
        }
        Some(who) if path.contains("/series/") => visit.fields(&[("date", "2026-12-09")]).by(who).go(),
        Some(who) => visit
            .fields(&[("troupe", "1"), ("room", "1"), ("person", leader.as_str()), ("terms", "1")])
            .by(who)
            .go(),
        None => visit.go(),
    }
}

/// What is walked through, made anew whenever walking has changed it.
struct Walked<'a> {
    as_it_was: &'a TestApp,
    app: TestApp,
}

impl<'a> Walked<'a> {
    fn of(as_it_was: &'a TestApp) -> Self {
        Self { as_it_was, app: as_it_was.copied() }
    }

    fn by(
        &mut self,
        route: &str,
        there: &There,
        whose: impl Fn(&TestApp) -> Vec<Option<Someone<'_>>>,
    ) -> String {
        let met: Vec<Page> = whose(&self.app).iter().map(|who| walk(&self.app, there, route, who)).collect();
        let done = |page: &Page| outcome(page) == '+' && matches!(page.status, 200 | 201 | 303);
        if !route.starts_with("GET ") && met.iter().any(done) {
            self.app = self.as_it_was.copied();
        }
        met.iter().map(outcome).collect()
    }
}

fn everybody_meets_the_staffs_doors(as_it_was: &TestApp) {
    everybody_meets(as_it_was, |path| path.starts_with("/staff"));
}

fn everybody_meets_the_doors_of_programs(as_it_was: &TestApp) {
    everybody_meets(as_it_was, |path| path.starts_with("/api"));
}

fn everybody_meets_the_other_doors(as_it_was: &TestApp) {
    everybody_meets(as_it_was, |path| !path.starts_with("/staff") && !path.starts_with("/api"));
}

/// The doors that they should, of those in one part of the house.
fn everybody_meets(as_it_was: &TestApp, there_is: fn(&str) -> bool) {
    let there = furnish(as_it_was);
    let inside = |route: &str| route.split_once(' ').is_some_and(|(_, path)| there_is(path));
    let mut walked = Walked::of(as_it_was);
    let mut wrong = Vec::new();
    for (route, expected) in TABLE.iter().filter(|(route, _)| inside(route)) {
        let mut found = walked.by(route, &there, everybody);
        found.insert(6, ' ');
        if found != *expected {
            wrong.push(format!("{route:55} {found} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn a_deputy_meets_the_leaders_doors(as_it_was: &TestApp) {
    let of_leaders = TABLE.iter().filter(|(_, who)| [LEADER, OWN_LEADER, CONCERNED].contains(who));
    let there = furnish(as_it_was);
    as_it_was.write(|conn| {
        diesel::update(troupe_leader::table).set(troupe_leader::deputy.eq(true)).execute(conn)?;
        Ok(())
    });
    let mut walked = Walked::of(as_it_was);
    let mut wrong = Vec::new();
    for (route, expected) in of_leaders {
        let found = walked.by(route, &there, |app| vec![Some(app.leader())]);
        if !expected[1..].starts_with(&found) {
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
