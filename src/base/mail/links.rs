//! Links in stored letters are placeholders, so that nobody who reads the outbox can act on another's link.
//!
//! `[[page:/my/bookings/42]]` becomes the public address and the path; `[[link:/a/:alternative:42:0]]` the
//! public address, the path and a token; `[[code:/e/:check_in:42:0]]` the name of a picture, attached to the letter,
//! from which a phone's camera reads such a link. Text that people typed can hold no placeholder: [`harmless`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::lang::Lang;
use crate::base::tokens::Tokens;

/// A placeholder for a link. Only this module makes them, and what is kept of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link(String);

/// A link to a page that asks who is there.
pub fn page(path: impl Into<String>) -> Link {
    Link(format!("[[page:{}]]", path.into()))
}

/// A link that lets its holder do one thing: `prefix` and a token for the purpose, the row and its version.
pub fn act(prefix: &'static str, purpose: &'static str, id: i64, version: i64) -> Link {
    Link(format!("[[link:{prefix}:{purpose}:{id}:{version}]]"))
}

impl Link {
    /// In the place of a picture's address: the picture is the link as a code for cameras.
    pub(super) fn code(&self) -> Self {
        Self(self.0.replacen("[[link:", "[[code:", 1))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes the power of a placeholder from text that someone typed.
pub fn harmless(text: &str) -> String {
    let mut text = text.to_owned();
    while text.contains("[[") {
        text = text.replace("[[", "[ [");
    }
    text
}

/// Puts in the real links; for the moment of sending alone.
pub fn fill(text: &str, tokens: &Tokens, public_url: &str) -> String {
    let base = public_url.trim_end_matches('/');
    replace(text, |found| filled(found, tokens, base))
}

fn filled(found: Found, tokens: &Tokens, base: &str) -> String {
    match found {
        Found::Page(path) => format!("{base}{path}"),
        Found::Act { prefix, purpose, id, version } => {
            format!("{base}{prefix}{}", tokens.sign(purpose, id, version))
        }
        Found::Code { .. } => String::new(),
    }
}

/// [`fill`] for HTML, with the pictures it shows: `named` gives the address of one, by its number.
pub fn fill_html(
    text: &str,
    tokens: &Tokens,
    public_url: &str,
    named: impl Fn(usize) -> String,
) -> (String, Vec<String>) {
    let mut codes = Vec::new();
    let base = public_url.trim_end_matches('/');
    let html = replace(text, |found| match found {
        Found::Code { prefix, purpose, id, version } => {
            codes.push(format!("{base}{prefix}{}", tokens.sign(purpose, id, version)));
            named(codes.len())
        }
        other => filled(other, tokens, base),
    });
    (html, codes)
}

/// The plain text of a letter as staff and programs may read it: tokens become words.
pub fn veil(text: &str, lang: Lang, public_url: &str) -> String {
    let base = public_url.trim_end_matches('/');
    replace(text, |found| match found {
        Found::Page(path) => format!("{base}{path}"),
        Found::Act { .. } => lang
            .pick("（链接只在发给收信人的邮件里）", "(a link that only the recipient's e-mail holds)")
            .into(),
        Found::Code { .. } => String::new(),
    })
}

/// True when a line of a stored letter has a link that acts for its recipient.
pub fn has_act(line: &str) -> bool {
    line.contains("[[link:")
}

/// Puts in the links to pages and nothing else.
pub fn fill_pages(text: &str, public_url: &str) -> String {
    let base = public_url.trim_end_matches('/');
    replace(text, |found| match found {
        Found::Page(path) => format!("{base}{path}"),
        Found::Act { .. } | Found::Code { .. } => String::new(),
    })
}

enum Found<'a> {
    Page(&'a str),
    Act { prefix: &'a str, purpose: &'a str, id: i64, version: i64 },
    Code { prefix: &'a str, purpose: &'a str, id: i64, version: i64 },
}

impl<'a> Found<'a> {
    fn parse(inner: &'a str) -> Option<Self> {
        if let Some(path) = inner.strip_prefix("page:") {
            return path.starts_with('/').then_some(Self::Page(path));
        }
        let (kind, rest) = inner.split_once(':')?;
        let mut parts = rest.split(':');
        let (prefix, purpose) = (parts.next()?, parts.next()?);
        let (id, version) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        match (kind, parts.next()) {
            ("link", None) => Some(Self::Act { prefix, purpose, id, version }),
            ("code", None) => Some(Self::Code { prefix, purpose, id, version }),
            _ => None,
        }
    }
}

fn replace(text: &str, mut link: impl FnMut(Found) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        filled.push_str(before);
        match after.split_once("]]").and_then(|(inner, after)| Some((Found::parse(inner)?, after))) {
            Some((found, after)) => {
                filled.push_str(&link(found));
                rest = after;
            }
            None => {
                filled.push_str("[[");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_filled_in_with_the_public_address_and_a_token() {
        let tokens = Tokens::new("s".to_owned().into());
        let text = format!("看 {} 或 {}。", page("/my/bookings/42"), act("/a/", "alternative", 42, 3));
        let filled = fill(&text, &tokens, "https://linli.example/");
        let token = filled.split("/a/").nth(1).unwrap().trim_end_matches('。');
        assert!(filled.starts_with("看 https://linli.example/my/bookings/42 或 https://linli.example/a/"));
        assert_eq!(tokens.verify("alternative", token), Some((42, 3)));
    }

    #[test]
    fn staff_read_words_where_a_token_would_stand() {
        let text = format!("{} {}", page("/my"), act("/a/", "alternative", 42, 0));
        assert_eq!(
            veil(&text, Lang::En, "https://x"),
            "https://x/my (a link that only the recipient's e-mail holds)"
        );
    }

    #[test]
    fn typed_text_can_hold_no_placeholder() {
        let tokens = Tokens::new("s".to_owned().into());
        for typed in ["[[link:/a/:alternative:42:0]]", "[[[link:/a/:alternative:42:0]]]", "[[[[page:/x]]"] {
            let text = harmless(typed);
            assert_eq!(fill(&text, &tokens, "https://x"), text);
        }
    }

    #[test]
    fn a_code_is_a_picture_of_its_link_and_stands_in_html_alone() {
        let tokens = Tokens::new("s".to_owned().into());
        let link = act("/e/", "check_in", 7, 0);
        let html = format!("<img src=\"{}\"> {link}", link.code());
        let (filled, codes) = fill_html(&html, &tokens, "https://x/", |number| format!("cid:{number}"));
        let address = format!("https://x/e/{}", tokens.sign("check_in", 7, 0));
        assert_eq!(filled, format!("<img src=\"cid:1\"> {address}"));
        assert_eq!(codes, [address]);
        assert_eq!(veil(&link.code().to_string(), Lang::Zh, "https://x"), "");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_sent_as_it_is(typed in r"[\[\]pagelinkx:/0-9 ]{0,40}|\PC*") {
            let tokens = Tokens::new("s".to_owned().into());
            let text = harmless(&typed);
            proptest::prop_assert_eq!(fill(&text, &tokens, "https://x"), text.clone());
            // Nor does it become one together with what stands beside it.
            let link = page("/my");
            proptest::prop_assert_eq!(
                fill(&format!("{text}\n{link}\n{text}"), &tokens, "https://x"),
                format!("{text}\nhttps://x/my\n{text}")
            );
        }
    }

    #[test]
    fn what_is_no_placeholder_stays_as_it_is() {
        let tokens = Tokens::new("s".to_owned().into());
        for text in ["[[", "]]", "[[page:my]]", "[[link:/a/:x:1]]", "[[link:/a/:x:y:0]]", "a [[b]] c"] {
            assert_eq!(fill(text, &tokens, "https://x"), text);
        }
    }
}
