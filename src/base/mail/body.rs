//! What a letter says, in parts. It is kept like this: plain text and HTML are made of it when it is read or sent, so
//! that the two never differ, and a letter is not kept twice.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Text;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::html as paper;
use super::links::{Link, harmless};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;

/// All of a letter but its subject; in the outbox as JSON. [`super::Draft`] makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromSqlRow)]
#[serde(default)]
pub struct Body {
    /// Whose letter it is, such as the centre's name.
    pub(super) from: String,
    pub(super) heading: String,
    pub(super) parts: Vec<Part>,
    /// Lines at the foot.
    pub(super) small: Vec<String>,
}

/// One part. Its words are harmless; only links hold placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Line(String),
    Facts(Vec<(String, String)>),
    Card { title: String, about: Vec<String>, button: String, link: Link },
    Button(String, Link),
    Link(String, Link),
    Code { title: String, about: String, link: Link },
}

impl Body {
    /// What is to be said on the telephone.
    pub fn spoken(words: &str) -> Self {
        Self { parts: vec![Part::Line(harmless(words))], ..Self::default() }
    }

    /// Paragraphs with empty lines between them. They are not broken into short lines: mail programs wrap
    /// them to the reader's window, and a broken Chinese sentence is worse than a long one.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = self.words(lang);
        let mut foot = self.small.clone();
        if !self.from.is_empty() {
            foot.push(self.from.clone());
        }
        if !foot.is_empty() {
            // Two dashes and a blank begin a signature, which mail programs show apart (RFC 3676 §4.3).
            text.push_str(&format!("\n\n-- \n{}", foot.join("\n")));
        }
        if text.is_empty() { text } else { text + "\n" }
    }

    /// [`Body::text`] without its foot.
    pub fn words(&self, lang: Lang) -> String {
        let heading = Some(self.heading.clone()).filter(|heading| !heading.is_empty());
        let paragraphs = heading.into_iter().chain(self.parts.iter().map(|part| part.text(lang)));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    pub fn html(&self, lang: Lang, subject: &str) -> String {
        let parts = html! { @for part in &self.parts { (part.html()) } };
        paper::letter(lang, subject, &self.from, &self.heading, parts, &self.small)
    }

    /// As it stands in the outbox.
    pub(super) fn stored(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::fault)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Body
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_str(&String::from_sql(bytes)?)?)
    }
}

impl Part {
    fn html(&self) -> Markup {
        match self {
            Self::Line(text) => paper::paragraph(text),
            Self::Facts(rows) => paper::facts(rows),
            Self::Card { title, about, button, link } => paper::card(title, about, button, link),
            Self::Button(text, link) => paper::button(text, link),
            Self::Link(text, link) => paper::link(text, link),
            Self::Code { title, about, link } => paper::code(title, about, link),
        }
    }

    /// Links stand on lines of their own, where mail programs find them whole.
    fn text(&self, lang: Lang) -> String {
        let colon = lang.pick("：", ": ");
        match self {
            Self::Line(text) => text.clone(),
            Self::Facts(rows) => {
                let rows: Vec<_> =
                    rows.iter().map(|(label, value)| format!("{label}{colon}{value}")).collect();
                rows.join("\n")
            }
            Self::Card { title, about, button, link } => {
                let mut lines = vec![format!("* {title}")];
                lines.extend(about.iter().map(|line| format!("  {line}")));
                lines.push(format!("  {button}{}", colon.trim_end()));
                lines.push(format!("  {link}"));
                lines.join("\n")
            }
            Self::Code { title, about, link } => {
                format!("{title}{}\n{link}\n{about}", colon.trim_end())
            }
            Self::Button(text, link) | Self::Link(text, link) => {
                format!("{text}{}\n{link}", colon.trim_end())
            }
        }
    }
}
