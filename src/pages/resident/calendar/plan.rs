//! The month on paper for the notice board: a table where every day fits its cell, else the days in columns.

use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::super::here::Here;
use super::super::sift;
use super::{Calendar, table};
use crate::base::lang::dates;
use crate::base::web::{State, unchanged};
use crate::domain::activities::Announced;
use crate::domain::days;
use crate::pages::parts::month::month;
use crate::pages::parts::qr::qr;
use crate::pages::parts::{Tabs, nb, say};

/// Sessions of a day that a cell of the table holds.
const FIT: usize = 4;

pub fn answer(
    request: &HttpRequest,
    state: &State,
    here: &Here,
    calendar: &Calendar,
    title: &str,
) -> HttpResponse {
    let mut frame = here.visitor.frame(Some(&here.centre), Tabs::None);
    frame.path = super::Shown { view: super::View::Month, ..calendar.shown }.href(here, &calendar.sift);
    let page = frame.wall(title, "plan", view(here, calendar, &state.public_url));
    unchanged::answer(request, unchanged::HTML, page.into_string())
}

fn view(here: &Here, calendar: &Calendar, public_url: &str) -> Markup {
    let lang = here.lang();
    let (first, end) = (calendar.shown.first(), calendar.shown.end());
    let within = |one: &&Announced| (first..end).contains(&one.session.starts_at.date());
    let days: Vec<&[Announced]> = calendar
        .sessions
        .chunk_by(|one, next| one.session.starts_at.date() == next.session.starts_at.date())
        .collect();
    let fits = days.iter().all(|day| day.len() <= FIT);
    let address = format!("{public_url}{}", here.href("/calendar"));
    let of = sift::in_title(here, &calendar.sift.of_any_day(), &calendar.choices);
    html! {
        div.row.apart {
            div {
                h1 {
                    (dates::month(lang, calendar.shown.month)) (lang.pick("活动", " – what is on"))
                    @if let Some(of) = &of { span.under { (of) } }
                }
                p {
                    (lang.pick("全部免费。", "All free of charge. ")) (here.centre.address_in(lang))
                    @if !here.centre.phone.is_empty() { (lang.pick("，电话 ", ", phone ")) (say::phone(&here.centre.phone)) }
                }
            }
            figure.qrbox {
                (qr(&address, lang.pick("二维码：手机上的活动日历", "QR code: the calendar on your phone")))
                figcaption { (lang.pick("扫一扫看详情", "Scan for more")) }
            }
        }
        @if calendar.sessions.iter().filter(within).count() == 0 {
            p.big { (lang.pick("这个月还没有活动。", "Nothing is planned this month yet.")) }
        } @else if fits {
            (month(lang, table::page(here, calendar)))
        } @else {
            div.columns { @for day in &days { (column(here, day, &within)) } }
        }
    }
}

/// A day of a busy month.
fn column(here: &Here, day: &[Announced], within: &impl Fn(&&Announced) -> bool) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Some(date) = day.iter().find(within).map(|one| one.session.starts_at.date()) else { return html! {} };
    html! {
        section {
            h2 { (nb(dates::date(lang, date, today))) " " span.quiet { (days::label(lang, date)) } }
            ul {
                @for one in day {
                    li {
                        strong { (nb(dates::time(lang, one.session.starts_at.minute()))) } " "
                        @if one.session.cancelled_at.is_some() { (lang.pick("已取消：", "Cancelled: ")) }
                        (one.title_in(lang)) " " span.quiet { (one.place_in(lang)) }
                    }
                }
            }
        }
    }
}
