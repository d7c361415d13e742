//! The letter of every cause by which a troupe loses its room, for everything that may be offered instead, in both
//! languages.
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories losses`.

use diesel::prelude::*;
use linli::base::db::schema::{opening_hours, person, room};
use linli::base::lang::Lang;
use linli::base::time::{DaySpan, Minute};
use linli::domain::agreements::AgreementId;
use linli::domain::bookings::{State, store};
use linli::domain::disruptions::{Halt, HoursChange, Planned, What};
use linli::domain::rooms::SpecialDay;

use crate::disrupting;
use crate::support::{Kind, TestApp};

const CAUSES: [&str; 6] = ["own_use", "closure", "fault", "hours", "suspended", "ended"];

/// What a leader is left with.
const OUTCOMES: [&str; 6] =
    ["kept", "kept_by_phone", "nothing_found", "cut_short", "cut_short_by_phone", "offered_anew"];

/// What each cause cannot come to: an agreement that stops lets what runs run on, and nothing that is kept goes by it.
const NEVER: [(&str, &str); 6] = [
    ("suspended", "cut_short"),
    ("suspended", "cut_short_by_phone"),
    ("suspended", "offered_anew"),
    ("ended", "cut_short"),
    ("ended", "cut_short_by_phone"),
    ("ended", "offered_anew"),
];

fn planned(app: &TestApp, cause: &str, room: &str, day: &str, from: &str, to: &str) -> Planned {
    let at = |time: &str| format!("{day}T{time}");
    let mut planned = match cause {
        "own_use" => disrupting::own_use(app, room, &at(from), &at(to)),
        _ => disrupting::closing(app, room, &at(from), &at(to)),
    };
    planned.what = match (cause, planned.what) {
        ("closure", What::Close { room, from, to, .. }) => What::Close { room, from, to, fault: false },
        ("hours", _) => What::Hours(HoursChange::Day(SpecialDay {
            room: Some(app.room(room).id),
            date: day.parse().unwrap(),
            // Open until then.
            spans: DaySpan::new(Minute::hm(8, 30), Minute::parse(from).unwrap()).into_iter().collect(),
            reason: String::new(),
            reason_en: String::new(),
        })),
        ("suspended", _) => What::Agreement { id: AgreementId(1), halt: Halt::Suspend },
        ("ended", _) => {
            let last_day = day.parse::<chrono::NaiveDate>().unwrap() - chrono::Duration::days(1);
            What::Agreement { id: AgreementId(1), halt: Halt::End { last_day } }
        }
        (_, what) => what,
    };
    planned
}

/// The dancers lose the studio on Tuesday, or what they have begun today.
fn lose(app: &TestApp, cause: &str, outcome: &str) {
    let studio = app.room("Studio");
    if outcome.ends_with("by_phone") {
        app.write(|conn| {
            let theirs = person::table.filter(person::email.eq("leader@example.org"));
            let phone = (person::email.eq(None::<String>), person::phone.eq("+8613900000009"));
            Ok(diesel::update(theirs).set(phone).execute(conn)?)
        });
    }
    let leader = leader(app, outcome);
    if outcome.starts_with("cut_short") {
        leader.asks_for(&studio, "2026-11-21T09:00", "2026-11-21T11:00").is(State::Approved);
        app.hours_pass(2);
        app.new_letters();
        disrupting::done(app, &planned(app, cause, "Studio", "2026-11-21", "10:00", "11:00"));
        return;
    }
    let lost = leader.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    if outcome == "nothing_found" {
        app.write(|conn| {
            diesel::update(room::table.filter(room::id.ne(studio.id)))
                .set(room::active.eq(false))
                .execute(conn)?;
            Ok(diesel::delete(opening_hours::table).execute(conn)?)
        });
    }
    app.new_letters();
    disrupting::done(app, &planned(app, cause, "Studio", "2026-11-24", "09:00", "11:00"));
    if outcome == "offered_anew" {
        // The next act takes the first of what was kept, for the same cause.
        app.new_letters();
        let held = app.read(|conn| store::held_for(conn, &[lost], app.now())).remove(0);
        let there =
            app.read(|conn| linli::domain::rooms::store::room(conn, app.centre("hexi").id, held.room_id));
        let (day, from, to) = (held.starts_at.date(), held.starts_at.minute(), held.ends_at.minute());
        let again = planned(app, cause, &there.name_en, &day.to_string(), &from.iso(), &to.iso());
        disrupting::done(app, &again);
    }
}

fn leader<'a>(app: &'a TestApp, outcome: &str) -> crate::support::people::Someone<'a> {
    match outcome.ends_with("by_phone") {
        true => app.someone("+8613900000009", "hexi"),
        false => app.leader(),
    }
}

fn losses(lang: Lang) {
    for cause in CAUSES {
        for outcome in OUTCOMES.into_iter().filter(|outcome| !NEVER.contains(&(cause, outcome))) {
            let app = TestApp::on(Kind::Sqlite);
            app.write(|conn| Ok(diesel::update(person::table).set(person::lang.eq(lang)).execute(conn)?));
            lose(&app, cause, outcome);
            let to = if outcome.ends_with("by_phone") { "+8613900000009" } else { "leader@example.org" };
            let letters = app.new_letters();
            let letter = letters.iter().find(|one| to.starts_with(one.to.as_str()));
            let letter = letter.unwrap_or_else(|| panic!("{cause} {outcome}: nobody was told: {letters:?}"));
            let shown = format!(
                "{} by {}\n{}\n\n{}",
                letter.kind,
                letter.channel.word(),
                letter.subject,
                letter.text
            );
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/losses" }, {
                insta::assert_snapshot!(format!("{cause}.{outcome}.{}", lang.word()), shown);
            });
        }
    }
}

#[test]
fn losses_in_chinese() {
    losses(Lang::Zh);
}

#[test]
fn losses_in_english() {
    losses(Lang::En);
}
