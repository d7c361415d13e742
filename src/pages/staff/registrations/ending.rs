//! `/staff/{centre}/activities/{id}/cancellation`: the whole activity is cancelled, and everyone registered is told.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::list::{self, Read};
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::{ActivityId, ActivityState};
use crate::domain::registrations::meetings;
use crate::pages::parts::door::Approver;
use crate::pages::parts::{Button, Field, StaffTab, Tone, Width, crumbs, error_summary, remark};
use crate::pages::staff::here::{Here, page as answer, to};

type Ids = web::Path<(String, i64)>;

pub(super) async fn page(door: Approver, path: Ids, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    show(&here, &state, ActivityId(path.1), &Errors::default()).await
}

pub(super) async fn cancel(
    door: Approver,
    path: Ids,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let reason = reader.text("reason", 200, lang.pick("请写为什么取消。", "Write why it is cancelled."));
    let Some(reason) = reason else { return show(&here, &state, id, &reader.errors).await };
    let who = here.clone();
    let cancel = move |conn: &mut crate::base::db::Conn| {
        meetings::cancel_activity(conn, who.acting(), id, Some(&reason))
    };
    let cancelled = state.db.write_again(cancel).await?;
    state.outbox.notify_one();
    let just = if cancelled { "ended" } else { "was" };
    Ok(to(&here.href(&format!("/activities/{id}/registrations?just={just}"))))
}

async fn show(here: &Here, state: &State, id: ActivityId, errors: &Errors) -> Result<HttpResponse> {
    let read = list::read(here, state, id).await?;
    if read.activity.state == ActivityState::Cancelled {
        return Ok(to(&here.href(&format!("/activities/{id}/registrations?just=was"))));
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = here.lang().pick("取消整个活动", "Cancel the whole activity");
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(status, frame.page(title, Width::Tight, view(here, &read, title, errors))))
}

fn view(here: &Here, read: &Read, title: &str, errors: &Errors) -> Markup {
    let lang = here.lang();
    let now = here.centre.zone.wall(here.now);
    let up = here.href(&format!("/activities/{}", read.activity.id));
    let told = read.all.iter().filter(|one| !one.state.is_over()).count();
    let to_come = crate::domain::registrations::to_come(&read.sessions, now).count();
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let follows = match told {
        0 => lang.pick(
            format!("还没开始的{to_come}场都取消。还没有人报名，不用通知谁。"),
            format!("{to_come} dates to come are cancelled. Nobody has registered, so nobody need be told."),
        ),
        _ => lang.pick(
            format!("还没开始的{to_come}场都取消，报名的{told}家每家收到一封信，或者由我们打电话。"),
            format!("{to_come} dates to come are cancelled, and {told} registrations are told by one letter or call each."),
        ),
    };
    html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/activities"), lang.pick("活动", "Activities")), (&up, read.activity.title_in(lang))],
            title,
        ))
        (error_summary(lang, lang.pick("还没取消", "Not cancelled yet"), &problems))
        h1 { (title) }
        (remark(Tone::Amber, follows))
        form.card.flow method="post" action={ (up) "/cancellation" } {
            (Field::new("reason", lang.pick("为什么取消？", "Why is it cancelled?"))
                .help(lang.pick("会告诉报名的人。", "Whoever registered is told.")).error(errors.of("reason")).required().text())
            p { (Button::submit(lang.pick("取消整个活动", "Cancel the whole activity")).main()) }
        }
    }
}
