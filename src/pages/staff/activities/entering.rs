//! `/staff/{centre}/activities/new` and the post that enters an activity with its dates: all of them, or none.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::form::{self, Entered};
use super::inputs::{self, Typed};
use super::trouble::{self, Trouble};
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::activities::scheduling::{self, Planned, Planning};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Approver;
use crate::pages::parts::{Button, Choice, Field, StaffTab, Width, crumbs, error_summary, hidden};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(door: Approver, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let mut fields = query.0;
    for (name, value) in [("published", "1"), ("weeks", "1")] {
        if fields.get(name).is_empty() {
            fields.set(name, value);
        }
    }
    show(here, &state, fields, Errors::default(), Vec::new()).await
}

pub(super) async fn enter(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let entered = match form::entered(&fields, here.lang(), here.today()) {
        Ok(entered) => entered,
        Err(errors) => return show(here, &state, fields, errors, Vec::new()).await,
    };
    if entered.spans.is_empty() {
        let mut errors = Errors::default();
        let none = here
            .lang()
            .pick("一次都排不上，请换时间或地点。", "No date is left: change the time or the place.");
        errors.add("date", none);
        return show(here, &state, fields, errors, Vec::new()).await;
    }
    let who = here.clone();
    let planned = state.db.write_again(move |conn| {
        let Entered { details, venue, spans } = &entered;
        match scheduling::plan(conn, who.acting(), Planned::New(details), venue, spans)? {
            Planning::Done(id) => Ok(Ok(id)),
            Planning::NotAll(dates) => trouble::look_up(conn, &who, venue, dates).map(Err),
        }
    });
    match planned.await? {
        Ok(id) => Ok(to(&here.href(&format!("/activities/{id}?just=entered")))),
        Err(troubles) => show(here, &state, fields, Errors::default(), troubles).await,
    }
}

async fn show(
    here: Here,
    state: &State,
    fields: Fields,
    errors: Errors,
    troubles: Vec<Trouble>,
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let (rooms, waiting) = state
        .db
        .read(move |conn| {
            Ok((rooms::store::catalogue(conn, centre, today, today)?.rooms, Waiting::read(conn, centre)?))
        })
        .await?;
    let status = match (troubles.is_empty(), errors.is_empty()) {
        (true, true) => StatusCode::OK,
        (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, _) => trouble::status(&troubles),
    };
    let title = here.lang().pick("新活动", "New activity");
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    Ok(answer(
        status,
        frame.page(title, Width::Tight, view(&here, title, &rooms, &fields, &errors, &troubles)),
    ))
}

fn view(
    here: &Here,
    title: &str,
    rooms: &[Room],
    fields: &Fields,
    errors: &Errors,
    troubles: &[Trouble],
) -> Markup {
    let lang = here.lang();
    let typed = Typed { lang, today: here.today(), fields, errors };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], title))
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &typed.problems()))
        h1 { (title) }
        (trouble::view(here, troubles))
        @if let Ok(Entered { details, venue, spans }) = form::entered(fields, lang, here.today()) {
            (trouble::give_way(here, troubles, &venue, &spans, &[
                ("title", &details.title), ("title_en", &details.title_en), ("kind", details.kind.word()),
                ("audience", &details.audience), ("audience_en", &details.audience_en),
                ("intro", &details.intro), ("intro_en", &details.intro_en),
                ("published", if details.published { "1" } else { "" }),
            ]))
        }
        form.card.flow method="post" action=(here.href("/activities")) {
            (inputs::details(typed))
            (inputs::when_and_where(typed, rooms))
            (inputs::weeks(typed))
            @for date in fields.all("skip") { (hidden("skip", date)) }
            @if !troubles.is_empty() && fields.get("weeks") != "1" { (without(here, troubles)) }
            p { (Button::submit(lang.pick("保存活动", "Save the activity")).main()) }
        }
    }
}

/// The days that do not fit, to be left out one by one: what was shown is what is written.
fn without(here: &Here, troubles: &[Trouble]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let days: Vec<Choice> = troubles
        .iter()
        .map(|one| Choice::new(one.span.date().to_string(), dates::date(lang, one.span.date(), today)))
        .collect();
    let label = lang.pick("这些天不办，其余照排", "Leave these days out and plan the rest");
    Field::new("skip", label).checks(&days)
}
