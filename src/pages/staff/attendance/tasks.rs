//! What staff have to do about attendance, beside the queue: two numbers that differ, and what nobody reported though
//! they were asked twice.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use maud::{Markup, html};

use super::one_view::choice;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::time::Span;
use crate::domain::attendance::{Held, Of, Reported, sheet, store};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::pages::parts::{Button, say};
use crate::pages::staff::here::Here;

/// Contradictions that the queue shows; the rest is counted.
const SHOWN: usize = 5;

/// What waits.
#[derive(Debug, Clone, Default)]
pub(in crate::pages::staff) struct Tasks {
    /// Two numbers differ.
    differing: Vec<(Held, Reported)>,
    authors: HashMap<PersonId, String>,
    /// How many of each day nobody reported.
    missing: BTreeMap<NaiveDate, usize>,
}

impl Tasks {
    pub fn read(conn: &mut Conn, centre: CentreId) -> Result<Self> {
        let mut tasks = Self::default();
        let mut open: Vec<Of> =
            store::contradicted(conn, centre)?.iter().filter_map(|report| report.of()).collect();
        open.sort_unstable();
        open.dedup();
        for of in open.into_iter().take(SHOWN) {
            match store::held(conn, centre, of) {
                Ok(held) => tasks.differing.push((held, Reported(store::of(conn, of)?))),
                // Its session was cancelled since.
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        tasks.authors = sheet::authors(conn, tasks.differing.iter().map(|(_, reported)| reported))?;
        for (_, day) in store::asked_in_vain(conn, centre)? {
            *tasks.missing.entry(day).or_default() += 1;
        }
        Ok(tasks)
    }
}

/// The tasks as markup; nothing where there are none.
pub(in crate::pages::staff) fn tasks(here: &Here, tasks: &Tasks) -> Markup {
    let lang = here.lang();
    html! {
        @if !tasks.differing.is_empty() || !tasks.missing.is_empty() {
            h2 { (lang.pick("到场人数", "How many came")) }
        }
        @for (held, reported) in &tasks.differing {
            article.card.flow {
                h3 { a href=(here.href(&format!("/attendance/{}", held.of.key()))) { (held.name_in(lang)) } }
                @if let Ok(span) = Span::new(held.starts_at, held.ends_at) { p { (say::span(lang, span, here.today())) } }
                (choice(here, reported, &tasks.authors, "queue"))
            }
        }
        @if !tasks.missing.is_empty() {
            p { (lang.pick("问过两次，还是没有人报。知道的请填上：", "Asked twice and not reported. Enter what you know:")) }
            p.row {
                @for (date, number) in &tasks.missing {
                    @let day = dates::date(lang, *date, here.today());
                    @let words = lang.pick(format!("{day}，{number}场"), format!("{day}: {number}"));
                    (Button::link(&format!("{}?date={date}", here.href("/attendance")), &words))
                }
            }
        }
    }
}
