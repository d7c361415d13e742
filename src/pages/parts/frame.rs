//! What stands around every page: head, header, the four words, footer.

use maud::{DOCTYPE, Markup, html};

use super::head::{Preview, head};
use super::tabs::{PHONE_TABS, Reader, Tabs, tab};
use super::{classes, icon, say, when};
use crate::base::lang::Lang;
use crate::base::web::assets;

/// Which of the two grounds; [`Theme::Auto`] follows the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// As forms and the cookie keep it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Unknown words follow the device.
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// How a person wants to see pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub lang: Lang,
    pub large: bool,
    pub theme: Theme,
}

/// Whose page it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    pub name: String,
    pub href: String,
    /// Empty when there is none.
    pub phone: String,
}

/// How wide the content may be at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    #[default]
    Normal,
    /// Tables, timetables, months.
    Wide,
    /// A form of a few fields.
    Tight,
    /// Signing in.
    Narrow,
}

/// Everything around a page's content.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub look: Look,
    pub brand: Option<Brand>,
    pub tabs: Tabs,
    /// This page with its query: where the look switches and signing in come back to.
    pub path: String,
    /// The name of whoever is signed in.
    pub signed_in: Option<String>,
    /// It was not found out whether somebody is.
    pub anybody: bool,
    /// They work here or elsewhere and lead no troupe: what is the leaders' alone would be shut to them.
    pub at_work: bool,
    /// One sentence about a public page, for search engines and previews; empty on others.
    pub description: String,
    /// What other programs show of the page, where people share it.
    pub preview: Option<Preview>,
}

impl Frame {
    /// The whole document. The content brings its own `h1`; direct children of `main` are spaced.
    pub fn page(&self, title: &str, width: Width, main: Markup) -> Markup {
        let lang = self.look.lang;
        let name = self.brand.as_ref().map_or(lang.pick("邻里", "Linli"), |brand| brand.name.as_str());
        let theme = match self.look.theme {
            Theme::Auto => "",
            theme => theme.word(),
        };
        html! {
            (DOCTYPE)
            html class=[classes(&[theme, when(self.look.large, "large")])] lang=(lang.tag()) {
                (head(title, name, &self.description, self.preview.as_ref()))
                body class=[classes(&[when(self.tabs == Tabs::None, "bare")])] {
                    a.skip href="#main" { (lang.pick("跳到正文", "Skip to content")) }
                    (self.header(name))
                    (self.navigation())
                    main #main class=[classes(&["flow", width.class()])] tabindex="-1" { (main) }
                    (self.footer())
                }
            }
        }
    }

    /// A sheet to print: black on white whatever the look, the centre and `aside` (a date, a number) in
    /// its head, no navigation.
    pub fn paper(&self, title: &str, aside: &str, main: Markup) -> Markup {
        self.on_paper(title, aside, None, main)
    }

    /// [`Frame::paper`] in the manner of a contract: with a style sheet of its own.
    pub fn contract(&self, title: &str, aside: &str, main: Markup) -> Markup {
        self.on_paper(title, aside, Some((assets::paper_css(), "contract")), main)
    }

    /// [`Frame::paper`] for a notice board: a `poster` or a `plan`.
    pub fn wall(&self, title: &str, sheet: &str, main: Markup) -> Markup {
        self.on_paper(title, "", Some((assets::wall_css(), sheet)), main)
    }

    fn on_paper(&self, title: &str, aside: &str, css: Option<(&str, &str)>, main: Markup) -> Markup {
        let lang = self.look.lang;
        let name = self.brand.as_ref().map_or(lang.pick("邻里", "Linli"), |brand| brand.name.as_str());
        html! {
            (DOCTYPE)
            html.light lang=(lang.tag()) {
                (head(title, name, "", None))
                body class={ "bare paper " (css.map_or("", |(_, class)| class)) } {
                    @if let Some((css, _)) = css { link rel="stylesheet" href=(css); }
                    main #main .flow {
                        p.head { span { (name) } span { (aside) } }
                        (main)
                        p.print {
                            button.btn type="button" data-print hidden { (icon("print")) (lang.pick("打印", "Print")) }
                            a.btn href=(self.path) { (lang.pick("返回", "Back")) }
                        }
                    }
                }
            }
        }
    }

    fn header(&self, name: &str) -> Markup {
        let lang = self.look.lang;
        let href = self.brand.as_ref().map_or("/", |brand| brand.href.as_str());
        html! {
            header.top {
                a.brand href=(href) { (icon("logo")) span { (in_two_lines(name)) } }
                form method="post" action="/look" {
                    (self.back())
                    @if self.look.large {
                        button.btn type="submit" name="large" value="0" { (lang.pick("小字", "Smaller")) }
                    } @else {
                        button.btn type="submit" name="large" value="1" { (lang.pick("大字", "Larger")) }
                    }
                }
            }
        }
    }

    fn reader(&self) -> Reader {
        match self.signed_in {
            _ if self.at_work => Reader::AtWork,
            Some(_) => Reader::Leader,
            None => Reader::Resident,
        }
    }

    fn navigation(&self) -> Markup {
        let lang = self.look.lang;
        let label = match &self.tabs {
            Tabs::None => return html! {},
            Tabs::Public { .. } => lang.pick("主要", "Main"),
            Tabs::Staff { .. } => lang.pick("工作", "Work"),
        };
        let items = self.tabs.items(lang, self.reader());
        let many = items.len() > PHONE_TABS;
        let rest_current = items.iter().skip(PHONE_TABS).any(|item| item.current);
        html! {
            nav.tabs aria-label=(label) {
                ul {
                    @for (place, item) in items.iter().enumerate() {
                        li class=[classes(&[when(place >= PHONE_TABS, "rest")])] { (tab(lang, item)) }
                    }
                    @if many {
                        li.more.here[rest_current] { a href="#more" { (icon("more")) (lang.pick("更多", "More")) } }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let lang = self.look.lang;
        let items = self.tabs.items(lang, self.reader());
        let rest = items.get(PHONE_TABS..).unwrap_or_default();
        html! {
            footer.foot #more {
                @if !rest.is_empty() {
                    nav.others aria-label=(lang.pick("更多", "More")) {
                        ul { @for item in rest { li { (tab(lang, item)) } } }
                    }
                }
                @if let Some(brand) = &self.brand && !brand.phone.is_empty() {
                    p { (lang.pick("全部免费。电话 ", "Rooms and activities are free of charge. Phone ")) (say::phone(&brand.phone)) }
                }
                div.row {
                    form.row method="post" action="/look" {
                        (self.back())
                        @let other = lang.other();
                        button.btn type="submit" name="lang" value=(other.word()) lang=(other.tag()) { (other.name()) }
                    }
                    form.row method="post" action="/look" {
                        (self.back())
                        fieldset.joined {
                            legend.hide { (lang.pick("颜色", "Colours")) }
                            @for (theme, word) in themes(lang) {
                                button.btn type="submit" name="theme" value=(theme.word())
                                    aria-pressed=(if theme == self.look.theme { "true" } else { "false" }) { (word) }
                            }
                        }
                    }
                    @match &self.signed_in {
                        Some(name) => form.row method="post" action="/sign-out" {
                            span { (name) }
                            button.btn type="submit" { (lang.pick("退出登录", "Sign out")) }
                        },
                        None if self.path.starts_with("/sign-in") => {},
                        None if self.anybody => {}
                        None => a.btn href={ "/sign-in?back=" (encoded(&self.path)) } { (lang.pick("登录", "Sign in")) },
                    }
                }
            }
        }
    }

    fn back(&self) -> Markup {
        html! { input type="hidden" name="back" value=(self.path); }
    }
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Wide => "wide",
            Self::Tight => "tight",
            Self::Narrow => "narrow",
        }
    }
}

fn themes(lang: Lang) -> [(Theme, &'static str); 3] {
    [
        (Theme::Auto, lang.pick("随设备", "Auto")),
        (Theme::Light, lang.pick("浅色", "Light")),
        (Theme::Dark, lang.pick("深色", "Dark")),
    ]
}

/// 东岗西路社区 / 党群服务中心: the long name breaks where it is spoken, and nowhere else.
fn in_two_lines(name: &str) -> Markup {
    match name.find("党群服务中心").filter(|&at| at > 0).map(|at| name.split_at(at)) {
        Some((place, what)) => html! { span { (place) } span { (what) } },
        None => html! { (name) },
    }
}

fn encoded(path: &str) -> String {
    url::form_urlencoded::byte_serialize(path.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::parts::StaffTab;

    fn page(look: Look, tabs: Tabs) -> String {
        let frame = Frame { look, tabs, path: "/c/a?date=2026-11-24&x=1".to_owned(), ..Frame::default() };
        frame.page("今天", Width::Normal, html! { h1 { "今天" } }).into_string()
    }

    #[test]
    fn the_look_stands_on_the_document() {
        let look = Look { lang: Lang::En, large: true, theme: Theme::Dark };
        assert!(page(look, Tabs::None).starts_with(r#"<!DOCTYPE html><html class="dark large" lang="en">"#));
        assert!(page(Look::default(), Tabs::None).starts_with(r#"<!DOCTYPE html><html lang="zh-CN">"#));
    }

    #[test]
    fn every_switch_comes_back_to_this_page() {
        let text = page(Look::default(), Tabs::None);
        assert_eq!(text.matches(r#"name="back" value="/c/a?date=2026-11-24&amp;x=1""#).count(), 3);
        assert!(text.contains("/sign-in?back=%2Fc%2Fa%3Fdate%3D2026-11-24%26x%3D1"));
    }

    #[test]
    fn staff_reach_every_word_on_a_phone() {
        let tabs =
            Tabs::Staff { base: "/staff/a".into(), current: Some(StaffTab::Hours), queue: 3, calls: 0 };
        let text = page(Look::default(), tabs);
        let footer = text.split(r#"<footer class="foot" id="more">"#).nth(1).unwrap();
        for path in ["agreements", "troupes", "rooms", "hours", "letters", "people", "settings"] {
            assert!(footer.contains(&format!(r#"href="/staff/a/{path}""#)), "{path} is not in the footer");
        }
    }
}
