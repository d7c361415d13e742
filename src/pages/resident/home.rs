//! `/c/{centre}`: what is on today and this week, Monday to Sunday, and when the centre is open;
//! `?week=2026-11-30` shows another week.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use super::here::{Head, Here, later, start_of};
use super::said;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::{DaySpan, Minute, monday_of, read_date};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, Announced};
use crate::domain::days;
use crate::domain::rooms::{self, Hours};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::entry::Places;
use crate::pages::parts::events::{self, Event};
use crate::pages::parts::pager::{self, WeekDay};
use crate::pages::parts::{Button, Tab, Width, empty, facts, hero, nb, say, tile};

/// Weeks one can leaf on from this one; further away is the calendar's.
const WEEKS: u64 = 8;

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let here = Here::at(&state, visitor, &slug).await?;
    show(&request, &state, here, &query).await
}

/// Also the front page of an installation with one centre.
pub async fn show(request: &HttpRequest, state: &State, here: Here, query: &Query) -> Result<HttpResponse> {
    let (centre, today, now) = (here.centre.id, here.today(), here.wall());
    let monday = week_of(query, today);
    let (todays, sessions, hours, places) = state
        .db
        .read(move |conn| {
            let mut on = |first: NaiveDate, days: u64| {
                activities::store::announced(
                    conn,
                    Some(centre),
                    start_of(first),
                    start_of(later(first, days)),
                )
            };
            let week = on(monday, 7)?;
            let todays = match monday == monday_of(today) {
                true => week.iter().filter(|one| one.session.starts_at.date() == today).cloned().collect(),
                false => on(today, 1)?,
            };
            let mut shown: Vec<Announced> = week.clone();
            shown.extend(todays.iter().cloned());
            let places = Places::read(conn, &shown, now)?;
            Ok((todays, week, rooms::store::hours(conn, centre, today, today)?, places))
        })
        .await?;
    let lang = here.lang();
    let name = here.centre.name_in(lang);
    let description = lang.pick(
        format!("{name}今天和这一周的活动、开放时间和功能室。{}", here.centre.address_in(lang)),
        format!("What is on at {name}, its hours and rooms. {}", here.centre.address_in(lang)),
    );
    let head = Head {
        tab: Some(Tab::Today),
        width: Width::Normal,
        title: lang.pick("今天", "Today"),
        description: &description,
        preview: None,
    };
    Ok(here.answer(request, head, view(&here, monday, &todays, (&sessions, &places), &hours)))
}

/// The Monday of the week asked for; this week's when it is over or far off.
fn week_of(query: &Query, today: NaiveDate) -> NaiveDate {
    let this = monday_of(today);
    let asked = read_date(query.0.get("week")).map(monday_of);
    asked.filter(|week| (this..=later(this, 7 * WEEKS)).contains(week)).unwrap_or(this)
}

fn view(
    here: &Here,
    monday: NaiveDate,
    todays: &[Announced],
    (sessions, places): (&[Announced], &Places),
    hours: &Hours,
) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let on = todays.iter().filter(|one| one.session.cancelled_at.is_none()).count();
    html! {
        (hero(tile(lang, today, today, &days::label(lang, today)), html! {
            h1 { (how_many(lang, on)) }
            (opening(lang, here.wall().minute(), today, hours))
        }))
        @if !todays.is_empty() {
            h2.hide { (lang.pick("今天的活动", "Today’s activities")) }
            (events::events(&rows(here, todays.iter(), places)))
        }
        (week(here, monday, sessions, places))
        (about(here, hours))
    }
}

fn rows<'a>(here: &Here, sessions: impl Iterator<Item = &'a Announced>, places: &Places) -> Vec<Event> {
    let row = |one| said::row(here.lang(), &here.centre.href(), one, here.wall(), places.of(one));
    sessions.map(row).collect()
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
                    (None, Some(span)) => { (lang.pick("现在没开门，开放时间：", "Closed now, open ")) (nb(dates::times(lang, span.from(), span.to()))) },
                    (None, None) if spans.is_empty() => { (lang.pick("今天不开放", "Closed today")) },
                    (None, None) => { (lang.pick("今天已经关门", "Closed for today")) },
                }
            }
        }
        @if !rest.is_empty() {
            p.quiet { (lang.pick("还有", "Also ")) (said::spans(lang, &rest)) }
        }
        @if let Some(reason) = special.map(|day| day.reason_in(lang)).filter(|reason| !reason.is_empty()) {
            p.quiet { (reason) }
        }
    }
}

/// Monday to Sunday: what is over is folded away, today stands on top of the page already.
fn week(here: &Here, monday: NaiveDate, sessions: &[Announced], places: &Places) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let days: Vec<(NaiveDate, Vec<Event>)> = (0..7)
        .map(|after| later(monday, after))
        .map(|date| {
            let on = sessions.iter().filter(|one| one.session.starts_at.date() == date);
            (date, rows(here, on, places))
        })
        .collect();
    let listed = |(date, rows): &(NaiveDate, Vec<Event>)| {
        html! { @if !rows.is_empty() { (events::day(lang, *date, today, &days::label(lang, *date), rows)) } }
    };
    let (over, coming): (Vec<_>, Vec<_>) = days
        .iter()
        .filter(|(date, rows)| *date != today && !rows.is_empty())
        .partition(|(date, _)| *date < today);
    let before: usize = over.iter().map(|(_, rows)| rows.len()).sum();
    html! {
        section.flow #week {
            (week_heading(here, monday))
            (pager::week(lang, &strip(here, &days), today, Some(today)))
            @if !over.is_empty() {
                details {
                    summary { (lang.pick(format!("这周过去的{before}场"), format!("{} earlier this week", words::count(before as i64, "activity", "activities")))) }
                    div.flow { @for day in &over { (listed(day)) } }
                }
            }
            @for day in &coming { (listed(day)) }
            @if coming.is_empty() { (nothing(here, monday)) }
            p.row {
                (Button::link(&here.href("/calendar"), lang.pick("看整月的活动", "The whole month")).icon("calendar"))
                (Button::link(&here.href("/rooms"), lang.pick("看功能室", "Rooms")).icon("hall"))
                (Button::link(&here.href("/timetable"), lang.pick("今天哪间空着", "What is free today")).icon("grid"))
            }
        }
    }
}

/// 本周 11月16日–22日, with the weeks before and after one press away.
fn week_heading(here: &Here, monday: NaiveDate) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let this = monday_of(today);
    let name = |week: NaiveDate| match (week - this).num_days() {
        0 => lang.pick("本周", "This week").to_owned(),
        7 => lang.pick("下周", "Next week").to_owned(),
        _ => dates::days(lang, week, later(week, 6), today),
    };
    let to = |week: NaiveDate| (here.href(&format!("?week={week}#week")), name(week));
    let before = monday.checked_sub_days(Days::new(7)).filter(|week| *week >= this).map(to);
    let after = Some(later(monday, 7)).filter(|week| *week <= later(this, 7 * WEEKS)).map(to);
    fn link(one: &Option<(String, String)>) -> Option<(&str, &str)> {
        one.as_ref().map(|(href, words)| (href.as_str(), words.as_str()))
    }
    html! {
        div.row.apart {
            h2 {
                (name(monday))
                @if (monday - this).num_days() < 14 { " " span.quiet { (dates::days(lang, monday, later(monday, 6), today)) } }
            }
            (pager::pager(lang.pick("换一周", "Another week"), link(&before), link(&after), html! {}))
        }
    }
}

fn strip(here: &Here, days: &[(NaiveDate, Vec<Event>)]) -> Vec<WeekDay> {
    let href = |date: NaiveDate, empty: bool| match (date == here.today(), empty) {
        (true, _) => "#main".to_owned(),
        (false, true) => here.href(&format!("/timetable?date={date}")),
        (false, false) => format!("#d{date}"),
    };
    days.iter()
        .map(|(date, rows)| WeekDay { date: *date, href: href(*date, rows.is_empty()), count: rows.len() })
        .collect()
}

fn nothing(here: &Here, monday: NaiveDate) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let next = later(monday, 7);
    let words = match monday == monday_of(today) {
        true => lang.pick("这周后面没有活动了", "Nothing more is on this week"),
        false => lang.pick("这一周还没有安排活动", "Nothing is planned for that week yet"),
    };
    empty(
        "tea",
        words,
        html! {
            p { (lang.pick("中心照常开放，欢迎来坐坐。", "The centre is open as usual; do come in.")) }
            p { (Button::link(&here.href(&format!("?week={next}#week")), lang.pick("看下一周", "See the week after")).icon_after("right")) }
        },
    )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::web::form::Fields;

    #[test]
    fn a_week_begins_on_monday_and_one_that_is_over_or_far_off_is_this_one() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let week = |asked: &str| week_of(&Query(Fields::of([("week", asked)])), on("2026-11-21"));
        assert_eq!(week(""), on("2026-11-16"));
        assert_eq!(week("2026-11-25"), on("2026-11-23"));
        for other in ["2026-11-09", "2027-06-01", "next"] {
            assert_eq!(week(other), on("2026-11-16"), "{other}");
        }
    }
}
