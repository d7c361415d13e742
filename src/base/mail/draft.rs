//! Writing a letter, part after part.

use super::body::{Body, Part};
use super::links::{Link, harmless};
use super::{CalendarFile, Letter};

/// A letter being written. Text goes in as people read it; only links can hold placeholders.
///
/// ```
/// # use linli::base::{lang::Lang, mail::{Draft, links}};
/// let letter = Draft::new("排练厅已批准")
///     .from("东岗西路社区党群服务中心")
///     .line("王秀兰队长，您好：")
///     .facts(&[("时间", "11月24日 星期二 上午9:00–11:00"), ("地点", "排练厅")])
///     .button("看这次预约", links::page("/my/bookings/42"))
///     .small("不用登录的链接请不要转发。")
///     .build("approved");
/// assert!(letter.body.text(Lang::Zh).contains("时间：11月24日"));
/// ```
#[derive(Debug, Clone)]
pub struct Draft {
    subject: String,
    body: Body,
    calendar: Option<CalendarFile>,
}

impl Draft {
    /// The subject is also the heading, unless another one is given.
    pub fn new(subject: impl AsRef<str>) -> Self {
        let subject = harmless(&super::one_line(subject.as_ref()));
        let body = Body { heading: subject.clone(), ..Body::default() };
        Self { subject, body, calendar: None }
    }

    /// Whose letter it is: the name on top, such as the centre's.
    pub fn from(mut self, name: impl AsRef<str>) -> Self {
        self.body.from = harmless(name.as_ref());
        self
    }

    pub fn heading(mut self, text: impl AsRef<str>) -> Self {
        self.body.heading = harmless(text.as_ref());
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
        self.body.small.push(harmless(text.as_ref()));
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
        Letter { kind, subject: self.subject, body: self.body, calendar: self.calendar }
    }

    fn part(mut self, part: Part) -> Self {
        self.body.parts.push(part);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;
    use crate::base::mail::links;

    fn conflict() -> Letter {
        Draft::new("11月30日排练厅停电，请选个新时间")
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
            conflict().body.text(Lang::Zh),
            "11月30日排练厅停电，请选个新时间\n\n王秀兰队长，您好：\n\n时间：11月30日 星期一 上午9:00–11:00\n\n\
             * 多功能厅西厅\n  一楼，坐60人\n  换到多功能厅西厅：\n  [[link:/a/:alternative:7:0]]\n\n\
             看别的办法：\n[[page:/my/bookings/42?a=1&b=2]]\n\n\
             -- \n每个链接只能用一次。\n东岗西路社区党群服务中心\n"
        );
    }

    #[test]
    fn text_and_html_carry_the_same_links_and_words() {
        let Letter { subject, body, .. } = conflict();
        let (text, html) = (body.text(Lang::Zh), body.html(Lang::Zh, &subject));
        for words in
            ["王秀兰队长，您好：", "一楼，坐60人", "[[link:/a/:alternative:7:0]]", "每个链接只能用一次。"]
        {
            assert!(text.contains(words) && html.contains(words), "{words}");
        }
        assert!(html.contains(r#"href="[[page:/my/bookings/42?a=1&amp;b=2]]""#));
        assert!(html.contains(r#"lang="zh-CN""#));
    }

    #[test]
    fn what_people_typed_is_neither_markup_nor_a_placeholder() {
        let letter = Draft::new("a\r\nBcc: x").line("<b>[[link:/a/:alternative:7:0]]</b>").build("x");
        assert_eq!(letter.subject, "a Bcc: x");
        assert!(letter.body.html(Lang::En, "").contains("&lt;b&gt;[ [link:"));
        assert!(!letter.body.text(Lang::En).contains("[["));
    }
}
