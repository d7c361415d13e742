//! All calendars of the sample, as the libraries of real clients read them. It takes node with ical.js, and python3
//! with icalendar; `.ci/run` sees to both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/database.rs"]
#[allow(dead_code)]
mod database;
#[path = "../support/fixture.rs"]
#[allow(dead_code)]
mod fixture;

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::DateTime;
use database::{Kind, TestDatabase};
use diesel::prelude::*;
use linli::base::db::schema::{activity, centre, room, troupe};
use linli::base::error::Error;
use linli::base::lang::Lang;
use linli::base::time::Instant;
use linli::demo;
use linli::domain::activities::ActivityKind;
use linli::domain::activities::feeds::{self, Feed};
use linli::domain::agreements::TroupeId;
use linli::domain::centres;
use linli::domain::centres::CentreId;
use linli::domain::rooms::RoomId;
use linli::pages::parts::feed::Written;

/// Every feed of every centre as a file, with how many events are in it and how many of them are cancelled.
fn written(folder: &Path) -> Vec<(PathBuf, usize, usize)> {
    let now = Instant::new(DateTime::parse_from_rfc3339("2026-11-24T00:30:00Z").unwrap().to_utc());
    let database = TestDatabase::bare(Kind::Sqlite);
    let db = database.open(1);
    assert!(db.write_now(|conn| demo::sample(conn, 1, now)).unwrap());
    // Something left a calendar by being cancelled.
    db.write_now(|conn| {
        let one = activity::table.filter(activity::state.eq("published")).select(activity::id);
        let one: i64 = one.order(activity::id.desc()).first(conn)?;
        diesel::update(activity::table.find(one))
            .set(activity::title.eq("换行\n分号;逗号,反斜\\线"))
            .execute(conn)?;
        Ok(())
    })
    .unwrap();
    db.read_now(|conn| {
        let mut files = Vec::new();
        for id in centre::table.select(centre::id).load::<CentreId>(conn)? {
            let of = centres::store::by_id(conn, id)?;
            let rooms = room::table.filter(room::centre_id.eq(id)).select(room::id).load::<RoomId>(conn)?;
            let troupes = troupe::table.filter(troupe::centre_id.eq(id)).select(troupe::id);
            let troupes = troupes.load::<TroupeId>(conn)?;
            let all = std::iter::once(Feed::Centre)
                .chain(ActivityKind::ALL.iter().copied().map(Feed::Kind))
                .chain(rooms.into_iter().map(Feed::Room))
                .chain(troupes.into_iter().map(Feed::Troupe));
            for (feed, lang) in all.flat_map(|feed| [(feed, Lang::Zh), (feed, Lang::En)]) {
                let told = match feeds::read(conn, &of, feed, now) {
                    // A private room, or a troupe that is not named.
                    Err(Error::NotFound) => continue,
                    told => told?,
                };
                let (public_url, installation) = ("https://linli.example", "of-this-test");
                let text =
                    Written { lang, centre: &of, feed, told: &told, public_url, installation, now }.ics()?;
                let file = folder.join(format!("{}-{}-{}.ics", of.slug, feed.word(), lang.tag()));
                std::fs::write(&file, text).unwrap();
                let cancelled = told.items.iter().filter(|item| item.is_cancelled()).count();
                files.push((file, told.items.len(), cancelled));
            }
        }
        Ok(files)
    })
    .unwrap()
}

fn read_by(mut program: Command, files: &[(PathBuf, usize, usize)]) {
    let done = program.args(files.iter().map(|(file, ..)| file)).output().expect("it runs");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{program:?}: {}", String::from_utf8_lossy(&done.stderr));
    let expected: Vec<String> = files
        .iter()
        .map(|(file, events, cancelled)| format!("{} {events} {cancelled}", file.display()))
        .collect();
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}

#[test]
#[ignore = "needs node, ical.js in LINLI_ICALJS, python3 (or LINLI_PYTHON) and its icalendar"]
fn real_clients_read_every_calendar() {
    let library =
        std::env::var("LINLI_ICALJS").expect("LINLI_ICALJS is the path of ical.js; .ci/run fetches it");
    let folder = tempfile::tempdir().unwrap();
    let files = written(folder.path());
    assert!(files.len() > 40 && files.iter().any(|(_, events, _)| *events > 100), "{files:?}");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds");
    let mut node = Command::new("node");
    node.arg(scripts.join("icaljs.mjs")).arg(library);
    read_by(node, &files);
    let mut python = Command::new(std::env::var("LINLI_PYTHON").unwrap_or("python3".to_owned()));
    python.arg(scripts.join("icalendar.py"));
    read_by(python, &files);
}
