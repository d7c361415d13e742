//! Writing a letter once and getting it as plain text and as HTML, so that the two never differ.

use maud::{Markup, html};

use super::links::{Link, harmless};
use super::{CalendarFile, Letter, html as paper};
use crate::base::lang::Lang;

/// A letter being written. Text goes in as people read it; only links can hold placeholders.
///
/// ```
/// # use linli::base::{lang::Lang, mail::{Draft, links}};
/// let letter = Draft::new(Lang::Zh, "排练厅已批准")
///     .from("东岗西路社区党群服务中心")
///     .line("王秀兰队长，您好：")
///     .facts(&[("时间", "11月24日 星期二 上午9:00–11:00"), ("地点", "排练厅")])
///     .button("看这次预约", links::page("/my/bookings/42"))
///     .small("不用登录的链接请不要转发。")
///     .build("approved");
/// assert!(letter.text.contains("时间：11月24日"));
/// ```
#[derive(Debug, Clone)]
pub struct Draft {
    lang: Lang,
    subject: String,
    heading: String,
    from: String,
    parts: Vec<Part>,
    small: Vec<String>,
    calendar: Option<CalendarFile>,
}

#[derive(Debug, Clone)]
enum Part {
    Line(String),
    Facts(Vec<(String, String)>),
    Card { title: String, about: Vec<String>, button: String, link: Link },
    Button(String, Link),
    Link(String, Link),
    Code { title: String, about: String, link: Link },
}

impl Draft {
    /// The subject is also the heading, unless another one is given.
    pub fn new(lang: Lang, subject: impl AsRef<str>) -> Self {
        let subject = harmless(&super::one_line(subject.as_ref()));
        Self {
            lang,
            heading: subject.clone(),
            subject,
            from: String::new(),
            parts: Vec::new(),
            small: Vec::new(),
            calendar: None,
        }
    }

    /// Whose letter it is: the name on top, such as the centre's.
    pub fn from(mut self, name: impl AsRef<str>) -> Self {
        self.from = harmless(name.as_ref());
        self
    }

    pub fn heading(mut self, text: impl AsRef<str>) -> Self {
        self.heading = harmless(text.as_ref());
        self
    }

    /// A paragraph. Line breaks in it are kept.
    pub fn line(self, text: impl AsRef<str>) -> Self {
        let text = harmless(text.as_ref().trim());
        if text.is_empty() { self } else { self.part(Part::Line(text)) }
    }

    /// What, when, where: labels and values below one another. Empty values are left out.
    pub fn facts<L: AsRef<str>, V: AsRef<str>>(self, rows: &[(L, V)]) -> Self {
        let rows: Vec<_> = rows
            .iter()
            .map(|(label, value)| (harmless(label.as_ref()), harmless(value.as_ref().trim())))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if rows.is_empty() { self } else { self.part(Part::Facts(rows)) }
    }

    /// Something to choose, such as an alternative: a title, lines about it, one button.
    pub fn card<S: AsRef<str>>(
        self,
        title: impl AsRef<str>,
        about: &[S],
        button: impl AsRef<str>,
        link: Link,
    ) -> Self {
        self.part(Part::Card {
            title: harmless(title.as_ref()),
            about: about.iter().map(|line| harmless(line.as_ref())).collect(),
            button: harmless(button.as_ref()),
            link,
        })
    }

    /// The one thing to do.
    pub fn button(self, text: impl AsRef<str>, link: Link) -> Self {
        self.part(Part::Button(harmless(text.as_ref()), link))
    }

    /// Another way on, less loud than a button.
    pub fn link(self, text: impl AsRef<str>, link: Link) -> Self {
        self.part(Part::Link(harmless(text.as_ref()), link))
    }

    /// A link that is shown to a camera: as a picture in HTML, with its address beneath.
    pub fn code(self, title: impl AsRef<str>, about: impl AsRef<str>, link: Link) -> Self {
        self.part(Part::Code { title: harmless(title.as_ref()), about: harmless(about.as_ref()), link })
    }

    /// A line at the foot.
    pub fn small(mut self, text: impl AsRef<str>) -> Self {
        self.small.push(harmless(text.as_ref()));
        self
    }

    /// A calendar object; of several each arrives as a file of its own.
    pub fn calendar(mut self, file: CalendarFile) -> Self {
        match &mut self.calendar {
            Some(first) => first.body.push_str(&file.body),
            None => self.calendar = Some(file),
        }
        self
    }

    /// The finished letter; `kind` is its word in the outbox.
    pub fn build(self, kind: &'static str) -> Letter {
        let parts = html! { @for part in &self.parts { (part.html()) } };
        let html = paper::letter(self.lang, &self.subject, &self.from, &self.heading, parts, &self.small);
        Letter { kind, text: self.text(), html, subject: self.subject, calendar: self.calendar }
    }

    fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Paragraphs with empty lines between them. They are not broken into short lines: mail programs wrap
    /// them to the reader's window, and a broken Chinese sentence is worse than a long one.
    fn text(&self) -> String {
        let mut paragraphs = vec![self.heading.clone()];
        paragraphs.extend(self.parts.iter().map(|part| part.text(self.lang)));
        let mut foot = self.small.clone();
        if !self.from.is_empty() {
            foot.push(self.from.clone());
        }
        if !foot.is_empty() {
            // Two dashes and a blank begin a signature, which mail programs show apart (RFC 3676 §4.3).
            paragraphs.push(format!("-- \n{}", foot.join("\n")));
        }
        paragraphs.join("\n\n") + "\n"
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::mail::links;

    fn conflict() -> Letter {
        Draft::new(Lang::Zh, "11月30日排练厅停电，请选个新时间")
            .from("东岗西路社区党群服务中心")
            .line("王秀兰队长，您好：")
            .facts(&[("时间", "11月30日 星期一 上午9:00–11:00"), ("备注", "")])
            .card(
                "多功能厅西厅",
                &["一楼，坐60人"],
                "换到多功能厅西厅",
                links::act("/a/", "alternative", 7, 0),
            )
            .link("看别的办法", links::page("/my/bookings/42?a=1&b=2"))
            .small("每个链接只能用一次。")
            .build("conflict")
    }

    #[test]
    fn the_plain_text_reads_as_a_letter_with_links_on_lines_of_their_own() {
        assert_eq!(
            conflict().text,
            "11月30日排练厅停电，请选个新时间\n\n王秀兰队长，您好：\n\n时间：11月30日 星期一 上午9:00–11:00\n\n\
             * 多功能厅西厅\n  一楼，坐60人\n  换到多功能厅西厅：\n  [[link:/a/:alternative:7:0]]\n\n\
             看别的办法：\n[[page:/my/bookings/42?a=1&b=2]]\n\n\
             -- \n每个链接只能用一次。\n东岗西路社区党群服务中心\n"
        );
    }

    #[test]
    fn text_and_html_carry_the_same_links_and_words() {
        let letter = conflict();
        for words in
            ["王秀兰队长，您好：", "一楼，坐60人", "[[link:/a/:alternative:7:0]]", "每个链接只能用一次。"]
        {
            assert!(letter.text.contains(words) && letter.html.contains(words), "{words}");
        }
        assert!(letter.html.contains(r#"href="[[page:/my/bookings/42?a=1&amp;b=2]]""#));
        assert!(letter.html.contains(r#"lang="zh-CN""#));
    }

    #[test]
    fn what_people_typed_is_neither_markup_nor_a_placeholder() {
        let letter =
            Draft::new(Lang::En, "a\r\nBcc: x").line("<b>[[link:/a/:alternative:7:0]]</b>").build("x");
        assert_eq!(letter.subject, "a Bcc: x");
        assert!(letter.html.contains("&lt;b&gt;[ [link:"));
        assert!(!letter.text.contains("[["));
    }
}
