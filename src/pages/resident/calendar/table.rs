//! The calendar as a table: a month of cells, or one week with everything in it.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::here::{Here, later};
use super::super::said;
use super::super::sift::{Sift, counted};
use super::shown::View;
use super::{Calendar, head, nothing};
use crate::base::lang::Lang;
use crate::base::time::monday_of;
use crate::domain::activities::Announced;
use crate::domain::days::{self, LegalKind};
use crate::pages::parts::month::{MonthDay, MonthItem, MonthPage, month};
use crate::pages::parts::{DaySign, icons};

pub fn view(here: &Here, calendar: &Calendar) -> Markup {
    let lang = here.lang();
    let (first, end) = (calendar.shown.first(), calendar.shown.end());
    let within = |one: &&Announced| (first..end).contains(&one.session.starts_at.date());
    let number = calendar.sessions.iter().filter(within).count();
    let under = if number == 0 { String::new() } else { counted(lang, number) };
    html! {
        (head(here, calendar, &under))
        @if number == 0 && !calendar.sift.is_all() { (nothing(here, calendar)) }
        @else { (month(lang, page(here, calendar))) }
    }
}

/// The table's days, Monday to Sunday, from facts alone.
pub fn page(here: &Here, calendar: &Calendar) -> MonthPage {
    let (lang, base) = (here.lang(), here.centre.href());
    let shown = calendar.shown;
    let (first, end) = (monday_of(shown.first()), shown.end());
    let last = end.pred_opt().unwrap_or(end);
    let days: Vec<MonthDay> = first
        .iter_days()
        .take_while(|date| *date < later(monday_of(last), 7))
        .map(|date| MonthDay {
            date,
            lunar: days::short_label(lang, date),
            festival: days::festival(date).is_some(),
            sign: calendar.days.legal(date).map(|day| DaySign {
                off: day.kind == LegalKind::Holiday,
                short: days::words::sign(lang, day.kind),
                words: days::words::legal(lang, day),
            }),
            items: items(lang, &base, date, &calendar.sessions),
            href: day_href(here, calendar, date),
        })
        .collect();
    MonthPage {
        month: shown.month,
        today: here.today(),
        weeks: days.chunks(7).map(<[MonthDay]>::to_vec).collect(),
        whole: shown.view != View::Month,
    }
}

/// Where the whole day is, of what is wanted.
fn day_href(here: &Here, calendar: &Calendar, date: NaiveDate) -> String {
    Sift { date: Some(date), ..calendar.sift.clone() }.href(&here.href("/calendar"), &[])
}

fn items(lang: Lang, base: &str, date: NaiveDate, sessions: &[Announced]) -> Vec<MonthItem> {
    let that_day = sessions.iter().filter(|one| one.session.starts_at.date() == date);
    that_day
        .map(|one| {
            let (icon, tone) = icons::activity(one.activity.kind.word());
            let (from, to) = (one.session.starts_at, one.session.ends_at);
            MonthItem {
                from: from.minute(),
                to: said::end_minute(from, to),
                title: one.title_in(lang).to_owned(),
                place: said::place(lang, one.place_in(lang), one.floor()),
                icon,
                tone,
                href: format!("{base}/activities/{}", one.activity.id),
                cancelled: one.session.cancelled_at.is_some(),
            }
        })
        .collect()
}
