//! Stand-in until the look branch is merged.
use maud::{DOCTYPE, Markup, html};

use crate::base::lang::Lang;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub lang: Lang,
    pub large: bool,
    pub theme: Theme,
}

#[derive(Debug, Clone)]
pub struct Brand {
    pub name: String,
    pub href: String,
    pub phone: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Today,
    Calendar,
    Find,
    Mine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTab {
    Queue,
}

#[derive(Debug, Clone)]
pub enum Tabs {
    None,
    Public { base: String, current: Option<Tab> },
    Staff { base: String, current: Option<StaffTab>, queue: i64, calls: i64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    Text,
    Wide,
    Narrow,
}

#[derive(Debug, Clone)]
pub struct Frame {
    pub look: Look,
    pub brand: Option<Brand>,
    pub tabs: Tabs,
    pub path: String,
    pub signed_in: Option<String>,
}

impl Frame {
    pub fn page(&self, title: &str, _width: Width, main: Markup) -> Markup {
        html! { (DOCTYPE) html lang=(self.look.lang.tag()) { head { title { (title) } } body { main { (main) } } } }
    }
}
