//! `/c/{centre}/activities?q=太极`: activities by any part of their titles, each with its next date; without words,
//! all that is to come. What else is wanted is sifted as in the calendar.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Head, Here};
use super::said;
use super::sift::{self, Choices, Sift};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::listing::store::{Found, OVER, Search, find};
use crate::domain::activities::{Announced, Title};
use crate::domain::centres::either;
use crate::domain::days;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::entry::Places;
use crate::pages::parts::{Button, Event, Tab, Width, empty, events, icons, mark, nb};

/// Activities on the page.
const SHOWN: usize = 40;
/// The day on which a search goes on.
const FROM: &str = "from";

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn, here: &Here| {
        let sift = Sift::read(&query.0);
        let from = query.0.get(FROM).parse().ok();
        let wanted = Search { filter: sift.filter, query: sift.query.clone(), date: sift.date, from };
        let mut found = find(conn, here.centre.id, &wanted, here.wall())?;
        let places = Places::read(conn, &found.coming, here.wall())?;
        if sift.free {
            found.coming.retain(|one| places.of(one).is_free());
            found.over.clear();
        }
        Ok((sift::choices(conn, here)?, sift, found, places))
    };
    let (here, (choices, sift, found, places)) = Here::reading(&state, visitor, &slug, read).await?;
    let lang = here.lang();
    let name = here.centre.name_in(lang);
    let title = match sift.query.as_str() {
        "" => lang.pick("所有活动", "All activities").to_owned(),
        query => lang.pick(format!("找“{query}”"), format!("Search for “{query}”")),
    };
    let head = Head {
        tab: Some(Tab::Calendar),
        width: Width::Normal,
        title: &title,
        description: &lang
            .pick(format!("{name}的活动，按名称查找。"), format!("Find activities of {name} by name.")),
        preview: None,
    };
    Ok(here.answer(&request, head, view(&here, &sift, &choices, &found, &places)))
}

fn view(here: &Here, sift: &Sift, choices: &Choices, found: &Found, places: &Places) -> Markup {
    let lang = here.lang();
    let number = found.coming.len();
    let on = found.goes_on(SHOWN);
    let calendar = here.href("/calendar");
    html! {
        h1 { @if sift.query.is_empty() { (lang.pick("所有活动", "All activities")) } @else { (lang.pick("找活动", "Find activities")) } }
        (sift::search_box(here, sift))
        (sift::sifting(here, &here.href("/activities"), &[], sift, choices))
        @if number > 0 {
            h2 {
                @if number > SHOWN {
                    (lang.pick(format!("最近的{SHOWN}项活动"), format!("The next {SHOWN} activities")))
                } @else {
                    (lang.pick(format!("找到{number}项活动"), format!("{number} found")))
                }
            }
            (events(&found.coming.iter().take(SHOWN).map(|one| row(here, one, places)).collect::<Vec<_>>()))
            @if number > SHOWN {
                p.quiet { (lang.pick("还有更多。多写一个字，或者选一选类型、日期，就能少一些。", "There are more. Another word, a kind or a day narrows it down.")) }
            }
        } @else if on.is_none() {
            (none(here, sift))
        }
        @if let Some(day) = on { (further(here, sift, day)) }
        @if !found.over.is_empty() {
            h2 {
                @if found.over.len() == OVER { (lang.pick(format!("以前办过的（最近的{OVER}项）"), format!("In the past (the latest {OVER})"))) }
                @else { (lang.pick("以前办过的", "In the past")) }
            }
            (events(&found.over.iter().map(|one| past(here, one)).collect::<Vec<_>>()))
        }
        p { (Button::link(&calendar, lang.pick("看日历", "To the calendar")).icon("calendar")) }
    }
}

/// Nothing is left out in silence: until when was looked, and the way on.
fn further(here: &Here, sift: &Sift, day: NaiveDate) -> Markup {
    let lang = here.lang();
    let words = dates::day_and_date(lang, day, here.today());
    let href = sift.href(&here.href("/activities"), &[(FROM, &day.to_string())]);
    html! {
        p {
            (lang.pick(format!("以上找到{words}之前。"), format!("That is all before {words}."))) " "
            (Button::link(&href, &lang.pick(format!("接着找{words}以后的"), format!("Go on from {words}"))))
        }
    }
}

/// When it is next, in words: 明天 上午9:00–10:30.
fn row(here: &Here, one: &Announced, places: &Places) -> Event {
    let (lang, today) = (here.lang(), here.today());
    let (from, to) = (one.session.starts_at, one.session.ends_at);
    let when = html! {
        span.nb.dated { (dates::day(lang, from.date(), today)) } " "
        span.quiet { (days::label(lang, from.date())) } " "
        (nb(dates::times(lang, from.minute(), said::end_minute(from, to))))
    };
    said::row_with(lang, &here.centre.href(), one, here.wall(), places.of(one), when)
}

fn past(here: &Here, one: &Title) -> Event {
    let lang = here.lang();
    let (icon, tone) = icons::activity(one.kind.word());
    Event {
        icon,
        tone,
        when: html! {},
        title: either(lang, &one.title, &one.title_en).to_owned(),
        href: Some(here.href(&format!("/activities/{}", one.id))),
        place: one.kind.name(lang).to_owned(),
        state: Some(mark("off", lang.pick("已结束", "Over"))),
        act: None,
    }
}

fn none(here: &Here, sift: &Sift) -> Markup {
    let lang = here.lang();
    let words = match sift.query.as_str() {
        "" => lang.pick("现在没有这样的活动", "Nothing of the kind is planned").to_owned(),
        query => lang
            .pick(format!("以后的活动里，没有找到“{query}”"), format!("Nothing to come is called “{query}”")),
    };
    empty(
        "find",
        &words,
        html! {
            p { (lang.pick("少写一两个字试试，例如只写“太极”。", "Try fewer letters, such as “taiji”.")) }
            @if !here.centre.phone.is_empty() {
                p {
                    (lang.pick("也可以打电话问：", "Or ask by phone: "))
                    (crate::pages::parts::say::phone(&here.centre.phone))
                }
            }
        },
    )
}
