//! Centres beside each other: each with its figures over the same period.

use actix_web::HttpResponse;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Table, Value, columns, csv, figure_cells, text, xlsx};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::web::download;
use crate::base::web::form::Fields;
use crate::domain::centres::Centre;
use crate::domain::reports::{Choice, Figures, Filter, Period, Report, store, words};
use crate::pages::parts::{Button, facts};

/// Some centres over one period.
pub struct Centres {
    choice: Choice,
    /// By the first centre's calendar.
    period: Period,
    today: NaiveDate,
    rows: Vec<(Centre, Figures)>,
}

/// Which days: one of those that need nothing else said, the year so far without one.
fn choice(fields: &Fields) -> Choice {
    let word = fields.get("period");
    Choice::PLAIN.into_iter().find(|choice| choice.word() == word).unwrap_or(Choice::ThisYear)
}

impl Centres {
    /// As many queries for each centre as for one report.
    pub fn read(conn: &mut Conn, centres: Vec<Centre>, fields: &Fields, now: Instant) -> Result<Self> {
        let choice = choice(fields);
        let mut rows = Vec::with_capacity(centres.len());
        for centre in centres {
            let period = days(choice, centre.zone.today(now));
            let facts = store::facts(conn, &centre, period, now)?;
            let figures = Report::of(&facts, Filter::default()).figures().clone();
            rows.push((centre, figures));
        }
        let today = rows.first().map_or_else(|| now.utc().date_naive(), |(centre, _)| centre.zone.today(now));
        Ok(Self { choice, period: days(choice, today), today, rows })
    }

    fn table(&self, lang: Lang) -> Table {
        let row = |(centre, figures): &(Centre, Figures)| {
            let mut cells = vec![text(centre.name_in(lang))];
            cells.extend(figure_cells(lang, figures));
            cells
        };
        Table { name: title(lang), columns: columns(lang), rows: self.rows.iter().map(row).collect() }
    }

    /// `base` is the page's own address: its files stand beside it.
    pub fn view(&self, lang: Lang, base: &str) -> Markup {
        let Table { columns, rows, .. } = self.table(lang);
        // A dozen columns are wider than any page; there are few centres and much to say of each.
        let of = |row: &[Value]| -> Vec<(&str, Markup)> {
            columns
                .iter()
                .copied()
                .zip(row)
                .skip(1)
                .map(|(name, cell)| (name, html! { (csv::said(cell)) }))
                .collect()
        };
        let same = |ending: &str| format!("{base}{ending}?period={}", self.choice.word());
        html! {
            div.row.apart {
                h1 { (title(lang)) }
                p { (Button::link(&same(".xlsx"), lang.pick("下载表格", "Download")).icon("grid")) }
            }
            nav.row aria-label=(lang.pick("时间", "Period")) {
                @for choice in Choice::PLAIN {
                    a.btn href={ (base) "?period=" (choice.word()) } aria-current=[(choice == self.choice).then_some("true")] {
                        (words::period(lang, days(choice, self.today), self.today))
                    }
                }
            }
            p { (words::days_so_far(lang, self.period, self.today)) }
            @for row in &rows {
                @if let Some(name) = row.first() { h2 { (csv::said(name)) } }
                (facts(&of(row)))
            }
            details {
                summary { (lang.pick("怎么算的", "How the figures are found")) }
                dl.facts { @for (term, means) in words::definitions(lang) { dt { (term) } dd { (means) } } }
            }
            p { a href=(same(".csv")) { (lang.pick("只要这张表（CSV）", "This table as CSV")) } }
        }
    }

    pub fn workbook(&self, lang: Lang) -> Result<HttpResponse> {
        const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let bytes = xlsx::xlsx(&[self.table(lang)], &words::days(lang, self.period), self.today)?;
        Ok(download::file(&self.file_name(lang, "xlsx"), KIND, bytes, false))
    }

    pub fn csv(&self, lang: Lang) -> HttpResponse {
        let bytes = csv::csv(&self.table(lang));
        download::file(&self.file_name(lang, "csv"), "text/csv; charset=utf-8", bytes, false)
    }

    fn file_name(&self, lang: Lang, ending: &str) -> String {
        format!("{} {} {}.{ending}", title(lang), self.period.from, self.period.to)
    }
}

/// The days of a choice that needs nothing else said.
fn days(choice: Choice, today: NaiveDate) -> Period {
    choice.period(today, &[]).unwrap_or_else(|| Period::year_of(today))
}

/// 各中心 / By centre.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("各中心", "By centre")
}
