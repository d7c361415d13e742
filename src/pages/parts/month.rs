//! A month: words in every cell at a desk; on a phone the number of things, and the days' lists below.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::events::{self, Event};
use super::{DaySign, Tone, classes, day_sign_said, icons, pager, say, when};
use crate::base::lang::{Lang, dates};
use crate::base::time::Minute;

/// A month's table and lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthPage {
    /// Any day of the month shown.
    pub month: NaiveDate,
    pub today: NaiveDate,
    /// Monday to Sunday, days of the neighbouring months included.
    pub weeks: Vec<Vec<MonthDay>>,
    /// Cells hold all that is on, with its place: of one week, or on a sheet to print.
    pub whole: bool,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthDay {
    pub date: NaiveDate,
    /// The lunar day in two characters (十六, 十月) or a festival; may be empty.
    pub lunar: String,
    pub festival: bool,
    /// 休 or 班.
    pub sign: Option<DaySign>,
    /// In the order of their times. Cells show three and how many more, or four where that is all.
    pub items: Vec<MonthItem>,
    /// Where the whole day is.
    pub href: String,
}

/// One thing that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthItem {
    pub from: Minute,
    pub to: Minute,
    pub title: String,
    pub place: String,
    pub icon: &'static str,
    pub tone: Tone,
    pub href: String,
    /// Shown as cancelled, not left out.
    pub cancelled: bool,
}

const SHOWN: usize = 3;

/// How many of so many things a cell names: “one more” would take the line of what it does not say.
fn shown(page: &MonthPage, number: usize) -> usize {
    if page.whole || number == SHOWN + 1 { number } else { SHOWN }
}

/// The table, and on phones and in large type the days that have something.
pub fn month(lang: Lang, page: MonthPage) -> Markup {
    let name = dates::month(lang, page.month);
    let weekdays = page.weeks.first().map_or(&[][..], Vec::as_slice);
    let (shown, weeks, today) = (page.month, page.weeks.len(), page.today);
    html! {
        table.month {
            caption.hide { (lang.pick(format!("{name}每天的活动"), format!("What is on in {name}"))) }
            thead { tr { @for day in weekdays { th scope="col" { (dates::weekday_short(lang, day.date.weekday())) } } } }
            tbody { @for week in &page.weeks { tr { @for day in week { (cell(lang, &page, day)) } } } }
        }
        div.agenda {
            @let days = page.weeks.into_iter().flatten();
            @let days: Vec<MonthDay> = days.filter(|day| is_within(day.date, shown, weeks) && !day.items.is_empty()).collect();
            @if days.is_empty() { p.quiet { (lang.pick("这个月还没有活动。", "Nothing is on this month yet.")) } }
            @for day in days {
                @let below = below(&day);
                @let rows: Vec<Event> = day.items.into_iter().map(|item| row(lang, item)).collect();
                (events::day(lang, day.date, today, &below, &rows))
            }
        }
    }
}

/// 十六 休
fn below(day: &MonthDay) -> String {
    let sign = day.sign.as_ref().map_or("", |sign| sign.short);
    format!("{} {sign}", day.lunar).trim().to_owned()
}

fn cell(lang: Lang, page: &MonthPage, day: &MonthDay) -> Markup {
    let number = day.items.len();
    let today = day.date == page.today;
    let head = html! {
        span.hide { (dates::month_name(lang, day.date)) (lang.pick("", " ")) }
        span.dayno {
            b { (day.date.day()) }
            @if let Some(sign) = &day.sign { " " (day_sign_said(sign)) }
        }
        @if !day.lunar.is_empty() { span.lunar.fest[day.festival] { (day.lunar) } }
        @if number > 0 { span.many { (pager::counted(lang, number)) } }
    };
    html! {
        td class=[classes(&[when(!is_within(day.date, page.month, page.weeks.len()), "out"), when(today, "today")])] {
            @if number == 0 { span.date aria-current=[today.then_some("date")] { (head) } }
            @else { a.date href=(day.href) aria-current=[today.then_some("date")] { (head) } }
            @if number > 0 {
                ul {
                    @let shown = shown(page, number);
                    @for item in day.items.iter().take(shown) {
                        li class=[classes(&[item.tone.class()])] {
                            a href=(item.href) {
                                span.t { (dates::time(lang, item.from)) } " "
                                @if item.cancelled { (lang.pick("已取消：", "Cancelled: ")) }
                                (item.title)
                                @if page.whole { span.quiet { " " (item.place) } }
                            }
                        }
                    }
                    @if number > shown {
                        @let more = number - shown;
                        li.rest { a href=(day.href) { (lang.pick(format!("还有{more}项"), format!("{more} more"))) } }
                    }
                }
            }
        }
    }
}

fn row(lang: Lang, item: MonthItem) -> Event {
    Event {
        icon: item.icon,
        tone: item.tone,
        when: say::times(lang, item.from, item.to),
        title: item.title,
        href: Some(item.href),
        place: item.place,
        state: item.cancelled.then(|| super::state::state(lang, &super::state::StateBadge::Cancelled)),
        act: None,
    }
}

/// In the month shown; of one week, every day is.
fn is_within(date: NaiveDate, month: NaiveDate, weeks: usize) -> bool {
    weeks == 1 || (date.year(), date.month()) == (month.year(), month.month())
}

impl MonthItem {
    /// Of an activity's kind, as the database keeps it.
    pub fn of_kind(kind: &str, from: Minute, to: Minute, title: String, place: String, href: String) -> Self {
        let (icon, tone) = icons::activity(kind);
        Self { from, to, title, place, icon, tone, href, cancelled: false }
    }
}
