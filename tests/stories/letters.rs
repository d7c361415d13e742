//! Every letter, in every variant and both languages, as it arrives: its text with its calendar file, and its
//! HTML.
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories letters`.

mod agreements;
mod bookings;
mod centre;
mod series;

use diesel::prelude::*;
use linli::base::db::schema::person;
use linli::base::lang::Lang;

use crate::support::{Kind, TestApp};

type Scene = (&'static str, fn(&TestApp));

/// What happened, by name; only the letters of its last act are looked at.
fn scenes() -> impl Iterator<Item = &'static Scene> {
    [bookings::SCENES, series::SCENES, centre::SCENES, agreements::SCENES].into_iter().flatten()
}

fn letters(lang: Lang) {
    for (name, scene) in scenes() {
        let app = TestApp::on(Kind::Sqlite);
        app.write(|conn| Ok(diesel::update(person::table).set(person::lang.eq(lang)).execute(conn)?));
        scene(&app);
        let (mut shown, mut html) = (String::new(), String::new());
        for letter in app.new_letters() {
            let (to, kind) = (&letter.to, &letter.kind);
            let channel = letter.channel.word();
            shown.push_str(&format!(
                "======== {kind} by {channel} to {to}\n{}\n\n{}\n",
                letter.subject, letter.text
            ));
            if let Some(calendar) = &letter.calendar {
                shown.push_str(&format!("-------- calendar\n{}\n", calendar.replace("\r\n", "\n")));
            }
            if !letter.html.is_empty() {
                html.push_str(&format!("<!-- {kind} to {to} -->\n{}\n", a_tag_a_line(&letter.html)));
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/letters" }, {
            insta::assert_snapshot!(format!("{name}.{}", lang.word()), shown);
            if !html.is_empty() {
                insta::assert_snapshot!(format!("{name}.{}.html", lang.word()), html);
            }
        });
    }
}

/// So that a difference shows where it is.
fn a_tag_a_line(html: &str) -> String {
    html.replace("><", ">\n<")
}

#[test]
fn letters_in_chinese() {
    letters(Lang::Zh);
}

#[test]
fn letters_in_english() {
    letters(Lang::En);
}

/// The HTML of a letter says what its text says, and nothing in it is fetched from anywhere.
#[test]
fn the_html_of_letters_says_what_their_text_says() {
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for (name, scene) in scenes() {
        let app = TestApp::on(Kind::Sqlite);
        scene(&app);
        for letter in app.new_letters().into_iter().filter(|letter| !letter.html.is_empty()) {
            let page = scraper::Html::parse_document(&letter.html);
            let body = scraper::Selector::parse("body").unwrap();
            let seen: String = page.select(&body).next().unwrap().text().collect();
            let seen = squeezed(&seen);
            for line in letter.text.lines().filter(|line| !line.contains("http")) {
                assert!(seen.contains(&squeezed(line)), "{name}: {line:?} is missing in {}", letter.html);
            }
            assert!(
                !letter.html.contains("<img") && !letter.html.contains("url("),
                "{name} fetches something"
            );
        }
    }
}
