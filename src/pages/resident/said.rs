//! What is said about sessions, rooms and hours on several of the residents' pages.

use maud::{Markup, html};

use crate::base::lang::{Lang, dates, words};
use crate::base::time::{DaySpan, Wall};
use crate::domain::activities::{Announced, Scheduled};
use crate::domain::rooms::{Access, Hours, Room};
use crate::pages::parts::entry::Entry;
use crate::pages::parts::{Event, StateBadge, icons, mark, say, state};

/// 排练厅，二楼 / Rehearsal room, floor 2; outside, the place.
pub fn place(lang: Lang, place: &str, floor: Option<i32>) -> String {
    match floor {
        Some(floor) => [place, lang.pick("，", ", "), &words::floor(lang, floor)].concat(),
        None => place.to_owned(),
    }
}

/// The same of a session.
pub fn place_of(lang: Lang, one: &Scheduled) -> String {
    place(lang, one.place_in(lang), one.room.as_ref().map(|room| room.floor))
}

/// From when to when a session is.
pub fn walls(one: &Scheduled) -> (Wall, Wall) {
    (one.session.starts_at, one.session.ends_at)
}

/// A session in a list whose heading says the day. `base` is the centre's address.
pub fn row(lang: Lang, base: &str, one: &Announced, now: Wall, entry: Entry) -> Event {
    let (from, to) = (one.session.starts_at, one.session.ends_at);
    row_with(lang, base, one, now, entry, say::times(lang, from.minute(), end_minute(from, to)))
}

/// The same with other words for when it is.
pub fn row_with(lang: Lang, base: &str, one: &Announced, now: Wall, entry: Entry, when: Markup) -> Event {
    let (icon, tone) = icons::activity(one.activity.kind.word());
    let (from, to) = (one.session.starts_at, one.session.ends_at);
    let standing = standing(lang, one.session.cancelled_at.is_some(), from, to, now);
    let place = place(lang, one.place_in(lang), one.floor());
    let place = match one.audience_in(lang) {
        "" => place,
        audience => format!("{place}{}{}", lang.pick("。", ". "), for_whom(lang, audience)),
    };
    Event {
        icon,
        tone,
        when,
        title: one.title_in(lang).to_owned(),
        href: Some(format!("{base}/activities/{}", one.activity.id)),
        place,
        state: Some(standing.unwrap_or_else(|| entry.badge(lang))),
        act: None,
    }
}

/// 适合：60岁以上居民 / For people over 60.
pub fn for_whom(lang: Lang, audience: &str) -> String {
    lang.pick(format!("适合：{audience}"), format!("For: {audience}"))
}

/// Cancelled, over, or going on; nothing for what is still to come.
pub fn standing(lang: Lang, cancelled: bool, from: Wall, to: Wall, now: Wall) -> Option<Markup> {
    if cancelled {
        Some(state(lang, &StateBadge::Cancelled))
    } else if to <= now {
        Some(mark("off", lang.pick("已结束", "Over")))
    } else if from <= now {
        Some(mark("free", lang.pick("正在进行", "On now")))
    } else {
        None
    }
}

/// A session that ends at midnight ends with its day.
pub fn end_minute(from: Wall, to: Wall) -> crate::base::time::Minute {
    if to.date() > from.date() { crate::base::time::Minute::DAY_END } else { to.minute() }
}

/// 上午8:30–12:00、下午2:00–5:30, none of them broken; 不开放 without any.
pub fn spans(lang: Lang, spans: &[DaySpan]) -> Markup {
    html! {
        @if spans.is_empty() { (lang.pick("不开放", "Closed")) }
        (say::pieces(lang, "、", spans.iter().map(|span| dates::times(lang, span.from(), span.to()))))
    }
}

/// The week in as few lines as it has: 周一至周五, 周六、周日. `of` gives the spans of a weekday from 1.
pub fn week(lang: Lang, of: impl Fn(i32) -> Vec<DaySpan>) -> Vec<(String, Vec<DaySpan>)> {
    let mut lines: Vec<(i32, i32, Vec<DaySpan>)> = Vec::new();
    for weekday in 1..=7 {
        let spans = of(weekday);
        match lines.last_mut() {
            Some((_, last, same)) if *same == spans => *last = weekday,
            _ => lines.push((weekday, weekday, spans)),
        }
    }
    let name = |weekday: i32| dates::weekday_number(lang, u8::try_from(weekday).unwrap_or(1));
    let named = |from: i32, to: i32| match (from, to) {
        (1, 7) => lang.pick("每天", "Every day").to_owned(),
        (from, to) if from == to => name(from).to_owned(),
        (from, to) => {
            lang.pick(format!("{}至{}", name(from), name(to)), format!("{}–{}", name(from), name(to)))
        }
    };
    lines.into_iter().map(|(from, to, spans)| (named(from, to), spans)).collect()
}

/// The centre's week.
pub fn week_of_centre(lang: Lang, hours: &Hours) -> Vec<(String, Vec<DaySpan>)> {
    week(lang, |weekday| hours.of_centre(weekday))
}

/// Hours in two columns.
pub fn week_table(lang: Lang, lines: &[(String, Vec<DaySpan>)]) -> Markup {
    let facts: Vec<(&str, Markup)> =
        lines.iter().map(|(days, open)| (days.as_str(), spans(lang, open))).collect();
    crate::pages::parts::facts(&facts)
}

/// 二楼，最多40人，无障碍 / floor 2, up to 40 people, step-free.
pub fn about_room(lang: Lang, room: &Room) -> String {
    let people = words::people(lang, room.capacity.into());
    let mut parts = vec![words::floor(lang, room.floor)];
    parts.push(lang.pick(format!("最多{people}"), format!("up to {people}")));
    if room.step_free {
        parts.push(lang.pick("无台阶", "step-free").to_owned());
    }
    parts.join(lang.pick("，", ", "))
}

/// How one comes to use a room, in words.
pub fn how_to_use(lang: Lang, room: &Room) -> &'static str {
    use crate::domain::rooms::Mode;
    match (room.access, room.mode) {
        (Access::DropIn, _) => lang.pick("不用预约，随到随用", "No booking: just come"),
        (_, Mode::Instant) => {
            lang.pick("有协议的队伍订了就定", "Troupes with an agreement: confirmed at once")
        }
        (_, Mode::Reviewed) => lang.pick("队伍申请，工作人员审核", "Troupes ask, staff decide"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Minute;

    #[test]
    fn a_week_is_said_in_as_few_lines_as_it_has() {
        let day = DaySpan::new(Minute::hm(8, 30), Minute::hm(12, 0)).unwrap();
        let of = |weekday: i32| if weekday <= 5 { vec![day] } else { vec![] };
        let names = |lang| week(lang, of).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(Lang::Zh), ["周一至周五", "周六至周日"]);
        assert_eq!(names(Lang::En), ["Mon–Fri", "Sat–Sun"]);
        assert_eq!(week(Lang::Zh, |_| vec![day]).len(), 1);
    }
}
