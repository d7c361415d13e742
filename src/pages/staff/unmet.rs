//! `/staff/{centre}/unmet`: wishes that could not be met, by room and hour of the week; to read and to print.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Weekday;
use maud::{Markup, html};

use super::here::{Here, Waiting, page as answer};
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Minute;
use crate::base::web::State;
use crate::domain::bookings::unmet::{DAYS, Unmet, Week, tally, wishes};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::table::{Column, table};
use crate::pages::parts::{Button, StaffTab, Width, crumbs, empty};

const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/staff/{centre}/unmet", web::get().to(page));
}

async fn page(door: Desk, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (centre, today, now) = (here.centre.id, here.today(), here.now);
    let (unmet, rooms, waiting) = state
        .db
        .read(move |conn| {
            let unmet = tally(&wishes(conn, centre, now)?);
            let rooms = rooms::store::catalogue(conn, centre, today, today)?.rooms;
            Ok((unmet, rooms, Waiting::read(conn, centre)?))
        })
        .await?;
    let title = here.lang().pick("没约上的", "Unmet wishes");
    let frame = here.frame(Some(StaffTab::Queue), waiting);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Wide, report(&here, title, &unmet, &rooms))))
}

fn report(here: &Here, title: &str, unmet: &Unmet, rooms: &[Room]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let since = dates::date(lang, today - chrono::Duration::days(DAYS), today);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do"))], title))
        h1 { (title) }
        p {
            (lang.pick(
                format!("{since}以来想约没约上的：没有批准、还在候补、到时间没有决定的申请。数字是每周那一天那个钟头有几次。"),
                format!("Requests since {since} that were refused, still wait, or lapsed undecided. A number says how often that hour of that weekday was wished for."),
            ))
        }
        @if unmet.all() == 0 {
            (empty("tea", lang.pick("都约上了", "Everybody got what they wanted"), html! {
                p { (Button::link(&here.href("/timetable"), lang.pick("看时间表", "The timetable")).icon("grid")) }
            }))
        } @else {
            p { strong { (summary(lang, unmet)) } }
            @for (id, week) in &unmet.rooms {
                @if let Some(room) = rooms.iter().find(|room| room.id == *id) {
                    h2 { (room.name_in(lang)) }
                    (by_hour(lang, room.name_in(lang), week))
                }
            }
        }
    }
}

fn summary(lang: Lang, unmet: &Unmet) -> String {
    let Unmet { refused, waiting, lapsed, .. } = unmet;
    match lang {
        Lang::Zh => {
            format!("一共{}次：没有批准{refused}次，还在候补{waiting}次，已过期{lapsed}次。", unmet.all())
        }
        Lang::En => format!(
            "{}: {refused} refused, {waiting} waiting, {lapsed} lapsed.",
            words::count(unmet.all().into(), "wish", "wishes")
        ),
    }
}

/// The hours in which anything was wished, by weekday. A dash is none.
fn by_hour(lang: Lang, room: &str, week: &Week) -> Markup {
    let mut columns = vec![Column::text(lang.pick("钟头", "Hour"))];
    columns.extend(WEEKDAYS.iter().map(|day| Column::number(dates::weekday_short(lang, *day))));
    let rows: Vec<Vec<Markup>> = (0..24_usize)
        .filter(|hour| week.iter().any(|day| day.get(*hour).is_some_and(|count| *count > 0)))
        .map(|hour| {
            let from = Minute::hm(i32::try_from(hour).unwrap_or(0), 0);
            let mut row = vec![html! { (dates::times(lang, from, from.plus(60))) }];
            row.extend(week.iter().map(|day| match day.get(hour) {
                Some(0) | None => html! { span.none { "–" } },
                Some(count) => html! { strong { (count) } },
            }));
            row
        })
        .collect();
    table(room, true, &columns, &rows)
}
