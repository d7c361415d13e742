//! `/c/{centre}/activities/{id}/poster`: one A4 sheet for the notice board, with a code that leads to the page.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::super::here::Here;
use super::super::said;
use super::ActivityPage;
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::web::{State, unchanged};
use crate::domain::activities::{RegistrationMode, Scheduled};
use crate::domain::days;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::qr::qr;
use crate::pages::parts::{Tabs, icon, icons, nb, say, tile};

/// Dates that a sheet names.
const DATES: usize = 4;
/// Letters above which a title is set smaller.
const LONG: usize = 14;

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let reading = Here::reading(&state, visitor, &slug, move |conn, here| super::read(conn, here, id));
    let (here, page) = reading.await?;
    let (lang, told) = (here.lang(), &page.told);
    let mut frame = here.visitor.frame(Some(&here.centre), Tabs::None);
    frame.path = here.href(&format!("/activities/{}", told.activity.id));
    let title = told.activity.title_in(lang);
    let title = lang.pick(format!("海报：{title}"), format!("Poster: {title}"));
    let url = format!("{}{}", state.public_url, frame.path);
    let page = frame.wall(&title, "poster", sheet(&here, &page, &url));
    Ok(unchanged::answer(&request, unchanged::HTML, page.into_string()))
}

fn sheet(here: &Here, page: &ActivityPage, url: &str) -> Markup {
    let (lang, told) = (here.lang(), &page.told);
    let activity = &told.activity;
    let title = activity.title_in(lang);
    let (picture, _) = icons::activity(activity.kind.word());
    let audience = told.for_whom(lang);
    let stands = |one: &&Scheduled| one.session.cancelled_at.is_none();
    let dates: Vec<&Scheduled> = told.coming.iter().filter(stands).collect();
    html! {
        @match &told.picture {
            Some(picture) => img.shot src=(here.href(&picture.href())) alt=(picture.alt);,
            None => span.kind { (icon(picture)) },
        }
        h1.long[title.chars().count() > LONG * lang.pick(1, 2)] { (title) }
        @if told.is_cancelled() {
            p.say { strong { (lang.pick("已取消", "Cancelled")) } }
        } @else if let Some(next) = dates.first() {
            (when(here, next))
            @if dates.len() > 1 { (others(here, &dates)) }
        }
        @if !audience.is_empty() { p.say { (said::for_whom(lang, &audience)) } }
        @if !activity.teacher.is_empty() { p.say { (lang.pick("老师：", "With ")) (activity.teacher) } }
        (first_words(activity.intro_in(lang)))
        div.join {
            figure.qrbox {
                (qr(url, &lang.pick(format!("二维码：{title}的网页"), format!("QR code: the page of {title}"))))
                figcaption { (lang.pick("扫一扫看详情", "Scan for more")) }
            }
            p {
                strong { (lang.pick("免费", "Free of charge")) }
                @if !dates.is_empty() { (lang.pick("，", ". ")) (how(here, page)) }
                @if !here.centre.phone.is_empty() { br; (lang.pick("电话 ", "Phone ")) strong { (say::phone(&here.centre.phone)) } }
                br; (here.centre.address_in(lang))
            }
        }
    }
}

/// Without numbers that are others tomorrow.
fn how(here: &Here, page: &ActivityPage) -> &'static str {
    match page.told.activity.registration {
        RegistrationMode::None => here.lang().pick("不用报名，直接来", "Just come"),
        _ => here.lang().pick("请扫码、打电话或到前台报名", "Register by the code, by phone or at the desk"),
    }
}

fn when(here: &Here, next: &Scheduled) -> Markup {
    let lang = here.lang();
    let (from, to) = said::walls(next);
    html! {
        (tile(lang, from.date(), here.today(), &days::label(lang, from.date())))
        p.say { strong { (nb(dates::times(lang, from.minute(), said::end_minute(from, to)))) } br; (said::place_of(lang, next)) }
    }
}

/// The dates that follow, where the sheet has room for them.
fn others(here: &Here, dates_: &[&Scheduled]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let rest = dates_.len().saturating_sub(1 + DATES);
    let same = |one: &Scheduled| {
        dates_.first().is_some_and(|first| said::place_of(lang, first) == said::place_of(lang, one))
    };
    html! {
        h2 { (lang.pick("以后还有", "And then")) }
        ul.dates {
            @for one in dates_.iter().skip(1).take(DATES) {
                @let (from, to) = said::walls(one);
                li {
                    (nb(dates::date(lang, from.date(), today))) " "
                    (nb(dates::times(lang, from.minute(), said::end_minute(from, to))))
                    @if !same(one) { " " (said::place_of(lang, one)) }
                }
            }
        }
        @if rest > 0 { p.quiet { (lang.pick(format!("共{}场", dates_.len()), format!("{} dates in all", dates_.len()))) } }
    }
}

/// The first paragraph.
fn first_words(intro: &str) -> Markup {
    html! {
        @if let Some(first) = intro.split("\n\n").map(str::trim).find(|text| !text.is_empty()) {
            p.big { @for (place, line) in first.lines().enumerate() { @if place > 0 { br; } (line) } }
        }
    }
}
