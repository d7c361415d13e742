//! A day of all rooms: a list by room on a phone, a grid of half hours at a desk. Every block says its
//! time and what it is in words; free spans can be pressed.

mod grid;

use maud::{Markup, html};

use super::{classes, when};
use crate::base::lang::{Lang, dates};
use crate::base::time::Minute;

/// A room's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub name: String,
    /// 二楼，60人; may be empty.
    pub about: String,
    pub href: Option<String>,
    /// In any order. What no cell covers is shown as not open; cells that overlap (several requests
    /// for one slot) stand in lines beneath each other.
    pub spans: Vec<Cell>,
}

/// A stretch of a room's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub from: Minute,
    pub to: Minute,
    pub kind: Kind,
    /// What it is; where empty, the kind's own word stands.
    pub title: String,
    pub href: Option<String>,
}

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free: 空闲.
    Open,
    /// Outside the opening hours: 不开放.
    Shut,
    /// A closure with its reason as the title: 停用.
    Closed,
    /// Somebody has it, and no more is said: 占用.
    Taken,
    /// The reader's own troupe has it.
    Mine,
    /// A troupe has it, and may be named.
    Troupe,
    /// An activity.
    Session,
    /// The centre's own use.
    Centre,
    /// A request to be decided: 待审核.
    Waiting,
    /// Kept for somebody for a while: 保留.
    Held,
    /// Open to all without booking: 随到随用.
    DropIn,
}

impl Kind {
    fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Open => lang.pick("空闲", "Free"),
            Self::Shut => lang.pick("不开放", "Not open"),
            Self::Closed => lang.pick("停用", "Closed"),
            Self::Taken => lang.pick("占用", "Taken"),
            Self::Mine => lang.pick("我们的", "Ours"),
            Self::Troupe => lang.pick("队伍", "Troupe"),
            Self::Session => lang.pick("活动", "Activity"),
            Self::Centre => lang.pick("中心自用", "The centre"),
            Self::Waiting => lang.pick("待审核", "To be decided"),
            Self::Held => lang.pick("保留", "Kept"),
            Self::DropIn => lang.pick("随到随用", "Drop in"),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Shut => "shut",
            Self::Closed => "brick dash taken",
            Self::Taken => "taken",
            Self::Mine | Self::Troupe => "indigo",
            Self::Session => "jade",
            Self::Centre => "brick",
            Self::Waiting | Self::Held => "amber dash",
            Self::DropIn => "plain",
        }
    }

    /// Kinds whose word is said beside the title as well.
    fn said_beside(self) -> bool {
        matches!(self, Self::Waiting | Self::Held | Self::Closed)
    }
}

/// The whole day: from the first opening to the last closing of any room.
pub fn timetable(lang: Lang, rooms: &[Lane]) -> Markup {
    let Some(axis) = grid::Axis::of(rooms) else { return html! {} };
    html! {
        (key(lang, rooms))
        // Where a short booking makes the hours wide, a desk scrolls it sideways; by the keyboard, too.
        div.timetable tabindex="0" role="region" aria-label=(lang.pick("时间表", "Timetable")) {
            div.(axis.whole()) {
                ol.hours aria-hidden="true" {
                    @for (from, to) in axis.hours() {
                        li class=[classes(&[&axis.columns(from, to), when(axis.is_break(from), "gap")])] {
                            @if axis.is_break(from) { "⋯" } @else if from.get() % 60 == 0 { (dates::clock(from)) }
                        }
                    }
                }
                ol.rooms { @for room in rooms { li { (lane(lang, room, &axis)) } } }
            }
        }
    }
}

fn lane(lang: Lang, room: &Lane, axis: &grid::Axis) -> Markup {
    html! {
        h2 {
            @match &room.href { Some(href) => a href=(href) { (room.name) }, None => (room.name) }
            @if !room.about.is_empty() { small { " " (room.about) } }
        }
        div {
            @for (place, line) in grid::lines(room, axis.day).into_iter().enumerate() {
                @if place > 0 { p.also { (lang.pick("还有", "Also")) } }
                ol.spans { @for piece in line { (block(lang, room, piece, axis)) } }
            }
        }
    }
}

fn block(lang: Lang, room: &Lane, (from, to, cell): grid::Block, axis: &grid::Axis) -> Markup {
    let columns = axis.columns(from, to);
    let Some(cell) = cell else { return html! { li.void.(columns) aria-hidden="true" {} } };
    let width = axis.room_for_words(from, to);
    // Getting ready, or past: a phone's list does without.
    let idle = when(cell.kind == Kind::Shut && !cell.title.is_empty(), "idle");
    let title = if cell.title.is_empty() { cell.kind.word(lang) } else { &cell.title };
    let inside = html! {
        span.long { (dates::times(lang, from, to)) }
        span.t { (dates::clock(from)) span.end { "–" (dates::clock(to)) } }
        " " b { (before_its_room(title)) }
        @if cell.kind.said_beside() && !cell.title.is_empty() { " " span.beside { (cell.kind.word(lang)) } }
        @if cell.kind == Kind::Open && cell.href.is_some() {
            span.hide { (lang.pick("，预约", ", book ")) (room.name) }
        }
    };
    html! {
        li class=[classes(&[&columns, width, idle])] {
            @match &cell.href {
                Some(href) => a.span.(cell.kind.class()) href=(href) { (inside) },
                None => span.span.(cell.kind.class()) { (inside) },
            }
        }
    }
}

/// 红歌协会（多功能厅）, which breaks before the room that it really is in.
fn before_its_room(title: &str) -> Markup {
    let (name, room) = title.split_at(title.find('（').unwrap_or(title.len()));
    html! { (name) @if !room.is_empty() { span.part { (room) } } }
}

fn key(lang: Lang, rooms: &[Lane]) -> Markup {
    let shown = [
        Kind::Session,
        Kind::Mine,
        Kind::Troupe,
        Kind::Centre,
        Kind::Waiting,
        Kind::Held,
        Kind::Taken,
        Kind::Shut,
    ];
    let cells = || rooms.iter().flat_map(|room| &room.spans);
    let has = |kind: &Kind| cells().any(|cell| cell.kind == *kind);
    // A desk draws these without their words: not open, getting ready, over.
    let mut shut: Vec<&str> =
        cells().filter(|cell| cell.kind == Kind::Shut).map(|cell| &*cell.title).collect();
    shut.retain(|title| !title.is_empty());
    shut.sort_unstable();
    shut.dedup();
    let words = |kind: Kind| match kind {
        Kind::Shut => {
            dates::capital(&[&[kind.word(lang)], &*shut].concat().join(lang.pick("、", ", ")).to_lowercase())
        }
        _ => kind.word(lang).to_owned(),
    };
    html! {
        p.key {
            @for kind in shown.into_iter().filter(|kind| has(kind) || *kind == Kind::Shut) {
                span { i.(kind.class()) {} (words(kind)) }
            }
        }
    }
}
