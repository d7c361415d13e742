//! Quiet and loud rooms beside each other, in words.

use chrono::NaiveDate;

use crate::base::lang::{Lang, dates};
use crate::base::time::Span;
use crate::domain::bookings::cases::Disturbance;

/// A warning in two parts: what, and which room.
pub fn noise(lang: Lang, one: &Disturbance) -> (&'static str, String) {
    let name = one.room().name_in(lang);
    let quiet = lang.pick("隔壁有安静的房间：", "A quiet room next door: ");
    let used = || lang.pick(format!("{name}那时有人用。"), format!("{name} is in use then."));
    match one {
        Disturbance::QuietIsOpen { until, .. } => {
            let until = dates::time(lang, *until);
            let open = lang.pick(
                format!("{name}那时开放，到{until}。"),
                format!("{name} is open to all until {until}."),
            );
            (quiet, open)
        }
        Disturbance::QuietIsUsed { .. } => (quiet, used()),
        Disturbance::LoudIsUsed { .. } => (lang.pick("隔壁会有声音：", "Loud next door: "), used()),
    }
}

/// The same of several dates, of which the first is named: （11月24日起3次）.
pub fn noises(
    lang: Lang,
    (one, span, times): &(Disturbance, Span, usize),
    today: NaiveDate,
) -> (&'static str, String) {
    let (what, which) = noise(lang, one);
    let day = dates::date(lang, span.date(), today);
    let when = match (lang, times) {
        (Lang::Zh, 1) => format!("（{day}）"),
        (Lang::Zh, times) => format!("（{day}起{times}次）"),
        (Lang::En, 1) => format!(" ({day})"),
        (Lang::En, times) => format!(" ({times} dates from {day})"),
    };
    (what, format!("{which}{when}"))
}
