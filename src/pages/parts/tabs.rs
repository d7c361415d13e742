//! The main navigation: the words of residents and leaders, and those of staff.

use maud::{Markup, html};

use super::icon;
use crate::base::lang::Lang;

/// The words of residents and leaders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Today,
    Calendar,
    Find,
    Mine,
}

/// The words of staff. On a phone the first four stand at the bottom, the rest behind 更多.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTab {
    Queue,
    Timetable,
    Activities,
    Calls,
    Attendance,
    Agreements,
    Troupes,
    Rooms,
    Hours,
    Letters,
    People,
    Reports,
    Settings,
}

/// The main navigation of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Tabs {
    #[default]
    None,
    /// `base` is the centre's page, `/c/donggang`.
    Public { base: String, current: Option<Tab> },
    /// `base` is `/staff/donggang`; the counts stand beside 待办 and 电话 when there are any.
    Staff { base: String, current: Option<StaffTab>, queue: i64, calls: i64 },
}

/// Whom the words of residents and leaders lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Nobody signed in: rooms are to be looked at.
    Resident,
    /// Rooms are to be booked.
    Leader,
    /// Has no troupe to find a room for: one word leads back to their work instead.
    AtWork,
}

/// On a phone so many stand at the bottom.
pub(super) const PHONE_TABS: usize = 4;

/// One word of the navigation.
pub(super) struct Item {
    href: String,
    icon: &'static str,
    word: &'static str,
    pub current: bool,
    count: i64,
}

impl Tabs {
    pub(super) fn items(&self, lang: Lang, reader: Reader) -> Vec<Item> {
        match self {
            Self::None => Vec::new(),
            Self::Public { base, current } => public(lang, base, *current, reader),
            Self::Staff { base, current, queue, calls } => staff(lang, base, *current, *queue, *calls),
        }
    }
}

pub(super) fn tab(lang: Lang, item: &Item) -> Markup {
    html! {
        a href=(item.href) aria-current=[item.current.then_some("page")] {
            (icon(item.icon)) (item.word)
            @if item.count > 0 { span.count { (item.count) span.hide { (lang.pick(" 件", " open")) } } }
        }
    }
}

fn public(lang: Lang, base: &str, current: Option<Tab>, reader: Reader) -> Vec<Item> {
    let item =
        |tab, href: String, icon, word| Item { href, icon, word, current: current == Some(tab), count: 0 };
    let mut items = vec![
        item(Tab::Today, base.to_owned(), "today", lang.pick("今天", "Today")),
        item(Tab::Calendar, format!("{base}/calendar"), "calendar", lang.pick("日历", "Calendar")),
    ];
    let mine = item(Tab::Mine, "/my".to_owned(), "me", lang.pick("我的", "Mine"));
    match reader {
        Reader::AtWork => {
            let (href, word) = ("/staff".to_owned(), lang.pick("回到工作", "Back to work"));
            items.push(Item { href, icon: "inbox", word, current: false, count: 0 });
        }
        Reader::Leader => {
            items.push(item(Tab::Find, "/my/find".to_owned(), "find", lang.pick("找场地", "Find a room")));
            items.push(mine);
        }
        Reader::Resident => {
            items.push(item(Tab::Find, format!("{base}/rooms"), "hall", lang.pick("功能室", "Rooms")));
            items.push(mine);
        }
    }
    items
}

fn staff(lang: Lang, base: &str, current: Option<StaffTab>, queue: i64, calls: i64) -> Vec<Item> {
    let item = |tab, path: &str, icon, word, count| Item {
        href: format!("{base}{path}"),
        icon,
        word,
        current: current == Some(tab),
        count,
    };
    vec![
        item(StaffTab::Queue, "", "inbox", lang.pick("待办", "To do"), queue),
        item(StaffTab::Timetable, "/timetable", "grid", lang.pick("时间表", "Timetable"), 0),
        item(StaffTab::Activities, "/activities", "flag", lang.pick("活动", "Activities"), 0),
        item(StaffTab::Calls, "/calls", "phone", lang.pick("电话", "Calls"), calls),
        item(StaffTab::Attendance, "/attendance", "ok", lang.pick("到场", "Attendance"), 0),
        item(StaffTab::Agreements, "/agreements", "paper", lang.pick("协议", "Agreements"), 0),
        item(StaffTab::Troupes, "/troupes", "dance", lang.pick("文艺队伍", "Troupes"), 0),
        item(StaffTab::Rooms, "/rooms", "hall", lang.pick("功能室", "Rooms"), 0),
        item(StaffTab::Hours, "/hours", "clock", lang.pick("开放时间", "Opening hours"), 0),
        item(StaffTab::Letters, "/letters", "mail", lang.pick("邮件", "Letters"), 0),
        item(StaffTab::People, "/people", "people", lang.pick("人员", "People"), 0),
        item(StaffTab::Reports, "/reports", "bars", lang.pick("统计", "Reports"), 0),
        item(StaffTab::Settings, "/settings", "set", lang.pick("设置", "Settings"), 0),
    ]
}
