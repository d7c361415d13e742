//! `/c/{centre}/rooms/{room}?date=`: one room, its hours, and when it is free on a day.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Head, Here, later};
use super::said;
use crate::base::error::{Error, Result};
use crate::base::lang::{dates, words};
use crate::base::time::DaySpan;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::bookings::board::{self, Board, Entry, What, usual_span};
use crate::domain::centres::either;
use crate::domain::days;
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{self, Access, Equipment, Hours, Room, RoomId};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::pager;
use crate::pages::parts::{
    Button, StateBadge, Tab, Width, crumbs, facts, icon, icons, mark, nb, plain_list, say, state, tile_line,
};

/// How far ahead exceptions to the hours are told.
const EXCEPTIONS_DAYS: u64 = 60;
/// How far back and ahead of today one may look.
pub const REACH_DAYS: i64 = 400;

/// All that the page shows.
struct RoomPage {
    room: Room,
    date: NaiveDate,
    board: Board,
    equipment: Vec<Equipment>,
    /// The weekly pattern and the exceptions of the coming weeks.
    hours: Hours,
    /// Whether free spans lead to booking them.
    may_book: bool,
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let here = Here::at(&state, visitor, &slug).await?;
    let (who, date) = (here.clone(), day_of(&query, here.today()));
    let found = state.db.read(move |conn| {
        let (centre, today) = (who.centre.id, who.today());
        let room = rooms::store::room(conn, centre, RoomId(id))?;
        let board = board::read_taken(conn, &who.centre, date, date, who.now)?;
        let equipment = rooms::store::equipment(conn, room.id)?;
        let hours = rooms::store::hours(conn, centre, today, later(today, EXCEPTIONS_DAYS))?;
        let may_book = who.leads(conn)?
            && room.is_bookable()
            && date <= later(today, room.ahead_days.unsigned_abs().into());
        Ok(RoomPage { room, date, board, equipment, hours, may_book })
    });
    let page = found.await?;
    if !page.room.active {
        return Err(Error::NotFound);
    }
    let lang = here.lang();
    let (name, centre) = (page.room.name_in(lang), here.centre.name_in(lang));
    let about = said::about_room(lang, &page.room);
    let head = Head {
        tab: Some(Tab::Find),
        width: Width::Normal,
        title: name,
        description: &lang.pick(
            format!("{centre}的{name}：{about}。开放时间和空闲时间。"),
            format!("{name} at {centre}: {about}. Its hours and when it is free."),
        ),
        preview: None,
    };
    Ok(here.answer(&request, head, view(&here, &page)))
}

/// The day asked for; today for what cannot be read or lies far off.
pub fn day_of(query: &Query, today: NaiveDate) -> NaiveDate {
    let near = |date: &NaiveDate| (*date - today).num_days().abs() <= REACH_DAYS;
    query.0.get("date").parse().ok().filter(near).unwrap_or(today)
}

fn view(here: &Here, page: &RoomPage) -> Markup {
    let lang = here.lang();
    let room = &page.room;
    let rooms = here.href("/rooms");
    html! {
        (crumbs(lang.pick("位置", "You are here"), &[(&rooms, lang.pick("功能室", "Rooms"))], room.name_in(lang)))
        h1 { (room.name_in(lang)) }
        @if !room.note_in(lang).is_empty() { p { (room.note_in(lang)) } }
        (day(here, page))
        (what_it_is(here, page))
        section.flow {
            h2 { (lang.pick("开放时间", "Opening hours")) }
            (said::week_table(lang, &said::week(lang, |weekday| page.hours.of_room(room.id, weekday))))
            (exceptions(here, page))
        }
        @if room.access != Access::Private {
            p.row {
                (Button::link(&here.href(&format!("/calendar?room={}", room.id)), lang.pick("这间的活动", "What is on here")).icon("calendar"))
                (Button::link(&here.href(&format!("/rooms/{}/door", room.id)), lang.pick("门口屏", "Screen at the door")).icon("clock"))
            }
        }
    }
}

fn what_it_is(here: &Here, page: &RoomPage) -> Markup {
    let lang = here.lang();
    let room = &page.room;
    let has: Vec<&str> = page.equipment.iter().map(|one| one.name(lang)).collect();
    let people = words::people(lang, room.capacity.into());
    let mut lines = vec![
        (
            lang.pick("类型", "Kind"),
            html! { (icon(icons::room(room.kind.word()))) " " (room.kind.name(lang)) },
        ),
        (
            lang.pick("容纳", "Takes"),
            html! { (lang.pick(format!("最多{people}"), format!("Up to {people}"))) },
        ),
        (lang.pick("楼层", "Floor"), html! { (dates::capital(&words::floor(lang, room.floor))) }),
        (
            lang.pick("无障碍", "Access"),
            html! {
                (if room.step_free { lang.pick("没有台阶", "Step-free") } else { lang.pick("有台阶", "There are steps") })
            },
        ),
        (lang.pick("声音", "Noise"), html! { (room.noise.name(lang)) }),
        (lang.pick("使用方式", "Use"), html! { (said::how_to_use(lang, room)) }),
    ];
    if !has.is_empty() {
        lines.insert(
            3,
            (lang.pick("设备", "Has"), html! { (dates::capital(&words::list(lang, &has).to_lowercase())) }),
        );
    }
    if !room.partner.is_empty() {
        lines.push((lang.pick("管理方", "Run by"), html! { (room.partner) }));
    }
    html! { section.flow { h2 { (lang.pick("这间是什么样的", "What it is like")) } (facts(&lines)) } }
}

fn exceptions(here: &Here, page: &RoomPage) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let room = page.room.id;
    let mut special: Vec<_> = page.hours.special.iter().collect();
    special.retain(|day| {
        let own = page.hours.special_day(room, day.date);
        own.is_some_and(|own| std::ptr::eq(own, *day))
    });
    special.sort_by_key(|day| day.date);
    let lines: Vec<Markup> = special
        .into_iter()
        .map(|day| {
            html! {
                strong { (say::date(lang, day.date, today)) } (lang.pick("：", ": ")) (said::spans(lang, &day.spans))
                @if !day.reason_in(lang).is_empty() { span.quiet { (lang.pick("（", " (")) (day.reason_in(lang)) (lang.pick("）", ")")) } }
            }
        })
        .collect();
    html! {
        @if !lines.is_empty() {
            h3 { (lang.pick("这些天不一样", "These days differ")) }
            (plain_list(&lines))
        }
    }
}

fn day(here: &Here, page: &RoomPage) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let lines: Vec<Markup> = page
        .board
        .day_of(&page.room, page.date)
        .into_iter()
        .filter_map(|one| line(here, page, one.span, one.what))
        .collect();
    html! {
        section.flow {
            h2 { (tile_line(lang, page.date, today, &days::label(lang, page.date))) }
            (pager::days(lang, &here.href(&format!("/rooms/{}", page.room.id)), page.date, today, today))
            @if lines.is_empty() {
                p { (why_nothing(here, page)) }
            } @else {
                (plain_list(&lines))
            }
            (way_to_book(here, page))
        }
    }
}

fn why_nothing(here: &Here, page: &RoomPage) -> &'static str {
    let lang = here.lang();
    if page.board.catalogue.open_on(page.room.id, page.date).is_empty() {
        lang.pick("这天不开放。请看后面的日子。", "It is not open that day. Please look at another day.")
    } else {
        lang.pick(
            "这天剩下的时间都过了。请看后面的日子。",
            "Nothing of that day is left. Please look at another day.",
        )
    }
}

fn line(here: &Here, page: &RoomPage, span: DaySpan, what: What) -> Option<Markup> {
    let lang = here.lang();
    let times = nb(dates::times(lang, span.from(), span.to()));
    let (about, act) = match what {
        What::Gone | What::Between => return None,
        What::Free if page.room.access == Access::DropIn => {
            (html! { (mark("free", lang.pick("随到随用", "Drop in"))) }, None)
        }
        What::Free => (state(lang, &StateBadge::Free), book(here, page, span)),
        What::Closed(zh, en) => {
            let reason = either(lang, zh, en);
            // Why hours differ may be that they are longer elsewhere in the day: the reason alone would mislead.
            let words = match reason {
                "" => lang.pick("停用", "Closed").to_owned(),
                reason => lang.pick(format!("不开放（{reason}）"), format!("Not open ({reason})")),
            };
            (mark("off", &words), None)
        }
        What::Taken(entry) => (taken(here, entry), None),
    };
    Some(
        html! { div.row.apart { span.row { strong { (times) } (about) } @if let Some(act) = act { (act) } } },
    )
}

fn taken(here: &Here, entry: &Entry) -> Markup {
    let lang = here.lang();
    let name = entry.public_name(lang);
    html! {
        (state(lang, &StateBadge::Taken))
        @match (entry.taker, name, entry.activity) {
            (Taker::Session(_), Some(name), Some(id)) => a href=(here.href(&format!("/activities/{id}"))) { (name) },
            (_, Some(name), _) => span { (name) },
            (_, None, _) => {},
        }
    }
}

fn book(here: &Here, page: &RoomPage, free: DaySpan) -> Option<Markup> {
    let lang = here.lang();
    let span = usual_span(&page.room, free).filter(|_| page.may_book)?;
    let (room, date) = (page.room.id, page.date);
    let href =
        format!("/my/bookings/new?room={room}&date={date}&from={}&to={}", span.from().iso(), span.to().iso());
    let of = dates::times(lang, free.from(), free.to());
    let of = lang.pick(format!("：{of}"), format!(": {of}"));
    Some(html! { (Button::link(&href, lang.pick("预约", "Book")).of(&of)) })
}

/// For those who cannot press 预约: who can.
fn way_to_book(here: &Here, page: &RoomPage) -> Markup {
    let lang = here.lang();
    if !page.room.is_bookable() || page.may_book {
        return html! {};
    }
    let last = later(here.today(), page.room.ahead_days.unsigned_abs().into());
    html! {
        @if page.date > last {
            @let last = dates::date(lang, last, here.today());
            p.quiet { (lang.pick(format!("现在最远能约到{last}。"), format!("It can be booked up to {last} for now."))) }
        } @else if here.visitor.person.is_none() {
            @let back: String = url::form_urlencoded::byte_serialize(here.visitor.path.as_bytes()).collect();
            p.row {
                span.quiet { (lang.pick("队长登录以后可以预约。", "Troupe leaders sign in to book it.")) }
                (Button::link(&format!("/sign-in?back={back}"), lang.pick("队长登录", "Sign in")))
            }
        }
    }
}
