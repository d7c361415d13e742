//! Spans of a day as people type them: `8:30–12:00，14:00–17:30`.
//!
//! Full-width digits and signs, any dash, `~`, 至 and 到, commas of both languages, 8点半 and a bare `8` are
//! all read; nothing, 休息 and `closed` mean no span. Spans that touch become one.

use super::{DaySpan, Minute, merge};

/// Why a text is no list of spans; with the part of it that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Not two times with a dash between them.
    NoSpan(String),
    /// Ends before it begins.
    Backwards(String),
    /// Two spans share some time.
    Overlap,
}

/// Reads the spans of a day, sorted.
pub fn read_spans(typed: &str) -> Result<Vec<DaySpan>, Unread> {
    let text = plain(typed);
    if text.is_empty() || SHUT.contains(&text.to_lowercase().as_str()) {
        return Ok(Vec::new());
    }
    let mut spans = Vec::new();
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').ok_or_else(|| Unread::NoSpan(part.to_owned()))?;
        let (Some(from), Some(to)) = (read_minute(from), read_minute(to)) else {
            return Err(Unread::NoSpan(part.to_owned()));
        };
        spans.push(DaySpan::new(from, to).ok_or_else(|| Unread::Backwards(part.to_owned()))?);
    }
    spans.sort();
    let overlap = spans.iter().zip(spans.iter().skip(1)).any(|(one, next)| one.overlap(*next).is_some());
    if overlap { Err(Unread::Overlap) } else { Ok(merge(spans)) }
}

/// Writes spans so that [`read_spans`] reads them: `8:30–12:00，14:00–17:30`.
pub fn write_spans(spans: &[DaySpan], between: &str) -> String {
    let clock = |at: Minute| format!("{}:{:02}", at.get() / 60, at.get() % 60);
    let one = |span: &DaySpan| format!("{}–{}", clock(span.from()), clock(span.to()));
    spans.iter().map(one).collect::<Vec<_>>().join(between)
}

const SHUT: [&str; 10] = ["-", "休", "休息", "关", "关闭", "闭馆", "不开", "不开放", "closed", "shut"];

/// One spelling: half-width signs, `-` between the ends of a span, `,` between spans.
fn plain(typed: &str) -> String {
    let mut text = String::new();
    for c in typed.trim().chars() {
        match c {
            '–' | '—' | '−' | '~' | '～' | '〜' | '－' | '至' | '到' | '‐' | '‑' => {
                text.push('-')
            }
            '，' | '、' | '；' | ';' | '和' | '\n' | '\r' => text.push(','),
            '点' | '时' => text.push(':'),
            '半' => text.push_str("30"),
            '分' => {}
            '\u{3000}' | '\u{a0}' | '\t' => text.push(' '),
            '！'..='～' => text.extend(char::from_u32(u32::from(c) - 0xFEE0)),
            c => text.push(c),
        }
    }
    let text = text.replace(" to ", "-").replace(" and ", ",");
    // Spaces around a dash belong to it; others part spans.
    let mut parts = text.split('-').map(str::trim);
    let first = parts.next().unwrap_or_default().to_owned();
    let mut joined = first;
    for part in parts {
        joined.push('-');
        joined.push_str(part);
    }
    joined
}

/// `8:30`, `8.30`, `8:` (8点) and `8`.
fn read_minute(text: &str) -> Option<Minute> {
    let text = text.replace('.', ":");
    let text = text.strip_suffix(':').unwrap_or(&text);
    if text.contains(':') { Minute::parse(text) } else { Minute::parse(&format!("{text}:00")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: (i32, i32), to: (i32, i32)) -> DaySpan {
        DaySpan::new(Minute::hm(from.0, from.1), Minute::hm(to.0, to.1)).unwrap()
    }

    #[test]
    fn hours_are_read_however_they_are_typed() {
        let wanted = vec![span((8, 30), (12, 0)), span((14, 0), (17, 30))];
        for typed in [
            "8:30–12:00，14:00–17:30",
            "８：３０－１２：００、１４：００～１７：３０",
            " 8:30 - 12:00, 14:00 - 17:30 ",
            "8.30-12;14-17.30",
            "8点半至12点，14点到17点30分",
            "14:00-17:30 8:30-12:00",
            "8:30 to 12:00 and 14:00 to 17:30",
            "8:30—10:00\n10:00—12:00\n14:00—17:30",
        ] {
            assert_eq!(read_spans(typed), Ok(wanted.clone()), "{typed}");
        }
        assert_eq!(read_spans("19-24:00"), Ok(vec![span((19, 0), (24, 0))]));
    }

    #[test]
    fn nothing_and_shut_are_no_spans() {
        for typed in ["", "  ", "休息", "不开放", "closed", "Closed", "-", "—"] {
            assert_eq!(read_spans(typed), Ok(vec![]), "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(read_spans("8:30-12:00, nine"), Err(Unread::NoSpan("nine".into())));
        assert_eq!(read_spans("8:30"), Err(Unread::NoSpan("8:30".into())));
        assert_eq!(read_spans("8-25"), Err(Unread::NoSpan("8-25".into())));
        assert_eq!(read_spans("8:75-9"), Err(Unread::NoSpan("8:75-9".into())));
        assert_eq!(read_spans("12:00-8:30"), Err(Unread::Backwards("12:00-8:30".into())));
        assert_eq!(read_spans("8-10-12"), Err(Unread::NoSpan("8-10-12".into())));
        assert_eq!(read_spans("8-10, 9-12"), Err(Unread::Overlap));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let spans = vec![span((8, 30), (12, 0)), span((19, 0), (24, 0))];
        for between in ["，", ", "] {
            assert_eq!(read_spans(&write_spans(&spans, between)), Ok(spans.clone()));
        }
        assert_eq!(write_spans(&spans, "，"), "8:30–12:00，19:00–24:00");
    }
}
