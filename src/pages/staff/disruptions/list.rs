//! `/staff/{centre}/disruptions`: what is closed now and soon, what happened, what was reported; and lifting.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Days;
use maud::{Markup, html};

use super::super::here::{Here, Waiting, page as answer, to};
use super::plan_view::closed_span;
use crate::base::error::Result;
use crate::base::lang::{Lang, words};
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::centres::either;
use crate::domain::disruptions::lifting::{Lifted, lift};
use crate::domain::disruptions::reporting::{self, Reported, SHOWN_DAYS};
use crate::domain::disruptions::store::{self, Closure, Disruption};
use crate::domain::disruptions::{Cause, ClosureId};
use crate::domain::people::Role;
use crate::domain::rooms::{self, Catalogue};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::{Button, StaffTab, Tone, Width, empty, notice, plain_list, remark, say};

/// Acts that are listed.
const LISTED: i64 = 30;

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    show(Here::desk(door, &state), &state, &query.0, None).await
}

/// Opens the room again.
pub(super) async fn lift_closure(
    door: Approver,
    path: web::Path<(String, i64)>,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ClosureId(path.1));
    let who = here.clone();
    match state.db.write_again(move |conn| lift(conn, &who.acting(), id)).await? {
        Lifted::Done(_) => {
            state.outbox.notify_one();
            Ok(to(&here.href("/disruptions?done=lifted")))
        }
        Lifted::Over(closure) => show(here, &state, &Fields::default(), Some(closure)).await,
    }
}

struct Listed {
    closures: Vec<Closure>,
    acts: Vec<(Disruption, i64)>,
    faults: Vec<Reported>,
    catalogue: Catalogue,
}

async fn show(here: Here, state: &State, query: &Fields, over: Option<Closure>) -> Result<HttpResponse> {
    let (who, today) = (here.clone(), here.today());
    let (listed, waiting) = state
        .db
        .read(move |conn| {
            let (centre, now) = (who.centre.id, who.centre.zone.wall(who.now));
            let since = today.checked_sub_days(Days::new(SHOWN_DAYS)).unwrap_or(today);
            let listed = Listed {
                closures: store::closures(conn, centre, now)?,
                acts: store::disruptions(conn, centre, LISTED)?,
                faults: reporting::reported(conn, &who.acting(), since)?,
                catalogue: rooms::store::catalogue(conn, centre, today, today)?,
            };
            Ok((listed, Waiting::read(conn, centre)?))
        })
        .await?;
    let title = here.lang().pick("停用和让出", "Closures and giving way");
    let status = if over.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let frame = here.frame(Some(StaffTab::Timetable), waiting);
    let main = view(&here, &listed, query, over.as_ref(), title);
    Ok(answer(status, frame.page(title, Width::Normal, main)))
}

fn view(here: &Here, listed: &Listed, query: &Fields, over: Option<&Closure>, title: &str) -> Markup {
    let lang = here.lang();
    let may = here.role >= Role::Approver;
    let standing: Vec<&Closure> = listed.closures.iter().filter(|one| one.lifted_at.is_none()).collect();
    html! {
        @match query.get("done") {
            "lifted" => { (remark(Tone::Jade, lang.pick("恢复开放了。排队等的队伍会收到通知。", "It is open again. Troupes in line are told."))) }
            "reported" => { (remark(Tone::Jade, lang.pick("报告了，能停用的同事马上会收到通知。", "Reported: those who can close the room are told at once."))) }
            _ => {}
        }
        @if over.is_some() {
            (notice(Tone::Amber, lang.pick("不用再恢复", "Nothing to lift"), html! { p { (lang.pick("它已经恢复了，或者已经过去了。", "It was lifted before, or is over.")) } }))
        }
        div.row.apart {
            h1 { (title) }
            p.row {
                (Button::link(&here.href("/faults"), lang.pick("报告故障", "Report a fault")).icon("warn"))
                @if may { (Button::link(&here.href("/disruptions/new"), lang.pick("停用或收回…", "Close or take back…")).main()) }
            }
        }
        h2 { (lang.pick("现在和以后停用的", "Closed now or soon")) }
        @if standing.is_empty() {
            (empty("ok", lang.pick("没有停用的", "Nothing is closed"), html! {}))
        }
        @for closure in standing {
            div.card.flow {
                (closure_line(here, &listed.catalogue, closure))
                p.quiet { (either(lang, &closure.reason, &closure.reason_en)) }
                div.row {
                    (Button::link(&here.href(&format!("/disruptions/{}", closure.disruption)), lang.pick("看影响了谁", "See whom it hit")))
                    @if may { (lifting(here, closure)) }
                }
            }
        }
        @if !listed.faults.is_empty() {
            h2 { (lang.pick("一周内报告的故障", "Faults reported this week")) }
            (plain_list(&listed.faults.iter().map(|one| fault(here, listed, one, may)).collect::<Vec<_>>()))
        }
        h2 { (lang.pick("以前做过的安排", "What was done")) }
        @if listed.acts.is_empty() { p.quiet { (lang.pick("还没有过。", "Nothing yet.")) } } @else {
            (plain_list(&listed.acts.iter().map(|(act, hits)| line(here, act, *hits)).collect::<Vec<_>>()))
        }
    }
}

fn line(here: &Here, act: &Disruption, hits: i64) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let hit = match lang {
        Lang::Zh => format!("{hits}个预约"),
        Lang::En => words::count(hits, "booking", "bookings"),
    };
    html! {
        a href=(here.href(&format!("/disruptions/{}", act.id))) {
            strong { (act.name(lang)) } (lang.pick("：", ": ")) (either(lang, &act.reason, &act.reason_en)) br;
            span.quiet { (hit) (lang.pick("，", ", ")) (act.made_by) (lang.pick("，", ", ")) (say::moment(lang, here.centre.zone.wall(act.made_at), today)) }
        }
    }
}

fn fault(here: &Here, listed: &Listed, one: &Reported, may: bool) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let room = listed.catalogue.room(one.room).map_or("", |room| room.name_in(lang));
    let mut query = Fields::of([("cause", Cause::Fault.word()), ("reason", &one.what)]);
    query.set("room", one.room.to_string());
    if let Some(until) = one.until {
        query.set("until_date", until.date().to_string());
        query.set("until_time", until.minute().iso());
    }
    html! {
        div.row.apart {
            div {
                strong { (room) } (lang.pick("：", ": ")) (one.what) br;
                span.quiet { (one.by) (lang.pick("，", ", ")) (say::moment(lang, here.centre.zone.wall(one.at), today)) }
            }
            @if let Some(act) = one.settled_by {
                a href=(here.href(&format!("/disruptions/{act}"))) { (lang.pick("已经停用", "The room was closed")) }
            } @else if may {
                (Button::link(&here.href(&format!("/disruptions/new?{}", query.query())), lang.pick("看影响谁，停用", "Whom it hits; close")))
            }
        }
    }
}

/// 排练厅，今天 中午12:00 到 11月25日 …
pub(super) fn closure_line(here: &Here, catalogue: &Catalogue, closure: &Closure) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let room = closure.room.and_then(|id| catalogue.room(id));
    let name = room.map_or(lang.pick("全中心", "Whole centre"), |room| room.name_in(lang));
    html! {
        p {
            strong { (name) } (lang.pick("，", ", "))
            (closed_span(lang, closure.starts_at, closure.ends_at, today))
            @if closure.lifted_at.is_some() { (lang.pick("，提前恢复了", ", lifted early")) }
        }
    }
}

/// The button that opens the room again.
pub(super) fn lifting(here: &Here, closure: &Closure) -> Markup {
    let lang = here.lang();
    if closure.lifted_at.is_some() || closure.ends_at <= here.centre.zone.wall(here.now) {
        return html! {};
    }
    html! {
        form method="post" action=(here.href(&format!("/closures/{}/lifting", closure.id))) {
            (Button::submit(lang.pick("提前恢复开放", "Open it again")))
        }
    }
}
