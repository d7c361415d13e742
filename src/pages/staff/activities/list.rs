//! `/staff/{centre}/activities`: what is coming, by day, drafts among them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, Scheduled};
use crate::domain::days;
use crate::pages::parts::door::Desk;
use crate::pages::parts::pager::heading;
use crate::pages::parts::{
    Button, Event, StaffTab, StateBadge, Tone, Width, empty, events, icons, mark, remark, say, state as badge,
};
use crate::pages::staff::here::{Here, Waiting, page as answer};

/// Sessions that the list shows at most.
const LISTED: i64 = 200;

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let many: usize = query.0.get("many").parse().unwrap_or(0);
    let here = Here::desk(door, &state);
    let (centre, now) = (here.centre.id, here.centre.zone.wall(here.now));
    let (sessions, waiting) = state
        .db
        .read(move |conn| {
            Ok((activities::store::coming(conn, centre, now, LISTED)?, Waiting::read(conn, centre)?))
        })
        .await?;
    let title = here.lang().pick("活动", "Activities");
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Normal, view(&here, title, &sessions, many))))
}

fn view(here: &Here, title: &str, sessions: &[Scheduled], many: usize) -> Markup {
    let lang = here.lang();
    let (new, table) = (here.href("/activities/new"), here.href("/activities/many"));
    let button = html! {
        @if here.decides() { (Button::link(&new, lang.pick("新活动", "New activity")).icon("plus").main()) }
    };
    html! {
        (heading(html! { (title) }, &under(lang, sessions), button))
        @if many > 0 { (remark(Tone::Jade, lang.pick(format!("{many}门课存好了。"), format!("{many} courses are saved.")))) }
        p.row {
            @if here.decides() { (Button::link(&table, lang.pick("一次排好几门课", "Many courses at once")).plain()) }
            (Button::link(&here.href("/tags"), lang.pick("标签", "Tags")).plain())
        }
        @if sessions.is_empty() {
            (empty("calendar", lang.pick("还没有安排活动", "Nothing is planned yet"), html! {
                p { (lang.pick("填一张小表，居民就能在日历里看到。", "Fill in a small form and residents see it in the calendar.")) }
            }))
        }
        @for day in sessions.chunk_by(|one, next| one.session.starts_at.date() == next.session.starts_at.date()) {
            @if let Some(first) = day.first() {
                @let date = first.session.starts_at.date();
                @let rows: Vec<Event> = day.iter().map(|one| row(here, one)).collect();
                (events::day(lang, date, here.today(), &days::label(lang, date), &rows))
            }
        }
    }
}

fn under(lang: Lang, sessions: &[Scheduled]) -> String {
    let (all, drafts) = (sessions.len(), sessions.iter().filter(|one| !one.activity.is_published()).count());
    match (lang, all, drafts) {
        (_, 0, _) => String::new(),
        (Lang::Zh, _, 0) => format!("接下来{all}场"),
        (Lang::Zh, ..) => format!("接下来{all}场，其中{drafts}场还是草稿"),
        (Lang::En, _, 0) => format!("{all} coming"),
        (Lang::En, ..) => format!("{all} coming, {drafts} of them drafts"),
    }
}

fn row(here: &Here, one: &Scheduled) -> Event {
    let lang = here.lang();
    let (icon, tone) = icons::activity(one.activity.kind.word());
    let part = one.session.span().ok().map(|span| span.within_day());
    let state = match (one.session.cancelled_at.is_some(), one.activity.is_published()) {
        (true, _) => Some(badge(lang, &StateBadge::Cancelled)),
        (false, false) => Some(mark("wait", one.activity.state.name(lang))),
        (false, true) => None,
    };
    Event {
        icon,
        tone,
        when: html! { @if let Some(part) = part { (say::times(lang, part.from(), part.to())) } },
        title: one.activity.title_in(lang).to_owned(),
        href: Some(here.href(&format!("/activities/{}", one.activity.id))),
        place: one.place_in(lang).to_owned(),
        state,
        act: None,
    }
}
