//! When a room is open (开放时间): a weekly pattern with several spans a day, single dates that differ, and what
//! closures (停用) take from both.

use chrono::{Datelike, NaiveDate};

use super::RoomId;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Wall, merge};

/// One span of the weekly pattern, of the centre (`room` is `None`) or of a room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklySpan {
    pub room: Option<RoomId>,
    /// 1 Monday to 7 Sunday.
    pub weekday: i32,
    pub span: DaySpan,
}

/// One date that differs from the pattern: its spans replace it; without spans it is shut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    pub room: Option<RoomId>,
    pub date: NaiveDate,
    pub spans: Vec<DaySpan>,
    pub reason: String,
    pub reason_en: String,
}

impl SpecialDay {
    pub fn reason_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.reason_en.is_empty() { &self.reason_en } else { &self.reason }
    }
}

/// A span in which rooms are not open, whatever their hours say; it may last for days, and takes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The rooms it shuts: the one it names and those that share a space with it; `None` is the whole centre.
    pub rooms: Option<Vec<RoomId>>,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub reason: String,
    pub reason_en: String,
}

impl Closed {
    pub fn reason_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.reason_en.is_empty() { &self.reason_en } else { &self.reason }
    }

    pub fn shuts(&self, room: RoomId) -> bool {
        self.rooms.as_ref().is_none_or(|rooms| rooms.contains(&room))
    }

    /// The part of a day in which it shuts.
    pub fn on(&self, date: NaiveDate) -> Option<DaySpan> {
        let (midnight, end) = (Wall::at(date, Minute::MIDNIGHT), Wall::at(date, Minute::DAY_END));
        if self.ends_at <= midnight || self.starts_at >= end {
            return None;
        }
        let from = if self.starts_at <= midnight { Minute::MIDNIGHT } else { self.starts_at.minute() };
        let to = if self.ends_at >= end { Minute::DAY_END } else { self.ends_at.minute() };
        DaySpan::new(from, to)
    }
}

/// All that a centre has said about its hours.
#[derive(Debug, Clone, Default)]
pub struct Hours {
    pub weekly: Vec<WeeklySpan>,
    pub special: Vec<SpecialDay>,
    /// Those that stand, by start.
    pub closures: Vec<Closed>,
}

impl Hours {
    /// The spans in which a room is open on a date, sorted; adjacent ones are one, lunch stays a gap.
    ///
    /// The nearest word wins: the room's own date, then the centre's date (which a room with hours of its
    /// own keeps to as well), then the room's own week, then the centre's week. A closure shuts whatever they say.
    pub fn open_on(&self, room: RoomId, date: NaiveDate) -> Vec<DaySpan> {
        let said = self.said_on(room, date);
        let shut: Vec<DaySpan> = self.closures_on(room, date).map(|(span, _)| span).collect();
        if shut.is_empty() { said } else { said.iter().flat_map(|span| span.without(&shut)).collect() }
    }

    /// The closures that shut a room on a date, with the part of the day.
    pub fn closures_on(&self, room: RoomId, date: NaiveDate) -> impl Iterator<Item = (DaySpan, &Closed)> {
        let shuts = move |one: &&Closed| one.shuts(room);
        self.closures.iter().filter(shuts).filter_map(move |one| Some((one.on(date)?, one)))
    }

    /// Why a room is not open in a span of a date: the closure, or what was said about the date.
    pub fn why_not_open(&self, room: RoomId, date: NaiveDate, span: DaySpan) -> Option<(&str, &str)> {
        let closed = self.closures_on(room, date).find(|(part, _)| part.overlap(span).is_some());
        closed.map(|(_, one)| (one.reason.as_str(), one.reason_en.as_str())).or_else(|| {
            let day = self.special_day(room, date)?;
            Some((day.reason.as_str(), day.reason_en.as_str()))
        })
    }

    /// The spans of a date as the pattern and the date itself say, closures not looked at.
    pub fn said_on(&self, room: RoomId, date: NaiveDate) -> Vec<DaySpan> {
        if let Some(day) = self.special_day(room, date) {
            return merge(day.spans.clone());
        }
        let weekday = date.weekday().number_from_monday() as i32;
        let own = self.weekly.iter().any(|span| span.room == Some(room));
        let follows = if own { Some(room) } else { None };
        merge(
            self.weekly
                .iter()
                .filter(|span| span.room == follows && span.weekday == weekday)
                .map(|span| span.span)
                .collect(),
        )
    }

    /// What was said about this very date for a room, or else for the whole centre.
    pub fn special_day(&self, room: RoomId, date: NaiveDate) -> Option<&SpecialDay> {
        let on = |whose| self.special.iter().find(|day| day.date == date && day.room == whose);
        on(Some(room)).or_else(|| on(None))
    }

    /// When the centre itself is open on a date, and what was said about that date if it differs.
    pub fn centre_on(&self, date: NaiveDate) -> (Vec<DaySpan>, Option<&SpecialDay>) {
        match self.special.iter().find(|day| day.date == date && day.room.is_none()) {
            Some(day) => (merge(day.spans.clone()), Some(day)),
            None => (self.of_centre(date.weekday().number_from_monday() as i32), None),
        }
    }

    /// The weekly pattern that a room follows: its own, or else the centre's.
    pub fn of_room(&self, room: RoomId, weekday: i32) -> Vec<DaySpan> {
        let own = self.weekly.iter().any(|span| span.room == Some(room));
        let follows = own.then_some(room);
        let spans = self.weekly.iter().filter(|span| span.room == follows && span.weekday == weekday);
        merge(spans.map(|span| span.span).collect())
    }

    /// The centre's own pattern for a weekday (1 Monday to 7 Sunday).
    pub fn of_centre(&self, weekday: i32) -> Vec<DaySpan> {
        let spans = self.weekly.iter().filter(|span| span.room.is_none() && span.weekday == weekday);
        merge(spans.map(|span| span.span).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Minute;

    fn span(from: i32, to: i32) -> DaySpan {
        DaySpan::new(Minute::hm(from, 0), Minute::hm(to, 0)).unwrap()
    }

    fn week(room: Option<RoomId>, spans: &[DaySpan]) -> Vec<WeeklySpan> {
        (1..=7)
            .flat_map(|weekday| spans.iter().map(move |&span| WeeklySpan { room, weekday, span }))
            .collect()
    }

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

    #[test]
    fn adjacent_spans_are_one_and_lunch_is_a_gap() {
        let hours =
            Hours { weekly: week(None, &[span(8, 10), span(10, 12), span(14, 17)]), ..Hours::default() };
        assert_eq!(hours.open_on(RoomId(1), DAY), [span(8, 12), span(14, 17)]);
    }

    #[test]
    fn a_room_with_hours_of_its_own_does_not_follow_the_centre() {
        let mut hours = Hours { weekly: week(None, &[span(8, 12)]), ..Hours::default() };
        hours.weekly.push(WeeklySpan { room: Some(RoomId(1)), weekday: 1, span: span(19, 21) });
        assert_eq!(hours.open_on(RoomId(1), DAY), []);
        assert_eq!(hours.open_on(RoomId(2), DAY), [span(8, 12)]);
    }

    #[test]
    fn a_date_that_differs_replaces_the_week_and_the_rooms_own_date_the_centres() {
        let closed = SpecialDay {
            room: None,
            date: DAY,
            spans: vec![],
            reason: "停电".into(),
            reason_en: "No power".into(),
        };
        let open = SpecialDay { room: Some(RoomId(2)), spans: vec![span(9, 10)], ..closed.clone() };
        let hours =
            Hours { weekly: week(None, &[span(8, 12)]), special: vec![closed, open], ..Hours::default() };
        assert_eq!(hours.open_on(RoomId(1), DAY), []);
        assert_eq!(hours.open_on(RoomId(2), DAY), [span(9, 10)]);
        assert_eq!(hours.open_on(RoomId(1), DAY.succ_opt().unwrap()), [span(8, 12)]);
    }

    #[test]
    fn a_closure_shuts_its_rooms_from_its_start_to_its_end_whatever_the_hours_say() {
        let mut hours = Hours { weekly: week(None, &[span(8, 12), span(14, 17)]), ..Hours::default() };
        let next = DAY.succ_opt().unwrap();
        hours.closures.push(Closed {
            rooms: Some(vec![RoomId(1)]),
            starts_at: Wall::at(DAY, Minute::hm(11, 0)),
            ends_at: Wall::at(next, Minute::hm(15, 0)),
            reason: "停电".into(),
            reason_en: String::new(),
        });
        assert_eq!(hours.open_on(RoomId(1), DAY.pred_opt().unwrap()), [span(8, 12), span(14, 17)]);
        assert_eq!(hours.open_on(RoomId(1), DAY), [span(8, 11)]);
        assert_eq!(hours.open_on(RoomId(1), next), [span(15, 17)]);
        assert_eq!(hours.open_on(RoomId(2), DAY), [span(8, 12), span(14, 17)]);
        assert_eq!(hours.why_not_open(RoomId(1), DAY, span(11, 12)), Some(("停电", "")));
        assert_eq!(hours.why_not_open(RoomId(1), DAY, span(8, 11)), None);
    }
}
