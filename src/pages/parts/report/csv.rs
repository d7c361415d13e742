//! A table as CSV (RFC 4180) that a spreadsheet opens right: UTF-8 with its mark, and no text that it would take for
//! a formula.

use super::{Table, Value};

/// By this mark Excel knows UTF-8 from the code page of its country.
const MARK: &str = "\u{feff}";

pub fn csv(table: &Table) -> Vec<u8> {
    let mut file = MARK.to_owned();
    line(&mut file, table.columns.iter().map(|title| cell(title)));
    for row in &table.rows {
        line(&mut file, row.iter().map(value));
    }
    file.into_bytes()
}

fn line(file: &mut String, cells: impl Iterator<Item = String>) {
    file.push_str(&cells.collect::<Vec<_>>().join(","));
    file.push_str("\r\n");
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => cell(text),
        other => said(other),
    }
}

/// A value in digits and words.
pub fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Minutes(minutes) => hours(*minutes),
        Value::Percent(percent) => format!("{percent}%"),
        Value::Date(date) => date.to_string(),
    }
}

/// Hours to two digits, without digits that say nothing: 1.5.
fn hours(minutes: i64) -> String {
    let text = format!("{:.2}", minutes as f64 / 60.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text, between quotation marks where it has to be.
fn cell(text: &str) -> String {
    let text = harmless(text);
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// An apostrophe before what a spreadsheet would reckon out; full-width signs are such to some.
fn harmless(text: &str) -> String {
    let acts = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if acts { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_reckon_out_is_made_harmless() {
        let starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"];
        for start in starts {
            assert!(cell(start).trim_start_matches('"').starts_with('\''), "{start:?}");
        }
        assert_eq!(cell("古文化舞蹈队"), "古文化舞蹈队");
        assert_eq!(cell("a=1"), "a=1");
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    }

    #[test]
    fn numbers_stay_numbers_and_lines_end_as_the_standard_says() {
        let table = Table {
            name: "t",
            columns: vec!["名称", "小时"],
            rows: vec![
                vec![Value::Text("红歌,协会".into()), Value::Minutes(90)],
                vec![Value::Text("舞".into()), Value::Number(0)],
            ],
        };
        let text = String::from_utf8(csv(&table)).unwrap();
        assert_eq!(text, "\u{feff}名称,小时\r\n\"红歌,协会\",1.5\r\n舞,0\r\n");
    }
}
