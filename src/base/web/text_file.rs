//! The text of a file that somebody hands over, whatever program wrote it.

use encoding_rs::{Encoding, GB18030};

/// Reads UTF-8 with or without its mark, UTF-16 with one, and else GB18030, in which Chinese Windows saves its tables
/// (GBK is a part of it). `None` for what is no text in any of them.
pub fn text(bytes: &[u8]) -> Option<String> {
    let read = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?)?.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned(),
        },
    };
    // A picture or a packed table may pass for GB18030, but no text has such characters.
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    (!read.contains(strange)).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "2027-01-01，放假，元旦\r\n";

    #[test]
    fn a_table_is_read_however_it_was_saved() {
        let marked = [b"\xEF\xBB\xBF".as_slice(), LINE.as_bytes()].concat();
        let (chinese, _, _) = GB18030.encode(LINE);
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain(LINE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [LINE.as_bytes(), &marked, &chinese, &wide] {
            assert_eq!(text(bytes).as_deref(), Some(LINE));
        }
    }

    #[test]
    fn what_is_no_text_is_not_read_as_one() {
        assert_eq!(text(b"PK\x03\x04\x14\x00\x06\x00"), None);
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\x00\x00"), None);
        assert_eq!(text(&[0x81]), None);
    }
}
