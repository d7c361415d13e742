//! `/staff/{centre}/activities/{id}`: one activity; what is said of it, its dates, and more dates.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::form;
use super::inputs::{self, Typed};
use super::trouble::{self, Trouble};
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::activities::scheduling::{self, Planned, Planning};
use crate::domain::activities::{self, Activity, ActivityId, Scheduled};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::{
    Button, StaffTab, StateBadge, Tone, Width, crumbs, error_summary, facts, mark, plain_list, remark, say,
    state as badge,
};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

/// What was typed into one of the page's two forms.
#[derive(Default)]
struct Tried {
    /// What is said of the activity; as it stands when nothing was typed.
    details: Option<Fields>,
    dates: Fields,
    errors: Errors,
    troubles: Vec<Trouble>,
}

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let just = query.0.get("just").to_owned();
    show(here, &state, ActivityId(path.1), &just, Tried::default()).await
}

pub(super) async fn change(
    door: Approver,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let details = form::details(&mut reader, &fields, here.lang());
    let errors = reader.finish().err().unwrap_or_default();
    let Some(details) = details.filter(|_| errors.is_empty()) else {
        let tried = Tried { details: Some(fields), errors, ..Tried::default() };
        return show(here, &state, id, "", tried).await;
    };
    let who = here.clone();
    state.db.write(move |conn| scheduling::change(conn, who.acting(), id, &details)).await?;
    Ok(to(&here.href(&format!("/activities/{id}?just=changed"))))
}

pub(super) async fn add(
    door: Approver,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let planned = form::planned(&mut reader, &fields, here.lang(), here.today());
    let errors = reader.finish().err().unwrap_or_default();
    let Some((venue, spans)) = planned.filter(|_| errors.is_empty()) else {
        return show(here, &state, id, "", Tried { dates: fields, errors, ..Tried::default() }).await;
    };
    let who = here.clone();
    let planned = state.db.write_again(move |conn| {
        match scheduling::plan(conn, who.acting(), Planned::More(id), &venue, &spans)? {
            Planning::Done(_) => Ok(Vec::new()),
            Planning::NotAll(dates) => trouble::look_up(conn, &who, &venue, dates),
        }
    });
    let troubles = planned.await?;
    if troubles.is_empty() {
        return Ok(to(&here.href(&format!("/activities/{id}?just=added"))));
    }
    show(here, &state, id, "", Tried { dates: fields, troubles, ..Tried::default() }).await
}

/// What is read for the page.
struct Read {
    activity: Activity,
    sessions: Vec<Scheduled>,
    rooms: Vec<Room>,
    waiting: Waiting,
}

async fn show(here: Here, state: &State, id: ActivityId, just: &str, tried: Tried) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let read = state.db.read(move |conn| {
        let activity = activities::store::activity(conn, centre, id)?;
        Ok(Read {
            sessions: activities::store::sessions_of(conn, activity.id)?,
            activity,
            rooms: rooms::store::catalogue(conn, centre, today, today)?.rooms,
            waiting: Waiting::read(conn, centre)?,
        })
    });
    let read = read.await?;
    let status = match (tried.troubles.is_empty(), tried.errors.is_empty()) {
        (true, true) => StatusCode::OK,
        (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, _) => trouble::status(&tried.troubles),
    };
    let title = read.activity.title_in(here.lang()).to_owned();
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(status, frame.page(&title, Width::Tight, view(&here, &read, just, &tried))))
}

/// Where others have the time of further dates.
fn give_way(here: &Here, activity: &Activity, tried: &Tried) -> Markup {
    let mut reader = Reader::new(&tried.dates, here.lang());
    let planned = form::planned(&mut reader, &tried.dates, here.lang(), here.today());
    let id = activity.id.to_string();
    match (planned, tried.troubles.is_empty()) {
        (Some((venue, spans)), false) => {
            trouble::give_way(here, &tried.troubles, &venue, &spans, &[("activity", &id)])
        }
        _ => html! {},
    }
}

fn view(here: &Here, read: &Read, just: &str, tried: &Tried) -> Markup {
    let lang = here.lang();
    let activity = &read.activity;
    let typed = Typed { lang, today: here.today(), fields: &tried.dates, errors: &tried.errors };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], activity.title_in(lang)))
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &typed.problems()))
        h1 { (activity.title_in(lang)) }
        @if let Some(done) = said(here, just) { (remark(Tone::Jade, done)) }
        (trouble::view(here, &tried.troubles))
        (give_way(here, activity, tried))
        @if activity.is_published() {
            p.row {
                (mark("ok", lang.pick("已发布", "Published")))
                a href={ (here.centre.href()) "/activities/" (activity.id) } { (lang.pick("居民看到的样子", "As residents see it")) }
            }
        } @else {
            p { (mark("wait", lang.pick("草稿，居民看不到", "Draft, hidden from residents"))) }
        }
        (dates(here, read))
        @if here.decides() { (forms(here, read, tried)) } @else { (plain(here, activity)) }
    }
}

fn said(here: &Here, just: &str) -> Option<&'static str> {
    let lang = here.lang();
    Some(match just {
        "entered" => lang.pick("活动保存好了。", "The activity is saved."),
        "changed" => lang.pick("改好了。", "The change is saved."),
        "added" => lang.pick("加好了。", "Added."),
        "moved" => lang.pick("换好了，居民马上就能看到。", "Moved; residents see it at once."),
        "cancelled" => {
            lang.pick("这一场取消了，居民会看到“已取消”。", "That date is cancelled; residents see so.")
        }
        "was" => lang.pick("这一场之前就取消了。", "That date had been cancelled before."),
        _ => return None,
    })
}

fn dates(here: &Here, read: &Read) -> Markup {
    let (lang, today, now) = (here.lang(), here.today(), here.centre.zone.wall(here.now));
    let lines: Vec<Markup> = read
        .sessions
        .iter()
        .filter(|one| one.session.ends_at > now)
        .filter_map(|one| {
            let span = one.session.span().ok()?;
            let href = here.href(&format!("/activities/{}/sessions/{}", read.activity.id, one.session.id));
            let of = crate::base::lang::dates::span(lang, span, today);
            Some(html! {
                div.row.apart {
                    span { strong { (say::span(lang, span, today)) } br; span.quiet { (one.place_in(lang)) } }
                    @if one.session.cancelled_at.is_some() { (badge(lang, &StateBadge::Cancelled)) }
                    @else if here.decides() { (Button::link(&href, lang.pick("改动", "Change")).of(&of)) }
                }
            })
        })
        .collect();
    let past = read.sessions.len() - lines.len();
    html! {
        section.flow {
            h2 { (lang.pick("接下来的场次", "Coming dates")) }
            @if lines.is_empty() { p { (lang.pick("没有了。", "There are none.")) } } @else { (plain_list(&lines)) }
            @if past > 0 { p.quiet { (lang.pick(format!("已经办过{past}场。"), format!("{past} before."))) } }
        }
    }
}

fn forms(here: &Here, read: &Read, tried: &Tried) -> Markup {
    let lang = here.lang();
    let base = here.href(&format!("/activities/{}", read.activity.id));
    let standing = form::fields_of(&read.activity);
    let none = Errors::default();
    let about = tried.details.is_some();
    let details = Typed {
        lang,
        today: here.today(),
        fields: tried.details.as_ref().unwrap_or(&standing),
        errors: if about { &tried.errors } else { &none },
    };
    let mut first = tried.dates.clone();
    if first.get("weeks").is_empty() {
        first.set("weeks", "1");
    }
    let more = Typed {
        lang,
        today: here.today(),
        fields: &first,
        errors: if about { &none } else { &tried.errors },
    };
    html! {
        section.flow {
            h2 { (lang.pick("加场次", "More dates")) }
            form.card.flow method="post" action={ (base) "/sessions" } {
                (inputs::when_and_where(more, &read.rooms))
                (inputs::weeks(more))
                p { (Button::submit(lang.pick("加上", "Add"))) }
            }
        }
        section.flow {
            h2 { (lang.pick("改内容", "Change what is said")) }
            form.card.flow method="post" action=(base) {
                (inputs::details(details))
                p { (Button::submit(lang.pick("保存活动", "Save the activity")).main()) }
            }
        }
    }
}

fn plain(here: &Here, activity: &Activity) -> Markup {
    let lang = here.lang();
    html! {
        (facts(&[
            (lang.pick("类型", "Kind"), html! { (activity.kind.name(lang)) }),
            (lang.pick("适合", "For"), html! { (activity.audience_in(lang)) }),
            (lang.pick("介绍", "About it"), html! { (activity.intro_in(lang)) }),
        ]))
        p.quiet { (lang.pick("要改请找审批人或主管。", "Approvers and managers can change it.")) }
    }
}
