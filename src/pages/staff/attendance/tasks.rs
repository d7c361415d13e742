//! What staff have to do about attendance, beside the queue: two numbers that differ, a count of the door that nobody
//! confirmed, and what nobody reported though they were asked.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use maud::{Markup, html};

use super::one_view::choice;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::time::Span;
use crate::domain::attendance::{Held, Of, Report, Reported, sheet, store};
use crate::domain::centres::CentreId;
use crate::domain::people::PersonId;
use crate::pages::parts::{Button, hidden, say};
use crate::pages::staff::here::Here;

/// Contradictions that the queue shows; the rest is counted.
const SHOWN: usize = 5;

/// What waits.
#[derive(Debug, Clone, Default)]
pub(in crate::pages::staff) struct Tasks {
    /// Two numbers differ.
    differing: Vec<(Held, Reported)>,
    authors: HashMap<PersonId, String>,
    /// Counted at the door, and nobody said another number.
    door: Vec<(Held, Report)>,
    /// How many of each day nobody reported.
    missing: BTreeMap<NaiveDate, usize>,
    /// Somebody was written to twice about every one of them.
    twice: bool,
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
        for report in store::from_the_door(conn, centre)?.into_iter().take(SHOWN) {
            match report.of().map_or(Err(Error::NotFound), |of| store::held(conn, centre, of)) {
                Ok(held) => tasks.door.push((held, report)),
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        let missing = store::asked_in_vain(conn, centre)?;
        let of: Vec<Of> = missing.iter().map(|(of, _)| *of).collect();
        tasks.twice = store::asked_twice(conn, &of)?.len() == of.len();
        for (_, day) in missing {
            *tasks.missing.entry(day).or_default() += 1;
        }
        Ok(tasks)
    }

    fn is_empty(&self) -> bool {
        self.differing.is_empty() && self.door.is_empty() && self.missing.is_empty()
    }
}

/// The tasks as markup; nothing where there are none.
pub(in crate::pages::staff) fn tasks(here: &Here, tasks: &Tasks) -> Markup {
    let lang = here.lang();
    html! {
        @if !tasks.is_empty() {
            h2 { (lang.pick("到场人数", "How many came")) }
        }
        @for (held, reported) in &tasks.differing {
            article.card.flow {
                h3 { a href=(here.href(&format!("/attendance/{}", held.of.key()))) { (held.name_in(lang)) } }
                @if let Ok(span) = Span::new(held.starts_at, held.ends_at) { p { (say::span(lang, span, here.today())) } }
                (choice(here, reported, &tasks.authors, "queue"))
            }
        }
        @for (held, report) in &tasks.door { (door(here, held, report)) }
        @if !tasks.missing.is_empty() {
            @if tasks.twice {
                p { (lang.pick("通知过两次，还是没有人报。知道的请填上：", "Two letters were written, and nobody reported. Enter what you know:")) }
            } @else {
                p { (lang.pick("到今天还没有人报。知道的请填上：", "Nobody has reported these yet. Enter what you know:")) }
            }
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

/// 门口数到10位，没有人报别的数: take it with one press.
fn door(here: &Here, held: &Held, report: &Report) -> Markup {
    let lang = here.lang();
    let visits = report.visits;
    html! {
        article.card.flow {
            h3 { a href=(here.href(&format!("/attendance/{}", held.of.key()))) { (held.name_in(lang)) } }
            @if let Ok(span) = Span::new(held.starts_at, held.ends_at) { p { (say::span(lang, span, here.today())) } }
            p { (lang.pick(
                format!("门口数到{visits}位，没有人报别的数。统计里先用它，注明没有人确认。"),
                format!("{visits} counted at the door, and nobody gave another number. Reports use it meanwhile and say that nobody confirmed it."),
            )) }
            form.row method="post" action=(here.href("/attendance/choices")) {
                (hidden("report", &report.id.to_string())) (hidden("from", "queue"))
                (Button::submit(&lang.pick(format!("就用{visits}人次"), format!("Use {visits}"))).of(held.name_in(lang)))
                (Button::link(&format!("{}?date={}", here.href("/attendance"), held.starts_at.date()), lang.pick("填别的数", "Enter another number")))
            }
        }
    }
}
