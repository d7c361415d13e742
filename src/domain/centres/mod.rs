//! A centre: a place with rooms, hours, staff and a time zone. Everything belongs to exactly one.

pub mod editing;
pub mod store;

use crate::base::lang::Lang;
use crate::base::time::Zone;

crate::id! {
    /// A centre's number.
    CentreId;
}

/// A centre as it stands. English texts may be empty: then the Chinese one serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    pub id: CentreId,
    /// Its word in addresses: small letters, digits and hyphens; unique.
    pub slug: String,
    pub name: String,
    pub name_en: String,
    pub address: String,
    pub address_en: String,
    pub phone: String,
    pub area_m2: i32,
    pub intro: String,
    pub intro_en: String,
    pub zone: Zone,
}

/// What makes a centre, and what changing it may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreDetails {
    pub slug: String,
    pub name: String,
    pub name_en: String,
    pub address: String,
    pub address_en: String,
    pub phone: String,
    pub area_m2: i32,
    pub intro: String,
    pub intro_en: String,
    pub zone: Zone,
}

impl Centre {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }

    pub fn address_in(&self, lang: Lang) -> &str {
        either(lang, &self.address, &self.address_en)
    }

    pub fn intro_in(&self, lang: Lang) -> &str {
        either(lang, &self.intro, &self.intro_en)
    }

    /// For the foot of a letter: whom to call. Nothing where the centre has given no number.
    pub fn call_us(&self, lang: Lang) -> String {
        match (self.phone.as_str(), lang) {
            ("", _) => String::new(),
            (phone, Lang::Zh) => format!("有事请打电话：{phone}"),
            (phone, Lang::En) => format!("Questions? Call {phone}"),
        }
    }

    /// Where residents find it.
    pub fn href(&self) -> String {
        format!("/c/{}", self.slug)
    }

    /// Where its staff work.
    pub fn staff_href(&self) -> String {
        format!("/staff/{}", self.slug)
    }
}

/// The text of the language; an English one that nobody wrote gives way to the Chinese.
pub fn either<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { zh }
}

/// True for a word that may stand in an address: `west-lake-2`.
pub fn is_slug(word: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=40).contains(&word.len())
        && word.chars().all(letters)
        && !word.starts_with('-')
        && !word.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_english_name_gives_way_to_the_chinese() {
        assert_eq!(either(Lang::En, "活动室", ""), "活动室");
        assert_eq!(either(Lang::En, "活动室", "Hall"), "Hall");
        assert_eq!(either(Lang::Zh, "活动室", "Hall"), "活动室");
    }

    #[test]
    fn a_slug_is_small_letters_digits_and_hyphens() {
        assert!(is_slug("west-lake-2"));
        for word in ["", "a", "West", "a b", "-a", "a-", "中心", "a/b"] {
            assert!(!is_slug(word), "{word}");
        }
    }
}
