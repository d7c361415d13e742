//! A table, which becomes a list on a phone: each cell then says its column's heading.

use maud::{Markup, html};

use super::{classes, when};

/// A column's heading.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    pub title: &'a str,
    /// Numbers stand at the right.
    pub number: bool,
}

impl<'a> Column<'a> {
    pub fn text(title: &'a str) -> Self {
        Self { title, number: false }
    }

    pub fn number(title: &'a str) -> Self {
        Self { title, number: true }
    }
}

/// The first cell of a row names it. The caption may be hidden where a heading says it already.
pub fn table(caption: &str, caption_hidden: bool, columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    html! {
        table.sheet.stack {
            caption class=[classes(&[when(caption_hidden, "hide")])] { (caption) }
            thead { tr { @for column in columns { th class=[classes(&[when(column.number, "n")])] scope="col" { (column.title) } } } }
            tbody {
                @for row in rows {
                    tr {
                        @for (place, (cell, column)) in row.iter().zip(columns).enumerate() {
                            @if place == 0 { th scope="row" { (cell) } }
                            @else { td class=[classes(&[when(column.number, "n")])] data-th=(column.title) { (cell) } }
                        }
                    }
                }
            }
        }
    }
}
