//! Reports as plain tables, for files and for pages: every number, and a word where there is none.

pub mod centres;
pub mod csv;
pub mod xlsx;

use chrono::NaiveDate;

use crate::base::lang::Lang;
use crate::domain::reports::{Figures, words};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Number(i64),
    Minutes(i64),
    Percent(u32),
    Date(NaiveDate),
}

/// A table with a heading for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// On the tab of a workbook.
    pub name: &'static str,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
}

pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn number(number: u32) -> Value {
    Value::Number(number.into())
}

/// The name of a part, and its figures.
pub fn columns(lang: Lang) -> Vec<&'static str> {
    vec![
        lang.pick("名称", "Name"),
        lang.pick("场次", "Held"),
        lang.pick("已上报", "Reported"),
        lang.pick("人次", "Visits"),
        lang.pick("人数", "People"),
        lang.pick("人数怎么来", "People by"),
        lang.pick("小时", "Hours"),
        lang.pick("用了开放时间", "Share of open hours"),
        lang.pick("没人来", "No-shows"),
        lang.pick("让出", "Displaced"),
        lang.pick("随到随用人次", "Drop-in visits"),
        lang.pick("数了几个钟头", "Hours counted"),
        lang.pick("共开放几个钟头", "Of hours open"),
        lang.pick("已上报中只有门口数的", "Of those reported, only counted at the door"),
    ]
}

/// The cells after the name.
pub fn figure_cells(lang: Lang, figures: &Figures) -> Vec<Value> {
    let Figures {
        sessions, reported, unconfirmed, minutes, no_shows, displaced, people, share, drop_in, ..
    } = figures;
    let visits = figures.visits().map_or_else(|| text(words::visits(lang, figures)), Value::Number);
    let total = people.total().map_or_else(|| text(words::people(lang, people)), number);
    let percent = share.percent().map_or_else(|| text(words::share(lang, *share)), Value::Percent);
    let counted = match drop_in.counted {
        0 if drop_in.hours > 0 => text(lang.pick("没数", "Not counted")),
        _ => Value::Number(drop_in.visits),
    };
    vec![
        number(*sessions),
        number(*reported),
        visits,
        total,
        text(words::people_note(lang, people)),
        Value::Minutes(*minutes),
        percent,
        number(*no_shows),
        number(*displaced),
        counted,
        number(drop_in.counted),
        number(drop_in.hours),
        number(*unconfirmed),
    ]
}
