//! The state of a thing: always a word, a colour and a shape of edge together.

use maud::{Markup, html};

use super::{icon, nb};
use crate::base::lang::{Lang, dates};
use crate::base::time::{Wall, Zone};
use crate::domain::bookings::{Booking, State};

/// The states of a booking, and of a span of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateBadge {
    Requested,
    /// In line; its place where known.
    Waiting(Option<i64>),
    /// Until when, in words (今天 上午11:00); empty where unknown.
    Offered(String),
    /// The same for staff, who wait for the answer.
    Asked(String),
    Approved,
    /// It was approved, and its time is past.
    Past,
    Refused,
    Withdrawn,
    Lapsed,
    Cancelled,
    Displaced,
    /// A span that somebody has.
    Taken,
    /// A span that nobody has.
    Free,
}

impl StateBadge {
    /// That of a booking at a moment of the centre's clock; `place` is the one in line, if it is known.
    pub fn of(lang: Lang, zone: Zone, now: Wall, booking: &Booking, place: Option<usize>) -> Self {
        match booking.state {
            State::Requested => Self::Requested,
            State::Waiting => Self::Waiting(place.and_then(|place| i64::try_from(place).ok())),
            State::Offered => {
                let until = booking.offered_until;
                let words = until.map(|until| dates::until(lang, zone.wall(until), now.date()));
                Self::Offered(words.unwrap_or_default())
            }
            State::Approved if booking.ends_at <= now => Self::Past,
            State::Approved => Self::Approved,
            State::Refused => Self::Refused,
            State::Withdrawn => Self::Withdrawn,
            State::Lapsed => Self::Lapsed,
            State::Cancelled => Self::Cancelled,
            State::Displaced => Self::Displaced,
        }
    }

    /// For staff: they are not asked to confirm, but wait for somebody who is.
    pub fn at_desk(self) -> Self {
        match self {
            Self::Offered(until) => Self::Asked(until),
            same => same,
        }
    }

    /// 待审核 / to be decided.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Requested => lang.pick("待审核", "To be decided").to_owned(),
            Self::Waiting(Some(place)) => {
                lang.pick(format!("候补第{place}位"), format!("No. {place} in line"))
            }
            Self::Waiting(None) => lang.pick("候补", "In line").to_owned(),
            Self::Offered(until) if until.is_empty() => lang.pick("请确认", "Please confirm").to_owned(),
            Self::Offered(until) => {
                lang.pick(format!("请在{until}前确认"), format!("Please confirm by {until}"))
            }
            Self::Asked(until) if until.is_empty() => {
                lang.pick("等对方确认", "Waiting for their answer").to_owned()
            }
            Self::Asked(until) => {
                lang.pick(format!("等对方确认，到{until}"), format!("Waiting for their answer until {until}"))
            }
            Self::Approved => lang.pick("已批准", "Approved").to_owned(),
            Self::Past => lang.pick("已结束", "Over").to_owned(),
            Self::Refused => lang.pick("未批准", "Refused").to_owned(),
            Self::Withdrawn => lang.pick("已撤回", "Withdrawn").to_owned(),
            Self::Lapsed => lang.pick("已过期", "Lapsed").to_owned(),
            Self::Cancelled => lang.pick("已取消", "Cancelled").to_owned(),
            Self::Displaced => lang.pick("已让出", "Given up to the centre").to_owned(),
            Self::Taken => lang.pick("已占用", "Taken").to_owned(),
            Self::Free => lang.pick("空闲", "Free").to_owned(),
        }
    }

    /// Its class, which is also its icon's name but for the free ones.
    fn class(&self) -> &'static str {
        match self {
            Self::Requested => "wait",
            Self::Waiting(_) => "queue",
            Self::Offered(_) | Self::Asked(_) => "offer",
            Self::Approved => "ok",
            Self::Refused => "no",
            Self::Withdrawn | Self::Lapsed | Self::Cancelled => "off",
            Self::Past => "past",
            Self::Displaced => "moved",
            Self::Taken => "taken",
            Self::Free => "free",
        }
    }
}

/// ◷ 待审核.
pub fn state(lang: Lang, badge: &StateBadge) -> Markup {
    mark(badge.class(), &badge.words(lang))
}

/// ◷ 待审核，等了2天.
pub fn state_with(lang: Lang, badge: &StateBadge, more: &str) -> Markup {
    let words = badge.words(lang);
    mark(badge.class(), &lang.pick(format!("{words}，{more}"), format!("{words}, {more}")))
}

/// Words of one's own in the manner of a state: `wait`, `queue`, `offer`, `ok`, `no`, `off`, `moved`,
/// `past`, `taken`, `free` (no edge), `unknown` (未上报), `zero` (0人).
pub fn mark(class: &str, words: &str) -> Markup {
    let sign = match class {
        "free" => "ok",
        "zero" => "free",
        "past" => "clock",
        same => same,
    };
    if class == "offer" {
        // The longest one breaks between its words and not within a time.
        let words =
            html! { @for (place, word) in words.split(' ').enumerate() { @if place > 0 { " " } (nb(word)) } };
        return html! { span.state.offer { (icon(sign)) span { (words) } } };
    }
    html! { span.state.(class) { (icon(sign)) (words) } }
}
