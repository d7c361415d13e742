//! The calendar as a list, day by day: what everybody can read.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::here::Here;
use super::super::said;
use super::super::sift::counted;
use super::{Calendar, head, nothing};
use crate::base::lang::{Lang, dates};
use crate::domain::activities::Announced;
use crate::domain::days;
use crate::pages::parts::events;
use crate::pages::parts::{Button, Event};

/// Sessions after which a list ends with the day: the rest of a busy month is one press away.
const ENOUGH: usize = 60;

pub fn view(here: &Here, calendar: &Calendar) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (shown, sift) = (calendar.shown, &calendar.sift);
    let earlier = shown.from > shown.month && sift.date.is_none();
    let number = calendar.sessions.len();
    let under = match (lang, number) {
        (_, 0) => String::new(),
        (Lang::Zh, number) if earlier => format!("{}起共{number}场", dates::day(lang, shown.from, today)),
        (Lang::En, number) if earlier => format!("{number} from {} on", dates::day(lang, shown.from, today)),
        (_, number) => counted(lang, number),
    };
    let (listed, rest) = first_days(&calendar.sessions);
    let from = |date: NaiveDate| {
        let month = shown.month.format("%Y-%m").to_string();
        sift.href(&here.href("/calendar"), &[("month", &month), ("from", &date.to_string())])
    };
    html! {
        (head(here, calendar, &under))
        @for (date, rows) in by_day(here, calendar, listed) {
            @let sign = calendar.days.legal(date).map_or("", |day| days::words::sign(lang, day.kind));
            (events::day(lang, date, today, format!("{} {sign}", days::label(lang, date)).trim(), &rows))
        }
        @if let Some(next) = rest {
            @let words = dates::date_short(lang, next, today);
            p { (Button::link(&from(next), &lang.pick(format!("接着看{words}以后的"), format!("On from {words}"))).icon_after("right")) }
        }
        @if number == 0 { (nothing(here, calendar)) }
        @if earlier {
            p { (Button::link(&from(shown.month), lang.pick("这个月早些时候的", "Earlier this month")).icon("left")) }
        }
    }
}

/// Whole days until there is enough, and the day on which the rest begins.
fn first_days(sessions: &[Announced]) -> (&[Announced], Option<NaiveDate>) {
    let date = |one: &Announced| one.session.starts_at.date();
    let Some(last) = sessions.get(ENOUGH - 1).map(date) else { return (sessions, None) };
    let end = sessions.iter().position(|one| date(one) > last).unwrap_or(sessions.len());
    let (listed, rest) = sessions.split_at(end);
    (listed, rest.first().map(date))
}

fn by_day(here: &Here, calendar: &Calendar, sessions: &[Announced]) -> Vec<(NaiveDate, Vec<Event>)> {
    let row = |one: &Announced| {
        said::row(here.lang(), &here.centre.href(), one, here.wall(), calendar.places.of(one))
    };
    sessions
        .chunk_by(|one, next| one.session.starts_at.date() == next.session.starts_at.date())
        .filter_map(|day| Some((day.first()?.session.starts_at.date(), day.iter().map(row).collect())))
        .collect()
}
