//! The letter of every cause by which a troupe loses its room, to a leader with e-mail and to one who has only a
//! telephone, in both languages. What else a loss may come to is among the [`letters`](crate::letters).
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories losses`.

use diesel::prelude::*;
use linli::base::db::schema::person;
use linli::base::lang::Lang;
use linli::domain::agreements::AgreementId;
use linli::domain::bookings::State;
use linli::domain::disruptions::{Halt, HoursChange, Planned, What};
use linli::domain::rooms::SpecialDay;

use crate::disrupting;
use crate::support::{Kind, TestApp};

const CAUSES: [&str; 6] = ["own_use", "closure", "fault", "hours", "suspended", "ended"];

/// By which way the leader is told: the word, and their login.
const WAYS: [(&str, &str); 2] = [("kept", "leader@example.org"), ("kept_by_phone", "+8613900000009")];

/// What takes the studio away on Tuesday.
fn planned(app: &TestApp, cause: &str) -> Planned {
    let (from, to) = ("2026-11-24T09:00", "2026-11-24T11:00");
    let mut planned = match cause {
        "own_use" => disrupting::own_use(app, "Studio", from, to),
        _ => disrupting::closing(app, "Studio", from, to),
    };
    planned.what = match (cause, planned.what) {
        ("closure", What::Close { room, from, to, .. }) => What::Close { room, from, to, fault: false },
        ("hours", _) => What::Hours(HoursChange::Day(SpecialDay {
            room: None,
            date: "2026-11-24".parse().unwrap(),
            spans: Vec::new(),
            reason: String::new(),
            reason_en: String::new(),
        })),
        ("suspended", _) => What::Agreement { id: AgreementId(1), halt: Halt::Suspend },
        ("ended", _) => {
            let last_day = "2026-11-23".parse().unwrap();
            What::Agreement { id: AgreementId(1), halt: Halt::End { last_day } }
        }
        (_, what) => what,
    };
    planned
}

fn losses(lang: Lang) {
    for cause in CAUSES {
        for (way, login) in WAYS {
            let app = TestApp::on(Kind::Sqlite);
            app.write(|conn| {
                diesel::update(person::table).set(person::lang.eq(lang)).execute(conn)?;
                let theirs = person::table.filter(person::email.eq("leader@example.org"));
                let phone = (person::email.eq(None::<String>), person::phone.eq("+8613900000009"));
                if way == "kept_by_phone" {
                    diesel::update(theirs).set(phone).execute(conn)?;
                }
                Ok(())
            });
            let (leader, studio) = (app.someone(login, "hexi"), app.room("Studio"));
            leader.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
            app.new_letters();
            disrupting::done(&app, &planned(&app, cause));
            let letters = app.new_letters();
            let letter = letters.iter().find(|one| login.starts_with(one.to.as_str()));
            let letter = letter.unwrap_or_else(|| panic!("{cause} {way}: nobody was told: {letters:?}"));
            let channel = letter.channel.word();
            let shown = format!("{} by {channel}\n{}\n\n{}", letter.kind, letter.subject, letter.text);
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/losses" }, {
                insta::assert_snapshot!(format!("{cause}.{way}.{}", lang.word()), shown);
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
