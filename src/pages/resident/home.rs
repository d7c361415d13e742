//! `/c/{centre}`: what is on today and in the next days, and when the centre is open.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Head, Here, later, start_of};
use super::said;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute};
use crate::base::web::State;
use crate::domain::activities::{self, Announced};
use crate::domain::days;
use crate::domain::rooms::{self, Hours};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::events::{self, Event};
use crate::pages::parts::pager::{self, WeekDay};
use crate::pages::parts::{Button, Tab, Width, empty, facts, hero, nb, say, tile};

/// Days the page looks ahead, today among them.
const DAYS: u64 = 7;

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
) -> Result<HttpResponse> {
    let here = Here::at(&state, visitor, &slug).await?;
    show(&request, &state, here).await
}

/// Also the front page of an installation with one centre.
pub async fn show(request: &HttpRequest, state: &State, here: Here) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let (sessions, hours) = state
        .db
        .read(move |conn| {
            let (from, to) = (start_of(today), start_of(later(today, DAYS)));
            Ok((
                activities::store::announced(conn, Some(centre), from, to)?,
                rooms::store::hours(conn, centre, today, today)?,
            ))
        })
        .await?;
    let lang = here.lang();
    let name = here.centre.name_in(lang);
    let description = lang.pick(
        format!("{name}今天和这几天的活动、开放时间和功能室。{}", here.centre.address_in(lang)),
        format!("What is on at {name}, its hours and rooms. {}", here.centre.address_in(lang)),
    );
    let head = Head {
        tab: Some(Tab::Today),
        width: Width::Normal,
        title: lang.pick("今天", "Today"),
        description: &description,
    };
    Ok(here.answer(request, head, view(&here, &sessions, &hours)))
}

fn view(here: &Here, sessions: &[Announced], hours: &Hours) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let rows_on = |date: NaiveDate| -> Vec<Event> {
        let that_day = sessions.iter().filter(|one| one.session.starts_at.date() == date);
        that_day.map(|one| said::row(lang, &here.centre.href(), one, here.wall())).collect()
    };
    let todays = rows_on(today);
    let on = sessions
        .iter()
        .filter(|one| one.session.cancelled_at.is_none() && one.session.starts_at.date() == today)
        .count();
    html! {
        (hero(tile(lang, today, today, &days::label(lang, today)), html! {
            h1 { (how_many(lang, on)) }
            (opening(lang, here.wall().minute(), today, hours))
        }))
        @if !todays.is_empty() {
            h2.hide { (lang.pick("今天的活动", "Today’s activities")) }
            (events::events(&todays))
        }
        @if sessions.is_empty() { (nothing(here)) }
        (coming(here, &rows_on))
        (about(here, hours))
    }
}

fn how_many(lang: Lang, number: usize) -> String {
    match (lang, number) {
        (Lang::Zh, 0) => "今天没有活动".into(),
        (Lang::Zh, number) => format!("今天有{number}场活动"),
        (Lang::En, 0) => "Nothing is on today".into(),
        (Lang::En, 1) => "One activity today".into(),
        (Lang::En, number) => format!("{number} activities today"),
    }
}

/// Whether it is open now and until when, then the other spans of the day; the reason where the day differs.
fn opening(lang: Lang, now: Minute, today: NaiveDate, hours: &Hours) -> Markup {
    let (spans, special) = hours.centre_on(today);
    let current = spans.iter().find(|span| span.from() <= now && now < span.to());
    let next = spans.iter().find(|span| now < span.from());
    let rest: Vec<DaySpan> = spans.iter().filter(|span| now < span.from()).copied().collect();
    let rest = if current.is_some() { rest } else { rest.into_iter().skip(1).collect() };
    html! {
        p {
            strong {
                @match (current, next) {
                    (Some(span), _) => { (lang.pick("现在开放，到", "Open now, until ")) (nb(dates::time(lang, span.to()))) },
                    (None, Some(span)) => { (lang.pick("现在没开门，开放时间 ", "Closed now, open ")) (nb(dates::times(lang, span.from(), span.to()))) },
                    (None, None) if spans.is_empty() => { (lang.pick("今天不开放", "Closed today")) },
                    (None, None) => { (lang.pick("今天已经关门", "Closed for today")) },
                }
            }
        }
        @if !rest.is_empty() {
            p.quiet { (lang.pick("还有 ", "Also ")) (said::spans(lang, &rest)) }
        }
        @if let Some(reason) = special.map(|day| day.reason_in(lang)).filter(|reason| !reason.is_empty()) {
            p.quiet { (reason) }
        }
    }
}

fn nothing(here: &Here) -> Markup {
    let lang = here.lang();
    empty(
        "tea",
        lang.pick("这几天都没有安排活动", "No activities are planned for the next days"),
        html! {
            p { (lang.pick("中心照常开放，欢迎来坐坐。以后的活动在日历里。", "The centre is open as usual; do come in. Later activities are in the calendar.")) }
            p { (Button::link(&here.href("/calendar"), lang.pick("看日历", "Open the calendar")).icon("calendar")) }
        },
    )
}

fn coming(here: &Here, rows_on: &impl Fn(NaiveDate) -> Vec<Event>) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let days: Vec<(NaiveDate, Vec<Event>)> =
        (0..DAYS).map(|after| later(today, after)).map(|date| (date, rows_on(date))).collect();
    let strip: Vec<WeekDay> = days
        .iter()
        .map(|(date, rows)| WeekDay {
            date: *date,
            href: match (*date == today, rows.is_empty()) {
                (true, _) => "#main".to_owned(),
                (false, true) => here.href(&format!("/timetable?date={date}")),
                (false, false) => format!("#d{date}"),
            },
            count: rows.len(),
        })
        .collect();
    html! {
        section.flow {
            h2 { (lang.pick("从今天起的七天", "The next seven days")) }
            (pager::week(lang, &strip, today, Some(today)))
            @for (date, rows) in days.iter().skip(1).filter(|(_, rows)| !rows.is_empty()) {
                (events::day(lang, *date, today, &days::label(lang, *date), rows))
            }
            p.row {
                (Button::link(&here.href("/calendar"), lang.pick("看整月的活动", "The whole month")).icon("calendar"))
                (Button::link(&here.href("/rooms"), lang.pick("看功能室", "Rooms")).icon("hall"))
                (Button::link(&here.href("/timetable"), lang.pick("今天哪间空着", "What is free today")).icon("grid"))
            }
        }
    }
}

fn about(here: &Here, hours: &Hours) -> Markup {
    let lang = here.lang();
    let centre = &here.centre;
    let week = html! {
        @for (days, spans) in said::week_of_centre(lang, hours) {
            div { (days) (lang.pick("　", ": ")) (said::spans(lang, &spans)) }
        }
    };
    let mut lines = vec![
        (lang.pick("开放时间", "Opening hours"), week),
        (lang.pick("地址", "Address"), html! { (centre.address_in(lang)) }),
    ];
    if !centre.phone.is_empty() {
        lines.push((lang.pick("电话", "Phone"), say::phone(&centre.phone)));
    }
    html! {
        section.flow {
            h2 { (lang.pick("这里是", "About ")) (centre.name_in(lang)) }
            @if !centre.intro_in(lang).is_empty() { p { (centre.intro_in(lang)) } }
            (facts(&lines))
        }
    }
}
