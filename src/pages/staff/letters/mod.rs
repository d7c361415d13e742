//! `/staff/{centre}/letters`: what waits, what went, what failed, with the mail server's last words; send again;
//! slips to print.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::here::{Here, Waiting, page as answer, to};
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::mail::store::{self, Counts, PER_PAGE, Resending, Stored, Summary};
use crate::base::mail::{LetterId, State};
use crate::base::web::State as App;
use crate::base::web::form::Query;
use crate::domain::people::letters::SIGN_IN_LINK;
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Tabs, Width};

pub(super) use view::{badge, can_be_slip};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/letters", web::get().to(list))
        .route("/staff/{centre}/letters/{id}", web::get().to(letter))
        .route("/staff/{centre}/letters/{id}/slip", web::get().to(slip))
        .route("/staff/{centre}/letters/{id}/resending", web::post().to(resend));
}

/// What there is to send letters with, and where their links lead.
pub(super) struct Post {
    pub mailing: bool,
    pub public_url: String,
}

/// One page of the list.
pub(super) struct Listed {
    pub letters: Vec<Summary>,
    pub counts: Counts,
    pub state: Option<State>,
    /// From 0.
    pub page: i64,
    pub waiting: Waiting,
    pub mailing: bool,
}

async fn list(door: Desk, query: Query, app: web::Data<App>) -> Result<HttpResponse> {
    let here = Here::desk(door, &app);
    let state = State::from_word(query.0.get("state"));
    let page = query.0.get("page").parse::<i64>().unwrap_or(1).clamp(1, 10_000) - 1;
    let (centre, mailing) = (here.centre.id, app.mailing);
    let listed = app
        .db
        .read(move |conn| {
            let mut letters = store::list(conn, centre.0, state, page)?;
            letters.retain(|letter| letter.kind != SIGN_IN_LINK);
            let counts = store::counts(conn, centre.0)?;
            Ok(Listed { letters, counts, state, page, waiting: Waiting::read(conn, centre)?, mailing })
        })
        .await?;
    let title = here.lang().pick("邮件", "Letters");
    let frame = here.frame(Some(StaffTab::Letters), listed.waiting);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Wide, view::list(&here, &listed))))
}

async fn letter(door: Desk, path: web::Path<(String, i64)>, app: web::Data<App>) -> Result<HttpResponse> {
    show(Here::desk(door, &app), &app, LetterId(path.1), None).await
}

async fn resend(door: Desk, path: web::Path<(String, i64)>, app: web::Data<App>) -> Result<HttpResponse> {
    let here = Here::desk(door, &app);
    let id = LetterId(path.1);
    let (centre, by, now) = (here.centre.id.0, here.person().0, here.now);
    let done = app
        .db
        .write(move |conn| {
            readable(store::show(conn, centre, id)?)?;
            store::resend(conn, centre, id, by, now)
        })
        .await?;
    match done {
        Resending::Waiting => {
            app.outbox.notify_one();
            Ok(to(&here.href(&format!("/letters/{id}"))))
        }
        Resending::Refused(state) => show(here, &app, id, Some(state)).await,
    }
}

/// A page to print in large type for somebody without e-mail.
async fn slip(door: Desk, path: web::Path<(String, i64)>, app: web::Data<App>) -> Result<HttpResponse> {
    let here = Here::desk(door, &app);
    let (centre, id) = (here.centre.id.0, LetterId(path.1));
    let letter = app.db.read(move |conn| readable(store::show(conn, centre, id)?)).await?;
    // It is read by whoever the letter is for, in their language.
    let mut visitor = here.visitor.clone();
    visitor.look.lang = letter.lang;
    let mut frame = visitor.frame(Some(&here.centre), Tabs::None);
    frame.path = here.href(&format!("/letters/{id}"));
    let aside = dates::date_long(letter.lang, here.today());
    let main = view::slip(&here, &letter, &app.public_url);
    Ok(answer(StatusCode::OK, frame.paper(&letter.summary.subject, &aside, main)))
}

async fn show(here: Here, app: &App, id: LetterId, refused: Option<State>) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let (letter, waiting) = app
        .db
        .read(move |conn| Ok((readable(store::show(conn, centre.0, id)?)?, Waiting::read(conn, centre)?)))
        .await?;
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let post = Post { mailing: app.mailing, public_url: app.public_url.clone() };
    let main = view::letter(&here, &letter, refused, &post);
    let frame = here.frame(Some(StaffTab::Letters), waiting);
    Ok(answer(status, frame.page(&letter.summary.subject, Width::Normal, main)))
}

/// A letter that signs its reader in is shown to nobody.
fn readable(letter: Stored) -> Result<Stored> {
    if letter.summary.kind == SIGN_IN_LINK { Err(Error::NotFound) } else { Ok(letter) }
}
