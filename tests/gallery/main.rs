//! Every part of the pages in both languages, large and dark, written to `target/gallery` for looking
//! at (serve that folder, for icons do not load from files), and held against what HTML asks of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may")]

mod registering;
mod samples;

use std::fs;
use std::path::Path;

use linli::base::lang::Lang;
use linli::base::web::assets;
use linli::pages::parts::{Look, Theme};
use samples::PAGES;
use scraper::{Html, Selector};

fn looks() -> [(&'static str, Look); 4] {
    let plain = Look::default();
    [
        ("zh", plain),
        ("en", Look { lang: Lang::En, ..plain }),
        ("large", Look { large: true, ..plain }),
        ("dark", Look { theme: Theme::Dark, ..plain }),
    ]
}

#[test]
fn every_part_is_written_to_the_gallery() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = root.join("target/gallery");
    fs::create_dir_all(out.join("assets")).unwrap();
    for (url, file) in [
        (assets::css(), "linli.css"),
        (assets::icons(), "icons.svg"),
        (assets::js(), "linli.js"),
        (assets::logo(), "logo.svg"),
    ] {
        fs::copy(root.join("assets").join(file), out.join(&url[1..])).unwrap();
    }
    for (name, page) in PAGES {
        for (look_name, look) in looks() {
            fs::write(out.join(format!("{name}-{look_name}.html")), page(look).into_string()).unwrap();
        }
    }
}

#[test]
fn pages_keep_what_html_asks_of_them() {
    for (name, page) in PAGES {
        for (look_name, look) in looks() {
            let text = page(look).into_string();
            let here = format!("{name} {look_name}");
            assert!(!text.contains(" style="), "{here}: an inline style");
            let html = Html::parse_document(&text);
            let all = |css: &str| html.select(&Selector::parse(css).unwrap()).collect::<Vec<_>>();
            assert_eq!(all("h1").len(), 1, "{here}: one h1");
            let levels: Vec<u8> =
                all("h1, h2, h3, h4").iter().map(|h| h.value().name().as_bytes()[1] - b'0').collect();
            assert!(
                levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
                "{here}: headings skip a level, {levels:?}"
            );
            let mut ids: Vec<_> = all("[id]").iter().map(|e| e.value().id().unwrap()).collect();
            ids.sort_unstable();
            let known = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), known, "{here}: an id twice");
            for element in all("label[for], [aria-labelledby], [aria-describedby]") {
                let named =
                    ["for", "aria-labelledby", "aria-describedby"].iter().filter_map(|a| element.attr(a));
                for id in named.flat_map(|ids| ids.split(' ')) {
                    assert!(ids.binary_search(&id).is_ok(), "{here}: nothing has the id {id}");
                }
            }
            for field in all("input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea") {
                let id = field.value().id().unwrap_or_default();
                assert!(
                    !all(&format!("label[for={id:?}]")).is_empty(),
                    "{here}: the field {id} has no label"
                );
            }
            assert!(all("form:not([method])").is_empty(), "{here}: a form without a method");
        }
    }
}

#[test]
fn a_page_of_the_other_language_has_no_word_of_this_one() {
    for (name, page) in PAGES {
        let english = page(Look { lang: Lang::En, ..Look::default() }).into_string();
        let html = Html::parse_document(&english);
        let chinese: Vec<String> = html
            .root_element()
            .text()
            .filter(|text| text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)))
            .map(str::to_owned)
            .collect();
        assert!(chinese.iter().all(|text| text == "中文"), "{name}: {chinese:?}");
    }
}
