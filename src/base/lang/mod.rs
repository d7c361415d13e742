//! Two languages, side by side: a text that lacks one of them does not compile.

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
}
