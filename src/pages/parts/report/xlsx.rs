//! All tables as one workbook. Texts are written as texts: a spreadsheet reckons none of them out.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Table, Value};
use crate::base::error::{Error, Result};

/// Wider than this no column is; long texts break.
const WIDEST: f64 = 60.0;

pub fn xlsx(tables: &[Table], title: &str, today: NaiveDate) -> Result<Vec<u8>> {
    workbook(tables, title, today).map_err(Error::fault)
}

fn workbook(tables: &[Table], title: &str, today: NaiveDate) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = excel_date(today)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    for table in tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *title, &heading)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(width).fold(width_of(title), f64::max);
        sheet.set_column_width(column, (widest + 2.0).min(WIDEST))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, row, column, cell)?;
        }
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Value) -> std::result::Result<(), XlsxError> {
    let format = |text: &str| Format::new().set_num_format(text);
    match cell {
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, text, &Format::new().set_text_wrap())?
        }
        Value::Number(number) => sheet.write_number(row, column, *number as f64)?,
        Value::Minutes(minutes) => {
            sheet.write_number_with_format(row, column, *minutes as f64 / 60.0, &format("0.0"))?
        }
        Value::Percent(percent) => {
            sheet.write_number_with_format(row, column, f64::from(*percent) / 100.0, &format("0%"))?
        }
        Value::Date(date) => {
            sheet.write_datetime_with_format(row, column, &excel_date(*date)?, &format("yyyy-mm-dd"))?
        }
    };
    Ok(())
}

fn excel_date(date: NaiveDate) -> std::result::Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)
}

/// How many narrow letters wide a cell is.
fn width(cell: &Value) -> f64 {
    match cell {
        Value::Text(text) => width_of(text),
        Value::Date(_) => 10.0,
        _ => 6.0,
    }
}

fn width_of(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}
