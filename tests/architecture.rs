//! The law of the house, enforced: pages use the domain, the domain uses the base, never upwards; concepts of
//! the domain import leftwards only; doors do not import each other; rules are pure.
//!
//! It reads the source as text: every `crate::…` path, wherever it stands, tests inside files included.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From left to right: each may use those before it.
const CONCEPTS: &[&str] = &[
    "centres",
    "people",
    "days",
    "rooms",
    "occupancy",
    "agreements",
    "bookings",
    "activities",
    "registrations",
    "attendance",
    "disruptions",
    "reports",
];

struct Source {
    /// Below `src/`, such as `domain/bookings/asking.rs`.
    path: String,
    text: String,
}

impl Source {
    /// `["domain", "bookings", "asking"]`: where the module stands.
    fn place(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').collect()
    }

    fn storey(&self) -> &str {
        self.place()[0]
    }

    /// The module doc; empty without one.
    fn doc(&self) -> String {
        let lines = self.text.lines().take_while(|line| line.starts_with("//!"));
        lines.map(|line| line.trim_start_matches("//!").trim()).collect::<Vec<_>>().join(" ")
    }

    /// The code without comments; strings stay.
    fn code(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The same, up to the tests at its end.
    fn code_without_tests(&self) -> String {
        self.code().split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    }

    /// Every path from the crate's root that the file names: `["domain", "rooms", "Room"]`.
    /// `use crate::domain::{rooms, bookings::Ask}` is taken apart; `super::` is followed up.
    fn imports(&self) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        let code = self.code();
        for (at, _) in code.match_indices("crate::") {
            let word_before = code[..at].chars().next_back();
            if !word_before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                take_apart(&code[at + "crate::".len()..], &mut Vec::new(), &mut found);
            }
        }
        for (at, _) in code.match_indices("super::") {
            let before = &code[..at];
            if before.ends_with("super::") {
                continue;
            }
            let mut rest = &code[at..];
            let mut place: Vec<String> = self.place().iter().map(|part| part.to_string()).collect();
            while let Some(after) = rest.strip_prefix("super::") {
                place.pop();
                rest = after;
            }
            // Inside `mod tests` the first `super` is the file itself; a path too high up only finds less.
            take_apart(rest, &mut place, &mut found);
        }
        found
    }
}

/// Reads a path and its braces from the start of `text`.
fn take_apart(text: &str, before: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) {
    let depth = before.len();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end > 0 {
            before.push(rest[..end].to_owned());
        }
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(after) if after.starts_with('{') => {
                for part in parts(&after[1..]) {
                    take_apart(part.trim(), before, found);
                }
                break;
            }
            Some(after) if !after.starts_with(['*', '<']) => rest = after,
            _ => {
                found.insert(before.clone());
                break;
            }
        }
    }
    before.truncate(depth);
}

/// What stands between commas up to the closing brace of this level.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&text[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    let source = |file: PathBuf| Source {
        path: file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(&file).unwrap(),
    };
    files.into_iter().map(source).collect()
}

/// Fails with one line per offence.
#[track_caller]
fn none(offences: Vec<String>) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

fn offences(offends: impl Fn(&Source, &[String]) -> bool) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources() {
        for import in source.imports() {
            if offends(&source, &import) {
                offences.push(format!("src/{} uses {}", source.path, import.join("::")));
            }
        }
    }
    offences
}

fn starts(import: &[String], path: &[&str]) -> bool {
    import.len() >= path.len() && import.iter().zip(path).all(|(a, b)| a == b)
}

#[test]
fn imports_are_read_as_they_are_meant() {
    let source = Source {
        path: "domain/bookings/asking.rs".into(),
        text: "use crate::base::{db::{Conn, schema}, error::Result};\nuse super::rules::Facts;\n\
               use super::super::rooms::{self, Room};\nfn f() { crate::domain::people::x(); $crate::id! {} }\n"
            .into(),
    };
    let found: Vec<String> = source.imports().iter().map(|import| import.join("::")).collect();
    assert_eq!(
        found,
        [
            "base::db::Conn",
            "base::db::schema",
            "base::error::Result",
            "domain::bookings::rules::Facts",
            "domain::people::x",
            "domain::rooms::Room",
            "domain::rooms::self",
        ]
    );
}

#[test]
fn the_domain_does_not_know_the_pages_nor_the_base_the_domain() {
    none(offences(|source, import| {
        let forbidden: &[&str] = match source.storey() {
            "base" => &["domain", "pages", "demo", "app"],
            "domain" => &["pages", "demo", "app"],
            "pages" => &["demo", "app"],
            _ => &[],
        };
        import.first().is_some_and(|first| forbidden.contains(&first.as_str()))
    }));
}

#[test]
fn a_concept_imports_leftwards_only() {
    let rank = |name: &str| CONCEPTS.iter().position(|one| *one == name);
    none(offences(|source, import| {
        let place = source.place();
        let own = place.get(1).filter(|_| place[0] == "domain").and_then(|name| rank(name));
        let other = import.get(1).filter(|_| import[0] == "domain").and_then(|name| rank(name));
        matches!((own, other), (Some(own), Some(other)) if other > own)
    }));
}

#[test]
fn every_folder_of_the_domain_is_a_concept_with_a_place() {
    let known = |source: &Source| match source.place().as_slice() {
        ["domain", concept, ..] => CONCEPTS.contains(concept),
        _ => true,
    };
    let strangers = sources().into_iter().filter(|source| !known(source));
    none(strangers.map(|source| format!("src/{} is in no known concept", source.path)).collect());
}

#[test]
fn doors_do_not_import_each_other() {
    none(offences(|source, import| {
        let place = source.place();
        // parts/ is what doors share: it imports none of them.
        place.len() > 1
            && place[0] == "pages"
            && import.len() > 1
            && import[0] == "pages"
            && import[1] != "parts"
            && import[1] != place[1]
            && import[1].chars().all(|c| c.is_lowercase() || c == '_')
    }));
}

#[test]
fn rules_and_nouns_know_no_connection_no_page_no_letter_and_no_clock() {
    // A concept's mod.rs may derive its rows from the schema; decisions may not even do that.
    let decisions = ["rules", "finding", "alternatives", "recurrence", "catalogue", "losers", "words"];
    none(offences(|source, import| {
        let place = source.place();
        let is_noun = place.len() == 2;
        let is_decision =
            place.len() == 3 && (decisions.contains(&place[2]) || place[1..] == ["rooms", "hours"]);
        if place[0] != "domain" || !(is_noun || is_decision) {
            return false;
        }
        let uses_a_store = import.iter().any(|part| part == "store") && is_decision;
        let base_above: &[&[&str]] =
            &[&["base", "mail"], &["base", "web"], &["base", "history"], &["base", "time", "Clock"]];
        let uses_the_base = base_above.iter().any(|path| starts(import, path));
        let is_schema = starts(import, &["base", "db", "schema"]);
        let uses_the_database = starts(import, &["base", "db"]) && !(is_noun && is_schema);
        uses_a_store || uses_the_base || uses_the_database
    }));
}

#[test]
fn views_ask_no_database_no_permission_and_no_clock() {
    none(offences(|source, import| {
        let place = source.place();
        let is_view = place.last().is_some_and(|name| *name == "view" || name.ends_with("_view"));
        place[0] == "pages"
            && is_view
            && (starts(import, &["base", "db"])
                || starts(import, &["base", "time", "Clock"])
                || import.iter().any(|part| part == "store")
                || starts(import, &["base", "web", "State"]))
    }));
}

#[test]
fn only_take_inserts_an_occupancy() {
    let mut offences = Vec::new();
    for source in sources() {
        let code = source.code_without_tests();
        let inserts =
            ["insert_into(occupancy::table)", "insert_into(schema::occupancy", "INSERT INTO occupancy"];
        let count: usize = inserts.iter().map(|insert| code.matches(insert).count()).sum();
        let allowed = usize::from(source.path == "domain/occupancy/store.rs");
        if count != allowed {
            offences.push(format!("src/{} inserts into occupancy {count} times, not {allowed}", source.path));
        }
    }
    none(offences);
}

#[test]
fn the_clock_is_read_in_one_place() {
    let readings = ["Utc::now", "Local::now", "SystemTime::now"];
    let reads =
        |source: &Source| readings.iter().any(|reading| source.code_without_tests().contains(reading));
    let found: Vec<String> = sources().into_iter().filter(reads).map(|source| source.path).collect();
    assert_eq!(found, ["base/time/clock.rs"]);
}

#[test]
fn files_stay_readable() {
    let mut long = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        let doc = source.doc().to_lowercase();
        let says_why = doc.contains("in one file") || source.path.ends_with("schema.rs");
        if lines > 400 && !says_why {
            long.push(format!("src/{} has {lines} lines and its module doc does not say why", source.path));
        }
    }
    none(long);
}

/// What needs PostgreSQL or a browser is run by `.ci/run` from tests/ alone.
#[test]
fn no_test_inside_the_library_is_left_out() {
    let ignores = sources().into_iter().filter(|source| source.code().contains("#[ignore"));
    none(ignores.map(|source| format!("src/{} ignores a test", source.path)).collect());
}

#[test]
fn every_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| source.doc().is_empty() && source.path != "main.rs");
    none(silent.map(|source| format!("src/{} has no module doc", source.path)).collect());
}
