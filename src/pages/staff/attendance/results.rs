//! `/staff/{centre}/activities/{activity}/results`: figures beside how many came, such as 单位数 25 or 线上观看 4000, each
//! with its history.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::activities::{self, ActivityId};
use crate::domain::attendance::Figure;
use crate::domain::attendance::results::{self, LONGEST_NAME, MOST, Recorded};
use crate::domain::people::PersonId;
use crate::domain::people::contact::contacts;
use crate::pages::parts::door::Desk;
use crate::pages::parts::{
    Button, Happened, Sheet, StaffTab, Tone, Width, crumbs, facts, history, remark, say,
};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let saved = query.0.has("saved");
    show(Here::desk(door, &state), &state, ActivityId(path.1), Fields::default(), Errors::default(), saved)
        .await
}

pub(super) async fn record(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), ActivityId(path.1));
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let name = reader.text(
        "name",
        LONGEST_NAME,
        lang.pick("请写是什么数，例如 单位数。", "Say what is counted, such as employers."),
    );
    let value = reader.number("value", 0, MOST);
    let mut errors = reader.finish().err().unwrap_or_default();
    let (Some(name), Some(value)) = (name, value) else {
        return show(here, &state, id, fields, errors, false).await;
    };
    let who = here.clone();
    let recorded = state.db.write_again(move |conn| results::record(conn, who.acting(), id, &name, value));
    if recorded.await? == Recorded::NotYet {
        errors.add("value", not_begun(lang));
        return show(here, &state, id, fields, errors, false).await;
    }
    Ok(to(&here.href(&format!("/activities/{id}/results?saved=1"))))
}

fn not_begun(lang: Lang) -> &'static str {
    lang.pick("活动还没开始，开始以后再记。", "The activity has not begun: note it later.")
}

async fn show(
    here: Here,
    state: &State,
    id: ActivityId,
    fields: Fields,
    errors: Errors,
    saved: bool,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let (activity, figures, people, waiting) = state
        .db
        .read(move |conn| {
            let activity = activities::store::activity(conn, centre, id)?;
            let figures = results::of(conn, id)?;
            let ids: Vec<PersonId> = figures.iter().map(|figure| figure.reported_by).collect();
            let people = contacts(conn, &ids)?.into_iter().map(|one| (one.id, one.name)).collect();
            Ok((activity, figures, people, Waiting::read(conn, centre)?))
        })
        .await?;
    let lang = here.lang();
    let title = lang.pick("别的结果", "Further results");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    let activities = here.href("/activities");
    let own = here.href(&format!("/activities/{id}"));
    let sheet = Sheet { lang, fields: &fields, errors: &errors };
    let way =
        [(activities.as_str(), lang.pick("活动", "Activities")), (own.as_str(), activity.title_in(lang))];
    let main = html! {
        (sheet.summary())
        (crumbs(lang.pick("位置", "Where"), &way, title))
        h1 { (title) }
        p.quiet { (activity.title_in(lang)) }
        @if saved { (remark(Tone::Jade, lang.pick("记下了。", "Noted."))) }
        (counting(&figures))
        form.card.flow method="post" action=(here.href(&format!("/activities/{id}/results"))) {
            h2 { (lang.pick("添一个数，或改一个数", "Add or correct a figure")) }
            (sheet.field("name", lang.pick("是什么数？", "What is counted?")).help(lang.pick("例如 单位数、岗位数、线上观看。写已有的名字就是改它，旧数留在下面。", "Such as employers, posts, online viewers. A name that is there already is corrected; the old figure stays below.")).text())
            (sheet.field("value", lang.pick("多少？", "How many?")).number())
            p { (Button::submit(lang.pick("记下", "Note it")).main()) }
        }
        (told(&here, &figures, &people))
    };
    Ok(answer(status, frame.page(title, Width::Tight, main)))
}

fn counting(figures: &[Figure]) -> Markup {
    let rows: Vec<(&str, Markup)> = figures
        .iter()
        .filter(|figure| figure.superseded_at.is_none())
        .map(|figure| (figure.name.as_str(), html! { strong { (figure.value) } }))
        .collect();
    html! { @if !rows.is_empty() { (facts(&rows)) } }
}

fn told(here: &Here, figures: &[Figure], people: &HashMap<PersonId, String>) -> Markup {
    let lang = here.lang();
    let line = |figure: &Figure| Happened {
        when: say::moment(lang, here.centre.zone.wall(figure.reported_at), here.today()),
        what: html! {
            (figure.name) " " strong { (figure.value) }
            @if figure.superseded_at.is_some() { (lang.pick("，后来改了", ", replaced later")) }
            @if let Some(by) = people.get(&figure.reported_by) { (lang.pick("，", ", ")) (by) }
        },
        reason: String::new(),
    };
    let lines: Vec<Happened> = figures.iter().rev().map(line).collect();
    html! {
        @if !lines.is_empty() {
            section.flow { h2 { (lang.pick("谁记过什么", "Who noted what")) } (history(&lines)) }
        }
    }
}
