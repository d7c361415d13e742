//! What staff do about one registration, each by a form of its page.

use actix_web::{HttpResponse, web};

use super::one::{Told, show};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::answering::{self, Answered};
use crate::domain::registrations::cancelling::{self, Cancelled};
use crate::domain::registrations::changing::{self, Changed};
use crate::domain::registrations::deciding::{self, Decided};
use crate::domain::registrations::{RegistrationId, erasing, store};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::registration_form as form;
use crate::pages::staff::here::{Here, to};

type Ids = web::Path<(String, i64)>;
type App = web::Data<State>;

pub(super) async fn change(door: Desk, path: Ids, fields: Fields, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), RegistrationId(path.1));
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let wanted = form::read_change(&mut reader, &fields, lang, 0, true);
    let wanted = match reader.finish_with(wanted) {
        Ok(wanted) => wanted,
        Err(errors) => return show(here, &state, id, Told::Just(String::new()), &fields, &errors).await,
    };
    let done = act(&here, &state, move |conn, acting| changing::change(conn, acting, id, &wanted)).await?;
    let why = match done {
        Changed::Done(_) | Changed::Already(_) => return Ok(back(&here, id, "changed")),
        Changed::Over(_) => too_late(lang),
        Changed::TooMany(limit) => lang.pick(
            format!("没有改：一共只有{limit}个名额。"),
            format!("Not changed: there are {limit} places in all."),
        ),
        Changed::NoPlaces(left) => lang.pick(
            format!("没有改：现在只能再加{left}人。"),
            format!("Not changed: there is room for {left} more."),
        ),
        Changed::AnswerFirst => lang
            .pick("没有改：先答复留着的名额，再加人。", "Not changed: answer the offer before adding people.")
            .to_owned(),
    };
    show(here, &state, id, Told::Refused(why), &fields, &Errors::default()).await
}

pub(super) async fn confirm(door: Approver, path: Ids, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), RegistrationId(path.1));
    let done = act(&here, &state, move |conn, acting| deciding::confirm(conn, acting, id)).await?;
    decided(here, &state, id, done, "confirmed").await
}

pub(super) async fn refuse(door: Approver, path: Ids, fields: Fields, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), RegistrationId(path.1));
    let Some(reason) = reason(&here, &fields) else { return no_reason(here, &state, id).await };
    let done = act(&here, &state, move |conn, acting| deciding::refuse(conn, acting, id, &reason)).await?;
    decided(here, &state, id, done, "refused").await
}

pub(super) async fn move_up(door: Approver, path: Ids, fields: Fields, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), RegistrationId(path.1));
    let Some(reason) = reason(&here, &fields) else { return no_reason(here, &state, id).await };
    let done = act(&here, &state, move |conn, acting| deciding::move_up(conn, acting, id, &reason)).await?;
    decided(here, &state, id, done, "moved-up").await
}

pub(super) async fn accept(door: Desk, path: Ids, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), RegistrationId(path.1));
    let done = act(&here, &state, move |conn, acting| answering::accept(conn, acting, id)).await?;
    or_late(here, &state, id, matches!(done, Answered::Done(_)), "confirmed").await
}

pub(super) async fn decline(door: Desk, path: Ids, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), RegistrationId(path.1));
    let done = act(&here, &state, move |conn, acting| answering::decline(conn, acting, id)).await?;
    or_late(here, &state, id, matches!(done, Answered::Done(_)), "cancelled").await
}

pub(super) async fn cancel(door: Desk, path: Ids, fields: Fields, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), RegistrationId(path.1));
    let reason = reason(&here, &fields);
    let cancel =
        move |conn: &mut Conn, acting: Acting| cancelling::cancel(conn, acting, id, reason.as_deref());
    let done = act(&here, &state, cancel).await?;
    or_late(here, &state, id, matches!(done, Cancelled::Done(_)), "cancelled").await
}

pub(super) async fn erase(door: Desk, path: Ids, state: App) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), RegistrationId(path.1));
    let activity = act(&here, &state, move |conn, acting| {
        erasing::erase(conn, acting, id)?;
        Ok(store::find(conn, id)?.activity_id)
    });
    let activity = activity.await?;
    Ok(to(&here.href(&format!("/activities/{activity}/registrations?just=erased"))))
}

/// Runs an act as the one who looks, and wakes whoever sends the letters.
async fn act<T: Send + 'static>(
    here: &Here,
    state: &State,
    run: impl Fn(&mut Conn, Acting) -> Result<T> + Send + 'static,
) -> Result<T> {
    let who = here.clone();
    let done = state.db.write_again(move |conn| run(conn, who.acting())).await?;
    state.outbox.notify_one();
    Ok(done)
}

async fn decided(
    here: Here,
    state: &State,
    id: RegistrationId,
    done: Decided,
    just: &str,
) -> Result<HttpResponse> {
    or_late(here, state, id, matches!(done, Decided::Done(_)), just).await
}

async fn or_late(
    here: Here,
    state: &State,
    id: RegistrationId,
    done: bool,
    just: &str,
) -> Result<HttpResponse> {
    if done {
        return Ok(back(&here, id, just));
    }
    let why = too_late(here.lang());
    show(here, state, id, Told::Refused(why), &Fields::default(), &Errors::default()).await
}

fn too_late(lang: Lang) -> String {
    lang.pick(
        "没有办：它已经不是那个样子了，请看现在的情况。",
        "Not done: it is in another state by now, as shown here.",
    )
    .to_owned()
}

fn back(here: &Here, id: RegistrationId, just: &str) -> HttpResponse {
    to(&here.href(&format!("/registrations/{id}?just={just}")))
}

/// What was written as the reason; nothing where it is empty or cannot be read.
fn reason(here: &Here, fields: &Fields) -> Option<String> {
    Reader::new(fields, here.lang()).text("reason", 200, "")
}

async fn no_reason(here: Here, state: &State, id: RegistrationId) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    errors
        .add("reason", here.lang().pick("请写为什么，最多200字。", "Write why, in at most 200 characters."));
    show(here, state, id, Told::Just(String::new()), &Fields::default(), &errors).await
}
