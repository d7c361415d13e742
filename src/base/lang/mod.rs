//! Two languages, side by side: a text that lacks one of them does not compile.
//!
//! [`dates`], [`week`] and [`words`] say dates, times, lengths and numbers the way people do.

pub mod dates;
pub mod week;
pub mod words;

crate::text_enum! {
    /// The language of a page or a letter.
    #[derive(Default)]
    pub enum Lang {
        #[default]
        Zh = "zh",
        En = "en",
    }
}

impl Lang {
    /// Picks the text of this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// For HTML's `lang` and mail's `Content-Language`.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// The other one: what a switch of languages leads to.
    pub fn other(self) -> Self {
        self.pick(Self::En, Self::Zh)
    }

    /// Its own name, for a switch.
    pub fn name(self) -> &'static str {
        self.pick("中文", "English")
    }
}
