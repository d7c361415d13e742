//! Content lines (RFC 5545 §3.1): ended by CRLF, folded at 75 octets, values escaped.

/// Without the line break; the blank that begins a continued line counts.
const LINE_OCTETS: usize = 75;

/// Collects content lines.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds one line, folded so that no character of UTF-8 is cut in two.
    pub fn push(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// Undoes the folding.
pub(super) fn unfold(lines: &str) -> String {
    lines.replace("\r\n ", "")
}

/// A value of type TEXT (§3.3.11).
pub(super) fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A parameter's value, always quoted; a double quote cannot be written there (§3.2).
pub(super) fn parameter(value: &str) -> String {
    let words = value.split(|c: char| c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    format!("\"{}\"", words.join(" ").replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut lines = Lines::default();
        lines.push(line);
        lines.finish()
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded_and_one_of_76_is() {
        assert_eq!(folded(&"a".repeat(75)), format!("{}\r\n", "a".repeat(75)));
        assert_eq!(folded(&"a".repeat(76)), format!("{}\r\n a\r\n", "a".repeat(75)));
    }

    #[test]
    fn folding_never_cuts_a_character_and_is_undone() {
        for indent in 0..4 {
            let line = format!("{}{}😀{}", "x".repeat(indent), "邻里".repeat(40), "é".repeat(80));
            let lines = folded(&line);
            assert!(lines.split("\r\n").all(|line| line.len() <= 75));
            assert_eq!(unfold(&lines), format!("{line}\r\n"));
        }
    }

    #[test]
    fn text_keeps_its_meaning_and_loses_control_characters() {
        assert_eq!(text("a\\b; c, d\r\ne\u{7}f\rg"), "a\\\\b\\; c\\, d\\nef\\ng");
    }

    proptest::proptest! {
        #[test]
        fn any_text_stays_one_property_and_can_be_read_back(value in r"\PC*|[a\\;,\n里]{0,120}") {
            let lines = folded(&format!("SUMMARY:{}", text(&value)));
            proptest::prop_assert!(lines.split("\r\n").all(|line| line.len() <= 75));
            let unfolded = unfold(&lines);
            let read = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
            proptest::prop_assert!(!read.contains(['\r', '\n']));
            let mut back = String::new();
            let mut letters = read.chars();
            while let Some(c) = letters.next() {
                back.push(match c {
                    '\\' => match letters.next().unwrap() { 'n' => '\n', other => other },
                    c => c,
                });
            }
            proptest::prop_assert_eq!(back, value);
        }
    }
}
